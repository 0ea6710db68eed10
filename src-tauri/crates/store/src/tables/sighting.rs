//! Sightings.
//!
//! Owns the table `sighting`. Must not decide a verdict. Invariants: a sighting reads as what its subject is now; no name
//! is stored with it; faces that only show a sighting follow its subject.

use crate::{
    CountedFace, Findings, NewSighting, PageMark, Result, Sighting, SightingFilter, Store, StoreError, Write,
    pictures::Album,
    tables::{
        doom_faces,
        stored::{StoredCandidate, StoredFace, from_json, to_json},
    },
    words::{Word, sides, subject_of},
};
use porchlight_domain::{
    CameraId, Candidate, ClockHours, DAY_MINUTES, FaceId, ModelId, PersonKind, SightingId, Similarity, Subject,
    Timestamp, Verdict,
};
use rusqlite::{Connection, OptionalExtension, Params, Row, ToSql, params, types::Value};
use std::{borrow::Cow, sync::Arc};

/// The verdict as it reads now: what the subject is counts more than what was thought then.
pub(super) const VERDICT: &str = "CASE WHEN person.id IS NOT NULL THEN person.kind
         WHEN sighting.visitor_id IS NOT NULL THEN 'visitor' ELSE sighting.verdict END";

/// The order of every list.
const IN_ORDER: &str = "ORDER BY sighting.started_at DESC, sighting.id DESC";

/// Of so many pages a frequent verdict fills one.
const REACH_PAGES: i64 = 10;

const COLUMNS: &str =
    "sighting.id, sighting.camera_id, sighting.camera_name, sighting.started_at, sighting.last_seen_at,
    sighting.ended_at, sighting.person_id, sighting.visitor_id, sighting.similarity, sighting.threshold,
    sighting.candidates, sighting.best_face_id, sighting.why, sighting.model, person.name, sighting.evidence";

/// Sightings.
impl Store {
    /// Sightings, latest begun first, at most `limit`, going on after `after` (its moment: begun).
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn sightings(&self, filter: &SightingFilter, limit: usize, after: Option<PageMark>) -> Result<Vec<Sighting>> {
        let narrowed = narrowed(filter, after);
        let narrow = narrowed.conditions.join(" AND ");
        let limit_rows = i64::try_from(limit).unwrap_or(i64::MAX);
        let reach = limit_rows.saturating_mul(REACH_PAGES);
        let verdict = filter.verdict.map(Word);
        let mut values: Vec<(&str, &dyn ToSql)> = vec![(":limit", &limit_rows)];
        values.extend(verdict.as_ref().map(|verdict| (":verdict", verdict as &dyn ToSql)));
        values.extend(narrowed.values.iter().map(|(name, value)| (*name, value as &dyn ToSql)));
        self.read(|c| match filter.verdict {
            None => listed(c, "sighting", &narrow, &values),
            Some(_) if filter.subject.is_some() => {
                listed(c, "sighting", &format!("{narrow} AND {VERDICT} = :verdict"), &values)
            }
            Some(_) => {
                // Most verdicts are frequent: they fill a page within the next few. Only a rare one is looked for.
                let next = format!("(SELECT * FROM sighting WHERE {narrow} {IN_ORDER} LIMIT :reach) AS sighting");
                let mut nearby = values.clone();
                nearby.push((":reach", &reach));
                let page = listed(c, &next, &format!("{VERDICT} = :verdict"), &nearby)?;
                if page.len() >= limit {
                    return Ok(page);
                }
                // A cross join keeps its order: from the few to their rows, and never through all rows in search of the few.
                let few = format!("({}) AS few CROSS JOIN sighting ON sighting.id = few.id", of_verdict(&narrow));
                listed(c, &few, "1", &values)
            }
        })
    }

