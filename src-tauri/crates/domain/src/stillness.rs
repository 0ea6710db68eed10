//! Whether anything moved in front of a camera.
//!
//! Owns the coarse picture that the next one is compared with. Must not know faces. Method: the mean brightness of blocks,
//! compared with that of the picture that was searched last; noise averages out within a block, a face does not. Slow
//! change adds up against the picture that was searched, so that nobody creeps in.

use crate::{Timestamp, View};

/// Side of a block in pixels of a picture 640 wide; larger pictures have larger blocks.
const BLOCKS_ACROSS: u32 = 40;
/// Every so many pixels one is looked at, in both directions: 64 of a block of 16 x 16.
const STEP: usize = 2;
/// A block whose mean brightness changed by this, of 255, moved. Noise of sigma 5 a pixel moves the difference of two
/// means of 64 by 0.9, and the most moved of 900 blocks by 3; those cut off at an edge by 4. In worse noise everything
/// moves, and every picture is searched.
const MOVED: f32 = 6.0;
/// Even if nothing seems to move the picture is searched this often.
const HEARTBEAT_MS: i64 = 500;

/// The picture that was searched last, in blocks.
#[derive(Clone, Debug, Default)]
pub struct Stillness {
    width: u32,
    height: u32,
    searched: Vec<f32>,
    now: Vec<f32>,
    searched_at: Option<Timestamp>,
}

impl Stillness {
    /// Whether this picture need not be searched, because it shows what the last one that was searched showed. If it has
    /// to be, it counts as searched from now on.
    pub fn is_still(&mut self, view: View<'_>, at: Timestamp) -> bool {
        let is_same_size = (self.width, self.height) == view.size();
        let is_due = self.searched_at.is_none_or(|searched| !(0..HEARTBEAT_MS).contains(&at.millis_since(searched)));
        self.measure(view);
        let has_moved = || self.now.iter().zip(&self.searched).any(|(now, then)| (now - then).abs() >= MOVED);
        if is_same_size && !is_due && self.now.len() == self.searched.len() && !has_moved() {
            return true;
        }
        (self.width, self.height) = view.size();
        std::mem::swap(&mut self.searched, &mut self.now);
        self.searched_at = Some(at);
        false
    }

    /// The mean brightness of each block; of RGB that of green, which carries most of it.
    fn measure(&mut self, view: View<'_>) {
        let (width, height) = view.size();
        let side = (width / BLOCKS_ACROSS).max(8) as usize;
        let (width, height) = (width as usize, height as usize);
        let (across, down) = (width.div_ceil(side), height.div_ceil(side));
        self.now.clear();
        self.now.resize(across * down, 0.0);
        if !view.is_whole() {
            return;
        }
        match view {
            View::Rgb(picture) => sum_blocks::<3>(&picture.rgb[1..], width * 3, side, across, &mut self.now),
            View::Video(picture) => sum_blocks::<1>(picture.parts()[0], width, side, across, &mut self.now),
        }
        for (i, block) in self.now.iter_mut().enumerate() {
            let (left, top) = (i % across * side, i / across * side);
            let count = |from: usize, length: usize| (side.min(length - from)).div_ceil(STEP);
            *block /= (count(left, width) * count(top, height)).max(1) as f32;
        }
    }
}

