//! The drawn demo street as a camera, and the household that belongs to it.
//!
//! Owns the pace. Must not draw: that is `porchlight-drawing`. Invariant: in real time the street never falls behind; a
//! slow machine sees fewer frames, not a slower street.

use porchlight_domain::{FramePicture, FrameSource, Next, Pace, PersonKind, Picture, SourceError};
use porchlight_drawing::{CAST, Part, Street, Variation, portrait_with};
use std::time::{Duration, Instant};

/// As many door cameras; drawing costs a few milliseconds of each 66.
const FRAMES_A_SECOND: u32 = 15;

/// The film that everybody sees; its opening is in the README.
const FILM: u64 = 1;

/// Side of an enrolment portrait.
const PORTRAIT_SIDE: u32 = 480;

pub(crate) struct DemoStreet {
    street: Street,
    pace: Pace,
    started: Instant,
    next_frame: u32,
}

impl DemoStreet {
    pub(crate) fn open(pace: Pace) -> Self {
        Self { street: Street::new(FILM), pace, started: Instant::now(), next_frame: 0 }
    }
}

impl FrameSource for DemoStreet {
    fn next_frame(&mut self, into: &mut FramePicture, patience: Duration) -> Result<Next, SourceError> {
        let mut moment = moment_of(self.next_frame);
        let mut position = Some(moment);
        if self.pace == Pace::RealTime {
            let since = self.started.elapsed();
            let wait = moment.saturating_sub(since);
            std::thread::sleep(wait.min(patience));
            if wait > patience {
                return Ok(Next::Nothing);
            }
            // Frames whose time has passed are left out.
            let due = (since.max(moment).as_secs_f64() * f64::from(FRAMES_A_SECOND) + 1e-6) as u32;
            self.next_frame = self.next_frame.max(due);
            moment = moment_of(self.next_frame);
            position = None;
        }
        self.street.draw(moment, into.as_rgb());
        self.next_frame += 1;
        Ok(Next::Frame { position })
    }
}

fn moment_of(frame: u32) -> Duration {
    Duration::from_secs(1) * frame / FRAMES_A_SECOND
}

/// Somebody to enrol with the demo street.
#[derive(Clone, Debug)]
pub struct DemoMember {
    /// A made-up name.
    pub name: &'static str,
    /// Known or blacklisted.
    pub kind: PersonKind,
    /// Three portraits in different light.
    pub portraits: Vec<Picture>,
}

/// Everybody the demo household knows or has blacklisted. Drawing them takes about half a second.
pub fn demo_household() -> Vec<DemoMember> {
    CAST.iter()
        .filter_map(|role| {
            let kind = match role.part {
                Part::Known => PersonKind::Known,
                Part::Blacklisted => PersonKind::Blacklisted,
                Part::Stranger => return None,
            };
            let variations =
                [Variation::default(), Variation::drawn(role.seed * 31 + 1), Variation::drawn(role.seed * 31 + 2)];
            let portraits = variations.map(|variation| portrait_with(role.seed, PORTRAIT_SIDE, &variation)).to_vec();
            Some(DemoMember { name: role.name, kind, portraits })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unhurried_the_street_gives_every_frame_with_its_time() {
        let mut street = DemoStreet::open(Pace::Unhurried);
        let mut picture = FramePicture::default();
        for n in 0..4u32 {
            let next = street.next_frame(&mut picture, Duration::ZERO).expect("the street never fails");
            assert_eq!(next, Next::Frame { position: Some(Duration::from_secs(1) * n / 15) }, "frame {n}");
        }
        assert_eq!(picture.view().size(), (1280, 720));
    }

    #[test]
    fn in_real_time_nothing_comes_early_and_late_frames_are_left_out() {
        let mut street = DemoStreet::open(Pace::RealTime);
        let mut picture = FramePicture::default();
        street.started = Instant::now() + Duration::from_secs(60);
        assert!(
            matches!(street.next_frame(&mut picture, Duration::ZERO), Ok(Next::Frame { position: None })),
            "frame 0 is due"
        );
        street.next_frame = 30;
        assert_eq!(
            street.next_frame(&mut picture, Duration::from_millis(1)).expect("fine"),
            Next::Nothing,
            "too early"
        );
        let Some(long_ago) = Instant::now().checked_sub(Duration::from_secs(10)) else {
            return assert_eq!(street.next_frame, 30, "a machine that just started has no ten seconds ago");
        };
        street.started = long_ago;
        assert!(matches!(street.next_frame(&mut picture, Duration::ZERO), Ok(Next::Frame { .. })));
        assert!(street.next_frame >= 150, "ten seconds in, the frames before are gone: {}", street.next_frame);
    }

    #[test]
    fn the_household_has_known_people_and_somebody_to_be_warned_of() {
        let household = demo_household();
        for kind in [PersonKind::Known, PersonKind::Blacklisted] {
            assert!(household.iter().any(|member| member.kind == kind), "{kind:?}");
        }
        for member in &household {
            assert_eq!(member.portraits.len(), 3, "{}", member.name);
            assert!(member.portraits.iter().all(|picture| picture.width == 480), "{}", member.name);
        }
    }
}
