//! A face looked for among everything that was seen, named or not.
//!
//! Owns the order of what is found. Must not decide who anybody is: what is alike is shown, the owner judges.

use crate::{
    Engine, EngineError,
    enrol::{foreground, scale},
    follow::wanted_model,
};
use porchlight_domain::{Embedding, FaceId, SURE_SCORE, SightingId, Similarity};
use porchlight_store::StoreError;
use porchlight_vision::decode;
use std::collections::HashMap;

/// Faces less alike than this are somebody else's more often than not: two strangers are this alike once in some hundred
/// pairs.
const WORTH_SHOWING: Similarity = Similarity(0.25);

/// A sighting in which a face like the one looked for was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FoundFace {
    /// The sighting.
    pub sighting: SightingId,
    /// The kept face of it that is most alike.
    pub face: FaceId,
    /// How alike.
    pub similarity: Similarity,
}

impl Engine {
    /// Sightings with a face like a kept one, most alike first; its own sighting is among them.
    ///
    /// # Errors
    /// The face is gone, or the store failed.
    pub fn find_kept_face(&self, face: FaceId, limit: usize) -> Result<Vec<FoundFace>, EngineError> {
        let embedding = self.store.embedding(face)?.ok_or(StoreError::NotFound { what: "face" })?;
        self.find(&embedding, limit)
    }

    /// Sightings with a face like the one on a picture, most alike first.
    ///
    /// # Errors
    /// The picture cannot be read or does not show exactly one face, models are missing, or the store failed.
    pub fn find_face_on(&self, picture: &[u8], limit: usize) -> Result<Vec<FoundFace>, EngineError> {
        let Ok(picture) = decode(picture) else { return Err(EngineError::NoFace) };
        let home = self.home();
        let embedding = self.with_vision(|vision| {
            let faces = foreground(vision.detect(&picture, scale(), SURE_SCORE)?);
            let [face] = faces.as_slice() else { return Ok(None) };
            let (crop, _) = vision.align(&picture, face);
            let model = wanted_model(vision, &home)?;
            vision.embed(&crop, &model).map(Some)
        })?;
        self.find(&embedding.ok_or(EngineError::NoFace)?, limit)
    }

    fn find(&self, wanted: &Embedding, limit: usize) -> Result<Vec<FoundFace>, EngineError> {
        let mut best: HashMap<SightingId, FoundFace> = HashMap::new();
        self.store.each_seen_embedding(wanted.model(), |face, sighting, embedding| {
            let Some(similarity) = embedding.similarity(wanted).filter(|alike| *alike >= WORTH_SHOWING) else {
                return;
            };
            let found = FoundFace { sighting, face, similarity };
            let kept = best.entry(sighting).or_insert(found);
            if kept.similarity < similarity {
                *kept = found;
            }
        })?;
        let mut found: Vec<FoundFace> = best.into_values().collect();
        found.sort_by(|a, b| b.similarity.0.total_cmp(&a.similarity.0).then(b.sighting.cmp(&a.sighting)));
        found.truncate(limit);
        Ok(found)
    }
}
