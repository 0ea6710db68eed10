//! What the faces of one track add up to.
//!
//! Owns which embedded faces of a track count, how much, and when there are enough of them to say something. Must not
//! know cameras or storage. Method: the template of a track is the mean of its best faces weighted by trust, because
//! noise averages out and identity does not; figures in `docs/recognition.md` ("Evidence").

use crate::{
    Embedding, Gallery, Identity, ModelId, NoName, Probe, Quality, Similarity, Subject, Thresholds, Timestamp, Verdict,
    identify,
};
use std::sync::Arc;

/// Best faces kept for a track. More add nothing (docs/recognition.md, "Evidence").
const KEPT_FACES: usize = 8;
/// A face below this trust says too little to be embedded.
pub const LEAST_TRUST: f32 = 0.25;
/// Trust needed for a name.
const ENOUGH_FOR_NAME: f32 = 0.9;
/// A single face may name or accuse somebody if it is above the threshold by this much.
const SURE_LEAD: f32 = 0.10;
/// Trust needed to call somebody a stranger: a bad first face must not make a visitor of a friend.
const ENOUGH_FOR_STRANGER: f32 = 1.6;
/// Trust after which a doubtful case stays a doubt but is remembered.
const PLENTY: f32 = 4.0;
/// A face less alike than this to the track so far is somebody else: 0.5 % of pairs of different people reach it, 0.9 % of
/// pictures of one person from different days do not (docs/recognition.md, "Evidence").
const SOMEBODY_ELSE: f32 = 0.28;

/// A face of the track that was embedded.
#[derive(Clone, Debug)]
pub struct EvidenceFace {
    /// As it is compared.
    pub probe: Probe,
    /// How good it is; its trust is its weight.
    pub quality: Quality,
    /// When it was seen.
    pub at: Timestamp,
    /// The detector was sure that it is a face. Others may be hair, or the back of a head: they may name somebody, whom
    /// hair never resembles, but they make nobody a stranger.
    pub is_sure: bool,
}

/// A face that counted for a verdict.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountedFace {
    /// When it was seen.
    pub at: Timestamp,
    /// How good it was; its trust is how much it counted.
    pub quality: Quality,
    /// How alike this face alone was to whom the verdict is about, or to the best candidate.
    pub similarity: Option<Similarity>,
}

/// The embedded faces of one track.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    faces: Vec<EvidenceFace>,
    /// These in one: asked for on every frame, and another only with another face.
    template: Option<Arc<Probe>>,
    looked_at: u32,
    /// The best of the faces that were too bad to be embedded.
    best_refused: Option<Quality>,
}

impl Evidence {
    /// Adds a face; the least trusted one gives way when there are too many.
    pub fn add(&mut self, face: EvidenceFace) {
        self.looked_at += 1;
        let model = face.probe.embedding().model();
        if self.faces.first().is_some_and(|first| first.probe.embedding().model() != model) {
            self.faces.clear();
        }
        let place = self.faces.partition_point(|kept| kept.quality.trust >= face.quality.trust);
        self.faces.insert(place, face);
        self.faces.truncate(KEPT_FACES);
        let weighted = self.faces.iter().map(|face| (&face.probe, face.quality.trust));
        self.template = Probe::weighted_mean(weighted).map(Arc::new);
    }

    /// A face was too bad to be embedded.
    pub fn refuse(&mut self, quality: Quality) {
        if self.best_refused.is_none_or(|best| best.trust < quality.trust) {
            self.best_refused = Some(quality);
        }
    }

    /// The model that the faces are compared by.
    pub fn model(&self) -> Option<&ModelId> {
        self.faces.first().map(|face| face.probe.embedding().model())
    }

    /// Faces embedded so far.
    pub fn looked_at(&self) -> u32 {
        self.looked_at
    }

    /// The faces that count, most trusted first.
    pub fn faces(&self) -> &[EvidenceFace] {
        &self.faces
    }

    /// Sum of the trust of the faces that count.
    pub fn weight(&self) -> f32 {
        self.faces.iter().map(|face| face.quality.trust).sum()
    }

    /// Sum of the trust of those that are faces for sure.
    pub fn sure_weight(&self) -> f32 {
        self.faces.iter().filter(|face| face.is_sure).map(|face| face.quality.trust).sum()
    }

    /// The faces in one.
    pub fn template(&self) -> Option<&Arc<Probe>> {
        self.template.as_ref()
    }

