//! The faces of everybody who was named or seen before, held in memory.
//!
//! Owns how alike a face and a subject are. Must not know the database, whose rows it is a copy of, nor what follows
//! from a similarity. A [`Gallery`] is an immutable snapshot: a change makes a new one that shares all untouched
//! subjects, so that a look-up never waits for a change. Invariant: faces of another model than the probe's are passed
//! over, never compared.

use crate::{Candidate, Embedding, FaceId, PersonKind, Similarity, Subject, Thresholds};
use std::{collections::HashSet, sync::Arc};

/// A kept face.
#[derive(Clone, Debug)]
pub struct GalleryFace {
    /// Its row.
    pub face: FaceId,
    /// As numbers.
    pub embedding: Embedding,
    /// How far it can be trusted, 0 to 1.
    pub trust: f32,
}

/// A person or visitor with all kept faces.
#[derive(Clone, Debug)]
pub struct GallerySubject {
    /// Who.
    pub subject: Subject,
    /// The person's name; `None` for a visitor.
    pub name: Option<Arc<str>>,
    /// What the person is; `None` for a visitor.
    pub kind: Option<PersonKind>,
    faces: Vec<GalleryFace>,
    /// The mean of the faces of each model.
    means: Vec<Embedding>,
}

impl GallerySubject {
    /// With these faces.
    pub fn new(subject: Subject, name: Option<Arc<str>>, kind: Option<PersonKind>, faces: Vec<GalleryFace>) -> Self {
        let mut means: Vec<Embedding> = Vec::new();
        for face in &faces {
            let model = face.embedding.model();
            if means.iter().any(|mean| mean.model() == model) {
                continue;
            }
            let of_model = faces.iter().filter(|other| other.embedding.model() == model);
            let weighted = of_model.map(|other| (&other.embedding, other.trust.max(0.05)));
            means.extend(Embedding::weighted_mean(weighted));
        }
        Self { subject, name, kind, faces, means }
    }

    /// The kept faces.
    pub fn faces(&self) -> &[GalleryFace] {
        &self.faces
    }

    /// How alike a face and this subject are, and the kept face that came nearest. Half of it is the nearest kept face,
    /// which knows one pose and light well, half the mean of all, which knows the person: measured in
    /// `docs/recognition.md` ("Rule of similarity") to name more and mistake less than either alone.
    pub fn similarity(&self, probe: &Embedding) -> Option<(Similarity, FaceId)> {
        let nearest = self
            .faces
            .iter()
            .filter_map(|face| Some((face.embedding.similarity(probe)?, face.face)))
            .max_by(|a, b| a.0.0.total_cmp(&b.0.0))?;
        let mean = self.means.iter().find_map(|mean| mean.similarity(probe))?;
        Some((Similarity((nearest.0.0 + mean.0) / 2.0), nearest.1))
    }
}

/// A snapshot of all subjects.
#[derive(Clone, Debug, Default)]
pub struct Gallery {
    subjects: Vec<Arc<GallerySubject>>,
    /// "Not this person": pairs that are never proposed again.
    rejected: Arc<HashSet<(Subject, Subject)>>,
}

impl Gallery {
    /// Of these subjects; those without a face are left out.
    pub fn new(subjects: impl IntoIterator<Item = GallerySubject>, rejected: HashSet<(Subject, Subject)>) -> Self {
        let subjects = subjects.into_iter().filter(|s| !s.faces.is_empty()).map(Arc::new).collect();
        Self { subjects, rejected: Arc::new(rejected) }
    }

    /// All subjects.
    pub fn subjects(&self) -> impl Iterator<Item = &GallerySubject> {
        self.subjects.iter().map(Arc::as_ref)
    }

    /// One subject.
    pub fn subject(&self, subject: Subject) -> Option<&GallerySubject> {
        self.subjects().find(|s| s.subject == subject)
    }

    /// With this subject added, or in place of the one of the same id.
    #[must_use]
    pub fn with(&self, subject: GallerySubject) -> Self {
        let mut next = self.without(subject.subject);
        if !subject.faces.is_empty() {
            next.subjects.push(Arc::new(subject));
        }
        next
    }

    /// Without this subject.
    #[must_use]
    pub fn without(&self, subject: Subject) -> Self {
        let subjects = self.subjects.iter().filter(|s| s.subject != subject).cloned().collect();
        Self { subjects, rejected: Arc::clone(&self.rejected) }
    }

    /// Whether the owner said that these two are not the same.
    pub fn is_rejected(&self, one: Subject, other: Subject) -> bool {
        self.rejected.contains(&(one, other)) || self.rejected.contains(&(other, one))
    }

    /// Everybody with their similarity, best first.
    pub fn ranked(&self, probe: &Embedding, thresholds: &Thresholds) -> Vec<Candidate> {
        let mut ranked: Vec<Candidate> = self
            .subjects()
            .filter_map(|s| {
                let (similarity, nearest_face) = s.similarity(probe)?;
                let threshold = thresholds.of(s.kind);
                Some(Candidate {
                    subject: s.subject,
                    name: s.name.clone(),
                    kind: s.kind,
                    similarity,
                    threshold,
                    nearest_face,
                })
            })
            .collect();
        ranked.sort_by(|a, b| b.similarity.0.total_cmp(&a.similarity.0));
        ranked
    }
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
