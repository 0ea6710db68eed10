//! What moved in front of a camera since it was looked at.
//!
//! Owns the coarse picture that the next one is compared with, block by block. Must not know faces. Method: the mean
//! brightness of blocks, compared with that of the picture in which the block was searched last; noise averages out within a
//! block, a face does not. Slow change adds up against the picture that was searched, so that nobody creeps in.

use crate::{PartInFrame, View};

/// Blocks across a picture 640 wide; larger pictures have larger blocks.
const BLOCKS_ACROSS: u32 = 40;
/// So many rows of a block are looked at, whole, spread over it: 128 pixels of a block of 16 x 16, 256 of one of 32 x 32. Leaving out
/// pixels of a row would cost more than it saves, because the sum of neighbours is one instruction for many.
const ROWS_OF_A_BLOCK: usize = 8;
/// Of small blocks every other row.
const LEAST_STEP: usize = 2;
/// A block whose mean brightness changed by this, of 255, moved. Noise of sigma 5 a pixel moves the difference of two
/// means of 128 by 0.6, and the most moved of 900 blocks by 2; those cut off at an edge by 3. In worse noise everything
/// moves, and every picture is searched.
const MOVED: f32 = 6.0;

/// The picture as it was when each of its blocks was searched, and as it is now.
#[derive(Clone, Debug, Default)]
pub(crate) struct Movement {
    size: (u32, u32),
    /// Side of a block in pixels.
    side: u32,
    across: usize,
    searched: Vec<f32>,
    now: Vec<f32>,
    /// The sums of columns while a row of blocks is measured. Of the few rows of a block they are small.
    columns: Vec<u16>,
}

impl Movement {
    /// Takes in the next picture. `false` if it cannot be compared with the one before: another size, or none before.
    pub(crate) fn take_in(&mut self, view: View<'_>) -> bool {
        let is_same = self.size == view.size() && !self.searched.is_empty();
        self.size = view.size();
        self.measure(view);
        is_same && self.now.len() == self.searched.len()
    }

    /// The blocks that moved and of which `is_wanted` holds, given the middle of each in pixels; the smallest part that holds
    /// them all.
    pub(crate) fn moved(&self, is_wanted: impl Fn([f32; 2]) -> bool) -> Option<PartInFrame> {
        let mut bounds: Option<[u32; 4]> = None;
        for (i, (now, then)) in self.now.iter().zip(&self.searched).enumerate() {
            // Not a number, of a torn picture, counts as moved.
            let is_still = (now - then).abs() < MOVED;
            if is_still || !is_wanted(self.middle(i)) {
                continue;
            }
            let (column, row) = ((i % self.across) as u32, (i / self.across) as u32);
            let [left, top, right, bottom] = bounds.unwrap_or([column, row, column, row]);
            bounds = Some([left.min(column), top.min(row), right.max(column), bottom.max(row)]);
        }
        let [left, top, right, bottom] = bounds?.map(|v| v * self.side);
        let (width, height) = self.size;
        let end = |from: u32, length: u32| (from + self.side).min(length);
        Some(PartInFrame { left, top, width: end(right, width) - left, height: end(bottom, height) - top })
    }

    /// These blocks are as they were when they were searched last, from now on.
    pub(crate) fn was_searched(&mut self, is_in: impl Fn([f32; 2]) -> bool) {
        if self.searched.len() != self.now.len() {
            self.searched.clear();
            self.searched.resize(self.now.len(), f32::NAN);
        }
        for i in 0..self.now.len() {
            if is_in(self.middle(i)) {
                self.searched[i] = self.now[i];
            }
        }
    }

    /// Side of a block in pixels.
    pub(crate) fn side(&self) -> f32 {
        self.side as f32
    }

    fn middle(&self, block: usize) -> [f32; 2] {
        let at = |index: usize, length: u32| {
            let from = index as u32 * self.side;
            (from as f32 + (from + self.side).min(length) as f32) / 2.0
        };
        [at(block % self.across, self.size.0), at(block / self.across, self.size.1)]
    }

    /// The mean brightness of each block; of RGB that of green, which carries most of it.
    fn measure(&mut self, view: View<'_>) {
        let (width, height) = view.size();
        self.side = (width / BLOCKS_ACROSS).max(8);
        let (side, width, height) = (self.side as usize, width as usize, height as usize);
        let (across, down) = (width.div_ceil(side), height.div_ceil(side));
        self.across = across.max(1);
        self.now.clear();
        self.now.resize(across * down, 0.0);
        if !view.is_whole() {
            return;
        }
        self.columns.resize(width, 0);
        let step = (side / ROWS_OF_A_BLOCK).max(LEAST_STEP);
        match view {
            View::Rgb(picture) => sum_blocks::<3>(&picture.rgb, side, step, &mut self.columns, &mut self.now),
            View::Video(picture) => sum_blocks::<1>(picture.parts()[0], side, step, &mut self.columns, &mut self.now),
        }
        for (i, block) in self.now.iter_mut().enumerate() {
            let (left, top) = (i % across * side, i / across * side);
            let count = |from: usize, length: usize| side.min(length - from);
            *block /= (count(left, width) * count(top, height).div_ceil(step)).max(1) as f32;
        }
    }
}

