//! A clip, frame by frame, through exactly what a camera's frames go through.
//!
//! Owns no decision: source, watch, records and vision are those of a camera; only the threads are left out, so that
//! nothing is dropped and every frame can be compared with what is known of it. For measuring.

use crate::{Analysis, Engine, EngineError, StageTimes, WatchChange, privacy::Privacy, spare::SparePictures};
use porchlight_domain::{Frame, Next, Pace, SourceError, Timestamp};
use porchlight_store::Camera;
use std::{sync::Arc, time::Duration};

/// A clip is given up when its next frame takes longer than this.
const PATIENCE: Duration = Duration::from_secs(20);

/// Between two rounds of the steward, in the time of the clip.
const ATTEND_EVERY_MS: i64 = 500;

/// Why a clip could not be replayed.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The clip cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl Engine {
    /// Replays the source of `camera` from `begun` on and shows `each` frame with what was thought of it. Gives what
    /// changed when the clip ended.
    ///
    /// # Errors
    /// The clip cannot be read, or the models are missing.
    pub fn replay(
        &self,
        camera: &Camera,
        begun: Timestamp,
        mut each: impl FnMut(&Frame, &Analysis),
    ) -> Result<Vec<WatchChange>, ReplayError> {
        let mut vision = self.open_vision().map_err(EngineError::from)?;
        let mut source = self.sources.open(&camera.source, camera.settings.rotation, Pace::Unhurried)?;
        let mut file = self.new_file(camera);
        let mut spare = SparePictures::default();
        let (mut privacy, shared) = (Privacy::default(), Arc::new(camera.clone()));
        let mut frame = file.records.last_frame(begun);
        let mut attended = begun;
        loop {
            // Whoever showed the last frames holds them a little longer.
            let mut picture = spare.take();
            let Some(pixels) = Arc::get_mut(&mut picture) else { continue };
            match source.next_frame(pixels, PATIENCE)? {
                Next::Frame { position } => {
                    privacy.hide(pixels, &shared);
                    let passed = i64::try_from(position.unwrap_or_default().as_millis()).unwrap_or(i64::MAX);
                    let (number, arrived) = (frame.number + 1, self.clock.monotonic());
                    let at = begun.plus_millis(passed);
                    frame = Frame { camera: camera.id, number, at, arrived, picture: Arc::clone(&picture) };
                    let analysis = self.shop.analyse(&frame, &mut file, Some(vision.as_mut()));
                    each(&frame, &analysis);
                    if at.millis_since(attended) >= ATTEND_EVERY_MS {
                        attended = at;
                        self.attend();
                    }
                }
                Next::Nothing => {
                    let trouble = porchlight_domain::SourceTrouble::Silent;
                    return Err(SourceError { trouble, detail: "the clip stopped in the middle".into() }.into());
                }
                Next::Ended => break,
            }
            spare.keep(picture);
        }
        let changes = file.watch.end(&self.home());
        for change in &changes {
            file.records.take_in(change, &frame, &StageTimes::default()).map_err(EngineError::from)?;
        }
        Ok(changes)
    }
}
