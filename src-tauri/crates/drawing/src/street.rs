//! The demo street: a film without end, drawn frame by frame.
//!
//! Owns where everybody is at a moment, the light and the grain. Must not read a clock: the moment comes in from
//! outside, so that the street can be drawn at any pace. Invariant: the same seed and the same moment give the same
//! picture.

use crate::{
    cast::CAST,
    figure::{Figure, Pose},
    house::{HEIGHT, WIDTH, empty_street},
    random::Dice,
    script::{Script, Visit},
};
use porchlight_domain::Picture;
use std::{f32::consts::TAU, iter::Peekable, time::Duration};

/// Sharp enough for a face 175 pixels wide.
const FIGURE_SIZE: u32 = 384;

/// Figures kept ready; each is about 3 MB and takes some 50 ms to draw again.
const FIGURES_KEPT: usize = 5;

/// Width of a face where people come from, and the height of faces there and near the camera.
const FAR_FACE: f32 = 44.0;
const FACE_Y: [f32; 2] = [322.0, 300.0];

/// Numbers of grain that rows take a part of; more would only cost cache.
const GRAIN: usize = 3 * 8192;

/// Somebody who is on the street at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Walker {
    /// Index in [`CAST`].
    pub role: usize,
    /// The middle of the face in pixels of the picture.
    pub face_at: [f32; 2],
    /// Width of the face in pixels of the picture.
    pub face_width: f32,
    /// Stands near the door and faces the camera.
    pub is_standing: bool,
}

/// Draws the street, 1280 x 720 pixels.
pub struct Street {
    seed: u64,
    empty: Picture,
    grain: Vec<i16>,
    script: Peekable<Script>,
    visits: Vec<Visit>,
    drawn_at: Duration,
    figures: Vec<(usize, Figure)>,
}

impl Street {
    /// Width and height of its pictures.
    pub const SIZE: (u32, u32) = (WIDTH, HEIGHT);

    /// The street whose visits belong to `seed`.
    pub fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed, 11);
        let grain = (0..GRAIN / 3).flat_map(|_| [(dice.normal() * 2.6) as i16; 3]).collect();
        Self {
            seed,
            empty: empty_street(),
            grain,
            script: Script::new(seed).peekable(),
            visits: Vec::new(),
            drawn_at: Duration::ZERO,
            figures: Vec::new(),
        }
    }

    /// Who is there at `moment`, the nearest last.
    pub fn walkers_at(&mut self, moment: Duration) -> Vec<Walker> {
        self.advance(moment);
        let mut walkers: Vec<Walker> = self.visits.iter().map(|visit| placed(visit, moment.as_secs_f32()).0).collect();
        walkers.sort_by(|a, b| a.face_width.total_cmp(&b.face_width));
        walkers
    }

    /// Draws the street as it is at `moment`, counted from the beginning.
    pub fn draw(&mut self, moment: Duration, into: &mut Picture) {
        self.advance(moment);
        (into.width, into.height) = (WIDTH, HEIGHT);
        into.rgb.clone_from(&self.empty.rgb);
        let secs = moment.as_secs_f32();
        let mut placed: Vec<(Walker, Pose)> = self.visits.iter().map(|visit| placed(visit, secs)).collect();
        placed.sort_by(|a, b| a.0.face_width.total_cmp(&b.0.face_width));
        for (walker, pose) in placed {
            self.figure(walker.role).lay_over(into, pose);
        }
        self.light_and_grain(moment, into);
    }

    /// Brings the list of visits to `moment`.
    fn advance(&mut self, moment: Duration) {
        if moment < self.drawn_at {
            self.script = Script::new(self.seed).peekable();
            self.visits.clear();
        }
        self.drawn_at = moment;
        let secs = moment.as_secs_f32();
        while let Some(visit) = self.script.next_if(|visit| visit.start_secs <= secs) {
            self.visits.push(visit);
        }
        self.visits.retain(|visit| visit.end_secs() > secs);
    }

    /// The figure of a role, which moves to the end of the list as the one used last.
    fn figure(&mut self, role: usize) -> &Figure {
        let figure = match self.figures.iter().position(|(kept, _)| *kept == role) {
            Some(at) => self.figures.remove(at).1,
            None => Figure::new(CAST[role % CAST.len()].seed, FIGURE_SIZE),
        };
        if self.figures.len() >= FIGURES_KEPT {
            self.figures.remove(0);
        }
        let end = self.figures.len();
        self.figures.push((role, figure));
        &self.figures[end].1
    }

    fn light_and_grain(&self, moment: Duration, into: &mut Picture) {
        let secs = moment.as_secs_f32();
        // Clouds pass: a few percent, slowly.
        let light = ((0.98 + 0.03 * (secs * 0.31).sin() + 0.015 * (secs * 0.83).sin()) * 256.0) as i32;
        let line = WIDTH as usize * 3;
        let mut at = (moment.as_millis() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        for row in into.rgb.chunks_exact_mut(line) {
            // xorshift: any cheap jump will do to keep rows and frames apart.
            at ^= at << 13;
            at ^= at >> 7;
            at ^= at << 17;
            let offset = (at % ((GRAIN - line) / 3) as u64) as usize * 3;
            for (value, grain) in row.iter_mut().zip(&self.grain[offset..offset + line]) {
                *value = (((i32::from(*value) * light) >> 8) + i32::from(*grain)).clamp(0, 255) as u8;
            }
        }
    }
}

