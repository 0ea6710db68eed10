//! The real models on people who do not exist.
//!
//! Runs wherever the models are installed: no photograph is needed. Says so where they are not. What only the default models promise
//! is asked of them alone.

mod common;

use common::{Part, default_vision, installed_vision};
use porchlight_domain::{DetectedFace, DetectionScale, Embedding, FaceVision, Picture, Similarity, VisionError};
use porchlight_drawing::{CAST, Variation, portrait, portrait_with};
use porchlight_vision::{OrtVision, OrtVisionOpener, VisionPlace, packs::in_use, scaled_to_fit};

const SCALE: DetectionScale = DetectionScale { longer_side_px: 640 };

fn only_face(vision: &mut OrtVision, picture: &Picture) -> DetectedFace {
    let faces = vision.detect(picture, SCALE, 0.6).expect("the model runs");
    assert_eq!(faces.len(), 1, "one person is drawn on {picture:?}");
    faces[0]
}

fn embedding(vision: &mut OrtVision, picture: &Picture) -> Embedding {
    let face = only_face(vision, picture);
    let (crop, _) = vision.align(picture, &face);
    vision.embed(&crop, &vision.models()[0].clone()).expect("the model runs")
}

/// Several pictures beside each other, in rows of three, on grey.
fn gathered(pictures: &[Picture], side: u32) -> Picture {
    let mut wall = Picture::black(side * 3, side * pictures.len().div_ceil(3) as u32);
    wall.rgb.fill(128);
    for (i, picture) in pictures.iter().enumerate() {
        let (left, top) = (i % 3 * side as usize, i / 3 * side as usize);
        for (y, row) in picture.rgb.chunks_exact(picture.width as usize * 3).enumerate() {
            let at = ((top + y) * wall.width as usize + left) * 3;
            wall.rgb[at..at + row.len()].copy_from_slice(row);
        }
    }
    wall
}

#[test]
fn the_same_person_is_alike_and_others_are_not() {
    let Part::Here(mut vision) = installed_vision() else { return };
    let people: Vec<_> = CAST.iter().take(6).map(|role| embedding(&mut vision, &portrait(role.seed, 480))).collect();
    for (i, role) in CAST.iter().take(6).enumerate() {
        let again = embedding(&mut vision, &portrait_with(role.seed, 480, &Variation::drawn(3)));
        let to = |other: &Embedding| again.similarity(other).expect("the same model");
        let own = to(&people[i]);
        for (j, other) in people.iter().enumerate().filter(|(j, _)| *j != i) {
            assert!(own > to(other), "{} is more like themselves ({own:?}) than like number {j}", role.name);
        }
        assert!(own > Similarity(0.5), "{} at another moment: {own:?}", role.name);
    }
}

#[test]
fn all_faces_on_a_frame_are_found_best_first() {
    let Part::Here(mut vision) = default_vision() else { return };
    let people: Vec<_> = CAST.iter().take(6).map(|role| portrait(role.seed, 320)).collect();
    let faces = vision.detect(&gathered(&people, 320), SCALE, 0.6).expect("the model runs");
    assert_eq!(faces.len(), 6, "three in each of two rows");
    assert!(faces.windows(2).all(|pair| pair[0].score >= pair[1].score), "best first");
}

#[test]
fn a_face_is_found_at_the_same_place_whatever_the_scale() {
    let Part::Here(mut vision) = default_vision() else { return };
    let large = portrait(CAST[0].seed, 960);
    let closely = only_face(&mut vision, &large);
    for longer_side_px in [960, 320, 200] {
        let faces = vision.detect(&large, DetectionScale { longer_side_px }, 0.6).expect("the model runs");
        let overlap = faces.first().map(|face| face.box_in_frame.overlap(&closely.box_in_frame));
        assert!(overlap > Some(0.75), "at {longer_side_px} the overlap is {overlap:?}");
    }
}

