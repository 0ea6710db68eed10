//! An engine whose cameras see what a test says, at the time that a test says.
//!
//! Owns nothing that is proved. Faces are directions in a plane, so that how alike two of them are is the cosine of the
//! angle between them: what somebody looks like is a number of degrees.

use porchlight_domain::{
    CameraSource, Clock, FrameSource, OpenSource, OpenVision, Pace, PersonId, PersonKind, Picture, Rotation,
    SourceError, SourceTrouble, Subject, Verdict, VisitorId,
};
use porchlight_engine::{Analysis, Engine, EngineParts, PictureFile};
use porchlight_store::{Act, ActKind, Actor, Camera, NewCamera, NewPerson, Sighting, SightingFilter, Store};
use porchlight_testkit::{FakeVisionOpener, ScriptedSource, SimulatedClock, Step, picture_with_faces};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

/// Between two frames of a camera.
pub const FRAME_MS: u64 = 40;
/// More rounds than anything here needs to come to rest.
pub const MANY: usize = 20;

/// Cameras that show what they are told to, one clip after the other.
#[derive(Default)]
pub struct Stage(Mutex<VecDeque<Vec<Step>>>);

impl OpenSource for Stage {
    fn open(&self, _: &CameraSource, _: Rotation, _: Pace) -> Result<Box<dyn FrameSource>, SourceError> {
        match self.0.lock().expect("no test panics while it holds this").pop_front() {
            Some(steps) => Ok(Box::new(ScriptedSource::new(steps, None))),
            None => Err(SourceError { trouble: SourceTrouble::Unreachable, detail: "nothing is shown".into() }),
        }
    }
}

/// An engine and what it sees with.
pub struct Bench {
    pub engine: Engine,
    pub store: Arc<Store>,
    pub vision: FakeVisionOpener,
    stage: Arc<Stage>,
    clock: Arc<SimulatedClock>,
}

/// Somebody on a picture: the colour that a face is painted in, and its left, top and side in pixels.
pub type Painted = (u8, u32, u32, u32);

/// A bench over an empty database in memory.
pub fn bench() -> Bench {
    bench_over(Arc::new(Store::in_memory().expect("a database in memory")))
}

/// A bench over this store.
pub fn bench_over(store: Arc<Store>) -> Bench {
    let vision = FakeVisionOpener::new();
    bench_seeing(store, vision.clone(), Arc::new(vision))
}

/// A bench over this store that sees with `eyes`; `vision` is what a test changes of them.
pub fn bench_seeing(store: Arc<Store>, vision: FakeVisionOpener, eyes: Arc<dyn OpenVision>) -> Bench {
    let (stage, clock) = (Arc::<Stage>::default(), Arc::new(SimulatedClock::new()));
    let parts = EngineParts {
        store: Arc::clone(&store),
        sources: Arc::clone(&stage) as Arc<dyn OpenSource>,
        vision: eyes,
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        workers: 1,
    };
    Bench { engine: Engine::start(parts).expect("starts"), store, vision, stage, clock }
}

/// Somebody painted at the left or, from 1 on, further right.
pub fn at(place: u32, colour: u8) -> Painted {
    (colour, 40 + place * 120, 40, 60)
}

impl Bench {
    /// The program ends and is started again over the same store.
    pub fn restarted(self) -> Self {
        let Self { engine, store, vision, .. } = self;
        drop(engine);
        bench_seeing(store, vision.clone(), Arc::new(vision))
    }

    /// Faces painted in this colour look like this. Colours next to it too: a crop that was kept as JPEG may come back a
    /// shade off.
    pub fn looks(&self, colour: u8, degrees: f32) {
        let (y, x) = degrees.to_radians().sin_cos();
        (colour - 2..=colour + 2).for_each(|shade| self.vision.set_embedding(shade, &[x, y]));
    }

    pub fn camera(&self, name: &str) -> Camera {
        let source = CameraSource::Stream { address: format!("rtsp://camera/{name}") };
        let new = NewCamera { name: name.into(), source, is_demo: false, at: SimulatedClock::START };
        self.store.add_camera(&new).expect("stored")
    }

    pub fn enrol(&self, name: &str, colour: u8, kind: PersonKind) -> PersonId {
        let picture = png(&picture_with_faces(200, 200, &[(colour, 50, 50, 90)]));
        let new = NewPerson { name: name.into(), kind, is_demo: false, at: SimulatedClock::START };
        self.engine.add_person(&new, &[picture]).expect("one face").0
    }

