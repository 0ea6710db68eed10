//! What goes along when somebody or something moves.
//!
//! Owns the steps that acts are made of. Must not know which act it is, nor who does it. Invariant: rows are moved before
//! their owner is deleted, so that no cascade is needed.

use crate::{
    ActKind, MoveTo, NewPerson, Party, Rejected, Result, StoreError,
    journal::exists,
    tables::{
        NewAct, drop_pairs, inherit_pairs, inherit_rules, insert_person, insert_visitor, person_by_key, person_row,
    },
    words::{name_key, sides, subject_of, tidy_name},
};
use porchlight_domain::{FaceId, Person, PersonId, PersonKind, SightingId, Subject, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

/// An act that changes somebody who stays.
pub(crate) fn changed(kind: ActKind, from: Party, to: Party, person_kind: Option<PersonKind>) -> NewAct {
    NewAct { kind, from, to, person_kind, removes_from: false, creates_to: false }
}

pub(crate) fn named(person: &Person) -> Party {
    Party { subject: Subject::Person(person.id), name: Some(person.name.clone()) }
}

pub(crate) fn party(connection: &Connection, subject: Subject) -> Result<Party> {
    match subject {
        Subject::Person(person) => Ok(named(&person_row(connection, person)?)),
        Subject::Visitor(_) => {
            must_exist(connection, subject)?;
            Ok(Party { subject, name: None })
        }
    }
}

pub(crate) fn must_exist(connection: &Connection, subject: Subject) -> Result<()> {
    let what = if matches!(subject, Subject::Person(_)) { "person" } else { "visitor" };
    if exists(connection, subject)? { Ok(()) } else { Err(StoreError::NotFound { what }) }
}

/// Where something goes, and whether that was made for it. A person made for something seen by a demo camera is of the
/// demo.
pub(crate) fn destination(connection: &Connection, to: MoveTo, is_demo: bool, at: Timestamp) -> Result<(Party, bool)> {
    match to {
        MoveTo::Subject(subject) => Ok((party(connection, subject)?, false)),
        MoveTo::NewVisitor => {
            let subject = Subject::Visitor(insert_visitor(connection, at)?);
            Ok((Party { subject, name: None }, true))
        }
        MoveTo::Named(name) => {
            let name = tidy_name(&name)?;
            if let Some(person) = person_by_key(connection, &name_key(&name))? {
                return Ok((named(&person), false));
            }
            let id = insert_person(connection, &NewPerson { name, kind: PersonKind::Known, is_demo, at })?;
            Ok((named(&person_row(connection, id)?), true))
        }
    }
}

/// Moves everything of `from` to `into` and deletes `from`.
pub(crate) fn absorb(connection: &Connection, from: Subject, into: Subject) -> Result<Party> {
    if from == into {
        return Err(StoreError::SameAlready);
    }
    let party = party(connection, from)?;
    let ((old_person, old_visitor), (person, visitor)) = (sides(from), sides(into));
    for table in ["face", "sighting"] {
        connection.execute(
            &format!("UPDATE {table} SET person_id = ?3, visitor_id = ?4 WHERE person_id = ?1 OR visitor_id = ?2"),
            params![old_person, old_visitor, person, visitor],
        )?;
    }
    if let (Some(old), Some(new)) = (old_person, person) {
        connection.execute("UPDATE alert SET person_id = ?2 WHERE person_id = ?1", [old, new])?;
        inherit_rules(connection, old, new)?;
        connection.execute("UPDATE OR IGNORE rejection SET person_id = ?2 WHERE person_id = ?1", [old, new])?;
    }
    if let (Some(old), Some(new)) = (old_visitor, visitor) {
        connection.execute("UPDATE OR IGNORE rejection SET visitor_id = ?2 WHERE visitor_id = ?1", [old, new])?;
    }
    match (from, into) {
        (Subject::Visitor(from), Subject::Visitor(into)) => inherit_pairs(connection, from, into)?,
        (Subject::Visitor(from), Subject::Person(_)) => {
            // Whoever is not this visitor is not this person either.
            connection.execute(
                "INSERT OR IGNORE INTO rejection (visitor_id, person_id)
                 SELECT CASE first_visitor_id WHEN ?1 THEN second_visitor_id ELSE first_visitor_id END, ?2
                 FROM parted WHERE first_visitor_id = ?1 OR second_visitor_id = ?1 ORDER BY id",
                params![from.0, person],
            )?;
            drop_pairs(connection, from)?;
        }
        _ => {}
    }
    connection.execute(
        "DELETE FROM rejection WHERE person_id = ?1 OR visitor_id = ?2
           OR (person_id = ?3 AND face_id IN (SELECT id FROM face WHERE person_id = ?3))",
        params![old_person, old_visitor, person],
    )?;
    connection.execute("DELETE FROM person WHERE id = ?1", [old_person])?;
    connection.execute("DELETE FROM visitor WHERE id = ?1", [old_visitor])?;
    Ok(party)
}

pub(crate) fn owner_of_face(connection: &Connection, face: FaceId) -> Result<Subject> {
    connection
        .prepare_cached("SELECT person_id, visitor_id FROM face WHERE id = ?1")?
        .query_row([face.0], |row| Ok(subject_of(row.get(0)?, row.get(1)?)))
        .optional()?
        .flatten()
        .ok_or(StoreError::NotFound { what: "face" })
}

pub(crate) fn move_one_face(connection: &Connection, face: FaceId, from: Subject, to: Subject) -> Result<()> {
    if from == to {
        return Err(StoreError::SameAlready);
    }
    let ((old_person, old_visitor), (person, visitor)) = (sides(from), sides(to));
    connection.execute(
        "UPDATE face SET person_id = ?2, visitor_id = ?3, is_template = 1 WHERE id = ?1",
        params![face.0, person, visitor],
    )?;
    connection.execute(
        "UPDATE sighting SET person_id = ?4, visitor_id = ?5
         WHERE id = (SELECT sighting_id FROM face WHERE id = ?1) AND (person_id = ?2 OR visitor_id = ?3)
           AND NOT EXISTS (SELECT 1 FROM face WHERE sighting_id = sighting.id AND (person_id = ?2 OR visitor_id = ?3))",
        params![face.0, old_person, old_visitor, person, visitor],
    )?;
    // A sighting that is shown by this face and is not its own must not be shown by somebody else's.
    connection.execute(
        "UPDATE sighting SET best_face_id = NULL
         WHERE best_face_id = ?1 AND id IS NOT (SELECT sighting_id FROM face WHERE id = ?1)
           AND (person_id = ?2 OR visitor_id = ?3)",
        params![face.0, old_person, old_visitor],
    )?;
    connection.execute("DELETE FROM rejection WHERE face_id = ?1 AND person_id = ?2", params![face.0, person])?;
    Ok(())
}

pub(crate) fn move_one_sighting(
    connection: &Connection,
    sighting: SightingId,
    from: Option<Subject>,
    to: Subject,
) -> Result<()> {
    if from == Some(to) {
        return Err(StoreError::SameAlready);
    }
    let ((old_person, old_visitor), (person, visitor)) = (from.map_or((None, None), sides), sides(to));
    connection.execute(
        "DELETE FROM rejection WHERE person_id = ?4
           AND face_id IN (SELECT id FROM face WHERE sighting_id = ?1 AND (person_id = ?2 OR visitor_id = ?3))",
        params![sighting.0, old_person, old_visitor, person],
    )?;
    connection.execute(
        "UPDATE face SET person_id = ?4, visitor_id = ?5, is_template = 1
         WHERE sighting_id = ?1 AND (person_id = ?2 OR visitor_id = ?3)",
        params![sighting.0, old_person, old_visitor, person, visitor],
    )?;
    // A face of another sighting stays whose it is, and shows this one no longer.
    connection.execute(
        "UPDATE sighting SET person_id = ?2, visitor_id = ?3,
           best_face_id = (SELECT id FROM face WHERE id = best_face_id AND sighting_id = sighting.id)
         WHERE id = ?1",
        params![sighting.0, person, visitor],
    )?;
    Ok(())
}

/// A visitor without face and sighting is nobody.
pub(crate) fn remove_if_empty(connection: &Connection, subject: Subject) -> Result<bool> {
    let Subject::Visitor(visitor) = subject else { return Ok(false) };
    let has_something: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM face WHERE visitor_id = ?1) OR EXISTS (SELECT 1 FROM sighting WHERE visitor_id = ?1)",
        [visitor.0],
        |row| row.get(0),
    )?;
    if has_something {
        return Ok(false);
    }
    connection.execute("DELETE FROM rejection WHERE visitor_id = ?1", [visitor.0])?;
    drop_pairs(connection, visitor)?;
    Ok(connection.execute("DELETE FROM visitor WHERE id = ?1", [visitor.0])? > 0)
}

