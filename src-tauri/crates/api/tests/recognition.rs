//! Why a verdict was reached, what other thresholds would have done, and what is embedded again.

mod common;

use common::{Home, door, home, home_with, looks, person, photograph};
use porchlight_api::ErrorCode;
use porchlight_domain::{
    Candidate, Clock as _, FaceId, ModelId, PersonId, PersonKind, SightingId, Similarity, Subject, Thresholds,
    Timestamp, Verdict,
};
use porchlight_store::{CountedFace, Decision, Findings, NewSighting, Store};
use porchlight_testkit::SimulatedClock;
use serde_json::{Value, json};
use std::time::Duration;

const ANNA: Subject = Subject::Person(PersonId(1));
const BEN: Subject = Subject::Person(PersonId(2));
const DAY_MS: i64 = 24 * 3_600_000;

fn resembled(who: Subject, similarity: f32) -> Candidate {
    let (similarity, threshold) = (Similarity(similarity), Similarity(0.4));
    Candidate { subject: who, name: None, kind: None, similarity, threshold, nearest_face: FaceId(1) }
}

fn counted(at: i64, trust: f32) -> CountedFace {
    let similarity = Some(Similarity(0.45));
    CountedFace {
        at: Timestamp(at),
        trust,
        side_px: 80.0,
        sharpness: 0.5,
        frontality: 0.25,
        exposure: 0.75,
        similarity,
    }
}

/// A sighting so many days ago of somebody who resembled these people, by faces of this trust in all.
fn seen(store: &Store, days_ago: i64, is: Option<Subject>, like: &[(Subject, f32)], trust: f32) {
    let at = SimulatedClock::new().now().plus_millis(-days_ago * DAY_MS);
    let camera = store.cameras().expect("readable")[0].id;
    let findings = Findings {
        verdict: Verdict::Unclear,
        subject: is,
        candidates: like.iter().map(|(who, similarity)| resembled(*who, *similarity)).collect(),
        evidence: vec![counted(at.0, trust)],
        ..Findings::unclear()
    };
    let sighting = store.start_sighting(&NewSighting { camera, at, findings }).expect("a sighting");
    store.end_sighting(sighting, at).expect("it ends");
}

#[test]
fn why_tells_who_came_in_question_which_faces_counted_and_what_was_missing() {
    let words =
        ["no_usable_face", "too_small", "blurred", "turned", "bad_light", "too_alike", "below_threshold", "stranger"];
    let home = home_with(|store| {
        let camera = door(store);
        person(store, "Anna", PersonKind::Known, looks(30, 0.0));
        person(store, "Ben", PersonKind::Known, looks(40, 0.0));
        for word in words {
            let findings = Findings {
                similarity: Some(Similarity(0.45)),
                threshold: Some(Similarity(0.4)),
                candidates: vec![resembled(ANNA, 0.45), resembled(BEN, 0.43)],
                why: word.into(),
                model: Some(ModelId::new("fake")),
                evidence: vec![counted(900, 0.5), counted(800, 0.25)],
                ..Findings::unclear()
            };
            store.start_sighting(&NewSighting { camera, at: Timestamp(1_000), findings }).expect("a sighting");
        }
        let (wait, total) = (Duration::from_micros(500), Duration::from_millis(31));
        let [detect, embed, matching] = [8, 21, 0].map(Duration::from_millis);
        let decision = Decision { at: Timestamp(1_640), wait, detect, embed, matching, total };
        store.write(|w| w.decided(SightingId(1), &decision)).expect("written");
    });
    for (id, word) in (1..).zip(words) {
        assert_eq!(home.ask("why", json!({ "id": id }))["sighting"]["no_name"], word);
    }
    let why = home.ask("why", json!({ "id": 1 }));
    let candidates = why["sighting"]["candidates"].as_array().expect("a list");
    let names: Vec<&Value> = candidates.iter().map(|candidate| &candidate["name"]).collect();
    assert_eq!(names, ["Anna", "Ben"], "as they are called now");
    assert!((candidates[1]["similarity"].as_f64().expect("a number") - 0.43).abs() < 1e-6);
    let faces = why["faces"].as_array().expect("a list");
    assert_eq!((faces.len(), &faces[0]["trust"], &faces[1]["trust"]), (2, &json!(0.5), &json!(0.25)), "best first");
    assert_eq!((&faces[0]["frontality"], &faces[0]["side_px"]), (&json!(0.25), &json!(80.0)));
    assert_eq!(why["model"], "fake");
    let took = json!({
        "after_ms": 640, "wait_ms": 0.5, "detect_ms": 8.0, "embed_ms": 21.0, "match_ms": 0.0, "total_ms": 31.0
    });
    assert_eq!(why["decision"], took);
    assert_eq!(home.ask("why", json!({ "id": 2 }))["decision"], json!(null), "of an older program");
    let margin = |why: &Value| (why["margin"].as_f64().expect("a number") * 1000.0).round();
    assert_eq!(margin(&why), 40.0, "nothing alike, the usual lead");
    home.ask("rename_person", json!({ "id": 2, "name": "Benjamin" }));
    let renamed = home.ask("why", json!({ "id": 1 }));
    assert_eq!(renamed["sighting"]["candidates"][1]["name"], "Benjamin");
    home.ask("move_sighting", json!({ "id": 1, "target": { "to": "person", "id": 1 } }));
    let named = home.ask("why", json!({ "id": 1 }));
    assert_eq!((&named["sighting"]["name"], &named["sighting"]["no_name"]), (&json!("Anna"), &json!(null)));
    assert_eq!(home.refusal("why", json!({ "id": 99 })).code, ErrorCode::NotFound);
}

