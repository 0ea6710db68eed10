//! What the program finds out about visitors.
//!
//! Owns how a revision becomes an act of the program. Must not find anything out. Invariants: it touches visitors only,
//! never a person; what the owner said, or what changed since it was found out, keeps it from happening; each is a journal
//! entry of its own, that can be undone.

use crate::{
    ActKind, Actor, Done, Party, Result, Store, StoreError, VisitorRevision,
    acts::{absorb, became_two, has_face, move_one_sighting, new_visitor, party, remove_if_empty},
    journal::record_in,
    store::begin,
    tables::{NewAct, are_parted, subject_of_sighting},
};
use porchlight_domain::{SightingId, Subject, Timestamp, VisitorId};
use rusqlite::Connection;

/// Revisions.
impl Store {
    /// Does what the program found out about visitors, each as an act of the program, all in one transaction. A revision
    /// about somebody or something that is gone or somebody else's by now, or of a pair that is parted, is passed over.
    ///
    /// # Errors
    /// The database cannot be written; nothing changed.
    pub fn revise(&self, revisions: &[VisitorRevision], at: Timestamp) -> Result<Vec<Done>> {
        let mut writer = self.writer();
        let mut transaction = begin(&mut writer)?;
        let mut all_done = Vec::new();
        for revision in revisions {
            let savepoint = transaction.savepoint()?;
            match record_in(&savepoint, Actor::Program, at, |c| perform(c, revision, at)) {
                Ok(done) => {
                    savepoint.commit()?;
                    all_done.push(done);
                }
                // Dropping the savepoint takes back what was begun.
                Err(StoreError::NotFound { .. } | StoreError::SameAlready | StoreError::NotSplit) => {}
                Err(error) => return Err(error),
            }
        }
        transaction.commit()?;
        Ok(all_done)
    }
}

/// Does one revision. [`StoreError::NotFound`], [`StoreError::SameAlready`] or [`StoreError::NotSplit`] if it is out of
/// date.
fn perform(connection: &Connection, revision: &VisitorRevision, at: Timestamp) -> Result<NewAct> {
    match revision {
        VisitorRevision::Merge { from, into } => merge(connection, *from, *into),
        VisitorRevision::MoveSighting { sighting, into } => move_sighting(connection, *sighting, *into),
        VisitorRevision::Split { visitor, sightings } => split(connection, *visitor, sightings, at),
    }
}

fn merge(connection: &Connection, from: VisitorId, into: VisitorId) -> Result<NewAct> {
    let to = party(connection, Subject::Visitor(into))?;
    must_not_be_parted(connection, from, into)?;
    let from = absorb(connection, Subject::Visitor(from), to.subject)?;
    Ok(of_two(ActKind::MergeVisitors, from, to, true))
}

fn move_sighting(connection: &Connection, sighting: SightingId, into: VisitorId) -> Result<NewAct> {
    let to = party(connection, Subject::Visitor(into))?;
    let owner = visitor_of(connection, sighting)?;
    must_not_be_parted(connection, owner, into)?;
    let from = party(connection, Subject::Visitor(owner))?;
    move_one_sighting(connection, sighting, Some(from.subject), to.subject)?;
    let removes_from = remove_if_empty(connection, from.subject)?;
    Ok(of_two(ActKind::MoveSighting, from, to, removes_from))
}

fn split(connection: &Connection, visitor: VisitorId, sightings: &[SightingId], at: Timestamp) -> Result<NewAct> {
    let from = party(connection, Subject::Visitor(visitor))?;
    let (to, new) = new_visitor(connection, at)?;
    for sighting in sightings {
        if visitor_of(connection, *sighting)? != visitor {
            return Err(StoreError::SameAlready);
        }
        move_one_sighting(connection, *sighting, Some(from.subject), to.subject)?;
    }
    // Somebody without a face could never be recognised again.
    if has_face(connection, visitor)? && has_face(connection, new)? {
        Ok(became_two(from, to))
    } else {
        Err(StoreError::NotSplit)
    }
}

fn of_two(kind: ActKind, from: Party, to: Party, removes_from: bool) -> NewAct {
    NewAct { kind, from, to, person_kind: None, removes_from, creates_to: false }
}

fn must_not_be_parted(connection: &Connection, one: VisitorId, other: VisitorId) -> Result<()> {
    if are_parted(connection, one, other)? { Err(StoreError::SameAlready) } else { Ok(()) }
}

/// Whose an unnamed sighting is.
fn visitor_of(connection: &Connection, sighting: SightingId) -> Result<VisitorId> {
    match subject_of_sighting(connection, sighting)? {
        Some(Subject::Visitor(visitor)) => Ok(visitor),
        Some(Subject::Person(_)) | None => Err(StoreError::NotFound { what: "visitor" }),
    }
}
