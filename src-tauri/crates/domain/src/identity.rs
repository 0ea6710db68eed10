//! Who a face, or a track of faces, belongs to.
//!
//! Owns the one rule by which a verdict is reached. Must not know frames, time or storage. The order is the product's
//! promise: the blacklist first, with its own threshold; then known and ignored people, with a lead over the runner-up;
//! then visitors; and `unclear` rather than a wrong name.

use crate::{Candidate, Gallery, PersonKind, Probe, Similarity, Subject, Thresholds, Verdict, Weakness};

/// Candidates kept to say why.
const KEPT_CANDIDATES: usize = 3;
/// Nobody counts as a stranger who comes as near as this to somebody's threshold: it may be that person, badly seen.
/// Value: docs/recognition.md, "Doubt".
pub const DOUBT: f32 = 0.06;

/// Why there is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoName {
    /// No face was seen well enough to look at.
    NoUsableFace,
    /// The faces were too small.
    TooSmall,
    /// The faces were blurred.
    Blurred,
    /// The faces were turned away.
    Turned,
    /// The faces were too dark, too bright or too noisy.
    BadLight,
    /// Two people came equally near.
    TooAlike,
    /// Somebody came near, but not near enough.
    BelowThreshold,
    /// Nobody came near.
    Stranger,
}

impl NoName {
    /// The word for it that is stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoUsableFace => "no_usable_face",
            Self::TooSmall => "too_small",
            Self::Blurred => "blurred",
            Self::Turned => "turned",
            Self::BadLight => "bad_light",
            Self::TooAlike => "too_alike",
            Self::BelowThreshold => "below_threshold",
            Self::Stranger => "stranger",
        }
    }
}

impl NoName {
    /// From the word that was stored.
    pub fn from_word(word: &str) -> Option<Self> {
        use NoName::*;
        [NoUsableFace, TooSmall, Blurred, Turned, BadLight, TooAlike, BelowThreshold, Stranger]
            .into_iter()
            .find(|why| why.as_str() == word)
    }
}

impl From<Weakness> for NoName {
    fn from(weakness: Weakness) -> Self {
        match weakness {
            Weakness::Small => Self::TooSmall,
            Weakness::Blurred => Self::Blurred,
            Weakness::Turned => Self::Turned,
            Weakness::BadLight => Self::BadLight,
        }
    }
}

/// What is thought, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    /// What is thought.
    pub verdict: Verdict,
    /// Whom it is about; `None` while unclear, and for a stranger never seen before.
    pub subject: Option<Subject>,
    /// How alike to the one named, or to the best candidate.
    pub similarity: Option<Similarity>,
    /// The three best candidates.
    pub candidates: Vec<Candidate>,
    /// Why there is no name; `None` where there is one.
    pub no_name: Option<NoName>,
}

impl Identity {
    /// Nothing is known yet.
    pub fn unknown() -> Self {
        Self {
            verdict: Verdict::Unclear,
            subject: None,
            similarity: None,
            candidates: Vec::new(),
            no_name: Some(NoName::NoUsableFace),
        }
    }

    /// The candidate that was chosen.
    pub fn chosen(&self) -> Option<&Candidate> {
        self.subject.and_then(|subject| self.candidates.iter().find(|c| c.subject == subject))
    }
}

/// Decides who `probe` is. `own` is the visitor it is counted as so far, for rejections to hold.
pub fn identify(probe: &Probe, gallery: &Gallery, thresholds: &Thresholds, own: Option<Subject>) -> Identity {
    let mut ranked = gallery.ranked(probe, thresholds);
    // A person so far is put to the question like anybody else: the owner may just have said that it is not them.
    if let Some(own @ Subject::Visitor(_)) = own {
        ranked.retain(|c| !gallery.is_rejected(own, c.subject));
    }
    drop_denied(&mut ranked, gallery);
    let chosen = choose(&ranked, |one, other| gallery.leads(one, other, thresholds));
    let (verdict, subject, no_name) = match chosen {
        Choice::Candidate(i) => {
            let c = &ranked[i];
            (c.kind.map_or(Verdict::Visitor, Verdict::from), Some(c.subject), None)
        }
        Choice::Nobody(NoName::Stranger) => (Verdict::Visitor, None, Some(NoName::Stranger)),
        Choice::Nobody(why) => (Verdict::Unclear, None, Some(why)),
    };
    let similarity = match chosen {
        Choice::Candidate(i) => Some(ranked[i].similarity),
        Choice::Nobody(_) => ranked.first().map(|c| c.similarity),
    };
    // The chosen one is always among the kept, even where two others came nearer.
    if let Choice::Candidate(i) = chosen
        && i >= KEPT_CANDIDATES
    {
        ranked.swap(i, KEPT_CANDIDATES - 1);
    }
    ranked.truncate(KEPT_CANDIDATES);
    Identity { verdict, subject, similarity, candidates: ranked, no_name }
}

