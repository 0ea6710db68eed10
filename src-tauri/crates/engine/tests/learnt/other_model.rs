//! Another model: kept faces are embedded again while the cameras go on.

use crate::bench::{Bench, MANY, at, bench, names_on};
use porchlight_domain::{Effort, FaceId, ModelId, PersonId, PersonKind, Quality, Settings, Subject, Timestamp};
use porchlight_engine::{Event, ReembeddingState};
use porchlight_store::{Encoded, FaceOrigin, NewFace, NewPerson, SightingFilter, Store};
use porchlight_testkit::{FAKE_MODEL, QUICK_FAKE_MODEL, picture_with_faces};
use std::sync::Arc;

const ANNA: u8 = 40;
const BEN: u8 = 60;
const CLEO: u8 = 80;

/// Three people in a home whose owner wants recognition to be careful.
fn home() -> Bench {
    let bench = bench();
    for (name, colour, degrees) in [("Anna", ANNA, 0.0), ("Ben", BEN, 90.0), ("Cleo", CLEO, 180.0)] {
        bench.looks(colour, degrees);
        bench.enrol(name, colour, PersonKind::Known);
    }
    bench
}

fn hurry(bench: &Bench) {
    let settings = Settings { effort: Effort::Quick, ..bench.engine.home().settings().clone() };
    bench.engine.save_settings(settings).expect("saved");
}

fn waiting(store: &Store) -> u32 {
    let waiting = store.subjects_with_other_models(&ModelId::new(QUICK_FAKE_MODEL)).expect("readable");
    waiting.iter().map(|(_, faces)| faces).sum()
}

fn state(done: u32, total: u32) -> Option<ReembeddingState> {
    Some(ReembeddingState { done, total, is_paused: false })
}

fn named(names: &[&str]) -> Vec<Option<String>> {
    names.iter().map(|name| Some((*name).to_owned())).collect()
}

/// A face of a person that was kept by the careful model.
fn keep_face(store: &Store, person: PersonId, crop: Vec<u8>, embedding: porchlight_domain::Embedding) -> FaceId {
    let quality =
        Quality { face_side_px: 90.0, sharpness: 0.9, frontality: 0.9, exposure: 0.9, is_grey: false, trust: 0.9 };
    let face = NewFace {
        subject: Subject::Person(person),
        sighting: None,
        origin: FaceOrigin::Enrolled,
        is_template: true,
        embedding,
        quality,
        crop: Encoded(crop),
        picture: Encoded(vec![0xff, 0xd8]),
        source_sha256: None,
        at: Timestamp(0),
    };
    store.add_face(&face).expect("stored")
}

#[test]
fn people_are_named_before_during_and_after_the_change() {
    let bench = home();
    let door = bench.camera("Door");
    let three = [at(0, ANNA), at(1, BEN), at(2, CLEO)];
    hurry(&bench);
    for minute in 1..20 {
        assert_eq!(bench.names_at(&door, minute, &three), named(&["Anna", "Ben", "Cleo"]), "minute {minute}");
        bench.attend(1);
    }
    assert_eq!(waiting(&bench.store), 0, "all of them are done by now");
    assert_eq!(bench.engine.home().gallery().models(), [ModelId::new(QUICK_FAKE_MODEL)], "and one model is enough");
    assert_eq!(bench.visitors(), [], "nobody was taken for a stranger at any time");
}

#[test]
fn progress_is_told_until_all_are_done() {
    let bench = home();
    assert_eq!(bench.engine.reembedding(), None, "nothing to do");
    hurry(&bench);
    let events = bench.engine.subscribe();
    let states: Vec<_> = (0..4)
        .map(|_| {
            bench.attend(1);
            bench.engine.reembedding()
        })
        .collect();
    assert_eq!(states, [state(1, 3), state(2, 3), None, None], "a person a round");
    let told = events.try_iter().filter(|event| matches!(event, Event::ReembeddingChanged)).count();
    assert!((3..=4).contains(&told), "each step is told: {told}");
}

