//! The engine from end to end: scripted cameras, painted faces, simulated time, a database in memory.
//!
//! No camera, model, network or display. What is proved here is the order of things: stored before announced, one
//! visit one sighting, one alert a sighting, a name from the next frame on, and that trouble stays where it is.

use porchlight_domain::{
    CameraId, CameraSource, CameraState, Clock, Pace, PersonKind, Picture, SourceTrouble, Subject, Timestamp, Verdict,
    VisitorId,
};
use porchlight_engine::{Engine, EngineError, EngineParts, Event, PictureFile, PictureOutcome};
use porchlight_store::{Camera, NewCamera, NewPerson, SightingFilter, Store, StoreError};
use porchlight_testkit::{FakeVisionOpener, ScriptedOpener, SimulatedClock, Step, picture_with_faces};
use std::{sync::Arc, time::Duration};

const ANNA: u8 = 10;
const THIEF: u8 = 20;
const STRANGER: u8 = 30;
const OTHER: u8 = 40;

/// Real time after which a test has failed; nothing waits for it when all is well.
const DEADLINE: Duration = Duration::from_secs(20);

struct Bench {
    engine: Engine,
    vision: FakeVisionOpener,
    clock: Arc<SimulatedClock>,
}

fn bench(sources: impl FnOnce(Arc<SimulatedClock>) -> ScriptedOpener) -> Bench {
    let clock = Arc::new(SimulatedClock::new());
    let vision = FakeVisionOpener::new();
    let engine = Engine::start(EngineParts {
        store: Arc::new(Store::in_memory().expect("a database in memory")),
        sources: Arc::new(sources(Arc::clone(&clock))),
        vision: Arc::new(vision.clone()),
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        workers: 2,
    })
    .expect("starts");
    Bench { engine, vision, clock }
}

/// A clip of `seconds` at 25 frames a second with these people standing still.
fn clip(seconds: f64, people: &[(u8, u32)]) -> Vec<Step> {
    let faces: Vec<_> = people.iter().map(|&(person, left)| (person, left, 40, 60)).collect();
    let picture = Arc::new(picture_with_faces(400, 200, &faces));
    let count = (seconds * 25.0) as u64;
    (0..count).map(|i| Step::Frame(Arc::clone(&picture), Some(Duration::from_millis(i * 40)))).collect()
}

/// A clip of four seconds in which a stranger walks by, so that every frame shows something new.
fn walk() -> Vec<Step> {
    let at = |i: u32| Some(Duration::from_millis(u64::from(i) * 40));
    (0..100)
        .map(|i| Step::Frame(Arc::new(picture_with_faces(400, 200, &[(STRANGER, 60 + 2 * i, 40, 60)])), at(i)))
        .collect()
}

fn png(picture: &Picture) -> PictureFile {
    PictureFile { name: "a picture".into(), bytes: porchlight_testkit::png(picture) }
}

impl Bench {
    fn camera(&self, name: &str) -> Camera {
        let source = CameraSource::Stream { address: format!("rtsp://camera/{name}") };
        let new = NewCamera { name: name.into(), source, is_demo: false, at: Timestamp(0) };
        self.engine.store().add_camera(&new).expect("stored")
    }

    fn enrol(&self, name: &str, person: u8, kind: PersonKind) {
        let picture = png(&picture_with_faces(200, 200, &[(person, 50, 50, 90)]));
        let new = NewPerson { name: name.into(), kind, is_demo: false, at: Timestamp(0) };
        self.engine.add_person(&new, &[picture]).expect("one face");
    }

    /// Replays the next script at `camera`, and gives what was said of each face on each frame.
    fn replay(&self, camera: &Camera, begun: i64) -> Vec<(Verdict, Option<String>)> {
        let mut said = Vec::new();
        let each = |_: &_, analysis: &porchlight_engine::Analysis| {
            said.extend(analysis.faces.iter().map(|face| {
                let name = face.identity.chosen().and_then(|c| c.name.as_deref()).map(str::to_owned);
                (face.identity.verdict, name)
            }));
        };
        self.engine.replay(camera, Timestamp(begun), each).expect("a scripted clip");
        said
    }

