//! The owner's acts: naming, merging, moving, rejecting.
//!
//! Owns what each act does to the rows. Must not know how an act is recorded or undone. Invariants: each is one
//! transaction and one journal entry; the owner's word is final, so an act clears what contradicts it; rows are moved
//! before their owner is deleted, so that no cascade is needed.

use crate::{
    ActKind, Done, MoveTo, NewPerson, Party, Rejected, Result, Store, StoreError,
    journal::exists,
    tables::{NewAct, insert_person, insert_visitor, person_by_key, person_row, subject_of_sighting},
    words::{Word, name_key, sides, subject_of, tidy_name},
};
use porchlight_domain::{FaceId, Person, PersonId, PersonKind, SightingId, Subject, Timestamp, VisitorId};
use rusqlite::{Connection, OptionalExtension, params};

/// The owner's acts. Each is one journal entry, can be undone, and survives a restart. All fail with
/// [`StoreError::NotFound`] if somebody is gone and with [`StoreError::SameAlready`] if there is nothing to do.
impl Store {
    /// Gives a visitor a name: a new person, or the one who has the name already. All faces and sightings move, the
    /// visitor goes. `kind` `None`: known if new, unchanged otherwise. Somebody seen by demo cameras only becomes a demo
    /// person.
    ///
    /// # Errors
    /// [`StoreError::EmptyName`], or as all acts.
    pub fn name_visitor(
        &self,
        visitor: VisitorId,
        name: &str,
        kind: Option<PersonKind>,
        at: Timestamp,
    ) -> Result<Done> {
        let name = tidy_name(name)?;
        self.record(at, |c| {
            must_exist(c, Subject::Visitor(visitor))?;
            let (mut person, creates_to) = match person_by_key(c, &name_key(&name))? {
                Some(person) => (person, false),
                None => {
                    let (kind, is_demo) = (kind.unwrap_or(PersonKind::Known), is_demo_visitor(c, visitor)?);
                    let id = insert_person(c, &NewPerson { name, kind, is_demo, at })?;
                    (person_row(c, id)?, true)
                }
            };
            if let Some(kind) = kind.filter(|kind| *kind != person.kind) {
                update_kind(c, person.id, kind)?;
                person.kind = kind;
            }
            let from = absorb(c, Subject::Visitor(visitor), Subject::Person(person.id))?;
            let person_kind = Some(person.kind);
            Ok(NewAct { kind: ActKind::Name, from, to: named(&person), person_kind, removes_from: true, creates_to })
        })
    }

    /// The visitor is this person.
    ///
    /// # Errors
    /// As all acts.
    pub fn same_as(&self, visitor: VisitorId, person: PersonId, at: Timestamp) -> Result<Done> {
        self.record(at, |c| {
            let to = named(&person_row(c, person)?);
            let from = absorb(c, Subject::Visitor(visitor), to.subject)?;
            Ok(NewAct { kind: ActKind::Name, from, to, person_kind: None, removes_from: true, creates_to: false })
        })
    }

    /// Known, blacklisted or ignored.
    ///
    /// # Errors
    /// As all acts.
    pub fn set_kind(&self, person: PersonId, kind: PersonKind, at: Timestamp) -> Result<Done> {
        self.record(at, |c| {
            let before = person_row(c, person)?;
            if before.kind == kind {
                return Err(StoreError::SameAlready);
            }
            update_kind(c, person, kind)?;
            Ok(changed(ActKind::SetKind, named(&before), named(&before), Some(kind)))
        })
    }

    /// Another name.
    ///
    /// # Errors
    /// [`StoreError::NameTaken`] if somebody else has it: merging is an act of its own. [`StoreError::EmptyName`], or as
    /// all acts.
    pub fn rename_person(&self, person: PersonId, name: &str, at: Timestamp) -> Result<Done> {
        let name = tidy_name(name)?;
        let key = name_key(&name);
        self.record(at, |c| {
            let before = person_row(c, person)?;
            if let Some(other) = person_by_key(c, &key)?.filter(|other| other.id != person) {
                return Err(StoreError::NameTaken { person: other.id });
            }
            if before.name == name {
                return Err(StoreError::SameAlready);
            }
            c.execute("UPDATE person SET name = ?2, name_key = ?3 WHERE id = ?1", params![person.0, name, key])?;
            let to = Party { subject: Subject::Person(person), name: Some(name) };
            Ok(changed(ActKind::Rename, named(&before), to, None))
        })
    }

    /// `from` is `into`: faces, sightings, alerts and rejections move, `from` goes.
    ///
    /// # Errors
    /// As all acts.
    pub fn merge_persons(&self, from: PersonId, into: PersonId, at: Timestamp) -> Result<Done> {
        self.record(at, |c| {
            let to = named(&person_row(c, into)?);
            let from = absorb(c, Subject::Person(from), to.subject)?;
            let removes_from = true;
            Ok(NewAct { kind: ActKind::MergePersons, from, to, person_kind: None, removes_from, creates_to: false })
        })
    }

