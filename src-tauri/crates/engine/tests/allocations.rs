//! What a frame costs in memory: on a camera that shows nobody, nothing is allocated for it; where somebody is followed, what
//! is told of them is.
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

/// Of a frame that shows somebody: the lists of what is told.
const MOST_FOR_PEOPLE: usize = 4;
/// Of each of them.
const MOST_FOR_EACH: usize = 1;

/// One test for all: whatever else runs in this process is counted as well.
#[test]
fn a_frame_allocates_nothing_but_what_is_told_of_people_on_it() {
    let corners = |from: f32, to: f32| vec![[from, from], [to, from], [to, to], [from, to]];
    let masked = [
        Area { kind: AreaKind::PrivacyMask, corners: corners(0.1, 0.4) },
        Area { kind: AreaKind::Mask, corners: corners(0.5, 0.6) },
        Area { kind: AreaKind::Zone, corners: corners(0.0, 0.9) },
    ];
    for areas in [Vec::new(), masked.to_vec()] {
        let of_frames = allocations_of_frames(&[], &areas);
        let share = of_frames.iter().filter(|count| **count == 0).count() as f32 / of_frames.len() as f32;
        // Twice a second the steward has its round, and the frame after it carries what that allocated.
        assert!(share > 0.9, "of most frames nothing: {share} with {} areas", areas.len());
    }
    let followed = [(100, 60, 50, 90), (140, 260, 50, 90)];
    for people in 1..=followed.len() {
        let mut of_frames = allocations_of_frames(&followed[..people], &[]);
        of_frames.sort_unstable();
        // In some frames a face is looked at closer, or the steward has its round.
        let of_most = of_frames[of_frames.len() / 2];
        assert!(of_most <= MOST_FOR_PEOPLE + people * MOST_FOR_EACH, "{of_most} for a frame that shows {people}");
    }
}

/// What was allocated for each frame of a camera that shows these faces, once all has settled.
fn allocations_of_frames(faces: &[(u8, u32, u32, u32)], areas: &[Area]) -> Vec<usize> {
    let picture = Arc::new(picture_with_faces(400, 200, faces));
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
    of_a_frame
}
