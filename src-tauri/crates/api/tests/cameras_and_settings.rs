//! Cameras and settings, through the door that the window uses.

mod common;

use common::{door, home, home_with, pixmap};
use porchlight_api::{
    ErrorCode,
    wire::{EventView, TroubleView},
};
use porchlight_domain::CameraState;
use porchlight_engine::Event;
use serde_json::json;
use std::{fs, time::Duration};

#[test]
fn a_password_goes_in_and_never_comes_out() {
    let home = home_with(|store| {
        door(store);
    });
    let added = json!({ "name": "Yard", "source": { "kind": "stream", "address": "http://anna:s3cret@10.0.0.5/mjpg?key=s3cret" } });
    let camera = home.ask("add_camera", added.clone());
    assert_eq!(camera["shown_source"], "http://10.0.0.5/mjpg");
    let all = home.ask("cameras", json!({})).to_string();
    assert!(all.contains("Door") && all.contains("Yard"), "both are there: {all}");
    assert!(!all.contains("s3cret") && !all.contains("anna"), "neither user nor password: {all}");
    assert_eq!(home.refusal("add_camera", added).code, ErrorCode::BadRequest, "nobody watches one camera twice");
}

#[test]
fn a_camera_is_switched_off_renamed_and_removed() {
    let home = home_with(|store| {
        door(store);
    });
    let off = home.ask("update_camera", json!({ "id": 1, "name": "Front", "is_enabled": false }));
    assert_eq!(
        (&off["name"], &off["is_enabled"], &off["state"]["state"]),
        (&json!("Front"), &json!(false), &json!("off"))
    );
    let same = home.ask("update_camera", json!({ "id": 1, "name": null, "is_enabled": null }));
    assert_eq!(same, off, "what is absent stays");
    home.ask("remove_camera", json!({ "id": 1 }));
    assert_eq!(home.ask("cameras", json!({})), json!([]));
    assert_eq!(
        home.refusal("update_camera", json!({ "id": 1, "name": null, "is_enabled": true })).code,
        ErrorCode::NotFound
    );
}

#[test]
fn a_removed_camera_is_there_again_and_tried_once_that_is_taken_back() {
    let home = home();
    let source = json!({ "kind": "stream", "address": "http://anna:s3cret@127.0.0.1:9/mjpg" });
    let id = home.ask("add_camera", json!({ "name": "Yard", "source": source }))["id"].clone();
    home.ask("update_camera", json!({ "id": id, "name": "Garden" }));
    let before = home.store.cameras().expect("readable");
    home.ask("remove_camera", json!({ "id": id }));
    let journal = home.ask("journal", json!({ "limit": 5 }));
    assert_eq!(
        (&journal[0]["kind"], &journal[0]["camera_name"], &journal[1]["kind"]),
        (&json!("remove_camera"), &json!("Garden"), &json!("change_camera"))
    );
    assert!(!journal.to_string().contains("s3cret"), "a password never comes out");
    let events = home.engine.subscribe();
    let next = home.ask("undo", json!({}));
    assert_eq!((&next["redo"], &next["redo_about"]), (&json!("remove_camera"), &json!("Garden")));
    assert_eq!(home.store.cameras().expect("readable"), before, "with its address");
    let is_tried = |event| matches!(event, Event::CameraState { state: CameraState::Connecting, .. });
    let mut told = std::iter::from_fn(|| events.recv_timeout(Duration::from_secs(20)).ok());
    assert!(told.any(is_tried), "and it watches again");
    home.ask("undo", json!({}));
    assert_eq!(home.ask("cameras", json!({}))[0]["name"], "Yard");
    home.ask("redo", json!({}));
    home.ask("redo", json!({}));
    assert_eq!(home.ask("cameras", json!({})), json!([]), "and gone again");
}

#[test]
fn a_pause_stops_every_camera_and_keeps_what_is_switched_on() {
    let home = home();
    home.ask("add_camera", json!({ "name": "Yard", "source": { "kind": "webcam", "device": "/dev/video7" } }));
    home.host.pause_watching().expect("stops");
    let paused = home.ask("cameras", json!({}));
    assert_eq!((&paused[0]["state"]["state"], &paused[0]["is_enabled"]), (&json!("off"), &json!(true)));
    let events = home.engine.subscribe();
    home.host.resume_watching().expect("starts");
    let is_tried = |event| matches!(event, Event::CameraState { state: CameraState::Connecting, .. });
    let mut told = std::iter::from_fn(|| events.recv_timeout(Duration::from_secs(20)).ok());
    assert!(told.any(is_tried), "it is tried again, whatever else is told before");
    let told: Vec<_> = home.host.own_events().try_iter().collect();
    let cameras = told.iter().filter(|event| matches!(event, EventView::CamerasChanged)).count();
    assert_eq!(cameras, 2, "the window hears of both: {told:?}");
    let paused: Vec<_> = told
        .iter()
        .filter_map(|event| match event {
            EventView::SystemChanged { system } => Some(system.is_paused),
            _ => None,
        })
        .collect();
    assert_eq!(paused, [true, false], "and of what is so now");
}

#[test]
fn a_camera_shows_a_picture_before_it_is_saved() {
    let home = home();
    let folder = home.folder.path().join("pictures");
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join("one.ppm"), pixmap(&[(7, 20, 20, 64), (9, 150, 20, 64)])).expect("a picture");
    let preview = home.ask("test_camera", json!({ "source": { "kind": "folder", "path": folder } }));
    assert_eq!((&preview["width"], &preview["height"], &preview["faces"]), (&json!(320), &json!(160), &json!(2)));
    assert!(preview["jpeg_base64"].as_str().is_some_and(|text| text.starts_with("/9j/")), "a JPEG");
    assert_eq!(home.ask("cameras", json!({})), json!([]), "nothing was saved");

    let wrong = home.refusal("test_camera", json!({ "source": { "kind": "stream", "address": "file:///etc/passwd" } }));
    assert_eq!((wrong.code, wrong.trouble), (ErrorCode::CameraFailed, Some(TroubleView::BadAddress)));
    let gone = home.refusal("test_camera", json!({ "source": { "kind": "file", "path": folder.join("no.mp4") } }));
    assert_eq!((gone.code, gone.trouble), (ErrorCode::CameraFailed, Some(TroubleView::NotFound)));
}

#[test]
fn settings_are_saved_and_used_at_once() {
    let home = home();
    let mut settings = home.ask("settings", json!({}));
    settings["blacklist_threshold"] = json!(0.5);
    settings["notifications"] = json!(false);
    settings["theme"] = json!("dark");
    assert_eq!(home.ask("save_settings", settings.clone()), settings);
    assert_eq!(home.engine.home().settings().thresholds.blacklist.0, 0.5, "the next frame is judged by it");
    assert!(!home.engine.home().settings().notifications);
    settings["known_threshold"] = json!(0.95);
    assert_eq!(home.refusal("save_settings", settings).code, ErrorCode::BadRequest);
    assert!(
        (home.ask("settings", json!({}))["known_threshold"].as_f64().expect("a number") - 0.95).abs() > 0.1,
        "and not saved"
    );
}