/// Adds every `STEP`th value of every `STEP`th row, `BYTES` for each pixel, to its block.
fn sum_blocks<const BYTES: usize>(values: &[u8], row_length: usize, side: usize, across: usize, blocks: &mut [f32]) {
    for (y, row) in values.chunks(row_length).enumerate().step_by(STEP) {
        let blocks = &mut blocks[y / side * across..][..across];
        for (block, part) in blocks.iter_mut().zip(row.chunks(side * BYTES)) {
            *block += part.iter().step_by(STEP * BYTES).map(|v| u32::from(*v)).sum::<u32>() as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Picture, VideoPicture};

    fn grey(level: u8) -> Picture {
        Picture { width: 640, height: 360, rgb: vec![level; 640 * 360 * 3] }
    }

    /// A square of another brightness.
    fn with_square(mut picture: Picture, left: usize, side: usize, level: u8) -> Picture {
        for y in 100..100 + side {
            let from = (y * picture.width as usize + left) * 3;
            picture.rgb[from..from + side * 3].fill(level);
        }
        picture
    }

    #[test]
    fn an_unchanged_picture_is_searched_once_and_at_every_heartbeat() {
        let mut stillness = Stillness::default();
        let searched: Vec<i64> =
            (0..30).map(|i| i * 40).filter(|at| !stillness.is_still((&grey(90)).into(), Timestamp(*at))).collect();
        assert_eq!(searched, [0, 520, 1040], "the first, and half a second after it");
    }

    #[test]
    fn whoever_comes_in_is_searched_for_at_once() {
        let mut stillness = Stillness::default();
        assert!(!stillness.is_still((&grey(90)).into(), Timestamp(0)));
        assert!(
            !stillness.is_still((&with_square(grey(90), 300, 32, 130)).into(), Timestamp(40)),
            "a face of 32 pixels"
        );
        assert!(
            stillness.is_still((&with_square(grey(90), 300, 32, 130)).into(), Timestamp(80)),
            "who stands still now"
        );
        assert!(!stillness.is_still((&with_square(grey(90), 308, 32, 130)).into(), Timestamp(120)), "and goes on");
    }

    #[test]
    fn noise_does_not_move_anything() {
        let mut stillness = Stillness::default();
        // A multiplicative generator is noise enough: uniform, 8 levels to either side, sigma 5.
        let mut state = 12_345u32;
        let mut noisy = || {
            let mut picture = grey(90);
            for value in &mut picture.rgb {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *value = (82 + (state >> 24) % 17) as u8;
            }
            picture
        };
        assert!(!stillness.is_still((&noisy()).into(), Timestamp(0)));
        let moved = (1..10).filter(|i| !stillness.is_still((&noisy()).into(), Timestamp(i * 40))).count();
        assert_eq!(moved, 0, "nobody is there");
    }

    #[test]
    fn slow_change_adds_up() {
        let mut stillness = Stillness::default();
        assert!(!stillness.is_still((&grey(90)).into(), Timestamp(0)));
        let first = (1..10).find(|i| !stillness.is_still((&grey(90 + *i as u8)).into(), Timestamp(i * 40)));
        assert_eq!(first, Some(6), "six levels against the picture that was searched");
    }

    #[test]
    fn another_size_and_a_torn_picture_are_searched() {
        let mut stillness = Stillness::default();
        assert!(!stillness.is_still((&grey(90)).into(), Timestamp(0)));
        assert!(!stillness.is_still((&Picture::black(320, 180)).into(), Timestamp(40)), "the camera was set otherwise");
        assert!(!stillness.is_still((&Picture { width: 10, height: 10, rgb: vec![0; 5] }).into(), Timestamp(80)));
        assert!(!stillness.is_still((&Picture::default()).into(), Timestamp(120)), "nothing at all");
    }

    #[test]
    fn of_video_brightness_alone_counts() {
        let mut video = VideoPicture { width: 641, height: 361, planes: vec![90; VideoPicture::bytes_of(641, 361)] };
        let mut stillness = Stillness::default();
        assert!(!stillness.is_still((&video).into(), Timestamp(0)));
        video.planes[641 * 361..].fill(160);
        assert!(stillness.is_still((&video).into(), Timestamp(40)), "only the colour changed");
        for y in 100..140 {
            video.planes[y * 641 + 200..][..40].fill(130);
        }
        assert!(!stillness.is_still((&video).into(), Timestamp(80)), "somebody is there");
        assert!(stillness.is_still((&video).into(), Timestamp(120)), "and stands still");
    }
}
