//! A database of the first version, as somebody has it at home.
//!
//! Owns how such a database was made: by the first migration alone, with an act recorded as the program did it then.

use crate::world::{at, embedding_bytes};
use porchlight_domain::{
    ActId, AlertId, AlertRule, CameraId, CameraSettings, Hush, PersonId, PersonKind, RuleAbout, RuleId, RulePlace,
    RuleSays, SightingId, Similarity, Subject, Verdict, VisitorId,
};
use porchlight_store::{ActKind, Actor, Rejected, Store};
use rusqlite::{Connection, params, session::Session};
use sha2::{Digest, Sha256};
use std::path::Path;

const FIRST: &str = include_str!("../../../../../migrations/0001_initial.sql");

const TABLES: [&str; 10] =
    ["camera", "person", "visitor", "sighting", "face", "alert", "rejection", "setting", "act", "migration"];

/// Anna, known and seen; Bo, blacklisted and alerted about; a visitor who is not Bo; another who was named Cleo.
fn made_by_the_first_version(path: &Path) -> Connection {
    let connection = Connection::open(path.join("porchlight.db")).expect("a file");
    connection.execute_batch(FIRST).expect("the first migration");
    // A checkout may have changed the line ends.
    let sha256 = hex::encode(Sha256::digest(FIRST.replace("\r\n", "\n").as_bytes()));
    connection
        .execute_batch("CREATE TABLE migration (number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL) STRICT")
        .expect("the list of migrations");
    connection.execute("INSERT INTO migration VALUES (1, ?1)", [sha256]).expect("the first was applied");
    connection
        .execute_batch(
            "INSERT INTO camera (id, name, source_kind, place, created_at) VALUES (1, 'Front door', 'demo', '', 5);
             INSERT INTO person (id, name, name_key, kind, note, created_at)
               VALUES (1, 'Anna', 'anna', 'known', 'has a key', 6), (2, 'Bo', 'bo', 'blacklisted', '', 7);
             INSERT INTO visitor (id, created_at) VALUES (1, 8), (2, 9);
             INSERT INTO sighting (id, camera_id, camera_name, started_at, last_seen_at, ended_at, verdict, person_id,
                 visitor_id, similarity, threshold, candidates, why, model)
               VALUES (1, 1, 'Front door', 100, 200, 200, 'blacklisted', 2, NULL, 0.5, 0.41,
                   '[{\"person\":2,\"similarity\":0.5,\"threshold\":0.41,\"face\":1}]', 'clear', 'm'),
                 (2, 1, 'Front door', 300, 400, 400, 'visitor', NULL, 1, NULL, NULL, '[]', '', NULL),
                 (3, 1, 'Front door', 500, 600, 600, 'visitor', NULL, 2, NULL, NULL, '[]', '', NULL);
             INSERT INTO alert (sighting_id, person_id, name, camera_name, at, similarity, threshold)
               VALUES (1, 2, 'Bo', 'Front door', 150, 0.5, 0.41);
             INSERT INTO rejection (visitor_id, person_id) VALUES (1, 2);
             INSERT INTO setting (key, value) VALUES ('theme', '\"dark\"');",
        )
        .expect("a household");
    for (face, person, visitor, sighting) in [
        (1, Some(2), None, Some(1)),
        (2, None, Some(1), Some(2)),
        (3, None, Some(2), Some(3)),
        (4, Some(1), None, None),
    ] {
        connection
            .execute(
                "INSERT INTO face (id, person_id, visitor_id, sighting_id, origin, is_template, model, embedding, trust,
                   is_grey, side_px, sharpness, frontality, exposure, created_at)
                 VALUES (?1, ?2, ?3, ?4, 'seen', 1, 'm', ?5, 0.5, 0, 80, 1, 1, 1, 50)",
                params![face, person, visitor, sighting, embedding_bytes(face)],
            )
            .expect("a face");
    }
    let changeset = named_cleo(&connection);
    connection
        .execute(
            "INSERT INTO act (id, at, kind, from_visitor_id, to_person_id, to_name, removes_from, creates_to, changeset)
             VALUES (4, 700, 'name', 2, 3, 'Cleo', 1, 1, ?1)",
            [changeset],
        )
        .expect("an act");
    connection
        .execute_batch(
            "INSERT INTO act (id, at, kind, from_person_id, to_person_id, person_kind, removes_from, creates_to,
                 changeset, undone_at)
               VALUES (5, 710, 'set_kind', 1, 1, 'ignored', 0, 0, x'00', 720);
             INSERT INTO act (id, at, kind, from_person_id, to_person_id, removes_from, creates_to, changeset)
               VALUES (9, 730, 'rename', 1, 1, 0, 0, x'00');
             DELETE FROM act WHERE id = 9;",
        )
        .expect("more acts");
    connection
}

