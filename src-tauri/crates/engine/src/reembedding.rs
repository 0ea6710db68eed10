//! Kept faces embedded again, because another model is wanted than the one that made them.
//!
//! Owns how far it is and whether the owner paused it. A few faces at a time, stored in one transaction a person: until all
//! of a person's faces are done the old model answers for them, and whenever the program ends, who is done is done. Where
//! nothing is watched it can be done at once. Must not know why the model changed.

use crate::{EngineError, Event, bus::Bus, home::locked, household::Household, kept_crop};
use porchlight_domain::{Embedding, FaceId, FaceVision, ModelId, OpenVision, Subject, Timestamp, Usual, VisionError};
use porchlight_store::{Store, StoreError};
use std::{
    collections::{HashSet, VecDeque},
    sync::{Arc, Mutex},
};

/// Faces embedded in one round: a third of a second of work. Whoever asks how far it is, or ends the program, waits no
/// longer than this.
const FACES_AT_ONCE: usize = 16;

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
    /// Who is begun and not done.
    begun: Option<Begun>,
}

/// Somebody of whom some faces are embedded: nothing of it is stored before all are.
struct Begun {
    subject: Subject,
    left: VecDeque<FaceId>,
    embedded: Vec<(FaceId, Embedding)>,
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

impl From<ReembeddingError> for EngineError {
    fn from(error: ReembeddingError) -> Self {
        match error {
            ReembeddingError::Store(error) => error.into(),
            ReembeddingError::Vision(error) => error.into(),
        }
    }
}

fn count(begun: Option<&Begun>) -> u32 {
    begun.map_or(0, |begun| u32::try_from(begun.embedded.len()).unwrap_or(u32::MAX))
}

impl Reembedding {
    pub(crate) fn new(store: Arc<Store>, opener: Arc<dyn OpenVision>) -> Self {
        Self { store, opener, work: Mutex::default() }
    }

    /// What is stored is another: nothing that was begun is of it.
    pub(crate) fn start_over(&self) {
        let mut work = locked(&self.work);
        work.hopeless.clear();
        (work.begun, work.wanted) = (None, None);
    }

    /// How far it is; `None` while there is nothing to do.
    pub(crate) fn state(&self) -> Option<ReembeddingState> {
        let state = locked(&self.work).state;
        (state.done < state.total).then_some(state)
    }

    pub(crate) fn pause(&self, is_paused: bool) {
        locked(&self.work).state.is_paused = is_paused;
    }

    /// The next faces, if anybody waits.
    pub(crate) fn go_on(&self, household: &Household, bus: &Bus, now: Timestamp) -> Result<(), ReembeddingError> {
        let _span = tracing::debug_span!("embed again").entered();
        let mut work = locked(&self.work);
        let before = work.state;
        let gone_on = self.next_faces(&mut work, household, now);
        let has_moved = work.state != before;
        drop(work);
        if let Ok(Some(done)) = gone_on {
            household.reload(done);
        }
        if has_moved {
            bus.announce(&Event::ReembeddingChanged);
        }
        gone_on.map(drop)
    }

