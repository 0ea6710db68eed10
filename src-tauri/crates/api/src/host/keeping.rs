//! All that is kept, as a whole: how much it is, backups, erasing everybody, and the pause of all cameras.
//!
//! Owns that only one of these runs at a time, and whether the owner wants it to end. Must not know how a backup is laid
//! out. Invariant: a path comes from the owner and goes nowhere: it is in no reply, no event and no log.

use super::{Host, refusal::bad_request, to_wire};
use crate::{
    ApiError, ErrorCode,
    wire::{
        AutostartView, BackupView, EraseAll, EraseScopeView, Erased, EventView, KeepingProgress, KeepingWork,
        MakeBackup, StorageView, SystemView, TidiedView, TrayView,
    },
};
use porchlight_store::{BackupAbout, BackupStep, EraseScope};
use std::{
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

/// The folder of the log within the data folder.
const LOGS: &str = "logs";
/// Told at most so often, in parts of the whole: a bar is not finer.
const STEPS: u64 = 500;

/// Lets the program start with the system: each system does that in its own way.
pub trait Autostart: Send + Sync {
    /// Whether it does.
    ///
    /// # Errors
    /// The system does not say, in words for the log.
    fn is_on(&self) -> Result<bool, String>;

    /// From now on, or no longer.
    ///
    /// # Errors
    /// The system does not obey, in words for the log.
    fn set(&self, is_on: bool) -> Result<(), String>;
}

/// Asks the desktop whether it shows a tray right now: panels come and go.
pub(super) type TrayQuestion = Box<dyn Fn() -> bool + Send + Sync>;

/// What runs, if anything does.
#[derive(Default)]
pub(super) struct Keeping {
    is_busy: AtomicBool,
    is_stopping: AtomicBool,
}

/// One of these at work; the end of it, however it comes, makes way for the next.
pub(super) struct AtWork<'a> {
    host: &'a Host,
    work: KeepingWork,
    told: Option<u64>,
}

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        self.host.keeping.is_busy.store(false, Ordering::Release);
    }
}

