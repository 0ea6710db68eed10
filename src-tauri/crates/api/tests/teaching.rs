//! What the owner teaches, through the door that the window uses: each act is done, taken back and done again.

mod common;

use common::{Home, door, home_with, keep_face, looks, person, stranger};
use porchlight_api::ErrorCode;
use porchlight_domain::{CameraId, CameraSource, PersonKind, SightingId, Subject, Timestamp, Verdict};
use porchlight_store::{Findings, NewCamera, NewSighting, Store};
use serde_json::{Value, json};

const ANNA: i64 = 1;
const BEN: i64 = 2;

/// A sighting of somebody with one face that only shows it.
fn seen(store: &Store, camera: CameraId, at: i64, who: Subject, face: porchlight_domain::Embedding) -> SightingId {
    let findings = Findings { verdict: Verdict::Known, subject: Some(who), ..Findings::unclear() };
    let sighting = store.start_sighting(&NewSighting { camera, at: Timestamp(at), findings }).expect("a sighting");
    keep_face(store, who, Some(sighting), face);
    store.end_sighting(sighting, Timestamp(at + 500)).expect("it ends");
    sighting
}

/// Anna and Ben, whom the owner named, each seen once (sightings 1 and 2), and three strangers (sightings 3 to 5).
fn household() -> Home {
    home_with(|store| {
        let camera = door(store);
        let anna = person(store, "Anna", PersonKind::Known, looks(30, 0.0));
        let ben = person(store, "Ben", PersonKind::Known, looks(40, 0.0));
        seen(store, camera, 1_000, Subject::Person(anna), looks(30, 0.5));
        seen(store, camera, 2_000, Subject::Person(ben), looks(40, 0.5));
        for (at, who) in [(3_000, 1), (4_000, 5), (5_000, 9)] {
            stranger(store, camera, at, looks(who, 0.0));
        }
    })
}

/// Everything that the owner sees of people and visitors.
fn everybody(home: &Home) -> Value {
    let all = json!({ "limit": 50, "before": null, "person_id": null, "visitor_id": null, "only_open": false });
    json!([
        home.ask("people", json!({})),
        home.ask("visitors", json!({ "limit": 50, "before": null })),
        home.ask("sightings", all)
    ])
}

fn journal(home: &Home) -> Vec<Value> {
    home.ask("journal", json!({ "limit": 50 })).as_array().expect("a list").clone()
}

fn newest_act(home: &Home) -> Value {
    journal(home)[0]["id"].clone()
}

fn person_of(home: &Home, sighting: i64) -> Value {
    home.ask("why", json!({ "id": sighting }))["sighting"]["person_id"].clone()
}

#[test]
fn acts_are_taken_back_and_done_again_in_any_order() {
    let home = household();
    let acts = [
        ("move_sighting", json!({ "id": 3, "target": { "to": "named", "name": "Cleo" } })),
        ("set_person_threshold", json!({ "id": ANNA, "threshold": 0.5 })),
        ("reject_sighting", json!({ "id": 1, "person_id": ANNA })),
        ("merge_people", json!({ "id": BEN, "into": ANNA })),
        ("move_face", json!({ "id": 7, "target": { "to": "person", "id": ANNA } })),
    ];
    let mut states = vec![everybody(&home)];
    let mut ids = Vec::new();
    for (name, request) in acts {
        home.ask(name, request);
        ids.push(newest_act(&home));
        states.push(everybody(&home));
    }
    for pair in states.windows(2) {
        assert_ne!(pair[0], pair[1], "each of them changes what the owner sees");
    }
    for i in [2, 0, 4, 1, 3] {
        home.ask("undo_act", json!({ "id": ids[i] }));
    }
    assert_eq!(everybody(&home), states[0], "as if nothing had been done");
    assert!(journal(&home).iter().all(|act| act["is_undone"] == true), "and the journal says so");
    for i in [3, 1, 0, 2, 4] {
        home.ask("redo_act", json!({ "id": ids[i] }));
    }
    assert_eq!(everybody(&home), states[5], "as if nothing had been taken back");
}

#[test]
fn what_cannot_be_taken_back_any_more_says_so() {
    let home = household();
    home.ask("move_sighting", json!({ "id": 3, "target": { "to": "named", "name": "Cleo" } }));
    let named = newest_act(&home);
    let cleo = person_of(&home, 3);
    home.ask("merge_people", json!({ "id": cleo, "into": ANNA }));
    assert_eq!(home.refusal("undo_act", json!({ "id": named })).code, ErrorCode::NoLongerPossible, "she is Anna now");
    assert_eq!(home.refusal("redo_act", json!({ "id": named })).code, ErrorCode::NoLongerPossible, "it holds");
    assert_eq!(home.refusal("undo_act", json!({ "id": 99 })).code, ErrorCode::NotFound);
    home.ask("undo", json!({}));
    home.ask("undo_act", json!({ "id": named }));
    assert_eq!(person_of(&home, 3), json!(null), "in its turn it can be");
}

