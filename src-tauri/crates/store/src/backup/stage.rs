//! From a backup to what is kept.
//!
//! Owns the checks of what a backup unpacks to, and the place where that happens. Must not touch what is kept until all
//! of it is there and whole. Invariants: the database is believed only if its every table, index and trigger is as this
//! program makes them, so that nothing in it acts by itself; it is brought up to date before it is put in place.

use super::{
    BackupAbout, BackupContent, BackupStep, COPY_PREFIX, Progress, Slip,
    read::{Entry, OpenBackup, Piece, damaged},
    swap,
};
use crate::{
    Result, Store, StoreError,
    connection::open_writer,
    kept_index::forget_index_of,
    migrations::{KNOWN, made_by_us, migrate, version},
    pictures::Pictures,
    store::DATABASE,
    words::rows_of,
};
use rusqlite::{Connection, OpenFlags};
use std::{
    fs::{self, File},
    io::Write as _,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

impl Store {
    /// Reads a backup from beginning to end and says what it is. Changes nothing.
    ///
    /// # Errors
    /// [`StoreError::BackupForeign`], [`StoreError::BackupDamaged`], [`StoreError::BackupNewer`], [`StoreError::Stopped`].
    pub fn look_at_backup(
        &self,
        from: &Path,
        tell: &mut dyn FnMut(BackupStep) -> ControlFlow<()>,
    ) -> Result<BackupAbout> {
        let backup = OpenBackup::open(File::open(from).map_err(StoreError::io(from))?)?;
        let mut progress = Progress { step: BackupStep { done: 0, total: backup.unpacked }, tell };
        let bytes = backup.length;
        // Only the database is unpacked: pictures are read, and nothing else.
        let copy = tempfile::Builder::new().prefix(COPY_PREFIX).tempdir_in(self.data_dir());
        let copy = copy.map_err(StoreError::io(self.data_dir()))?;
        let mut unpacking = Unpacking::into(copy.path(), false);
        let slip = backup.verify(&mut progress, |what, piece| unpacking.take(what, piece))?;
        let content = check_database(&copy.path().join(DATABASE), &slip)?;
        Ok(about(&slip, bytes, content))
    }

    /// Unpacks a backup beside what is kept, checks it and brings it up to date. [`Store::put_in_place`] is what follows;
    /// until then nothing that is kept has changed.
    ///
    /// # Errors
    /// As [`Store::look_at_backup`], and [`StoreError::InUse`] if another program has the data folder open.
    pub fn unpack_backup(
        &self,
        from: &Path,
        tell: &mut dyn FnMut(BackupStep) -> ControlFlow<()>,
    ) -> Result<BackupAbout> {
        if !self.is_alone() {
            return Err(StoreError::InUse);
        }
        let backup = OpenBackup::open(File::open(from).map_err(StoreError::io(from))?)?;
        let mut progress = Progress { step: BackupStep { done: 0, total: backup.unpacked }, tell };
        let bytes = backup.length;
        let staging = swap::begin(self.data_dir())?;
        let staged = stage(backup, &staging, &mut progress);
        let (slip, content) = staged.inspect_err(|_| swap::abandon(self.data_dir()))?;
        Ok(about(&slip, bytes, content))
    }

    /// Replaces everything that is kept by what was unpacked. What was there is kept beside it, until
    /// [`Store::drop_replaced`], seven days or the next restore. Whoever calls this has nothing of the old in mind any
    /// more: ids mean others afterwards.
    ///
    /// # Errors
    /// [`StoreError::InUse`] if another program has the data folder open. What was there is there still, and what was
    /// unpacked is gone.
    pub fn put_in_place(&self) -> Result<()> {
        let before = self.erasures()?;
        swap::commit(self.data_dir())?;
        self.closed_for(swap::finish).inspect_err(|_| swap::abandon(self.data_dir()))?;
        self.write(|w| forget_index_of(w, before))?;
        self.sweep_pictures()
    }

    /// Both at once, for whoever has nothing running.
    ///
    /// # Errors
    /// As [`Store::unpack_backup`] and [`Store::put_in_place`].
    pub fn restore(&self, from: &Path, tell: &mut dyn FnMut(BackupStep) -> ControlFlow<()>) -> Result<BackupAbout> {
        let about = self.unpack_backup(from, tell)?;
        self.put_in_place()?;
        Ok(about)
    }

    /// What was there before the last restore is there again; what is there now takes its place, so that this can be taken
    /// back as well.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if nothing is kept, [`StoreError::InUse`] if another program has the data folder open.
    pub fn go_back(&self) -> Result<()> {
        if !self.is_alone() {
            return Err(StoreError::InUse);
        }
        let before = self.erasures()?;
        swap::take_replaced(self.data_dir())?;
        self.closed_for(swap::finish).inspect_err(|_| swap::leave_replaced(self.data_dir()))?;
        self.write(|w| forget_index_of(w, before))
    }

    /// What was there before the last restore, if it is kept.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn replaced(&self) -> Result<Option<swap::Replaced>> {
        swap::replaced(self.data_dir())
    }

    /// Removes what was there before the last restore.
    ///
    /// # Errors
    /// It cannot be removed.
    pub fn drop_replaced(&self) -> Result<()> {
        swap::drop_replaced(self.data_dir())
    }
}