    /// Gives who is done with.
    fn next_faces(
        &self,
        work: &mut Work,
        household: &Household,
        now: Timestamp,
    ) -> Result<Option<Subject>, ReembeddingError> {
        let home = household.snapshot();
        if home.gallery().models().is_empty() {
            return Ok(None);
        }
        // Missing models are not news here: the window says so already. As long as nobody waits, none need be loaded.
        let Ok(models) = self.opener.models() else { return Ok(None) };
        let Some(wanted) = home.settings().effort.choose(&models).cloned() else { return Ok(None) };
        if home.gallery().models().iter().all(|model| *model == wanted) {
            // Nobody waits: the models need not stay in memory for it.
            let is_paused = work.state.is_paused;
            *work = Work { state: ReembeddingState { is_paused, ..ReembeddingState::default() }, ..Work::default() };
            return Ok(None);
        }
        if work.vision.as_ref().is_none_or(|vision| !vision.models().contains(&wanted)) {
            let Ok(vision) = self.opener.open() else { return Ok(None) };
            work.vision = Some(vision);
        }
        let waiting = self.store.subjects_with_other_models(&wanted)?;
        let left: u32 = waiting.iter().filter(|(s, _)| !work.hopeless.contains(s)).map(|(_, faces)| faces).sum();
        if work.wanted.as_ref() != Some(&wanted) || left > work.state.total {
            let is_paused = work.state.is_paused;
            work.state = ReembeddingState { done: 0, total: left, is_paused };
            work.hopeless.clear();
            work.begun = None;
            work.wanted = Some(wanted.clone());
        }
        let is_waiting = |subject: &Subject| waiting.iter().any(|(other, _)| other == subject);
        let mut begun = work.begun.take().filter(|begun| is_waiting(&begun.subject));
        if !work.state.is_paused && begun.is_none() {
            let next = waiting.iter().map(|(subject, _)| *subject).find(|subject| !work.hopeless.contains(subject));
            begun = next.map(|subject| self.begin(subject, &wanted)).transpose()?;
        }
        work.state.done = work.state.total.saturating_sub(left) + count(begun.as_ref());
        let Some(mut begun) = begun else {
            if waiting.is_empty() {
                // The gallery may still know of models that nobody has any more.
                household.reload_everybody(now)?;
            }
            return Ok(None);
        };
        if work.state.is_paused {
            work.begun = Some(begun);
            return Ok(None);
        }
        for face in begun.left.drain(..begun.left.len().min(FACES_AT_ONCE)) {
            let Some(vision) = work.vision.as_deref_mut() else { continue };
            match embed_kept(&self.store, vision, face, &wanted)? {
                Some(embedding) => begun.embedded.push((face, embedding)),
                None => tracing::warn!("{UNREADABLE}"),
            }
        }
        let subject = begun.subject;
        if !begun.left.is_empty() {
            work.state.done = work.state.total.saturating_sub(left) + count(Some(&begun));
            work.begun = Some(begun);
            return Ok(None);
        }
        if begun.embedded.is_empty() {
            work.hopeless.insert(subject);
            return Ok(None);
        }
        self.store.reembed(subject, &begun.embedded)?;
        work.state.done = (work.state.total.saturating_sub(left) + count(Some(&begun))).min(work.state.total);
        Ok(Some(subject))
    }

    fn begin(&self, subject: Subject, wanted: &ModelId) -> Result<Begun, StoreError> {
        let left = self.store.faces_with_other_models(subject, wanted)?.into();
        Ok(Begun { subject, left, embedded: Vec::new() })
    }
}

/// Embeds all kept faces at once for the model that the settings choose of those that `vision` has, and says after every face how far it is.
/// For when nothing is watched: frames would wait. Gives how many were embedded again; what cannot be read keeps its old embedding.
pub fn embed_again(
    store: &Store,
    vision: &mut dyn FaceVision,
    usual: &Usual,
    mut on_face: impl FnMut(ReembeddingState),
) -> Result<u32, EngineError> {
    let models = vision.models().to_vec();
    let Some(wanted) = store.settings(usual)?.effort.choose(&models).cloned() else { return Ok(0) };
    let waiting = store.subjects_with_other_models(&wanted)?;
    let mut state = ReembeddingState { total: waiting.iter().map(|(_, faces)| faces).sum(), ..Default::default() };
    let mut count = 0;
    for (subject, _) in waiting {
        let mut embedded = Vec::new();
        for face in store.faces_with_other_models(subject, &wanted)? {
            match embed_kept(store, vision, face, &wanted)? {
                Some(embedding) => embedded.push((face, embedding)),
                None => tracing::warn!("{UNREADABLE}"),
            }
            state.done += 1;
            on_face(state);
        }
        store.reembed(subject, &embedded)?;
        count += u32::try_from(embedded.len()).unwrap_or(u32::MAX);
    }
    Ok(count)
}

const UNREADABLE: &str = "the crop of a kept face cannot be read; it keeps its old embedding";

/// `None`: there is no picture of it that can be read.
fn embed_kept(
    store: &Store,
    vision: &mut dyn FaceVision,
    face: FaceId,
    wanted: &ModelId,
) -> Result<Option<Embedding>, ReembeddingError> {
    let Some(bytes) = store.face_crop(face)? else { return Ok(None) };
    Ok(kept_crop::read(&bytes).map(|crop| vision.embed(&crop, wanted)).transpose()?)
}
