//! A face that the detector missed: looked at closer where the owner points, kept and named, and taken back.

mod common;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use common::{Home, door, home, home_with, looks, person, pixmap};
use porchlight_api::ErrorCode;
use porchlight_domain::{PersonKind, Subject};
use serde_json::{Value, json};

/// The fake eyes take any painted square for a face, and everything else for nothing.
fn marked(home: &Home, faces: &[(u8, u32, u32, u32)], area: [f32; 4]) -> Value {
    let camera = home.ask("cameras", json!({}))[0]["id"].clone();
    let at = home.engine.now().0;
    let picture = json!({ "file_name": "picture", "base64": STANDARD.encode(pixmap(faces)) });
    json!({ "camera_id": camera, "at": at, "picture": picture, "area": area })
}

/// Two people side by side; the area is around the second.
const PAIR: &[(u8, u32, u32, u32)] = &[(7, 20, 30, 64), (9, 200, 40, 60)];
const AROUND_SECOND: [f32; 4] = [0.62, 0.22, 0.2, 0.42];

#[test]
fn the_face_where_the_owner_points_is_found_and_nothing_is_kept_by_looking() {
    let home = home_with(|store| {
        door(store);
        person(store, "Ada", PersonKind::Known, looks(9, 0.0));
    });
    let seen = home.ask("mark_face", marked(&home, PAIR, AROUND_SECOND));
    assert_eq!((&seen["outcome"], &seen["is_guessed"]), (&json!("face"), &json!(false)), "{seen}");
    let left = seen["area"][0].as_f64().expect("a number");
    assert!((left - 200.0 / 320.0).abs() < 0.02, "where it is on the picture: {left}");
    assert_eq!(seen["candidates"][0]["name"], "Ada", "and who it may be");
    let jpeg = STANDARD.decode(seen["jpeg_base64"].as_str().expect("a picture")).expect("base64");
    assert!(jpeg.starts_with(&[0xff, 0xd8]), "a JPEG to look at");
    assert_eq!(home.ask("visitors", json!({ "limit": 10, "before": null })), json!([]), "nobody came of it");
    assert_eq!(home.ask("journal", json!({ "limit": 10 })), json!([]), "and nothing was done");
}

#[test]
fn a_marked_face_that_is_named_is_known_and_the_naming_can_be_taken_back() {
    let home = home_with(|store| {
        door(store);
    });
    let target = json!({ "to": "named", "name": "Priya" });
    let kept = home.ask("keep_marked_face", json!({ "marked": marked(&home, PAIR, AROUND_SECOND), "target": target }));
    assert_eq!((&kept["name"], &kept["verdict"]), (&json!("Priya"), &json!("known")), "{kept}");
    assert!(kept["ended_at"].is_number() && kept["face_id"].is_number(), "a sighting that is over, with its face");
    let people = home.ask("people", json!({}));
    assert_eq!(people[0]["faces"].as_array().map(Vec::len), Some(1), "one face to compare with");
    assert_eq!(people[0]["faces"][0]["is_compared"], true, "and it is compared with");
    let again = home.ask("mark_face", marked(&home, PAIR, AROUND_SECOND));
    assert_eq!(again["candidates"][0]["name"], "Priya", "whoever was named is known next time");

    home.ask("undo", json!({}));
    assert_eq!(home.ask("people", json!({})), json!([]), "she was made by the act and goes with it");
    let visitors = home.ask("visitors", json!({ "limit": 10, "before": null }));
    assert_eq!(visitors[0]["face_ids"].as_array().map(Vec::len), Some(1), "the face waits without a name: {visitors}");
    home.ask("redo", json!({}));
    assert_eq!(home.ask("people", json!({}))[0]["name"], "Priya");
}

#[test]
fn somebody_with_a_name_gets_the_face_too() {
    let home = home_with(|store| {
        door(store);
        person(store, "Ada", PersonKind::Known, looks(7, 0.0));
    });
    let id = home.ask("people", json!({}))[0]["id"].clone();
    let request = json!({ "marked": marked(&home, PAIR, AROUND_SECOND), "target": { "to": "person", "id": id } });
    home.ask("keep_marked_face", request);
    let person = home.store.people().expect("people").remove(0).person.id;
    let faces = home.store.faces(Subject::Person(person)).expect("faces");
    assert_eq!(faces.iter().filter(|face| face.is_template).count(), 2, "the old one and the new one");
}

#[test]
fn where_no_face_is_found_it_is_said_and_the_owner_decides() {
    let home = home_with(|store| {
        door(store);
    });
    let seen = home.ask("mark_face", marked(&home, &[(7, 20, 30, 64)], AROUND_SECOND));
    assert_eq!(seen["is_guessed"], true, "the one beside it is not meant: {seen}");
    assert!(seen["trust"].as_f64() <= Some(0.5), "and it counts for less: {seen}");
    let speck = home.ask("mark_face", marked(&home, PAIR, [0.7, 0.4, 0.01, 0.02]));
    assert_eq!(speck, json!({ "outcome": "nothing", "reason": "too_small" }));
}

#[test]
fn what_cannot_be_kept_is_refused_and_leaves_nothing() {
    let home = home_with(|store| {
        door(store);
    });
    let good = marked(&home, PAIR, AROUND_SECOND);
    let with = |key: &str, value: Value| {
        let mut request = good.clone();
        request[key] = value;
        request
    };
    let named = json!({ "to": "named", "name": "Priya" });
    for (marked, target, code) in [
        (good.clone(), json!({ "to": "named", "name": "  " }), ErrorCode::NameEmpty),
        (good.clone(), json!({ "to": "person", "id": 4_711 }), ErrorCode::NotFound),
        (with("camera_id", json!(4_711)), named.clone(), ErrorCode::NotFound),
        (with("at", json!(home.engine.now().0 - 3_600_000)), named.clone(), ErrorCode::NotFound),
        (with("area", json!([0.7, 0.4, 0.01, 0.02])), named.clone(), ErrorCode::NoFace),
        (with("area", json!([2.0, 0.4, 0.1, 0.2])), named.clone(), ErrorCode::BadRequest),
        (with("picture", json!({ "file_name": "x", "base64": "AAEC" })), named, ErrorCode::BadRequest),
    ] {
        let request = json!({ "marked": marked, "target": target });
        assert_eq!(home.refusal("keep_marked_face", request).code, code, "{target}");
    }
    assert_eq!(home.ask("visitors", json!({ "limit": 10, "before": null })), json!([]), "nobody is left behind");
    assert_eq!(home.ask("people", json!({})), json!([]));
    let without_cameras = self::home();
    let request = json!({ "camera_id": 1, "at": 1, "picture": good["picture"], "area": AROUND_SECOND });
    assert_eq!(without_cameras.refusal("mark_face", request).code, ErrorCode::NotFound, "there is no such camera");
}
