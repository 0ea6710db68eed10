//! Packs: models that belong together, of which one is in use.
//!
//! Owns which packs there are, which one is in use, and what each comes with. Must not know what faces are used for.
//! Invariant: a pack that was not checked is never chosen; what was chosen stays until another one is.
//!
//! `default` and `classic` are known here; packs that an owner brings lie in `own/NAME` in the models folder.

mod arcface;
mod error;
mod own;

pub use error::PackError;
pub use own::{Measured, Proposed, keep, propose, remove};

pub(crate) use arcface::ArcFace;
pub(crate) use own::OwnPack;

use crate::{
    classic, mobilefacenet,
    models::{self, MANIFEST, Model, ModelState, by_size, write_whole},
};
use porchlight_domain::{DEFAULT_FAMILY, ModelId, Similarity, Thresholds, Usual};
use std::{fs, path::Path, sync::Arc};

/// The name of the compatibility models.
pub const CLASSIC: &str = "classic";

/// In the models folder: the name of the pack in use, where one was chosen.
const CHOICE: &str = "pack-in-use";

/// A pack.
#[derive(Clone, Debug, PartialEq)]
pub enum Pack {
    /// YuNet and MobileFaceNet.
    Default,
    /// The compatibility models.
    Classic,
    /// One that an owner brought.
    Own(Arc<OwnPack>),
}

/// What is said of a pack.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// The models in words.
    pub models: String,
    /// Their licence, as an SPDX expression or as its owner calls it.
    pub licence: String,
    /// All its files, in bytes.
    pub size: u64,
    /// Numbers of an embedding.
    pub length: usize,
    /// What its thresholds rest on.
    pub measured: String,
}

impl Pack {
    /// Its name, by which it is chosen.
    pub fn name(&self) -> &str {
        match self {
            Self::Default => DEFAULT_FAMILY,
            Self::Classic => CLASSIC,
            Self::Own(own) => own.name(),
        }
    }

    /// Recognises less well than the default pack, and is there for where that cannot be had.
    pub fn is_for_compatibility(&self) -> bool {
        *self == Self::Classic
    }

    /// The names of what it embeds, the most careful first.
    pub fn model_ids(&self) -> Vec<ModelId> {
        match self {
            Self::Default => [mobilefacenet::VIEWS, mobilefacenet::PLAIN].map(ModelId::new).to_vec(),
            Self::Classic => classic::models().to_vec(),
            Self::Own(own) => own.model_ids().to_vec(),
        }
    }

    /// The thresholds that it comes with.
    pub fn usual(&self) -> Usual {
        let thresholds = match self {
            Self::Default => Thresholds::default(),
            // The spread of the compatibility models brings everything else to where it is with the default ones. Groups of
            // strangers need more, because two in one are worse than one in two: docs/recognition.md, "Compatibility models".
            Self::Classic => Thresholds { visitor: Similarity(0.50), ..Thresholds::default() },
            Self::Own(own) => own.thresholds(),
        };
        Usual { family: self.name().into(), thresholds }
    }

    /// What is said of it.
    pub fn about(&self) -> About {
        let size = self.files().iter().map(|model| model.size).sum();
        match self {
            Self::Default => About {
                models: "YuNet, MobileFaceNet".into(),
                licence: "Apache-2.0".into(),
                size,
                length: 128,
                measured: "5,849 pictures of 2,890 people (docs/recognition.md)".into(),
            },
            Self::Classic => About {
                models: "face-api: tiny face detector, 68 landmarks, dlib ResNet".into(),
                licence: "MIT".into(),
                size,
                length: 128,
                measured: "5,849 pictures of 2,890 people (docs/recognition.md)".into(),
            },
            Self::Own(own) => own.about(),
        }
    }

    /// Its files, where they are this release's.
    pub fn files(&self) -> Vec<&'static Model> {
        match self {
            Self::Default => MANIFEST.iter().collect(),
            Self::Classic => classic::NETWORKS.iter().map(|network| &network.model).collect(),
            Self::Own(_) => Vec::new(),
        }
    }

    /// Whether its files are there, by their sizes: fast, for a list.
    pub fn state(&self, models_dir: &Path) -> ModelState {
        if let Self::Own(own) = self {
            return own.state(models_dir);
        }
        let mut states = self.files().into_iter().map(|model| by_size(&models_dir.join(model.file), model));
        states.find(|state| *state != ModelState::Ok).unwrap_or(ModelState::Ok)
    }

    fn is_there(&self, models_dir: &Path) -> bool {
        self.state(models_dir) == ModelState::Ok
    }
}

