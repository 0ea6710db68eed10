//! `eval visits`: rendered clips with ground truth, through the pipeline of a camera.
//!
//! Owns the comparison with the truth. The clips are replayed by the engine itself; only the threads are left out.

use super::figures::percentile;
use anyhow::{Context, Result};
use porchlight_camera::Sources;
use porchlight_domain::{BoxInFrame, CameraSource, OpenVision, PersonKind, Settings, SightingKey, Timestamp, Verdict};
use porchlight_engine::{Analysis, CameraFigures, Engine, EngineParts, PictureFile, SystemClock, WatchChange};
use porchlight_store::{Camera, NewCamera, NewPerson, Store};
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, path::Path, sync::Arc, time::Instant};

/// A face is usable from here on, in pixels of its width: where the clocks of `time_to_name` and `time_to_alert` start.
const USABLE_WIDTH: f32 = 48.0;
/// Between two clips, in ms: nobody of the last clip is still there.
const BETWEEN_CLIPS_MS: i64 = 3_600_000;

#[derive(Deserialize)]
struct Household {
    known: Vec<String>,
    blacklist: Vec<String>,
}

#[derive(Deserialize)]
struct Truth {
    fps: f64,
    visits: Vec<Visit>,
    frames: Vec<Vec<TrueFace>>,
}

#[derive(Deserialize)]
struct Visit {
    name: String,
    kind: String,
}

#[derive(Deserialize)]
struct TrueFace {
    visit: usize,
    #[serde(rename = "box")]
    box_in_frame: [f32; 4],
    inside: bool,
}

/// The report, over all clips or of one.
#[derive(Serialize, Default)]
pub struct VisitsReport {
    #[serde(skip_serializing_if = "Option::is_none")]
    clip: Option<String>,
    visits: usize,
    detected: usize,
    pub(super) known_named: usize,
    pub(super) known_total: usize,
    pub(super) wrong_named: usize,
    pub(super) blacklist_alerted: usize,
    blacklist_total: usize,
    false_alerts: usize,
    pub(super) stranger_unknown: usize,
    stranger_total: usize,
    stranger_named: usize,
    pub(super) time_to_name_ms: Percentiles,
    time_to_alert_ms: Percentiles,
    pub(super) sightings_per_visit: f64,
    pub(super) embeddings_per_visit: f64,
    identity_cache_hit_rate: f64,
    pub(super) false_sightings: usize,
    frames: u64,
    frames_per_second: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    clips: Vec<VisitsReport>,
    #[serde(skip)]
    raw: Raw,
}

#[derive(Serialize, Default)]
pub(super) struct Percentiles {
    pub(super) p50: Option<f64>,
    pub(super) p95: Option<f64>,
}

/// What rates are made of, so that clips can be added up.
#[derive(Default)]
struct Raw {
    name_ms: Vec<f64>,
    alert_ms: Vec<f64>,
    sightings: usize,
    figures: CameraFigures,
    seconds: f64,
}

/// Measures on the clips in `dir` (`household.json`, `enrol/`, `clip-N.mp4`, `clip-N.json`).
///
/// # Errors
/// The set cannot be read, or the models are missing.
pub fn eval_visits(dir: &Path, vision: Arc<dyn OpenVision>, progress: impl FnMut(&str)) -> Result<VisitsReport> {
    let settings = usual_settings(vision.as_ref());
    eval_visits_with(dir, vision, settings, progress)
}

/// The settings of a fresh house with these models.
pub(super) fn usual_settings(vision: &dyn OpenVision) -> Settings {
    let usual = vision.usual();
    Settings { thresholds: usual.thresholds, usual, ..Settings::default() }
}

/// The same with other settings, to see what they are worth.
pub(super) fn eval_visits_with(
    dir: &Path,
    vision: Arc<dyn OpenVision>,
    settings: Settings,
    mut progress: impl FnMut(&str),
) -> Result<VisitsReport> {
    let engine = Engine::start(EngineParts {
        store: Arc::new(Store::in_memory()?),
        sources: Arc::new(Sources::new()),
        vision,
        clock: Arc::<SystemClock>::default(),
        workers: 1,
    })?;
    engine.save_settings(settings)?;
    enrol_household(&engine, dir)?;
    let mut clips = Vec::new();
    for (i, clip) in clips_in(dir)?.iter().enumerate() {
        progress(clip);
        clips.push(eval_clip(&engine, dir, clip, Timestamp(BETWEEN_CLIPS_MS * (i as i64 + 1)))?);
    }
    Ok(all_together(clips))
}

