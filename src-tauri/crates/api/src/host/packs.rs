//! Packs of models: what there is, another one put into use, one of the owner's own added.
//!
//! Owns the order: a pack is loaded before it is chosen, tried before it is kept. Invariant: whatever is refused leaves the
//! pack in use.

use super::Host;
use crate::{
    ApiError,
    wire::{PackStateView, PackView},
};
use porchlight_engine::{EngineError, try_pack};
use porchlight_vision::{
    OrtVisionOpener, VisionPlace,
    models::ModelState,
    packs::{self, Pack},
};
use std::path::Path;

pub(super) fn removed(models_dir: &Path, name: &str) -> Result<(), ApiError> {
    Ok(packs::remove(models_dir, name)?)
}

impl Host {
    pub(super) fn pack_in_use(&self) -> Pack {
        packs::in_use(&self.place.models_dir)
    }

    pub(super) fn pack_views(&self) -> Vec<PackView> {
        let (dir, in_use) = (&self.place.models_dir, self.pack_in_use());
        packs::all(dir).iter().map(|pack| view(pack, &pack.state(dir), *pack == in_use)).collect()
    }

    /// Loads the pack, then chooses it, then lets the engine take it.
    pub(super) fn choose_pack(&self, name: &str) -> Result<Vec<PackView>, ApiError> {
        let pack = packs::named(&self.place.models_dir, name)?;
        self.opener(Some(pack.clone())).open_ort()?;
        packs::choose(&self.place.models_dir, &pack)?;
        self.engine.take_usual()?;
        self.load_installed();
        self.announce_system();
        Ok(self.pack_views())
    }

    pub(super) fn try_and_keep_pack(&self, description: &str) -> Result<Vec<PackView>, ApiError> {
        let proposed = packs::propose(Path::new(description))?;
        let mut vision = self.opener(None).open_proposed(&proposed)?;
        let measured =
            try_pack(self.engine.store(), &mut vision).map_err(|error: EngineError| ApiError::from(error))?;
        packs::keep(&self.place.models_dir, &proposed, measured)?;
        Ok(self.pack_views())
    }

    fn opener(&self, pack: Option<Pack>) -> OrtVisionOpener {
        OrtVisionOpener::new(VisionPlace {
            models_dir: self.place.models_dir.clone(),
            runtime_dirs: self.place.runtime_dirs.clone(),
            intra_threads: 1,
            pack,
        })
    }
}

fn view(pack: &Pack, state: &ModelState, is_in_use: bool) -> PackView {
    let about = pack.about();
    PackView {
        name: pack.name().to_owned(),
        state: match state {
            ModelState::Missing => PackStateView::Missing,
            ModelState::Damaged { .. } => PackStateView::Damaged,
            ModelState::Ok if is_in_use => PackStateView::InUse,
            ModelState::Ok => PackStateView::Ready,
        },
        is_for_compatibility: pack.is_for_compatibility(),
        is_own: matches!(pack, Pack::Own(_)),
        models: about.models,
        licence: about.licence,
        size: about.size,
        length: u32::try_from(about.length).unwrap_or(u32::MAX),
        measured: about.measured,
    }
}
