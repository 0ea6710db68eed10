//! Turns and scales a face to the template.
//!
//! Owns the ArcFace template and the similarity transform. Must not know where landmarks come from. Invariant: any
//! landmarks, even absurd ones, give a crop; what lies outside the picture is black.
//!
//! The transform is the least-squares one of Umeyama (1991), "Least-squares estimation of transformation parameters
//! between two point patterns". In the plane a rotation with scale is a multiplication by one complex number, so the
//! solution is the quotient of two sums and needs no singular value decomposition.

use crate::scaling::Scaler;
use porchlight_domain::{AlignedCrop, CROP_SIDE, Landmarks, PartInFrame, Picture, View};

/// Where the five landmarks lie in an aligned crop.
pub(crate) const TEMPLATE: Landmarks =
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]];

/// A face at least this many times larger than the crop is scaled down first, or it would alias. Below it the plain
/// bilinear warp is used, with which the reference embeddings and the model's own training pictures were made.
const SHRUNK_FROM: f32 = 2.0;

/// How much larger than the crop a face is left when it is scaled down: a little more detail than the crop can show, so
/// that scaling and warping together do not blur.
const LEFT_LARGER: f32 = 1.5;

/// `x' = a x - b y + tx`, `y' = b x + a y + ty`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Similar {
    a: f32,
    b: f32,
    tx: f32,
    ty: f32,
}

impl Similar {
    /// The transform that brings `from` nearest to `to`. `None` if the points have no extent or are not finite.
    pub(crate) fn between(from: &Landmarks, to: &Landmarks) -> Option<Self> {
        let mean = |points: &Landmarks| {
            let sum = points.iter().fold([0.0; 2], |sum, p| [sum[0] + f64::from(p[0]), sum[1] + f64::from(p[1])]);
            [sum[0] / 5.0, sum[1] / 5.0]
        };
        let (from_mean, to_mean) = (mean(from), mean(to));
        let (mut along, mut across, mut extent) = (0.0, 0.0, 0.0);
        for (p, q) in from.iter().zip(to) {
            let (px, py) = (f64::from(p[0]) - from_mean[0], f64::from(p[1]) - from_mean[1]);
            let (qx, qy) = (f64::from(q[0]) - to_mean[0], f64::from(q[1]) - to_mean[1]);
            along += px * qx + py * qy;
            across += px * qy - py * qx;
            extent += px * px + py * py;
        }
        let (a, b) = (along / extent, across / extent);
        let tx = to_mean[0] - (a * from_mean[0] - b * from_mean[1]);
        let ty = to_mean[1] - (b * from_mean[0] + a * from_mean[1]);
        let all = [a, b, tx, ty];
        let scale = a.hypot(b);
        (all.iter().all(|v| v.is_finite()) && scale > 1e-6).then_some(Self {
            a: a as f32,
            b: b as f32,
            tx: tx as f32,
            ty: ty as f32,
        })
    }

    /// Pixels of the crop for one pixel of the frame.
    pub(crate) fn scale(&self) -> f32 {
        self.a.hypot(self.b)
    }

    /// Where a point goes.
    pub(crate) fn apply(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        [self.a * x - self.b * y + self.tx, self.b * x + self.a * y + self.ty]
    }

    /// How much of the crop lies outside a picture of this size, 0 to 1.
    pub(crate) fn missing_share(&self, width: u32, height: u32) -> f32 {
        const POINTS: usize = 16;
        let to_frame = self.inverse();
        let step = CROP_SIDE as f32 / POINTS as f32;
        let is_outside = |i: &usize| {
            let [x, y] =
                to_frame.apply([(i % POINTS) as f32 * step + step / 2.0, (i / POINTS) as f32 * step + step / 2.0]);
            !(x >= 0.0 && y >= 0.0 && x <= width as f32 && y <= height as f32)
        };
        (0..POINTS * POINTS).filter(is_outside).count() as f32 / (POINTS * POINTS) as f32
    }

    /// The same for points told from an origin that lies `left` and `top` further away.
    pub(crate) fn told_from_further(&self, [left, top]: [f32; 2]) -> Self {
        let [tx, ty] = self.apply([-left, -top]);
        Self { tx, ty, ..*self }
    }

