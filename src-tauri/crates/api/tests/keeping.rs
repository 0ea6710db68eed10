//! All that is kept, as a whole, as a window asks for it.

mod common;

use common::{Home, door, home_on_disk, home_with, looks, person, stranger};
use porchlight_api::{Autostart, ErrorCode, wire::EventView};
use porchlight_domain::{PersonKind, SightingId, Similarity, Subject, Timestamp, Verdict};
use porchlight_store::{Encoded, Findings, NewAlert, NewSighting, Store, ToldBy};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs::File,
    io::Read as _,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use zip::ZipArchive;

const DAY: i64 = 86_400_000;
/// Its embedding is not all zeros at the beginning, so that a search of the files finds it and nothing else.
const ANNA: usize = 1;

/// Anna, who was at the door twice and about whom the owner was told once; and a stranger.
fn fill(store: &Store) {
    let camera = door(store);
    let anna = person(store, "=Anna", PersonKind::Blacklisted, looks(ANNA, 0.25));
    for (at, similarity) in [(DAY, 0.7), (2 * DAY, 0.5)] {
        let subject = Subject::Person(anna);
        let mut findings = Findings { verdict: Verdict::Blacklisted, subject: Some(subject), ..Findings::unclear() };
        findings.similarity = Some(Similarity(similarity));
        let sighting =
            store.start_sighting(&NewSighting { camera, at: Timestamp(at), findings: findings.clone() }).expect("seen");
        findings.best_face = Some(common::keep_face(store, subject, Some(sighting), looks(ANNA, 0.5)));
        store.update_sighting(sighting, Timestamp(at + 100), &findings).expect("seen");
        store.end_sighting(sighting, Timestamp(at + 500)).expect("left");
    }
    let alert = NewAlert {
        sighting: SightingId(1),
        verdict: Verdict::Blacklisted,
        person: Some(anna),
        similarity: None,
        threshold: None,
        told_by: vec![ToldBy { rule: porchlight_domain::RuleId(1), about: porchlight_domain::RuleKind::Blacklist }],
        scene: Encoded(vec![0xff, 0xd8, 9]),
        at: Timestamp(DAY + 50),
    };
    store.raise_alert(&alert).expect("stored").expect("the first of its sighting");
    stranger(store, camera, 3 * DAY, looks(3, 0.25));
}

fn entries(path: &std::path::Path) -> BTreeMap<String, Vec<u8>> {
    let mut zip = ZipArchive::new(File::open(path).expect("is there")).expect("is a ZIP file");
    let names: Vec<String> = zip.file_names().map(|name| name.expect("text").into_owned()).collect();
    let mut bytes = |name: &str| {
        let mut bytes = Vec::new();
        zip.by_name(name).expect("is listed").read_to_end(&mut bytes).expect("is read");
        bytes
    };
    names.into_iter().map(|name| (name.clone(), bytes(&name))).collect()
}

fn path(home: &Home, name: &str) -> String {
    home.folder.path().join(name).to_string_lossy().into_owned()
}

fn query() -> Value {
    json!({ "limit": 1, "before": null, "person_id": null, "visitor_id": null, "only_open": false })
}

#[test]
fn what_is_kept_is_measured() {
    let home = home_on_disk(fill);
    std::fs::create_dir_all(home.folder.path().join("data/logs")).expect("a folder");
    std::fs::write(home.folder.path().join("data/logs/a.log"), [0; 700]).expect("written");
    std::fs::create_dir_all(home.folder.path().join("models/deep")).expect("a folder");
    std::fs::write(home.folder.path().join("models/deep/b.onnx"), [0; 900]).expect("written");
    let storage = home.ask("storage", json!({}));
    assert_eq!((&storage["log_bytes"], &storage["model_bytes"]), (&json!(700), &json!(900)));
    assert_eq!((&storage["face_bytes"], &storage["scene_bytes"]), (&json!(4 * 4), &json!(3)));
    assert_eq!((&storage["pictures"], &storage["sightings"]), (&json!(9), &json!(3)));
    assert!(storage["database_bytes"].as_u64().is_some_and(|bytes| bytes > 4096));
    assert_eq!((&storage["replaced_bytes"], &storage["replaced_at"]), (&json!(0), &json!(null)));
}

