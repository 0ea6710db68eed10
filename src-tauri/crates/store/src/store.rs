//! The store itself: one connection that writes, a few that read, and the pictures.
//!
//! Owns opening and the two ways in: [`Store::read`] on a snapshot, [`Store::write`] in one transaction. Must not know a
//! table. Invariants: one write at a time; a transaction that fails leaves neither rows nor files behind; files of removed
//! rows go only after the removal is committed.

use crate::{
    Result, StorageUsed, StoreError,
    backup::swap,
    connection::{Readers, open_in_memory, open_writer, snapshot},
    erase, kept_index,
    migrations::migrate,
    pictures::{Album, Pictures},
    set_aside::picture_ids,
};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The file in the data directory.
pub(crate) const DATABASE: &str = "porchlight.db";

/// The file whose lock tells who came first. It is always empty.
const LOCK: &str = "porchlight.lock";

/// The database and the pictures beside it. `Send + Sync`; share it as `Arc<Store>`.
pub struct Store {
    writer: Mutex<Connection>,
    /// `None` in memory: there the writer reads as well.
    readers: Option<Readers>,
    pictures: Pictures,
    data_dir: PathBuf,
    /// Held by the first program that opened the folder; the system lets go of it however that program ends.
    alone: Option<fs::File>,
    /// Last, so that it is cleared after the connections are closed.
    _own_dir: Option<tempfile::TempDir>,
}

/// Several writes in one transaction: all of them happen or none. Got by [`Store::write`].
pub struct Write<'a> {
    pub(crate) connection: &'a Connection,
    pub(crate) pictures: &'a Pictures,
    pub(crate) data_dir: &'a Path,
    /// Files that must go if the transaction fails.
    written: Vec<PathBuf>,
    /// Files that must go once it is committed.
    doomed: Vec<PathBuf>,
}

/// Opening and closing.
impl Store {
    /// Opens or creates `data_dir/porchlight.db`, upgrades it, and clears what a crash left. Several programs may have the
    /// same directory open.
    ///
    /// # Errors
    /// [`StoreError::Newer`], [`StoreError::Damaged`], or the directory cannot be used.
    pub fn open(data_dir: &Path) -> Result<Self> {
        make_private_dir(data_dir)?;
        let alone = lock_of(data_dir)?;
        let has_swapped = alone.is_some() && swap::tidy(data_dir)?;
        let path = data_dir.join(DATABASE);
        let writer = match open_whole(&path) {
            Err(error) if has_swapped => {
                tracing::error!("a backup that was put in place cannot be opened, what was there is put back: {error}");
                swap::put_back(data_dir)?;
                open_whole(&path)?
            }
            opened => opened?,
        };
        let store = Self {
            writer: Mutex::new(writer),
            readers: Some(Readers::new(path)),
            pictures: Pictures::new(data_dir),
            data_dir: data_dir.to_owned(),
            alone,
            _own_dir: None,
        };
        // While another program writes, a picture whose row is not there yet is no leftover.
        if store.is_alone() {
            store.sweep_pictures()?;
        }
        erase::finish(&store)?;
        Ok(store)
    }

    /// A database in memory, its pictures in a folder that goes with it. For tests.
    ///
    /// # Errors
    /// There is no place for temporary files.
    pub fn in_memory() -> Result<Self> {
        let own_dir = tempfile::tempdir().map_err(StoreError::io(std::env::temp_dir()))?;
        let mut writer = open_in_memory()?;
        migrate(&mut writer)?;
        Ok(Self {
            writer: Mutex::new(writer),
            readers: None,
            pictures: Pictures::new(own_dir.path()),
            data_dir: own_dir.path().to_owned(),
            alone: lock_of(own_dir.path())?,
            _own_dir: Some(own_dir),
        })
    }

    /// Whether no other program had this folder open when this one opened it: only then may what looks unfinished be taken
    /// for a leftover of a crash.
    pub fn is_alone(&self) -> bool {
        self.alone.is_some()
    }

