//! Who comes in question among very many people, without comparing with everybody.
//!
//! Owns what an index was made of. Must not know how nearest faces are found: a library does, behind [`FindNearest`]. Invariant:
//! an index never changes; the [`Gallery`] that uses it knows who changed since and compares with them one by one.

use crate::{Embedding, Gallery, GallerySubject, ModelId, Probe, Subject};
use std::{collections::HashMap, fmt, sync::Arc};

/// Finds the faces nearest to one.
pub trait FindNearest: fmt::Debug + Send + Sync {
    /// Puts the places of those whose mean face is nearest into `into`: some tens of the people, and of the visitors as many, so
    /// that a crowd of strangers never hides somebody who has a name. `false` if it cannot; then everybody is compared.
    fn find(&self, face: &Embedding, into: &mut Vec<u32>) -> bool;

    /// How much memory it takes.
    fn bytes(&self) -> usize;
}

/// Everybody who can be put into an index, in an order that is the same for the same faces.
#[derive(Clone, Debug)]
pub struct Indexable {
    pub(crate) model: ModelId,
    pub(crate) subjects: Arc<[Arc<GallerySubject>]>,
}

impl Indexable {
    /// `None` while not all faces are of one model: they are being embedded again, and compared one by one until then.
    pub(crate) fn of(subjects: &[Arc<GallerySubject>], models: &[ModelId]) -> Option<Self> {
        let [model] = models else { return None };
        let mut subjects: Vec<_> = subjects.iter().filter(|s| s.mean_by(model).is_some()).map(Arc::clone).collect();
        subjects.sort_by_key(|subject| subject.subject);
        Some(Self { model: model.clone(), subjects: subjects.into() })
    }

    /// The model of all faces.
    pub fn model(&self) -> &ModelId {
        &self.model
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.subjects.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.subjects.is_empty()
    }

    /// Each with its place: who it is, and the mean face.
    pub fn faces(&self) -> impl Iterator<Item = (u32, Subject, &Embedding)> {
        let placed = (0u32..).zip(self.subjects.iter());
        placed.filter_map(|(place, s)| Some((place, s.subject, s.mean_by(&self.model)?)))
    }
}

/// An index and what it was made of.
#[derive(Clone, Debug)]
pub struct GalleryIndex {
    of: Indexable,
    places: HashMap<Subject, u32>,
    finder: Arc<dyn FindNearest>,
}

impl GalleryIndex {
    /// `finder` was made of the faces of `of`, and gives their places.
    pub fn new(of: Indexable, finder: Arc<dyn FindNearest>) -> Self {
        let places = (0u32..).zip(of.subjects.iter()).map(|(place, s)| (s.subject, place)).collect();
        Self { of, places, finder }
    }

    /// How much memory the index itself takes.
    pub fn bytes(&self) -> usize {
        self.finder.bytes() + self.places.capacity() * size_of::<(Subject, u32)>()
    }

    pub(crate) fn subjects(&self) -> impl Iterator<Item = &Arc<GallerySubject>> {
        self.of.subjects.iter()
    }

    /// As this subject was when the index was made.
    pub(crate) fn subject(&self, subject: Subject) -> Option<&Arc<GallerySubject>> {
        self.of.subjects.get(*self.places.get(&subject)? as usize)
    }

    /// Those nearest to a face; `None` if that cannot be said.
    pub(crate) fn nearest(&self, probe: &Probe) -> Option<Vec<&Arc<GallerySubject>>> {
        let mut places = Vec::new();
        let is_found = self.finder.find(probe.of(&self.of.model)?, &mut places);
        is_found.then(|| places.iter().filter_map(|place| self.of.subjects.get(*place as usize)).collect())
    }
}

impl Gallery {
    /// What an index can be made of now.
    pub fn indexable(&self) -> Option<Indexable> {
        Indexable::of(&self.subjects, &self.models)
    }

    /// With an index, which may be of some time ago: whoever changed since is compared one by one.
    #[must_use]
    pub fn with_index(&self, index: GalleryIndex) -> Self {
        let mut next = self.clone();
        let current: HashMap<Subject, &Arc<GallerySubject>> = self.subjects.iter().map(|s| (s.subject, s)).collect();
        let is_same = |s: &Arc<GallerySubject>| current.get(&s.subject).is_some_and(|now| Arc::ptr_eq(now, s));
        let gone = index.subjects().filter(|s| !is_same(s)).map(|s| s.subject);
        let fresh = self.subjects.iter().filter(|s| index.subject(s.subject).is_none()).map(|s| s.subject);
        next.stale = Arc::new(gone.chain(fresh).collect());
        next.index = Some(Arc::new(index));
        next.cool_down();
        next
    }

