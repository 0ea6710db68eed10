//! Own thresholds, splitting a visitor, confirming a sighting.

use crate::world::{World, at, face};
use porchlight_domain::{FaceId, PersonId, PersonKind, SightingId, Similarity, Subject, VisitorId};
use porchlight_store::{ActKind, Actor, MoveTo, NewFace, Result, Store, StoreError};

#[test]
fn a_person_can_have_a_threshold_of_their_own() {
    let world = World::new();
    let (anna, bo) = (world.person("Anna", PersonKind::Known), world.person("Bo", PersonKind::Known));
    world.enrol(anna, 1);
    world.enrol(bo, 2);
    let half = Some(Similarity(0.5));
    let done = world.store.set_threshold(anna, half, at(1_000)).expect("is set");
    let act = &world.store.acts(1).expect("readable")[0];
    assert_eq!((act.id, act.kind, act.actor), (done.act, ActKind::SetThreshold, Actor::Owner));
    let thresholds: Vec<_> = world.store.people().expect("readable").iter().map(|p| p.threshold).collect();
    assert_eq!(thresholds, [half, None]);
    let of_gallery: Vec<_> = world.store.gallery().expect("readable").iter().map(|row| row.threshold).collect();
    assert_eq!(of_gallery, [half, None]);
    assert!(matches!(world.store.set_threshold(anna, half, at(2_000)), Err(StoreError::SameAlready)));
    world.store.set_threshold(anna, None, at(3_000)).expect("is like everybody again");
    assert_eq!(world.store.person(anna).expect("is there").threshold, None);
    assert!(matches!(world.store.set_threshold(anna, None, at(4_000)), Err(StoreError::SameAlready)));
    for impossible in [-0.01, 1.01, f32::NAN, f32::INFINITY] {
        let refused = world.store.set_threshold(anna, Some(Similarity(impossible)), at(5_000));
        assert!(matches!(refused, Err(StoreError::ImpossibleThreshold)), "{impossible}: {refused:?}");
    }
    let gone = world.store.set_threshold(PersonId(404), half, at(6_000));
    assert!(matches!(gone, Err(StoreError::NotFound { what: "person" })), "{gone:?}");
}

#[test]
fn a_split_visitor_is_two_who_are_parted() {
    let world = World::new();
    let camera = world.camera("Front door");
    let one = world.stranger(camera, at(1_000), 1);
    let other = world.seen(camera, at(20_000), 2, Some(one.subject));
    // Two faces of one sighting: it stays, because only one of them goes.
    let mixed = world.seen(camera, at(40_000), 200, Some(one.subject));
    let stays = NewFace { sighting: Some(mixed.sighting), ..face(one.subject, 3) };
    let stays = world.store.add_face(&stays).expect("is kept");
    let done = world.store.split_visitor(one.visitor(), &[other.face, mixed.face], at(60_000)).expect("is split");
    let Subject::Visitor(new) = done.subject else { panic!("a visitor") };

    let old = world.store.visitor(one.visitor()).expect("stays");
    assert_eq!((old.faces, old.times_seen), (vec![stays, one.face], 2));
    let visitor = world.store.visitor(new).expect("is there");
    assert_eq!((visitor.faces, visitor.times_seen, visitor.first_seen), (vec![mixed.face, other.face], 1, at(20_000)));
    let sighting = world.store.sighting(mixed.sighting).expect("is there").findings;
    assert_eq!((sighting.subject, sighting.best_face), (Some(one.subject), Some(stays)), "shown by a face of its own");
    assert_eq!(world.store.parted().expect("readable"), [(one.visitor(), new)]);
    let act = &world.store.acts(1).expect("readable")[0];
    assert_eq!(
        (act.kind, act.actor, act.from.as_ref().map(|p| p.subject), act.to.as_ref().map(|p| p.subject)),
        (ActKind::SplitVisitor, Actor::Owner, Some(one.subject), Some(done.subject))
    );

    world.store.remove_faces(&[mixed.face]).expect("is dropped");
    world.store.undo(at(70_000)).expect("what lapsed since is not in the way");
    let back = world.store.visitor(one.visitor()).expect("is one again");
    assert_eq!((back.faces, back.times_seen), (vec![stays, other.face, one.face], 3));
    assert!(world.store.parted().expect("readable").is_empty());
}

#[test]
fn a_split_that_makes_no_two_is_refused() {
    let world = World::new();
    let camera = world.camera("Front door");
    let one = world.stranger(camera, at(1_000), 1);
    let again = world.seen(camera, at(20_000), 2, Some(one.subject));
    let other = world.stranger(camera, at(40_000), 3);
    let before = world.state();
    let split = |visitor: VisitorId, faces: &[FaceId]| world.store.split_visitor(visitor, faces, at(60_000));
    for (name, refused) in [
        ("no face", split(one.visitor(), &[])),
        ("all faces", split(one.visitor(), &[one.face, again.face])),
        ("all, one twice", split(one.visitor(), &[one.face, again.face, one.face])),
    ] {
        assert!(matches!(refused, Err(StoreError::NotSplit)), "{name}: {refused:?}");
    }
    let refused = split(one.visitor(), &[one.face, other.face]);
    assert!(matches!(refused, Err(StoreError::NotTheirs)), "{refused:?}");
    let refused = split(one.visitor(), &[FaceId(404)]);
    assert!(matches!(refused, Err(StoreError::NotFound { what: "face" })), "{refused:?}");
    let refused = split(VisitorId(404), &[one.face]);
    assert!(matches!(refused, Err(StoreError::NotFound { what: "visitor" })), "{refused:?}");
    assert_eq!(world.state(), before, "nothing changed");
    assert!(world.store.acts(10).expect("readable").is_empty());
}

