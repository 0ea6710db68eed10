//! The owner's acts: naming, merging, moving, rejecting.
//!
//! Owns what each act does to the rows. Must not know how an act is recorded or undone. Invariants: each is one
//! transaction and one journal entry; the owner's word is final, so an act clears what contradicts it.

mod many;
mod moving;
mod sorting;

pub(crate) use moving::{absorb, move_one_sighting, party, remove_if_empty};
pub(crate) use sorting::{became_two, has_face, new_visitor};

use crate::{
    ActKind, Done, Enrolled, MoveTo, NewPerson, Party, Rejected, Result, Store, StoreError, Write,
    changeset::Realm,
    tables::{Entry, NewAct, bind_to, insert_person, person_by_key, person_row, subject_of_sighting},
    words::{Word, name_key, sides, tidy_name},
};
use moving::{
    changed, destination, insert_rejection, is_of_demo, move_one_face, must_exist, named, owner_of_face, reject_both,
};
use porchlight_domain::{ActId, FaceId, PersonId, PersonKind, SightingId, Similarity, Subject, Timestamp, VisitorId};
use rusqlite::{Connection, params};

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
        self.record(at, |c| name_one(c, visitor, name, kind, at))
    }

    /// The visitor is this person.
    ///
    /// # Errors
    /// As all acts.
    pub fn same_as(&self, visitor: VisitorId, person: PersonId, at: Timestamp) -> Result<Done> {
        self.record(at, |c| join_one(c, visitor, Subject::Person(person)))
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

    /// The similarity that this person needs; `None` for that of everybody.
    ///
    /// # Errors
    /// [`StoreError::ImpossibleThreshold`], or as all acts.
    pub fn set_threshold(&self, person: PersonId, threshold: Option<Similarity>, at: Timestamp) -> Result<Done> {
        // Also refuses what is not a number, which SQLite would take for nothing.
        if threshold.is_some_and(|threshold| !(0.0..=1.0).contains(&threshold.0)) {
            return Err(StoreError::ImpossibleThreshold);
        }
        self.record(at, |c| {
            let who = named(&person_row(c, person)?);
            c.execute(
                "UPDATE person SET threshold = ?2 WHERE id = ?1",
                params![person.0, threshold.map(|threshold| threshold.0)],
            )?;
            Ok(changed(ActKind::SetThreshold, who.clone(), who, None))
        })
    }

    /// The owner's remark about a person; empty for none.
    ///
    /// # Errors
    /// As all acts.
    pub fn set_note(&self, person: PersonId, note: &str, at: Timestamp) -> Result<Done> {
        self.record(at, |c| {
            let who = named(&person_row(c, person)?);
            c.execute("UPDATE person SET note = ?2 WHERE id = ?1", params![person.0, note.trim()])?;
            Ok(changed(ActKind::SetNote, who.clone(), who, None))
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
        self.record(at, |c| join_one(c, from, Subject::Visitor(into)))
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
            let is_demo = is_of_demo(c, "id = (SELECT sighting_id FROM face WHERE id = ?1)", face.0)?;
            let (to, creates_to) = destination(c, to, is_demo, at)?;
            move_one_face(c, face, owner, to.subject)?;
            let removes_from = remove_if_empty(c, owner)?;
            Ok(NewAct { kind: ActKind::MoveFace, from, to, person_kind: None, removes_from, creates_to })
        })
    }

    /// A kept face is removed. Its pictures lie where they were until the journal forgets it.
    ///
    /// # Errors
    /// As all acts.
    pub fn remove_face(&self, face: FaceId, at: Timestamp) -> Result<Done> {
        self.record(at, |c| {
            let owner = party(c, owner_of_face(c, face)?)?;
            c.execute("DELETE FROM face WHERE id = ?1", [face.0])?;
            Ok(changed(ActKind::RemoveFace, owner.clone(), owner, None))
        })
    }

    /// Keeps what `enrol` learns of a person from pictures. Going on with `with`, which the owner began, it is one act with
    /// that. `None` where there is nothing to take back: nothing was learnt, or of the demo.
    ///
    /// # Errors
    /// What `enrol` returns; then nothing is kept.
    pub fn enrol<E: From<StoreError>>(
        &self,
        at: Timestamp,
        with: Option<ActId>,
        enrol: impl FnOnce(&mut Write<'_>) -> std::result::Result<Enrolled, E>,
    ) -> std::result::Result<(Option<ActId>, Enrolled), E> {
        self.write(|w| {
            let (act, enrolled) = w.record(Realm::People, at, |w| {
                let enrolled = enrol(w)?;
                let person = person_row(w.connection, enrolled.person)?;
                let kind = if enrolled.is_new { ActKind::AddPerson } else { ActKind::AddPictures };
                let entry = Entry {
                    items: enrolled.faces.len().max(1),
                    creates_to: enrolled.is_new,
                    ..Entry::about(kind, named(&person))
                };
                Ok::<_, E>(((!person.is_demo).then_some(entry), enrolled))
            })?;
            if let (Some(first), Some(act)) = (with, act) {
                bind_to(w.connection, first, act)?;
            }
            Ok((act, enrolled))
        })
    }

    /// A sighting goes to somebody else with its faces, which are compared with from now on: the owner said whose they
    /// are. A visitor left with nothing goes.
    ///
    /// # Errors
    /// As all acts.
    pub fn move_sighting(&self, sighting: SightingId, to: MoveTo, at: Timestamp) -> Result<Done> {
        self.record(at, |c| {
            let owner = subject_of_sighting(c, sighting)?;
            let (to, creates_to) = destination(c, to, is_of_demo(c, "id = ?1", sighting.0)?, at)?;
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
                    let (to, creates_to) = destination(c, MoveTo::NewVisitor, false, at)?;
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
                _ => destination(c, MoveTo::NewVisitor, false, at)?,
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

/// A visitor gets a name.
fn name_one(
    connection: &Connection,
    visitor: VisitorId,
    name: &str,
    kind: Option<PersonKind>,
    at: Timestamp,
) -> Result<NewAct> {
    let name = tidy_name(name)?;
    must_exist(connection, Subject::Visitor(visitor))?;
    let (mut person, creates_to) = match person_by_key(connection, &name_key(&name))? {
        Some(person) => (person, false),
        None => {
            let is_demo = is_of_demo(connection, "visitor_id = ?1", visitor.0)?;
            let kind = kind.unwrap_or(PersonKind::Known);
            (person_row(connection, insert_person(connection, &NewPerson { name, kind, is_demo, at })?)?, true)
        }
    };
    if let Some(kind) = kind.filter(|kind| *kind != person.kind) {
        update_kind(connection, person.id, kind)?;
        person.kind = kind;
    }
    let from = absorb(connection, Subject::Visitor(visitor), Subject::Person(person.id))?;
    let person_kind = Some(person.kind);
    Ok(NewAct { kind: ActKind::Name, from, to: named(&person), person_kind, removes_from: true, creates_to })
}

/// A visitor is a person, or another visitor.
fn join_one(connection: &Connection, visitor: VisitorId, into: Subject) -> Result<NewAct> {
    let to = party(connection, into)?;
    let from = absorb(connection, Subject::Visitor(visitor), into)?;
    let kind = if matches!(into, Subject::Person(_)) { ActKind::Name } else { ActKind::MergeVisitors };
    Ok(NewAct { kind, from, to, person_kind: None, removes_from: true, creates_to: false })
}

fn update_kind(connection: &Connection, person: PersonId, kind: PersonKind) -> Result<()> {
    connection.execute("UPDATE person SET kind = ?2 WHERE id = ?1", params![person.0, Word(kind)])?;
    Ok(())
}