    /// Who is compared one by one although there is an index, and who is in the index only: everybody who changed since.
    pub fn unindexed(&self) -> usize {
        if self.index.is_some() { self.stale.len() } else { self.subjects.len() }
    }

    /// Whether there is an index.
    pub fn has_index(&self) -> bool {
        self.index.is_some()
    }

    /// Everybody who may be meant by a face: the warm block, and of the others those that the index finds, or all.
    pub(crate) fn in_question(&self, probe: &Probe) -> impl Iterator<Item = &Arc<GallerySubject>> {
        let (warm, rest) = self.subjects.split_at(self.warm);
        let nearest = self.index.as_ref().and_then(|index| index.nearest(probe));
        let rest = if nearest.is_some() { &[] } else { rest };
        let is_looked_at = move |s: &&Arc<GallerySubject>| warm.iter().any(|warm| warm.subject == s.subject);
        let near = nearest.into_iter().flatten().filter(|s| !self.stale.contains(&s.subject));
        warm.iter().chain(near.filter(move |s| !is_looked_at(s))).chain(rest)
    }

    /// Notes that somebody changed: what the index knows of them holds no longer.
    pub(crate) fn note_change(&mut self, subject: Subject) {
        if self.index.is_some() {
            Arc::make_mut(&mut self.stale).insert(subject);
        }
    }

