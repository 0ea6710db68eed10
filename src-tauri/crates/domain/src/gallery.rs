//! The faces of everybody who was named or seen before, held in memory.
//!
//! Owns the look-up: who is compared, in which order, and what each of them needs. Must not know the database, whose rows
//! it is a copy of, nor what follows from a similarity. A [`Gallery`] is an immutable snapshot: a change makes a new one
//! that shares all untouched subjects, so that a look-up never waits for a change.

use crate::{Candidate, GalleryIndex, GallerySubject, ModelId, PersonKind, Probe, Similarity, Subject, Thresholds};
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, OnceLock},
};

/// People seen most, who are looked up first.
pub const WARM_PEOPLE: usize = 100;
/// Somebody in the warm block as alike as this is the one, unless a look-alike lives outside of it: nobody in the
/// measurements came as near as this to somebody else, by 0.15 (docs/recognition.md, "Warm block").
const NOBODY_ELSE: Similarity = Similarity(0.70);
/// Two people as easily confused as this are hard to tell apart, and the owner is told (docs/recognition.md,
/// "Look-alikes").
const HARD_TO_TELL: Similarity = Similarity(0.45);
/// From here on the lead that they need over each other grows ...
const MORE_MARGIN_FROM: Similarity = Similarity(0.30);
/// ... by so much for each step that they are more alike ...
const MARGIN_SLOPE: f32 = 0.3;
/// ... up to this: more would hide both.
const LARGEST_MARGIN: f32 = 0.10;

/// Pairs of people and how easily they are confused.
type Pairs = HashMap<(Subject, Subject), Similarity>;

/// A snapshot of all subjects.
#[derive(Clone, Debug, Default)]
pub struct Gallery {
    /// Blacklisted people, then those seen most, then the others.
    pub(crate) subjects: Vec<Arc<GallerySubject>>,
    /// So many of the first subjects are looked up first. Whom an index does not know is always among them.
    pub(crate) warm: usize,
    /// "Not this person", and "not the same": pairs that are never proposed again.
    rejected: Arc<HashSet<(Subject, Subject)>>,
    /// Looked for when they are asked for first: every two people have to be compared.
    look_alikes: Arc<OnceLock<Pairs>>,
    /// The models of all faces.
    pub(crate) models: Vec<ModelId>,
    /// Where there are very many.
    pub(crate) index: Option<Arc<GalleryIndex>>,
    /// Who changed since the index was made.
    pub(crate) stale: Arc<HashSet<Subject>>,
}

impl Gallery {
    /// Of these subjects; those without a face are left out.
    pub fn new(subjects: impl IntoIterator<Item = GallerySubject>, rejected: HashSet<(Subject, Subject)>) -> Self {
        let subjects: Vec<_> = subjects.into_iter().filter(|s| !s.faces().is_empty()).map(Arc::new).collect();
        let mut models = Vec::new();
        subjects.iter().for_each(|subject| note_models(&mut models, subject));
        Self { subjects, rejected: Arc::new(rejected), models, ..Self::default() }.with_most_seen(&[])
    }

    /// With those seen most in front; blacklisted people come before them all.
    #[must_use]
    pub fn with_most_seen(&self, most_seen: &[Subject]) -> Self {
        let place: HashMap<Subject, usize> = most_seen.iter().enumerate().map(|(i, s)| (*s, i)).collect();
        let mut next = self.clone();
        next.subjects.sort_by_key(|s| {
            (s.kind != Some(PersonKind::Blacklisted), place.get(&s.subject).copied().unwrap_or(usize::MAX))
        });
        next.cool_down();
        next
    }

    /// The blacklisted, and so many of those seen most.
    pub(crate) fn least_warm(&self) -> usize {
        let blacklisted = self.subjects.iter().filter(|s| s.kind == Some(PersonKind::Blacklisted)).count();
        (blacklisted + WARM_PEOPLE).min(self.subjects.len())
    }

    /// All subjects.
    pub fn subjects(&self) -> impl ExactSizeIterator<Item = &GallerySubject> {
        self.subjects.iter().map(Arc::as_ref)
    }

