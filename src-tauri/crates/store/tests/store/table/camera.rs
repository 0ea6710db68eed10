//! Cameras.

use crate::world::{World, at};
use porchlight_domain::{CameraId, CameraSource};
use porchlight_store::{NewCamera, StoreError};

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
    world.store.update_camera(&camera).expect("is written");
    let cameras = world.store.cameras().expect("readable");
    assert_eq!(cameras.iter().map(|c| c.id).collect::<Vec<_>>(), [two, one]);
    assert_eq!(cameras[1], camera);
    camera.name = "  ".into();
    assert!(matches!(world.store.update_camera(&camera), Err(StoreError::EmptyName)));
    camera.name = "x".into();
    camera.id = CameraId(404);
    assert!(matches!(world.store.update_camera(&camera), Err(StoreError::NotFound { what: "camera" })));
}

#[test]
fn a_removed_camera_leaves_its_sightings_under_its_name() {
    let world = World::new();
    let camera = world.camera("Front door");
    let seen = world.stranger(camera, at(1_000), 1);
    world.store.remove_camera(camera).expect("is removed");
    let sighting = world.store.sighting(seen.sighting).expect("stays");
    assert_eq!((sighting.camera, sighting.camera_name.as_str()), (None, "Front door"));
    assert!(matches!(world.store.remove_camera(camera), Err(StoreError::NotFound { what: "camera" })));
}
