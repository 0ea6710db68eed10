//! Moments and spans as people and programs read them.
//!
//! Owns the two formats. Must not ask what time it is.

use jiff::{Timestamp as Instant, Unit, tz::TimeZone};
use porchlight_domain::Timestamp;

/// RFC 3339 with milliseconds, UTC: `2026-05-04T18:03:22.120Z`.
pub(crate) fn rfc3339(at: Timestamp) -> String {
    format!("{:.3}", instant(at))
}

/// The time of day where the owner is: `20:03:22`.
pub(crate) fn time_of_day(at: Timestamp) -> String {
    instant(at).to_zoned(TimeZone::system()).strftime("%H:%M:%S").to_string()
}

/// Day and time where the owner is: `2026-05-04 20:03`.
pub(crate) fn day_and_time(at: Timestamp) -> String {
    instant(at).to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

fn instant(at: Timestamp) -> Instant {
    // Only nonsense is out of range, and nonsense is shown as the beginning of time.
    Instant::from_millisecond(at.0).and_then(|at| at.round(Unit::Millisecond)).unwrap_or(Instant::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_with_milliseconds_in_utc() {
        for (millis, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_777_917_802_120, "2026-05-04T18:03:22.120Z"),
            (1_777_917_802_000, "2026-05-04T18:03:22.000Z"),
            (i64::MAX, "1970-01-01T00:00:00.000Z"),
        ] {
            assert_eq!(rfc3339(Timestamp(millis)), text, "{millis}");
        }
    }
}
