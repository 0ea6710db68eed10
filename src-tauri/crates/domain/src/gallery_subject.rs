//! One person or visitor with the faces they are compared by.
//!
//! Owns which of the kept faces count, and how alike a face and somebody are. Must not know anybody else. Invariant: faces
//! of another model than the probe's are passed over, never compared.

use crate::{Candidate, Embedding, FaceId, ModelId, PersonKind, Probe, Similarity, Subject, Thresholds};
use std::sync::Arc;

/// A face less alike than this to the mean of the person's other faces is somebody else's
/// (docs/recognition.md, "Contradicting faces").
const SOMEBODY_ELSE: Similarity = Similarity(0.30);
/// Fewer faces cannot outvote one of them.
const ENOUGH_TO_OUTVOTE: usize = 3;
/// A face more alike than this to one that is there shows nothing new.
const NEAR_COPY: Similarity = Similarity(0.85);
/// Faces without colour are more alike than others, whoever they are: a grey face needs so much more of somebody who is
/// known by grey faces (docs/recognition.md, "Day and infrared").
const GREY_NEEDS_MORE: f32 = 0.04;
/// The nearest of many kept faces is nearer to anybody, so each doubling of them, from two on, needs so much more
/// (docs/recognition.md, "Number of faces") ...
const DOUBLING_NEEDS_MORE: f32 = 0.01;
/// ... up to this.
const MANY_NEED_MORE: f32 = 0.03;
/// Weight of a face that nobody should trust: it is there, so it counts a little.
const LEAST_WEIGHT: f32 = 0.05;

/// A kept face.
#[derive(Clone, Debug)]
pub struct GalleryFace {
    /// Its row.
    pub face: FaceId,
    /// As numbers.
    pub embedding: Embedding,
    /// How far it can be trusted, 0 to 1.
    pub trust: f32,
    /// Without colour, as by infrared light.
    pub is_grey: bool,
}

impl GalleryFace {
    /// Several faces of one model in one, weighted by trust.
    pub fn mean<'a>(faces: impl IntoIterator<Item = &'a Self>) -> Option<Embedding> {
        Embedding::weighted_mean(faces.into_iter().map(|face| (&face.embedding, face.trust.max(LEAST_WEIGHT))))
    }
}

/// A person or visitor with all faces that count.
#[derive(Clone, Debug)]
pub struct GallerySubject {
    /// Who.
    pub subject: Subject,
    /// The person's name; `None` for a visitor.
    pub name: Option<Arc<str>>,
    /// What the person is; `None` for a visitor.
    pub kind: Option<PersonKind>,
    /// What this home's own strangers add to the general threshold.
    pub(crate) raise: f32,
    threshold: Option<Similarity>,
    faces: Vec<GalleryFace>,
    contradicting: Vec<FaceId>,
    /// The mean of the faces of each model.
    means: Vec<Embedding>,
}

impl GallerySubject {
    /// With all of these faces, except those that contradict the others.
    pub fn new(subject: Subject, name: Option<Arc<str>>, kind: Option<PersonKind>, faces: Vec<GalleryFace>) -> Self {
        Self::with_best(subject, name, kind, faces, usize::MAX)
    }

    /// With the `most` faces that together show the person best.
    pub fn with_best(
        subject: Subject,
        name: Option<Arc<str>>,
        kind: Option<PersonKind>,
        faces: Vec<GalleryFace>,
        most: usize,
    ) -> Self {
        // A visitor is a guess of ours: what contradicts it is moved to somebody else instead.
        let (faces, contradicting) = if kind.is_some() { part_contradicting(faces) } else { (faces, Vec::new()) };
        let faces = varied(faces, most);
        let means = means_of(&faces);
        Self { subject, name, kind, raise: 0.0, threshold: None, faces, contradicting, means }
    }

    /// With a threshold of its own.
    #[must_use]
    pub fn with_threshold(mut self, threshold: Option<Similarity>) -> Self {
        self.threshold = threshold;
        self
    }

