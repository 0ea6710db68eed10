//! What the owner does with people and visitors, through the door that the window uses.

mod common;

use common::{door, home, home_with, looks, person, photograph, stranger};
use porchlight_api::ErrorCode;
use porchlight_domain::PersonKind;
use serde_json::json;

#[test]
fn a_person_is_learnt_from_the_pictures_that_show_one_face() {
    let home = home();
    let pictures = json!([
        photograph("ada.ppm", &[7]),
        photograph("same.ppm", &[7]),
        photograph("nobody.ppm", &[]),
        photograph("both.ppm", &[7, 9]),
        { "file_name": "broken.jpg", "base64": "AAEC" },
    ]);
    let request = json!({ "name": " Ada  Lovelace ", "kind": "known", "pictures": pictures });
    let outcomes = home.ask("add_person", request);
    let verdicts: Vec<_> =
        outcomes.as_array().expect("a list").iter().map(|o| o["verdict"]["verdict"].clone()).collect();
    assert_eq!(verdicts, ["added", "duplicate", "no_face", "several_faces", "unreadable"], "each picture by itself");

    let people = home.ask("people", json!({}));
    assert_eq!(people[0]["name"], "Ada Lovelace", "tidied");
    assert_eq!(people[0]["faces"].as_array().map(Vec::len), Some(1), "only what shows one face was learnt");
    assert_eq!(people[0]["faces"][0]["is_enrolled"], true);
    let face = outcomes[0]["verdict"]["face_id"].as_i64().expect("an id");
    let picture = home.host.face_picture(face).expect("readable").expect("kept");
    assert!(picture.starts_with(&[0xff, 0xd8]), "a JPEG to look at");
    assert_eq!(home.host.face_picture(face + 1).expect("no trouble"), None, "of nobody there is none");

    let again = home.refusal("add_person", json!({ "name": "ada lovelace", "kind": "known", "pictures": [] }));
    assert_eq!(again.code, ErrorCode::NameTaken, "a name is one person, whatever its case");
    let faceless = json!({ "name": "Ben", "kind": "known", "pictures": [photograph("nobody.ppm", &[])] });
    assert_eq!(home.refusal("add_person", faceless).code, ErrorCode::NoFace);
    assert_eq!(home.ask("people", json!({})).as_array().map(Vec::len), Some(1), "nothing of Ben was kept");
}

#[test]
fn a_picture_more_is_learnt_and_one_face_can_go() {
    let home = home();
    home.ask("add_person", json!({ "name": "Ada", "kind": "known", "pictures": [photograph("a.ppm", &[7])] }));
    let id = home.ask("people", json!({}))[0]["id"].clone();
    let more = json!({ "person_id": id, "pictures": [photograph("b.ppm", &[8])] });
    let face = home.ask("add_pictures", more)[0]["verdict"]["face_id"].clone();
    home.ask("remove_face", json!({ "id": face }));
    assert_eq!(home.ask("person", json!({ "id": id }))["faces"].as_array().map(Vec::len), Some(1));
    assert_eq!(home.refusal("remove_face", json!({ "id": face })).code, ErrorCode::NotFound, "it is gone");

    let faces = || home.ask("person", json!({ "id": id }))["faces"].as_array().map(Vec::len);
    let next = home.ask("undo", json!({}));
    assert_eq!((faces(), &next["undo"], &next["undo_about"]), (Some(2), &json!("add_pictures"), &json!("Ada")));
    let picture = home.host.face_picture(face.as_i64().expect("an id")).expect("readable");
    assert!(picture.is_some(), "and can be looked at again");
    let next = home.ask("undo", json!({}));
    assert_eq!((faces(), &next["undo"], &next["redo"]), (Some(1), &json!("add_person"), &json!("add_pictures")));
    home.ask("undo", json!({}));
    assert_eq!(home.ask("people", json!({})), json!([]), "nobody was added");
    for _ in 0..3 {
        home.ask("redo", json!({}));
    }
    assert_eq!(faces(), Some(1), "added, taught, and a face removed again");
}

