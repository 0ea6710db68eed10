//! Small questions that whoever thinks things over asks.
//!
//! Owns nothing.

use crate::{
    Result, Store,
    words::{embedding_of, subject_of},
};
use porchlight_domain::{Embedding, FaceId, ModelId, SightingId, Subject};
use rusqlite::OptionalExtension;

/// Looking.
impl Store {
    /// The numbers of a face; `None` if it is gone.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn embedding(&self, face: FaceId) -> Result<Option<Embedding>> {
        self.read(|c| {
            let row: Option<(String, Vec<u8>)> = c
                .prepare_cached("SELECT model, embedding FROM face WHERE id = ?1")?
                .query_row([face.0], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            Ok(row.and_then(|(model, bytes)| embedding_of(&ModelId::new(&model), &bytes)))
        })
    }

    /// The numbers of every face that was seen in a sighting which is kept, by this model; and of the face that shows a sighting in
    /// which nothing new was seen. One at a time: a hundred thousand of them are not to lie in memory at once.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn each_seen_embedding(
        &self,
        model: &ModelId,
        mut take: impl FnMut(FaceId, SightingId, &Embedding),
    ) -> Result<()> {
        self.read(|c| {
            let mut statement = c.prepare_cached(
                "SELECT id, sighting_id, embedding FROM face WHERE model = ?1 AND sighting_id IS NOT NULL
                 UNION ALL
                 SELECT face.id, sighting.id, face.embedding FROM sighting JOIN face ON face.id = sighting.best_face_id
                   WHERE face.model = ?1 AND face.sighting_id IS NOT sighting.id",
            )?;
            let mut rows = statement.query([model.as_str()])?;
            while let Some(row) = rows.next()? {
                if let Some(embedding) = embedding_of(model, row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?)
                {
                    take(FaceId(row.get(0)?), SightingId(row.get(1)?), &embedding);
                }
            }
            Ok(())
        })
    }

    /// Everybody whose sighting goes on.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn open_subjects(&self) -> Result<Vec<Subject>> {
        self.read(|c| {
            let mut statement =
                c.prepare_cached("SELECT DISTINCT person_id, visitor_id FROM sighting WHERE ended_at IS NULL")?;
            let rows = statement.query_map([], |row| Ok(subject_of(row.get(0)?, row.get(1)?)))?;
            Ok(rows.filter_map(rusqlite::Result::transpose).collect::<rusqlite::Result<_>>()?)
        })
    }
}
