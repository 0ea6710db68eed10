//! How far the embedding of a face can be trusted.
//!
//! Owns the measures and their weights. Must not know thresholds of recognition. Invariant: every number is finite and
//! all but the side are 0 to 1, whatever comes in.
//!
//! Trust is meant to predict the similarity between the embedding of a face as it was seen and that of the same face
//! seen well. Faces were degraded in known ways and compared with themselves (`examples/quality_table.rs`; all numbers
//! in `docs/recognition.md`). Each measure answers for one kind of damage with a curve between 0 and 1; damages
//! multiply, as the similarities do where two damages meet:
//!
//! | damage | similarity to itself | trust |
//! |---|---|---|
//! | none | 1.00 | 0.95 |
//! | blurred by 1 / 2 / 3 / 4 px | 0.98 / 0.82 / 0.55 / 0.32 | 0.93 / 0.77 / 0.49 / 0.30 |
//! | face of 66 / 43 / 33 / 27 / 22 px | 0.93 / 0.85 / 0.70 / 0.53 / 0.36 | 0.91 / 0.81 / 0.66 / 0.49 / 0.30 |
//! | noise of 8 / 16 / 24 levels | 0.96 / 0.87 / 0.73 | 0.93 / 0.87 / 0.75 |
//! | light at 50 / 25 / 12 / 6 % | 0.97 / 0.91 / 0.68 / 0.25 | 0.94 / 0.89 / 0.67 / 0.31 |
//! | overexposed by 1.5 / 2 / 3 | 0.94 / 0.77 / 0.54 | 0.93 / 0.73 / 0.52 |
//! | grey / grey and dark | 0.94 / 0.79 | 0.92 / 0.79 |
//! | cut by the frame's edge, 22 / 31 / 41 % of the crop | 0.93 / 0.84 / 0.69 | 0.88 / 0.78 / 0.72 |

use crate::align::{Similar, TEMPLATE};
use porchlight_domain::{AlignedCrop, CROP_SIDE, Landmarks, Quality};

/// The part of the crop that always shows the face: no hair, no background. Its side halves three times evenly.
const LEFT: usize = 20;
const TOP: usize = 32;
const SIDE: usize = 72;

/// What the finest octave has of the energy of the next in a sharp picture without noise. What it has beyond is noise.
const FINEST_SHARE: f32 = 0.5;

/// A rise from 0 to 1: half at `middle`, nine tenths of it within about 2.2 `width` on either side.
struct Rise {
    middle: f32,
    width: f32,
}

impl Rise {
    fn at(&self, x: f32) -> f32 {
        let y = 1.0 / (1.0 + (-(x - self.middle) / self.width).exp());
        if y.is_nan() { 0.0 } else { y }
    }
}

/// Of the octaves by which the energy at two pixels of the crop lies above that at eight.
const SHARPNESS: Rise = Rise { middle: -2.5, width: 0.33 };

/// Of the noise, negated, as a share of the energy at eight pixels.
const SILENCE: Rise = Rise { middle: -0.87, width: 0.23 };

/// Of the logarithm of the energy at eight pixels: the contrast of eyes, nose and mouth.
const CONTRAST: Rise = Rise { middle: 0.2, width: 0.56 };

/// Of the logarithm of the face's side in the frame. Sharpness sees most of it; the rest is where landmarks shake.
const SIZE: Rise = Rise { middle: 4.4, width: 0.31 };

/// Pixels as bright as this in all colours have lost what was there.
const BURNT_OUT: u8 = 250;

/// Less colour than this, as a share of the brightness, is none. Of 130 faces by day the palest had 0.19.
const PALEST: f32 = 0.15;

/// A grey face is a little less like itself in colour.
const GREY_TRUST: f32 = 0.96;

/// How far landmarks lie from the template, in pixels of the crop, in a face that looks into the camera.
const FRONTAL_RESIDUAL: f32 = 4.0;

