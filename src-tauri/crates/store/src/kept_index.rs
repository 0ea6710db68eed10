//! The index of faces beside the database.
//!
//! Owns when it may be kept, and that it goes whenever somebody is erased. Must not know what is in it. Invariant: an index that
//! was made before an erasure is never kept after it, whichever program erased: whoever is gone would be in it.

use crate::{Result, Store, StoreError, Write, pictures::remove};
use std::{fs, io::Write as _, path::PathBuf};

pub(crate) const FILE: &str = "faces.index";
/// Counts erasures in the table `setting`.
pub(crate) const ERASURES: &str = "store.erasures";

/// How often somebody was erased: an index belongs to one such number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erasures(i64);

/// The index of very many faces, of which the store knows only the bytes.
impl Store {
    /// How often somebody was erased. To be asked before the faces are read.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn erasures(&self) -> Result<Erasures> {
        self.read(erasures)
    }

    /// The index that was kept, if there is one.
    pub fn kept_index(&self) -> Option<Vec<u8>> {
        fs::read(self.index_path()).ok()
    }

    /// Keeps an index of the faces as they were at `made_at`. `false`: somebody was erased since, and it is not kept.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep_index(&self, bytes: &[u8], made_at: Erasures) -> Result<bool> {
        let path = self.index_path();
        let mut file = tempfile::NamedTempFile::new_in(self.data_dir()).map_err(StoreError::io(&path))?;
        file.write_all(bytes).map_err(StoreError::io(&path))?;
        // Under the lock of the database: nobody is erased between the look and the file.
        self.write(|w| {
            if erasures(w.connection)? != made_at {
                return Ok(false);
            }
            file.persist(&path).map_err(|refused| StoreError::io(&path)(refused.error))?;
            Ok(true)
        })
    }

    /// Keeps none: there is no need of one any more.
    ///
    /// # Errors
    /// It cannot be removed.
    pub fn drop_kept_index(&self) -> Result<()> {
        remove(&self.index_path())
    }

    fn index_path(&self) -> PathBuf {
        self.data_dir().join(FILE)
    }
}

/// All that is stored is another: no index of before may stay, nor one that is being made of it.
pub(crate) fn forget_index_of(w: &Write<'_>, before: Erasures) -> Result<()> {
    forget_index_above(w, before.0)
}

/// Somebody is erased: no index that knows them may stay.
pub(crate) fn forget_index(w: &Write<'_>) -> Result<()> {
    forget_index_above(w, 0)
}

fn forget_index_above(w: &Write<'_>, least: i64) -> Result<()> {
    let next = erasures(w.connection)?.0.max(least) + 1;
    w.connection
        .prepare_cached("INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)")?
        .execute(rusqlite::params![ERASURES, next.to_string()])?;
    remove(&w.data_dir.join(FILE))
}

fn erasures(connection: &rusqlite::Connection) -> Result<Erasures> {
    let mut statement = connection.prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
    let mut rows = statement.query([ERASURES])?;
    let count = rows.next()?.map(|row| row.get::<_, String>(0)).transpose()?;
    Ok(Erasures(count.and_then(|count| count.parse().ok()).unwrap_or(0)))
}
