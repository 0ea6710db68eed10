//! What deciding costs: who a face is among many people, following faces, and thinking visitors over.
//!
//! Owns the made-up people that it measures on. Each bench asserts its result before it is timed.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use porchlight_domain::{
    BoxInFrame, DetectedFace, Embedding, FaceId, Gallery, GalleryFace, GallerySubject, Grouping, ModelId, PersonId,
    PersonKind, Probe, SURE_SCORE, Similarity, Subject, Thresholds, Timestamp, Tracker, Verdict, identify,
};
use rand::{RngExt, SeedableRng};
use std::{collections::HashSet, hint::black_box};

/// Numbers of an embedding, as of the default model.
const LENGTH: usize = 128;
const FACES_EACH: usize = 10;

struct Crowd {
    random: rand_chacha::ChaCha8Rng,
    model: ModelId,
}

impl Crowd {
    fn new() -> Self {
        Self { random: rand_chacha::ChaCha8Rng::seed_from_u64(7), model: ModelId::new("bench") }
    }

    fn direction(&mut self) -> Vec<f32> {
        (0..LENGTH).map(|_| self.random.random_range(-1.0..1.0)).collect()
    }

    /// Somebody's face: their own direction with some noise, about 0.8 alike.
    fn face(&mut self, of: &[f32]) -> Embedding {
        let values = of.iter().map(|v| v + self.random.random_range(-0.8..0.8)).collect();
        Embedding::new(self.model.clone(), values).expect("not zero")
    }

    fn person(&mut self, id: usize) -> (GallerySubject, Probe) {
        let own = self.direction();
        let faces = (0..FACES_EACH)
            .map(|i| GalleryFace {
                face: FaceId((id * FACES_EACH + i) as i64),
                embedding: self.face(&own),
                trust: 0.8,
                is_grey: false,
            })
            .collect();
        let subject = Subject::Person(PersonId(id as i64));
        let known = GallerySubject::new(subject, Some("somebody".into()), Some(PersonKind::Known), faces);
        (known, self.face(&own).into())
    }
}

fn who_is_it(c: &mut Criterion) {
    for people in [10, 100, 1_000] {
        let mut crowd = Crowd::new();
        let (subjects, probes): (Vec<_>, Vec<_>) = (0..people).map(|id| crowd.person(id)).unzip();
        let gallery = Gallery::new(subjects, HashSet::new());
        let last = probes.last().expect("somebody");
        let found = identify(last, &gallery, &Thresholds::default(), None);
        assert_eq!(found.verdict, Verdict::Known, "the last of {people} is found");
        assert_eq!(found.subject, Some(Subject::Person(PersonId(people as i64 - 1))), "and is nobody else");
        c.bench_function(&format!("identify among {people} people of {FACES_EACH} faces"), |b| {
            b.iter(|| identify(black_box(last), &gallery, &Thresholds::default(), None));
        });
    }
}

fn following(c: &mut Criterion) {
    let faces_at = |step: i64| -> Vec<DetectedFace> {
        (0..20)
            .map(|i| DetectedFace {
                box_in_frame: BoxInFrame { x: (i * 90) as f32 + step as f32, y: 100.0, w: 60.0, h: 70.0 },
                landmarks_in_frame: [[0.0; 2]; 5],
                score: SURE_SCORE,
            })
            .collect()
    };
    let mut tracker = Tracker::default();
    let first = tracker.step(Timestamp(0), &faces_at(0)).tracks;
    let second = tracker.step(Timestamp(40), &faces_at(1)).tracks;
    assert_eq!(first, second, "twenty walkers keep their numbers");
    let mut step = 1;
    c.bench_function("follow 20 faces over a frame", |b| {
        b.iter(|| {
            step += 1;
            tracker.step(Timestamp(step * 40), black_box(&faces_at(step % 20)))
        });
    });
}

fn thinking_over(c: &mut Criterion) {
    let mut crowd = Crowd::new();
    let mut grouping = Grouping::new(Similarity(0.46));
    let people: Vec<Vec<f32>> = (0..40).map(|_| crowd.direction()).collect();
    for item in 0..200u64 {
        let face = crowd.face(&people[item as usize % people.len()]);
        grouping.add(item, &face);
    }
    grouping.revise();
    assert_eq!(grouping.groups().count(), people.len(), "forty visitors of five faces each");
    c.bench_function("think over 40 visitors of 5 faces", |b| {
        b.iter_batched(|| grouping.clone(), |mut grouping| grouping.revise(), BatchSize::SmallInput);
    });
}

criterion_group!(benches, who_is_it, following, thinking_over);
criterion_main!(benches);