#[test]
fn a_pause_holds_until_the_owner_ends_it() {
    let bench = home();
    hurry(&bench);
    bench.attend(1);
    bench.engine.pause_reembedding(true);
    bench.attend(MANY);
    let paused = Some(ReembeddingState { done: 1, total: 3, is_paused: true });
    assert_eq!((bench.engine.reembedding(), waiting(&bench.store)), (paused, 2), "nothing moved");
    let door = bench.camera("Door");
    let two = [at(0, ANNA), at(1, CLEO)];
    assert_eq!(bench.names_at(&door, 1, &two), named(&["Anna", "Cleo"]), "each model answers for its own");
    bench.engine.pause_reembedding(false);
    bench.attend(3);
    assert_eq!((bench.engine.reembedding(), waiting(&bench.store)), (None, 0), "and it went on");
}

#[test]
fn the_program_may_end_in_the_middle() {
    let bench = home();
    hurry(&bench);
    bench.attend(1);
    let bench = bench.restarted();
    for (colour, degrees) in [(ANNA, 0.0), (BEN, 90.0), (CLEO, 180.0)] {
        bench.looks(colour, degrees);
    }
    assert_eq!(waiting(&bench.store), 2, "what was done is done");
    bench.attend(1);
    assert_eq!(bench.engine.reembedding(), state(1, 2), "and it goes on with the rest");
    bench.attend(2);
    assert_eq!((bench.engine.reembedding(), waiting(&bench.store)), (None, 0));
}

#[test]
fn somebody_with_many_faces_is_done_in_several_rounds_and_all_at_once() {
    let bench = home();
    let anna = bench.store.person_named("Anna").expect("readable").expect("enrolled").id;
    let first = bench.store.faces(Subject::Person(anna)).expect("readable")[0].id;
    let (crop, embedding) = (bench.store.face_crop(first), bench.store.embedding(first));
    let (crop, embedding) = (crop.expect("readable").expect("kept"), embedding.expect("readable").expect("kept"));
    for _ in 0..39 {
        keep_face(&bench.store, anna, crop.clone(), embedding.clone());
    }
    let bench = bench.restarted();
    for (colour, degrees) in [(ANNA, 0.0), (BEN, 90.0), (CLEO, 180.0)] {
        bench.looks(colour, degrees);
    }
    hurry(&bench);
    bench.attend(1);
    assert_eq!(bench.engine.reembedding(), state(16, 42), "whoever asks is not kept waiting for all of them");
    assert_eq!(waiting(&bench.store), 42, "but nobody is half of one model and half of another");
    bench.attend(1);
    bench.engine.pause_reembedding(true);
    bench.attend(MANY);
    assert_eq!(bench.engine.reembedding().map(|state| state.done), Some(32), "also when it is paused in between");
    bench.engine.pause_reembedding(false);
    bench.attend(1);
    assert_eq!((bench.engine.reembedding(), waiting(&bench.store)), (state(40, 42), 2), "all of hers in one step");
}

#[test]
fn a_face_whose_crop_cannot_be_read_does_not_stop_the_others() {
    let bench = home();
    let embedding = |colour: u8| {
        let values = (0..256).map(|i| if i == usize::from(colour) { 1.0 } else { 0.0 });
        porchlight_domain::Embedding::new(ModelId::new(FAKE_MODEL), values.collect()).expect("a direction")
    };
    let new = NewPerson { name: "Dora".into(), kind: PersonKind::Known, is_demo: false, at: Timestamp(0) };
    let dora = bench.store.add_person(&new).expect("stored");
    keep_face(&bench.store, dora, b"not a picture".to_vec(), embedding(200));
    let anna = bench.store.person_named("Anna").expect("readable").expect("enrolled").id;
    keep_face(&bench.store, anna, Vec::new(), embedding(201));
    let bench = bench.restarted();
    for (colour, degrees) in [(ANNA, 0.0), (BEN, 90.0), (CLEO, 180.0)] {
        bench.looks(colour, degrees);
    }
    hurry(&bench);
    let events = bench.engine.subscribe();
    bench.attend(MANY);
    assert_eq!(waiting(&bench.store), 2, "the two that cannot be read");
    assert_eq!(bench.engine.reembedding(), None, "nothing is left to be done");
    let told = events.try_iter().filter(|event| matches!(event, Event::ReembeddingChanged)).count();
    assert_eq!(told, 4, "Anna, Ben, Cleo, and that it came to an end");
    let door = bench.camera("Door");
    let all = [at(0, ANNA), at(1, BEN), at(2, 200)];
    assert_eq!(bench.names_at(&door, 1, &all), named(&["Anna", "Ben", "Dora"]), "the old model answers for Dora");
}