/// Adds everybody of a household: `household.json` says who they are, `enrol/` holds their pictures.
///
/// # Errors
/// It cannot be read, or shows somebody without a face.
pub(crate) fn enrol_household(engine: &Engine, dir: &Path) -> Result<()> {
    let household: Household = read_json(&dir.join("household.json"))?;
    for (names, kind) in [(&household.known, PersonKind::Known), (&household.blacklist, PersonKind::Blacklisted)] {
        for name in names {
            enrol(engine, dir, name, kind)?;
        }
    }
    Ok(())
}

fn read_json<T: for<'a> Deserialize<'a>>(file: &Path) -> Result<T> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not of the expected form", file.display()))
}

fn clips_in(dir: &Path) -> Result<Vec<String>> {
    let mut clips = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "mp4") && path.with_extension("json").exists() {
            clips.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
    }
    anyhow::ensure!(!clips.is_empty(), "{} holds no clip with its .json", dir.display());
    clips.sort();
    Ok(clips)
}

fn enrol(engine: &Engine, dir: &Path, name: &str, kind: PersonKind) -> Result<()> {
    let mut pictures = Vec::new();
    for entry in std::fs::read_dir(dir.join("enrol").join(name))? {
        let path = entry?.path();
        pictures.push(PictureFile { name: path.display().to_string(), bytes: std::fs::read(&path)? });
    }
    let person = NewPerson { name: name.into(), kind, is_demo: false, at: Timestamp(0) };
    engine.add_person(&person, &pictures).with_context(|| format!("{name} cannot be enrolled"))?;
    Ok(())
}

/// One sighting as it went by.
#[derive(Default)]
struct Seen {
    /// Overlap with each visit, added up over frames.
    overlap: HashMap<usize, f32>,
    /// Frame and name of everything that was said of it.
    named: Vec<(usize, Verdict, String)>,
}

fn eval_clip(engine: &Engine, dir: &Path, clip: &str, begun: Timestamp) -> Result<VisitsReport> {
    let truth: Truth = read_json(&dir.join(clip).with_extension("json"))?;
    let source = CameraSource::File { path: dir.join(clip).with_extension("mp4"), is_looped: false };
    let new = NewCamera { name: clip.into(), source, is_demo: false, at: begun };
    let camera: Camera = engine.store().add_camera(&new)?;
    let mut sightings: HashMap<SightingKey, Seen> = HashMap::new();
    let mut frame = 0;
    let started = Instant::now();
    engine.replay(&camera, begun, |_, analysis| {
        take_in(&mut sightings, analysis, truth.frames.get(frame).map_or(&[], Vec::as_slice), frame);
        frame += 1;
    })?;
    let seconds = started.elapsed().as_secs_f64();
    let figures = engine.camera_figures(camera.id);
    Ok(compare(clip, &truth, &sightings, Raw { figures, seconds, ..Raw::default() }))
}

fn take_in(sightings: &mut HashMap<SightingKey, Seen>, analysis: &Analysis, truth: &[TrueFace], frame: usize) {
    for change in &analysis.changes {
        match change {
            WatchChange::Started(now) | WatchChange::Updated(now) => {
                let sighting = &now.sighting;
                let seen = sightings.entry(sighting.key).or_default();
                if let Some(name) = sighting.identity.chosen().and_then(|c| c.name.as_deref()) {
                    seen.named.push((frame, sighting.identity.verdict, name.to_owned()));
                }
            }
            WatchChange::Joined { gone, into } => {
                let gone = sightings.remove(gone).unwrap_or_default();
                let kept = sightings.entry(*into).or_default();
                gone.overlap.into_iter().for_each(|(visit, o)| *kept.overlap.entry(visit).or_default() += o);
                kept.named.extend(gone.named);
            }
            WatchChange::Ended(_) => {}
        }
    }
    for face in &analysis.faces {
        let Some(seen) = face.sighting.and_then(|key| sightings.get_mut(&key)) else { continue };
        for real in truth {
            let [x, y, w, h] = real.box_in_frame;
            let overlap = face.box_in_frame.overlap(&BoxInFrame { x, y, w, h });
            if overlap > 0.0 {
                *seen.overlap.entry(real.visit).or_default() += overlap;
            }
        }
    }
}

fn compare(clip: &str, truth: &Truth, sightings: &HashMap<SightingKey, Seen>, raw: Raw) -> VisitsReport {
    let mut report =
        VisitsReport { clip: Some(clip.to_owned()), visits: truth.visits.len(), raw, ..Default::default() };
    let mut of_visit: HashMap<usize, Vec<&Seen>> = HashMap::new();
    for seen in sightings.values() {
        match seen.overlap.iter().max_by(|a, b| a.1.total_cmp(b.1)) {
            Some((visit, _)) => of_visit.entry(*visit).or_default().push(seen),
            None => {
                report.false_sightings += 1;
                report.false_alerts += usize::from(seen.named.iter().any(|(_, v, _)| *v == Verdict::Blacklisted));
            }
        }
    }
    for (i, visit) in truth.visits.iter().enumerate() {
        let seen = of_visit.remove(&i).unwrap_or_default();
        count_visit(&mut report, visit, &seen, first_usable_frame(truth, i), truth.fps);
    }
    finished(report)
}

