//! Putting something else in the place of what is kept, and back.
//!
//! Owns the folders in which that happens, within the data folder so that a rename is enough. Must not know what is in
//! them. Invariants: whatever moment the power goes at, the next start finds the old or the new and never parts of both; the
//! name of the folder says how far it is; what was there is kept until it is dropped.

use crate::{
    Result, StoreError,
    backup::COPY_PREFIX,
    kept_index::FILE as INDEX,
    pictures::{remove, used_under},
    store::{DATABASE, make_private_dir},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Being filled.
const FILLING: &str = "restore.part";
/// Whole: what is there now moves away next.
const READY: &str = "restore.ready";
/// What was there is moving away.
const CLEARING: &str = "restore.clearing";
/// What was there is away: the new is moving in.
const PLACING: &str = "restore.placing";
/// What was there.
const REPLACED: &str = "replaced";

/// What is moved, in this order: the logs belong to the database and never stay without it.
const ITEMS: [&str; 5] = ["porchlight.db-wal", "porchlight.db-shm", DATABASE, INDEX, "pictures"];

/// What was there before the last restore.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// When it was replaced, in milliseconds since 1970.
    pub at: i64,
    /// How much room it takes.
    pub bytes: u64,
}

/// A fresh folder to fill.
pub(super) fn begin(data_dir: &Path) -> Result<PathBuf> {
    let filling = data_dir.join(FILLING);
    remove(&filling)?;
    make_private_dir(&filling)?;
    Ok(filling)
}

/// It is filled and whole.
pub(super) fn commit(data_dir: &Path) -> Result<()> {
    remove(&data_dir.join(READY))?;
    rename(&data_dir.join(FILLING), &data_dir.join(READY))
}

/// Nothing comes of it. That it cannot be removed is no reason to refuse anything: the next start tries again.
pub(super) fn abandon(data_dir: &Path) {
    for folder in [FILLING, READY] {
        if let Err(error) = remove(&data_dir.join(folder)) {
            tracing::warn!(%error, "what was unpacked could not be removed yet");
        }
    }
}

/// Goes on from wherever it stopped, to the end; does nothing where nothing is ready. Only while the database is closed.
pub(super) fn finish(data_dir: &Path) -> Result<()> {
    let at = |folder: &str| data_dir.join(folder);
    if at(READY).is_dir() {
        remove(&at(REPLACED))?;
        rename(&at(READY), &at(CLEARING))?;
    }
    if at(CLEARING).is_dir() {
        make_private_dir(&at(REPLACED))?;
        move_all(data_dir, &at(REPLACED))?;
        rename(&at(CLEARING), &at(PLACING))?;
    }
    if at(PLACING).is_dir() {
        move_all(&at(PLACING), data_dir)?;
        remove(&at(PLACING))?;
    }
    Ok(())
}

/// What was replaced is in its place again, after something else could not be opened there.
pub(crate) fn put_back(data_dir: &Path) -> Result<()> {
    let replaced = data_dir.join(REPLACED);
    for place in ITEMS {
        let (was, is) = (replaced.join(place), data_dir.join(place));
        if was.exists() {
            remove(&is)?;
            rename(&was, &is)?;
        }
    }
    for folder in [FILLING, READY, CLEARING, PLACING, REPLACED] {
        remove(&data_dir.join(folder))?;
    }
    Ok(())
}

/// At a start, alone in the folder: what a crash left unfinished is finished or removed. Gives whether something was put in
/// place.
pub(crate) fn tidy(data_dir: &Path) -> Result<bool> {
    remove(&data_dir.join(FILLING))?;
    for entry in fs::read_dir(data_dir).map_err(StoreError::io(data_dir))?.flatten() {
        if entry.file_name().to_string_lossy().starts_with(COPY_PREFIX) {
            remove(&entry.path())?;
        }
    }
    let is_due = [READY, CLEARING, PLACING].iter().any(|folder| data_dir.join(folder).is_dir());
    finish(data_dir)?;
    Ok(is_due)
}

/// What was replaced is next.
pub(super) fn take_replaced(data_dir: &Path) -> Result<()> {
    if !data_dir.join(REPLACED).join(DATABASE).is_file() {
        return Err(StoreError::NotFound { what: "state of before a restore" });
    }
    remove(&data_dir.join(READY))?;
    rename(&data_dir.join(REPLACED), &data_dir.join(READY))
}

/// It is not, after all.
pub(super) fn leave_replaced(data_dir: &Path) {
    let (ready, replaced) = (data_dir.join(READY), data_dir.join(REPLACED));
    if ready.is_dir()
        && !replaced.exists()
        && let Err(error) = rename(&ready, &replaced)
    {
        tracing::warn!(%error, "what was replaced could not be left where it was");
    }
}

pub(crate) fn replaced(data_dir: &Path) -> Result<Option<Replaced>> {
    let folder = data_dir.join(REPLACED);
    if !folder.join(DATABASE).is_file() {
        return Ok(None);
    }
    // The folder changed last when it was filled.
    let moment = fs::metadata(&folder).and_then(|about| about.modified()).map_err(StoreError::io(&folder))?;
    let at = moment.duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_millis());
    Ok(Some(Replaced { at: i64::try_from(at).unwrap_or(i64::MAX), bytes: replaced_bytes(data_dir)? }))
}

