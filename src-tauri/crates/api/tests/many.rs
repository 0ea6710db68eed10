//! Many visitors at once, the days of a person, notes, and the proof of an erasure, as a window asks for them.

mod common;

use common::{door, home_with, keep_face, looks, person, stranger};
use porchlight_api::ErrorCode;
use porchlight_domain::{PersonKind, Subject, Timestamp};
use porchlight_store::{Findings, NewSighting};
use serde_json::{Value, json};

fn ids(list: &Value) -> Vec<i64> {
    list.as_array().expect("a list").iter().map(|one| one["id"].as_i64().expect("an id")).collect()
}

/// Three sightings of one stranger that were taken for three, one of another, and Anna.
fn four_strangers() -> common::Home {
    home_with(|store| {
        let camera = door(store);
        for (at, lean) in [(1_000, 0.0), (2_000, 0.1), (3_000, 0.2)] {
            stranger(store, camera, at, looks(10, lean));
        }
        stranger(store, camera, 4_000, looks(60, 0.0));
        person(store, "Anna", PersonKind::Known, looks(100, 0.0));
    })
}

#[test]
fn the_order_of_all_is_asked_apart_from_what_is_shown_of_some() {
    let home = four_strangers();
    let rows = home.ask("visitor_rows", json!({}));
    let order = ids(&rows);
    assert_eq!(order.len(), 4, "last seen first: {rows}");
    let asked = json!({ "ids": [order[2], 999, order[0]] });
    let shown = home.ask("visitors_by_id", asked);
    assert_eq!(ids(&shown), [order[2], order[0]], "in the order asked for, without who is gone");
    assert_eq!(shown, json!([shown[0], shown[1]]));
    let page = home.ask("visitors", json!({ "limit": 10, "before": null }));
    assert_eq!(ids(&page), order);
    assert_eq!(page[0], shown[1], "the same view either way");
    for (bad, why) in [(json!({ "ids": [] }), "nobody"), (json!({ "ids": [order[0], order[0]] }), "twice")] {
        assert_eq!(home.refusal("visitors_by_id", bad).code, ErrorCode::BadRequest, "{why}");
    }
    let many: Vec<i64> = (0..501).collect();
    assert_eq!(
        home.refusal("name_visitors", json!({ "ids": many, "name": "A", "kind": "known" })).code,
        ErrorCode::BadRequest
    );
}

#[test]
fn whoever_looks_unlike_the_others_is_told_and_nobody_is_left_out_by_itself() {
    let home = four_strangers();
    let order = ids(&home.ask("visitor_rows", json!({})));
    assert_eq!(home.ask("odd_visitors", json!({ "ids": order })), json!([order[0]]), "the last one is somebody else");
    assert_eq!(home.ask("odd_visitors", json!({ "ids": &order[..2] })), json!([]), "of two, either may be");
    home.ask("name_visitors", json!({ "ids": order, "name": "Bo", "kind": "known" }));
    assert_eq!(home.ask("visitor_rows", json!({})), json!([]), "the owner's word");
    let journal = home.ask("journal", json!({ "limit": 10 }));
    assert_eq!((&journal[0]["together"], journal.as_array().map(Vec::len)), (&json!(4), Some(1)));
    let undone = home.ask("undo", json!({}));
    assert_eq!((&undone["undo"], &undone["redo_together"]), (&Value::Null, &json!(4)));
    assert_eq!(ids(&home.ask("visitor_rows", json!({}))), order, "one undo brings all back");
    let names: Vec<String> =
        home.ask("people", json!({})).as_array().expect("a list").iter().map(|p| p["name"].to_string()).collect();
    assert_eq!(names, ["\"Anna\""], "and the name is gone");
}

#[test]
fn faces_unlike_the_others_of_a_visitor_are_told_and_parted() {
    let home = home_with(|store| {
        let camera = door(store);
        let visitor = Subject::Visitor(stranger(store, camera, 1_000, looks(10, 0.0)));
        keep_face(store, visitor, None, looks(10, 0.1));
        keep_face(store, visitor, None, looks(10, 0.2));
        keep_face(store, visitor, None, looks(90, 0.0));
        stranger(store, camera, 2_000, looks(60, 0.0));
    });
    let order = ids(&home.ask("visitor_rows", json!({})));
    let odd = home.ask("odd_faces", json!({ "ids": order }));
    assert_eq!(odd[0]["face_ids"], json!([]), "one face is unlike nobody");
    assert_eq!(odd[1]["face_ids"].as_array().map(Vec::len), Some(1), "{odd}");
    home.ask("split_visitors", json!({ "parts": [odd[1]] }));
    assert_eq!(home.ask("visitor_rows", json!({})).as_array().map(Vec::len), Some(3));
    let all = home.ask("visitors_by_id", json!({ "ids": [order[1]] }))[0]["face_ids"].clone();
    let refused = home.refusal("split_visitors", json!({ "parts": [{ "id": order[1], "face_ids": all }] }));
    assert_eq!(refused.code, ErrorCode::BadRequest, "somebody must stay");
}

