//! What each act does.

use crate::world::{Seen, World, at};
use porchlight_domain::{PersonId, PersonKind, Subject, Verdict, VisitorId};
use porchlight_store::{ActKind, MoveTo, Rejected, StoreError};

fn person_of(subject: Subject) -> PersonId {
    match subject {
        Subject::Person(person) => person,
        Subject::Visitor(_) => panic!("not a person"),
    }
}

fn visitor_of(subject: Subject) -> VisitorId {
    match subject {
        Subject::Visitor(visitor) => visitor,
        Subject::Person(_) => panic!("not a visitor"),
    }
}

#[test]
fn a_visitor_who_is_named_becomes_a_person_with_all_faces_and_sightings() {
    let world = World::new();
    let camera = world.camera("Front door");
    let first = world.stranger(camera, at(1_000), 1);
    let again = world.seen(camera, at(50_000), 2, Some(first.subject));
    let done = world.store.name_visitor(first.visitor(), "  Anna  Berg ", None, at(60_000)).expect("is named");
    let person = world.store.person(person_of(done.subject)).expect("is there");
    assert_eq!((person.person.name.as_str(), person.person.kind), ("Anna Berg", PersonKind::Known), "tidied, known");
    assert_eq!(person.faces, [again.face, first.face], "the most trusted first");
    assert_eq!((person.sightings, person.last_camera.as_deref()), (2, Some("Front door")));
    assert!(world.store.visitors(10, None).expect("readable").is_empty(), "nobody is left unnamed");
    let sighting = world.store.sighting(first.sighting).expect("is there");
    assert_eq!(
        (sighting.findings.verdict, sighting.name.as_deref()),
        (Verdict::Known, Some("Anna Berg")),
        "reads so now"
    );
    let gallery = world.store.gallery().expect("readable");
    assert!(gallery.iter().all(|row| row.name.as_deref() == Some("Anna Berg") && row.subject == done.subject));
}

#[test]
fn naming_with_a_name_that_exists_joins_that_person_without_regard_to_case() {
    let world = World::new();
    let camera = world.camera("Front door");
    let anna = world.person("Émile", PersonKind::Ignored);
    let seen = world.stranger(camera, at(1_000), 1);
    let done = world.store.name_visitor(seen.visitor(), "ÉMILE", None, at(2_000)).expect("is named");
    assert_eq!(done.subject, Subject::Person(anna));
    let person = world.store.person(anna).expect("is there").person;
    assert_eq!((person.name.as_str(), person.kind), ("Émile", PersonKind::Ignored), "keeps spelling and kind");
    let other = world.stranger(camera, at(3_000), 2);
    world.store.name_visitor(other.visitor(), "émile", Some(PersonKind::Blacklisted), at(4_000)).expect("is named");
    assert_eq!(world.store.person(anna).expect("is there").person.kind, PersonKind::Blacklisted, "said explicitly");
}

#[test]
fn a_visitor_of_demo_cameras_becomes_a_demo_person() {
    let world = World::new();
    let (demo, real) = (world.demo_camera("Demo street"), world.camera("Front door"));
    let of_demo = world.stranger(demo, at(1_000), 1);
    let of_both = world.stranger(demo, at(1_000), 2);
    world.seen(real, at(9_000), 3, Some(of_both.subject));
    for (seen, name, is_demo) in [(of_demo, "Ada", true), (of_both, "Bo", false)] {
        let done = world.store.name_visitor(seen.visitor(), name, None, at(10_000)).expect("is named");
        let person = world.store.person(person_of(done.subject)).expect("is there").person;
        assert_eq!(person.is_demo, is_demo, "{name}");
    }
}

#[test]
fn an_empty_name_and_a_taken_name_are_refused() {
    let world = World::new();
    let camera = world.camera("Front door");
    let (anna, bo) = (world.person("Anna", PersonKind::Known), world.person("Bo", PersonKind::Known));
    let seen = world.stranger(camera, at(1_000), 1);
    let before = world.state();
    let empty = world.store.name_visitor(seen.visitor(), " \n ", None, at(2_000));
    assert!(matches!(empty, Err(StoreError::EmptyName)), "{empty:?}");
    let taken = world.store.rename_person(bo, "ANNA", at(2_000));
    assert!(matches!(taken, Err(StoreError::NameTaken { person }) if person == anna), "{taken:?}");
    let same = world.store.rename_person(bo, "Bo", at(2_000));
    assert!(matches!(same, Err(StoreError::SameAlready)), "{same:?}");
    let gone = world.store.same_as(VisitorId(404), anna, at(2_000));
    assert!(matches!(gone, Err(StoreError::NotFound { what: "visitor" })), "{gone:?}");
    assert_eq!(world.state(), before, "nothing changed");
    assert!(world.store.acts(10).expect("readable").is_empty(), "nothing is written in the journal");
    world.store.rename_person(bo, "BO", at(3_000)).expect("another spelling of the own name is fine");
}