/// Sums the middle one of the `BYTES` values of each pixel of every `step`th row of a block, block by block. First down the columns: rows
/// are long enough for the widest instructions, those of a block are not.
fn sum_blocks<const BYTES: usize>(values: &[u8], side: usize, step: usize, columns: &mut [u16], blocks: &mut [f32]) {
    let (row_length, across) = (columns.len() * BYTES, columns.len().div_ceil(side));
    for (rows, blocks) in values.chunks(row_length * side).zip(blocks.chunks_exact_mut(across)) {
        columns.fill(0);
        for row in rows.chunks_exact(row_length).step_by(step) {
            for (sum, pixel) in columns.iter_mut().zip(row.chunks_exact(BYTES)) {
                *sum += u16::from(pixel[BYTES / 2]);
            }
        }
        for (block, columns) in blocks.iter_mut().zip(columns.chunks(side)) {
            *block = columns.iter().map(|sum| u32::from(*sum)).sum::<u32>() as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Picture, VideoPicture};

    fn everywhere(_: [f32; 2]) -> bool {
        true
    }

    fn grey(level: u8) -> Picture {
        Picture { width: 640, height: 360, rgb: vec![level; 640 * 360 * 3] }
    }

    /// A square of another brightness, from row 100 on.
    fn with_square(mut picture: Picture, left: usize, side: usize, level: u8) -> Picture {
        for y in 100..100 + side {
            let from = (y * picture.width as usize + left) * 3;
            picture.rgb[from..from + side * 3].fill(level);
        }
        picture
    }

    /// What moved from one picture, which was searched, to the other.
    fn between(one: &Picture, other: &Picture) -> Option<PartInFrame> {
        let mut movement = Movement::default();
        assert!(!movement.take_in(one.into()), "the first has nothing to be compared with");
        movement.was_searched(everywhere);
        assert!(movement.take_in(other.into()), "the second has");
        movement.moved(everywhere)
    }

    #[test]
    fn whoever_comes_in_moves_the_blocks_where_they_are() {
        assert_eq!(between(&grey(90), &grey(90)), None, "nobody");
        let part = between(&grey(90), &with_square(grey(90), 304, 32, 130)).expect("a face of 32 pixels");
        assert_eq!((part.left, part.width), (304, 32), "where it is");
        assert_eq!((part.top, part.height), (96, 48), "blocks begin at multiples of sixteen");
    }

    #[test]
    fn a_block_that_was_searched_is_still_from_then_on_and_the_others_are_not() {
        let mut movement = Movement::default();
        movement.take_in((&grey(90)).into());
        movement.was_searched(everywhere);
        let two = with_square(with_square(grey(90), 64, 32, 130), 480, 32, 130);
        movement.take_in((&two).into());
        movement.was_searched(|[x, _]| x < 320.0);
        let left = movement.moved(everywhere).expect("the one on the right was not looked at");
        assert_eq!((left.left, left.width), (480, 32));
        assert_eq!(movement.moved(|[x, _]| x < 320.0), None, "the one on the left was");
    }

    #[test]
    fn noise_does_not_move_anything() {
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
        for _ in 0..5 {
            assert_eq!(between(&noisy(), &noisy()), None, "nobody is there");
        }
    }

    #[test]
    fn of_every_size_each_block_is_the_mean_of_its_rows() {
        for (width, height) in [(320, 180), (640, 360), (1280, 720), (1921, 1083), (8192, 4320)] {
            let picture = VideoPicture { width, height, planes: vec![255; VideoPicture::bytes_of(width, height)] };
            let mut movement = Movement::default();
            movement.take_in((&picture).into());
            assert!(movement.now.iter().all(|mean| *mean == 255.0), "{width} x {height}: the brightest there is");
        }
    }

    #[test]
    fn slow_change_adds_up() {
        let mut movement = Movement::default();
        movement.take_in((&grey(90)).into());
        movement.was_searched(everywhere);
        let first = (1..10u8).find(|i| {
            movement.take_in((&grey(90 + i)).into());
            movement.moved(everywhere).is_some()
        });
        assert_eq!(first, Some(6), "six levels against the picture that was searched");
    }

    #[test]
    fn another_size_and_a_torn_picture_cannot_be_compared() {
        let mut movement = Movement::default();
        movement.take_in((&grey(90)).into());
        movement.was_searched(everywhere);
        assert!(!movement.take_in((&Picture::black(320, 180)).into()), "the camera was set otherwise");
        assert!(!movement.take_in((&Picture { width: 10, height: 10, rgb: vec![0; 5] }).into()));
        assert!(!movement.take_in((&Picture::default()).into()), "nothing at all");
        assert_eq!(movement.moved(everywhere), None);
    }

    #[test]
    fn of_video_brightness_alone_counts() {
        let mut video = VideoPicture { width: 641, height: 361, planes: vec![90; VideoPicture::bytes_of(641, 361)] };
        let mut movement = Movement::default();
        movement.take_in((&video).into());
        movement.was_searched(everywhere);
        video.planes[641 * 361..].fill(160);
        movement.take_in((&video).into());
        assert_eq!(movement.moved(everywhere), None, "only the colour changed");
        for y in 100..140 {
            video.planes[y * 641 + 200..][..40].fill(130);
        }
        movement.take_in((&video).into());
        assert!(movement.moved(everywhere).is_some(), "somebody is there");
    }
}
