//! Visitors.

use crate::world::{World, at, face, findings};
use porchlight_domain::{PersonKind, Subject};
use porchlight_store::{PageMark, StoreError};

#[test]
fn visitors_come_last_seen_first_and_page_by_page() {
    let world = World::new();
    let (door, garage) = (world.camera("Front door"), world.camera("Garage"));
    let first = world.stranger(door, at(1_000), 1);
    let second = world.stranger(door, at(2_000), 2);
    let third = world.stranger(door, at(2_000), 3);
    world.seen(garage, at(9_000), 4, Some(first.subject));
    let all = world.store.visitors(10, None).expect("readable");
    let ids: Vec<_> = all.iter().map(|v| v.id).collect();
    assert_eq!(ids, [first.visitor(), third.visitor(), second.visitor()]);
    assert_eq!(all[0].cameras, ["Garage", "Front door"], "the latest first");
    assert_eq!((all[0].first_seen, all[0].last_seen, all[0].times_seen), (at(1_000), at(10_000), 2));
    let (mut after, mut paged) = (None, Vec::new());
    loop {
        let page = world.store.visitors(1, after).expect("readable");
        let Some(last) = page.last() else { break };
        after = Some(PageMark { at: last.last_seen, id: last.id.0 });
        paged.extend(page);
    }
    assert_eq!(paged, all, "page by page the same, equal moments included");
}

#[test]
fn a_card_shows_seven_faces_at_the_most() {
    let world = World::new();
    let visitor = world.store.add_visitor(at(1)).expect("is added");
    let faces: Vec<_> =
        (1..=9).map(|seed| world.store.add_face(&face(Subject::Visitor(visitor), seed)).expect("is kept")).collect();
    let shown = world.store.visitor(visitor).expect("is there").faces;
    assert_eq!(shown, faces.into_iter().rev().take(7).collect::<Vec<_>>(), "the most trusted");
}

#[test]
fn a_number_is_never_given_twice() {
    let world = World::new();
    let first = world.store.add_visitor(at(1)).expect("is added");
    world.store.remove_visitor(first).expect("is erased");
    let second = world.store.add_visitor(at(2)).expect("is added");
    assert!(second > first, "the journal and the owner remember the old one");
}

#[test]
fn a_stranger_who_turned_out_to_be_somebody_is_dropped_but_not_while_seen() {
    let world = World::new();
    let camera = world.camera("Front door");
    let anna = Subject::Person(world.person("Anna", PersonKind::Known));
    let seen = world.stranger(camera, at(1_000), 1);
    let visitor = seen.visitor();
    assert!(!world.store.write(|w| w.drop_unseen_visitor(visitor)).expect("is asked"), "a sighting is his");
    world.store.update_sighting(seen.sighting, at(2_000), &findings(anna)).expect("is written");
    let kept = world.store.face(seen.face).expect("is there");
    assert_eq!((kept.subject, kept.is_template), (anna, false), "went along, to be looked at only");
    assert!(world.store.write(|w| w.drop_unseen_visitor(visitor)).expect("is asked"));
    assert!(matches!(world.store.visitor(visitor), Err(StoreError::NotFound { .. })));
}
