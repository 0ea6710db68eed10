//! The tiny face detector of face-api: from a frame to boxes.
//!
//! Owns how a frame is fed to it and how its answer is read. Must not know landmarks. Invariant: boxes are in pixels of the
//! frame, best score first.
//!
//! It sees faces from 36 to about 150 pixels of what it is fed (docs/recognition.md, "Compatibility models"), so that a frame is
//! searched at several sizes.

use super::graph::{INPUT, OUTPUT};
use crate::{
    runtime::{Loaded, failed, timed},
    scaling::{Scaler, fitted},
};
use ort::{inputs, session::Session, value::Tensor};
use porchlight_domain::{BoxInFrame, DetectionScale, Picture, View, VisionError};

/// Width and height of the five kinds of boxes, in cells.
const ANCHORS: [[f32; 2]; 5] = [
    [1.603_231, 2.094_468],
    [6.041_143, 7.080_126],
    [2.882_459, 3.518_061],
    [4.266_906, 5.178_857],
    [9.041_765, 10.663_08],
];
/// Pixels of the input a cell.
const CELL: u32 = 32;
/// Numbers of a box: place, size, score.
const NUMBERS: usize = 5;
/// It needs faces this much larger than the default detector does, so it is fed a larger picture.
const FED_LARGER: f32 = 1.5;
/// From one size to the next. A face may be four times as large as the smallest that is seen, so this leaves no gap.
const NEXT_SIZE: u32 = 3;
/// Smaller pictures have nothing in them that a larger one has not.
const SMALLEST_SIDE: u32 = 96;
const LONGEST_SIDE: u32 = 4096;
/// Two boxes that overlap by more than this are the same face.
const SAME_FACE_OVERLAP: f32 = 0.4;
/// A box is of the same face as well where this much of the smaller one lies in the larger one: eyes are no second face.
const SAME_FACE_WITHIN: f32 = 0.6;
/// What is compared with each other at the most.
const MOST_CANDIDATES: usize = 500;
/// The root that brings its scores to the scale of the default detector: 0.3, below which it loses nothing but rubbish, to 0.6.
const SCORE_ROOT: f32 = 0.424;

/// A face that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) box_in_frame: BoxInFrame,
    pub(super) score: f32,
}

/// The detector with buffers that are kept from frame to frame.
pub(super) struct Detector {
    session: Session,
    /// One for each size that was fed last, with width and height of the frame in it.
    inputs: Vec<(u32, u32, Tensor<f32>)>,
    scaler: Scaler,
    scaled: Vec<u8>,
}

impl Detector {
    pub(super) fn new(runtime: &Loaded, model: &[u8], intra_threads: usize) -> ort::Result<Self> {
        let session = runtime.session(model, intra_threads)?;
        Ok(Self { session, inputs: Vec::new(), scaler: Scaler::default(), scaled: Vec::new() })
    }

    pub(super) fn detect(
        &mut self,
        picture: &Picture,
        scale: DetectionScale,
        min_score: f32,
    ) -> Result<Vec<Found>, VisionError> {
        if !View::from(picture).is_whole() {
            return Err(VisionError::Failed { detail: format!("{picture:?} is empty or torn") });
        }
        let longest = ((scale.longer_side_px as f32 * FED_LARGER) as u32).clamp(CELL, LONGEST_SIDE);
        let mut sizes = vec![fitted(picture.width, picture.height, longest)];
        let mut side = sizes[0].0.max(sizes[0].1) / NEXT_SIZE;
        while side >= SMALLEST_SIDE {
            sizes.push(fitted(picture.width, picture.height, side));
            side /= NEXT_SIZE;
        }
        self.inputs.truncate(sizes.len());
        let mut candidates = Vec::new();
        for (i, size) in sizes.into_iter().enumerate() {
            self.fill(i, picture, size).map_err(failed)?;
            self.read(i, [picture.width as f32, picture.height as f32], min_score, &mut candidates)?;
        }
        Ok(suppressed(candidates))
    }

    /// Writes the frame, scaled, into the upper left of an input. The padding is zero from the start and never written.
    fn fill(&mut self, i: usize, picture: &Picture, (width, height): (u32, u32)) -> ort::Result<()> {
        let pixels = if (width, height) == (picture.width, picture.height) {
            &picture.rgb
        } else {
            self.scaler.scale(picture, width, height, &mut self.scaled);
            &self.scaled
        };
        let [wide, high] = [width, height].map(|side| side.next_multiple_of(CELL) as usize);
        if self.inputs.get(i).is_none_or(|(w, h, _)| (*w, *h) != (width, height)) {
            let tensor = Tensor::from_array(([1, 3, high, wide], vec![0.0f32; 3 * wide * high]))?;
            self.inputs.truncate(i);
            self.inputs.push((width, height, tensor));
        }
        let (_, values) = self.inputs[i].2.extract_tensor_mut();
        for (c, plane) in values.chunks_exact_mut(wide * high).enumerate() {
            for (row, pixels) in plane.chunks_exact_mut(wide).zip(pixels.chunks_exact(width as usize * 3)) {
                row.iter_mut().zip(pixels.as_chunks::<3>().0).for_each(|(v, pixel)| *v = f32::from(pixel[c]));
            }
        }
        Ok(())
    }

