//! How large faces were at a camera.
//!
//! Owns one light query over the table `sighting`: numbers only. Must not draw a conclusion.

use crate::{
    CountedFace, Result, Store,
    tables::stored::{StoredFace, from_json},
};
use porchlight_domain::{CameraId, NoName, Timestamp, VisitFace};

/// How large faces were.
impl Store {
    /// The best face of each visit at this camera that began at or after `since`, the newest first, at most `limit`.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn visit_faces(&self, camera: CameraId, since: Timestamp, limit: usize) -> Result<Vec<VisitFace>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(|c| {
            let mut statement = c.prepare_cached(
                "SELECT evidence, why FROM sighting WHERE camera_id = ?1 AND started_at >= ?2
                 ORDER BY started_at DESC, id DESC LIMIT ?3",
            )?;
            let rows = statement.query_map([camera.0, since.0, limit], |row| {
                let counted = from_json::<StoredFace>(row.get_ref(0)?.as_str()?).into_iter().map(CountedFace::from);
                let largest = counted.max_by(|one, other| one.side_px.total_cmp(&other.side_px));
                Ok(VisitFace {
                    side_px: largest.as_ref().map(|face| face.side_px),
                    frontality: largest.map_or(0.0, |face| face.frontality),
                    was_too_small: NoName::from_word(row.get_ref(1)?.as_str()?) == Some(NoName::TooSmall),
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}