    /// When the first of all sightings began; `None` where there is none.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn first_sighting_at(&self) -> Result<Option<Timestamp>> {
        self.read(|c| {
            let mut statement = c.prepare_cached("SELECT min(started_at) FROM sighting")?;
            Ok(statement.query_row([], |row| row.get::<_, Option<i64>>(0))?.map(Timestamp))
        })
    }

    /// One sighting.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn sighting(&self, id: SightingId) -> Result<Sighting> {
        self.read(|c| {
            let (mut sighting, stored) = c
                .prepare_cached(&format!(
                    "SELECT {COLUMNS}, {VERDICT} FROM sighting LEFT JOIN person ON person.id = sighting.person_id
                     WHERE sighting.id = ?1"
                ))?
                .query_row([id.0], from_row)
                .optional()?
                .ok_or(StoreError::NotFound { what: "sighting" })?;
            complete(c, &mut sighting, &stored)?;
            Ok(sighting)
        })
    }

    /// Begins a sighting.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the camera or the subject is gone.
    pub fn start_sighting(&self, sighting: &NewSighting) -> Result<SightingId> {
        self.write(|w| w.start_sighting(sighting))
    }

    /// Somebody was still seen `at`, and this is thought of it now.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the sighting or the subject is gone.
    pub fn update_sighting(&self, sighting: SightingId, at: Timestamp, findings: &Findings) -> Result<()> {
        self.write(|w| w.update_sighting(sighting, at, findings))
    }

    /// Closes a sighting whose last moment was `at`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn end_sighting(&self, sighting: SightingId, at: Timestamp) -> Result<()> {
        self.write(|w| w.end_sighting(sighting, at))
    }

    /// Closes all sightings that a crash left open, each at its last moment. Returns how many. One that goes on after all,
    /// in another program, opens again with its next update.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn close_open_sightings(&self) -> Result<u64> {
        self.write(|w| {
            let closed =
                w.connection.execute("UPDATE sighting SET ended_at = last_seen_at WHERE ended_at IS NULL", [])?;
            Ok(closed as u64)
        })
    }
}

