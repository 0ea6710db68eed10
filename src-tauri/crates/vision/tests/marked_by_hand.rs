//! How alike a face is to itself when its landmarks are guessed from a box drawn by hand, with the real model.
//!
//! Runs wherever the models are installed: no photograph is needed. Says so where they are not.

#![allow(clippy::print_stdout, reason = "what was measured is said in the test's own output")]

mod common;

use common::{Part, default_vision, installed_vision};
use porchlight_domain::{BoxInFrame, DetectedFace, DetectionScale, FaceVision, Similarity, landmarks_in};
use porchlight_drawing::{CAST, portrait};
use porchlight_vision::Closer;

const SCALE: DetectionScale = DetectionScale { longer_side_px: 640 };

/// How far hands are off: shifted and scaled by these shares of the box.
const HANDS: [(f32, f32, f32); 5] =
    [(0.0, 0.0, 1.0), (0.1, 0.0, 1.0), (0.0, -0.1, 1.0), (0.0, 0.0, 1.2), (-0.05, 0.08, 0.9)];

#[test]
fn a_guess_from_a_box_drawn_by_hand_is_more_like_the_person_than_like_anybody_else() {
    let Part::Here(mut vision) = default_vision() else { return };
    let model = vision.models()[0].clone();
    let mut found = Vec::new();
    for role in CAST.iter().take(8) {
        let picture = portrait(role.seed, 480);
        let face = vision.detect(&picture, SCALE, 0.6).expect("the model runs")[0];
        let crop = vision.align(&picture, &face).0;
        let whole = vision.embed(&crop, &model).expect("the model runs");
        let guesses = HANDS.map(|(right, down, scale)| {
            let BoxInFrame { x, y, w, h } = face.box_in_frame;
            let (x, y) = (x + (right + (1.0 - scale) / 2.0) * w, y + (down + (1.0 - scale) / 2.0) * h);
            let drawn = BoxInFrame { x, y, w: w * scale, h: h * scale };
            let guess = DetectedFace { landmarks_in_frame: landmarks_in(&drawn), box_in_frame: drawn, ..face };
            let crop = vision.align(&picture, &guess).0;
            vision.embed(&crop, &model).expect("the model runs")
        });
        found.push((whole, guesses));
    }
    let alike = |i: usize, hand: usize, j: usize| found[i].1[hand].similarity(&found[j].0).expect("the same model");
    for (hand, drawn) in HANDS.iter().enumerate() {
        let least = (0..found.len()).map(|i| alike(i, hand, i).0).fold(1.0, f32::min);
        println!("drawn like {drawn:?}: at least {least:.2} like themselves");
        for i in 0..found.len() {
            assert!(alike(i, hand, i) > Similarity(0.4), "number {i} is recognised: {:?}", alike(i, hand, i));
            for j in (0..found.len()).filter(|j| *j != i) {
                assert!(alike(i, hand, i) > alike(i, hand, j), "number {i} as number {j}, drawn like {hand}");
            }
        }
    }
}

#[test]
fn a_face_too_small_for_the_frame_is_found_from_close_up() {
    let Part::Here(mut vision) = installed_vision() else { return };
    let mut frame = porchlight_domain::Picture::black(1280, 720);
    frame.rgb.fill(96);
    let small = porchlight_vision::scaled_to_fit(&portrait(CAST[0].seed, 480), 44);
    for (y, row) in small.rgb.chunks_exact(small.width as usize * 3).enumerate() {
        let at = ((400 + y) * 1280 + 900) * 3;
        frame.rgb[at..at + row.len()].copy_from_slice(row);
    }
    let far = vision.detect(&frame, DetectionScale { longer_side_px: 320 }, 0.6).expect("the model runs");
    assert!(far.is_empty(), "the frame as a camera's is searched shows nobody: {far:?}");
    let area = BoxInFrame { x: 900.0, y: 400.0, w: small.width as f32, h: small.height as f32 };
    let closer = Closer::look(&frame, &area, 0.7, 256).expect("inside");
    let near = vision.detect(&closer.picture, DetectionScale { longer_side_px: 256 }, 0.25).expect("the model runs");
    let face = closer.to_picture(near.first().expect("a face from close up"));
    let [x, y] = face.box_in_frame.centre();
    assert!((900.0..944.0).contains(&x) && (400.0..444.0).contains(&y), "where it is: {x} {y}");
}
