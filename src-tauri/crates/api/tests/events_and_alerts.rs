//! What a window is told, and what it learns of alerts.

mod common;

use common::{Home, door, home_with, looks, person, stranger};
use porchlight_api::wire::EventView;
use porchlight_domain::{
    BoxInFrame, CameraId, CameraState, PersonId, PersonKind, RuleId, RuleKind, SightingId, Similarity, SourceTrouble,
    Subject, Timestamp, Verdict,
};
use porchlight_engine::{AlertNews, Event};
use porchlight_store::{Encoded, Findings, NewAlert, NewSighting, ToldBy};
use serde_json::json;
use std::{sync::Arc, time::Duration};

const BY_THE_BLACKLIST: ToldBy = ToldBy { rule: RuleId(1), about: RuleKind::Blacklist };

/// A home with one alert: Mallory was at the door.
fn alarmed() -> Home {
    home_with(|store| {
        let camera = door(store);
        let mallory = person(store, "Mallory", PersonKind::Blacklisted, looks(3, 0.0));
        let subject = Some(Subject::Person(mallory));
        let findings = Findings { verdict: Verdict::Blacklisted, subject, ..Findings::unclear() };
        let begun = NewSighting { camera, at: Timestamp(5_000), findings };
        let sighting = store.start_sighting(&begun).expect("a sighting");
        let alert = NewAlert {
            sighting,
            verdict: Verdict::Blacklisted,
            person: Some(mallory),
            similarity: Some(Similarity(0.7)),
            threshold: Some(Similarity(0.4)),
            told_by: vec![BY_THE_BLACKLIST],
            scene: Encoded(vec![0xff, 0xd8, 1]),
            at: Timestamp(5_100),
        };
        store.raise_alert(&alert).expect("stored").expect("the first of its sighting");
    })
}

fn kinds(events: &[EventView]) -> Vec<String> {
    let kind = |event| serde_json::to_value(event).expect("JSON")["type"].as_str().expect("a type").to_owned();
    events.iter().map(kind).collect()
}

#[test]
fn what_was_seen_is_open_again_once_that_is_taken_back() {
    let home = alarmed();
    home.ask("acknowledge_all", json!({}));
    let open = |is_open| home.ask("alerts", json!({ "limit": 9, "is_open": is_open })).as_array().map(Vec::len);
    assert_eq!((open(true), open(false)), (Some(0), Some(1)));
    assert_eq!(home.ask("undo", json!({}))["redo"], "acknowledge");
    assert_eq!((open(true), open(false)), (Some(1), Some(0)));
    let first = home.ask("alerts", json!({ "limit": 1 }))[0].clone();
    let after = json!({ "limit": 9, "before": { "at": first["at"], "id": first["id"] } });
    assert_eq!(home.ask("alerts", after), json!([]), "that was the last page");
    for narrow in [json!({ "limit": 9, "verdict": "visitor" }), json!({ "limit": 9, "camera_id": 2 })] {
        assert_eq!(home.ask("alerts", narrow), json!([]));
    }
}

#[test]
fn an_alert_is_listed_with_its_scene_and_acknowledged_once() {
    let home = alarmed();
    let alerts = home.ask("alerts", json!({ "limit": 10 }));
    let alert = &alerts[0];
    assert_eq!(
        (&alert["now"]["name"], &alert["camera_name"], &alert["camera_id"]),
        (&json!("Mallory"), &json!("Door"), &json!(1))
    );
    assert_eq!((&alert["has_scene"], &alert["acknowledged_at"]), (&json!(true), &json!(null)));
    assert_eq!(home.host.alert_scene(1).expect("readable"), Some(vec![0xff, 0xd8, 1]));
    assert_eq!(home.ask("system", json!({}))["open_alerts"], 1);

    let events = home.engine.subscribe();
    let seen = home.ask("acknowledge_alert", json!({ "id": 1 }));
    assert!(seen["acknowledged_at"].is_i64() && seen["acknowledged_from"] == "window", "{seen}");
    assert_eq!(home.ask("system", json!({}))["open_alerts"], 0);
    let told = home.host.to_event(&events.recv_timeout(Duration::from_secs(5)).expect("it is told"));
    assert_eq!(kinds(&told), ["alert_acknowledged", "system_changed"], "every window closes its popup and counts anew");
}

