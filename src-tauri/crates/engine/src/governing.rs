//! The governor at work: what it is told, and what it allows.
//!
//! Owns the rung that the program stands on and the steps that led there. Must not touch a camera: whoever spends asks what
//! it may. Invariant: asking costs a frame one atomic read.

use crate::{Event, bus::Bus, desk::Desk, figures::Figures, home::locked, processes::memory_free};
use porchlight_domain::{Allowance, Budget, DetectionScale, Governor, LADDER, Reading, Settings, Step, Timestamp};
use std::{
    collections::VecDeque,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// Steps that are remembered.
const REMEMBERED: usize = 50;

/// A step that was taken, and when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TakenStep {
    /// When.
    pub at: Timestamp,
    /// What.
    pub step: Step,
}

#[derive(Default)]
struct Inner {
    governor: Governor,
    last: Reading,
    steps: VecDeque<TakenStep>,
    taken: u64,
}

/// The governor of the running program.
#[derive(Default)]
pub(crate) struct Governing {
    inner: Mutex<Inner>,
    rung: AtomicUsize,
}

impl Governing {
    /// What may be spent now.
    pub(crate) fn allowance(&self) -> Allowance {
        LADDER[self.rung.load(Ordering::Relaxed).min(LADDER.len() - 1)].1
    }

    /// What may be spent on looking at a frame of a camera, which may have a scale of its own.
    pub(crate) fn budget(&self, settings: &Settings, own_side_px: Option<u32>) -> Budget {
        let allowed = self.allowance();
        let wanted = own_side_px.unwrap_or(settings.detection_scale.longer_side_px);
        let scale = DetectionScale { longer_side_px: wanted.min(allowed.most_scale_px) };
        Budget { motion_every_ms: allowed.motion_every_ms, scale, is_fixed: own_side_px.is_some() }
    }

    /// Reads how the program fares and takes a step if it has to.
    pub(crate) fn attend(&self, figures: &Figures, desk: &Desk, now: Duration, at: Timestamp, bus: &Bus) {
        let reading = Reading {
            longest_wait: desk.longest_wait(now),
            free_memory: memory_free(),
            ..figures.reading(now, desk.dropped_by_all())
        };
        let mut inner = locked(&self.inner);
        inner.last = reading;
        let Some(step) = inner.governor.take_in(now, reading) else { return };
        self.rung.store(step.to, Ordering::Relaxed);
        if inner.steps.len() == REMEMBERED {
            inner.steps.pop_front();
        }
        inner.steps.push_back(TakenStep { at, step });
        inner.taken += 1;
        drop(inner);
        tracing::info!(from = step.from, to = step.to, reason = ?step.reason, "the governor took a step");
        bus.announce(&Event::GovernorStepped(step));
    }

    /// Puts it on a rung.
    #[cfg(test)]
    pub(crate) fn stand_on(&self, rung: usize) {
        self.rung.store(rung, Ordering::Relaxed);
    }

    /// The rung, the last reading, the last steps, and how many there were in all.
    pub(crate) fn state(&self) -> (usize, Reading, Vec<TakenStep>, u64) {
        let inner = locked(&self.inner);
        (inner.governor.rung(), inner.last, inner.steps.iter().copied().collect(), inner.taken)
    }
}
