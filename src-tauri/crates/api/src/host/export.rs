//! Files for the owner: everything about one person or about everybody, or a selection of the timeline.
//!
//! Owns what is in them. Must not change anything that is kept. Invariants: a file appears whole or not at all, and for the
//! owner's eyes only; within it a picture is named by its number and nobody by a file name; a table holds no text that a
//! spreadsheet would run.

use super::{Host, keeping::to_write, refusal::bad_request, to_wire};
use crate::{
    ApiError, ErrorCode,
    wire::{ExportEverybody, ExportPerson, ExportSightings, ExportView, KeepingWork, SightingQuery},
};
use jiff::{Timestamp as Instant, tz::TimeZone};
use porchlight_domain::{FaceId, PersonId, SightingId, Similarity, Subject, Timestamp, Verdict};
use porchlight_store::{Alert, PageMark, Sighting, SightingFilter, Store, StoreError};
use serde_json::{Value, json};
use std::{
    cmp::Reverse,
    collections::BTreeSet,
    fs::File,
    io::{BufWriter, ErrorKind, Write},
    ops::ControlFlow,
    path::Path,
};
use tempfile::NamedTempFile;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Sightings read at once.
const PAGE: usize = 500;
/// More than anybody chooses one by one; the whole list needs no choice.
const MOST_CHOSEN: usize = 20_000;
/// The columns of the table, the same in every language, so that a script finds them.
const COLUMNS: [&str; 13] = [
    "sighting",
    "camera",
    "started",
    "last_seen",
    "verdict",
    "name",
    "visitor",
    "similarity",
    "needed",
    "picture",
    "alert",
    "alert_at",
    "alert_picture",
];

impl Host {
    pub(super) fn export_one_person(&self, request: &ExportPerson) -> Result<ExportView, ApiError> {
        let mut work = self.begin_keeping(KeepingWork::Export)?;
        export_person(self.engine.store(), PersonId(request.id), &request.path, &mut |done, total| {
            work.step(done, total)
        })
    }

    pub(super) fn export_all_people(&self, request: &ExportEverybody) -> Result<ExportView, ApiError> {
        let mut work = self.begin_keeping(KeepingWork::Export)?;
        export_everybody(self.engine.store(), &request.path, &mut |done, total| work.step(done, total))
    }

    pub(super) fn export_selection(&self, request: &ExportSightings) -> Result<ExportView, ApiError> {
        let path = to_write(&request.path, &["csv", "zip"])?;
        let chosen = self.chosen(&request.query, request.ids.as_deref())?;
        let has_pictures = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
        let store = self.engine.store();
        let mut work = self.begin_keeping(KeepingWork::Export)?;
        let total = chosen.count(store)?;
        let mut table = Table::new()?;
        let (mut sightings, mut written) = (0, 0);
        let mut writing = has_pictures.then(|| Writing::begin(&path)).transpose()?;
        chosen.each(store, |sighting, alert| {
            sightings += 1;
            table.row(sighting, alert)?;
            if let Some(writing) = &mut writing {
                if let Some(face) = sighting.findings.best_face
                    && let Some(bytes) = store.face_picture(face)?
                {
                    writing.add(&format!("faces/{}.jpg", face.0), &bytes)?;
                    written += 1;
                }
                if let Some(alert) = alert
                    && let Some(bytes) = store.alert_scene(alert.id)?
                {
                    writing.add(&format!("alerts/{}.jpg", alert.id.0), &bytes)?;
                    written += 1;
                }
            }
            go_on(work.step(sightings, total))
        })?;
        let table = table.finish()?;
        let bytes = match writing {
            Some(mut writing) => {
                writing.add("sightings.csv", &table)?;
                writing.finish(&path)?
            }
            None => write_whole(&path, &table)?,
        };
        Ok(ExportView { sightings: to_wire::count(sightings), pictures: to_wire::count(written), bytes })
    }

    fn chosen(&self, query: &SightingQuery, ids: Option<&[i64]>) -> Result<Chosen, ApiError> {
        let Some(ids) = ids else { return Ok(Chosen::By(Box::new(self.filter(query)?))) };
        if !(1..=MOST_CHOSEN).contains(&ids.len()) {
            return Err(bad_request(format!("1 to {MOST_CHOSEN} sightings can be chosen")));
        }
        Ok(Chosen::These(ids.iter().copied().map(SightingId).collect()))
    }
}

