//! The newest analysed frame of each camera, for whoever shows it.
//!
//! Owns one place for each camera. Must not encode or scale: a viewer does that on its own thread, at its own size.
//! Invariant: a frame and the faces on it stay together, so that boxes and picture never drift apart. A slow viewer
//! misses frames; it never holds up the camera.

use crate::home::locked;
use porchlight_domain::{BoxInFrame, CameraId, Frame, PersonId, SightingId, Similarity, TrackId, Verdict, VisitorId};
use std::{
    collections::HashMap,
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::Duration,
};

/// A face as it is drawn.
#[derive(Clone, Debug)]
pub struct LiveFace {
    /// The same face keeps its number while it is followed.
    pub track: TrackId,
    /// Where it is.
    pub box_in_frame: BoxInFrame,
    /// What is thought.
    pub verdict: Verdict,
    /// The person's name.
    pub name: Option<Arc<str>>,
    /// How alike to the one named, or to the best candidate.
    pub similarity: Option<Similarity>,
    /// What was needed.
    pub threshold: Option<Similarity>,
    /// Its sighting, once there is one.
    pub sighting: Option<SightingId>,
    /// Its person.
    pub person: Option<PersonId>,
    /// Its visitor.
    pub visitor: Option<VisitorId>,
    /// The number in "Visitor 12".
    pub visitor_number: Option<i64>,
}

/// An analysed frame.
#[derive(Clone, Debug)]
pub struct LiveFrame {
    /// The frame.
    pub frame: Frame,
    /// The faces on it.
    pub faces: Vec<LiveFace>,
    /// Frames analysed a second, over the last two seconds.
    pub fps: f32,
    /// From arrival to announcement.
    pub delay: Duration,
}

#[derive(Default)]
struct Shown {
    newest: Option<Arc<LiveFrame>>,
    /// The one before, for its place in memory, once nobody looks at it any more.
    spare: Option<Arc<LiveFrame>>,
    count: u64,
}

/// The newest frames of all cameras.
#[derive(Default)]
pub(crate) struct LiveBoard {
    shown: Mutex<HashMap<CameraId, Shown>>,
    changed: Condvar,
}

impl LiveBoard {
    pub(crate) fn publish(&self, frame: LiveFrame) {
        let mut shown = locked(&self.shown);
        let place = shown.entry(frame.frame.camera).or_default();
        let mut next = place.spare.take();
        match next.as_mut().and_then(Arc::get_mut) {
            Some(free) => *free = frame,
            None => next = Some(Arc::new(frame)),
        }
        place.spare = std::mem::replace(&mut place.newest, next);
        place.count += 1;
        drop(shown);
        self.changed.notify_all();
    }

    pub(crate) fn clear(&self, camera: CameraId) {
        locked(&self.shown).remove(&camera);
        self.changed.notify_all();
    }

    pub(crate) fn newest(&self, camera: CameraId) -> Option<Arc<LiveFrame>> {
        locked(&self.shown).get(&camera).and_then(|place| place.newest.clone())
    }
}

/// Looks at one camera.
pub struct LiveViewer {
    board: Arc<LiveBoard>,
    camera: CameraId,
    seen: u64,
}

impl LiveViewer {
    pub(crate) fn new(board: Arc<LiveBoard>, camera: CameraId) -> Self {
        Self { board, camera, seen: 0 }
    }

    /// Waits for a frame newer than the last one; `None` if none came in time.
    pub fn next(&mut self, patience: Duration) -> Option<Arc<LiveFrame>> {
        let shown = locked(&self.board.shown);
        let (camera, seen) = (self.camera, self.seen);
        let is_old = |shown: &mut HashMap<CameraId, Shown>| shown.get(&camera).is_none_or(|place| place.count == seen);
        let waited = self.board.changed.wait_timeout_while(shown, patience, is_old);
        let (shown, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let place = shown.get(&self.camera).filter(|place| place.count != self.seen)?;
        self.seen = place.count;
        place.newest.clone()
    }
}
