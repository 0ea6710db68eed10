//! Landmarks looked at twice.
//!
//! Owns a second, closer look of the detector at one face, mirrored, and the mean of both looks: what the detector gets
//! wrong in one direction it gets wrong in the other in the mirror, and embeddings are only as good as the alignment.
//! Measured in `docs/recognition.md` ("Landmarks"). Must not find faces: without a second look the first one holds.

use crate::{runtime::Loaded, scaling::Scaler, yunet::YuNet};
use porchlight_domain::{DetectedFace, DetectionScale, Landmarks, PartInFrame, Picture, Search};

/// Side of the cut-out that is looked at, in pixels: the detector needs 0.8 ms for it.
const SIDE: u32 = 160;
/// The cut-out shows this many times the longer side of the face's box.
const AROUND: f32 = 2.0;
/// A face in the middle of a cut-out is one even if the detector is in doubt.
const LEAST_SCORE: f32 = 0.3;
/// Looks that differ by more than this share of the face's side are not of the same face.
const SAME_FACE: f32 = 0.3;

/// Looks closer; its buffers are kept from face to face.
pub(crate) struct Refiner {
    detector: YuNet,
    scaler: Scaler,
    part: Vec<u8>,
    cut: Picture,
    faces: Vec<DetectedFace>,
}

/// Where the cut-out lies in the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cut {
    left: i64,
    top: i64,
    /// Pixels of the picture for one of the cut-out.
    step: f32,
}

impl Cut {
    fn around(face: &DetectedFace) -> Option<Self> {
        let side = (AROUND * face.box_in_frame.w.max(face.box_in_frame.h)).ceil();
        let [x, y] = face.box_in_frame.centre();
        let is_possible = (2.0..1e5).contains(&side) && x.abs() < 1e6 && y.abs() < 1e6;
        is_possible.then(|| Self {
            left: (x - side / 2.0).round() as i64,
            top: (y - side / 2.0).round() as i64,
            step: side / SIDE as f32,
        })
    }

    /// From the mirrored cut-out to the picture, pixel centres to pixel centres.
    fn to_picture(self, [x, y]: [f32; 2]) -> [f32; 2] {
        let unmirrored = (SIDE - 1) as f32 - x;
        let back = |v: f32, from: i64| (v + 0.5) * self.step - 0.5 + from as f32;
        [back(unmirrored, self.left), back(y, self.top)]
    }

    /// The part of one axis that lies in the picture: from, length there; from, length in the cut-out.
    fn span(self, from: i64, length: u32) -> Option<(u32, u32, u32, u32)> {
        let end = from + (self.step * SIDE as f32) as i64;
        let (low, high) = (from.max(0), end.min(i64::from(length)));
        let at = |v: i64| (((v - from) as f32 / self.step).round() as u32).min(SIDE);
        let (to, to_end) = (at(low), at(high.max(low)));
        (high > low && to_end > to).then(|| (low as u32, (high - low) as u32, to, to_end - to))
    }
}

impl Refiner {
    pub(crate) fn new(runtime: &Loaded, model: &[u8], intra_threads: usize) -> ort::Result<Self> {
        Ok(Self {
            detector: YuNet::new(runtime, model, intra_threads)?,
            scaler: Scaler::default(),
            part: Vec::new(),
            cut: Picture::black(SIDE, SIDE),
            faces: Vec::new(),
        })
    }

    /// The mean of the landmarks that were found and those of a closer, mirrored look.
    pub(crate) fn refined(&mut self, picture: &Picture, face: &DetectedFace) -> Landmarks {
        let found = face.landmarks_in_frame;
        match self.second_look(picture, face) {
            Some(second) => {
                std::array::from_fn(|i| std::array::from_fn(|axis| found[i][axis].midpoint(second[i][axis])))
            }
            None => found,
        }
    }