    fn inverse(&self) -> Self {
        let square = self.a * self.a + self.b * self.b;
        let (a, b) = (self.a / square, -self.b / square);
        Self { a, b, tx: -(a * self.tx - b * self.ty), ty: -(b * self.tx + a * self.ty) }
    }
}

/// Cuts faces out; its buffers are kept from face to face.
#[derive(Default)]
pub(crate) struct Aligner {
    scaler: Scaler,
    shrunk: Picture,
}

impl Aligner {
    /// The face as the embedder wants it, black where the picture ends. All black if the landmarks allow no transform.
    pub(crate) fn aligned(&mut self, picture: &Picture, landmarks: &Landmarks) -> (AlignedCrop, Option<Similar>) {
        let mut rgb = vec![0; CROP_SIDE * CROP_SIDE * 3].into_boxed_slice();
        let to_crop = Similar::between(landmarks, &TEMPLATE).filter(|_| View::from(picture).is_whole());
        if let Some(to_crop) = &to_crop {
            let to_frame = to_crop.inverse();
            match self.shrink(picture, &to_frame) {
                Some(to_shrunk) => warp(&self.shrunk, &to_shrunk, &mut rgb),
                None => warp(picture, &to_frame, &mut rgb),
            }
        }
        (AlignedCrop { rgb }, to_crop)
    }

    /// Scales the part of the picture that the crop shows down into `shrunk`, if the face is large, and returns the
    /// transform from the crop to it.
    fn shrink(&mut self, picture: &Picture, to_frame: &Similar) -> Option<Similar> {
        let larger = to_frame.scale();
        if larger < SHRUNK_FROM {
            return None;
        }
        let side = CROP_SIDE as f32;
        let corners = [[0.0, 0.0], [side, 0.0], [0.0, side], [side, side]].map(|corner| to_frame.apply(corner));
        let span = |axis: usize, length: u32| {
            let all = corners.map(|corner| corner[axis]);
            let (low, high) = all.iter().fold((f32::MAX, f32::MIN), |(low, high), v| (low.min(*v), high.max(*v)));
            let from = (low - larger).floor().clamp(0.0, length as f32) as u32;
            let to = (high + larger).ceil().clamp(0.0, length as f32) as u32;
            (from, to.saturating_sub(from))
        };
        let ((left, width), (top, height)) = (span(0, picture.width), span(1, picture.height));
        let smaller = |length: u32| (length as f32 * LEFT_LARGER / larger).round().max(1.0) as u32;
        (self.shrunk.width, self.shrunk.height) = (smaller(width), smaller(height));
        let (shrunk_width, shrunk_height) = (self.shrunk.width, self.shrunk.height);
        let part = PartInFrame { left, top, width, height };
        if !self.scaler.scale_part(picture, part, shrunk_width, shrunk_height, &mut self.shrunk.rgb) {
            return None;
        }
        // One factor for both sides: they differ by the rounding to whole pixels only, less than half a pixel in all.
        let factor = (shrunk_width as f32 / width as f32).midpoint(shrunk_height as f32 / height as f32);
        // Middles of pixels are half a pixel from their edges, and it is the edges that scale.
        let moved = |t: f32, start: u32| (t - start as f32 + 0.5) * factor - 0.5;
        Some(Similar {
            a: to_frame.a * factor,
            b: to_frame.b * factor,
            tx: moved(to_frame.tx, left),
            ty: moved(to_frame.ty, top),
        })
    }
}

fn warp(picture: &Picture, to_picture: &Similar, rgb: &mut [u8]) {
    for (y, row) in rgb.chunks_exact_mut(CROP_SIDE * 3).enumerate() {
        for (x, pixel) in row.as_chunks_mut::<3>().0.iter_mut().enumerate() {
            let [red, green, blue] = bilinear(picture, to_picture.apply([x as f32, y as f32]));
            *pixel = [(red + 0.5) as u8, (green + 0.5) as u8, (blue + 0.5) as u8];
        }
    }
}