#[test]
fn merged_persons_are_one_with_alerts_and_rejections() {
    let world = World::new();
    let camera = world.camera("Front door");
    let (anna, anne) = (world.person("Anna", PersonKind::Known), world.person("Anne", PersonKind::Blacklisted));
    let face = world.enrol(anne, 3);
    let seen = world.seen(camera, at(1_000), 4, Some(Subject::Person(anne)));
    let alert = world.alert(seen.sighting, anne, at(1_500));
    let stranger = world.stranger(camera, at(2_000), 5);
    world.store.reject(Rejected::Visitor(stranger.visitor()), anne, at(3_000)).expect("is rejected");
    world.store.merge_persons(anne, anna, at(4_000)).expect("are merged");
    let person = world.store.person(anna).expect("is there");
    assert_eq!((person.faces, person.sightings), (vec![seen.face, face], 1));
    assert!(matches!(world.store.person(anne), Err(StoreError::NotFound { what: "person" })));
    let alert = world.store.alert(alert).expect("is there");
    assert_eq!((alert.person, alert.name.as_str()), (Some(anna), "Anne"), "under the name of the time");
    let rejections = world.store.rejections().expect("readable");
    assert_eq!(rejections.len(), 1);
    assert_eq!((rejections[0].subject, rejections[0].person), (stranger.subject, anna), "not Anne is not Anna now");
    let same = world.store.merge_persons(anna, anna, at(5_000));
    assert!(matches!(same, Err(StoreError::SameAlready)), "{same:?}");
}

#[test]
fn a_face_moved_away_takes_its_sighting_along_if_no_other_face_stays() {
    let world = World::new();
    let camera = world.camera("Front door");
    let (anna, bo) = (world.person("Anna", PersonKind::Known), world.person("Bo", PersonKind::Known));
    let seen = world.seen(camera, at(1_000), 1, Some(Subject::Person(anna)));
    assert!(world.store.gallery().expect("readable").is_empty(), "seen of a person: only to be looked at");
    world.store.move_face(seen.face, MoveTo::Subject(Subject::Person(bo)), at(2_000)).expect("is moved");
    let sighting = world.store.sighting(seen.sighting).expect("is there");
    assert_eq!(sighting.findings.subject, Some(Subject::Person(bo)));
    assert_eq!(world.store.gallery_of(Subject::Person(bo)).expect("readable").len(), 1, "the owner chose it");
    let done = world.store.move_face(seen.face, MoveTo::NewVisitor, at(3_000)).expect("is moved");
    let visitor = world.store.visitor(visitor_of(done.subject)).expect("is there");
    assert_eq!((visitor.faces, visitor.times_seen), (vec![seen.face], 1));
    world.store.move_face(seen.face, MoveTo::Subject(Subject::Person(bo)), at(4_000)).expect("is moved back");
    let gone = world.store.visitor(visitor.id);
    assert!(matches!(gone, Err(StoreError::NotFound { what: "visitor" })), "a visitor left with nothing goes");
}

#[test]
fn one_of_two_faces_moves_without_the_sighting() {
    let world = World::new();
    let camera = world.camera("Front door");
    let bo = world.person("Bo", PersonKind::Known);
    let seen = world.stranger(camera, at(1_000), 1);
    let more = porchlight_store::NewFace { sighting: Some(seen.sighting), ..crate::world::face(seen.subject, 2) };
    world.store.add_face(&more).expect("is kept");
    world.store.move_face(seen.face, MoveTo::Subject(Subject::Person(bo)), at(2_000)).expect("is moved");
    let sighting = world.store.sighting(seen.sighting).expect("is there");
    assert_eq!(sighting.findings.subject, Some(seen.subject), "the other face stays and holds it");
}

