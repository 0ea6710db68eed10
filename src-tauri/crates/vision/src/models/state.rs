//! Whether the installed models are whole.
//!
//! Owns the check of a file against the manifest. Must not change any file.

use super::manifest::{MANIFEST, Model};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

/// How a model's file fares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelState {
    /// There is none.
    Missing,
    /// It is there and whole.
    Ok,
    /// It is there and is not what it should be.
    Damaged {
        /// What is wrong with it.
        why: String,
    },
}

/// Every model with its state by presence and size: fast, for a list.
pub fn list(models_dir: &Path) -> Vec<(&'static Model, ModelState)> {
    MANIFEST.iter().map(|model| (model, by_size(&models_dir.join(model.file), model))).collect()
}

/// The state of one model by presence and size.
pub fn state_by_size(models_dir: &Path, model: &Model) -> ModelState {
    by_size(&models_dir.join(model.file), model)
}

/// Every model with its state by checksum.
pub fn verify(models_dir: &Path) -> Vec<(&'static Model, ModelState)> {
    MANIFEST.iter().map(|model| (model, by_checksum(&models_dir.join(model.file), model))).collect()
}

/// The bytes of a whole model, or what is wrong in words for the owner.
pub(crate) fn read_checked(models_dir: &Path, model: &Model) -> Result<Vec<u8>, String> {
    let path = models_dir.join(model.file);
    let bytes = match by_size(&path, model) {
        ModelState::Ok => fs::read(&path).map_err(|error| format!("{} cannot be read: {error}", model.file))?,
        ModelState::Missing => return Err(format!("{} is missing", model.file)),
        ModelState::Damaged { why } => return Err(format!("{} is damaged: {why}", model.file)),
    };
    if hex::encode(Sha256::digest(&bytes)) == model.sha256 {
        Ok(bytes)
    } else {
        Err(format!("{} is damaged: its checksum is wrong", model.file))
    }
}

pub(crate) fn by_checksum(path: &Path, model: &Model) -> ModelState {
    let state = by_size(path, model);
    if state != ModelState::Ok {
        return state;
    }
    match File::open(path).and_then(sha256_of) {
        Ok(sha256) if sha256 == model.sha256 => ModelState::Ok,
        Ok(_) => ModelState::Damaged { why: "its checksum is wrong".into() },
        Err(error) => ModelState::Damaged { why: error.to_string() },
    }
}

pub(crate) fn by_size(path: &Path, model: &Model) -> ModelState {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => ModelState::Damaged { why: "it is not a file".into() },
        Ok(found) if found.len() == model.size => ModelState::Ok,
        Ok(found) => ModelState::Damaged { why: format!("it has {} bytes instead of {}", found.len(), model.size) },
        Err(error) if error.kind() == io::ErrorKind::NotFound => ModelState::Missing,
        Err(error) => ModelState::Damaged { why: error.to_string() },
    }
}

fn sha256_of(mut file: impl Read) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut block = vec![0; 64 * 1024];
    loop {
        match file.read(&mut block)? {
            0 => return Ok(hex::encode(hash.finalize())),
            read => hash.update(&block[..read]),
        }
    }
}
