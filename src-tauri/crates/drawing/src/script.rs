//! Who comes to the door when.
//!
//! Owns the endless list of visits, made from a seed. Must not draw. Invariants: at most two people are there at once,
//! one on each side; the same moment always has the same visits, however the street was watched before.

use crate::{
    cast::{CAST, Part},
    random::Dice,
};

/// One visit: a person comes up from one side, stays, and leaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Visit {
    /// Index in [`CAST`].
    pub(crate) role: usize,
    pub(crate) start_secs: f32,
    pub(crate) walk_secs: f32,
    pub(crate) stay_secs: f32,
    /// 0 stands on the left of the door, 1 on the right.
    pub(crate) side: usize,
    pub(crate) leaves_where_it_came: bool,
    /// Where the face is while standing, and how wide.
    pub(crate) spot_x: f32,
    pub(crate) face_width: f32,
    pub(crate) phase: f32,
}

impl Visit {
    pub(crate) fn end_secs(&self) -> f32 {
        self.start_secs + 2.0 * self.walk_secs + self.stay_secs
    }
}

/// The opening shows everything the program does within half a minute: somebody known, a stranger, an alert.
const OPENING: [(usize, f32, usize); 5] = [(0, 0.5, 0), (5, 4.5, 1), (4, 12.5, 0), (1, 19.0, 1), (6, 25.0, 0)];

/// Yields the visits in the order of their starts, for ever.
pub(crate) struct Script {
    dice: Dice,
    told: usize,
    last_start: f32,
    free_from: [f32; 2],
    last_role: [usize; 2],
    /// Those who have not come yet in this round.
    waiting: Vec<usize>,
}

impl Script {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            dice: Dice::new(seed, 9),
            told: 0,
            last_start: 0.0,
            free_from: [0.0; 2],
            last_role: [usize::MAX; 2],
            waiting: Vec::new(),
        }
    }

    fn next_role(&mut self) -> (usize, f32, usize) {
        if let Some(&fixed) = OPENING.get(self.told) {
            return fixed;
        }
        if self.waiting.is_empty() {
            // A round: residents often, everybody else once.
            let residents = CAST.iter().enumerate().filter(|(_, role)| role.part == Part::Known).map(|(n, _)| n);
            self.waiting = (0..CAST.len()).chain(residents).collect();
        }
        let side = if self.free_from[0] <= self.free_from[1] { 0 } else { 1 };
        let pause = if self.dice.chance(0.4) { self.dice.within(1.5..3.5) } else { self.dice.within(6.0..12.0) };
        let picked = self.dice.below(self.waiting.len());
        let mut role = self.waiting.swap_remove(picked);
        if role == self.last_role[1 - side] {
            // Nobody is in two places at once.
            role = (role + 1) % CAST.len();
        }
        (role, self.last_start + pause, side)
    }
}

impl Iterator for Script {
    type Item = Visit;

    fn next(&mut self) -> Option<Visit> {
        let (role, wished, side) = self.next_role();
        let start_secs = wished.max(self.free_from[side]);
        let visit = Visit {
            role,
            start_secs,
            walk_secs: self.dice.within(2.4..3.2),
            stay_secs: self.dice.within(3.0..5.0),
            side,
            leaves_where_it_came: self.dice.chance(0.7),
            spot_x: [self.dice.within(400.0..500.0), self.dice.within(790.0..890.0)][side],
            face_width: self.dice.within(125.0..175.0),
            phase: self.dice.within(0.0..6.0),
        };
        self.told += 1;
        self.last_start = start_secs;
        self.last_role[side] = role;
        self.free_from[side] = visit.end_secs() + 0.6;
        Some(visit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_minute_shows_somebody_known_a_stranger_and_somebody_blacklisted() {
        let standing = |part: Part| {
            let mut visits = Script::new(1).take(10).filter(|visit| CAST[visit.role].part == part);
            let first = visits.next().expect("the opening has all three");
            first.start_secs + first.walk_secs
        };
        assert!(standing(Part::Known) < 5.0, "somebody known at once");
        assert!(standing(Part::Stranger) < 10.0, "a stranger within ten seconds");
        assert!(standing(Part::Blacklisted) < 25.0, "an alert soon after");
    }

    #[test]
    fn nobody_is_in_two_places_and_no_place_is_taken_twice() {
        for seed in 0..20 {
            let visits: Vec<Visit> = Script::new(seed).take(200).collect();
            for (n, visit) in visits.iter().enumerate() {
                for other in visits[n + 1..].iter().filter(|other| other.start_secs < visit.end_secs()) {
                    assert_ne!(visit.role, other.role, "seed {seed}: one person, one place");
                    assert_ne!(visit.side, other.side, "seed {seed}: one place, one person");
                }
            }
            assert!(visits.is_sorted_by(|a, b| a.start_secs <= b.start_secs), "seed {seed}: in order");
        }
    }

    #[test]
    fn everybody_comes_in_the_end_and_sometimes_two_at_once() {
        let visits: Vec<Visit> = Script::new(3).take(80).collect();
        for (n, role) in CAST.iter().enumerate() {
            assert!(visits.iter().any(|visit| visit.role == n), "{} never came", role.name);
        }
        assert!(visits.windows(2).any(|two| two[1].start_secs < two[0].end_secs() - 3.0), "two at once");
    }
}