    /// The directory it was opened in.
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// A number that is another one after another program, or another `Store` on the same directory, committed something.
    /// Own writes do not count: it is asked of the connection that does them. So it waits for a write that is going on.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn data_version(&self) -> Result<u64> {
        let version: i64 = self.writer().query_row("PRAGMA data_version", [], |row| row.get(0))?;
        Ok(version.unsigned_abs())
    }

    /// The bytes of all pictures.
    ///
    /// # Errors
    /// A folder cannot be read.
    pub fn picture_bytes(&self) -> Result<u64> {
        Album::ALL.into_iter().map(|album| Ok(self.pictures.used(album)?.0)).sum()
    }

    /// How much room is taken.
    ///
    /// # Errors
    /// A folder cannot be read.
    pub fn storage_used(&self) -> Result<StorageUsed> {
        let mut used = StorageUsed::default();
        for album in Album::ALL {
            let (bytes, files) = self.pictures.used(album)?;
            used.picture_bytes += bytes;
            used.pictures += files;
            match album {
                Album::Faces | Album::Crops => used.face_bytes += bytes,
                Album::Scenes => used.scene_bytes += bytes,
            }
        }
        used.replaced_bytes = swap::replaced_bytes(&self.data_dir)?;
        used.database_bytes = ["", "-wal", "-shm"]
            .iter()
            .map(|end| format!("{DATABASE}{end}"))
            .chain([kept_index::FILE.to_owned()])
            .filter_map(|name| fs::metadata(self.data_dir.join(name)).ok())
            .map(|about| about.len())
            .sum();
        Ok(used)
    }
}

/// The ways in.
impl Store {
    /// Runs several writes in one transaction. Nothing is kept if `writes` fails. Must not call the store inside, only
    /// the `Write`: the store would wait for itself.
    ///
    /// # Errors
    /// What `writes` returns, or the transaction could not be begun or committed.
    pub fn write<T, E: From<StoreError>>(
        &self,
        writes: impl FnOnce(&mut Write<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let (value, leftover) = self.write_and_clear(writes)?;
        if let Err(error) = leftover {
            // The rows are gone and stay gone; the sweep at the next start takes the files.
            tracing::warn!(%error, "a picture could not be removed");
        }
        Ok(value)
    }

    /// As [`Store::write`], and tells apart whether the files of removed rows are gone too.
    pub(crate) fn write_and_clear<T, E: From<StoreError>>(
        &self,
        writes: impl FnOnce(&mut Write<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<(T, Result<()>), E> {
        let mut writer = self.writer();
        let transaction = begin(&mut writer)?;
        let mut write = Write {
            connection: &transaction,
            pictures: &self.pictures,
            data_dir: &self.data_dir,
            written: Vec::new(),
            doomed: Vec::new(),
        };
        let result = writes(&mut write);
        let Write { written, doomed, .. } = write;
        let committed = result.and_then(|value| {
            transaction.commit().map_err(StoreError::from)?;
            Ok(value)
        });
        match committed {
            Ok(value) => Ok((value, Pictures::remove(&doomed))),
            Err(error) => {
                if let Err(error) = Pictures::remove(&written) {
                    tracing::warn!(%error, "a picture of a failed write could not be removed");
                }
                Err(error)
            }
        }
    }

    /// Runs several queries that see the same moment.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        match &self.readers {
            Some(readers) => readers.read(read),
            None => snapshot(&self.writer(), read),
        }
    }

    /// The bare connection that writes, for what cannot be done within a transaction.
    pub(crate) fn writer(&self) -> MutexGuard<'_, Connection> {
        // A panic while writing rolled its transaction back: the connection itself is sound.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes every connection, lets `replace` change the files of the data folder, and opens what is there then.
    ///
    /// # Errors
    /// [`StoreError::InUse`] if another program has the folder open; what `replace` returns, or what is there then cannot
    /// be opened.
    pub(crate) fn closed_for(&self, replace: fn(&Path) -> Result<()>) -> Result<()> {
        let (Some(readers), true) = (&self.readers, self.is_alone()) else { return Err(StoreError::InUse) };
        let path = self.data_dir.join(DATABASE);
        let mut writer = self.writer();
        let _alone = readers.close();
        // Only the last connection there is may leave the write-ahead log; its content is in the one file afterwards.
        let left: rusqlite::Result<String> = writer.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0));
        if !left.is_ok_and(|mode| mode.eq_ignore_ascii_case("delete")) {
            writer.pragma_update(None, "journal_mode", "WAL")?;
            return Err(StoreError::InUse);
        }
        *writer = open_in_memory()?;
        match replace(&self.data_dir).and_then(|()| open_whole(&path)) {
            Ok(opened) => {
                *writer = opened;
                Ok(())
            }
            Err(error) => {
                swap::put_back(&self.data_dir)?;
                *writer = open_whole(&path)?;
                Err(error)
            }
        }
    }

    pub(crate) fn has_picture(&self, album: Album, id: i64) -> bool {
        self.pictures.has(album, id)
    }

    pub(crate) fn picture(&self, album: Album, id: i64) -> Result<Option<Vec<u8>>> {
        self.pictures.get(album, id)
    }

    /// Under the write lock of the database, so that no picture is taken whose row another program is just about to
    /// commit.
    pub(crate) fn sweep_pictures(&self) -> Result<()> {
        let swept = self.write(|w| {
            let mut swept = 0;
            for album in Album::ALL {
                swept += w.pictures.sweep(album, &picture_ids(w.connection, album)?)?;
            }
            Ok::<_, StoreError>(swept)
        })?;
        if swept > 0 {
            tracing::info!(swept, "removed pictures that a crash had left");
        }
        Ok(())
    }
}

