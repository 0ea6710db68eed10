//! Sightings.

use crate::world::{World, at, counted, face, findings};
use porchlight_domain::{
    CameraId, Candidate, ClockHours, DayHours, LocalTime, ModelId, PersonKind, SightingId, Similarity, Subject,
    Timestamp, Verdict,
};
use porchlight_store::{Decision, Findings, NewFace, NewSighting, PageMark, SightingFilter, StoreError};
use std::time::Duration;

#[test]
fn a_sighting_comes_back_with_everything_and_the_names_of_today() {
    let world = World::new();
    let camera = world.camera("Front door");
    let (anna, bo) = (world.person("Anna", PersonKind::Known), world.person("Bo", PersonKind::Blacklisted));
    let nearest_face = world.enrol(anna, 1);
    let candidate = |person, name: &str, kind, similarity| Candidate {
        subject: Subject::Person(person),
        name: Some(name.into()),
        kind: Some(kind),
        similarity: Similarity(similarity),
        threshold: Similarity(0.4),
        nearest_face,
    };
    let findings = Findings {
        verdict: Verdict::Known,
        subject: Some(Subject::Person(anna)),
        similarity: Some(Similarity(0.625)),
        threshold: Some(Similarity(0.4)),
        candidates: vec![
            candidate(anna, "Anna", PersonKind::Known, 0.625),
            candidate(bo, "Bo", PersonKind::Blacklisted, 0.25),
        ],
        best_face: Some(nearest_face),
        why: "clear".into(),
        model: Some(ModelId::new("test-model")),
        evidence: vec![
            counted(at(1_000), 0.75, Some(Similarity(0.625))),
            counted(at(1_040), 0.5, Some(Similarity(-0.125))),
            counted(at(1_080), 0.25, None),
        ],
    };
    let new = NewSighting { camera, at: at(1_000), findings: findings.clone() };
    let id = world.store.start_sighting(&new).expect("begins");
    let sighting = world.store.sighting(id).expect("is there");
    assert_eq!(sighting.findings, findings);
    assert_eq!((sighting.name.as_deref(), sighting.camera_name.as_str()), (Some("Anna"), "Front door"));
    assert_eq!((sighting.started_at, sighting.last_seen_at, sighting.ended_at), (at(1_000), at(1_000), None));

    world.store.rename_person(bo, "Bob", at(2_000)).expect("is renamed");
    let candidates = world.store.sighting(id).expect("is there").findings.candidates;
    assert_eq!(candidates[1].name.as_deref(), Some("Bob"), "looked up, not stored");
    world.store.remove_person(bo).expect("is erased");
    assert_eq!(world.store.sighting(id).expect("is there").findings.candidates.len(), 1, "nobody any more");
}

#[test]
fn what_a_verdict_took_is_kept_with_its_sighting_and_goes_with_it() {
    let world = World::new();
    let camera = world.camera("Front door");
    let new = NewSighting { camera, at: at(1_000), findings: Findings::unclear() };
    let id = world.store.start_sighting(&new).expect("begins");
    assert_eq!(world.store.decision(id).expect("readable"), None, "an older program wrote none down");
    let us = Duration::from_micros;
    let first = Decision {
        at: at(1_000),
        wait: us(1),
        detect: us(8_000),
        embed: us(21_000),
        matching: us(60),
        total: us(30_000),
    };
    let later = Decision { at: at(1_640), total: us(90_000), ..first };
    for decision in [first, later] {
        world.store.write(|w| w.decided(id, &decision)).expect("is written");
        assert_eq!(world.store.decision(id).expect("readable"), Some(decision));
    }
    assert_eq!(world.store.decision(SightingId(999)).expect("readable"), None, "of a sighting that is gone");
}