#[test]
fn an_alert_is_told_with_everything_a_popup_shows() {
    let home = alarmed();
    let news = AlertNews {
        id: porchlight_domain::AlertId(1),
        sighting: SightingId(1),
        verdict: Verdict::Blacklisted,
        subject: Some(Subject::Person(PersonId(1))),
        name: Some("Mallory".into()),
        told_by: vec![BY_THE_BLACKLIST],
        camera: CameraId(1),
        camera_name: "Door".into(),
        at: Timestamp(5_100),
        similarity: Some(Similarity(0.7)),
        threshold: Some(Similarity(0.4)),
        face: None,
        box_in_frame: BoxInFrame::default(),
        frame: 12,
        latency: Duration::from_millis(30),
    };
    let told = home.host.to_event(&Event::Alert(Arc::new(news)));
    assert_eq!(kinds(&told), ["alert_raised", "system_changed"], "and the number of open alerts with it");
    let EventView::AlertRaised { alert } = &told[0] else { panic!("the alert comes first") };
    let listed = home.ask("alerts", json!({ "limit": 1 }))[0].clone();
    assert_eq!(serde_json::to_value(alert).expect("JSON"), listed, "what is told is what is listed");
}

#[test]
fn an_alert_about_a_stranger_is_corrected_when_there_is_a_name() {
    let home = home_with(|store| {
        let camera = door(store);
        stranger(store, camera, 1_000, looks(1, 0.0));
        let alert = NewAlert {
            sighting: SightingId(1),
            verdict: Verdict::Visitor,
            person: None,
            similarity: None,
            threshold: None,
            told_by: vec![ToldBy { rule: RuleId(7), about: RuleKind::Strangers }],
            scene: Encoded(vec![0xff, 0xd8, 1]),
            at: Timestamp(1_100),
        };
        store.raise_alert(&alert).expect("stored").expect("the first of its sighting");
    });
    home.ask("name_visitor", json!({ "id": 1, "name": "Grace", "kind": "known" }));
    let told = home.host.to_event(&Event::AlertCorrected(porchlight_domain::AlertId(1)));
    assert_eq!(kinds(&told), ["alert_corrected"]);
    let alert = serde_json::to_value(&told[0]).expect("JSON")["alert"].clone();
    let nobody = json!({ "verdict": "visitor", "person_id": null, "name": null, "visitor_number": null });
    let grace = json!({ "verdict": "known", "person_id": 1, "name": "Grace", "visitor_number": null });
    assert_eq!((&alert["then"], &alert["now"]), (&nobody, &grace));
    assert_eq!(alert["told_by"], json!([{ "rule_id": 7, "about": "strangers" }]));
    assert_eq!(alert, home.ask("alerts", json!({ "limit": 1 }))[0], "what is told is what is listed");
}

#[test]
fn counts_come_with_the_facts_that_change_them() {
    let home = home_with(|store| {
        let camera = door(store);
        stranger(store, camera, 1_000, looks(1, 0.0));
    });
    for (event, expected) in [
        (Event::CamerasChanged, &["cameras_changed", "system_changed"][..]),
        (Event::PeopleChanged, &["people_changed"]),
        (Event::VisitorsChanged, &["visitors_changed", "system_changed"]),
        (Event::JournalChanged, &["journal_changed"]),
        (Event::SettingsChanged, &["settings_changed"]),
        (Event::AlertRulesChanged, &["alert_rules_changed"]),
        (Event::VisionChanged, &["system_changed"]),
        (Event::CacheCleared, &[]),
        (Event::ShuttingDown, &[]),
        (Event::Trouble { camera: None, detail: "x".into() }, &[]),
    ] {
        assert_eq!(kinds(&home.host.to_event(&event)), expected, "{event:?}");
    }
    let failed = CameraState::Failed { trouble: SourceTrouble::Refused, retry_in_secs: Some(4) };
    let told = home.host.to_event(&Event::CameraState { camera: CameraId(1), name: "Door".into(), state: failed });
    let expected = json!({
        "type": "camera_state",
        "camera_id": 1,
        "state": { "state": "failed", "trouble": "refused", "retry_in_secs": 4 },
    });
    assert_eq!(serde_json::to_value(&told[0]).expect("JSON"), expected);
}

#[test]
fn sightings_are_found_by_whom_and_when_and_whether_they_are_open() {
    let home = home_with(|store| {
        let camera = door(store);
        for (at, who) in [(1_000, 1), (2_000, 5)] {
            stranger(store, camera, at, looks(who, 0.0));
        }
    });
    let found = |before: Option<i64>, visitor: Option<i64>, only_open: bool| {
        let query =
            json!({ "limit": 9, "before": before, "person_id": null, "visitor_id": visitor, "only_open": only_open });
        let list = home.ask("sightings", query)["sightings"].clone();
        list.as_array().expect("a list").iter().map(|s| s["started_at"].as_i64().expect("a moment")).collect::<Vec<_>>()
    };
    assert_eq!(found(None, None, false), [2_000, 1_000], "newest first");
    assert_eq!(found(Some(2_000), None, false), [1_000]);
    assert_eq!(found(None, Some(2), false), [2_000]);
    assert_eq!(found(None, None, true), [] as [i64; 0], "nobody is there any more");
    let both = json!({ "limit": 9, "before": null, "person_id": 1, "visitor_id": 1, "only_open": false });
    assert_eq!(home.refusal("sightings", both).code, porchlight_api::ErrorCode::BadRequest);
}
