//! Visitors: who waits for a name, who they may be, and what the owner says about it.
//!
//! Owns which person is worth asking about. Must not decide anything: a suggestion is a question.

use super::{Host, checks, to_wire};
use crate::{
    ApiError,
    wire::{
        Erased, MergeVisitor, NameVisitor, Nothing, PersonKindView, PersonView, RejectVisitor, SubjectView,
        VisitorById, VisitorList, VisitorView,
    },
};
use porchlight_domain::{
    Candidate, Gallery, PersonId, PersonKind, Similarity, Subject, Thresholds, Timestamp, VisitorId,
};
use porchlight_store::PageMark;

/// From here on a person is worth asking about: two strangers are this alike once in some hundred pairs.
pub(super) const WORTH_ASKING: Similarity = Similarity(0.25);

impl Host {
    pub(super) fn visitor_views(&self, request: &VisitorList) -> Result<Vec<VisitorView>, ApiError> {
        let limit = checks::limit(request.limit)?;
        // Ids begin at 1, so that of the moment itself nobody is shown again.
        let after = request.before.map(|at| PageMark { at: Timestamp(at), id: 0 });
        let visitors = self.engine.store().visitors(limit, after)?;
        let home = self.engine.home();
        let with_suggestion = visitors.into_iter().map(|visitor| {
            let suggestion = likeliest(home.gallery(), visitor.id, &home.settings().thresholds);
            to_wire::visitor(visitor, suggestion.as_ref().map(to_wire::candidate))
        });
        Ok(with_suggestion.collect())
    }

    pub(super) fn name(&self, request: &NameVisitor) -> Result<PersonView, ApiError> {
        let visitor = VisitorId(request.id);
        let name = if request.name.trim().is_empty() && request.kind != PersonKindView::Known {
            self.number_as_name(visitor)?
        } else {
            checks::name(&request.name)?
        };
        let kind = match request.kind {
            // Known if new, and whoever has the name already stays what they are.
            PersonKindView::Known => None,
            PersonKindView::Blacklisted => Some(PersonKind::Blacklisted),
            PersonKindView::Ignored => {
                self.engine.store().person_named(&name)?.is_none().then_some(PersonKind::Ignored)
            }
        };
        let person = self.engine.name_visitor(visitor, &name, kind)?;
        self.person_view(person.0)
    }

    /// "Visitor 12", or "Visitor 12 (2)" where the owner gave somebody else that very name.
    pub(super) fn number_as_name(&self, visitor: VisitorId) -> Result<String, ApiError> {
        let store = self.engine.store();
        let plain = format!("Visitor {}", store.visitor(visitor)?.number);
        let mut name = plain.clone();
        let mut next = 2;
        while store.person_named(&name)?.is_some() {
            name = format!("{plain} ({next})");
            next += 1;
        }
        Ok(name)
    }

    pub(super) fn merge(&self, request: &MergeVisitor) -> Result<Nothing, ApiError> {
        let into = match request.into {
            SubjectView::Person { id } => Subject::Person(PersonId(id)),
            SubjectView::Visitor { id } => Subject::Visitor(VisitorId(id)),
        };
        self.engine.join_visitor(VisitorId(request.id), into)?;
        Ok(Nothing {})
    }

    pub(super) fn reject(&self, request: &RejectVisitor) -> Result<Nothing, ApiError> {
        self.engine.reject_visitor(VisitorId(request.id), PersonId(request.person_id))?;
        Ok(Nothing {})
    }

    pub(super) fn erase_visitor(&self, request: &VisitorById) -> Result<Erased, ApiError> {
        Ok(to_wire::erased(&self.engine.remove_visitor(VisitorId(request.id))?))
    }
}

/// The person a visitor is most like, if alike enough to ask and not rejected by the owner.
pub(super) fn likeliest(gallery: &Gallery, visitor: VisitorId, thresholds: &Thresholds) -> Option<Candidate> {
    let own = Subject::Visitor(visitor);
    let probe = gallery.subject(own)?.mean()?;
    // Among thousands of visitors only the people are asked about, so only they are compared.
    let named = gallery.named_like(&probe, thresholds).into_iter();
    named
        .take_while(|candidate| candidate.similarity >= WORTH_ASKING)
        .find(|candidate| !gallery.is_rejected(own, candidate.subject))
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_domain::{Embedding, FaceId, GalleryFace, GallerySubject, ModelId};
    use std::collections::HashSet;

    const VISITOR: Subject = Subject::Visitor(VisitorId(9));

    fn subject(subject: Subject, kind: Option<PersonKind>, values: &[f32]) -> GallerySubject {
        let embedding = Embedding::new(ModelId::new("m"), values.to_vec()).expect("a direction");
        let face = GalleryFace { face: FaceId(1), embedding, trust: 1.0, is_grey: false };
        GallerySubject::new(subject, kind.map(|_| "somebody".into()), kind, vec![face])
    }

    fn person(id: i64) -> Subject {
        Subject::Person(PersonId(id))
    }

    #[test]
    fn the_likeliest_person_is_asked_about_unless_the_owner_said_no() {
        let everybody = || {
            [
                subject(VISITOR, None, &[1.0, 0.0, 0.0]),
                subject(Subject::Visitor(VisitorId(8)), None, &[1.0, 0.1, 0.0]),
                subject(person(1), Some(PersonKind::Known), &[0.8, 0.6, 0.0]),
                subject(person(2), Some(PersonKind::Blacklisted), &[0.5, 0.86, 0.0]),
                subject(person(3), Some(PersonKind::Known), &[0.1, 1.0, 0.0]),
            ]
        };
        let asked = |rejected: &[i64]| {
            let rejected: HashSet<_> = rejected.iter().map(|id| (VISITOR, person(*id))).collect();
            let gallery = Gallery::new(everybody(), rejected);
            likeliest(&gallery, VisitorId(9), &Thresholds::default()).map(|candidate| candidate.subject)
        };
        assert_eq!(asked(&[]), Some(person(1)), "the most alike, though another visitor is more so");
        assert_eq!(asked(&[1]), Some(person(2)), "then the next");
        assert_eq!(asked(&[1, 2]), None, "who is hardly alike is not asked about");
        assert_eq!(
            likeliest(&Gallery::default(), VisitorId(9), &Thresholds::default()),
            None,
            "without a face there is nothing to compare"
        );
    }
}
