//! Alerts.

use crate::world::{World, at, picture_bytes};
use porchlight_domain::{AlertId, PersonKind, RuleId, RuleKind, Similarity, Subject, Verdict};
use porchlight_store::{Encoded, NewAlert, PageMark, SeenFrom, StoreError, ToldBy};

#[test]
fn a_sighting_raises_one_alert_however_often_it_is_tried() {
    let world = World::new();
    let camera = world.camera("Front door");
    let bo = world.person("Bo", PersonKind::Blacklisted);
    let seen = world.seen(camera, at(1_000), 1, Some(Subject::Person(bo)));
    let id = world.alert(seen.sighting, bo, at(1_100));
    let again = NewAlert {
        sighting: seen.sighting,
        verdict: Verdict::Blacklisted,
        person: Some(bo),
        similarity: Some(Similarity(0.9)),
        threshold: Some(Similarity(0.4)),
        told_by: Vec::new(),
        scene: Encoded(vec![1]),
        at: at(1_200),
    };
    assert_eq!(world.store.raise_alert(&again).expect("is no failure"), None);
    let alert = world.store.alert(id).expect("is there");
    assert_eq!((alert.name.as_str(), alert.camera_name.as_str(), alert.at), ("Bo", "Front door", at(1_100)));
    assert_eq!((alert.person, alert.best_face, alert.similarity), (Some(bo), Some(seen.face), Some(Similarity(0.7))));
    let scene = world.store.alert_scene(id).expect("readable");
    assert_eq!(scene, Some(picture_bytes(b'S', seen.sighting.0 as u8)), "the picture of the first");
}

#[test]
fn an_acknowledged_alert_stays_acknowledged_at_the_first_moment() {
    let world = World::new();
    let camera = world.camera("Front door");
    let bo = world.person("Bo", PersonKind::Blacklisted);
    let alerts: Vec<_> = (1..=3)
        .map(|i| {
            let seen = world.seen(camera, at(i * 1_000), i as u8, Some(Subject::Person(bo)));
            world.alert(seen.sighting, bo, at(i * 1_000))
        })
        .collect();
    world.store.acknowledge_alert(alerts[1], SeenFrom::Notification, at(9_000)).expect("is acknowledged");
    world.store.acknowledge_alert(alerts[1], SeenFrom::Window, at(9_999)).expect("once more does no harm");
    let seen = world.store.alert(alerts[1]).expect("is there");
    assert_eq!(
        (seen.acknowledged_at, seen.acknowledged_from),
        (Some(at(9_000)), Some(SeenFrom::Notification)),
        "when and where first"
    );
    let open: Vec<_> = world.store.open_alerts().expect("readable").into_iter().map(|a| a.id).collect();
    assert_eq!(open, [alerts[0], alerts[2]], "earliest first");
    assert_eq!(world.store.counts().expect("readable").open_alerts, 2);
    let latest = world.store.alerts(2, None).expect("readable");
    assert_eq!(latest.iter().map(|a| a.id).collect::<Vec<_>>(), [alerts[2], alerts[1]]);
    let mark = PageMark { at: latest[1].at, id: latest[1].id.0 };
    let rest = world.store.alerts(2, Some(mark)).expect("readable");
    assert_eq!(rest.iter().map(|a| a.id).collect::<Vec<_>>(), [alerts[0]]);
    let gone = world.store.acknowledge_alert(AlertId(404), SeenFrom::Window, at(1));
    assert!(matches!(gone, Err(StoreError::NotFound { what: "alert" })), "{gone:?}");
}

#[test]
fn an_alert_about_a_stranger_says_who_it_was_once_that_is_known_and_begins_anew_if_it_is_somebody_worse() {
    let world = World::new();
    let camera = world.camera("Front door");
    let stranger = world.stranger(camera, at(1_000), 1);
    let by_strangers = ToldBy { rule: RuleId(7), about: RuleKind::Strangers };
    let new = NewAlert {
        sighting: stranger.sighting,
        verdict: Verdict::Visitor,
        person: None,
        similarity: None,
        threshold: None,
        told_by: vec![by_strangers],
        scene: Encoded(picture_bytes(b'S', 1)),
        at: at(1_100),
    };
    let id = world.store.raise_alert(&new).expect("is raised").expect("the first");
    let alert = world.store.alert(id).expect("is there");
    assert_eq!((alert.name.as_str(), alert.person, alert.similarity), ("", None, None), "nobody named");
    assert_eq!((alert.subject_now, alert.told_by.as_slice()), (Some(stranger.subject), &[by_strangers][..]));
    world.store.acknowledge_alert(id, SeenFrom::Window, at(1_200)).expect("is acknowledged");

    world.store.name_visitor(stranger.visitor(), "Grace", None, at(2_000)).expect("is named");
    let alert = world.store.alert(id).expect("is there");
    assert_eq!((alert.verdict, alert.verdict_now), (Verdict::Visitor, Verdict::Known), "then, and now");
    assert_eq!((alert.name.as_str(), alert.name_now.as_deref()), ("", Some("Grace")));

    let bo = world.person("Bo", PersonKind::Blacklisted);
    let by_blacklist = ToldBy { rule: RuleId(1), about: RuleKind::Blacklist };
    let worse = NewAlert {
        verdict: Verdict::Blacklisted,
        person: Some(bo),
        similarity: Some(Similarity(0.8)),
        threshold: Some(Similarity(0.4)),
        told_by: vec![by_blacklist],
        at: at(3_000),
        ..new
    };
    assert_eq!(world.store.write(|w| w.raise_alert_again(&worse)).expect("is raised"), Some(id), "the same alert");
    let alert = world.store.alert(id).expect("is there");
    assert_eq!((alert.verdict, alert.name.as_str(), alert.at), (Verdict::Blacklisted, "Bo", at(3_000)));
    assert_eq!((alert.acknowledged_at, alert.acknowledged_from), (None, None), "it must be seen again");
    assert_eq!(alert.told_by, [by_blacklist, by_strangers], "both rules are named");
    assert_eq!(world.store.alert_scene(id).expect("readable"), Some(picture_bytes(b'S', 1)), "of the first moment");

    world.store.remove_person(bo).expect("is erased");
    assert!(
        world.store.alert(id).is_err(),
        "an alert about somebody erased goes with him, whoever the visit is of now"
    );
    world.store.write(|w| w.add_reasons(id, &[by_blacklist])).expect("what is gone takes no reason, and is no trouble");
    assert_eq!(
        world.store.write(|w| w.raise_alert_again(&NewAlert { person: None, ..worse })).expect("readable"),
        None
    );
}