    /// One subject.
    pub fn subject(&self, subject: Subject) -> Option<&GallerySubject> {
        let among = match &self.index {
            Some(index) if !self.stale.contains(&subject) => return index.subject(subject).map(Arc::as_ref),
            Some(_) => &self.subjects[..self.warm],
            None => &self.subjects[..],
        };
        among.iter().find(|s| s.subject == subject).map(Arc::as_ref)
    }

    /// The models of all faces, of some perhaps that left since.
    pub fn models(&self) -> &[ModelId] {
        &self.models
    }

    /// With this subject added, or in place of the one of the same id.
    #[must_use]
    pub fn with(&self, mut subject: GallerySubject) -> Self {
        if subject.faces().is_empty() {
            return self.without(subject.subject);
        }
        let mut next = self.clone();
        note_models(&mut next.models, &subject);
        if let Some(before) = self.subject(subject.subject) {
            subject.raise = before.raise;
        }
        if subject.kind.is_some() {
            next.look_alikes = self.look_alikes_without(subject.subject, |pairs| {
                self.note_look_alikes(pairs, &subject);
            });
        }
        next.note_change(subject.subject);
        let place = self.subjects.iter().position(|s| s.subject == subject.subject);
        let is_urgent = subject.kind == Some(PersonKind::Blacklisted) && place.is_none_or(|place| place >= self.warm);
        // Whom the index knows no longer must be in the warm block.
        let may_stay = !is_urgent && (self.index.is_none() || place.is_some_and(|place| place < self.warm));
        if let Some(place) = place.filter(|_| may_stay) {
            next.subjects[place] = Arc::new(subject);
            return next;
        }
        next.warm -= usize::from(place.is_some_and(|place| place < self.warm));
        next.subjects.retain(|s| s.subject != subject.subject);
        // Whoever comes anew is likely to be seen again at once, and a blacklisted person must never wait.
        let at = if is_urgent { 0 } else { next.warm };
        next.subjects.insert(at, Arc::new(subject));
        next.warm = (next.warm + 1).min(next.subjects.len());
        next
    }

    /// Without this subject.
    #[must_use]
    pub fn without(&self, subject: Subject) -> Self {
        let mut next = self.clone();
        if let Some(place) = self.subjects.iter().position(|s| s.subject == subject) {
            next.subjects.remove(place);
            next.warm -= usize::from(place < self.warm);
            next.note_change(subject);
            if self.subjects[place].kind.is_some() {
                next.look_alikes = self.look_alikes_without(subject, |_| ());
            }
        }
        next
    }

    /// The pairs without those of one subject, with what `add` adds; unknown as long as they are unknown here.
    fn look_alikes_without(&self, subject: Subject, add: impl FnOnce(&mut Pairs)) -> Arc<OnceLock<Pairs>> {
        let Some(known) = self.look_alikes.get() else { return Arc::default() };
        let others = known.iter().filter(|((one, other), _)| *one != subject && *other != subject);
        let mut pairs = others.map(|(pair, alike)| (*pair, *alike)).collect();
        add(&mut pairs);
        Arc::new(OnceLock::from(pairs))
    }

    /// Looks for look-alikes now, where nobody waits for it: with a thousand people that takes half a second. Look-ups do
    /// without until then, and take longer.
    pub fn find_look_alikes(&self) {
        self.pairs();
    }

    fn pairs(&self) -> &Pairs {
        self.look_alikes.get_or_init(|| {
            let mut pairs = Pairs::new();
            for (i, one) in self.subjects.iter().enumerate() {
                match &self.index {
                    Some(_) => self.note_look_alikes(&mut pairs, one),
                    None => note_pairs(&mut pairs, one, &self.subjects[i + 1..]),
                }
            }
            pairs
        })
    }

    /// Notes who is hard to tell from `one`.
    fn note_look_alikes(&self, pairs: &mut Pairs, one: &GallerySubject) {
        if let Some(mean) = one.mean().filter(|_| one.kind.is_some()) {
            note_pairs(pairs, one, self.in_question(&mean));
        }
    }

