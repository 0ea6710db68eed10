//! The embedders that there are, as one; and those of other packs, loaded when they are asked.
//!
//! Owns which of them answers for a name. Must not find faces.

use crate::{
    classic, mobilefacenet,
    models::{EMBEDDER, read_checked},
    packs::{self, ArcFace, Pack},
    runtime::{Loaded, failed},
};
use porchlight_domain::{AlignedCrop, Embedding, ModelId, VisionError};
use std::path::{Path, PathBuf};

/// An embedder.
pub(crate) enum Embedder {
    MobileFaceNet(Box<mobilefacenet::MobileFaceNet>),
    Classic(classic::Embedder),
    Own(Box<ArcFace>),
}

impl Embedder {
    /// Loads the embedder of a pack from its checked bytes, or says in words why not.
    pub(crate) fn new(runtime: &Loaded, pack: &Pack, bytes: &[u8], threads: usize) -> Result<Self, String> {
        let said = |error: ort::Error| error.to_string();
        Ok(match pack {
            Pack::Default => {
                Self::MobileFaceNet(Box::new(mobilefacenet::MobileFaceNet::new(runtime, bytes, threads).map_err(said)?))
            }
            Pack::Classic => Self::Classic(classic::Embedder::new(runtime, bytes, threads).map_err(said)?),
            Pack::Own(own) => {
                Self::Own(Box::new(ArcFace::new(runtime, bytes, &own.description, own.model_ids(), threads)?))
            }
        })
    }

    pub(crate) fn models(&self) -> &[ModelId] {
        match self {
            Self::MobileFaceNet(net) => net.models(),
            Self::Classic(net) => net.models(),
            Self::Own(net) => net.models(),
        }
    }

    pub(crate) fn embed(&mut self, crop: &AlignedCrop, model: &ModelId) -> Result<Embedding, VisionError> {
        match self {
            Self::MobileFaceNet(net) => net.embed(crop, model),
            Self::Classic(net) => net.embed(crop, model),
            Self::Own(net) => net.embed(crop, model),
        }
    }
}

/// The checked bytes of a pack's embedder, or what is wrong in words for the owner.
pub(crate) fn bytes_of(models_dir: &Path, pack: &Pack) -> Result<Vec<u8>, String> {
    match pack {
        Pack::Default => read_checked(models_dir, &EMBEDDER),
        Pack::Classic => read_checked(models_dir, &classic::NETWORKS[2].model),
        Pack::Own(own) => own.read_checked(models_dir),
    }
}

/// The embedders of the packs that are not in use.
pub(crate) struct Others {
    models_dir: PathBuf,
    runtime: &'static Loaded,
    threads: usize,
    packs: Vec<(Pack, Option<Embedder>)>,
    models: Vec<ModelId>,
}

impl Others {
    pub(crate) fn new(models_dir: &Path, runtime: &'static Loaded, in_use: &Pack, threads: usize) -> Self {
        let there = packs::all(models_dir)
            .into_iter()
            .filter(|pack| pack != in_use && pack.state(models_dir) == crate::models::ModelState::Ok);
        let packs: Vec<_> = there.map(|pack| (pack, None)).collect();
        let models = packs.iter().flat_map(|(pack, _)| pack.model_ids()).collect();
        Self { models_dir: models_dir.to_path_buf(), runtime, threads, packs, models }
    }

    pub(crate) fn models(&self) -> &[ModelId] {
        &self.models
    }

    pub(crate) fn embed(&mut self, crop: &AlignedCrop, model: &ModelId) -> Result<Embedding, VisionError> {
        let Some((pack, loaded)) = self.packs.iter_mut().find(|(pack, _)| pack.model_ids().contains(model)) else {
            return Err(failed(format!("there is no model {model}")));
        };
        let embedder = match loaded {
            Some(embedder) => embedder,
            None => {
                let bytes = bytes_of(&self.models_dir, pack).map_err(failed)?;
                loaded.insert(Embedder::new(self.runtime, pack, &bytes, self.threads).map_err(failed)?)
            }
        };
        embedder.embed(crop, model)
    }
}