    /// These people stand before the camera for so many seconds, beginning so many minutes after the start. Everything
    /// that changes when they leave has happened when this returns, but for a round of the steward.
    pub fn visit(&self, camera: &Camera, minute: i64, seconds: f64, people: &[Painted]) {
        self.watched_visit(camera, minute, seconds, people, |_| {});
    }

    /// The same, and `each` looks at every frame.
    pub fn watched_visit(
        &self,
        camera: &Camera,
        minute: i64,
        seconds: f64,
        people: &[Painted],
        each: impl FnMut(&Analysis),
    ) {
        let picture = Arc::new(picture_with_faces(400, 200, people));
        self.show(camera, minute, &[(picture, seconds)], each);
    }

    /// Pictures, each shown for so many seconds.
    pub fn show(&self, camera: &Camera, minute: i64, scenes: &[(Arc<Picture>, f64)], mut each: impl FnMut(&Analysis)) {
        let frames = scenes.iter().flat_map(|(picture, seconds)| {
            std::iter::repeat_n(Arc::clone(picture), (seconds * 1000.0) as usize / FRAME_MS as usize)
        });
        let steps = (0u64..).zip(frames).map(|(i, p)| Step::Frame(p, Some(Duration::from_millis(i * FRAME_MS))));
        self.stage.0.lock().expect("no test panics while it holds this").push_back(steps.collect());
        let begun = SimulatedClock::START.plus_millis(minute * 60_000);
        self.engine.replay(camera, begun, |_, analysis| each(analysis)).expect("a scripted clip");
    }

    pub fn attend(&self, rounds: usize) {
        (0..rounds).for_each(|_| self.engine.attend());
    }

    /// Time passes.
    pub fn minutes_pass(&self, minutes: u64) {
        self.clock.advance(Duration::from_secs(60 * minutes));
    }

    pub fn visitors(&self) -> Vec<VisitorId> {
        let mut all: Vec<_> = self.store.visitors(100, None).expect("readable").into_iter().map(|v| v.id).collect();
        all.sort();
        all
    }

    /// All sightings, the earliest first.
    pub fn sightings(&self) -> Vec<Sighting> {
        let mut all = self.store.sightings(&SightingFilter::default(), 100, None).expect("readable");
        all.reverse();
        all
    }

    /// Whose each sighting is, the earliest first.
    pub fn owners(&self) -> Vec<Option<Subject>> {
        self.sightings().into_iter().map(|sighting| sighting.findings.subject).collect()
    }

    /// The journal, latest first.
    pub fn acts(&self) -> Vec<Act> {
        let mut acts = self.store.acts(100).expect("readable");
        // Whom a test begins with is none of its acts.
        acts.retain(|act| act.kind != ActKind::AddPerson);
        acts
    }

    /// The latest act of the program that holds.
    pub fn act_of_program(&self) -> Act {
        let holds = |act: &Act| act.actor == Actor::Program && act.undone_at.is_none();
        self.acts().into_iter().find(holds).expect("the program did something")
    }

    /// Whoever stands before the camera for a second, by name.
    pub fn names_at(&self, camera: &Camera, minute: i64, people: &[Painted]) -> Vec<Option<String>> {
        let mut names = Vec::new();
        self.watched_visit(camera, minute, 1.0, people, |analysis| names = names_on(analysis));
        names
    }
}

/// The names on a frame, from left to right.
pub fn names_on(analysis: &Analysis) -> Vec<Option<String>> {
    let mut faces: Vec<_> = analysis.faces.iter().collect();
    faces.sort_by(|a, b| a.box_in_frame.x.total_cmp(&b.box_in_frame.x));
    let is_named = |verdict| matches!(verdict, Verdict::Known | Verdict::Blacklisted | Verdict::Ignored);
    let name = |face: &&porchlight_engine::SeenFace| {
        let chosen = face.identity.chosen().filter(|_| is_named(face.identity.verdict))?;
        chosen.name.as_deref().map(str::to_owned)
    };
    faces.iter().map(name).collect()
}

pub fn png(picture: &Picture) -> PictureFile {
    PictureFile { name: "a picture".into(), bytes: porchlight_testkit::png(picture) }
}
