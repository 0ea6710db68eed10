//! What a rule has to know of the past.

use crate::world::{World, at, findings};
use porchlight_domain::{PersonKind, RuleId, RuleKind, SightingId, Subject, Verdict};
use porchlight_store::{Encoded, NewAlert, NewSighting, ToldBy};

const HOUR: i64 = 3_600_000;

fn told(world: &World, sighting: SightingId, rule: i64, at_millis: i64) {
    let alert = NewAlert {
        sighting,
        verdict: Verdict::Visitor,
        person: None,
        similarity: None,
        threshold: None,
        told_by: vec![ToldBy { rule: RuleId(rule), about: RuleKind::Strangers }],
        scene: Encoded(vec![1]),
        at: at(at_millis),
    };
    world.store.raise_alert(&alert).expect("is raised").expect("the first of its sighting");
}

#[test]
fn somebody_known_was_seen_last_at_any_camera_and_whoever_is_in_view_is_seen_now() {
    let world = World::new();
    let (front, yard, street) = (world.camera("Front door"), world.camera("Yard"), world.demo_camera("Street"));
    let anna = Subject::Person(world.person("Anna", PersonKind::Known));
    let bo = Subject::Person(world.person("Bo", PersonKind::Blacklisted));
    let now = 100 * HOUR;
    let seen_last = |sighting| world.store.known_seen_at(sighting, at(now)).expect("readable");
    let stranger = world.stranger(front, at(now), 1).sighting;
    assert_eq!(seen_last(stranger), None, "nobody ever");
    world.seen(yard, at(HOUR), 2, Some(anna));
    assert_eq!(seen_last(stranger), None, "longer ago than anybody asks for");
    world.seen(front, at(now - HOUR), 3, Some(bo));
    world.seen(street, at(now - HOUR), 4, Some(anna));
    world.seen(yard, at(now + HOUR), 5, Some(anna));
    assert_eq!(seen_last(stranger), None, "not who is blacklisted, not the demo, not later");
    world.seen(yard, at(now - 2 * HOUR), 6, Some(anna));
    assert_eq!(seen_last(stranger), Some(at(now - 2 * HOUR + 1_000)), "the end of the visit counts");
    let in_view = NewSighting { camera: yard, at: at(now - 3 * HOUR), findings: findings(anna) };
    world.store.start_sighting(&in_view).expect("began");
    assert_eq!(seen_last(stranger), Some(at(now)), "she has been there for three hours");
    let in_the_street = world.stranger(street, at(now), 7).sighting;
    assert_eq!(seen_last(in_the_street), Some(at(now - HOUR + 1_000)), "the demo has its own");
}

#[test]
fn a_rule_told_of_a_subject_last_whoever_that_is_called_now() {
    let world = World::new();
    let camera = world.camera("Front door");
    let (one, other) = (world.stranger(camera, at(HOUR), 1), world.stranger(camera, at(2 * HOUR), 2));
    told(&world, one.sighting, 7, HOUR);
    told(&world, other.sighting, 7, 2 * HOUR);
    let next = world.seen(camera, at(3 * HOUR), 3, Some(one.subject)).sighting;
    let last =
        |rule, subject, but| world.store.last_told(RuleId(rule), Some(subject), but, at(3 * HOUR)).expect("readable");
    assert_eq!(last(7, one.subject, next), Some(at(HOUR)));
    assert_eq!(last(8, one.subject, next), None, "another rule");
    assert_eq!(last(7, one.subject, one.sighting), None, "not this visit itself");
    world.store.merge_visitors(other.visitor(), one.visitor(), at(4 * HOUR)).expect("are one");
    assert_eq!(last(7, one.subject, next), Some(at(2 * HOUR)), "it was the same one");
}

#[test]
fn visits_are_listed_as_they_read_now_earliest_first() {
    let world = World::new();
    let camera = world.camera("Front door");
    let seen: Vec<_> = (1..=3).map(|i| world.stranger(camera, at(i * HOUR), i as u8)).collect();
    world.store.name_visitor(seen[1].visitor(), "Grace", None, at(9 * HOUR)).expect("is named");
    let visits = world.store.visits_since(at(2 * HOUR), 10).expect("readable");
    let read: Vec<_> = visits.iter().map(|visit| (visit.sighting, visit.verdict, visit.camera)).collect();
    assert_eq!(
        read,
        [(seen[1].sighting, Verdict::Known, Some(camera)), (seen[2].sighting, Verdict::Visitor, Some(camera))]
    );
    let latest = world.store.visits_since(at(0), 1).expect("readable");
    assert_eq!(latest[0].sighting, seen[2].sighting, "the latest, where there are too many");
}
