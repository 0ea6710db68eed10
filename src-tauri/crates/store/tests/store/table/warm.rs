//! A warm start.

use crate::world::{Seen, World, at};
use porchlight_domain::{BoxInFrame, CameraId, PersonKind, Similarity, Subject, TrackId, Verdict};
use porchlight_store::WarmTrack;

fn warm(camera: CameraId, track: u64, seen: Option<Seen>) -> WarmTrack {
    let subject = seen.map(|seen| seen.subject);
    WarmTrack {
        camera,
        track: TrackId(track),
        box_in_frame: BoxInFrame { x: 10.5, y: 20.25, w: 30.0, h: 40.0 },
        last_seen_at: at(9_000),
        sighting: seen.map(|seen| seen.sighting),
        verdict: match subject {
            Some(Subject::Person(_)) => Verdict::Known,
            Some(Subject::Visitor(_)) => Verdict::Visitor,
            None => Verdict::Unclear,
        },
        subject,
        similarity: subject.map(|_| Similarity(0.625)),
        decided_at: at(8_000),
    }
}

#[test]
fn what_was_saved_last_is_taken_once_also_after_a_restart() {
    let world = World::new();
    let camera = world.camera("Front door");
    let anna = world.person("Anna", PersonKind::Known);
    let of_anna = world.seen(camera, at(1_000), 1, Some(Subject::Person(anna)));
    let stranger = world.stranger(camera, at(2_000), 2);
    assert_eq!(world.store.take_warm().expect("readable"), None, "a first start is cold");
    world.store.save_warm(&[warm(camera, 1, None)], "before").expect("is saved");
    let tracks = [warm(camera, 7, Some(of_anna)), warm(camera, u64::MAX, Some(stranger)), warm(camera, 9, None)];
    world.store.save_warm(&tracks, "a \"mark\"").expect("is saved");
    let world = world.reopened();
    let (mark, taken) = world.store.take_warm().expect("readable").expect("was saved");
    assert_eq!((mark.as_str(), taken.as_slice()), ("a \"mark\"", &tracks[..]), "in place of those before");
    assert_eq!(world.store.take_warm().expect("readable"), None, "only once");
    world.store.save_warm(&[], "empty").expect("is saved");
    assert_eq!(world.store.take_warm().expect("readable"), Some(("empty".to_owned(), vec![])), "nobody was there");
}

#[test]
fn a_track_goes_with_whatever_it_is_about() {
    let world = World::new();
    let (door, garage) = (world.camera("Front door"), world.camera("Garage"));
    let (anna, bo) = (world.person("Anna", PersonKind::Known), world.person("Bo", PersonKind::Known));
    let of_anna = world.seen(door, at(1_000), 1, Some(Subject::Person(anna)));
    let of_bo = world.seen(door, at(2_000), 2, Some(Subject::Person(bo)));
    let (named, erased) = (world.stranger(door, at(3_000), 3), world.stranger(door, at(4_000), 4));
    let removed = world.stranger(door, at(5_000), 5);
    let stays = warm(door, 6, None);
    let by_person = WarmTrack { sighting: None, ..warm(door, 1, Some(of_anna)) };
    let tracks = [
        by_person,
        warm(door, 2, Some(of_bo)),
        warm(door, 3, Some(named)),
        WarmTrack { sighting: None, ..warm(door, 4, Some(erased)) },
        WarmTrack { subject: None, ..warm(door, 5, Some(removed)) },
        stays,
        warm(garage, 7, None),
    ];
    world.store.save_warm(&tracks, "mark").expect("is saved");
    world.store.remove_person(anna).expect("is erased");
    world.store.merge_persons(bo, world.person("Cleo", PersonKind::Known), at(9_000)).expect("are merged");
    world.store.name_visitor(named.visitor(), "Dora", None, at(9_000)).expect("is named");
    world.store.remove_visitor(erased.visitor()).expect("is erased");
    world.store.write(|w| w.remove_sighting(removed.sighting)).expect("is removed");
    world.store.remove_camera(garage, at(9_000)).expect("is removed");
    // Saved too late: whom they are about is gone already.
    let (_, taken) = world.store.take_warm().expect("readable").expect("was saved");
    assert_eq!(taken, [stays], "who became somebody else is only looked at again");
    world.store.save_warm(&tracks, "late").expect("what is gone is passed over");
    let (_, taken) = world.store.take_warm().expect("readable").expect("was saved");
    assert_eq!(taken, [stays]);
}
