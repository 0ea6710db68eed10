//! Making room, and erasing everybody at once.

use crate::world::{World, at};
use porchlight_domain::{PersonKind, Subject};
use porchlight_store::{EraseScope, SeenFrom};
use std::fs;

/// Bytes of one picture of the test world; a face has two, an alert one.
const PICTURE: u64 = 64;

#[test]
fn strangers_seen_longest_ago_go_first_and_only_as_many_as_needed() {
    let world = World::new();
    let camera = world.camera("Front door");
    let strangers: Vec<_> = [3, 1, 2].map(|day| world.stranger(camera, at(day * 100_000), day as u8)).to_vec();
    let anna = world.person("Anna", PersonKind::Known);
    world.enrol(anna, 9);
    world.seen(camera, at(50), 10, Some(Subject::Person(anna)));
    let shrunk = world.store.shrink_pictures(2 * PICTURE + 1).expect("is done").expect("there was something");
    assert_eq!((shrunk.visitors, shrunk.pictures, shrunk.bytes), (2, 0, 4 * PICTURE));
    let left = world.store.visitors(10, None).expect("readable");
    assert_eq!(left.iter().map(|v| v.id).collect::<Vec<_>>(), [strangers[0].visitor()], "who was here last");
    assert_eq!(world.store.faces(Subject::Person(anna)).expect("readable").len(), 2, "nothing of a named person");
}

#[test]
fn then_old_pictures_of_named_people_and_never_what_they_are_compared_with() {
    let world = World::new();
    let camera = world.camera("Front door");
    let anna = world.person("Anna", PersonKind::Blacklisted);
    let enrolled = world.enrol(anna, 9);
    let visits: Vec<_> = [300, 100, 200]
        .map(|moment| world.seen(camera, at(moment), moment as u8, Some(Subject::Person(anna))))
        .to_vec();
    let seen = world.alert(visits[1].sighting, anna, at(110));
    let unseen = world.alert(visits[2].sighting, anna, at(210));
    world.store.acknowledge_alert(seen, SeenFrom::Window, at(400)).expect("is seen");
    let shrunk = world.store.shrink_pictures(1).expect("is done").expect("there was something");
    assert_eq!((shrunk.visitors, shrunk.pictures), (0, 1));
    let mut gone = shrunk.bytes;
    while let Some(shrunk) = world.store.shrink_pictures(u64::MAX).expect("is done") {
        gone += shrunk.bytes;
    }
    assert_eq!(gone, 7 * PICTURE, "three visits and one moment");
    assert_eq!(world.store.picture_bytes().expect("readable"), 3 * PICTURE);
    let faces = world.store.faces(Subject::Person(anna)).expect("readable");
    assert_eq!(faces.iter().map(|face| face.id).collect::<Vec<_>>(), [enrolled]);
    assert!(world.store.alert_scene(unseen).expect("readable").is_some(), "nobody looked at it yet");
    assert!(world.store.alert_scene(seen).expect("readable").is_none());
    assert_eq!(world.store.alerts(10, None).expect("readable").len(), 2, "the alerts themselves stay");
    assert_eq!(world.store.counts().expect("readable").sightings, 3, "and so do the sightings");
}

#[test]
fn whoever_is_in_view_stays() {
    let world = World::new();
    let camera = world.camera("Front door");
    let seen = world.stranger(camera, at(5_000), 1);
    world.store.update_sighting(seen.sighting, at(9_000), &crate::world::findings(seen.subject)).expect("goes on");
    assert_eq!(world.store.shrink_pictures(u64::MAX).expect("is done"), None);
}

fn lively() -> World {
    let world = World::new();
    let camera = world.camera("Front door");
    let anna = world.person("Anna", PersonKind::Blacklisted);
    world.enrol(anna, 1);
    let visit = world.seen(camera, at(5_000), 2, Some(Subject::Person(anna)));
    world.alert(visit.sighting, anna, at(6_000));
    let stranger = world.stranger(camera, at(9_000), 3);
    world.store.name_visitor(stranger.visitor(), "Bo", None, at(10_000)).expect("is named");
    world.stranger(camera, at(12_000), 4);
    world
}

#[test]
fn everybody_is_gone_to_the_last_byte_and_the_cameras_stay() {
    let world = lively();
    let orphan = world.dir().join("pictures/faces/99/99.jpg");
    fs::create_dir_all(orphan.parent().expect("has one")).expect("a folder");
    fs::write(&orphan, b"of a crash").expect("is written");
    let erased = world.store.erase_all(EraseScope::Everybody).expect("is erased");
    assert_eq!((erased.persons, erased.visitors, erased.faces, erased.sightings, erased.alerts), (2, 1, 4, 3, 1));
    assert_eq!((erased.pictures, erased.embeddings, erased.acts, erased.cameras), (9, 4, 1, 0));
    assert_eq!((erased.traces_found, erased.bytes_gone), (0, true));
    assert_eq!(world.store.storage_used().expect("readable").pictures, 0, "also what a crash had left");
    assert_eq!(world.store.cameras().expect("readable").len(), 1);
    for seed in 1..=4 {
        assert!(!holds(&world, &crate::world::embedding_bytes(seed)[..32]), "the numbers of face {seed}");
    }
    for name in ["Anna", "anna", "Bo"] {
        assert!(!holds(&world, name.as_bytes()), "{name}");
    }
    let world = world.reopened();
    assert_eq!(world.store.counts().expect("readable").persons, 0);
}

#[test]
fn everything_is_as_on_the_first_day() {
    let world = lively();
    let erased = world.store.erase_all(EraseScope::Everything).expect("is erased");
    assert_eq!((erased.cameras, erased.traces_found, erased.bytes_gone), (1, 0, true));
    assert_eq!(world.state(), {
        let fresh = World::new();
        let (ours, theirs) = (&world.store, &fresh.store);
        assert_eq!(ours.cameras().expect("readable"), theirs.cameras().expect("readable"));
        let id = |rules: Vec<porchlight_domain::AlertRule>| rules.into_iter().map(|rule| rule.says).collect::<Vec<_>>();
        assert_eq!(id(ours.alert_rules().expect("readable")), id(theirs.alert_rules().expect("readable")));
        // The first rule has another number.
        fresh.state().replace(
            "RuleId(\n            1,\n",
            &format!("RuleId(\n            {},\n", ours.alert_rules().expect("readable")[0].id.0),
        )
    });
}

fn holds(world: &World, wanted: &[u8]) -> bool {
    fs::read_dir(world.dir()).expect("readable").flatten().any(|entry| {
        entry.path().is_file()
            && fs::read(entry.path()).expect("readable").windows(wanted.len()).any(|bytes| bytes == wanted)
    })
}
