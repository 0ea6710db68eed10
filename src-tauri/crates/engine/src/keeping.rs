//! All that is kept, as a whole: backed up, replaced, erased, tidied up.
//!
//! Owns the order of each: what must not change meanwhile rests, then the store, then everything in mind is read anew, then
//! the cameras go on and it is announced. Must not know how a backup is laid out. Invariant: while everything is replaced
//! nobody works with what was before: no camera, and nothing that is thought over.

use crate::{Engine, EngineError, Event, home::locked, room::most_bytes};
use porchlight_domain::WeeklyBackup;
use porchlight_store::{BackupAbout, BackupStep, EraseScope, Erased};
use std::{ops::ControlFlow, path::Path};

/// What tidying up took away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tidied {
    /// Bytes that are free now and were not before.
    pub bytes: u64,
    /// Strangers who were forgotten.
    pub visitors: u64,
    /// Sightings that were forgotten.
    pub sightings: u64,
    /// Pictures that went because there were too many.
    pub pictures: u64,
}

/// Told how far it is; answers whether to go on.
type Tell<'a> = &'a mut dyn FnMut(BackupStep) -> ControlFlow<()>;

impl Engine {
    /// Writes everything that is kept into one file, while the cameras go on.
    ///
    /// # Errors
    /// It was stopped, or the store failed; what was at `to` is there still.
    pub fn back_up(
        &self,
        to: &Path,
        with_passwords: bool,
        program: &str,
        tell: Tell<'_>,
    ) -> Result<BackupAbout, EngineError> {
        Ok(self.store.back_up(to, with_passwords, self.clock.now(), program, tell)?)
    }

    /// Weekly backups are to be like this from now on; the first one begins with the steward's next round.
    ///
    /// # Errors
    /// The store failed.
    pub fn want_weekly_backup(&self, wanted: &WeeklyBackup) -> Result<(), EngineError> {
        // What is being made was wanted otherwise.
        let weekly = self.steward.weekly.rest();
        self.store.set_weekly_backup(wanted)?;
        weekly.then_look();
        self.bus.announce(&Event::BackupsChanged);
        Ok(())
    }

    /// Whether a weekly backup is being made.
    pub fn is_backing_up(&self) -> bool {
        self.steward.weekly.is_at_work()
    }

    /// Replaces everything that is kept by what a backup holds, and goes on with it. `is_to_watch` unless the owner paused
    /// the cameras.
    ///
    /// # Errors
    /// It is no backup, damaged or newer, it was stopped, another program has the data folder open, or the store failed;
    /// everything is as it was.
    pub fn restore(&self, from: &Path, is_to_watch: bool, tell: Tell<'_>) -> Result<BackupAbout, EngineError> {
        // This takes long, and the cameras go on meanwhile.
        let about = self.store.unpack_backup(from, tell)?;
        self.at_rest(is_to_watch, || Ok(self.store.put_in_place()?))?;
        Ok(about)
    }

    /// What was there before the last restore is there again.
    ///
    /// # Errors
    /// Nothing is kept of it, another program has the data folder open, or the store failed.
    pub fn go_back(&self, is_to_watch: bool) -> Result<(), EngineError> {
        self.at_rest(is_to_watch, || Ok(self.store.go_back()?))
    }

    /// Erases everybody or everything. Cannot be undone.
    ///
    /// # Errors
    /// The store failed.
    pub fn erase_all(&self, scope: EraseScope, is_to_watch: bool) -> Result<Erased, EngineError> {
        self.at_rest(is_to_watch, || Ok(self.store.erase_all(scope)?))
    }

    /// Forgets what is past its days and makes room, both at once.
    ///
    /// # Errors
    /// The store failed.
    pub fn tidy_up(&self) -> Result<Tidied, EngineError> {
        let all = |used: porchlight_store::StorageUsed| used.database_bytes + used.picture_bytes + used.replaced_bytes;
        let before = all(self.store.storage_used()?);
        let settings = self.home().settings().clone();
        let room = self.steward.room.make_all(&self.store, most_bytes(&settings))?;
        // Afterwards, so that the rows of what went for room are given back as well.
        let old = self.store.forget_old(self.clock.now(), &settings)?;
        self.household.reload_everybody(self.clock.now())?;
        self.changed();
        Ok(Tidied {
            bytes: before.saturating_sub(all(self.store.storage_used()?)),
            visitors: room.visitors + old.visitors,
            sightings: old.sightings,
            pictures: room.pictures,
        })
    }

    /// Does `change` while nobody looks at what is kept, and reads it anew. The cameras go on also after a failure, with
    /// what is there then.
    fn at_rest<T>(&self, is_to_watch: bool, change: impl FnOnce() -> Result<T, EngineError>) -> Result<T, EngineError> {
        let steward = locked(&self.steward.at_work);
        for camera in self.running_cameras() {
            self.stop_camera(camera);
        }
        self.steward.indexing.start_over();
        let weekly = self.steward.weekly.rest();
        let changed = change();
        weekly.then_look();
        self.warm.forget();
        self.steward.reembedding.start_over();
        let read = self.household.start_over(&self.shop.vision.usual(), self.clock.now());
        drop(steward);
        let watched = if is_to_watch { self.start_cameras() } else { Ok(()) };
        self.bus.announce(&Event::CacheCleared);
        self.bus.announce_that_all_changed();
        let changed = changed?;
        read?;
        watched?;
        Ok(changed)
    }
}
