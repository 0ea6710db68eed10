//! How far the embedding of a face can be trusted.
//!
//! Owns the measures and their weights. Must not know thresholds of recognition. Invariant: every number is 0 to 1 and
//! finite, whatever comes in.

use crate::align::Similar;
use porchlight_domain::{AlignedCrop, CROP_SIDE, Landmarks, Quality};

/// Judges a face by its crop, its landmarks in the frame and the transform that made the crop; `None` is no face.
pub(crate) fn judged(crop: &AlignedCrop, landmarks: &Landmarks, to_crop: Option<&Similar>) -> Quality {
    let _ = (crop, landmarks, CROP_SIDE);
    Quality {
        face_side_px: to_crop.map_or(0.0, |t| CROP_SIDE as f32 / t.scale()),
        sharpness: 0.0,
        frontality: 0.0,
        exposure: 0.0,
        is_grey: false,
        trust: 0.0,
    }
}
