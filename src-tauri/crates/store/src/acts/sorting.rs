//! Which faces are whose: splitting a visitor, confirming a sighting.
//!
//! Owns these two acts of the owner. Must not choose a face. Invariant: nobody is left without any face by it.

use super::moving::{changed, destination, owner_of_face, party};
use crate::{
    ActKind, Done, MoveTo, Party, Result, Store, StoreError,
    tables::{NewAct, part, subject_of_sighting},
};
use porchlight_domain::{FaceId, SightingId, Subject, Timestamp, VisitorId};
use rusqlite::{Connection, OptionalExtension, params};

/// Sorting faces.
impl Store {
    /// These faces, and the sightings that have no other face left, become a new visitor; the two are parted.
    ///
    /// # Errors
    /// [`StoreError::NotSplit`] if no face would go or none would stay, [`StoreError::NotTheirs`] if one is somebody
    /// else's, or as all acts.
    pub fn split_visitor(&self, visitor: VisitorId, faces: &[FaceId], at: Timestamp) -> Result<Done> {
        self.record(at, |c| split_one(c, visitor, faces, at))
    }

    /// The sighting is of the person it has, who is compared with `faces` of it from now on.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the sighting has no person, [`StoreError::NotTheirs`] if a face is of another sighting
    /// or of somebody else, or as all acts.
    pub fn confirm_sighting(&self, sighting: SightingId, faces: &[FaceId], at: Timestamp) -> Result<Done> {
        self.record(at, |c| {
            let Some(subject @ Subject::Person(_)) = subject_of_sighting(c, sighting)? else {
                return Err(StoreError::NotFound { what: "person" });
            };
            for face in faces {
                if owner_of_face(c, *face)? != subject || sighting_of_face(c, *face)? != Some(sighting) {
                    return Err(StoreError::NotTheirs);
                }
                c.prepare_cached("UPDATE face SET is_template = TRUE WHERE id = ?1")?.execute([face.0])?;
            }
            let who = party(c, subject)?;
            Ok(changed(ActKind::Confirm, who.clone(), who, None))
        })
    }
}

/// Some faces of a visitor become a visitor of their own.
pub(super) fn split_one(c: &Connection, visitor: VisitorId, faces: &[FaceId], at: Timestamp) -> Result<NewAct> {
    let from = party(c, Subject::Visitor(visitor))?;
    for face in faces {
        if owner_of_face(c, *face)? != from.subject {
            return Err(StoreError::NotTheirs);
        }
    }
    let (to, new) = new_visitor(c, at)?;
    for face in faces {
        c.prepare_cached("UPDATE face SET visitor_id = ?2 WHERE id = ?1")?.execute([face.0, new.0])?;
    }
    if faces.is_empty() || !has_face(c, visitor)? {
        return Err(StoreError::NotSplit);
    }
    c.execute(
        "UPDATE sighting SET visitor_id = ?2
         WHERE visitor_id = ?1 AND id IN (SELECT sighting_id FROM face WHERE visitor_id = ?2)
           AND NOT EXISTS (SELECT 1 FROM face WHERE sighting_id = sighting.id AND visitor_id = ?1)",
        [visitor.0, new.0],
    )?;
    // A sighting that stays must not be shown by a face that went.
    c.execute(
        "UPDATE sighting SET best_face_id = (
           SELECT id FROM face WHERE sighting_id = sighting.id AND visitor_id = ?1
           ORDER BY trust DESC, id DESC LIMIT 1)
         WHERE visitor_id = ?1 AND best_face_id IN (SELECT id FROM face WHERE visitor_id = ?2)",
        [visitor.0, new.0],
    )?;
    part(c, visitor, new)?;
    Ok(became_two(from, to))
}

pub(crate) fn became_two(from: Party, to: Party) -> NewAct {
    let (removes_from, creates_to) = (false, true);
    NewAct { kind: ActKind::SplitVisitor, from, to, person_kind: None, removes_from, creates_to }
}

/// A visitor of whom nothing was seen yet.
pub(crate) fn new_visitor(connection: &Connection, at: Timestamp) -> Result<(Party, VisitorId)> {
    match destination(connection, MoveTo::NewVisitor, false, at)?.0 {
        party @ Party { subject: Subject::Visitor(visitor), .. } => Ok((party, visitor)),
        Party { subject: Subject::Person(_), .. } => Err(StoreError::NotFound { what: "visitor" }),
    }
}

pub(crate) fn has_face(connection: &Connection, visitor: VisitorId) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM face WHERE visitor_id = ?1)")?
        .query_row([visitor.0], |row| row.get(0))?)
}

fn sighting_of_face(connection: &Connection, face: FaceId) -> Result<Option<SightingId>> {
    Ok(connection
        .prepare_cached("SELECT sighting_id FROM face WHERE id = ?1")?
        .query_row(params![face.0], |row| row.get::<_, Option<i64>>(0))
        .optional()?
        .flatten()
        .map(SightingId))
}
