//! Errors of the inner crates as refused requests.
//!
//! Owns the one table from what went wrong to what a window acts on. Invariant: a message holds no path of the owner, no
//! secret and nothing about a face; what the owner cannot mend is logged here in full and sent as `internal`.

use super::to_wire;
use crate::{ApiError, ErrorCode};
use porchlight_domain::{SourceError, SourceTrouble, VisionError};
use porchlight_engine::EngineError;
use porchlight_store::StoreError;
use porchlight_vision::{PictureError, models::InstallError, packs::PackError};
use std::{fmt, io::ErrorKind};

impl From<EngineError> for ApiError {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Store(error) => error.into(),
            EngineError::Vision(error) => error.into(),
            EngineError::NoFace => Self::new(ErrorCode::NoFace, "no picture shows exactly one face"),
            EngineError::Pack(error) => error.into(),
            error @ EngineError::Thread { .. } => internal(&error),
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::NameTaken { .. } => ErrorCode::NameTaken,
            StoreError::EmptyName => ErrorCode::NameEmpty,
            StoreError::NotFound { .. } => ErrorCode::NotFound,
            StoreError::NoLongerPossible { .. } => ErrorCode::NoLongerPossible,
            StoreError::SameAlready
            | StoreError::NotSplit
            | StoreError::NotTheirs
            | StoreError::ImpossibleThreshold => ErrorCode::BadRequest,
            StoreError::BackupForeign => ErrorCode::BackupForeign,
            StoreError::BackupDamaged { .. } => ErrorCode::BackupDamaged,
            StoreError::BackupNewer { .. } => ErrorCode::BackupNewer,
            StoreError::Stopped => ErrorCode::Stopped,
            StoreError::InUse => ErrorCode::InUse,
            StoreError::Full => ErrorCode::DiskFull,
            // The owner must read which version is needed: nothing of theirs is in the words.
            StoreError::Newer { .. } | StoreError::Busy => ErrorCode::Internal,
            // What to do about it is in the words; what was seen, and where, is for the log.
            StoreError::Damaged { .. } => return seen_in_log(&error, "the database is damaged, or is no database"),
            StoreError::Io { .. } => return seen_in_log(&error, "the data folder cannot be read or written"),
            StoreError::Sqlite(_) => return internal(&error),
        };
        Self::new(code, error.to_string())
    }
}

impl From<VisionError> for ApiError {
    fn from(error: VisionError) -> Self {
        match error {
            VisionError::NotInstalled { .. } => {
                Self::new(ErrorCode::ModelsMissing, "models or runtime are not installed")
            }
            error @ VisionError::Failed { .. } => internal(&error),
        }
    }
}

impl From<PictureError> for ApiError {
    fn from(error: PictureError) -> Self {
        internal(&error)
    }
}

impl From<SourceError> for ApiError {
    fn from(error: SourceError) -> Self {
        tracing::info!("a camera that was tried did not deliver: {error}");
        camera_failed(error.trouble)
    }
}

impl From<InstallError> for ApiError {
    fn from(error: InstallError) -> Self {
        tracing::warn!("the models could not be installed: {error}");
        // Where it came from and where it was to go may be folders of the owner: the log has them.
        let (code, message) = match &error {
            InstallError::Write { source, .. }
                if matches!(source.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) =>
            {
                (ErrorCode::DiskFull, "the disk is full".to_owned())
            }
            InstallError::Write { model, source, .. } => {
                (ErrorCode::InstallFailed, format!("{model} could not be written: {source}"))
            }
            InstallError::Build { model, detail, .. } => {
                (ErrorCode::InstallFailed, format!("{model} could not be built: {detail}"))
            }
            InstallError::Fetch { model, detail, .. } => {
                (ErrorCode::InstallFailed, format!("{model} could not be fetched: {detail}"))
            }
            InstallError::WrongFile { model, detail, .. } => {
                (ErrorCode::InstallFailed, format!("{model} is not the right file: {detail}"))
            }
        };
        Self::new(code, message)
    }
}

impl From<PackError> for ApiError {
    fn from(error: PackError) -> Self {
        tracing::info!("a pack of models was refused: {error}");
        let message = match &error {
            PackError::Write(source) if matches!(source.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => {
                return Self::new(ErrorCode::DiskFull, "the disk is full");
            }
            // Where it lies is the owner's; the log has it.
            PackError::Read { path, source } => {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                format!("{name} cannot be read: {source}")
            }
            _ => error.to_string(),
        };
        Self::new(ErrorCode::PackRefused, message)
    }
}

/// The camera did not deliver.
pub(super) fn camera_failed(trouble: SourceTrouble) -> ApiError {
    let words = match trouble {
        SourceTrouble::Unreachable => "nothing answers there",
        SourceTrouble::Refused => "user or password are wrong",
        SourceTrouble::NotFound => "there is no such stream, file or device",
        SourceTrouble::Unreadable => "it sends nothing that can be shown",
        SourceTrouble::Silent => "it stopped sending",
        SourceTrouble::LacksFfmpeg => "the program ffmpeg is missing",
        SourceTrouble::BadAddress => "this is not an address of a camera",
        SourceTrouble::Busy => "another program holds the device",
    };
    ApiError { trouble: Some(to_wire::trouble(trouble)), ..ApiError::new(ErrorCode::CameraFailed, words) }
}

/// The request is not of its shape.
pub(super) fn bad_request(why: impl Into<String>) -> ApiError {
    ApiError::new(ErrorCode::BadRequest, why)
}

fn internal(error: &impl fmt::Display) -> ApiError {
    seen_in_log(error, "something went wrong inside")
}

/// A mistake, or a trouble of this machine, with words for the owner; the log has the rest.
fn seen_in_log(error: &impl fmt::Display, words: &str) -> ApiError {
    tracing::error!("a request failed: {error}");
    ApiError::new(ErrorCode::Internal, format!("{words}; the log says more"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{io, path::PathBuf};

    #[test]
    fn no_path_of_the_owner_is_sent() {
        let refused: [ApiError; 4] = [
            StoreError::Io { path: PathBuf::from("/home/anna/x"), source: io::Error::other("broken") }.into(),
            SourceError { trouble: SourceTrouble::NotFound, detail: "/home/anna/x".into() }.into(),
            VisionError::NotInstalled { what: "/home/anna/x".into() }.into(),
            InstallError::Write {
                model: "yunet",
                folder: PathBuf::from("/home/anna/x"),
                source: io::Error::from(ErrorKind::PermissionDenied),
            }
            .into(),
        ];
        for error in refused {
            assert!(!error.message.contains("anna"), "{error:?} is read by whoever sees the window");
        }
    }

    #[test]
    fn what_a_window_acts_on_has_its_code() {
        let taken = StoreError::NameTaken { person: porchlight_domain::PersonId(1) };
        let full = InstallError::Write {
            model: "yunet",
            folder: PathBuf::new(),
            source: io::Error::from(ErrorKind::StorageFull),
        };
        for (error, code) in [
            (EngineError::Store(taken).into(), ErrorCode::NameTaken),
            (StoreError::NotFound { what: "person" }.into(), ErrorCode::NotFound),
            (StoreError::Full.into(), ErrorCode::DiskFull),
            (full.into(), ErrorCode::DiskFull),
            (EngineError::NoFace.into(), ErrorCode::NoFace),
            (EngineError::Vision(VisionError::NotInstalled { what: String::new() }).into(), ErrorCode::ModelsMissing),
        ] as [(ApiError, ErrorCode); 6]
        {
            assert_eq!(error.code, code, "{error:?}");
        }
    }
}
