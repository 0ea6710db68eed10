//! What a frame costs in memory: on a camera that shows nobody, nothing is allocated for it.
//!
//! A binary of its own, because what is counted is all that this process allocates.

use porchlight_domain::{Area, AreaKind, CameraSource, Clock, Timestamp};
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

/// One test for both: whatever else runs in this process is counted as well.
#[test]
fn a_frame_that_shows_nobody_allocates_nothing_with_masks_and_zones_or_without() {
    let corners = |from: f32, to: f32| vec![[from, from], [to, from], [to, to], [from, to]];
    let masked = [
        Area { kind: AreaKind::PrivacyMask, corners: corners(0.1, 0.4) },
        Area { kind: AreaKind::Mask, corners: corners(0.5, 0.6) },
        Area { kind: AreaKind::Zone, corners: corners(0.0, 0.9) },
    ];
    for areas in [Vec::new(), masked.to_vec()] {
        let share = share_without_allocations(&areas);
        assert!(share > 0.9, "of most frames nothing: {share} with {} areas", areas.len());
    }
}

/// The share of frames for which nothing was allocated.
fn share_without_allocations(areas: &[Area]) -> f32 {
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
    let mut camera = engine.store().add_camera(&new).expect("a camera");
    camera.settings.areas = areas.to_vec();
    let mut counts = Vec::with_capacity(FRAMES as usize);
    let each = |_: &_, _: &_| counts.push(COUNTED.stats().allocations);
    engine.replay(&camera, Timestamp(0), each).expect("goes on");
    let of_a_frame: Vec<usize> = counts.windows(2).map(|pair| pair[1] - pair[0]).skip(SETTLED_AFTER).collect();
    assert!(of_a_frame.len() > 100, "frames were analysed: {}", counts.len());
    // Twice a second the steward has its round, and the frame after it carries what that allocated.
    of_a_frame.iter().filter(|count| **count == 0).count() as f32 / of_a_frame.len() as f32
}
