//! What the owner sets for one camera, through the door that the window uses.

mod common;

use common::{door, home_with, pixmap};
use porchlight_api::{ErrorCode, wire::TroubleView};
use porchlight_domain::{AreaKind, CameraId, CameraSource, Rotation, Timestamp};
use porchlight_store::NewCamera;
use serde_json::{Value, json};
use std::fs;

fn settings() -> Value {
    json!({
        "rotation": 90,
        "areas": [
            { "kind": "privacy_mask", "corners": [[0.0, 0.0], [0.5, 0.0], [0.5, 1.0], [0.0, 1.0]] },
            { "kind": "zone", "corners": [[0.5, 0.0], [1.0, 0.0], [1.0, 1.0]] },
        ],
        "has_hours": true,
        "hours": [null, { "from_minute": 480, "until_minute": 1200 }, null, null, null, null, null],
        "smallest_face_px": 40,
        "detection_side_px": 960,
    })
}

#[test]
fn an_address_is_changed_and_the_password_that_was_not_typed_stays_and_never_comes_out() {
    let home = home_with(|store| {
        door(store);
    });
    let shown = home.ask("cameras", json!({}))[0].clone();
    assert_eq!(shown["source_to_change"], "rtsp://10.0.0.4/live?token=***", "what may be shown to be changed");
    assert_eq!(shown["has_login"], true);
    let address = || match home.store.camera(CameraId(1)).expect("is there").source {
        CameraSource::Stream { address } => address,
        other => panic!("{other:?}"),
    };
    let stream = |address: &str| json!({ "kind": "stream", "address": address });
    for (source, login, kept, why) in [
        (
            "rtsp://10.0.0.9/live?token=***",
            json!({ "user": "", "password": "", "is_dropped": false }),
            "rtsp://anna:s3cret@10.0.0.9/live?token=s3cret",
            "another address",
        ),
        (
            "rtsp://10.0.0.9/live?token=***",
            json!(null),
            "rtsp://anna:s3cret@10.0.0.9/live?token=s3cret",
            "nothing typed",
        ),
        (
            "rtsp://10.0.0.9/1",
            json!({ "user": "", "password": "n:w", "is_dropped": false }),
            "rtsp://anna:n%3Aw@10.0.0.9/1",
            "another password",
        ),
        (
            "rtsp://10.0.0.9/1",
            json!({ "user": "", "password": "", "is_dropped": true }),
            "rtsp://10.0.0.9/1",
            "nobody logs in any more",
        ),
    ] {
        let changed = home.ask("update_camera", json!({ "id": 1, "source": stream(source), "login": login }));
        assert_eq!(address(), kept, "{why}");
        let told = changed.to_string();
        assert!(!told.contains("s3cret") && !told.contains("anna") && !told.contains("n%3Aw"), "{why}: {told}");
    }
}

#[test]
fn a_bad_address_is_refused_and_nothing_is_lost() {
    let home = home_with(|store| {
        door(store);
        let source = CameraSource::Stream { address: "rtsp://10.0.0.7/1".into() };
        store.add_camera(&NewCamera { name: "Yard".into(), source, is_demo: false, at: Timestamp(1) }).expect("added");
    });
    let before = home.store.camera(CameraId(1)).expect("is there");
    for (change, code, trouble) in [
        (json!({ "source": { "kind": "stream", "address": "file:///etc/passwd" } }), ErrorCode::CameraFailed, true),
        (
            json!({ "source": { "kind": "stream", "address": "rtsp://10.0.0.7/1" }, "login": { "user": "", "password": "", "is_dropped": true } }),
            ErrorCode::BadRequest,
            false,
        ),
        (json!({ "source": { "kind": "demo" } }), ErrorCode::BadRequest, false),
        (
            json!({ "name": "Gate", "source": { "kind": "file", "path": "/no/such.mp4" } }),
            ErrorCode::CameraFailed,
            false,
        ),
    ] {
        let mut request = change.clone();
        request["id"] = json!(1);
        let refused = home.refusal("update_camera", request);
        assert_eq!(refused.code, code, "{change}");
        assert_eq!(refused.trouble == Some(TroubleView::BadAddress), trouble, "{change}");
        assert_eq!(home.store.camera(CameraId(1)).expect("is there"), before, "as it was: {change}");
    }
}