#[test]
fn verdicts_of_people_in_view_hold_while_the_model_changes() {
    let bench = home();
    let door = bench.camera("Door");
    let mut frames = 0;
    let (mut lost, mut left) = (Vec::new(), u32::MAX);
    bench.watched_visit(&door, 1, 8.0, &[at(0, ANNA), at(1, BEN), at(2, CLEO)], |analysis| {
        frames += 1;
        match frames {
            // The steward attends every half second of the clip from here on.
            50 => hurry(&bench),
            51.. => {
                left = waiting(&bench.store);
                let names = names_on(analysis);
                if names != named(&["Anna", "Ben", "Cleo"]) {
                    lost.push((frames, names));
                }
            }
            _ => {}
        }
    });
    assert_eq!(left, 0, "it was done while they were in view");
    assert_eq!(lost, [], "nobody lost her name");
    assert_eq!(bench.sightings().len(), 3, "and each visit is one sighting");
}

#[test]
fn a_name_that_rests_on_several_faces_holds_too() {
    let bench = bench();
    bench.looks(ANNA, 0.0);
    bench.enrol("Anna", ANNA, PersonKind::Known);
    // A cosine of 0.45: above the threshold, but one such face alone is not enough.
    bench.looks(100, 63.0);
    let door = bench.camera("Door");
    let (mut names, mut left) = (Vec::new(), u32::MAX);
    bench.watched_visit(&door, 1, 8.0, &[at(0, 100)], |analysis| {
        names.extend(names_on(analysis));
        left = waiting(&bench.store);
        if names.len() == 50 {
            hurry(&bench);
        }
    });
    assert_eq!(names[0], None, "two faces are needed");
    assert!(names[10..].iter().all(|name| name.as_deref() == Some("Anna")), "then she is named to the end");
    assert_eq!(left, 0, "by whichever model");
}

#[test]
fn somebody_known_by_many_looks_is_not_taken_for_a_stranger_meanwhile() {
    let bench = bench();
    bench.looks(ANNA, 0.0);
    bench.enrol("Anna", ANNA, PersonKind::Known);
    let door = bench.camera("Door");
    // She comes nearer, so that she is looked at again and again: enough for a verdict about a stranger.
    let scene = |side| Arc::new(picture_with_faces(400, 200, &[(ANNA, 100, 40, side)]));
    let scenes = [(scene(40), 0.8), (scene(60), 0.8), (scene(85), 0.8), (scene(120), 5.0)];
    let (mut names, mut left) = (Vec::new(), u32::MAX);
    bench.show(&door, 1, &scenes, |analysis| {
        names.extend(names_on(analysis));
        left = waiting(&bench.store);
        if names.len() == 100 {
            hurry(&bench);
        }
    });
    assert_eq!(left, 0, "her faces are of the other model by now");
    assert!(names.iter().all(|name| name.as_deref() == Some("Anna")), "she is named on every frame");
    assert_eq!(bench.store.visitors(9, None).expect("readable"), [], "and no visitor was made of her");
    assert_eq!(bench.store.sightings(&SightingFilter::default(), 9, None).expect("readable").len(), 1);
}