impl AtWork<'_> {
    /// Tells how far it is; answers whether to go on.
    pub(super) fn step(&mut self, done: u64, total: u64) -> ControlFlow<()> {
        let part = done.saturating_mul(STEPS) / total.max(1);
        if self.told != Some(part) {
            self.told = Some(part);
            self.host
                .announce(EventView::KeepingProgress { progress: KeepingProgress { work: self.work, done, total } });
        }
        let is_stopping = self.host.keeping.is_stopping.load(Ordering::Acquire);
        if is_stopping { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

impl Host {
    /// Begins one of these, unless another one is at work.
    pub(super) fn begin_keeping(&self, work: KeepingWork) -> Result<AtWork<'_>, ApiError> {
        if self.keeping.is_busy.swap(true, Ordering::AcqRel) {
            return Err(bad_request("a backup or an export is at work already"));
        }
        self.keeping.is_stopping.store(false, Ordering::Release);
        Ok(AtWork { host: self, work, told: None })
    }

    pub(super) fn stop_what_is_kept(&self) {
        self.keeping.is_stopping.store(true, Ordering::Release);
    }

    pub(super) fn storage_view(&self) -> Result<StorageView, ApiError> {
        let store = self.engine.store();
        let (used, counts, replaced) = (store.storage_used()?, store.counts()?, store.replaced()?);
        Ok(StorageView {
            face_bytes: used.face_bytes,
            scene_bytes: used.scene_bytes,
            database_bytes: used.database_bytes,
            log_bytes: bytes_under(&store.data_dir().join(LOGS)),
            model_bytes: bytes_under(&self.place.models_dir),
            replaced_bytes: used.replaced_bytes,
            replaced_at: replaced.map(|replaced| replaced.at),
            pictures: to_wire::count(used.pictures),
            sightings: to_wire::count(counts.sightings),
            persons: to_wire::count(counts.persons),
            visitors: to_wire::count(counts.visitors),
        })
    }

    pub(super) fn tidy(&self) -> Result<TidiedView, ApiError> {
        let tidied = self.engine.tidy_up()?;
        Ok(TidiedView {
            bytes: tidied.bytes,
            visitors: to_wire::count(tidied.visitors),
            sightings: to_wire::count(tidied.sightings),
            pictures: to_wire::count(tidied.pictures),
            storage: self.storage_view()?,
        })
    }

    pub(super) fn back_up(&self, request: &MakeBackup) -> Result<BackupView, ApiError> {
        let path = to_write(&request.path, &["zip"])?;
        let mut work = self.begin_keeping(KeepingWork::Backup)?;
        let version = env!("CARGO_PKG_VERSION");
        let mut tell = |step: BackupStep| work.step(step.done, step.total);
        Ok(view(&path, &self.engine.back_up(&path, request.has_passwords, version, &mut tell)?))
    }

    pub(super) fn look_at_one_backup(&self, path: &str) -> Result<BackupView, ApiError> {
        let path = to_read(path)?;
        let mut work = self.begin_keeping(KeepingWork::Check)?;
        let mut tell = |step: BackupStep| work.step(step.done, step.total);
        Ok(view(&path, &self.engine.store().look_at_backup(&path, &mut tell)?))
    }

    pub(super) fn restore(&self, path: &str) -> Result<SystemView, ApiError> {
        let path = to_read(path)?;
        let mut work = self.begin_keeping(KeepingWork::Restore)?;
        let mut tell = |step: BackupStep| work.step(step.done, step.total);
        self.engine.restore(&path, !self.is_paused(), &mut tell)?;
        drop(work);
        self.announce_system();
        self.system_view()
    }

    pub(super) fn take_back_restore(&self) -> Result<SystemView, ApiError> {
        let work = self.begin_keeping(KeepingWork::Restore)?;
        self.engine.go_back(!self.is_paused())?;
        drop(work);
        self.announce_system();
        self.system_view()
    }

    pub(super) fn erase_everybody(&self, request: &EraseAll) -> Result<Erased, ApiError> {
        let (scope, word) = match request.scope {
            EraseScopeView::Everybody => (EraseScope::Everybody, "everybody"),
            EraseScopeView::Everything => (EraseScope::Everything, "everything"),
        };
        if request.confirmed != word {
            return Err(bad_request(format!("the owner has to confirm it: confirmed must be {word}")));
        }
        // A backup that is being made would hold them still.
        let work = self.begin_keeping(KeepingWork::Erase)?;
        let erased = self.engine.erase_all(scope, !self.is_paused())?;
        drop(work);
        self.announce_system();
        Ok(to_wire::erased(&erased))
    }

    /// All cameras rest until the owner wants them to go on.
    pub fn is_paused(&self) -> bool {
        self.is_paused.load(Ordering::Acquire)
    }

    pub(super) fn pause_or_go_on(&self, is_paused: bool) -> Result<SystemView, ApiError> {
        if is_paused { self.pause_watching() } else { self.resume_watching() }?;
        self.system_view()
    }

    /// Lets the owner have the program start with the system. Once, before anybody asks.
    pub fn can_autostart(&self, autostart: Box<dyn Autostart>) {
        // A second one would do the same.
        let _ = self.autostart.set(autostart);
    }

    pub(super) fn autostart_view(&self) -> AutostartView {
        let is_on = self.autostart.get().map(|autostart| autostart.is_on());
        if let Some(Err(error)) = &is_on {
            tracing::warn!("whether the program starts with the system is not known: {error}");
        }
        AutostartView { is_possible: is_on.as_ref().is_some_and(Result::is_ok), is_on: matches!(is_on, Some(Ok(true))) }
    }

    pub(super) fn start_with_the_system(&self, is_on: bool) -> Result<AutostartView, ApiError> {
        let autostart = self.autostart.get().ok_or_else(|| bad_request("this program cannot start with the system"))?;
        autostart.set(is_on).map_err(|error| {
            tracing::warn!("the system does not start the program: {error}");
            ApiError::new(ErrorCode::Internal, "the system did not take it; the log says why")
        })?;
        Ok(self.autostart_view())
    }

    /// Lets the owner know whether a closed window could be brought back. Once, before anybody asks; without it, it could not.
    pub fn has_tray_where(&self, question: impl Fn() -> bool + Send + Sync + 'static) {
        // A second one would ask the same.
        let _ = self.tray.set(Box::new(question));
    }

    pub(super) fn tray_view(&self) -> TrayView {
        TrayView { is_there: self.tray.get().is_some_and(|question| question()) }
    }
}

/// A file of the owner's that is written: whole, and with an ending that no program runs.
pub(super) fn to_write(path: &str, endings: &[&str]) -> Result<PathBuf, ApiError> {
    let path = PathBuf::from(path);
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    if !path.is_absolute() || !endings.contains(&ending.as_str()) {
        return Err(bad_request(format!("a file that ends with {} is needed, with its folder", endings.join(" or "))));
    }
    if !path.parent().is_some_and(Path::is_dir) || path.is_dir() {
        return Err(ApiError::new(ErrorCode::NotFound, "there is no such folder"));
    }
    Ok(path)
}

fn to_read(path: &str) -> Result<PathBuf, ApiError> {
    let path = PathBuf::from(path);
    if path.is_file() { Ok(path) } else { Err(ApiError::new(ErrorCode::NotFound, "there is no such file")) }
}

fn view(path: &Path, about: &BackupAbout) -> BackupView {
    let content = about.content;
    BackupView {
        file_name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        made_at: about.made_at,
        program: about.program.clone(),
        has_passwords: about.has_passwords,
        bytes: about.bytes,
        cameras: to_wire::count(content.cameras),
        persons: to_wire::count(content.persons),
        visitors: to_wire::count(content.visitors),
        sightings: to_wire::count(content.sightings),
        pictures: to_wire::count(content.pictures),
    }
}

/// Of a folder that may not be there; what cannot be looked at counts for nothing.
fn bytes_under(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let bytes = entries.flatten().map(|entry| match entry.metadata() {
        Ok(about) if about.is_dir() => bytes_under(&entry.path()),
        Ok(about) => about.len(),
        Err(_) => 0,
    });
    bytes.sum()
}
