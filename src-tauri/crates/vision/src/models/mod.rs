//! The model files: which there are, whether they are whole, and how they are installed.
//!
//! Owns the manifest and the models folder. Must not know what the models compute. Invariant: a file under a model's
//! name is either whole or was put there by somebody else; an installation that fails leaves what was there.

mod install;
mod manifest;
mod state;

pub use install::{InstallError, Installed, Progress, Sources, install, install_classic};
pub use manifest::{DETECTOR, EMBEDDER, MANIFEST, Model, Origin};
pub use state::{ModelState, list, state_by_size, verify};

pub(crate) use install::write_whole;
pub(crate) use state::{by_checksum, by_size, read_checked};
