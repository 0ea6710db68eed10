//! A face that the owner points at, because the detector missed it.
//!
//! Owns which of the faces found by a closer look is the one that is meant, and where eyes and mouth must be if none is.
//! Must not know how it was looked for. Invariant: a face beside the marked area is never taken for the one in it.

use crate::{BoxInFrame, DetectedFace, Landmarks, Quality};

/// Shorter side of a marked area, in pixels of the picture, below which nobody could be told by the face in it.
const LEAST_AREA_SIDE_PX: f32 = 16.0;
/// Side of the aligned face below which it says nothing about who it is.
const LEAST_FACE_SIDE_PX: f32 = 18.0;
/// Less sharpness or exposure than this is a smear or a shadow, whatever is in it.
const LEAST_SHARPNESS: f32 = 0.06;
const LEAST_EXPOSURE: f32 = 0.06;
/// A face has at least this share of the area that was drawn around it ...
const LEAST_SHARE: f32 = 0.12;
/// ... and at most so many times as much: people draw around what they see, some around the forehead only.
const MOST_SHARE: f32 = 3.0;
/// How far a face is trusted whose landmarks were guessed: see `docs/recognition.md`, "Marked by hand".
const TRUST_OF_A_GUESS: f32 = 0.5;

/// Why a marked area gives no face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoMark {
    /// There are too few pixels in it.
    TooSmall,
    /// It is too dark, too bright or too noisy.
    BadLight,
    /// It is a smear.
    Blurred,
}

/// Whether the area is worth looking at.
///
/// # Errors
/// It is too small, or no area at all.
pub fn is_worth_looking(area: &BoxInFrame) -> Result<(), NoMark> {
    // Also refuses what is not a number.
    let is_large = area.w >= LEAST_AREA_SIDE_PX && area.h >= LEAST_AREA_SIDE_PX;
    if is_large { Ok(()) } else { Err(NoMark::TooSmall) }
}

/// The face in the area, if one of these is: its middle lies in it, it is about as large, and it fits best.
pub fn face_meant(area: &BoxInFrame, faces: &[DetectedFace]) -> Option<DetectedFace> {
    let fits = |face: &&DetectedFace| {
        let [x, y] = face.box_in_frame.centre();
        let is_inside = (area.x..=area.x + area.w).contains(&x) && (area.y..=area.y + area.h).contains(&y);
        is_inside && (LEAST_SHARE..=MOST_SHARE).contains(&(face.box_in_frame.area() / area.area()))
    };
    let fit = |face: &DetectedFace| face.box_in_frame.overlap(area) * face.score;
    faces.iter().filter(fits).max_by(|a, b| fit(a).total_cmp(&fit(b))).copied()
}

/// Where eyes, nose and mouth of a face lie that fills the area from ear to ear and from forehead to chin: the mean of
/// what the detector says of faces that look into the camera.
pub fn landmarks_in(area: &BoxInFrame) -> Landmarks {
    [[0.31, 0.40], [0.69, 0.40], [0.50, 0.58], [0.35, 0.76], [0.65, 0.76]]
        .map(|[x, y]| [area.x + x * area.w, area.y + y * area.h])
}

/// Whether a marked face can be kept, and how far it is trusted then.
///
/// # Errors
/// It would say nothing about who it is.
pub fn judged_mark(quality: Quality, is_guessed: bool) -> Result<Quality, NoMark> {
    if quality.face_side_px < LEAST_FACE_SIDE_PX {
        return Err(NoMark::TooSmall);
    }
    if quality.exposure < LEAST_EXPOSURE {
        return Err(NoMark::BadLight);
    }
    if quality.sharpness < LEAST_SHARPNESS {
        return Err(NoMark::Blurred);
    }
    let trust = if is_guessed { quality.trust * TRUST_OF_A_GUESS } else { quality.trust };
    Ok(Quality { trust, ..quality })
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: BoxInFrame = BoxInFrame { x: 100.0, y: 100.0, w: 60.0, h: 80.0 };

    fn face(x: f32, y: f32, side: f32, score: f32) -> DetectedFace {
        DetectedFace { box_in_frame: BoxInFrame { x, y, w: side, h: side }, landmarks_in_frame: [[x, y]; 5], score }
    }

    #[test]
    fn the_face_that_is_meant_lies_in_the_area_and_is_about_as_large() {
        let good = face(102.0, 110.0, 58.0, 0.4);
        for (faces, meant, why) in [
            (vec![], None, "nothing was found"),
            (vec![good], Some(good), "a doubtful face where the owner points is one"),
            (vec![face(170.0, 110.0, 58.0, 0.9)], None, "the one beside it is not meant"),
            (vec![face(40.0, 40.0, 190.0, 0.9)], None, "a large face behind is not meant"),
            (vec![face(120.0, 120.0, 12.0, 0.9)], None, "nor is a speck within"),
            (vec![face(110.0, 120.0, 30.0, 0.5), good], Some(good), "of two the one that fits"),
        ] {
            assert_eq!(face_meant(&AREA, &faces), meant, "{why}");
        }
    }

    #[test]
    fn too_few_pixels_are_not_looked_at() {
        assert_eq!(is_worth_looking(&AREA), Ok(()));
        for (w, h) in [(15.0, 80.0), (80.0, 3.0), (0.0, 0.0), (-20.0, 50.0), (f32::NAN, 50.0)] {
            assert_eq!(is_worth_looking(&BoxInFrame { w, h, ..AREA }), Err(NoMark::TooSmall), "{w} x {h}");
        }
    }

    #[test]
    fn guessed_landmarks_are_those_of_an_upright_face() {
        let [right_eye, left_eye, nose, right_mouth, left_mouth] = landmarks_in(&AREA);
        assert!(right_eye[0] < nose[0] && nose[0] < left_eye[0], "the person's right is on the left");
        assert!(right_eye[1] < nose[1] && nose[1] < right_mouth[1] && right_mouth[0] < left_mouth[0]);
    }

    #[test]
    fn what_says_nothing_about_who_it_is_is_refused_with_its_reason() {
        let good =
            Quality { face_side_px: 60.0, sharpness: 0.8, frontality: 1.0, exposure: 0.9, is_grey: false, trust: 0.6 };
        for (quality, is_guessed, expected) in [
            (good, false, Ok(0.6)),
            (good, true, Ok(0.3)),
            (Quality { face_side_px: 12.0, ..good }, false, Err(NoMark::TooSmall)),
            (Quality { exposure: 0.01, ..good }, false, Err(NoMark::BadLight)),
            (Quality { sharpness: 0.0, ..good }, false, Err(NoMark::Blurred)),
        ] {
            assert_eq!(judged_mark(quality, is_guessed).map(|q| q.trust), expected, "{quality:?}");
        }
    }
}
