//! Making a backup.
//!
//! Owns the order: a copy of the database as of one moment, then the pictures that it speaks of, then the slip; then all of
//! it is read again. Must not hold up whoever writes: the copy is made of a connection that reads. Invariants: the place
//! that the owner chose holds what it held before, or the whole backup; who is not the owner cannot read it.

use super::{
    BackupAbout, COPY_PREFIX, Checksum, DATABASE_ENTRY, FORMAT, LAYOUT, Progress, SLIP, Slip, picture_entry,
    read::OpenBackup, stage::content_of,
};
use crate::{BackupStep, Result, Store, StoreError, erase::DUE, pictures::Album, set_aside::picture_ids};
use porchlight_domain::{CameraSource, Timestamp};
use rusqlite::{
    Connection,
    backup::{Backup, StepResult},
    params,
};
use std::{
    fs::File,
    io::{BufWriter, Read as _, Write as _},
    ops::ControlFlow,
    path::Path,
};
use tempfile::{Builder, NamedTempFile};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Pages copied between two looks at whether the owner wants it to end: some megabytes.
const PAGES: i32 = 1024;
/// A file is packed in pieces of this size.
const PIECE: usize = 1 << 20;
/// From here on an entry needs the fields of large archives.
const LARGE: u64 = u32::MAX as u64 / 2;

/// Backups.
impl Store {
    /// Writes everything that is kept to `to`, which is replaced once the backup was read again from there. `program` is the
    /// version of this program. `tell` is told how far it is and may end it.
    ///
    /// # Errors
    /// [`StoreError::Stopped`], [`StoreError::Full`], or something cannot be read or written; `to` is as it was.
    pub fn back_up(
        &self,
        to: &Path,
        with_passwords: bool,
        at: Timestamp,
        program: &str,
        tell: &mut dyn FnMut(BackupStep) -> ControlFlow<()>,
    ) -> Result<BackupAbout> {
        let used = self.storage_used()?;
        // The database is copied, packed and read again; pictures are packed and read again.
        let total = 3 * used.database_bytes + 2 * used.picture_bytes;
        let mut progress = Progress { step: BackupStep { done: 0, total }, tell };
        let copy = self.copy_of_database(with_passwords, &mut progress)?;
        let connection = open_copy(copy.path())?;
        let pictures = pictures_of(&connection)?;
        let mut content = content_of(&connection)?;
        let schema = crate::migrations::version(&connection)?;
        drop(connection);

        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = Builder::new().prefix(".porchlight-").suffix(".part").tempfile_in(folder);
        let file = file.map_err(StoreError::io(to))?;
        let mut packing = Packing::begin(&file, to);
        packing.add_file(DATABASE_ENTRY, copy.path(), &mut progress)?;
        for (album, id) in pictures {
            // One that was erased since the copy was made is no longer anybody's.
            let Some(bytes) = self.picture(album, id)? else { continue };
            packing.add(&picture_entry(album, id), &bytes)?;
            content.pictures += 1;
            progress.add(bytes.len() as u64)?;
        }
        let slip = Slip {
            format: FORMAT.into(),
            layout: LAYOUT,
            schema,
            program: program.into(),
            made_at: at.0,
            has_camera_passwords: with_passwords,
            pictures: content.pictures,
            sha256: String::new(),
        };
        packing.finish(slip)?;
        file.as_file().sync_all().map_err(StoreError::io(to))?;
        // As it lies on the disk, not as it was meant.
        let written = file.reopen().map_err(StoreError::io(to))?;
        OpenBackup::open(written)?.verify(&mut progress, |_, _| Ok(()))?;
        let about = BackupAbout {
            made_at: at.0,
            program: program.into(),
            has_passwords: with_passwords,
            bytes: file.as_file().metadata().map_err(StoreError::io(to))?.len(),
            content,
        };
        file.persist(to).map_err(|refused| StoreError::io(to)(refused.error))?;
        // What was estimated may be a little more than what there was.
        let step = BackupStep { done: progress.step.total, ..progress.step };
        let _ = (progress.tell)(step);
        Ok(about)
    }

