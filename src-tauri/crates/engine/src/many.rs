//! What the owner does to many visitors at once, and who among them is unlike the others.
//!
//! Owns the order of each act: stored, then the gallery, then announced. Must not know the window, nor leave anybody out
//! by itself: who is unlike the others is said, and the owner decides.

use crate::{Engine, EngineError};
use porchlight_domain::{FaceId, PersonKind, Subject, VisitorId, odd_ones_out};
use porchlight_store::Done;

impl Engine {
    /// Gives each visitor a name; the same name for all makes them one person.
    ///
    /// # Errors
    /// One of them is gone, a name is empty, or the store failed; then nobody has changed.
    pub fn name_visitors(&self, visitors: &[(VisitorId, String)], kind: Option<PersonKind>) -> Result<(), EngineError> {
        let done = self.store.name_visitors(visitors, kind, self.clock.now())?;
        self.acted_on_many(&done, visitors.iter().map(|(visitor, _)| *visitor));
        Ok(())
    }

    /// All of these visitors are this person or visitor.
    ///
    /// # Errors
    /// One of them is gone, or the store failed; then nobody has changed.
    pub fn join_visitors(&self, visitors: &[VisitorId], into: Subject) -> Result<(), EngineError> {
        let done = self.store.join_visitors(visitors, into, self.clock.now())?;
        self.acted_on_many(&done, visitors.iter().copied());
        Ok(())
    }

    /// Of each visitor, these faces become a visitor of their own.
    ///
    /// # Errors
    /// One of them is gone, of one no face or every face would go, a face is somebody else's, or the store failed; then
    /// nobody has changed.
    pub fn split_visitors(&self, parts: &[(VisitorId, Vec<FaceId>)]) -> Result<(), EngineError> {
        self.store.split_visitors(parts, self.clock.now())?;
        self.household.reload_everybody(self.clock.now())?;
        self.changed();
        Ok(())
    }

    /// Who among these visitors looks unlike the others.
    pub fn odd_visitors(&self, visitors: &[VisitorId]) -> Vec<VisitorId> {
        let home = self.home();
        let known: Vec<_> = visitors.iter().map(|id| home.gallery().subject(Subject::Visitor(*id))).collect();
        let odd = odd_ones_out(known.len(), |one, other| known[one]?.alike(known[other]?));
        odd.into_iter().map(|place| visitors[place]).collect()
    }

    /// The faces of a visitor that look unlike the others.
    pub fn odd_faces(&self, visitor: VisitorId) -> Vec<FaceId> {
        let home = self.home();
        let Some(known) = home.gallery().subject(Subject::Visitor(visitor)) else { return Vec::new() };
        let faces = known.faces();
        let alike = |one: usize, other: usize| faces[one].embedding.similarity(&faces[other].embedding);
        odd_ones_out(faces.len(), alike).into_iter().map(|place| faces[place].face).collect()
    }

    fn acted_on_many(&self, done: &[Done], visitors: impl Iterator<Item = VisitorId>) {
        let mut subjects: Vec<Subject> = done.iter().map(|done| done.subject).collect();
        subjects.extend(visitors.map(Subject::Visitor));
        subjects.sort_unstable();
        subjects.dedup();
        self.household.reload_all(&subjects);
        self.changed();
    }
}
