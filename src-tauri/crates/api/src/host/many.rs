//! Many visitors at once: the list without details, the strips in sight, and acts on those the owner chose.
//!
//! Owns the limit of one act. Must not decide who is left out: that is asked, answered and sent back by the owner.

use super::{Host, checks, refusal::bad_request, to_wire, visitors::likeliest};
use crate::{
    ApiError,
    wire::{
        MergeVisitors, NameVisitors, Nothing, OddFaces, PersonKindView, SplitVisitors, SubjectView, VisitorRow,
        VisitorView, VisitorsById,
    },
};
use porchlight_domain::{FaceId, PersonId, PersonKind, Subject, VisitorId};
use std::collections::HashSet;

impl Host {
    pub(super) fn rows_of_visitors(&self) -> Result<Vec<VisitorRow>, ApiError> {
        let ids = self.engine.store().visitor_ids()?;
        // Its number is its id: see the table of visitors.
        Ok(ids.into_iter().map(|id| VisitorRow { id: id.0, number: id.0 }).collect())
    }

    pub(super) fn these_visitors(&self, request: &VisitorsById) -> Result<Vec<VisitorView>, ApiError> {
        let visitors = self.engine.store().visitors_of(&visitors(&request.ids)?)?;
        let home = self.engine.home();
        let with_suggestion = visitors.into_iter().map(|visitor| {
            let suggestion = likeliest(home.gallery(), visitor.id, &home.settings().thresholds);
            to_wire::visitor(visitor, suggestion.as_ref().map(to_wire::candidate))
        });
        Ok(with_suggestion.collect())
    }

    pub(super) fn name_many(&self, request: &NameVisitors) -> Result<Nothing, ApiError> {
        let ids = visitors(&request.ids)?;
        let is_each_somebody = request.name.trim().is_empty() && request.kind != PersonKindView::Known;
        let named = if is_each_somebody {
            ids.iter().map(|id| Ok((*id, self.number_as_name(*id)?))).collect::<Result<Vec<_>, ApiError>>()?
        } else {
            let name = checks::name(&request.name)?;
            ids.iter().map(|id| (*id, name.clone())).collect()
        };
        let is_new = is_each_somebody || self.engine.store().person_named(&request.name)?.is_none();
        let kind = match request.kind {
            PersonKindView::Known => None,
            PersonKindView::Blacklisted => Some(PersonKind::Blacklisted),
            PersonKindView::Ignored => is_new.then_some(PersonKind::Ignored),
        };
        self.engine.name_visitors(&named, kind)?;
        Ok(Nothing {})
    }

    pub(super) fn merge_many(&self, request: &MergeVisitors) -> Result<Nothing, ApiError> {
        let into = match request.into {
            SubjectView::Person { id } => Subject::Person(PersonId(id)),
            SubjectView::Visitor { id } => Subject::Visitor(VisitorId(id)),
        };
        self.engine.join_visitors(&visitors(&request.ids)?, into)?;
        Ok(Nothing {})
    }

    pub(super) fn split_many(&self, request: &SplitVisitors) -> Result<Nothing, ApiError> {
        let ids: Vec<i64> = request.parts.iter().map(|part| part.id).collect();
        let faces = request.parts.iter().map(|part| part.face_ids.iter().map(|id| FaceId(*id)).collect::<Vec<_>>());
        let parts: Vec<_> = visitors(&ids)?.into_iter().zip(faces).collect();
        self.engine.split_visitors(&parts)?;
        Ok(Nothing {})
    }

    pub(super) fn odd_ones(&self, request: &VisitorsById) -> Result<Vec<i64>, ApiError> {
        Ok(self.engine.odd_visitors(&visitors(&request.ids)?).into_iter().map(|id| id.0).collect())
    }

    pub(super) fn odd_faces_of(&self, request: &VisitorsById) -> Result<Vec<OddFaces>, ApiError> {
        let odd = visitors(&request.ids)?.into_iter().map(|id| OddFaces {
            id: id.0,
            face_ids: self.engine.odd_faces(id).into_iter().map(|face| face.0).collect(),
        });
        Ok(odd.collect())
    }
}

/// Somebody in it, not too many, nobody twice.
fn visitors(ids: &[i64]) -> Result<Vec<VisitorId>, ApiError> {
    checks::limit(u32::try_from(ids.len()).unwrap_or(u32::MAX))?;
    let mut seen = HashSet::new();
    if !ids.iter().all(|id| seen.insert(*id)) {
        return Err(bad_request("a visitor is named twice"));
    }
    Ok(ids.iter().map(|id| VisitorId(*id)).collect())
}
