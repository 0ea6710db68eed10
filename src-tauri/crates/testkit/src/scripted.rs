//! A camera that does what a script says.
//!
//! Owns the script of each opening. Must not wait in real time: a step in which nothing comes lets simulated time pass
//! instead.

use crate::SimulatedClock;
use porchlight_domain::{
    CameraSource, Clock as _, FramePicture, FrameSource, Next, OpenSource, Pace, Picture, Rotation, SourceError,
    SourceTrouble,
};
use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

/// What a scripted source does when it is asked for a frame.
#[derive(Clone, Debug)]
pub enum Step {
    /// Gives this picture; the position is that of a clip.
    Frame(Arc<Picture>, Option<Duration>),
    /// Lets the patience of the asker pass.
    Nothing,
    /// Breaks; it stays broken.
    Fail(SourceTrouble),
    /// Panics, as a bug in a decoder would.
    Panic,
}

impl Step {
    /// A picture of a live source.
    pub fn live(picture: &Arc<Picture>) -> Self {
        Self::Frame(Arc::clone(picture), None)
    }
}

/// A source that follows its steps and then is over.
pub struct ScriptedSource {
    steps: VecDeque<Step>,
    clock: Option<Arc<SimulatedClock>>,
}

impl ScriptedSource {
    /// Follows `steps`; `clock` passes while nothing comes.
    pub fn new(steps: impl IntoIterator<Item = Step>, clock: Option<Arc<SimulatedClock>>) -> Self {
        Self { steps: steps.into_iter().collect(), clock }
    }
}

impl FrameSource for ScriptedSource {
    fn next_frame(&mut self, into: &mut FramePicture, patience: Duration) -> Result<Next, SourceError> {
        match self.steps.pop_front() {
            None => Ok(Next::Ended),
            Some(Step::Frame(picture, position)) => {
                // As a decoder does: into the place that is there.
                let into = into.as_rgb();
                (into.width, into.height) = (picture.width, picture.height);
                into.rgb.clone_from(&picture.rgb);
                Ok(Next::Frame { position })
            }
            Some(Step::Nothing) => {
                if let Some(clock) = &self.clock {
                    clock.sleep(patience);
                }
                Ok(Next::Nothing)
            }
            Some(Step::Fail(trouble)) => {
                self.steps.push_front(Step::Fail(trouble));
                Err(scripted(trouble))
            }
            Some(Step::Panic) => panic!("a scripted panic"),
        }
    }
}

fn scripted(trouble: SourceTrouble) -> SourceError {
    SourceError { trouble, detail: "as the script says".into() }
}

/// One opening after the other: a script of steps, or the trouble that keeps it from opening.
type Openings = VecDeque<Result<Vec<Step>, SourceTrouble>>;

/// Opens scripted sources. When its scripts are used up, nothing answers any more.
#[derive(Default)]
pub struct ScriptedOpener {
    openings: Mutex<Openings>,
    opened: AtomicU32,
    rotations: Mutex<Vec<Rotation>>,
    clock: Option<Arc<SimulatedClock>>,
}

impl ScriptedOpener {
    /// `clock` passes while a source has nothing to give.
    pub fn new(clock: Option<Arc<SimulatedClock>>) -> Self {
        Self { clock, ..Self::default() }
    }

    /// Adds what the next opening finds.
    #[must_use]
    pub fn then(self, opening: Result<Vec<Step>, SourceTrouble>) -> Self {
        self.openings.lock().unwrap_or_else(PoisonError::into_inner).push_back(opening);
        self
    }

    /// How often it was asked to open something.
    pub fn opened(&self) -> u32 {
        self.opened.load(Ordering::SeqCst)
    }

    /// How the picture was to be turned each time.
    pub fn rotations(&self) -> Vec<Rotation> {
        self.rotations.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl OpenSource for ScriptedOpener {
    fn open(
        &self,
        _source: &CameraSource,
        rotation: Rotation,
        _pace: Pace,
    ) -> Result<Box<dyn FrameSource>, SourceError> {
        self.rotations.lock().unwrap_or_else(PoisonError::into_inner).push(rotation);
        self.opened.fetch_add(1, Ordering::SeqCst);
        let opening = self.openings.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        match opening {
            Some(Ok(steps)) => Ok(Box::new(ScriptedSource::new(steps, self.clock.clone()))),
            Some(Err(trouble)) => Err(scripted(trouble)),
            None => Err(scripted(SourceTrouble::Unreachable)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scripted_source_does_what_its_steps_say() {
        let clock = Arc::new(SimulatedClock::new());
        let picture = Arc::new(Picture::black(2, 2));
        let opener = ScriptedOpener::new(Some(Arc::clone(&clock))).then(Err(SourceTrouble::Busy)).then(Ok(vec![
            Step::live(&picture),
            Step::Nothing,
            Step::Fail(SourceTrouble::Silent),
        ]));
        let open = || opener.open(&CameraSource::DemoStreet, Rotation::None, Pace::RealTime);
        assert_eq!(open().err().map(|error| error.trouble), Some(SourceTrouble::Busy), "the first opening");
        let mut source = open().expect("the second opening");
        let (mut into, patience) = (FramePicture::default(), Duration::from_secs(2));
        assert_eq!(source.next_frame(&mut into, patience).expect("a frame"), Next::Frame { position: None });
        assert_eq!((into.view().size().0, clock.monotonic()), (2, Duration::ZERO), "frames come at once");
        assert_eq!(source.next_frame(&mut into, patience).expect("nothing"), Next::Nothing);
        assert_eq!(clock.monotonic(), patience, "time passed");
        for _ in 0..2 {
            assert!(source.next_frame(&mut into, patience).is_err(), "broken is broken");
        }
        assert!(open().is_err(), "the scripts are used up");
        assert_eq!(opener.opened(), 3);
    }
}