    fn visitors(&self) -> Vec<VisitorId> {
        self.engine.store().visitors(100, None).expect("readable").into_iter().map(|v| v.id).collect()
    }

    fn sightings(&self) -> Vec<porchlight_store::Sighting> {
        self.engine.store().sightings(&SightingFilter::default(), 100, None).expect("readable")
    }
}

fn told(events: &crossbeam_channel::Receiver<Event>) -> Vec<&'static str> {
    let name = |event| match event {
        Event::SightingStarted(_) => Some("started"),
        Event::SightingUpdated(_) => Some("updated"),
        Event::SightingEnded(_) => Some("ended"),
        Event::Alert(_) => Some("alert"),
        Event::Trouble { .. } => Some("trouble"),
        _ => None,
    };
    events.try_iter().filter_map(name).collect()
}

#[test]
fn one_visit_is_one_sighting_and_one_visitor() {
    let bench = bench(|_| ScriptedOpener::new(None).then(Ok(clip(4.0, &[(STRANGER, 100)]))));
    let events = bench.engine.subscribe();
    let said = bench.replay(&bench.camera("Front door"), 1_000);
    assert_eq!(said.len(), 100, "a face on every frame");
    assert_eq!(said.last().map(|s| s.0), Some(Verdict::Visitor), "a stranger in the end");
    assert_eq!(told(&events), ["started", "ended"], "one visit, not one for each frame");
    let visitors = bench.engine.store().visitors(10, None).expect("readable");
    assert_eq!((visitors.len(), visitors[0].times_seen), (1, 1), "somebody to be named");
    let face = visitors[0].faces.first().expect("with a face to look at");
    assert!(bench.engine.store().face_picture(*face).expect("readable").is_some(), "that is really there");
    let sighting = &bench.sightings()[0];
    assert_eq!(sighting.started_at, Timestamp(1_000), "from the first frame");
    assert_eq!(sighting.ended_at, Some(Timestamp(1_000 + 99 * 40)), "to the last");
    let decision = bench.engine.store().decision(sighting.id).expect("readable").expect("what it took is kept");
    let named_after = decision.at.millis_since(sighting.started_at);
    assert!((1..99 * 40).contains(&named_after), "nobody is a stranger at first sight: {named_after} ms");
    assert!(decision.detect > Duration::ZERO && decision.embed > Duration::ZERO, "{decision:?}");
}

#[test]
fn the_same_stranger_on_another_day_is_the_same_visitor_and_another_one_is_not() {
    let bench = bench(|_| {
        ScriptedOpener::new(None)
            .then(Ok(clip(2.0, &[(STRANGER, 100)])))
            .then(Ok(clip(2.0, &[(STRANGER, 200)])))
            .then(Ok(clip(2.0, &[(OTHER, 100)])))
    });
    let camera = bench.camera("Front door");
    bench.replay(&camera, 0);
    bench.replay(&camera, 86_400_000);
    let visitors = bench.engine.store().visitors(10, None).expect("readable");
    assert_eq!((visitors.len(), visitors[0].times_seen), (1, 2), "seen twice");
    let kept = visitors[0].faces[0];
    let shown_by: Vec<_> = bench.sightings().iter().map(|sighting| sighting.findings.best_face).collect();
    assert_eq!(
        shown_by,
        [Some(kept); 2],
        "nothing new was seen the second time, and yet there is a face to show it by"
    );
    assert_eq!(bench.engine.find_kept_face(kept, 10).expect("kept").len(), 2, "by which it is found as well");
    bench.replay(&camera, 2 * 86_400_000);
    assert_eq!(bench.visitors().len(), 2, "somebody else");
}

