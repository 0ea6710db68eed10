//! Pictures in and out: decoding, encoding, scaling, cropping.
//!
//! Owns what a picture file may be and how large. Must not know what is shown on it. Invariant: whatever bytes come in,
//! the answer is an upright RGB picture or an error, within a bounded amount of memory; never a panic.

use crate::{
    scaling::{Scaler, VideoScaler, fitted},
    video,
};
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, metadata::Orientation};
use jpeg_encoder::{ColorType, Encoder};
use porchlight_domain::{BoxInFrame, PartInFrame, Picture, View};
use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// The largest picture that is decoded: phones have up to 64 megapixels, and 240 MB of pixels can still be afforded.
const MOST_PIXELS: u64 = 80_000_000;

/// What a decoder may allocate besides, 16-bit pictures of that size included.
const MOST_BYTES: u64 = 768 * 1024 * 1024;

/// The end of every TGA file of version 2. The format has no mark at its start.
const TGA_END: &[u8] = b"TRUEVISION-XFILE.\0";

/// What files call themselves whose pictures are HEVC video. AVIF, in the same kind of file, is another matter.
const HEIC_BRANDS: [&[u8]; 6] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"];

/// A picture could not be read or written. Says nothing about what is on it.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// Nothing there.
    #[error("the file is empty")]
    Empty,
    /// A picture as an iPhone keeps it. Its tiles of HEVC video are read neither here nor by the ffmpeg of today's systems.
    #[error("this is an iPhone picture (HEIC): save it as JPEG and try again")]
    Heic,
    /// None of the formats that can be read.
    #[error("this is no picture format that can be read")]
    UnknownFormat,
    /// More pixels than are decoded.
    #[error("the picture is too large: {width} x {height}, at most {most} megapixels can be read", most = MOST_PIXELS / 1_000_000)]
    TooLarge {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// The format is known, the content is broken or of a kind that cannot be read.
    #[error("the picture cannot be read: {detail}")]
    Broken {
        /// What the decoder said.
        detail: String,
    },
    /// The picture has no pixels, or more on a side than a JPEG can hold.
    #[error("a picture of {width} x {height} pixels cannot be written as JPEG")]
    NotEncodable {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
}

/// Reads a picture of any format by its content, turns it upright as its EXIF data says, and lays what is transparent
/// on white. Of a film it takes the first frame.
///
/// # Errors
/// The bytes are no picture, are broken, or are a picture of more than 80 megapixels.
pub fn decode(bytes: &[u8]) -> Result<Picture, PictureError> {
    if bytes.is_empty() {
        return Err(PictureError::Empty);
    }
    if is_heic(bytes) {
        return Err(PictureError::Heic);
    }
    // A decoder that panics on hostile bytes must not take a camera or a command with it.
    catch_unwind(AssertUnwindSafe(|| decode_checked(bytes)))
        .unwrap_or_else(|_| Err(PictureError::Broken { detail: "its decoder failed".into() }))
}

/// By the brands that the first box of the file names: which it is, and which it can be read as.
fn is_heic(bytes: &[u8]) -> bool {
    let Some((size, b"ftyp")) = bytes.first_chunk().map(|size| u32::from_be_bytes(*size)).zip(bytes.get(4..8)) else {
        return false;
    };
    let end = bytes.len().min(size as usize);
    bytes.get(8..end).is_some_and(|brands| brands.chunks_exact(4).any(|brand| HEIC_BRANDS.contains(&brand)))
}

fn decode_checked(bytes: &[u8]) -> Result<Picture, PictureError> {
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|error| broken(error.into()))?;
    if reader.format().is_none() && bytes.ends_with(TGA_END) {
        reader.set_format(ImageFormat::Tga);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PictureError::TooLarge { width, height });
    }
    if width == 0 || height == 0 {
        return Err(PictureError::Broken { detail: "it has no pixels".into() });
    }
    // Broken EXIF data is no reason to refuse a picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = opaque(DynamicImage::from_decoder(decoder).map_err(broken)?);
    image.apply_orientation(orientation);
    let upright = image.into_rgb8();
    Ok(Picture { width: upright.width(), height: upright.height(), rgb: upright.into_raw() })
}