    /// The database as of now in a file of its own, without what is of no use elsewhere.
    fn copy_of_database(&self, with_passwords: bool, progress: &mut Progress<'_>) -> Result<NamedTempFile> {
        let copy = Builder::new().prefix(COPY_PREFIX).tempfile_in(self.data_dir());
        let copy = copy.map_err(StoreError::io(self.data_dir()))?;
        let mut to = Connection::open(copy.path())?;
        self.read(|from| {
            // A reader's snapshot: what is written meanwhile neither waits nor comes in between.
            from.query_row("SELECT count(*) FROM migration", [], |_| Ok(()))?;
            let page_bytes: i64 = from.query_row("PRAGMA page_size", [], |row| row.get(0))?;
            let backup = Backup::new(from, &mut to)?;
            let mut copied = 0;
            loop {
                let step = backup.step(PAGES)?;
                let state = backup.progress();
                let now = i64::from(state.pagecount - state.remaining);
                progress.add(((now - copied).max(0) * page_bytes).unsigned_abs())?;
                copied = now;
                match step {
                    StepResult::Done => return Ok(()),
                    StepResult::More => {}
                    _ => return Err(StoreError::Busy),
                }
            }
        })?;
        to.pragma_update(None, "secure_delete", true)?;
        to.pragma_update(None, "temp_store", "MEMORY")?;
        // One file, without a log beside it.
        to.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
        to.execute("DELETE FROM warm_track", [])?;
        to.execute("DELETE FROM setting WHERE key = ?1", [DUE])?;
        if !with_passwords {
            leave_out_passwords(&to)?;
        }
        to.close().map_err(|(_, error)| error)?;
        Ok(copy)
    }
}

/// The addresses of cameras become what may be shown of them; the journal holds those of before.
fn leave_out_passwords(connection: &Connection) -> Result<()> {
    connection.execute("DELETE FROM act WHERE kind IN ('change_camera', 'remove_camera')", [])?;
    let mut statement = connection.prepare("SELECT id, place FROM camera WHERE source_kind = 'stream'")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    for (id, address) in rows.collect::<rusqlite::Result<Vec<_>>>()? {
        let shown = CameraSource::Stream { address }.shown();
        connection.execute("UPDATE camera SET place = ?2 WHERE id = ?1", params![id, shown])?;
    }
    Ok(())
}

fn open_copy(path: &Path) -> Result<Connection> {
    Ok(Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?)
}

/// Every picture that the rows speak of.
fn pictures_of(connection: &Connection) -> Result<Vec<(Album, i64)>> {
    let mut pictures = Vec::new();
    for album in Album::ALL {
        let mut ids: Vec<i64> = picture_ids(connection, album)?.into_iter().collect();
        ids.sort_unstable();
        pictures.extend(ids.into_iter().map(|id| (album, id)));
    }
    Ok(pictures)
}

/// The file while it is written.
struct Packing<'a> {
    zip: ZipWriter<BufWriter<&'a File>>,
    checksum: Checksum,
    to: &'a Path,
}

impl<'a> Packing<'a> {
    fn begin(file: &'a NamedTempFile, to: &'a Path) -> Self {
        Self { zip: ZipWriter::new(BufWriter::new(file.as_file())), checksum: Checksum::default(), to }
    }

    fn start(&mut self, name: &str, length: u64, method: CompressionMethod) -> Result<()> {
        let options =
            SimpleFileOptions::default().compression_method(method).large_file(length > LARGE).unix_permissions(0o600);
        self.zip.start_file(name, options).map_err(|error| self.failed(error.into()))?;
        self.checksum.begin(name, length);
        Ok(())
    }

    /// A picture: it is pressed already.
    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.start(name, bytes.len() as u64, CompressionMethod::Stored)?;
        self.write(bytes)
    }

    fn add_file(&mut self, name: &str, path: &Path, progress: &mut Progress<'_>) -> Result<()> {
        let mut file = File::open(path).map_err(StoreError::io(path))?;
        let length = file.metadata().map_err(StoreError::io(path))?.len();
        self.start(name, length, CompressionMethod::Deflated)?;
        let mut piece = vec![0; PIECE];
        loop {
            let read = file.read(&mut piece).map_err(StoreError::io(path))?;
            if read == 0 {
                return Ok(());
            }
            self.write(&piece[..read])?;
            progress.add(read as u64)?;
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.checksum.add(bytes);
        self.zip.write_all(bytes).map_err(|error| self.failed(error))
    }

    fn finish(mut self, slip: Slip) -> Result<()> {
        let checksum = std::mem::take(&mut self.checksum);
        let slip = Slip { sha256: checksum.in_words(), ..slip };
        let text = serde_json::to_vec_pretty(&slip).unwrap_or_default();
        self.start(SLIP, text.len() as u64, CompressionMethod::Stored)?;
        self.write(&text)?;
        let to = self.to;
        let mut written = self.zip.finish().map_err(|error| StoreError::io(to)(error.into()))?;
        written.flush().map_err(StoreError::io(to))
    }

    fn failed(&self, error: std::io::Error) -> StoreError {
        StoreError::io(self.to)(error)
    }
}