pub(crate) fn insert_rejection(connection: &Connection, rejected: Rejected, person: PersonId) -> Result<()> {
    let (visitor, face) = match rejected {
        Rejected::Visitor(visitor) => {
            must_exist(connection, Subject::Visitor(visitor))?;
            (Some(visitor.0), None)
        }
        Rejected::Face(face) => {
            owner_of_face(connection, face)?;
            (None, Some(face.0))
        }
    };
    connection.execute(
        "INSERT OR IGNORE INTO rejection (visitor_id, face_id, person_id) VALUES (?1, ?2, ?3)",
        params![visitor, face, person.0],
    )?;
    Ok(())
}

/// The faces are not this person, and neither is the visitor whose they are.
pub(crate) fn reject_both(connection: &Connection, faces: &[FaceId], subject: Subject, person: PersonId) -> Result<()> {
    for face in faces {
        insert_rejection(connection, Rejected::Face(*face), person)?;
    }
    match subject {
        Subject::Visitor(visitor) => insert_rejection(connection, Rejected::Visitor(visitor), person),
        Subject::Person(_) => Ok(()),
    }
}

/// Whether the sightings that `condition` finds for `id` are of demo cameras only; `false` where there is none.
pub(crate) fn is_of_demo(connection: &Connection, condition: &str, id: i64) -> Result<bool> {
    let sql = format!("SELECT coalesce(min(is_demo), 0) FROM sighting WHERE {condition}");
    Ok(connection.prepare_cached(&sql)?.query_row([id], |row| row.get(0))?)
}