pub(crate) fn replaced_bytes(data_dir: &Path) -> Result<u64> {
    Ok(used_under(&data_dir.join(REPLACED))?.0)
}

pub(crate) fn drop_replaced(data_dir: &Path) -> Result<()> {
    remove(&data_dir.join(REPLACED))
}

fn move_all(from: &Path, to: &Path) -> Result<()> {
    for place in ITEMS {
        let (from, to) = (from.join(place), to.join(place));
        if from.exists() {
            rename(&from, &to)?;
        }
    }
    Ok(())
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).map_err(StoreError::io(from))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, text: &str) {
        fs::create_dir_all(path.parent().expect("has one")).expect("a folder");
        fs::write(path, text).expect("is written");
    }

    fn read(path: &Path) -> Option<String> {
        fs::read_to_string(path).ok()
    }

    /// An old state with a log, and a new one that is ready.
    fn folder() -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("a folder");
        let at = |name: &str| dir.path().join(name);
        write(&at(DATABASE), "old");
        write(&at("porchlight.db-wal"), "old log");
        write(&at("faces.index"), "old index");
        write(&at("pictures/faces/01/1.jpg"), "old face");
        write(&at("replaced/porchlight.db"), "older");
        write(&at("restore.ready/porchlight.db"), "new");
        write(&at("restore.ready/pictures/faces/02/2.jpg"), "new face");
        dir
    }

    fn is_new(dir: &Path) {
        assert_eq!(read(&dir.join(DATABASE)).as_deref(), Some("new"));
        assert_eq!(
            read(&dir.join("porchlight.db-wal")),
            None,
            "the log of another database must never be read with it"
        );
        assert_eq!(read(&dir.join("pictures/faces/02/2.jpg")).as_deref(), Some("new face"));
        assert_eq!(read(&dir.join("pictures/faces/01/1.jpg")), None);
        assert_eq!(read(&dir.join("faces.index")), None, "nor an index of other faces");
        assert_eq!(read(&dir.join("replaced/porchlight.db")).as_deref(), Some("old"));
        assert_eq!(read(&dir.join("replaced/porchlight.db-wal")).as_deref(), Some("old log"));
        assert_eq!(read(&dir.join("replaced/pictures/faces/01/1.jpg")).as_deref(), Some("old face"));
        for folder in [FILLING, READY, CLEARING, PLACING] {
            assert!(!dir.join(folder).exists(), "{folder} is done with");
        }
    }

    #[test]
    fn the_new_takes_the_place_of_the_old_which_is_kept() {
        let dir = folder();
        finish(dir.path()).expect("is put in place");
        is_new(dir.path());
        finish(dir.path()).expect("nothing is due any more");
        is_new(dir.path());
    }

    #[test]
    fn a_crash_at_any_step_is_gone_on_from_by_the_next_start() {
        // What the steps have done when the power goes: each prefix of all renames, in their order.
        let steps: [(&str, &str); 9] = [
            ("restore.ready", "restore.clearing"),
            ("porchlight.db-wal", "replaced/porchlight.db-wal"),
            ("porchlight.db", "replaced/porchlight.db"),
            ("faces.index", "replaced/faces.index"),
            ("pictures", "replaced/pictures"),
            ("restore.clearing", "restore.placing"),
            ("restore.placing/porchlight.db", "porchlight.db"),
            ("restore.placing/pictures", "pictures"),
            ("restore.placing", "restore.part"),
        ];
        for crash_after in 0..=steps.len() {
            let dir = folder();
            if crash_after > 0 {
                fs::remove_dir_all(dir.path().join(REPLACED)).expect("goes first");
                fs::create_dir(dir.path().join(REPLACED)).expect("is made anew");
            }
            for (from, to) in &steps[..crash_after] {
                fs::rename(dir.path().join(from), dir.path().join(to)).expect("as the step does");
            }
            assert_eq!(tidy(dir.path()).expect("goes on"), crash_after < steps.len(), "after {crash_after} steps");
            is_new(dir.path());
        }
    }

    #[test]
    fn what_was_replaced_can_be_put_back() {
        let dir = folder();
        finish(dir.path()).expect("is put in place");
        put_back(dir.path()).expect("is put back");
        assert_eq!(read(&dir.path().join(DATABASE)).as_deref(), Some("old"));
        assert_eq!(read(&dir.path().join("porchlight.db-wal")).as_deref(), Some("old log"));
        assert_eq!(read(&dir.path().join("pictures/faces/01/1.jpg")).as_deref(), Some("old face"));
        assert!(!dir.path().join(REPLACED).exists());
    }

    #[test]
    fn an_unfinished_restore_leaves_everything_as_it_was() {
        let dir = tempfile::tempdir().expect("a folder");
        write(&dir.path().join(DATABASE), "old");
        write(&dir.path().join("restore.part/porchlight.db"), "half");
        write(&dir.path().join(".copy-x/porchlight.db"), "half");
        assert!(!tidy(dir.path()).expect("is tidied"), "nothing was put in place");
        assert_eq!(read(&dir.path().join(DATABASE)).as_deref(), Some("old"));
        assert_eq!(fs::read_dir(dir.path()).expect("readable").count(), 1, "what was unpacked is gone");
    }
}
