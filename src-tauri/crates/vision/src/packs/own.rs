//! A pack that an owner brings: an embedder for ArcFace crops, described in a small TOML file.
//!
//! Owns the description, where such a pack is kept, and the name of its embeddings. Must not judge how well it recognises:
//! whoever keeps a pack has measured that before. Invariant: description and model are copied together, or neither is.
//!
//! ```toml
//! name = "arcface-r50"           # lower-case letters, digits and hyphens
//! licence = "MIT"
//! embedder = "arcface_r50.onnx"  # beside this file
//! length = 512                   # numbers of an embedding
//! views = 2                      # a careful look takes the face and its mirror image, or four views; 2 where nothing is said
//! [input]                        # [pictures, 3, 112, 112], (v - mean) / std for v of 0 to 255
//! colours = "rgb"                # or "bgr"
//! mean = [127.5, 127.5, 127.5]
//! std = [127.5, 127.5, 127.5]
//! ```

use super::{About, CLASSIC, Pack, PackError};
use crate::models::{ModelState, write_whole};
use porchlight_domain::{DEFAULT_FAMILY, ModelId, SPREAD_MARK, Similarity, Thresholds};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// In the models folder.
const FOLDER: &str = "own";
const DESCRIPTION: &str = "pack.toml";
const EMBEDDER: &str = "embedder.onnx";
/// Larger files are no embedders that a home could run.
const LARGEST_MODEL: u64 = 1 << 30;
const LARGEST_DESCRIPTION: u64 = 1 << 16;

/// The description as its owner writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Description {
    name: String,
    licence: String,
    embedder: PathBuf,
    pub(crate) length: usize,
    #[serde(default = "usual_views")]
    pub(crate) views: u8,
    pub(crate) input: Input,
}

fn usual_views() -> u8 {
    2
}

/// How the embedder is fed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    pub(crate) colours: Colours,
    pub(crate) mean: [f32; 3],
    pub(crate) std: [f32; 3],
}

/// The order of the colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Colours {
    Rgb,
    Bgr,
}

/// What was found out about a pack before it was kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// How far its similarities are drawn apart.
    pub spread: f32,
    /// From this similarity on a known person is named.
    pub known: f32,
    /// From this one on a blacklisted person raises an alert.
    pub blacklist: f32,
    /// From this one on a stranger is the same visitor as before.
    pub visitor: f32,
    /// The lead that a name needs.
    pub margin: f32,
    /// What these rest on, in words.
    pub by: String,
}

/// A pack that is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnPack {
    pub(crate) description: Description,
    pub(crate) measured: Measured,
    sha256: String,
    size: u64,
}

/// A pack that is not kept yet.
pub struct Proposed {
    pub(crate) description: Description,
    pub(crate) embedder: Vec<u8>,
}

impl Proposed {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.description.name
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.embedder
    }

    /// As a pack of which nothing was measured.
    pub(crate) fn as_pack(&self) -> Pack {
        let Thresholds { known, blacklist, visitor, margin } = Thresholds::default();
        let (known, blacklist, visitor, by) = (known.0, blacklist.0, visitor.0, String::new());
        Pack::Own(Arc::new(self.measured(Measured { spread: 1.0, known, blacklist, visitor, margin, by })))
    }

    fn measured(&self, measured: Measured) -> OwnPack {
        OwnPack {
            description: Description { embedder: EMBEDDER.into(), ..self.description.clone() },
            measured,
            sha256: hex::encode(Sha256::digest(&self.embedder)),
            size: self.embedder.len() as u64,
        }
    }
}

/// Reads a description and the model beside it.
///
/// # Errors
/// Either cannot be read, or the description is not right.
pub fn propose(description: &Path) -> Result<Proposed, PackError> {
    let text = read_at_most(description, LARGEST_DESCRIPTION)?;
    let wrong = |detail: String| PackError::Description { detail };
    let text = String::from_utf8(text).map_err(|_| wrong("it is not text".into()))?;
    let read: Description = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    check(&read).map_err(wrong)?;
    let beside = description.parent().unwrap_or(Path::new(".")).join(&read.embedder);
    let embedder = read_at_most(&beside, LARGEST_MODEL)?;
    Ok(Proposed { description: read, embedder })
}

/// Copies a pack into the models folder. One of the same name is replaced.
///
/// # Errors
/// The models folder cannot be written; what was there stays.
pub fn keep(models_dir: &Path, proposed: &Proposed, measured: Measured) -> Result<OwnPack, PackError> {
    let own = proposed.measured(measured);
    let text = toml::to_string(&own).map_err(|error| PackError::Description { detail: error.to_string() })?;
    let folder = models_dir.join(FOLDER).join(own.name());
    // The model has its checksum for a name: the description that is there goes on with the model that it was kept with.
    write_whole(&folder, &own.file_name(), &proposed.embedder).map_err(PackError::Write)?;
    write_whole(&folder, DESCRIPTION, text.as_bytes()).map_err(PackError::Write)?;
    for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.as_os_str() != DESCRIPTION && name.as_os_str() != own.file_name().as_str() {
            fs::remove_file(entry.path()).ok();
        }
    }
    Ok(own)
}

