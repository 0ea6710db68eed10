//! A source whose pictures are turned, for those that no decoder turns: webcams, folders and the drawn street.
//!
//! Owns where each pixel goes. Must not know what is on the picture. Invariant: the picture that was read is kept and used
//! again, so that turning allocates nothing once both pictures have their size.

use porchlight_domain::{FramePicture, FrameSource, Next, Picture, Rotation, SourceError};
use std::time::Duration;

/// Turns what another source gives.
pub(crate) struct Turned {
    upright: Box<dyn FrameSource>,
    rotation: Rotation,
    read: FramePicture,
}

impl Turned {
    pub(crate) fn new(upright: Box<dyn FrameSource>, rotation: Rotation) -> Self {
        Self { upright, rotation, read: FramePicture::default() }
    }
}

impl FrameSource for Turned {
    fn next_frame(&mut self, into: &mut FramePicture, patience: Duration) -> Result<Next, SourceError> {
        let next = self.upright.next_frame(&mut self.read, patience)?;
        if matches!(next, Next::Frame { .. }) {
            match &self.read {
                FramePicture::Rgb(picture) => turn(picture, self.rotation, into.as_rgb()),
                // None of these sources decodes video; if one ever does, its picture comes as it is.
                FramePicture::Video(_) => std::mem::swap(&mut self.read, into),
            }
        }
        Ok(next)
    }

    fn lost(&mut self) -> u64 {
        self.upright.lost()
    }
}

/// Writes `from`, turned clockwise, into `into`, whose place in memory is used again.
fn turn(from: &Picture, rotation: Rotation, into: &mut Picture) {
    let (width, height) = (from.width as usize, from.height as usize);
    (into.width, into.height) =
        if rotation.swaps_sides() { (from.height, from.width) } else { (from.width, from.height) };
    into.rgb.resize(from.rgb.len(), 0);
    if from.rgb.len() != width * height * 3 {
        into.rgb.clone_from(&from.rgb);
        return;
    }
    // Pixel by pixel in the order of what is written: memory that is written jumps about costs more than what is read so.
    let row_length = into.width.max(1) as usize;
    for (y, row) in into.rgb.chunks_exact_mut(row_length * 3).enumerate() {
        for (x, pixel) in row.chunks_exact_mut(3).enumerate() {
            let (from_x, from_y) = match rotation {
                Rotation::None => (x, y),
                Rotation::Quarter => (y, height - 1 - x),
                Rotation::Half => (width - 1 - x, height - 1 - y),
                Rotation::ThreeQuarters => (width - 1 - y, x),
            };
            pixel.copy_from_slice(&from.rgb[(from_y * width + from_x) * 3..][..3]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three columns and two rows, numbered as one reads.
    fn numbered() -> Picture {
        Picture { width: 3, height: 2, rgb: (1..=6).flat_map(|n| [n; 3]).collect() }
    }

    fn read(picture: &Picture) -> Vec<u8> {
        picture.rgb.iter().step_by(3).copied().collect()
    }

    #[test]
    fn a_picture_is_turned_clockwise() {
        let mut turned = Picture::default();
        for (rotation, size, pixels) in [
            (Rotation::None, (3, 2), [1, 2, 3, 4, 5, 6]),
            (Rotation::Quarter, (2, 3), [4, 1, 5, 2, 6, 3]),
            (Rotation::Half, (3, 2), [6, 5, 4, 3, 2, 1]),
            (Rotation::ThreeQuarters, (2, 3), [3, 6, 2, 5, 1, 4]),
        ] {
            turn(&numbered(), rotation, &mut turned);
            assert_eq!(((turned.width, turned.height), read(&turned)), (size, pixels.to_vec()), "{rotation:?}");
        }
    }

    #[test]
    fn a_torn_picture_stays_torn() {
        let torn = Picture { width: 3, height: 2, rgb: vec![1; 4] };
        let mut turned = Picture::default();
        turn(&torn, Rotation::Quarter, &mut turned);
        assert_eq!((turned.width, turned.height, turned.rgb.len()), (2, 3, 4), "whoever shows it sees that it is torn");
    }
}