impl Write<'_> {
    /// Begins a sighting.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the camera or the subject is gone.
    pub fn start_sighting(&mut self, sighting: &NewSighting) -> Result<SightingId> {
        let started = self
            .connection
            .prepare_cached(
                "INSERT INTO sighting (camera_id, camera_name, is_demo, started_at, last_seen_at, verdict)
                 SELECT id, name, is_demo, ?2, ?2, 'unclear' FROM camera WHERE id = ?1",
            )?
            .execute([sighting.camera.0, sighting.at.0])?;
        if started == 0 {
            return Err(StoreError::NotFound { what: "camera" });
        }
        let id = SightingId(self.connection.last_insert_rowid());
        self.update_sighting(id, sighting.at, &sighting.findings)?;
        Ok(id)
    }

    /// Somebody was still seen `at`, and this is thought of it now. A subject who was just named, merged or un-named is
    /// followed; a best face that is gone counts as none. Faces that were kept of it move along to its new subject, for a
    /// person only to be looked at.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the sighting or the subject is gone.
    pub fn update_sighting(&mut self, sighting: SightingId, at: Timestamp, findings: &Findings) -> Result<()> {
        let before = self.subject_of_sighting(sighting)?;
        let subject = findings.subject.map(|subject| self.follow(subject)).transpose()?;
        let (person, visitor) = subject.map_or((None, None), sides);
        self.connection
            .prepare_cached(
                "UPDATE sighting SET last_seen_at = max(last_seen_at, ?2), ended_at = NULL, verdict = ?3, person_id = ?4,
                   visitor_id = ?5, similarity = ?6, threshold = ?7, candidates = ?8,
                   best_face_id = (SELECT id FROM face WHERE id = ?9), why = ?10, model = ?11, evidence = ?12
                 WHERE id = ?1",
            )?
            .execute(params![
                sighting.0,
                at.0,
                Word(findings.verdict),
                person,
                visitor,
                findings.similarity.map(|similarity| similarity.0),
                findings.threshold.map(|threshold| threshold.0),
                to_json::<_, StoredCandidate>(&findings.candidates),
                findings.best_face.map(|face| face.0),
                findings.why,
                findings.model.as_ref().map(ModelId::as_str),
                to_json::<_, StoredFace>(&findings.evidence),
            ])?;
        if let (Some(before), Some(now)) = (before, subject)
            && before != now
        {
            let (old_person, old_visitor) = sides(before);
            self.connection
                .prepare_cached(
                    "UPDATE face SET person_id = ?4, visitor_id = ?5, is_template = ?5 IS NOT NULL
                     WHERE sighting_id = ?1 AND (visitor_id = ?3 OR (person_id = ?2 AND NOT is_template))",
                )?
                .execute(params![sighting.0, old_person, old_visitor, person, visitor])?;
        }
        Ok(())
    }

    /// Closes a sighting whose last moment was `at`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn end_sighting(&mut self, sighting: SightingId, at: Timestamp) -> Result<()> {
        let ended = self
            .connection
            .prepare_cached("UPDATE sighting SET last_seen_at = max(last_seen_at, ?2), ended_at = max(last_seen_at, ?2) WHERE id = ?1")?
            .execute([sighting.0, at.0])?;
        if ended == 0 { Err(StoreError::NotFound { what: "sighting" }) } else { Ok(()) }
    }

    /// `gone` was the same visit as `into`: its time, faces and alert go over, and it is no more. If both have an alert,
    /// that of `into` stays.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn join_sightings(&mut self, gone: SightingId, into: SightingId) -> Result<()> {
        let (from, to) = (self.subject_of_sighting(gone)?, self.subject_of_sighting(into)?);
        self.connection
            .prepare_cached(
                "UPDATE sighting SET
                   started_at = min(started_at, (SELECT started_at FROM sighting WHERE id = ?1)),
                   last_seen_at = max(last_seen_at, (SELECT last_seen_at FROM sighting WHERE id = ?1))
                 WHERE id = ?2",
            )?
            .execute([gone.0, into.0])?;
        if let (Some(from), Some(to)) = (from, to) {
            let ((old_person, old_visitor), (person, visitor)) = (sides(from), sides(to));
            self.connection.execute(
                "UPDATE face SET person_id = ?4, visitor_id = ?5, is_template = is_template AND ?5 IS NOT NULL
                 WHERE sighting_id = ?1 AND (visitor_id = ?3 OR (person_id = ?2 AND NOT is_template))",
                params![gone.0, old_person, old_visitor, person, visitor],
            )?;
        }
        self.connection.execute("UPDATE face SET sighting_id = ?2 WHERE sighting_id = ?1", [gone.0, into.0])?;
        self.connection
            .execute("UPDATE OR IGNORE alert SET sighting_id = ?2 WHERE sighting_id = ?1", [gone.0, into.0])?;
        doom_sightings(self, "id = ?1", [gone.0]).map(drop)
    }

    /// Removes a sighting with its alert and the faces that only show it. What others are compared with stays with its
    /// person or visitor.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn remove_sighting(&mut self, sighting: SightingId) -> Result<()> {
        self.must_have_sighting(sighting)?;
        doom_sightings(self, "id = ?1", [sighting.0]).map(drop)
    }

    pub(crate) fn must_have_sighting(&self, sighting: SightingId) -> Result<()> {
        self.subject_of_sighting(sighting).map(drop)
    }

    fn subject_of_sighting(&self, sighting: SightingId) -> Result<Option<Subject>> {
        subject_of_sighting(self.connection, sighting)
    }
}

pub(crate) fn subject_of_sighting(connection: &Connection, sighting: SightingId) -> Result<Option<Subject>> {
    connection
        .prepare_cached("SELECT person_id, visitor_id FROM sighting WHERE id = ?1")?
        .query_row([sighting.0], |row| Ok(subject_of(row.get(0)?, row.get(1)?)))
        .optional()?
        .ok_or(StoreError::NotFound { what: "sighting" })
}

/// A page of the sightings `from` somewhere, with everything.
fn listed(
    connection: &Connection,
    from: &str,
    condition: &str,
    values: &[(&str, &dyn ToSql)],
) -> Result<Vec<Sighting>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS}, {VERDICT} FROM {from} LEFT JOIN person ON person.id = sighting.person_id
         WHERE {condition} {IN_ORDER} LIMIT :limit"
    ))?;
    let rows = statement.query_map(values, from_row)?;
    let mut sightings = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    sightings.iter_mut().try_for_each(|(sighting, stored)| complete(connection, sighting, stored))?;
    Ok(sightings.into_iter().map(|(sighting, _)| sighting).collect())
}