#[test]
fn a_backup_is_made_looked_at_restored_and_taken_back() {
    let home = home_on_disk(fill);
    let path = path(&home, "home.zip");
    let events = home.host.own_events();
    let made = home.ask("make_backup", json!({ "path": path, "has_passwords": false }));
    assert_eq!(
        (&made["file_name"], &made["persons"], &made["cameras"], &made["sightings"], &made["has_passwords"]),
        (&json!("home.zip"), &json!(1), &json!(1), &json!(3), &json!(false))
    );
    let steps: Vec<_> = events
        .try_iter()
        .filter_map(|event| match event {
            EventView::KeepingProgress { progress } => Some(progress),
            _ => None,
        })
        .collect();
    assert!(steps.len() > 1 && steps.is_sorted_by_key(|step| step.done), "{steps:?}");
    assert_eq!(home.ask("look_at_backup", json!({ "path": path })), made);

    let id = home.ask("people", json!({}))[0]["id"].clone();
    home.ask("remove_person", json!({ "id": id }));
    home.ask("restore_backup", json!({ "path": path }));
    assert_eq!(home.ask("people", json!({}))[0]["name"], json!("=Anna"), "she is back");
    assert_eq!(home.ask("cameras", json!({}))[0]["shown_source"], json!("rtsp://10.0.0.4/live"));
    let storage = home.ask("storage", json!({}));
    assert!(storage["replaced_at"].is_i64() && storage["replaced_bytes"].as_u64() > Some(0), "{storage}");
    home.ask("undo_restore", json!({}));
    assert_eq!(home.ask("people", json!({})), json!([]));
    let storage = home.ask("drop_replaced", json!({}));
    assert_eq!(storage["replaced_bytes"], json!(0));
    assert_eq!(home.refusal("undo_restore", json!({})).code, ErrorCode::NotFound);
}

#[test]
fn what_is_no_backup_is_refused_with_a_code_and_without_its_place() {
    let home = home_on_disk(fill);
    let letter = path(&home, "anna-letter.zip");
    std::fs::write(&letter, b"Dear Anna").expect("written");
    for command in ["look_at_backup", "restore_backup"] {
        let refused = home.refusal(command, json!({ "path": letter }));
        assert_eq!(refused.code, ErrorCode::BackupForeign);
        assert!(!refused.message.contains("anna"), "{}", refused.message);
        let gone = home.refusal(command, json!({ "path": path(&home, "gone.zip") }));
        assert_eq!(gone.code, ErrorCode::NotFound);
    }
    for (bad, code) in [
        (path(&home, "no/such/folder.zip"), ErrorCode::NotFound),
        (path(&home, "home.sh"), ErrorCode::BadRequest),
        ("home.zip".into(), ErrorCode::BadRequest),
    ] {
        assert_eq!(home.refusal("make_backup", json!({ "path": bad, "has_passwords": true })).code, code, "{bad}");
    }
    assert_eq!(home.ask("people", json!({}))[0]["name"], json!("=Anna"), "nothing changed");
}

#[test]
fn everything_about_one_person_is_in_one_file() {
    let home = home_on_disk(fill);
    home.ask("set_person_note", json!({ "id": 1, "note": "has a key" }));
    let path = path(&home, "anna.zip");
    let written = home.ask("export_person", json!({ "id": 1, "path": path }));
    assert_eq!((&written["sightings"], &written["pictures"]), (&json!(2), &json!(7)));
    let entries = entries(path.as_ref());
    let known: Value = serde_json::from_slice(&entries["person.json"]).expect("is JSON");
    assert_eq!(
        (&known["name"], &known["kind"], &known["note"]),
        (&json!("=Anna"), &json!("blacklisted"), &json!("has a key"))
    );
    let faces = known["faces"].as_array().expect("a list");
    assert_eq!(faces.len(), 3);
    for face in faces {
        assert!(entries.contains_key(face["picture"].as_str().expect("a name")), "{face}");
        assert_eq!(face["numbers"].as_array().map(Vec::len), Some(256));
    }
    let table = String::from_utf8(entries["sightings.csv"].clone()).expect("is text");
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 3, "{table}");
    assert!(lines[0].starts_with("sighting,camera,started"));
    assert!(lines[1].contains(",'=Anna,") && lines[1].contains("0.500"), "no formula, latest first: {table}");
    assert!(lines[2].ends_with("alerts/1.jpg") && entries.contains_key("alerts/1.jpg"), "{table}");
    assert!(entries.keys().all(|name| !name.to_lowercase().contains("anna")), "no name in a file name");
    assert_eq!(home.refusal("export_person", json!({ "id": 7, "path": path })).code, ErrorCode::NotFound);
}

