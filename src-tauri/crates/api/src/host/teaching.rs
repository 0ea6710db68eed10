//! What the owner teaches: whose a face or a sighting is, who is one person and who is two.
//!
//! Owns nothing.

use super::{Host, checks, to_wire};
use crate::{
    ApiError,
    wire::{
        LikeVisitorView, MergePeople, MoveFace, MoveSighting, MoveTarget, Nothing, PersonById, PersonView,
        RejectSighting, SetPersonThreshold, SightingById, SplitVisitor, VisitorView,
    },
};
use porchlight_domain::{FaceId, PersonId, SightingId, Similarity, Subject, VisitorId};
use porchlight_store::MoveTo;

/// Visitors less alike than this are not worth asking about, as with the person proposed for a visitor.
const WORTH_ASKING: Similarity = super::visitors::WORTH_ASKING;
/// Visitors proposed for a person at the most.
const MOST_PROPOSED: usize = 24;

impl Host {
    pub(super) fn set_threshold(&self, request: &SetPersonThreshold) -> Result<PersonView, ApiError> {
        let threshold = request.threshold.map(|t| checks::threshold("threshold", t)).transpose()?;
        self.engine.set_threshold(PersonId(request.id), threshold)?;
        self.person_view(request.id)
    }

    pub(super) fn merge_two_people(&self, request: &MergePeople) -> Result<PersonView, ApiError> {
        self.engine.merge_people(PersonId(request.id), PersonId(request.into))?;
        self.person_view(request.into)
    }

    pub(super) fn move_a_face(&self, request: &MoveFace) -> Result<Nothing, ApiError> {
        self.engine.move_face(FaceId(request.id), target(&request.target)?)?;
        Ok(Nothing {})
    }

    pub(super) fn move_a_sighting(&self, request: &MoveSighting) -> Result<Nothing, ApiError> {
        self.engine.move_sighting(SightingId(request.id), target(&request.target)?)?;
        Ok(Nothing {})
    }

    pub(super) fn reject_a_sighting(&self, request: &RejectSighting) -> Result<Nothing, ApiError> {
        self.engine.reject_sighting(SightingId(request.id), PersonId(request.person_id))?;
        Ok(Nothing {})
    }

    pub(super) fn confirm(&self, request: &SightingById) -> Result<Nothing, ApiError> {
        self.engine.confirm_sighting(SightingId(request.id))?;
        Ok(Nothing {})
    }

    pub(super) fn split(&self, request: &SplitVisitor) -> Result<VisitorView, ApiError> {
        let faces: Vec<FaceId> = request.face_ids.iter().map(|id| FaceId(*id)).collect();
        let new = self.engine.split_visitor(VisitorId(request.id), &faces)?;
        self.one_visitor(new)
    }

    /// Visitors who may be this person, best first; not those of whom the owner said no.
    pub(super) fn like_person(&self, request: &PersonById) -> Result<Vec<LikeVisitorView>, ApiError> {
        let person = Subject::Person(PersonId(request.id));
        self.engine.store().person(PersonId(request.id))?;
        let home = self.engine.home();
        let Some(known) = home.gallery().subject(person) else { return Ok(Vec::new()) };
        let mut alike: Vec<(VisitorId, Similarity)> = home
            .gallery()
            .subjects()
            .filter_map(|other| match other.subject {
                Subject::Visitor(id) if !home.gallery().is_rejected(other.subject, person) => {
                    Some((id, known.similarity(&other.mean()?)?.0))
                }
                _ => None,
            })
            .filter(|(_, similarity)| *similarity >= WORTH_ASKING)
            .collect();
        alike.sort_by(|a, b| b.1.0.total_cmp(&a.1.0));
        let mut found = Vec::new();
        for (id, similarity) in alike.into_iter().take(MOST_PROPOSED) {
            match self.one_visitor(id) {
                Ok(visitor) => found.push(LikeVisitorView { visitor, similarity: similarity.0 }),
                // Named or forgotten since the snapshot was taken.
                Err(error) if error.code == crate::ErrorCode::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    fn one_visitor(&self, id: VisitorId) -> Result<VisitorView, ApiError> {
        let summary = self.engine.store().visitor(id)?;
        let home = self.engine.home();
        let suggestion = super::visitors::likeliest(home.gallery(), id, &home.settings().thresholds);
        Ok(to_wire::visitor(summary, suggestion.as_ref().map(to_wire::candidate)))
    }
}

pub(super) fn target(target: &MoveTarget) -> Result<MoveTo, ApiError> {
    Ok(match target {
        MoveTarget::Person { id } => MoveTo::Subject(Subject::Person(PersonId(*id))),
        MoveTarget::Visitor { id } => MoveTo::Subject(Subject::Visitor(VisitorId(*id))),
        MoveTarget::Named { name } => MoveTo::Named(checks::name(name)?),
        MoveTarget::NewVisitor => MoveTo::NewVisitor,
    })
}
