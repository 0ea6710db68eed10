//! The house and the runs of the program in it: a camera fed by hand, painted faces, simulated time, a data folder.
//!
//! Must not claim anything: that is for the tests.

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use porchlight_domain::{
    CameraSource, Clock, FramePicture, FrameSource, Next, OpenSource, Pace, PersonKind, Picture, Rotation, SourceError,
    SourceTrouble, Timestamp, Verdict,
};
use porchlight_engine::{Engine, EngineParts, Event, LiveFace, LiveViewer, PictureFile};
use porchlight_store::{Camera, NewCamera, NewPerson, Sighting, SightingFilter, Store};
use porchlight_testkit::{FakeVisionOpener, SimulatedClock, picture_with_faces, png};
use std::{fs, path::Path, sync::Arc, time::Duration};

pub const ANNA: u8 = 10;
pub const THIEF: u8 = 20;
pub const STRANGER: u8 = 30;
pub const OTHER: u8 = 40;

/// Where whoever comes stands.
pub const DOOR: u32 = 100;
/// Too far from the door to be taken for somebody who stood there.
pub const GATE: u32 = 560;

/// Between two frames.
const FRAME: Duration = Duration::from_millis(100);
/// Real time after which a test has failed; nothing waits for it when all is well.
const DEADLINE: Duration = Duration::from_secs(20);

/// A camera that shows what the test puts in.
struct FedCamera {
    pictures: Receiver<Arc<Picture>>,
}

impl FrameSource for FedCamera {
    fn next_frame(&mut self, into: &mut FramePicture, _patience: Duration) -> Result<Next, SourceError> {
        match self.pictures.recv_timeout(Duration::from_millis(10)) {
            Ok(picture) => {
                into.as_rgb().clone_from(&picture);
                Ok(Next::Frame { position: None })
            }
            Err(RecvTimeoutError::Timeout) => Ok(Next::Nothing),
            Err(RecvTimeoutError::Disconnected) => Ok(Next::Ended),
        }
    }
}

struct FedOpener {
    pictures: Receiver<Arc<Picture>>,
}

impl OpenSource for FedOpener {
    fn open(&self, source: &CameraSource, _: Rotation, _: Pace) -> Result<Box<dyn FrameSource>, SourceError> {
        match source {
            CameraSource::Stream { .. } => Ok(Box::new(FedCamera { pictures: self.pictures.clone() })),
            _ => Err(SourceError { trouble: SourceTrouble::NotFound, detail: "no such camera".into() }),
        }
    }
}

/// The house: what outlives a run of the program.
pub struct House {
    pub dir: tempfile::TempDir,
    clock: Arc<SimulatedClock>,
    pub vision: FakeVisionOpener,
    pub camera: Camera,
}

impl House {
    /// Anna lives here, and Rook must not come in.
    pub fn new() -> Self {
        let dir = tempfile::tempdir().expect("a place");
        let source = CameraSource::Stream { address: "rtsp://camera/door".into() };
        let new = NewCamera { name: "Front door".into(), source, is_demo: false, at: Timestamp(0) };
        let camera = Store::open(dir.path()).expect("opens").add_camera(&new).expect("stored");
        let house = Self { dir, clock: Arc::new(SimulatedClock::new()), vision: FakeVisionOpener::new(), camera };
        // Strangers are seen well enough to be known again, but not by one face.
        house.vision.set_trust(STRANGER, 0.5);
        {
            let run = house.start();
            run.enrol("Anna", ANNA, PersonKind::Known);
            run.enrol("Rook", THIEF, PersonKind::Blacklisted);
        }
        house
    }

    pub fn start(&self) -> Run<'_> {
        self.start_in(self.dir.path())
    }

    /// The program starts, its camera does not yet.
    pub fn start_in(&self, dir: &Path) -> Run<'_> {
        let (feed, pictures) = bounded(1);
        let engine = Engine::start(EngineParts {
            store: Arc::new(Store::open(dir).expect("opens")),
            sources: Arc::new(FedOpener { pictures }),
            vision: Arc::new(self.vision.clone()),
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            workers: 1,
        })
        .expect("starts");
        let events = engine.subscribe();
        let viewer = engine.view(self.camera.id);
        Run { house: self, engine, events, viewer, feed }
    }

    /// The program starts and watches.
    pub fn watch(&self) -> Run<'_> {
        let run = self.start();
        run.start_camera();
        run
    }

    /// Somebody stands at the door for a second while the program runs, and is still there when it ends.
    pub fn visit(&self, person: u8) {
        let mut run = self.watch();
        run.show_for(10, &[(person, DOOR)]);
    }

    pub fn pause(&self, millis: u64) {
        self.clock.advance(Duration::from_millis(millis));
    }

    /// What is stored, while no program runs or beside it.
    pub fn store(&self) -> Store {
        Store::open(self.dir.path()).expect("opens")
    }
}

/// A run of the program.
pub struct Run<'a> {
    house: &'a House,
    pub engine: Engine,
    events: Receiver<Event>,
    pub viewer: LiveViewer,
    feed: Sender<Arc<Picture>>,
}

impl Run<'_> {
    pub fn start_camera(&self) {
        self.engine.start_camera(&self.house.camera, Pace::RealTime).expect("starts");
    }

    pub fn enrol(&self, name: &str, person: u8, kind: PersonKind) {
        let picture = picture_with_faces(200, 200, &[(person, 50, 50, 90)]);
        let new = NewPerson { name: name.into(), kind, is_demo: false, at: Timestamp(0) };
        let file = PictureFile { name: name.into(), bytes: png(&picture) };
        self.engine.add_person(&new, &[file]).expect("one face");
    }

    /// The next frame, with these people on it, and what is said of them.
    pub fn show(&mut self, people: &[(u8, u32)]) -> Vec<LiveFace> {
        self.house.clock.advance(FRAME);
        let faces: Vec<_> = people.iter().map(|&(person, left)| (person, left, 40, 60)).collect();
        self.feed.send_timeout(Arc::new(picture_with_faces(700, 200, &faces)), DEADLINE).expect("the camera takes it");
        self.viewer.next(DEADLINE).expect("analysed").faces.clone()
    }

    pub fn show_for(&mut self, frames: usize, people: &[(u8, u32)]) -> Vec<LiveFace> {
        let mut said = Vec::new();
        for _ in 0..frames {
            said = self.show(people);
        }
        said
    }

    pub fn sightings(&self) -> Vec<Sighting> {
        sightings(self.engine.store())
    }

    /// What was told since this was asked last.
    pub fn told(&self) -> Vec<&'static str> {
        let name = |event| match event {
            Event::SightingStarted(_) => Some("started"),
            Event::SightingUpdated(_) => Some("updated"),
            Event::SightingEnded(_) => Some("ended"),
            Event::Alert(_) => Some("alert"),
            Event::Trouble { .. } => Some("trouble"),
            _ => None,
        };
        self.events.try_iter().filter_map(name).collect()
    }
}

/// Oldest first.
pub fn sightings(store: &Store) -> Vec<Sighting> {
    let mut found = store.sightings(&SightingFilter::default(), 100, None).expect("readable");
    found.sort_by_key(|sighting| sighting.id);
    found
}

pub fn said(faces: &[LiveFace]) -> Vec<(Verdict, Option<&str>)> {
    faces.iter().map(|face| (face.verdict, face.name.as_deref())).collect()
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("readable") {
        let entry = entry.expect("readable");
        let target = to.join(entry.file_name());
        match entry.file_type().expect("known").is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), &target).expect("copied")),
        }
    }
}
