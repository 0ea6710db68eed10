//! Verdicts already reached, so that a decided track costs no embedding.
//!
//! Owns what may still be answered without looking again. Must not decide anything itself. Invariant: a verdict reached
//! before a person changed is never answered afterwards, also when it arrives late: an entry carries the generation of
//! the gallery it was reached with, and one older than the last change of its subject is refused.

use lru::LruCache;
use porchlight_domain::{CameraId, Identity, Settings, Subject, Timestamp, TrackId, Verdict};
use std::{collections::HashMap, num::NonZeroUsize};

/// A track of a camera.
pub(crate) type Key = (CameraId, TrackId);

struct Entry {
    identity: Identity,
    decided_at: Timestamp,
}

/// What the cache did so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CacheFigures {
    /// Answers given.
    pub hits: u64,
    /// Questions that had no answer.
    pub misses: u64,
    /// Answers pushed out by newer ones.
    pub evictions: u64,
    /// Answers dropped because somebody changed.
    pub invalidations: u64,
    /// Answers held now.
    pub entries: u64,
}

/// The cache. One for all cameras.
pub(crate) struct IdentityCache {
    entries: LruCache<Key, Entry>,
    /// The generation at which a subject changed last.
    changed: HashMap<Subject, u64>,
    /// The generation at which everybody changed last.
    all_changed: u64,
    figures: CacheFigures,
    person_ms: i64,
    stranger_ms: i64,
}

impl IdentityCache {
    pub(crate) fn new(settings: &Settings) -> Self {
        let capacity = NonZeroUsize::new(settings.identity_cache_entries as usize).unwrap_or(NonZeroUsize::MIN);
        Self {
            entries: LruCache::new(capacity),
            changed: HashMap::new(),
            all_changed: 0,
            figures: CacheFigures::default(),
            person_ms: i64::from(settings.identity_cache_secs) * 1000,
            stranger_ms: i64::from(settings.stranger_cache_secs) * 1000,
        }
    }

    /// The verdict about a track, if it still holds.
    pub(crate) fn get(&mut self, key: Key, now: Timestamp) -> Option<&Identity> {
        let is_fresh =
            self.entries.peek(&key).is_some_and(|entry| self.is_fresh(entry.identity.verdict, entry.decided_at, now));
        if !is_fresh {
            self.entries.pop(&key);
            self.figures.misses += 1;
            return None;
        }
        self.figures.hits += 1;
        self.entries.get(&key).map(|entry| &entry.identity)
    }

    /// Whether a verdict reached at `decided_at` may still be answered.
    pub(crate) fn is_fresh(&self, verdict: Verdict, decided_at: Timestamp, now: Timestamp) -> bool {
        let lifetime_ms = match verdict {
            Verdict::Visitor => self.stranger_ms,
            _ => self.person_ms,
        };
        now.millis_since(decided_at) <= lifetime_ms
    }

    /// Keeps a verdict reached with the gallery of `generation`. A doubt is not kept.
    pub(crate) fn put(&mut self, key: Key, identity: &Identity, generation: u64, now: Timestamp) {
        let changed = identity.subject.and_then(|s| self.changed.get(&s)).copied().unwrap_or(0);
        if identity.verdict == Verdict::Unclear || generation < changed.max(self.all_changed) {
            return;
        }
        let entry = Entry { identity: identity.clone(), decided_at: now };
        if self.entries.push(key, entry).is_some_and(|(old, _)| old != key) {
            self.figures.evictions += 1;
        }
    }

    /// Forgets a track that is over.
    pub(crate) fn forget(&mut self, key: Key) {
        self.entries.pop(&key);
    }

    /// Somebody changed: drops what was decided about them, and about everybody who could be them now.
    pub(crate) fn changed(&mut self, subject: Subject, generation: u64) {
        self.changed.insert(subject, generation);
        self.drop_where(|identity| {
            identity.subject == Some(subject)
                || identity.verdict == Verdict::Visitor
                || identity.candidates.iter().any(|c| c.subject == subject)
        });
    }

