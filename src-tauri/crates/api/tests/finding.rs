//! Looking back: sightings by camera, verdict and time, and every time that a face was here.

mod common;

use common::{door, home_with, looks, person, photograph, stranger};
use porchlight_api::ErrorCode;
use porchlight_domain::{CameraSource, PersonKind, Timestamp};
use porchlight_store::NewCamera;
use serde_json::{Value, json};

/// Somebody at the door twice, somebody else there once, and a third at the garage.
fn busy_home() -> common::Home {
    home_with(|store| {
        let camera = door(store);
        stranger(store, camera, 1_000, looks(7, 0.0));
        stranger(store, camera, 5_000, looks(20, 0.0));
        stranger(store, camera, 9_000, looks(7, 0.4));
        let source = CameraSource::Stream { address: "rtsp://10.0.0.5/live".into() };
        let garage = NewCamera { name: "Garage".into(), source, is_demo: false, at: Timestamp(1) };
        let garage = store.add_camera(&garage).expect("a camera").id;
        stranger(store, garage, 12_000, looks(30, 0.0));
        person(store, "Ada", PersonKind::Known, looks(7, 0.1));
    })
}

fn starts(found: &Value, inside: impl Fn(&Value) -> &Value) -> Vec<i64> {
    found.as_array().expect("a list").iter().filter_map(|one| inside(one)["started_at"].as_i64()).collect()
}

#[test]
fn every_time_a_face_was_here_is_found_most_alike_first() {
    let home = busy_home();
    let request = json!({ "face_id": null, "picture": photograph("him.ppm", &[7]), "limit": 10 });
    let found = home.ask("find_face", request);
    assert_eq!(starts(&found, |one| &one["sighting"]), [1_000, 9_000], "twice, named or not, and nobody else");
    assert!(found[0]["similarity"].as_f64() > found[1]["similarity"].as_f64(), "the nearer one first: {found}");

    let face = found[1]["face_id"].clone();
    let by_face = home.ask("find_face", json!({ "face_id": face, "picture": null, "limit": 10 }));
    assert_eq!(starts(&by_face, |one| &one["sighting"]), [9_000, 1_000], "its own sighting is nearest");
    let first = home.ask("find_face", json!({ "face_id": face, "picture": null, "limit": 1 }));
    assert_eq!(first.as_array().map(Vec::len), Some(1), "no more than was asked for");
}

#[test]
fn what_cannot_be_looked_for_is_refused_in_words() {
    let home = busy_home();
    for (request, code) in [
        (json!({ "face_id": null, "picture": null, "limit": 10 }), ErrorCode::BadRequest),
        (json!({ "face_id": 1, "picture": photograph("a.ppm", &[7]), "limit": 10 }), ErrorCode::BadRequest),
        (json!({ "face_id": 1, "picture": null, "limit": 0 }), ErrorCode::BadRequest),
        (json!({ "face_id": 4_711, "picture": null, "limit": 10 }), ErrorCode::NotFound),
        (json!({ "face_id": null, "picture": photograph("none.ppm", &[]), "limit": 10 }), ErrorCode::NoFace),
        (json!({ "face_id": null, "picture": photograph("two.ppm", &[7, 9]), "limit": 10 }), ErrorCode::NoFace),
        (json!({ "face_id": null, "picture": { "file_name": "x", "base64": "AAEC" }, "limit": 10 }), ErrorCode::NoFace),
    ] {
        assert_eq!(home.refusal("find_face", request.clone()).code, code, "{request}");
    }
}

#[test]
fn sightings_are_listed_by_camera_verdict_and_time() {
    let home = busy_home();
    let list = |extra: Value| {
        let mut request = json!({
            "limit": 10, "before": null, "person_id": null, "visitor_id": null, "only_open": false,
        });
        let (Some(all), Some(extra)) = (request.as_object_mut(), extra.as_object()) else { panic!("objects") };
        all.extend(extra.clone());
        starts(&home.ask("sightings", request)["sightings"], |one| one)
    };
    let cameras = home.ask("cameras", json!({}));
    assert_eq!(list(json!({})), [12_000, 9_000, 5_000, 1_000], "newest first");
    assert_eq!(list(json!({ "camera_id": cameras[1]["id"] })), [12_000], "at the garage");
    assert_eq!(list(json!({ "since": 5_000, "before": 12_000 })), [9_000, 5_000], "from, and before");
    assert_eq!(list(json!({ "verdict": "visitor" })).len(), 4, "all are strangers");
    assert!(list(json!({ "verdict": "known" })).is_empty());
}
