//! Rules at work: scripted cameras and painted faces, and what the owner is told of them.
//!
//! The clock shows Greenwich's time, and a clip begins when a test says so.

use crossbeam_channel::Receiver;
use porchlight_domain::{
    AlertId, CameraSource, Clock, DayHours, Hush, PersonKind, RuleAbout, RuleId, RuleKind, RulePlace, RuleSays,
    Silence, SnoozeOf, Subject, Timestamp, Verdict, VisitorId,
};
use porchlight_engine::{AlertNews, Engine, EngineParts, Event, PictureFile, SnoozeFor};
use porchlight_store::{Camera, NewCamera, NewPerson, SeenFrom, Store};
use porchlight_testkit::{FakeVisionOpener, ScriptedOpener, SimulatedClock, Step, picture_with_faces, png};
use std::{sync::Arc, time::Duration};

const ANNA: u8 = 10;
const THIEF: u8 = 20;
const STRANGER: u8 = 30;
const OTHER: u8 = 40;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
/// Noon of the day on which the clock starts.
const NOON: Timestamp = Timestamp(SimulatedClock::START.0 + 12 * HOUR);

struct Bench {
    engine: Engine,
    clock: Arc<SimulatedClock>,
    camera: Camera,
    events: Receiver<Event>,
}

/// A home with one camera, which sees these people one after the other, a clip each.
fn bench(people: &[u8]) -> Bench {
    let clips = people.iter().fold(ScriptedOpener::new(None), |opener, person| opener.then(Ok(clip(*person))));
    let clock = Arc::new(SimulatedClock::new());
    let engine = Engine::start(EngineParts {
        store: Arc::new(Store::in_memory().expect("a database in memory")),
        sources: Arc::new(clips),
        vision: Arc::new(FakeVisionOpener::new()),
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        workers: 1,
    })
    .expect("starts");
    let source = CameraSource::Stream { address: "rtsp://camera/1".into() };
    let new = NewCamera { name: "Front door".into(), source, is_demo: false, at: Timestamp(0) };
    let camera = engine.store().add_camera(&new).expect("stored");
    let events = engine.subscribe();
    Bench { engine, clock, camera, events }
}

/// Four seconds of somebody standing still.
fn clip(person: u8) -> Vec<Step> {
    let picture = Arc::new(picture_with_faces(400, 200, &[(person, 100, 40, 60)]));
    (0..100).map(|i| Step::Frame(Arc::clone(&picture), Some(Duration::from_millis(i * 40)))).collect()
}

fn says(about: RuleAbout) -> RuleSays {
    RuleSays { about, place: RulePlace::Anywhere, hours: None, apart_minutes: 0 }
}

impl Bench {
    fn rule(&self, about: RuleAbout) -> RuleId {
        self.engine.add_alert_rule(&says(about), true).expect("is added")
    }

    fn enrol(&self, name: &str, person: u8, kind: PersonKind) {
        let picture = picture_with_faces(200, 200, &[(person, 50, 50, 90)]);
        let file = PictureFile { name: "a picture".into(), bytes: png(&picture) };
        let new = NewPerson { name: name.into(), kind, is_demo: false, at: Timestamp(0) };
        self.engine.add_person(&new, &[file]).expect("one face");
    }

    /// The next clip, as if it were `at` then.
    fn seen(&self, at: Timestamp) {
        self.seen_and(at, |_| {});
    }

    /// And what happens in the middle of it.
    fn seen_and(&self, at: Timestamp, meanwhile: impl Fn(&Self)) {
        self.clock.advance(Duration::from_millis(u64::try_from(at.millis_since(self.clock.now())).unwrap_or(0)));
        let mut frames = 0;
        let each = |_: &_, _: &porchlight_engine::Analysis| {
            frames += 1;
            if frames == 50 {
                meanwhile(self);
            }
        };
        self.engine.replay(&self.camera, at, each).expect("a scripted clip");
    }

    /// What was told since this was asked last.
    fn told(&self) -> Vec<Arc<AlertNews>> {
        self.events
            .try_iter()
            .filter_map(|event| if let Event::Alert(news) = event { Some(news) } else { None })
            .collect()
    }

    fn visitor(&self) -> VisitorId {
        self.engine.store().visitors(1, None).expect("readable")[0].id
    }
}

fn hushed(change: impl FnOnce(&mut Hush)) -> Hush {
    let mut hush = Hush::default();
    change(&mut hush);
    hush
}

