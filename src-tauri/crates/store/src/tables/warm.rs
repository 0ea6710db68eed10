//! What the program remembers over a restart of the tracks it followed.
//!
//! Owns the table `warm_track` and the mark of the gallery that goes with it. Must not decide whether a track is still
//! the same. Invariants: what is taken is gone; a row goes with its camera, its sighting and whom it is about.

use crate::{
    Result, Store, WarmTrack,
    words::{Word, sides, subject_of},
};
use porchlight_domain::{BoxInFrame, CameraId, SightingId, Similarity, Timestamp, TrackId, Verdict};
use rusqlite::{OptionalExtension, Row, params};

/// Where the mark is kept in the table `setting`. While it is there, tracks were saved.
const MARK: &str = "store.warm_mark";

/// A warm start.
impl Store {
    /// Remembers these tracks in place of those before. `gallery_mark` says by which gallery they were judged; it must
    /// hold no names. Tracks of a camera, a sighting or somebody that is gone are passed over.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn save_warm(&self, tracks: &[WarmTrack], gallery_mark: &str) -> Result<()> {
        self.write(|w| {
            w.connection.execute("DELETE FROM warm_track", [])?;
            w.connection.execute(
                "INSERT OR REPLACE INTO setting (key, value) VALUES (?1, json_quote(?2))",
                [MARK, gallery_mark],
            )?;
            let mut statement = w.connection.prepare_cached(
                "INSERT INTO warm_track (camera_id, track, x, y, w, h, last_seen_at, sighting_id, verdict, person_id,
                   visitor_id, similarity, decided_at)
                 SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13
                 WHERE EXISTS (SELECT 1 FROM camera WHERE id = ?1)
                   AND (?8 IS NULL OR EXISTS (SELECT 1 FROM sighting WHERE id = ?8))
                   AND (?10 IS NULL OR EXISTS (SELECT 1 FROM person WHERE id = ?10))
                   AND (?11 IS NULL OR EXISTS (SELECT 1 FROM visitor WHERE id = ?11))",
            )?;
            for warm in tracks {
                let (person, visitor) = warm.subject.map_or((None, None), sides);
                statement.execute(params![
                    warm.camera.0,
                    warm.track.0.cast_signed(),
                    warm.box_in_frame.x,
                    warm.box_in_frame.y,
                    warm.box_in_frame.w,
                    warm.box_in_frame.h,
                    warm.last_seen_at.0,
                    warm.sighting.map(|id| id.0),
                    Word(warm.verdict),
                    person,
                    visitor,
                    warm.similarity.map(|similarity| similarity.0),
                    warm.decided_at.0,
                ])?;
            }
            Ok(())
        })
    }

    /// The mark and the tracks that were saved last, which are forgotten with this. `None` if nothing was saved since.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn take_warm(&self) -> Result<Option<(String, Vec<WarmTrack>)>> {
        self.write(|w| {
            let mark = w
                .connection
                .query_row("DELETE FROM setting WHERE key = ?1 RETURNING value ->> '$'", [MARK], |row| row.get(0))
                .optional()?;
            let Some(mark) = mark else { return Ok(None) };
            let mut statement = w.connection.prepare_cached(
                "SELECT camera_id, track, x, y, w, h, last_seen_at, sighting_id, verdict, person_id, visitor_id,
                   similarity, decided_at
                 FROM warm_track ORDER BY id",
            )?;
            let tracks = statement.query_map([], from_row)?.collect::<rusqlite::Result<_>>()?;
            w.connection.execute("DELETE FROM warm_track", [])?;
            Ok(Some((mark, tracks)))
        })
    }
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<WarmTrack> {
    Ok(WarmTrack {
        camera: CameraId(row.get(0)?),
        track: TrackId(row.get::<_, i64>(1)?.cast_unsigned()),
        box_in_frame: BoxInFrame { x: row.get(2)?, y: row.get(3)?, w: row.get(4)?, h: row.get(5)? },
        last_seen_at: Timestamp(row.get(6)?),
        sighting: row.get::<_, Option<i64>>(7)?.map(SightingId),
        verdict: row.get::<_, Word<Verdict>>(8)?.0,
        subject: subject_of(row.get(9)?, row.get(10)?),
        similarity: row.get::<_, Option<f32>>(11)?.map(Similarity),
        decided_at: Timestamp(row.get(12)?),
    })
}
