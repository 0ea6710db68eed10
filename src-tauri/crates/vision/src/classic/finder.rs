//! Finds faces with their landmarks: detector and landmark net together.
//!
//! Owns how a face is cut out for the landmark net, and which of its 68 points are the five that everything else knows.
//! Must not know embeddings.
//!
//! The cut-out is as in face-api: the box, black beside it where it is not square, 112 pixels.

use super::{
    detector::{Detector, Found},
    graph::{INPUT, OUTPUT},
    nets::LANDMARKS_SIDE,
};
use crate::{
    runtime::{Loaded, failed, timed},
    scaling::Scaler,
    video,
    yunet::inside,
};
use ort::{inputs, session::Session, value::Tensor};
use porchlight_domain::{BoxInFrame, DetectedFace, Landmarks, PartInFrame, Picture, Search, View, VisionError};
use std::ops::Range;

/// Nobody follows more faces of one frame, and each costs a run of the landmark net.
const MOST_FACES: usize = 32;
const POINTS: usize = 68;
const SIDE: f32 = LANDMARKS_SIDE as f32;
/// Of the 68: the person's right eye, left eye, tip of the nose, right and left corner of the mouth.
const FIVE: [Range<usize>; 5] = [36..42, 42..48, 30..31, 48..49, 54..55];

/// The finder, with buffers that are kept from face to face.
pub(crate) struct Finder {
    detector: Detector,
    landmarks: Session,
    input: Tensor<f32>,
    scaler: Scaler,
    part: Vec<u8>,
    /// The part of a frame that is searched, where it is not the whole of a picture.
    searched: Picture,
}

/// Where the cut-out lies in the picture.
struct Cut {
    part: PartInFrame,
    /// In the cut-out: left, top, width, height.
    to: [usize; 4],
    /// The cut-out's upper left in the picture.
    origin: [f32; 2],
    /// Pixels of the picture for one of the cut-out.
    step: f32,
}

impl Cut {
    fn of(face: &BoxInFrame, picture: &Picture) -> Option<Self> {
        if ![face.x, face.y, face.w, face.h].iter().all(|v| v.is_finite()) {
            return None;
        }
        let span = |from: f32, length: f32, end: u32| {
            let (low, high) = (from.floor().max(0.0), (from + length).ceil().min(end as f32));
            (high >= low + 2.0).then_some((low as u32, (high - low) as u32))
        };
        let (left, width) = span(face.x, face.w, picture.width)?;
        let (top, height) = span(face.y, face.h, picture.height)?;
        let step = width.max(height) as f32 / SIDE;
        let [to_width, to_height] =
            [width, height].map(|side| ((side as f32 / step).round() as usize).clamp(1, LANDMARKS_SIDE));
        let [to_left, to_top] = [to_width, to_height].map(|side| (LANDMARKS_SIDE - side) / 2);
        let origin = [left as f32 - to_left as f32 * step, top as f32 - to_top as f32 * step];
        Some(Self {
            part: PartInFrame { left, top, width, height },
            to: [to_left, to_top, to_width, to_height],
            origin,
            step,
        })
    }
}

impl Finder {
    pub(crate) fn new(runtime: &Loaded, detector: &[u8], landmarks: &[u8], intra_threads: usize) -> ort::Result<Self> {
        let zeros = vec![0.0f32; 3 * LANDMARKS_SIDE * LANDMARKS_SIDE];
        Ok(Self {
            detector: Detector::new(runtime, detector, intra_threads)?,
            landmarks: runtime.session(landmarks, intra_threads)?,
            input: Tensor::from_array(([1, 3, LANDMARKS_SIDE, LANDMARKS_SIDE], zeros))?,
            scaler: Scaler::default(),
            part: Vec::new(),
            searched: Picture::default(),
        })
    }

    /// Adds what is found, best first, in pixels of the whole picture.
    pub(crate) fn detect(
        &mut self,
        view: View<'_>,
        search: Search,
        into: &mut Vec<DetectedFace>,
    ) -> Result<(), VisionError> {
        if !view.is_whole() {
            return Err(VisionError::Failed { detail: format!("{view:?} is empty or torn") });
        }
        let Some(part) = inside(view, search.part) else { return Ok(()) };
        // Taken out, so that the part can be read while the nets run; its buffer is put back.
        let mut cut = std::mem::take(&mut self.searched);
        let found = match view {
            View::Rgb(picture) if (part.width, part.height) == (picture.width, picture.height) => {
                self.faces_on(picture, search)
            }
            View::Rgb(picture) => {
                cut_out(picture, part, &mut cut);
                self.faces_on(&cut, search)
            }
            View::Video(picture) if video::rgb_of(picture, part, &mut cut) => self.faces_on(&cut, search),
            View::Video(_) => Err(failed("a frame of video could not be made RGB")),
        };
        self.searched = cut;
        let [left, top] = [part.left as f32, part.top as f32];
        into.extend(found?.into_iter().map(|face| DetectedFace {
            box_in_frame: BoxInFrame {
                x: face.box_in_frame.x + left,
                y: face.box_in_frame.y + top,
                ..face.box_in_frame
            },
            landmarks_in_frame: face.landmarks_in_frame.map(|[x, y]| [x + left, y + top]),
            ..face
        }));
        Ok(())
    }