/// Whether a face can still be whom an earlier verdict names: it comes as near as a doubt allows to what that subject
/// needs, and is nobody else with a name.
pub fn is_still(subject: Subject, probe: &Probe, gallery: &Gallery, thresholds: &Thresholds) -> bool {
    let mut ranked = gallery.ranked(probe, thresholds);
    // Whoever is asked about is looked at, whether or not an index would find them.
    if ranked.iter().all(|c| c.subject != subject)
        && let Some(own) = gallery.subject(subject).and_then(|s| s.candidate(probe, thresholds))
    {
        let place = ranked.partition_point(|c| c.similarity >= own.similarity);
        ranked.insert(place, own);
    }
    ranked.retain(|c| !gallery.is_rejected(subject, c.subject));
    may_be(subject, &ranked, |one, other| gallery.leads(one, other, thresholds))
}

fn may_be(subject: Subject, ranked: &[Candidate], leads: impl Fn(&Candidate, &Candidate) -> bool) -> bool {
    let is_near = ranked.iter().any(|c| c.subject == subject && c.similarity.0 >= c.threshold.0 - DOUBT);
    let is_another = match choose(ranked, leads) {
        Choice::Candidate(i) => ranked[i].kind.is_some() && ranked[i].subject != subject,
        Choice::Nobody(_) => false,
    };
    is_near && !is_another
}

