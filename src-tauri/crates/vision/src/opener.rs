//! Opens the models of the pack in use as one [`FaceVision`].
//!
//! Owns which files are needed and that each is checked against its checksum before the runtime sees it. Must not know
//! what faces are used for. Invariant: the checked bytes and the loaded bytes are the same bytes, so that no file can be
//! exchanged in between.

use crate::{
    align,
    embedders::{Embedder, Others, bytes_of},
    finders::{Finder, FinderBytes},
    packs::{self, Pack, PackError, Proposed},
    quality,
    runtime::{self, Loaded, failed},
    video,
};
use porchlight_domain::{
    AlignedCrop, BoxInFrame, DetectedFace, Embedding, FaceVision, ModelId, OpenVision, PartInFrame, Picture, Quality,
    Search, Usual, View, VisionError,
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
    /// The pack to open. The one in use where none is named, whichever that is at the time.
    pub pack: Option<Pack>,
}

/// Detector and embedder, owned by one thread.
pub struct OrtVision {
    finder: Finder,
    embedder: Embedder,
    others: Others,
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
        let landmarks = if twice { self.finder.landmarks(picture, &face) } else { face.landmarks_in_frame };
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

    fn others(&self) -> &[ModelId] {
        self.others.models()
    }

    fn detect_in(&mut self, view: View<'_>, search: Search, into: &mut Vec<DetectedFace>) -> Result<(), VisionError> {
        self.finder.detect(view, search, into)
    }

    fn align_in(&mut self, view: View<'_>, face: &DetectedFace) -> (AlignedCrop, Quality) {
        self.align_looking(view, face, true)
    }

    fn embed(&mut self, crop: &AlignedCrop, model: &ModelId) -> Result<Embedding, VisionError> {
        if self.others.models().contains(model) {
            self.others.embed(crop, model)
        } else {
            self.embedder.embed(crop, model)
        }
    }
}

/// The bytes of a pack's models, checked.
struct Checked {
    pack: Pack,
    finder: FinderBytes,
    embedder: Vec<u8>,
}

/// Makes an [`OrtVision`] for each thread that wants one. The files are read and checked once for each pack; what was missing
/// is looked for again at the next call, so that installing mends a running program.
pub struct OrtVisionOpener {
    place: VisionPlace,
    checked: Mutex<Option<Arc<Checked>>>,
}

impl OrtVisionOpener {
    /// Reads nothing yet.
    pub fn new(place: VisionPlace) -> Self {
        Self { place, checked: Mutex::new(None) }
    }

    /// The pack that would be opened now.
    pub fn pack(&self) -> Pack {
        self.place.pack.clone().unwrap_or_else(|| packs::in_use(&self.place.models_dir))
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
            (Some(runtime), Some(checked)) => self.session(runtime, &checked),
            _ => Err(VisionError::NotInstalled { what: missing.join(", ") }),
        }
    }

    /// Opens a pack that is not kept yet, to try it: its similarities are not drawn apart.
    ///
    /// # Errors
    /// What does not fit, or that the runtime or what finds the faces is missing.
    pub fn open_proposed(&self, proposed: &Proposed) -> Result<OrtVision, PackError> {
        let wrong = |detail: String| PackError::Model { detail };
        let runtime = runtime::load(&self.place.runtime_dirs).map_err(|status| wrong(status.to_string()))?;
        let pack = proposed.as_pack();
        let finder = FinderBytes::of(&self.place.models_dir, &pack).map_err(|what| wrong(what.join(", ")))?;
        let threads = self.place.intra_threads;
        Ok(OrtVision {
            finder: Finder::new(runtime, &finder, threads).map_err(|error| wrong(error.to_string()))?,
            embedder: Embedder::new(runtime, &pack, proposed.bytes(), threads).map_err(wrong)?,
            others: Others::new(&self.place.models_dir, runtime, &pack, threads),
            aligner: align::Aligner::default(),
            around: Picture::default(),
        })
    }

    fn session(&self, runtime: &'static Loaded, checked: &Checked) -> Result<OrtVision, VisionError> {
        let threads = self.place.intra_threads;
        Ok(OrtVision {
            finder: Finder::new(runtime, &checked.finder, threads).map_err(failed)?,
            embedder: Embedder::new(runtime, &checked.pack, &checked.embedder, threads).map_err(failed)?,
            others: Others::new(&self.place.models_dir, runtime, &checked.pack, threads),
            aligner: align::Aligner::default(),
            around: Picture::default(),
        })
    }

    fn checked(&self) -> Result<Arc<Checked>, Vec<String>> {
        let mut checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        let pack = self.pack();
        if let Some(checked) = checked.as_ref().filter(|checked| checked.pack == pack) {
            return Ok(checked.clone());
        }
        let finder = FinderBytes::of(&self.place.models_dir, &pack);
        let embedder = bytes_of(&self.place.models_dir, &pack);
        match (finder, embedder) {
            (Ok(finder), Ok(embedder)) => Ok(checked.insert(Arc::new(Checked { pack, finder, embedder })).clone()),
            (finder, embedder) => Err(finder.err().into_iter().flatten().chain(embedder.err()).collect()),
        }
    }
}

impl OpenVision for OrtVisionOpener {
    fn open(&self) -> Result<Box<dyn FaceVision>, VisionError> {
        Ok(Box::new(self.open_ort()?))
    }

    fn models(&self) -> Result<Vec<ModelId>, VisionError> {
        Ok(self.pack().model_ids())
    }

    fn usual(&self) -> Usual {
        self.pack().usual()
    }
}
