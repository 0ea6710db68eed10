//! `eval faces`: single pictures.
//!
//! Owns reading the protocol and putting the questions. The answers come from the product: the same detector, rule of
//! similarity, thresholds and grouping.

use super::figures::{b_cubed, clicks_per_100, rate_at, verification_accuracy};
use anyhow::{Context, Result};
use porchlight_domain::{
    DetectionScale, Effort, Embedding, FaceId, FaceVision, Gallery, GalleryFace, GallerySubject, Grouping, OpenVision,
    PersonId, PersonKind, Probe, SURE_SCORE, Subject, Thresholds, Verdict, identify,
};
use porchlight_vision::decode;
use rand::{SeedableRng, seq::SliceRandom};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
    sync::Mutex,
    sync::atomic::{AtomicUsize, Ordering},
    time::Instant,
};

/// Pictures are searched at this size at the most; smaller ones are never enlarged.
const SEARCH_SIDE: u32 = 640;
/// Threads that embed.
const THREADS: usize = 2;
/// Seed of the random order in which pictures are grouped.
const ORDER_SEED: u64 = 1;
/// Faces after which the groups are revised, as in the product after so many sightings.
const REVISED_EVERY: usize = 100;

#[derive(Deserialize)]
struct Protocol {
    verification: Vec<(String, String, bool)>,
    identification: Identification,
    households: Vec<Household>,
    clustering: Vec<String>,
}

#[derive(Deserialize)]
struct Identification {
    gallery: BTreeMap<String, Vec<String>>,
    known_probes: Vec<(String, String)>,
    stranger_probes: Vec<String>,
}

#[derive(Deserialize)]
struct Household {
    known: Vec<String>,
    blacklist: Vec<String>,
}

/// The report.
#[derive(Serialize)]
pub struct FacesReport {
    pictures: usize,
    no_face: usize,
    pub(super) verification: Verification,
    pub(super) identification: Rates,
    pub(super) households: Households,
    pub(super) clustering: Clustering,
    thresholds: UsedThresholds,
    seconds: f64,
}

#[derive(Serialize)]
pub(super) struct Verification {
    pub(super) accuracy: f64,
    #[serde(rename = "tar_at_far_1e-3")]
    tar_at_1e3: f64,
    #[serde(rename = "tar_at_far_1e-4")]
    pub(super) tar_at_1e4: f64,
}

#[derive(Serialize)]
pub(super) struct Rates {
    #[serde(rename = "dir_at_fpir_1e-1")]
    at_1e1: f64,
    #[serde(rename = "dir_at_fpir_1e-2")]
    pub(super) at_1e2: f64,
    #[serde(rename = "dir_at_fpir_3e-3")]
    at_3e3: f64,
}

#[derive(Serialize, Default)]
pub(super) struct Households {
    pub(super) known_named: f64,
    pub(super) wrong_named: f64,
    blacklist_alerted: f64,
    pub(super) stranger_named: f64,
    stranger_alerted: f64,
}

#[derive(Serialize)]
pub(super) struct Clustering {
    bcubed_precision: f64,
    bcubed_recall: f64,
    pub(super) bcubed_f1: f64,
    groups: usize,
    pub(super) people: usize,
    pub(super) clicks_per_100_pictures: f64,
    #[serde(skip)]
    grouped: usize,
}

impl Clustering {
    /// Clicks over those that cannot be avoided: one naming a person.
    pub(super) fn clicks_over_unavoidable(&self) -> f64 {
        self.clicks_per_100_pictures * self.grouped as f64 / 100.0 / self.people.max(1) as f64
    }
}

#[derive(Serialize)]
struct UsedThresholds {
    known: f32,
    blacklist: f32,
}

/// Embeddings by picture; a picture without a face has none.
pub(super) type Faces = HashMap<String, Option<Probe>>;

/// Measures on the set in `dir` (`images/` and `protocol.json`).
///
/// # Errors
/// The set cannot be read, or the models are missing.
pub fn eval_faces(dir: &Path, vision: &dyn OpenVision, progress: impl FnMut(usize, usize)) -> Result<FacesReport> {
    let begun = Instant::now();
    let set = FaceSet::read(dir)?;
    let faces = set.embedded(vision, Effort::default(), progress)?;
    Ok(FacesReport { seconds: begun.elapsed().as_secs_f64(), ..set.report(&faces, &Ways::of(vision)) })
}

