//! Scales pictures.
//!
//! Owns the one resizer and its settings. Must not know what the scaled picture is for. Invariant: both sides of the
//! result are at least one pixel.

use fast_image_resize::{
    FilterType, ResizeAlg, ResizeOptions, Resizer,
    images::{TypedImage, TypedImageRef},
    pixels::U8x3,
};
use porchlight_domain::Picture;

/// Width and height that fit into `longer_side` without enlarging, proportions kept, never less than one pixel.
pub(crate) fn fitted(width: u32, height: u32, longer_side: u32) -> (u32, u32) {
    let longer = width.max(height);
    if longer <= longer_side {
        return (width, height);
    }
    let scaled = |side: u32| {
        let rounded = (u64::from(side) * u64::from(longer_side) * 2 + u64::from(longer)) / (u64::from(longer) * 2);
        (rounded as u32).clamp(1, longer_side)
    };
    (scaled(width), scaled(height))
}

/// Whether the buffer is as long as the sides say and neither side is zero.
pub(crate) fn is_whole(picture: &Picture) -> bool {
    let pixels = picture.width as usize * picture.height as usize;
    pixels > 0 && picture.rgb.len() == pixels * 3
}

/// A part of a picture, in whole pixels.
#[derive(Clone, Copy)]
pub(crate) struct Part {
    pub(crate) left: u32,
    pub(crate) top: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// A resizer whose inner buffers are kept from frame to frame.
#[derive(Default)]
pub(crate) struct Scaler {
    resizer: Resizer,
}

impl Scaler {
    /// Writes `picture` at `width` x `height` into `into`, interleaved RGB. `false` if the picture is not whole.
    pub(crate) fn scale(&mut self, picture: &Picture, width: u32, height: u32, into: &mut Vec<u8>) -> bool {
        let whole = Part { left: 0, top: 0, width: picture.width, height: picture.height };
        self.scale_part(picture, whole, width, height, into)
    }

    /// Writes a part of `picture` at `width` x `height` into `into`, interleaved RGB. The bilinear kernel grows with the ratio, so
    /// that every source pixel counts and nothing aliases. `false` if the picture is not whole or the part is
    /// empty or not wholly in it.
    pub(crate) fn scale_part(
        &mut self,
        picture: &Picture,
        part: Part,
        width: u32,
        height: u32,
        into: &mut Vec<u8>,
    ) -> bool {
        if !is_whole(picture) || part.width == 0 || part.height == 0 || width == 0 || height == 0 {
            return false;
        }
        into.resize(width as usize * height as usize * 3, 0);
        // The typed call: the other one compiles the resizer for every kind of pixel, which takes minutes.
        let Ok(source) = TypedImageRef::<U8x3>::from_buffer(picture.width, picture.height, &picture.rgb) else {
            return false;
        };
        let Ok(mut target) = TypedImage::<U8x3>::from_buffer(width, height, into) else {
            return false;
        };
        let options = ResizeOptions::new()
            .crop(part.left.into(), part.top.into(), part.width.into(), part.height.into())
            .resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
        self.resizer.resize_typed(&source, &mut target, &options).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_fitted_without_enlarging_or_vanishing() {
        for ((width, height, side), fitted_to) in [
            ((1280, 720, 640), (640, 360)),
            ((720, 1280, 640), (360, 640)),
            ((250, 250, 640), (250, 250)),
            ((10_000, 1, 640), (640, 1)),
            ((1, 1, 640), (1, 1)),
        ] {
            assert_eq!(fitted(width, height, side), fitted_to, "{width}x{height} into {side}");
        }
    }

    #[test]
    fn a_picture_whose_buffer_is_too_short_is_refused() {
        let torn = Picture { width: 10, height: 10, rgb: vec![0; 10] };
        assert!(!Scaler::default().scale(&torn, 5, 5, &mut Vec::new()), "it must not be read past its end");
    }

    #[test]
    fn halving_takes_every_pixel_into_account() {
        let mut picture = Picture::black(64, 64);
        for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
            pixel.fill(if (i % 64 + i / 64) % 2 == 0 { 255 } else { 0 });
        }
        let mut half = Vec::new();
        assert!(Scaler::default().scale(&picture, 32, 32, &mut half), "a whole picture scales");
        assert!(half.iter().all(|v| (118..=138).contains(v)), "a checkerboard becomes grey, not black or white");
    }
}