    /// The faces that are compared.
    pub fn faces(&self) -> &[GalleryFace] {
        &self.faces
    }

    /// Faces that look like somebody else and are not compared.
    pub fn contradicting(&self) -> &[FaceId] {
        &self.contradicting
    }

    /// The similarity that a face in colour needs: the owner's own threshold for this person, or the general one with what
    /// strangers in this home and the number of kept faces add.
    pub fn needs(&self, thresholds: &Thresholds) -> Similarity {
        let doublings = (self.faces.len() as f32 / 2.0).log2().max(0.0);
        let for_many = if self.kind.is_some() { (DOUBLING_NEEDS_MORE * doublings).min(MANY_NEED_MORE) } else { 0.0 };
        self.threshold.unwrap_or(Similarity(thresholds.of(self.kind).0 + self.raise + for_many))
    }

    fn needs_for(&self, probe: &Probe, thresholds: &Thresholds) -> Similarity {
        let is_night = probe.is_grey && self.kind.is_some() && self.faces.iter().any(|face| face.is_grey);
        Similarity(self.needs(thresholds).0 + if is_night { GREY_NEEDS_MORE } else { 0.0 })
    }

    /// The face in one that says who this is, by each model: the mean of all.
    pub fn mean(&self) -> Option<Probe> {
        let (first, others) = self.means.split_first()?;
        Some(others.iter().fold(Probe::new(first.clone(), false), |probe, mean| probe.and(mean.clone())))
    }

    /// How alike two subjects are: their means.
    pub fn alike(&self, other: &Self) -> Option<Similarity> {
        let mean = other.mean()?;
        let embedding = self.answering(&mean)?;
        self.mean_of(embedding)?.similarity(embedding)
    }

    /// How easily one is taken for the other: the mean similarity of the one's faces to the other, the larger of both
    /// ways.
    pub fn confusion(&self, other: &Self) -> Option<Similarity> {
        // One model in use is nearly always the case, and then every two faces need be compared only once.
        if let ([mean], [other_mean]) = (&self.means[..], &other.means[..])
            && mean.model() == other_mean.model()
        {
            return self.confusion_by_one_model(other, mean, other_mean);
        }
        let towards = |from: &Self, to: &Self| {
            let alike = from
                .faces
                .iter()
                .filter_map(|face| Some(to.similarity(&Probe::new(face.embedding.clone(), face.is_grey))?.0.0));
            let (sum, count) = alike.fold((0.0, 0u32), |(sum, count), alike| (sum + alike, count + 1));
            (count > 0).then(|| sum / count as f32)
        };
        let (one, two) = (towards(self, other)?, towards(other, self)?);
        Some(Similarity(one.max(two)))
    }

    fn confusion_by_one_model(&self, other: &Self, mean: &Embedding, other_mean: &Embedding) -> Option<Similarity> {
        let (rows, columns) = (self.faces.len(), other.faces.len());
        let mut nearest_to_column = vec![f32::MIN; columns];
        let (mut towards_other, mut towards_self) = (0.0, 0.0);
        for face in &self.faces {
            let mut nearest = f32::MIN;
            for (column, other_face) in other.faces.iter().enumerate() {
                let alike = face.embedding.similarity(&other_face.embedding)?.0;
                nearest = nearest.max(alike);
                nearest_to_column[column] = nearest_to_column[column].max(alike);
            }
            towards_other += (nearest + other_mean.similarity(&face.embedding)?.0) / 2.0;
        }
        for (nearest, face) in nearest_to_column.iter().zip(&other.faces) {
            towards_self += (nearest + mean.similarity(&face.embedding)?.0) / 2.0;
        }
        (rows > 0 && columns > 0).then(|| Similarity((towards_other / rows as f32).max(towards_self / columns as f32)))
    }

