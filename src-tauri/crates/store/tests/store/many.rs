//! The same act on many visitors at once: one entry of the journal, one undo, all of them or nobody.

use crate::world::{Seen, World, at};
use porchlight_domain::{PersonKind, Subject, Timestamp, VisitorId};
use porchlight_store::{ActKind, StoreError};

const NOW: Timestamp = Timestamp(100_000);

/// Strangers, each seen twice.
fn strangers(count: u8) -> (World, Vec<Seen>) {
    let world = World::new();
    let camera = world.camera("Front door");
    let seen = (0..count)
        .map(|i| {
            let seen = world.stranger(camera, at(i64::from(i) * 1_000), 2 * i + 1);
            world.seen(camera, at(50_000 + i64::from(i) * 1_000), 2 * i + 2, Some(seen.subject));
            seen
        })
        .collect();
    (world, seen)
}

fn ids(seen: &[Seen]) -> Vec<VisitorId> {
    seen.iter().map(Seen::visitor).collect()
}

fn named(seen: &[Seen], name: impl Fn(usize) -> String) -> Vec<(VisitorId, String)> {
    seen.iter().enumerate().map(|(i, seen)| (seen.visitor(), name(i))).collect()
}

#[test]
fn many_become_one_person_by_one_act_and_one_undo_brings_all_back() {
    let (world, seen) = strangers(5);
    let before = world.state();
    let done = world.store.name_visitors(&named(&seen[..4], |_| "Anna".into()), None, NOW).expect("are named");
    assert!(done.len() == 4 && done.iter().all(|one| one.subject == done[0].subject), "all the same person");
    let people = world.store.people().expect("readable");
    assert_eq!((people.len(), people[0].faces.len(), people[0].sightings), (1, 8, 8));
    assert_eq!(world.store.visitor_ids().expect("readable"), [seen[4].visitor()]);
    let acts = world.store.acts(10).expect("readable");
    assert_eq!(acts.iter().map(|act| (act.kind, act.together)).collect::<Vec<_>>(), [(ActKind::Name, 4)], "one entry");
    let after = world.state();

    let world = world.reopened();
    let undone = world.store.undo(at(100_100)).expect("is undone").expect("there is one");
    assert_eq!((undone.id, undone.together), (acts[0].id, 4));
    assert_eq!(world.state(), before, "as if nothing had been done");
    assert!(world.store.undo(at(100_200)).expect("readable").is_none(), "nothing more to take back");
    let redone = world.store.redo(at(100_300)).expect("is done again").expect("there is one");
    assert_eq!(redone.id, acts[0].id);
    assert_eq!(world.state(), after, "and as if nothing had been undone");
    assert!(world.store.redo(at(100_400)).expect("readable").is_none());
    world.store.undo_act(done[2].act, at(100_500)).expect("by any of them");
    assert_eq!(world.state(), before);
}

#[test]
fn many_become_somebody_each() {
    let (world, seen) = strangers(3);
    let before = world.state();
    let kind = Some(PersonKind::Ignored);
    world.store.name_visitors(&named(&seen, |i| format!("Visitor {i}")), kind, NOW).expect("are ignored");
    let people = world.store.people().expect("readable");
    assert!(people.len() == 3 && people.iter().all(|one| one.person.kind == PersonKind::Ignored), "{people:?}");
    world.store.undo(NOW).expect("is undone");
    assert_eq!(world.state(), before);
}

#[test]
fn many_join_a_person_or_a_visitor() {
    let (world, seen) = strangers(4);
    let before = world.state();
    let into = seen[3].subject;
    world.store.join_visitors(&ids(&seen[..3]), into, NOW).expect("are joined");
    let left = world.store.visitors(10, None).expect("readable");
    assert_eq!((left.len(), left[0].times_seen), (1, 8));
    assert_eq!(world.store.acts(1).expect("readable")[0].kind, ActKind::MergeVisitors);
    world.store.undo(NOW).expect("is undone");
    assert_eq!(world.state(), before);
    let anna = Subject::Person(world.person("Anna", PersonKind::Known));
    world.store.join_visitors(&ids(&seen), anna, NOW).expect("are joined");
    assert!(world.store.visitor_ids().expect("readable").is_empty());
}