#[test]
fn without_a_rule_of_the_owner_only_the_blacklist_is_told_of() {
    let bench = bench(&[STRANGER, ANNA, THIEF]);
    bench.enrol("Anna", ANNA, PersonKind::Known);
    bench.enrol("Rook", THIEF, PersonKind::Blacklisted);
    for hour in 0..3 {
        bench.seen(NOON.plus_millis(hour * HOUR));
    }
    let told = bench.told();
    assert_eq!(told.iter().map(|news| news.name.as_deref()).collect::<Vec<_>>(), [Some("Rook")]);
    let by: Vec<_> = told[0].told_by.iter().map(|by| (by.rule, by.about)).collect();
    assert_eq!(by, [(RuleId(1), RuleKind::Blacklist)], "the rule that every home begins with");
}

#[test]
fn a_stranger_of_whom_two_rules_tell_is_one_alert_that_names_both() {
    let bench = bench(&[STRANGER]);
    let rules = [bench.rule(RuleAbout::Strangers), bench.rule(RuleAbout::NobodyHome { hours: 4 })];
    bench.seen(NOON);
    let told = bench.told();
    assert_eq!(told.len(), 1, "one popup");
    assert_eq!(told[0].told_by.iter().map(|by| by.rule).collect::<Vec<_>>(), rules);
    assert_eq!((told[0].verdict, told[0].name.as_deref(), told[0].similarity), (Verdict::Visitor, None, None));
    let stored = bench.engine.store().alert(told[0].id).expect("stored before it was told");
    assert_eq!((stored.told_by.len(), stored.subject_now), (2, Some(Subject::Visitor(bench.visitor()))));
    assert!(bench.engine.store().alert_scene(told[0].id).expect("readable").is_some(), "with the picture");
}

#[test]
fn a_rule_that_is_off_or_of_another_camera_tells_nothing() {
    let bench = bench(&[STRANGER]);
    bench.engine.add_alert_rule(&says(RuleAbout::Strangers), false).expect("is added");
    let new = NewCamera { name: "Yard".into(), source: CameraSource::DemoStreet, is_demo: false, at: Timestamp(0) };
    let yard = bench.engine.store().add_camera(&new).expect("stored").id;
    let at_the_yard = RuleSays { place: RulePlace::At(yard), ..says(RuleAbout::Strangers) };
    bench.engine.add_alert_rule(&at_the_yard, true).expect("is added");
    bench.engine.store().remove_camera(yard, Timestamp(1)).expect("is removed");
    bench.seen(NOON);
    assert!(bench.told().is_empty());
}

#[test]
fn in_quiet_hours_strangers_are_silent_and_the_blacklist_breaks_through() {
    let bench = bench(&[STRANGER, THIEF, THIEF, STRANGER]);
    bench.rule(RuleAbout::Strangers);
    bench.enrol("Rook", THIEF, PersonKind::Blacklisted);
    bench.engine.save_hush(&hushed(|hush| hush.has_quiet_hours = true)).expect("is saved");
    let night = NOON.plus_millis(11 * HOUR);
    bench.seen(night);
    assert!(bench.told().is_empty(), "it is 23:00");
    bench.seen(night.plus_millis(MINUTE));
    assert_eq!(bench.told().len(), 1, "the blacklist breaks through");
    let all = hushed(|hush| (hush.has_quiet_hours, hush.may_blacklist_break_through) = (true, false));
    bench.engine.save_hush(&all).expect("is saved");
    bench.seen(night.plus_millis(HOUR));
    assert!(bench.told().is_empty(), "unless the owner says otherwise");
    bench.seen(night.plus_millis(7 * HOUR));
    assert_eq!(bench.told().len(), 1, "at 6:00 it is over");
}

#[test]
fn quiet_hours_without_a_gap_between_them_end_once() {
    let bench = bench(&[]);
    let mut hush = hushed(|hush| hush.has_quiet_hours = true);
    // The clock starts on a Thursday.
    hush.quiet_hours.0 = [None; 7];
    hush.quiet_hours.0[3] = Some(DayHours { from_minute: 0, until_minute: 8 * 60 });
    hush.quiet_hours.0[2] = Some(DayHours { from_minute: 22 * 60, until_minute: 60 });
    bench.engine.save_hush(&hush).expect("is saved");
    let eight = SimulatedClock::START.plus_millis(8 * HOUR);
    assert_eq!(bench.engine.silences().expect("readable").quiet_until, Some(eight));
    bench.clock.advance(Duration::from_secs(8 * 3600));
    assert_eq!(bench.engine.silences().expect("readable").quiet_until, None);
}

