//! What can go wrong with the store.
//!
//! Owns [`StoreError`] and the one place where errors of SQLite and of the file system become one of its kinds. Must not
//! log. Invariant: no message holds a name, an address or anything of a face.

use rusqlite::{Error as SqliteError, ErrorCode};
use std::path::PathBuf;

/// The result of everything the store does.
pub type Result<T> = std::result::Result<T, StoreError>;

/// What can go wrong with the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A later version of the program wrote this database.
    #[error("this database is of version {found}, made by a newer Porchlight; this one knows versions up to {known}")]
    Newer {
        /// The version of the database.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// The file is no database, or it is broken, or its history is not the one that this program knows.
    #[error("the database is damaged: {detail}")]
    Damaged {
        /// What was seen, for the log.
        detail: String,
    },
    /// The disk is full; nothing was changed.
    #[error("the disk is full")]
    Full,
    /// Somebody else writes for longer than was waited; trying again may help.
    #[error("the database is busy")]
    Busy,
    /// Another person has this name.
    #[error("another person already has this name")]
    NameTaken {
        /// Who has it.
        person: porchlight_domain::PersonId,
    },
    /// A name must have at least one character that is not a space.
    #[error("a name must not be empty")]
    EmptyName,
    /// What was asked for does not exist, or no longer.
    #[error("there is no such {what}")]
    NotFound {
        /// `camera`, `person`, `visitor`, `face`, `sighting`, `alert` or `act`.
        what: &'static str,
    },
    /// An act cannot be undone or done again because of what was done since. Nothing was changed.
    #[error("this is no longer possible, because of what was done since")]
    NoLongerPossible {
        /// The act.
        act: porchlight_domain::ActId,
    },
    /// Of a visitor that is split some faces must go and some must stay.
    #[error("some faces must go and some must stay")]
    NotSplit,
    /// A face is not of the visitor, person or sighting that was meant.
    #[error("this face belongs to somebody else")]
    NotTheirs,
    /// A threshold is a similarity from 0 to 1.
    #[error("a threshold must be from 0 to 1")]
    ImpossibleThreshold,
    /// Both sides of a merge or a move are the same.
    #[error("these are the same already")]
    SameAlready,
    /// It is no backup of Porchlight.
    #[error("this is no backup of Porchlight")]
    BackupForeign,
    /// A backup that is not as it was made.
    #[error("this backup is damaged: {detail}")]
    BackupDamaged {
        /// What is wrong with it; no name of a file, for anybody may have made it.
        detail: &'static str,
    },
    /// A later version of the program made this backup.
    #[error("this backup is of version {found}, made by a newer Porchlight; this one knows versions up to {known}")]
    BackupNewer {
        /// The version of the backup.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// The owner ended it. Nothing was changed.
    #[error("this was stopped")]
    Stopped,
    /// Another program has the data folder open, so that nothing in it can be replaced.
    #[error("another Porchlight has this data folder open")]
    InUse,
    /// A file or folder could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which one; picture files carry ids only.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Anything else that SQLite says.
    #[error("the database failed: {0}")]
    Sqlite(SqliteError),
}

impl StoreError {
    /// Whether the same call may succeed a moment later.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Busy)
    }

    /// For [`std::io::Error`]s of `path`.
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Io { path, source },
        }
    }
}

impl From<SqliteError> for StoreError {
    fn from(error: SqliteError) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged { detail: error.to_string() },
            _ => Self::Sqlite(error),
        }
    }
}
