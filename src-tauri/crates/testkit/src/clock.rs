//! Time that passes only when a test says so.
//!
//! Owns the simulated moment. Invariant: time never goes back; sleeping takes no real time.

use porchlight_domain::{Clock, Timestamp};
use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// A clock for tests: whoever sleeps moves it forward and goes on at once.
#[derive(Default)]
pub struct SimulatedClock {
    since_start: Mutex<Duration>,
    moved: Condvar,
}

impl SimulatedClock {
    /// The wall clock at its start: 2026-01-01T00:00:00Z.
    pub const START: Timestamp = Timestamp(1_767_225_600_000);

    /// A clock at [`Self::START`].
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets time pass and wakes whoever waits for it.
    pub fn advance(&self, span: Duration) {
        *self.lock() += span;
        self.moved.notify_all();
    }

    /// Waits, in real time, until somebody has moved the clock to `since_start`. `false` if nobody did within
    /// `patience`: a test fails then instead of hanging.
    pub fn wait_until(&self, since_start: Duration, patience: Duration) -> bool {
        let waited = self.moved.wait_timeout_while(self.lock(), patience, |now| *now < since_start);
        *waited.unwrap_or_else(PoisonError::into_inner).0 >= since_start
    }

    fn lock(&self) -> MutexGuard<'_, Duration> {
        self.since_start.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for SimulatedClock {
    fn now(&self) -> Timestamp {
        Self::START.plus_millis(i64::try_from(self.monotonic().as_millis()).unwrap_or(i64::MAX))
    }

    fn monotonic(&self) -> Duration {
        *self.lock()
    }

    fn sleep(&self, span: Duration) {
        self.advance(span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleeping_moves_both_clocks_and_takes_no_time() {
        let clock = SimulatedClock::new();
        clock.sleep(Duration::from_secs(3600));
        assert_eq!(clock.monotonic(), Duration::from_secs(3600));
        assert_eq!(clock.now().millis_since(SimulatedClock::START), 3_600_000);
        assert!(clock.wait_until(Duration::from_secs(3600), Duration::ZERO), "it is that late already");
        assert!(!clock.wait_until(Duration::from_secs(3601), Duration::ZERO), "but not later");
    }
}
