//! The real clock.
//!
//! Owns the only place of the engine that reads the system's time and its time zone.

use jiff::{Timestamp as Instant1970, ToSpan, Zoned, civil::Time, tz::TimeZone};
use porchlight_domain::{Clock, LocalTime, Timestamp, Weekday};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The system's time.
#[derive(Debug)]
pub struct SystemClock {
    started: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { started: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }

    fn sleep(&self, span: Duration) {
        std::thread::sleep(span);
    }

    // Asked for each time, which costs nothing: the owner may travel, or set the machine right.
    fn local(&self, at: Timestamp) -> LocalTime {
        local_in(at, &TimeZone::system())
    }

    fn next_at(&self, at: Timestamp, minute_of_day: u16) -> Timestamp {
        next_in(at, minute_of_day, &TimeZone::system())
    }
}

fn local_in(at: Timestamp, zone: &TimeZone) -> LocalTime {
    let there = zoned(at, zone);
    let minute_of_day = u16::from(there.hour().unsigned_abs()) * 60 + u16::from(there.minute().unsigned_abs());
    LocalTime { weekday: Weekday::after_monday(i64::from(there.weekday().to_monday_zero_offset())), minute_of_day }
}

/// A time that a day skips, because clocks are put forward, comes as much later as they are.
fn next_in(at: Timestamp, minute_of_day: u16, zone: &TimeZone) -> Timestamp {
    let there = zoned(at, zone);
    let time = Time::new((minute_of_day / 60) as i8, (minute_of_day % 60) as i8, 0, 0).unwrap_or_default();
    let on_day = |days: i64| {
        let day = there.date().checked_add(days.days()).ok()?;
        let moment = day.to_datetime(time).to_zoned(zone.clone()).ok()?;
        Some(Timestamp(moment.timestamp().as_millisecond()))
    };
    let next = [0, 1, 2].into_iter().filter_map(on_day).find(|moment| *moment > at);
    // Only beyond the end of all calendars is there none.
    next.unwrap_or(at)
}

fn zoned(at: Timestamp, zone: &TimeZone) -> Zoned {
    Instant1970::from_millisecond(at.0).unwrap_or_default().to_zoned(zone.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Central Europe by rule, so that the test needs no database of time zones.
    fn berlin() -> TimeZone {
        TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("a zone")
    }

    fn moment(text: &str) -> Timestamp {
        Timestamp(text.parse::<Instant1970>().expect("a moment").as_millisecond())
    }

    #[test]
    fn the_homes_clocks_show_its_own_day_and_hour_in_winter_and_in_summer() {
        for (at, weekday, hour, minute) in [
            ("2026-01-01T23:30:00Z", Weekday::Friday, 0, 30),
            ("2026-07-01T20:15:00Z", Weekday::Wednesday, 22, 15),
            // The night on which 2:00 becomes 3:00.
            ("2026-03-29T00:59:00Z", Weekday::Sunday, 1, 59),
            ("2026-03-29T01:00:00Z", Weekday::Sunday, 3, 0),
        ] {
            let expected = LocalTime { weekday, minute_of_day: hour * 60 + minute };
            assert_eq!(local_in(moment(at), &berlin()), expected, "{at}");
        }
    }

    #[test]
    fn the_next_six_in_the_morning_is_six_by_the_homes_clocks_also_over_a_change() {
        for (at, minute_of_day, next) in [
            ("2026-01-01T23:30:00Z", 360, "2026-01-02T05:00:00Z"),
            ("2026-01-02T05:00:00Z", 360, "2026-01-03T05:00:00Z"),
            ("2026-03-28T22:00:00Z", 360, "2026-03-29T04:00:00Z"),
            ("2026-10-24T22:00:00Z", 360, "2026-10-25T05:00:00Z"),
            // Half past two does not exist on that night: an hour later by the clocks, which is then.
            ("2026-03-29T00:30:00Z", 150, "2026-03-29T01:30:00Z"),
        ] {
            assert_eq!(next_in(moment(at), minute_of_day, &berlin()), moment(next), "after {at}");
        }
    }
}
