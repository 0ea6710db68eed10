//! Alerts.
//!
//! Owns the table `alert` and the picture of each row. Must not decide when to raise one. Invariants: one alert a
//! sighting; an acknowledged alert stays acknowledged.

use crate::{
    Alert, Counts, NewAlert, PageMark, Result, Store, StoreError, Write, pictures::Album, tables::person_row,
    words::count,
};
use porchlight_domain::{AlertId, FaceId, PersonId, SightingId, Similarity, Subject, Timestamp};
use rusqlite::{OptionalExtension, Row, params};

const SELECT: &str = "SELECT alert.id, alert.sighting_id, alert.person_id, alert.name, alert.camera_name, alert.at,
    alert.similarity, alert.threshold, sighting.best_face_id, alert.acknowledged_at
    FROM alert JOIN sighting ON sighting.id = alert.sighting_id";

/// Alerts.
impl Store {
    /// Raises an alert. `None` when that sighting already has one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the sighting or the person is gone.
    pub fn raise_alert(&self, alert: &NewAlert) -> Result<Option<AlertId>> {
        self.write(|w| w.raise_alert(alert))
    }

    /// Alerts, latest first, at most `limit`, going on after `after`.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn alerts(&self, limit: usize, after: Option<PageMark>) -> Result<Vec<Alert>> {
        let after = after.unwrap_or(PageMark { at: Timestamp(i64::MAX), id: i64::MAX });
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(|c| {
            let mut statement = c.prepare_cached(&format!(
                "{SELECT} WHERE (alert.at, alert.id) < (?1, ?2) ORDER BY alert.at DESC, alert.id DESC LIMIT ?3"
            ))?;
            let rows = statement.query_map(params![after.at.0, after.id, limit], from_row)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// One alert.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn alert(&self, id: AlertId) -> Result<Alert> {
        self.read(|c| {
            c.prepare_cached(&format!("{SELECT} WHERE alert.id = ?1"))?
                .query_row([id.0], from_row)
                .optional()?
                .ok_or(StoreError::NotFound { what: "alert" })
        })
    }

    /// Alerts nobody acknowledged, earliest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn open_alerts(&self) -> Result<Vec<Alert>> {
        self.read(|c| {
            let mut statement =
                c.prepare_cached(&format!("{SELECT} WHERE alert.acknowledged_at IS NULL ORDER BY alert.at, alert.id"))?;
            let rows = statement.query_map([], from_row)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Acknowledges an alert; the first time counts.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn acknowledge_alert(&self, id: AlertId, at: Timestamp) -> Result<()> {
        self.write(|w| {
            let found = w
                .connection
                .prepare_cached("UPDATE alert SET acknowledged_at = coalesce(acknowledged_at, ?2) WHERE id = ?1")?
                .execute([id.0, at.0])?;
            if found == 0 { Err(StoreError::NotFound { what: "alert" }) } else { Ok(()) }
        })
    }

    /// The picture of an alert; `None` if the alert is gone.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn alert_scene(&self, id: AlertId) -> Result<Option<Vec<u8>>> {
        self.picture(Album::Scenes, id.0)
    }

    /// How much there is of everything.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn counts(&self) -> Result<Counts> {
        self.read(|c| {
            Ok(c.prepare_cached(
                "SELECT (SELECT count(*) FROM camera), (SELECT count(*) FROM person), (SELECT count(*) FROM visitor),
                        (SELECT count(*) FROM face), (SELECT count(*) FROM sighting), (SELECT count(*) FROM alert),
                        (SELECT count(*) FROM alert WHERE acknowledged_at IS NULL)",
            )?
            .query_row([], |row| {
                Ok(Counts {
                    cameras: count(row, 0)?,
                    persons: count(row, 1)?,
                    visitors: count(row, 2)?,
                    faces: count(row, 3)?,
                    sightings: count(row, 4)?,
                    alerts: count(row, 5)?,
                    open_alerts: count(row, 6)?,
                })
            })?)
        })
    }
}

impl Write<'_> {
    /// Raises an alert. `None` when that sighting already has one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the sighting or the person is gone.
    pub fn raise_alert(&mut self, alert: &NewAlert) -> Result<Option<AlertId>> {
        self.must_have_sighting(alert.sighting)?;
        let Subject::Person(person) = self.follow(Subject::Person(alert.person))? else {
            return Err(StoreError::NotFound { what: "person" });
        };
        let person = person_row(self.connection, person)?;
        let raised = self
            .connection
            .prepare_cached(
                "INSERT INTO alert (sighting_id, person_id, name, camera_name, at, similarity, threshold)
                 SELECT id, ?2, ?3, camera_name, ?4, ?5, ?6 FROM sighting WHERE id = ?1
                 ON CONFLICT (sighting_id) DO NOTHING",
            )?
            .execute(params![
                alert.sighting.0,
                person.id.0,
                person.name,
                alert.at.0,
                alert.similarity.0,
                alert.threshold.0,
            ])?;
        if raised == 0 {
            return Ok(None);
        }
        let id = self.connection.last_insert_rowid();
        self.put(Album::Scenes, id, &alert.scene.0)?;
        Ok(Some(AlertId(id)))
    }
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Alert> {
    Ok(Alert {
        id: AlertId(row.get(0)?),
        sighting: SightingId(row.get(1)?),
        person: row.get::<_, Option<i64>>(2)?.map(PersonId),
        name: row.get(3)?,
        camera_name: row.get(4)?,
        at: Timestamp(row.get(5)?),
        similarity: Similarity(row.get(6)?),
        threshold: Similarity(row.get(7)?),
        best_face: row.get::<_, Option<i64>>(8)?.map(FaceId),
        acknowledged_at: row.get::<_, Option<i64>>(9)?.map(Timestamp),
    })
}
