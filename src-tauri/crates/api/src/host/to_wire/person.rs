//! People, their faces and the pictures they are learnt from, on the wire. Owns the mapping only.

use crate::wire::{FaceRef, LookAlikeView, PersonKindView, PersonView, PictureOutcome, PictureVerdict};
use porchlight_domain::{GallerySubject, PersonKind, Similarity};
use porchlight_engine::PictureOutcome as Outcome;
use porchlight_store::{Face, FaceOrigin, PersonSummary};

/// A person with the kept faces, the most trusted first.
pub(crate) fn person(
    summary: PersonSummary,
    faces: &[Face],
    known: Option<&GallerySubject>,
    threshold: Similarity,
    look_alikes: Vec<LookAlikeView>,
) -> PersonView {
    PersonView {
        id: summary.person.id.0,
        name: summary.person.name,
        kind: person_kind(summary.person.kind),
        is_demo: summary.person.is_demo,
        faces: faces.iter().map(|one| face(one, known)).collect(),
        sightings: super::count(summary.sightings),
        last_seen: summary.last_seen.map(|at| at.0),
        last_camera: summary.last_camera,
        own_threshold: summary.threshold.map(|t| t.0),
        threshold: threshold.0,
        note: summary.note,
        look_alikes,
    }
}

/// A kept face.
fn face(face: &Face, known: Option<&GallerySubject>) -> FaceRef {
    FaceRef {
        id: face.id.0,
        is_enrolled: face.origin == FaceOrigin::Enrolled,
        at: face.at.0,
        trust: face.quality.trust,
        is_compared: known.is_some_and(|known| known.faces().iter().any(|f| f.face == face.id)),
        is_grey: face.quality.is_grey,
        contradicts: known.is_some_and(|known| known.contradicting().contains(&face.id)),
    }
}

/// What a person is.
fn person_kind(kind: PersonKind) -> PersonKindView {
    match kind {
        PersonKind::Known => PersonKindView::Known,
        PersonKind::Blacklisted => PersonKindView::Blacklisted,
        PersonKind::Ignored => PersonKindView::Ignored,
    }
}

/// What the owner says a person is.
pub(crate) fn from_person_kind(kind: PersonKindView) -> PersonKind {
    match kind {
        PersonKindView::Known => PersonKind::Known,
        PersonKindView::Blacklisted => PersonKind::Blacklisted,
        PersonKindView::Ignored => PersonKind::Ignored,
    }
}

/// What became of a picture.
pub(crate) fn picture_outcome(file_name: String, outcome: Outcome) -> PictureOutcome {
    let verdict = match outcome {
        Outcome::Added(face) => PictureVerdict::Added { face_id: face.0 },
        Outcome::Duplicate => PictureVerdict::Duplicate,
        Outcome::NoFace => PictureVerdict::NoFace,
        Outcome::SeveralFaces(count) => PictureVerdict::SeveralFaces { count },
        Outcome::Heic => PictureVerdict::Heic,
        Outcome::Unreadable(reason) => PictureVerdict::Unreadable { reason },
    };
    PictureOutcome { file_name, verdict }
}
