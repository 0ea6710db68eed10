//! Thresholds that fit the home, and what other thresholds would have changed.
//!
//! Owns how what strangers looked like here moves what a person needs. Must not know where that was stored. The owner's
//! own threshold for a person is final and is never moved.

use crate::{
    Candidate, Gallery, Similarity, Subject, Thresholds, Verdict,
    identity::{Choice, choose},
};
use std::collections::{BTreeMap, HashMap};

/// A person needs this much more than the nearest stranger reached (docs/recognition.md, "Thresholds that fit the home").
const CLEAR_OF_STRANGERS: f32 = 0.02;
/// No more than this is added: whoever needs more has a look-alike, and a larger threshold would hide the person.
const MOST_ADDED: f32 = 0.06;

/// How alike somebody was to a person whom he is not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StrangerLikeness {
    /// Who it was.
    pub stranger: Subject,
    /// Whom he resembled.
    pub person: Subject,
    /// How much.
    pub similarity: Similarity,
    /// The owner said so: he has another name, or "not this person". Otherwise it may be that person badly seen.
    pub is_certain: bool,
}

/// What is added to the threshold of each person; those with nothing to add are left out.
///
/// A stranger of whom the owner said so counts by his nearest face. Of the unnamed visitors the nearest is passed over: he
/// may be the person, badly seen.
pub fn fitted_raises(
    likenesses: impl IntoIterator<Item = StrangerLikeness>,
    thresholds: &Thresholds,
    gallery: &Gallery,
) -> HashMap<Subject, f32> {
    let mut nearest: BTreeMap<(Subject, bool), BTreeMap<Subject, f32>> = BTreeMap::new();
    for likeness in likenesses {
        let strangers = nearest.entry((likeness.person, likeness.is_certain)).or_default();
        let most = strangers.entry(likeness.stranger).or_insert(f32::MIN);
        *most = most.max(likeness.similarity.0);
    }
    let mut raises = HashMap::new();
    for ((person, is_certain), strangers) in nearest {
        let Some(threshold) = gallery.subject(person).map(|s| thresholds.of(s.kind)) else { continue };
        let mut reached: Vec<f32> = strangers.into_values().collect();
        reached.sort_by(|a, b| b.total_cmp(a));
        let Some(reached) = reached.get(usize::from(!is_certain)) else { continue };
        let raise = (reached + CLEAR_OF_STRANGERS - threshold.0).min(MOST_ADDED);
        if raise > 0.0 {
            let before = raises.entry(person).or_insert(0.0f32);
            *before = before.max(raise);
        }
    }
    raises
}

/// A sighting as it was judged: who came in question, and who it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedSighting {
    /// Whom it resembled, best first, with the similarity.
    pub candidates: Vec<(Subject, Similarity)>,
    /// Faces were too few or too bad for a name, whatever the thresholds.
    pub lacks_evidence: bool,
}

/// What thresholds make of sightings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Sightings of each known or ignored person.
    pub named: BTreeMap<Subject, usize>,
    /// Sightings of each blacklisted person.
    pub alerts: BTreeMap<Subject, usize>,
}

/// What these thresholds would have made of sightings, with the people as they are now.
pub fn outcome<'a>(
    sightings: impl IntoIterator<Item = &'a JudgedSighting>,
    gallery: &Gallery,
    thresholds: &Thresholds,
) -> Outcome {
    let mut outcome = Outcome::default();
    for sighting in sightings.into_iter().filter(|sighting| !sighting.lacks_evidence) {
        let ranked: Vec<Candidate> = sighting
            .candidates
            .iter()
            .filter_map(|(subject, similarity)| {
                let known = gallery.subject(*subject)?;
                Some(Candidate {
                    subject: *subject,
                    name: known.name.clone(),
                    kind: known.kind,
                    similarity: *similarity,
                    threshold: known.needs(thresholds),
                    nearest_face: known.faces().first()?.face,
                })
            })
            .collect();
        let Choice::Candidate(i) = choose(&ranked, |one, other| gallery.leads(one, other, thresholds)) else {
            continue;
        };
        let counts = match ranked[i].kind.map(Verdict::from) {
            Some(Verdict::Blacklisted) => &mut outcome.alerts,
            Some(_) => &mut outcome.named,
            None => continue,
        };
        *counts.entry(ranked[i].subject).or_default() += 1;
    }
    outcome
}

