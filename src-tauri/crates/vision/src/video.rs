//! From Y'CbCr to colours that models and people know.
//!
//! Owns the arithmetic of ITU-R BT.601 in limited range. Must not know models or files. Invariant: a torn picture gives
//! nothing, and is never read past its end.
//!
//! Each pair of colour samples stands for four pixels, as it does in the fast paths of video decoders: between them nothing
//! is interpolated.

use porchlight_domain::{PartInFrame, Picture, VideoPicture};

/// 255 / 219: what lies between black and white in limited range.
const LUMA: f32 = 1.164_383_6;
const RED_OF_CR: f32 = 1.596_026_8;
const GREEN_OF_CB: f32 = -0.391_762_3;
const GREEN_OF_CR: f32 = -0.812_967_6;
const BLUE_OF_CB: f32 = 2.017_232_1;

/// Converts rows one by one; its buffers are kept from row to row.
#[derive(Default)]
pub(crate) struct RowConverter {
    /// What the colour adds to the brightness of each pixel: red, green, blue.
    added: [Vec<f32>; 3],
    /// The first pixel is the second of its sample.
    begins_odd: bool,
}

impl RowConverter {
    /// Takes in the colour of a row: `width` pixels of which the first is pixel `start` of its row.
    fn take_colour(&mut self, blue: &[u8], red: &[u8], start: usize, width: usize) {
        self.begins_odd = start % 2 == 1;
        let samples = start / 2..(start + width).div_ceil(2);
        let (blue, red) = (&blue[samples.clone()], &red[samples]);
        for added in &mut self.added {
            added.resize(2 * blue.len(), 0.0);
        }
        let [for_red, for_green, for_blue] = self.added.each_mut().map(|added| added.as_chunks_mut::<2>().0);
        let pixels = for_red.iter_mut().zip(for_green).zip(for_blue);
        for ((cb, cr), ((r, g), b)) in blue.iter().zip(red).zip(pixels) {
            let (cb, cr) = (f32::from(*cb) - 128.0, f32::from(*cr) - 128.0);
            *r = [RED_OF_CR * cr; 2];
            *g = [GREEN_OF_CB * cb + GREEN_OF_CR * cr; 2];
            *b = [BLUE_OF_CB * cb; 2];
        }
    }

    /// What the colour adds, from the first pixel on.
    fn added(&self) -> [&[f32]; 3] {
        self.added.each_ref().map(|added| &added[usize::from(self.begins_odd)..])
    }

    /// Writes a row of brightness with the colour taken in last into three rows of numbers, 0 to 255.
    fn write_planes(&self, luma: &[u8], [red, green, blue]: [&mut [f32]; 3]) {
        let bright = |y: &u8| LUMA * (f32::from(*y) - 16.0);
        for (colour, into) in self.added().into_iter().zip([red, green, blue]) {
            for ((y, colour), into) in luma.iter().zip(colour).zip(into) {
                *into = (bright(y) + colour).clamp(0.0, 255.0);
            }
        }
    }

    /// The same into interleaved bytes.
    fn write_rgb(&self, luma: &[u8], row: &mut [u8]) {
        let [red, green, blue] = self.added();
        let colours = red.iter().zip(green).zip(blue);
        for (((r, g), b), (y, pixel)) in colours.zip(luma.iter().zip(row.as_chunks_mut::<3>().0)) {
            // Half is added so that the cast, which cuts off, rounds.
            let bright = LUMA * (f32::from(*y) - 16.0) + 0.5;
            *pixel = [(bright + r) as u8, (bright + g) as u8, (bright + b) as u8];
        }
    }
}

/// The planes of a picture with the length of their rows.
#[derive(Clone, Copy)]
pub(crate) struct Planes<'a> {
    pub(crate) luma: &'a [u8],
    pub(crate) blue: &'a [u8],
    pub(crate) red: &'a [u8],
    pub(crate) width: usize,
    pub(crate) colour_width: usize,
}

impl<'a> Planes<'a> {
    /// Those of a whole picture; `None` if it is torn.
    pub(crate) fn of(picture: &'a VideoPicture) -> Option<Self> {
        let [luma, blue, red] = picture.parts();
        let (colour_width, _) = picture.colour_size();
        picture.is_whole().then_some(Self { luma, blue, red, width: picture.width as usize, colour_width })
    }

    fn row(&self, y: usize) -> [&'a [u8]; 3] {
        let colour = y / 2 * self.colour_width..(y / 2 + 1) * self.colour_width;
        [&self.luma[y * self.width..(y + 1) * self.width], &self.blue[colour.clone()], &self.red[colour]]
    }

    /// Writes a part, which must lie in the picture, into three planes of BGR numbers whose rows are `stride` long.
    pub(crate) fn into_bgr_planes(
        self,
        part: PartInFrame,
        converter: &mut RowConverter,
        stride: usize,
        planes: &mut [f32],
    ) {
        let (left, top, width, height) =
            (part.left as usize, part.top as usize, part.width as usize, part.height as usize);
        let (blue, rest) = planes.split_at_mut(planes.len() / 3);
        let (green, red) = rest.split_at_mut(rest.len() / 2);
        let targets =
            blue.chunks_exact_mut(stride).zip(green.chunks_exact_mut(stride)).zip(red.chunks_exact_mut(stride));
        for (y, ((b, g), r)) in (top..top + height).zip(targets) {
            let [luma, cb, cr] = self.row(y);
            if y == top || y % 2 == 0 {
                converter.take_colour(cb, cr, left, width);
            }
            converter.write_planes(&luma[left..left + width], [&mut r[..width], &mut g[..width], &mut b[..width]]);
        }
    }
}

