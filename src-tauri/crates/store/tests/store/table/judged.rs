//! Looking back at many sightings.

use crate::world::{World, at, counted, findings};
use porchlight_domain::{Candidate, FaceId, PersonKind, Similarity, Subject, Verdict};
use porchlight_store::{Findings, Judged, NewSighting};

#[test]
fn sightings_read_as_judged_then_and_as_who_it_is_now() {
    let world = World::new();
    let (door, garage) = (world.camera("Front door"), world.camera("Garage"));
    let (anna, bo) = (world.person("Anna", PersonKind::Known), world.person("Bo", PersonKind::Blacklisted));
    let candidate = |person, similarity| Candidate {
        subject: Subject::Person(person),
        name: None,
        kind: None,
        similarity: Similarity(similarity),
        threshold: Similarity(0.5),
        nearest_face: FaceId(1),
    };
    let judged = Findings {
        candidates: vec![candidate(anna, 0.625), candidate(bo, 0.25)],
        evidence: vec![counted(at(1_000), 0.75, None), counted(at(1_100), 0.5, Some(Similarity(0.6)))],
        ..findings(Subject::Person(anna))
    };
    let start = |camera, at, findings: &Findings| {
        let new = NewSighting { camera, at, findings: findings.clone() };
        world.store.start_sighting(&new).expect("begins")
    };
    let early = start(door, at(500), &Findings::unclear());
    let first = start(door, at(1_000), &judged);
    let second = start(garage, at(2_000), &Findings::unclear());
    world.store.reject_sighting(first, anna, at(3_000)).expect("is rejected");
    world.store.set_kind(bo, PersonKind::Known, at(3_000)).expect("is set");
    world.store.remove_camera(garage, at(9_000)).expect("is removed");
    let now = world.store.sighting(first).expect("is there").findings.subject;
    assert!(matches!(now, Some(Subject::Visitor(_))), "{now:?}");
    let expected = [
        Judged {
            sighting: second,
            camera: None,
            started_at: at(2_000),
            verdict: Verdict::Unclear,
            subject: None,
            candidates: vec![],
            trust: 0.0,
        },
        Judged {
            sighting: first,
            camera: Some(door),
            started_at: at(1_000),
            verdict: Verdict::Known,
            subject: now,
            candidates: vec![
                (Subject::Person(anna), Similarity(0.625), Similarity(0.5)),
                (Subject::Person(bo), Similarity(0.25), Similarity(0.5)),
            ],
            trust: 1.25,
        },
    ];
    assert_eq!(world.store.judged_since(at(1_000), 10).expect("readable"), expected, "newest first");
    assert_eq!(world.store.judged_since(at(1_000), 1).expect("readable"), expected[..1]);
    let all = world.store.judged_since(at(0), 10).expect("readable");
    assert_eq!(all.last().map(|judged| judged.sighting), Some(early));
}

#[test]
fn who_was_seen_most_comes_first() {
    let world = World::new();
    let camera = world.camera("Front door");
    let anna = Subject::Person(world.person("Anna", PersonKind::Known));
    world.person("Never", PersonKind::Known);
    let often = world.stranger(camera, at(1_000), 1).subject;
    let once = world.stranger(camera, at(2_000), 2).subject;
    for i in 1..4 {
        world.seen(camera, at(i * 10_000), 3, Some(often));
    }
    for i in 1..3 {
        world.seen(camera, at(i * 10_000), 4, Some(anna));
    }
    world
        .store
        .start_sighting(&NewSighting { camera, at: at(90_000), findings: Findings::unclear() })
        .expect("of nobody");
    assert_eq!(world.store.most_seen(10).expect("readable"), [often, anna, once]);
    assert_eq!(world.store.most_seen(2).expect("readable"), [often, anna]);
}