#[test]
fn the_journal_goes_on_where_a_page_of_it_ended() {
    let home = home();
    home.ask("add_person", json!({ "name": "Ada", "kind": "known", "pictures": [photograph("a.ppm", &[7])] }));
    let id = home.ask("people", json!({}))[0]["id"].clone();
    for note in ["one", "two"] {
        home.ask("set_person_note", json!({ "id": id, "note": note }));
    }
    let page = |before: &serde_json::Value| home.ask("journal", json!({ "limit": 2, "before": before }));
    let first = page(&json!(null));
    let second = page(&first[1]["id"]);
    let kinds = |page: &serde_json::Value| {
        page.as_array().expect("a list").iter().map(|act| act["kind"].clone()).collect::<Vec<_>>()
    };
    assert_eq!((kinds(&first), kinds(&second)), (vec![json!("set_note"); 2], vec![json!("add_person")]));
}

#[test]
fn a_visitor_gets_a_name_and_undo_takes_it_back() {
    let home = home_with(|store| {
        let camera = door(store);
        stranger(store, camera, 1_000, looks(1, 0.0));
        stranger(store, camera, 9_000, looks(5, 0.0));
    });
    let visitors = home.ask("visitors", json!({ "limit": 10, "before": null }));
    assert_eq!(visitors[0]["last_seen"], 9_500, "last seen first");
    assert_eq!(visitors[0]["cameras"], json!(["Door"]));
    let older = home.ask("visitors", json!({ "limit": 10, "before": 9_500 }));
    assert_eq!((older.as_array().map(Vec::len), &older[0]["id"]), (Some(1), &visitors[1]["id"]), "and the page after");

    let id = &visitors[0]["id"];
    let named = home.ask("name_visitor", json!({ "id": id, "name": "Grace", "kind": "known" }));
    assert_eq!((&named["name"], &named["kind"], &named["sightings"]), (&json!("Grace"), &json!("known"), &json!(1)));
    assert_eq!(home.ask("system", json!({}))["visitors"], 1, "one stranger is left");
    let journal = home.ask("system", json!({}))["journal"].clone();
    assert_eq!((&journal["undo"], &journal["undo_about"]), (&json!("name_visitor"), &json!("Grace")));

    let journal = home.ask("undo", json!({}));
    assert_eq!((&journal["undo"], &journal["redo"]), (&json!(null), &json!("name_visitor")));
    assert_eq!(home.ask("people", json!({})), json!([]), "Grace is a stranger again");
    home.ask("redo", json!({}));
    assert_eq!(home.ask("people", json!({}))[0]["name"], "Grace", "and is not");
}

#[test]
fn a_visitor_may_be_blacklisted_or_ignored_without_a_name() {
    let home = home_with(|store| {
        let camera = door(store);
        for (at, who) in [(1_000, 1), (2_000, 5), (3_000, 9)] {
            stranger(store, camera, at, looks(who, 0.0));
        }
        // Somebody whom the owner happened to call what a visitor is called.
        person(store, "Visitor 2", PersonKind::Known, looks(20, 0.0));
    });
    let name =
        |id: i64, name: &str, kind: &str| home.ask("name_visitor", json!({ "id": id, "name": name, "kind": kind }));
    assert_eq!(name(1, " ", "blacklisted")["name"], "Visitor 1", "the number is the name");
    let second = name(2, "", "ignored");
    assert_eq!(
        (&second["name"], &second["kind"]),
        (&json!("Visitor 2 (2)"), &json!("ignored")),
        "nobody is joined by accident"
    );
    let unnamed = home.refusal("name_visitor", json!({ "id": 3, "name": "", "kind": "known" }));
    assert_eq!(unnamed.code, ErrorCode::NameEmpty, "a known person has a name");
    let third = name(3, "visitor 1", "ignored");
    assert_eq!(third["kind"], "blacklisted", "who has the name already stays what they are");
    assert_eq!(
        home.refusal("name_visitor", json!({ "id": 99, "name": "Eve", "kind": "known" })).code,
        ErrorCode::NotFound
    );
}