/// What can be left out, to see what it is worth.
pub(super) struct Ways {
    pub(super) thresholds: Thresholds,
    /// Groups of strangers are thought over.
    pub(super) revises: bool,
}

impl Ways {
    /// Everything, with the thresholds that the models come with.
    pub(super) fn of(vision: &dyn OpenVision) -> Self {
        Self { thresholds: vision.usual().thresholds, revises: true }
    }
}

/// A set of pictures with its protocol.
pub(super) struct FaceSet<'a> {
    dir: &'a Path,
    protocol: Protocol,
}

impl<'a> FaceSet<'a> {
    pub(super) fn read(dir: &'a Path) -> Result<Self> {
        let file = dir.join("protocol.json");
        let text = std::fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        let protocol: Protocol =
            serde_json::from_str(&text).with_context(|| format!("{} is not a protocol", file.display()))?;
        Ok(Self { dir, protocol })
    }

    pub(super) fn embedded(
        &self,
        vision: &dyn OpenVision,
        effort: Effort,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<Faces> {
        embed_all(self.dir, &pictures_of(&self.protocol), vision, effort, &mut progress)
    }

    pub(super) fn report(&self, faces: &Faces, ways: &Ways) -> FacesReport {
        let (protocol, thresholds) = (&self.protocol, &ways.thresholds);
        FacesReport {
            pictures: faces.len(),
            no_face: faces.values().filter(|face| face.is_none()).count(),
            verification: verification(protocol, faces),
            identification: identification(&protocol.identification, faces),
            households: households(protocol, faces, thresholds),
            clustering: clustering(&protocol.clustering, faces, ways),
            thresholds: UsedThresholds { known: thresholds.known.0, blacklist: thresholds.blacklist.0 },
            seconds: 0.0,
        }
    }
}

fn pictures_of(protocol: &Protocol) -> Vec<String> {
    let id = &protocol.identification;
    let mut all: BTreeSet<&String> = protocol.verification.iter().flat_map(|(a, b, _)| [a, b]).collect();
    all.extend(id.gallery.values().flatten());
    all.extend(id.known_probes.iter().map(|(picture, _)| picture));
    all.extend(&id.stranger_probes);
    all.extend(&protocol.clustering);
    all.into_iter().cloned().collect()
}

fn embed_all(
    dir: &Path,
    pictures: &[String],
    vision: &dyn OpenVision,
    effort: Effort,
    progress: &mut impl FnMut(usize, usize),
) -> Result<Faces> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Faces::with_capacity(pictures.len())));
    std::thread::scope(|scope| -> Result<()> {
        let mut threads = Vec::new();
        for _ in 0..THREADS {
            let mut vision = vision.open()?;
            let (next, done) = (&next, &done);
            threads.push(scope.spawn(move || -> Result<()> {
                while let Some(picture) = pictures.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let face = middle_face(&dir.join("images").join(picture), vision.as_mut(), effort)?;
                    if let Ok(mut done) = done.lock() {
                        done.insert(picture.clone(), face);
                    }
                }
                Ok(())
            }));
        }
        while threads.iter().any(|thread| !thread.is_finished()) {
            progress(done.lock().map_or(0, |done| done.len()), pictures.len());
            std::thread::sleep(std::time::Duration::from_millis(200));
        }
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| anyhow::anyhow!("a thread panicked"))?)
    })?;
    progress(pictures.len(), pictures.len());
    Ok(done.into_inner().unwrap_or_default())
}

/// The embedding of the face nearest the middle. A picture that cannot be read counts as one without a face.
fn middle_face(file: &Path, vision: &mut dyn FaceVision, effort: Effort) -> Result<Option<Probe>> {
    let bytes = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let Ok(picture) = decode(&bytes) else { return Ok(None) };
    let scale = DetectionScale { longer_side_px: SEARCH_SIDE };
    let (x, y) = (picture.width as f32 / 2.0, picture.height as f32 / 2.0);
    let away = |face: &porchlight_domain::DetectedFace| {
        let [cx, cy] = face.box_in_frame.centre();
        (cx - x).powi(2) + (cy - y).powi(2)
    };
    let faces = vision.detect(&picture, scale, SURE_SCORE)?;
    let Some(face) = faces.into_iter().min_by(|a, b| away(a).total_cmp(&away(b))) else { return Ok(None) };
    let (crop, quality) = vision.align(&picture, &face);
    let model = effort.choose(vision.models()).cloned().context("the vision names no model")?;
    Ok(Some(Probe::new(vision.embed(&crop, &model)?, quality.is_grey)))
}