/// What narrows a page, apart from the verdict.
pub(super) struct Narrowed {
    pub(super) conditions: Vec<Cow<'static, str>>,
    pub(super) values: Vec<(&'static str, Value)>,
}

pub(super) fn narrowed(filter: &SightingFilter, after: Option<PageMark>) -> Narrowed {
    let mut narrowed = Narrowed { conditions: Vec::new(), values: Vec::new() };
    let mut must = |condition: &'static str, values: &[(&'static str, i64)]| {
        narrowed.conditions.push(condition.into());
        narrowed.values.extend(values.iter().map(|(name, value)| (*name, Value::Integer(*value))));
    };
    match filter.subject {
        Some(Subject::Person(person)) => must("sighting.person_id = :subject", &[(":subject", person.0)]),
        Some(Subject::Visitor(visitor)) => must("sighting.visitor_id = :subject", &[(":subject", visitor.0)]),
        None => {}
    }
    if let Some(camera) = filter.camera {
        must("sighting.camera_id = :camera", &[(":camera", camera.0)]);
    }
    if let Some(from) = filter.from {
        must("sighting.started_at >= :from", &[(":from", from.0)]);
    }
    // An index is entered by one end only: where a page goes on from before `until`, that says nothing more.
    if let Some(until) = filter.until.filter(|until| after.is_none_or(|after| after.at >= *until)) {
        must("sighting.started_at < :until", &[(":until", until.0)]);
    }
    if let Some(after) = after {
        // The first half alone is what an index of the beginning can be entered by.
        must(
            "sighting.started_at <= :at AND (sighting.started_at, sighting.id) < (:at, :id)",
            &[(":at", after.at.0), (":id", after.id)],
        );
    }
    for (bound, condition, name) in [
        (filter.alike_from, "sighting.similarity >= :alike_from", ":alike_from"),
        (filter.alike_below, "sighting.similarity < :alike_below", ":alike_below"),
    ] {
        if let Some(similarity) = bound {
            narrowed.conditions.push(condition.into());
            narrowed.values.push((name, Value::Real(f64::from(similarity.0))));
        }
    }
    if let Some(hours) = &filter.hours {
        narrowed.conditions.push(within(hours).into());
        narrowed.values.push((":hours_minutes", Value::Integer(i64::from(hours.minutes()))));
    }
    // There is always a condition, so that none needs to know whether it is the first.
    narrowed.conditions.push("sighting.started_at IS NOT NULL".into());
    narrowed
}

/// Whether a sighting began at such hours. Only its beginning is asked, which every index has: rows of other hours are
/// passed over without being read.
fn within(hours: &ClockHours) -> String {
    let offsets: Vec<_> = hours.offsets().collect();
    let cases: String =
        offsets.iter().map(|(from, offset)| format!("WHEN sighting.started_at >= {} THEN {offset} ", from.0)).collect();
    let earliest = offsets.last().map_or(0, |(_, offset)| *offset);
    format!("(sighting.started_at / 60000 + CASE {cases}ELSE {earliest} END) % {DAY_MINUTES} < :hours_minutes")
}

/// The ids of a page of one verdict, and of some more. A verdict is worked out from who somebody is now, which no index
/// can know: so each way to come to it is read by an index of its own, a page at the most from each.
fn of_verdict(narrow: &str) -> String {
    let page = format!("{IN_ORDER} LIMIT :limit");
    format!(
        "SELECT id FROM (SELECT id FROM sighting WHERE person_id IS NULL AND visitor_id IS NULL AND verdict = :verdict
           AND {narrow} {page})
         UNION ALL
         SELECT id FROM (SELECT id FROM sighting WHERE visitor_id IS NOT NULL AND :verdict = 'visitor' AND {narrow} {page})
         UNION ALL
         SELECT theirs.id FROM person JOIN sighting AS theirs ON theirs.id IN (
           SELECT id FROM sighting WHERE person_id = person.id AND {narrow} {page})
         WHERE person.kind = :verdict"
    )
}

/// How many rows went.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Doomed {
    pub sightings: u64,
    pub alerts: u64,
    pub faces: u64,
}