/// Files within a transaction.
impl Write<'_> {
    pub(crate) fn put(&mut self, album: Album, id: i64, bytes: &[u8]) -> Result<()> {
        // Noted first: a file that fails half way must go as well.
        self.written.push(self.pictures.path(album, id));
        self.pictures.put(album, id, bytes).map(drop)
    }

    /// Files that go once the transaction is committed.
    pub(crate) fn doomed_files(&self) -> &[PathBuf] {
        &self.doomed
    }

    pub(crate) fn doom(&mut self, album: Album, id: i64) {
        self.doomed.push(self.pictures.path(album, id));
    }
}

/// The connection that writes, to a database that is up to date.
fn open_whole(path: &Path) -> Result<Connection> {
    let mut writer = open_writer(path)?;
    migrate(&mut writer)?;
    Ok(writer)
}

/// A transaction that holds the write lock from its beginning, so that it never fails half way because another program
/// wrote in between.
pub(crate) fn begin(writer: &mut Connection) -> Result<Transaction<'_>> {
    Ok(writer.transaction_with_behavior(TransactionBehavior::Immediate)?)
}

/// Faces are the owner's business only: a directory made here is closed to other users of the machine.
pub(crate) fn make_private_dir(dir: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(StoreError::io(dir))
}

/// The lock of a data folder, if no other program holds it.
fn lock_of(data_dir: &Path) -> Result<Option<fs::File>> {
    let path = data_dir.join(LOCK);
    let file = fs::File::create(&path).map_err(StoreError::io(path))?;
    Ok(file.try_lock().is_ok().then_some(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_to_open_a_folder_is_alone() {
        let dir = tempfile::tempdir().expect("a place");
        let first = Store::open(dir.path()).expect("opens");
        let second = Store::open(dir.path()).expect("opens as well");
        assert!(first.is_alone() && !second.is_alone(), "the second must not clear up after the first");
        drop(first);
        drop(second);
        assert!(Store::open(dir.path()).expect("opens").is_alone(), "the lock went with its program");
    }
}
