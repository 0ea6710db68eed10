//! `bench gallery`: how long it takes to say whom a face resembles, among very many.

use super::{hundredths, percentiles_of};
use anyhow::{Result, ensure};
use porchlight_domain::{
    Embedding, FaceId, Gallery, GalleryFace, GallerySubject, ModelId, PersonId, PersonKind, Probe, Subject, Thresholds,
};
use porchlight_engine::{indexed, memory_in_use};
use rand::{RngExt, SeedableRng};
use serde::Serialize;
use std::{
    collections::HashSet,
    hint::black_box,
    time::{Duration, Instant},
};

/// Numbers of an embedding of the default model.
const LENGTH: usize = 128;
/// Look-ups whose answers and times are compared.
const LOOK_UPS: usize = 2_000;
/// Comparing with everybody takes long among a million.
const COMPARISONS: u64 = 400_000_000;

/// Which gallery.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GalleryWanted {
    /// Faces in all.
    pub(crate) size: usize,
    pub(crate) faces_each: usize,
}

/// The report. Times in microseconds.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct GalleryReport {
    pub(super) size: usize,
    pub(super) people: usize,
    pub(super) look_ups: usize,
    pub(super) exact_us: Micros,
    pub(super) index_us: Micros,
    /// The share of look-ups whose best candidate is the one that comparing with everybody finds.
    pub(super) recall_at_1: f64,
    /// Gallery and index in memory; `None` where the system does not tell.
    pub(super) bytes: Option<u64>,
    /// The index alone.
    pub(super) index_bytes: Option<u64>,
    /// To make the index.
    pub(super) build_s: f64,
}

/// Microseconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Micros {
    pub(super) p50: f64,
    pub(super) p95: f64,
    pub(super) p99: f64,
}

impl std::fmt::Display for Micros {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.0} / {:.0} / {:.0}", self.p50, self.p95, self.p99)
    }
}

impl Micros {
    fn of(times: &[Duration]) -> Self {
        // A thousand times as long is a thousand times as fine.
        let thousandfold: Vec<Duration> = times.iter().map(|time| *time * 1000).collect();
        let times = percentiles_of(&thousandfold);
        Self { p50: times.p50, p95: times.p95, p99: times.p99 }
    }
}

/// Makes up people and looks for each of some of them by a face that is not in the gallery.
///
/// # Errors
/// The machine has not enough memory.
pub(crate) fn bench_gallery(wanted: GalleryWanted, progress: impl Fn(&str)) -> Result<GalleryReport> {
    let GalleryWanted { size, faces_each } = wanted;
    ensure!(size > 0 && faces_each > 0, "a gallery has at least one face");
    progress("making up people");
    let people = size.div_ceil(faces_each);
    let before = memory_in_use();
    let mut crowd = Crowd { random: rand_chacha::ChaCha8Rng::seed_from_u64(7), model: ModelId::new("bench") };
    let every = (people / LOOK_UPS).max(1);
    let mut probes = Vec::new();
    let mut subjects = Vec::with_capacity(people);
    for id in 0..people {
        let (subject, probe) = crowd.person(id, faces_each.min(size - id * faces_each));
        if id % every == 0 && probes.len() < LOOK_UPS {
            probes.push(probe);
        }
        subjects.push(subject);
    }
    let exact = Gallery::new(subjects, HashSet::new());
    progress("making the index");
    let without = memory_in_use();
    let begun = Instant::now();
    let quick = indexed(&exact)?;
    let build = begun.elapsed();
    let after = memory_in_use();
    let since = |then: Option<u64>| Some(after?.saturating_sub(then?));
    progress("looking up");
    let limit = usize::try_from(COMPARISONS / size as u64)?.clamp(50, LOOK_UPS);
    probes.truncate(limit);
    let (found, exact_times) = look_up(&exact, &probes);
    let (found_quickly, index_times) = look_up(&quick, &probes);
    let same = found.iter().zip(&found_quickly).filter(|(one, other)| one == other).count();
    Ok(GalleryReport {
        size,
        people,
        look_ups: probes.len(),
        exact_us: Micros::of(&exact_times),
        index_us: Micros::of(&index_times),
        recall_at_1: (same as f64 / probes.len() as f64 * 10_000.0).round() / 10_000.0,
        bytes: since(before),
        index_bytes: since(without),
        build_s: hundredths(build.as_secs_f64()),
    })
}

/// The best candidate of each, and how long it took.
fn look_up(gallery: &Gallery, probes: &[Probe]) -> (Vec<Option<Subject>>, Vec<Duration>) {
    let one = |probe: &Probe| {
        let begun = Instant::now();
        let ranked = black_box(gallery.ranked(probe, &Thresholds::default()));
        let time = begun.elapsed();
        (ranked.first().map(|candidate| candidate.subject), time)
    };
    probes.iter().map(one).unzip()
}

struct Crowd {
    random: rand_chacha::ChaCha8Rng,
    model: ModelId,
}

impl Crowd {
    /// Somebody and a face of theirs that is not kept. Faces of one person are about 0.75 alike, as those of real people are
    /// at the most; strangers are as far apart as directions are.
    fn person(&mut self, id: usize, faces: usize) -> (GallerySubject, Probe) {
        let own: Vec<f32> = (0..LENGTH).map(|_| self.random.random_range(-1.0..1.0)).collect();
        let kept = (0..faces)
            .map(|i| GalleryFace {
                face: FaceId((id * faces + i) as i64),
                embedding: self.face(&own),
                trust: 0.8,
                is_grey: false,
            })
            .collect();
        let subject = Subject::Person(PersonId(id as i64));
        let known = GallerySubject::new(subject, Some("somebody".into()), Some(PersonKind::Known), kept);
        (known, self.face(&own).into())
    }

    fn face(&mut self, of: &[f32]) -> Embedding {
        let values = of.iter().map(|v| v + self.random.random_range(-0.9..0.9)).collect();
        Embedding::new(self.model.clone(), values).expect("not all of it is zero")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_found_with_the_index_and_without() {
        let report = bench_gallery(GalleryWanted { size: 900, faces_each: 3 }, |_| ()).expect("measured");
        assert_eq!((report.people, report.look_ups), (300, 300));
        assert!(report.recall_at_1 >= 0.99, "{report:?}");
        assert!(report.exact_us.p50 > 0.0 && report.index_us.p50 > 0.0, "{report:?}");
        assert!(bench_gallery(GalleryWanted { size: 0, faces_each: 3 }, |_| ()).is_err());
    }
}
