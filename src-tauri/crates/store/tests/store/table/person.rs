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