/// Whoever is nearer to a visitor of whom the owner said "not this person" is not that person either: the owner's word holds
/// the next time as well.
fn drop_denied(ranked: &mut Vec<Candidate>, gallery: &Gallery) {
    let visitors: Vec<(Subject, Similarity)> = ranked
        .iter()
        .filter(|c| c.kind.is_none() && c.similarity >= c.threshold)
        .map(|c| (c.subject, c.similarity))
        .collect();
    ranked.retain(|c| {
        let is_denied = |(visitor, similarity): &(Subject, Similarity)| {
            *similarity >= c.similarity && gallery.is_rejected(*visitor, c.subject)
        };
        c.kind.is_none() || !visitors.iter().any(is_denied)
    });
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Choice {
    Candidate(usize),
    Nobody(NoName),
}

/// The rule itself, over candidates ordered best first. `leads` says whether one is clearly ahead of the other.
pub(crate) fn choose(ranked: &[Candidate], leads: impl Fn(&Candidate, &Candidate) -> bool) -> Choice {
    let best = |wanted: fn(&Candidate) -> bool| ranked.iter().position(wanted);
    let blacklisted = best(|c| c.kind == Some(PersonKind::Blacklisted));
    let trusted = best(|c| matches!(c.kind, Some(PersonKind::Known | PersonKind::Ignored)));
    let visitor = best(|c| c.kind.is_none());

    // Blacklisted first. Only somebody trusted who is the better match by a clear margin is not accused.
    if let Some(b) = blacklisted.filter(|&b| ranked[b].similarity >= ranked[b].threshold) {
        let cleared = trusted.is_some_and(|t| {
            let t = &ranked[t];
            t.similarity >= t.threshold && leads(t, &ranked[b])
        });
        if !cleared {
            return Choice::Candidate(b);
        }
    }
    if let Some(t) = trusted.filter(|&t| ranked[t].similarity >= ranked[t].threshold) {
        let mut others = ranked.iter().enumerate().filter(|(i, c)| *i != t && c.kind.is_some());
        return if others.all(|(_, other)| leads(&ranked[t], other)) {
            Choice::Candidate(t)
        } else {
            Choice::Nobody(NoName::TooAlike)
        };
    }
    let nearest_person = ranked.iter().find(|c| c.kind.is_some());
    let visitor = visitor.filter(|&v| ranked[v].similarity >= ranked[v].threshold);
    if let Some(v) = visitor
        && nearest_person.is_none_or(|p| ranked[v].similarity >= p.similarity)
    {
        return Choice::Candidate(v);
    }
    match nearest_person {
        Some(p) if p.similarity.0 >= p.threshold.0 - DOUBT => Choice::Nobody(NoName::BelowThreshold),
        _ => visitor.map_or(Choice::Nobody(NoName::Stranger), Choice::Candidate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FaceId, PersonId, VisitorId};

    fn person(id: i64, kind: PersonKind, similarity: f32) -> Candidate {
        candidate(Subject::Person(PersonId(id)), Some(kind), similarity)
    }

    fn visitor(id: i64, similarity: f32) -> Candidate {
        candidate(Subject::Visitor(VisitorId(id)), None, similarity)
    }

    fn candidate(subject: Subject, kind: Option<PersonKind>, similarity: f32) -> Candidate {
        Candidate {
            subject,
            name: None,
            kind,
            similarity: Similarity(similarity),
            threshold: thresholds().of(kind),
            nearest_face: FaceId(1),
        }
    }

    fn thresholds() -> Thresholds {
        Thresholds { known: Similarity(0.40), blacklist: Similarity(0.36), visitor: Similarity(0.42), margin: 0.05 }
    }

    fn leads(one: &Candidate, other: &Candidate) -> bool {
        one.similarity.0 >= other.similarity.0 + thresholds().margin
    }

    #[test]
    fn the_rule_in_one_table() {
        use Choice::{Candidate as Is, Nobody};
        use PersonKind::{Blacklisted, Ignored, Known};
        let rows: Vec<(&str, Vec<Candidate>, Choice)> = vec![
            ("nobody enrolled", vec![], Nobody(NoName::Stranger)),
            ("a known person", vec![person(1, Known, 0.6)], Is(0)),
            ("exactly at the threshold", vec![person(1, Known, 0.40)], Is(0)),
            ("just below is doubt", vec![person(1, Known, 0.39)], Nobody(NoName::BelowThreshold)),
            ("far below is a stranger", vec![person(1, Known, 0.2)], Nobody(NoName::Stranger)),
            ("equally near to two", vec![person(1, Known, 0.60), person(2, Known, 0.58)], Nobody(NoName::TooAlike)),
            ("a clear lead", vec![person(1, Known, 0.60), person(2, Known, 0.50)], Is(0)),
            ("an ignored person", vec![person(1, Ignored, 0.6)], Is(0)),
            ("blacklisted by the lower threshold", vec![person(1, Blacklisted, 0.37)], Is(0)),
            ("blacklisted before known", vec![person(2, Known, 0.50), person(1, Blacklisted, 0.48)], Is(1)),
            ("clearly known before blacklisted", vec![person(2, Known, 0.60), person(1, Blacklisted, 0.40)], Is(0)),
            ("a visitor come again", vec![visitor(1, 0.6)], Is(0)),
            ("a visitor nobody knows", vec![visitor(1, 0.3)], Nobody(NoName::Stranger)),
            ("known before visitor", vec![visitor(1, 0.6), person(1, Known, 0.5)], Is(1)),
            ("visitor nearer than a doubtful person", vec![visitor(1, 0.6), person(1, Known, 0.38)], Is(0)),
            (
                "doubtful person nearer than a visitor",
                vec![person(1, Known, 0.39), visitor(1, 0.3)],
                Nobody(NoName::BelowThreshold),
            ),
        ];
        for (case, ranked, expected) in rows {
            assert_eq!(choose(&ranked, leads), expected, "{case}");
        }
    }

    #[test]
    fn who_can_still_be_whom_a_verdict_names() {
        use PersonKind::{Blacklisted, Known};
        let (one, stranger) = (Subject::Person(PersonId(1)), Subject::Visitor(VisitorId(1)));
        let rows = [
            ("clearly the one", one, vec![person(1, Known, 0.7)], true),
            ("below the threshold, within the doubt", one, vec![person(1, Known, 0.35)], true),
            ("below it by more than the doubt", one, vec![person(1, Known, 0.33)], false),
            ("nobody like that is here any more", one, vec![person(2, Known, 0.3)], false),
            ("like somebody else", one, vec![person(2, Known, 0.7), person(1, Known, 0.4)], false),
            ("like two", one, vec![person(2, Known, 0.45), person(1, Known, 0.44)], true),
            ("like somebody to be warned of", one, vec![person(1, Known, 0.5), person(2, Blacklisted, 0.48)], false),
            ("like a visitor as well", one, vec![visitor(1, 0.6), person(1, Known, 0.38)], true),
            ("the same stranger", stranger, vec![visitor(1, 0.37)], true),
            ("another stranger", stranger, vec![visitor(1, 0.3)], false),
            ("no stranger at all", stranger, vec![person(1, Known, 0.6), visitor(1, 0.5)], false),
        ];
        for (case, subject, ranked, expected) in rows {
            assert_eq!(may_be(subject, &ranked, leads), expected, "{case}");
        }
    }

    #[test]
    fn somebody_who_is_not_this_person_is_not_the_next_time_either() {
        use crate::{Embedding, GalleryFace, GallerySubject, ModelId};
        let towards = |degrees: f32| {
            let (y, x) = degrees.to_radians().sin_cos();
            Embedding::new(ModelId::new("m"), vec![x, y]).expect("a direction")
        };
        let (anna, twin) = (Subject::Person(PersonId(1)), Subject::Visitor(VisitorId(9)));
        let known = |subject, kind: Option<PersonKind>, degrees| {
            let face = GalleryFace { face: FaceId(1), embedding: towards(degrees), trust: 1.0, is_grey: false };
            GallerySubject::new(subject, kind.map(|_| "Anna".into()), kind, vec![face])
        };
        let thought = |degrees: f32, rejected: &[(Subject, Subject)]| {
            let everybody = [known(anna, Some(PersonKind::Known), 0.0), known(twin, None, 20.0)];
            let gallery = Gallery::new(everybody, rejected.iter().copied().collect());
            identify(&towards(degrees).into(), &gallery, &thresholds(), None).subject
        };
        assert_eq!(thought(18.0, &[]), Some(anna), "a known person goes first");
        assert_eq!(thought(18.0, &[(twin, anna)]), Some(twin), "the owner said that he is not she");
        assert_eq!(thought(2.0, &[(twin, anna)]), Some(anna), "but she is still herself");
    }
}
