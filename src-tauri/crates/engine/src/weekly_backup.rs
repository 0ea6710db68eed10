//! The backup that is made every week.
//!
//! Owns the thread that makes it, and what is remembered of how it went. Must not decide when one is due or which are too many:
//! the domain does. Invariants: it waits while the governor saves; an old one goes only after a new one was read again whole;
//! nothing is removed that was not made here, or is not as it was made; a folder that is not there is not made, for a stick that
//! was pulled out would leave one behind; no path reaches a log.

use crate::{Event, bus::Bus, engine::named, home::locked, worker::Shop};
use jiff::{Timestamp as Instant, tz::TimeZone};
use porchlight_domain::{BackupTrouble, Clock, MadeBackup, Timestamp, WeeklyBackup, WeeklyBackups};
use porchlight_store::{Store, StoreError};
use std::{
    fs,
    io::ErrorKind,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

/// Between two looks at whether one is due.
const LOOK_EVERY_MS: i64 = 10_000;
/// Between two looks at whether the governor still saves.
const PAUSE: Duration = Duration::from_millis(500);

/// Makes weekly backups.
pub(crate) struct Weekly {
    work: Arc<Work>,
    making: Mutex<Making>,
}

#[derive(Default)]
struct Making {
    thread: Option<JoinHandle<()>>,
    looked_at: Option<Timestamp>,
}

/// What the thread needs.
struct Work {
    store: Arc<Store>,
    shop: Arc<Shop>,
    bus: Arc<Bus>,
    clock: Arc<dyn Clock>,
    is_stopping: AtomicBool,
}

impl Weekly {
    pub(crate) fn new(store: Arc<Store>, shop: Arc<Shop>) -> Self {
        let (bus, clock) = (Arc::clone(&shop.bus), Arc::clone(&shop.clock));
        let work = Work { store, shop, bus, clock, is_stopping: AtomicBool::new(false) };
        Self { work: Arc::new(work), making: Mutex::default() }
    }

    /// Begins one if it is due.
    pub(crate) fn attend(&self, now: Timestamp) {
        let mut making = locked(&self.making);
        let looked_lately = making.looked_at.is_some_and(|at| now.millis_since(at).abs() < LOOK_EVERY_MS);
        if looked_lately || is_at_work(&making) {
            return;
        }
        making.looked_at = Some(now);
        // Another program that has the folder open has its own steward.
        if !self.work.store.is_alone() {
            return;
        }
        let (wanted, backups) = match self.work.store.weekly_backup() {
            Ok(read) => read,
            Err(error) => return tracing::error!("what is wanted of weekly backups could not be read: {error}"),
        };
        if !backups.is_due(&wanted, now) {
            return;
        }
        let work = Arc::clone(&self.work);
        match named("weekly-backup", move || work.make(&wanted, backups, now)) {
            Ok(thread) => making.thread = Some(thread),
            Err(error) => tracing::error!("a weekly backup cannot be made: {error}"),
        }
    }

    /// Whether one is being made.
    pub(crate) fn is_at_work(&self) -> bool {
        is_at_work(&locked(&self.making))
    }

    /// Ends what is going on, and none begins before the answer is dropped. What was there is as it was; if one is due still, it
    /// begins anew soon.
    pub(crate) fn rest(&self) -> Resting<'_> {
        let mut making = locked(&self.making);
        self.work.is_stopping.store(true, Ordering::Relaxed);
        if let Some(thread) = making.thread.take() {
            thread.thread().unpark();
            if thread.join().is_err() {
                tracing::error!("making a weekly backup panicked");
            }
        }
        self.work.is_stopping.store(false, Ordering::Relaxed);
        Resting(making)
    }
}

/// While this is held, no weekly backup is made.
pub(crate) struct Resting<'a>(MutexGuard<'a, Making>);

impl Resting<'_> {
    /// What is wanted may be another: it is looked at with the steward's next round.
    pub(crate) fn then_look(mut self) {
        self.0.looked_at = None;
    }
}