#[test]
fn time_only_goes_on() {
    let world = World::new();
    let camera = world.camera("Front door");
    let new = NewSighting { camera, at: at(1_000), findings: Findings::unclear() };
    let id = world.store.start_sighting(&new).expect("begins");
    world.store.update_sighting(id, at(5_000), &Findings::unclear()).expect("goes on");
    world.store.update_sighting(id, at(3_000), &Findings::unclear()).expect("an older frame comes late");
    world.store.end_sighting(id, at(4_000)).expect("ends");
    let sighting = world.store.sighting(id).expect("is there");
    assert_eq!((sighting.last_seen_at, sighting.ended_at), (at(5_000), Some(at(5_000))));
}

#[test]
fn lists_are_filtered_and_paged() {
    let world = World::new();
    let (door, garage) = (world.camera("Front door"), world.camera("Garage"));
    let anna = Subject::Person(world.person("Anna", PersonKind::Known));
    let one = world.stranger(door, at(1_000), 1);
    let two = world.seen(door, at(2_000), 2, Some(anna));
    let three = world.seen(garage, at(2_000), 3, Some(anna));
    let ids = |filter: &SightingFilter| -> Vec<_> {
        world.store.sightings(filter, 10, None).expect("readable").into_iter().map(|s| s.id).collect()
    };
    let all = SightingFilter::default();
    assert_eq!(ids(&all), [three.sighting, two.sighting, one.sighting], "latest first");
    assert_eq!(ids(&SightingFilter { subject: Some(anna), ..all.clone() }), [three.sighting, two.sighting]);
    assert_eq!(ids(&SightingFilter { subject: Some(one.subject), ..all.clone() }), [one.sighting]);
    assert_eq!(ids(&SightingFilter { camera: Some(garage), ..all.clone() }), [three.sighting]);
    assert_eq!(ids(&SightingFilter { until: Some(at(2_000)), ..all.clone() }), [one.sighting]);
    assert_eq!(ids(&SightingFilter { from: Some(at(2_000)), ..all.clone() }), [three.sighting, two.sighting]);
    assert_eq!(ids(&SightingFilter { verdict: Some(Verdict::Visitor), ..all.clone() }), [one.sighting]);
    let both = SightingFilter { camera: Some(door), verdict: Some(Verdict::Known), ..all.clone() };
    assert_eq!(ids(&both), [two.sighting]);
    let (mut after, mut paged) = (None, Vec::new());
    while let Some(sighting) = world.store.sightings(&all, 1, after).expect("readable").pop() {
        after = Some(PageMark { at: sighting.started_at, id: sighting.id.0 });
        paged.push(sighting.id);
    }
    assert_eq!(paged, ids(&all), "page by page the same, equal moments included");
}

#[test]
fn hours_of_the_day_narrow_lists_and_counts_as_the_clocks_of_the_home_show_them() {
    const HOUR: i64 = 3_600_000;
    const SPRING: i64 = 30 * 24 * HOUR + HOUR;
    // An hour ahead of Greenwich, and two from one o'clock of the thirty-first day on.
    let local = |at: Timestamp| LocalTime::utc(at.plus_millis(if at.0 < SPRING { HOUR } else { 2 * HOUR }));
    let world = World::new();
    let door = world.camera("Front door");
    let anna = Subject::Person(world.person("Anna", PersonKind::Known));
    let hours: Vec<i64> = (29 * 24..32 * 24).collect();
    for hour in &hours {
        world.seen(door, at(hour * HOUR), *hour as u8, (hour % 2 == 0).then_some(anna));
    }
    for (from, until) in [(18, 23), (22, 6), (0, 1), (5, 5)] {
        let of_day = DayHours { from_minute: from * 60, until_minute: until * 60 };
        let by_clock = ClockHours::between(of_day, at(0), at(60 * 24 * HOUR), local);
        for verdict in [None, Some(Verdict::Known)] {
            let filter = SightingFilter { hours: Some(by_clock.clone()), verdict, ..SightingFilter::default() };
            let is_meant =
                |hour: &&i64| of_day.holds(local(at(**hour * HOUR))) && (verdict.is_none() || **hour % 2 == 0);
            let expected: Vec<_> = hours.iter().rev().filter(is_meant).map(|hour| at(hour * HOUR)).collect();
            let listed = world.store.sightings(&filter, 100, None).expect("readable");
            let begun: Vec<_> = listed.iter().map(|sighting| sighting.started_at).collect();
            assert_eq!(begun, expected, "{from} to {until}, {verdict:?}");
            let counts = world.store.sighting_density(&filter, &[at(0), at(60 * 24 * HOUR)]).expect("readable");
            assert_eq!(counts, [expected.len() as u32], "{from} to {until}, {verdict:?}");
        }
    }
    assert_eq!(world.store.first_sighting_at().expect("readable"), Some(at(29 * 24 * HOUR)));
}

