//! Cameras.

use crate::world::{World, at};
use porchlight_domain::{
    Area, AreaKind, CameraId, CameraSettings, CameraSource, DayHours, Rotation, VisitFace, WatchHours, WeekHours,
};
use porchlight_store::{CountedFace, Findings, NewCamera, NewSighting, StoreError};
use rusqlite::Connection;

#[test]
fn every_kind_of_source_comes_back_as_it_went_in() {
    let world = World::new();
    let sources = [
        CameraSource::Webcam { device: "/dev/video0".into() },
        CameraSource::Stream { address: "rtsp://user:s3cret@camera/stream?x=1".into() },
        CameraSource::File { path: "/clips/door.mp4".into(), is_looped: true },
        CameraSource::File { path: "/clips/door.mp4".into(), is_looped: false },
        CameraSource::Folder { path: "/pictures".into() },
        CameraSource::DemoStreet,
    ];
    for (i, source) in sources.iter().enumerate() {
        let new = NewCamera { name: format!(" Camera {i} "), source: source.clone(), is_demo: false, at: at(5) };
        let camera = world.store.add_camera(&new).expect("is added");
        assert_eq!((camera.name, camera.position, camera.is_enabled), (format!("Camera {i}"), i as u32, true));
    }
    let stored: Vec<_> = world.reopened().store.cameras().expect("readable").into_iter().map(|c| c.source).collect();
    assert_eq!(stored, sources);
}

#[test]
fn a_changed_camera_is_written_and_the_grid_follows_the_position() {
    let world = World::new();
    let (one, two) = (world.camera("One"), world.camera("Two"));
    let mut camera = world.store.camera(one).expect("is there");
    camera.name = "First".into();
    camera.is_enabled = false;
    camera.position = 7;
    world.store.update_camera(&camera, at(9_000)).expect("is written");
    let cameras = world.store.cameras().expect("readable");
    assert_eq!(cameras.iter().map(|c| c.id).collect::<Vec<_>>(), [two, one]);
    assert_eq!(cameras[1], camera);
    camera.name = "  ".into();
    assert!(matches!(world.store.update_camera(&camera, at(9_000)), Err(StoreError::EmptyName)));
    camera.name = "x".into();
    camera.id = CameraId(404);
    assert!(matches!(world.store.update_camera(&camera, at(9_000)), Err(StoreError::NotFound { what: "camera" })));
}

#[test]
fn a_removed_camera_leaves_its_sightings_under_its_name() {
    let world = World::new();
    let camera = world.camera("Front door");
    let seen = world.stranger(camera, at(1_000), 1);
    world.store.remove_camera(camera, at(9_000)).expect("is removed");
    let sighting = world.store.sighting(seen.sighting).expect("stays");
    assert_eq!((sighting.camera, sighting.camera_name.as_str()), (None, "Front door"));
    assert!(matches!(world.store.remove_camera(camera, at(9_000)), Err(StoreError::NotFound { what: "camera" })));
}

#[test]
fn settings_come_back_as_they_went_in() {
    let world = World::new();
    let mut camera = world.store.camera(world.camera("Yard")).expect("is there");
    assert_eq!(camera.settings, CameraSettings::default(), "as for all cameras at first");
    let mut week = WeekHours([None; 7]);
    week.0[2] = Some(DayHours { from_minute: 90, until_minute: 725 });
    camera.settings = CameraSettings {
        rotation: Rotation::ThreeQuarters,
        areas: vec![
            Area { kind: AreaKind::PrivacyMask, corners: vec![[0.0, 0.125], [0.5, 0.25], [1.0, 0.75]] },
            Area::everything(AreaKind::Zone),
        ],
        hours: WatchHours { is_on: true, week },
        smallest_face_px: Some(40),
        detection_side_px: Some(960),
    };
    world.store.update_camera(&camera, at(9_000)).expect("is written");
    assert_eq!(world.reopened().store.camera(camera.id).expect("is there"), camera);
}

#[test]
fn masks_that_cannot_be_read_hide_the_whole_picture() {
    let world = World::new();
    let id = world.camera("Yard");
    let connection = Connection::open(world.dir().join("porchlight.db")).expect("opens");
    connection.execute("UPDATE camera SET areas = '[{\"kind\":\"blur\"}]', hours = 'x'", []).expect("is written");
    let settings = world.store.camera(id).expect("is there").settings;
    assert_eq!(settings.areas, [Area::everything(AreaKind::PrivacyMask)], "rather too little is shown than too much");
    assert_eq!(settings.hours, WatchHours::default());
}

#[test]
fn the_owner_says_in_which_order_cameras_stand() {
    let world = World::new();
    let [one, two, three] = ["One", "Two", "Three"].map(|name| world.camera(name));
    let order = || world.store.cameras().expect("readable").iter().map(|camera| camera.id).collect::<Vec<_>>();
    world.store.order_cameras(&[three, CameraId(404), one]).expect("is written");
    assert_eq!(order(), [three, one, two], "whoever is not named comes last, whoever is gone is passed over");
    let four = world.camera("Four");
    assert_eq!(order(), [three, one, two, four], "a new one stands at the end");
}

#[test]
fn how_large_faces_were_is_read_from_the_visits_of_a_camera() {
    let world = World::new();
    let (here, there) = (world.camera("Here"), world.camera("There"));
    let face = |side_px| CountedFace {
        at: at(1),
        trust: 0.5,
        side_px,
        sharpness: 1.0,
        frontality: side_px / 100.0,
        exposure: 1.0,
        similarity: None,
    };
    for (camera, moment, sides, why) in [
        (here, 100, vec![40.0, 80.0], ""),
        (here, 200, vec![], "too_small"),
        (there, 200, vec![20.0], ""),
        (here, 50, vec![30.0], ""),
    ] {
        let evidence = sides.into_iter().map(face).collect();
        let findings = Findings { evidence, why: why.into(), ..Findings::unclear() };
        world.store.start_sighting(&NewSighting { camera, at: at(moment), findings }).expect("a sighting");
    }
    let visits = world.store.visit_faces(here, at(100), 10).expect("readable");
    assert_eq!(
        visits,
        [
            VisitFace { side_px: None, frontality: 0.0, was_too_small: true },
            VisitFace { side_px: Some(80.0), frontality: 0.8, was_too_small: false },
        ],
        "of this camera, since then, the largest face of each"
    );
}
