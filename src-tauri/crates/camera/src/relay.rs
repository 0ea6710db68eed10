//! Hands pictures from the thread that makes them to the thread that takes them.
//!
//! Owns the small queue between the two and the buffers that travel to and fro. Must not know where pictures come from.
//! Invariant: at most [`DEPTH`] pictures wait; when it is full, a live source loses its oldest picture and a clip makes
//! its maker wait, so that memory is bounded and no frame of a clip is lost.

use porchlight_domain::{FramePicture, Next, SourceError, SourceTrouble};
use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// One picture being taken and one ready behind it: more would only be delay.
const DEPTH: usize = 2;

/// What happens when the queue is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WhenFull {
    /// The oldest picture is dropped: a camera goes on whether or not anybody looks.
    DropOldest,
    /// The maker waits: every frame of a clip counts.
    Wait,
}

/// One side of the queue; both sides are the same.
pub(crate) struct Relay(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    /// The taker waits for this: a picture, or the end.
    made: Condvar,
    /// The maker waits for this: room, or that nobody takes any more.
    taken: Condvar,
    when_full: WhenFull,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<(FramePicture, Option<Duration>)>,
    spare: Vec<FramePicture>,
    outcome: Option<Result<(), SourceError>>,
    is_taker_gone: bool,
    /// Pictures dropped since the taker asked last.
    lost: u64,
}

/// The taker is gone: stop making pictures.
pub(crate) struct TakerGone;

impl Relay {
    /// Both sides: one for the maker, one for the taker.
    pub(crate) fn pair(when_full: WhenFull) -> (Maker, Self) {
        let shared =
            Arc::new(Shared { state: Mutex::default(), made: Condvar::new(), taken: Condvar::new(), when_full });
        (Maker(Arc::clone(&shared)), Self(shared))
    }

