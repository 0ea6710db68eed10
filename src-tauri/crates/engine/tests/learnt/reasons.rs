//! Why there is no name, from the eyes to what is stored.

use crate::bench::{Bench, at, bench, bench_seeing};
use porchlight_domain::{
    AlignedCrop, DetectedFace, Embedding, FaceVision, ModelId, NoName, OpenVision, PersonKind, Quality, Search, View,
    VisionError,
};
use porchlight_store::Store;
use porchlight_testkit::FakeVisionOpener;
use std::sync::Arc;

const ANNA: u8 = 40;
const BEA: u8 = 60;
const SOMEBODY: u8 = 80;

/// Eyes that see every face but the large ones this badly.
struct Dim(FakeVisionOpener, Quality);

struct SeesDimly(Box<dyn FaceVision>, Quality);

impl OpenVision for Dim {
    fn open(&self) -> Result<Box<dyn FaceVision>, VisionError> {
        Ok(Box::new(SeesDimly(self.0.open()?, self.1)))
    }
}

impl FaceVision for SeesDimly {
    fn models(&self) -> &[ModelId] {
        self.0.models()
    }

    fn detect_in(&mut self, view: View<'_>, search: Search, into: &mut Vec<DetectedFace>) -> Result<(), VisionError> {
        self.0.detect_in(view, search, into)
    }

    fn align_in(&mut self, view: View<'_>, face: &DetectedFace) -> (AlignedCrop, Quality) {
        let (crop, quality) = self.0.align_in(view, face);
        (crop, if face.box_in_frame.w < 80.0 { self.1 } else { quality })
    }

    fn embed(&mut self, crop: &AlignedCrop, model: &ModelId) -> Result<Embedding, VisionError> {
        self.0.embed(crop, model)
    }
}

/// The reason told of the last frame of a second on which Anna is there.
fn told(bench: &Bench, side: u32) -> Option<NoName> {
    bench.looks(ANNA, 0.0);
    bench.enrol("Anna", ANNA, PersonKind::Known);
    let door = bench.camera("Door");
    let mut why = None;
    bench.watched_visit(&door, 1, 1.0, &[(ANNA, 100, 40, side)], |analysis| why = analysis.faces[0].identity.no_name);
    assert_eq!(bench.sightings(), [], "nothing worth remembering was seen");
    why
}

#[test]
fn a_face_that_is_too_bad_says_what_is_wrong_with_it() {
    let good =
        Quality { face_side_px: 60.0, sharpness: 0.9, frontality: 0.9, exposure: 0.9, is_grey: false, trust: 0.2 };
    for (quality, reason) in [
        (Quality { sharpness: 0.1, ..good }, NoName::Blurred),
        (Quality { frontality: 0.1, ..good }, NoName::Turned),
        (Quality { exposure: 0.1, ..good }, NoName::BadLight),
        (Quality { face_side_px: 10.0, ..good }, NoName::TooSmall),
    ] {
        let vision = FakeVisionOpener::new();
        let eyes = Arc::new(Dim(vision.clone(), quality));
        let bench = bench_seeing(Arc::new(Store::in_memory().expect("a database")), vision, eyes);
        assert_eq!(told(&bench, 60), Some(reason), "{quality:?}");
    }
    assert_eq!(told(&bench(), 20), Some(NoName::TooSmall), "smaller than the owner wants looked at");
}

/// What is stored of somebody who stays unclear: the reason, and whom he resembled.
fn stored(bench: &Bench) -> (String, Vec<String>) {
    let door = bench.camera("Door");
    bench.visit(&door, 1, 3.0, &[at(0, SOMEBODY)]);
    let findings = bench.sightings()[0].findings.clone();
    assert_eq!(findings.subject, None, "in doubt there is no name");
    let counted: Vec<f32> = findings.evidence.iter().filter_map(|face| Some(face.similarity?.0)).collect();
    let best = findings.candidates[0].similarity.0;
    assert!(counted.len() >= 3 && counted.iter().all(|alike| (alike - best).abs() < 0.01), "{counted:?} and {best}");
    let names = findings.candidates.iter().filter_map(|c| c.name.as_deref().map(str::to_owned));
    (findings.why.clone(), names.collect())
}

#[test]
fn a_face_between_two_people_says_that_they_are_too_alike() {
    let bench = bench();
    for (name, colour, degrees) in [("Anna", ANNA, 0.0), ("Bea", BEA, 40.0)] {
        bench.looks(colour, degrees);
        bench.enrol(name, colour, PersonKind::Known);
    }
    bench.looks(SOMEBODY, 19.0);
    assert_eq!(stored(&bench), ("too_alike".to_owned(), vec!["Anna".to_owned(), "Bea".to_owned()]));
}

#[test]
fn a_face_that_is_not_alike_enough_says_so() {
    let bench = bench();
    bench.looks(ANNA, 0.0);
    bench.enrol("Anna", ANNA, PersonKind::Known);
    // A cosine of 0.36, a little below what a name needs.
    bench.looks(SOMEBODY, 69.0);
    assert_eq!(stored(&bench), ("below_threshold".to_owned(), vec!["Anna".to_owned()]));
}