impl Outcome {
    /// Sightings with a name, of people who raise no alert.
    pub fn named_in_all(&self) -> usize {
        self.named.values().sum()
    }

    /// Alerts.
    pub fn alerts_in_all(&self) -> usize {
        self.alerts.values().sum()
    }

    /// Who is named, or raises an alert, more often here than in `other`, and how much; most first.
    pub fn more_than(&self, other: &Self) -> Vec<(Subject, usize)> {
        let count = |of: &Self, subject| of.named.get(subject).or_else(|| of.alerts.get(subject)).copied().unwrap_or(0);
        let all = self.named.keys().chain(self.alerts.keys());
        let mut more: Vec<(Subject, usize)> = all
            .filter_map(|subject| Some((*subject, count(self, subject).checked_sub(count(other, subject))?)))
            .filter(|(_, more)| *more > 0)
            .collect();
        more.sort_by_key(|(subject, more)| (std::cmp::Reverse(*more), *subject));
        more
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Embedding, FaceId, GalleryFace, GallerySubject, ModelId, PersonId, PersonKind, VisitorId};
    use std::collections::HashSet;

    const ANNA: Subject = Subject::Person(PersonId(1));
    const VICTOR: Subject = Subject::Person(PersonId(2));

    fn gallery() -> Gallery {
        let person = |subject, kind, values: [f32; 2]| {
            let embedding = Embedding::new(ModelId::new("m"), values.to_vec()).expect("a direction");
            let face = GalleryFace { face: FaceId(1), embedding, trust: 1.0, is_grey: false };
            GallerySubject::new(subject, Some("somebody".into()), Some(kind), vec![face])
        };
        let all = [person(ANNA, PersonKind::Known, [1.0, 0.0]), person(VICTOR, PersonKind::Blacklisted, [0.0, 1.0])];
        Gallery::new(all, HashSet::new())
    }

    fn near_anna(stranger: i64, similarity: f32, is_certain: bool) -> StrangerLikeness {
        let stranger = Subject::Visitor(VisitorId(stranger));
        StrangerLikeness { stranger, person: ANNA, similarity: Similarity(similarity), is_certain }
    }

    #[test]
    fn strangers_who_came_near_raise_what_a_person_needs() {
        let usual = Thresholds::default().known.0;
        let raise = |likenesses: &[StrangerLikeness]| {
            let raises = fitted_raises(likenesses.iter().copied(), &Thresholds::default(), &gallery());
            (raises.get(&ANNA).copied().unwrap_or(0.0) * 1000.0).round() / 1000.0
        };
        assert_eq!(raise(&[]), 0.0, "nobody came near");
        assert_eq!(raise(&[near_anna(1, 0.2, true)]), 0.0, "nor is this near");
        assert_eq!(raise(&[near_anna(1, usual, true)]), 0.02, "somebody else just reached it");
        assert_eq!(raise(&[near_anna(1, usual, false)]), 0.0, "an unnamed one may be she herself");
        assert_eq!(raise(&[near_anna(1, usual, false); 5]), 0.0, "however often he came");
        assert_eq!(raise(&[near_anna(1, usual, false), near_anna(2, usual, false)]), 0.02, "two are not");
        assert_eq!(raise(&[near_anna(1, 0.9, true)]), 0.06, "there is an end to it");
    }

    #[test]
    fn what_other_thresholds_would_have_made_of_the_week() {
        let seen = |subject, similarity| JudgedSighting {
            candidates: vec![(subject, Similarity(similarity))],
            lacks_evidence: false,
        };
        let week = [seen(ANNA, 0.9), seen(ANNA, 0.45), seen(VICTOR, 0.5)];
        let usual = Thresholds::default();
        let strict = Thresholds { known: Similarity(0.5), blacklist: Similarity(0.55), ..usual };
        let (now, then) = (outcome(&week, &gallery(), &usual), outcome(&week, &gallery(), &strict));
        assert_eq!((now.named_in_all(), now.alerts_in_all()), (2, 1));
        assert_eq!((then.named_in_all(), then.alerts_in_all()), (1, 0), "one name and one alert fewer");
        assert_eq!(now.more_than(&then), [(ANNA, 1), (VICTOR, 1)], "and whose they are");
        assert!(then.more_than(&now).is_empty());
        let badly_seen = JudgedSighting { lacks_evidence: true, ..seen(ANNA, 0.9) };
        assert_eq!(outcome([&badly_seen], &gallery(), &usual), Outcome::default(), "no threshold makes up for faces");
    }
}
