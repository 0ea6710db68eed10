//! Where a face will be on the next frame.
//!
//! Owns the motion model: a Kalman filter with constant velocity for each of centre x, centre y, width and height,
//! as in SORT (Bewley et al. 2016), with the time between frames taken from the frames themselves, because cameras
//! deliver unevenly and frames may be dropped. Must not know what a face looks like.

use crate::BoxInFrame;

/// Change of velocity to expect, in face sides per second squared: somebody who stands may start to walk.
const ACCELERATION: f32 = 4.0;
/// How far the detector's box jitters, in face sides.
const JITTER: f32 = 0.04;

/// One coordinate and how fast it changes.
#[derive(Clone, Copy, Debug)]
struct Axis {
    at: f32,
    speed: f32,
    /// Covariance: of the position, of position and speed, of the speed.
    p: [f32; 3],
}

impl Axis {
    fn new(at: f32, side: f32) -> Self {
        let spread = (JITTER * side).powi(2);
        Self { at, speed: 0.0, p: [spread, 0.0, side.powi(2)] }
    }

    fn predict(&mut self, seconds: f32, side: f32) {
        let q = (ACCELERATION * side).powi(2);
        self.at += self.speed * seconds;
        let [pp, pv, vv] = self.p;
        self.p = [
            pp + 2.0 * seconds * pv + seconds.powi(2) * vv + q * seconds.powi(4) / 4.0,
            pv + seconds * vv + q * seconds.powi(3) / 2.0,
            vv + q * seconds.powi(2),
        ];
    }

    fn correct(&mut self, measured: f32, side: f32) {
        let [pp, pv, vv] = self.p;
        let gain = pp + (JITTER * side).powi(2);
        let (k_at, k_speed) = (pp / gain, pv / gain);
        let miss = measured - self.at;
        self.at += k_at * miss;
        self.speed += k_speed * miss;
        self.p = [(1.0 - k_at) * pp, (1.0 - k_at) * pv, vv - k_speed * pv];
    }
}

/// A box that moves.
#[derive(Clone, Debug)]
pub(crate) struct Motion {
    axes: [Axis; 4],
}

impl Motion {
    pub(crate) fn new(first: &BoxInFrame) -> Self {
        let side = side_of(first);
        let [x, y] = first.centre();
        Self { axes: [x, y, first.w, first.h].map(|v| Axis::new(v, side)) }
    }

    /// Moves the box on by `seconds` without seeing it.
    pub(crate) fn predict(&mut self, seconds: f32) {
        let side = side_of(&self.boxed());
        self.axes.iter_mut().for_each(|axis| axis.predict(seconds, side));
        // Size drifts slowly and must never turn inside out while nobody looks.
        self.axes[2].at = self.axes[2].at.max(1.0);
        self.axes[3].at = self.axes[3].at.max(1.0);
    }

    /// Takes in where it was really seen.
    pub(crate) fn correct(&mut self, seen: &BoxInFrame) {
        let side = side_of(seen);
        let [x, y] = seen.centre();
        for (axis, measured) in self.axes.iter_mut().zip([x, y, seen.w, seen.h]) {
            axis.correct(measured, side);
        }
    }

    /// Where it is thought to be.
    pub(crate) fn boxed(&self) -> BoxInFrame {
        let [x, y, w, h] = self.axes.map(|axis| axis.at);
        BoxInFrame { x: x - w / 2.0, y: y - h / 2.0, w, h }
    }

    /// How unsure the middle is, in pixels (one standard deviation).
    pub(crate) fn doubt_px(&self) -> f32 {
        (self.axes[0].p[0] + self.axes[1].p[0]).max(0.0).sqrt()
    }
}

/// The geometric mean of width and height.
pub(crate) fn side_of(face: &BoxInFrame) -> f32 {
    face.area().sqrt().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walking(step: usize) -> BoxInFrame {
        BoxInFrame { x: 100.0 + 8.0 * step as f32, y: 50.0, w: 60.0, h: 80.0 }
    }

    #[test]
    fn a_walker_is_expected_where_the_walk_leads() {
        let mut motion = Motion::new(&walking(0));
        for step in 1..15 {
            motion.predict(0.04);
            motion.correct(&walking(step));
        }
        motion.predict(0.4);
        let expected = walking(24).centre()[0];
        let miss = (motion.boxed().centre()[0] - expected).abs();
        assert!(miss < 12.0, "after ten frames unseen the middle is {miss} px off, a sixth of the face at most");
    }

    #[test]
    fn doubt_grows_while_nobody_is_seen() {
        let mut motion = Motion::new(&walking(0));
        motion.correct(&walking(0));
        let before = motion.doubt_px();
        motion.predict(0.5);
        assert!(motion.doubt_px() > before, "half a second unseen makes the middle less certain");
    }
}