    /// Whether a face shows something of this subject that the kept faces do not show yet.
    pub fn shows_new(&self, face: &Embedding) -> bool {
        !self.faces.iter().any(|kept| kept.embedding.is_near_copy_of(face))
    }

    /// How alike a face and this subject are, and the kept face that came nearest. Half of it is the nearest kept face,
    /// which knows one pose and light well, half the mean of all, which knows the person: measured in
    /// `docs/recognition.md` ("Rule of similarity") to name more and mistake less than either alone.
    pub fn similarity(&self, probe: &Probe) -> Option<(Similarity, FaceId)> {
        let embedding = self.answering(probe)?;
        let nearest = self
            .faces
            .iter()
            .filter_map(|face| Some((face.embedding.similarity(embedding)?, face.face)))
            .max_by(|a, b| a.0.0.total_cmp(&b.0.0))?;
        let mean = self.mean_of(embedding)?.similarity(embedding)?;
        Some((Similarity((nearest.0.0 + mean.0) / 2.0), nearest.1))
    }

    pub(crate) fn candidate(&self, probe: &Probe, thresholds: &Thresholds) -> Option<Candidate> {
        let (similarity, nearest_face) = self.similarity(probe)?;
        Some(Candidate {
            subject: self.subject,
            name: self.name.clone(),
            kind: self.kind,
            similarity,
            threshold: self.needs_for(probe, thresholds),
            nearest_face,
        })
    }

    /// The probe's embedding by the model that most of the faces have: while they are being embedded again, the old model
    /// answers until all are done.
    fn answering<'a>(&self, probe: &'a Probe) -> Option<&'a Embedding> {
        if let [mean] = &self.means[..] {
            return probe.of(mean.model());
        }
        let count = |of: &Embedding| self.faces.iter().filter(|face| face.embedding.model() == of.model()).count();
        let mut best: Option<(usize, &Embedding)> = None;
        for embedding in probe.embeddings() {
            let faces = count(embedding);
            if faces > best.map_or(0, |(most, _)| most) {
                best = Some((faces, embedding));
            }
        }
        best.map(|(_, embedding)| embedding)
    }

    fn mean_of(&self, embedding: &Embedding) -> Option<&Embedding> {
        self.mean_by(embedding.model())
    }

    /// The mean of all faces that this model made.
    pub(crate) fn mean_by(&self, model: &ModelId) -> Option<&Embedding> {
        self.means.iter().find(|mean| mean.model() == model)
    }
}

impl Embedding {
    /// Whether two faces show the same of a person, so that one of them says it all.
    pub fn is_near_copy_of(&self, other: &Self) -> bool {
        self.similarity(other).is_some_and(|alike| alike >= NEAR_COPY)
    }
}

/// The mean of the faces of each model, in every light: a mean for each light is worse (docs/recognition.md, "Day and
/// infrared").
fn means_of(faces: &[GalleryFace]) -> Vec<Embedding> {
    let mut means: Vec<Embedding> = Vec::new();
    for face in faces {
        let model = face.embedding.model();
        if means.iter().all(|mean| mean.model() != model) {
            let mut of_model = faces.iter().filter(|f| f.embedding.model() == model);
            means.extend(match (of_model.next(), of_model.next()) {
                // A single face is its own mean, and takes its room once.
                (Some(only), None) => Some(only.embedding.clone()),
                _ => GalleryFace::mean(faces.iter().filter(|f| f.embedding.model() == model)),
            });
        }
    }
    means
}

