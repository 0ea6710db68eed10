//! What the owner teaches: whose a face or a sighting is, who is two people, who is one.
//!
//! Owns the order of each act: stored, then the gallery, then announced, so that the next frame shows it. Must not know
//! the window.

use crate::{Engine, EngineError};
use porchlight_domain::{ActId, Embedding, FaceId, PersonId, SightingId, Similarity, Subject, VisitorId};
use porchlight_store::{Act, MoveTo, StoreError};

/// A face of a sighting is learnt only from this trust on: a bad one makes a person less like herself.
const WORTH_LEARNING: f32 = 0.5;

impl Engine {
    /// A threshold of a person's own, or the general one again.
    ///
    /// # Errors
    /// The person is gone, nothing would change, or the store failed.
    pub fn set_threshold(&self, person: PersonId, threshold: Option<Similarity>) -> Result<(), EngineError> {
        let done = self.store.set_threshold(person, threshold, self.clock.now())?;
        self.acted(done, &[]);
        Ok(())
    }

    /// The owner's remark about a person; empty for none.
    ///
    /// # Errors
    /// The person is gone, nothing would change, or the store failed.
    pub fn set_note(&self, person: PersonId, note: &str) -> Result<(), EngineError> {
        let done = self.store.set_note(person, note, self.clock.now())?;
        self.acted(done, &[]);
        Ok(())
    }

    /// Two people are one; `into` goes on.
    ///
    /// # Errors
    /// Either is gone, they are the same, or the store failed.
    pub fn merge_people(&self, from: PersonId, into: PersonId) -> Result<(), EngineError> {
        let done = self.store.merge_persons(from, into, self.clock.now())?;
        self.acted(done, &[Subject::Person(from)]);
        Ok(())
    }

    /// A face is somebody else's.
    ///
    /// # Errors
    /// It or they are gone, it is theirs already, or the store failed.
    pub fn move_face(&self, face: FaceId, to: MoveTo) -> Result<(), EngineError> {
        let from = self.store.face(face)?.subject;
        let done = self.store.move_face(face, to, self.clock.now())?;
        self.acted(done, &[from]);
        Ok(())
    }

    /// A sighting is somebody else's.
    ///
    /// # Errors
    /// It or they are gone, it is theirs already, or the store failed.
    pub fn move_sighting(&self, sighting: SightingId, to: MoveTo) -> Result<(), EngineError> {
        let from = self.store.sighting(sighting)?.findings.subject;
        let done = self.store.move_sighting(sighting, to, self.clock.now())?;
        self.acted(done, from.as_slice());
        Ok(())
    }

    /// A sighting is not this person's, and is never proposed as theirs again.
    ///
    /// # Errors
    /// Either is gone, or the store failed.
    pub fn reject_sighting(&self, sighting: SightingId, person: PersonId) -> Result<(), EngineError> {
        self.store.reject_sighting(sighting, person, self.clock.now())?;
        self.household.reload_everybody(self.clock.now())?;
        self.changed();
        Ok(())
    }

    /// The sighting is of the person that it was taken for. Faces of it that show something new of them are learnt.
    ///
    /// # Errors
    /// It is gone or of nobody named, or the store failed.
    pub fn confirm_sighting(&self, sighting: SightingId) -> Result<(), EngineError> {
        let row = self.store.sighting(sighting)?;
        let Some(subject @ Subject::Person(_)) = row.findings.subject else {
            return Err(StoreError::NotFound { what: "person" }.into());
        };
        let (mut new, mut learnt) = (Vec::new(), Vec::<Embedding>::new());
        let home = self.home();
        let known = home.gallery().subject(subject);
        let mut faces = self.store.faces(subject)?;
        faces.retain(|face| face.sighting == Some(sighting) && !face.is_template);
        // The best first: of two that show the same the better one is learnt.
        faces.sort_by(|a, b| b.quality.trust.total_cmp(&a.quality.trust));
        for face in faces.iter().filter(|face| face.quality.trust >= WORTH_LEARNING) {
            let Some(embedding) = self.store.embedding(face.id)? else { continue };
            let is_new = known.is_none_or(|known| known.shows_new(&embedding));
            if is_new && !learnt.iter().any(|other| other.is_near_copy_of(&embedding)) {
                new.push(face.id);
                learnt.push(embedding);
            }
        }
        if new.is_empty() {
            // Nothing to learn: the owner's yes changes nothing, and there is nothing to take back.
            return Ok(());
        }
        let done = self.store.confirm_sighting(sighting, &new, self.clock.now())?;
        self.acted(done, &[]);
        Ok(())
    }

    /// A visitor is two people: these faces become a visitor of their own, who is given.
    ///
    /// # Errors
    /// The visitor is gone, no face or every face would go, a face is not hers, or the store failed.
    pub fn split_visitor(&self, visitor: VisitorId, faces: &[FaceId]) -> Result<VisitorId, EngineError> {
        let done = self.store.split_visitor(visitor, faces, self.clock.now())?;
        self.household.reload_everybody(self.clock.now())?;
        self.changed();
        match done.subject {
            Subject::Visitor(new) => Ok(new),
            Subject::Person(_) => Err(StoreError::NotFound { what: "visitor" }.into()),
        }
    }

    /// Takes back one act, whatever came after it.
    ///
    /// # Errors
    /// It is no longer possible, or the store failed.
    pub fn undo_act(&self, act: ActId) -> Result<Act, EngineError> {
        let turned = self.turn(|| self.store.undo_act(act, self.clock.now()).map(Some))?;
        turned.ok_or_else(|| StoreError::NotFound { what: "act" }.into())
    }

    /// Does one act again that was taken back.
    ///
    /// # Errors
    /// It is no longer possible, or the store failed.
    pub fn redo_act(&self, act: ActId) -> Result<Act, EngineError> {
        let turned = self.turn(|| self.store.redo_act(act, self.clock.now()).map(Some))?;
        turned.ok_or_else(|| StoreError::NotFound { what: "act" }.into())
    }
}