fn is_at_work(making: &Making) -> bool {
    making.thread.as_ref().is_some_and(|thread| !thread.is_finished())
}

impl Work {
    /// Makes one, tells, and removes what is one too many.
    fn make(&self, wanted: &WeeklyBackup, mut backups: WeeklyBackups, now: Timestamp) {
        let _span = tracing::debug_span!("weekly backup").entered();
        self.bus.announce(&Event::BackupsChanged);
        let written = catch_unwind(AssertUnwindSafe(|| self.write(wanted, now)));
        let written = written.unwrap_or_else(|_| {
            tracing::error!("making a weekly backup panicked");
            Err(Some(BackupTrouble::Failed))
        });
        match written {
            Ok(made) => {
                backups.made.push(made);
                backups.failed = None;
                // First what there is, then what goes: a crash in between leaves one too many, which goes next week.
                if self.save(&backups) {
                    for surplus in backups.surplus(wanted) {
                        if has_gone(&surplus) {
                            backups.made.retain(|made| *made != surplus);
                        }
                    }
                    self.save(&backups);
                }
            }
            // Somebody is erased, something else is put in place, or the program ends: nothing was tried.
            Err(None) => {}
            Err(Some(trouble)) => {
                let is_new = backups.failed.is_none_or(|(_, before)| before != trouble);
                backups.failed = Some((self.clock.now(), trouble));
                self.save(&backups);
                if is_new {
                    tracing::warn!(trouble = trouble.as_str(), "the weekly backup could not be made");
                    self.bus.announce(&Event::BackupFailed(trouble));
                }
            }
        }
        self.bus.announce(&Event::BackupsChanged);
    }

