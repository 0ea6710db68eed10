//! Kept faces embedded again, because another model is wanted than the one that made them.
//!
//! Owns how far it is and whether the owner paused it. One person at a time, in one transaction: until all of a person's
//! faces are done the old model answers for them, and whenever the program ends, what is done is done. Must not know why
//! the model changed.

use crate::{Event, bus::Bus, follow::wanted_model, home::locked, household::Household};
use porchlight_domain::{
    AlignedCrop, CROP_SIDE, Embedding, FaceId, FaceVision, ModelId, OpenVision, Subject, Timestamp, VisionError,
};
use porchlight_store::{Store, StoreError};
use porchlight_vision::decode;
use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
};

/// Faces being embedded again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReembeddingState {
    /// Faces done.
    pub done: u32,
    /// Faces in all.
    pub total: u32,
    /// The owner paused it.
    pub is_paused: bool,
}

#[derive(Default)]
struct Work {
    vision: Option<Box<dyn FaceVision>>,
    state: ReembeddingState,
    /// Whose faces cannot be read: they keep their old embeddings.
    hopeless: HashSet<Subject>,
    wanted: Option<ModelId>,
}

/// The work.
pub(crate) struct Reembedding {
    store: Arc<Store>,
    opener: Arc<dyn OpenVision>,
    work: Mutex<Work>,
}

/// It could not go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReembeddingError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Vision(#[from] VisionError),
}

impl Reembedding {
    pub(crate) fn new(store: Arc<Store>, opener: Arc<dyn OpenVision>) -> Self {
        Self { store, opener, work: Mutex::default() }
    }

    /// How far it is; `None` while there is nothing to do.
    pub(crate) fn state(&self) -> Option<ReembeddingState> {
        let state = locked(&self.work).state;
        (state.done < state.total).then_some(state)
    }

    pub(crate) fn pause(&self, is_paused: bool) {
        locked(&self.work).state.is_paused = is_paused;
    }

    /// The next person, if anybody waits.
    pub(crate) fn go_on(&self, household: &Household, bus: &Bus, now: Timestamp) -> Result<(), ReembeddingError> {
        let mut work = locked(&self.work);
        let home = household.snapshot();
        if home.gallery().models().is_empty() {
            return Ok(());
        }
        if work.vision.is_none() {
            // Missing models are not news here: the window says so already.
            let Ok(vision) = self.opener.open() else { return Ok(()) };
            work.vision = Some(vision);
        }
        let Some(vision) = work.vision.as_deref() else { return Ok(()) };
        let wanted = wanted_model(vision, &home)?;
        if home.gallery().models().iter().all(|model| *model == wanted) {
            // Nobody waits: the models need not stay in memory for it.
            let is_paused = work.state.is_paused;
            *work = Work { state: ReembeddingState { is_paused, ..ReembeddingState::default() }, ..Work::default() };
            return Ok(());
        }
        let waiting = self.store.subjects_with_other_models(&wanted)?;
        let left: u32 = waiting.iter().filter(|(s, _)| !work.hopeless.contains(s)).map(|(_, faces)| faces).sum();
        if work.wanted.as_ref() != Some(&wanted) || left > work.state.total {
            let is_paused = work.state.is_paused;
            work.state = ReembeddingState { done: 0, total: left, is_paused };
            work.hopeless.clear();
            work.wanted = Some(wanted.clone());
        }
        work.state.done = work.state.total.saturating_sub(left);
        let next = waiting.iter().map(|(subject, _)| *subject).find(|subject| !work.hopeless.contains(subject));
        let Some(subject) = next.filter(|_| !work.state.is_paused) else {
            if waiting.is_empty() {
                // The gallery may still know of models that nobody has any more.
                household.reload_everybody(now)?;
            }
            return Ok(());
        };
        let faces = self.store.faces_with_other_models(subject, &wanted)?;
        let mut embedded = Vec::with_capacity(faces.len());
        for face in faces {
            match self.crop(face)? {
                Some(crop) => {
                    let Some(vision) = work.vision.as_deref_mut() else { return Ok(()) };
                    embedded.push((face, vision.embed(&crop, &wanted)?));
                }
                None => tracing::warn!("the crop of a kept face cannot be read; it keeps its old embedding"),
            }
        }
        if embedded.is_empty() {
            work.hopeless.insert(subject);
            return Ok(());
        }
        let done = u32::try_from(embedded.len()).unwrap_or(u32::MAX);
        self.store.reembed(subject, &embedded as &[(FaceId, Embedding)])?;
        work.state.done = (work.state.done + done).min(work.state.total);
        drop(work);
        household.reload(subject);
        bus.announce(&Event::ReembeddingChanged);
        Ok(())
    }

    fn crop(&self, face: FaceId) -> Result<Option<AlignedCrop>, StoreError> {
        let Some(bytes) = self.store.face_crop(face)? else { return Ok(None) };
        let picture = decode(&bytes).ok().filter(|p| p.width as usize == CROP_SIDE && p.height as usize == CROP_SIDE);
        Ok(picture.map(|picture| AlignedCrop { rgb: picture.rgb.into_boxed_slice() }))
    }
}
