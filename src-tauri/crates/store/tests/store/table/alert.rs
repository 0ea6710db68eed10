//! Alerts.

use crate::world::{World, at, picture_bytes};
use porchlight_domain::{AlertId, PersonKind, Similarity, Subject};
use porchlight_store::{Encoded, NewAlert, PageMark, StoreError};

#[test]
fn a_sighting_raises_one_alert_however_often_it_is_tried() {
    let world = World::new();
    let camera = world.camera("Front door");
    let bo = world.person("Bo", PersonKind::Blacklisted);
    let seen = world.seen(camera, at(1_000), 1, Some(Subject::Person(bo)));
    let id = world.alert(seen.sighting, bo, at(1_100));
    let again = NewAlert {
        sighting: seen.sighting,
        person: bo,
        similarity: Similarity(0.9),
        threshold: Similarity(0.4),
        scene: Encoded(vec![1]),
        at: at(1_200),
    };
    assert_eq!(world.store.raise_alert(&again).expect("is no failure"), None);
    let alert = world.store.alert(id).expect("is there");
    assert_eq!((alert.name.as_str(), alert.camera_name.as_str(), alert.at), ("Bo", "Front door", at(1_100)));
    assert_eq!((alert.person, alert.best_face, alert.similarity), (Some(bo), Some(seen.face), Similarity(0.7)));
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
    world.store.acknowledge_alert(alerts[1], at(9_000)).expect("is acknowledged");
    world.store.acknowledge_alert(alerts[1], at(9_999)).expect("once more does no harm");
    assert_eq!(world.store.alert(alerts[1]).expect("is there").acknowledged_at, Some(at(9_000)));
    let open: Vec<_> = world.store.open_alerts().expect("readable").into_iter().map(|a| a.id).collect();
    assert_eq!(open, [alerts[0], alerts[2]], "earliest first");
    assert_eq!(world.store.counts().expect("readable").open_alerts, 2);
    let latest = world.store.alerts(2, None).expect("readable");
    assert_eq!(latest.iter().map(|a| a.id).collect::<Vec<_>>(), [alerts[2], alerts[1]]);
    let mark = PageMark { at: latest[1].at, id: latest[1].id.0 };
    let rest = world.store.alerts(2, Some(mark)).expect("readable");
    assert_eq!(rest.iter().map(|a| a.id).collect::<Vec<_>>(), [alerts[0]]);
    let gone = world.store.acknowledge_alert(AlertId(404), at(1));
    assert!(matches!(gone, Err(StoreError::NotFound { what: "alert" })), "{gone:?}");
}
