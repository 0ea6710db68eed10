//! Faces that another model made the numbers of.
//!
//! Owns finding them and giving them new numbers. Must not embed anything. Invariant: what is embedded anew of one subject
//! is one transaction, so that nobody is known by a face of one model and half known by another for longer than that.

use crate::{
    Result, Store, StoreError,
    words::{embedding_bytes, sides, subject_of},
};
use porchlight_domain::{Embedding, FaceId, ModelId, Subject};
use rusqlite::params;

/// Changing the model.
impl Store {
    /// Who has faces that another model than `model` embedded, and how many: persons first, then visitors, each by how
    /// often they were seen.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn subjects_with_other_models(&self, model: &ModelId) -> Result<Vec<(Subject, u32)>> {
        self.read(|c| {
            let mut statement = c.prepare_cached(
                "SELECT person_id, visitor_id, count(*) FROM face WHERE model <> ?1 GROUP BY person_id, visitor_id
                 ORDER BY person_id IS NULL,
                   (SELECT count(*) FROM sighting
                    WHERE sighting.person_id = face.person_id OR sighting.visitor_id = face.visitor_id) DESC,
                   person_id, visitor_id",
            )?;
            let rows = statement.query_map([model.as_str()], |row| {
                let faces: u32 = row.get(2)?;
                Ok(subject_of(row.get(0)?, row.get(1)?).map(|subject| (subject, faces)))
            })?;
            Ok(rows.filter_map(rusqlite::Result::transpose).collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The faces of somebody that another model than `model` embedded: what others are compared with first, then the most
    /// trusted.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn faces_with_other_models(&self, subject: Subject, model: &ModelId) -> Result<Vec<FaceId>> {
        let (person, visitor) = sides(subject);
        self.read(|c| {
            let mut statement = c.prepare_cached(
                "SELECT id FROM face WHERE (person_id = ?1 OR visitor_id = ?2) AND model <> ?3
                 ORDER BY is_template DESC, trust DESC, id DESC",
            )?;
            let rows = statement.query_map(params![person, visitor, model.as_str()], |row| row.get(0).map(FaceId))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Gives faces of somebody new numbers, all at once. Somebody who was just named or merged is followed; faces that
    /// are gone, or somebody else's by now, are passed over. Returns how many were there.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn reembed(&self, subject: Subject, faces: &[(FaceId, Embedding)]) -> Result<u32> {
        self.write(|w| {
            let (person, visitor) = match w.follow(subject) {
                Ok(now) => sides(now),
                Err(StoreError::NotFound { .. }) => return Ok(0),
                Err(error) => return Err(error),
            };
            let mut statement = w.connection.prepare_cached(
                "UPDATE face SET model = ?4, embedding = ?5 WHERE id = ?1 AND (person_id = ?2 OR visitor_id = ?3)",
            )?;
            let mut found = 0;
            for (face, embedding) in faces {
                let values = params![face.0, person, visitor, embedding.model().as_str(), embedding_bytes(embedding)];
                found += u32::from(statement.execute(values)? > 0);
            }
            Ok(found)
        })
    }
}