#[test]
fn a_known_person_is_named_and_a_blacklisted_one_raises_one_alert_stored_before_told() {
    let bench = bench(|_| ScriptedOpener::new(None).then(Ok(clip(4.0, &[(ANNA, 60), (THIEF, 260)]))));
    bench.enrol("Anna", ANNA, PersonKind::Known);
    bench.enrol("Rook", THIEF, PersonKind::Blacklisted);
    let events = bench.engine.subscribe();
    let said = bench.replay(&bench.camera("Front door"), 0);
    assert!(said.contains(&(Verdict::Known, Some("Anna".into()))), "she is greeted by name");
    assert!(said.contains(&(Verdict::Blacklisted, Some("Rook".into()))), "he is recognised");
    let alerts: Vec<_> =
        events.try_iter().filter_map(|e| if let Event::Alert(a) = e { Some(a) } else { None }).collect();
    assert_eq!(alerts.len(), 1, "one alert a sighting");
    let stored = bench.engine.store().alert(alerts[0].id).expect("stored before it was told");
    assert_eq!((stored.name.as_str(), stored.camera_name.as_str()), ("Rook", "Front door"), "with name and place");
    assert!(
        bench.engine.store().alert_scene(alerts[0].id).expect("readable").is_some(),
        "and the picture of the moment"
    );
    assert!(bench.visitors().is_empty(), "nobody is asked to name people who have names");
}

#[test]
fn a_name_is_shown_from_the_next_frame_on_and_undo_takes_it_back() {
    let bench = bench(|_| ScriptedOpener::new(None).then(Ok(clip(6.0, &[(STRANGER, 100)]))));
    let camera = bench.camera("Front door");
    let mut said: Vec<(Verdict, Option<String>)> = Vec::new();
    let mut embedded_after_naming = 0;
    let each = |_: &_, analysis: &porchlight_engine::Analysis| {
        for face in &analysis.faces {
            let name = face.identity.chosen().and_then(|c| c.name.as_deref()).map(str::to_owned);
            said.push((face.identity.verdict, name));
        }
        match said.len() {
            50 => {
                let visitor = bench.visitors()[0];
                bench.engine.name_visitor(visitor, "Mia", None).expect("named");
            }
            51..=99 => embedded_after_naming += analysis.times.embedded,
            100 => {
                bench.engine.undo().expect("possible").expect("there is something to undo");
            }
            _ => {}
        }
    };
    bench.engine.replay(&camera, Timestamp(0), each).expect("a scripted clip");
    assert_eq!(said[49], (Verdict::Visitor, None), "a stranger until then");
    assert_eq!(said[50], (Verdict::Known, Some("Mia".into())), "named on the very next frame");
    assert_eq!(embedded_after_naming, 0, "the faces seen so far answer; the model need not run");
    assert_eq!(said[100], (Verdict::Visitor, None), "and a stranger again after undo");
    assert_eq!(bench.visitors().len(), 1, "back among the visitors");
    assert_eq!(bench.sightings().len(), 1, "it was one visit all the time");
}

#[test]
fn blacklisting_a_visitor_who_is_there_raises_the_alert_at_once() {
    let bench = bench(|_| ScriptedOpener::new(None).then(Ok(clip(4.0, &[(STRANGER, 100)]))));
    let camera = bench.camera("Front door");
    let events = bench.engine.subscribe();
    let mut frames = 0;
    let each = |_: &_, _: &porchlight_engine::Analysis| {
        frames += 1;
        if frames == 50 {
            let visitor = bench.visitors()[0];
            bench.engine.name_visitor(visitor, "Prowler", Some(PersonKind::Blacklisted)).expect("blacklisted");
        }
    };
    bench.engine.replay(&camera, Timestamp(0), each).expect("a scripted clip");
    assert_eq!(told(&events), ["started", "updated", "alert", "ended"], "from the next frame on");
}

#[test]
fn merging_two_visitors_and_rejecting_a_suggestion_hold() {
    let bench = bench(|_| ScriptedOpener::new(None).then(Ok(clip(3.0, &[(STRANGER, 60), (OTHER, 260)]))));
    bench.replay(&bench.camera("Front door"), 0);
    let visitors = bench.visitors();
    assert_eq!(visitors.len(), 2, "two strangers at once are two");
    bench.engine.join_visitor(visitors[0], Subject::Visitor(visitors[1])).expect("the owner knows better");
    assert_eq!(bench.visitors(), [visitors[1]], "one now");
    bench.enrol("Anna", ANNA, PersonKind::Known);
    let anna = bench.engine.store().person_named("anna").expect("readable").expect("enrolled").id;
    bench.engine.reject_visitor(visitors[1], anna).expect("not Anna");
    let home = bench.engine.home();
    assert!(home.gallery().is_rejected(Subject::Visitor(visitors[1]), Subject::Person(anna)), "never proposed again");
}

