//! How a connection to the database is set up, and the few that are kept for reading.
//!
//! Owns the pragmas and the pool. Must not know a table. Invariants: a reader never waits for the writer (write-ahead log)
//! and cannot write; what is deleted is overwritten.

use crate::{Result, StoreError};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError, RwLock, RwLockWriteGuard},
    time::Duration,
};

/// Longer than any write of the other program takes, shorter than an owner's patience.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Connections kept open for reading: the window seldom asks for more at once.
const READERS_KEPT: usize = 4;
/// Statements kept compiled; every query of the store is one of fewer.
const STATEMENTS_KEPT: usize = 128;

/// The connection that writes.
pub(crate) fn open_writer(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    // Only a database without a page takes this, so it comes before the journal mode writes one.
    connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    retrying(|| connection.pragma_update(None, "journal_mode", "WAL"))?;
    prepare_writer(&connection)?;
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found != "ok" {
        return Err(StoreError::Damaged { detail: found });
    }
    Ok(connection)
}

/// A writer in memory, which is also the reader.
pub(crate) fn open_in_memory() -> Result<Connection> {
    let connection = Connection::open_in_memory()?;
    prepare_writer(&connection)?;
    Ok(connection)
}

fn prepare_writer(connection: &Connection) -> Result<()> {
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    // Nothing of a face goes into a temporary file.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    Ok(())
}

/// Another program that opens the same database may hold it for a moment; SQLite does not wait by itself here.
fn retrying(mut attempt: impl FnMut() -> rusqlite::Result<()>) -> Result<()> {
    const ATTEMPTS: u32 = 100;
    for _ in 0..ATTEMPTS {
        match attempt() {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                std::thread::sleep(BUSY_TIMEOUT / ATTEMPTS);
            }
            done => return Ok(done?),
        }
    }
    Err(StoreError::Busy)
}

/// Connections for reading. More are opened while more are needed at once, so that no reader waits for another.
pub(crate) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    /// Shared by whoever reads; held alone while the file itself is replaced.
    gate: RwLock<()>,
}

impl Readers {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path, idle: Mutex::new(Vec::new()), gate: RwLock::new(()) }
    }

    /// Waits for all readers, closes their connections and keeps new ones out until the guard goes.
    pub(crate) fn close(&self) -> RwLockWriteGuard<'_, ()> {
        let alone = self.gate.write().unwrap_or_else(PoisonError::into_inner);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
        alone
    }

    /// Runs `read` on a snapshot of the database.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let _shared = self.gate.read().unwrap_or_else(PoisonError::into_inner);
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.open()?,
        };
        let result = snapshot(&connection, read);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < READERS_KEPT {
            idle.push(connection);
        }
        result
    }

    fn open(&self) -> Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.pragma_update(None, "query_only", true)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        Ok(connection)
    }
}

/// Several queries that see the same moment.
pub(crate) fn snapshot<T>(connection: &Connection, read: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
    let transaction = connection.unchecked_transaction()?;
    let result = read(&transaction);
    transaction.finish()?;
    result
}
