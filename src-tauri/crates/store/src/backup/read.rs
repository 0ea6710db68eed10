//! Reading a backup, which anybody may have made.
//!
//! Owns what is believed of the file. Must not write: what comes out is given to the caller, by album and id. Invariants: the
//! number of entries is known to be bearable before any of them is read; an entry has a name of ours or the whole file is
//! refused; pictures are not packed, so that nothing unpacks to more than the file has bytes, and the database to no more
//! than a bearable multiple; entries cannot share their bytes; a checksum is over everything.

use super::{Checksum, DATABASE_ENTRY, FORMAT, LAYOUT, Progress, SLIP, Slip, picture_of};
use crate::{
    Result, StoreError,
    pictures::Album,
    zip_end::{ZipEnd, zip_end},
};
use std::{
    fs::File,
    io::{BufReader, Read as _},
};
use zip::{CompressionMethod, ZipArchive, result::ZipError};

/// Entries of the file: more pictures than any home keeps.
const MOST_ENTRIES: u64 = 4_000_000;
/// Bytes of one picture.
const LARGEST_PICTURE: u64 = 32 << 20;
/// Bytes of the slip.
const LARGEST_SLIP: u64 = 64 << 10;
/// A database is hardly ever pressed to less than a fiftieth.
const MOST_UNPACKED: u64 = 50;
/// A small one may be: empty pages press well.
const SMALL: u64 = 64 << 20;
/// What is read at once.
const PIECE: usize = 1 << 20;

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Database,
    Picture(Album, i64),
}

/// A file that has the shape of a backup.
pub(super) struct OpenBackup {
    zip: ZipArchive<BufReader<File>>,
    pub(super) slip: Slip,
    /// Bytes of the file.
    pub(super) length: u64,
    /// Bytes of all entries, unpacked.
    pub(super) unpacked: u64,
    entries: Vec<(usize, Entry)>,
}

impl OpenBackup {
    pub(super) fn open(mut file: File) -> Result<Self> {
        let ZipEnd { length, entries } = zip_end(&mut file).map_err(|_| StoreError::BackupForeign)?;
        if entries > MOST_ENTRIES {
            return Err(damaged("there are more files in it than any home has pictures"));
        }
        let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|_| StoreError::BackupForeign)?;
        // Whatever is no backup at all is told from a backup that is not as it was made.
        let slip_at = zip.index_for_name(SLIP).ok_or(StoreError::BackupForeign)?;
        let slip = read_slip(&mut zip, slip_at)?;
        let (mut entries, mut packed, mut unpacked, mut pictures) = (Vec::with_capacity(zip.len()), 0u64, 0u64, 0u64);
        for place in 0..zip.len() {
            let entry = zip.by_index_raw(place).map_err(|_| damaged("its list of files cannot be read"))?;
            let (size, held) = (entry.size(), entry.compressed_size());
            packed = packed.saturating_add(held);
            unpacked = unpacked.saturating_add(size);
            let name = entry.name().map_err(|_| damaged("a file in it has no name"))?;
            if place == slip_at {
                continue;
            }
            if entry.is_dir() || entry.is_symlink() || entry.encrypted() {
                return Err(damaged("something in it is no plain file"));
            }
            let method = entry.compression();
            let what = if name == DATABASE_ENTRY {
                if size > SMALL && size / MOST_UNPACKED > held {
                    return Err(damaged("its database unpacks to far more than a database"));
                }
                Entry::Database
            } else {
                let Some((album, id)) = picture_of(&name) else {
                    return Err(damaged("a file in it has a name that no backup gives"));
                };
                if method != CompressionMethod::Stored || size != held || size > LARGEST_PICTURE {
                    return Err(damaged("a picture in it is larger than it says"));
                }
                pictures += 1;
                Entry::Picture(album, id)
            };
            entries.push((place, what));
        }
        if packed > length {
            return Err(damaged("its files share their bytes"));
        }
        let databases = entries.iter().filter(|(_, what)| *what == Entry::Database).count();
        if databases != 1 || pictures != slip.pictures {
            return Err(damaged("something in it is missing"));
        }
        Ok(Self { zip, slip, length, unpacked, entries })
    }

    /// Reads everything, gives each piece to `take` with what it is of, and compares the checksum. What `take` made of it
    /// counts only if this does not fail.
    pub(super) fn verify(
        mut self,
        progress: &mut Progress<'_>,
        mut take: impl FnMut(Entry, Piece<'_>) -> Result<()>,
    ) -> Result<Slip> {
        let mut checksum = Checksum::default();
        let mut piece = vec![0; PIECE];
        for (place, what) in std::mem::take(&mut self.entries) {
            let mut entry = self.zip.by_index(place).map_err(|error| match error {
                ZipError::UnsupportedArchive(_) => damaged("it is packed in a way that no backup is"),
                _ => damaged("a file in it cannot be read"),
            })?;
            let name = entry.name().map_err(|_| damaged("a file in it has no name"))?.into_owned();
            let mut left = entry.size();
            checksum.begin(&name, left);
            take(what, Piece::Begin)?;
            loop {
                let read = entry.read(&mut piece).map_err(|_| damaged("a file in it is not as it was written"))?;
                if read == 0 {
                    break;
                }
                // Not more than it said: whatever comes after that is not unpacked.
                left = left.checked_sub(read as u64).ok_or(damaged("a file in it is larger than it says"))?;
                checksum.add(&piece[..read]);
                take(what, Piece::Bytes(&piece[..read]))?;
                progress.add(read as u64)?;
            }
            if left > 0 {
                return Err(damaged("a file in it is shorter than it says"));
            }
            take(what, Piece::End)?;
        }
        if checksum.in_words() == self.slip.sha256 { Ok(self.slip) } else { Err(damaged("its checksum is another")) }
    }
}

/// What comes of an entry.
pub(super) enum Piece<'a> {
    Begin,
    Bytes(&'a [u8]),
    End,
}

fn read_slip(zip: &mut ZipArchive<BufReader<File>>, place: usize) -> Result<Slip> {
    let entry = zip.by_index(place).map_err(|_| damaged("its slip cannot be read"))?;
    let mut text = Vec::new();
    entry.take(LARGEST_SLIP).read_to_end(&mut text).map_err(|_| damaged("its slip cannot be read"))?;
    // The format first: a newer slip may have another shape.
    let any: serde_json::Value = serde_json::from_slice(&text).map_err(|_| damaged("its slip cannot be read"))?;
    if any["format"] != FORMAT {
        return Err(StoreError::BackupForeign);
    }
    let layout = any["layout"].as_u64().and_then(|layout| u32::try_from(layout).ok()).unwrap_or_default();
    if layout > LAYOUT {
        return Err(StoreError::BackupNewer { found: layout, known: LAYOUT });
    }
    serde_json::from_value(any).map_err(|_| damaged("its slip cannot be read"))
}

pub(super) fn damaged(detail: &'static str) -> StoreError {
    StoreError::BackupDamaged { detail }
}