/// Removes a pack that an owner brought.
///
/// # Errors
/// It is in use, there is none of this name, or it cannot be removed.
pub fn remove(models_dir: &Path, name: &str) -> Result<(), PackError> {
    let own = one(models_dir, name)?;
    if super::in_use(models_dir).name() == own.name() {
        return Err(PackError::InUse { name: name.into() });
    }
    fs::remove_dir_all(models_dir.join(FOLDER).join(own.name())).map_err(PackError::Write)
}

/// All packs that an owner brought, by name.
pub(super) fn all(models_dir: &Path) -> Vec<OwnPack> {
    let folders = fs::read_dir(models_dir.join(FOLDER)).into_iter().flatten().flatten();
    let names = folders.filter_map(|entry| entry.file_name().into_string().ok());
    let mut packs: Vec<OwnPack> = names.filter_map(|name| one(models_dir, &name).ok()).collect();
    packs.sort_by(|a, b| a.name().cmp(b.name()));
    packs
}

/// The pack of this name.
pub(super) fn one(models_dir: &Path, name: &str) -> Result<OwnPack, PackError> {
    let unknown = || PackError::Unknown { name: name.into() };
    if !is_name(name) {
        return Err(unknown());
    }
    let text = fs::read_to_string(models_dir.join(FOLDER).join(name).join(DESCRIPTION)).map_err(|_| unknown())?;
    let own: OwnPack =
        toml::from_str(&text).map_err(|error| PackError::Damaged { name: name.into(), why: error.to_string() })?;
    if own.name() == name { Ok(own) } else { Err(unknown()) }
}

impl OwnPack {
    pub(crate) fn name(&self) -> &str {
        &self.description.name
    }

    /// The names carry the checksum of the model: another model of the same name is another model.
    pub(crate) fn model_ids(&self) -> [ModelId; 2] {
        ids(self.name(), &self.sha256, self.description.views, self.measured.spread)
    }

    pub(crate) fn thresholds(&self) -> Thresholds {
        let Measured { known, blacklist, visitor, margin, .. } = self.measured;
        Thresholds { known: Similarity(known), blacklist: Similarity(blacklist), visitor: Similarity(visitor), margin }
    }

    pub(super) fn about(&self) -> About {
        About {
            models: format!("{} (your own)", self.name()),
            licence: self.description.licence.clone(),
            size: self.size,
            length: self.description.length,
            measured: self.measured.by.clone(),
        }
    }

    pub(super) fn state(&self, models_dir: &Path) -> ModelState {
        match fs::metadata(self.path(models_dir)) {
            Ok(found) if found.len() == self.size => ModelState::Ok,
            Ok(found) => ModelState::Damaged { why: format!("it has {} bytes instead of {}", found.len(), self.size) },
            Err(error) if error.kind() == io::ErrorKind::NotFound => ModelState::Missing,
            Err(error) => ModelState::Damaged { why: error.to_string() },
        }
    }

    /// The bytes of the model, checked, or what is wrong in words for the owner.
    pub(crate) fn read_checked(&self, models_dir: &Path) -> Result<Vec<u8>, String> {
        let bytes =
            fs::read(self.path(models_dir)).map_err(|error| format!("{} cannot be read: {error}", self.name()))?;
        if hex::encode(Sha256::digest(&bytes)) == self.sha256 {
            Ok(bytes)
        } else {
            Err(format!("{} is damaged: its checksum is wrong", self.name()))
        }
    }

    fn path(&self, models_dir: &Path) -> PathBuf {
        models_dir.join(FOLDER).join(self.name()).join(self.file_name())
    }

    fn file_name(&self) -> String {
        format!("{}-{EMBEDDER}", &self.sha256[..8.min(self.sha256.len())])
    }
}

/// The names of what a pack embeds: several views of the crop, and the crop alone.
pub(crate) fn ids(name: &str, sha256: &str, views: u8, spread: f32) -> [ModelId; 2] {
    let start = &sha256[..8.min(sha256.len())];
    let careful = if views > 2 { "+mirror+turn" } else { "+mirror" };
    [careful, ""].map(|feeding| ModelId::new(&format!("{name}-{start}{feeding}{SPREAD_MARK}{spread}")))
}

fn is_name(name: &str) -> bool {
    let may = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=40).contains(&name.len()) && name.chars().all(may) && !name.starts_with('-')
}