#[test]
fn an_alert_about_a_stranger_is_corrected_when_the_name_comes_without_a_second_one() {
    let bench = bench(&[STRANGER]);
    bench.rule(RuleAbout::Strangers);
    bench.seen_and(NOON, |bench| {
        bench.engine.name_visitor(bench.visitor(), "Mia", None).expect("named");
    });
    let events: Vec<Event> = bench.events.try_iter().collect();
    let told: Vec<AlertId> =
        events.iter().filter_map(|event| if let Event::Alert(news) = event { Some(news.id) } else { None }).collect();
    let corrected: Vec<AlertId> = events
        .iter()
        .filter_map(|event| if let Event::AlertCorrected(id) = event { Some(*id) } else { None })
        .collect();
    assert_eq!(told.len(), 1, "told once");
    assert_eq!(corrected, told, "and corrected in place");
    let alert = bench.engine.store().alert(told[0]).expect("is there");
    assert_eq!((alert.verdict, alert.verdict_now), (Verdict::Visitor, Verdict::Known));
    assert_eq!(alert.name_now.as_deref(), Some("Mia"));
}

#[test]
fn a_stranger_who_turns_out_to_be_blacklisted_is_told_of_again_under_the_same_alert() {
    let bench = bench(&[STRANGER]);
    bench.rule(RuleAbout::Strangers);
    bench.seen_and(NOON, |bench| {
        let alert = bench.engine.store().alerts(1, None).expect("readable")[0].id;
        bench.engine.acknowledge(alert, SeenFrom::Window).expect("is seen");
        bench.engine.name_visitor(bench.visitor(), "Prowler", Some(PersonKind::Blacklisted)).expect("blacklisted");
    });
    let told = bench.told();
    let said: Vec<_> = told.iter().map(|news| (news.id, news.verdict)).collect();
    assert_eq!(said, [(told[0].id, Verdict::Visitor), (told[0].id, Verdict::Blacklisted)]);
    let alert = bench.engine.store().alert(told[0].id).expect("is there");
    assert_eq!((alert.name.as_str(), alert.acknowledged_at), ("Prowler", None), "it must be seen again");
    assert_eq!(alert.told_by.len(), 2, "both rules are named: {:?}", alert.told_by);
}

#[test]
fn the_same_stranger_is_told_of_again_only_after_the_time_between_and_another_one_at_once() {
    let bench = bench(&[STRANGER, STRANGER, OTHER, STRANGER]);
    let five = RuleSays { apart_minutes: 5, ..says(RuleAbout::Strangers) };
    bench.engine.add_alert_rule(&five, true).expect("is added");
    for (minute, expected) in [(0, 1), (2, 0), (3, 1), (6, 1)] {
        bench.seen(NOON.plus_millis(minute * MINUTE));
        assert_eq!(bench.told().len(), expected, "after {minute} minutes");
    }
}

#[test]
fn nobody_known_at_home_tells_of_a_stranger_only_when_no_camera_saw_the_family_for_hours() {
    let bench = bench(&[ANNA, STRANGER, STRANGER]);
    bench.enrol("Anna", ANNA, PersonKind::Known);
    bench.rule(RuleAbout::NobodyHome { hours: 4 });
    bench.seen(NOON);
    bench.seen(NOON.plus_millis(3 * HOUR));
    assert!(bench.told().is_empty(), "Anna is at home");
    bench.seen(NOON.plus_millis(4 * HOUR + MINUTE));
    assert_eq!(bench.told().len(), 1, "nobody is");
}

#[test]
fn the_family_is_told_of_by_a_rule_and_silenced_with_one_switch() {
    let bench = bench(&[ANNA, ANNA]);
    bench.enrol("Anna", ANNA, PersonKind::Known);
    let anna = bench.engine.store().person_named("anna").expect("readable").expect("enrolled").id;
    bench.rule(RuleAbout::Person(anna));
    bench.seen(NOON);
    let told = bench.told();
    assert_eq!((told.len(), told[0].verdict, told[0].name.as_deref()), (1, Verdict::Known, Some("Anna")));
    bench.engine.save_hush(&hushed(|hush| hush.is_family_silent = true)).expect("is saved");
    bench.seen(NOON.plus_millis(HOUR));
    assert!(bench.told().is_empty(), "silenced");
}

