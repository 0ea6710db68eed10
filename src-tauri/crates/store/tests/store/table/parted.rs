//! Parted visitors.

use crate::world::{World, at};

#[test]
fn pairs_are_there_once_and_go_with_a_visitor() {
    let world = World::new();
    let camera = world.camera("Front door");
    let one = world.stranger(camera, at(1_000), 1);
    let more: Vec<_> = (2..5).map(|i| world.seen(camera, at(i * 20_000), i as u8, Some(one.subject))).collect();
    let split = |face| {
        let done = world.store.split_visitor(one.visitor(), &[face], at(200_000)).expect("is split");
        world.store.visitors(10, None).expect("readable").into_iter().map(|v| v.id).max().filter(|_| done.act.0 > 0)
    };
    let ids: Vec<_> = more.iter().map(|seen| split(seen.face).expect("is there")).collect();
    let pairs = world.store.parted().expect("readable");
    assert_eq!(pairs, ids.iter().map(|id| (one.visitor(), *id)).collect::<Vec<_>>());

    world.store.merge_visitors(ids[1], ids[0], at(201_000)).expect("are merged");
    let pairs = world.store.parted().expect("readable");
    assert_eq!(pairs, [(one.visitor(), ids[0]), (one.visitor(), ids[2])], "both pairs became the same one");
    world.store.remove_visitor(ids[2]).expect("is erased");
    assert_eq!(world.store.parted().expect("readable"), [(one.visitor(), ids[0])]);
    world.store.merge_visitors(one.visitor(), ids[0], at(202_000)).expect("are merged");
    assert!(world.store.parted().expect("readable").is_empty(), "nobody is parted from himself");
}

#[test]
fn a_visitor_who_is_dropped_is_parted_from_nobody() {
    let world = World::new();
    let camera = world.camera("Front door");
    let one = world.stranger(camera, at(1_000), 1);
    let again = world.seen(camera, at(20_000), 2, Some(one.subject));
    world.store.split_visitor(one.visitor(), &[again.face], at(40_000)).expect("is split");
    world.store.write(|w| w.remove_sighting(one.sighting)).expect("is removed");
    assert!(world.store.write(|w| w.drop_unseen_visitor(one.visitor())).expect("is asked"));
    assert!(world.store.parted().expect("readable").is_empty());
}