#[test]
fn a_frame_leaves_nothing_behind_for_the_next() {
    let Part::Here(mut vision) = installed_vision() else { return };
    // The same input size for both, so that the buffer is the same one and only the padding could give it away.
    let tall = scaled_to_fit(&portrait(CAST[0].seed, 480), 250);
    let first = vision.detect(&tall, SCALE, 0.6).expect("the model runs");
    let (crop, _) = vision.align(&tall, &first[0]);
    let embedded = vision.embed(&crop, &vision.models()[0].clone()).expect("the model runs");
    vision.detect(&Picture { width: 256, height: 256, rgb: vec![255; 256 * 256 * 3] }, SCALE, 0.6).expect("runs");
    let again = vision.detect(&tall, SCALE, 0.6).expect("the model runs");
    assert_eq!(first, again, "to the last digit");
    assert_eq!(
        vision.embed(&crop, &vision.models()[0].clone()).expect("the model runs"),
        embedded,
        "and so is the embedding"
    );
}

#[test]
fn a_small_or_dark_face_is_trusted_less() {
    let Part::Here(mut vision) = default_vision() else { return };
    let trust = |vision: &mut OrtVision, picture: &Picture| {
        let face = only_face(vision, picture);
        vision.align(picture, &face).1.trust
    };
    let large = portrait(CAST[0].seed, 480);
    let good = trust(&mut vision, &large);
    assert!(good > 0.7, "a good picture: {good}");
    let small = trust(&mut vision, &scaled_to_fit(&large, 40));
    assert!(small < good - 0.2, "{small} at a twelfth of the size, {good} before");
    let dark = Picture { rgb: large.rgb.iter().map(|v| v / 10).collect(), ..large };
    let dark = trust(&mut vision, &dark);
    assert!(dark < good - 0.2, "{dark} in the dark, {good} before");
}

#[test]
fn frames_without_a_face_or_without_pixels_are_no_surprise() {
    let Part::Here(mut vision) = installed_vision() else { return };
    for (width, height) in [(1, 1), (1, 5000), (5000, 1), (33, 31), (640, 360)] {
        let faces = vision.detect(&Picture::black(width, height), SCALE, 0.6).expect("the model runs");
        assert!(faces.is_empty(), "{width}x{height} is black");
    }
    let torn = Picture { width: 640, height: 360, rgb: vec![0; 100] };
    for picture in [Picture::default(), torn] {
        let refused = vision.detect(&picture, SCALE, 0.6);
        assert!(matches!(refused, Err(VisionError::Failed { .. })), "{picture:?} is refused, not read");
    }
    let faces = vision.detect(&Picture::black(320, 320), SCALE, 0.0).expect("the model runs");
    assert!(faces.iter().all(|face| face.box_in_frame.w.is_finite()), "no threshold, and still finite");
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let place =
        VisionPlace { models_dir: dir.path().join("none"), runtime_dirs: Vec::new(), intra_threads: 1, pack: None };
    let error = OrtVisionOpener::new(place).open_ort().err().expect("nothing is installed");
    let VisionError::NotInstalled { what } = error else { panic!("{error} is about installing") };
    assert!(what.contains("face_detection_yunet_n.onnx"), "{what}");
    assert!(what.contains("face_embedding_mobilefacenet.onnx"), "{what}");
}

#[test]
fn models_installed_later_are_found_without_a_new_opener() {
    let Part::Here(mut vision) = installed_vision() else { return };
    assert!(vision.models()[0].as_str().contains("mirror"), "the name tells the feeding");
    vision.detect(&portrait(CAST[0].seed, 200), SCALE, 0.6).expect("the model runs");
    let Part::Here(models) = common::models_dir() else { return };
    let dir = tempfile::tempdir().expect("a temporary folder");
    let place = VisionPlace {
        models_dir: dir.path().into(),
        runtime_dirs: common::runtime_dirs(),
        intra_threads: 2,
        pack: None,
    };
    let opener = OrtVisionOpener::new(place);
    assert!(matches!(opener.open_ort(), Err(VisionError::NotInstalled { .. })), "the folder is empty");
    for model in in_use(&models).files() {
        std::fs::copy(models.join(model.file), dir.path().join(model.file)).expect("copied");
    }
    assert!(opener.open_ort().is_ok(), "now they are there");
}