/// Writes a part of a picture as RGB into `into`. The part is cut where the picture ends. `false` if nothing is left of it or
/// the picture is torn.
pub(crate) fn rgb_of(picture: &VideoPicture, part: PartInFrame, into: &mut Picture) -> bool {
    let (left, top) = (part.left.min(picture.width), part.top.min(picture.height));
    let (width, height) = (part.width.min(picture.width - left), part.height.min(picture.height - top));
    let Some(planes) = Planes::of(picture).filter(|_| width > 0 && height > 0) else { return false };
    (into.width, into.height) = (width, height);
    into.rgb.resize(width as usize * height as usize * 3, 0);
    let mut converter = RowConverter::default();
    let (left, top, width) = (left as usize, top as usize, width as usize);
    for (y, row) in into.rgb.chunks_exact_mut(width * 3).enumerate() {
        let [luma, cb, cr] = planes.row(top + y);
        if y == 0 || (top + y) % 2 == 0 {
            converter.take_colour(cb, cr, left, width);
        }
        converter.write_rgb(&luma[left..left + width], row);
    }
    true
}

/// The whole picture as RGB; empty if it is torn.
pub(crate) fn rgb(picture: &VideoPicture) -> Picture {
    let mut whole = Picture::default();
    rgb_of(picture, PartInFrame::all((picture.width, picture.height)), &mut whole);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of one colour.
    fn filled(width: u32, height: u32, [y, cb, cr]: [u8; 3]) -> VideoPicture {
        let mut picture = VideoPicture { width, height, planes: vec![y; VideoPicture::bytes_of(width, height)] };
        let (across, down) = picture.colour_size();
        let luma = width as usize * height as usize;
        picture.planes[luma..luma + across * down].fill(cb);
        picture.planes[luma + across * down..].fill(cr);
        picture
    }

    /// The values of the standard's colour bars at full strength.
    #[test]
    fn the_colours_of_the_standard_come_out() {
        for (video, colour) in [
            ([16, 128, 128], [0, 0, 0]),
            ([235, 128, 128], [255, 255, 255]),
            ([81, 90, 240], [255, 0, 0]),
            ([145, 54, 34], [0, 255, 0]),
            ([41, 240, 110], [0, 0, 255]),
            ([126, 128, 128], [128, 128, 128]),
            ([0, 128, 128], [0, 0, 0]),
            ([255, 255, 255], [255, 125, 255]),
        ] {
            let picture = rgb(&filled(3, 3, video));
            for pixel in picture.rgb.as_chunks::<3>().0 {
                let off = pixel.iter().zip(colour).map(|(a, b): (&u8, u8)| a.abs_diff(b)).max();
                assert!(off <= Some(2), "{video:?} is {colour:?}, not {pixel:?}");
            }
        }
    }

    /// A picture whose every sample is another.
    fn varied(width: u32, height: u32) -> VideoPicture {
        let bytes = VideoPicture::bytes_of(width, height);
        VideoPicture { width, height, planes: (0..bytes).map(|i| (16 + i * 7 % 220) as u8).collect() }
    }

    #[test]
    fn a_part_is_what_the_whole_shows_there_wherever_it_begins() {
        for (width, height) in [(9, 7), (8, 6)] {
            let picture = varied(width, height);
            let whole = rgb(&picture);
            for (left, top) in [(0, 0), (1, 0), (0, 1), (3, 3), (4, 2)] {
                let mut cut = Picture::default();
                assert!(rgb_of(&picture, PartInFrame { left, top, width: 4, height: 50 }, &mut cut), "{left} {top}");
                assert_eq!((cut.width, cut.height), (4, height - top), "cut where the picture ends");
                for (y, row) in cut.rgb.chunks_exact(4 * 3).enumerate() {
                    let at = ((top as usize + y) * width as usize + left as usize) * 3;
                    assert_eq!(row, &whole.rgb[at..at + 4 * 3], "{width}x{height} from {left} {top}, row {y}");
                }
            }
        }
    }

    #[test]
    fn numbers_for_a_model_are_the_same_colours() {
        let picture = varied(10, 6);
        let part = PartInFrame { left: 3, top: 1, width: 5, height: 4 };
        let mut planes = vec![-1.0; 3 * 8 * 4];
        let planes_of = Planes::of(&picture).expect("whole");
        planes_of.into_bgr_planes(part, &mut RowConverter::default(), 8, &mut planes);
        let mut cut = Picture::default();
        assert!(rgb_of(&picture, part, &mut cut));
        for (i, pixel) in cut.rgb.as_chunks::<3>().0.iter().enumerate() {
            let at = i / 5 * 8 + i % 5;
            let numbers = [planes[64 + at], planes[32 + at], planes[at]];
            let off = pixel.iter().zip(numbers).map(|(byte, number)| (f32::from(*byte) - number).abs());
            assert!(off.fold(0.0, f32::max) <= 0.51, "pixel {i}: {pixel:?} is {numbers:?}");
        }
        assert_eq!(planes[5], -1.0, "the padding is left alone");
    }

    #[test]
    fn nothing_comes_of_a_torn_picture() {
        let torn = VideoPicture { width: 10, height: 10, planes: vec![0; 20] };
        assert!(!rgb_of(&torn, PartInFrame { left: 0, top: 0, width: 5, height: 5 }, &mut Picture::default()));
        assert_eq!(rgb(&torn), Picture::default());
        let beyond = PartInFrame { left: 50, top: 0, width: 5, height: 5 };
        assert!(!rgb_of(&varied(10, 10), beyond, &mut Picture::default()), "beside the picture");
    }
}
