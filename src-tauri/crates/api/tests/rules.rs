//! Rules, quiet hours and snoozes, as a window asks for them. The clock stands at midnight, Greenwich's time, on a Thursday.

mod common;

use common::{Home, door, home_with, looks, person, stranger};
use porchlight_api::{ErrorCode, wire::EventView};
use porchlight_domain::{PersonKind, RuleId, RuleKind, SightingId, Timestamp, Verdict};
use porchlight_store::{Encoded, NewAlert, ToldBy};
use porchlight_testkit::SimulatedClock;
use serde_json::{Value, json};

const HOUR: i64 = 3_600_000;

/// Anna, and a stranger who was at the door an hour ago, of which the owner was told.
fn told() -> Home {
    home_with(|store| {
        let camera = door(store);
        person(store, "Anna", PersonKind::Known, looks(3, 0.0));
        stranger(store, camera, SimulatedClock::START.0 - HOUR, looks(1, 0.0));
        let alert = NewAlert {
            sighting: SightingId(1),
            verdict: Verdict::Visitor,
            person: None,
            similarity: None,
            threshold: None,
            told_by: vec![ToldBy { rule: RuleId(1), about: RuleKind::Strangers }],
            scene: Encoded(vec![1]),
            at: Timestamp(SimulatedClock::START.0 - HOUR),
        };
        store.raise_alert(&alert).expect("stored").expect("the first of its sighting");
    })
}

fn says(who: &Value) -> Value {
    json!({ "who": who, "at": { "place": "anywhere" }, "hours": null, "apart_minutes": 5 })
}

fn strangers() -> Value {
    says(&json!({ "about": "strangers" }))
}

#[test]
fn a_home_begins_with_the_blacklist_and_nothing_silent() {
    let rules = home_with(|_| {}).ask("alert_rules", json!({}));
    let blacklist =
        json!({ "who": { "about": "blacklist" }, "at": { "place": "anywhere" }, "hours": null, "apart_minutes": 0 });
    assert_eq!(rules["rules"], json!([{ "id": 1, "says": blacklist, "is_on": true, "person_name": null }]));
    let night = json!({ "from_minute": 1320, "until_minute": 360 });
    assert_eq!(
        rules["hush"],
        json!({
            "is_family_silent": false, "may_blacklist_break_through": true, "has_quiet_hours": false,
            "quiet_hours": [night, night, night, night, night, night, night],
        })
    );
    assert_eq!((&rules["quiet_until"], &rules["snoozes"]), (&json!(null), &json!([])));
    assert_eq!(rules["tomorrow_at"], json!(SimulatedClock::START.0 + 6 * HOUR));
}

#[test]
fn a_rule_is_added_tried_switched_on_changed_and_removed() {
    let home = told();
    let events = home.engine.subscribe();
    let added = home.ask("add_alert_rule", json!({ "says": strangers(), "is_on": false }));
    let rule = added["rules"][1].clone();
    assert_eq!((&rule["says"], &rule["is_on"]), (&strangers(), &json!(false)));
    let trial = home.ask("try_alert_rule", json!({ "says": rule["says"] }));
    assert_eq!((&trial["visits"], &trial["told"]), (&json!(1), &json!(1)));
    assert_eq!(trial["latest"][0]["verdict"], "visitor");
    assert_eq!(trial["silent"], json!({ "family": 0, "quiet_hours": 0, "too_soon": 0 }));

    let about_anna = says(&json!({ "about": "person", "person_id": 1 }));
    let changed = home.ask("change_alert_rule", json!({ "id": rule["id"], "says": about_anna, "is_on": true }));
    assert_eq!(changed["rules"][1]["person_name"], "Anna");
    assert_eq!(home.ask("remove_alert_rule", json!({ "id": rule["id"] }))["rules"].as_array().map(Vec::len), Some(1));
    assert_eq!(home.refusal("remove_alert_rule", json!({ "id": rule["id"] })).code, ErrorCode::NotFound);
    let told: Vec<_> = events.try_iter().flat_map(|event| home.host.to_event(&event)).collect();
    let count = |is: fn(&EventView) -> bool| told.iter().filter(|event| is(event)).count();
    assert_eq!(count(|event| matches!(event, EventView::AlertRulesChanged)), 3, "each change is told to every window");
    assert_eq!(count(|event| matches!(event, EventView::JournalChanged { .. })), 3, "and can be taken back");
}

