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
    yunet,
};
use porchlight_domain::{
    AlignedCrop, DetectedFace, DetectionScale, Embedding, FaceVision, Landmarks, ModelId, OpenVision, Picture, Quality,
    VisionError,
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
}

impl OrtVision {
    /// The crop by the landmarks as they were found, without a second look: what published figures and the reference were
    /// made with.
    pub fn align_as_found(&mut self, picture: &Picture, face: &DetectedFace) -> (AlignedCrop, Quality) {
        self.align_by(picture, &face.landmarks_in_frame)
    }

    fn align_by(&mut self, picture: &Picture, landmarks: &Landmarks) -> (AlignedCrop, Quality) {
        let (crop, to_crop) = self.aligner.aligned(picture, landmarks);
        let quality = quality::judged(&crop, landmarks, to_crop.as_ref(), (picture.width, picture.height));
        (crop, quality)
    }
}

impl FaceVision for OrtVision {
    fn models(&self) -> &[ModelId] {
        self.embedder.models()
    }

    fn detect(
        &mut self,
        picture: &Picture,
        scale: DetectionScale,
        min_score: f32,
    ) -> Result<Vec<DetectedFace>, VisionError> {
        self.detector.detect(picture, scale, min_score)
    }

    fn align(&mut self, picture: &Picture, face: &DetectedFace) -> (AlignedCrop, Quality) {
        let landmarks = self.refiner.refined(picture, face);
        self.align_by(picture, &landmarks)
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
