//! What the faces of one track add up to.
//!
//! Owns which embedded faces of a track count, how much, and when there are enough of them to say something. Must not
//! know cameras or storage. Method: the template of a track is the mean of its best faces weighted by trust, because
//! noise averages out and identity does not; figures in `docs/recognition.md` ("Evidence").

use crate::{Embedding, Gallery, Identity, NoName, Similarity, Subject, Thresholds, Timestamp, Verdict, identify};

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
    /// As numbers.
    pub embedding: Embedding,
    /// How far it can be trusted, 0 to 1.
    pub trust: f32,
    /// When it was seen.
    pub at: Timestamp,
}

/// The embedded faces of one track.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    faces: Vec<EvidenceFace>,
    looked_at: u32,
}

impl Evidence {
    /// Adds a face; the least trusted one gives way when there are too many.
    pub fn add(&mut self, face: EvidenceFace) {
        self.looked_at += 1;
        if self.faces.first().is_some_and(|first| first.embedding.model() != face.embedding.model()) {
            self.faces.clear();
        }
        let place = self.faces.partition_point(|kept| kept.trust >= face.trust);
        self.faces.insert(place, face);
        self.faces.truncate(KEPT_FACES);
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
        self.faces.iter().map(|face| face.trust).sum()
    }

    /// The faces in one.
    pub fn template(&self) -> Option<Embedding> {
        Embedding::weighted_mean(self.faces.iter().map(|face| (&face.embedding, face.trust)))
    }

    /// Whether a new face can be the same person as the ones so far.
    pub fn agrees_with(&self, face: &Embedding) -> bool {
        let likeness = self.template().and_then(|template| template.similarity(face));
        likeness.is_none_or(|likeness| likeness >= Similarity(SOMEBODY_ELSE))
    }

    /// What the faces say. `own` is the visitor this track counts as so far.
    pub fn identity(&self, gallery: &Gallery, thresholds: &Thresholds, own: Option<Subject>) -> Identity {
        let Some(template) = self.template() else {
            return Identity::unknown();
        };
        let found = identify(&template, gallery, thresholds, own);
        if self.suffices_for(&found) { found } else { self.held_back(found) }
    }

    fn suffices_for(&self, found: &Identity) -> bool {
        let weight = self.weight();
        let lead = found.chosen().map_or(0.0, |c| c.similarity.0 - c.threshold.0);
        match (found.verdict, found.subject) {
            (Verdict::Known | Verdict::Blacklisted | Verdict::Ignored, _) => {
                weight >= ENOUGH_FOR_NAME && self.faces.len() >= 2 || lead >= SURE_LEAD
            }
            (Verdict::Visitor, Some(_)) => {
                weight >= ENOUGH_FOR_NAME && lead >= SURE_LEAD || weight >= ENOUGH_FOR_STRANGER
            }
            (Verdict::Visitor, None) => weight >= ENOUGH_FOR_STRANGER && self.faces.len() >= 3 || weight >= PLENTY,
            (Verdict::Unclear, _) => true,
        }
    }

    fn held_back(&self, found: Identity) -> Identity {
        let no_name = found.no_name.or(Some(NoName::BelowThreshold));
        Identity { verdict: Verdict::Unclear, subject: None, no_name, ..found }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FaceId, GalleryFace, GallerySubject, ModelId, PersonId, PersonKind};
    use std::collections::HashSet;

    fn embedding(values: [f32; 3]) -> Embedding {
        Embedding::new(ModelId::new("test"), values.to_vec()).expect("not zero")
    }

    fn face(values: [f32; 3], trust: f32) -> EvidenceFace {
        EvidenceFace { embedding: embedding(values), trust, at: Timestamp(0) }
    }

    fn home(kind: PersonKind) -> Gallery {
        let anna = GalleryFace { face: FaceId(1), embedding: embedding([1.0, 0.0, 0.0]), trust: 1.0 };
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
    fn a_good_face_outweighs_a_bad_one() {
        let mut evidence = Evidence::default();
        evidence.add(face([0.0, 1.0, 0.0], 0.1));
        evidence.add(face([1.0, 0.0, 0.0], 0.9));
        let template = evidence.template().expect("two faces");
        assert!(template.values()[0] > 0.98, "nine to one");
    }

    #[test]
    fn only_the_best_faces_are_kept() {
        let mut evidence = Evidence::default();
        for i in 0..20 {
            evidence.add(face([1.0, 0.0, 0.0], i as f32 / 20.0));
        }
        assert_eq!((evidence.faces().len(), evidence.looked_at()), (KEPT_FACES, 20), "eight of twenty count");
        assert!(evidence.faces().iter().all(|face| face.trust >= 0.55), "and they are the best ones");
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