#[test]
fn trouble_with_the_models_costs_frames_and_nothing_else() {
    let bench = bench(|_| ScriptedOpener::new(None).then(Ok(walk())));
    let camera = bench.camera("Front door");
    let events = bench.engine.subscribe();
    let mut frames = 0;
    let each = |_: &_, _: &porchlight_engine::Analysis| {
        frames += 1;
        bench.vision.set_broken((10..20).contains(&frames));
    };
    bench.engine.replay(&camera, Timestamp(0), each).expect("goes on");
    let told = told(&events);
    assert_eq!(told.iter().filter(|t| **t == "trouble").count(), 10, "each lost frame is told");
    assert_eq!(told.iter().filter(|t| **t == "started").count(), 1, "and the visit is still one");
}

#[test]
fn where_nothing_moves_few_frames_are_searched_and_whoever_comes_in_is_found_at_once() {
    let later = |step: Step| match step {
        Step::Frame(picture, at) => Step::Frame(picture, at.map(|at| at + Duration::from_secs(4))),
        other => other,
    };
    let steps = clip(4.0, &[]).into_iter().chain(clip(2.0, &[(STRANGER, 100)]).into_iter().map(later)).collect();
    let bench = bench(|_| ScriptedOpener::new(None).then(Ok(steps)));
    let camera = bench.camera("Front door");
    let (mut frames, mut searched, mut first_face) = (0, 0, None);
    let each = |_: &_, analysis: &porchlight_engine::Analysis| {
        frames += 1;
        searched += u32::from(analysis.times.looks > 0);
        if !analysis.faces.is_empty() {
            first_face.get_or_insert(frames);
        }
    };
    bench.engine.replay(&camera, Timestamp(0), each).expect("goes on");
    assert_eq!(first_face, Some(101), "on the very frame");
    assert!((10..25).contains(&searched), "twice a second and when he came, not {searched} of {frames}");
    assert_eq!(bench.visitors().len(), 1, "and he is seen well enough");
}

#[test]
fn a_failed_camera_is_tried_again_after_growing_pauses_and_no_other_camera_notices() {
    let picture = Arc::new(picture_with_faces(400, 200, &[]));
    let frames = |n: usize| (0..n).map(|_| Step::live(&picture)).collect::<Vec<_>>();
    let bench = bench(|clock| {
        ScriptedOpener::new(Some(clock))
            .then(Err(SourceTrouble::Unreachable))
            .then(Err(SourceTrouble::Refused))
            .then(Ok([frames(2), vec![Step::Panic]].concat()))
            .then(Ok(frames(3)))
    });
    let events = bench.engine.subscribe();
    let camera = bench.camera("Garage");
    bench.engine.start_camera(&camera, Pace::RealTime).expect("starts");
    use CameraState::{Connecting, Ended, Failed, Live};
    let states = states_until(&events, camera.id, &Ended);
    let failed = |trouble, secs| Failed { trouble, retry_in_secs: Some(secs) };
    assert_eq!(
        states,
        [
            Connecting,
            failed(SourceTrouble::Unreachable, 1),
            Connecting,
            failed(SourceTrouble::Refused, 2),
            Connecting,
            Live,
            // It had delivered: the pauses begin anew.
            failed(SourceTrouble::Unreadable, 1),
            Connecting,
            Live,
            Ended,
        ],
        "every change is told once, in order"
    );
    assert!(bench.clock.monotonic() >= Duration::from_secs(4), "1 + 2 + 1 seconds of simulated pauses");
}

