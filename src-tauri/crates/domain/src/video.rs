//! Pictures as video carries them, and whatever a camera delivers.
//!
//! Owns the layout of the planes. Must not convert, scale or decode anything. `Debug` prints the shape only.
//!
//! A frame stays in the form in which it came: three quarters of what is decoded is never looked at in colour, and a face
//! is a small part of the rest.

use crate::Picture;
use std::fmt;

/// An 8-bit Y'CbCr picture, 4:2:0, ITU-R BT.601, limited range (16 to 235): one plane of brightness, then two of colour at
/// half the width and height, odd sides rounded up; rows top down, no padding.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct VideoPicture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Y', then Cb, then Cr.
    pub planes: Vec<u8>,
}

impl VideoPicture {
    /// Bytes of a picture of this size.
    pub fn bytes_of(width: u32, height: u32) -> usize {
        let (width, height) = (width as usize, height as usize);
        width * height + 2 * width.div_ceil(2) * height.div_ceil(2)
    }

    /// Whether the buffer is as long as the sides say and neither side is zero.
    pub fn is_whole(&self) -> bool {
        self.width > 0 && self.height > 0 && self.planes.len() == Self::bytes_of(self.width, self.height)
    }

    /// The planes of a whole picture: Y' and the two of colour. Empty where the picture is torn.
    pub fn parts(&self) -> [&[u8]; 3] {
        if !self.is_whole() {
            return [&[]; 3];
        }
        let (luma, colour) = self.planes.split_at(self.width as usize * self.height as usize);
        let (blue, red) = colour.split_at(colour.len() / 2);
        [luma, blue, red]
    }

    /// Width and height of the planes of colour.
    pub fn colour_size(&self) -> (usize, usize) {
        (self.width.div_ceil(2) as usize, self.height.div_ceil(2) as usize)
    }
}

impl fmt::Debug for VideoPicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VideoPicture({}x{})", self.width, self.height)
    }
}

/// What a camera delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FramePicture {
    /// By a source that draws or decodes pictures itself.
    Rgb(Picture),
    /// By a video decoder.
    Video(VideoPicture),
}

impl Default for FramePicture {
    fn default() -> Self {
        Self::Video(VideoPicture::default())
    }
}

impl From<Picture> for FramePicture {
    fn from(picture: Picture) -> Self {
        Self::Rgb(picture)
    }
}

impl FramePicture {
    /// To look at.
    pub fn view(&self) -> View<'_> {
        match self {
            Self::Rgb(picture) => View::Rgb(picture),
            Self::Video(picture) => View::Video(picture),
        }
    }

    /// To be filled with RGB; the buffer is reused where it held RGB before.
    pub fn as_rgb(&mut self) -> &mut Picture {
        if !matches!(self, Self::Rgb(_)) {
            *self = Self::Rgb(Picture::default());
        }
        match self {
            Self::Rgb(picture) => picture,
            Self::Video(_) => unreachable!("it was just made RGB"),
        }
    }

    /// To be filled by a decoder; the buffer is reused where it held video before.
    pub fn as_video(&mut self) -> &mut VideoPicture {
        if !matches!(self, Self::Video(_)) {
            *self = Self::default();
        }
        match self {
            Self::Video(picture) => picture,
            Self::Rgb(_) => unreachable!("it was just made video"),
        }
    }
}

/// A picture of either form, looked at.
#[derive(Clone, Copy, Debug)]
pub enum View<'a> {
    /// RGB.
    Rgb(&'a Picture),
    /// Y'CbCr.
    Video(&'a VideoPicture),
}

impl View<'_> {
    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        match self {
            Self::Rgb(picture) => (picture.width, picture.height),
            Self::Video(picture) => (picture.width, picture.height),
        }
    }

    /// Whether the buffer is as long as the sides say and neither side is zero.
    pub fn is_whole(&self) -> bool {
        match self {
            Self::Rgb(picture) => {
                let pixels = picture.width as usize * picture.height as usize;
                pixels > 0 && picture.rgb.len() == pixels * 3
            }
            Self::Video(picture) => picture.is_whole(),
        }
    }
}

impl<'a> From<&'a Picture> for View<'a> {
    fn from(picture: &'a Picture) -> Self {
        Self::Rgb(picture)
    }
}

impl<'a> From<&'a VideoPicture> for View<'a> {
    fn from(picture: &'a VideoPicture) -> Self {
        Self::Video(picture)
    }
}

impl<'a> From<&'a FramePicture> for View<'a> {
    fn from(picture: &'a FramePicture) -> Self {
        picture.view()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_planes_of_odd_sides_are_rounded_up() {
        for (width, height, bytes) in [(4, 2, 12), (5, 3, 15 + 2 * 6), (1, 1, 3), (640, 360, 345_600)] {
            assert_eq!(VideoPicture::bytes_of(width, height), bytes, "{width}x{height}");
            let whole = VideoPicture { width, height, planes: vec![0; bytes] };
            let [luma, blue, red] = whole.parts();
            assert_eq!((luma.len(), blue.len()), ((width * height) as usize, red.len()), "{width}x{height}");
        }
    }

    #[test]
    fn a_torn_picture_has_no_parts() {
        let torn = VideoPicture { width: 4, height: 4, planes: vec![0; 5] };
        assert!(!torn.is_whole() && torn.parts().iter().all(|part| part.is_empty()));
        assert!(!View::from(&VideoPicture::default()).is_whole(), "nothing is not whole either");
    }

    #[test]
    fn a_buffer_is_kept_as_long_as_the_form_stays() {
        let mut frame = FramePicture::default();
        frame.as_video().planes = Vec::with_capacity(100);
        assert!(frame.as_video().planes.capacity() >= 100, "the same form");
        frame.as_rgb().rgb = vec![1, 2, 3];
        assert_eq!(frame.as_rgb().rgb, [1, 2, 3]);
        assert_eq!(frame.as_video(), &VideoPicture::default(), "another form begins anew");
    }
}