    /// The faces that count, each with its own similarity to whom `identity` is about.
    pub fn counted(&self, identity: &Identity, gallery: &Gallery) -> Vec<CountedFace> {
        let about = identity.subject.or(identity.candidates.first().map(|best| best.subject));
        let about = about.and_then(|subject| gallery.subject(subject));
        let similarity = |face: &EvidenceFace| about?.similarity(&face.probe).map(|(alike, _)| alike);
        self.faces
            .iter()
            .map(|face| CountedFace { at: face.at, quality: face.quality, similarity: similarity(face) })
            .collect()
    }

    /// Whether a new face can be the same person as the ones so far.
    pub fn agrees_with(&self, face: &Embedding) -> bool {
        let likeness = self.template.as_ref().and_then(|template| template.of(face.model())?.similarity(face));
        likeness.is_none_or(|likeness| likeness >= Similarity(SOMEBODY_ELSE))
    }

    /// What the faces say. `own` is the visitor this track counts as so far.
    pub fn identity(&self, gallery: &Gallery, thresholds: &Thresholds, own: Option<Subject>) -> Identity {
        let Some(template) = &self.template else {
            let why = self.best_refused.map_or(NoName::NoUsableFace, |quality| quality.weakest().into());
            return Identity { no_name: Some(why), ..Identity::unknown() };
        };
        let found = identify(template, gallery, thresholds, own);
        if self.suffices_for(&found) { found } else { self.held_back(found) }
    }

    fn suffices_for(&self, found: &Identity) -> bool {
        let (weight, sure) = (self.weight(), self.sure_weight());
        let sure_faces = self.faces.iter().filter(|face| face.is_sure).count();
        let lead = found.chosen().map_or(0.0, |c| c.similarity.0 - c.threshold.0);
        match (found.verdict, found.subject) {
            (Verdict::Known | Verdict::Blacklisted | Verdict::Ignored, _) => {
                weight >= ENOUGH_FOR_NAME && self.faces.len() >= 2 || lead >= SURE_LEAD
            }
            (Verdict::Visitor, Some(_)) => sure >= ENOUGH_FOR_NAME && lead >= SURE_LEAD || sure >= ENOUGH_FOR_STRANGER,
            (Verdict::Visitor, None) => sure >= ENOUGH_FOR_STRANGER && sure_faces >= 3 || sure >= PLENTY,
            (Verdict::Unclear, _) => true,
        }
    }

    fn held_back(&self, found: Identity) -> Identity {
        // A stranger may be a friend badly seen, a name a likeness by chance: what is missing is a better face.
        let best = self.faces.first().map(|face| face.quality);
        let no_name = best.map(|quality| quality.weakest().into()).or(found.no_name);
        Identity { verdict: Verdict::Unclear, subject: None, no_name, ..found }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FaceId, GalleryFace, GallerySubject, PersonId, PersonKind};
    use std::collections::HashSet;

    fn embedding(values: [f32; 3]) -> Embedding {
        Embedding::new(ModelId::new("test"), values.to_vec()).expect("not zero")
    }

    fn quality(trust: f32) -> Quality {
        Quality { face_side_px: 80.0, sharpness: 0.3, frontality: 0.9, exposure: 0.9, is_grey: false, trust }
    }

    fn face(values: [f32; 3], trust: f32) -> EvidenceFace {
        EvidenceFace { probe: embedding(values).into(), quality: quality(trust), at: Timestamp(0), is_sure: true }
    }

    fn home(kind: PersonKind) -> Gallery {
        let anna = GalleryFace { face: FaceId(1), embedding: embedding([1.0, 0.0, 0.0]), trust: 1.0, is_grey: false };
        let subject = Subject::Person(PersonId(1));
        Gallery::new([GallerySubject::new(subject, Some("Anna".into()), Some(kind), vec![anna])], HashSet::new())
    }

    fn verdict(faces: &[EvidenceFace], kind: PersonKind) -> Verdict {
        let mut evidence = Evidence::default();
        faces.iter().cloned().for_each(|face| evidence.add(face));
        evidence.identity(&home(kind), &Thresholds::default(), None).verdict
    }