/// Frontality lost with each further pixel: over 1,200 pairs of pictures of the same person the mean similarity, 0.65,
/// falls to 0.57 at 5.5 pixels, 0.49 at 7 and 0.36 at 10.
const LOST_A_PIXEL: f32 = 0.08;

/// So much of the crop may lie outside the picture without harm: its corners show no face.
const HARMLESS_MISSING_SHARE: f32 = 0.15;

/// Judges a face by its crop, its landmarks in the frame, the transform that made the crop (`None` is no face), and
/// width and height of the frame.
pub(crate) fn judged(
    crop: &AlignedCrop,
    landmarks: &Landmarks,
    to_crop: Option<&Similar>,
    (width, height): (u32, u32),
) -> Quality {
    let Some(to_crop) = to_crop.filter(|_| crop.rgb.len() == CROP_SIDE * CROP_SIDE * 3) else {
        let (sharpness, frontality, exposure, trust) = (0.0, 0.0, 0.0, 0.0);
        return Quality { face_side_px: 0.0, sharpness, frontality, exposure, is_grey: false, trust };
    };
    let face_side_px = CROP_SIDE as f32 / to_crop.scale();
    let light = Light::of(crop);
    let octaves = Octaves::of(crop);
    let sharpness = SHARPNESS.at((octaves.fine / octaves.coarse).log2());
    let burnt_out = (1.0 - 0.9 * (light.burnt_out_share - 0.06).max(0.0)).clamp(0.0, 1.0);
    // Noise is what too little light looks like, so it counts as exposure.
    let exposure = CONTRAST.at(octaves.coarse.log2()) * SILENCE.at(-octaves.noise / octaves.coarse) * burnt_out;
    let frontality = frontality(landmarks, to_crop);
    let is_grey = light.colour_share < PALEST;
    let grey = if is_grey { GREY_TRUST } else { 1.0 };
    let missing = (to_crop.missing_share(width, height) - HARMLESS_MISSING_SHARE).max(0.0);
    let shown = (1.0 - 1.1 * missing).clamp(0.0, 1.0);
    let trust = sharpness * exposure * frontality * SIZE.at(face_side_px.log2()) * grey * shown;
    Quality { face_side_px, sharpness, frontality, exposure, is_grey, trust }
}

/// Turned or nodding faces fit the template worse: no similarity transform can undo perspective.
fn frontality(landmarks: &Landmarks, to_crop: &Similar) -> f32 {
    let off = |(point, wanted): (&[f32; 2], [f32; 2])| {
        let [x, y] = to_crop.apply(*point);
        (x - wanted[0]).powi(2) + (y - wanted[1]).powi(2)
    };
    let residual = (landmarks.iter().zip(TEMPLATE).map(off).sum::<f32>() / 5.0).sqrt();
    (1.0 - LOST_A_PIXEL * (residual - FRONTAL_RESIDUAL).max(0.0)).clamp(0.0, 1.0)
}

/// The rows of the judged part, pixel by pixel.
fn face_rows(crop: &AlignedCrop) -> impl Iterator<Item = &[[u8; 3]]> {
    let rows = crop.rgb.as_chunks::<3>().0.chunks_exact(CROP_SIDE).skip(TOP).take(SIDE);
    rows.map(|row| &row[LEFT..LEFT + SIDE])
}

/// What can be said of brightness and colour.
struct Light {
    burnt_out_share: f32,
    colour_share: f32,
}

impl Light {
    fn of(crop: &AlignedCrop) -> Self {
        // Colour is taken from the mean of blocks: noise is colourful in each pixel, but not on average.
        const BLOCK: usize = 8;
        const BLOCKS: usize = SIDE / BLOCK;
        let mut sums = [[0u32; 3]; BLOCKS * BLOCKS];
        let mut burnt_out = 0;
        for (y, row) in face_rows(crop).enumerate() {
            for (sum, pixels) in sums[y / BLOCK * BLOCKS..].iter_mut().zip(row.chunks_exact(BLOCK)) {
                for pixel in pixels {
                    (0..3).for_each(|c| sum[c] += u32::from(pixel[c]));
                    burnt_out += u32::from(pixel[0].min(pixel[1]).min(pixel[2]) >= BURNT_OUT);
                }
            }
        }
        let spread = |[r, g, b]: &[u32; 3]| r.max(g).max(b) - r.min(g).min(b);
        let brightness = sums.as_flattened().iter().sum::<u32>() as f32 / 3.0;
        let pixels = (SIDE * SIDE) as f32;
        Self {
            burnt_out_share: burnt_out as f32 / pixels,
            colour_share: sums.iter().map(spread).sum::<u32>() as f32 / brightness.max(pixels),
        }
    }
}