#[test]
fn look_alikes_need_a_larger_lead_and_are_told_to_the_owner() {
    let home = home_with(|store| {
        door(store);
        person(store, "Anna", PersonKind::Known, looks(30, 0.0));
        person(store, "Bea", PersonKind::Known, looks(30, 1.0));
        seen(store, 1, None, &[(ANNA, 0.6), (BEN, 0.55)], 1.0);
    });
    let margin = home.ask("why", json!({ "id": 1 }))["margin"].as_f64().expect("a number");
    assert!((margin - 0.1).abs() < 1e-6, "a cosine of 0.71 needs the largest: {margin}");
    assert_eq!(home.ask("person", json!({ "id": 1 }))["look_alikes"][0]["name"], "Bea", "and they are told apart hard");
}

/// The faces of a week: Anna three times, a blacklisted man once, somebody who is only a little like Anna, one badly
/// seen, and one who came before that week.
fn a_week() -> Home {
    home_with(|store| {
        door(store);
        person(store, "Anna", PersonKind::Known, looks(30, 0.0));
        person(store, "Victor", PersonKind::Blacklisted, looks(40, 0.0));
        for similarity in [0.9, 0.6, 0.45] {
            seen(store, 1, Some(ANNA), &[(ANNA, similarity), (BEN, 0.1)], 1.0);
        }
        seen(store, 2, Some(BEN), &[(BEN, 0.5)], 1.0);
        seen(store, 3, None, &[(ANNA, 0.3)], 1.0);
        seen(store, 3, None, &[(ANNA, 0.9)], 0.3);
        seen(store, 8, Some(ANNA), &[(ANNA, 0.9)], 1.0);
    })
}

fn preview(home: &Home, known: f32, blacklist: f32, fits_home: bool) -> Value {
    let request = json!({ "known_threshold": known, "blacklist_threshold": blacklist, "fits_home": fits_home });
    home.ask("preview_thresholds", request)
}

#[test]
fn a_preview_counts_what_the_owner_can_count() {
    let home = a_week();
    let usual = Thresholds::default();
    let same = preview(&home, usual.known.0, usual.blacklist.0, true);
    let none: Vec<Value> = Vec::new();
    assert_eq!(
        same,
        json!({ "sightings": 6, "named_now": 3, "named_then": 3, "alerts_now": 1, "alerts_then": 1, "gained": none, "lost": none }),
        "of the week, without the one before"
    );
    let strict = preview(&home, 0.5, 0.55, false);
    assert_eq!((&strict["named_then"], &strict["alerts_then"]), (&json!(2), &json!(0)));
    let lost = json!([
        { "person_id": 1, "name": "Anna", "sightings": 1 },
        { "person_id": 2, "name": "Victor", "sightings": 1 },
    ]);
    assert_eq!((&strict["lost"], &strict["gained"]), (&lost, &json!([])));
    let lax = preview(&home, 0.25, 0.42, false);
    assert_eq!((&lax["named_then"], &lax["lost"]), (&json!(4), &json!([])), "the badly seen one has no name at any");
    assert_eq!(lax["gained"], json!([{ "person_id": 1, "name": "Anna", "sightings": 1 }]));
    for (known, blacklist) in [(0.1, 0.5), (0.5, 0.9)] {
        let request = json!({ "known_threshold": known, "blacklist_threshold": blacklist, "fits_home": true });
        assert_eq!(home.refusal("preview_thresholds", request).code, ErrorCode::BadRequest);
    }
}

#[test]
fn a_preview_fits_the_home_to_the_thresholds_that_are_tried() {
    let home = home_with(|store| {
        door(store);
        person(store, "Anna", PersonKind::Known, looks(30, 0.0));
        person(store, "Bob", PersonKind::Known, looks(40, 0.0));
        // Bob came as near to Anna as 0.47; Anna herself was seen at 0.52 and 0.43.
        seen(store, 1, Some(BEN), &[(BEN, 0.9), (ANNA, 0.47)], 1.0);
        seen(store, 1, Some(ANNA), &[(ANNA, 0.52)], 1.0);
        seen(store, 1, Some(ANNA), &[(ANNA, 0.43)], 1.0);
    });
    let named = |known, fits_home| preview(&home, known, 0.42, fits_home)["named_then"].clone();
    assert_eq!(named(0.40, false), 3, "Bob and Anna twice");
    assert_eq!(named(0.40, true), 2, "clear of Bob, Anna needs 0.46");
    assert_eq!(named(0.50, true), 2, "0.50 is clear of Bob by itself: nothing is added to it");
}

#[test]
fn faces_being_embedded_again_are_counted_paused_and_done() {
    let home = home();
    for (name, who) in [("Anna", 7), ("Ben", 90)] {
        let picture = photograph("a.ppm", &[who]);
        home.ask("add_person", json!({ "name": name, "kind": "known", "pictures": [picture] }));
    }
    assert_eq!(home.ask("recognition", json!({}))["reembedding"], json!(null), "nothing to do");
    let mut settings = home.ask("settings", json!({}));
    settings["effort"] = json!("quick");
    home.ask("save_settings", settings);
    home.engine.attend();
    let half = json!({ "done": 1, "total": 2, "is_paused": false });
    assert_eq!(home.ask("recognition", json!({}))["reembedding"], half);
    let paused = home.ask("pause_reembedding", json!({ "is_paused": true }));
    assert_eq!(paused["reembedding"]["is_paused"], true);
    (0..5).for_each(|_| home.engine.attend());
    assert_eq!(home.ask("recognition", json!({}))["reembedding"]["done"], 1, "the pause holds");
    home.ask("pause_reembedding", json!({ "is_paused": false }));
    home.engine.attend();
    assert_eq!(home.ask("recognition", json!({}))["reembedding"], json!(null), "all are done");
}
