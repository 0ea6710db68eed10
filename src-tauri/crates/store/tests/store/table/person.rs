//! Persons.

use crate::world::{World, at};
use porchlight_domain::{PersonKind, Subject};
use porchlight_store::{NewPerson, StoreError};

#[test]
fn people_come_by_name_with_their_best_face_first() {
    let world = World::new();
    let camera = world.camera("Front door");
    let (zoe, anna) = (world.person("Zoe", PersonKind::Known), world.person("anna", PersonKind::Blacklisted));
    let (low, high) = (world.enrol(zoe, 10), world.enrol(zoe, 200));
    world.seen(camera, at(7_000), 20, Some(Subject::Person(zoe)));
    let people = world.store.people().expect("readable");
    assert_eq!(people.iter().map(|p| p.person.id).collect::<Vec<_>>(), [anna, zoe], "without regard to case");
    assert_eq!(people[0].last_seen, None, "never seen");
    assert_eq!((people[1].faces[0], people[1].faces[2]), (high, low));
    assert_eq!((people[1].sightings, people[1].last_seen), (1, Some(at(8_000))));
    assert_eq!(world.store.person(zoe).expect("is there"), people[1], "one alone reads as in the list");
}

#[test]
fn a_name_is_found_and_taken_without_regard_to_case_and_spaces() {
    let world = World::new();
    let anna = world.person("Anna Berg", PersonKind::Known);
    let found = world.store.person_named(" ANNA  berg ").expect("readable").expect("is there");
    assert_eq!((found.id, found.name.as_str()), (anna, "Anna Berg"));
    assert!(world.store.person_named("Anna").expect("readable").is_none());
    assert!(world.store.person_named("  ").expect("readable").is_none());
    let new = |name: &str| NewPerson { name: name.into(), kind: PersonKind::Known, is_demo: false, at: at(1) };
    let taken = world.store.add_person(&new("anna berg"));
    assert!(matches!(taken, Err(StoreError::NameTaken { person }) if person == anna), "{taken:?}");
    assert!(matches!(world.store.add_person(&new(" ")), Err(StoreError::EmptyName)));
}

#[test]
fn a_note_is_kept_with_the_person() {
    let world = World::new();
    let anna = world.person("Anna", PersonKind::Known);
    world.store.set_note(anna, " neighbour, has a key ", at(5)).expect("is written");
    assert_eq!(world.store.person(anna).expect("is there").note, "neighbour, has a key");
}

#[test]
fn a_note_can_be_taken_back() {
    let world = World::new();
    let anna = world.person("Anna", PersonKind::Known);
    let note = || world.store.person(anna).expect("is there").note;
    world.store.set_note(anna, "has a key", at(5)).expect("is written");
    world.store.set_note(anna, "gave it back", at(6)).expect("is written");
    assert!(matches!(world.store.set_note(anna, " gave it back ", at(7)), Err(StoreError::SameAlready)));
    world.store.undo(at(8)).expect("is undone");
    assert_eq!(note(), "has a key");
    world.store.undo(at(9)).expect("is undone");
    assert_eq!(note(), "");
    world.store.redo(at(10)).expect("is done again");
    assert_eq!(note(), "has a key");
}
