//! Everybody who was named or seen, in memory and in the store, kept in step.
//!
//! Owns the order in which a change happens: stored first, then the snapshot, then the verdicts it touches. Must not
//! know cameras. Invariant: what the gallery answers was stored before.

use crate::home::{Home, HomeKeeper, locked};
use porchlight_domain::{
    Gallery, GalleryFace, GalleryIndex, GallerySubject, Settings, Subject, Thresholds, Timestamp, Usual, VisitorId,
    WARM_PEOPLE, fitted_raises,
};
use porchlight_store::{GalleryRow, Judged, Rejected, Store, StoreError};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::{Arc, Mutex},
};

/// What strangers looked like is remembered for so long when thresholds are fitted to the home.
const FIT_MS: i64 = 60 * 24 * 3_600_000;
/// And so many sightings at the most.
const FIT_SIGHTINGS: usize = 5_000;

/// The people of a home.
pub(crate) struct Household {
    store: Arc<Store>,
    keeper: HomeKeeper,
    /// Visitors who changed since they were last compared with the others.
    changed_visitors: Mutex<BTreeSet<VisitorId>>,
    /// Those seen most, as they were brought to the front last.
    most_seen: Mutex<Vec<Subject>>,
}

impl Household {
    /// With the thresholds that belong to the models in use.
    pub(crate) fn load(store: Arc<Store>, usual: &Usual, now: Timestamp) -> Result<Self, StoreError> {
        let settings = store.settings(usual)?;
        let gallery = whole_gallery(&store, &settings, now)?;
        // Nobody knows what was not thought over when the program ended last.
        let visitors = gallery.subjects().filter_map(|subject| subject.subject.visitor());
        let changed_visitors = Mutex::new(visitors.collect());
        let keeper = HomeKeeper::new(gallery, settings);
        Ok(Self { store, keeper, changed_visitors, most_seen: Mutex::default() })
    }

    pub(crate) fn snapshot(&self) -> Arc<Home> {
        self.keeper.snapshot()
    }

    pub(crate) fn cache_figures(&self) -> crate::CacheFigures {
        self.keeper.cache_figures()
    }

    /// Takes the faces of a subject from the store again.
    pub(crate) fn reload(&self, subject: Subject) {
        self.reload_all(&[subject]);
    }

    /// Takes the faces of several subjects from the store again, in one step.
    pub(crate) fn reload_all(&self, subjects: &[Subject]) {
        let most = self.snapshot().settings().max_faces_per_person;
        let mut loaded = Vec::new();
        for subject in subjects {
            match self.store.gallery_of(*subject) {
                Ok(rows) => loaded.push((*subject, subject_of(*subject, rows, most))),
                Err(error) => tracing::error!("a subject could not be loaded: {error}"),
            }
        }
        self.keeper.change_subjects(subjects, |gallery| {
            loaded.into_iter().fold(gallery.clone(), |gallery, (subject, faces)| match faces {
                Some(faces) => gallery.with(faces),
                None => gallery.without(subject),
            })
        });
        self.look_again_at(subjects.iter().filter_map(|subject| subject.visitor()));
    }

    /// Uses an index, which may be of some time ago.
    pub(crate) fn take_index(&self, index: GalleryIndex) {
        self.keeper.change_subjects(&[], |gallery| gallery.with_index(index));
    }

    /// Takes everything from the store again.
    pub(crate) fn reload_everybody(&self, now: Timestamp) -> Result<(), StoreError> {
        self.keeper.replace(whole_gallery(&self.store, self.snapshot().settings(), now)?);
        Ok(())
    }

    /// Stores the settings. Those that shape the gallery shape it at once.
    pub(crate) fn save_settings(&self, settings: Settings, now: Timestamp) -> Result<(), StoreError> {
        self.store.save_settings(&settings)?;
        self.take_settings(settings, now)
    }

    /// Takes the settings that are stored.
    pub(crate) fn take_settings(&self, settings: Settings, now: Timestamp) -> Result<(), StoreError> {
        let gallery = whole_gallery(&self.store, &settings, now)?;
        self.keeper.change_settings(settings, gallery);
        Ok(())
    }

    /// Everything that is stored is another: takes all of it, and has nothing of before in mind.
    pub(crate) fn start_over(&self, usual: &Usual, now: Timestamp) -> Result<(), StoreError> {
        self.take_settings(self.store.settings(usual)?, now)?;
        let visitors = self.snapshot();
        let visitors = visitors.gallery().subjects().filter_map(|subject| subject.subject.visitor());
        *locked(&self.changed_visitors) = visitors.collect();
        locked(&self.most_seen).clear();
        Ok(())
    }

    /// Fits the thresholds to what strangers looked like here, and brings those seen most to the front. Gives whether
    /// anything changed.
    pub(crate) fn fit(&self, now: Timestamp) -> Result<bool, StoreError> {
        let home = self.snapshot();
        let raises = raises_wanted(&self.store, home.settings(), home.gallery(), now)?;
        let most_seen = self.store.most_seen(WARM_PEOPLE)?;
        let changed = home.gallery().changed_by(&raises);
        let before = std::mem::replace(&mut *locked(&self.most_seen), most_seen.clone());
        if changed.is_empty() && before == most_seen {
            return Ok(false);
        }
        self.keeper.change_subjects(&changed, |gallery| gallery.fitted(&raises).with_most_seen(&most_seen));
        Ok(!changed.is_empty())
    }