#[test]
fn a_silent_camera_is_shown_as_stalled_and_opened_anew() {
    let picture = Arc::new(picture_with_faces(400, 200, &[]));
    let silence = vec![Step::Nothing; 100];
    let bench = bench(|clock| {
        ScriptedOpener::new(Some(clock))
            .then(Ok([vec![Step::live(&picture)], silence].concat()))
            .then(Ok(vec![Step::live(&picture)]))
    });
    let events = bench.engine.subscribe();
    let camera = bench.camera("Garage");
    bench.engine.start_camera(&camera, Pace::RealTime).expect("starts");
    let states = states_until(&events, camera.id, &CameraState::Ended);
    assert!(states.contains(&CameraState::Stalled { seconds: 3 }), "the owner sees that it hangs: {states:?}");
    assert!(
        states.contains(&CameraState::Failed { trouble: SourceTrouble::Silent, retry_in_secs: Some(1) }),
        "and after fifteen seconds it is opened anew"
    );
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
fn a_live_viewer_gets_picture_and_faces_together() {
    let picture = Arc::new(picture_with_faces(400, 200, &[(ANNA, 100, 40, 60)]));
    let bench = bench(|clock| {
        ScriptedOpener::new(Some(clock)).then(Ok((0..5).map(|_| Step::live(&picture)).collect::<Vec<_>>()))
    });
    let camera = bench.camera("Front door");
    let mut viewer = bench.engine.view(camera.id);
    bench.engine.start_camera(&camera, Pace::RealTime).expect("starts");
    let shown = viewer.next(DEADLINE).expect("a frame");
    assert_eq!((shown.frame.picture.view().size().0, shown.faces.len()), (400, 1), "the frame with the face on it");
    let face = &shown.faces[0];
    assert_eq!(face.box_in_frame.x, 100.0, "where it is on this very frame");
}

#[test]
fn pictures_that_are_no_use_are_told_apart() {
    let bench = bench(|_| ScriptedOpener::new(None));
    let anna = png(&picture_with_faces(200, 200, &[(ANNA, 50, 50, 90)]));
    let nobody = png(&picture_with_faces(200, 200, &[]));
    let two = png(&picture_with_faces(300, 200, &[(ANNA, 10, 50, 90), (OTHER, 160, 50, 90)]));
    let behind = png(&picture_with_faces(300, 200, &[(ANNA, 10, 50, 90), (OTHER, 250, 50, 20)]));
    let rubbish = PictureFile { name: "rubbish".into(), bytes: b"not a picture".to_vec() };
    let new = |name: &str| NewPerson { name: name.into(), kind: PersonKind::Known, is_demo: false, at: Timestamp(0) };
    let refused = bench.engine.add_person(&new("Anna"), &[nobody.clone(), two.clone()]);
    assert!(matches!(refused, Err(EngineError::NoFace)), "nothing to learn from");
    assert!(bench.engine.store().people().expect("readable").is_empty(), "and nobody was kept");
    let pictures = [anna.clone(), anna, nobody, two, behind, rubbish];
    let (_, outcomes) = bench.engine.add_person(&new("Anna"), &pictures).expect("one is enough");
    use PictureOutcome::{Added, Duplicate, NoFace, SeveralFaces, Unreadable};
    assert!(matches!(outcomes[0], Added(_)), "learnt");
    assert_eq!(outcomes[1..4], [Duplicate, NoFace, SeveralFaces(2)], "each for its own reason");
    assert!(matches!(outcomes[4], Added(_)), "somebody small in the background is not meant");
    assert!(matches!(outcomes[5], Unreadable(_)), "and this is no picture");
    let again = bench.engine.add_person(&new("ANNA"), &[]);
    assert!(matches!(again, Err(EngineError::Store(StoreError::NameTaken { .. }))), "the name is hers");
}

#[test]
fn an_erased_person_is_a_stranger_from_the_next_frame_on() {
    let bench = bench(|_| ScriptedOpener::new(None).then(Ok(clip(4.0, &[(ANNA, 100)]))));
    bench.enrol("Anna", ANNA, PersonKind::Known);
    let camera = bench.camera("Front door");
    let mut said = Vec::new();
    let each = |_: &_, analysis: &porchlight_engine::Analysis| {
        said.extend(analysis.faces.iter().map(|face| face.identity.verdict));
        if said.len() == 50 {
            let anna = bench.engine.store().person_named("Anna").expect("readable").expect("enrolled").id;
            bench.engine.remove_person(anna).expect("erased");
        }
    };
    bench.engine.replay(&camera, Timestamp(0), each).expect("a scripted clip");
    assert_eq!(said[49], Verdict::Known, "known until then");
    assert!(said[50..].iter().all(|verdict| *verdict != Verdict::Known), "nobody says her name any more");
}