    /// Makes the warm block as small as it may be: the first, and everybody whom the index does not know.
    pub(crate) fn cool_down(&mut self) {
        self.warm = self.least_warm();
        if self.index.is_some() {
            let (stale, rest) = (Arc::clone(&self.stale), self.subjects.split_off(self.warm));
            let (fresh, rest): (Vec<_>, Vec<_>) = rest.into_iter().partition(|s| stale.contains(&s.subject));
            self.warm += fresh.len();
            self.subjects.extend(fresh);
            self.subjects.extend(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FaceId, GalleryFace, PersonId, PersonKind, Similarity, Thresholds, VisitorId, WARM_PEOPLE};
    use std::collections::{HashMap, HashSet};

    /// Finds the nearest by looking at everybody: what an index is measured by.
    #[derive(Debug)]
    struct Patient {
        faces: Vec<(u32, Embedding)>,
        most: usize,
    }

    impl FindNearest for Patient {
        fn find(&self, face: &Embedding, into: &mut Vec<u32>) -> bool {
            let alike = |other: &Embedding| face.similarity(other).map_or(-1.0, |s| s.0);
            let mut ranked: Vec<_> = self.faces.iter().map(|(place, other)| (alike(other), *place)).collect();
            ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
            into.extend(ranked.iter().take(self.most).map(|(_, place)| place));
            true
        }

        fn bytes(&self) -> usize {
            0
        }
    }

    const PEOPLE: i64 = 400;

    fn direction(degrees: f32) -> Embedding {
        let (y, x) = degrees.to_radians().sin_cos();
        Embedding::new(ModelId::new("m"), vec![x, y]).expect("a direction")
    }

    fn somebody(subject: Subject, kind: Option<PersonKind>, degrees: f32) -> GallerySubject {
        let face = GalleryFace { face: FaceId(1), embedding: direction(degrees), trust: 1.0, is_grey: false };
        GallerySubject::new(subject, kind.map(|_| "somebody".into()), kind, vec![face])
    }

    fn person(id: i64, degrees: f32) -> GallerySubject {
        somebody(Subject::Person(PersonId(id)), Some(PersonKind::Known), degrees)
    }

    fn id(id: i64) -> Subject {
        Subject::Person(PersonId(id))
    }

    /// Four hundred people around a circle, with an index of all of them.
    fn crowd() -> Gallery {
        let gallery = Gallery::new((0..PEOPLE).map(|i| person(i, i as f32 * 0.5)), HashSet::new());
        indexed(&gallery)
    }

    fn indexed(gallery: &Gallery) -> Gallery {
        let of = gallery.indexable().expect("one model");
        let faces = of.faces().map(|(place, _, face)| (place, face.clone())).collect();
        gallery.with_index(GalleryIndex::new(of, Arc::new(Patient { faces, most: 8 })))
    }

    fn best(gallery: &Gallery, degrees: f32) -> Option<Subject> {
        gallery.ranked(&direction(degrees).into(), &Thresholds::default()).first().map(|c| c.subject)
    }

    #[test]
    fn whoever_is_meant_is_found_without_comparing_with_everybody() {
        let gallery = crowd();
        for i in [0, 99, 100, 250, 399] {
            assert_eq!(best(&gallery, i as f32 * 0.5), Some(id(i)));
        }
        let compared = gallery.ranked(&direction(150.0).into(), &Thresholds::default());
        assert!(compared.len() <= WARM_PEOPLE + 8, "{}", compared.len());
        let mut twice: Vec<_> = compared.iter().map(|c| c.subject).collect();
        twice.sort();
        twice.dedup();
        assert_eq!(twice.len(), compared.len(), "nobody twice");
        assert_eq!(gallery.unindexed(), 0);
    }

    #[test]
    fn every_change_counts_at_once() {
        let gallery = crowd();
        let moved = gallery.with(person(300, 200.0));
        assert_eq!(best(&moved, 200.0), Some(id(300)), "where they are now");
        assert_ne!(best(&moved, 150.0), Some(id(300)), "and not where they were");
        assert_eq!(
            moved.subject(id(300)).and_then(|s| s.similarity(&direction(200.0).into())).map(|s| s.0.0 > 0.99),
            Some(true)
        );
        let left = moved.without(id(301));
        assert_ne!(best(&left, 150.5), Some(id(301)), "who left is nobody");
        assert!(left.subject(id(301)).is_none());
        let came = left.with(person(900, 270.0));
        assert_eq!(best(&came, 270.0), Some(id(900)), "who came is found");
        let fitted = came.fitted(&HashMap::from([(id(350), 0.07)]));
        let raised = fitted.ranked(&direction(175.0).into(), &Thresholds::default());
        let needs = raised.iter().find(|c| c.subject == id(350)).map(|c| c.threshold);
        assert_eq!(needs, Some(Similarity(Thresholds::default().known.0 + 0.07)), "with what this home adds");
        assert_eq!(fitted.unindexed(), 4);
        assert_eq!(fitted.subjects().count(), PEOPLE as usize, "nobody is lost, nobody is there twice");
        let most_seen = fitted.with_most_seen(&[id(399)]);
        assert_eq!((best(&most_seen, 270.0), best(&most_seen, 200.0)), (Some(id(900)), Some(id(300))), "in any order");
        let anew = indexed(&most_seen);
        assert_eq!((anew.unindexed(), best(&anew, 270.0), best(&anew, 200.0)), (0, Some(id(900)), Some(id(300))));
    }

    #[test]
    fn an_index_of_before_a_change_knows_only_who_stayed_the_same() {
        let before = Gallery::new((0..PEOPLE).map(|i| person(i, i as f32 * 0.5)), HashSet::new());
        let of = before.indexable().expect("one model");
        let faces = of.faces().map(|(place, _, face)| (place, face.clone())).collect();
        let index = GalleryIndex::new(of, Arc::new(Patient { faces, most: 8 }));
        let after = before.with(person(300, 200.0)).without(id(301)).with(person(900, 270.0)).with_index(index);
        assert_eq!(after.unindexed(), 3);
        assert_eq!((best(&after, 200.0), best(&after, 270.0)), (Some(id(300)), Some(id(900))));
        assert!(after.subject(id(301)).is_none());
    }

    #[test]
    fn look_alikes_are_the_same_with_an_index_and_without() {
        let people = || (0..40).map(|i| person(i, i as f32 * 30.0 + (i / 12) as f32));
        let exact = Gallery::new(people(), HashSet::new());
        let quick = indexed(&exact);
        for i in 0..40 {
            let sorted = |gallery: &Gallery| {
                let mut alike: Vec<_> = gallery.look_alikes(id(i)).iter().map(|(s, _)| *s).collect();
                alike.sort();
                alike
            };
            assert_eq!(sorted(&quick), sorted(&exact), "of {i}");
        }
    }

    #[test]
    fn there_is_no_index_while_faces_are_of_two_models() {
        let mut other = person(1, 0.0);
        let face = Embedding::new(ModelId::new("other"), vec![1.0, 0.0]).expect("a direction");
        other = GallerySubject::new(
            other.subject,
            other.name.clone(),
            other.kind,
            vec![GalleryFace { face: FaceId(2), embedding: face, trust: 1.0, is_grey: false }],
        );
        let visitor = somebody(Subject::Visitor(VisitorId(1)), None, 20.0);
        assert!(Gallery::new([other, visitor], HashSet::new()).indexable().is_none());
    }
}
