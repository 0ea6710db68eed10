//! All that is kept, as a whole, on the wire: how much it is, backups, exports, erasing everybody. Owns their shape only. A path
//! goes in, chosen by the owner in the system's own dialog; none comes out.

use super::SightingQuery;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is kept and how much room it takes, in bytes as measured.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct StorageView {
    /// Pictures of faces, with the aligned ones that are compared.
    pub face_bytes: u64,
    /// Pictures of the moments of alerts.
    pub scene_bytes: u64,
    /// The database.
    pub database_bytes: u64,
    /// The log of the last days.
    pub log_bytes: u64,
    /// The models.
    pub model_bytes: u64,
    /// What was there before the last restore.
    pub replaced_bytes: u64,
    /// When that was replaced; absent where nothing is kept of it.
    pub replaced_at: Option<i64>,
    /// Number of pictures.
    pub pictures: u32,
    /// Sightings.
    pub sightings: u32,
    /// People who were named.
    pub persons: u32,
    /// Strangers.
    pub visitors: u32,
}

/// What tidying up took away.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct TidiedView {
    /// Bytes that are free now.
    pub bytes: u64,
    /// Strangers who were forgotten.
    pub visitors: u32,
    /// Sightings that were forgotten.
    pub sightings: u32,
    /// Pictures that went because there were too many.
    pub pictures: u32,
    /// How much is kept now.
    pub storage: StorageView,
}

/// Makes a backup.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MakeBackup {
    /// The file to write, which ends with `.zip`.
    pub path: String,
    /// The addresses of cameras keep their passwords.
    pub has_passwords: bool,
}

/// Names a backup.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BackupAt {
    /// The file.
    pub path: String,
}

/// What a backup is.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct BackupView {
    /// The name of the file, without its folder.
    pub file_name: String,
    /// When it was made.
    pub made_at: i64,
    /// The version of the program that made it.
    pub program: String,
    /// The addresses of cameras have their passwords.
    pub has_passwords: bool,
    /// Bytes of the file.
    pub bytes: u64,
    /// Cameras in it.
    pub cameras: u32,
    /// People in it who were named.
    pub persons: u32,
    /// Strangers in it.
    pub visitors: u32,
    /// Sightings in it.
    pub sightings: u32,
    /// Pictures in it.
    pub pictures: u32,
}

/// What takes long with all that is kept.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum KeepingWork {
    /// A backup is made.
    Backup,
    /// A backup is read from beginning to end.
    Check,
    /// A backup is put in place.
    Restore,
    /// Something is written into a file of the owner's.
    Export,
    /// Everybody or everything is erased.
    Erase,
}

/// How far that is.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct KeepingProgress {
    /// What.
    pub work: KeepingWork,
    /// Done.
    pub done: u64,
    /// In all.
    pub total: u64,
}

/// Writes everything about one person into a file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExportPerson {
    /// Who.
    pub id: i64,
    /// The file to write, which ends with `.zip`.
    pub path: String,
}

/// Writes everything about everybody who was named into a file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExportEverybody {
    /// The file to write, which ends with `.zip`.
    pub path: String,
}

/// Writes a selection of sightings into a file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExportSightings {
    /// Which; its limit counts for nothing.
    pub query: SightingQuery,
    /// These and no others, whatever the query says; absent where the query says it. At most 20,000.
    #[serde(default)]
    pub ids: Option<Vec<i64>>,
    /// The file to write: `.csv` for the table alone, `.zip` with the pictures.
    pub path: String,
}

/// What was written.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct ExportView {
    /// Sightings.
    pub sightings: u32,
    /// Pictures.
    pub pictures: u32,
    /// Bytes of the file.
    pub bytes: u64,
}

/// How much goes at once.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum EraseScopeView {
    /// People, visitors, what was seen and what was told of them.
    Everybody,
    /// That, and cameras, rules and settings.
    Everything,
}

/// Erases everybody or everything.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct EraseAll {
    /// How much.
    pub scope: EraseScopeView,
    /// The word of the scope once more, which whoever asks has the owner confirm: `everybody` or `everything`.
    pub confirmed: String,
}

/// How many came when.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DensityQuery {
    /// Which sightings; its limit counts for nothing.
    pub query: SightingQuery,
    /// When each span begins, and at last when the last one ends; rising, 2 to 800.
    pub moments: Vec<i64>,
}

/// How many sightings began in each span, one fewer than there are moments.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct DensityView {
    /// The counts.
    pub counts: Vec<u32>,
}

/// Pauses all cameras, or goes on.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct PauseCameras {
    /// Pause.
    pub is_paused: bool,
}

/// Whether the program starts with the system.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct AutostartView {
    /// This program can be started with the system.
    pub is_possible: bool,
    /// It is.
    pub is_on: bool,
}

/// Whether a window that is closed can be brought back.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct TrayView {
    /// This desktop shows the program in a tray.
    pub is_there: bool,
}

/// Starts the program with the system, or no longer.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct SetAutostart {
    /// Start it.
    pub is_on: bool,
}