/// Every pack that there is or could be installed, those of this release first.
pub fn all(models_dir: &Path) -> Vec<Pack> {
    let own = own::all(models_dir).into_iter().map(|own| Pack::Own(Arc::new(own)));
    [Pack::Default, Pack::Classic].into_iter().chain(own).collect()
}

/// The pack of this name.
///
/// # Errors
/// There is none.
pub fn named(models_dir: &Path, name: &str) -> Result<Pack, PackError> {
    match name {
        DEFAULT_FAMILY => Ok(Pack::Default),
        CLASSIC => Ok(Pack::Classic),
        _ => own::one(models_dir, name).map(|own| Pack::Own(Arc::new(own))),
    }
}

/// The pack in use: the one that was chosen; where none was, the default one, or the compatibility models where only those
/// are there.
pub fn in_use(models_dir: &Path) -> Pack {
    let chosen = fs::read_to_string(models_dir.join(CHOICE)).ok();
    if let Some(pack) = chosen.and_then(|name| named(models_dir, name.trim()).ok()) {
        return pack;
    }
    let is_classic = !Pack::Default.is_there(models_dir) && Pack::Classic.is_there(models_dir);
    if is_classic { Pack::Classic } else { Pack::Default }
}

/// Puts a pack into use. A program that runs takes it within a second, and embeds kept faces again.
///
/// # Errors
/// Its files are not there, or the models folder cannot be written; the pack in use stays.
pub fn choose(models_dir: &Path, pack: &Pack) -> Result<(), PackError> {
    match pack.state(models_dir) {
        ModelState::Ok => {}
        ModelState::Missing => return Err(PackError::NotInstalled { name: pack.name().into() }),
        ModelState::Damaged { why } => return Err(PackError::Damaged { name: pack.name().into(), why }),
    }
    write_whole(models_dir, CHOICE, format!("{}\n", pack.name()).as_bytes()).map_err(PackError::Write)
}

/// The state of each file of a pack of this release, by checksum.
pub fn verify(models_dir: &Path, pack: &Pack) -> Vec<(&'static Model, ModelState)> {
    pack.files().into_iter().map(|model| (model, models::by_checksum(&models_dir.join(model.file), model))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Files of the right size: enough to be taken for installed, until they are loaded.
    fn pretend(models_dir: &Path, pack: &Pack) {
        for model in pack.files() {
            let file = fs::File::create(models_dir.join(model.file)).expect("a file");
            file.set_len(model.size).expect("as large");
        }
    }

    #[test]
    fn the_best_pack_that_is_there_is_in_use_until_one_is_chosen() {
        let dir = tempfile::tempdir().expect("a folder");
        assert_eq!(in_use(dir.path()), Pack::Default, "nothing is there: this is what will be missed");
        pretend(dir.path(), &Pack::Classic);
        assert_eq!(in_use(dir.path()), Pack::Classic, "better than nothing");
        pretend(dir.path(), &Pack::Default);
        assert_eq!(in_use(dir.path()), Pack::Default, "as soon as it is there");
        choose(dir.path(), &Pack::Classic).expect("it is there");
        assert_eq!(in_use(dir.path()), Pack::Classic, "what was chosen stays");
    }

    #[test]
    fn each_pack_comes_with_thresholds_of_its_own() {
        let (default, classic) = (Pack::Default.usual().thresholds, Pack::Classic.usual().thresholds);
        assert!(classic.visitor > default.visitor, "strangers are more easily taken for each other");
        for pack in [Pack::Default, Pack::Classic] {
            let Thresholds { known, blacklist, visitor, margin } = pack.usual().thresholds;
            assert!(known < blacklist && known < visitor && margin > 0.0, "an alert needs more than a name: {pack:?}");
            assert!(pack.about().measured.contains("docs/recognition.md"), "and says what they rest on");
        }
    }

    #[test]
    fn what_is_not_there_is_not_chosen_and_the_pack_in_use_stays() {
        let dir = tempfile::tempdir().expect("a folder");
        pretend(dir.path(), &Pack::Default);
        let refused = choose(dir.path(), &Pack::Classic).expect_err("nothing of it is there");
        assert!(refused.to_string().contains("classic"), "{refused}");
        assert!(named(dir.path(), "nobody").is_err() && named(dir.path(), "../default").is_err());
        assert_eq!(in_use(dir.path()), Pack::Default);
        fs::write(dir.path().join(CHOICE), "gone").expect("written");
        assert_eq!(in_use(dir.path()), Pack::Default, "a pack that was removed by hand is no reason to see nobody");
    }
}
