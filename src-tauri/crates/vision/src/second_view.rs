//! The second view of a crop: the same face a little turned and enlarged.
//!
//! Owns how the crop is turned. Must not know who looks at it. What a second view is worth is measured for each embedder in
//! `docs/recognition.md` ("Views", "Compatibility models").

use porchlight_domain::{AlignedCrop, CROP_SIDE};

/// Turned by this ...
const TURN_DEGREES: f32 = 5.0;
/// ... enlarged by this ...
const ENLARGED: f32 = 1.06;
/// ... around the middle of the face in the aligned crop.
const MIDDLE: [f32; 2] = [56.0, 72.0];

/// The crop turned by [`TURN_DEGREES`] and enlarged by [`ENLARGED`] around the middle of the face, bilinear; what lies
/// outside repeats the edge. Of a torn crop it is black.
pub(crate) fn turned(crop: &AlignedCrop) -> AlignedCrop {
    let (sin, cos) = TURN_DEGREES.to_radians().sin_cos();
    let last = CROP_SIDE as f32 - 1.0;
    let row_length = CROP_SIDE * 3;
    let mut rgb = vec![0u8; CROP_SIDE * row_length].into_boxed_slice();
    if crop.rgb.len() != rgb.len() {
        return AlignedCrop { rgb };
    }
    for (y, row) in rgb.chunks_exact_mut(row_length).enumerate() {
        let dy = y as f32 - MIDDLE[1];
        for (x, pixel) in row.as_chunks_mut::<3>().0.iter_mut().enumerate() {
            let dx = x as f32 - MIDDLE[0];
            let from_x = (MIDDLE[0] + (cos * dx + sin * dy) / ENLARGED).clamp(0.0, last);
            let from_y = (MIDDLE[1] + (cos * dy - sin * dx) / ENLARGED).clamp(0.0, last);
            // The last pixel of an axis is all of the second of the last two, so that there always are two.
            let (left, top) = ((from_x as usize).min(CROP_SIDE - 2), (from_y as usize).min(CROP_SIDE - 2));
            let (across, down) = (from_x - left as f32, from_y - top as f32);
            let at = top * row_length + left * 3;
            let (upper, lower) = (&crop.rgb[at..at + 6], &crop.rgb[at + row_length..at + row_length + 6]);
            let between = |row: &[u8], c: usize| f32::from(row[c]) * (1.0 - across) + f32::from(row[c + 3]) * across;
            let mixed = |c: usize| (between(upper, c) * (1.0 - down) + between(lower, c) * down + 0.5) as u8;
            *pixel = [mixed(0), mixed(1), mixed(2)];
        }
    }
    AlignedCrop { rgb }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_stays_and_the_rest_turns_around_it() {
        let mut crop = AlignedCrop { rgb: vec![0; CROP_SIDE * CROP_SIDE * 3].into() };
        let at = |x: usize, y: usize| (y * CROP_SIDE + x) * 3;
        for (x, y) in [(56, 72), (56, 30)] {
            for near in [at(x - 1, y), at(x, y), at(x + 1, y), at(x, y - 1), at(x, y + 1)] {
                crop.rgb[near..near + 3].fill(240);
            }
        }
        let turned = turned(&crop);
        assert!(turned.rgb[at(56, 72)] > 200, "the middle is where it was");
        // 42 pixels above it, enlarged 44.5 and turned by 5 degrees.
        assert!(turned.rgb[at(60, 28)] > 150, "above it things move to the right and outwards");
        assert!(turned.rgb[at(52, 28)] == 0, "and not to the left");
    }

    #[test]
    fn one_shade_stays_one_shade_up_to_the_corners_and_a_torn_crop_is_black() {
        let even = AlignedCrop { rgb: vec![77; CROP_SIDE * CROP_SIDE * 3].into() };
        assert_eq!(turned(&even), even, "what lies outside repeats the edge");
        let torn = AlignedCrop { rgb: vec![77; 5].into() };
        assert!(turned(&torn).rgb.iter().all(|v| *v == 0));
    }
}
