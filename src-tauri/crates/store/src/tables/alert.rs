//! Alerts.
//!
//! Owns the tables `alert` and `alert_reason`, and the picture of each row. Must not decide when to raise one. Invariants:
//! one alert a sighting; an acknowledged alert stays acknowledged, unless it turns out to be about somebody worse; whom it
//! is about now is what its sighting says.

use super::Entry;
use crate::{
    ActKind, Alert, AlertFilter, Counts, NewAlert, PageMark, Result, SeenFrom, Store, StoreError, ToldBy, Write,
    changeset::Realm,
    pictures::Album,
    tables::{person_row, sighting::VERDICT},
    words::{Word, count, subject_of},
};
use porchlight_domain::{
    AlertId, CameraId, FaceId, Person, PersonId, RuleId, RuleKind, SightingId, Similarity, Subject, Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// The columns; the verdict of now comes after them, and the rules that told from a query of their own.
const COLUMNS: &str = "alert.id, alert.sighting_id, alert.person_id, alert.name, alert.camera_name, alert.at,
    alert.similarity, alert.threshold, sighting.best_face_id, alert.acknowledged_at, alert.acknowledged_from,
    alert.verdict, sighting.camera_id, sighting.person_id, sighting.visitor_id, person.name";

const FROM: &str = "FROM alert JOIN sighting ON sighting.id = alert.sighting_id
    LEFT JOIN person ON person.id = sighting.person_id";

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
        self.alerts_like(&AlertFilter::default(), limit, after)
    }

    /// As [`Store::alerts`], of those that are like this.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn alerts_like(&self, filter: &AlertFilter, limit: usize, after: Option<PageMark>) -> Result<Vec<Alert>> {
        let after = after.unwrap_or(PageMark { at: Timestamp(i64::MAX), id: i64::MAX });
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(|c| {
            let state = match filter.is_open {
                None => "TRUE",
                Some(true) => "alert.acknowledged_at IS NULL",
                Some(false) => "alert.acknowledged_at IS NOT NULL",
            };
            let rest = format!(
                "WHERE (alert.at, alert.id) < (?1, ?2) AND {state} AND (?4 IS NULL OR sighting.camera_id = ?4)
                   AND (?5 IS NULL OR {VERDICT} = ?5)
                 ORDER BY alert.at DESC, alert.id DESC LIMIT ?3"
            );
            let (camera, verdict) = (filter.camera.map(|camera| camera.0), filter.verdict.map(Word));
            selected(c, &rest, params![after.at.0, after.id, limit, camera, verdict])
        })
    }

    /// One alert.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn alert(&self, id: AlertId) -> Result<Alert> {
        self.read(|c| selected(c, "WHERE alert.id = ?1", [id.0])?.pop().ok_or(StoreError::NotFound { what: "alert" }))
    }

    /// The alert of a sighting, if it raised one.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn alert_of(&self, sighting: SightingId) -> Result<Option<Alert>> {
        self.read(|c| Ok(selected(c, "WHERE alert.sighting_id = ?1", [sighting.0])?.pop()))
    }

    /// Alerts nobody acknowledged, earliest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn open_alerts(&self) -> Result<Vec<Alert>> {
        self.read(|c| selected(c, "WHERE alert.acknowledged_at IS NULL ORDER BY alert.at, alert.id", []))
    }

    /// Acknowledges an alert; the first time counts. It is an act of the owner.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn acknowledge_alert(&self, id: AlertId, from: SeenFrom, at: Timestamp) -> Result<()> {
        self.alert(id)?;
        self.acknowledge(Some(id), from, at).map(drop)
    }

    /// Acknowledges every alert that is open, as one act. Gives them.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn acknowledge_all(&self, from: SeenFrom, at: Timestamp) -> Result<Vec<AlertId>> {
        self.acknowledge(None, from, at)
    }

    fn acknowledge(&self, one: Option<AlertId>, from: SeenFrom, at: Timestamp) -> Result<Vec<AlertId>> {
        self.record_of(Realm::Alerts, at, |c| {
            let mut statement = c.prepare_cached(
                "UPDATE alert SET acknowledged_at = ?1, acknowledged_from = ?2
                 WHERE acknowledged_at IS NULL AND (?3 IS NULL OR id = ?3) RETURNING id",
            )?;
            let ids = statement
                .query_map(params![at.0, Word(from), one.map(|id| id.0)], |row| row.get(0).map(AlertId))?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            Ok((Entry { items: ids.len().max(1), ..Entry::of(ActKind::Acknowledge) }, ids))
        })
    }

    /// The picture of an alert; `None` if the alert is gone.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn alert_scene(&self, id: AlertId) -> Result<Option<Vec<u8>>> {
        self.picture(Album::Scenes, id.0)
    }

    /// Whether there is a picture of an alert: it may have gone for room.
    pub fn has_alert_scene(&self, id: AlertId) -> bool {
        self.has_picture(Album::Scenes, id.0)
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
        let person = self.person_of_alert(alert)?;
        let raised = self
            .connection
            .prepare_cached(
                "INSERT INTO alert (sighting_id, person_id, name, camera_name, at, similarity, threshold, verdict)
                 SELECT id, ?2, ?3, camera_name, ?4, ?5, ?6, ?7 FROM sighting WHERE id = ?1
                 ON CONFLICT (sighting_id) DO NOTHING",
            )?
            .execute(params![
                alert.sighting.0,
                person.as_ref().map(|person| person.id.0),
                person.as_ref().map_or("", |person| person.name.as_str()),
                alert.at.0,
                alert.similarity.map(|similarity| similarity.0),
                alert.threshold.map(|threshold| threshold.0),
                Word(alert.verdict),
            ])?;
        if raised == 0 {
            return Ok(None);
        }
        let id = AlertId(self.connection.last_insert_rowid());
        self.put(Album::Scenes, id.0, &alert.scene.0)?;
        self.add_reasons(id, &alert.told_by)?;
        Ok(Some(id))
    }

    /// The alert of that sighting turned out to be about somebody worse: it is about them from now on, and open again. The
    /// picture stays the one of the moment at which it was raised. `None` if the sighting has none.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the person is gone.
    pub fn raise_alert_again(&mut self, alert: &NewAlert) -> Result<Option<AlertId>> {
        let person = self.person_of_alert(alert)?;
        let id = self
            .connection
            .prepare_cached(
                "UPDATE alert SET person_id = ?2, name = ?3, at = ?4, similarity = ?5, threshold = ?6, verdict = ?7,
                   acknowledged_at = NULL, acknowledged_from = NULL
                 WHERE sighting_id = ?1 RETURNING id",
            )?
            .query_row(
                params![
                    alert.sighting.0,
                    person.as_ref().map(|person| person.id.0),
                    person.as_ref().map_or("", |person| person.name.as_str()),
                    alert.at.0,
                    alert.similarity.map(|similarity| similarity.0),
                    alert.threshold.map(|threshold| threshold.0),
                    Word(alert.verdict),
                ],
                |row| row.get(0).map(AlertId),
            )
            .optional()?;
        if let Some(id) = id {
            self.add_reasons(id, &alert.told_by)?;
        }
        Ok(id)
    }

    /// Rules that tell of the same sighting as well. An alert that is gone takes none.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn add_reasons(&mut self, alert: AlertId, told_by: &[ToldBy]) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO alert_reason (alert_id, rule_id, about) SELECT id, ?2, ?3 FROM alert WHERE id = ?1",
        )?;
        for told in told_by {
            statement.execute(params![alert.0, told.rule.0, Word(told.about)])?;
        }
        Ok(())
    }

    fn person_of_alert(&self, alert: &NewAlert) -> Result<Option<Person>> {
        let Some(person) = alert.person else { return Ok(None) };
        match self.follow(Subject::Person(person))? {
            Subject::Person(person) => person_row(self.connection, person).map(Some),
            Subject::Visitor(_) => Err(StoreError::NotFound { what: "person" }),
        }
    }
}