/// Where a visit puts its person at `secs`.
fn placed(visit: &Visit, secs: f32) -> (Walker, Pose) {
    let since = secs - visit.start_secs;
    let is_leaving = since > visit.walk_secs + visit.stay_secs;
    let part = if is_leaving {
        (1.0 - (since - visit.walk_secs - visit.stay_secs) / visit.walk_secs).clamp(0.0, 1.0)
    } else {
        (since / visit.walk_secs).clamp(0.0, 1.0)
    };
    let is_standing = part >= 1.0;
    let near = part * part * (3.0 - 2.0 * part);
    // Coming from outside the picture; some go on to the other side when they leave.
    let goes_left = (visit.side == 0) == (visit.leaves_where_it_came || !is_leaving);
    let outside = if goes_left { -70.0 } else { WIDTH as f32 + 70.0 };
    // Things grow faster the nearer they come.
    let face_width = FAR_FACE * (visit.face_width / FAR_FACE).powf(near);
    let step = secs * TAU * 0.95 + visit.phase;
    let (sway, bob) = if is_standing { (2.0 * (secs * 1.1 + visit.phase).sin(), 0.0) } else { (0.0, step.sin().abs()) };
    let face_at = [
        outside + (visit.spot_x - outside) * near + sway,
        FACE_Y[0] + (FACE_Y[1] - FACE_Y[0]) * near - bob * face_width * 0.05,
    ];
    // Dusk is blue; the lamp at the door is warm.
    let tint = [0, 1, 2].map(|i| [0.84, 0.86, 0.94][i] + ([1.02, 0.97, 0.91][i] - [0.84, 0.86, 0.94][i]) * near);
    let walker = Walker { role: visit.role, face_at, face_width, is_standing };
    (walker, Pose { face_at, face_width, step: (!is_standing).then_some(step), tint })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_moment_is_the_same_picture_however_it_was_reached() {
        let moment = Duration::from_millis(6_200);
        let (mut first, mut second, mut other) = (Picture::default(), Picture::default(), Picture::default());
        Street::new(1).draw(moment, &mut first);
        let mut street = Street::new(1);
        for at in [1_000, 9_000, 40_000] {
            street.draw(Duration::from_millis(at), &mut other);
        }
        street.draw(moment, &mut second);
        assert!(first == second, "going back and forth changes nothing");
        assert!(first != other, "but another moment is another picture");
        assert_eq!((first.width, first.height), Street::SIZE);
    }

    #[test]
    fn faces_near_the_door_are_large_enough_to_be_recognised() {
        let mut street = Street::new(1);
        let mut standing = 0;
        for tenths in 0..1200 {
            for walker in street.walkers_at(Duration::from_millis(tenths * 100)) {
                if walker.is_standing {
                    standing += 1;
                    assert!((100.0..200.0).contains(&walker.face_width), "{walker:?}");
                    assert!((200.0..1080.0).contains(&walker.face_at[0]), "{walker:?}");
                }
            }
        }
        assert!(standing > 400, "two minutes with somebody at the door for a good part of them: {standing}");
    }
}
