//! Everybody who was named or seen, in memory and in the store, kept in step.
//!
//! Owns the order in which a change happens: stored first, then the snapshot, then the verdicts it touches. Must not
//! know cameras. Invariant: what the gallery answers was stored before.

use crate::home::{Home, HomeKeeper};
use porchlight_domain::{Gallery, GalleryFace, GallerySubject, Settings, Subject, VisitorId};
use porchlight_store::{GalleryRow, Rejected, Store, StoreError};
use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

/// The people of a home.
pub(crate) struct Household {
    store: Arc<Store>,
    keeper: HomeKeeper,
}

impl Household {
    pub(crate) fn load(store: Arc<Store>) -> Result<Self, StoreError> {
        let gallery = gallery_of(store.gallery()?, rejections(&store)?);
        let keeper = HomeKeeper::new(gallery, store.settings()?);
        Ok(Self { store, keeper })
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
        let mut loaded = Vec::new();
        for subject in subjects {
            match self.store.gallery_of(*subject) {
                Ok(rows) => loaded.push((*subject, subject_of(*subject, rows))),
                Err(error) => tracing::error!("a subject could not be loaded: {error}"),
            }
        }
        self.keeper.change_subjects(subjects, |gallery| {
            loaded.into_iter().fold(gallery.clone(), |gallery, (subject, faces)| match faces {
                Some(faces) => gallery.with(faces),
                None => gallery.without(subject),
            })
        });
    }

    /// Takes everything from the store again.
    pub(crate) fn reload_everybody(&self) -> Result<(), StoreError> {
        self.keeper.replace(gallery_of(self.store.gallery()?, rejections(&self.store)?));
        Ok(())
    }

    pub(crate) fn save_settings(&self, settings: Settings) -> Result<(), StoreError> {
        self.store.save_settings(&settings)?;
        self.keeper.change_settings(settings);
        Ok(())
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

fn rejections(store: &Store) -> Result<HashSet<(Subject, Subject)>, StoreError> {
    let pairs = store.rejections()?.into_iter().filter_map(|pair| match pair.rejected {
        Rejected::Visitor(visitor) => Some((Subject::Visitor(visitor), Subject::Person(pair.person))),
        Rejected::Face(_) => None,
    });
    Ok(pairs.collect())
}

fn gallery_of(rows: Vec<GalleryRow>, rejected: HashSet<(Subject, Subject)>) -> Gallery {
    let mut by_subject: BTreeMap<Subject, Vec<GalleryRow>> = BTreeMap::new();
    for row in rows {
        by_subject.entry(row.subject).or_default().push(row);
    }
    Gallery::new(by_subject.into_iter().filter_map(|(subject, rows)| subject_of(subject, rows)), rejected)
}

fn subject_of(subject: Subject, rows: Vec<GalleryRow>) -> Option<GallerySubject> {
    let first = rows.first()?;
    let (name, kind) = (first.name.clone(), first.kind);
    let faces = rows.into_iter().map(|r| GalleryFace { face: r.face, embedding: r.embedding, trust: r.trust });
    Some(GallerySubject::new(subject, name, kind, faces.collect()))
}