    /// `from` is `into`, both unnamed.
    ///
    /// # Errors
    /// As all acts.
    pub fn merge_visitors(&self, from: VisitorId, into: VisitorId, at: Timestamp) -> Result<Done> {
        self.record(at, |c| {
            let to = party(c, Subject::Visitor(into))?;
            let from = absorb(c, Subject::Visitor(from), to.subject)?;
            let removes_from = true;
            Ok(NewAct { kind: ActKind::MergeVisitors, from, to, person_kind: None, removes_from, creates_to: false })
        })
    }

    /// A face goes to somebody else, and is compared with from now on: the owner chose it. Its sighting goes along if no
    /// other face of it stays behind. A visitor left with nothing goes.
    ///
    /// # Errors
    /// As all acts.
    pub fn move_face(&self, face: FaceId, to: MoveTo, at: Timestamp) -> Result<Done> {
        self.record(at, |c| {
            let owner = owner_of_face(c, face)?;
            let from = party(c, owner)?;
            let (to, creates_to) = destination(c, to, at)?;
            move_one_face(c, face, owner, to.subject)?;
            let removes_from = remove_if_empty(c, owner)?;
            Ok(NewAct { kind: ActKind::MoveFace, from, to, person_kind: None, removes_from, creates_to })
        })
    }

    /// A sighting goes to somebody else with its faces. A visitor left with nothing goes.
    ///
    /// # Errors
    /// As all acts.
    pub fn move_sighting(&self, sighting: SightingId, to: MoveTo, at: Timestamp) -> Result<Done> {
        self.record(at, |c| {
            let owner = subject_of_sighting(c, sighting)?;
            let (to, creates_to) = destination(c, to, at)?;
            // An unclear sighting comes from nobody; then the entry names the destination twice.
            let from = owner.map_or_else(|| Ok(to.clone()), |owner| party(c, owner))?;
            move_one_sighting(c, sighting, owner, to.subject)?;
            let removes_from = owner.map_or(Ok(false), |owner| remove_if_empty(c, owner))?;
            let creates_to = creates_to && owner.is_some();
            Ok(NewAct { kind: ActKind::MoveSighting, from, to, person_kind: None, removes_from, creates_to })
        })
    }

    /// Not this person, and never propose it again. A face that belongs to that person until now moves to a new visitor.
    ///
    /// # Errors
    /// As all acts.
    pub fn reject(&self, rejected: Rejected, person: PersonId, at: Timestamp) -> Result<Done> {
        self.record(at, |c| {
            let from = named(&person_row(c, person)?);
            let (to, creates_to) = match rejected {
                Rejected::Visitor(visitor) => {
                    insert_rejection(c, rejected, person)?;
                    (party(c, Subject::Visitor(visitor))?, false)
                }
                Rejected::Face(face) if owner_of_face(c, face)? == from.subject => {
                    let (to, creates_to) = destination(c, MoveTo::NewVisitor, at)?;
                    move_one_face(c, face, from.subject, to.subject)?;
                    reject_both(c, &[face], to.subject, person)?;
                    (to, creates_to)
                }
                Rejected::Face(face) => {
                    insert_rejection(c, rejected, person)?;
                    (party(c, owner_of_face(c, face)?)?, false)
                }
            };
            let (removes_from, person_kind) = (false, None);
            Ok(NewAct { kind: ActKind::Reject, from, to, person_kind, removes_from, creates_to })
        })
    }

    /// The sighting is not this person: it moves to a new visitor with its faces, and the pair is rejected. A sighting of
    /// a visitor stays where it is.
    ///
    /// # Errors
    /// As all acts.
    pub fn reject_sighting(&self, sighting: SightingId, person: PersonId, at: Timestamp) -> Result<Done> {
        self.record(at, |c| {
            let from = named(&person_row(c, person)?);
            let owner = subject_of_sighting(c, sighting)?;
            let (to, creates_to) = match owner {
                Some(visitor @ Subject::Visitor(_)) => (party(c, visitor)?, false),
                Some(other) if other != from.subject => return Err(StoreError::SameAlready),
                _ => destination(c, MoveTo::NewVisitor, at)?,
            };
            if creates_to {
                move_one_sighting(c, sighting, Some(from.subject), to.subject)?;
            }
            let (to_person, to_visitor) = sides(to.subject);
            let mut statement =
                c.prepare_cached("SELECT id FROM face WHERE sighting_id = ?1 AND (person_id = ?2 OR visitor_id = ?3)")?;
            let faces =
                statement.query_map(params![sighting.0, to_person, to_visitor], |row| row.get(0).map(FaceId))?;
            reject_both(c, &faces.collect::<rusqlite::Result<Vec<_>>>()?, to.subject, person)?;
            let (removes_from, person_kind) = (false, None);
            Ok(NewAct { kind: ActKind::Reject, from, to, person_kind, removes_from, creates_to })
        })
    }
}

