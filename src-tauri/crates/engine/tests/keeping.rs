//! Everything that is kept is replaced, or erased, while cameras run: what comes afterwards is of what is there then.

use crossbeam_channel::Receiver;
use porchlight_domain::{CameraSource, CameraState, Clock, Pace, PersonKind, Timestamp};
use porchlight_engine::{Engine, EngineError, EngineParts, Event, PictureFile};
use porchlight_store::{EraseScope, NewCamera, NewPerson, SightingFilter, Store, StoreError};
use porchlight_testkit::{FakeVisionOpener, ScriptedOpener, SimulatedClock, Step, picture_with_faces, png};
use std::{ops::ControlFlow, path::Path, sync::Arc, time::Duration};

/// A number that comes out of a JPEG as it went in: her face is embedded as it is kept.
const ANNA: u8 = 3;

struct Home {
    engine: Engine,
    events: Receiver<Event>,
    clock: Arc<SimulatedClock>,
    _dir: tempfile::TempDir,
}

/// A home on real files whose camera sees Anna each time it is started.
fn home() -> Home {
    let dir = tempfile::tempdir().expect("a folder");
    let picture = Arc::new(picture_with_faces(400, 200, &[(ANNA, 100, 40, 60)]));
    let clip: Vec<Step> =
        (0..100).map(|i| Step::Frame(Arc::clone(&picture), Some(Duration::from_millis(i * 40)))).collect();
    let clips = (0..4).fold(ScriptedOpener::new(None), |opener, _| opener.then(Ok(clip.clone())));
    let clock = Arc::new(SimulatedClock::new());
    let engine = Engine::start(EngineParts {
        store: Arc::new(Store::open(dir.path()).expect("a database")),
        sources: Arc::new(clips),
        vision: Arc::new(FakeVisionOpener::new()),
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        workers: 1,
    })
    .expect("starts");
    let source = CameraSource::Stream { address: "rtsp://camera/1".into() };
    let new = NewCamera { name: "Front door".into(), source, is_demo: false, at: Timestamp(0) };
    engine.store().add_camera(&new).expect("stored");
    let events = engine.subscribe();
    Home { engine, events, clock, _dir: dir }
}

impl Home {
    fn enrol(&self, name: &str) {
        let picture = picture_with_faces(200, 200, &[(ANNA, 50, 50, 90)]);
        let file = PictureFile { name: "a picture".into(), bytes: png(&picture) };
        let new = NewPerson { name: name.into(), kind: PersonKind::Known, is_demo: false, at: Timestamp(0) };
        self.engine.add_person(&new, &[file]).expect("one face");
    }

    /// Shows the next clip to its end, and gives whom the newest sighting is of.
    fn seen(&self) -> Option<String> {
        let camera = self.engine.store().cameras().expect("readable").remove(0);
        self.engine.start_camera(&camera, Pace::Unhurried).expect("starts");
        assert_eq!(self.engine.finish_clip(camera.id), CameraState::Ended);
        self.engine.stop_camera(camera.id);
        let newest = self.engine.store().sightings(&SightingFilter::default(), 1, None).expect("readable");
        newest.into_iter().next().and_then(|sighting| sighting.name)
    }

    fn restore(&self, from: &Path) -> Result<(), EngineError> {
        self.engine.restore(from, false, &mut |_| ControlFlow::Continue(())).map(drop)
    }

    fn told(&self) -> Vec<Event> {
        self.events.try_iter().collect()
    }
}

#[test]
fn who_is_recognised_after_a_restore_is_who_the_backup_knows() {
    let home = home();
    home.enrol("Anna");
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("backup.zip");
    home.engine.back_up(&path, true, "1", &mut |_| ControlFlow::Continue(())).expect("is made");
    assert_eq!(home.seen().as_deref(), Some("Anna"));
    let person = home.engine.store().person_named("Anna").expect("readable").expect("is there").id;
    home.engine.rename_person(person, "Antonia").expect("is renamed");
    assert_eq!(home.seen().as_deref(), Some("Antonia"));
    home.told();

    home.restore(&path).expect("is restored");
    let told = home.told();
    for wanted in ["PeopleChanged", "VisitorsChanged", "CamerasChanged", "SettingsChanged", "JournalChanged"] {
        assert!(told.iter().any(|event| format!("{event:?}").starts_with(wanted)), "{wanted} in {told:?}");
    }
    assert_eq!(home.engine.store().counts().expect("readable").sightings, 0, "none when it was made");
    assert_eq!(home.seen().as_deref(), Some("Anna"), "nobody has the later name in mind");
    home.engine.go_back(false).expect("goes back");
    assert_eq!(home.engine.store().counts().expect("readable").sightings, 2);
    assert_eq!(home.seen().as_deref(), Some("Antonia"));
    home.clock.now();
}

#[test]
fn cameras_that_ran_run_again_after_a_restore_and_after_a_refused_one() {
    let home = home();
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("backup.zip");
    home.engine.back_up(&path, true, "1", &mut |_| ControlFlow::Continue(())).expect("is made");
    let camera = home.engine.store().cameras().expect("readable").remove(0).id;
    let is_running = || home.engine.health().cameras.iter().any(|one| one.camera == camera);
    home.engine.start_cameras().expect("start");
    assert!(is_running());
    home.engine.restore(&path, true, &mut |_| ControlFlow::Continue(())).expect("is restored");
    assert!(is_running());
    let second = Store::open(home.engine.store().data_dir()).expect("opens beside it");
    second.people().expect("reads");
    let refused = home.engine.restore(&path, true, &mut |_| ControlFlow::Continue(()));
    assert!(matches!(refused, Err(EngineError::Store(StoreError::InUse))), "{refused:?}");
    assert!(is_running());
}

#[test]
fn nobody_is_recognised_once_everybody_is_erased() {
    let home = home();
    home.enrol("Anna");
    assert_eq!(home.seen().as_deref(), Some("Anna"));
    let erased = home.engine.erase_all(EraseScope::Everybody, false).expect("is erased");
    assert_eq!((erased.persons, erased.traces_found, erased.bytes_gone), (1, 0, true));
    assert_eq!(home.seen(), None, "a stranger");
    assert_eq!(home.engine.store().counts().expect("readable").visitors, 1);
}

#[test]
fn tidying_up_says_what_went() {
    let home = home();
    home.seen();
    let visitors = home.engine.store().counts().expect("readable").visitors;
    assert_eq!(visitors, 1);
    assert_eq!(home.engine.tidy_up().expect("is done").visitors, 0, "it is of today");
    home.clock.advance(Duration::from_secs(31 * 86_400));
    let tidied = home.engine.tidy_up().expect("is done");
    assert_eq!(tidied.visitors, 1);
    assert!(tidied.bytes > 0, "its pictures: {tidied:?}");
}