#[test]
fn not_this_person_moves_the_sighting_to_a_new_visitor_and_is_remembered() {
    let world = World::new();
    let camera = world.camera("Front door");
    let anna = world.person("Anna", PersonKind::Known);
    let enrolled = world.enrol(anna, 9);
    let Seen { sighting, face, .. } = world.seen(camera, at(1_000), 1, Some(Subject::Person(anna)));
    let done = world.store.reject_sighting(sighting, anna, at(2_000)).expect("is rejected");
    let visitor = visitor_of(done.subject);
    assert_eq!(world.store.visitor(visitor).expect("is there").faces, [face]);
    assert_eq!(world.store.person(anna).expect("is there").faces, [enrolled], "her own stay");
    let rejected: Vec<_> = world.store.rejections().expect("readable").into_iter().map(|r| r.rejected).collect();
    assert_eq!(rejected, [Rejected::Face(face), Rejected::Visitor(visitor)], "the face, and whoever has it");
    let again = world.store.reject_sighting(sighting, anna, at(3_000));
    assert!(matches!(again, Err(StoreError::SameAlready)), "{again:?}");
    world.store.same_as(visitor, anna, at(4_000)).expect("the owner changes his mind");
    assert!(world.store.rejections().expect("readable").is_empty(), "the later word counts");
}

#[test]
fn merged_visitors_keep_what_either_was_said_not_to_be() {
    let world = World::new();
    let camera = world.camera("Front door");
    let anna = world.person("Anna", PersonKind::Known);
    let (one, two) = (world.stranger(camera, at(1_000), 1), world.stranger(camera, at(9_000), 2));
    world.store.reject(Rejected::Visitor(one.visitor()), anna, at(10_000)).expect("is rejected");
    world.store.merge_visitors(one.visitor(), two.visitor(), at(11_000)).expect("are merged");
    let visitor = world.store.visitor(two.visitor()).expect("is there");
    assert_eq!((visitor.times_seen, visitor.first_seen), (2, at(1_000)), "seen since the earlier one");
    assert_eq!(world.store.rejections().expect("readable")[0].subject, two.subject);
}

#[test]
fn the_journal_says_what_was_done_to_whom() {
    let world = World::new();
    let camera = world.camera("Front door");
    let seen = world.stranger(camera, at(1_000), 1);
    let done = world.store.name_visitor(seen.visitor(), "Anna", None, at(2_000)).expect("is named");
    let anna = person_of(done.subject);
    world.store.set_kind(anna, PersonKind::Blacklisted, at(3_000)).expect("is set");
    world.store.rename_person(anna, "Anne", at(4_000)).expect("is renamed");
    let acts = world.store.acts(10).expect("readable");
    let kinds: Vec<_> = acts.iter().map(|act| act.kind).collect();
    assert_eq!(kinds, [ActKind::Rename, ActKind::SetKind, ActKind::Name], "latest first");
    let party = |party: &Option<porchlight_store::Party>| party.clone().expect("somebody");
    let (from, to) = (party(&acts[0].from), party(&acts[0].to));
    assert_eq!((from.name.as_deref(), to.name.as_deref()), (Some("Anna"), Some("Anne")));
    assert_eq!(acts[1].person_kind, Some(PersonKind::Blacklisted));
    assert_eq!((party(&acts[2].from).subject, party(&acts[2].to).name.as_deref()), (seen.subject, Some("Anna")));
    assert!(acts.iter().all(|act| act.undone_at.is_none()));
}

#[test]
fn a_write_that_comes_late_follows_the_visitor_to_the_name() {
    let world = World::new();
    let camera = world.camera("Front door");
    let seen = world.stranger(camera, at(1_000), 1);
    let done = world.store.name_visitor(seen.visitor(), "Anna", None, at(2_000)).expect("is named");
    // The engine has not heard of the name yet and still writes about the visitor.
    world.store.update_sighting(seen.sighting, at(3_000), &crate::world::findings(seen.subject)).expect("is written");
    let late = world.store.add_face(&crate::world::face(seen.subject, 2)).expect("is kept");
    assert_eq!(world.store.face(late).expect("is there").subject, done.subject);
    assert_eq!(world.store.sighting(seen.sighting).expect("is there").findings.subject, Some(done.subject));
    world.store.undo(at(4_000)).expect("is undone");
    let later = world.store.add_face(&crate::world::face(done.subject, 3)).expect("is kept");
    assert_eq!(world.store.face(later).expect("is there").subject, seen.subject, "and back again");
}
