//! Something cut out, to be laid over a picture at any size.
//!
//! Owns scaling and laying over. Must not know what is shown. Fast because a street is drawn many times a second:
//! colours are premultiplied, a smaller copy is kept so that shrinking needs four points a pixel, and all is integers.

use porchlight_domain::Picture;

/// A drawing with cover.
#[derive(Clone, PartialEq, Eq)]
pub struct Sprite {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Red, green, blue, premultiplied with the cover, and the cover: four bytes a pixel, no padding.
    pub rgba: Vec<u8>,
}

impl std::fmt::Debug for Sprite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sprite({}x{})", self.width, self.height)
    }
}

impl Sprite {
    /// Half the size, each point the mean of four.
    fn halved(&self) -> Self {
        let (width, height) = ((self.width / 2).max(1), (self.height / 2).max(1));
        let mut rgba = Vec::with_capacity((width * height * 4) as usize);
        for y in 0..height {
            for x in 0..width {
                for channel in 0..4 {
                    let at = |dx: u32, dy: u32| {
                        let (x, y) = ((2 * x + dx).min(self.width - 1), (2 * y + dy).min(self.height - 1));
                        u32::from(self.rgba[((y * self.width + x) * 4 + channel) as usize])
                    };
                    rgba.push(((at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1) + 2) / 4) as u8);
                }
            }
        }
        Self { width, height, rgba }
    }
}

/// A sprite with its smaller copies: each half the one before.
pub(crate) struct Cutout {
    sizes: Vec<Sprite>,
}

/// Where a cutout is laid, and in what light.
#[derive(Clone, Copy)]
pub(crate) struct Placement {
    /// Top left corner on the picture.
    pub(crate) left: f32,
    pub(crate) top: f32,
    /// Pixels of the picture for a pixel of the largest sprite.
    pub(crate) scale: f32,
    /// Factors on red, green and blue.
    pub(crate) tint: [f32; 3],
}

impl Cutout {
    pub(crate) fn new(sprite: Sprite) -> Self {
        let (half, quarter) = (sprite.halved(), sprite.halved().halved());
        Self { sizes: vec![sprite, half, quarter] }
    }

    /// Lays it over `picture`.
    pub(crate) fn lay_over(&self, picture: &mut Picture, place: Placement) {
        // The smallest copy that need not be enlarged; bilinear reading then misses nothing.
        let level = (0..self.sizes.len()).rev().find(|&n| place.scale * (1 << n) as f32 <= 1.0).unwrap_or(0);
        let sprite = &self.sizes[level];
        let scale = place.scale * (1 << level) as f32;
        let (width, height) = (sprite.width as f32 * scale, sprite.height as f32 * scale);
        let span = |start: f32, length: f32, limit: u32| {
            let first = (start.ceil().max(0.0) as u32).min(limit);
            first..((start + length).ceil().max(0.0) as u32).min(limit).max(first)
        };
        let (columns, rows) = (span(place.left, width, picture.width), span(place.top, height, picture.height));
        let tint = place.tint.map(|t| (t * 256.0) as u32);
        // 16.16 fixed point: the middle of a pixel of the picture, seen in the sprite.
        let step = (65536.0 / scale) as i64;
        let origin = |start: f32, first: u32| ((((first as f32 + 0.5 - start) / scale) - 0.5) * 65536.0) as i64;
        let (x0, mut v) = (origin(place.left, columns.start), origin(place.top, rows.start));
        let line = picture.width as usize * 3;
        for row in rows {
            let (y, fy) = split(v, sprite.height);
            let (upper, lower) = (sprite.row(y), sprite.row((y + 1).min(sprite.height as usize - 1)));
            let mut u = x0;
            let target = &mut picture.rgb[row as usize * line..][..line];
            for pixel in target[columns.start as usize * 3..columns.end as usize * 3].chunks_exact_mut(3) {
                let (x, fx) = split(u, sprite.width);
                u += step;
                let next = (x + 1).min(sprite.width as usize - 1);
                let corner =
                    [&upper[x * 4..][..4], &upper[next * 4..][..4], &lower[x * 4..][..4], &lower[next * 4..][..4]];
                let weight = [(256 - fx) * (256 - fy), fx * (256 - fy), (256 - fx) * fy, fx * fy];
                let value = |c: usize| (0..4).map(|i| u32::from(corner[i][c]) * weight[i]).sum::<u32>() >> 16;
                let cover = value(3);
                if cover == 0 {
                    continue;
                }
                for c in 0..3 {
                    let under = u32::from(pixel[c]) * (255 - cover) / 255;
                    pixel[c] = (under + ((value(c) * tint[c]) >> 8)).min(255) as u8;
                }
            }
            v += step;
        }
    }
}

impl Sprite {
    fn row(&self, y: usize) -> &[u8] {
        &self.rgba[y * self.width as usize * 4..][..self.width as usize * 4]
    }
}

/// Whole and fractional (of 256) part of a 16.16 coordinate, kept inside.
fn split(coordinate: i64, size: u32) -> (usize, u32) {
    let inside = coordinate.clamp(0, i64::from(size - 1) << 16);
    ((inside >> 16) as usize, ((inside >> 8) & 255) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(side: u32, rgba: [u8; 4]) -> Cutout {
        Cutout::new(Sprite { width: side, height: side, rgba: rgba.repeat((side * side) as usize) })
    }

    #[test]
    fn full_cover_replaces_and_no_cover_leaves() {
        for scale in [0.2, 0.5, 1.0, 1.7] {
            let place = Placement { left: 2.0, top: 2.0, scale, tint: [1.0; 3] };
            let mut picture = Picture::black(16, 16);
            plain(8, [200, 100, 50, 255]).lay_over(&mut picture, place);
            assert_eq!(
                picture.rgb[(2 * 16 + 2) * 3..][..3],
                [200, 100, 50],
                "scale {scale}: its corner shows its colour"
            );
            assert_eq!(picture.rgb[..3], [0, 0, 0], "scale {scale}: outside nothing changes");
            let before = picture.clone();
            plain(8, [0, 0, 0, 0]).lay_over(&mut picture, place);
            assert!(picture == before, "scale {scale}: nothing cannot be seen");
        }
    }

    #[test]
    fn what_lies_outside_the_picture_is_cut_off() {
        let mut picture = Picture::black(10, 10);
        for (left, top) in [(-500.0, 0.0), (500.0, 0.0), (-4.0, -4.0), (7.5, 8.5), (0.0, -900.0)] {
            plain(8, [255; 4]).lay_over(&mut picture, Placement { left, top, scale: 1.3, tint: [1.0; 3] });
        }
        assert_eq!(picture.rgb[..3], [255; 3], "the part inside is drawn");
    }
}