fn between(faces: &Faces, a: &str, b: &str) -> f32 {
    let pair = faces.get(a).and_then(Option::as_ref).zip(faces.get(b).and_then(Option::as_ref));
    pair.and_then(|(a, b)| a.embedding().similarity(b.embedding())).map_or(-1.0, |s| s.0)
}

fn verification(protocol: &Protocol, faces: &Faces) -> Verification {
    let pairs: Vec<(f32, bool)> =
        protocol.verification.iter().map(|(a, b, same)| (between(faces, a, b), *same)).collect();
    let named: Vec<&String> =
        protocol.verification.iter().flat_map(|(a, b, _)| [a, b]).collect::<BTreeSet<_>>().into_iter().collect();
    let embedding = |picture: &String| faces.get(picture).and_then(Option::as_ref).map(Probe::embedding);
    let looked_up: Vec<(&str, Option<&Embedding>)> =
        named.iter().map(|picture| (person_of(picture), embedding(picture))).collect();
    let (mut genuine, mut impostors) = (Vec::new(), Vec::new());
    for (i, (person, face)) in looked_up.iter().enumerate() {
        for (other, other_face) in &looked_up[i + 1..] {
            let similarity = face.zip(*other_face).and_then(|(a, b)| a.similarity(b)).map_or(-1.0, |s| s.0);
            if person == other { genuine.push(similarity) } else { impostors.push(similarity) }
        }
    }
    Verification {
        accuracy: verification_accuracy(&pairs),
        tar_at_1e3: rate_at(&genuine, &mut impostors, 1e-3),
        tar_at_1e4: rate_at(&genuine, &mut impostors, 1e-4),
    }
}

/// The folder of a picture is its person.
fn person_of(picture: &str) -> &str {
    picture.split('/').next().unwrap_or(picture)
}

fn subject(
    name: &str,
    id: usize,
    kind: PersonKind,
    gallery: &BTreeMap<String, Vec<String>>,
    faces: &Faces,
) -> GallerySubject {
    let enrolled = gallery.get(name).into_iter().flatten().filter_map(|picture| faces.get(picture)?.clone());
    let kept = enrolled.map(|probe| GalleryFace {
        face: FaceId(0),
        embedding: probe.embedding().clone(),
        trust: 1.0,
        is_grey: probe.is_grey,
    });
    GallerySubject::new(Subject::Person(PersonId(id as i64)), Some(name.into()), Some(kind), kept.collect())
}

fn identification(id: &Identification, faces: &Faces) -> Rates {
    let names: Vec<&String> = id.gallery.keys().collect();
    let everybody: Vec<GallerySubject> =
        names.iter().enumerate().map(|(i, name)| subject(name, i, PersonKind::Known, &id.gallery, faces)).collect();
    let best = |picture: &str| -> (f32, Option<usize>) {
        let Some(Some(probe)) = faces.get(picture) else { return (-1.0, None) };
        let scored = everybody.iter().enumerate().filter_map(|(i, s)| Some((s.similarity(probe)?.0.0, Some(i))));
        scored.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((-1.0, None))
    };
    // A probe named as somebody else is never right, whatever the threshold.
    let genuine: Vec<f32> = id
        .known_probes
        .iter()
        .map(|(picture, name)| match best(picture) {
            (score, Some(i)) if names[i] == name => score,
            _ => f32::NEG_INFINITY,
        })
        .collect();
    let mut strangers: Vec<f32> = id.stranger_probes.iter().map(|picture| best(picture).0).collect();
    let mut rate = |fpir| rate_at(&genuine, &mut strangers, fpir);
    Rates { at_1e1: rate(1e-1), at_1e2: rate(1e-2), at_3e3: rate(3e-3) }
}

