//! What a rule has to know of the past: who was seen, and when it told last.
//!
//! Owns questions over several tables, no table. Must not decide. Invariant: the demo and the home do not see each other.

use crate::{
    Result, Store, StoreError, Visit,
    tables::sighting::VERDICT,
    words::{Word, sides, subject_of},
};
use porchlight_domain::{CameraId, MOST_APART_MINUTES, MOST_NOBODY_HOME_HOURS, RuleId, SightingId, Subject, Timestamp};
use rusqlite::{OptionalExtension, params};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// Questions of rules.
impl Store {
    /// When anybody known was seen last until `at`, at any camera of the same kind as that of `sighting`: the demo street
    /// or the home. Whoever is in view now is seen now. `None` if nobody was within the most hours that a rule asks for.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the sighting is gone.
    pub fn known_seen_at(&self, sighting: SightingId, at: Timestamp) -> Result<Option<Timestamp>> {
        self.read(|c| {
            let is_demo: bool = c
                .prepare_cached("SELECT is_demo FROM sighting WHERE id = ?1")?
                .query_row([sighting.0], |row| row.get(0))
                .optional()?
                .ok_or(StoreError::NotFound { what: "sighting" })?;
            let seen: Option<i64> = c
                .prepare_cached(
                    "SELECT max(seen) FROM (
                       SELECT min(last_seen_at, ?1) AS seen FROM sighting INDEXED BY sighting_by_last_seen
                         CROSS JOIN person ON person.id = sighting.person_id
                       WHERE last_seen_at >= ?2 AND started_at <= ?1 AND person.kind = 'known' AND sighting.is_demo = ?3
                       UNION ALL
                       SELECT ?1 FROM sighting INDEXED BY sighting_open CROSS JOIN person ON person.id = sighting.person_id
                       WHERE ended_at IS NULL AND started_at <= ?1 AND person.kind = 'known' AND sighting.is_demo = ?3)",
                )?
                .query_row(params![at.0, at.0 - i64::from(MOST_NOBODY_HOME_HOURS) * HOUR_MS, is_demo], |row| row.get(0))?;
            Ok(seen.map(Timestamp))
        })
    }

    /// When a rule told of this subject last, but for `sighting` itself. All who are unclear count as one.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn last_told(
        &self,
        rule: RuleId,
        subject: Option<Subject>,
        but: SightingId,
        at: Timestamp,
    ) -> Result<Option<Timestamp>> {
        let (person, visitor) = subject.map_or((None, None), sides);
        self.read(|c| {
            let told: Option<i64> = c
                .prepare_cached(
                    "SELECT max(alert.at) FROM alert_reason
                       JOIN alert ON alert.id = alert_reason.alert_id
                       JOIN sighting ON sighting.id = alert.sighting_id
                     WHERE alert_reason.rule_id = ?1 AND sighting.person_id IS ?2 AND sighting.visitor_id IS ?3
                       AND sighting.id <> ?4 AND alert.at >= ?5",
                )?
                .query_row(
                    params![rule.0, person, visitor, but.0, at.0 - i64::from(MOST_APART_MINUTES) * MINUTE_MS],
                    |row| row.get(0),
                )?;
            Ok(told.map(Timestamp))
        })
    }

    /// The sightings that began from `from` on, the latest `limit` of them, earliest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn visits_since(&self, from: Timestamp, limit: usize) -> Result<Vec<Visit>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(|c| {
            let mut statement = c.prepare_cached(&format!(
                "SELECT sighting.id, sighting.camera_id, {VERDICT}, sighting.person_id, sighting.visitor_id,
                   sighting.started_at, sighting.last_seen_at, sighting.is_demo
                 FROM sighting LEFT JOIN person ON person.id = sighting.person_id
                 WHERE sighting.started_at >= ?1 ORDER BY sighting.started_at DESC, sighting.id DESC LIMIT ?2"
            ))?;
            let rows = statement.query_map([from.0, limit], |row| {
                Ok(Visit {
                    sighting: SightingId(row.get(0)?),
                    camera: row.get::<_, Option<i64>>(1)?.map(CameraId),
                    is_demo: row.get(7)?,
                    verdict: row.get::<_, Word<_>>(2)?.0,
                    subject: subject_of(row.get(3)?, row.get(4)?),
                    started_at: Timestamp(row.get(5)?),
                    last_seen_at: Timestamp(row.get(6)?),
                })
            })?;
            let mut visits = rows.collect::<rusqlite::Result<Vec<_>>>()?;
            visits.reverse();
            Ok(visits)
        })
    }
}
