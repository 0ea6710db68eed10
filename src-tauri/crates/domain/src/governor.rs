//! How much is spent when there is not enough of it.
//!
//! Owns the ladder and when a step is taken. Must not measure anything and must not know what a step changes in the program.
//! Invariants: alerts are on no rung; on every rung the whole frame is looked at within half a second; one rung at a time,
//! for want of memory at once to the next that gives memory back; and up again only after a while, so that the program does
//! not swing to and fro.

use std::time::Duration;

/// End to end, from the arrival of a frame to the announcement of its faces: 95 of 100 frames should take no longer.
pub const END_TO_END_BUDGET: Duration = Duration::from_millis(35);
/// Below this share of the budget there is room to go back up.
const ROOMY: f32 = 0.5;
/// Above this share of the workers' time they have no time to spare: without it waiting has another reason, such as a machine
/// that is slow for one frame, and saving would not help.
const BUSY: f32 = 0.7;
/// Below this share of the workers' time a step back up fits in.
const IDLE: f32 = 0.55;
/// Frames that were replaced before they were analysed, as a share: more is a lack of time, however short the rest waited.
const DROPPED: f32 = 0.005;
/// With less free memory than this the machine is about to write to its disk what does not fit, and everything waits for that.
const SHORT_OF_MEMORY: u64 = 200 << 20;
/// With as much there is room to go back up.
const ROOMY_MEMORY: u64 = 400 << 20;
/// So many readings in a row must be bad before a step down; one bad moment is none.
const BAD_READINGS: u32 = 3;
/// A step has this long to show what it is worth.
const SETTLING: Duration = Duration::from_secs(3);
/// All must be well for so long before a step up ...
const FIRST_PATIENCE: Duration = Duration::from_secs(10);
/// ... twice as long each time a step up had to be taken back, up to this.
const LONGEST_PATIENCE: Duration = Duration::from_secs(600);

/// What may be spent on a rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Between two looks at what moves and is nobody who is followed, in ms.
    pub motion_every_ms: i64,
    /// The longer side at which a whole frame is searched, in pixels, at the most.
    pub most_scale_px: u32,
    /// Live pictures a second and camera for the window.
    pub live_pictures: u32,
    /// Kept faces are embedded again and visitors thought over.
    pub has_background: bool,
    /// Of so many frames one is analysed.
    pub one_frame_of: u32,
}

/// What is saved on a rung, in words that need no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    /// Nothing.
    Nothing,
    /// What moves on a camera that shows nobody is looked at less often.
    IdleCameras,
    /// Whole frames are looked at less closely: small, far faces are found later.
    Closeness,
    /// The window shows fewer pictures a second.
    LivePictures,
    /// Work in the background waits.
    Background,
    /// Fewer frames are analysed.
    Frames,
}

const ALL: Allowance = Allowance {
    motion_every_ms: 80,
    most_scale_px: u32::MAX,
    live_pictures: 30,
    has_background: true,
    one_frame_of: 1,
};
const IDLE_1: Allowance = Allowance { motion_every_ms: 160, ..ALL };
const IDLE_2: Allowance = Allowance { motion_every_ms: 320, ..ALL };
const CLOSE_1: Allowance = Allowance { most_scale_px: 480, ..IDLE_2 };
const CLOSE_2: Allowance = Allowance { most_scale_px: 320, ..IDLE_2 };
const PICTURES: Allowance = Allowance { live_pictures: 10, ..CLOSE_2 };
const BACKGROUND: Allowance = Allowance { has_background: false, ..PICTURES };
const FRAMES_1: Allowance = Allowance { one_frame_of: 2, ..BACKGROUND };
const FRAMES_2: Allowance = Allowance { one_frame_of: 3, ..BACKGROUND };
const FRAMES_3: Allowance = Allowance { one_frame_of: 5, ..BACKGROUND };

impl Saving {
    /// Whether it gives memory back: pictures that the window keeps to step back through, and what the background makes.
    fn spares_memory(self) -> bool {
        matches!(self, Self::LivePictures | Self::Background)
    }
}