/// Lays a picture with transparency on white. Dropping the transparency would show colours that nobody ever saw.
fn opaque(image: DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return image;
    }
    let mut with_alpha = image.into_rgba8();
    for pixel in with_alpha.pixels_mut() {
        let [colours @ .., alpha] = &mut pixel.0;
        let share = u16::from(*alpha);
        colours.iter_mut().for_each(|v| *v = ((u16::from(*v) * share + 255 * (255 - share) + 127) / 255) as u8);
    }
    with_alpha.into()
}

fn broken(error: ImageError) -> PictureError {
    match error {
        ImageError::Unsupported(error) if matches!(error.kind(), image::error::UnsupportedErrorKind::Format(_)) => {
            PictureError::UnknownFormat
        }
        error => PictureError::Broken { detail: error.to_string() },
    }
}

/// Writes a picture as JPEG. `quality` is 1 to 100; below 90 colour is kept at half the size.
///
/// # Errors
/// A side is zero or longer than 65,535 pixels.
pub fn encode_jpeg(picture: &Picture, quality: u8) -> Result<Vec<u8>, PictureError> {
    let mut jpeg = Vec::new();
    write_jpeg(picture.width, picture.height, &picture.rgb, quality, &mut jpeg)?;
    Ok(jpeg)
}

pub(crate) fn write_jpeg(
    width: u32,
    height: u32,
    rgb: &[u8],
    quality: u8,
    into: &mut Vec<u8>,
) -> Result<(), PictureError> {
    let (w, h) = jpeg_size(width, height)?;
    let not_encodable = |_| PictureError::NotEncodable { width, height };
    Encoder::new(into, quality.clamp(1, 100)).encode(rgb, w, h, ColorType::Rgb).map_err(not_encodable)
}

/// The sides as a JPEG can hold them.
pub(crate) fn jpeg_size(width: u32, height: u32) -> Result<(u16, u16), PictureError> {
    match (u16::try_from(width), u16::try_from(height)) {
        (Ok(w), Ok(h)) if w > 0 && h > 0 => Ok((w, h)),
        _ => Err(PictureError::NotEncodable { width, height }),
    }
}

/// The picture as RGB with no side longer than `max_side`, never enlarged.
pub fn scaled_to_fit<'a>(view: impl Into<View<'a>>, max_side: u32) -> Picture {
    let view = view.into();
    let (from_width, from_height) = view.size();
    let (width, height) = fitted(from_width, from_height, max_side.max(1));
    let is_as_it_is = (width, height) == (from_width, from_height);
    match view {
        View::Rgb(picture) => {
            let mut scaled = Picture { width, height, rgb: Vec::new() };
            if is_as_it_is || !Scaler::default().scale(picture, width, height, &mut scaled.rgb) {
                return picture.clone();
            }
            scaled
        }
        View::Video(picture) if is_as_it_is => video::rgb(picture),
        View::Video(picture) => VideoScaler::default()
            .scale_part(picture, PartInFrame::all(view.size()), width, height)
            .map(video::rgb)
            .unwrap_or_default(),
    }
}

