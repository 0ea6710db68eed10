//! More to do than there is time for, from end to end.
//!
//! A camera that is handed its pictures, painted faces, and a vision whose looks take simulated time. What is proved is that the
//! governor saves step by step and says why, that whoever is blacklisted raises an alert all the same, and that everything is
//! spent again once there is room.

use porchlight_domain::{
    CameraSource, DetectedFace, Embedding, FaceVision, ModelId, OpenVision, Pace, PersonKind, Picture, Quality, Reason,
    Search, Timestamp, View, VisionError,
};
use porchlight_engine::{Engine, EngineParts, Event, LiveViewer, PictureFile};
use porchlight_store::{NewCamera, NewPerson, Store};
use porchlight_testkit::{FakeVisionOpener, HandedOpener, SimulatedClock, picture_with_faces, png};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

const THIEF: u8 = 40;
const FRAME: Duration = Duration::from_millis(40);
/// Real time after which a test has failed; nothing waits for it when all is well.
const DEADLINE: Duration = Duration::from_secs(60);

/// Every look takes so long, in simulated time.
struct Slow {
    vision: FakeVisionOpener,
    clock: Arc<SimulatedClock>,
    look_ms: AtomicU64,
}

#[derive(Clone)]
struct SlowOpener(Arc<Slow>);

impl OpenVision for SlowOpener {
    fn open(&self) -> Result<Box<dyn FaceVision>, VisionError> {
        Ok(Box::new(SlowVision { fake: self.0.vision.open()?, slow: Arc::clone(&self.0) }))
    }
}

struct SlowVision {
    fake: Box<dyn FaceVision>,
    slow: Arc<Slow>,
}

impl FaceVision for SlowVision {
    fn models(&self) -> &[ModelId] {
        self.fake.models()
    }

    fn detect_in(&mut self, view: View<'_>, search: Search, into: &mut Vec<DetectedFace>) -> Result<(), VisionError> {
        self.slow.clock.advance(Duration::from_millis(self.slow.look_ms.load(Ordering::SeqCst)));
        self.fake.detect_in(view, search, into)
    }

    fn align_in(&mut self, view: View<'_>, face: &DetectedFace) -> (porchlight_domain::AlignedCrop, Quality) {
        self.fake.align_in(view, face)
    }

    fn embed(&mut self, crop: &porchlight_domain::AlignedCrop, model: &ModelId) -> Result<Embedding, VisionError> {
        self.fake.embed(crop, model)
    }
}

/// A street on which something always moves.
struct Street {
    engine: Engine,
    events: crossbeam_channel::Receiver<Event>,
    view: LiveViewer,
    hand: crossbeam_channel::Sender<Arc<Picture>>,
    slow: Arc<Slow>,
    frames: u32,
}

impl Street {
    fn new() -> Self {
        let clock = Arc::new(SimulatedClock::new());
        let slow =
            Arc::new(Slow { vision: FakeVisionOpener::new(), clock: Arc::clone(&clock), look_ms: AtomicU64::new(0) });
        let (hand, sources) = HandedOpener::new(1);
        let engine = Engine::start(EngineParts {
            store: Arc::new(Store::in_memory().expect("a database in memory")),
            sources,
            vision: Arc::new(SlowOpener(Arc::clone(&slow))),
            clock,
            workers: 1,
        })
        .expect("starts");
        let source = CameraSource::Stream { address: "rtsp://camera/1".into() };
        let new = NewCamera { name: "Door".into(), source, is_demo: false, at: Timestamp(0) };
        let camera = engine.store().add_camera(&new).expect("stored");
        let (events, view) = (engine.subscribe(), engine.view(camera.id));
        engine.start_camera(&camera, Pace::RealTime).expect("starts");
        Self { engine, events, view, hand, slow, frames: 0 }
    }

    /// The next frame, with whoever is there, and what is told meanwhile.
    fn frame(&mut self, who: Option<u8>) -> Vec<Event> {
        self.frames += 1;
        let left = 40 + self.frames % 2 * 30;
        let faces: Vec<_> = who.map(|who| (who, 200, 60, 60)).into_iter().collect();
        let mut picture = picture_with_faces(400, 200, &faces);
        for row in picture.rgb.chunks_exact_mut(400 * 3).skip(120) {
            row[left as usize * 3..][..30 * 3].fill(255);
        }
        self.slow.clock.advance(FRAME);
        self.hand.send(Arc::new(picture)).expect("the camera listens");
        self.view.next(Duration::from_secs(5)).expect("it is shown");
        self.events.try_iter().collect()
    }

    /// Shows frames until this was told.
    fn until<T>(&mut self, who: Option<u8>, what: &str, told: impl Fn(&Event) -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            if let Some(found) = self.frame(who).iter().find_map(&told) {
                return found;
            }
            assert!(begun.elapsed() < DEADLINE, "{what} was never told");
        }
    }
}

fn step(event: &Event) -> Option<porchlight_domain::Step> {
    match event {
        Event::GovernorStepped(step) => Some(*step),
        _ => None,
    }
}

#[test]
fn where_time_is_short_the_governor_saves_alerts_come_and_afterwards_everything_is_spent_again() {
    let mut street = Street::new();
    let thief = NewPerson { name: "Rook".into(), kind: PersonKind::Blacklisted, is_demo: false, at: Timestamp(0) };
    street
        .engine
        .add_person(
            &thief,
            &[PictureFile {
                name: "rook.png".into(),
                bytes: png(&picture_with_faces(200, 200, &[(THIEF, 50, 50, 90)])),
            }],
        )
        .expect("one face");
    for _ in 0..50 {
        assert!(street.frame(None).iter().all(|event| step(event).is_none()), "there is time enough");
    }
    assert_eq!(street.engine.health().rung, 0);

    // Five looks a second, where twenty-five pictures come.
    street.slow.look_ms.store(200, Ordering::SeqCst);
    let down = street.until(None, "a step down", step);
    assert_eq!((down.from, down.to), (0, 1), "one at a time");
    match down.reason {
        Reason::Slow { end_to_end_p95 } => assert!(end_to_end_p95 >= Duration::from_millis(200), "{end_to_end_p95:?}"),
        reason => panic!("{reason:?}"),
    }
    let further = street.until(None, "another step", step);
    assert_eq!((further.from, further.to), (1, 2), "where that was not enough");
    street.until(Some(THIEF), "the alert", |event| matches!(event, Event::Alert(_)).then_some(()));

    street.slow.look_ms.store(0, Ordering::SeqCst);
    let health = street.engine.health();
    for rung in (0..health.rung).rev() {
        let up = street.until(None, "a step up", step);
        assert_eq!((up.to, up.reason), (rung, Reason::Room), "rung by rung");
    }
    let health = street.engine.health();
    assert_eq!(health.rung, 0, "everything is spent again");
    assert_eq!(health.steps_taken as usize, health.steps.len(), "and every step is remembered with its reason");
}
