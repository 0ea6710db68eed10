//! When and where a person was seen, over a long time.
//!
//! Owns the counting of sightings. Must not know what a day is: its caller says when each begins, because that is the
//! owner's clock's business.

use crate::{Result, SeenAt, SeenOver, Store, words::count};
use porchlight_domain::{CameraId, PersonId, Timestamp};
use rusqlite::params;

/// Looking back.
impl Store {
    /// How often a person was seen in each of the spans between these moments, which rise, and at which cameras in all of
    /// them, most often first. One span less than there are moments.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn seen_over(&self, person: PersonId, moments: &[Timestamp]) -> Result<SeenOver> {
        let (Some(first), Some(last)) = (moments.first(), moments.last()) else { return Ok(SeenOver::default()) };
        let mut seen = SeenOver { times: vec![0; moments.len() - 1], cameras: Vec::new() };
        self.read(|c| {
            // Both are answered by `sighting_begun_by_person`; the first without a look at the rows.
            let mut statement = c.prepare_cached(
                "SELECT started_at FROM sighting WHERE person_id = ?1 AND started_at >= ?2 AND started_at < ?3",
            )?;
            let mut rows = statement.query(params![person.0, first.0, last.0])?;
            while let Some(row) = rows.next()? {
                let at: i64 = row.get(0)?;
                let span = moments.partition_point(|moment| moment.0 <= at);
                if let Some(times) = span.checked_sub(1).and_then(|span| seen.times.get_mut(span)) {
                    *times += 1;
                }
            }
            let mut statement = c.prepare_cached(
                "SELECT max(camera_id), camera_name, count(*), max(last_seen_at) FROM sighting
                 WHERE person_id = ?1 AND started_at >= ?2 AND started_at < ?3
                 GROUP BY camera_name ORDER BY count(*) DESC, camera_name",
            )?;
            let rows = statement.query_map(params![person.0, first.0, last.0], |row| {
                Ok(SeenAt {
                    camera: row.get::<_, Option<i64>>(0)?.map(CameraId),
                    camera_name: row.get(1)?,
                    times: count(row, 2)?,
                    last_seen: Timestamp(row.get(3)?),
                })
            })?;
            seen.cameras = rows.collect::<rusqlite::Result<_>>()?;
            Ok(())
        })?;
        Ok(seen)
    }
}