#[test]
fn a_snooze_from_an_alert_is_about_that_very_one_and_the_alert_was_seen_there() {
    let bench = bench(&[THIEF, THIEF, OTHER, THIEF]);
    bench.enrol("Rook", THIEF, PersonKind::Blacklisted);
    bench.enrol("Magpie", OTHER, PersonKind::Blacklisted);
    bench.seen(NOON);
    let alert = bench.told()[0].id;
    let rook = bench.engine.store().person_named("rook").expect("readable").expect("enrolled").id;
    let snoozed = bench.engine.snooze_alert(alert, SnoozeFor::QuarterHour, SeenFrom::Notification).expect("is snoozed");
    let until = bench.clock.now().plus_millis(15 * MINUTE);
    assert_eq!(snoozed, (SnoozeOf::Person(rook), until), "the owner said so about him");
    let seen = bench.engine.store().alert(alert).expect("is there");
    assert_eq!(seen.acknowledged_from, Some(SeenFrom::Notification));
    bench.seen(NOON.plus_millis(5 * MINUTE));
    assert!(bench.told().is_empty(), "silent for a quarter of an hour, blacklisted or not");
    bench.seen(NOON.plus_millis(6 * MINUTE));
    assert_eq!(bench.told()[0].name.as_deref(), Some("Magpie"), "others are told of");
    bench.seen(NOON.plus_millis(20 * MINUTE));
    assert_eq!(bench.told().len(), 1, "and he is again");
}

#[test]
fn until_tomorrow_is_the_next_morning_that_is_not_about_to_begin() {
    let bench = bench(&[]);
    let until = || bench.engine.snooze_until(SnoozeFor::UntilTomorrow);
    let morning = |day: i64| SimulatedClock::START.plus_millis(day * 24 * HOUR + 6 * HOUR);
    assert_eq!(until(), morning(0), "at midnight it is this morning");
    bench.clock.advance(Duration::from_secs(5 * 3600 + 1800));
    assert_eq!(until(), morning(1), "at half past five it is the next");
    bench.clock.advance(Duration::from_secs(12 * 3600));
    assert_eq!(until(), morning(1));
}

#[test]
fn a_rule_is_tried_on_the_last_week_and_tells_nobody() {
    let bench = bench(&[ANNA, STRANGER, STRANGER, OTHER, STRANGER]);
    bench.enrol("Anna", ANNA, PersonKind::Known);
    let day = 24 * HOUR;
    for at in [-day, 0, 2 * MINUTE, 11 * HOUR, 9 * day] {
        bench.seen(NOON.plus_millis(at));
    }
    let rule = RuleSays { apart_minutes: 5, ..says(RuleAbout::Strangers) };
    let trial = |says| bench.engine.try_alert_rule(says).expect("is tried");
    let told = trial(&rule);
    assert_eq!((told.visits, told.told.len()), (1, 1), "the others are longer ago than a week");
    let of_a_known_one = bench.engine.store().person_named("anna").expect("readable").expect("enrolled").id;
    assert_eq!(trial(&says(RuleAbout::Person(of_a_known_one))).told, []);
    assert!(bench.told().is_empty(), "nobody was told of anything");
}

#[test]
fn a_trial_counts_what_would_have_been_silent_and_why() {
    let bench = bench(&[ANNA, STRANGER, STRANGER, OTHER, STRANGER]);
    bench.enrol("Anna", ANNA, PersonKind::Known);
    for at in [0, HOUR, HOUR + 2 * MINUTE, 5 * HOUR, 11 * HOUR] {
        bench.seen(NOON.plus_millis(at));
    }
    bench.engine.save_hush(&hushed(|hush| hush.has_quiet_hours = true)).expect("is saved");
    let trial = |says: &RuleSays| bench.engine.try_alert_rule(says).expect("is tried");
    let strangers = trial(&RuleSays { apart_minutes: 5, ..says(RuleAbout::Strangers) });
    assert_eq!((strangers.visits, strangers.told.len()), (5, 2));
    assert!(strangers.told[0].started_at > strangers.told[1].started_at, "latest first");
    assert_eq!(Vec::from_iter(strangers.silent), [(Silence::QuietHours, 1), (Silence::TooSoon, 1)]);
    let nobody_home = trial(&says(RuleAbout::NobodyHome { hours: 4 }));
    assert_eq!(nobody_home.told.len(), 1, "only when Anna was gone for four hours, and not by night");
}