#[test]
fn a_selection_is_written_with_the_filters_in_force() {
    let home = home_on_disk(fill);
    let lines = |narrowed: &Value, name: &str| {
        let path = path(&home, name);
        let written = home.ask("export_sightings", json!({ "query": narrowed, "path": path }));
        let text = if name.ends_with(".csv") {
            std::fs::read(&path).expect("is there")
        } else {
            entries(path.as_ref())["sightings.csv"].clone()
        };
        let text = String::from_utf8(text).expect("is text");
        assert_eq!(written["sightings"], json!(text.lines().count() - 1));
        (written["pictures"].clone(), text)
    };
    let narrowed = |part: Value| {
        let mut query = query();
        query.as_object_mut().expect("an object").extend(part.as_object().expect("an object").clone());
        query
    };
    assert_eq!(lines(&query(), "all.csv").1.lines().count(), 4, "its limit counts for nothing");
    assert_eq!(lines(&query(), "all.zip").0, json!(3), "two of Anna, a moment; the stranger has no best face");
    for (part, count) in [
        (json!({ "person_id": 1 }), 2),
        (json!({ "verdict": "visitor" }), 1),
        (json!({ "since": 2 * DAY }), 2),
        (json!({ "before": 2 * DAY }), 1),
        (json!({ "alike_from": 0.6 }), 1),
        (json!({ "alike_below": 0.6 }), 1),
        (json!({ "alike_from": 0.5, "alike_below": 0.71, "verdict": "blacklisted" }), 2),
        (json!({ "camera_id": 9 }), 0),
        // Midnight, by clocks that show Greenwich's time.
        (json!({ "hours": { "from_minute": 1320, "until_minute": 360 } }), 3),
        (json!({ "hours": { "from_minute": 1320, "until_minute": 360 }, "verdict": "visitor" }), 1),
        (json!({ "hours": { "from_minute": 360, "until_minute": 1320 } }), 0),
    ] {
        let narrowed = narrowed(part.clone());
        assert_eq!(lines(&narrowed, "part.csv").1.lines().count(), count + 1, "{part}");
        let counts = home.ask("sighting_density", json!({ "query": narrowed, "moments": [0, DAY, 2 * DAY, 9 * DAY] }));
        let sum: u64 = counts["counts"].as_array().expect("a list").iter().filter_map(Value::as_u64).sum();
        assert_eq!(sum, count as u64, "the strip shows as many: {part}");
        let mut listed = narrowed.clone();
        listed["limit"] = json!(100);
        assert_eq!(home.ask("sightings", listed)["sightings"].as_array().map(Vec::len), Some(count), "{part}");
    }
    let counts = home.ask("sighting_density", json!({ "query": query(), "moments": [0, DAY, 2 * DAY, 9 * DAY] }));
    assert_eq!(counts, json!({ "counts": [0, 1, 2] }));
    let refused = home.refusal("sightings", narrowed(json!({ "alike_from": 1.5 })));
    assert_eq!(refused.code, ErrorCode::BadRequest);
    let refused = home.refusal("sightings", narrowed(json!({ "hours": { "from_minute": 0, "until_minute": 1440 } })));
    assert_eq!(refused.code, ErrorCode::BadRequest, "a day has no such minute");
}

#[test]
fn sightings_that_were_chosen_are_written_and_no_others() {
    let home = home_on_disk(fill);
    let path = path(&home, "chosen.csv");
    let written = home.ask("export_sightings", json!({ "query": query(), "ids": [1, 3, 3, 99], "path": path }));
    assert_eq!(written["sightings"], json!(2), "once each, and what is gone is left out");
    let table = std::fs::read_to_string(&path).expect("is there");
    let first = |line: &str| line.split(',').next().map(str::to_owned);
    assert_eq!(table.lines().skip(1).filter_map(first).collect::<Vec<_>>(), ["3", "1"], "latest first");
    for ids in [vec![], vec![1; 20_001]] {
        let refused = home.refusal("export_sightings", json!({ "query": query(), "ids": ids, "path": path }));
        assert_eq!(refused.code, ErrorCode::BadRequest, "{} chosen", ids.len());
    }
}

#[test]
fn everything_about_everybody_is_in_one_file_and_nobodys_name_in_a_file_name() {
    let home = home_on_disk(|store| {
        fill(store);
        person(store, "Ben", PersonKind::Known, looks(7, 0.25));
    });
    let path = path(&home, "all.zip");
    let written = home.ask("export_everybody", json!({ "path": path }));
    assert_eq!((&written["sightings"], &written["pictures"]), (&json!(2), &json!(9)));
    let entries = entries(path.as_ref());
    for (id, name) in [(1, "=Anna"), (2, "Ben")] {
        let known: Value = serde_json::from_slice(&entries[&format!("people/{id}/person.json")]).expect("is JSON");
        assert_eq!(known["name"], json!(name));
        assert!(entries.contains_key(&format!("people/{id}/sightings.csv")), "{name}");
        for face in known["faces"].as_array().expect("a list") {
            let picture = face["picture"].as_str().expect("a name");
            assert!(entries.contains_key(&format!("people/{id}/{picture}")), "{face}");
        }
    }
    assert!(entries.contains_key("people/1/alerts/1.jpg"));
    let names = entries.keys().map(|name| name.to_lowercase());
    assert!(names.clone().all(|name| !name.contains("anna") && !name.contains("ben")), "no name in a file name");
}