fn households(protocol: &Protocol, faces: &Faces, thresholds: &Thresholds) -> Households {
    let id = &protocol.identification;
    let (mut counts, mut known, mut black, mut strange) = (Households::default(), 0usize, 0usize, 0usize);
    for home in &protocol.households {
        let of_kind = |names: &[String], from: usize, kind| {
            names.iter().enumerate().map(|(i, n)| subject(n, from + i, kind, &id.gallery, faces)).collect::<Vec<_>>()
        };
        let mut everybody = of_kind(&home.known, 0, PersonKind::Known);
        everybody.extend(of_kind(&home.blacklist, home.known.len(), PersonKind::Blacklisted));
        let gallery = Gallery::new(everybody, Default::default());
        let ask = |picture: &str| {
            let Some(Some(probe)) = faces.get(picture) else { return (Verdict::Unclear, None) };
            let found = identify(probe, &gallery, thresholds, None);
            (found.verdict, found.chosen().and_then(|c| c.name.clone()))
        };
        for (picture, name) in &id.known_probes {
            let (is_known, is_black) = (home.known.contains(name), home.blacklist.contains(name));
            if !is_known && !is_black {
                continue;
            }
            let (verdict, named) = ask(picture);
            let is_right = named.as_deref() == Some(name.as_str());
            known += usize::from(is_known);
            black += usize::from(is_black);
            counts.known_named += f64::from(is_known && is_right && verdict == Verdict::Known);
            counts.blacklist_alerted += f64::from(is_black && is_right && verdict == Verdict::Blacklisted);
            counts.wrong_named += f64::from(named.is_some() && !is_right);
        }
        for picture in &id.stranger_probes {
            let (verdict, _) = ask(picture);
            strange += 1;
            counts.stranger_named += f64::from(verdict == Verdict::Known);
            counts.stranger_alerted += f64::from(verdict == Verdict::Blacklisted);
        }
    }
    let share = |count: f64, of: usize| count / of.max(1) as f64;
    Households {
        known_named: share(counts.known_named, known),
        wrong_named: share(counts.wrong_named, known + black),
        blacklist_alerted: share(counts.blacklist_alerted, black),
        stranger_named: share(counts.stranger_named, strange),
        stranger_alerted: share(counts.stranger_alerted, strange),
    }
}

/// Pictures come one at a time in random order; each without a face is a group of its own.
fn clustering(pictures: &[String], faces: &Faces, ways: &Ways) -> Clustering {
    let mut order: Vec<usize> = (0..pictures.len()).collect();
    order.shuffle(&mut rand_chacha::ChaCha8Rng::seed_from_u64(ORDER_SEED));
    let mut grouping = Grouping::new(ways.thresholds.visitor);
    for (count, i) in order.iter().enumerate() {
        if let Some(Some(face)) = faces.get(&pictures[*i]) {
            grouping.add(*i as u64, face.embedding());
        }
        if ways.revises && (count + 1) % REVISED_EVERY == 0 {
            grouping.revise();
        }
    }
    if ways.revises {
        grouping.revise();
    }
    let mut group_of: HashMap<u64, u64> = HashMap::new();
    for (group, items) in grouping.groups() {
        group_of.extend(items.into_iter().map(|item| (item, group)));
    }
    let alone = |i: usize| u64::MAX - i as u64;
    let groups: Vec<u64> =
        (0..pictures.len()).map(|i| group_of.get(&(i as u64)).copied().unwrap_or_else(|| alone(i))).collect();
    let names: BTreeSet<&str> = pictures.iter().map(|picture| person_of(picture)).collect();
    let number: HashMap<&str, usize> = names.iter().enumerate().map(|(i, name)| (*name, i)).collect();
    let people: Vec<usize> = pictures.iter().map(|picture| number[person_of(picture)]).collect();
    let (bcubed_precision, bcubed_recall, bcubed_f1) = b_cubed(&groups, &people);
    Clustering {
        bcubed_precision,
        bcubed_recall,
        bcubed_f1,
        groups: groups.iter().collect::<BTreeSet<_>>().len(),
        people: names.len(),
        clicks_per_100_pictures: clicks_per_100(&groups, &people),
        grouped: pictures.len(),
    }
}
