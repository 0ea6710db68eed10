//! The detectors that there are, with their landmarks, as one.
//!
//! Owns which of them finds the faces of a pack, and whether landmarks are looked at twice. Must not embed anything.

use crate::{
    classic,
    models::{DETECTOR, ModelState, read_checked},
    packs::Pack,
    refine::Refiner,
    runtime::Loaded,
    yunet::YuNet,
};
use porchlight_domain::{DetectedFace, Landmarks, Picture, Search, View, VisionError};
use std::path::Path;

/// What finds faces.
#[allow(clippy::large_enum_variant, reason = "there is one for each thread")]
pub(crate) enum Finder {
    YuNet(YuNet, Refiner),
    Classic(classic::Finder),
}

/// The checked bytes of a finder.
pub(crate) enum FinderBytes {
    YuNet(Vec<u8>),
    Classic(Vec<u8>, Vec<u8>),
}

impl FinderBytes {
    /// Those of a pack. A pack that an owner brings has none of its own: the default one finds its faces, or that of the
    /// compatibility models where only those are there.
    pub(crate) fn of(models_dir: &Path, pack: &Pack) -> Result<Self, Vec<String>> {
        let is_there = |pack: &Pack| pack.state(models_dir) == ModelState::Ok;
        let is_classic = match pack {
            Pack::Default => false,
            Pack::Classic => true,
            Pack::Own(_) => !is_there(&Pack::Default) && is_there(&Pack::Classic),
        };
        if !is_classic {
            return read_checked(models_dir, &DETECTOR).map(Self::YuNet).map_err(|what| vec![what]);
        }
        let [detector, landmarks] = [0, 1].map(|i: usize| read_checked(models_dir, &classic::NETWORKS[i].model));
        match (detector, landmarks) {
            (Ok(detector), Ok(landmarks)) => Ok(Self::Classic(detector, landmarks)),
            (detector, landmarks) => Err(detector.err().into_iter().chain(landmarks.err()).collect()),
        }
    }
}

impl Finder {
    pub(crate) fn new(runtime: &Loaded, bytes: &FinderBytes, threads: usize) -> ort::Result<Self> {
        Ok(match bytes {
            FinderBytes::YuNet(model) => {
                Self::YuNet(YuNet::new(runtime, model, threads)?, Refiner::new(runtime, model, threads)?)
            }
            FinderBytes::Classic(detector, landmarks) => {
                Self::Classic(classic::Finder::new(runtime, detector, landmarks, threads)?)
            }
        })
    }

    /// Adds what is found, best first, in pixels of the whole picture.
    pub(crate) fn detect(
        &mut self,
        view: View<'_>,
        search: Search,
        into: &mut Vec<DetectedFace>,
    ) -> Result<(), VisionError> {
        match self {
            Self::YuNet(detector, _) => detector.detect(view, search, into),
            Self::Classic(finder) => finder.detect(view, search, into),
        }
    }

    /// The landmarks by which a face is aligned.
    pub(crate) fn landmarks(&mut self, picture: &Picture, face: &DetectedFace) -> Landmarks {
        match self {
            Self::YuNet(_, refiner) => refiner.refined(picture, face),
            Self::Classic(_) => face.landmarks_in_frame,
        }
    }
}
