//! "These two are not the same".
//!
//! Owns the table `parted`: pairs of visitors that the program never takes for one. Invariants: a pair is there once, the
//! lower id first; it follows a visitor who becomes another one, and nobody is parted from himself.

use crate::{Result, Store};
use porchlight_domain::VisitorId;
use rusqlite::Connection;

/// Parted visitors.
impl Store {
    /// All pairs that are never taken for one, the lower id first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn parted(&self) -> Result<Vec<(VisitorId, VisitorId)>> {
        self.read(|c| {
            let mut statement =
                c.prepare_cached("SELECT first_visitor_id, second_visitor_id FROM parted ORDER BY id")?;
            let rows = statement.query_map([], |row| Ok((VisitorId(row.get(0)?), VisitorId(row.get(1)?))))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

pub(crate) fn part(connection: &Connection, one: VisitorId, other: VisitorId) -> Result<()> {
    // A pair that is there, or of one visitor only, is ignored.
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO parted (first_visitor_id, second_visitor_id) VALUES (min(?1, ?2), max(?1, ?2))",
        )?
        .execute([one.0, other.0])?;
    Ok(())
}

pub(crate) fn unpart(connection: &Connection, one: VisitorId, other: VisitorId) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM parted WHERE first_visitor_id = min(?1, ?2) AND second_visitor_id = max(?1, ?2)")?
        .execute([one.0, other.0])?;
    Ok(())
}

pub(crate) fn are_parted(connection: &Connection, one: VisitorId, other: VisitorId) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (
               SELECT 1 FROM parted WHERE first_visitor_id = min(?1, ?2) AND second_visitor_id = max(?1, ?2))",
        )?
        .query_row([one.0, other.0], |row| row.get(0))?)
}

/// Whoever is parted from `gone` is parted from `heir`, who is not parted from himself.
pub(crate) fn inherit_pairs(connection: &Connection, gone: VisitorId, heir: VisitorId) -> Result<()> {
    for (side, other) in [("first_visitor_id", "second_visitor_id"), ("second_visitor_id", "first_visitor_id")] {
        connection.execute(
            &format!(
                "UPDATE OR IGNORE parted SET first_visitor_id = min(?2, {other}), second_visitor_id = max(?2, {other})
                 WHERE {side} = ?1"
            ),
            [gone.0, heir.0],
        )?;
    }
    drop_pairs(connection, gone)
}

pub(crate) fn drop_pairs(connection: &Connection, gone: VisitorId) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM parted WHERE first_visitor_id = ?1 OR second_visitor_id = ?1")?
        .execute([gone.0])?;
    Ok(())
}
