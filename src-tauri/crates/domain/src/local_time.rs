//! The day and the hour as the home's clocks show them.
//!
//! Owns weekdays, minutes of the day and spans of hours. Must not know a time zone: whoever has one says what time it is.
//! Invariant: a span belongs to the day on which it begins, also where it goes on past midnight.

use crate::Timestamp;

/// Minutes of a day.
pub const DAY_MINUTES: u16 = 24 * 60;

const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// All, Monday first.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The weekday so many days after a Monday.
    pub fn after_monday(days: i64) -> Self {
        Self::ALL[days.rem_euclid(7) as usize]
    }

    /// Days after Monday, 0 to 6.
    pub fn index(self) -> usize {
        self as usize
    }

    /// The day before.
    #[must_use]
    pub fn before(self) -> Self {
        Self::after_monday(self.index() as i64 - 1)
    }
}

/// What a clock on the wall shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalTime {
    /// The day.
    pub weekday: Weekday,
    /// Minutes since midnight by that clock, 0 to 1439.
    pub minute_of_day: u16,
}

impl LocalTime {
    /// Where the clocks show Greenwich's time.
    pub fn utc(at: Timestamp) -> Self {
        let minute_of_day = at.0.rem_euclid(DAY_MS) / MINUTE_MS;
        // 1970-01-01 was a Thursday.
        Self { weekday: Weekday::after_monday(at.0.div_euclid(DAY_MS) + 3), minute_of_day: minute_of_day as u16 }
    }
}

/// The next moment after `at` at which clocks of Greenwich's time show `minute_of_day`.
pub(crate) fn next_utc(at: Timestamp, minute_of_day: u16) -> Timestamp {
    let today = Timestamp(at.0.div_euclid(DAY_MS) * DAY_MS + i64::from(minute_of_day) * MINUTE_MS);
    if today > at { today } else { today.plus_millis(DAY_MS) }
}

/// From one time of the day to another; past midnight if the end is not after the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayHours {
    /// Begins at this minute of the day, 0 to 1439.
    pub from_minute: u16,
    /// Ends before this minute, 0 to 1439; of the next day if it is not after `from_minute`.
    pub until_minute: u16,
}

impl DayHours {
    /// Whether both are minutes of a day.
    pub fn is_possible(self) -> bool {
        self.from_minute < DAY_MINUTES && self.until_minute < DAY_MINUTES
    }

    /// Whether it is such a time, on whatever day it began.
    pub fn holds(self, local: LocalTime) -> bool {
        self.holds_of_today(local) || self.holds_of_yesterday(local)
    }

    /// Whether it is such a time, for a span that began today.
    fn holds_of_today(self, local: LocalTime) -> bool {
        let minute = local.minute_of_day;
        minute >= self.from_minute && (self.is_past_midnight() || minute < self.until_minute)
    }

    fn holds_of_yesterday(self, local: LocalTime) -> bool {
        self.is_past_midnight() && local.minute_of_day < self.until_minute
    }

    fn is_past_midnight(self) -> bool {
        self.until_minute <= self.from_minute
    }
}

/// Hours of each weekday; `None` where a day has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekHours(pub [Option<DayHours>; 7]);

impl WeekHours {
    /// Whether it is such a time, and at which minute of the day that ends.
    pub fn until(&self, local: LocalTime) -> Option<u16> {
        let of_today = self.0[local.weekday.index()].filter(|hours| hours.holds_of_today(local));
        let of_yesterday = || self.0[local.weekday.before().index()].filter(|hours| hours.holds_of_yesterday(local));
        Some(of_today.or_else(of_yesterday)?.until_minute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(weekday: Weekday, hour: u16, minute: u16) -> LocalTime {
        LocalTime { weekday, minute_of_day: hour * 60 + minute }
    }

    fn hours(from: u16, until: u16) -> DayHours {
        DayHours { from_minute: from * 60, until_minute: until * 60 }
    }

    #[test]
    fn a_span_holds_from_its_beginning_to_before_its_end_also_past_midnight() {
        use Weekday::Friday;
        for (from, until, hour, minute, holds) in [
            (9, 17, 8, 59, false),
            (9, 17, 9, 0, true),
            (9, 17, 16, 59, true),
            (9, 17, 17, 0, false),
            (22, 6, 21, 59, false),
            (22, 6, 22, 0, true),
            (22, 6, 0, 0, true),
            (22, 6, 5, 59, true),
            (22, 6, 6, 0, false),
            (7, 7, 3, 0, true),
        ] {
            assert_eq!(hours(from, until).holds(at(Friday, hour, minute)), holds, "{from}–{until} at {hour}:{minute}");
        }
    }

    #[test]
    fn hours_of_a_weekday_belong_to_the_day_they_begin_on() {
        use Weekday::{Friday, Monday, Saturday, Sunday};
        let mut week = WeekHours([None; 7]);
        week.0[Friday.index()] = Some(hours(23, 8));
        week.0[Sunday.index()] = Some(hours(12, 15));
        for (local, until) in [
            (at(Friday, 22, 59), None),
            (at(Friday, 2, 0), None),
            (at(Friday, 23, 0), Some(8 * 60)),
            (at(Saturday, 7, 59), Some(8 * 60)),
            (at(Saturday, 8, 0), None),
            (at(Saturday, 23, 0), None),
            (at(Sunday, 12, 0), Some(15 * 60)),
            (at(Sunday, 15, 0), None),
            (at(Monday, 13, 0), None),
        ] {
            assert_eq!(week.until(local), until, "{local:?}");
        }
    }

    #[test]
    fn sunday_night_reaches_into_monday() {
        let mut week = WeekHours([None; 7]);
        week.0[Weekday::Sunday.index()] = Some(hours(22, 6));
        assert_eq!(week.until(at(Weekday::Monday, 5, 59)), Some(6 * 60), "the week is round");
    }

    #[test]
    fn moments_are_read_by_greenwich_where_nobody_knows_better() {
        for (millis, expected) in [
            (0, at(Weekday::Thursday, 0, 0)),
            (-60_000, at(Weekday::Wednesday, 23, 59)),
            // 2026-01-01T00:00:00Z was a Thursday, too.
            (1_767_225_600_000 + 90 * MINUTE_MS, at(Weekday::Thursday, 1, 30)),
        ] {
            assert_eq!(LocalTime::utc(Timestamp(millis)), expected, "{millis}");
        }
        assert_eq!(next_utc(Timestamp(0), 6 * 60), Timestamp(6 * 60 * MINUTE_MS), "later today");
        assert_eq!(next_utc(Timestamp(0), 0), Timestamp(DAY_MS), "now is not next");
    }
}