#[test]
fn settings_are_kept_as_they_were_sent_and_impossible_ones_are_refused() {
    let home = home_with(|store| {
        door(store);
    });
    let shown = home.ask("update_camera", json!({ "id": 1, "settings": settings() }));
    assert_eq!(shown["settings"], settings());
    let kept = home.store.camera(CameraId(1)).expect("is there").settings;
    assert_eq!((kept.rotation, kept.areas.len(), kept.areas[0].kind), (Rotation::Quarter, 2, AreaKind::PrivacyMask));
    assert!(kept.hours.is_on);
    for (field, value) in [
        ("rotation", json!(45)),
        ("areas", json!([{ "kind": "zone", "corners": [[0.0, 0.0], [1.0, 1.0]] }])),
        ("areas", json!([{ "kind": "zone", "corners": [[0.0, 0.0], [1.5, 0.0], [1.0, 1.0]] }])),
        ("areas", json!(vec![settings()["areas"][0].clone(); 25])),
        ("hours", json!([null])),
        ("hours", json!([{ "from_minute": 1440, "until_minute": 0 }, null, null, null, null, null, null])),
        ("smallest_face_px", json!(3)),
        ("detection_side_px", json!(20_000)),
    ] {
        let mut bad = settings();
        bad[field] = value;
        let refused = home.refusal("update_camera", json!({ "id": 1, "settings": bad }));
        assert_eq!(refused.code, ErrorCode::BadRequest, "{field}");
        assert_eq!(home.ask("cameras", json!({}))[0]["settings"], settings(), "and nothing is lost: {field}");
    }
    let named = home.ask("update_camera", json!({ "id": 1, "name": "Front" }));
    assert_eq!((&named["name"], &named["settings"]), (&json!("Front"), &settings()), "what is absent stays");
}

#[test]
fn a_camera_that_does_not_watch_is_opened_for_a_picture_only_when_asked_and_what_is_hidden_is_black() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("one.ppm"), pixmap(&[(7, 20, 20, 64), (9, 220, 20, 64)])).expect("a picture");
    let home = home_with(|store| {
        let source = CameraSource::Folder { path: folder.path().into() };
        let camera = store.add_camera(&NewCamera { name: "Yard".into(), source, is_demo: false, at: Timestamp(1) });
        let mut camera = camera.expect("added");
        camera.is_enabled = false;
        camera.settings.areas = vec![porchlight_domain::Area {
            kind: AreaKind::PrivacyMask,
            corners: vec![[0.5, 0.0], [1.0, 0.0], [1.0, 1.0], [0.5, 1.0]],
        }];
        store.update_camera(&camera, Timestamp(1)).expect("written");
    });
    let refused = home.refusal("camera_picture", json!({ "id": 1, "may_open": false }));
    assert_eq!(refused.code, ErrorCode::CameraFailed, "nobody opens it unasked");
    let shown = home.ask("camera_picture", json!({ "id": 1, "may_open": true }));
    assert_eq!((&shown["width"], &shown["height"]), (&json!(320), &json!(160)));
    let picture = decoded(&shown);
    let at = |x: usize| u32::from(picture.rgb[(60 * picture.width as usize + x) * 3]);
    assert!(at(50) > 150 && at(250) < 12, "one face is there, the other is black: {} {}", at(50), at(250));

    let source = json!({ "kind": "folder", "path": folder.path() });
    let tried = home.ask("test_camera", json!({ "source": source, "camera_id": 1, "rotation": 90 }));
    assert_eq!((&tried["width"], &tried["height"]), (&json!(160), &json!(320)), "turned");
    assert_eq!(home.refusal("test_camera", json!({ "source": source, "rotation": 10 })).code, ErrorCode::BadRequest);
}

fn decoded(shown: &Value) -> porchlight_domain::Picture {
    use base64::Engine as _;
    let text = shown["jpeg_base64"].as_str().expect("a picture");
    let bytes = base64::engine::general_purpose::STANDARD.decode(text).expect("base64");
    porchlight_vision::decode(&bytes).expect("a JPEG")
}

#[test]
fn cameras_stand_in_the_owners_order_and_say_how_large_faces_are() {
    let home = home_with(|store| {
        for name in ["One", "Two", "Three"] {
            let source = CameraSource::Webcam { device: name.into() };
            store
                .add_camera(&NewCamera { name: name.into(), source, is_demo: false, at: Timestamp(1) })
                .expect("added");
        }
    });
    let ordered = home.ask("order_cameras", json!({ "ids": [3, 1] }));
    let names: Vec<_> = ordered.as_array().expect("a list").iter().map(|camera| camera["name"].clone()).collect();
    assert_eq!(names, ["Three", "One", "Two"]);
    assert_eq!(home.ask("cameras", json!({})), ordered);
    assert_eq!(home.refusal("order_cameras", json!({ "ids": vec![1; 501] })).code, ErrorCode::BadRequest);
    let sizes = home.ask("face_sizes", json!({ "id": 1 }));
    assert_eq!(sizes, json!({ "visits": 0, "median_px": null, "too_small": 0.0, "advice": "too_few_visits" }));
    assert_eq!(home.refusal("face_sizes", json!({ "id": 9 })).code, ErrorCode::NotFound);
}
