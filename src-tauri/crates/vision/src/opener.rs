//! Opens the two models as one [`FaceVision`].
//!
//! Owns which files are needed and that each is checked against its checksum before the runtime sees it. Must not know
//! what faces are used for. Invariant: the checked bytes and the loaded bytes are the same bytes, so that no file can be
//! exchanged in between.

use crate::{
    align, mobilefacenet,
    models::{self, Model},
    quality, refine,
    runtime::{self, Loaded, failed},
    video, yunet,
};
use porchlight_domain::{
    AlignedCrop, BoxInFrame, DetectedFace, Embedding, FaceVision, ModelId, OpenVision, PartInFrame, Picture, Quality,
    Search, View, VisionError,
};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

/// Where models and runtime lie, and how many threads each model may use.
#[derive(Clone, Debug)]
pub struct VisionPlace {
    /// The folder that the models are installed to.
    pub models_dir: PathBuf,
    /// Folders that may hold the runtime, after the places that are always searched.
    pub runtime_dirs: Vec<PathBuf>,
    /// Threads inside one run of a model. One is best where several cameras are watched at once.
    pub intra_threads: usize,
}

/// Detector and embedder, owned by one thread.
pub struct OrtVision {
    detector: yunet::YuNet,
    embedder: mobilefacenet::MobileFaceNet,
    refiner: refine::Refiner,
    aligner: align::Aligner,
    /// The part around a face of a frame of video.
    around: Picture,
}

/// What is cut out around a face, in its longer sides to each side of its middle: the second look needs 1, a crop of a face that
/// looks down 1.2.
const AROUND: f32 = 1.4;

impl OrtVision {
    /// The crop by the landmarks as they were found, without a second look: what published figures and the reference were
    /// made with.
    pub fn align_as_found<'a>(&mut self, view: impl Into<View<'a>>, face: &DetectedFace) -> (AlignedCrop, Quality) {
        self.align_looking(view.into(), face, false)
    }

    fn align_looking(&mut self, view: View<'_>, face: &DetectedFace, twice: bool) -> (AlignedCrop, Quality) {
        let (picture, origin) = match view {
            View::Rgb(picture) => (picture, [0.0; 2]),
            View::Video(picture) => {
                // Only the surroundings of the face are made RGB.
                let part = surroundings(face);
                if !video::rgb_of(picture, part, &mut self.around) {
                    self.around = Picture::default();
                }
                (&self.around, [part.left as f32, part.top as f32])
            }
        };
        let face = moved(face, origin);
        let landmarks = if twice { self.refiner.refined(picture, &face) } else { face.landmarks_in_frame };
        let (crop, to_crop) = self.aligner.aligned(picture, &landmarks);
        let to_crop = to_crop.map(|to_crop| to_crop.told_from_further(origin));
        let in_frame = landmarks.map(|[x, y]| [x + origin[0], y + origin[1]]);
        let quality = quality::judged(&crop, &in_frame, to_crop.as_ref(), view.size());
        (crop, quality)
    }
}

/// The part of the frame that holds all that is looked at of a face.
fn surroundings(face: &DetectedFace) -> PartInFrame {
    let BoxInFrame { w, h, .. } = face.box_in_frame;
    let ([x, y], reach) = (face.box_in_frame.centre(), w.max(h) * AROUND);
    // A cast saturates, so that absurd boxes give a part of nothing.
    let (left, top) = ((x - reach).max(0.0).floor() as u32, (y - reach).max(0.0).floor() as u32);
    let length = |middle: f32, from: u32| ((middle + reach).ceil().max(0.0) as u32).saturating_sub(from);
    PartInFrame { left, top, width: length(x, left), height: length(y, top) }
}

/// The face as it lies in a part of the frame.
fn moved(face: &DetectedFace, [left, top]: [f32; 2]) -> DetectedFace {
    let box_in_frame = BoxInFrame { x: face.box_in_frame.x - left, y: face.box_in_frame.y - top, ..face.box_in_frame };
    let landmarks_in_frame = face.landmarks_in_frame.map(|[x, y]| [x - left, y - top]);
    DetectedFace { box_in_frame, landmarks_in_frame, ..*face }
}

impl FaceVision for OrtVision {
    fn models(&self) -> &[ModelId] {
        self.embedder.models()
    }

    fn detect_in(&mut self, view: View<'_>, search: Search, into: &mut Vec<DetectedFace>) -> Result<(), VisionError> {
        self.detector.detect(view, search, into)
    }

    fn align_in(&mut self, view: View<'_>, face: &DetectedFace) -> (AlignedCrop, Quality) {
        self.align_looking(view, face, true)
    }

    fn embed(&mut self, crop: &AlignedCrop, model: &ModelId) -> Result<Embedding, VisionError> {
        self.embedder.embed(crop, model)
    }
}

/// The models' bytes, checked.
struct Checked {
    detector: Vec<u8>,
    embedder: Vec<u8>,
}

/// Makes an [`OrtVision`] for each thread that wants one. The files are read and checked once; what was missing is
/// looked for again at the next call, so that installing mends a running program.
pub struct OrtVisionOpener {
    place: VisionPlace,
    checked: Mutex<Option<Arc<Checked>>>,
}

impl OrtVisionOpener {
    /// Reads nothing yet.
    pub fn new(place: VisionPlace) -> Self {
        Self { place, checked: Mutex::new(None) }
    }

    /// As [`OpenVision::open`], with the type known.
    ///
    /// # Errors
    /// [`VisionError::NotInstalled`] names what is missing, all of it.
    pub fn open_ort(&self) -> Result<OrtVision, VisionError> {
        let mut missing = Vec::new();
        let checked = self.checked().map_err(|what| missing.extend(what)).ok();
        let runtime = runtime::load(&self.place.runtime_dirs).map_err(|status| missing.push(status.to_string())).ok();
        match (runtime, checked) {
            (Some(runtime), Some(checked)) => self.session(runtime, &checked).map_err(failed),
            _ => Err(VisionError::NotInstalled { what: missing.join(", ") }),
        }
    }

    fn session(&self, runtime: &Loaded, checked: &Checked) -> ort::Result<OrtVision> {
        let threads = self.place.intra_threads;
        Ok(OrtVision {
            detector: yunet::YuNet::new(runtime, &checked.detector, threads)?,
            embedder: mobilefacenet::MobileFaceNet::new(runtime, &checked.embedder, threads)?,
            refiner: refine::Refiner::new(runtime, &checked.detector, threads)?,
            aligner: align::Aligner::default(),
            around: Picture::default(),
        })
    }

    fn checked(&self) -> Result<Arc<Checked>, Vec<String>> {
        let mut checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(checked) = &*checked {
            return Ok(checked.clone());
        }
        let mut missing = Vec::new();
        let mut read = |model: &Model| {
            models::read_checked(&self.place.models_dir, model).map_err(|what| missing.push(what)).unwrap_or_default()
        };
        let (detector, embedder) = (read(&models::DETECTOR), read(&models::EMBEDDER));
        if missing.is_empty() {
            Ok(checked.insert(Arc::new(Checked { detector, embedder })).clone())
        } else {
            Err(missing)
        }
    }
}

impl OpenVision for OrtVisionOpener {
    fn open(&self) -> Result<Box<dyn FaceVision>, VisionError> {
        Ok(Box::new(self.open_ort()?))
    }
}
