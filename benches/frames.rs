//! What a frame costs beside the models: seeing that something moves, a live picture for the window, a picture made smaller; and
//! finding somebody in the index of faces.
//!
//! Owns the pictures that it measures on, of which nobody's face is part. Each bench asserts its result before it is timed.

use criterion::{Criterion, criterion_group, criterion_main};
use porchlight_domain::{
    Attention, Budget, DetectionScale, Embedding, FaceId, Gallery, GalleryFace, GallerySubject, ModelId, PersonId,
    PersonKind, Probe, Subject, Thresholds, Timestamp, VideoPicture, identify,
};
use porchlight_engine::indexed;
use porchlight_vision::{FrameEncoder, decode, scaled_to_fit};
use rand::{RngExt, SeedableRng};
use std::{collections::HashSet, hint::black_box};

const SIZE: (u32, u32) = (640, 360);

/// A slope of grey with a bright square whose left side is there.
fn frame(left: usize) -> VideoPicture {
    let (width, height) = (SIZE.0 as usize, SIZE.1 as usize);
    let mut planes = vec![128; VideoPicture::bytes_of(SIZE.0, SIZE.1)];
    for (y, row) in planes[..width * height].chunks_exact_mut(width).enumerate() {
        row.iter_mut().enumerate().for_each(|(x, luma)| *luma = (30 + (x + y) / 8) as u8);
        if (100..180).contains(&y) {
            row[left..left + 80].fill(220);
        }
    }
    VideoPicture { width: SIZE.0, height: SIZE.1, planes }
}

fn movement(c: &mut Criterion) {
    let scale = DetectionScale { longer_side_px: 640 };
    let budget = Budget { motion_every_ms: 80, scale, is_fixed: false };
    let (still, moved) = (frame(100), frame(300));
    let (mut attention, mut looks) = (Attention::default(), Vec::new());
    attention.plan((&still).into(), Timestamp(0), &[], budget, &mut looks);
    assert!(looks.len() == 1 && looks[0].is_all, "the first frame is looked at: {looks:?}");
    attention.plan((&moved).into(), Timestamp(120), &[], budget, &mut looks);
    let part = looks[0].part.expect("a part of the frame");
    assert!(part.holds([140.0, 140.0]) && part.holds([340.0, 140.0]), "where it was and where it is: {looks:?}");
    let mut at = 120;
    attention.plan((&moved).into(), Timestamp(at), &[], budget, &mut looks);
    assert!(looks.is_empty(), "nothing moves: {looks:?}");
    c.bench_function("see that nothing moves on 640x360", |b| {
        b.iter(|| {
            // Time stands nearly still, so that no frame is looked at only because it is time again.
            at = if at > 600 { 120 } else { at + 1 };
            attention.plan(black_box((&moved).into()), Timestamp(at), &[], budget, &mut looks);
        });
    });
}

fn live_picture(c: &mut Criterion) {
    let (picture, mut encoder, mut jpeg) = (frame(100), FrameEncoder::default(), Vec::new());
    for side in [640, 320] {
        let size = encoder.encode(&picture, side, 75, &mut jpeg).expect("a whole picture");
        let decoded = decode(&jpeg).expect("a JPEG");
        assert_eq!((decoded.width, decoded.height), size, "what it says is what it is");
        assert!(decoded.rgb[(size.1 as usize * 140 / 360 * size.0 as usize + side as usize * 140 / 640) * 3] > 200);
        c.bench_function(&format!("a live picture of {side} pixels"), |b| {
            b.iter(|| encoder.encode(black_box(&picture), side, 75, &mut jpeg).expect("as before"));
        });
    }
}

fn smaller(c: &mut Criterion) {
    let picture = frame(100);
    let small = scaled_to_fit(&picture, 160);
    assert_eq!((small.width, small.height, small.rgb.len()), (160, 90, 160 * 90 * 3));
    c.bench_function("a picture of 640x360 at a quarter", |b| b.iter(|| scaled_to_fit(black_box(&picture), 160)));
}

fn looking_up(c: &mut Criterion) {
    const PEOPLE: i64 = 2_000;
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(7);
    let model = ModelId::new("bench");
    let mut probe = None;
    let people = (0..PEOPLE).map(|id| {
        let own: Vec<f32> = (0..128).map(|_| random.random_range(-1.0..1.0)).collect();
        let mut face = || {
            let values = own.iter().map(|v| v + random.random_range(-0.5..0.5)).collect();
            Embedding::new(model.clone(), values).expect("not zero")
        };
        probe = Some(Probe::from(face()));
        let kept = GalleryFace { face: FaceId(id), embedding: face(), trust: 0.8, is_grey: false };
        let subject = Subject::Person(PersonId(id));
        GallerySubject::new(subject, Some("somebody".into()), Some(PersonKind::Known), vec![kept])
    });
    let exact = Gallery::new(people.collect::<Vec<_>>(), HashSet::new());
    let quick = indexed(&exact).expect("enough memory");
    let probe = probe.expect("somebody");
    for (how, gallery) in [("comparing with everybody", &exact), ("with the index", &quick)] {
        let found = identify(&probe, gallery, &Thresholds::default(), None);
        assert_eq!(found.subject, Some(Subject::Person(PersonId(PEOPLE - 1))), "{how}");
        c.bench_function(&format!("identify among {PEOPLE} people of one face {how}"), |b| {
            b.iter(|| identify(black_box(&probe), gallery, &Thresholds::default(), None));
        });
    }
}

criterion_group!(benches, movement, live_picture, smaller, looking_up);
criterion_main!(benches);