/// Deletes the sightings for which `condition` holds, with their alerts and the faces that only show them; pictures go
/// with the commit.
pub(crate) fn doom_sightings(w: &mut Write<'_>, condition: &str, values: impl Params) -> Result<Doomed> {
    let mut statement = w.connection.prepare_cached(&format!("SELECT id FROM sighting WHERE {condition}"))?;
    let ids = statement.query_map(values, |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    let mut doomed = Doomed { sightings: ids.len() as u64, ..Doomed::default() };
    for id in ids {
        doomed.faces += doom_faces(w, "sighting_id = ?1 AND NOT is_template", [id])?;
        doomed.alerts += doom_alerts(w, "sighting_id = ?1", [id])?;
        w.connection.prepare_cached("DELETE FROM sighting WHERE id = ?1")?.execute([id])?;
    }
    Ok(doomed)
}

/// Deletes the alerts for which `condition` holds; their pictures go with the commit.
pub(crate) fn doom_alerts(w: &mut Write<'_>, condition: &str, values: impl Params) -> Result<u64> {
    let mut statement = w.connection.prepare_cached(&format!("DELETE FROM alert WHERE {condition} RETURNING id"))?;
    let ids = statement.query_map(values, |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    for id in &ids {
        w.doom(Album::Scenes, *id);
    }
    Ok(ids.len() as u64)
}

/// The sighting without candidates and faces, and the candidates as stored.
fn from_row(row: &Row<'_>) -> rusqlite::Result<(Sighting, String)> {
    let similarity = |value: Option<f32>| value.map(Similarity);
    let evidence = |face: StoredFace| CountedFace::from(face);
    let sighting = Sighting {
        id: SightingId(row.get(0)?),
        camera: row.get::<_, Option<i64>>(1)?.map(CameraId),
        camera_name: row.get(2)?,
        started_at: Timestamp(row.get(3)?),
        last_seen_at: Timestamp(row.get(4)?),
        ended_at: row.get::<_, Option<i64>>(5)?.map(Timestamp),
        findings: Findings {
            verdict: row.get::<_, Word<Verdict>>(16)?.0,
            subject: subject_of(row.get(6)?, row.get(7)?),
            similarity: similarity(row.get(8)?),
            threshold: similarity(row.get(9)?),
            candidates: Vec::new(),
            best_face: row.get::<_, Option<i64>>(11)?.map(FaceId),
            why: row.get(12)?,
            model: row.get::<_, Option<String>>(13)?.map(|model| ModelId::new(&model)),
            evidence: from_json(row.get_ref(15)?.as_str()?).into_iter().map(evidence).collect(),
        },
        name: row.get(14)?,
        faces: Vec::new(),
    };
    Ok((sighting, row.get(10)?))
}

fn complete(connection: &Connection, sighting: &mut Sighting, stored: &str) -> Result<()> {
    let mut statement =
        connection.prepare_cached("SELECT id FROM face WHERE sighting_id = ?1 ORDER BY trust DESC, id DESC")?;
    let faces = statement.query_map([sighting.id.0], |row| row.get(0).map(FaceId))?;
    sighting.faces = faces.collect::<rusqlite::Result<_>>()?;
    for candidate in from_json::<StoredCandidate>(stored) {
        sighting.findings.candidates.extend(named(connection, &candidate)?);
    }
    Ok(())
}

/// A stored candidate with the name of today. `None` for somebody who is no more.
fn named(connection: &Connection, stored: &StoredCandidate) -> Result<Option<Candidate>> {
    let (subject, name, kind) = match stored.subject() {
        Some(subject @ Subject::Person(person)) => {
            let found = connection
                .prepare_cached("SELECT name, kind FROM person WHERE id = ?1")?
                .query_row([person.0], |row| Ok((row.get::<_, Arc<str>>(0)?, row.get::<_, Word<PersonKind>>(1)?.0)))
                .optional()?;
            let Some((name, kind)) = found else { return Ok(None) };
            (subject, Some(name), Some(kind))
        }
        Some(subject @ Subject::Visitor(visitor)) if super::visitor_exists(connection, visitor)? => {
            (subject, None, None)
        }
        _ => return Ok(None),
    };
    Ok(Some(Candidate {
        subject,
        name,
        kind,
        similarity: Similarity(stored.similarity),
        threshold: Similarity(stored.threshold),
        nearest_face: FaceId(stored.face),
    }))
}
