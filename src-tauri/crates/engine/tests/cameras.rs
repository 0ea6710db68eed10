//! What the owner sets for one camera, from end to end: masks and zones, hours, rotation, sizes, order.
//!
//! Scripted cameras, painted faces, simulated time, a database in memory. What is proved is that a mask hides a face from
//! everything, that a zone lets only its own count, that nothing is opened outside the hours, and that a change reopens a
//! camera only where its picture is another.

use porchlight_domain::{
    Area, AreaKind, CameraId, CameraSettings, CameraSource, CameraState, Clock, DayHours, FramePicture, OpenSource,
    Pace, PersonKind, Rotation, SizeAdvice, Timestamp, Verdict, WatchHours, WeekHours,
};
use porchlight_engine::{Analysis, Engine, EngineParts, Event, PictureFile};
use porchlight_store::{Camera, NewCamera, NewPerson, SightingFilter, Store};
use porchlight_testkit::{
    FakeVisionOpener, HandedOpener, ScriptedOpener, SimulatedClock, Step, picture_with_faces, png,
};
use std::{sync::Arc, time::Duration};

const LEFT: u8 = 10;
const RIGHT: u8 = 30;
/// Real time after which a test has failed; nothing waits for it when all is well.
const DEADLINE: Duration = Duration::from_secs(20);
const HOUR_MS: i64 = 3_600_000;

struct Bench {
    engine: Engine,
    opener: Arc<ScriptedOpener>,
    clock: Arc<SimulatedClock>,
}

fn bench(script: impl FnOnce(ScriptedOpener) -> ScriptedOpener) -> Bench {
    let clock = Arc::new(SimulatedClock::new());
    let opener = Arc::new(script(ScriptedOpener::new(Some(Arc::clone(&clock)))));
    Bench { engine: engine(Arc::clone(&opener) as Arc<dyn OpenSource>, &clock), opener, clock }
}

fn bench_over(sources: Arc<dyn OpenSource>) -> Bench {
    let clock = Arc::new(SimulatedClock::new());
    Bench { engine: engine(sources, &clock), opener: Arc::default(), clock }
}

fn engine(sources: Arc<dyn OpenSource>, clock: &Arc<SimulatedClock>) -> Engine {
    let store = Arc::new(Store::in_memory().expect("a database in memory"));
    let (vision, clock) = (Arc::new(FakeVisionOpener::new()), Arc::clone(clock) as Arc<dyn Clock>);
    Engine::start(EngineParts { store, sources, vision, clock, workers: 1 }).expect("starts")
}

impl Bench {
    fn camera(&self, settings: CameraSettings) -> Camera {
        let source = CameraSource::Stream { address: "rtsp://camera/1".into() };
        let new = NewCamera { name: "Door".into(), source, is_demo: false, at: Timestamp(0) };
        let mut camera = self.engine.store().add_camera(&new).expect("stored");
        camera.settings = settings;
        self.engine.store().update_camera(&camera, Timestamp(0)).expect("stored");
        camera
    }

    fn sightings(&self) -> Vec<porchlight_store::Sighting> {
        self.engine.store().sightings(&SightingFilter::default(), 100, None).expect("readable")
    }
}

fn rectangle(kind: AreaKind, [left, top, right, bottom]: [f32; 4]) -> Area {
    Area { kind, corners: vec![[left, top], [right, top], [right, bottom], [left, bottom]] }
}

fn with_areas(areas: &[Area]) -> CameraSettings {
    CameraSettings { areas: areas.to_vec(), ..CameraSettings::default() }
}

/// Two people of 60 pixels who stand still, one on the left half of 400 pixels and one on the right.
fn two_people() -> Arc<porchlight_domain::Picture> {
    Arc::new(picture_with_faces(400, 200, &[(LEFT, 70, 60, 60), (RIGHT, 270, 60, 60)]))
}