#[test]
fn a_confirmed_sighting_gives_templates() {
    let world = World::new();
    let camera = world.camera("Front door");
    let anna = world.person("Anna", PersonKind::Known);
    let enrolled = world.enrol(anna, 1);
    let seen = world.seen(camera, at(1_000), 2, Some(Subject::Person(anna)));
    let other = world.seen(camera, at(20_000), 3, Some(Subject::Person(anna)));
    let stranger = world.stranger(camera, at(40_000), 4);
    let confirm = |sighting: SightingId, faces: &[FaceId]| world.store.confirm_sighting(sighting, faces, at(60_000));
    for (name, refused) in [
        ("a face of another sighting", confirm(seen.sighting, &[seen.face, other.face])),
        ("an enrolled face", confirm(seen.sighting, &[enrolled])),
        ("somebody else's", confirm(seen.sighting, &[stranger.face])),
    ] {
        assert!(matches!(refused, Err(StoreError::NotTheirs)), "{name}: {refused:?}");
    }
    let refused = confirm(stranger.sighting, &[stranger.face]);
    assert!(matches!(refused, Err(StoreError::NotFound { what: "person" })), "nobody is named there: {refused:?}");
    assert!(matches!(confirm(seen.sighting, &[]), Err(StoreError::SameAlready)));
    assert!(world.store.acts(10).expect("readable").is_empty());

    let done = confirm(seen.sighting, &[seen.face]).expect("is confirmed");
    assert_eq!(done.subject, Subject::Person(anna));
    let gallery = world.store.gallery_of(done.subject).expect("readable");
    assert_eq!(gallery.iter().map(|row| row.face).collect::<Vec<_>>(), [enrolled, seen.face]);
    assert_eq!(world.store.person(anna).expect("is there").faces.len(), 3, "the other is still looked at");
    let act = &world.store.acts(1).expect("readable")[0];
    assert_eq!((act.id, act.kind, act.actor), (done.act, ActKind::Confirm, Actor::Owner));
    assert_eq!(act.to.as_ref().and_then(|party| party.name.as_deref()), Some("Anna"));
}

#[test]
fn these_acts_are_undone_and_done_again_in_any_order_also_after_a_restart() {
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut world = World::new();
        let camera = world.camera("Front door");
        let anna = world.person("Anna", PersonKind::Known);
        world.enrol(anna, 1);
        let seen = world.seen(camera, at(1_000), 2, Some(Subject::Person(anna)));
        let stranger = world.stranger(camera, at(20_000), 3);
        let again = world.seen(camera, at(40_000), 4, Some(stranger.subject));
        let before = world.state();
        let store = &world.store;
        let acts = [
            store.set_threshold(anna, Some(Similarity(0.5)), at(60_000)),
            store.split_visitor(stranger.visitor(), &[again.face], at(61_000)),
            store.confirm_sighting(seen.sighting, &[seen.face], at(62_000)),
        ];
        let acts = acts.map(|done| done.expect("is done").act);
        let after = world.state();
        let turn = |turn: &dyn Fn(&Store, usize) -> Result<porchlight_store::Act>, expected: &str| {
            for i in order {
                let dir = world.dir().to_owned();
                turn(&world.store, i).unwrap_or_else(|error| panic!("{order:?}, {i}: {error}"));
                // A second look at the same files is what a restart sees.
                let other = World::at(&dir);
                assert_eq!(other.state(), world.state(), "{order:?}: it is all in the files");
            }
            assert_eq!(world.state(), expected, "{order:?}");
        };
        turn(&|store, i| store.undo_act(acts[i], at(70_000)), &before);
        turn(&|store, i| store.redo_act(acts[i], at(80_000)), &after);
        world = world.reopened();
        assert_eq!(world.state(), after);
    }
}

#[test]
fn whoever_is_named_by_a_sighting_is_known_by_its_faces_until_that_is_taken_back() {
    let world = World::new();
    let camera = world.demo_camera("Street");
    let anna = world.person("Anna", PersonKind::Known);
    world.enrol(anna, 1);
    // A face of a person's sighting is kept to be looked at, not to be compared with.
    let seen = world.seen(camera, at(10_000), 7, Some(Subject::Person(anna)));
    let known_by = |subject| world.store.gallery_of(subject).expect("readable").len();
    let done = world.store.move_sighting(seen.sighting, MoveTo::Named(" Cleo ".into()), at(20_000)).expect("is done");
    let cleo = world.store.person_named("cleo").expect("readable").expect("was added");
    assert_eq!((done.subject, known_by(done.subject)), (Subject::Person(cleo.id), 1), "she is known next time");
    assert!(cleo.is_demo, "she was seen on the demo street only, and leaves with it");
    world.store.undo_act(done.act, at(30_000)).expect("still makes sense");
    assert!(world.store.person_named("cleo").expect("readable").is_none());
    assert_eq!(known_by(Subject::Person(anna)), 1, "and the face is Anna's again, to be looked at");
}
