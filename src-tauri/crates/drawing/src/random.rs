//! Randomness from a seed.
//!
//! Owns the few distributions the drawings use. Must not read entropy: everything comes from the seed it is given.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use std::ops::Range;

/// A stream of numbers that belongs to a seed.
#[derive(Clone)]
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// `purpose` keeps streams of one seed apart, so that a new use of randomness leaves all others as they are.
    pub(crate) fn new(seed: u64, purpose: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(purpose);
        Self(rng)
    }

    pub(crate) fn within(&mut self, range: Range<f32>) -> f32 {
        self.0.random_range(range)
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.0.random_bool(probability)
    }

    /// A whole number from 0 to `count - 1`.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.0.random_range(0..count)
    }

    /// Nearly normal, mean 0 and deviation 1: the sum of four bytes. Grain needs hundreds of thousands of these, and
    /// nobody sees the missing tails.
    pub(crate) fn normal(&mut self) -> f32 {
        const DEVIATION: f32 = 147.8; // of the sum of four uniform bytes
        let sum: u32 = self.0.random::<u32>().to_le_bytes().iter().map(|&b| u32::from(b)).sum();
        (sum as f32 - 510.0) / DEVIATION
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_numbers_have_mean_zero_and_deviation_one() {
        let mut dice = Dice::new(1, 0);
        let numbers: Vec<f32> = (0..20_000).map(|_| dice.normal()).collect();
        let mean = numbers.iter().sum::<f32>() / 20_000.0;
        let deviation = (numbers.iter().map(|n| (n - mean).powi(2)).sum::<f32>() / 20_000.0).sqrt();
        assert!(mean.abs() < 0.03, "mean {mean}");
        assert!((deviation - 1.0).abs() < 0.03, "deviation {deviation}");
    }

    #[test]
    fn streams_of_one_seed_differ() {
        assert_ne!(Dice::new(1, 0).within(0.0..1.0), Dice::new(1, 1).within(0.0..1.0), "purposes are kept apart");
    }
}