    /// The gallery as it would be fitted with these thresholds.
    pub(crate) fn fitted_gallery(&self, thresholds: &Thresholds, now: Timestamp) -> Result<Gallery, StoreError> {
        let home = self.snapshot();
        Ok(home.gallery().fitted(&raises(&self.store, thresholds, home.gallery(), now)?))
    }

    /// These visitors are to be compared with the others again.
    pub(crate) fn look_again_at(&self, visitors: impl IntoIterator<Item = VisitorId>) {
        locked(&self.changed_visitors).extend(visitors);
    }

    /// Visitors who changed since this was asked last.
    pub(crate) fn take_changed_visitors(&self) -> BTreeSet<VisitorId> {
        std::mem::take(&mut *locked(&self.changed_visitors))
    }

    /// Drops a visitor whose only sighting turned out to be somebody else's.
    pub(crate) fn drop_unseen_visitor(&self, visitor: VisitorId) {
        match self.store.write(|w| w.drop_unseen_visitor(visitor)) {
            Ok(is_gone) if is_gone => self.reload(Subject::Visitor(visitor)),
            Ok(_) => {}
            Err(error) => tracing::error!("a visitor without sightings stays: {error}"),
        }
    }
}

fn whole_gallery(store: &Store, settings: &Settings, now: Timestamp) -> Result<Gallery, StoreError> {
    let mut by_subject: BTreeMap<Subject, Vec<GalleryRow>> = BTreeMap::new();
    for row in store.gallery()? {
        by_subject.entry(row.subject).or_default().push(row);
    }
    let most = settings.max_faces_per_person;
    let subjects = by_subject.into_iter().filter_map(|(subject, rows)| subject_of(subject, rows, most));
    let gallery = Gallery::new(subjects, rejections(store)?);
    let raises = raises_wanted(store, settings, &gallery, now)?;
    Ok(gallery.fitted(&raises).with_most_seen(&store.most_seen(WARM_PEOPLE)?))
}

/// What this home's own strangers add to the thresholds of its people, if the owner wants that.
fn raises_wanted(
    store: &Store,
    settings: &Settings,
    gallery: &Gallery,
    now: Timestamp,
) -> Result<HashMap<Subject, f32>, StoreError> {
    if settings.fits_home { raises(store, &settings.thresholds, gallery, now) } else { Ok(HashMap::new()) }
}

/// What this home's own strangers add to thresholds.
fn raises(
    store: &Store,
    thresholds: &Thresholds,
    gallery: &Gallery,
    now: Timestamp,
) -> Result<HashMap<Subject, f32>, StoreError> {
    let judged = store.judged_since(now.plus_millis(-FIT_MS), FIT_SIGHTINGS)?;
    let strangers = judged.iter().map(|sighting| likeness_of_stranger(sighting, gallery));
    Ok(fitted_raises(strangers.flatten(), thresholds, gallery))
}

/// How alike somebody was to people whom he is not: he is an unnamed visitor, or the owner gave him another name.
fn likeness_of_stranger(judged: &Judged, gallery: &Gallery) -> Vec<porchlight_domain::StrangerLikeness> {
    let Some(is) = judged.subject else { return Vec::new() };
    let is_certain = |other| matches!(is, Subject::Person(_)) || gallery.is_rejected(is, other);
    judged
        .candidates
        .iter()
        .filter(|(other, ..)| matches!(other, Subject::Person(_)) && *other != is)
        .map(|(other, similarity, _)| porchlight_domain::StrangerLikeness {
            stranger: is,
            person: *other,
            similarity: *similarity,
            is_certain: is_certain(*other),
        })
        .collect()
}

fn rejections(store: &Store) -> Result<HashSet<(Subject, Subject)>, StoreError> {
    let pairs = store.rejections()?.into_iter().filter_map(|pair| match pair.rejected {
        Rejected::Visitor(visitor) => Some((Subject::Visitor(visitor), Subject::Person(pair.person))),
        Rejected::Face(_) => None,
    });
    let parted = store.parted()?.into_iter().map(|(one, other)| (Subject::Visitor(one), Subject::Visitor(other)));
    Ok(pairs.chain(parted).collect())
}

fn subject_of(subject: Subject, rows: Vec<GalleryRow>, most: u32) -> Option<GallerySubject> {
    let first = rows.first()?;
    let (name, kind, threshold) = (first.name.clone(), first.kind, first.threshold);
    let faces = rows.into_iter().map(|r| GalleryFace {
        face: r.face,
        embedding: r.embedding,
        trust: r.trust,
        is_grey: r.is_grey,
    });
    let best = GallerySubject::with_best(subject, name, kind, faces.collect(), most as usize);
    Some(best.with_threshold(threshold))
}
