//! Undoing and doing again.

use crate::world::{World, at, findings};
use porchlight_domain::{PersonKind, Similarity, Subject};
use porchlight_store::{Done, MoveTo, NewFace, Rejected, Result, Store, StoreError};

/// Something the owner does.
type Doing = Box<dyn Fn(&Store) -> Result<Done>>;

/// A household in which every act is possible, and the acts.
struct Stage {
    world: World,
    acts: Vec<(&'static str, Doing)>,
}

fn stage() -> Stage {
    let world = World::new();
    let camera = world.camera("Front door");
    let (anna, bo) = (world.person("Anna", PersonKind::Known), world.person("Bo", PersonKind::Blacklisted));
    let enrolled = world.enrol(anna, 1);
    let of_bo = world.seen(camera, at(1_000), 2, Some(Subject::Person(bo)));
    world.alert(of_bo.sighting, bo, at(1_500));
    let of_anna = world.seen(camera, at(5_000), 8, Some(Subject::Person(anna)));
    let one = world.stranger(camera, at(20_000), 3);
    world.seen(camera, at(40_000), 4, Some(one.subject));
    let two = world.stranger(camera, at(60_000), 5);
    world.store.reject(Rejected::Visitor(two.visitor()), bo, at(61_000)).expect("is rejected");
    world.store.reject(Rejected::Face(two.face), bo, at(62_000)).expect("is rejected");
    let three = world.stranger(camera, at(80_000), 6);
    let four = world.seen(camera, at(90_000), 7, Some(three.subject));
    let split = world.store.split_visitor(three.visitor(), &[four.face], at(95_000)).expect("is split");
    let Subject::Visitor(parted) = split.subject else { panic!("a visitor") };
    let to_bo = move || MoveTo::Subject(Subject::Person(bo));
    let now = at(100_000);
    let acts: Vec<(&'static str, Doing)> = vec![
        ("a new name", Box::new(move |s| s.name_visitor(one.visitor(), "Cleo", Some(PersonKind::Ignored), now))),
        (
            "a name that exists",
            Box::new(move |s| s.name_visitor(one.visitor(), "anna", Some(PersonKind::Ignored), now)),
        ),
        ("the same as", Box::new(move |s| s.same_as(two.visitor(), bo, now))),
        ("another kind", Box::new(move |s| s.set_kind(anna, PersonKind::Blacklisted, now))),
        ("another name", Box::new(move |s| s.rename_person(anna, "Dora", now))),
        ("merged persons", Box::new(move |s| s.merge_persons(bo, anna, now))),
        ("merged visitors", Box::new(move |s| s.merge_visitors(two.visitor(), one.visitor(), now))),
        ("an enrolled face to a person", Box::new(move |s| s.move_face(enrolled, to_bo(), now))),
        ("a rejected face to that person", Box::new(move |s| s.move_face(two.face, to_bo(), now))),
        ("a face to a new visitor", Box::new(move |s| s.move_face(of_bo.face, MoveTo::NewVisitor, now))),
        (
            "a sighting to a new name",
            Box::new(move |s| s.move_sighting(two.sighting, MoveTo::Named("Cleo".into()), now)),
        ),
        ("a sighting to a person", Box::new(move |s| s.move_sighting(two.sighting, to_bo(), now))),
        ("a sighting to a new visitor", Box::new(move |s| s.move_sighting(one.sighting, MoveTo::NewVisitor, now))),
        ("not this person, a visitor", Box::new(move |s| s.reject(Rejected::Visitor(one.visitor()), anna, now))),
        ("not this person, his own face", Box::new(move |s| s.reject(Rejected::Face(of_bo.face), bo, now))),
        ("not this person, another face", Box::new(move |s| s.reject(Rejected::Face(one.face), bo, now))),
        ("not this person, a sighting", Box::new(move |s| s.reject_sighting(of_bo.sighting, bo, now))),
        ("an own threshold", Box::new(move |s| s.set_threshold(anna, Some(Similarity(0.5)), now))),
        ("a visitor is two", Box::new(move |s| s.split_visitor(one.visitor(), &[one.face], now))),
        ("two who were parted", Box::new(move |s| s.merge_visitors(parted, three.visitor(), now))),
        ("one of two parted and a third", Box::new(move |s| s.merge_visitors(three.visitor(), one.visitor(), now))),
        ("one of two parted gets a name", Box::new(move |s| s.name_visitor(parted, "Cleo", None, now))),
        ("a sighting of one of two parted", Box::new(move |s| s.move_sighting(four.sighting, to_bo(), now))),
        ("a sighting is right", Box::new(move |s| s.confirm_sighting(of_bo.sighting, &[of_bo.face], now))),
        ("another sighting is right", Box::new(move |s| s.confirm_sighting(of_anna.sighting, &[of_anna.face], now))),
    ];
    Stage { world, acts }
}

#[test]
fn every_act_can_be_undone_and_done_again_also_after_a_restart() {
    for i in 0..stage().acts.len() {
        let Stage { mut world, acts } = stage();
        let (name, act) = &acts[i];
        let before = world.state();
        let done = act(&world.store).unwrap_or_else(|error| panic!("{name}: {error}"));
        let after = world.state();
        assert_ne!(before, after, "{name}: something happened");
        for _ in 0..2 {
            world = world.reopened();
            let undone = world.store.undo(at(101_000)).expect(name).expect("there is one");
            assert_eq!((undone.id, undone.undone_at), (done.act, Some(at(101_000))), "{name}");
            assert_eq!(world.state(), before, "{name}: undone");
            world = world.reopened();
            let again = world.store.redo(at(102_000)).expect(name).expect("there is one");
            assert_eq!((again.id, again.undone_at), (done.act, None), "{name}");
            assert_eq!(world.state(), after, "{name}: done again");
        }
    }
}

#[test]
fn a_chain_of_acts_is_undone_back_to_the_beginning_and_done_again_in_order() {
    let Stage { world, acts } = stage();
    let mut states = vec![world.state()];
    // Naming, kind, renaming and rejecting build on one another here.
    for i in [0, 3, 4, 14, 7] {
        acts[i].1(&world.store).expect(acts[i].0);
        states.push(world.state());
    }
    for state in states.iter().rev().skip(1) {
        world.store.undo(at(101_000)).expect("is undone").expect("there is one");
        assert_eq!(&world.state(), state);
    }
    for state in states.iter().skip(1) {
        world.store.redo(at(102_000)).expect("is done again").expect("there is one");
        assert_eq!(&world.state(), state, "of several undone in one moment the earliest comes first");
    }
    assert!(world.store.redo(at(103_000)).expect("nothing fails").is_none(), "nothing is left");
}

#[test]
fn with_an_empty_journal_there_is_nothing_to_undo() {
    let world = World::new();
    assert!(world.store.undo(at(1)).expect("nothing fails").is_none());
    assert!(world.store.redo(at(1)).expect("nothing fails").is_none());
    let gone = world.store.undo_act(porchlight_domain::ActId(404), at(1));
    assert!(matches!(gone, Err(StoreError::NotFound { what: "act" })), "{gone:?}");
}

/// Undoing must be refused with nothing changed.
fn refused(world: &World, turned: impl FnOnce(&Store) -> Result<porchlight_store::Act>) {
    let (before, acts) = (world.state(), world.store.acts(100).expect("readable"));
    let result = turned(&world.store);
    assert!(matches!(result, Err(StoreError::NoLongerPossible { .. })), "{result:?}");
    assert_eq!(world.state(), before, "nothing changed");
    assert_eq!(world.store.acts(100).expect("readable"), acts, "nor the journal");
}

#[test]
fn acts_are_undone_in_any_order_as_long_as_they_do_not_touch() {
    let world = World::new();
    let (anna, bo) = (world.person("Anna", PersonKind::Known), world.person("Bo", PersonKind::Known));
    let first = world.store.set_kind(anna, PersonKind::Ignored, at(1)).expect("is set");
    world.store.set_kind(bo, PersonKind::Ignored, at(2)).expect("is set");
    world.store.undo_act(first.act, at(3)).expect("the later one is about somebody else");
    assert_eq!(world.store.person(anna).expect("is there").person.kind, PersonKind::Known);
    assert_eq!(world.store.person(bo).expect("is there").person.kind, PersonKind::Ignored);
    refused(&world, |s| s.undo_act(first.act, at(4)));
    world.store.redo_act(first.act, at(5)).expect("is done again");
    refused(&world, |s| s.redo_act(first.act, at(6)));
}

#[test]
fn an_act_that_a_later_one_builds_upon_is_not_undone() {
    let world = World::new();
    let camera = world.camera("Front door");
    let bo = world.person("Bo", PersonKind::Known);
    let of_bo = world.enrol(bo, 9);
    let seen = world.stranger(camera, at(1_000), 1);
    let naming = world.store.name_visitor(seen.visitor(), "Anna", None, at(2_000)).expect("is named");
    let Subject::Person(anna) = naming.subject else { panic!("a person") };

    let renaming = world.store.rename_person(anna, "Anne", at(3_000)).expect("is renamed");
    refused(&world, |s| s.undo_act(naming.act, at(4_000)));
    world.store.undo_act(renaming.act, at(5_000)).expect("is undone");

    let moving = world.store.move_face(of_bo, MoveTo::Subject(naming.subject), at(6_000)).expect("is moved");
    refused(&world, |s| s.undo_act(naming.act, at(7_000)));
    world.store.undo_act(moving.act, at(8_000)).expect("is undone");

    let merging = world.store.merge_persons(anna, bo, at(9_000)).expect("are merged");
    refused(&world, |s| s.undo_act(naming.act, at(10_000)));
    world.store.undo_act(merging.act, at(11_000)).expect("is undone");
    world.store.undo_act(naming.act, at(12_000)).expect("nothing stands in the way any more");
    assert_eq!(world.store.visitor(seen.visitor()).expect("is back").faces, [seen.face]);
}

#[test]
fn a_name_that_was_taken_meanwhile_stays_with_who_has_it() {
    let world = World::new();
    let anna = world.person("Anna", PersonKind::Known);
    let renaming = world.store.rename_person(anna, "Anne", at(1)).expect("is renamed");
    world.person("anna", PersonKind::Known);
    refused(&world, |s| s.undo_act(renaming.act, at(2)));
}

#[test]
fn a_kind_set_twice_is_undone_from_the_later_one() {
    let world = World::new();
    let anna = world.person("Anna", PersonKind::Known);
    let first = world.store.set_kind(anna, PersonKind::Ignored, at(1)).expect("is set");
    world.store.set_kind(anna, PersonKind::Blacklisted, at(2)).expect("is set");
    refused(&world, |s| s.undo_act(first.act, at(3)));
}

#[test]
fn what_was_seen_since_follows_when_a_name_is_taken_back_and_given_again() {
    let world = World::new();
    let camera = world.camera("Front door");
    let seen = world.stranger(camera, at(1_000), 1);
    let naming =
        world.store.name_visitor(seen.visitor(), "Anna", Some(PersonKind::Blacklisted), at(2_000)).expect("is named");
    let Subject::Person(anna) = naming.subject else { panic!("a person") };
    let since = world.seen(camera, at(60_000), 2, Some(naming.subject));
    let alert = world.alert(since.sighting, anna, at(60_000));

    world.store.undo(at(70_000)).expect("is undone");
    let visitor = world.store.visitor(seen.visitor()).expect("is back");
    assert_eq!((visitor.faces, visitor.times_seen), (vec![since.face, seen.face], 2), "with what came since");
    assert_eq!(world.store.gallery().expect("readable").len(), 2, "a visitor is known by all faces");
    assert_eq!(world.store.alert(alert).expect("stays").person, None, "about nobody named any more");

    let after = world.seen(camera, at(90_000), 3, Some(seen.subject));
    world.store.redo(at(100_000)).expect("is done again");
    let person = world.store.person(anna).expect("is back");
    assert_eq!((person.faces, person.sightings), (vec![after.face, since.face, seen.face], 3));
    assert!(world.store.visitors(10, None).expect("readable").is_empty());
}

#[test]
fn what_lapsed_since_does_not_stand_in_the_way() {
    let world = World::new();
    let camera = world.camera("Front door");
    let seen = world.stranger(camera, at(1_000), 1);
    let more = NewFace { sighting: Some(seen.sighting), ..crate::world::face(seen.subject, 2) };
    let more = world.store.add_face(&more).expect("is kept");
    world.store.name_visitor(seen.visitor(), "Anna", None, at(2_000)).expect("is named");
    world.store.remove_faces(&[seen.face]).expect("a better one replaced it");
    // The engine changed its mind about the sighting.
    let unclear = porchlight_store::Findings::unclear();
    world.store.update_sighting(seen.sighting, at(3_000), &unclear).expect("is judged anew");
    world.store.undo(at(4_000)).expect("is undone");
    assert_eq!(world.store.visitor(seen.visitor()).expect("is back").faces, [more], "what is left came back");
    let sighting = world.store.sighting(seen.sighting).expect("is there");
    assert_eq!(sighting.findings.subject, None, "the later judgement stays");
}

#[test]
fn a_sighting_that_goes_on_while_its_visitor_is_named_does_not_stand_in_the_way() {
    let world = World::new();
    let camera = world.camera("Front door");
    let seen = world.stranger(camera, at(1_000), 1);
    let before = world.store.visitor(seen.visitor()).expect("is there").faces;
    let done = world.store.name_visitor(seen.visitor(), "Anna", None, at(2_000)).expect("is named");
    world.store.update_sighting(seen.sighting, at(3_000), &findings(done.subject)).expect("goes on");
    world.store.undo(at(4_000)).expect("is undone");
    let visitor = world.store.visitor(seen.visitor()).expect("is back");
    assert_eq!((visitor.faces, visitor.last_seen), (before, at(3_000)));
}

#[test]
fn a_visitor_who_is_gone_for_good_cannot_be_named_again() {
    let world = World::new();
    let camera = world.camera("Front door");
    let seen = world.stranger(camera, at(1_000), 1);
    let naming = world.store.name_visitor(seen.visitor(), "Anna", None, at(2_000)).expect("is named");
    world.store.undo(at(3_000)).expect("is undone");
    world.store.remove_visitor(seen.visitor()).expect("is erased");
    let gone = world.store.redo_act(naming.act, at(4_000));
    assert!(matches!(gone, Err(StoreError::NotFound { what: "act" })), "the journal forgot him too: {gone:?}");
}