#[test]
fn the_owner_is_asked_about_the_likeliest_person_until_saying_no() {
    let home = home_with(|store| {
        let camera = door(store);
        person(store, "Ada", PersonKind::Known, looks(1, 0.0));
        stranger(store, camera, 1_000, looks(1, 2.0));
    });
    let asked = || home.ask("visitors", json!({ "limit": 1, "before": null }))[0]["suggestion"].clone();
    let suggestion = asked();
    assert_eq!(suggestion["name"], "Ada");
    assert!((suggestion["similarity"].as_f64().expect("a number") - 0.447).abs() < 0.01, "1 / sqrt(5): {suggestion}");
    home.ask("reject_visitor", json!({ "id": 1, "person_id": suggestion["person_id"] }));
    assert_eq!(asked(), json!(null), "the owner's no is final");
    home.ask("undo", json!({}));
    assert_eq!(asked()["name"], "Ada", "until it is taken back");
}

#[test]
fn a_visitor_joins_another_visitor_or_a_person() {
    let home = home_with(|store| {
        let camera = door(store);
        person(store, "Ada", PersonKind::Known, looks(30, 0.0));
        for (at, who) in [(1_000, 1), (2_000, 5), (3_000, 9)] {
            stranger(store, camera, at, looks(who, 0.0));
        }
    });
    home.ask("merge_visitor", json!({ "id": 1, "into": { "subject": "visitor", "id": 2 } }));
    let visitors = home.ask("visitors", json!({ "limit": 10, "before": null }));
    assert_eq!(visitors[1]["times_seen"], 2, "one stranger, seen twice: {visitors}");
    home.ask("merge_visitor", json!({ "id": 2, "into": { "subject": "person", "id": 1 } }));
    assert_eq!(home.ask("person", json!({ "id": 1 }))["sightings"], 2, "and it was Ada all along");
    let itself = json!({ "id": 3, "into": { "subject": "visitor", "id": 3 } });
    assert_eq!(home.refusal("merge_visitor", itself).code, ErrorCode::BadRequest, "already one");
}

#[test]
fn a_person_is_renamed_blacklisted_and_erased_with_everything() {
    let home = home_with(|store| {
        let camera = door(store);
        person(store, "Ada", PersonKind::Known, looks(30, 0.0));
        person(store, "Ben", PersonKind::Known, looks(40, 0.0));
        stranger(store, camera, 1_000, looks(1, 0.0));
    });
    home.ask("merge_visitor", json!({ "id": 1, "into": { "subject": "person", "id": 1 } }));
    assert_eq!(home.ask("rename_person", json!({ "id": 1, "name": "Ada L." }))["name"], "Ada L.");
    assert_eq!(home.refusal("rename_person", json!({ "id": 1, "name": "BEN" })).code, ErrorCode::NameTaken);
    assert_eq!(home.ask("set_person_kind", json!({ "id": 1, "kind": "blacklisted" }))["kind"], "blacklisted");
    let erased = home.ask("remove_person", json!({ "id": 1 }));
    assert_eq!((&erased["faces"], &erased["sightings"]), (&json!(2), &json!(1)), "everything kept about them");
    assert_eq!(home.refusal("person", json!({ "id": 1 })).code, ErrorCode::NotFound);
    let left = home.ask(
        "sightings",
        json!({ "limit": 9, "before": null, "person_id": null, "visitor_id": null, "only_open": false }),
    );
    assert_eq!(left["sightings"], json!([]), "nor is a sighting left");
}

#[test]
fn a_visitor_is_erased_with_everything() {
    let home = home_with(|store| {
        let camera = door(store);
        stranger(store, camera, 1_000, looks(1, 0.0));
    });
    let erased = home.ask("remove_visitor", json!({ "id": 1 }));
    assert_eq!((&erased["faces"], &erased["sightings"], &erased["alerts"]), (&json!(1), &json!(1), &json!(0)));
    assert_eq!(home.ask("system", json!({}))["visitors"], 0);
}

#[test]
fn what_no_command_understands_is_said_to_be_so() {
    let home = home();
    for (name, request) in [
        ("no_such_command", json!({})),
        ("person", json!({ "id": "one" })),
        ("visitors", json!({ "limit": 0, "before": null })),
        ("alerts", json!({ "limit": 501 })),
        ("rename_person", json!({ "id": 1, "name": "a\u{0}b" })),
    ] {
        assert_eq!(home.refusal(name, request).code, ErrorCode::BadRequest, "{name}");
    }
}
