//! Embeddings and how alike they are.
//!
//! Owns the only comparison of two embeddings. Invariants: the values have length 1; embeddings of different models are
//! never compared. `Debug` prints the shape only.
//!
//! Where similarities are drawn apart, a mean has to be as well: its direction alone would be near to everybody, because what all
//! faces have in common is all that is left of many. So a mean remembers how long it was, and is compared as the mean that it
//! would be if faces themselves lay as far apart as their similarities say (docs/recognition.md, "One scale").

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

    /// By how much the likeness of its embeddings is drawn apart, so that the similarities of all models lie on one scale
    /// (docs/recognition.md, "One scale"). A name says it at its end: `…*10.5`; where it says nothing, it is 1. It is part of
    /// the name because stored embeddings have nothing else with them, and because another scale is another model.
    pub fn spread(&self) -> f32 {
        let said = self.0.rsplit_once(SPREAD_MARK).and_then(|(_, spread)| spread.parse().ok());
        said.filter(|spread| POSSIBLE_SPREADS.contains(spread)).unwrap_or(1.0)
    }
}

/// What parts the name of a model from its spread.
pub const SPREAD_MARK: char = '*';

/// Any other spread is a mistake in a name.
const POSSIBLE_SPREADS: std::ops::RangeInclusive<f32> = 0.2..=50.0;

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

/// How alike two embeddings are, -1 to 1; higher is closer. Their cosine, drawn apart by the spread of their model.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Similarity(pub f32);

impl Similarity {
    /// Lower than any real similarity.
    pub const NONE: Self = Self(-1.0);
}

/// A mean of faces that have nothing in common is compared as if it had this much of itself left.
const LEAST_OWN: f32 = 0.05;

/// A face as numbers of length 1, or several faces in one.
#[derive(Clone, PartialEq)]
pub struct Embedding {
    model: ModelId,
    values: Arc<[f32]>,
    spread: f32,
    /// Of a mean, how long it was before it was scaled to length 1: the more its faces differ, the shorter. 1 of a face.
    length: f32,
}

impl Embedding {
    /// Scales `values` to length 1. `None` if they are empty, all zero or not finite.
    pub fn new(model: ModelId, mut values: Vec<f32>) -> Option<Self> {
        let length = values.iter().map(|v| v * v).sum::<f32>().sqrt();
        if !length.is_finite() || length <= f32::EPSILON {
            return None;
        }
        values.iter_mut().for_each(|v| *v /= length);
        let spread = model.spread();
        Some(Self { model, values: values.into(), spread, length: 1.0 })
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
        if self.model != other.model || self.values.len() != other.values.len() {
            return None;
        }
        let cosine = dot(&self.values, &other.values);
        if self.spread == 1.0 {
            return Some(Similarity((1.0 - (1.0 - cosine)).max(-1.0)));
        }
        let drawn = 1.0 - self.spread * (1.0 - self.length * other.length * cosine);
        Some(Similarity((drawn / (self.own() * other.own()).sqrt()).clamp(-1.0, 1.0)))
    }

    /// How alike the faces of a mean are to each other, itself among them: 1 of a face.
    fn own(&self) -> f32 {
        (1.0 - self.spread * (1.0 - self.length * self.length)).max(LEAST_OWN)
    }