fn clip(seconds: u64) -> Vec<Step> {
    let picture = two_people();
    (0..seconds * 25).map(|i| Step::Frame(Arc::clone(&picture), Some(Duration::from_millis(i * 40)))).collect()
}

fn lefts(analysis: &Analysis) -> Vec<f32> {
    analysis.faces.iter().map(|face| face.box_in_frame.x).collect()
}

#[test]
fn a_face_in_a_mask_or_outside_the_zones_is_never_seen_and_nothing_of_it_is_kept() {
    let right = [0.5, 0.0, 1.0, 1.0];
    for (areas, seen, why) in [
        (vec![], vec![70.0, 270.0], "without areas everybody counts"),
        (vec![rectangle(AreaKind::Mask, right)], vec![70.0], "a mask on the right"),
        (vec![rectangle(AreaKind::PrivacyMask, right)], vec![70.0], "a privacy mask on the right"),
        (vec![rectangle(AreaKind::Zone, right)], vec![270.0], "a zone on the right"),
        (
            vec![rectangle(AreaKind::Zone, right), rectangle(AreaKind::Mask, [0.6, 0.0, 0.9, 1.0])],
            vec![],
            "a mask in the zone",
        ),
        (vec![Area::everything(AreaKind::Mask)], vec![], "all of it masked"),
    ] {
        let bench = bench(|opener| opener.then(Ok(clip(4))));
        let camera = bench.camera(with_areas(&areas));
        let mut looks = 0;
        let each = |_: &_, analysis: &Analysis| {
            looks += analysis.times.looks;
            assert_eq!(lefts(analysis), seen, "{why}");
        };
        bench.engine.replay(&camera, Timestamp(1_000), each).expect("a scripted clip");
        let sightings = bench.sightings();
        assert_eq!(sightings.len(), seen.len(), "{why}: one visit of each who was seen");
        assert!(sightings.iter().all(|sighting| sighting.findings.verdict == Verdict::Visitor), "{why}");
        assert_eq!(bench.engine.store().visitors(10, None).expect("readable").len(), seen.len(), "{why}");
        assert_eq!(looks == 0, areas == [Area::everything(AreaKind::Mask)], "{why}: {looks} looks");
    }
}

#[test]
fn what_a_privacy_mask_hides_is_black_on_the_frame_itself_and_a_mask_leaves_it() {
    for (kind, is_black) in [(AreaKind::PrivacyMask, true), (AreaKind::Mask, false)] {
        let bench = bench(|opener| opener.then(Ok(clip(1))));
        let camera = bench.camera(with_areas(&[rectangle(kind, [0.5, 0.0, 1.0, 1.0])]));
        let mut frames = 0;
        let each = |frame: &porchlight_domain::Frame, _: &Analysis| {
            let FramePicture::Rgb(picture) = &*frame.picture else { panic!("as it was scripted") };
            let at = |x: usize, y: usize| &picture.rgb[(y * 400 + x) * 3..][..3];
            assert_eq!(at(300, 90) == [0, 0, 0], is_black, "what the live picture and a scene are made of");
            assert_ne!(at(100, 90), [0, 0, 0], "beside it all is as it was");
            frames += 1;
        };
        bench.engine.replay(&camera, Timestamp(0), each).expect("a scripted clip");
        assert_eq!(frames, 25);
    }
}