#[test]
fn many_are_ignored_as_somebody_each_or_join_a_person() {
    let home = four_strangers();
    let order = ids(&home.ask("visitor_rows", json!({})));
    home.ask("name_visitors", json!({ "ids": &order[..2], "name": "", "kind": "ignored" }));
    let people = home.ask("people", json!({}));
    let ignored = people.as_array().expect("a list").iter().filter(|one| one["kind"] == "ignored").count();
    assert_eq!(ignored, 2, "{people}");
    assert_eq!(
        home.refusal("name_visitors", json!({ "ids": &order[2..], "name": " ", "kind": "known" })).code,
        ErrorCode::NameEmpty
    );
    let anna = ids(&json!([people[0]]))[0];
    home.ask("merge_visitors", json!({ "ids": &order[2..], "into": { "subject": "person", "id": anna } }));
    assert_eq!(home.ask("visitor_rows", json!({})), json!([]));
    assert_eq!(home.ask("person", json!({ "id": anna }))["sightings"], 2);
    let gone = home.refusal("merge_visitors", json!({ "ids": order, "into": { "subject": "person", "id": anna } }));
    assert_eq!(gone.code, ErrorCode::NotFound, "they are no visitors any more");
}

#[test]
fn the_days_and_cameras_of_a_person_are_counted() {
    let day = 86_400_000;
    let home = home_with(|store| {
        let camera = door(store);
        let anna = Subject::Person(person(store, "Anna", PersonKind::Known, looks(1, 0.0)));
        for at in [day, day + 5, 3 * day - 1, 3 * day, 9 * day] {
            let findings = Findings { subject: Some(anna), ..Findings::unclear() };
            store.start_sighting(&NewSighting { camera, at: Timestamp(at), findings }).expect("a sighting");
        }
    });
    let anna = ids(&home.ask("people", json!({})))[0];
    let seen = home.ask("seen_over", json!({ "id": anna, "moments": [day, 2 * day, 3 * day, 4 * day] }));
    assert_eq!(seen["times"], json!([2, 1, 1]), "a day begins with its first moment and ends before the next");
    assert_eq!(seen["cameras"][0]["camera_name"], "Door");
    assert_eq!(seen["cameras"][0]["times"], 4, "what lies outside is not counted");
    for bad in [json!([]), json!([1]), json!([2, 1]), json!([1, 1]), json!((0..801).collect::<Vec<i64>>())] {
        assert_eq!(home.refusal("seen_over", json!({ "id": anna, "moments": bad })).code, ErrorCode::BadRequest);
    }
    assert_eq!(home.refusal("seen_over", json!({ "id": 999, "moments": [1, 2] })).code, ErrorCode::NotFound);
}

#[test]
fn a_note_is_kept_taken_back_and_not_without_end() {
    let home = four_strangers();
    let anna = ids(&home.ask("people", json!({})))[0];
    let note = |text: &str| json!({ "id": anna, "note": text });
    assert_eq!(home.ask("set_person_note", note(" two\r\nlines "))["note"], "two\nlines");
    home.ask("set_person_note", note("two\nlines"));
    assert_eq!(
        home.ask("journal", json!({ "limit": 10 })).as_array().map(Vec::len),
        Some(1),
        "the same is nothing new"
    );
    home.ask("undo", json!({}));
    assert_eq!(home.ask("person", json!({ "id": anna }))["note"], "");
    for bad in ["x".repeat(2_001), "a\u{0}b".into()] {
        assert_eq!(home.refusal("set_person_note", note(&bad)).code, ErrorCode::BadRequest);
    }
}

#[test]
fn an_erasure_comes_with_its_proof() {
    let home = four_strangers();
    let anna = ids(&home.ask("people", json!({})))[0];
    home.ask("set_person_note", json!({ "id": anna, "note": "has a key" }));
    let erased = home.ask("remove_person", json!({ "id": anna }));
    assert_eq!((&erased["faces"], &erased["embeddings"], &erased["pictures"]), (&json!(1), &json!(1), &json!(2)));
    assert_eq!((&erased["acts"], &erased["traces_found"], &erased["is_gone"]), (&json!(1), &json!(0), &json!(true)));
    assert!(erased["files_searched"].as_u64() >= Some(2), "at the least where the pictures were: {erased}");
}
