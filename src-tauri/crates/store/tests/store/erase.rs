//! What is erased is gone.

use crate::world::{DAY, World, at, counted, embedding, embedding_bytes, findings, picture_bytes};
use porchlight_domain::{BoxInFrame, PersonKind, Settings, Similarity, Subject, TrackId, Verdict};
use porchlight_store::{Erased, Findings, Rejected, StoreError, VisitorRevision, WarmTrack};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Numbers that occur nowhere else.
const THRESHOLD: f32 = 0.432_1;
const WARM: f32 = 0.654_3;
const COUNTED_AT: i64 = 7_777_777_123;

/// A number as the database file holds it.
fn as_stored(number: f32) -> Vec<u8> {
    f64::from(number).to_be_bytes().to_vec()
}

/// The files of a data directory in which `bytes` occur.
fn files_with(dir: &Path, bytes: &[u8]) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![dir.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if fs::read(&path).expect("readable").windows(bytes.len()).any(|window| window == bytes) {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn no_byte_of_an_erased_person_is_left_in_any_file() {
    let world = World::new();
    let camera = world.camera("Front door");
    let bystander = world.person("Bystander", PersonKind::Known);
    world.enrol(bystander, 50);
    // Somebody with a past: a visitor who was named, renamed, merged, blacklisted and alerted about; a name taken back.
    let seen = world.stranger(camera, at(1_000), 1);
    world.store.name_visitor(seen.visitor(), "Wrongname Zebedee", None, at(1_100)).expect("is named");
    world.store.undo(at(1_200)).expect("is undone");
    let done = world.store.name_visitor(seen.visitor(), "Quentin Abernathy", None, at(2_000)).expect("is named");
    let Subject::Person(first) = done.subject else { panic!("a person") };
    world.store.rename_person(first, "Quentin Renamed", at(2_500)).expect("is renamed");
    let person = world.person("Final Wolfeschlegel", PersonKind::Blacklisted);
    world.enrol(person, 2);
    world.store.set_note(person, "owes me a ladder", at(5)).expect("is noted");
    world.store.merge_persons(first, person, at(3_000)).expect("are merged");
    let again = world.seen(camera, at(60_000), 3, Some(Subject::Person(person)));
    world.alert(again.sighting, person, at(60_000));
    let stranger = world.stranger(camera, at(90_000), 51);
    world.store.reject(Rejected::Visitor(stranger.visitor()), person, at(91_000)).expect("is rejected");

    // What is newer: an own threshold, a confirmed sighting, evidence, a warm start, other numbers of a face.
    world.store.set_threshold(person, Some(Similarity(THRESHOLD)), at(92_000)).expect("is set");
    world.store.set_threshold(person, Some(Similarity(0.5)), at(93_000)).expect("is set again");
    world.store.confirm_sighting(again.sighting, &[again.face], at(94_000)).expect("is confirmed");
    let evidence = vec![counted(at(COUNTED_AT), 0.5, Some(Similarity(0.7)))];
    let findings = Findings { evidence, ..findings(Subject::Person(person)) };
    world.store.update_sighting(again.sighting, at(95_000), &findings).expect("is written");
    let warm = |track, sighting, subject| WarmTrack {
        camera,
        track: TrackId(track),
        box_in_frame: BoxInFrame::default(),
        last_seen_at: at(95_000),
        sighting,
        verdict: Verdict::Known,
        subject: Some(subject),
        similarity: Some(Similarity(WARM)),
        decided_at: at(95_000),
    };
    let stays = WarmTrack { similarity: None, ..warm(2, None, stranger.subject) };
    let tracks = [warm(1, Some(again.sighting), Subject::Person(person)), stays];
    world.store.save_warm(&tracks, "mark").expect("is saved");
    world.store.reembed(Subject::Person(person), &[(again.face, embedding(4))]).expect("is written");

    let names = ["Zebedee", "Abernathy", "Renamed", "Wolfeschlegel", "wolfeschlegel", "ladder"];
    let mut traces: Vec<(String, Vec<u8>)> = names.map(|name| (name.to_owned(), name.as_bytes().to_vec())).to_vec();
    traces.push(("threshold".into(), as_stored(THRESHOLD)));
    traces.push(("warm start".into(), as_stored(WARM)));
    traces.push(("evidence".into(), COUNTED_AT.to_string().into_bytes()));
    traces.push(("other numbers".into(), embedding_bytes(4)[..64].to_vec()));
    for seed in 1..=3 {
        traces.push((format!("embedding {seed}"), embedding_bytes(seed)[..64].to_vec()));
        traces.push((format!("face {seed}"), picture_bytes(b'P', seed)));
        traces.push((format!("crop {seed}"), picture_bytes(b'C', seed)));
    }
    traces.push(("scene".into(), picture_bytes(b'S', again.sighting.0 as u8)));
    for (what, bytes) in &traces {
        assert!(!files_with(world.dir(), bytes).is_empty(), "{what} is there before, or the search finds nothing");
    }

    let erased = world.store.remove_person(person).expect("is erased");
    assert!(erased.bytes_gone, "nobody was in the way");
    assert_eq!((erased.persons, erased.faces, erased.sightings, erased.alerts), (1, 3, 2, 1));
    for (what, bytes) in &traces {
        assert_eq!(files_with(world.dir(), bytes), Vec::<PathBuf>::new(), "{what} is left");
    }
    assert!(world.store.acts(100).expect("readable").is_empty(), "every entry held something");
    assert!(!files_with(world.dir(), &embedding_bytes(50)[..64]).is_empty(), "others stay");
    let (_, warm) = world.store.take_warm().expect("readable").expect("was saved");
    assert_eq!(warm, [stays], "of the others as well");
    assert_eq!(world.store.visitor(stranger.visitor()).expect("stays").faces, [stranger.face]);
}

#[test]
fn an_erasure_that_a_reader_holds_up_is_finished_at_the_next_start() {
    let world = World::new();
    let person = world.person("Wolfeschlegel", PersonKind::Known);
    world.enrol(person, 2);
    // Another program that reads for a long time keeps the log from being emptied.
    let other = rusqlite::Connection::open(world.dir().join("porchlight.db")).expect("opens");
    other.execute_batch("BEGIN; SELECT count(*) FROM face").expect("reads");
    let erased = world.store.remove_person(person).expect("the rows are gone at once");
    assert!(!erased.bytes_gone, "and it is said that the file is not clean yet");
    assert!(world.store.people().expect("readable").is_empty());
    drop(other);
    let world = world.reopened();
    assert_eq!(files_with(world.dir(), b"Wolfeschlegel"), Vec::<PathBuf>::new());
    assert_eq!(files_with(world.dir(), &embedding_bytes(2)[..64]), Vec::<PathBuf>::new());
}

#[test]
fn erasing_one_of_two_leaves_the_other_whole_and_undoable() {
    let world = World::new();
    let camera = world.camera("Front door");
    let (anna, bo) = (world.person("Anna", PersonKind::Known), world.person("Bo", PersonKind::Known));
    world.enrol(anna, 1);
    let of_bo = world.enrol(bo, 2);
    world.seen(camera, at(1_000), 3, Some(Subject::Person(anna)));
    let kind = world.store.set_kind(bo, PersonKind::Ignored, at(2_000)).expect("is set");
    world.store.set_kind(anna, PersonKind::Ignored, at(3_000)).expect("is set");
    world.store.remove_person(anna).expect("is erased");
    let acts: Vec<_> = world.store.acts(10).expect("readable").into_iter().map(|act| act.id).collect();
    assert_eq!(acts, [kind.act], "only what is about Bo");
    world.store.undo(at(4_000)).expect("is undone");
    let bo = world.store.person(bo).expect("stays");
    assert_eq!((bo.person.kind, bo.faces), (PersonKind::Known, vec![of_bo]));
    assert_eq!(world.store.storage_used().expect("readable").pictures, 2, "face and crop of Bo");
}

#[test]
fn with_a_visitor_goes_whom_the_program_took_for_him_and_what_is_left_of_a_split_stays() {
    let world = World::new();
    let camera = world.camera("Front door");
    let (gone, joined) = (world.stranger(camera, at(1_000), 1), world.stranger(camera, at(20_000), 2));
    let apart = world.seen(camera, at(40_000), 3, Some(gone.subject));
    let done = world.store.split_visitor(gone.visitor(), &[apart.face], at(60_000)).expect("is split");
    let Subject::Visitor(stays) = done.subject else { panic!("a visitor") };
    let merge = VisitorRevision::Merge { from: joined.visitor(), into: gone.visitor() };
    assert_eq!(world.store.revise(&[merge], at(61_000)).expect("is revised").len(), 1);
    let erased = world.store.remove_visitor(gone.visitor()).expect("is erased");
    assert_eq!((erased.visitors, erased.faces, erased.sightings), (1, 2, 2));
    for seed in [1, 2] {
        assert_eq!(files_with(world.dir(), &embedding_bytes(seed)[..64]), Vec::<PathBuf>::new(), "{seed}");
        assert_eq!(files_with(world.dir(), &picture_bytes(b'C', seed)), Vec::<PathBuf>::new(), "{seed}");
    }
    assert!(world.store.acts(10).expect("readable").is_empty(), "both entries were about him");
    assert!(world.store.parted().expect("readable").is_empty());
    assert_eq!(world.store.visitor(stays).expect("stays").faces, [apart.face], "somebody else, as the owner said");
}

#[test]
fn somebody_who_is_not_there_cannot_be_erased() {
    let world = World::new();
    let gone = world.store.remove_person(porchlight_domain::PersonId(404));
    assert!(matches!(gone, Err(StoreError::NotFound { what: "person" })), "{gone:?}");
    let gone = world.store.remove_visitor(porchlight_domain::VisitorId(404));
    assert!(matches!(gone, Err(StoreError::NotFound { what: "visitor" })), "{gone:?}");
}

#[test]
fn the_demo_leaves_in_one_step_and_takes_nothing_real_along() {
    let world = World::new();
    assert!(!world.store.has_demo().expect("readable"), "a fresh house is real");
    let (demo, real) = (world.demo_camera("Demo street"), world.camera("Front door"));
    let household = porchlight_store::NewPerson {
        name: "Demo Dora".into(),
        kind: PersonKind::Blacklisted,
        is_demo: true,
        at: at(1),
    };
    let dora = world.store.add_person(&household).expect("is added");
    world.enrol(dora, 1);
    let of_dora = world.seen(demo, at(1_000), 2, Some(Subject::Person(dora)));
    world.alert(of_dora.sighting, dora, at(1_000));
    let only_demo = world.stranger(demo, at(2_000), 3);
    let named = world.stranger(demo, at(3_000), 4);
    world.store.name_visitor(named.visitor(), "Named Demo", None, at(4_000)).expect("is named");

    let anna = world.person("Anna", PersonKind::Known);
    let enrolled = world.enrol(anna, 5);
    world.seen(demo, at(5_000), 6, Some(Subject::Person(anna)));
    let of_anna = world.seen(real, at(6_000), 7, Some(Subject::Person(anna)));
    let both = world.stranger(demo, at(7_000), 8);
    let of_both = world.seen(real, at(8_000), 9, Some(both.subject));

    let erased = world.store.remove_demo().expect("leaves");
    let counted = Erased { persons: 2, visitors: 1, faces: 6, sightings: 5, alerts: 1, cameras: 1, ..erased };
    assert_eq!(erased, counted);
    assert_eq!((erased.embeddings, erased.pictures), (6, 13), "one and two pictures a face, one an alert");
    assert!(erased.bytes_gone && erased.traces_found == 0 && erased.files_searched > 13, "{erased:?}");
    assert!(!world.store.has_demo().expect("readable"));
    assert!(matches!(world.store.visitor(only_demo.visitor()), Err(StoreError::NotFound { .. })));
    let people = world.store.people().expect("readable");
    assert_eq!(people.len(), 1, "only Anna");
    assert_eq!((&people[0].faces, people[0].sightings), (&vec![of_anna.face, enrolled], 1));
    let visitors = world.store.visitors(10, None).expect("readable");
    assert_eq!(visitors.len(), 1, "who was seen at the real door stays");
    assert_eq!((&visitors[0].faces, &visitors[0].cameras), (&vec![of_both.face], &vec!["Front door".to_owned()]));
    assert_eq!(files_with(world.dir(), b"Demo"), Vec::<PathBuf>::new(), "not a word of it");
    assert_eq!(world.store.storage_used().expect("readable").pictures, 6, "two of each face that stays");
    assert_eq!(world.store.cameras().expect("readable").len(), 1);
}

#[test]
fn what_is_past_its_days_is_forgotten_and_nothing_else() {
    let world = World::new();
    let camera = world.camera("Front door");
    let anna = world.person("Anna", PersonKind::Known);
    let enrolled = world.enrol(anna, 1);
    let old_anna = world.seen(camera, at(0), 2, Some(Subject::Person(anna)));
    world.alert(old_anna.sighting, anna, at(0));
    let new_anna = world.seen(camera, at(95 * DAY), 3, Some(Subject::Person(anna)));
    let lapsed = world.stranger(camera, at(60 * DAY), 4);
    let regular = world.stranger(camera, at(5 * DAY), 5);
    let visit = world.seen(camera, at(80 * DAY), 6, Some(regular.subject));
    world.store.set_kind(anna, PersonKind::Ignored, at(0)).expect("is set");
    let recent = world.store.set_kind(anna, PersonKind::Known, at(90 * DAY)).expect("is set");

    let settings = Settings::default();
    assert_eq!((settings.forget_visitors_days, settings.forget_sightings_days), (30, 90), "what the table counts on");
    let erased = world.store.forget_old(at(100 * DAY), &settings).expect("forgets");
    assert_eq!((erased.visitors, erased.sightings, erased.alerts, erased.persons), (1, 3, 1, 0));
    assert!(erased.bytes_gone);

    assert!(matches!(world.store.visitor(lapsed.visitor()), Err(StoreError::NotFound { .. })), "41 days away");
    let visitor = world.store.visitor(regular.visitor()).expect("was here 20 days ago");
    assert_eq!((visitor.times_seen, visitor.faces), (1, vec![visit.face, regular.face]), "still known by both faces");
    let person = world.store.person(anna).expect("a person is never forgotten");
    assert_eq!(
        (person.faces, person.sightings),
        (vec![new_anna.face, enrolled], 1),
        "what only showed the sighting went"
    );
    let acts: Vec<_> = world.store.acts(10).expect("readable").into_iter().map(|act| act.id).collect();
    assert_eq!(acts, [recent.act], "the journal is no archive");
    assert_eq!(files_with(world.dir(), &embedding_bytes(4)[..64]), Vec::<PathBuf>::new(), "not in any file");
    assert_eq!(files_with(world.dir(), &picture_bytes(b'P', 4)), Vec::<PathBuf>::new(), "not in any file");
    let again = world.store.forget_old(at(100 * DAY), &settings).expect("forgets");
    assert_eq!(again, Erased { bytes_gone: true, ..Erased::default() }, "nothing more to forget");
}

#[test]
fn a_visitor_who_is_here_right_now_is_not_forgotten() {
    let world = World::new();
    let camera = world.camera("Front door");
    let seen = world.stranger(camera, at(0), 1);
    world.store.update_sighting(seen.sighting, at(0), &findings(seen.subject)).expect("goes on");
    world.store.forget_old(at(500 * DAY), &Settings::default()).expect("forgets");
    assert!(world.store.visitor(seen.visitor()).is_ok(), "the sighting is open");
}
