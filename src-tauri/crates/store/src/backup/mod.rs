//! A backup: everything that is kept, in one file.
//!
//! Owns what the file holds and how it is told from any other. It is a ZIP file: the database as SQLite copies it, the
//! pictures by album and id, and a slip that says what it is, with one checksum over everything before it. Must not decide
//! where it lies. Invariants: it is written beside its place, read again from beginning to end, and put there only then;
//! of a file that comes from outside nothing is believed that was not checked, and no name in it becomes a path.

mod make;
mod read;
mod stage;
pub(crate) mod swap;

pub use swap::Replaced;

use crate::{Result, StoreError, pictures::Album};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::ops::ControlFlow;

/// The slip; the last entry, because it holds the checksum of all others.
const SLIP: &str = "porchlight-backup.json";
/// The database; the first entry.
const DATABASE_ENTRY: &str = "porchlight.db";
/// What the slip calls the file.
const FORMAT: &str = "porchlight-backup";
/// The version of this layout of the file, apart from that of the database in it.
const LAYOUT: u32 = 1;
/// Files of ours that a crash may leave in the data folder begin so.
pub(crate) const COPY_PREFIX: &str = ".copy-";

/// How far a backup is, in bytes of what there is to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BackupStep {
    /// Done.
    pub done: u64,
    /// In all.
    pub total: u64,
}

/// How many of what a backup holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BackupContent {
    /// Cameras.
    pub cameras: u64,
    /// People who were named.
    pub persons: u64,
    /// Strangers.
    pub visitors: u64,
    /// Sightings.
    pub sightings: u64,
    /// Pictures.
    pub pictures: u64,
}

/// What a backup is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupAbout {
    /// When it was made, in milliseconds since 1970.
    pub made_at: i64,
    /// The version of the program that made it.
    pub program: String,
    /// Whether the addresses of cameras have their passwords.
    pub has_passwords: bool,
    /// Bytes of the file.
    pub bytes: u64,
    /// What it holds.
    pub content: BackupContent,
}

/// Told how far it is; answers whether to go on.
pub(crate) type Tell<'a> = &'a mut dyn FnMut(BackupStep) -> ControlFlow<()>;

/// The slip, as JSON.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Slip {
    format: String,
    layout: u32,
    /// The number of the last migration of the database.
    schema: u32,
    program: String,
    made_at: i64,
    has_camera_passwords: bool,
    pictures: u64,
    /// Of every entry before this one: its name, a zero, its length, its bytes.
    sha256: String,
}

/// Counts what is done, and ends it where the owner wants that.
struct Progress<'a> {
    step: BackupStep,
    tell: Tell<'a>,
}

impl Progress<'_> {
    fn add(&mut self, bytes: u64) -> Result<()> {
        self.step.done = (self.step.done + bytes).min(self.step.total);
        match (self.tell)(self.step) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(StoreError::Stopped),
        }
    }
}

/// The checksum over the entries.
#[derive(Default)]
struct Checksum(Sha256);

impl Checksum {
    fn begin(&mut self, name: &str, length: u64) {
        self.0.update(name.as_bytes());
        self.0.update([0]);
        self.0.update(length.to_le_bytes());
    }

    fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn in_words(self) -> String {
        hex::encode(self.0.finalize())
    }
}

/// The name of a picture in the file, which is where it lies in the data folder.
fn picture_entry(album: Album, id: i64) -> String {
    format!("pictures/{}/{:02}/{id}.jpg", album.folder(), id.rem_euclid(100))
}

/// The picture of such a name; `None` for any other name.
fn picture_of(name: &str) -> Option<(Album, i64)> {
    let mut parts = name.strip_prefix("pictures/")?.split('/');
    let folder = parts.next()?;
    let album = Album::ALL.into_iter().find(|album| album.folder() == folder)?;
    let id: i64 = name.rsplit('/').next()?.strip_suffix(".jpg")?.parse().ok()?;
    // Made again of what was read of it: there is one way to write it, and it leads nowhere else.
    (id >= 0 && picture_entry(album, id) == name).then_some((album, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_of_ours_is_a_picture() {
        assert_eq!(picture_of("pictures/faces/07/1207.jpg"), Some((Album::Faces, 1207)));
        for name in [
            "pictures/faces/07/../../../1207.jpg",
            "pictures/faces/08/1207.jpg",
            "pictures/faces/07/01207.jpg",
            "pictures/faces/07/+1207.jpg",
            "/pictures/faces/07/1207.jpg",
            "pictures\\faces\\07\\1207.jpg",
            "pictures/faces/07/1207.jpg/",
            "pictures/others/07/1207.jpg",
            "pictures/faces/93/-7.jpg",
            "pictures/faces/07/1207.png",
        ] {
            assert_eq!(picture_of(name), None, "{name}");
        }
    }
}