#[test]
fn the_picture_of_an_alert_shows_nothing_of_what_is_hidden() {
    let bench = bench(|opener| opener.then(Ok(clip(4))));
    let portrait = picture_with_faces(200, 200, &[(LEFT, 50, 50, 90)]);
    let new = NewPerson { name: "Bo".into(), kind: PersonKind::Blacklisted, is_demo: false, at: Timestamp(0) };
    let picture = PictureFile { name: "a picture".into(), bytes: png(&portrait) };
    bench.engine.add_person(&new, &[picture]).expect("one face");
    let camera = bench.camera(with_areas(&[rectangle(AreaKind::PrivacyMask, [0.5, 0.0, 1.0, 1.0])]));
    bench.engine.replay(&camera, Timestamp(1_000), |_, _| {}).expect("a scripted clip");
    let alerts = bench.engine.store().alerts(10, None).expect("readable");
    assert_eq!(alerts.len(), 1, "of the one on the left");
    let scene = bench.engine.store().alert_scene(alerts[0].id).expect("readable").expect("a picture of the moment");
    let scene = porchlight_vision::decode(&scene).expect("a JPEG");
    let at = |x: usize| u32::from(scene.rgb[(90 * scene.width as usize + x) * 3]);
    assert!(at(100) > 150, "whoever the alert is about is seen: {}", at(100));
    assert!(at(300) < 12, "nobody else is: {}", at(300));
}

#[test]
fn a_mask_that_is_drawn_while_a_camera_runs_holds_at_once_and_does_not_reopen_it() {
    let picture = two_people();
    let bench = bench(|opener| {
        let pause = std::iter::repeat_n(Step::Nothing, 4_000);
        let frames = (0..4_000).map(|_| Step::live(&picture));
        opener.then(Ok(frames.zip(pause).flat_map(|(frame, pause)| [frame, pause]).collect()))
    });
    let mut camera = bench.camera(CameraSettings::default());
    let mut viewer = bench.engine.view(camera.id);
    bench.engine.start_camera(&camera, Pace::RealTime).expect("starts");
    assert_eq!(viewer.next(DEADLINE).expect("a frame").faces.len(), 2, "both are there");
    camera.settings = with_areas(&[rectangle(AreaKind::PrivacyMask, [0.5, 0.0, 1.0, 1.0])]);
    camera.name = "Yard".into();
    bench.engine.update_camera(&camera).expect("changed");
    let begun = std::time::Instant::now();
    let hidden = std::iter::from_fn(|| viewer.next(DEADLINE)).take_while(|_| begun.elapsed() < DEADLINE);
    let black = |frame: &porchlight_engine::LiveFrame| match &*frame.frame.picture {
        FramePicture::Rgb(picture) => picture.rgb[(90 * 400 + 300) * 3] == 0,
        FramePicture::Video(_) => false,
    };
    let shown = hidden.into_iter().find(|frame| black(frame)).expect("the mask holds");
    assert_eq!(shown.faces.len(), 1, "and nobody is drawn on it");
    assert_eq!(bench.opener.opened(), 1, "the stream went on");
    bench.engine.stop_camera(camera.id);
    let names: Vec<String> = bench.sightings().into_iter().map(|sighting| sighting.camera_name).collect();
    assert!(names.iter().all(|name| name == "Door" || name == "Yard"), "{names:?}");
}

#[test]
fn another_rotation_or_source_reopens_the_camera_and_nothing_else_does() {
    let picture = two_people();
    let running = || (0..2_000).flat_map(|_| [vec![Step::live(&picture)], vec![Step::Nothing; 20]].concat());
    let bench = bench(|opener| (0..3).fold(opener, |opener, _| opener.then(Ok(running().collect()))));
    let mut camera = bench.camera(CameraSettings::default());
    let events = bench.engine.subscribe();
    let opened = |times: u32| {
        let mut connecting = 0;
        while bench.opener.opened() < times {
            let event = events.recv_timeout(DEADLINE).expect("the camera is opened");
            connecting += u32::from(matches!(event, Event::CameraState { state: CameraState::Connecting, .. }));
            assert!(connecting <= times, "not more often than that");
            std::thread::yield_now();
        }
    };
    bench.engine.start_camera(&camera, Pace::RealTime).expect("starts");
    opened(1);
    camera.settings.smallest_face_px = Some(80);
    camera.settings.detection_side_px = Some(960);
    camera.settings.areas = vec![Area::everything(AreaKind::Zone)];
    bench.engine.update_camera(&camera).expect("changed");
    assert_eq!(bench.opener.opened(), 1, "none of these is about the picture itself");
    camera.settings.rotation = Rotation::Quarter;
    bench.engine.update_camera(&camera).expect("changed");
    opened(2);
    camera.source = CameraSource::Stream { address: "rtsp://camera/2".into() };
    bench.engine.update_camera(&camera).expect("changed");
    opened(3);
    assert_eq!(bench.opener.rotations(), [Rotation::None, Rotation::Quarter, Rotation::Quarter]);
}

