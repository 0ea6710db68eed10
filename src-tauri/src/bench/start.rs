//! `bench start`: from nothing to the first frame analysed, in a home of many people.

use super::{hundredths, ms};
use crate::place::{MODELS_VARIABLE, Place};
use anyhow::{Context, Result, ensure};
use porchlight_camera::Sources;
use porchlight_domain::{CameraSource, Clock, Embedding, ModelId, Pace, PersonKind, Quality, Subject};
use porchlight_engine::{Engine, EngineParts, SystemClock};
use porchlight_store::{Encoded, FaceOrigin, NewCamera, NewFace, NewPerson, Store};
use rand::{RngExt, SeedableRng};
use serde::Serialize;
use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    thread::sleep,
    time::{Duration, Instant},
};

/// A program that has analysed nothing by then does not work.
const PATIENCE: Duration = Duration::from_secs(120);

/// The report.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct StartReport {
    pub(super) people: usize,
    pub(super) faces: usize,
    /// From the start of the process on: the database and everybody in it.
    pub(super) home_ms: f64,
    /// The same to the first frame analysed.
    pub(super) first_frame_ms: f64,
    pub(super) database_mb: f64,
}

/// What the started program says once everybody is in memory, and once a frame was analysed.
const HOME: &str = "home";
const FRAME: &str = "frame";

/// Starts the program over a home of `people` made-up people of ten faces each, in a temporary folder. It is a process of its own,
/// so that nothing is loaded yet: neither the program, nor the runtime, nor a model.
///
/// # Errors
/// The models are missing, or nothing is analysed.
pub(crate) fn bench_start(place: &Place, people: usize, progress: impl Fn(&str)) -> Result<StartReport> {
    let folder = tempfile::tempdir()?;
    let dir = folder.path().join("data");
    progress("making up a home");
    let model = place.vision().open_ort().map(|vision| porchlight_domain::FaceVision::models(&vision)[0].clone())?;
    make_home(&dir, people, &model)?;
    progress("starting");
    let begun = Instant::now();
    let mut program = Command::new(std::env::current_exe()?)
        .arg("--data-dir")
        .arg(&dir)
        .args(["bench", "started"])
        .env(MODELS_VARIABLE, &place.models_dir)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut said = BufReader::new(program.stdout.take().context("it says nothing")?).lines();
    let mut after = |what: &str| -> Result<f64> {
        let line = said.next().with_context(|| format!("it ended before it said {what}"))??;
        ensure!(line == what, "it said {line} in place of {what}");
        Ok(ms(begun.elapsed()))
    };
    let times = after(HOME).and_then(|home| Ok((home, after(FRAME)?)));
    // It ends by itself once it has said all.
    let status = program.wait()?;
    let (home_ms, first_frame_ms) = times?;
    ensure!(status.success(), "the started program failed");
    let size = std::fs::metadata(dir.join("porchlight.db"))?.len();
    Ok(StartReport {
        people,
        faces: people * FACES_EACH,
        home_ms,
        first_frame_ms,
        database_mb: hundredths(size as f64 / 1_048_576.0),
    })
}

/// The started program: says when everybody is in memory, and when the first frame of the first camera was analysed.
///
/// # Errors
/// The home cannot be opened, or nothing is analysed.
pub(crate) fn started(place: &Place) -> Result<()> {
    let engine = Engine::start(EngineParts {
        store: Arc::new(Store::open(&place.data_dir)?),
        sources: Arc::new(Sources::new()),
        vision: Arc::new(place.vision()),
        clock: Arc::<SystemClock>::default(),
        workers: 1,
    })?;
    let say = |what: &str| -> Result<()> {
        let mut out = std::io::stdout().lock();
        writeln!(out, "{what}")?;
        Ok(out.flush()?)
    };
    say(HOME)?;
    let cameras = engine.store().cameras()?;
    let camera = cameras.first().context("the home has no camera")?;
    engine.start_camera(camera, Pace::RealTime)?;
    let begun = Instant::now();
    while engine.camera_figures(camera.id).searched == 0 {
        ensure!(begun.elapsed() < PATIENCE, "nothing was analysed");
        sleep(Duration::from_millis(1));
    }
    say(FRAME)
}

const FACES_EACH: usize = 10;
/// Numbers of an embedding of the default model.
const LENGTH: usize = 128;
const QUALITY: Quality =
    Quality { face_side_px: 90.0, sharpness: 0.9, frontality: 0.9, exposure: 0.9, is_grey: false, trust: 0.8 };

fn make_home(dir: &Path, people: usize, model: &ModelId) -> Result<()> {
    let store = Store::open(dir)?;
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(7);
    let at = SystemClock::default().now();
    for i in 0..people {
        let own: Vec<f32> = (0..LENGTH).map(|_| random.random_range(-1.0..1.0)).collect();
        let mut embedding = || {
            let values = own.iter().map(|v| v + random.random_range(-0.6..0.6)).collect();
            Embedding::new(model.clone(), values).context("an embedding of zeros")
        };
        let embeddings = (0..FACES_EACH).map(|_| embedding()).collect::<Result<Vec<Embedding>>>()?;
        store.write(|write| {
            let person = NewPerson { name: format!("Person {i}"), kind: PersonKind::Known, is_demo: false, at };
            let subject = Subject::Person(write.add_person(&person)?);
            for embedding in embeddings {
                write.add_face(&NewFace {
                    subject,
                    sighting: None,
                    origin: FaceOrigin::Enrolled,
                    is_template: true,
                    embedding,
                    quality: QUALITY,
                    crop: Encoded(vec![0; 16]),
                    picture: Encoded(vec![0; 16]),
                    source_sha256: None,
                    at,
                })?;
            }
            Ok::<(), porchlight_store::StoreError>(())
        })?;
    }
    store.add_camera(&NewCamera { name: "Street".into(), source: CameraSource::DemoStreet, is_demo: true, at })?;
    Ok(())
}
