//! One thread a camera: opens the source, takes its frames, starts it again when it fails.
//!
//! Owns the state a camera is shown in. Must not analyse frames: it puts them on the desk. Invariants: a source that
//! fails, hangs or panics is opened again after growing pauses and touches no other camera; every change of state is
//! announced once; what the owner hid is black on every frame that leaves here; outside the hours of a live camera nothing is
//! opened.

use crate::{
    Event, bus::Bus, desk::Desk, figures::Figures, governing::Governing, hours, household::Household, live::LiveBoard,
    privacy::Privacy, spare::SparePictures,
};
use porchlight_domain::{
    CameraId, CameraState, Clock, Frame, FrameSource, Next, OpenSource, Pace, SourceError, SourceTrouble, Timestamp,
};
use porchlight_store::Camera;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// A wait after which the thread looks whether it is to stop.
const PATIENCE: Duration = Duration::from_millis(250);
/// Silence after which a camera is shown as stalled.
const STALLED_AFTER: Duration = Duration::from_secs(3);
/// Silence after which a camera is opened anew.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(15);
/// The first pause before a failed source is tried again; doubled each time ...
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// ... up to this.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// A running camera looks this often whether its hours are over.
const HOURS_EVERY: Duration = Duration::from_secs(1);

/// What a capture thread works with.
pub(crate) struct Capture {
    pub(crate) camera: CameraId,
    /// As the owner wants it now; its source and rotation stay while this runs.
    pub(crate) wanted: Arc<arc_swap::ArcSwap<Camera>>,
    pub(crate) privacy: Privacy,
    pub(crate) household: Arc<Household>,
    pub(crate) board: Arc<LiveBoard>,
    pub(crate) figures: Arc<Figures>,
    pub(crate) pace: Pace,
    pub(crate) opener: Arc<dyn OpenSource>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) desk: Arc<Desk>,
    pub(crate) bus: Arc<Bus>,
    pub(crate) state: Arc<arc_swap::ArcSwap<CameraState>>,
    pub(crate) governor: Arc<Governing>,
    pub(crate) is_stopping: Arc<AtomicBool>,
}

/// Why a source was left.
enum Left {
    Stopping,
    Ended,
    /// The hours in which it watches are over.
    OffHours,
    Failed(SourceError),
}

