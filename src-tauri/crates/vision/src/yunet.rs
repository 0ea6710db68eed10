//! YuNet: from a frame to faces with five landmarks.
//!
//! Owns how a frame is fed to the detector and how its outputs are read. Must not know what faces are for. Invariant:
//! boxes and landmarks are in pixels of the frame, best score first, whatever the scale was.
//!
//! Source: Wu, Peng, Yu (2023), "YuNet: a tiny millisecond-level face detector". Input: BGR, 0 to 255, planar, sides
//! multiples of 32. For each stride s the model answers for a grid of cells with a class score, an object score, a box
//! and five points relative to the cell.

use crate::{
    backends,
    runtime::{Loaded, failed, timed},
    scaling::{Scaler, VideoScaler, fitted},
    video::{Planes, RowConverter},
};
use ort::{
    inputs,
    session::{Session, SessionOutputs},
    value::Tensor,
};
use porchlight_domain::{BoxInFrame, DetectedFace, DetectionScale, PartInFrame, Search, View, VisionError};

/// The three grids and the names of their outputs.
const GRIDS: [Grid; 3] = [
    Grid { stride: 8, class: "cls_8", object: "obj_8", boxes: "bbox_8", points: "kps_8" },
    Grid { stride: 16, class: "cls_16", object: "obj_16", boxes: "bbox_16", points: "kps_16" },
    Grid { stride: 32, class: "cls_32", object: "obj_32", boxes: "bbox_32", points: "kps_32" },
];

struct Grid {
    stride: usize,
    class: &'static str,
    object: &'static str,
    boxes: &'static str,
    points: &'static str,
}

/// Both sides of the input are multiples of this, the widest stride.
const GRANULE: u32 = 32;

/// What it is tried with: a whole frame and the surroundings of a face.
const TRIED_SIZES: &[[usize; 4]] = &[[1, 3, 384, 640], [1, 3, 160, 160]];

/// Candidates that are compared with each other. A real frame has a few hundred; a threshold near zero would make
/// every cell one, and the comparison is quadratic.
const MOST_CANDIDATES: usize = 1500;

/// Inputs that are kept: sizes of cameras and of parts around faces.
const MOST_INPUTS: usize = 24;

/// The input may have at most this side: at 4096 the runtime already needs more than a gigabyte.
const LONGEST_SIDE: u32 = 4096;

/// Where the scaled frame lies in the input, and how to get back.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Fitting {
    width: u32,
    height: u32,
    padded_width: u32,
    padded_height: u32,
    /// Where the part that is fed begins in the frame.
    from: [f32; 2],
    /// Pixels of the frame for one pixel of the input.
    to_frame: [f32; 2],
}

impl Fitting {
    fn new(part: PartInFrame, scale: DetectionScale) -> Self {
        let longer_side = scale.longer_side_px.clamp(GRANULE, LONGEST_SIDE);
        let (width, height) = fitted(part.width, part.height, longer_side);
        Self {
            width,
            height,
            padded_width: width.next_multiple_of(GRANULE),
            padded_height: height.next_multiple_of(GRANULE),
            from: [part.left as f32, part.top as f32],
            to_frame: [part.width as f32 / width as f32, part.height as f32 / height as f32],
        }
    }

    fn face(&self, face: &DetectedFace) -> DetectedFace {
        let ([sx, sy], [left, top]) = (self.to_frame, self.from);
        let BoxInFrame { x, y, w, h } = face.box_in_frame;
        DetectedFace {
            box_in_frame: BoxInFrame { x: x * sx + left, y: y * sy + top, w: w * sx, h: h * sy },
            landmarks_in_frame: face.landmarks_in_frame.map(|[x, y]| [x * sx + left, y * sy + top]),
            score: face.score,
        }
    }
}

/// The detector with buffers that are kept from frame to frame.
pub(crate) struct YuNet {
    session: Session,
    /// An input for each size that is fed. A camera has few sizes, and several cameras take turns.
    inputs: Vec<Input>,
    scaler: Scaler,
    scaled: Vec<u8>,
    video_scaler: VideoScaler,
    converter: RowConverter,
    candidates: Vec<DetectedFace>,
}