#[test]
fn many_are_parted() {
    let (world, seen) = strangers(3);
    let before = world.state();
    let parts: Vec<_> = seen[..2].iter().map(|seen| (seen.visitor(), vec![seen.face])).collect();
    world.store.split_visitors(&parts, NOW).expect("are parted");
    assert_eq!(world.store.visitor_ids().expect("readable").len(), 5);
    assert_eq!(world.store.acts(10).expect("readable").len(), 1);
    world.store.undo(NOW).expect("is undone");
    assert_eq!(world.state(), before);
}

#[test]
fn one_who_is_gone_keeps_all_of_them_as_they_were() {
    let (world, seen) = strangers(3);
    let mut all = named(&seen, |_| "Anna".into());
    all.push((VisitorId(999), "Anna".into()));
    let before = world.state();
    let refused = world.store.name_visitors(&all, None, NOW);
    assert!(matches!(refused, Err(StoreError::NotFound { .. })), "{refused:?}");
    let joined = world.store.join_visitors(&ids(&seen), seen[1].subject, NOW);
    assert!(matches!(joined, Err(StoreError::SameAlready)), "nobody joins himself: {joined:?}");
    assert_eq!(world.state(), before);
    assert!(world.store.acts(10).expect("readable").is_empty(), "and nothing is written down");
}

#[test]
fn what_the_owner_built_upon_one_of_them_keeps_all_from_being_undone() {
    let (world, seen) = strangers(3);
    let done = world.store.join_visitors(&ids(&seen[..2]), seen[2].subject, NOW).expect("are joined");
    world.store.name_visitor(seen[2].visitor(), "Anna", None, at(100_100)).expect("is named");
    let before = world.state();
    let refused = world.store.undo_act(done[0].act, at(100_200));
    assert!(matches!(refused, Err(StoreError::NoLongerPossible { .. })), "{refused:?}");
    assert_eq!(world.state(), before, "none of them came back");
    assert_eq!(world.store.acts(1).expect("readable")[0].undone_at, None);
}

#[test]
fn whoever_came_since_follows_to_whom_he_was_before() {
    let (world, seen) = strangers(2);
    world.store.name_visitors(&named(&seen, |_| "Anna".into()), None, NOW).expect("are named");
    let anna = Subject::Person(world.store.people().expect("readable")[0].person.id);
    world.seen(world.camera("Garage"), at(200_000), 40, Some(anna));
    world.store.undo(at(300_000)).expect("is undone");
    let visitors = world.store.visitors(10, None).expect("readable");
    assert_eq!(visitors.iter().map(|one| one.times_seen).sum::<u64>(), 5, "nothing seen since is lost");
    assert!(world.store.people().expect("readable").is_empty());
}

#[test]
fn erasing_one_of_them_leaves_the_others_to_be_undone() {
    let (world, seen) = strangers(3);
    let kind = Some(PersonKind::Ignored);
    let done = world.store.name_visitors(&named(&seen, |i| format!("Visitor {i}")), kind, NOW).expect("are ignored");
    let Subject::Person(first) = done[0].subject else { panic!("a person") };
    let erased = world.store.remove_person(first).expect("is erased");
    assert_eq!((erased.acts, erased.traces_found), (1, 0));
    let acts = world.store.acts(10).expect("readable");
    assert_eq!(acts.iter().map(|act| act.together).collect::<Vec<_>>(), [2], "the entry is about the others now");
    world.store.undo(at(200_000)).expect("is undone").expect("there is one");
    assert_eq!(world.store.visitor_ids().expect("readable"), [seen[2].visitor(), seen[1].visitor()]);
}