    /// Gives what was made, or why not; nothing where it was ended.
    fn write(&self, wanted: &WeeklyBackup, now: Timestamp) -> Result<MadeBackup, Option<BackupTrouble>> {
        let folder = wanted.folder.as_deref().filter(|folder| folder.is_dir()).ok_or(BackupTrouble::NoFolder)?;
        let path = free_place(folder, now);
        let goes_on = || !self.is_stopping.load(Ordering::Relaxed);
        // The database is copied without a pause: as long as that lasts, nothing that is erased can leave its log.
        let copied = self.store.storage_used().map_err(|_| BackupTrouble::Failed)?.database_bytes;
        let written = self.store.back_up(&path, wanted.has_passwords, now, env!("CARGO_PKG_VERSION"), &mut |step| {
            while step.done > copied && goes_on() && !self.shop.governor.allowance().has_background {
                std::thread::park_timeout(PAUSE);
            }
            if goes_on() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        match written {
            Ok(about) => Ok(MadeBackup { path, bytes: about.bytes, at: now }),
            Err(StoreError::Stopped) => Err(None),
            Err(StoreError::Full) => Err(Some(BackupTrouble::DiskFull)),
            Err(StoreError::Io { source, .. }) => Err(Some(trouble(source.kind()))),
            Err(error) => {
                tracing::error!("the weekly backup failed: {error}");
                Err(Some(BackupTrouble::Failed))
            }
        }
    }

    fn save(&self, backups: &WeeklyBackups) -> bool {
        let saved = self.store.save_weekly_backups(backups);
        if let Err(error) = &saved {
            tracing::error!("what came of the weekly backup could not be stored: {error}");
        }
        saved.is_ok()
    }
}

fn trouble(kind: ErrorKind) -> BackupTrouble {
    match kind {
        ErrorKind::NotFound | ErrorKind::NotADirectory => BackupTrouble::NoFolder,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => BackupTrouble::Refused,
        kind => {
            tracing::error!(?kind, "the weekly backup could not be written");
            BackupTrouble::Failed
        }
    }
}

/// A name that says when, and that nothing has yet.
fn free_place(folder: &Path, now: Timestamp) -> PathBuf {
    let moment = Instant::from_millisecond(now.0).unwrap_or(Instant::UNIX_EPOCH).to_zoned(TimeZone::system());
    let name = format!("Porchlight weekly {}", moment.strftime("%Y-%m-%d %H%M"));
    let mut names = std::iter::once(name.clone()).chain((2..).map(|n| format!("{name} ({n})")));
    let free = names.find_map(|name| Some(folder.join(format!("{name}.zip"))).filter(|path| !path.exists()));
    free.unwrap_or_else(|| folder.join(format!("{name}.zip")))
}

/// Removes one that was made; whether it is off the list. A file that is not as it was made is left where it is.
fn has_gone(made: &MadeBackup) -> bool {
    match fs::symlink_metadata(&made.path) {
        Err(error) => error.kind() == ErrorKind::NotFound && made.path.parent().is_some_and(Path::is_dir),
        Ok(about) if !about.is_file() || about.len() != made.bytes => true,
        Ok(_) => fs::remove_file(&made.path)
            .inspect_err(|error| tracing::warn!(kind = ?error.kind(), "an old weekly backup could not be removed"))
            .is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Engine, EngineParts};
    use porchlight_domain::{LADDER, PersonKind};
    use porchlight_store::NewPerson;
    use porchlight_testkit::{FakeVisionOpener, ScriptedOpener, SimulatedClock};
    use std::time::Instant as Moment;

    const PATIENCE: Duration = Duration::from_secs(60);

    fn until(what: &str, is_so: impl Fn() -> bool) {
        let begun = Moment::now();
        while !is_so() {
            assert!(begun.elapsed() < PATIENCE, "it never came to this: {what}");
            std::thread::yield_now();
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn one_waits_while_the_governor_saves_ends_when_somebody_is_erased_and_begins_anew_without_them() {
        let dir = tempfile::tempdir().expect("a folder");
        let (data, stick) = (dir.path().join("data"), dir.path().join("stick"));
        fs::create_dir(&stick).expect("a folder");
        let engine = Engine::start(EngineParts {
            store: Arc::new(Store::open(&data).expect("a database")),
            sources: Arc::new(ScriptedOpener::new(None)),
            vision: Arc::new(FakeVisionOpener::new()),
            clock: Arc::new(SimulatedClock::new()),
            workers: 1,
        });
        let engine = engine.expect("starts");
        let anna = NewPerson { name: "Anna".into(), kind: PersonKind::Known, is_demo: false, at: Timestamp(1) };
        let anna = engine.store().add_person(&anna).expect("is added");
        let wanted = WeeklyBackup { is_on: true, folder: Some(stick.clone()), ..WeeklyBackup::default() };
        engine.want_weekly_backup(&wanted).expect("is wanted");

        let saves = LADDER.iter().position(|(_, allowance)| !allowance.has_background).expect("a rung that saves");
        engine.shop.governor.stand_on(saves);
        let weekly = &engine.steward.weekly;
        weekly.attend(engine.now());
        until("it has begun", || names(&data).iter().any(|name| name.starts_with(".copy-")));
        assert!(weekly.is_at_work(), "it waits");
        engine.remove_person(anna).expect("is erased");
        assert!(!weekly.is_at_work(), "no backup holds her any more");
        assert_eq!(names(&stick), Vec::<String>::new(), "nor is one there");
        let (_, backups) = engine.store().weekly_backup().expect("readable");
        assert_eq!(backups, WeeklyBackups::default(), "that is no failure");

        engine.shop.governor.stand_on(0);
        weekly.attend(engine.now().plus_millis(LOOK_EVERY_MS));
        until("another one is made", || !weekly.is_at_work());
        let made = stick.join(names(&stick).pop().expect("one"));
        let about = engine.store().look_at_backup(&made, &mut |_| ControlFlow::Continue(()));
        assert_eq!(about.expect("is whole").content.persons, 0, "she is not in it");
    }
}