#[test]
fn a_face_goes_where_the_owner_says() {
    let home = household();
    let of_stranger = home.ask("visitors", json!({ "limit": 9, "before": null }))[0]["face_ids"][0].clone();
    home.ask("move_face", json!({ "id": of_stranger, "target": { "to": "named", "name": "Dora" } }));
    let dora = person_of(&home, 5);
    assert_eq!(home.ask("person", json!({ "id": dora }))["faces"][0]["is_compared"], true, "she is known by it");
    home.ask("move_face", json!({ "id": of_stranger, "target": { "to": "person", "id": BEN } }));
    assert_eq!(person_of(&home, 5), json!(BEN), "its only face takes the sighting along");
    home.ask("move_face", json!({ "id": of_stranger, "target": { "to": "new_visitor" } }));
    assert_eq!(person_of(&home, 5), json!(null), "and back among the strangers");
    let code = |request| home.refusal("move_face", request).code;
    assert_eq!(code(json!({ "id": 99, "target": { "to": "new_visitor" } })), ErrorCode::NotFound);
    assert_eq!(code(json!({ "id": of_stranger, "target": { "to": "person", "id": 99 } })), ErrorCode::NotFound);
    assert_eq!(code(json!({ "id": of_stranger, "target": { "to": "named", "name": " " } })), ErrorCode::NameEmpty);
    assert_eq!(
        code(json!({ "id": 1, "target": { "to": "person", "id": ANNA } })),
        ErrorCode::BadRequest,
        "hers already"
    );
    assert_eq!(code(json!({ "id": 1, "target": { "to": "nowhere" } })), ErrorCode::BadRequest);
}

#[test]
fn a_sighting_goes_where_the_owner_says() {
    let home = household();
    home.ask("move_sighting", json!({ "id": 3, "target": { "to": "visitor", "id": 2 } }));
    assert_eq!(home.ask("system", json!({}))["visitors"], 2, "a visitor without a sighting is nobody");
    home.ask("move_sighting", json!({ "id": 3, "target": { "to": "named", "name": "anna" } }));
    assert_eq!(person_of(&home, 3), json!(ANNA), "a name is one person, whatever its case");
    let code = |request| home.refusal("move_sighting", request).code;
    assert_eq!(code(json!({ "id": 3, "target": { "to": "person", "id": ANNA } })), ErrorCode::BadRequest);
    assert_eq!(code(json!({ "id": 3, "target": { "to": "visitor", "id": 99 } })), ErrorCode::NotFound);
    assert_eq!(code(json!({ "id": 99, "target": { "to": "new_visitor" } })), ErrorCode::NotFound);
    assert_eq!(code(json!({ "id": 3, "target": { "to": "named", "name": "a\u{0}" } })), ErrorCode::BadRequest);
}

#[test]
fn somebody_named_at_a_demo_camera_leaves_with_the_demo() {
    let home = home_with(|store| {
        let street =
            NewCamera { name: "Street".into(), source: CameraSource::DemoStreet, is_demo: true, at: Timestamp(1) };
        let street = store.add_camera(&street).expect("a camera").id;
        stranger(store, street, 1_000, looks(1, 0.0));
        stranger(store, street, 2_000, looks(5, 0.0));
        let real = door(store);
        stranger(store, real, 3_000, looks(9, 0.0));
    });
    let named = |sighting: i64, name: &str| {
        home.ask("move_sighting", json!({ "id": sighting, "target": { "to": "named", "name": name } }));
        home.ask("person", json!({ "id": person_of(&home, sighting) }))["is_demo"].clone()
    };
    assert_eq!(named(1, "Dora"), true);
    assert_eq!(named(3, "Rita"), false, "she was at a real door");
    home.ask("move_face", json!({ "id": 2, "target": { "to": "named", "name": "Ella" } }));
    assert_eq!(home.ask("person", json!({ "id": person_of(&home, 2) }))["is_demo"], true, "by a face as well");
    home.ask("leave_demo", json!({}));
    let people = home.ask("people", json!({}));
    assert_eq!((people.as_array().map(Vec::len), &people[0]["name"]), (Some(1), &json!("Rita")));
}

#[test]
fn not_this_person_is_remembered_until_it_is_taken_back() {
    let home = household();
    home.ask("reject_sighting", json!({ "id": 1, "person_id": ANNA }));
    assert_eq!(person_of(&home, 1), json!(null), "it became a visitor's");
    let likely = || home.ask("visitors_like", json!({ "id": ANNA }));
    assert_eq!(likely(), json!([]), "who is never proposed as Anna again");
    let seen = home.ask("visitors", json!({ "limit": 9, "before": null }));
    let of_anna = seen.as_array().expect("a list").iter().find(|v| v["last_seen"] == 1_500).expect("the new visitor");
    assert_eq!(of_anna["suggestion"], json!(null), "nor is Anna proposed as the visitor");
    home.ask("undo", json!({}));
    assert_eq!(person_of(&home, 1), json!(ANNA));
    home.ask("move_sighting", json!({ "id": 1, "target": { "to": "new_visitor" } }));
    assert_eq!(likely()[0]["visitor"]["last_seen"], 1_500, "without a no she is proposed");
    let code = |request| home.refusal("reject_sighting", request).code;
    assert_eq!(code(json!({ "id": 2, "person_id": ANNA })), ErrorCode::BadRequest, "it is Ben's");
    assert_eq!(code(json!({ "id": 99, "person_id": ANNA })), ErrorCode::NotFound);
    assert_eq!(code(json!({ "id": 1, "person_id": 99 })), ErrorCode::NotFound);
}

