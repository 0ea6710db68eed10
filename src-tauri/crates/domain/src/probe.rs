//! A face that is asked about.
//!
//! Owns which embedding of a face answers for which model. Must not know who it is compared with. While kept faces are
//! being embedded again for another model, a probe carries an embedding of each of the two.

use crate::{Embedding, ModelId, Quality};

/// A face, or several faces of one track in one, as it is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// One for each model in use, the wanted model first; never empty.
    embeddings: Vec<Embedding>,
    /// Without colour, as by infrared light.
    pub is_grey: bool,
}

impl Probe {
    /// Of one model.
    pub fn new(embedding: Embedding, is_grey: bool) -> Self {
        Self { embeddings: vec![embedding], is_grey }
    }

    /// With the embedding of another model as well.
    #[must_use]
    pub fn and(mut self, other: Embedding) -> Self {
        if self.of(other.model()).is_none() {
            self.embeddings.push(other);
        }
        self
    }

    /// By the wanted model.
    pub fn embedding(&self) -> &Embedding {
        &self.embeddings[0]
    }

    /// Of each model.
    pub fn embeddings(&self) -> &[Embedding] {
        &self.embeddings
    }

    /// By this model.
    pub fn of(&self, model: &ModelId) -> Option<&Embedding> {
        self.embeddings.iter().find(|embedding| embedding.model() == model)
    }

    /// Several faces of one person in one, weighted. Models that only some of them have are left out; it is grey when
    /// most of the weight is.
    pub fn weighted_mean<'a>(parts: impl Iterator<Item = (&'a Self, f32)> + Clone) -> Option<Self> {
        let (first, _) = parts.clone().next()?;
        let embeddings: Vec<Embedding> = first
            .embeddings
            .iter()
            .filter_map(|embedding| {
                let of_model: Option<Vec<_>> =
                    parts.clone().map(|(part, weight)| Some((part.of(embedding.model())?, weight))).collect();
                Embedding::weighted_mean(of_model?)
            })
            .collect();
        let (grey, all) = parts.fold((0.0, 0.0), |(grey, all), (part, weight)| {
            (grey + if part.is_grey { weight } else { 0.0 }, all + weight)
        });
        (!embeddings.is_empty()).then_some(Self { embeddings, is_grey: grey * 2.0 > all })
    }
}

impl From<Embedding> for Probe {
    /// In colour.
    fn from(embedding: Embedding) -> Self {
        Self::new(embedding, false)
    }
}

impl Quality {
    /// What speaks most against recognising this face.
    pub fn weakest(&self) -> Weakness {
        let size = (self.face_side_px / SMALL_PX).min(1.0);
        let parts = [
            (size, Weakness::Small),
            (self.sharpness, Weakness::Blurred),
            (self.frontality, Weakness::Turned),
            (self.exposure, Weakness::BadLight),
        ];
        parts.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).map_or(Weakness::Small, |(_, weakness)| weakness)
    }
}

/// A face of this many pixels is not held back by its size (docs/recognition.md, "Quality": 0.93 at 66 px, 0.85 at 43 px).
const SMALL_PX: f32 = 48.0;

/// What holds a face back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weakness {
    /// Few pixels.
    Small,
    /// Out of focus, or moved.
    Blurred,
    /// Looks away.
    Turned,
    /// Too dark, too bright, or noisy.
    BadLight,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(model: &str, values: [f32; 2]) -> Embedding {
        Embedding::new(ModelId::new(model), values.to_vec()).expect("a direction")
    }

    #[test]
    fn a_mean_has_the_models_that_all_faces_have() {
        let both = Probe::new(face("new", [1.0, 0.0]), false).and(face("old", [0.0, 1.0]));
        let one = Probe::new(face("new", [0.0, 1.0]), true);
        let mean = Probe::weighted_mean([(&both, 0.4), (&one, 0.6)].into_iter()).expect("of the new model");
        assert_eq!(mean.embeddings().len(), 1, "the old model did not see both");
        assert!(mean.is_grey, "most of the weight is grey");
        assert!(mean.of(&ModelId::new("new")).is_some_and(|m| m.values()[1] > m.values()[0]), "six to four");
    }

    #[test]
    fn the_weakest_side_of_a_face_is_named() {
        let good =
            Quality { face_side_px: 100.0, sharpness: 0.9, frontality: 0.9, exposure: 0.9, is_grey: false, trust: 0.8 };
        for (quality, weakness) in [
            (Quality { face_side_px: 20.0, ..good }, Weakness::Small),
            (Quality { sharpness: 0.2, ..good }, Weakness::Blurred),
            (Quality { frontality: 0.3, ..good }, Weakness::Turned),
            (Quality { exposure: 0.1, ..good }, Weakness::BadLight),
        ] {
            assert_eq!(quality.weakest(), weakness, "{quality:?}");
        }
    }
}
