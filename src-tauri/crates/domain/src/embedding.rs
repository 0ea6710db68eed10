//! Embeddings and how alike they are.
//!
//! Owns the only comparison of two embeddings. Invariants: the values have length 1; embeddings of different models are
//! never compared. `Debug` prints the shape only.

use std::{fmt, sync::Arc};

/// Names the model, and the way it is fed, that made an embedding.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModelId(Arc<str>);

impl ModelId {
    /// From its name.
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for ModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Cosine of two embeddings, -1 to 1; higher is closer.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Similarity(pub f32);

impl Similarity {
    /// Lower than any real similarity.
    pub const NONE: Self = Self(-1.0);
}

/// A face as numbers of length 1.
#[derive(Clone, PartialEq)]
pub struct Embedding {
    model: ModelId,
    values: Arc<[f32]>,
}

impl Embedding {
    /// Scales `values` to length 1. `None` if they are empty, all zero or not finite.
    pub fn new(model: ModelId, mut values: Vec<f32>) -> Option<Self> {
        let length = values.iter().map(|v| v * v).sum::<f32>().sqrt();
        if !length.is_finite() || length <= f32::EPSILON {
            return None;
        }
        values.iter_mut().for_each(|v| *v /= length);
        Some(Self { model, values: values.into() })
    }

    /// The model that made it.
    pub fn model(&self) -> &ModelId {
        &self.model
    }

    /// The numbers.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// How alike two faces are. `None` if different models made them.
    pub fn similarity(&self, other: &Self) -> Option<Similarity> {
        (self.model == other.model && self.values.len() == other.values.len())
            .then(|| Similarity(dot(&self.values, &other.values)))
    }

    /// The weighted mean direction. `None` if there is none: nothing to average, mixed models, or all cancel out.
    pub fn weighted_mean<'a>(parts: impl IntoIterator<Item = (&'a Self, f32)>) -> Option<Self> {
        let mut parts = parts.into_iter();
        let (first, weight) = parts.next()?;
        let mut sum: Vec<f32> = first.values.iter().map(|v| v * weight).collect();
        for (part, weight) in parts {
            if part.model != first.model || part.values.len() != sum.len() {
                return None;
            }
            sum.iter_mut().zip(part.values.iter()).for_each(|(s, v)| *s += v * weight);
        }
        Self::new(first.model.clone(), sum)
    }
}

impl fmt::Debug for Embedding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Embedding({} numbers of {})", self.values.len(), self.model)
    }
}

/// Sum of products, in eight lanes so that the compiler uses SIMD.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 8];
    let (a8, b8) = (a.chunks_exact(8), b.chunks_exact(8));
    let tail: f32 = a8.remainder().iter().zip(b8.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a8.zip(b8) {
        for i in 0..8 {
            lanes[i] += x[i] * y[i];
        }
    }
    lanes.iter().sum::<f32>() + tail
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedding(model: &str, values: &[f32]) -> Embedding {
        Embedding::new(ModelId::new(model), values.to_vec()).expect("finite and not zero")
    }

    #[test]
    fn different_models_are_never_compared() {
        let (a, b) = (embedding("a", &[1.0, 0.0]), embedding("b", &[1.0, 0.0]));
        assert_eq!(a.similarity(&b), None, "numbers of two models share no space");
        assert_eq!(Embedding::weighted_mean([(&a, 1.0), (&b, 1.0)]), None, "nor can they be averaged");
    }

    #[test]
    fn values_have_length_one_whatever_comes_in() {
        let a = embedding("m", &[3.0, 4.0]);
        assert!((a.values()[0] - 0.6).abs() < 1e-6 && (a.values()[1] - 0.8).abs() < 1e-6, "3-4-5 scaled to 1");
        for bad in [vec![], vec![0.0, 0.0], vec![f32::NAN, 1.0], vec![f32::INFINITY, 1.0]] {
            assert!(Embedding::new(ModelId::new("m"), bad).is_none(), "no direction can be made of it");
        }
    }

    #[test]
    fn lanes_and_remainder_give_the_plain_sum() {
        let a: Vec<f32> = (0..19).map(|i| i as f32).collect();
        let plain: f32 = a.iter().map(|v| v * v).sum();
        assert!((dot(&a, &a) - plain).abs() < 1e-3, "19 numbers: two blocks of eight and three left over");
    }

    #[test]
    fn debug_shows_no_numbers_of_a_face() {
        assert_eq!(format!("{:?}", embedding("m", &[1.0, 0.0])), "Embedding(2 numbers of m)");
    }
}
