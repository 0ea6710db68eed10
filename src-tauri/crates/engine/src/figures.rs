//! What each camera and stage costs and delivers.
//!
//! Owns counters and the frame rate of the last seconds. Must not know what a frame shows.

use crate::{home::locked, watch::StageTimes};
use porchlight_domain::CameraId;
use std::{
    collections::{HashMap, VecDeque},
    sync::Mutex,
    time::Duration,
};

/// Span over which the frame rate is counted.
const RATE_SPAN: Duration = Duration::from_secs(2);

/// Figures of one camera since it was started.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CameraFigures {
    /// Frames analysed.
    pub frames: u64,
    /// Of these, searched for faces: something moved, or it was due.
    pub searched: u64,
    /// Tracked faces, frame by frame.
    pub faces: u64,
    /// Of these, answered without running the embedding model.
    pub faces_from_cache: u64,
    /// Embedding model runs.
    pub embeddings: u64,
    /// Time spent finding faces.
    pub detect: Duration,
    /// Time spent aligning and embedding.
    pub embed: Duration,
    /// From arrival to announcement, of the last frame.
    pub last_delay: Duration,
}

#[derive(Default)]
struct Counted {
    figures: CameraFigures,
    recent: VecDeque<Duration>,
}

/// All figures.
#[derive(Default)]
pub(crate) struct Figures {
    cameras: Mutex<HashMap<CameraId, Counted>>,
}

impl Figures {
    pub(crate) fn count(&self, camera: CameraId, times: &StageTimes, faces: u64, from_cache: u64) {
        let mut cameras = locked(&self.cameras);
        let figures = &mut cameras.entry(camera).or_default().figures;
        figures.frames += 1;
        figures.searched += u64::from(times.searched);
        figures.faces += faces;
        figures.faces_from_cache += from_cache;
        figures.embeddings += u64::from(times.embedded);
        figures.detect += times.detect;
        figures.embed += times.embed;
    }

    /// A frame was announced now. Gives the frames a second over the last seconds.
    pub(crate) fn analysed(&self, camera: CameraId, now: Duration, delay: Duration) -> f32 {
        let mut cameras = locked(&self.cameras);
        let counted = cameras.entry(camera).or_default();
        counted.figures.last_delay = delay;
        counted.recent.push_back(now);
        while counted.recent.front().is_some_and(|first| now.saturating_sub(*first) > RATE_SPAN) {
            counted.recent.pop_front();
        }
        let span = counted.recent.front().map_or(0.0, |first| now.saturating_sub(*first).as_secs_f32());
        if span > 0.0 { (counted.recent.len() - 1) as f32 / span } else { 0.0 }
    }

    pub(crate) fn of(&self, camera: CameraId) -> CameraFigures {
        locked(&self.cameras).get(&camera).map(|counted| counted.figures).unwrap_or_default()
    }

    pub(crate) fn clear(&self, camera: CameraId) {
        locked(&self.cameras).remove(&camera);
    }
}