    /// With what this home's own strangers add to the thresholds of people, and nothing for all others.
    #[must_use]
    pub fn fitted(&self, raises: &HashMap<Subject, f32>) -> Self {
        let mut next = self.clone();
        let mut changed = Vec::new();
        for subject in &mut next.subjects {
            let raise = raises.get(&subject.subject).copied().unwrap_or(0.0);
            if subject.raise != raise {
                Arc::make_mut(subject).raise = raise;
                changed.push(subject.subject);
            }
        }
        if self.index.is_some() && !changed.is_empty() {
            changed.into_iter().for_each(|subject| next.note_change(subject));
            next.cool_down();
        }
        next
    }

    /// Whose thresholds would be others with these raises.
    pub fn changed_by(&self, raises: &HashMap<Subject, f32>) -> Vec<Subject> {
        let other = |s: &&GallerySubject| s.raise != raises.get(&s.subject).copied().unwrap_or(0.0);
        self.subjects().filter(other).map(|s| s.subject).collect()
    }

    /// Whether the owner said that these two are not the same.
    pub fn is_rejected(&self, one: Subject, other: Subject) -> bool {
        self.rejected.contains(&(one, other)) || self.rejected.contains(&(other, one))
    }

    /// All pairs that are not the same, in no order.
    pub fn rejections(&self) -> impl Iterator<Item = (Subject, Subject)> {
        self.rejected.iter().copied()
    }

    /// Everybody who is hard to tell from this person, most alike first.
    pub fn look_alikes(&self, of: Subject) -> Vec<(Subject, Similarity)> {
        let other = |&(one, other): &(Subject, Subject)| match () {
            () if one == of => Some(other),
            () if other == of => Some(one),
            () => None,
        };
        let hard = self.pairs().iter().filter(|(_, alike)| **alike >= HARD_TO_TELL);
        let mut found: Vec<_> = hard.filter_map(|(pair, alike)| Some((other(pair)?, *alike))).collect();
        found.sort_by(|a, b| b.1.0.total_cmp(&a.1.0));
        found
    }

    /// The lead that one needs over the other.
    pub fn margin(&self, one: Subject, other: Subject, thresholds: &Thresholds) -> f32 {
        let alike = match self.look_alikes.get() {
            Some(pairs) => pairs.get(&(one, other)).or_else(|| pairs.get(&(other, one))).copied(),
            None => self.compared(one, other),
        };
        let more = alike.map_or(0.0, |alike| MARGIN_SLOPE * (alike.0 - MORE_MARGIN_FROM.0));
        (thresholds.margin + more).min(largest_margin(thresholds))
    }

    /// Whether one is clearly ahead of the other. Most are so far ahead that it need not be known how alike the two are.
    pub(crate) fn leads(&self, one: &Candidate, other: &Candidate, thresholds: &Thresholds) -> bool {
        let ahead = |margin: f32| one.similarity.0 >= other.similarity.0 + margin;
        ahead(largest_margin(thresholds)) || ahead(self.margin(one.subject, other.subject, thresholds))
    }

    fn compared(&self, one: Subject, other: Subject) -> Option<Similarity> {
        confusable(self.subject(one)?, self.subject(other)?)
    }

    /// All people with their similarity, best first: whom somebody unnamed may be.
    pub fn named_like(&self, probe: &Probe, thresholds: &Thresholds) -> Vec<Candidate> {
        let named = self.in_question(probe).filter(|s| s.kind.is_some());
        let mut ranked: Vec<Candidate> = named.filter_map(|s| s.candidate(probe, thresholds)).collect();
        ranked.sort_by(|a, b| b.similarity.0.total_cmp(&a.similarity.0));
        ranked
    }

    /// Everybody with their similarity, best first. The warm block answers alone where nobody else can come in question.
    pub fn ranked(&self, probe: &Probe, thresholds: &Thresholds) -> Vec<Candidate> {
        let warm = &self.subjects[..self.warm];
        let mut ranked: Vec<Candidate> = warm.iter().filter_map(|s| s.candidate(probe, thresholds)).collect();
        let best = ranked.iter().max_by(|a, b| a.similarity.0.total_cmp(&b.similarity.0));
        // As long as look-alikes are unknown, comparing with everybody costs less than looking for them.
        let is_settled = best.is_some_and(|best| {
            best.kind.is_some()
                && best.similarity >= NOBODY_ELSE
                && self.look_alikes.get().is_some()
                && self.look_alikes(best.subject).is_empty()
        });
        if !is_settled {
            ranked.extend(self.in_question(probe).skip(self.warm).filter_map(|s| s.candidate(probe, thresholds)));
        }
        ranked.sort_by(|a, b| b.similarity.0.total_cmp(&a.similarity.0));
        ranked
    }
}

