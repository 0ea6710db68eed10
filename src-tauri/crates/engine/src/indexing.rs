//! The index of very many faces.
//!
//! Owns when one is made, and the thread that makes it. Must not know how nearest faces are found. Invariants: nobody waits for
//! it: until it is there, and for whoever changed since, faces are compared one by one; what is kept of it is gone with
//! whoever is erased.

use crate::{engine::named, home::locked, household::Household};
use porchlight_domain::{FindNearest, Gallery, GalleryIndex, Indexable, Timestamp};
use porchlight_index::{FLAT_UP_TO, FlatIndex, GraphIndex, IndexBytes, IndexError};
use porchlight_store::{Erasures, Store};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

/// From so many people and visitors on an index finds somebody sooner than comparing with each (docs/performance.md, "Gallery").
pub(crate) const WORTH_IT: usize = 1_000;

/// Which index, by the number of people and visitors.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    /// From so many on there is one.
    pub(crate) worth_it: usize,
    /// Up to so many it looks at all; a graph leads to those among more.
    pub(crate) flat_up_to: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { worth_it: WORTH_IT, flat_up_to: FLAT_UP_TO }
    }
}

/// It is made anew when so many changed ...
const MANY: usize = 256;
/// ... or this share of all, ...
const SHARE: usize = 16;
/// ... or anybody, and the last one is as old as this.
const OLD_MS: i64 = 3_600_000;

/// Makes the index.
pub(crate) struct Indexing {
    store: Arc<Store>,
    household: Arc<Household>,
    sizes: Sizes,
    is_stopping: Arc<AtomicBool>,
    has_failed: Arc<AtomicBool>,
    making: Mutex<Making>,
}

#[derive(Default)]
struct Making {
    thread: Option<JoinHandle<()>>,
    made_at: Option<Timestamp>,
}

impl Indexing {
    pub(crate) fn new(store: Arc<Store>, household: Arc<Household>, sizes: Sizes) -> Self {
        let (is_stopping, has_failed) = (Arc::default(), Arc::default());
        Self { store, household, sizes, is_stopping, has_failed, making: Mutex::default() }
    }

    /// Makes one if it is due.
    pub(crate) fn attend(&self, now: Timestamp) {
        let home = self.household.snapshot();
        let mut making = locked(&self.making);
        let is_due = self.is_due(home.gallery(), making.made_at, now);
        if !is_due || making.thread.as_ref().is_some_and(|thread| !thread.is_finished()) {
            return;
        }
        making.made_at = Some(now);
        let (store, household) = (Arc::clone(&self.store), Arc::clone(&self.household));
        let (is_stopping, has_failed) = (Arc::clone(&self.is_stopping), Arc::clone(&self.has_failed));
        let flat_up_to = self.sizes.flat_up_to;
        let thread = named("index", move || {
            let made = make(&store, &household, flat_up_to, || !is_stopping.load(Ordering::Relaxed));
            has_failed.store(made.is_err(), Ordering::Relaxed);
            if let Err(error) = made {
                tracing::warn!("there is no index of faces, they are compared one by one: {error}");
            }
        });
        match thread {
            Ok(thread) => making.thread = Some(thread),
            Err(error) => tracing::warn!("an index of faces cannot be made: {error}"),
        }
    }

    fn is_due(&self, gallery: &Gallery, made_at: Option<Timestamp>, now: Timestamp) -> bool {
        let (all, changed) = (gallery.subjects().len(), gallery.unindexed());
        // While faces are embedded again, those of two models cannot be in one.
        if all < self.sizes.worth_it || gallery.models().len() != 1 {
            return false;
        }
        let is_old = made_at.is_none_or(|at| now.millis_since(at).abs() >= OLD_MS);
        let are_many = changed >= MANY.max(all / SHARE) && !self.has_failed.load(Ordering::Relaxed);
        are_many || changed > 0 && is_old
    }