fn selected(connection: &Connection, rest: &str, values: impl rusqlite::Params) -> Result<Vec<Alert>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS}, {VERDICT} {FROM} {rest}"))?;
    let mut alerts = statement.query_map(values, from_row)?.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut reasons =
        connection.prepare_cached("SELECT rule_id, about FROM alert_reason WHERE alert_id = ?1 ORDER BY rule_id")?;
    for alert in &mut alerts {
        let told_by = reasons.query_map([alert.id.0], |row| {
            Ok(ToldBy { rule: RuleId(row.get(0)?), about: row.get::<_, Word<RuleKind>>(1)?.0 })
        })?;
        alert.told_by = told_by.collect::<rusqlite::Result<_>>()?;
    }
    Ok(alerts)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Alert> {
    let similarity = |value: Option<f32>| value.map(Similarity);
    Ok(Alert {
        id: AlertId(row.get(0)?),
        sighting: SightingId(row.get(1)?),
        verdict: row.get::<_, Word<_>>(11)?.0,
        person: row.get::<_, Option<i64>>(2)?.map(PersonId),
        name: row.get(3)?,
        verdict_now: row.get::<_, Word<_>>(16)?.0,
        subject_now: subject_of(row.get(13)?, row.get(14)?),
        name_now: row.get(15)?,
        camera: row.get::<_, Option<i64>>(12)?.map(CameraId),
        camera_name: row.get(4)?,
        at: Timestamp(row.get(5)?),
        similarity: similarity(row.get(6)?),
        threshold: similarity(row.get(7)?),
        told_by: Vec::new(),
        best_face: row.get::<_, Option<i64>>(8)?.map(FaceId),
        acknowledged_at: row.get::<_, Option<i64>>(9)?.map(Timestamp),
        acknowledged_from: row.get::<_, Option<Word<SeenFrom>>>(10)?.map(|from| from.0),
    })
}
