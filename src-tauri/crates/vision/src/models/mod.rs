//! The model files: which there are, whether they are whole, and how they are installed.
//!
//! Owns the manifest and the models folder. Must not know what the models compute. Invariant: a file under a model's
//! name is either whole or was put there by somebody else; an installation that fails leaves what was there.

mod install;
mod manifest;
mod state;

pub use install::{InstallError, Installed, Progress, Sources, install};
pub use manifest::{DETECTOR, EMBEDDER, MANIFEST, Model};
pub use state::{ModelState, list, verify};

pub(crate) use state::read_checked;
