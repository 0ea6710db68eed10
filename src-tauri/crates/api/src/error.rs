//! What a refused request looks like.
//!
//! Owns the error codes; a code exists only where a window acts on it. The words for the owner are the window's; the
//! message is for a log and for the command line. Invariant: no secret, no path of the owner, nothing about a face.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a request was refused.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The request itself is wrong.
    BadRequest,
    /// What it is about is gone.
    NotFound,
    /// Somebody else has this name.
    NameTaken,
    /// A name is needed.
    NameEmpty,
    /// No picture shows exactly one face.
    NoFace,
    /// Something happened since that stands in the way.
    NoLongerPossible,
    /// Models or runtime are not installed.
    ModelsMissing,
    /// The models could not be fetched.
    InstallFailed,
    /// A pack of models cannot be used; the message says why, for the owner.
    PackRefused,
    /// The camera did not deliver; the trouble is in `trouble`.
    CameraFailed,
    /// The disk is full.
    DiskFull,
    /// It is no folder and no ZIP file that can be read.
    AlbumUnreadable,
    /// A folder or archive holds more than anybody has pictures.
    AlbumTooLarge,
    /// It is no backup of Porchlight.
    BackupForeign,
    /// A backup that is not as it was made.
    BackupDamaged,
    /// A backup of a newer program.
    BackupNewer,
    /// No backup can be written to this folder.
    BackupFolder,
    /// The owner ended it.
    Stopped,
    /// Another program has the data folder open.
    InUse,
    /// A mistake of ours.
    Internal,
}

/// A refused request.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct ApiError {
    /// What the window acts on.
    pub code: ErrorCode,
    /// For the log and the command line.
    pub message: String,
    /// Why the camera did not deliver, with `camera_failed`.
    pub trouble: Option<crate::wire::TroubleView>,
}

impl ApiError {
    /// An error with this code.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), trouble: None }
    }
}