    /// Ends what is going on, and waits for it.
    pub(crate) fn stop(&self) {
        self.is_stopping.store(true, Ordering::Relaxed);
        if locked(&self.making).thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("making the index of faces panicked");
        }
    }

    /// What is stored is another: what is going on comes to nothing, and the next one is made anew.
    pub(crate) fn start_over(&self) {
        self.stop();
        self.is_stopping.store(false, Ordering::Relaxed);
        locked(&self.making).made_at = None;
    }

    /// Waits for what is going on.
    #[cfg(test)]
    fn wait(&self) {
        let thread = locked(&self.making).thread.take();
        thread.expect("it is being made").join().expect("it ends well");
    }
}

#[derive(Debug, thiserror::Error)]
enum MakingError {
    #[error(transparent)]
    Store(#[from] porchlight_store::StoreError),
    #[error(transparent)]
    Index(#[from] IndexError),
}

/// Makes one, and has it used.
fn make(
    store: &Store,
    household: &Household,
    flat_up_to: usize,
    goes_on: impl Fn() -> bool,
) -> Result<(), MakingError> {
    let _span = tracing::debug_span!("make an index").entered();
    let made_at = store.erasures()?;
    let Some(of) = household.snapshot().gallery().indexable() else { return Ok(()) };
    let finder: Arc<dyn FindNearest> = if of.len() <= flat_up_to {
        // One of when there were more, or of a program that kept one for fewer: faces that nobody needs.
        store.drop_kept_index()?;
        Arc::new(FlatIndex::new(&of))
    } else {
        let Some(graph) = graph(store, &of, made_at, goes_on)? else { return Ok(()) };
        Arc::new(graph)
    };
    household.take_index(GalleryIndex::new(of, finder));
    // Among very many this takes seconds, and look-ups do without until then.
    household.snapshot().gallery().find_look_alikes();
    Ok(())
}

/// The one that was kept, or a new one, which is kept.
fn graph(
    store: &Store,
    of: &Indexable,
    made_at: Erasures,
    goes_on: impl Fn() -> bool,
) -> Result<Option<GraphIndex>, MakingError> {
    let kept = store.kept_index().and_then(|bytes| GraphIndex::from_bytes(&IndexBytes(bytes), of).ok());
    if kept.is_some() {
        return Ok(kept);
    }
    let made = GraphIndex::build(of, &goes_on)?;
    if let Some(made) = &made {
        store.keep_index(&made.to_bytes(of)?.0, made_at)?;
    }
    Ok(made)
}

/// With the index that so many have, for whoever measures one.
///
/// # Errors
/// There is not enough memory, or the faces are not all of one model.
pub fn indexed(gallery: &Gallery) -> Result<Gallery, IndexError> {
    let of: Indexable = gallery.indexable().ok_or(IndexError::Other)?;
    let finder: Arc<dyn FindNearest> = if of.len() <= FLAT_UP_TO {
        Arc::new(FlatIndex::new(&of))
    } else {
        Arc::new(GraphIndex::build(&of, || true)?.ok_or(IndexError::Other)?)
    };
    Ok(gallery.with_index(GalleryIndex::new(of, finder)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_domain::{Embedding, ModelId, PersonKind, Probe, Quality, Subject, Thresholds, Usual};
    use porchlight_store::{Encoded, FaceOrigin, NewFace, NewPerson};

    const PEOPLE: usize = 260;
    const NOW: Timestamp = Timestamp(1_000);

    fn direction(i: usize) -> Embedding {
        let values =
            (0..8).map(|n| ((i * 7_919 + n * 104_729 + i * i * (n + 1) * 31) % 1_009) as f32 - 504.0).collect();
        Embedding::new(ModelId::new("m"), values).expect("not zero")
    }

    fn add(store: &Store, i: usize) -> Subject {
        let added = store.write(|w| {
            let name = format!("Person {i}");
            let person = w.add_person(&NewPerson { name, kind: PersonKind::Known, is_demo: false, at: NOW })?;
            let subject = Subject::Person(person);
            w.add_face(&NewFace {
                subject,
                sighting: None,
                origin: FaceOrigin::Enrolled,
                is_template: true,
                embedding: direction(i),
                quality: Quality {
                    face_side_px: 90.0,
                    sharpness: 0.9,
                    frontality: 0.9,
                    exposure: 0.9,
                    is_grey: false,
                    trust: 0.8,
                },
                crop: Encoded(vec![0; 16]),
                picture: Encoded(vec![0; 16]),
                source_sha256: None,
                at: NOW,
            })?;
            Ok::<_, porchlight_store::StoreError>(subject)
        });
        added.expect("added")
    }

    struct Town {
        store: Arc<Store>,
        household: Arc<Household>,
        indexing: Indexing,
    }

    const SIZES: Sizes = Sizes { worth_it: 250, flat_up_to: 0 };

    fn town_of(store: Arc<Store>, sizes: Sizes) -> Town {
        let household = Arc::new(Household::load(Arc::clone(&store), &Usual::default(), NOW).expect("loaded"));
        let indexing = Indexing::new(Arc::clone(&store), Arc::clone(&household), sizes);
        Town { store, household, indexing }
    }

    impl Town {
        fn best(&self, i: usize) -> Option<Subject> {
            let ranked = self.household.snapshot().gallery().ranked(&Probe::from(direction(i)), &Thresholds::default());
            ranked.first().map(|c| c.subject)
        }

        fn has_index(&self) -> bool {
            self.household.snapshot().gallery().has_index()
        }
    }

    #[test]
    fn a_very_large_home_gets_a_graph_that_is_kept_and_goes_with_whoever_is_erased() {
        let store = Arc::new(Store::in_memory().expect("a store"));
        let people: Vec<Subject> = (0..PEOPLE).map(|i| add(&store, i)).collect();
        let town = town_of(Arc::clone(&store), SIZES);
        town.indexing.attend(NOW);
        town.indexing.wait();
        assert!(town.has_index() && store.kept_index().is_some());
        assert_eq!((town.best(0), town.best(200)), (Some(people[0]), Some(people[200])));
        town.indexing.attend(NOW);
        assert!(locked(&town.indexing.making).thread.is_none(), "nothing changed, nothing is made");

        let again = town_of(Arc::clone(&store), SIZES);
        again.indexing.attend(NOW);
        let kept = store.kept_index();
        again.indexing.wait();
        assert!(again.has_index() && again.best(200) == Some(people[200]), "the kept one is used");
        assert_eq!(store.kept_index(), kept, "and not written anew");

        let Subject::Person(erased) = people[200] else { panic!("a person") };
        store.remove_person(erased).expect("erased");
        town.household.reload(people[200]);
        assert_ne!(town.best(200), Some(people[200]), "at once");
        assert!(store.kept_index().is_none());
        town.indexing.attend(NOW.plus_millis(OLD_MS));
        town.indexing.wait();
        assert_eq!(town.household.snapshot().gallery().unindexed(), 0);
        assert!(store.kept_index().is_some_and(|bytes| Some(bytes) != kept), "of the others");
        assert_eq!(town.store.people().expect("listed").len(), PEOPLE - 1);
    }

    #[test]
    fn a_large_home_gets_an_index_of_which_nothing_is_kept() {
        let store = Arc::new(Store::in_memory().expect("a store"));
        let people: Vec<Subject> = (0..PEOPLE).map(|i| add(&store, i)).collect();
        let now = store.erasures().expect("counted");
        assert!(store.keep_index(b"of when there were more", now).expect("kept"));
        let town = town_of(Arc::clone(&store), Sizes { flat_up_to: PEOPLE, ..SIZES });
        town.indexing.attend(NOW);
        town.indexing.wait();
        assert!(town.has_index() && store.kept_index().is_none(), "and what was kept is gone");
        assert_eq!((town.best(0), town.best(200)), (Some(people[0]), Some(people[200])));
    }

    #[test]
    fn a_small_home_needs_none() {
        let store = Arc::new(Store::in_memory().expect("a store"));
        (0..20).for_each(|i| {
            add(&store, i);
        });
        let town = town_of(store, SIZES);
        town.indexing.attend(NOW);
        assert!(locked(&town.indexing.making).thread.is_none() && !town.has_index());
        town.indexing.stop();
    }
}
