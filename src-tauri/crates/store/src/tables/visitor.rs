//! Visitors.
//!
//! Owns the table `visitor`. Must not name or merge: those are acts and are journalled. Invariant: when and where a
//! visitor was seen is read from the sightings and stored nowhere else.

use crate::{
    PageMark, Result, Store, StoreError, VisitorSummary, Write,
    tables::{doom_faces, drop_pairs},
    words::count,
};
use porchlight_domain::{FaceId, Timestamp, VisitorId};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Faces on a visitor's card: one large, six small.
const FACES_SHOWN: i64 = 7;

/// When a visitor was seen last. A visitor whose sightings were all forgotten is as old as its row.
const LAST_SEEN: &str = "coalesce((SELECT max(last_seen_at) FROM sighting WHERE visitor_id = visitor.id), created_at)";

/// What is shown of the visitors `page` (id, created_at, last_seen): worked out for these only.
const SHOWN: &str = "
    SELECT id, coalesce((SELECT min(started_at) FROM sighting WHERE visitor_id = page.id), created_at), last_seen,
           (SELECT count(*) FROM sighting WHERE visitor_id = page.id)
    FROM page";

/// Visitors.
impl Store {
    /// The ids of all visitors, last seen first: cheap enough to be asked for whenever one of them changes.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn visitor_ids(&self) -> Result<Vec<VisitorId>> {
        self.read(|c| {
            let mut statement = c.prepare_cached(&format!(
                "SELECT id, {LAST_SEEN} AS last_seen FROM visitor ORDER BY last_seen DESC, id DESC"
            ))?;
            let rows = statement.query_map([], |row| row.get(0).map(VisitorId))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Visitors, last seen first, at most `limit`, going on after `after` (its moment: last seen).
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn visitors(&self, limit: usize, after: Option<PageMark>) -> Result<Vec<VisitorSummary>> {
        let after = after.unwrap_or(PageMark { at: Timestamp(i64::MAX), id: i64::MAX });
        self.read(|c| {
            let mut statement = c.prepare_cached(&format!(
                "WITH seen AS MATERIALIZED (SELECT id, created_at, {LAST_SEEN} AS last_seen FROM visitor),
                 page AS MATERIALIZED (
                   SELECT * FROM seen WHERE (last_seen, id) < (?1, ?2) ORDER BY last_seen DESC, id DESC LIMIT ?3)
                 {SHOWN} ORDER BY last_seen DESC, id DESC"
            ))?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = statement.query_map(params![after.at.0, after.id, limit], from_row)?;
            let mut visitors = rows.collect::<rusqlite::Result<Vec<_>>>()?;
            visitors.iter_mut().try_for_each(|visitor| complete(c, visitor))?;
            Ok(visitors)
        })
    }

    /// One visitor.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn visitor(&self, id: VisitorId) -> Result<VisitorSummary> {
        self.visitors_of(&[id])?.pop().ok_or(StoreError::NotFound { what: "visitor" })
    }

    /// These visitors in this order; those that are gone are left out.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn visitors_of(&self, ids: &[VisitorId]) -> Result<Vec<VisitorSummary>> {
        self.read(|c| {
            let mut statement = c.prepare_cached(&format!(
                "WITH page AS MATERIALIZED (SELECT id, created_at, {LAST_SEEN} AS last_seen FROM visitor WHERE id = ?1) {SHOWN}"
            ))?;
            let mut visitors = Vec::with_capacity(ids.len());
            for id in ids {
                visitors.extend(statement.query_row([id.0], from_row).optional()?);
            }
            visitors.iter_mut().try_for_each(|visitor| complete(c, visitor))?;
            Ok(visitors)
        })
    }

    /// Adds a visitor who was first seen `at`.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn add_visitor(&self, at: Timestamp) -> Result<VisitorId> {
        self.write(|w| w.add_visitor(at))
    }
}

impl Write<'_> {
    /// Adds a visitor who was first seen `at`. Its number is its id.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn add_visitor(&mut self, at: Timestamp) -> Result<VisitorId> {
        insert_visitor(self.connection, at)
    }

    /// Drops a visitor that no sighting belongs to any more, with its faces: somebody who turned out to be somebody
    /// else. Returns whether it went.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn drop_unseen_visitor(&mut self, id: VisitorId) -> Result<bool> {
        let is_seen: bool = self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM sighting WHERE visitor_id = ?1)")?
            .query_row([id.0], |row| row.get(0))?;
        if is_seen {
            return Ok(false);
        }
        doom_faces(self, "visitor_id = ?1", params![id.0])?;
        self.connection.execute("DELETE FROM rejection WHERE visitor_id = ?1", [id.0])?;
        drop_pairs(self.connection, id)?;
        Ok(self.connection.execute("DELETE FROM visitor WHERE id = ?1", [id.0])? > 0)
    }
}

pub(crate) fn insert_visitor(connection: &Connection, at: Timestamp) -> Result<VisitorId> {
    connection.prepare_cached("INSERT INTO visitor (created_at) VALUES (?1)")?.execute([at.0])?;
    Ok(VisitorId(connection.last_insert_rowid()))
}

pub(crate) fn visitor_exists(connection: &Connection, id: VisitorId) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM visitor WHERE id = ?1)")?
        .query_row([id.0], |row| row.get(0))?)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<VisitorSummary> {
    let id: i64 = row.get(0)?;
    Ok(VisitorSummary {
        id: VisitorId(id),
        number: u64::try_from(id).unwrap_or(0),
        faces: Vec::new(),
        first_seen: Timestamp(row.get(1)?),
        last_seen: Timestamp(row.get(2)?),
        times_seen: count(row, 3)?,
        cameras: Vec::new(),
    })
}

fn complete(connection: &Connection, visitor: &mut VisitorSummary) -> Result<()> {
    let mut statement =
        connection.prepare_cached("SELECT id FROM face WHERE visitor_id = ?1 ORDER BY trust DESC, id DESC LIMIT ?2")?;
    let faces = statement.query_map([visitor.id.0, FACES_SHOWN], |row| row.get(0).map(FaceId))?;
    visitor.faces = faces.collect::<rusqlite::Result<_>>()?;
    let mut statement = connection.prepare_cached(
        "SELECT camera_name FROM sighting WHERE visitor_id = ?1 GROUP BY camera_name ORDER BY max(last_seen_at) DESC",
    )?;
    let cameras = statement.query_map([visitor.id.0], |row| row.get(0))?;
    visitor.cameras = cameras.collect::<rusqlite::Result<_>>()?;
    Ok(())
}