/// What naming the second visitor changed.
fn named_cleo(connection: &Connection) -> Vec<u8> {
    let mut session = Session::new(connection).expect("sessions");
    for table in ["person", "visitor", "sighting", "face", "alert", "rejection"] {
        session.attach(Some(table)).expect("watched");
    }
    connection
        .execute_batch(
            "INSERT INTO person (id, name, name_key, kind, created_at) VALUES (3, 'Cleo', 'cleo', 'known', 700);
             UPDATE face SET person_id = 3, visitor_id = NULL WHERE visitor_id = 2;
             UPDATE sighting SET person_id = 3, visitor_id = NULL WHERE visitor_id = 2;
             DELETE FROM visitor WHERE id = 2;",
        )
        .expect("is named");
    let mut changeset = Vec::new();
    session.changeset_strm(&mut changeset).expect("a changeset");
    changeset
}

fn rows(connection: &Connection) -> Vec<i64> {
    TABLES
        .iter()
        .map(|table| connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)))
        .map(|count| count.expect("countable"))
        .collect()
}

#[test]
fn a_household_of_the_first_version_is_all_there_and_its_acts_can_be_undone() {
    let dir = tempfile::tempdir().expect("a directory");
    let old = made_by_the_first_version(dir.path());
    let before = rows(&old);
    assert!(before.iter().all(|count| *count > 0), "something in every table: {before:?}");
    drop(old);

    let store = Store::open(dir.path()).expect("is upgraded");
    let mut after = rows(&Connection::open(dir.path().join("porchlight.db")).expect("opens"));
    assert_eq!(after.pop(), Some(8), "every migration");
    assert_eq!(after, before[..before.len() - 1], "no row was lost");

    let anna = store.person(PersonId(1)).expect("is there");
    assert_eq!((anna.person.name.as_str(), anna.note.as_str(), anna.threshold), ("Anna", "has a key", None));
    let sighting = store.sighting(SightingId(1)).expect("is there");
    assert_eq!((sighting.findings.verdict, sighting.findings.why.as_str()), (Verdict::Blacklisted, "clear"));
    assert_eq!((sighting.findings.candidates.len(), sighting.findings.evidence.len()), (1, 0), "nothing counted yet");
    assert_eq!(store.rejections().expect("readable")[0].rejected, Rejected::Visitor(VisitorId(1)));
    assert!(store.parted().expect("readable").is_empty());
    assert_eq!(store.take_warm().expect("readable"), None);
    let gallery = store.gallery().expect("readable");
    assert!(gallery.len() == 4 && gallery.iter().all(|row| row.threshold.is_none()), "{gallery:?}");

    let camera = store.camera(CameraId(1)).expect("is there");
    assert_eq!(camera.settings, CameraSettings::default(), "a camera goes on as it did");

    let rules = store.alert_rules().expect("readable");
    let says = RuleSays { about: RuleAbout::Blacklist, place: RulePlace::Anywhere, hours: None, apart_minutes: 0 };
    assert_eq!(rules, [AlertRule { id: RuleId(1), says, is_on: true }], "the blacklist is told of as it was");
    assert_eq!(store.hush().expect("readable"), Hush::default(), "and nothing is silent");
    let alert = store.alert(AlertId(1)).expect("is there");
    assert_eq!((alert.name.as_str(), alert.verdict, alert.at), ("Bo", Verdict::Blacklisted, at(150)));
    assert_eq!((alert.similarity, alert.acknowledged_at), (Some(Similarity(0.5)), None));

    let acts = store.acts(10).expect("readable");
    let kinds: Vec<_> = acts.iter().map(|act| (act.id, act.kind, act.actor, act.undone_at)).collect();
    assert_eq!(
        kinds,
        [(ActId(5), ActKind::SetKind, Actor::Owner, Some(at(720))), (ActId(4), ActKind::Name, Actor::Owner, None),],
        "all the owner's"
    );
    let undone = store.undo(at(800)).expect("is undone").expect("there is one");
    assert_eq!(undone.id, ActId(4));
    let visitor = store.visitor(VisitorId(2)).expect("is back");
    assert_eq!((visitor.faces.len(), visitor.times_seen), (1, 1));
    store.redo(at(810)).expect("is done again").expect("there is one");
    assert_eq!(store.person(PersonId(3)).expect("is back").person.name, "Cleo");
    let next = store.set_kind(PersonId(1), PersonKind::Blacklisted, at(900)).expect("is set");
    assert_eq!((next.act, next.subject), (ActId(10), Subject::Person(PersonId(1))), "no id is given twice");
}