fn states_until(events: &crossbeam_channel::Receiver<Event>, camera: CameraId, last: &CameraState) -> Vec<CameraState> {
    let mut states = Vec::new();
    while states.last() != Some(last) {
        match events.recv_timeout(DEADLINE).expect("the camera goes on") {
            Event::CameraState { camera: of, state, .. } if of == camera => states.push(state),
            _ => {}
        }
    }
    states
}

#[test]
fn outside_its_hours_a_camera_is_not_opened_and_whoever_was_there_has_left() {
    use CameraState::{Connecting, Live, OffHours};
    // The simulated clock starts at midnight, and goes on by itself while the camera waits for its hours.
    let (hand, opener) = HandedOpener::new(4);
    let bench = bench_over(Arc::clone(&opener) as Arc<dyn OpenSource>);
    let from_one = DayHours { from_minute: 60, until_minute: 62 };
    let hours = WatchHours { is_on: true, week: WeekHours([Some(from_one); 7]) };
    let camera = bench.camera(CameraSettings { hours, ..CameraSettings::default() });
    let events = bench.engine.subscribe();
    let mut viewer = bench.engine.view(camera.id);
    bench.engine.start_camera(&camera, Pace::RealTime).expect("starts");
    let at = |hour: i64| Some(SimulatedClock::START.plus_millis(hour * HOUR_MS));
    let mut states = states_until(&events, camera.id, &Connecting);
    assert!(Some(bench.clock.now()) >= at(1), "not before its hours");
    let begun = std::time::Instant::now();
    while bench.sightings().len() < 2 && begun.elapsed() < DEADLINE {
        hand.send(two_people()).expect("the camera listens");
        // Where the machine is busy a frame may be left out.
        viewer.next(Duration::from_millis(100));
        bench.clock.advance(Duration::from_millis(40));
    }
    let begun: Vec<_> = bench.sightings().into_iter().map(|sighting| sighting.ended_at).collect();
    assert_eq!(begun, [None, None], "two visits go on");
    // What it is told counts, not what it is: the clock leaps through the hours that it rests.
    while states.last() != Some(&OffHours { until: at(25) }) {
        match events.try_recv() {
            Ok(Event::CameraState { camera: of, state, .. }) if of == camera.id => states.push(state),
            Ok(_) => {}
            Err(_) => {
                // Where it is full the camera has enough to show.
                let _is_full = hand.try_send(two_people());
                viewer.next(Duration::from_millis(100));
                bench.clock.advance(Duration::from_secs(10));
            }
        }
    }
    hand.send(two_people()).expect("the camera listens");
    states.extend(states_until(&events, camera.id, &Live));
    // A test that hands nothing for a moment is a camera that hangs for a moment.
    states.retain(|state| !matches!(state, CameraState::Stalled { .. }));
    let expected = [OffHours { until: at(1) }, Connecting, Live, OffHours { until: at(25) }, Connecting, Live];
    assert_eq!(states.into_iter().fold(Vec::new(), without_repeats), expected, "each with when it watches again");
    assert!(Some(bench.clock.now()) >= at(25), "on the next day");
    assert_eq!(opener.opened(), 2, "once on each day");
    let first: Vec<_> = bench.sightings().into_iter().filter(|one| Some(one.started_at) < at(2)).collect();
    assert!(first.iter().all(|one| one.ended_at.is_some() && one.ended_at < at(3)), "closed with the hours: {first:?}");
}