/// Unpacks everything, checks it and brings it up to date.
fn stage(backup: OpenBackup, staging: &Path, progress: &mut Progress<'_>) -> Result<(Slip, BackupContent)> {
    let mut unpacking = Unpacking::into(staging, true);
    let slip = backup.verify(progress, |what, piece| unpacking.take(what, piece))?;
    let path = staging.join(DATABASE);
    let content = check_database(&path, &slip)?;
    let mut connection = open_writer(&path)?;
    migrate(&mut connection)?;
    connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    connection.close().map_err(|(_, error)| error)?;
    // From here on the disk holds all of it, whatever happens to the power.
    File::open(&path).and_then(|file| file.sync_all()).map_err(StoreError::io(path))?;
    Ok((slip, content))
}

/// Writes what comes out of a backup.
struct Unpacking {
    root: PathBuf,
    pictures: Option<Pictures>,
    database: Option<File>,
    picture: Vec<u8>,
}

impl Unpacking {
    fn into(root: &Path, with_pictures: bool) -> Self {
        let pictures = with_pictures.then(|| Pictures::new(root));
        Self { root: root.to_owned(), pictures, database: None, picture: Vec::new() }
    }

    fn take(&mut self, what: Entry, piece: Piece<'_>) -> Result<()> {
        let path = self.root.join(DATABASE);
        match (what, piece) {
            (Entry::Database, Piece::Begin) => {
                self.database = Some(private_file(&path).map_err(StoreError::io(&path))?);
            }
            (Entry::Database, Piece::Bytes(bytes)) => {
                let Some(file) = &mut self.database else { return Ok(()) };
                file.write_all(bytes).map_err(StoreError::io(&path))?;
            }
            (Entry::Database, Piece::End) => self.database = None,
            (Entry::Picture(..), Piece::Begin) => self.picture.clear(),
            (Entry::Picture(..), Piece::Bytes(bytes)) => {
                if self.pictures.is_some() {
                    self.picture.extend_from_slice(bytes);
                }
            }
            (Entry::Picture(album, id), Piece::End) => {
                if let Some(pictures) = &self.pictures {
                    pictures.put(album, id, &self.picture)?;
                }
            }
        }
        Ok(())
    }
}

fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Whether a database is one of ours, whole, and not of a newer program. Changes nothing.
fn check_database(path: &Path, slip: &Slip) -> Result<BackupContent> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let check = || -> Result<BackupContent> {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        let found = version(&connection)?;
        if found > KNOWN {
            return Err(StoreError::BackupNewer { found, known: KNOWN });
        }
        if found != slip.schema || !made_by_us(&connection, found)? {
            return Err(damaged("its database is not laid out as Porchlight does"));
        }
        let whole: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        let is_loose: bool =
            connection.query_row("SELECT EXISTS (SELECT 1 FROM pragma_foreign_key_check)", [], |row| row.get(0))?;
        if whole != "ok" || is_loose {
            return Err(damaged("its database is not whole"));
        }
        Ok(BackupContent { pictures: slip.pictures, ..content_of(&connection)? })
    };
    match check() {
        Err(StoreError::Sqlite(_) | StoreError::Damaged { .. } | StoreError::Busy) => {
            Err(damaged("its database cannot be read"))
        }
        checked => checked,
    }
}

/// What a database holds, but for the pictures.
pub(super) fn content_of(connection: &Connection) -> Result<BackupContent> {
    let count = |table| rows_of(connection, table);
    Ok(BackupContent {
        cameras: count("camera")?,
        persons: count("person")?,
        visitors: count("visitor")?,
        sightings: count("sighting")?,
        pictures: 0,
    })
}

fn about(slip: &Slip, bytes: u64, content: BackupContent) -> BackupAbout {
    // What a slip says is shown to the owner: a version is short and plain.
    let program = slip.program.chars().filter(|c| c.is_ascii_alphanumeric() || ".-+".contains(*c)).take(40).collect();
    BackupAbout { made_at: slip.made_at, program, has_passwords: slip.has_camera_passwords, bytes, content }
}
