//! Verdicts that a later face corrects, and faces that are waited for.

use crate::bench::{at, bench, bench_seeing, names_on};
use porchlight_domain::{
    AlignedCrop, DetectedFace, Embedding, FaceVision, ModelId, OpenVision, PersonKind, Quality, Search, Subject,
    Verdict, View, VisionError,
};
use porchlight_engine::Event;
use porchlight_store::Store;
use porchlight_testkit::{FakeVisionOpener, picture_with_faces};
use std::sync::Arc;

const ANNA: u8 = 40;

#[test]
fn a_corrected_verdict_is_news_of_the_same_sighting() {
    let bench = bench();
    bench.looks(ANNA, 0.0);
    let anna = bench.enrol("Anna", ANNA, PersonKind::Known);
    // Nearly Anna by bad faces, nobody's by a better one, and at last Anna herself, close up.
    let doubtful = [0.35, 0.937];
    (98..=102).for_each(|shade| bench.vision.set_embedding(shade, &doubtful));
    bench.vision.set_embedding(120, &[0.0, 0.0, 1.0]);
    bench.vision.set_trust(100, 0.26);
    let door = bench.camera("Door");
    let events = bench.engine.subscribe();
    let scene = |colour, side| Arc::new(picture_with_faces(400, 200, &[(colour, 100, 40, side)]));
    bench.show(&door, 1, &[(scene(100, 60), 2.0), (scene(120, 60), 1.6), (scene(ANNA, 90), 1.0)], |_| {});
    let mut told = Vec::new();
    for event in events.try_iter() {
        match event {
            Event::SightingStarted(news) => told.push(("started", news.id, news.identity.verdict)),
            Event::SightingUpdated(news) => told.push(("updated", news.id, news.identity.verdict)),
            Event::SightingEnded(news) => told.push(("ended", news.id, news.identity.verdict)),
            _ => {}
        }
    }
    let only = bench.sightings()[0].id;
    let corrections = [
        ("started", only, Verdict::Unclear),
        ("updated", only, Verdict::Visitor),
        ("updated", only, Verdict::Known),
        ("ended", only, Verdict::Known),
    ];
    assert_eq!(told, corrections, "every correction is told, of one visit");
    assert_eq!(bench.owners(), [Some(Subject::Person(anna))], "and the last one is stored");
    assert_eq!(bench.visitors(), [], "nobody is asked to name the stranger of a moment");
}

/// Eyes for which a face at the left edge is half outside of the picture.
struct WithHalves(FakeVisionOpener);

struct SeesHalves(Box<dyn FaceVision>);

impl OpenVision for WithHalves {
    fn open(&self) -> Result<Box<dyn FaceVision>, VisionError> {
        Ok(Box::new(SeesHalves(self.0.open()?)))
    }
}

impl FaceVision for SeesHalves {
    fn models(&self) -> &[ModelId] {
        self.0.models()
    }

    fn detect_in(&mut self, view: View<'_>, search: Search, into: &mut Vec<DetectedFace>) -> Result<(), VisionError> {
        self.0.detect_in(view, search, into)?;
        for face in into.iter_mut().filter(|face| face.box_in_frame.x < 1.0) {
            let half = face.box_in_frame.w / 2.0;
            face.landmarks_in_frame.iter_mut().for_each(|point| point[0] -= half);
        }
        Ok(())
    }

    fn align_in(&mut self, view: View<'_>, face: &DetectedFace) -> (AlignedCrop, Quality) {
        self.0.align_in(view, face)
    }

    fn embed(&mut self, crop: &AlignedCrop, model: &ModelId) -> Result<Embedding, VisionError> {
        self.0.embed(crop, model)
    }
}

/// When the face was looked at first and when it was named, in milliseconds, of somebody who is at the edge for so long
/// and then comes in.
fn seen_from_the_edge(seconds_at_edge: f64) -> (Option<usize>, Option<usize>) {
    let vision = FakeVisionOpener::new();
    let bench =
        bench_seeing(Arc::new(Store::in_memory().expect("a database")), vision.clone(), Arc::new(WithHalves(vision)));
    bench.looks(ANNA, 0.0);
    bench.enrol("Anna", ANNA, PersonKind::Known);
    let door = bench.camera("Door");
    let (half, whole) =
        (picture_with_faces(400, 200, &[(ANNA, 0, 40, 60)]), picture_with_faces(400, 200, &[at(0, ANNA)]));
    let (mut looked, mut named, mut frames) = (None, None, 0);
    bench.show(&door, 1, &[(Arc::new(half), seconds_at_edge), (Arc::new(whole), 0.8)], |analysis| {
        let ms = frames * 40;
        looked = looked.or((analysis.times.embedded > 0).then_some(ms));
        named = named.or(names_on(analysis).first().is_some_and(Option::is_some).then_some(ms));
        frames += 1;
    });
    (looked, named)
}

#[test]
fn half_a_face_is_waited_for_but_not_for_long() {
    assert_eq!(seen_from_the_edge(0.4), (Some(400), Some(400)), "on the first frame that shows the whole of it");
    assert_eq!(seen_from_the_edge(2.0), (Some(600), Some(600)), "whoever stays half hidden is looked at as they are");
}
