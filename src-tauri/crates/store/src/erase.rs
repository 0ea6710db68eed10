//! Erasing and forgetting.
//!
//! Owns what goes with a person, a visitor, the demo, or age. Must not be undoable. Invariants: after an erasure no byte
//! of the name, an embedding or a picture is left in the data directory, the journal included; if the last step cannot be
//! done at once, because another program reads, it is remembered and done at the next start. That it is so is looked at
//! afterwards, in the files themselves.

use crate::{
    Erased, Result, Store, StoreError, Write,
    kept_index::forget_index,
    proof::Traces,
    set_aside::{doom_acts, doom_acts_about},
    tables::{doom_alerts, doom_faces, doom_sightings, drop_pairs, drop_rules_about, person_row, visitor_exists},
    words::{sides, subject_of},
};
use porchlight_domain::{PersonId, Settings, Subject, Timestamp, VisitorId};
use rusqlite::params;
use std::collections::HashSet;

/// Marks in the table `setting` that the file still has to be rewritten.
pub(crate) const DUE: &str = "store.rewrite_due";

const DAY_MS: i64 = 86_400_000;

/// What was there before a restore is kept for so many days: long enough to notice that it was the wrong backup.
const REPLACED_DAYS: i64 = 7;

/// Erasing: cannot be undone, and the bytes are gone from the disk afterwards.
impl Store {
    /// Erases a person: faces, pictures, sightings, alerts, rules about them, rejections, what a warm start would remember,
    /// and the journal entries that hold anything of them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn remove_person(&self, id: PersonId) -> Result<Erased> {
        self.erase(|w, traces| {
            person_row(w.connection, id)?;
            erase_subjects(w, &[Subject::Person(id)], traces)
        })
    }

    /// Erases a visitor in the same way.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn remove_visitor(&self, id: VisitorId) -> Result<Erased> {
        self.erase(|w, traces| {
            if !visitor_exists(w.connection, id)? {
                return Err(StoreError::NotFound { what: "visitor" });
            }
            erase_subjects(w, &[Subject::Visitor(id)], traces)
        })
    }

    /// Erases the demo: its persons and cameras, visitors seen only there, and every sighting, alert and picture of it.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn remove_demo(&self) -> Result<Erased> {
        self.erase(|w, traces| {
            let subjects = subjects(
                w,
                "SELECT id, NULL FROM person WHERE is_demo
                 UNION ALL
                 SELECT NULL, visitor_id FROM sighting WHERE visitor_id IS NOT NULL GROUP BY visitor_id HAVING min(is_demo)",
                [],
            )?;
            let mut erased = erase_subjects(w, &subjects, traces)?;
            erased.faces += doom_faces(w, "sighting_id IN (SELECT id FROM sighting WHERE is_demo)", [])?;
            add(&mut erased, doom_sightings(w, "is_demo", [])?);
            erased.cameras = w.connection.execute("DELETE FROM camera WHERE is_demo", [])? as u64;
            erased.acts += doom_acts(w, "is_demo", [], traces)?;
            Ok(erased)
        })
    }

    /// Whether anything of the demo is there.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn has_demo(&self) -> Result<bool> {
        self.read(|c| {
            Ok(c.prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM person WHERE is_demo) OR EXISTS (SELECT 1 FROM camera WHERE is_demo)
                     OR EXISTS (SELECT 1 FROM sighting WHERE is_demo)",
            )?
            .query_row([], |row| row.get(0))?)
        })
    }

    /// Forgets visitors and sightings past their days, with pictures, and journal entries as old as the sightings.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn forget_old(&self, now: Timestamp, settings: &Settings) -> Result<Erased> {
        let before = |days: u32| now.plus_millis(-i64::from(days) * DAY_MS).0;
        let (visitors_before, sightings_before) =
            (before(settings.forget_visitors_days), before(settings.forget_sightings_days));
        let mut erased = self.write(|w| {
            let visitors = subjects(
                w,
                "SELECT NULL, id FROM visitor
                 WHERE coalesce((SELECT max(last_seen_at) FROM sighting WHERE visitor_id = visitor.id), created_at) < ?1
                   AND NOT EXISTS (SELECT 1 FROM sighting WHERE visitor_id = visitor.id AND ended_at IS NULL)",
                [visitors_before],
            )?;
            let mut erased = erase_subjects(w, &visitors, &mut Traces::default())?;
            add(&mut erased, doom_sightings(w, "last_seen_at < ?1 AND ended_at IS NOT NULL", [sightings_before])?);
            doom_acts(w, "at < ?1", [sightings_before], &mut Traces::default())?;
            Ok::<_, StoreError>(erased)
        })?;
        // What was deleted is overwritten already; here the room is given back. Cheap enough to be done daily.
        let writer = self.writer();
        writer.execute_batch("PRAGMA incremental_vacuum")?;
        let is_empty = truncate_log(&writer)?;
        drop(writer);
        erased.bytes_gone = is_empty && finish(self)?;
        if self.replaced()?.is_some_and(|replaced| now.millis_since(Timestamp(replaced.at)) > REPLACED_DAYS * DAY_MS) {
            self.drop_replaced()?;
        }
        Ok(erased)
    }

    pub(crate) fn erase(&self, erase: impl FnOnce(&mut Write<'_>, &mut Traces) -> Result<Erased>) -> Result<Erased> {
        let mut traces = Traces::default();
        let (mut erased, files) = self.write_and_clear(|w| {
            let erased = erase(w, &mut traces)?;
            traces.leave_to_others(w)?;
            traces.files = w.doomed_files().to_vec();
            w.connection.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?1, 'true')", [DUE])?;
            Ok::<_, StoreError>(erased)
        })?;
        // What was there before a restore may hold the same people.
        let files = files.and_then(|()| self.drop_replaced());
        if let Err(error) = &files {
            tracing::warn!(%error, "a picture could not be removed yet");
        }
        erased.bytes_gone = finish(self)? && files.is_ok();
        // Each face has one.
        erased.embeddings = erased.faces;
        erased.pictures = traces.files.len() as u64;
        (erased.files_searched, erased.traces_found) = traces.search(self.data_dir())?;
        Ok(erased)
    }
}