#[test]
fn everybody_goes_only_when_the_owner_confirms_it() {
    let home = home_on_disk(fill);
    for confirmed in ["", "everything", "Everybody"] {
        let refused = home.refusal("erase_all", json!({ "scope": "everybody", "confirmed": confirmed }));
        assert_eq!(refused.code, ErrorCode::BadRequest, "{confirmed}");
    }
    assert_eq!(home.ask("people", json!({})).as_array().map(Vec::len), Some(1));
    let erased = home.ask("erase_all", json!({ "scope": "everybody", "confirmed": "everybody" }));
    assert_eq!((&erased["persons"], &erased["traces_found"], &erased["is_gone"]), (&json!(1), &json!(0), &json!(true)));
    assert_eq!(home.ask("cameras", json!({})).as_array().map(Vec::len), Some(1));
    let erased = home.ask("erase_all", json!({ "scope": "everything", "confirmed": "everything" }));
    assert_eq!(erased["traces_found"], json!(0));
    assert_eq!(home.ask("cameras", json!({})), json!([]));
}

#[test]
fn rules_are_taken_back_from_the_journal() {
    let home = home_with(|_| {});
    let says =
        json!({ "who": { "about": "strangers" }, "at": { "place": "anywhere" }, "hours": null, "apart_minutes": 5 });
    home.ask("add_alert_rule", json!({ "says": says, "is_on": true }));
    let act = home.ask("journal", json!({ "limit": 1 }))[0].clone();
    assert_eq!((&act["kind"], &act["rule_about"]), (&json!("add_rule"), &json!("strangers")));
    assert_eq!(home.ask("undo", json!({}))["redo"], json!("add_rule"));
    assert_eq!(home.ask("alert_rules", json!({}))["rules"].as_array().map(Vec::len), Some(1));
}

#[test]
fn all_cameras_pause_and_go_on() {
    let home = home_with(|store| {
        door(store);
    });
    assert_eq!(home.ask("system", json!({}))["is_paused"], json!(false));
    assert_eq!(home.ask("pause_cameras", json!({ "is_paused": true }))["is_paused"], json!(true));
    assert_eq!(home.ask("cameras", json!({}))[0]["state"]["state"], json!("off"));
    assert_eq!(home.ask("cameras", json!({}))[0]["is_enabled"], json!(true), "what is switched on stays so");
    assert_eq!(home.ask("pause_cameras", json!({ "is_paused": false }))["is_paused"], json!(false));
    assert_eq!(home.engine.health().cameras.len(), 1, "it runs");
}

struct Remembered(AtomicBool);

impl Autostart for Remembered {
    fn is_on(&self) -> Result<bool, String> {
        Ok(self.0.load(Ordering::Relaxed))
    }
    fn set(&self, is_on: bool) -> Result<(), String> {
        self.0.store(is_on, Ordering::Relaxed);
        Ok(())
    }
}

#[test]
fn starting_with_the_system_is_possible_only_where_the_system_can() {
    let home = home_with(|_| {});
    assert_eq!(home.ask("autostart", json!({})), json!({ "is_possible": false, "is_on": false }));
    assert_eq!(home.refusal("set_autostart", json!({ "is_on": true })).code, ErrorCode::BadRequest);
    home.host.can_autostart(Box::new(Remembered(AtomicBool::new(false))));
    assert_eq!(home.ask("autostart", json!({})), json!({ "is_possible": true, "is_on": false }));
    assert_eq!(home.ask("set_autostart", json!({ "is_on": true })), json!({ "is_possible": true, "is_on": true }));
}

#[test]
fn a_window_can_be_put_away_only_where_the_desktop_shows_a_tray_at_that_moment() {
    let home = home_with(|_| {});
    assert_eq!(home.ask("tray", json!({})), json!({ "is_there": false }), "a program without a window has none");
    let panel = Arc::new(AtomicBool::new(true));
    let asked = Arc::clone(&panel);
    home.host.has_tray_where(move || asked.load(Ordering::Relaxed));
    assert_eq!(home.ask("tray", json!({})), json!({ "is_there": true }));
    panel.store(false, Ordering::Relaxed);
    assert_eq!(home.ask("tray", json!({})), json!({ "is_there": false }), "the panel went");
}

#[test]
fn tidying_up_says_what_is_kept_now() {
    let home = home_on_disk(fill);
    let tidied = home.ask("tidy_up", json!({}));
    assert_eq!(tidied["storage"], home.ask("storage", json!({})));
    assert_eq!(tidied["visitors"], json!(1), "of 1970");
}
