//! Looking back at many sightings at once.
//!
//! Owns the light queries over the table `sighting` that the program learns from: no names, no faces, one query each. Must
//! not draw a conclusion.

use crate::{
    CountedFace, Judged, Result, Store,
    tables::stored::{StoredCandidate, StoredFace, from_json},
    words::{Word, subject_of},
};
use porchlight_domain::{CameraId, SightingId, Similarity, Subject, Timestamp, Verdict};

/// Looking back.
impl Store {
    /// How sightings begun at or after `since` were judged, and who they turned out to be: the newest first, at most
    /// `limit`.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn judged_since(&self, since: Timestamp, limit: usize) -> Result<Vec<Judged>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(|c| {
            let mut statement = c.prepare_cached(
                "SELECT id, camera_id, started_at, verdict, person_id, visitor_id, candidates, evidence
                 FROM sighting WHERE started_at >= ?1 ORDER BY started_at DESC, id DESC LIMIT ?2",
            )?;
            let rows = statement.query_map([since.0, limit], |row| {
                let candidates = from_json::<StoredCandidate>(row.get_ref(6)?.as_str()?);
                let evidence = from_json::<StoredFace>(row.get_ref(7)?.as_str()?);
                Ok(Judged {
                    sighting: SightingId(row.get(0)?),
                    camera: row.get::<_, Option<i64>>(1)?.map(CameraId),
                    started_at: Timestamp(row.get(2)?),
                    verdict: row.get::<_, Word<Verdict>>(3)?.0,
                    subject: subject_of(row.get(4)?, row.get(5)?),
                    candidates: candidates
                        .iter()
                        .filter_map(|c| Some((c.subject()?, Similarity(c.similarity), Similarity(c.threshold))))
                        .collect(),
                    trust: evidence.into_iter().map(|face| CountedFace::from(face).trust).sum(),
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Persons and visitors by the number of their sightings, most first, at most `limit`. Who was never seen is not among
    /// them.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn most_seen(&self, limit: usize) -> Result<Vec<Subject>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(|c| {
            let mut statement = c.prepare_cached(
                "SELECT person_id, visitor_id FROM sighting WHERE person_id IS NOT NULL OR visitor_id IS NOT NULL
                 GROUP BY person_id, visitor_id ORDER BY count(*) DESC, max(last_seen_at) DESC LIMIT ?1",
            )?;
            let rows = statement.query_map([limit], |row| Ok(subject_of(row.get(0)?, row.get(1)?)))?;
            Ok(rows.filter_map(rusqlite::Result::transpose).collect::<rusqlite::Result<_>>()?)
        })
    }
}
