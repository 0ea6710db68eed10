//! Persons.
//!
//! Owns the table `person`. Must not rename or merge: those are acts and are journalled. Invariant: no two persons have
//! the same name without regard to case and spacing.

use crate::{
    NewPerson, PersonSummary, Result, Store, StoreError, Write,
    words::{Word, count, name_key, tidy_name},
};
use porchlight_domain::{FaceId, Person, PersonId, Similarity, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashMap;

const COLUMNS: &str = "person.id, person.name, person.kind, person.is_demo, person.created_at";

/// With what is known of the sightings; both look-ups are answered by `sighting_by_person` alone.
const SUMMARY: &str = "
    person.note, person.threshold,
    (SELECT count(*) FROM sighting WHERE person_id = person.id),
    (SELECT max(last_seen_at) FROM sighting WHERE person_id = person.id),
    (SELECT camera_name FROM sighting WHERE person_id = person.id ORDER BY last_seen_at DESC LIMIT 1)";

/// Persons.
impl Store {
    /// All persons by name, with their faces.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn people(&self) -> Result<Vec<PersonSummary>> {
        self.read(|c| {
            let mut faces: HashMap<i64, Vec<FaceId>> = HashMap::new();
            let mut statement = c.prepare_cached(
                "SELECT person_id, id FROM face WHERE person_id IS NOT NULL ORDER BY trust DESC, id DESC",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                faces.entry(row.get(0)?).or_default().push(FaceId(row.get(1)?));
            }
            let mut statement =
                c.prepare_cached(&format!("SELECT {COLUMNS}, {SUMMARY} FROM person ORDER BY name_key"))?;
            let rows = statement.query_map([], |row| {
                let faces = faces.remove(&row.get::<_, i64>(0)?).unwrap_or_default();
                summary_row(row, faces)
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// One person with all faces.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn person(&self, id: PersonId) -> Result<PersonSummary> {
        self.read(|c| {
            let mut statement =
                c.prepare_cached("SELECT id FROM face WHERE person_id = ?1 ORDER BY trust DESC, id DESC")?;
            let faces = statement.query_map([id.0], |row| row.get(0).map(FaceId))?;
            let faces = faces.collect::<rusqlite::Result<Vec<_>>>()?;
            c.prepare_cached(&format!("SELECT {COLUMNS}, {SUMMARY} FROM person WHERE id = ?1"))?
                .query_row([id.0], |row| summary_row(row, faces))
                .optional()?
                .ok_or(StoreError::NotFound { what: "person" })
        })
    }

    /// The person of this name, without regard to case and spacing.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn person_named(&self, name: &str) -> Result<Option<Person>> {
        match tidy_name(name) {
            Ok(name) => self.read(|c| person_by_key(c, &name_key(&name))),
            Err(_) => Ok(None),
        }
    }

    /// Adds a person.
    ///
    /// # Errors
    /// [`StoreError::NameTaken`] tells who has the name; [`StoreError::EmptyName`].
    pub fn add_person(&self, person: &NewPerson) -> Result<PersonId> {
        self.write(|w| w.add_person(person))
    }
}

impl Write<'_> {
    /// Adds a person.
    ///
    /// # Errors
    /// [`StoreError::NameTaken`] tells who has the name; [`StoreError::EmptyName`].
    pub fn add_person(&mut self, person: &NewPerson) -> Result<PersonId> {
        insert_person(self.connection, person)
    }
}

pub(crate) fn insert_person(connection: &Connection, person: &NewPerson) -> Result<PersonId> {
    let name = tidy_name(&person.name)?;
    let key = name_key(&name);
    if let Some(other) = person_by_key(connection, &key)? {
        return Err(StoreError::NameTaken { person: other.id });
    }
    connection
        .prepare_cached("INSERT INTO person (name, name_key, kind, is_demo, created_at) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![name, key, Word(person.kind), person.is_demo, person.at.0])?;
    Ok(PersonId(connection.last_insert_rowid()))
}

pub(crate) fn person_by_key(connection: &Connection, key: &str) -> Result<Option<Person>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM person WHERE name_key = ?1"))?
        .query_row([key], from_row)
        .optional()?)
}

pub(crate) fn person_row(connection: &Connection, id: PersonId) -> Result<Person> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM person WHERE id = ?1"))?
        .query_row([id.0], from_row)
        .optional()?
        .ok_or(StoreError::NotFound { what: "person" })
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: PersonId(row.get(0)?),
        name: row.get(1)?,
        kind: row.get::<_, Word<_>>(2)?.0,
        is_demo: row.get(3)?,
        created_at: Timestamp(row.get(4)?),
    })
}

fn summary_row(row: &Row<'_>, faces: Vec<FaceId>) -> rusqlite::Result<PersonSummary> {
    Ok(PersonSummary {
        person: from_row(row)?,
        note: row.get(5)?,
        threshold: row.get::<_, Option<f32>>(6)?.map(Similarity),
        faces,
        sightings: count(row, 7)?,
        last_seen: row.get::<_, Option<i64>>(8)?.map(Timestamp),
        last_camera: row.get(9)?,
    })
}