    #[test]
    fn how_much_is_enough() {
        let (anna, nearly, stranger) = ([1.0, 0.1, 0.0], [0.43, 0.9, 0.0], [0.0, 1.0, 0.0]);
        let rows = [
            ("nothing seen", vec![], Verdict::Unclear),
            ("one face, clearly hers", vec![face(anna, 0.5)], Verdict::Known),
            ("one face, only just hers", vec![face(nearly, 0.5)], Verdict::Unclear),
            ("two faces, just hers", vec![face(nearly, 0.5); 2], Verdict::Known),
            ("one strange face", vec![face(stranger, 0.9)], Verdict::Unclear),
            ("three strange faces", vec![face(stranger, 0.6); 3], Verdict::Visitor),
            ("three bad strange faces", vec![face(stranger, 0.3); 3], Verdict::Unclear),
        ];
        for (case, faces, expected) in rows {
            assert_eq!(verdict(&faces, PersonKind::Known), expected, "{case}");
        }
        assert_eq!(verdict(&[face(anna, 0.5)], PersonKind::Blacklisted), Verdict::Blacklisted, "no time is lost");
    }

    #[test]
    fn what_may_be_hair_makes_no_stranger_but_may_be_somebody_known() {
        let faint = |values| EvidenceFace { is_sure: false, ..face(values, 0.6) };
        let hair = [faint([0.0, 1.0, 0.0]), faint([0.0, 1.0, 0.0]), faint([0.0, 1.0, 0.0])];
        assert_eq!(verdict(&hair, PersonKind::Known), Verdict::Unclear, "three faint faces");
        assert_eq!(verdict(&[faint([1.0, 0.1, 0.0])], PersonKind::Blacklisted), Verdict::Blacklisted, "clearly his");
    }

    #[test]
    fn a_good_face_outweighs_a_bad_one() {
        let mut evidence = Evidence::default();
        evidence.add(face([0.0, 1.0, 0.0], 0.1));
        evidence.add(face([1.0, 0.0, 0.0], 0.9));
        let template = evidence.template().expect("two faces");
        assert!(template.embedding().values()[0] > 0.98, "nine to one");
    }

    #[test]
    fn only_the_best_faces_are_kept() {
        let mut evidence = Evidence::default();
        for i in 0..20 {
            evidence.add(face([1.0, 0.0, 0.0], i as f32 / 20.0));
        }
        assert_eq!((evidence.faces().len(), evidence.looked_at()), (KEPT_FACES, 20), "eight of twenty count");
        assert!(evidence.faces().iter().all(|face| face.quality.trust >= 0.55), "and they are the best ones");
    }

    #[test]
    fn what_is_missing_is_said() {
        let mut evidence = Evidence::default();
        let why =
            |evidence: &Evidence| evidence.identity(&home(PersonKind::Known), &Thresholds::default(), None).no_name;
        assert_eq!(why(&evidence), Some(NoName::NoUsableFace), "nothing was seen");
        evidence.refuse(Quality { frontality: 0.1, ..quality(0.2) });
        evidence.refuse(Quality { sharpness: 0.0, ..quality(0.1) });
        assert_eq!(why(&evidence), Some(NoName::Turned), "of the best of the bad ones");
        evidence.add(face([0.0, 1.0, 0.0], 0.5));
        assert_eq!(why(&evidence), Some(NoName::Blurred), "one blurred face makes no stranger");
    }

    #[test]
    fn each_face_says_how_alike_it_was() {
        let mut evidence = Evidence::default();
        evidence.add(face([1.0, 0.0, 0.0], 0.9));
        evidence.add(face([0.6, 0.8, 0.0], 0.5));
        let gallery = home(PersonKind::Known);
        let identity = evidence.identity(&gallery, &Thresholds::default(), None);
        let alike: Vec<f32> = evidence
            .counted(&identity, &gallery)
            .iter()
            .filter_map(|face| face.similarity.map(|s| (s.0 * 10.0).round()))
            .collect();
        assert_eq!(alike, [10.0, 6.0], "most trusted first");
    }

    #[test]
    fn another_person_does_not_agree() {
        let mut evidence = Evidence::default();
        assert!(evidence.agrees_with(&embedding([0.0, 1.0, 0.0])), "anything agrees with nothing");
        evidence.add(face([1.0, 0.0, 0.0], 0.5));
        assert!(evidence.agrees_with(&embedding([1.0, 0.5, 0.0])), "the same person");
        assert!(!evidence.agrees_with(&embedding([0.0, 1.0, 0.0])), "somebody else");
    }
}
