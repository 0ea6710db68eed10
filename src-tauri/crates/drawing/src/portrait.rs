//! Portraits: a person before a plain backdrop, at one moment or another.
//!
//! Owns what may vary from picture to picture, and the grain and lens every drawing of a person goes through. Invariant:
//! one seed is one person, whatever the light, the size and the grain.

use crate::{
    canvas::{ALL, Canvas, View, blur},
    character::{Character, SIDE},
    face::{paint_head, paint_shoulders},
    random::Dice,
};
use porchlight_domain::Picture;

/// How one person looks at one moment: what changes from picture to picture while the person stays the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variation {
    /// Moves the light to one side, -0.3 to 0.3 is plausible.
    pub light: f32,
    /// Factor on all colours.
    pub brightness: f32,
    /// Deviation of the blur in pixels of a portrait 480 pixels wide; 1 is a good lens.
    pub blur: f32,
    /// Factor on the grain of skin and film.
    pub noise: f32,
    /// Factor on the size of the head.
    pub scale: f32,
    /// Turns the head in the plane of the picture.
    pub tilt_radians: f32,
    /// Another number, another grain.
    pub grain_seed: u64,
}

impl Default for Variation {
    fn default() -> Self {
        Self { light: 0.0, brightness: 1.0, blur: 1.0, noise: 1.0, scale: 1.0, tilt_radians: 0.0, grain_seed: 0 }
    }
}

impl Variation {
    /// A plausible other moment: the same person, seen again.
    pub fn drawn(seed: u64) -> Self {
        let mut dice = Dice::new(seed, 7);
        Self {
            light: dice.within(-0.3..0.3),
            brightness: dice.within(0.82..1.12),
            blur: dice.within(0.8..1.8),
            noise: dice.within(0.8..1.6),
            scale: dice.within(0.85..1.08),
            tilt_radians: dice.within(-0.09..0.09),
            grain_seed: seed,
        }
    }
}

/// The head and shoulders of the person who belongs to `seed`, `size` pixels square.
pub fn portrait(seed: u64, size: u32) -> Picture {
    portrait_with(seed, size, &Variation::default())
}

/// The same person at another moment.
pub fn portrait_with(seed: u64, size: u32, variation: &Variation) -> Picture {
    let side = size as usize;
    let character = Character::new(seed);
    let mut canvas = Canvas::new(side, side, view(side, variation));
    canvas.paint(ALL, character.backdrop, |_, _| 1.0);
    paint_shoulders(&mut canvas, &character);
    paint_head(&mut canvas, &character, variation.light);
    let planes = finish(&canvas, seed, size as f32 / SIDE, variation);
    let mut rgb = Vec::with_capacity(side * side * 3);
    for i in 0..side * side {
        rgb.extend(planes[..3].iter().map(|plane| to_byte(plane[i])));
    }
    Picture { width: size, height: size, rgb }
}

pub(crate) fn to_byte(value: f32) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

fn view(width: usize, variation: &Variation) -> View {
    let pixels_a_unit = width as f32 / SIDE;
    View {
        pixels_a_unit: pixels_a_unit * variation.scale,
        tilt_radians: variation.tilt_radians,
        // Turning about the neck moves the head as a person would.
        pivot: [SIDE / 2.0, SIDE * 0.75],
        pivot_on_surface: [width as f32 / 2.0, SIDE * 0.75 * pixels_a_unit],
    }
}

/// Skin and film grain, light, and a slightly soft lens: four planes, the last the cover. `pixels` make a
/// unit of the drawing.
pub(crate) fn finish(canvas: &Canvas, seed: u64, pixels: f32, variation: &Variation) -> [Vec<f32>; 4] {
    let (width, height) = (canvas.width, canvas.height);
    let mut dice = Dice::new(seed ^ variation.grain_seed.wrapping_mul(0x9E37_79B9_7F4A_7C15), 1);
    let mut noise = |strength: f32, sigma: f32| {
        if variation.noise == 0.0 {
            return vec![0.0; width * height];
        }
        let mut plane: Vec<f32> = (0..width * height).map(|_| strength * dice.normal()).collect();
        blur(&mut plane, width, height, sigma);
        plane
    };
    // Blurred noise is weaker the wider the blur, so the strength follows the size of the drawing.
    let fine = noise(14.0 * pixels.min(1.0), 1.2 * pixels);
    let coarse = noise(40.0 * pixels.min(1.0), 6.0 * pixels);
    let mut planes = [(); 4].map(|()| vec![0.0; width * height]);
    for (i, point) in canvas.points.iter().enumerate() {
        let grain = (fine[i] + coarse[i]) * variation.noise * point[3];
        for channel in 0..3 {
            planes[channel][i] = ((point[channel] + grain) * variation.brightness).clamp(0.0, 255.0 * point[3]);
        }
        planes[3][i] = point[3] * 255.0;
    }
    for plane in &mut planes {
        blur(plane, width, height, variation.blur * pixels);
    }
    planes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_is_one_picture_and_another_seed_another() {
        assert_eq!(portrait(5, 96), portrait(5, 96), "everything comes from the seed");
        assert_ne!(portrait(5, 96), portrait(6, 96), "another seed is another person");
        assert_eq!(portrait(5, 96).rgb.len(), 96 * 96 * 3, "three bytes a pixel, no padding");
    }

    #[test]
    fn any_size_and_variation_can_be_drawn() {
        for size in [1, 2, 7, 33] {
            let odd = Variation { scale: 3.0, tilt_radians: 2.0, ..Variation::drawn(u64::from(size)) };
            assert_eq!(portrait_with(9, size, &odd).rgb.len(), (size * size * 3) as usize, "size {size}");
        }
    }
}
