//! Weekly backups from end to end, on real files and simulated weeks.

use crossbeam_channel::Receiver;
use porchlight_domain::{BackupTrouble, Clock, PersonKind, Timestamp, WeeklyBackup};
use porchlight_engine::{Engine, EngineParts, Event};
use porchlight_store::{NewPerson, Store};
use porchlight_testkit::{FakeVisionOpener, ScriptedOpener, SimulatedClock};
use std::{
    collections::BTreeSet,
    fs,
    ops::ControlFlow,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

const HOUR: Duration = Duration::from_secs(3_600);
const WEEK: Duration = Duration::from_secs(7 * 24 * 3_600);
/// Between two looks at whether one is due.
const LOOK: Duration = Duration::from_secs(10);

struct Home {
    engine: Engine,
    events: Receiver<Event>,
    clock: Arc<SimulatedClock>,
    dir: tempfile::TempDir,
}

fn home() -> Home {
    let dir = tempfile::tempdir().expect("a folder");
    let clock = Arc::new(SimulatedClock::new());
    let engine = Engine::start(EngineParts {
        store: Arc::new(Store::open(&dir.path().join("data")).expect("a database")),
        sources: Arc::new(ScriptedOpener::new(None)),
        vision: Arc::new(FakeVisionOpener::new()),
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        workers: 1,
    });
    let engine = engine.expect("starts");
    let anna = NewPerson { name: "Anna".into(), kind: PersonKind::Known, is_demo: false, at: Timestamp(1) };
    engine.store().add_person(&anna).expect("is added");
    fs::create_dir(dir.path().join("stick")).expect("a folder");
    let events = engine.subscribe();
    Home { engine, events, clock, dir }
}

impl Home {
    fn stick(&self) -> PathBuf {
        self.dir.path().join("stick")
    }

    fn want(&self, keep: u32) {
        let wanted = WeeklyBackup { is_on: true, folder: Some(self.stick()), keep, has_passwords: true };
        self.engine.want_weekly_backup(&wanted).expect("is wanted");
    }

    /// Time goes by; whatever is due then is done.
    fn after(&self, span: Duration) {
        self.clock.advance(span);
        self.engine.attend();
        let until = Instant::now() + Duration::from_secs(60);
        while self.engine.is_backing_up() {
            assert!(Instant::now() < until, "a backup of almost nothing takes no minute");
            std::thread::yield_now();
        }
    }

    fn files(&self) -> BTreeSet<String> {
        let entries = fs::read_dir(self.stick()).expect("a folder").flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    /// What went wrong since the last time this was asked.
    fn told(&self) -> Vec<BackupTrouble> {
        let failed = |event| match event {
            Event::BackupFailed(trouble) => Some(trouble),
            _ => None,
        };
        self.events.try_iter().filter_map(failed).collect()
    }
}

#[test]
fn one_is_made_a_week_the_oldest_of_its_own_goes_and_nothing_else_is_touched() {
    let home = home();
    fs::write(home.stick().join("holiday.zip"), "somebody else's").expect("is written");
    home.after(WEEK);
    assert_eq!(home.files().len(), 1, "nothing is made before it is wanted");

    home.want(2);
    home.after(Duration::ZERO);
    let first = home.files();
    assert_eq!(first.len(), 2, "the first one at once: {first:?}");
    home.after(WEEK - HOUR);
    assert_eq!(home.files(), first, "no other one within a week");
    home.after(HOUR);
    assert_eq!(home.files().len(), 3);
    home.after(WEEK);
    let third = home.files();
    assert_eq!(third.len(), 3, "two stay, and what is somebody else's: {third:?}");
    assert_eq!(first.intersection(&third).collect::<Vec<_>>(), ["holiday.zip"], "the oldest went");
    for name in third.iter().filter(|name| *name != "holiday.zip") {
        let path = home.stick().join(name);
        let about = home.engine.store().look_at_backup(&path, &mut |_| ControlFlow::Continue(()));
        assert_eq!(about.expect("is whole").content.persons, 1, "{name}");
    }

    // Something of the owner's under the name of one of them.
    let second = third.iter().find(|name| !name.contains("holiday")).expect("one");
    fs::write(home.stick().join(second), "mine now").expect("is written");
    home.after(WEEK);
    home.after(WEEK);
    let last = home.files();
    assert!(last.contains(second) && last.len() == 4, "what is not as it was made stays: {last:?}");
    assert!(home.told().is_empty(), "all went well");
}

#[test]
fn a_failure_is_told_once_makes_no_folder_takes_nothing_away_and_is_tried_again() {
    let home = home();
    home.want(1);
    home.after(Duration::ZERO);
    let (made, away) = (home.files(), home.dir.path().join("away"));
    assert_eq!(made.len(), 1);

    fs::rename(home.stick(), &away).expect("the stick is pulled out");
    home.after(WEEK);
    assert_eq!(home.told(), [BackupTrouble::NoFolder]);
    assert!(!home.stick().exists(), "nothing is left where it was");
    for _ in 0..3 {
        home.after(HOUR);
    }
    assert!(home.told().is_empty(), "told once");
    fs::rename(&away, home.stick()).expect("and is back");
    assert_eq!(home.files(), made, "what was made before is still there");
    home.after(LOOK);
    assert_eq!(home.files(), made, "it is tried again an hour after the last time");
    home.after(HOUR);
    let files = home.files();
    assert!(files.len() == 1 && files != made, "the new one is there, and the old one went: {files:?}");
    let (_, backups) = home.engine.store().weekly_backup().expect("readable");
    assert_eq!((backups.failed, backups.made.len()), (None, 1));

    // The next time it is news again.
    fs::rename(home.stick(), &away).expect("pulled out");
    home.after(WEEK);
    assert_eq!(home.told(), [BackupTrouble::NoFolder]);
}

#[test]
fn what_is_no_longer_wanted_is_not_made() {
    let home = home();
    home.want(4);
    home.after(Duration::ZERO);
    assert_eq!(home.files().len(), 1);
    let off = WeeklyBackup { is_on: false, folder: Some(home.stick()), keep: 4, has_passwords: true };
    home.engine.want_weekly_backup(&off).expect("is switched off");
    home.after(2 * WEEK);
    assert_eq!(home.files().len(), 1, "those that are there stay");
    // The owner chooses another folder: the first one there is made at once, and those elsewhere are left alone.
    let other = home.dir.path().join("other");
    fs::create_dir(&other).expect("a folder");
    let wanted = WeeklyBackup { is_on: true, folder: Some(other.clone()), keep: 1, has_passwords: false };
    home.engine.want_weekly_backup(&wanted).expect("is wanted");
    home.after(Duration::ZERO);
    assert_eq!((home.files().len(), fs::read_dir(other).expect("a folder").count()), (1, 1));
}
