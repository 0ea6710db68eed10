//! Weekly backups on the wire. Owns their shape only. The folder comes out again, so that the owner sees what was chosen.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the owner set for weekly backups, and how they fare.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct WeeklyBackupView {
    /// They are made.
    pub is_on: bool,
    /// Where; none until one was chosen.
    pub folder: Option<String>,
    /// So many stay.
    pub keep: u32,
    /// The addresses of cameras keep their passwords in them.
    pub has_passwords: bool,
    /// One is being made.
    pub is_at_work: bool,
    /// How many there are in the folder.
    pub kept: u32,
    /// The newest that is there.
    pub newest: Option<MadeBackupView>,
    /// When the next is due; none while they are off.
    pub next_at: Option<i64>,
    /// Why the last one could not be made.
    pub trouble: Option<BackupTroubleView>,
}

/// One that was made.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct MadeBackupView {
    /// The name of the file, without its folder.
    pub file_name: String,
    /// Its bytes.
    pub bytes: u64,
    /// When.
    pub at: i64,
}

/// Why none could be made.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum BackupTroubleView {
    /// The folder is not there.
    NoFolder,
    /// Nothing may be written there.
    Refused,
    /// The disk is full.
    DiskFull,
    /// Something else.
    Failed,
}

/// Sets what weekly backups are to be.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SetWeeklyBackup {
    /// Make them.
    pub is_on: bool,
    /// Where.
    pub folder: Option<String>,
    /// So many stay, 1 to 52.
    pub keep: u32,
    /// The addresses of cameras keep their passwords in them.
    pub has_passwords: bool,
}