/// From everything down to the least that is still a watch.
pub const LADDER: [(Saving, Allowance); 10] = [
    (Saving::Nothing, ALL),
    (Saving::IdleCameras, IDLE_1),
    (Saving::IdleCameras, IDLE_2),
    (Saving::Closeness, CLOSE_1),
    (Saving::Closeness, CLOSE_2),
    (Saving::LivePictures, PICTURES),
    (Saving::Background, BACKGROUND),
    (Saving::Frames, FRAMES_1),
    (Saving::Frames, FRAMES_2),
    (Saving::Frames, FRAMES_3),
];

/// How the program fared since the last reading.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading {
    /// From arrival to announcement, of 95 of 100 frames.
    pub end_to_end_p95: Duration,
    /// Frames that were replaced before they were analysed, as a share of all, 0 to 1.
    pub dropped_share: f32,
    /// The share of their time that the workers worked, 0 to 1.
    pub busy_share: f32,
    /// Frames it rests on; none says nothing, unless one has waited for long.
    pub frames: u64,
    /// How long the frame that waits longest has waited by now; nothing where none waits.
    pub longest_wait: Duration,
    /// What programs may still take of this machine's memory, in bytes; absent where the system does not tell.
    pub free_memory: Option<u64>,
}

impl Reading {
    /// What 95 of 100 frames took; where none came through, what the one in front has waited.
    fn slowness(&self) -> Duration {
        if self.frames == 0 { self.longest_wait } else { self.end_to_end_p95 }
    }
}

/// Why a step was taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// Frames took too long.
    Slow {
        /// As read.
        end_to_end_p95: Duration,
    },
    /// Frames were replaced before they were analysed.
    Dropping {
        /// As read, 0 to 1.
        share: f32,
    },
    /// The machine's memory runs out.
    Memory {
        /// What was free, in bytes.
        free: u64,
    },
    /// There was room for a while.
    Room,
}

/// A step on the ladder.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The rung before.
    pub from: usize,
    /// The rung now.
    pub to: usize,
    /// Why.
    pub reason: Reason,
}

/// Decides on which rung of the [`LADDER`] the program stands.
#[derive(Clone, Debug)]
pub struct Governor {
    rung: usize,
    bad: u32,
    /// Since when all is well.
    well_since: Option<Duration>,
    stepped_at: Option<Duration>,
    stepped_up_at: Option<Duration>,
    patience: Duration,
}

impl Default for Governor {
    fn default() -> Self {
        Self { rung: 0, bad: 0, well_since: None, stepped_at: None, stepped_up_at: None, patience: FIRST_PATIENCE }
    }
}

impl Governor {
    /// The rung; 0 is the top.
    pub fn rung(&self) -> usize {
        self.rung
    }

    /// Takes in how the program fared; `now` is monotonic. Gives the step that is taken, if any.
    pub fn take_in(&mut self, now: Duration, reading: Reading) -> Option<Step> {
        let trouble = trouble(&reading);
        let is_at_ease = reading.frames == 0 || reading.busy_share < IDLE;
        let is_well = trouble.is_none()
            && is_at_ease
            && reading.slowness() < END_TO_END_BUDGET.mul_f32(ROOMY)
            && reading.free_memory.is_none_or(|free| free >= ROOMY_MEMORY);
        if !is_well {
            self.well_since = None;
        }
        let is_settling = self.stepped_at.is_some_and(|at| now.saturating_sub(at) < SETTLING);
        match trouble {
            Some(_) if is_settling => None,
            Some(reason) => {
                self.bad += 1;
                let lower = self.lower(reason)?;
                (self.bad >= BAD_READINGS).then(|| self.step_down(now, lower, reason))
            }
            None => {
                self.bad = 0;
                let since = *self.well_since.get_or_insert(now);
                let has_been_well = is_well && now.saturating_sub(since) >= self.patience;
                (has_been_well && self.rung > 0).then(|| self.step(now, self.rung - 1, Reason::Room))
            }
        }
    }