    fn second_look(&mut self, picture: &Picture, face: &DetectedFace) -> Option<Landmarks> {
        let cut = Cut::around(face)?;
        self.fill(picture, cut)?;
        let scale = DetectionScale { longer_side_px: SIDE };
        let search = Search { part: None, scale, min_score: LEAST_SCORE };
        self.faces.clear();
        self.detector.detect((&self.cut).into(), search, &mut self.faces).ok()?;
        let away = |face: &DetectedFace| {
            let [x, y] = face.box_in_frame.centre();
            (x - SIDE as f32 / 2.0).hypot(y - SIDE as f32 / 2.0)
        };
        let middle = self.faces.iter().min_by(|a, b| away(a).total_cmp(&away(b)))?;
        // In the mirror the right eye is where the left one was, and so are the corners of the mouth.
        let [right_eye, left_eye, nose, right_mouth, left_mouth] =
            middle.landmarks_in_frame.map(|point| cut.to_picture(point));
        let second = [left_eye, right_eye, nose, left_mouth, right_mouth];
        let largest = face.box_in_frame.w.max(face.box_in_frame.h) * SAME_FACE;
        let pairs = face.landmarks_in_frame.iter().zip(&second);
        pairs.clone().all(|(a, b)| (a[0] - b[0]).hypot(a[1] - b[1]) <= largest).then_some(second)
    }

    /// Fills the cut-out, mirrored, black where the picture ends.
    fn fill(&mut self, picture: &Picture, cut: Cut) -> Option<()> {
        let (left, width, to_left, to_width) = cut.span(cut.left, picture.width)?;
        let (top, height, to_top, to_height) = cut.span(cut.top, picture.height)?;
        let part = PartInFrame { left, top, width, height };
        if !self.scaler.scale_part(picture, part, to_width, to_height, &mut self.part) {
            return None;
        }
        self.cut.rgb.fill(0);
        let rows = self.cut.rgb.chunks_exact_mut(SIDE as usize * 3).skip(to_top as usize);
        for (row, source) in rows.zip(self.part.chunks_exact(to_width as usize * 3)) {
            let from = (SIDE - to_left - to_width) as usize * 3;
            let target = &mut row[from..from + to_width as usize * 3];
            for (to, pixel) in target.as_chunks_mut::<3>().0.iter_mut().rev().zip(source.as_chunks::<3>().0) {
                *to = *pixel;
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_domain::BoxInFrame;

    fn face(x: f32, y: f32, side: f32) -> DetectedFace {
        DetectedFace {
            box_in_frame: BoxInFrame { x, y, w: side, h: side },
            landmarks_in_frame: [[x, y]; 5],
            score: 0.9,
        }
    }

    #[test]
    fn a_point_of_the_mirrored_cut_out_is_found_in_the_picture() {
        let cut = Cut::around(&face(100.0, 50.0, 80.0)).expect("an ordinary face");
        assert_eq!((cut.left, cut.top, cut.step), (60, 10, 1.0), "160 pixels around the middle");
        assert_eq!(cut.to_picture([159.0, 0.0]), [60.0, 10.0], "the right edge of the mirror is the left one");
        assert_eq!(cut.to_picture([0.0, 159.0]), [219.0, 169.0]);
    }

    #[test]
    fn a_face_at_the_edge_is_cut_out_with_black_beyond() {
        let cut = Cut::around(&face(-40.0, 0.0, 80.0)).expect("half outside");
        assert_eq!(cut.span(cut.left, 1000), Some((0, 80, 80, 80)), "the right half");
        assert_eq!(cut.span(cut.left, 30), Some((0, 30, 80, 30)), "and no further than the picture");
        assert_eq!(cut.span(cut.left, 0), None, "nothing of nothing");
    }

    #[test]
    fn impossible_boxes_are_left_alone() {
        for side in [0.0, -5.0, f32::NAN, f32::INFINITY, 1e9] {
            assert_eq!(Cut::around(&face(0.0, 0.0, side)), None, "{side}");
        }
    }
}