fn check(description: &Description) -> Result<(), String> {
    let Description { name, licence, embedder, length, views, input } = description;
    if !is_name(name) {
        return Err("`name` may have lower-case letters, digits and hyphens, 40 at the most".into());
    }
    if [DEFAULT_FAMILY, CLASSIC].contains(&name.as_str()) {
        return Err(format!("`name` is {name}, which belongs to models of this program"));
    }
    if licence.trim().is_empty() || licence.len() > 100 {
        return Err("`licence` must say under which licence you may use the model".into());
    }
    if embedder.components().count() != 1 || embedder.file_name().is_none() {
        return Err("`embedder` must be a file beside the description".into());
    }
    if !(16..=4096).contains(length) {
        return Err("`length` must be 16 to 4096".into());
    }
    if ![2, 4].contains(views) {
        return Err("`views` must be 2 or 4".into());
    }
    if !input.mean.iter().chain(&input.std).all(|v| v.is_finite()) || input.std.iter().any(|v| *v <= 0.0) {
        return Err("`mean` and `std` must be numbers, and `std` more than zero".into());
    }
    Ok(())
}

fn read_at_most(path: &Path, most: u64) -> Result<Vec<u8>, PackError> {
    let read = |source| PackError::Read { path: path.to_path_buf(), source };
    let size = fs::metadata(path).map_err(read)?.len();
    if size > most {
        return Err(PackError::Description { detail: format!("{} has {size} bytes", path.display()) });
    }
    fs::read(path).map_err(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIGHT: &str = r#"
        name = "my-arcface"
        licence = "MIT"
        embedder = "a.onnx"
        length = 512
        [input]
        colours = "bgr"
        mean = [127.5, 127.5, 127.5]
        std = [127.5, 127.5, 127.5]
    "#;

    fn proposed(dir: &Path, text: &str) -> Result<Proposed, PackError> {
        fs::write(dir.join("a.onnx"), b"a model").expect("written");
        fs::write(dir.join("pack.toml"), text).expect("written");
        propose(&dir.join("pack.toml"))
    }

    fn measured() -> Measured {
        Measured { spread: 1.25, known: 0.39, blacklist: 0.42, visitor: 0.46, margin: 0.04, by: "a test".into() }
    }

    #[test]
    fn a_right_description_is_kept_with_its_model_and_found_again() {
        let (from, dir) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let kept = keep(dir.path(), &proposed(from.path(), RIGHT).expect("right"), measured()).expect("written");
        assert_eq!(one(dir.path(), "my-arcface").expect("there"), kept);
        assert_eq!(kept.state(dir.path()), ModelState::Ok);
        assert_eq!(kept.read_checked(dir.path()).expect("whole"), b"a model");
        assert_eq!(kept.model_ids()[0].spread(), 1.25, "{}", kept.model_ids()[0]);
        let again = keep(dir.path(), &proposed(from.path(), RIGHT).expect("right"), measured()).expect("replaced");
        assert_eq!(again, kept);
        let four = RIGHT.replace("[input]", "views = 4\n[input]");
        let four = keep(dir.path(), &proposed(from.path(), &four).expect("right"), measured()).expect("replaced");
        assert_eq!(one(dir.path(), "my-arcface").expect("there"), four);
        assert_ne!(four.model_ids()[0], kept.model_ids()[0], "what is fed otherwise has another name");
        assert_eq!(four.model_ids()[1], kept.model_ids()[1], "one look is one look");
        remove(dir.path(), "my-arcface").expect("not in use");
        assert!(all(dir.path()).is_empty());
    }

    #[test]
    fn a_wrong_description_is_refused_with_the_reason() {
        let dir = tempfile::tempdir().expect("a folder");
        for (from, to, reason) in [
            ("my-arcface", "My ArcFace", "name"),
            ("my-arcface", "classic", "belongs"),
            ("my-arcface", "../x", "name"),
            ("\"MIT\"", "\" \"", "licence"),
            ("a.onnx", "../a.onnx", "beside"),
            ("512", "0", "length"),
            ("[input]", "views = 3\n[input]", "views"),
            ("std = [127.5, 127.5, 127.5]", "std = [0.0, 1.0, 1.0]", "std"),
            ("std = [127.5, 127.5, 127.5]", "std = [1.0]", "std"),
            ("\"bgr\"", "\"grey\"", "colours"),
            ("[input]", "colour = 1\n[input]", "colour"),
        ] {
            let Err(refused) = proposed(dir.path(), &RIGHT.replace(from, to)) else { panic!("{to} is taken") };
            assert!(refused.to_string().contains(reason), "{to}: {refused}");
        }
        let absent = proposed(dir.path(), &RIGHT.replace("a.onnx", "b.onnx"));
        assert!(matches!(absent, Err(PackError::Read { .. })), "the model is not there");
    }

    #[test]
    fn a_model_that_was_changed_by_hand_is_not_loaded() {
        let (from, dir) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let kept = keep(dir.path(), &proposed(from.path(), RIGHT).expect("right"), measured()).expect("written");
        fs::write(kept.path(dir.path()), b"b model").expect("written");
        assert!(kept.read_checked(dir.path()).is_err(), "another file of the same size");
        fs::write(kept.path(dir.path()), b"short").expect("written");
        assert!(matches!(kept.state(dir.path()), ModelState::Damaged { .. }));
    }
}