    /// Waits at most `patience` for the next picture and swaps it with `into`.
    pub(crate) fn take(&self, into: &mut FramePicture, patience: Duration) -> Result<Next, SourceError> {
        let until = Instant::now() + patience;
        let mut state = self.0.lock();
        loop {
            if let Some((mut picture, position)) = state.waiting.pop_front() {
                std::mem::swap(&mut picture, into);
                state.spare.push(picture);
                if self.0.when_full == WhenFull::Wait {
                    self.0.taken.notify_all();
                }
                return Ok(Next::Frame { position });
            }
            if let Some(outcome) = &state.outcome {
                return outcome.clone().map(|()| Next::Ended);
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(Next::Nothing);
            }
            state = self.0.made.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Pictures dropped since this was asked last.
    pub(crate) fn lost(&self) -> u64 {
        std::mem::take(&mut self.0.lock().lost)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.0.lock().is_taker_gone = true;
        self.0.taken.notify_all();
    }
}

/// The side that makes pictures. Dropping it without a word counts as the end, and in a panic as a failure.
pub(crate) struct Maker(Arc<Shared>);

impl Maker {
    /// A buffer that was used before, or a new one.
    pub(crate) fn spare(&self) -> FramePicture {
        self.0.lock().spare.pop().unwrap_or_default()
    }

    /// Hands a picture over.
    pub(crate) fn give(&self, picture: FramePicture, position: Option<Duration>) -> Result<(), TakerGone> {
        let mut state = self.0.lock();
        while state.waiting.len() >= DEPTH && !state.is_taker_gone {
            match self.0.when_full {
                WhenFull::DropOldest => {
                    let dropped = state.waiting.pop_front();
                    state.lost += 1;
                    state.spare.extend(dropped.map(|(picture, _)| picture));
                }
                WhenFull::Wait => state = self.0.taken.wait(state).unwrap_or_else(PoisonError::into_inner),
            }
        }
        if state.is_taker_gone {
            return Err(TakerGone);
        }
        state.waiting.push_back((picture, position));
        self.0.made.notify_all();
        Ok(())
    }

    /// Rests until then, or until nobody takes any more.
    pub(crate) fn rest_until(&self, due: Instant) -> Result<(), TakerGone> {
        let mut state = self.0.lock();
        loop {
            if state.is_taker_gone {
                return Err(TakerGone);
            }
            let left = due.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            state = self.0.taken.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Whether anybody still takes.
    pub(crate) fn is_taken(&self) -> bool {
        !self.0.lock().is_taker_gone
    }

    /// Says how it ended; the pictures that wait are still taken first.
    pub(crate) fn end(&self, outcome: Result<(), SourceError>) {
        self.0.lock().outcome.get_or_insert(outcome);
        self.0.made.notify_all();
    }
}

impl Drop for Maker {
    fn drop(&mut self) {
        let trouble = SourceTrouble::Unreadable;
        let panicked = std::thread::panicking();
        self.end(if panicked { Err(SourceError { trouble, detail: "its decoder panicked".into() }) } else { Ok(()) });
    }
}

impl Shared {
    /// A panic elsewhere leaves the queue whole: every change is one step.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_domain::Picture;

    const NOT_AT_ALL: Duration = Duration::ZERO;

    fn numbered(n: u8) -> FramePicture {
        Picture { width: 1, height: 1, rgb: vec![n; 3] }.into()
    }

    #[test]
    fn a_live_source_loses_its_oldest_picture() {
        let (maker, taker) = Relay::pair(WhenFull::DropOldest);
        for n in 0..5 {
            assert!(maker.give(numbered(n), None).is_ok(), "a camera never waits");
        }
        let mut picture = FramePicture::default();
        for expected in [3, 4] {
            assert!(matches!(taker.take(&mut picture, NOT_AT_ALL), Ok(Next::Frame { .. })));
            assert_eq!(picture.as_rgb().rgb[0], expected, "the newest pictures wait, the older ones are gone");
        }
        assert!(matches!(taker.take(&mut picture, NOT_AT_ALL), Ok(Next::Nothing)), "and no more");
        assert_eq!((taker.lost(), taker.lost()), (3, 0), "which is told once");
    }

    #[test]
    fn a_clip_loses_nothing_and_ends_after_its_last_picture() {
        let (maker, taker) = Relay::pair(WhenFull::Wait);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                for n in 0..50 {
                    assert!(maker.give(numbered(n), Some(Duration::from_millis(n.into()))).is_ok());
                }
            });
            let mut picture = FramePicture::default();
            for n in 0..50 {
                let next = taker.take(&mut picture, Duration::from_secs(10)).expect("no failure was told");
                assert_eq!(next, Next::Frame { position: Some(Duration::from_millis(n)) }, "in order");
                assert_eq!(u64::from(picture.as_rgb().rgb[0]), n, "the picture that belongs to it");
            }
            assert_eq!(taker.take(&mut picture, Duration::from_secs(10)).expect("no failure"), Next::Ended);
        });
    }

    #[test]
    fn a_failure_comes_after_the_pictures_before_it_and_stays() {
        let (maker, taker) = Relay::pair(WhenFull::Wait);
        assert!(maker.give(numbered(1), None).is_ok());
        maker.end(Err(SourceError { trouble: SourceTrouble::Unreachable, detail: "gone".into() }));
        drop(maker);
        let mut picture = FramePicture::default();
        assert!(matches!(taker.take(&mut picture, NOT_AT_ALL), Ok(Next::Frame { .. })), "what was there is shown");
        for _ in 0..2 {
            let failure = taker.take(&mut picture, NOT_AT_ALL).expect_err("then the failure, not a quiet end");
            assert_eq!(failure.trouble, SourceTrouble::Unreachable);
        }
    }

    #[test]
    fn a_maker_rests_as_long_as_it_wants_and_not_after_the_taker_left() {
        let (maker, taker) = Relay::pair(WhenFull::DropOldest);
        let due = Instant::now() + Duration::from_millis(20);
        assert!(maker.rest_until(due).is_ok() && Instant::now() >= due, "it rested");
        std::thread::scope(|scope| {
            let resting = scope.spawn(move || maker.rest_until(Instant::now() + Duration::from_secs(3600)).is_err());
            drop(taker);
            assert!(resting.join().expect("it ends"), "within the hour");
        });
    }

    #[test]
    fn a_maker_that_waits_is_freed_when_the_taker_leaves() {
        let (maker, taker) = Relay::pair(WhenFull::Wait);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(move || {
                while maker.give(numbered(0), None).is_ok() {}
                maker.is_taken()
            });
            drop(taker);
            assert!(!waiting.join().expect("it ends"), "it knows that nobody takes any more");
        });
    }
}