/// Parts faces that look like somebody else from the rest, the worst first, as long as enough are left to outvote them.
fn part_contradicting(mut faces: Vec<GalleryFace>) -> (Vec<GalleryFace>, Vec<FaceId>) {
    let mut contradicting = Vec::new();
    while faces.len() >= ENOUGH_TO_OUTVOTE {
        let agreement = |i: usize| {
            let model = faces[i].embedding.model();
            let others = faces.iter().enumerate().filter(|(j, f)| *j != i && f.embedding.model() == model);
            GalleryFace::mean(others.map(|(_, f)| f))?.similarity(&faces[i].embedding)
        };
        let worst = (0..faces.len()).filter_map(|i| Some((i, agreement(i)?))).min_by(|a, b| a.1.0.total_cmp(&b.1.0));
        match worst {
            Some((i, alike)) if alike < SOMEBODY_ELSE => contradicting.push(faces.remove(i).face),
            _ => break,
        }
    }
    (faces, contradicting)
}

/// The `most` faces that show the person best together: the most trusted one first, then always the one that is worth
/// most: how little it is like those chosen, times its trust. Method: farthest-point selection, weighted
/// (docs/recognition.md, "Choice of faces"). Each light gets its share, so that a night's faces are not pushed out by
/// the day's.
fn varied(faces: Vec<GalleryFace>, most: usize) -> Vec<GalleryFace> {
    if faces.len() <= most {
        return faces;
    }
    let mut left = faces;
    let mut chosen: Vec<GalleryFace> = Vec::with_capacity(most);
    while chosen.len() < most && !left.is_empty() {
        let grey_share = |of: &[GalleryFace]| of.iter().filter(|f| f.is_grey).count();
        let (grey, grey_left) = (grey_share(&chosen), grey_share(&left));
        let colour_left = left.len() - grey_left;
        // Of two lights the one that has fewer of the chosen is next.
        let wants_grey = grey_left > 0 && (colour_left == 0 || grey < chosen.len() - grey);
        let worth = |face: &GalleryFace| {
            let nearest = chosen.iter().filter_map(|c| c.embedding.similarity(&face.embedding)).map(|s| s.0);
            let novelty = 1.0 - nearest.fold(0.0, f32::max);
            face.trust.max(LEAST_WEIGHT) * novelty
        };
        let of_light = |(i, face): (usize, &GalleryFace)| (face.is_grey == wants_grey).then(|| (i, worth(face)));
        let Some((best, _)) = left.iter().enumerate().filter_map(of_light).max_by(|a, b| a.1.total_cmp(&b.1)) else {
            break;
        };
        chosen.push(left.swap_remove(best));
    }
    chosen.sort_by(|a, b| b.trust.total_cmp(&a.trust));
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ModelId, PersonId};

    fn by(model: &str, degrees: f32) -> Embedding {
        let (y, x) = degrees.to_radians().sin_cos();
        Embedding::new(ModelId::new(model), vec![x, y]).expect("a direction")
    }

    fn face(id: i64, degrees: f32) -> GalleryFace {
        GalleryFace { face: FaceId(id), embedding: by("m", degrees), trust: 0.9, is_grey: false }
    }

    fn anna(faces: Vec<GalleryFace>, most: usize) -> GallerySubject {
        let subject = Subject::Person(PersonId(1));
        GallerySubject::with_best(subject, Some("Anna".into()), Some(PersonKind::Known), faces, most)
    }

    fn ids(subject: &GallerySubject) -> Vec<i64> {
        let mut ids: Vec<i64> = subject.faces().iter().map(|f| f.face.0).collect();
        ids.sort_unstable();
        ids
    }

    #[test]
    fn a_face_of_somebody_else_is_flagged_and_not_averaged_in() {
        let wrong = anna(vec![face(1, 0.0), face(2, 10.0), face(3, 100.0)], 10);
        assert_eq!(wrong.contradicting(), [FaceId(3)], "two against one");
        let (alike, nearest) = wrong.similarity(&by("m", 100.0).into()).expect("comparable");
        assert!(alike.0 < 0.1 && nearest != FaceId(3), "and it does not speak for her");
        let torn = anna(vec![face(1, 0.0), face(2, 100.0)], 10);
        assert!(torn.contradicting().is_empty(), "of two nobody knows which is wrong");
        let varied = anna(vec![face(1, 0.0), face(2, 50.0), face(3, 60.0)], 10);
        assert!(varied.contradicting().is_empty(), "another pose is not another person");
    }

    #[test]
    fn the_faces_kept_are_the_different_ones() {
        let faces = vec![face(1, 0.0), face(2, 1.0), face(3, 2.0), face(4, 40.0), face(5, 41.0)];
        let kept = ids(&anna(faces, 2));
        assert!(kept.iter().any(|id| *id <= 3) && kept.iter().any(|id| *id > 3), "one of each pose: {kept:?}");
    }

    #[test]
    fn a_bad_face_is_not_kept_for_being_different() {
        let bad = GalleryFace { trust: 0.05, ..face(3, 45.0) };
        assert_eq!(ids(&anna(vec![face(1, 0.0), face(2, 20.0), bad], 2)), [1, 2], "it is blurred, not varied");
    }

    #[test]
    fn the_day_does_not_push_the_night_out() {
        let grey = |id, degrees| GalleryFace { is_grey: true, trust: 0.4, ..face(id, degrees) };
        let faces = vec![face(1, 0.0), face(2, 20.0), face(3, 40.0), grey(4, 10.0), grey(5, 12.0)];
        let kept = anna(faces, 3);
        assert!(kept.faces().iter().any(|f| f.is_grey), "{:?}", ids(&kept));
    }

    #[test]
    fn a_face_by_night_needs_more_of_somebody_known_by_night() {
        let grey = |id, degrees| GalleryFace { is_grey: true, ..face(id, degrees) };
        let needs = |faces: Vec<GalleryFace>, is_grey| {
            let known = anna(faces, 10).candidate(&Probe::new(by("m", 0.0), is_grey), &Thresholds::default());
            (known.expect("comparable").threshold.0 * 1000.0).round()
        };
        let usual = needs(vec![face(1, 0.0)], false);
        assert_eq!(needs(vec![face(1, 0.0)], true), usual, "by day faces she is compared as ever");
        assert_eq!(needs(vec![face(1, 0.0), grey(2, 5.0)], true), usual + 40.0, "grey and grey are alike anyway");
        assert_eq!(needs(vec![face(1, 0.0), grey(2, 5.0)], false), usual, "by day as ever");
    }

    #[test]
    fn somebody_known_by_many_faces_needs_more() {
        let needs = |faces: i64| {
            let faces = (0..faces).map(|i| face(i, i as f32)).collect();
            (anna(faces, 100).needs(&Thresholds::default()).0 * 1000.0).round()
        };
        let usual = Thresholds::default().known.0 * 1000.0;
        assert_eq!([needs(1), needs(2), needs(4), needs(64)], [usual, usual, usual + 10.0, usual + 30.0]);
    }

    #[test]
    fn the_old_model_answers_until_all_faces_are_done() {
        let old = |id, degrees| GalleryFace { embedding: by("old", degrees), ..face(id, degrees) };
        let new = |id, degrees| GalleryFace { embedding: by("new", degrees), ..face(id, degrees) };
        let probe = Probe::new(by("new", 90.0), false).and(by("old", 0.0));
        let waiting = anna(vec![old(1, 0.0), old(2, 1.0)], 10);
        assert!(waiting.similarity(&probe).is_some_and(|(alike, _)| alike.0 > 0.99), "by the old model");
        let done = anna(vec![new(1, 0.0), new(2, 1.0)], 10);
        assert!(done.similarity(&probe).is_some_and(|(alike, _)| alike.0 < 0.1), "by the new one");
        assert!(done.similarity(&by("old", 0.0).into()).is_none(), "models are never mixed");
    }

    #[test]
    fn only_what_shows_something_new_is_worth_learning() {
        let anna = anna(vec![face(1, 0.0)], 10);
        assert!(!anna.shows_new(&by("m", 5.0)), "the same picture again");
        assert!(anna.shows_new(&by("m", 45.0)), "another pose");
    }
}
