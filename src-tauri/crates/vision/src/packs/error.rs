//! What can be wrong with a pack.
//!
//! Owns the words. Each says what to put right, because whoever brings a pack wrote it.

use std::{io, path::PathBuf};

/// A pack is refused. The one in use stays.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// There is no such pack.
    #[error("there is no pack called {name}")]
    Unknown {
        /// The name.
        name: String,
    },
    /// Its files are not there.
    #[error("the pack {name} is not installed")]
    NotInstalled {
        /// The name.
        name: String,
    },
    /// Its files are not what they were.
    #[error("the pack {name} is damaged: {why}")]
    Damaged {
        /// The name.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// A file cannot be read.
    #[error("{path} cannot be read: {source}", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The description says something impossible.
    #[error("the description is not right: {detail}")]
    Description {
        /// What.
        detail: String,
    },
    /// The model is another one than was described, or does not work.
    #[error("the model does not fit: {detail}")]
    Model {
        /// Why not.
        detail: String,
    },
    /// The pack is in use, so that it cannot go.
    #[error("the pack {name} is in use: choose another one first")]
    InUse {
        /// The name.
        name: String,
    },
    /// The models folder cannot be written.
    #[error("the models folder cannot be written: {0}")]
    Write(io::Error),
}
