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
/// outside repeats the edge.
pub(crate) fn turned(crop: &AlignedCrop) -> AlignedCrop {
    let (sin, cos) = TURN_DEGREES.to_radians().sin_cos();
    let last = CROP_SIDE as f32 - 1.0;
    let mut rgb = vec![0u8; CROP_SIDE * CROP_SIDE * 3].into_boxed_slice();
    for (i, pixel) in rgb.chunks_exact_mut(3).enumerate() {
        let (dx, dy) = ((i % CROP_SIDE) as f32 - MIDDLE[0], (i / CROP_SIDE) as f32 - MIDDLE[1]);
        let x = (MIDDLE[0] + (cos * dx + sin * dy) / ENLARGED).clamp(0.0, last);
        let y = (MIDDLE[1] + (cos * dy - sin * dx) / ENLARGED).clamp(0.0, last);
        let (x0, y0) = (x as usize, y as usize);
        let (x1, y1) = ((x0 + 1).min(CROP_SIDE - 1), (y0 + 1).min(CROP_SIDE - 1));
        let (fx, fy) = (x - x0 as f32, y - y0 as f32);
        let at =
            |x: usize, y: usize, c: usize| f32::from(crop.rgb.get((y * CROP_SIDE + x) * 3 + c).copied().unwrap_or(0));
        for (c, value) in pixel.iter_mut().enumerate() {
            let top = at(x0, y0, c) * (1.0 - fx) + at(x1, y0, c) * fx;
            let bottom = at(x0, y1, c) * (1.0 - fx) + at(x1, y1, c) * fx;
            *value = (top * (1.0 - fy) + bottom * fy + 0.5) as u8;
        }
    }
    AlignedCrop { rgb }
}