fn count_visit(report: &mut VisitsReport, visit: &Visit, seen: &[&Seen], usable: Option<usize>, fps: f64) {
    report.detected += usize::from(!seen.is_empty());
    report.raw.sightings += seen.len();
    let said: Vec<&(usize, Verdict, String)> = seen.iter().flat_map(|s| &s.named).collect();
    let first = |verdict: Verdict| said.iter().filter(|s| s.1 == verdict && s.2 == visit.name).map(|s| s.0).min();
    let since_usable = |frame: usize| (frame as f64 - usable.unwrap_or(frame) as f64).max(0.0) * 1000.0 / fps;
    let named_as_known = |s: &&(usize, Verdict, String)| s.1 == Verdict::Known;
    let alerts = said.iter().filter(|s| s.1 == Verdict::Blacklisted).collect::<Vec<_>>();
    match visit.kind.as_str() {
        "known" => {
            report.known_total += 1;
            report.known_named += usize::from(first(Verdict::Known).is_some());
            report.raw.name_ms.extend(first(Verdict::Known).map(since_usable));
            report.wrong_named += usize::from(said.iter().any(|s| s.2 != visit.name));
            report.false_alerts += usize::from(!alerts.is_empty());
        }
        "blacklist" => {
            report.blacklist_total += 1;
            report.blacklist_alerted += usize::from(first(Verdict::Blacklisted).is_some());
            report.raw.alert_ms.extend(first(Verdict::Blacklisted).map(since_usable));
            report.wrong_named += usize::from(said.iter().any(|s| s.2 != visit.name));
            report.false_alerts += usize::from(alerts.iter().any(|s| s.2 != visit.name));
        }
        _ => {
            report.stranger_total += 1;
            let is_named = said.iter().any(named_as_known);
            report.stranger_named += usize::from(is_named);
            report.false_alerts += usize::from(!alerts.is_empty());
            report.stranger_unknown += usize::from(!seen.is_empty() && said.is_empty());
        }
    }
}

fn first_usable_frame(truth: &Truth, visit: usize) -> Option<usize> {
    truth.frames.iter().position(|faces| {
        faces.iter().any(|face| face.visit == visit && face.inside && face.box_in_frame[2] >= USABLE_WIDTH)
    })
}

/// The rates of the counts.
fn finished(mut report: VisitsReport) -> VisitsReport {
    let raw = &report.raw;
    let per_visit = |count: f64| count / report.visits.max(1) as f64;
    let of = |values: &[f64]| Percentiles { p50: percentile(values, 0.5), p95: percentile(values, 0.95) };
    report.time_to_name_ms = of(&raw.name_ms);
    report.time_to_alert_ms = of(&raw.alert_ms);
    report.sightings_per_visit = per_visit(raw.sightings as f64);
    report.embeddings_per_visit = per_visit(raw.figures.embeddings as f64);
    report.identity_cache_hit_rate = raw.figures.faces_from_cache as f64 / raw.figures.faces.max(1) as f64;
    report.frames = raw.figures.frames;
    report.frames_per_second = raw.figures.frames as f64 / raw.seconds.max(f64::EPSILON);
    report
}

fn all_together(clips: Vec<VisitsReport>) -> VisitsReport {
    let mut all = VisitsReport::default();
    for clip in &clips {
        all.visits += clip.visits;
        all.detected += clip.detected;
        all.known_named += clip.known_named;
        all.known_total += clip.known_total;
        all.wrong_named += clip.wrong_named;
        all.blacklist_alerted += clip.blacklist_alerted;
        all.blacklist_total += clip.blacklist_total;
        all.false_alerts += clip.false_alerts;
        all.stranger_unknown += clip.stranger_unknown;
        all.stranger_total += clip.stranger_total;
        all.stranger_named += clip.stranger_named;
        all.false_sightings += clip.false_sightings;
        all.raw.name_ms.extend(&clip.raw.name_ms);
        all.raw.alert_ms.extend(&clip.raw.alert_ms);
        all.raw.sightings += clip.raw.sightings;
        all.raw.seconds += clip.raw.seconds;
        all.raw.figures.frames += clip.raw.figures.frames;
        all.raw.figures.faces += clip.raw.figures.faces;
        all.raw.figures.faces_from_cache += clip.raw.figures.faces_from_cache;
        all.raw.figures.embeddings += clip.raw.figures.embeddings;
    }
    all.clips = clips;
    finished(all)
}