#[test]
fn a_rule_that_cannot_be_is_refused_and_nothing_is_lost() {
    let home = told();
    let before = home.ask("alert_rules", json!({}));
    let hours = |from: i64, until: i64| json!({ "from_minute": from, "until_minute": until });
    let with = |key: &str, value: Value| {
        let mut says = strangers();
        says[key] = value;
        says
    };
    for (says, code) in [
        (says(&json!({ "about": "nobody_home", "hours": 0 })), ErrorCode::BadRequest),
        (says(&json!({ "about": "nobody_home", "hours": 73 })), ErrorCode::BadRequest),
        (says(&json!({ "about": "somebody" })), ErrorCode::BadRequest),
        (says(&json!({ "about": "person", "person_id": 404 })), ErrorCode::NotFound),
        (with("at", json!({ "place": "at", "camera_id": 404 })), ErrorCode::NotFound),
        (with("hours", hours(0, 1440)), ErrorCode::BadRequest),
        (with("hours", hours(-1, 60)), ErrorCode::BadRequest),
        (with("apart_minutes", json!(10_081)), ErrorCode::BadRequest),
    ] {
        assert_eq!(home.refusal("add_alert_rule", json!({ "says": says, "is_on": true })).code, code, "{says}");
        let change = json!({ "id": 1, "says": says, "is_on": true });
        assert_eq!(home.refusal("change_alert_rule", change).code, code, "{says}");
    }
    let mut hush = before["hush"].clone();
    hush["quiet_hours"].as_array_mut().expect("days").pop();
    assert_eq!(home.refusal("save_hush", hush).code, ErrorCode::BadRequest, "a week has seven days");
    assert_eq!(home.ask("alert_rules", json!({})), before);
}

#[test]
fn quiet_hours_say_until_when_it_is_quiet() {
    let home = told();
    let mut hush = home.ask("alert_rules", json!({}))["hush"].clone();
    hush["has_quiet_hours"] = json!(true);
    hush["is_family_silent"] = json!(true);
    let quiet = home.ask("save_hush", hush.clone());
    assert_eq!(quiet["hush"], hush);
    assert_eq!(quiet["quiet_until"], json!(SimulatedClock::START.0 + 6 * HOUR), "it is midnight");
    let trial = home.ask("try_alert_rule", json!({ "says": strangers() }));
    assert_eq!((&trial["told"], &trial["silent"]["quiet_hours"]), (&json!(0), &json!(1)), "it was eleven at night");
}

#[test]
fn a_snooze_from_an_alert_acknowledges_it_and_can_be_ended() {
    let home = told();
    let snoozed = home.ask("snooze_alert", json!({ "id": 1, "how_long": "quarter_hour" }));
    let until = SimulatedClock::START.0 + HOUR / 4;
    assert_eq!(snoozed, json!({ "what": { "of": "strangers" }, "name": null, "until": until }));
    let alert = &home.ask("alerts", json!({ "limit": 1 }))[0];
    assert_eq!((&alert["acknowledged_from"], alert["acknowledged_at"].is_i64()), (&json!("window"), true));

    let anna = json!({ "of": "person", "person_id": 1 });
    home.ask("snooze_alerts", json!({ "what": anna, "how_long": "until_tomorrow" }));
    let all = home.ask("snooze_alerts", json!({ "what": { "of": "everything" }, "how_long": "hour" }));
    let names: Vec<_> = all["snoozes"].as_array().expect("a list").iter().map(|s| s["name"].clone()).collect();
    assert_eq!(names, [json!(null), json!(null), json!("Anna")], "what ends first comes first");
    let left = home.ask("end_snooze", json!({ "what": { "of": "everything" } }));
    assert_eq!(left["snoozes"].as_array().map(Vec::len), Some(2));
    assert_eq!(home.refusal("snooze_alert", json!({ "id": 404, "how_long": "hour" })).code, ErrorCode::NotFound);
}
