//! What a frame costs in memory: on a camera that shows nobody, nothing is allocated for it.
//!
//! A binary of its own, because what is counted is all that this process allocates.

use porchlight_domain::{CameraSource, Clock, Timestamp};
use porchlight_engine::{Engine, EngineParts};
use porchlight_store::{NewCamera, Store};
use porchlight_testkit::{FakeVisionOpener, ScriptedOpener, SimulatedClock, Step, picture_with_faces};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use std::{alloc::System, sync::Arc, time::Duration};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const FRAMES: u64 = 200;
/// Buffers grow to their size within the first frames.
const SETTLED_AFTER: usize = 60;

#[test]
fn a_frame_that_shows_nobody_allocates_nothing() {
    let picture = Arc::new(picture_with_faces(400, 200, &[]));
    let frame = |i: u64| Step::Frame(Arc::clone(&picture), Some(Duration::from_millis(i * 40)));
    let clock = Arc::new(SimulatedClock::new());
    let engine = Engine::start(EngineParts {
        store: Arc::new(Store::in_memory().expect("a database in memory")),
        sources: Arc::new(ScriptedOpener::new(None).then(Ok((0..FRAMES).map(frame).collect()))),
        vision: Arc::new(FakeVisionOpener::new()),
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        workers: 1,
    })
    .expect("starts");
    let new = NewCamera { name: "Door".into(), source: CameraSource::DemoStreet, is_demo: false, at: Timestamp(0) };
    let camera = engine.store().add_camera(&new).expect("a camera");
    let mut counts = Vec::with_capacity(FRAMES as usize);
    let each = |_: &_, _: &_| counts.push(COUNTED.stats().allocations);
    engine.replay(&camera, Timestamp(0), each).expect("goes on");
    let mut of_a_frame: Vec<usize> = counts.windows(2).map(|pair| pair[1] - pair[0]).skip(SETTLED_AFTER).collect();
    assert!(of_a_frame.len() > 100, "frames were analysed: {}", counts.len());
    of_a_frame.sort_unstable();
    // Twice a second the steward has its round, and the frame after it carries what that allocated.
    let share = of_a_frame.iter().filter(|count| **count == 0).count() as f32 / of_a_frame.len() as f32;
    assert!(share > 0.9, "of most frames nothing: {share}, {of_a_frame:?}");
}
