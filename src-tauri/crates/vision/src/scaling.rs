//! Scales pictures.
//!
//! Owns the one resizer and its settings. Must not know what the scaled picture is for. Invariant: both sides of the
//! result are at least one pixel.

use fast_image_resize::{
    FilterType, ResizeAlg, ResizeOptions, Resizer,
    images::{TypedImage, TypedImageRef},
    pixels::{U8, U8x3},
};
use porchlight_domain::{PartInFrame, Picture, VideoPicture, View};

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

/// A resizer whose inner buffers are kept from frame to frame.
#[derive(Default)]
pub(crate) struct Scaler {
    resizer: Resizer,
}

impl Scaler {
    /// Writes `picture` at `width` x `height` into `into`, interleaved RGB. `false` if the picture is not whole.
    pub(crate) fn scale(&mut self, picture: &Picture, width: u32, height: u32, into: &mut Vec<u8>) -> bool {
        let whole = PartInFrame::all((picture.width, picture.height));
        self.scale_part(picture, whole, width, height, into)
    }

    /// Writes a part of `picture` at `width` x `height` into `into`, interleaved RGB. The bilinear kernel grows with the ratio, so
    /// that every source pixel counts and nothing aliases. `false` if the picture is not whole or the part is
    /// empty or not wholly in it.
    pub(crate) fn scale_part(
        &mut self,
        picture: &Picture,
        part: PartInFrame,
        width: u32,
        height: u32,
        into: &mut Vec<u8>,
    ) -> bool {
        if !View::from(picture).is_whole() || part.width == 0 || part.height == 0 || width == 0 || height == 0 {
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

/// Scales the planes of video; its buffers are kept from frame to frame.
#[derive(Default)]
pub(crate) struct VideoScaler {
    resizer: Resizer,
    scaled: VideoPicture,
}

impl VideoScaler {
    /// A part of `picture`, which must lie in it, at `width` x `height`; `None` if the picture is torn or a side is zero.
    pub(crate) fn scale_part(
        &mut self,
        picture: &VideoPicture,
        part: PartInFrame,
        width: u32,
        height: u32,
    ) -> Option<&VideoPicture> {
        if !picture.is_whole() || part.width == 0 || part.height == 0 || width == 0 || height == 0 {
            return None;
        }
        (self.scaled.width, self.scaled.height) = (width, height);
        self.scaled.planes.resize(VideoPicture::bytes_of(width, height), 0);
        let (luma, colour) = self.scaled.planes.split_at_mut(width as usize * height as usize);
        let (blue, red) = colour.split_at_mut(colour.len() / 2);
        let (colour_width, colour_height) = picture.colour_size();
        let sizes = [(picture.width, picture.height), (colour_width as u32, colour_height as u32)];
        for ((from, into), is_colour) in picture.parts().into_iter().zip([luma, blue, red]).zip([false, true, true]) {
            let (from_width, from_height) = sizes[usize::from(is_colour)];
            let by = if is_colour { 2 } else { 1 };
            let source = TypedImageRef::<U8>::from_buffer(from_width, from_height, from).ok()?;
            let mut target = TypedImage::<U8>::from_buffer(width.div_ceil(by), height.div_ceil(by), into).ok()?;
            let half = |v: u32| f64::from(v) / f64::from(by);
            // Half a sample more than there is, where a side is odd.
            let span = |from: u32, length: u32, end: u32| (half(from), half(length).min(f64::from(end) - half(from)));
            let (left, across) = span(part.left, part.width, from_width);
            let (top, down) = span(part.top, part.height, from_height);
            let options = ResizeOptions::new()
                .crop(left, top, across, down)
                .resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
            self.resizer.resize_typed(&source, &mut target, &options).ok()?;
        }
        Some(&self.scaled)
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

    #[test]
    fn video_is_scaled_plane_by_plane_also_with_odd_sides() {
        for (width, height) in [(64, 48), (63, 47)] {
            let bytes = VideoPicture::bytes_of(width, height);
            let picture = VideoPicture { width, height, planes: (0..bytes).map(|i| (i / 40 % 200) as u8).collect() };
            let mut scaler = VideoScaler::default();
            let part = PartInFrame { left: 1, top: 1, width: width - 1, height: height - 1 };
            let half = scaler.scale_part(&picture, part, 31, 23).expect("whole");
            assert!(half.is_whole() && half.width == 31, "{width}x{height}");
            let mean = |values: &[u8]| values.iter().map(|v| f64::from(*v)).sum::<f64>() / values.len() as f64;
            for (from, to) in picture.parts().into_iter().zip(half.parts()) {
                assert!((mean(from) - mean(to)).abs() < 12.0, "{width}x{height}: {} is {}", mean(from), mean(to));
            }
        }
        let torn = VideoPicture { width: 8, height: 8, planes: Vec::new() };
        let part = PartInFrame { left: 0, top: 0, width: 8, height: 8 };
        assert!(VideoScaler::default().scale_part(&torn, part, 4, 4).is_none(), "nothing is read past its end");
    }
}