    /// The next rung that helps against this, if there is one.
    fn lower(&self, reason: Reason) -> Option<usize> {
        let helps = |saving: Saving| saving.spares_memory() || !matches!(reason, Reason::Memory { .. });
        (self.rung + 1..LADDER.len()).find(|rung| helps(LADDER[*rung].0))
    }

    fn step_down(&mut self, now: Duration, to: usize, reason: Reason) -> Step {
        // A step up that has to be taken back so soon came too early.
        let was_too_early = self.stepped_up_at.is_some_and(|at| now.saturating_sub(at) < 2 * self.patience);
        self.patience = if was_too_early { (self.patience * 2).min(LONGEST_PATIENCE) } else { FIRST_PATIENCE };
        self.step(now, to, reason)
    }

    fn step(&mut self, now: Duration, to: usize, reason: Reason) -> Step {
        let from = self.rung;
        self.stepped_up_at = if to < from { Some(now) } else { None };
        (self.rung, self.stepped_at, self.bad, self.well_since) = (to, Some(now), 0, None);
        Step { from, to, reason }
    }
}

/// What is wrong, if it can be mended by doing less.
fn trouble(reading: &Reading) -> Option<Reason> {
    if let Some(free) = reading.free_memory.filter(|free| *free < SHORT_OF_MEMORY) {
        return Some(Reason::Memory { free });
    }
    // While nothing comes through nobody has told how busy the workers are.
    if reading.frames > 0 {
        if reading.busy_share < BUSY {
            return None;
        }
        if reading.dropped_share > DROPPED {
            return Some(Reason::Dropping { share: reading.dropped_share });
        }
    }
    let end_to_end_p95 = reading.slowness();
    (end_to_end_p95 > END_TO_END_BUDGET).then_some(Reason::Slow { end_to_end_p95 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WHOLE_EVERY_MS;

    const WELL: Reading = Reading {
        end_to_end_p95: Duration::from_millis(9),
        dropped_share: 0.0,
        busy_share: 0.3,
        frames: 100,
        longest_wait: Duration::ZERO,
        free_memory: Some(1 << 30),
    };
    const SLOW: Reading = Reading { end_to_end_p95: Duration::from_millis(80), busy_share: 0.98, ..WELL };

    /// The rung after each of these seconds, two readings a second.
    fn rungs(governor: &mut Governor, from: u64, seconds: u64, reading: Reading) -> Vec<usize> {
        let each = (from..from + seconds).map(|second| {
            for half in 0..2 {
                governor.take_in(Duration::from_millis(second * 1000 + half * 500), reading);
            }
            governor.rung()
        });
        each.collect()
    }

    #[test]
    fn too_little_time_leads_down_step_by_step_to_the_last_rung_and_no_further() {
        let mut governor = Governor::default();
        let rungs = rungs(&mut governor, 0, 60, SLOW);
        assert!(rungs.windows(2).all(|pair| pair[1] - pair[0] <= 1), "one step at a time: {rungs:?}");
        assert_eq!(
            (rungs[0], rungs[1], rungs[59]),
            (0, 1, LADDER.len() - 1),
            "not at the first bad reading: {rungs:?}"
        );
    }

    #[test]
    fn one_bad_moment_changes_nothing() {
        let mut governor = Governor::default();
        for i in 0..100 {
            let reading = if i % 3 == 0 { SLOW } else { WELL };
            assert_eq!(governor.take_in(Duration::from_millis(i * 500), reading), None, "reading {i}");
        }
    }

    #[test]
    fn what_is_slow_for_another_reason_than_work_is_not_mended_by_doing_less() {
        let mut governor = Governor::default();
        let one_slow_camera = Reading { busy_share: 0.4, ..SLOW };
        assert_eq!(rungs(&mut governor, 0, 30, one_slow_camera)[29], 0, "the machine is slow, not full");
        assert_eq!(rungs(&mut governor, 30, 30, Reading { frames: 0, ..SLOW })[29], 0, "nothing was seen");
    }

    #[test]
    fn workers_who_let_nothing_through_are_slow_and_not_idle() {
        let mut governor = Governor::default();
        let stuck = Reading { frames: 0, busy_share: 0.0, longest_wait: Duration::from_millis(400), ..WELL };
        let steps: Vec<Step> = (0..4).filter_map(|i| governor.take_in(Duration::from_millis(i * 500), stuck)).collect();
        assert_eq!(steps, [Step { from: 0, to: 1, reason: Reason::Slow { end_to_end_p95: stuck.longest_wait } }]);
        assert_eq!(rungs(&mut governor, 4, 30, stuck).last(), Some(&9), "and it is no reason to spend more");
    }

    #[test]
    fn for_want_of_memory_it_saves_what_gives_memory_back_and_nothing_else() {
        let mut governor = Governor::default();
        let short = Reading { free_memory: Some(SHORT_OF_MEMORY - 1), ..WELL };
        let steps: Vec<Step> =
            (0..120).filter_map(|i| governor.take_in(Duration::from_millis(i * 500), short)).collect();
        let of_memory = |from, to| Step { from, to, reason: Reason::Memory { free: SHORT_OF_MEMORY - 1 } };
        assert_eq!(steps, [of_memory(0, 5), of_memory(5, 6)], "frames are analysed as ever");
        let hardly_enough = Reading { free_memory: Some(SHORT_OF_MEMORY), ..WELL };
        assert_eq!(rungs(&mut governor, 60, 60, hardly_enough).last(), Some(&6), "not to and fro");
        assert_eq!(rungs(&mut governor, 120, 120, WELL).last(), Some(&0));
        let untold = Reading { free_memory: None, ..WELL };
        assert_eq!(rungs(&mut governor, 240, 60, untold).last(), Some(&0), "where the system does not tell");
    }

    #[test]
    fn frames_that_are_lost_count_however_soon_the_others_are_done() {
        let mut governor = Governor::default();
        let losing = Reading { dropped_share: 0.02, busy_share: 0.9, ..WELL };
        let steps: Vec<Step> =
            (0..6).filter_map(|i| governor.take_in(Duration::from_millis(i * 500), losing)).collect();
        assert_eq!(steps, [Step { from: 0, to: 1, reason: Reason::Dropping { share: 0.02 } }]);
    }

    #[test]
    fn up_again_after_a_while_and_later_each_time_it_was_too_early() {
        let mut governor = Governor::default();
        rungs(&mut governor, 0, 2, SLOW);
        assert_eq!(governor.rung(), 1);
        let up = rungs(&mut governor, 2, 30, WELL);
        assert_eq!(up.iter().position(|rung| *rung == 0), Some(10), "ten seconds of peace");
        let down = rungs(&mut governor, 32, 5, SLOW);
        assert_eq!(down.last(), Some(&1), "it was too early");
        let again = rungs(&mut governor, 40, 60, WELL);
        let waited = again.iter().position(|rung| *rung == 0);
        assert!(waited >= Some(10), "as long again or longer: {waited:?}");
    }

    #[test]
    fn every_rung_costs_less_than_the_one_above_and_keeps_the_promises() {
        for pair in LADDER.windows(2) {
            let ((_, above), (saving, below)) = (pair[0], pair[1]);
            assert_ne!(above, below, "{saving:?} saves something");
            assert!(below.motion_every_ms >= above.motion_every_ms && below.most_scale_px <= above.most_scale_px);
            assert!(below.live_pictures <= above.live_pictures && below.one_frame_of >= above.one_frame_of);
            assert!(above.has_background || !below.has_background, "{saving:?}");
        }
        for (saving, allowance) in LADDER {
            assert!(allowance.motion_every_ms < WHOLE_EVERY_MS, "{saving:?}: whoever comes is seen within a second");
            assert!(allowance.live_pictures >= 5 && allowance.most_scale_px >= 320, "{saving:?}");
            assert!(allowance.one_frame_of <= 5, "five frames a second of twenty-five: {saving:?}");
        }
    }
}