    /// The weighted mean. `None` if there is none: nothing to average, mixed models, or all cancel out.
    pub fn weighted_mean<'a>(parts: impl IntoIterator<Item = (&'a Self, f32)>) -> Option<Self> {
        let mut parts = parts.into_iter().peekable();
        let (first, _) = *parts.peek()?;
        let (mut sum, mut weights) = (vec![0.0; first.values.len()], 0.0);
        for (part, weight) in parts {
            if part.model != first.model || part.values.len() != sum.len() {
                return None;
            }
            // Every part counts by its weight, however many faces are in it and however much these differ.
            let (towards, counts) = match first.spread {
                1.0 => (weight, weight),
                _ => (weight * part.length / part.own().sqrt(), weight / part.own().sqrt()),
            };
            sum.iter_mut().zip(part.values.iter()).for_each(|(s, v)| *s += v * towards);
            weights += counts;
        }
        let length = dot(&sum, &sum).sqrt() / weights;
        Some(Self { length: length.min(1.0), ..Self::new(first.model.clone(), sum)? })
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
    fn what_differs_in_length_is_never_compared() {
        let (short, long) = (embedding("m", &[1.0, 0.0]), embedding("m", &[1.0, 0.0, 0.0]));
        assert_eq!(short.similarity(&long), None, "128 numbers and 512 have nothing in common");
        assert_eq!(Embedding::weighted_mean([(&short, 1.0), (&long, 1.0)]), None, "nor a mean");
    }

    #[test]
    fn a_model_says_how_far_its_similarities_are_drawn_apart() {
        let near = |model| {
            let (a, b) = (embedding(model, &[1.0, 0.0]), embedding(model, &[0.8, 0.6]));
            a.similarity(&b).expect("the same model").0
        };
        for (model, similarity) in [("m", 0.8), ("m*2", 0.6), ("m*4", 0.2), ("m*0.5", 0.9), ("m*20", -1.0)] {
            assert!((near(model) - similarity).abs() < 1e-6, "{model}: {}", near(model));
        }
        for impossible in ["m*", "m*x", "m*0", "m*-3", "m*1000", "m*NaN"] {
            assert_eq!(ModelId::new(impossible).spread(), 1.0, "{impossible}");
        }
        let same = embedding("m*8", &[0.6, 0.8]);
        assert!((same.similarity(&same).expect("itself").0 - 1.0).abs() < 1e-5, "the same face stays the same");
    }

    /// People who have most in common with each other, as in dlib's numbers: strangers are 0.84 alike, pictures of one person 0.96.
    fn of_person(model: &str, person: usize, picture: usize) -> Embedding {
        let mut values = [0.0; 24];
        values[0] = 0.84f32.sqrt();
        values[1 + person] = 0.12f32.sqrt();
        values[12 + picture] = 0.04f32.sqrt();
        embedding(model, &values)
    }

    #[test]
    fn a_mean_of_many_people_is_not_near_to_everybody_where_all_are_alike() {
        let drawn = |one: &Embedding, other: &Embedding| one.similarity(other).expect("the same model").0;
        let mean =
            |faces: &[Embedding]| Embedding::weighted_mean(faces.iter().map(|face| (face, 1.0))).expect("a mean");
        let crowd = mean(&(0..6).map(|person| of_person("m*10", person, 0)).collect::<Vec<_>>());
        let stranger = of_person("m*10", 9, 1);
        assert!(drawn(&of_person("m*10", 0, 0), &stranger) < -0.5, "nobody is near to him");
        assert!(drawn(&crowd, &stranger) < -0.5, "nor are all of them together: {}", drawn(&crowd, &stranger));
        let anna = mean(&(0..6).map(|picture| of_person("m*10", 1, picture)).collect::<Vec<_>>());
        let again = of_person("m*10", 1, 9);
        let (to_one, to_all) = (drawn(&of_person("m*10", 1, 0), &again), drawn(&anna, &again));
        assert!(to_all > to_one + 0.1, "the mean of one person says more than a picture: {to_all}, {to_one}");
        let in_steps = mean(&[mean(&[of_person("m*10", 1, 0), of_person("m*10", 1, 1)]), of_person("m*10", 1, 2)]);
        assert!(drawn(&in_steps, &again) > to_one, "nor does it matter that parts of it are means");
        assert!((drawn(&anna, &anna) - 1.0).abs() < 1e-3, "and a mean is the same as itself");
    }

    #[test]
    fn means_of_a_model_whose_strangers_have_nothing_in_common_are_their_directions() {
        let (a, b) = (embedding("m", &[1.0, 0.0]), embedding("m", &[0.0, 1.0]));
        let mean = Embedding::weighted_mean([(&a, 1.0), (&b, 1.0)]).expect("a mean");
        assert!((mean.similarity(&a).expect("the same model").0 - 0.5f32.sqrt()).abs() < 1e-6, "a plain cosine");
        assert_eq!(
            Embedding::weighted_mean([(&a, 1.0), (&embedding("m", &[-1.0, 0.0]), 1.0)]),
            None,
            "nothing is left"
        );
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
