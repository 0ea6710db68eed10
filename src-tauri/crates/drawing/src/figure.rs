//! Paints a person: as a portrait, or cut out to be laid over a street.
//!
//! Owns the order of the brush strokes. Must not choose how anybody looks: that is the character's. Invariant: one seed
//! is one person, whatever the light, the size and the grain.

use crate::{
    canvas::{ALL, Canvas, View, around, blob, blur, edge, oval},
    character::{Character, SIDE},
    random::Dice,
};
use porchlight_domain::Picture;

const LID: [f32; 3] = [35.0, 25.0, 25.0];
const GLASSES: [f32; 3] = [20.0; 3];
const LIPS: [f32; 3] = [95.0, 45.0, 45.0];
const LIP_LINE: [f32; 3] = [70.0, 30.0, 40.0];

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
    let planes = finish(&canvas, seed, variation);
    let mut rgb = Vec::with_capacity(side * side * 3);
    for i in 0..side * side {
        rgb.extend(planes[..3].iter().map(|plane| to_byte(plane[i])));
    }
    Picture { width: size, height: size, rgb }
}

fn to_byte(value: f32) -> u8 {
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

/// Hair behind the head, neck, shoulders.
fn paint_shoulders(canvas: &mut Canvas, who: &Character) {
    let ([cx, cy], [fw, fh]) = (who.middle, who.face);
    canvas.paint(around(cx, cy - fh * 0.18, fw * 1.3, fh * 1.2), who.hair, |x, y| {
        edge(oval(x - cx, y - cy + fh * 0.18, fw * 1.22, fh * 1.12, 2.0), 0.05)
    });
    canvas.paint(around(cx, cy + fh * 1.05, fw * 0.6, fh * 0.65), who.skin.map(|c| c * 0.82), |x, y| {
        edge(oval(x - cx, y - cy - fh * 1.05, fw * 0.55, fh * 0.6, 2.0), 0.05)
    });
    canvas.paint(around(cx, cy + fh * 1.9, fw * 2.0, fh * 0.8), who.clothes, |x, y| {
        edge(oval(x - cx, y - cy - fh * 1.9, fw * 1.9, fh * 0.75, 3.0), 0.03)
    });
}

/// How much of a point belongs to the head: a superellipse that narrows towards the jaw.
fn head(who: &Character, x: f32, y: f32) -> f32 {
    let ([cx, cy], [fw, fh]) = (who.middle, who.face);
    let v = (y - cy) / fh;
    let width = if v > 0.0 { fw * (1.0 - (1.0 - who.jaw) * v * v) } else { fw };
    if width <= 1.0 {
        return 0.0;
    }
    edge(((x - cx) / width).abs().powf(who.outline) + v.abs().powf(who.outline), 0.06)
}

fn paint_head(canvas: &mut Canvas, who: &Character, light_shift: f32) {
    let ([cx, cy], [fw, fh]) = (who.middle, who.face);
    let light = who.light + light_shift;
    canvas.paint_shaded(around(cx, cy, fw * 1.05, fh * 1.05), |x, y| {
        let distance = ((x - cx) / fw - light).powi(2) * 0.6 + ((y - cy + fh * 0.15) / fh).powi(2) * 0.6;
        let shade = 1.05 - 0.28 * distance.clamp(0.0, 1.3);
        (head(who, x, y), who.skin.map(|c| c * shade))
    });
    paint_eyes(canvas, who);
    // The side of the nose away from the light lies in shadow.
    paint_nose(canvas, who, if light < 0.0 { 1.0 } else { -1.0 });
    paint_mouth(canvas, who);
    canvas.paint(around(cx, cy - fh * 0.25, fw * 1.2, fh), who.hair, |x, y| {
        let fringe = ((who.hairline - y) / (fh * 0.06) + 0.5).clamp(0.0, 1.0);
        edge(oval(x - cx, y - cy + fh * 0.25, fw * 1.12, fh * 0.95, 2.0), 0.05) * fringe
    });
    if who.has_glasses {
        paint_glasses(canvas, who);
    }
    if who.has_beard {
        paint_beard(canvas, who);
    }
}

fn paint_eyes(canvas: &mut Canvas, who: &Character) {
    let [distance, ey, er] = who.eye;
    let eyes = [who.middle[0] - distance, who.middle[0] + distance];
    for ex in eyes {
        canvas.darken(around(ex, ey, er * 4.5, er * 3.0), |x, y| 0.30 * blob(x - ex, y - ey, er * 1.7, er * 1.1));
    }
    for (ex, [brow_y, brow]) in eyes.into_iter().zip(who.brows) {
        let near = around(ex, ey, er * 1.2, er * 1.2);
        canvas.paint(near, [232.0, 228.0, 225.0], |x, y| edge(oval(x - ex, y - ey, er, er * 0.48, 2.0), 0.15));
        canvas.paint(near, who.iris, |x, y| {
            let inside = oval(x - ex, y - ey, er, er * 0.50, 2.0) < 1.0;
            if inside { edge(oval(x - ex, y - ey, er * 0.46, er * 0.46, 2.0), 0.2) } else { 0.0 }
        });
        canvas.paint(near, [10.0; 3], |x, y| edge(oval(x - ex, y - ey, er * 0.22, er * 0.22, 2.0), 0.2));
        canvas.paint(near, [250.0; 3], |x, y| {
            edge(oval(x - ex - er * 0.12, y - ey + er * 0.12, er * 0.09, er * 0.09, 2.0), 0.3)
        });
        canvas.paint(near, LID, |x, y| {
            let u = (x - ex) / er;
            let arc = ey - er * 0.48 * (1.0 - u * u).clamp(0.0, 1.0).sqrt();
            if u.abs() < 1.05 { 0.85 * (-((y - arc) / (er * 0.10)).powi(2)).exp() } else { 0.0 }
        });
        canvas.paint(around(ex, brow_y, er * 1.3, er * 1.2), who.hair.map(|c| c * 0.8), |x, y| {
            let u = (x - ex) / er;
            let arc = brow_y + u * u * er * 0.18;
            if u.abs() < 1.25 { 0.9 * (-((y - arc) / brow).powi(2)).exp() } else { 0.0 }
        });
    }
}

fn paint_nose(canvas: &mut Canvas, who: &Character, shadow_side: f32) {
    let (cx, ey, [ny, nw, length]) = (who.middle[0], who.eye[1], who.nose);
    canvas.darken([cx - nw * 2.5, ey, cx + nw * 2.5, ny + 4.0], |x, y| {
        let ridge = (-((x - (cx + shadow_side * nw * 0.7)) / (nw * 0.35)).powi(2)).exp();
        if y < ny + 4.0 { 0.22 * ridge * ((y - ey) / length).clamp(0.0, 1.0) } else { 0.0 }
    });
    canvas.darken([cx - nw * 1.5, ey, cx + nw * 1.5, ny], |x, y| {
        if y > ey && y < ny { -0.12 * (-((x - cx) / (nw * 0.4)).powi(2)).exp() } else { 0.0 }
    });
    for side in [-1.0, 1.0] {
        let x0 = cx + side * nw * 0.55;
        canvas.paint(around(x0, ny, nw, nw * 0.6), who.skin.map(|c| c * 0.35), |x, y| {
            0.75 * blob(x - x0, y - ny, nw * 0.26, nw * 0.16)
        });
    }
    let under = ny + nw * 0.25;
    canvas.darken(around(cx, under, nw * 3.0, nw), |x, y| 0.25 * blob(x - cx, y - under, nw * 1.1, nw * 0.28));
}

fn paint_mouth(canvas: &mut Canvas, who: &Character) {
    let (cx, [my, mw, mh]) = (who.middle[0], who.mouth);
    let lips = [0, 1, 2].map(|i| LIPS[i] + who.skin[i] * 0.45);
    canvas.paint(around(cx, my, mw * 1.2, mh * 1.2), lips, |x, y| 0.9 * edge(oval(x - cx, y - my, mw, mh, 2.0), 0.25));
    canvas.paint(around(cx, my, mw, mh * 2.0), LIP_LINE, |x, y| {
        let u = (x - cx) / mw;
        let line = my - mh * 0.1 - u * u * mh * 0.4;
        if u.abs() < 1.0 { 0.9 * (-((y - line) / (mh * 0.22)).powi(2)).exp() } else { 0.0 }
    });
    let chin = my + mh * 1.9;
    canvas.darken(around(cx, chin, mw * 1.6, mh * 1.6), |x, y| 0.18 * blob(x - cx, y - chin, mw * 0.6, mh * 0.6));
}

fn paint_glasses(canvas: &mut Canvas, who: &Character) {
    let (cx, [distance, ey, er]) = (who.middle[0], who.eye);
    for ex in [cx - distance, cx + distance] {
        canvas.paint(around(ex, ey, er * 1.8, er * 1.5), GLASSES, |x, y| {
            (-((oval(x - ex, y - ey, er * 1.45, er * 1.15, 2.0).sqrt() - 1.0) / 0.07).powi(2)).exp()
        });
    }
    let bridge = distance - er * 1.3;
    canvas.paint(around(cx, ey, bridge.max(0.0), 3.0), GLASSES, |x, y| {
        f32::from(u8::from((y - ey).abs() < 2.0 && (x - cx).abs() < bridge))
    });
}

fn paint_beard(canvas: &mut Canvas, who: &Character) {
    let ([cx, cy], [fw, fh]) = (who.middle, who.face);
    let (ny, [my, mw, mh]) = (who.nose[0], who.mouth);
    canvas.paint([cx - fw, ny, cx + fw, cy + fh * 1.05], who.hair.map(|c| c * 0.9), |x, y| {
        let below_nose = ((y - (ny + fh * 0.1)) / (fh * 0.1)).clamp(0.0, 1.0);
        0.55 * head(who, x, y) * below_nose * (1.0 - blob(x - cx, y - my, mw * 1.1, mh * 1.5))
    });
}

/// Skin and film grain, light, and a slightly soft lens: four planes, the last the cover.
fn finish(canvas: &Canvas, seed: u64, variation: &Variation) -> [Vec<f32>; 4] {
    let (width, height) = (canvas.width, canvas.height);
    let pixels = width as f32 / SIDE;
    let mut dice = Dice::new(seed ^ variation.grain_seed.wrapping_mul(0x9E37_79B9_7F4A_7C15), 1);
    let mut noise = |strength: f32, sigma: f32| {
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
