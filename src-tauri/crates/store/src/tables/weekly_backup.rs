//! Weekly backups: what the owner set, and what was made.
//!
//! Owns their rows of the table `setting`. Must not make or remove a backup. Invariants: what is missing or impossible reads as
//! off and as nothing made, so that nothing is removed that is not known to be of ours.

use super::setting::{Rows, put, rows};
use crate::{Result, Store};
use porchlight_domain::{BackupTrouble, KEPT_BACKUPS, MadeBackup, Timestamp, WeeklyBackup, WeeklyBackups};
use rusqlite::Connection;
use serde_json::{Value, json};

const IS_ON: &str = "backup.weekly";
const FOLDER: &str = "backup.folder";
const KEEP: &str = "backup.keep";
const HAS_PASSWORDS: &str = "backup.has_passwords";
const MADE: &str = "backup.made";
const FAILED: &str = "backup.failed";

/// Weekly backups.
impl Store {
    /// What the owner set, and what came of it.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn weekly_backup(&self) -> Result<(WeeklyBackup, WeeklyBackups)> {
        self.read(|c| rows(c).map(|rows| (wanted(&rows), made(&rows))))
    }

    /// Stores what the owner set. What failed before is forgotten: it may be mended by that.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn set_weekly_backup(&self, wanted: &WeeklyBackup) -> Result<()> {
        self.write(|w| {
            let c = w.connection;
            put(c, IS_ON, Some(&json!(wanted.is_on)))?;
            put(c, FOLDER, wanted.folder.as_ref().map(|folder| json!(folder.to_string_lossy())).as_ref())?;
            put(c, KEEP, Some(&json!(wanted.keep)))?;
            put(c, HAS_PASSWORDS, Some(&json!(wanted.has_passwords)))?;
            put(c, FAILED, None)
        })
    }

    /// Stores what came of it.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn save_weekly_backups(&self, backups: &WeeklyBackups) -> Result<()> {
        self.write(|w| save(w.connection, backups))
    }
}

fn save(c: &Connection, backups: &WeeklyBackups) -> Result<()> {
    let one = |made: &MadeBackup| json!({ "path": made.path.to_string_lossy(), "bytes": made.bytes, "at": made.at.0 });
    put(c, MADE, Some(&backups.made.iter().map(one).collect()))?;
    let failed = backups.failed.map(|(at, trouble)| json!({ "at": at.0, "trouble": trouble.as_str() }));
    put(c, FAILED, failed.as_ref())
}

fn wanted(rows: &Rows) -> WeeklyBackup {
    let d = WeeklyBackup::default();
    WeeklyBackup {
        is_on: rows.switch(IS_ON, d.is_on),
        folder: rows
            .get(FOLDER, d.folder, |value| Some(value.as_str().filter(|folder| !folder.is_empty()).map(Into::into))),
        keep: rows.number(KEEP, d.keep, KEPT_BACKUPS),
        has_passwords: rows.switch(HAS_PASSWORDS, d.has_passwords),
    }
}

fn made(rows: &Rows) -> WeeklyBackups {
    let one = |value: &Value| {
        let (path, bytes, at) = (value["path"].as_str()?, value["bytes"].as_u64()?, value["at"].as_i64()?);
        Some(MadeBackup { path: path.into(), bytes, at: Timestamp(at) })
    };
    let failed = |value: &Value| {
        let trouble = BackupTrouble::ALL.into_iter().find(|trouble| value["trouble"] == trouble.as_str())?;
        Some(Some((Timestamp(value["at"].as_i64()?), trouble)))
    };
    WeeklyBackups {
        made: rows.get(MADE, Vec::new(), |value| value.as_array()?.iter().map(one).collect()),
        failed: rows.get(FAILED, None, failed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EraseScope;

    #[test]
    fn what_was_set_and_made_comes_back_and_what_cannot_be_is_off_and_nothing() {
        let store = Store::in_memory().expect("a store");
        assert_eq!(store.weekly_backup().expect("readable"), Default::default(), "off until the owner wants it");
        let wanted =
            WeeklyBackup { is_on: true, folder: Some("/stick/Porchlight".into()), keep: 9, has_passwords: false };
        let made = MadeBackup { path: "/stick/Porchlight/1.zip".into(), bytes: 7, at: Timestamp(3) };
        store.set_weekly_backup(&wanted).expect("is set");
        for trouble in BackupTrouble::ALL {
            let backups = WeeklyBackups { made: vec![made.clone()], failed: Some((Timestamp(4), trouble)) };
            store.save_weekly_backups(&backups).expect("is saved");
            assert_eq!(store.weekly_backup().expect("readable"), (wanted.clone(), backups));
        }
        store.set_weekly_backup(&wanted).expect("is set again");
        assert_eq!(store.weekly_backup().expect("readable").1.failed, None, "it may be mended");

        let spoil = |key: &'static str, value: &'static str| {
            store.write(|w| put(w.connection, key, Some(&json!(value)))).expect("is written");
        };
        for key in [IS_ON, FOLDER, KEEP, HAS_PASSWORDS, MADE, FAILED] {
            spoil(key, "");
        }
        assert_eq!(store.weekly_backup().expect("readable"), Default::default());
        store.set_weekly_backup(&wanted).expect("is set");
        store.erase_all(EraseScope::Everything).expect("is erased");
        assert_eq!(store.weekly_backup().expect("readable"), Default::default(), "as on the first day");
    }
}