#[test]
fn two_people_who_are_one_bring_everything_along() {
    let home = household();
    let one = home.ask("merge_people", json!({ "id": BEN, "into": ANNA }));
    assert_eq!((&one["id"], &one["name"], &one["sightings"]), (&json!(ANNA), &json!("Anna"), &json!(2)));
    assert_eq!(home.refusal("person", json!({ "id": BEN })).code, ErrorCode::NotFound);
    assert_eq!(home.refusal("merge_people", json!({ "id": BEN, "into": ANNA })).code, ErrorCode::NotFound, "once");
    assert_eq!(home.refusal("merge_people", json!({ "id": ANNA, "into": ANNA })).code, ErrorCode::BadRequest);
    home.ask("undo_act", json!({ "id": newest_act(&home) }));
    assert_eq!(home.ask("person", json!({ "id": BEN }))["sightings"], 1, "Ben is himself again");
}

#[test]
fn a_threshold_of_their_own_is_final() {
    let home = household();
    let general = home.ask("person", json!({ "id": ANNA }))["threshold"].clone();
    let own = home.ask("set_person_threshold", json!({ "id": ANNA, "threshold": 0.625 }));
    assert_eq!((&own["own_threshold"], &own["threshold"]), (&json!(0.625), &json!(0.625)));
    assert_eq!(home.ask("person", json!({ "id": BEN }))["own_threshold"], json!(null), "Ben has none");
    for bad in [0.1, 0.9] {
        let refused = home.refusal("set_person_threshold", json!({ "id": ANNA, "threshold": bad }));
        assert_eq!(refused.code, ErrorCode::BadRequest, "{bad}");
    }
    let missing = home.refusal("set_person_threshold", json!({ "id": 99, "threshold": 0.5 }));
    assert_eq!(missing.code, ErrorCode::NotFound);
    let back = home.ask("set_person_threshold", json!({ "id": ANNA, "threshold": null }));
    assert_eq!((&back["own_threshold"], &back["threshold"]), (&json!(null), &general));
    home.ask("undo", json!({}));
    assert_eq!(home.ask("person", json!({ "id": ANNA }))["own_threshold"], 0.625, "the last word but one");
}

#[test]
fn a_visitor_is_split_into_two_who_are_not_the_same() {
    let home = household();
    home.ask("merge_visitor", json!({ "id": 2, "into": { "subject": "visitor", "id": 1 } }));
    let faces = home.ask("visitors", json!({ "limit": 1, "before": 4_600 }))[0]["face_ids"].clone();
    assert_eq!(faces.as_array().map(Vec::len), Some(2), "{faces}");
    let all = home.refusal("split_visitor", json!({ "id": 1, "face_ids": faces }));
    assert_eq!(all.code, ErrorCode::BadRequest, "nobody would be left");
    let none = home.refusal("split_visitor", json!({ "id": 1, "face_ids": [] }));
    assert_eq!(none.code, ErrorCode::BadRequest, "nobody would go");
    let foreign = home.refusal("split_visitor", json!({ "id": 3, "face_ids": [faces[0]] }));
    assert_eq!(foreign.code, ErrorCode::BadRequest, "not this visitor's");
    assert_eq!(home.refusal("split_visitor", json!({ "id": 99, "face_ids": faces })).code, ErrorCode::NotFound);
    let new = home.ask("split_visitor", json!({ "id": 1, "face_ids": [faces[0]] }));
    assert_eq!((&new["face_ids"], &new["times_seen"]), (&json!([faces[0]]), &json!(1)));
    assert_eq!(journal(&home)[0]["kind"], "split_visitor");
    home.ask("undo", json!({}));
    assert_eq!(home.ask("system", json!({}))["visitors"], 2, "one again");
}

#[test]
fn yes_to_a_sighting_of_nobody_named_is_refused() {
    let home = household();
    assert_eq!(home.refusal("confirm_sighting", json!({ "id": 3 })).code, ErrorCode::NotFound, "a stranger's");
    assert_eq!(home.refusal("confirm_sighting", json!({ "id": 99 })).code, ErrorCode::NotFound);
    home.ask("confirm_sighting", json!({ "id": 1 }));
    assert_eq!(journal(&home), Vec::<Value>::new(), "its face is compared with already");
}