/// An act that changes somebody who stays.
fn changed(kind: ActKind, from: Party, to: Party, person_kind: Option<PersonKind>) -> NewAct {
    NewAct { kind, from, to, person_kind, removes_from: false, creates_to: false }
}

fn named(person: &Person) -> Party {
    Party { subject: Subject::Person(person.id), name: Some(person.name.clone()) }
}

fn party(connection: &Connection, subject: Subject) -> Result<Party> {
    match subject {
        Subject::Person(person) => Ok(named(&person_row(connection, person)?)),
        Subject::Visitor(_) => {
            must_exist(connection, subject)?;
            Ok(Party { subject, name: None })
        }
    }
}

fn must_exist(connection: &Connection, subject: Subject) -> Result<()> {
    let what = if matches!(subject, Subject::Person(_)) { "person" } else { "visitor" };
    if exists(connection, subject)? { Ok(()) } else { Err(StoreError::NotFound { what }) }
}

fn destination(connection: &Connection, to: MoveTo, at: Timestamp) -> Result<(Party, bool)> {
    match to {
        MoveTo::Subject(subject) => Ok((party(connection, subject)?, false)),
        MoveTo::NewVisitor => {
            let subject = Subject::Visitor(insert_visitor(connection, at)?);
            Ok((Party { subject, name: None }, true))
        }
    }
}

fn update_kind(connection: &Connection, person: PersonId, kind: PersonKind) -> Result<()> {
    connection.execute("UPDATE person SET kind = ?2 WHERE id = ?1", params![person.0, Word(kind)])?;
    Ok(())
}

fn is_demo_visitor(connection: &Connection, visitor: VisitorId) -> Result<bool> {
    Ok(connection.query_row(
        "SELECT coalesce(min(is_demo), 0) FROM sighting WHERE visitor_id = ?1",
        [visitor.0],
        |row| row.get(0),
    )?)
}

/// Moves everything of `from` to `into` and deletes `from`.
fn absorb(connection: &Connection, from: Subject, into: Subject) -> Result<Party> {
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
        connection.execute("UPDATE OR IGNORE rejection SET person_id = ?2 WHERE person_id = ?1", [old, new])?;
    }
    if let (Some(old), Some(new)) = (old_visitor, visitor) {
        connection.execute("UPDATE OR IGNORE rejection SET visitor_id = ?2 WHERE visitor_id = ?1", [old, new])?;
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

fn owner_of_face(connection: &Connection, face: FaceId) -> Result<Subject> {
    connection
        .prepare_cached("SELECT person_id, visitor_id FROM face WHERE id = ?1")?
        .query_row([face.0], |row| Ok(subject_of(row.get(0)?, row.get(1)?)))
        .optional()?
        .flatten()
        .ok_or(StoreError::NotFound { what: "face" })
}

fn move_one_face(connection: &Connection, face: FaceId, from: Subject, to: Subject) -> Result<()> {
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
    connection.execute("DELETE FROM rejection WHERE face_id = ?1 AND person_id = ?2", params![face.0, person])?;
    Ok(())
}

fn move_one_sighting(connection: &Connection, sighting: SightingId, from: Option<Subject>, to: Subject) -> Result<()> {
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
        "UPDATE face SET person_id = ?4, visitor_id = ?5, is_template = is_template OR ?5 IS NOT NULL
         WHERE sighting_id = ?1 AND (person_id = ?2 OR visitor_id = ?3)",
        params![sighting.0, old_person, old_visitor, person, visitor],
    )?;
    connection.execute(
        "UPDATE sighting SET person_id = ?2, visitor_id = ?3 WHERE id = ?1",
        params![sighting.0, person, visitor],
    )?;
    Ok(())
}

/// A visitor without face and sighting is nobody.
fn remove_if_empty(connection: &Connection, subject: Subject) -> Result<bool> {
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
    Ok(connection.execute("DELETE FROM visitor WHERE id = ?1", [visitor.0])? > 0)
}

fn insert_rejection(connection: &Connection, rejected: Rejected, person: PersonId) -> Result<()> {
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
fn reject_both(connection: &Connection, faces: &[FaceId], subject: Subject, person: PersonId) -> Result<()> {
    for face in faces {
        insert_rejection(connection, Rejected::Face(*face), person)?;
    }
    match subject {
        Subject::Visitor(visitor) => insert_rejection(connection, Rejected::Visitor(visitor), person),
        Subject::Person(_) => Ok(()),
    }
}