/// How much changes over two and over eight pixels of the crop, noise set apart. Root mean squares, never zero.
struct Octaves {
    fine: f32,
    coarse: f32,
    noise: f32,
}

impl Octaves {
    fn of(crop: &AlignedCrop) -> Self {
        let luma =
            |pixel: &[u8; 3]| 0.299 * f32::from(pixel[0]) + 0.587 * f32::from(pixel[1]) + 0.114 * f32::from(pixel[2]);
        let mut finest = Vec::with_capacity(SIDE * SIDE);
        face_rows(crop).for_each(|row| finest.extend(row.iter().map(luma)));
        let half = halved(&finest, SIDE);
        let quarter = halved(&half, SIDE / 2);
        let eighth = halved(&quarter, SIDE / 4);
        let (e0, e1, coarse) = (energy(&finest, SIDE), energy(&half, SIDE / 2), energy(&eighth, SIDE / 8));
        // White noise has a quarter of its power left after halving, so both octaves together tell noise from detail.
        let share = FINEST_SHARE * FINEST_SHARE;
        let fine = ((e1 * e1 - e0 * e0 / 4.0) / (1.0 - share / 4.0)).max(1e-4);
        Self { fine: fine.sqrt(), coarse, noise: (e0 * e0 - share * fine).max(0.0).sqrt() }
    }
}

/// Half the side, each value the mean of four.
fn halved(plane: &[f32], side: usize) -> Vec<f32> {
    let mut half = Vec::with_capacity(plane.len() / 4);
    for rows in plane.chunks_exact(2 * side) {
        let (upper, lower) = rows.split_at(side);
        let pairs = upper.as_chunks::<2>().0.iter().zip(lower.as_chunks::<2>().0);
        half.extend(pairs.map(|([a, b], [c, d])| (a + b + c + d) / 4.0));
    }
    half
}