    fn faces_on(&mut self, picture: &Picture, search: Search) -> Result<Vec<DetectedFace>, VisionError> {
        let mut faces = Vec::new();
        let found = self.detector.detect(picture, search.scale, search.min_score)?;
        for Found { box_in_frame, score } in found.into_iter().take(MOST_FACES) {
            if let Some(landmarks_in_frame) = self.landmarks(picture, &box_in_frame)? {
                faces.push(DetectedFace { box_in_frame, landmarks_in_frame, score });
            }
        }
        Ok(faces)
    }

    /// The five landmarks of the face in a box; `None` where too little of it lies in the picture.
    fn landmarks(&mut self, picture: &Picture, face: &BoxInFrame) -> Result<Option<Landmarks>, VisionError> {
        let Some(cut) = Cut::of(face, picture) else { return Ok(None) };
        if !self.fill(picture, &cut) {
            return Ok(None);
        }
        let outputs = timed(|| self.landmarks.run(inputs![INPUT => &self.input])).map_err(failed)?;
        let value = outputs.get(OUTPUT).ok_or_else(|| failed("the landmark net has no answer"))?;
        let (_, values) = value.try_extract_tensor::<f32>().map_err(failed)?;
        if values.len() != 2 * POINTS {
            return Err(failed(format!("the landmark net answered with {} numbers", values.len())));
        }
        let five =
            five_of(values).map(|[x, y]| [x * SIDE * cut.step + cut.origin[0], y * SIDE * cut.step + cut.origin[1]]);
        Ok(five.iter().flatten().all(|v| v.is_finite()).then_some(five))
    }

    fn fill(&mut self, picture: &Picture, cut: &Cut) -> bool {
        let [left, top, width, height] = cut.to;
        if !self.scaler.scale_part(picture, cut.part, width as u32, height as u32, &mut self.part) {
            return false;
        }
        let (_, values) = self.input.extract_tensor_mut();
        values.fill(0.0);
        for (c, plane) in values.chunks_exact_mut(LANDMARKS_SIDE * LANDMARKS_SIDE).enumerate() {
            let rows = plane.chunks_exact_mut(LANDMARKS_SIDE).skip(top);
            for (row, pixels) in rows.zip(self.part.chunks_exact(width * 3)).take(height) {
                let row = &mut row[left..left + width];
                row.iter_mut().zip(pixels.as_chunks::<3>().0).for_each(|(v, pixel)| *v = f32::from(pixel[c]));
            }
        }
        true
    }
}

/// Copies a part of a picture, which lies in it.
fn cut_out(picture: &Picture, part: PartInFrame, into: &mut Picture) {
    (into.width, into.height) = (part.width, part.height);
    into.rgb.clear();
    let rows = picture.rgb.chunks_exact(picture.width as usize * 3).skip(part.top as usize).take(part.height as usize);
    for row in rows {
        into.rgb.extend_from_slice(&row[part.left as usize * 3..(part.left + part.width) as usize * 3]);
    }
}

/// The means of the points that make up each of the five.
fn five_of(values: &[f32]) -> Landmarks {
    let points = values.as_chunks::<2>().0;
    FIVE.map(|range| {
        let count = range.len() as f32;
        let sum = points[range].iter().fold([0.0; 2], |sum, p| [sum[0] + p[0], sum[1] + p[1]]);
        sum.map(|v| v / count)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_are_eyes_nose_and_corners_of_the_mouth() {
        let values: Vec<f32> = (0..POINTS).flat_map(|i| [i as f32, -(i as f32)]).collect();
        assert_eq!(
            five_of(&values),
            [[38.5, -38.5], [44.5, -44.5], [30.0, -30.0], [48.0, -48.0], [54.0, -54.0]],
            "the eyes are means of six points each"
        );
    }

    #[test]
    fn a_box_is_cut_out_with_black_beside_it_and_never_beyond_the_picture() {
        let picture = Picture::black(400, 300);
        let cut = Cut::of(&BoxInFrame { x: 100.0, y: 50.0, w: 112.0, h: 56.0 }, &picture).expect("a box");
        assert_eq!((cut.to, cut.step), ([0, 28, 112, 56], 1.0), "28 black rows above and below");
        assert_eq!(cut.origin, [100.0, 22.0]);
        let cut = Cut::of(&BoxInFrame { x: 360.0, y: -30.0, w: 112.0, h: 112.0 }, &picture).expect("half of it");
        assert_eq!((cut.part.left, cut.part.width, cut.part.top, cut.part.height), (360, 40, 0, 82));
        for (x, w) in [(-200.0, 100.0), (500.0, 50.0), (f32::NAN, 10.0), (0.0, f32::NAN), (0.0, 0.5)] {
            assert!(Cut::of(&BoxInFrame { x, y: 0.0, w, h: 100.0 }, &picture).is_none(), "{x} {w}");
        }
    }
}
