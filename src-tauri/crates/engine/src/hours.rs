//! Hours by the clocks of the home: when a camera watches, and over everything that was seen.
//!
//! Owns the search for the next beginning, and which time hours are asked about. Must not know cameras. The week itself is
//! the domain's.

use crate::{Engine, EngineError};
use porchlight_domain::{Clock, ClockHours, DayHours, Timestamp, WatchHours};

/// Days to look ahead: hours of today that have begun come again in a week.
const DAYS_AHEAD: usize = 8;

impl Engine {
    /// These hours of the day, as the home's clocks showed them since anybody was seen and show them now.
    ///
    /// # Errors
    /// The store failed.
    pub fn by_the_clock(&self, hours: DayHours) -> Result<ClockHours, EngineError> {
        let now = self.clock.now();
        let from = self.store.first_sighting_at()?.unwrap_or(now);
        Ok(ClockHours::between(hours, from, now, |at| self.clock.local(at)))
    }
}

/// Whether it is within the hours.
pub(crate) fn is_within(clock: &dyn Clock, hours: &WatchHours, at: Timestamp) -> bool {
    !hours.is_on || hours.holds(clock.local(at))
}

/// The next moment after `at` at which hours begin; `None` if no day has any.
pub(crate) fn next_beginning(clock: &dyn Clock, hours: &WatchHours, at: Timestamp) -> Option<Timestamp> {
    let minutes = hours.week.0.iter().flatten().map(|day| day.from_minute);
    minutes.filter_map(|minute| next_beginning_at(clock, hours, at, minute)).min()
}

/// The next day whose hours begin at this minute.
fn next_beginning_at(clock: &dyn Clock, hours: &WatchHours, at: Timestamp, minute: u16) -> Option<Timestamp> {
    let mut moment = at;
    for _ in 0..DAYS_AHEAD {
        moment = clock.next_at(moment, minute);
        let day = hours.week.0[clock.local(moment).weekday.index()];
        if day.is_some_and(|day| day.from_minute == minute) {
            return Some(moment);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_domain::{DayHours, WeekHours, Weekday};
    use porchlight_testkit::SimulatedClock;

    const HOUR_MS: i64 = 3_600_000;

    fn week(days: &[(Weekday, u16, u16)]) -> WatchHours {
        let mut week = WeekHours([None; 7]);
        for (day, from, until) in days {
            week.0[day.index()] = Some(DayHours { from_minute: from * 60, until_minute: until * 60 });
        }
        WatchHours { is_on: true, week }
    }

    /// So many hours after the Thursday on which the simulated clock starts.
    fn hour(hours: i64) -> Timestamp {
        SimulatedClock::START.plus_millis(hours * HOUR_MS)
    }

    #[test]
    fn the_next_beginning_is_that_of_the_nearest_day_that_has_hours() {
        use Weekday::{Friday, Thursday};
        let clock = SimulatedClock::new();
        for (days, at, next) in [
            (vec![(Thursday, 8, 20)], hour(3), Some(hour(8))),
            (vec![(Thursday, 8, 20)], hour(21), Some(hour(7 * 24 + 8))),
            (vec![(Thursday, 8, 20), (Friday, 6, 7)], hour(21), Some(hour(30))),
            (vec![(Thursday, 8, 9), (Friday, 8, 9)], hour(10), Some(hour(32))),
            (vec![], hour(3), None),
        ] {
            assert_eq!(next_beginning(&clock, &week(&days), at), next, "{days:?} at {at:?}");
        }
    }

    #[test]
    fn hours_that_are_switched_off_hold_always() {
        let clock = SimulatedClock::new();
        let night = week(&[(Weekday::Thursday, 22, 6)]);
        assert!(!is_within(&clock, &night, hour(3)) && is_within(&clock, &night, hour(23)));
        assert!(is_within(&clock, &WatchHours { is_on: false, ..night }, hour(3)));
    }
}
