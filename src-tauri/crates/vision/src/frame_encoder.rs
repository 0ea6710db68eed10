//! Live pictures as JPEG, many a second.
//!
//! Owns the buffers that are kept from frame to frame. Must not know who watches. Video goes into the JPEG as the brightness and
//! colour that it already is: it is never made RGB.

use crate::{
    pictures::{PictureError, jpeg_size, write_jpeg},
    scaling::{Scaler, VideoScaler, fitted},
};
use jpeg_encoder::{Encoder, ImageBuffer, JpegColorType};
use porchlight_domain::{PartInFrame, VideoPicture, View};

/// Encodes the frames of one camera for the window.
#[derive(Default)]
pub struct FrameEncoder {
    scaler: Scaler,
    scaled: Vec<u8>,
    video_scaler: VideoScaler,
}

impl FrameEncoder {
    /// Writes a picture into `into`, which is emptied first, with no side longer than `max_side`, and returns the size
    /// that it has there. `quality` is 1 to 100.
    ///
    /// # Errors
    /// The picture is empty or torn.
    pub fn encode<'a>(
        &mut self,
        view: impl Into<View<'a>>,
        max_side: u32,
        quality: u8,
        into: &mut Vec<u8>,
    ) -> Result<(u32, u32), PictureError> {
        let view = view.into();
        let (from_width, from_height) = view.size();
        let (width, height) = fitted(from_width, from_height, max_side.max(1));
        into.clear();
        if !view.is_whole() {
            return Err(PictureError::NotEncodable { width, height });
        }
        let is_as_it_is = (width, height) == (from_width, from_height);
        match view {
            View::Rgb(picture) if is_as_it_is => write_jpeg(width, height, &picture.rgb, quality, into)?,
            View::Rgb(picture) => {
                self.scaler.scale(picture, width, height, &mut self.scaled);
                write_jpeg(width, height, &self.scaled, quality, into)?;
            }
            View::Video(picture) if is_as_it_is => write_video(picture, quality, into)?,
            View::Video(picture) => {
                let scaled = self.video_scaler.scale_part(picture, PartInFrame::all(view.size()), width, height);
                write_video(scaled.ok_or(PictureError::NotEncodable { width, height })?, quality, into)?;
            }
        }
        Ok((width, height))
    }
}

fn write_video(picture: &VideoPicture, quality: u8, into: &mut Vec<u8>) -> Result<(), PictureError> {
    let (width, height) = jpeg_size(picture.width, picture.height)?;
    let rows = VideoRows { picture, width, height };
    let not_encodable = |_| PictureError::NotEncodable { width: picture.width, height: picture.height };
    Encoder::new(into, quality.clamp(1, 100)).encode_image(rows).map_err(not_encodable)
}

/// The rows of a frame, in the full range that JPEG uses.
struct VideoRows<'a> {
    picture: &'a VideoPicture,
    width: u16,
    height: u16,
}

/// What each value of limited range is in full range: brightness, then colour.
const FULL_RANGE: [[u8; 256]; 2] = [full_range(219, 16), full_range(224, 128)];

const fn full_range(steps: i32, middle: i32) -> [u8; 256] {
    let mut table = [0; 256];
    let mut value = 0;
    while value < 256 {
        let black = if middle == 128 { 128 } else { 0 };
        let scaled = (value - middle) * 255;
        let rounded = if scaled < 0 { scaled - steps / 2 } else { scaled + steps / 2 } / steps + black;
        table[value as usize] = if rounded < 0 {
            0
        } else if rounded > 255 {
            255
        } else {
            rounded as u8
        };
        value += 1;
    }
    table
}

impl ImageBuffer for VideoRows<'_> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        JpegColorType::Ycbcr
    }

    fn width(&self) -> u16 {
        self.width
    }

    fn height(&self) -> u16 {
        self.height
    }

    fn fill_buffers(&self, y: u16, buffers: &mut [Vec<u8>; 4]) {
        let [luma, blue, red] = self.picture.parts();
        let (y, width, (colour_width, _)) = (usize::from(y), usize::from(self.width), self.picture.colour_size());
        let [bright_range, colour_range] = &FULL_RANGE;
        buffers[0].extend(luma[y * width..][..width].iter().map(|v| bright_range[usize::from(*v)]));
        // The encoder halves colour itself and wants it whole.
        for (plane, buffer) in [blue, red].into_iter().zip(&mut buffers[1..]) {
            let row = &plane[y / 2 * colour_width..][..colour_width];
            let end = buffer.len() + width;
            buffer.extend(row.iter().flat_map(|v| [colour_range[usize::from(*v)]; 2]));
            buffer.truncate(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::decode;
    use porchlight_domain::Picture;

    fn coloured(width: u32, height: u32) -> Picture {
        let mut picture = Picture::black(width, height);
        for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
            let (x, y) = (i as u32 % width, i as u32 / width);
            pixel.copy_from_slice(&[(x * 255 / width) as u8, (y * 255 / height) as u8, 90]);
        }
        picture
    }

    #[test]
    fn a_frame_is_scaled_to_the_size_shown() {
        let mut encoder = FrameEncoder::default();
        let mut jpeg = vec![1, 2, 3];
        let size = encoder.encode(&coloured(640, 360), 320, 80, &mut jpeg).expect("encoded");
        assert_eq!(size, (320, 180), "half of it");
        let back = decode(&jpeg).expect("what was in the buffer before is gone");
        assert_eq!((back.width, back.height), (320, 180), "and so it is in the file");
    }

    #[test]
    fn video_is_shown_in_the_colours_that_it_has() {
        for (width, height) in [(64, 48), (63, 47)] {
            let bytes = VideoPicture::bytes_of(width, height);
            let mut picture = VideoPicture { width, height, planes: vec![110; bytes] };
            for (i, luma) in picture.planes[..width as usize * height as usize].iter_mut().enumerate() {
                *luma = 30 + (i % width as usize) as u8 * 3;
            }
            let expected = crate::video::rgb(&picture);
            let mut jpeg = Vec::new();
            let size = FrameEncoder::default().encode(&picture, 1000, 92, &mut jpeg).expect("encoded");
            assert_eq!(size, (width, height));
            let back = decode(&jpeg).expect("a JPEG");
            let worst = expected.rgb.iter().zip(&back.rgb).map(|(a, b)| a.abs_diff(*b)).max();
            assert!(worst <= Some(9), "{width}x{height}: {worst:?} levels off");
        }
    }

    #[test]
    fn video_is_scaled_to_the_size_shown_and_torn_video_refused() {
        let picture = VideoPicture { width: 640, height: 360, planes: vec![90; VideoPicture::bytes_of(640, 360)] };
        let mut jpeg = Vec::new();
        assert_eq!(FrameEncoder::default().encode(&picture, 320, 80, &mut jpeg).expect("encoded"), (320, 180));
        assert_eq!(decode(&jpeg).map(|p| (p.width, p.height)).expect("a JPEG"), (320, 180));
        let torn = VideoPicture { planes: vec![0; 9], ..picture };
        assert!(FrameEncoder::default().encode(&torn, 320, 80, &mut jpeg).is_err(), "it is not read past its end");
    }
}
