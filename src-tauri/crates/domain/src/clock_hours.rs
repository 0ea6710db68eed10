//! Hours of the day over a long time, in which clocks are changed.
//!
//! Owns how far the home's clocks were ahead of Greenwich's when. Must not know a time zone: whoever has one says what time
//! it is. Invariant: a moment is within the hours exactly when the clock on the wall showed them at that moment; an hour
//! that a night has twice counts twice.

use crate::{DAY_MINUTES, DayHours, LocalTime, Timestamp};
use std::sync::Arc;

const MINUTE_MS: i64 = 60_000;
/// Nowhere were clocks changed and changed back within so short a time.
const LOOKED_AT_EVERY_MS: i64 = 7 * 24 * 60 * MINUTE_MS;

/// From a moment on, clocks were this far ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockShift {
    /// From this moment on; the first one also holds for whatever was before.
    pub from: Timestamp,
    /// Minutes ahead of Greenwich, 0 to 1439: which day it is there does not matter.
    pub ahead_minutes: u16,
}

/// Hours of the day, as a home's clocks show them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockHours {
    hours: DayHours,
    /// In the order in which they came; never empty.
    shifts: Arc<[ClockShift]>,
}

impl ClockHours {
    /// Such hours between two moments, where `local` says what the clocks show.
    pub fn between(hours: DayHours, from: Timestamp, until: Timestamp, local: impl Fn(Timestamp) -> LocalTime) -> Self {
        let ahead = |at: Timestamp| ahead_minutes(local(at), at);
        let mut shifts = vec![ClockShift { from, ahead_minutes: ahead(from) }];
        let mut known = (from, ahead(from));
        while known.0 < until {
            let next = Timestamp(until.0.min(known.0.0 + LOOKED_AT_EVERY_MS));
            let then = ahead(next);
            if then != known.1 {
                let (mut before, mut after) = (known.0, next);
                while after.millis_since(before) > MINUTE_MS {
                    let middle = before.plus_millis(after.millis_since(before) / 2);
                    if ahead(middle) == known.1 { before = middle } else { after = middle }
                }
                // Clocks are changed on the minute.
                let at = Timestamp(after.0.div_euclid(MINUTE_MS) * MINUTE_MS);
                shifts.push(ClockShift { from: at, ahead_minutes: then });
            }
            known = (next, then);
        }
        Self { hours, shifts: shifts.into() }
    }

    /// How many minutes of a day they are, 1 to 1440.
    pub fn minutes(&self) -> u16 {
        let minutes = (self.hours.until_minute + DAY_MINUTES - self.hours.from_minute) % DAY_MINUTES;
        if minutes == 0 { DAY_MINUTES } else { minutes }
    }

    /// What to add to the minutes since 1970 so that, of each day's [`DAY_MINUTES`], the first [`ClockHours::minutes`] are
    /// these hours; and from when on. Latest first.
    pub fn offsets(&self) -> impl Iterator<Item = (Timestamp, u16)> {
        let offset = |ahead: u16| (ahead + DAY_MINUTES - self.hours.from_minute) % DAY_MINUTES;
        self.shifts.iter().rev().map(move |shift| (shift.from, offset(shift.ahead_minutes)))
    }
}

fn ahead_minutes(local: LocalTime, at: Timestamp) -> u16 {
    (local.minute_of_day + DAY_MINUTES - LocalTime::utc(at).minute_of_day) % DAY_MINUTES
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_MS: i64 = 60 * MINUTE_MS;
    const DAY_MS: i64 = 24 * HOUR_MS;
    const SUMMER_FROM: Timestamp = Timestamp(88 * DAY_MS + HOUR_MS);
    const SUMMER_UNTIL: Timestamp = Timestamp(298 * DAY_MS + HOUR_MS);

    /// An hour ahead in winter, two in summer.
    fn berlin(at: Timestamp) -> LocalTime {
        let ahead = if (SUMMER_FROM..SUMMER_UNTIL).contains(&at) { 2 } else { 1 };
        LocalTime::utc(at.plus_millis(ahead * HOUR_MS))
    }

    fn hours(from: u16, until: u16) -> DayHours {
        DayHours { from_minute: from * 60, until_minute: until * 60 }
    }

    /// As a database does it.
    fn holds(hours: &ClockHours, at: Timestamp) -> bool {
        let (_, offset) = hours
            .offsets()
            .find(|(from, _)| at >= *from)
            .unwrap_or_else(|| hours.offsets().last().expect("there is one"));
        (at.0 / MINUTE_MS + i64::from(offset)) % i64::from(DAY_MINUTES) < i64::from(hours.minutes())
    }

    #[test]
    fn hours_are_those_of_the_clock_on_the_wall_on_every_day_of_a_year() {
        for (from, until) in [(18, 23), (22, 6), (0, 0), (7, 7), (2, 3), (23, 0)] {
            let of_day = hours(from, until);
            let by_clock = ClockHours::between(of_day, Timestamp(0), Timestamp(365 * DAY_MS), berlin);
            for minute in (0..365 * 24 * 60).step_by(10) {
                let at = Timestamp(minute * MINUTE_MS);
                assert_eq!(holds(&by_clock, at), of_day.holds(berlin(at)), "{from} to {until} at minute {minute}");
            }
        }
    }

    #[test]
    fn clocks_are_found_changed_on_the_minute() {
        let year = ClockHours::between(hours(18, 23), Timestamp(5), Timestamp(365 * DAY_MS), berlin);
        let found: Vec<Timestamp> = year.offsets().map(|(from, _)| from).collect();
        assert_eq!(found, [SUMMER_UNTIL, SUMMER_FROM, Timestamp(5)]);
    }

    #[test]
    fn a_moment_alone_has_its_hours_too() {
        let now = ClockHours::between(hours(18, 23), SUMMER_FROM, SUMMER_FROM, berlin);
        assert_eq!(now.offsets().collect::<Vec<_>>(), [(SUMMER_FROM, (2 + 24 - 18) * 60)]);
    }
}
