//! What a frame is compared with: a snapshot of the gallery and the settings, and the verdicts already reached.
//!
//! Owns the pairing of snapshot and generation. Must not know the database. Invariant: a snapshot never changes; a
//! change publishes a new one with a higher generation, then drops the verdicts it touches.

use crate::identity_cache::{CacheFigures, IdentityCache, Key};
use arc_swap::ArcSwap;
use porchlight_domain::{Gallery, Identity, Settings, Subject, Timestamp, Verdict};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A snapshot for one frame. Cheap to clone.
#[derive(Clone)]
pub struct Home {
    gallery: Arc<Gallery>,
    settings: Arc<Settings>,
    generation: u64,
    cache: Arc<Mutex<IdentityCache>>,
}

impl Home {
    /// Everybody.
    pub fn gallery(&self) -> &Gallery {
        &self.gallery
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Counts the changes.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Whether the verdict about a track still holds.
    pub(crate) fn holds(&self, key: Key, now: Timestamp) -> bool {
        locked(&self.cache).get(key, now).is_some()
    }

    /// Keeps a verdict reached with this snapshot.
    pub(crate) fn remember(&self, key: Key, identity: &Identity, now: Timestamp) {
        locked(&self.cache).put(key, identity, self.generation, now);
    }

    /// Whether a verdict of an earlier run would still be held.
    pub(crate) fn would_hold(&self, verdict: Verdict, decided_at: Timestamp, now: Timestamp) -> bool {
        locked(&self.cache).is_fresh(verdict, decided_at, now)
    }

    /// Keeps a verdict of an earlier run, which holds for the gallery of `generation`.
    pub(crate) fn recall(&self, key: Key, identity: &Identity, generation: u64, decided_at: Timestamp) {
        locked(&self.cache).put(key, identity, generation, decided_at);
    }

    /// Forgets a track that is over.
    pub(crate) fn forget(&self, key: Key) {
        locked(&self.cache).forget(key);
    }
}

/// Publishes snapshots.
pub(crate) struct HomeKeeper {
    current: ArcSwap<Home>,
    /// Held while a new snapshot is made from the current one.
    changing: Mutex<()>,
}

impl HomeKeeper {
    pub(crate) fn new(gallery: Gallery, settings: Settings) -> Self {
        let cache = Arc::new(Mutex::new(IdentityCache::new(&settings)));
        let home = Home { gallery: Arc::new(gallery), settings: Arc::new(settings), generation: 1, cache };
        Self { current: ArcSwap::from_pointee(home), changing: Mutex::new(()) }
    }

    pub(crate) fn snapshot(&self) -> Arc<Home> {
        self.current.load_full()
    }

    /// A subject changed: `change` makes the new gallery from the current one.
    pub(crate) fn change_subjects(&self, subjects: &[Subject], change: impl FnOnce(&Gallery) -> Gallery) {
        let _alone = locked(&self.changing);
        let before = self.snapshot();
        let generation = before.generation + 1;
        self.current.store(Arc::new(Home {
            gallery: Arc::new(change(&before.gallery)),
            generation,
            ..(*before).clone()
        }));
        // After the snapshot, so that nobody can reach an old verdict again once it was dropped.
        let mut cache = locked(&before.cache);
        for subject in subjects {
            cache.changed(*subject, generation);
        }
    }

    /// Anybody may have changed.
    pub(crate) fn replace(&self, gallery: Gallery) {
        let _alone = locked(&self.changing);
        let before = self.snapshot();
        let generation = before.generation + 1;
        self.current.store(Arc::new(Home { gallery: Arc::new(gallery), generation, ..(*before).clone() }));
        locked(&before.cache).all_changed(generation);
    }

    /// The settings changed, and the gallery that they shape.
    pub(crate) fn change_settings(&self, settings: Settings, gallery: Gallery) {
        let _alone = locked(&self.changing);
        let before = self.snapshot();
        let generation = before.generation + 1;
        let cache = Arc::new(Mutex::new(IdentityCache::new(&settings)));
        locked(&cache).all_changed(generation);
        let gallery = Arc::new(gallery);
        self.current.store(Arc::new(Home { gallery, settings: Arc::new(settings), generation, cache }));
    }

    pub(crate) fn cache_figures(&self) -> CacheFigures {
        locked(&self.snapshot().cache).figures()
    }
}

/// A lock whose holder panicked protects plain values that are valid at any time: go on with them.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_domain::{CameraId, PersonId, TrackId};
    use std::{
        sync::atomic::{AtomicBool, Ordering},
        time::{Duration, Instant},
    };

    /// For a machine that is busy with everything else.
    const PATIENCE: Duration = Duration::from_secs(60);
    const ANNA: Subject = Subject::Person(PersonId(1));

    /// Workers remember verdicts as fast as they can while the owner changes Anna as fast as she can. Whoever looks
    /// after a change must never be told what was thought before it.
    #[test]
    fn no_verdict_of_before_a_change_is_answered_after_it() {
        let keeper = HomeKeeper::new(Gallery::default(), Settings::default());
        let (key, done) = ((CameraId(1), TrackId(1)), AtomicBool::new(false));
        let mut was_stale = false;
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while !done.load(Ordering::Relaxed) {
                        let home = keeper.snapshot();
                        let is_anna = Identity {
                            verdict: Verdict::Known,
                            subject: Some(ANNA),
                            // The generation it was reached with, smuggled through the time that nobody reads here.
                            similarity: Some(porchlight_domain::Similarity(home.generation() as f32)),
                            ..Identity::unknown()
                        };
                        home.remember(key, &is_anna, Timestamp(0));
                    }
                });
            }
            // On a busy machine the workers may get no turn for a while: until both sides met often enough.
            let (began, mut changes) = (Instant::now(), 0);
            while (changes < 3_000 || keeper.cache_figures().invalidations < 100) && began.elapsed() < PATIENCE {
                keeper.change_subjects(&[ANNA], Gallery::clone);
                let changed = keeper.snapshot();
                let reached = locked(&changed.cache).get(key, Timestamp(0)).and_then(|i| i.similarity);
                if reached.is_some_and(|reached| reached.0 < changed.generation() as f32) {
                    was_stale = true;
                    break;
                }
                changes += 1;
                std::thread::yield_now();
            }
            done.store(true, Ordering::Relaxed);
        });
        assert!(!was_stale, "a verdict of before the change was answered");
        let figures = keeper.cache_figures();
        assert!(figures.invalidations >= 100, "the two sides met: {figures:?}");
    }
}