impl Capture {
    /// Runs until stopped, or until a clip ends.
    pub(crate) fn run(mut self) {
        let _span = tracing::debug_span!("capture", camera = %self.camera).entered();
        let mut pause = FIRST_PAUSE;
        loop {
            if !self.await_hours() {
                return;
            }
            self.show(CameraState::Connecting);
            let mut has_delivered = false;
            let left = catch_unwind(AssertUnwindSafe(|| self.watch_once(&mut has_delivered))).unwrap_or_else(|_| {
                let detail = "the source panicked".to_owned();
                Left::Failed(SourceError { trouble: SourceTrouble::Unreadable, detail })
            });
            match left {
                Left::Stopping => return,
                Left::Ended => {
                    self.desk.drain(self.camera);
                    self.show(CameraState::Ended);
                    return;
                }
                Left::OffHours => pause = FIRST_PAUSE,
                Left::Failed(error) => {
                    if has_delivered {
                        pause = FIRST_PAUSE;
                    }
                    tracing::warn!(camera = %self.camera, source = self.wanted.load().source.kind(), "camera failed: {error}");
                    let is_retryable = error.trouble.is_retryable() && self.pace == Pace::RealTime;
                    let retry_in_secs = is_retryable.then_some(pause.as_secs());
                    self.show(CameraState::Failed { trouble: error.trouble, retry_in_secs });
                    if !is_retryable || !self.rest(pause) {
                        return;
                    }
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }

    fn watch_once(&mut self, has_delivered: &mut bool) -> Left {
        let wanted = self.wanted.load_full();
        let mut source = match self.opener.open(&wanted.source, wanted.settings.rotation, self.pace) {
            Ok(source) => source,
            Err(error) => return Left::Failed(error),
        };
        self.take_frames(source.as_mut(), has_delivered)
    }

    fn take_frames(&mut self, source: &mut dyn FrameSource, has_delivered: &mut bool) -> Left {
        let begun = self.clock.now();
        let mut last_frame = self.clock.monotonic();
        let mut spare = SparePictures::default();
        let mut taken = 0;
        let mut hours_seen = last_frame;
        while !self.is_stopping.load(Ordering::Relaxed) {
            let now = self.clock.monotonic();
            if now.saturating_sub(hours_seen) >= HOURS_EVERY {
                hours_seen = now;
                if !self.is_within_hours() {
                    return Left::OffHours;
                }
            }
            let mut picture = spare.take();
            let Some(pixels) = Arc::get_mut(&mut picture) else { continue };
            match source.next_frame(pixels, PATIENCE) {
                Ok(Next::Frame { position }) => {
                    *has_delivered = true;
                    last_frame = self.clock.monotonic();
                    self.show(CameraState::Live);
                    let lost = source.lost();
                    if lost > 0 {
                        self.desk.lost(self.camera, lost);
                    }
                    let number = taken;
                    taken += 1;
                    if self.is_left_out(number) {
                        spare.keep(picture);
                        continue;
                    }
                    self.privacy.hide(pixels, &self.wanted.load());
                    let at = self.moment(begun, position);
                    let shared = Arc::clone(&picture);
                    let frame = Frame { camera: self.camera, number, at, arrived: last_frame, picture: shared };
                    let stopping = Arc::clone(&self.is_stopping);
                    if !self.desk.put(frame, self.pace, || stopping.load(Ordering::Relaxed)) {
                        return Left::Stopping;
                    }
                }
                Ok(Next::Nothing) => {
                    let silent = self.clock.monotonic().saturating_sub(last_frame);
                    if silent >= GIVEN_UP_AFTER {
                        let detail = format!("no frame for {} s", silent.as_secs());
                        return Left::Failed(SourceError { trouble: SourceTrouble::Silent, detail });
                    }
                    if silent >= STALLED_AFTER && *has_delivered {
                        self.show(CameraState::Stalled { seconds: silent.as_secs() });
                    }
                }
                Ok(Next::Ended) => return Left::Ended,
                Err(error) => return Left::Failed(error),
            }
            spare.keep(picture);
        }
        Left::Stopping
    }

    /// Where time is short, not every frame of a live camera is analysed.
    fn is_left_out(&self, number: u64) -> bool {
        self.pace == Pace::RealTime && !number.is_multiple_of(u64::from(self.governor.allowance().one_frame_of.max(1)))
    }

    /// A clip read faster than it plays has its own time; everything else happens now.
    fn moment(&self, begun: Timestamp, position: Option<Duration>) -> Timestamp {
        match (self.pace, position) {
            (Pace::Unhurried, Some(position)) => {
                begun.plus_millis(i64::try_from(position.as_millis()).unwrap_or(i64::MAX))
            }
            _ => self.clock.now(),
        }
    }

    fn show(&self, state: CameraState) {
        if **self.state.load() != state {
            self.state.store(Arc::new(state.clone()));
            let name = self.wanted.load().name.as_str().into();
            self.bus.announce(&Event::CameraState { camera: self.camera, name, state });
        }
    }

    /// A clip that is read as fast as possible has no hours.
    fn is_within_hours(&self) -> bool {
        let is_live = self.pace == Pace::RealTime;
        !is_live || hours::is_within(&*self.clock, &self.wanted.load().settings.hours, self.clock.now())
    }

    /// Waits until the camera is to watch; false if it is time to stop. Whoever was there has left, and no old
    /// picture or figure stays.
    fn await_hours(&self) -> bool {
        if !self.is_within_hours() {
            let (camera, now) = (self.camera, self.clock.now());
            self.desk.drain(camera);
            self.desk.with_file(camera, |file| file.close_sightings(camera, &self.household, now));
            self.board.clear(camera);
            self.figures.clear(camera);
        }
        while !self.is_within_hours() {
            let until = hours::next_beginning(&*self.clock, &self.wanted.load().settings.hours, self.clock.now());
            self.show(CameraState::OffHours { until });
            if self.is_stopping.load(Ordering::Relaxed) {
                return false;
            }
            self.clock.sleep(PATIENCE);
        }
        true
    }

    /// Waits; false if it is time to stop.
    fn rest(&self, pause: Duration) -> bool {
        let until = self.clock.monotonic() + pause;
        while self.clock.monotonic() < until {
            if self.is_stopping.load(Ordering::Relaxed) {
                return false;
            }
            self.clock.sleep(PATIENCE.min(until.saturating_sub(self.clock.monotonic())));
        }
        !self.is_stopping.load(Ordering::Relaxed)
    }
}