impl YuNet {
    pub(crate) fn new(runtime: &Loaded, model: &[u8], intra_threads: usize) -> ort::Result<Self> {
        Ok(Self {
            session: backends::session(runtime, model, intra_threads, TRIED_SIZES)?,
            inputs: Vec::new(),
            scaler: Scaler::default(),
            scaled: Vec::new(),
            video_scaler: VideoScaler::default(),
            converter: RowConverter::default(),
            candidates: Vec::new(),
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
        let fitting = Fitting::new(part, search.scale);
        let input = self.fill(view, part, &fitting).map_err(failed)?;
        let outputs = timed(|| self.session.run(inputs![&self.inputs[input].tensor])).map_err(failed)?;
        self.candidates.clear();
        for grid in &GRIDS {
            let columns = fitting.padded_width as usize / grid.stride;
            read_grid(&outputs, grid, columns, search.min_score, &mut self.candidates)?;
        }
        into.extend(suppressed(&mut self.candidates).iter().map(|face| fitting.face(face)));
        Ok(())
    }

    /// Writes the scaled part into the upper left of an input of its size, and gives which. The padding is zero from the
    /// start and never written.
    fn fill(&mut self, view: View<'_>, part: PartInFrame, fitting: &Fitting) -> ort::Result<usize> {
        let at = self.input_for(fitting)?;
        let (_, values) = self.inputs[at].tensor.extract_tensor_mut();
        let (width, height, stride) = (fitting.width, fitting.height, fitting.padded_width as usize);
        let is_as_it_is = (width, height) == (part.width, part.height);
        match view {
            View::Rgb(picture) if is_as_it_is && (width, height) == (picture.width, picture.height) => {
                into_bgr_planes(&picture.rgb, width as usize, stride, values);
            }
            View::Rgb(picture) => {
                self.scaler.scale_part(picture, part, width, height, &mut self.scaled);
                into_bgr_planes(&self.scaled, width as usize, stride, values);
            }
            View::Video(picture) => {
                let (planes, part) = match Planes::of(picture).filter(|_| is_as_it_is) {
                    Some(planes) => (Some(planes), part),
                    None => (
                        self.video_scaler.scale_part(picture, part, width, height).and_then(Planes::of),
                        PartInFrame::all((width, height)),
                    ),
                };
                if let Some(planes) = planes {
                    planes.into_bgr_planes(part, &mut self.converter, stride, values);
                }
            }
        }
        Ok(at)
    }

    fn input_for(&mut self, fitting: &Fitting) -> ort::Result<usize> {
        // The key is the size of the frame in the input, not of the input: a smaller frame would leave old pixels in
        // the padding.
        let size = (fitting.width, fitting.height);
        if let Some(at) = self.inputs.iter().position(|input| input.size == size) {
            return Ok(at);
        }
        if self.inputs.len() >= MOST_INPUTS {
            self.inputs.remove(0);
        }
        let (width, height) = (fitting.padded_width as usize, fitting.padded_height as usize);
        let tensor = Tensor::from_array(([1, 3, height, width], vec![0.0f32; width * height * 3]))?;
        self.inputs.push(Input { size, tensor });
        Ok(self.inputs.len() - 1)
    }
}

/// What the detector is fed with.
struct Input {
    /// Width and height of the picture in it.
    size: (u32, u32),
    tensor: Tensor<f32>,
}

/// The part to be searched, as far as it lies in the picture; `None` if it does not.
pub(crate) fn inside(view: View<'_>, part: Option<PartInFrame>) -> Option<PartInFrame> {
    let (width, height) = view.size();
    let part = part.unwrap_or(PartInFrame::all((width, height)));
    let (left, top) = (part.left.min(width), part.top.min(height));
    let part = PartInFrame { left, top, width: part.width.min(width - left), height: part.height.min(height - top) };
    (part.width > 0 && part.height > 0).then_some(part)
}

/// Interleaved RGB bytes to three planes of BGR numbers whose rows are `stride` long.
fn into_bgr_planes(rgb: &[u8], width: usize, stride: usize, planes: &mut [f32]) {
    let (blue, rest) = planes.split_at_mut(planes.len() / 3);
    let (green, red) = rest.split_at_mut(rest.len() / 2);
    let targets = blue.chunks_exact_mut(stride).zip(green.chunks_exact_mut(stride)).zip(red.chunks_exact_mut(stride));
    for (row, ((blue, green), red)) in rgb.chunks_exact(width * 3).zip(targets) {
        for (((pixel, b), g), r) in row.as_chunks::<3>().0.iter().zip(blue).zip(green).zip(red) {
            *r = f32::from(pixel[0]);
            *g = f32::from(pixel[1]);
            *b = f32::from(pixel[2]);
        }
    }
}

/// Adds the cells of one grid that score enough, in pixels of the input.
fn read_grid(
    outputs: &SessionOutputs<'_>,
    grid: &Grid,
    columns: usize,
    min_score: f32,
    into: &mut Vec<DetectedFace>,
) -> Result<(), VisionError> {
    let output = |name: &str| {
        let value = outputs.get(name).ok_or_else(|| failed(format!("the detector has no output {name}")))?;
        value.try_extract_tensor::<f32>().map(|(_, values)| values).map_err(failed)
    };
    let (class, object) = (output(grid.class)?, output(grid.object)?);
    let boxes = output(grid.boxes)?.as_chunks::<4>().0;
    let points = output(grid.points)?.as_chunks::<10>().0;
    let stride = grid.stride as f32;
    for (cell, (((class, object), b), k)) in class.iter().zip(object).zip(boxes).zip(points).enumerate() {
        let score = (class.clamp(0.0, 1.0) * object.clamp(0.0, 1.0)).sqrt();
        // The sum is no number where one of the two is none; such a cell is left out as well.
        if score < min_score || (score + min_score).is_nan() {
            continue;
        }
        let (column, row) = ((cell % columns) as f32, (cell / columns) as f32);
        let (w, h) = (b[2].exp() * stride, b[3].exp() * stride);
        let (x, y) = ((column + b[0]) * stride - w / 2.0, (row + b[1]) * stride - h / 2.0);
        if [x, y, w, h].iter().all(|v| v.is_finite()) {
            into.push(DetectedFace {
                box_in_frame: BoxInFrame { x, y, w, h },
                landmarks_in_frame: std::array::from_fn(|i| {
                    [(column + k[2 * i]) * stride, (row + k[2 * i + 1]) * stride]
                }),
                score,
            });
        }
    }
    Ok(())
}

/// Greedy non-maximum suppression: the best face stays, what overlaps it goes. Sorts `candidates` and returns those
/// that stay, at its start.
fn suppressed(candidates: &mut Vec<DetectedFace>) -> &[DetectedFace] {
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    candidates.truncate(MOST_CANDIDATES);
    let mut kept = 0;
    for i in 0..candidates.len() {
        let candidate = candidates[i];
        let is_new = |other: &DetectedFace| !other.is_same_as(&candidate);
        if candidates[..kept].iter().all(is_new) {
            candidates[kept] = candidate;
            kept += 1;
        }
    }
    &candidates[..kept]
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_domain::Picture;

    fn face(x: f32, y: f32, side: f32, score: f32) -> DetectedFace {
        DetectedFace { box_in_frame: BoxInFrame { x, y, w: side, h: side }, landmarks_in_frame: [[x, y]; 5], score }
    }

    fn all(width: u32, height: u32) -> PartInFrame {
        PartInFrame::all((width, height))
    }

    #[test]
    fn of_overlapping_boxes_the_best_stays() {
        let mut faces = vec![
            face(0.0, 0.0, 10.0, 0.7),
            face(1.0, 1.0, 10.0, 0.9),
            face(100.0, 0.0, 10.0, 0.8),
            face(0.0, 2.0, 10.0, 0.65),
        ];
        let scores: Vec<f32> = suppressed(&mut faces).iter().map(|face| face.score).collect();
        assert_eq!(scores, [0.9, 0.8], "one face on the left, one on the right, best first");
    }

    #[test]
    fn a_suppressed_box_suppresses_nobody() {
        // A overlaps B, B overlaps C, but A and C are apart: B goes, and C must not go with it.
        let mut faces = vec![face(0.0, 0.0, 10.0, 0.9), face(5.0, 0.0, 10.0, 0.8), face(10.0, 0.0, 10.0, 0.7)];
        let kept = suppressed(&mut faces);
        assert_eq!(kept.len(), 2, "two people side by side stay two");
        assert_eq!(kept[1].box_in_frame.x, 10.0, "the third box is the second face");
    }

    #[test]
    fn many_candidates_do_not_take_for_ever() {
        let mut faces: Vec<_> = (0..20_000).map(|i| face(i as f32 * 20.0, 0.0, 10.0, 0.5)).collect();
        assert_eq!(suppressed(&mut faces).len(), MOST_CANDIDATES, "the comparison is bounded");
    }

    #[test]
    fn faces_are_mapped_back_to_pixels_of_the_frame() {
        let fitting = Fitting::new(all(1280, 720), DetectionScale { longer_side_px: 640 });
        assert_eq!((fitting.width, fitting.height), (640, 360), "halved");
        assert_eq!((fitting.padded_width, fitting.padded_height), (640, 384), "360 is no multiple of 32");
        let mapped = fitting.face(&face(100.0, 50.0, 30.0, 0.9));
        assert_eq!(mapped.box_in_frame, BoxInFrame { x: 200.0, y: 100.0, w: 60.0, h: 60.0 }, "doubled");
        assert_eq!(mapped.landmarks_in_frame[4], [200.0, 100.0], "landmarks too");
    }

    #[test]
    fn faces_of_a_part_are_mapped_back_to_the_whole_frame() {
        let part = PartInFrame { left: 100, top: 40, width: 320, height: 320 };
        let mapped = Fitting::new(part, DetectionScale { longer_side_px: 160 }).face(&face(10.0, 20.0, 30.0, 0.9));
        assert_eq!(mapped.box_in_frame, BoxInFrame { x: 120.0, y: 80.0, w: 60.0, h: 60.0 }, "doubled and moved");
        assert_eq!(mapped.landmarks_in_frame[0], [120.0, 80.0]);
    }

    #[test]
    fn a_part_is_cut_where_the_picture_ends() {
        let picture = Picture::black(100, 50);
        let part = |left, top, width, height| inside((&picture).into(), Some(PartInFrame { left, top, width, height }));
        assert_eq!(inside((&picture).into(), None), Some(all(100, 50)), "everywhere");
        assert_eq!(part(90, 0, 50, 500), Some(PartInFrame { left: 90, top: 0, width: 10, height: 50 }));
        assert_eq!(part(100, 0, 5, 5), None, "beside it");
        assert_eq!(part(0, 0, 0, 5), None, "no part");
    }

    #[test]
    fn a_small_frame_is_fed_as_it_is() {
        let fitting = Fitting::new(all(250, 250), DetectionScale { longer_side_px: 640 });
        assert_eq!((fitting.width, fitting.padded_width), (250, 256), "never enlarged, only padded");
        assert_eq!(fitting.to_frame, [1.0, 1.0], "one pixel is one pixel");
    }

    #[test]
    fn planes_are_blue_green_red_and_the_padding_stays_zero() {
        let mut planes = vec![0.0; 3 * 4 * 2];
        into_bgr_planes(&[1, 2, 3, 4, 5, 6], 2, 4, &mut planes);
        assert_eq!(planes[..4], [3.0, 6.0, 0.0, 0.0], "blue first, two pixels of a row of four");
        assert_eq!(planes[8], 2.0, "then green");
        assert_eq!(planes[16], 1.0, "then red");
    }
}
