//! Visitors on the wire. Owns the mapping only.

use crate::wire::{CandidateView, Erased, VisitorView};
use porchlight_store::{Erased as ErasedRows, VisitorSummary};

/// A visitor with the person it is most likely to be.
pub(crate) fn visitor(summary: VisitorSummary, suggestion: Option<CandidateView>) -> VisitorView {
    VisitorView {
        id: summary.id.0,
        number: i64::try_from(summary.number).unwrap_or(i64::MAX),
        face_ids: summary.faces.iter().map(|id| id.0).collect(),
        times_seen: super::count(summary.times_seen),
        first_seen: summary.first_seen.0,
        last_seen: summary.last_seen.0,
        cameras: summary.cameras,
        suggestion,
    }
}

/// What was erased.
pub(crate) fn erased(erased: &ErasedRows) -> Erased {
    Erased {
        persons: super::count(erased.persons),
        visitors: super::count(erased.visitors),
        cameras: super::count(erased.cameras),
        faces: super::count(erased.faces),
        pictures: super::count(erased.pictures),
        embeddings: super::count(erased.embeddings),
        sightings: super::count(erased.sightings),
        alerts: super::count(erased.alerts),
        acts: super::count(erased.acts),
        files_searched: super::count(erased.files_searched),
        traces_found: super::count(erased.traces_found),
        is_gone: erased.bytes_gone,
    }
}