    fn read(
        &mut self,
        i: usize,
        [frame_width, frame_height]: [f32; 2],
        min_score: f32,
        into: &mut Vec<Found>,
    ) -> Result<(), VisionError> {
        let (width, height, input) = &self.inputs[i];
        let to_frame = [frame_width / *width as f32, frame_height / *height as f32];
        let outputs = timed(|| self.session.run(inputs![INPUT => input])).map_err(failed)?;
        let value = outputs.get(OUTPUT).ok_or_else(|| failed("the detector has no answer"))?;
        let (shape, values) = value.try_extract_tensor::<f32>().map_err(failed)?;
        let (Some(rows), Some(columns)) = (shape.get(2), shape.get(3)) else {
            return Err(failed("the detector's answer has too few sides"));
        };
        let (rows, columns) = (*rows as usize, *columns as usize);
        if values.len() != ANCHORS.len() * NUMBERS * rows * columns {
            return Err(failed(format!("the detector answered with {} numbers", values.len())));
        }
        read_cells(values, columns, to_frame, min_score, into);
        Ok(())
    }
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// Adds the boxes that score enough, in pixels of the frame.
fn read_cells(values: &[f32], columns: usize, to_frame: [f32; 2], min_score: f32, into: &mut Vec<Found>) {
    let cells = values.len() / (ANCHORS.len() * NUMBERS);
    let [sx, sy] = to_frame.map(|step| step * CELL as f32);
    for (anchor, kind) in values.chunks_exact(NUMBERS * cells).enumerate() {
        for cell in 0..cells {
            let number = |n: usize| kind[n * cells + cell];
            let score = sigmoid(number(4)).powf(SCORE_ROOT);
            // The sum is no number where one of the two is none; such a cell is left out as well.
            if score < min_score || (score + min_score).is_nan() {
                continue;
            }
            let (w, h) = (number(2).exp() * ANCHORS[anchor][0] * sx, number(3).exp() * ANCHORS[anchor][1] * sy);
            let x = ((cell % columns) as f32 + sigmoid(number(0))) * sx - w / 2.0;
            let y = ((cell / columns) as f32 + sigmoid(number(1))) * sy - h / 2.0;
            if [x, y, w, h].iter().all(|v| v.is_finite()) && w >= 1.0 && h >= 1.0 {
                into.push(Found { box_in_frame: BoxInFrame { x, y, w, h }, score });
            }
        }
    }
}

/// Greedy non-maximum suppression over all sizes: the best box stays, what shows the same face goes.
fn suppressed(mut candidates: Vec<Found>) -> Vec<Found> {
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    candidates.truncate(MOST_CANDIDATES);
    let mut kept: Vec<Found> = Vec::new();
    for candidate in candidates {
        let is_same = |other: &Found| {
            let (a, b) = (&other.box_in_frame, &candidate.box_in_frame);
            a.overlap(b) > SAME_FACE_OVERLAP || shared(a, b) > SAME_FACE_WITHIN * a.area().min(b.area())
        };
        if !kept.iter().any(is_same) {
            kept.push(candidate);
        }
    }
    kept
}

/// The area that two boxes have in common.
fn shared(a: &BoxInFrame, b: &BoxInFrame) -> f32 {
    let along = |a: f32, a_length: f32, b: f32, b_length: f32| (a + a_length).min(b + b_length) - a.max(b);
    along(a.x, a.w, b.x, b.w).max(0.0) * along(a.y, a.h, b.y, b.h).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(x: f32, y: f32, side: f32, score: f32) -> Found {
        Found { box_in_frame: BoxInFrame { x, y, w: side, h: side }, score }
    }

    #[test]
    fn a_cell_becomes_a_box_in_pixels_of_the_frame() {
        // Two cells side by side; only the third kind of box in the second cell says anything.
        let mut values = vec![-100.0; 5 * NUMBERS * 2];
        for (n, value) in [0.0, 0.0, 0.0, 0.0, 100.0].into_iter().enumerate() {
            values[(2 * NUMBERS + n) * 2 + 1] = value;
        }
        let mut faces = Vec::new();
        read_cells(&values, 2, [2.0, 2.0], 0.5, &mut faces);
        let [Found { box_in_frame: BoxInFrame { x, y, w, h }, score }] = faces[..] else { panic!("{faces:?}") };
        assert!((score - 1.0).abs() < 1e-6);
        assert!((w - 2.882_459 * 64.0).abs() < 1e-3 && (h - 3.518_061 * 64.0).abs() < 1e-3, "of that kind's size");
        assert!((x + w / 2.0 - 96.0).abs() < 1e-3 && (y + h / 2.0 - 32.0).abs() < 1e-3, "around the second cell");
    }

    #[test]
    fn eyes_within_a_face_are_no_second_face_and_neighbours_are_two() {
        let faces = suppressed(vec![
            found(0.0, 0.0, 100.0, 0.9),
            found(20.0, 20.0, 30.0, 0.8),
            found(110.0, 0.0, 100.0, 0.7),
            found(5.0, 5.0, 100.0, 0.6),
        ]);
        let scores: Vec<f32> = faces.iter().map(|face| face.score).collect();
        assert_eq!(scores, [0.9, 0.7], "one face left, one right, best first");
    }

    #[test]
    fn scores_mean_what_the_default_detectors_mean() {
        assert!((0.3f32.powf(SCORE_ROOT) - 0.6).abs() < 0.01, "sure begins where nothing but rubbish is lost");
    }
}