/// Root mean square of what a 1-2-1 blur takes away. Row by row, so that it is computed for many pixels at once.
fn energy(plane: &[f32], side: usize) -> f32 {
    let weighted = |a: f32, b: f32, c: f32| (a + 2.0 * b + c) / 4.0;
    let last = side - 1;
    let mut across = vec![0.0; plane.len()];
    for (row, blurred) in plane.chunks_exact(side).zip(across.chunks_exact_mut(side)) {
        // At an edge the last pixel stands for the one beyond it.
        blurred[0] = weighted(row[0], row[0], row[1]);
        blurred[last] = weighted(row[last - 1], row[last], row[last]);
        for (middle, near) in blurred[1..last].iter_mut().zip(row.array_windows::<3>()) {
            *middle = weighted(near[0], near[1], near[2]);
        }
    }
    let row = |y: usize| &across[y * side..][..side];
    let mut squares = vec![0.0f32; side];
    for (y, sharp) in plane.chunks_exact(side).enumerate() {
        let near = row(y.saturating_sub(1)).iter().zip(row(y)).zip(row((y + 1).min(last)));
        for ((square, value), ((above, here), below)) in squares.iter_mut().zip(sharp).zip(near) {
            *square += (value - weighted(*above, *here, *below)).powi(2);
        }
    }
    (squares.iter().sum::<f32>() / plane.len() as f32).sqrt() + 1e-3
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A crop of soft blobs at the sizes of eyes and mouth, with fine lines on top.
    fn crop(light: f32, lines: f32, colour: f32) -> AlignedCrop {
        let value = |i: usize| {
            let (x, y) = ((i % CROP_SIDE) as f32, (i / CROP_SIDE) as f32);
            let blobs = 40.0 * ((x / 7.0).sin() * (y / 9.0).cos());
            let fine = lines * ((x * 0.9).sin() + (y * 1.1).sin());
            light * (120.0 + blobs + fine)
        };
        let rgb = (0..CROP_SIDE * CROP_SIDE).flat_map(|i| [1.0 + colour, 1.0, 1.0 - colour].map(|c| value(i) * c));
        AlignedCrop { rgb: rgb.map(|v| v.round().clamp(0.0, 255.0) as u8).collect() }
    }

    fn judged_at(crop: &AlignedCrop, enlarged: f32) -> Quality {
        let landmarks = TEMPLATE.map(|[x, y]| [x * enlarged, y * enlarged]);
        judged(crop, &landmarks, Similar::between(&landmarks, &TEMPLATE).as_ref(), (1000, 1000))
    }

    #[test]
    fn a_sharp_bright_frontal_face_is_trusted() {
        let quality = judged_at(&crop(1.0, 14.0, 0.2), 1.5);
        assert!(quality.trust > 0.85, "{quality:?}");
        assert!((quality.face_side_px - 168.0).abs() < 0.1, "one and a half times the crop");
        assert!(quality.frontality > 0.99 && !quality.is_grey, "{quality:?}");
    }

    #[test]
    fn every_damage_lowers_its_own_measure_and_trust() {
        let good = judged_at(&crop(1.0, 14.0, 0.2), 1.5);
        let blurred = judged_at(&crop(1.0, 0.5, 0.2), 1.5);
        assert!(blurred.sharpness < good.sharpness && blurred.trust < good.trust, "no detail: {blurred:?}");
        let dark = judged_at(&crop(0.05, 14.0, 0.2), 1.5);
        assert!(dark.exposure < good.exposure && dark.trust < good.trust, "no light: {dark:?}");
        let burnt = judged_at(&crop(2.2, 14.0, 0.0), 1.5);
        assert!(burnt.exposure < good.exposure && burnt.trust < good.trust, "too much light: {burnt:?}");
        let grey = judged_at(&crop(1.0, 14.0, 0.0), 1.5);
        assert!(grey.is_grey && grey.trust < good.trust, "no colour: {grey:?}");
        let small = judged_at(&crop(1.0, 14.0, 0.2), 0.2);
        assert!(small.trust < good.trust, "22 pixels: {small:?}");
    }

    #[test]
    fn a_turned_face_is_not_frontal() {
        let mut landmarks = TEMPLATE;
        landmarks[2][0] += 18.0;
        let to_crop = Similar::between(&landmarks, &TEMPLATE);
        let quality = judged(&crop(1.0, 14.0, 0.2), &landmarks, to_crop.as_ref(), (1000, 1000));
        assert!(quality.frontality < 0.8, "the nose lies beside the middle: {quality:?}");
    }

    #[test]
    fn a_face_cut_by_the_edge_of_the_frame_is_trusted_less() {
        let to_crop = Similar::between(&TEMPLATE, &TEMPLATE);
        let of = |width| judged(&crop(1.0, 14.0, 0.2), &TEMPLATE, to_crop.as_ref(), (width, 112)).trust;
        assert!(of(60) < of(112) - 0.2, "{} with half a face, {} with all of it", of(60), of(112));
    }

    #[test]
    fn flat_crops_give_numbers_too() {
        for value in [0, 128, 255] {
            let flat = AlignedCrop { rgb: vec![value; CROP_SIDE * CROP_SIDE * 3].into() };
            let quality = judged_at(&flat, 1.0);
            assert!(quality.trust.is_finite() && quality.trust < 0.1, "{value}: {quality:?}");
        }
        let none = judged(&crop(1.0, 14.0, 0.2), &TEMPLATE, None, (1000, 1000));
        assert_eq!(none.trust, 0.0, "without a transform there is no face");
    }
}