/// Rewrites the database without what was erased, if that is due. Returns whether nothing is due any more.
pub(crate) fn finish(store: &Store) -> Result<bool> {
    let writer = store.writer();
    let is_due: bool =
        writer.query_row("SELECT EXISTS (SELECT 1 FROM setting WHERE key = ?1)", [DUE], |row| row.get(0))?;
    if !is_due {
        return Ok(true);
    }
    let rewritten = writer.execute_batch("VACUUM").map_err(StoreError::from).and_then(|()| truncate_log(&writer));
    match rewritten {
        Ok(true) => {
            writer.execute("DELETE FROM setting WHERE key = ?1", [DUE])?;
            Ok(true)
        }
        Ok(false) | Err(StoreError::Busy | StoreError::Full) => {
            tracing::warn!("erased rows are gone, but the file could not be rewritten yet; the next start does it");
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Moves the write-ahead log into the database and empties it. `false` if a reader was in the way.
fn truncate_log(writer: &rusqlite::Connection) -> Result<bool> {
    let is_busy: bool = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    Ok(!is_busy)
}

/// Deletes everything about these persons and visitors.
pub(crate) fn erase_subjects(w: &mut Write<'_>, subjects: &[Subject], traces: &mut Traces) -> Result<Erased> {
    let mut erased = Erased::default();
    if !subjects.is_empty() {
        forget_index(w)?;
    }
    for subject in with_former_selves(w, subjects)? {
        let (person, visitor) = sides(subject);
        traces.remember(w, subject)?;
        erased.acts += doom_acts_about(w, subject, traces)?;
        erased.alerts += doom_alerts(w, "person_id = ?1", [person])?;
        erased.faces += doom_faces(w, "person_id = ?1 OR visitor_id = ?2", params![person, visitor])?;
        add(&mut erased, doom_sightings(w, "person_id = ?1 OR visitor_id = ?2", params![person, visitor])?);
        w.connection
            .prepare_cached("DELETE FROM rejection WHERE person_id = ?1 OR visitor_id = ?2")?
            .execute(params![person, visitor])?;
        match subject {
            Subject::Visitor(visitor) => drop_pairs(w.connection, visitor)?,
            Subject::Person(person) => drop_rules_about(w.connection, person)?,
        }
        erased.persons += w.connection.execute("DELETE FROM person WHERE id = ?1", [person])? as u64;
        erased.visitors += w.connection.execute("DELETE FROM visitor WHERE id = ?1", [visitor])? as u64;
    }
    Ok(erased)
}

/// These, and whoever became one of them: the person who was merged, the visitor who was named, the name that was taken
/// back. The journal holds them still.
fn with_former_selves(w: &Write<'_>, subjects: &[Subject]) -> Result<HashSet<Subject>> {
    let mut all: HashSet<Subject> = HashSet::new();
    let mut open: Vec<Subject> = subjects.to_vec();
    while let Some(subject) = open.pop() {
        if !all.insert(subject) {
            continue;
        }
        let (person, visitor) = sides(subject);
        open.extend(self::subjects(
            w,
            "SELECT from_person_id, from_visitor_id FROM act
             WHERE removes_from AND undone_at IS NULL AND (to_person_id = ?1 OR to_visitor_id = ?2)
             UNION ALL
             SELECT to_person_id, to_visitor_id FROM act
             WHERE creates_to AND undone_at IS NOT NULL AND (from_person_id = ?1 OR from_visitor_id = ?2)",
            params![person, visitor],
        )?);
    }
    Ok(all)
}

/// The subjects that a query of two columns gives.
pub(crate) fn subjects(w: &Write<'_>, sql: &str, values: impl rusqlite::Params) -> Result<Vec<Subject>> {
    let mut statement = w.connection.prepare_cached(sql)?;
    let rows = statement.query_map(values, |row| Ok(subject_of(row.get(0)?, row.get(1)?)))?;
    Ok(rows.filter_map(rusqlite::Result::transpose).collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn add(erased: &mut Erased, doomed: crate::tables::Doomed) {
    erased.sightings += doomed.sightings;
    erased.alerts += doomed.alerts;
    erased.faces += doomed.faces;
}