#[test]
fn joined_sightings_are_one_with_time_faces_and_alert() {
    let world = World::new();
    let camera = world.camera("Front door");
    let anna = world.person("Anna", PersonKind::Blacklisted);
    let into = world.seen(camera, at(1_000), 1, Some(Subject::Person(anna)));
    let gone = world.stranger(camera, at(5_000), 2);
    let alert = world.alert(gone.sighting, anna, at(5_000));
    world.store.write(|w| w.join_sightings(gone.sighting, into.sighting)).expect("are joined");
    let sighting = world.store.sighting(into.sighting).expect("goes on");
    assert_eq!((sighting.started_at, sighting.last_seen_at), (at(1_000), at(6_000)));
    assert_eq!(sighting.faces, [gone.face, into.face]);
    assert!(!world.store.face(gone.face).expect("is there").is_template, "to be looked at: the owner chose neither");
    assert_eq!(world.store.alert(alert).expect("stays").sighting, into.sighting);
    assert!(matches!(world.store.sighting(gone.sighting), Err(StoreError::NotFound { what: "sighting" })));
    assert!(world.store.write(|w| w.drop_unseen_visitor(gone.visitor())).expect("is asked"), "nothing is left of him");
}

#[test]
fn a_removed_sighting_leaves_only_what_others_are_compared_with() {
    let world = World::new();
    let camera = world.camera("Front door");
    let anna = world.person("Anna", PersonKind::Blacklisted);
    let seen = world.seen(camera, at(1_000), 1, Some(Subject::Person(anna)));
    let template = NewFace { sighting: Some(seen.sighting), ..face(Subject::Person(anna), 2) };
    let template = world.store.add_face(&template).expect("is kept");
    world.alert(seen.sighting, anna, at(1_000));
    world.store.write(|w| w.remove_sighting(seen.sighting)).expect("is removed");
    assert_eq!(world.store.person(anna).expect("is there").faces, [template]);
    assert_eq!(world.store.counts().expect("readable").alerts, 0);
    assert_eq!(world.store.storage_used().expect("readable").pictures, 2, "face and crop of the template");
}

#[test]
fn what_is_gone_is_refused_by_name() {
    let world = World::new();
    let nowhere = NewSighting { camera: CameraId(404), at: at(1), findings: Findings::unclear() };
    let refused = world.store.start_sighting(&nowhere);
    assert!(matches!(refused, Err(StoreError::NotFound { what: "camera" })), "{refused:?}");
    let refused = world.store.end_sighting(SightingId(404), at(1));
    assert!(matches!(refused, Err(StoreError::NotFound { what: "sighting" })), "{refused:?}");
    let camera = world.camera("Front door");
    let nobody = findings(Subject::Person(porchlight_domain::PersonId(404)));
    let refused = world.store.start_sighting(&NewSighting { camera, at: Timestamp(1), findings: nobody });
    assert!(matches!(refused, Err(StoreError::NotFound { what: "person" })), "{refused:?}");
    assert_eq!(world.store.counts().expect("readable").sightings, 0, "half a sighting is none");
}
