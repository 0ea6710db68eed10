//! When a frame of a recording is due, so that it plays as fast as it was filmed.
//!
//! Owns the moment at which the recording began. Must not wait itself. `ffmpeg` could do this (`-re`), but looks every ten
//! milliseconds whether a frame is due: frames would come unevenly, and the decoder wake up four times for each. Here it runs ahead
//! by what the pipe holds and sleeps until there is room.

use std::time::{Duration, Instant};

/// A hole in a recording is not waited for longer than this, but skipped.
const LONGEST_HOLE: Duration = Duration::from_secs(10);

/// The pace of one recording.
#[derive(Debug, Default)]
pub(super) struct Pacing {
    /// When the frame at position zero was due, and the position of the last frame; `None` before the first.
    begun: Option<(Instant, Duration)>,
}

impl Pacing {
    /// When the frame at `position` is due, `now` being the moment at which it can be had. A recording that fell behind catches up.
    pub(super) fn due(&mut self, position: Duration, now: Instant) -> Instant {
        let due = match self.begun {
            Some((zero, last)) if position >= last && position - last <= LONGEST_HOLE => zero + position,
            // The first one, a hole, or a recording that jumped back: from here on it is as if it began now.
            _ => now,
        };
        let zero = due.checked_sub(position).unwrap_or(due);
        self.begun = Some((zero, position));
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Duration = Duration::from_millis(40);

    #[test]
    fn frames_are_due_as_they_were_filmed_however_early_they_can_be_had() {
        let (mut pacing, begun) = (Pacing::default(), Instant::now() + Duration::from_secs(60));
        for n in 5..500 {
            let due = pacing.due(FRAME * n, begun);
            assert_eq!(
                due,
                begun + FRAME * (n - 5),
                "frame {n}; the first is shown at once, wherever the recording begins"
            );
        }
    }

    #[test]
    fn whoever_fell_behind_catches_up() {
        let (mut pacing, begun) = (Pacing::default(), Instant::now() + Duration::from_secs(60));
        pacing.due(Duration::ZERO, begun);
        let late = begun + Duration::from_secs(3);
        assert_eq!(pacing.due(FRAME, late), begun + FRAME, "due long ago");
        assert_eq!(pacing.due(FRAME * 100, late), begun + FRAME * 100, "and on time again");
    }

    #[test]
    fn holes_and_jumps_are_not_waited_for() {
        let (mut pacing, begun) = (Pacing::default(), Instant::now() + Duration::from_secs(60));
        pacing.due(Duration::from_secs(100), begun);
        let now = begun + Duration::from_secs(1);
        assert_eq!(pacing.due(Duration::from_secs(4_000), now), now, "an hour in which nothing was filmed");
        assert_eq!(
            pacing.due(Duration::from_secs(4_001), now),
            now + Duration::from_secs(1),
            "the pace goes on behind it"
        );
        assert_eq!(pacing.due(Duration::ZERO, now), now, "back to the beginning");
    }
}