/// The part of the picture around a box, `margin` times the longer side of the box added on every side, cut where the
/// picture ends, with no side longer than `max_side`. A box outside the picture gives the nearest pixels of its edge.
pub fn crop_with_margin<'a>(
    view: impl Into<View<'a>>,
    box_in_frame: &BoxInFrame,
    margin: f32,
    max_side: u32,
) -> Picture {
    let view = view.into();
    if !view.is_whole() {
        return Picture::default();
    }
    let (all_width, all_height) = view.size();
    let BoxInFrame { x, y, w, h } = *box_in_frame;
    let added = w.max(h).max(0.0) * margin.max(0.0);
    let (left, right) = span(x - added, x + w + added, all_width);
    let (top, bottom) = span(y - added, y + h + added, all_height);
    let (width, height) = (right - left, bottom - top);
    let mut cut = Picture { width: width as u32, height: height as u32, rgb: Vec::with_capacity(width * height * 3) };
    match view {
        View::Rgb(picture) => {
            for row in picture.rgb.chunks_exact(picture.width as usize * 3).skip(top).take(height) {
                cut.rgb.extend_from_slice(&row[left * 3..right * 3]);
            }
        }
        View::Video(picture) => {
            let part = PartInFrame { left: left as u32, top: top as u32, width: width as u32, height: height as u32 };
            video::rgb_of(picture, part, &mut cut);
        }
    }
    scaled_to_fit(&cut, max_side)
}

/// Whole pixels from `from` to `to` within `0..length`, at least one. Absurd numbers are drawn in: a cast saturates.
fn span(from: f32, to: f32, length: u32) -> (usize, usize) {
    let length = length as usize;
    let start = (from.floor() as usize).min(length - 1);
    let end = (to.ceil() as usize).clamp(start + 1, length);
    (start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coloured(width: u32, height: u32) -> Picture {
        let mut picture = Picture::black(width, height);
        for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
            let (x, y) = (i as u32 % width, i as u32 / width);
            pixel.copy_from_slice(&[(x * 255 / width) as u8, (y * 255 / height) as u8, 90]);
        }
        picture
    }

    #[test]
    fn what_is_encoded_can_be_decoded() {
        let picture = coloured(97, 61);
        let back = decode(&encode_jpeg(&picture, 92).expect("encoded")).expect("decoded");
        assert_eq!((back.width, back.height), (97, 61), "the size is kept");
        let worst = picture.rgb.iter().zip(&back.rgb).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(worst < Some(24), "the colours nearly so: {worst:?}");
    }

    #[test]
    fn a_picture_that_no_jpeg_can_hold_is_refused() {
        for picture in [Picture::default(), Picture::black(70_000, 1)] {
            assert!(matches!(encode_jpeg(&picture, 80), Err(PictureError::NotEncodable { .. })), "{picture:?}");
        }
        let torn = Picture { width: 9, height: 9, rgb: vec![0; 5] };
        assert!(encode_jpeg(&torn, 80).is_err(), "a torn picture is not read past its end");
    }

    #[test]
    fn a_crop_is_cut_at_the_edges_of_the_picture() {
        let picture = coloured(100, 80);
        for (box_in_frame, margin, size) in [
            (BoxInFrame { x: 40.0, y: 30.0, w: 20.0, h: 10.0 }, 0.5, (40, 30)),
            (BoxInFrame { x: -10.0, y: -10.0, w: 30.0, h: 30.0 }, 0.0, (20, 20)),
            (BoxInFrame { x: 90.0, y: 70.0, w: 50.0, h: 50.0 }, 0.2, (20, 20)),
            (BoxInFrame { x: 500.0, y: 500.0, w: 10.0, h: 10.0 }, 0.0, (1, 1)),
            (BoxInFrame { x: f32::NAN, y: f32::NAN, w: f32::NAN, h: f32::INFINITY }, 1.0, (1, 1)),
        ] {
            let cut = crop_with_margin(&picture, &box_in_frame, margin, 1000);
            assert_eq!((cut.width, cut.height), size, "{box_in_frame:?} with {margin}");
            assert!(View::from(&cut).is_whole(), "the buffer fits the size");
        }
    }

    #[test]
    fn a_crop_is_scaled_down_but_never_up() {
        let picture = coloured(100, 80);
        let all = BoxInFrame { x: 0.0, y: 0.0, w: 100.0, h: 80.0 };
        let cut = crop_with_margin(&picture, &all, 0.0, 50);
        assert_eq!((cut.width, cut.height), (50, 40), "half");
        assert_eq!(crop_with_margin(&picture, &all, 0.0, 500), picture, "as it is");
    }
}