/// Which sightings are written.
enum Chosen {
    /// Those that a filter lets through.
    By(Box<SightingFilter>),
    /// These, as far as they are still there.
    These(BTreeSet<SightingId>),
}

impl Chosen {
    fn count(&self, store: &Store) -> Result<u64, ApiError> {
        let all = [Timestamp(i64::MIN / 4), Timestamp(i64::MAX / 4)];
        Ok(match self {
            Self::By(filter) => u64::from(store.sighting_density(filter, &all)?.into_iter().sum::<u32>()),
            Self::These(ids) => ids.len() as u64,
        })
    }

    /// Each of them with its alert, latest first.
    fn each(
        &self,
        store: &Store,
        mut take: impl FnMut(&Sighting, Option<&Alert>) -> Result<(), ApiError>,
    ) -> Result<(), ApiError> {
        let ids = match self {
            Self::By(filter) => return each(store, filter, take),
            Self::These(ids) => ids,
        };
        let mut sightings = Vec::with_capacity(ids.len());
        for id in ids {
            match store.sighting(*id) {
                Ok(sighting) => sightings.push(sighting),
                // Erased since it was chosen.
                Err(StoreError::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        sightings.sort_by_key(|sighting| Reverse((sighting.started_at, sighting.id)));
        sightings.iter().try_for_each(|sighting| take(sighting, store.alert_of(sighting.id)?.as_ref()))
    }
}

/// Writes everything about one person into a ZIP file. `tell` is told how far it is and answers whether to go on.
///
/// # Errors
/// The path is no place for such a file, the person is gone, it was stopped, or the disk or the store failed.
pub fn export_person(
    store: &Store,
    person: PersonId,
    path: &str,
    tell: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<ExportView, ApiError> {
    let path = to_write(path, &["zip"])?;
    let total = store.person(person)?.sightings;
    let mut writing = Writing::begin(&path)?;
    let mut written = Written { total, ..Written::default() };
    write_person(store, person, "", &mut writing, &mut written, tell)?;
    written.finish(writing, &path)
}

/// Writes everything about everybody who was named into a ZIP file, each in a folder of a number. `tell` is told how far it
/// is and answers whether to go on.
///
/// # Errors
/// The path is no place for such a file, it was stopped, or the disk or the store failed.
fn export_everybody(
    store: &Store,
    path: &str,
    tell: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<ExportView, ApiError> {
    let path = to_write(path, &["zip"])?;
    let people = store.people()?;
    let mut writing = Writing::begin(&path)?;
    let mut written = Written { total: people.iter().map(|summary| summary.sightings).sum(), ..Written::default() };
    for summary in people {
        let person = summary.person.id;
        match write_person(store, person, &format!("people/{}/", person.0), &mut writing, &mut written, tell) {
            Err(error) if error.code == ErrorCode::NotFound => {}
            done => done?,
        }
    }
    written.finish(writing, &path)
}

/// How much was written, and how much there is to write as far as that is known.
#[derive(Default)]
struct Written {
    sightings: u64,
    pictures: u64,
    total: u64,
}

impl Written {
    fn tell(&self, tell: &mut dyn FnMut(u64, u64) -> ControlFlow<()>) -> Result<(), ApiError> {
        let done = self.sightings + self.pictures;
        go_on(tell(done, self.total.max(done)))
    }

    fn finish(self, writing: Writing, path: &Path) -> Result<ExportView, ApiError> {
        let bytes = writing.finish(path)?;
        Ok(ExportView { sightings: to_wire::count(self.sightings), pictures: to_wire::count(self.pictures), bytes })
    }
}

/// One person, into `folder` of a file.
fn write_person(
    store: &Store,
    person: PersonId,
    folder: &str,
    writing: &mut Writing,
    written: &mut Written,
    tell: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<(), ApiError> {
    let known = what_is_known(store, person)?;
    let filter = SightingFilter { subject: Some(Subject::Person(person)), ..SightingFilter::default() };
    let mut table = Table::new()?;
    let mut pictures: BTreeSet<FaceId> =
        store.faces(Subject::Person(person))?.into_iter().map(|face| face.id).collect();
    let mut scenes = Vec::new();
    written.total += pictures.len() as u64;
    each(store, &filter, |sighting, alert| {
        written.sightings += 1;
        pictures.extend(sighting.findings.best_face);
        scenes.extend(alert.map(|alert| alert.id));
        table.row(sighting, alert)?;
        written.tell(tell)
    })?;
    writing.add(&format!("{folder}sightings.csv"), &table.finish()?)?;
    for face in &pictures {
        for (kind, picture) in [("faces", store.face_picture(*face)?), ("compared", store.face_crop(*face)?)] {
            if let Some(bytes) = picture {
                writing.add(&format!("{folder}{kind}/{}.jpg", face.0), &bytes)?;
                written.pictures += 1;
            }
        }
        written.tell(tell)?;
    }
    for alert in scenes {
        if let Some(bytes) = store.alert_scene(alert)? {
            writing.add(&format!("{folder}alerts/{}.jpg", alert.0), &bytes)?;
            written.pictures += 1;
        }
    }
    writing.add(&format!("{folder}person.json"), &known)
}

/// What is known of somebody, as JSON: everything that is in the database about them and in no table.
fn what_is_known(store: &Store, id: PersonId) -> Result<Vec<u8>, ApiError> {
    let summary = store.person(id)?;
    let numbers = store.gallery_of(Subject::Person(id))?;
    let faces = store.faces(Subject::Person(id))?.into_iter().map(|face| {
        let embedding = numbers.iter().find(|row| row.face == face.id).map(|row| row.embedding.values().to_vec());
        json!({
            "id": face.id.0,
            "picture": format!("faces/{}.jpg", face.id.0),
            "at": moment(face.at),
            "origin": match face.origin {
                porchlight_store::FaceOrigin::Enrolled => "enrolled",
                porchlight_store::FaceOrigin::Seen => "seen",
            },
            "is_compared": face.is_template,
            "model": face.model.as_str(),
            "trust": face.quality.trust,
            "numbers": embedding,
        })
    });
    let rules = store
        .alert_rules()?
        .into_iter()
        .filter(|rule| matches!(rule.says.about, porchlight_domain::RuleAbout::Person(person) if person == id));
    let not_them = store.rejections()?.into_iter().filter(|pair| pair.person == id).count();
    let known: Value = json!({
        "name": summary.person.name,
        "kind": Verdict::from(summary.person.kind).as_str(),
        "note": summary.note,
        "own_threshold": summary.threshold.map(|threshold| threshold.0),
        "sightings": summary.sightings,
        "last_seen": summary.last_seen.map(moment),
        "last_camera": summary.last_camera,
        "faces": faces.collect::<Vec<_>>(),
        "rules_about_them": rules.count(),
        "said_not_to_be_them": not_them,
    });
    serde_json::to_vec_pretty(&known).map_err(|error| ApiError::new(ErrorCode::Internal, error.to_string()))
}

/// Every sighting that the filter lets through, latest first, with its alert.
fn each(
    store: &Store,
    filter: &SightingFilter,
    mut take: impl FnMut(&Sighting, Option<&Alert>) -> Result<(), ApiError>,
) -> Result<(), ApiError> {
    let mut after = None;
    loop {
        let page = store.sightings(filter, PAGE, after)?;
        for sighting in &page {
            let alert = store.alert_of(sighting.id)?;
            take(sighting, alert.as_ref())?;
        }
        let Some(last) = page.last().filter(|_| page.len() == PAGE) else { return Ok(()) };
        after = Some(PageMark { at: last.started_at, id: last.id.0 });
    }
}

fn go_on(step: ControlFlow<()>) -> Result<(), ApiError> {
    if step.is_break() { Err(StoreError::Stopped.into()) } else { Ok(()) }
}

/// The table.
struct Table {
    rows: csv::Writer<Vec<u8>>,
}

impl Table {
    fn new() -> Result<Self, ApiError> {
        let mut rows = csv::Writer::from_writer(Vec::new());
        rows.write_record(COLUMNS).map_err(unwritten)?;
        Ok(Self { rows })
    }

    fn row(&mut self, sighting: &Sighting, alert: Option<&Alert>) -> Result<(), ApiError> {
        let findings = &sighting.findings;
        let share = |similarity: Option<Similarity>| similarity.map(|s| format!("{:.3}", s.0)).unwrap_or_default();
        let visitor = findings.subject.and_then(Subject::visitor).map(|visitor| visitor.0.to_string());
        let row: [String; 13] = [
            sighting.id.0.to_string(),
            inert(&sighting.camera_name),
            moment(sighting.started_at),
            moment(sighting.last_seen_at),
            findings.verdict.as_str().to_owned(),
            inert(sighting.name.as_deref().unwrap_or_default()),
            visitor.unwrap_or_default(),
            share(findings.similarity),
            share(findings.threshold),
            findings.best_face.map(|face| format!("faces/{}.jpg", face.0)).unwrap_or_default(),
            alert.map(|alert| alert.id.0.to_string()).unwrap_or_default(),
            alert.map(|alert| moment(alert.at)).unwrap_or_default(),
            alert.map(|alert| format!("alerts/{}.jpg", alert.id.0)).unwrap_or_default(),
        ];
        self.rows.write_record(row).map_err(unwritten)
    }

    fn finish(self) -> Result<Vec<u8>, ApiError> {
        self.rows.into_inner().map_err(unwritten)
    }
}

fn unwritten(error: impl std::fmt::Display) -> ApiError {
    bad_request(format!("the table could not be written: {error}"))
}

/// A name that begins like a formula is text all the same.
fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// Where the owner is, with what that is off Greenwich: `2026-05-04T20:03:22+02:00`.
fn moment(at: Timestamp) -> String {
    let instant = Instant::from_millisecond(at.0).unwrap_or(Instant::UNIX_EPOCH);
    instant.to_zoned(TimeZone::system()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// A ZIP file while it is written, beside its place.
struct Writing {
    zip: ZipWriter<BufWriter<File>>,
    file: NamedTempFile,
}

impl Writing {
    fn begin(path: &Path) -> Result<Self, ApiError> {
        let file = beside(path)?;
        let zip = ZipWriter::new(BufWriter::new(file.reopen().map_err(|error| failed(&error))?));
        Ok(Self { zip, file })
    }

    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), ApiError> {
        let is_picture = name.ends_with(".jpg");
        let method = if is_picture { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method).unix_permissions(0o600);
        self.zip.start_file(name, options).map_err(|error| failed(&error.into()))?;
        self.zip.write_all(bytes).map_err(|error| failed(&error))
    }

    fn finish(self, path: &Path) -> Result<u64, ApiError> {
        let mut written = self.zip.finish().map_err(|error| failed(&error.into()))?;
        written.flush().map_err(|error| failed(&error))?;
        put(self.file, path)
    }
}

fn write_whole(path: &Path, bytes: &[u8]) -> Result<u64, ApiError> {
    let mut file = beside(path)?;
    file.write_all(bytes).map_err(|error| failed(&error))?;
    put(file, path)
}

fn beside(path: &Path) -> Result<NamedTempFile, ApiError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    tempfile::Builder::new().prefix(".porchlight-").suffix(".part").tempfile_in(folder).map_err(|error| failed(&error))
}

fn put(file: NamedTempFile, path: &Path) -> Result<u64, ApiError> {
    let bytes = file.as_file().metadata().map_err(|error| failed(&error))?.len();
    file.persist(path).map_err(|refused| failed(&refused.error))?;
    Ok(bytes)
}

/// Without the place, which is the owner's.
fn failed(error: &std::io::Error) -> ApiError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ApiError::new(ErrorCode::DiskFull, "the disk is full"),
        kind => ApiError::new(ErrorCode::Internal, format!("the file could not be written: {kind}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_runs_nothing_of_a_name() {
        for (name, cell) in [
            ("Anna", "Anna"),
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("+1", "'+1"),
            ("@x", "'@x"),
            ("-x", "'-x"),
            ("a=b", "a=b"),
        ] {
            assert_eq!(inert(name), cell);
        }
    }
}