    /// Everything changed: thresholds, the model, or people without number.
    pub(crate) fn all_changed(&mut self, generation: u64) {
        self.all_changed = generation;
        self.changed.clear();
        self.drop_where(|_| true);
    }

    pub(crate) fn figures(&self) -> CacheFigures {
        CacheFigures { entries: self.entries.len() as u64, ..self.figures }
    }

    fn drop_where(&mut self, is_touched: impl Fn(&Identity) -> bool) {
        let touched: Vec<Key> =
            self.entries.iter().filter(|(_, entry)| is_touched(&entry.identity)).map(|(key, _)| *key).collect();
        self.figures.invalidations += touched.len() as u64;
        for key in touched {
            self.entries.pop(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_domain::PersonId;

    const ANNA: Subject = Subject::Person(PersonId(1));
    const BEN: Subject = Subject::Person(PersonId(2));

    fn key(track: u64) -> Key {
        (CameraId(1), TrackId(track))
    }

    fn is(verdict: Verdict, subject: Option<Subject>) -> Identity {
        Identity { verdict, subject, ..Identity::unknown() }
    }

    #[test]
    fn a_change_drops_exactly_what_it_touches() {
        let mut cache = IdentityCache::new(&Settings::default());
        cache.put(key(1), &is(Verdict::Known, Some(ANNA)), 0, Timestamp(0));
        cache.put(key(2), &is(Verdict::Known, Some(BEN)), 0, Timestamp(0));
        cache.put(key(3), &is(Verdict::Visitor, None), 0, Timestamp(0));
        cache.changed(ANNA, 1);
        assert!(cache.get(key(1), Timestamp(1)).is_none(), "Anna changed");
        assert!(cache.get(key(2), Timestamp(1)).is_some(), "Ben did not");
        assert!(cache.get(key(3), Timestamp(1)).is_none(), "a stranger may be Anna now");
        assert_eq!(cache.figures().invalidations, 2, "counted");
    }

    #[test]
    fn a_late_verdict_of_an_old_gallery_is_refused() {
        let mut cache = IdentityCache::new(&Settings::default());
        cache.changed(ANNA, 5);
        cache.put(key(1), &is(Verdict::Known, Some(ANNA)), 4, Timestamp(0));
        assert!(cache.get(key(1), Timestamp(0)).is_none(), "reached before the change, arrived after it");
        cache.put(key(1), &is(Verdict::Known, Some(ANNA)), 5, Timestamp(0));
        assert!(cache.get(key(1), Timestamp(0)).is_some(), "reached with the change");
    }

    #[test]
    fn strangers_expire_before_people_and_doubts_are_never_kept() {
        let mut cache = IdentityCache::new(&Settings::default());
        cache.put(key(1), &is(Verdict::Known, Some(ANNA)), 0, Timestamp(0));
        cache.put(key(2), &is(Verdict::Visitor, None), 0, Timestamp(0));
        cache.put(key(3), &is(Verdict::Unclear, None), 0, Timestamp(0));
        assert!(cache.get(key(3), Timestamp(0)).is_none(), "a doubt is worth another look");
        let later = Timestamp(301_000);
        assert!(cache.get(key(1), later).is_some() && cache.get(key(2), later).is_none(), "five minutes for strangers");
        assert!(cache.get(key(1), Timestamp(3_601_000)).is_none(), "an hour for people");
    }

    #[test]
    fn the_oldest_gives_way() {
        let mut cache = IdentityCache::new(&Settings { identity_cache_entries: 2, ..Settings::default() });
        for track in 1..=3 {
            cache.put(key(track), &is(Verdict::Known, Some(ANNA)), 0, Timestamp(0));
        }
        assert!(cache.get(key(1), Timestamp(0)).is_none(), "two places, three verdicts");
        assert_eq!((cache.figures().evictions, cache.figures().entries), (1, 2), "counted");
    }
}