/// The colour at a point between pixels. Pixels outside the picture count as black, as in the reference.
fn bilinear(picture: &Picture, [x, y]: [f32; 2]) -> [f32; 3] {
    let (width, height) = (picture.width as usize, picture.height as usize);
    // A coordinate that is not a number lies in no range, so it is outside as well.
    if !(-1.0..width as f32).contains(&x) || !(-1.0..height as f32).contains(&y) {
        return [0.0; 3];
    }
    // Rounded towards zero, which is down from 0 on: a call of `floor` would take longer than all the rest.
    let (left, top) = ((x + 1.0) as i32 - 1, (y + 1.0) as i32 - 1);
    let (right_share, lower_share) = (x - left as f32, y - top as f32);
    let shares = [[1.0 - right_share, right_share], [1.0 - lower_share, lower_share]];
    // Nearly every point lies between four pixels of the picture; this is what the time goes into.
    if left >= 0 && top >= 0 && left as usize + 1 < width && top as usize + 1 < height {
        let at = (top as usize * width + left as usize) * 3;
        let (upper, lower) = (&picture.rgb[at..at + 6], &picture.rgb[at + width * 3..at + width * 3 + 6]);
        let across = |row: &[u8], c: usize| f32::from(row[c]) * shares[0][0] + f32::from(row[c + 3]) * shares[0][1];
        let mixed = |c: usize| across(upper, c) * shares[1][0] + across(lower, c) * shares[1][1];
        return [mixed(0), mixed(1), mixed(2)];
    }
    let mut colour = [0.0; 3];
    for (dy, row_share) in shares[1].iter().enumerate() {
        for (dx, share) in shares[0].iter().enumerate() {
            // Both are -1 at the least, so that the sum with 1 is not negative.
            let (px, py) = ((left + 1) as usize + dx, (top + 1) as usize + dy);
            if (1..=width).contains(&px) && (1..=height).contains(&py) {
                let at = ((py - 1) * width + px - 1) * 3;
                (0..3).for_each(|c| colour[c] += f32::from(picture.rgb[at + c]) * share * row_share);
            }
        }
    }
    colour
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turned(points: &Landmarks, degrees: f32, scale: f32, shift: [f32; 2]) -> Landmarks {
        let (sin, cos) = degrees.to_radians().sin_cos();
        points.map(|[x, y]| [scale * (cos * x - sin * y) + shift[0], scale * (sin * x + cos * y) + shift[1]])
    }

    #[test]
    fn any_turn_scale_and_shift_is_undone_exactly() {
        for (degrees, scale, shift) in
            [(0.0, 1.0, [0.0, 0.0]), (30.0, 2.5, [400.0, 80.0]), (180.0, 0.3, [-20.0, 5.0]), (-75.0, 9.0, [1e3, 2e3])]
        {
            let face = turned(&TEMPLATE, degrees, scale, shift);
            let transform = Similar::between(&face, &TEMPLATE).expect("five points apart from each other");
            for (point, wanted) in face.iter().zip(TEMPLATE) {
                let [x, y] = transform.apply(*point);
                assert!((x - wanted[0]).abs() < 0.01 && (y - wanted[1]).abs() < 0.01, "{degrees} degrees, x {scale}");
            }
            assert!((transform.scale() * scale - 1.0).abs() < 1e-4, "the scale is the inverse of what was done");
        }
    }

    #[test]
    fn a_mirrored_face_is_never_mirrored_back() {
        let mirrored = TEMPLATE.map(|[x, y]| [112.0 - x, y]);
        let transform = Similar::between(&mirrored, &TEMPLATE).expect("points with an extent");
        let (right_eye, left_eye) = (transform.apply(mirrored[0]), transform.apply(mirrored[1]));
        assert!(right_eye[0] > left_eye[0], "a similarity transform has no reflection, so the eyes stay swapped");
    }

    #[test]
    fn the_inverse_leads_back() {
        let transform = Similar { a: 0.4, b: -0.3, tx: 12.0, ty: -7.0 };
        let [x, y] = transform.inverse().apply(transform.apply([31.0, 64.0]));
        assert!((x - 31.0).abs() < 1e-3 && (y - 64.0).abs() < 1e-3, "there and back is where it began");
    }

    #[test]
    fn a_point_of_a_part_goes_where_the_point_of_the_whole_does() {
        let transform = Similar { a: 0.4, b: -0.3, tx: 12.0, ty: -7.0 };
        let whole = transform.told_from_further([100.0, 40.0]);
        let ([x, y], [u, v]) = (transform.apply([31.0, 64.0]), whole.apply([131.0, 104.0]));
        assert!((x - u).abs() < 1e-3 && (y - v).abs() < 1e-3, "the part begins at 100, 40");
    }

    #[test]
    fn absurd_landmarks_give_a_black_crop_and_no_transform() {
        let picture = Picture { width: 8, height: 8, rgb: vec![255; 8 * 8 * 3] };
        for landmarks in [[[5.0; 2]; 5], [[f32::NAN; 2]; 5], [[f32::INFINITY; 2]; 5]] {
            let (crop, transform) = Aligner::default().aligned(&picture, &landmarks);
            assert!(transform.is_none() && crop.rgb.iter().all(|v| *v == 0), "{landmarks:?} has no extent");
        }
    }

    #[test]
    fn a_point_between_pixels_is_their_mean_and_the_edge_fades_to_black() {
        let picture = Picture { width: 2, height: 2, rgb: [10, 20, 30, 40].iter().flat_map(|v| [*v; 3]).collect() };
        for (point, value) in [
            ([0.0, 0.0], 10.0),
            ([0.5, 0.5], 25.0),
            ([1.0, 1.0], 40.0),
            ([-0.5, 0.0], 5.0),
            ([1.5, 1.0], 20.0),
            ([0.0, -0.75], 2.5),
            ([-1.0, 0.0], 0.0),
            ([2.0, 2.0], 0.0),
            ([f32::NAN, 0.0], 0.0),
        ] {
            assert_eq!(bilinear(&picture, point), [value; 3], "at {point:?}");
        }
    }

    #[test]
    fn the_missing_share_is_what_the_picture_does_not_show() {
        let as_it_is = Similar { a: 1.0, b: 0.0, tx: 0.0, ty: 0.0 };
        for (width, height, share) in [(112, 112, 0.0), (56, 112, 0.5), (56, 56, 0.75), (500, 500, 0.0)] {
            assert_eq!(as_it_is.missing_share(width, height), share, "{width}x{height}");
        }
    }

    #[test]
    fn what_lies_outside_the_picture_is_black() {
        let picture = Picture { width: 112, height: 60, rgb: vec![200; 112 * 60 * 3] };
        let (crop, _) = Aligner::default().aligned(&picture, &TEMPLATE);
        assert_eq!(crop.rgb[0], 200, "the upper part is there");
        assert_eq!(crop.rgb[(100 * CROP_SIDE + 50) * 3], 0, "below row 60 there is no picture");
    }

    #[test]
    fn a_large_face_lands_where_a_small_one_does() {
        // A smooth picture, the same at every size: what differs then is the place alone.
        let drawn = |side: u32| {
            let mut picture = Picture::black(side, side);
            for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
                let (x, y) = ((i as u32 % side) as f32 + 0.5, (i as u32 / side) as f32 + 0.5);
                let (u, v) = (x / side as f32, y / side as f32);
                pixel.copy_from_slice(&[
                    (u * 255.0) as u8,
                    (v * 255.0) as u8,
                    ((u * 20.0).sin() * 100.0 + 128.0) as u8,
                ]);
            }
            picture
        };
        let at = |side: f32| TEMPLATE.map(|p| turned(&[p; 5], 20.0, 0.7 * side / 112.0, [side * 0.2, 0.0])[0]);
        let mut aligner = Aligner::default();
        let (small, _) = aligner.aligned(&drawn(160), &at(160.0));
        for side in [400, 701, 1600] {
            let (large, _) = aligner.aligned(&drawn(side), &at(side as f32));
            let off = small.rgb.iter().zip(&large.rgb).map(|(a, b)| f32::from(a.abs_diff(*b))).sum::<f32>();
            assert!(off / (small.rgb.len() as f32) < 2.0, "{side}: {} levels off", off / small.rgb.len() as f32);
        }
    }

    #[test]
    fn a_large_face_is_averaged_and_does_not_alias() {
        let side = 112 * 4;
        let mut picture = Picture::black(side, side);
        for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
            pixel.fill(if i % 2 == 0 { 255 } else { 0 });
        }
        let (crop, _) = Aligner::default().aligned(&picture, &TEMPLATE.map(|[x, y]| [x * 4.0, y * 4.0]));
        let middle = &crop.rgb[(56 * CROP_SIDE + 20) * 3..(56 * CROP_SIDE + 90) * 3];
        assert!(middle.iter().all(|v| (100..=155).contains(v)), "stripes one pixel wide become grey");
    }
}