fn note_models(models: &mut Vec<ModelId>, subject: &GallerySubject) {
    for face in subject.faces() {
        if !models.contains(face.embedding.model()) {
            models.push(face.embedding.model().clone());
        }
    }
}

/// Notes who among `others` is hard to tell from `one`, once for each pair.
fn note_pairs<'a>(pairs: &mut Pairs, one: &GallerySubject, others: impl IntoIterator<Item = &'a Arc<GallerySubject>>) {
    for other in others {
        if !pairs.contains_key(&(other.subject, one.subject))
            && let Some(alike) = confusable(one, other)
        {
            pairs.insert((one.subject, other.subject), alike);
        }
    }
}

/// How easily two are confused, if it is enough to matter. Only people: visitors may well be the same person.
fn confusable(one: &GallerySubject, other: &GallerySubject) -> Option<Similarity> {
    let are_people = one.kind.is_some() && other.kind.is_some() && one.subject != other.subject;
    are_people.then(|| one.confusion(other)).flatten().filter(|alike| *alike >= MORE_MARGIN_FROM)
}

/// No two need a larger lead over each other than this.
fn largest_margin(thresholds: &Thresholds) -> f32 {
    LARGEST_MARGIN.max(thresholds.margin)
}

impl Thresholds {
    /// What a subject of this kind needs.
    pub fn of(&self, kind: Option<PersonKind>) -> Similarity {
        match kind {
            Some(PersonKind::Blacklisted) => self.blacklist,
            Some(PersonKind::Known | PersonKind::Ignored) => self.known,
            None => self.visitor,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Embedding, FaceId, GalleryFace, PersonId, VisitorId};

    fn towards(degrees: f32) -> Embedding {
        let (y, x) = degrees.to_radians().sin_cos();
        Embedding::new(ModelId::new("m"), vec![x, y]).expect("a direction")
    }

    fn person(id: i64, kind: PersonKind, degrees: f32) -> GallerySubject {
        let face = GalleryFace { face: FaceId(id), embedding: towards(degrees), trust: 1.0, is_grey: false };
        GallerySubject::new(Subject::Person(PersonId(id)), Some("somebody".into()), Some(kind), vec![face])
    }

    fn ranked(gallery: &Gallery, degrees: f32) -> Vec<i64> {
        let number = |subject| match subject {
            Subject::Person(id) => id.0,
            Subject::Visitor(id) => -id.0,
        };
        let found = gallery.ranked(&towards(degrees).into(), &Thresholds::default());
        found.iter().map(|c| number(c.subject)).collect()
    }

    #[test]
    fn look_alikes_need_a_larger_lead_over_each_other_only() {
        use PersonKind::Known;
        let [a, b, c] = [1, 2, 3].map(|id| Subject::Person(PersonId(id)));
        let gallery =
            Gallery::new([person(1, Known, 0.0), person(2, Known, 60.0), person(3, Known, 170.0)], HashSet::new());
        let usual = Thresholds::default().margin;
        assert_eq!(gallery.look_alikes(a).iter().map(|(s, _)| *s).collect::<Vec<_>>(), [b], "a cosine of 0.5");
        assert!(gallery.margin(b, a, &Thresholds::default()) > usual, "in either order");
        assert_eq!(gallery.margin(a, c, &Thresholds::default()), usual, "these two are far apart");
        assert!(gallery.without(b).look_alikes(a).is_empty(), "and it goes with the person");
        let moved = gallery.with(person(2, Known, 120.0));
        assert_eq!(moved.look_alikes(b).first().map(|(s, _)| *s), Some(c), "new faces, new look-alikes");
    }

    #[test]
    fn leads_are_the_same_before_look_alikes_were_looked_for_and_after() {
        let people = || (1..=12).map(|id| person(id, PersonKind::Known, id as f32 * 14.0));
        let (before, after) = (Gallery::new(people(), HashSet::new()), Gallery::new(people(), HashSet::new()));
        after.find_look_alikes();
        let changed = after.with(person(3, PersonKind::Known, 100.0));
        let anew = before.with(person(3, PersonKind::Known, 100.0));
        let thresholds = Thresholds::default();
        for one in 1..=12 {
            for other in 1..=12 {
                let [one, other] = [one, other].map(|id| Subject::Person(PersonId(id)));
                let lead = |gallery: &Gallery| gallery.margin(one, other, &thresholds);
                assert_eq!(lead(&before), lead(&after), "{one:?} {other:?}");
                assert_eq!(lead(&anew), lead(&changed), "{one:?} {other:?}, after a change");
                assert!(lead(&after) <= largest_margin(&thresholds));
            }
        }
    }

    #[test]
    fn the_warm_block_answers_alone_only_where_nobody_else_can() {
        let many = (1..=150).map(|id| person(id, PersonKind::Known, if id == 150 { 90.0 } else { id as f32 * 0.001 }));
        let lonely = Gallery::new([person(1, PersonKind::Known, 0.0)], HashSet::new());
        assert_eq!(ranked(&lonely, 1.0), [1]);
        let crowd = Gallery::new(many, HashSet::new());
        assert_eq!(ranked(&crowd, 0.0).len(), 150, "look-alikes are all looked at");
        let far = (1..=150).map(|id| person(id, PersonKind::Known, if id == 7 { 0.0 } else { 100.0 + id as f32 }));
        let far = Gallery::new(far, HashSet::new()).with_most_seen(&[Subject::Person(PersonId(7))]);
        assert_eq!(ranked(&far, 1.0).len(), 150, "as long as look-alikes are unknown");
        far.find_look_alikes();
        assert_eq!(ranked(&far, 1.0).first(), Some(&7), "found in the block");
        assert_eq!(ranked(&far, 1.0).len(), WARM_PEOPLE, "and nobody behind it was looked at");
        assert_eq!(ranked(&far, 60.0).len(), 150, "a doubtful face is compared with everybody");
    }

    #[test]
    fn a_blacklisted_person_is_always_in_the_warm_block() {
        let far = (1..=150).map(|id| person(id, PersonKind::Known, 100.0 + id as f32 / 2.0));
        let gallery = Gallery::new(far, HashSet::new());
        let late = gallery.with(person(200, PersonKind::Blacklisted, 0.0));
        assert_eq!(ranked(&late, 1.0).first(), Some(&200), "added last, looked up first");
        let accused = gallery.with(person(150, PersonKind::Blacklisted, 0.0));
        assert_eq!(ranked(&accused, 1.0).first(), Some(&150), "also when it was known until now");
        assert_eq!(accused.subjects().count(), 150, "nobody twice");
    }

    #[test]
    fn what_a_person_needs_is_the_owners_word_or_the_general_one_with_what_this_home_adds() {
        let subject = Subject::Person(PersonId(1));
        let needs = |gallery: &Gallery| gallery.ranked(&towards(0.0).into(), &Thresholds::default())[0].threshold.0;
        let gallery = Gallery::new([person(1, PersonKind::Known, 0.0)], HashSet::new());
        let usual = Thresholds::default().known.0;
        assert_eq!(needs(&gallery), usual);
        let fitted = gallery.fitted(&HashMap::from([(subject, 0.05)]));
        assert_eq!(needs(&fitted), usual + 0.05, "strangers came near");
        assert_eq!(needs(&fitted.fitted(&HashMap::new())), usual, "and no more");
        let own = gallery.with(person(1, PersonKind::Known, 0.0).with_threshold(Some(Similarity(0.6))));
        assert_eq!(needs(&own.fitted(&HashMap::from([(subject, 0.05)]))), 0.6, "the owner's word is final");
    }

    #[test]
    fn a_visitor_is_nobodys_look_alike() {
        let visitor = Subject::Visitor(VisitorId(9));
        let face = GalleryFace { face: FaceId(1), embedding: towards(0.0), trust: 1.0, is_grey: false };
        let gallery = Gallery::new(
            [person(1, PersonKind::Known, 0.0), GallerySubject::new(visitor, None, None, vec![face])],
            HashSet::new(),
        );
        assert!(gallery.look_alikes(visitor).is_empty(), "it may be the same person");
    }
}
