//! Where the frames of all cameras wait for a worker.
//!
//! Owns one place for each camera. Must not analyse anything. Invariants: at most one frame of a camera waits and at
//! most one is being analysed, so frames of a camera are analysed in order; the frame that waited longest goes first.
//! When a place is taken, a live camera replaces the waiting frame (latest wins, counted as dropped), a clip waits.

use crate::{home::locked, records::Records, watch::CameraWatch};
use porchlight_domain::{CameraId, Frame, Pace};
use std::{
    collections::HashMap,
    sync::{
        Condvar, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// How long a waiting thread sleeps before it looks whether it is to stop.
const LOOK_UP: Duration = Duration::from_millis(200);

/// What one camera's analysis needs, handed to the worker together with the frame.
pub(crate) struct CameraFile {
    pub(crate) watch: CameraWatch,
    pub(crate) records: Records,
}

struct Place {
    waiting: Option<Frame>,
    /// Absent while a worker has it.
    file: Option<Box<CameraFile>>,
    dropped: u64,
}

/// The desk.
#[derive(Default)]
pub(crate) struct Desk {
    places: Mutex<HashMap<CameraId, Place>>,
    /// Workers wait for this: a frame whose camera's file lies beside it.
    ready: Condvar,
    /// Everybody else waits for this: a frame was taken, a file came back.
    cleared: Condvar,
    dropped: AtomicU64,
}

impl Desk {
    pub(crate) fn open(&self, camera: CameraId, file: CameraFile) {
        let place = Place { waiting: None, file: Some(Box::new(file)), dropped: 0 };
        locked(&self.places).insert(camera, place);
    }

    /// Closes a camera's place once its last frame is analysed, and gives its file back.
    pub(crate) fn close(&self, camera: CameraId) -> Option<Box<CameraFile>> {
        let mut places = locked(&self.places);
        loop {
            let place = places.get_mut(&camera)?;
            place.waiting = None;
            if place.file.is_some() {
                return places.remove(&camera).and_then(|place| place.file);
            }
            places = self.cleared.wait_timeout(places, LOOK_UP).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Puts a frame down. Returns false if the camera was closed or `is_stopping` became true meanwhile.
    pub(crate) fn put(&self, frame: Frame, pace: Pace, is_stopping: impl Fn() -> bool) -> bool {
        let mut places = locked(&self.places);
        loop {
            let Some(place) = places.get_mut(&frame.camera) else { return false };
            if place.waiting.is_some() && pace == Pace::Unhurried {
                if is_stopping() {
                    return false;
                }
                places = self.cleared.wait_timeout(places, LOOK_UP).unwrap_or_else(PoisonError::into_inner).0;
                continue;
            }
            if place.waiting.replace(frame).is_some() {
                place.dropped += 1;
                self.dropped.fetch_add(1, Ordering::Relaxed);
            }
            let is_ready = place.file.is_some();
            drop(places);
            if is_ready {
                self.ready.notify_one();
            }
            return true;
        }
    }

    /// The frame that waited longest, with its camera's file. `None` after a while without any.
    pub(crate) fn take(&self) -> Option<(Frame, Box<CameraFile>)> {
        let mut places = locked(&self.places);
        let longest = |places: &HashMap<CameraId, Place>| {
            let ready = places.iter().filter(|(_, place)| place.file.is_some());
            ready.filter_map(|(id, place)| Some((*id, place.waiting.as_ref()?.arrived))).min_by_key(|(_, at)| *at)
        };
        if longest(&places).is_none() {
            places = self.ready.wait_timeout(places, LOOK_UP).unwrap_or_else(PoisonError::into_inner).0;
        }
        let (camera, _) = longest(&places)?;
        let place = places.get_mut(&camera)?;
        let (frame, file) = (place.waiting.take()?, place.file.take()?);
        drop(places);
        self.cleared.notify_all();
        Some((frame, file))
    }

    /// Gives a camera's file back after its frame was analysed.
    pub(crate) fn give_back(&self, camera: CameraId, file: Box<CameraFile>) {
        let mut is_ready = false;
        if let Some(place) = locked(&self.places).get_mut(&camera) {
            place.file = Some(file);
            is_ready = place.waiting.is_some();
        }
        if is_ready {
            self.ready.notify_one();
        }
        self.cleared.notify_all();
    }

    /// Waits until nothing of a camera waits or is being analysed.
    pub(crate) fn drain(&self, camera: CameraId) {
        let mut places = locked(&self.places);
        while places.get(&camera).is_some_and(|place| place.waiting.is_some() || place.file.is_none()) {
            places = self.cleared.wait_timeout(places, LOOK_UP).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Counts frames that were replaced before they came here.
    pub(crate) fn lost(&self, camera: CameraId, frames: u64) {
        if let Some(place) = locked(&self.places).get_mut(&camera) {
            place.dropped += frames;
        }
        self.dropped.fetch_add(frames, Ordering::Relaxed);
    }

    /// Does something with a camera's file, waiting for the worker that has it.
    pub(crate) fn with_file<T>(&self, camera: CameraId, work: impl FnOnce(&mut CameraFile) -> T) -> Option<T> {
        let mut places = locked(&self.places);
        loop {
            let place = places.get_mut(&camera)?;
            if let Some(mut file) = place.file.take() {
                drop(places);
                let result = work(&mut file);
                self.give_back(camera, file);
                return Some(result);
            }
            places = self.cleared.wait_timeout(places, LOOK_UP).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Frames of all cameras replaced before they were analysed, those of closed cameras included.
    pub(crate) fn dropped_by_all(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// How long the frame that waits longest has waited by `now`; nothing where none waits.
    pub(crate) fn longest_wait(&self, now: Duration) -> Duration {
        let places = locked(&self.places);
        let arrived = places.values().filter_map(|place| Some(place.waiting.as_ref()?.arrived));
        arrived.min().map_or(Duration::ZERO, |arrived| now.saturating_sub(arrived))
    }

    /// Frames that wait for a worker.
    pub(crate) fn waiting(&self) -> usize {
        locked(&self.places).values().filter(|place| place.waiting.is_some()).count()
    }

    /// Frames replaced before they were analysed.
    pub(crate) fn dropped(&self, camera: CameraId) -> u64 {
        locked(&self.places).get(&camera).map_or(0, |place| place.dropped)
    }
}
