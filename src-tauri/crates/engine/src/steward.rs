//! What is thought over while the cameras go on.
//!
//! Owns the slower tempos and their order: every half second the governor is told how the program fares, and visitors who
//! changed are thought over; now and then the thresholds are fitted to the home and room is made for new pictures; when nothing else is due, one person's faces are embedded again for another model.
//! What another program changed, people or the models in use, is taken in first.
//! Must not touch a frame. Invariant: one round does one piece of each kind at the most, so that it never holds anybody up
//! for long.

use crate::{
    Event,
    bus::Bus,
    home::locked,
    household::Household,
    indexing::{Indexing, WORTH_IT},
    reembedding::Reembedding,
    revision::Reviser,
    room::{Room, most_bytes},
    weekly_backup::Weekly,
    worker::Shop,
};
use porchlight_domain::{Clock, ModelId, Timestamp};
use porchlight_store::Store;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// Between two rounds.
const ROUND: Duration = Duration::from_millis(500);
/// Between two fittings of the thresholds.
const FIT_EVERY_MS: i64 = 60_000;

/// The steward.
pub(crate) struct Steward {
    pub(crate) store: Arc<Store>,
    pub(crate) household: Arc<Household>,
    pub(crate) bus: Arc<Bus>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) reviser: Reviser,
    pub(crate) reembedding: Reembedding,
    pub(crate) indexing: Indexing,
    pub(crate) shop: Arc<Shop>,
    pub(crate) is_stopping: AtomicBool,
    pub(crate) seen: Mutex<Seen>,
    /// Held through a round, and by whoever needs that none goes on.
    pub(crate) at_work: Mutex<()>,
    pub(crate) room: Room,
    pub(crate) weekly: Weekly,
}

/// What the last rounds saw.
pub(crate) struct Seen {
    fitted_at: Option<Timestamp>,
    data_version: u64,
    /// Which models were to be had.
    models: Option<Vec<ModelId>>,
}

impl Seen {
    /// Nothing since `data_version`, which must be older than what the household was loaded from: what is written while it
    /// is loaded, or before the first round, is taken in then.
    pub(crate) fn since(data_version: u64) -> Self {
        Self { fitted_at: None, data_version, models: None }
    }
}

impl Steward {
    /// Works until stopped.
    pub(crate) fn work(&self) {
        while !self.is_stopping.load(Ordering::Relaxed) {
            if catch_unwind(AssertUnwindSafe(|| self.attend())).is_err() {
                tracing::error!("thinking over panicked; the next round goes on");
            }
            std::thread::park_timeout(ROUND);
        }
    }

    /// One round.
    pub(crate) fn attend(&self) {
        let _at_work = locked(&self.at_work);
        let _span = tracing::debug_span!("think over").entered();
        let Shop { governor, figures, desk, bus, .. } = &*self.shop;
        governor.attend(figures, desk, self.clock.monotonic(), self.clock.now(), bus);
        self.follow_the_models();
        self.take_in_what_others_wrote();
        if !governor.allowance().has_background {
            return;
        }
        if let Err(error) = self.reviser.revise(self.clock.now()) {
            tracing::error!("visitors could not be thought over: {error}");
        }
        self.fit();
        match self.room.make(&self.store, most_bytes(self.household.snapshot().settings()), self.clock.now()) {
            Ok(None) => {}
            Ok(Some(_)) => self.strangers_went(),
            Err(error) => tracing::error!("there is no room made for new pictures: {error}"),
        }
        self.indexing.attend(self.clock.now());
        self.weekly.attend(self.clock.now());
        if let Err(error) = self.reembedding.go_on(&self.household, &self.bus, self.clock.now()) {
            tracing::error!("kept faces could not be embedded again: {error}");
        }
    }

    /// The window or the command line may put other models into use: their thresholds come with them, and the workers load
    /// them.
    fn follow_the_models(&self) {
        let models = self.shop.vision.models().ok();
        let before = std::mem::replace(&mut locked(&self.seen).models, models.clone());
        if before.is_some() && models.is_some() && before != models {
            self.shop.vision_wanted.fetch_add(1, Ordering::Relaxed);
        }
        let usual = self.shop.vision.usual();
        if self.household.snapshot().settings().usual == usual {
            return;
        }
        let taken = self.store.settings(&usual).and_then(|s| self.household.take_settings(s, self.clock.now()));
        match taken {
            Ok(()) => self.bus.announce(&Event::SettingsChanged),
            Err(error) => tracing::error!("the thresholds of other models could not be taken: {error}"),
        }
    }

    /// Room was made: whoever was forgotten is no longer compared with.
    fn strangers_went(&self) {
        if let Err(error) = self.household.reload_everybody(self.clock.now()) {
            tracing::error!("the gallery could not be read: {error}");
        }
        for event in [Event::PeopleChanged, Event::VisitorsChanged, Event::JournalChanged] {
            self.bus.announce(&event);
        }
    }

    fn fit(&self) {
        let now = self.clock.now();
        let mut seen = locked(&self.seen);
        if seen.fitted_at.is_some_and(|at| now.millis_since(at).abs() < FIT_EVERY_MS) {
            return;
        }
        seen.fitted_at = Some(now);
        drop(seen);
        let home = self.household.snapshot();
        // Among very many, whoever makes the index looks for them.
        if home.gallery().subjects().len() < WORTH_IT {
            home.gallery().find_look_alikes();
        }
        match self.household.fit(now) {
            Ok(true) => self.bus.announce(&Event::PeopleChanged),
            Ok(false) => {}
            Err(error) => tracing::error!("thresholds could not be fitted: {error}"),
        }
    }

    /// The command line may add people, and change settings, while a window watches.
    fn take_in_what_others_wrote(&self) {
        let now = self.clock.now();
        let taken = self.store.data_version().and_then(|version| {
            if locked(&self.seen).data_version == version {
                return Ok(false);
            }
            self.household.take_settings(self.store.settings(&self.shop.vision.usual())?, now)?;
            // Only now: what could not be read is read in the next round.
            locked(&self.seen).data_version = version;
            Ok(true)
        });
        match taken {
            Ok(true) => self.bus.announce_that_all_changed(),
            Ok(false) => {}
            Err(error) => tracing::error!("what another program wrote could not be read: {error}"),
        }
    }
}
