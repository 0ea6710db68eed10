//! Backups that are made every week.
//!
//! Owns when one is due and which of those that were made have to go. Must not write or remove a file. Invariants: only what is
//! on the list of those that were made ever goes, and only from the folder that is set now; the newest never goes.

use crate::Timestamp;
use std::{
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

/// How many may be kept: a year of them.
pub const KEPT_BACKUPS: RangeInclusive<u32> = 1..=52;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Between one that was whole and the next.
const WEEK_MS: i64 = 7 * DAY_MS;
/// After one that failed: a stick may be back in its place, a disk have room again.
const AGAIN_MS: i64 = HOUR_MS;

/// What the owner set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeeklyBackup {
    /// Make them.
    pub is_on: bool,
    /// Where; none until the owner chose one.
    pub folder: Option<PathBuf>,
    /// So many stay, [`KEPT_BACKUPS`].
    pub keep: u32,
    /// The addresses of cameras keep their passwords.
    pub has_passwords: bool,
}

impl Default for WeeklyBackup {
    fn default() -> Self {
        Self { is_on: false, folder: None, keep: 4, has_passwords: true }
    }
}

/// Why none could be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackupTrouble {
    /// The folder is not there.
    NoFolder,
    /// Nothing may be written there.
    Refused,
    /// The disk is full.
    DiskFull,
    /// Something else; the log says what.
    Failed,
}

impl BackupTrouble {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::NoFolder, Self::Refused, Self::DiskFull, Self::Failed];

    /// The word that is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoFolder => "no_folder",
            Self::Refused => "refused",
            Self::DiskFull => "disk_full",
            Self::Failed => "failed",
        }
    }
}

/// One that was made and was whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeBackup {
    /// The file.
    pub path: PathBuf,
    /// Its bytes: a file of that name with more or fewer is somebody else's.
    pub bytes: u64,
    /// When.
    pub at: Timestamp,
}

/// What came of it so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeeklyBackups {
    /// Those that were made and not removed, in the order in which they were made.
    pub made: Vec<MadeBackup>,
    /// When the last one failed, and why; none once one was whole.
    pub failed: Option<(Timestamp, BackupTrouble)>,
}

impl WeeklyBackups {
    /// The newest in that folder.
    pub fn newest_in(&self, folder: &Path) -> Option<&MadeBackup> {
        self.made.iter().rev().find(|made| made.path.parent() == Some(folder))
    }

    /// When the next one is due; now or earlier where it is already. None where the owner wants none.
    pub fn next(&self, wanted: &WeeklyBackup, now: Timestamp) -> Option<Timestamp> {
        let folder = wanted.folder.as_deref().filter(|_| wanted.is_on)?;
        // What lies in the future was written by a clock that was wrong: it is not waited for.
        let after = |at: Timestamp, ms: i64| if at.0 > now.0 + DAY_MS { now } else { at.plus_millis(ms) };
        let due = self.newest_in(folder).map_or(now, |newest| after(newest.at, WEEK_MS));
        let again = self.failed.map_or(due, |(at, _)| after(at, AGAIN_MS));
        Some(if due.0 > again.0 { due } else { again })
    }

    /// Whether one is due.
    pub fn is_due(&self, wanted: &WeeklyBackup, now: Timestamp) -> bool {
        self.next(wanted, now).is_some_and(|next| next.0 <= now.0)
    }

    /// Those in the folder that are one too many, the oldest first.
    pub fn surplus(&self, wanted: &WeeklyBackup) -> Vec<MadeBackup> {
        let in_folder = self.made.iter().filter(|made| made.path.parent() == wanted.folder.as_deref());
        let mut surplus: Vec<MadeBackup> = in_folder.cloned().collect();
        surplus.truncate(surplus.len().saturating_sub(wanted.keep.max(1) as usize));
        surplus
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000 * WEEK_MS);

    fn wanted() -> WeeklyBackup {
        WeeklyBackup { is_on: true, folder: Some("/stick".into()), keep: 2, ..WeeklyBackup::default() }
    }

    fn made(path: &str, ago_ms: i64) -> MadeBackup {
        MadeBackup { path: path.into(), bytes: 1, at: NOW.plus_millis(-ago_ms) }
    }

    #[test]
    fn one_is_due_a_week_after_the_last_in_this_folder_and_an_hour_after_a_failure() {
        let failed = |ago_ms: i64| Some((NOW.plus_millis(-ago_ms), BackupTrouble::NoFolder));
        for (case, made, failed, is_due) in [
            ("the first", vec![], None, true),
            ("six days", vec![made("/stick/1", 6 * DAY_MS)], None, false),
            ("a week", vec![made("/stick/1", WEEK_MS)], None, true),
            ("elsewhere", vec![made("/other/1", DAY_MS)], None, true),
            ("an older one elsewhere", vec![made("/stick/1", DAY_MS), made("/other/1", 9 * DAY_MS)], None, false),
            ("by a wrong clock", vec![made("/stick/1", -40 * DAY_MS)], None, true),
            ("just failed", vec![], failed(HOUR_MS / 2), false),
            ("failed an hour ago", vec![made("/stick/1", 8 * DAY_MS)], failed(HOUR_MS), true),
            ("failed by a wrong clock", vec![], failed(-40 * DAY_MS), true),
        ] {
            let backups = WeeklyBackups { made, failed };
            assert_eq!(backups.is_due(&wanted(), NOW), is_due, "{case}");
            let off = WeeklyBackup { is_on: false, ..wanted() };
            let nowhere = WeeklyBackup { folder: None, ..wanted() };
            assert!(!backups.is_due(&off, NOW) && !backups.is_due(&nowhere, NOW), "{case}: not wanted");
        }
    }

    #[test]
    fn only_the_oldest_of_its_own_in_this_folder_are_too_many() {
        let made: Vec<_> =
            ["/stick/1", "/other/1", "/stick/2", "/stick/3", "/stick/4"].map(|path| made(path, 0)).into();
        let backups = WeeklyBackups { made, failed: None };
        let surplus = |keep| -> Vec<_> {
            let surplus = backups.surplus(&WeeklyBackup { keep, ..wanted() });
            surplus.into_iter().map(|made| made.path.to_string_lossy().into_owned()).collect()
        };
        assert_eq!(surplus(2), ["/stick/1", "/stick/2"]);
        assert_eq!(surplus(0), ["/stick/1", "/stick/2", "/stick/3"], "the newest never goes");
        assert!(surplus(4).is_empty());
    }
}
