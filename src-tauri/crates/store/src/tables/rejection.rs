//! "Not this person".
//!
//! Owns reading the table `rejection`; rows are written by acts only. Invariant: a pair is there once.

use crate::{Rejected, Rejection, Result, Store, words::subject_of};
use porchlight_domain::{FaceId, PersonId, VisitorId};

/// Rejections.
impl Store {
    /// All pairs that are never proposed again.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn rejections(&self) -> Result<Vec<Rejection>> {
        self.read(|c| {
            let mut statement = c.prepare_cached(
                "SELECT rejection.visitor_id, rejection.face_id, rejection.person_id, face.person_id, face.visitor_id
                 FROM rejection LEFT JOIN face ON face.id = rejection.face_id
                 ORDER BY rejection.id",
            )?;
            let mut rows = statement.query([])?;
            let mut rejections = Vec::new();
            while let Some(row) = rows.next()? {
                let (visitor, face): (Option<i64>, Option<i64>) = (row.get(0)?, row.get(1)?);
                let rejected = match (visitor, face) {
                    (Some(visitor), _) => Rejected::Visitor(VisitorId(visitor)),
                    (None, Some(face)) => Rejected::Face(FaceId(face)),
                    (None, None) => continue,
                };
                let owner = subject_of(row.get(3)?, row.get(4)?);
                let Some(subject) = owner.or(subject_of(None, visitor)) else { continue };
                rejections.push(Rejection { rejected, subject, person: PersonId(row.get(2)?) });
            }
            Ok(rejections)
        })
    }
}