fn without_repeats(mut states: Vec<CameraState>, state: CameraState) -> Vec<CameraState> {
    if states.last() != Some(&state) {
        states.push(state);
    }
    states
}

#[test]
fn hours_that_are_set_while_a_camera_runs_stop_it_and_taking_them_back_starts_it() {
    let picture = two_people();
    let bench = bench(|opener| {
        let running = std::iter::repeat_n(Step::Nothing, 50).chain([Step::live(&picture)]).cycle().take(2_000_000);
        opener.then(Ok(running.collect())).then(Ok(vec![Step::live(&picture)]))
    });
    let mut camera = bench.camera(CameraSettings::default());
    let events = bench.engine.subscribe();
    bench.engine.start_camera(&camera, Pace::RealTime).expect("starts");
    states_until(&events, camera.id, &CameraState::Live);
    camera.settings.hours = WatchHours { is_on: true, week: WeekHours([None; 7]) };
    bench.engine.update_camera(&camera).expect("changed");
    states_until(&events, camera.id, &CameraState::OffHours { until: None });
    assert_eq!(bench.engine.camera_state(camera.id), CameraState::OffHours { until: None }, "no day has hours");
    camera.settings.hours.is_on = false;
    bench.engine.update_camera(&camera).expect("changed");
    states_until(&events, camera.id, &CameraState::Ended);
    assert_eq!(bench.opener.opened(), 2, "and it watches again");
}

#[test]
fn a_smallest_face_of_its_own_counts_for_this_camera_only() {
    let usual = bench(|opener| opener.then(Ok(clip(4))).then(Ok(clip(4))));
    let strict = usual.camera(CameraSettings { smallest_face_px: Some(100), ..CameraSettings::default() });
    let open = usual.camera(CameraSettings::default());
    usual.engine.replay(&strict, Timestamp(0), |_, _| {}).expect("a scripted clip");
    usual.engine.replay(&open, Timestamp(0), |_, _| {}).expect("a scripted clip");
    let at = |camera: &Camera| {
        let of = usual.sightings().into_iter().filter(|sighting| sighting.camera == Some(camera.id));
        of.filter(|sighting| sighting.findings.verdict == Verdict::Visitor).count()
    };
    assert_eq!((at(&strict), at(&open)), (0, 2), "faces of 60 pixels");
}

#[test]
fn how_large_faces_are_is_told_from_the_visits_of_the_last_days() {
    let bench = bench(|opener| (0..6).fold(opener, |opener, _| opener.then(Ok(clip(4)))));
    let camera = bench.camera(CameraSettings::default());
    assert_eq!(bench.engine.face_sizes(camera.id).expect("readable").advice, SizeAdvice::TooFewVisits);
    for i in 0..3 {
        let begun = bench.clock.now().plus_millis(i * HOUR_MS);
        bench.engine.replay(&camera, begun, |_, _| {}).expect("a scripted clip");
    }
    let sizes = bench.engine.face_sizes(camera.id).expect("readable");
    assert_eq!((sizes.visits, sizes.median_px, sizes.advice), (6, Some(60.0), SizeAdvice::Fine), "two in each clip");
    bench.clock.advance(Duration::from_secs(9 * 24 * 3_600));
    assert_eq!(bench.engine.face_sizes(camera.id).expect("readable").visits, 0, "that was long ago");
}

#[test]
fn the_order_is_told_and_kept() {
    let bench = bench(|opener| opener);
    let [one, two] = [0, 1].map(|_| bench.camera(CameraSettings::default()).id);
    let events = bench.engine.subscribe();
    bench.engine.order_cameras(&[two, one]).expect("written");
    assert!(events.try_iter().any(|event| matches!(event, Event::CamerasChanged)), "the window hears of it");
    let order: Vec<_> = bench.engine.store().cameras().expect("readable").iter().map(|camera| camera.id).collect();
    assert_eq!(order, [two, one]);
}
