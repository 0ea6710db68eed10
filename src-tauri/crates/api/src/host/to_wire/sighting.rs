//! Sightings and the faces on a live picture, on the wire. Owns the mapping only.

use super::ms;
use crate::wire::{CandidateView, CountedFaceView, DecisionView, FaceOnFrame, NoNameView, SightingView, VerdictView};
use porchlight_domain::{BoxInFrame, Candidate, NoName, Subject, Timestamp, Verdict};
use porchlight_engine::{LiveFace, SightingNews};
use porchlight_store::{CountedFace, Decision, Sighting};

/// A sighting that is kept.
pub(crate) fn sighting(sighting: Sighting) -> SightingView {
    let findings = sighting.findings;
    let (person_id, visitor_id) = sides(findings.subject);
    SightingView {
        id: sighting.id.0,
        camera_id: sighting.camera.map(|id| id.0),
        camera_name: sighting.camera_name,
        started_at: sighting.started_at.0,
        // The moment somebody was last seen, not the moment it was closed: the owner asks when they left.
        ended_at: sighting.ended_at.map(|_| sighting.last_seen_at.0),
        verdict: verdict(findings.verdict),
        person_id,
        visitor_id,
        name: sighting.name,
        visitor_number: visitor_id,
        similarity: findings.similarity.map(|s| s.0),
        threshold: findings.threshold.map(|s| s.0),
        candidates: findings.candidates.iter().map(candidate).collect(),
        face_id: findings.best_face.or(sighting.faces.first().copied()).map(|id| id.0),
        no_name: no_name(findings.verdict, NoName::from_word(&findings.why)),
    }
}

/// A sighting as it stands.
pub(crate) fn sighting_news(news: &SightingNews) -> SightingView {
    let identity = &news.identity;
    let nearest = identity.chosen().or_else(|| identity.candidates.first());
    let (person_id, visitor_id) = sides(identity.subject);
    SightingView {
        id: news.id.0,
        camera_id: Some(news.camera.0),
        camera_name: news.camera_name.to_string(),
        started_at: news.started_at.0,
        ended_at: news.ended_at.map(|at| at.0),
        verdict: verdict(identity.verdict),
        person_id,
        visitor_id,
        name: news.name.as_deref().map(str::to_owned),
        visitor_number: news.visitor_number,
        similarity: nearest.map(|c| c.similarity.0),
        threshold: nearest.map(|c| c.threshold.0),
        candidates: identity.candidates.iter().map(candidate).collect(),
        face_id: news.face.map(|id| id.0),
        no_name: no_name(identity.verdict, identity.no_name),
    }
}

/// A reason is told only where there is no name: the owner may have given one since.
fn no_name(verdict: Verdict, why: Option<NoName>) -> Option<NoNameView> {
    let why = why.filter(|_| matches!(verdict, Verdict::Visitor | Verdict::Unclear))?;
    Some(match why {
        NoName::NoUsableFace => NoNameView::NoUsableFace,
        NoName::TooSmall => NoNameView::TooSmall,
        NoName::Blurred => NoNameView::Blurred,
        NoName::Turned => NoNameView::Turned,
        NoName::BadLight => NoNameView::BadLight,
        NoName::TooAlike => NoNameView::TooAlike,
        NoName::BelowThreshold => NoNameView::BelowThreshold,
        NoName::Stranger => NoNameView::Stranger,
    })
}

/// What the verdict of a sighting took that began at `started_at`.
pub(crate) fn decision(decision: &Decision, started_at: Timestamp) -> DecisionView {
    DecisionView {
        after_ms: decision.at.millis_since(started_at).max(0),
        wait_ms: ms(decision.wait),
        detect_ms: ms(decision.detect),
        embed_ms: ms(decision.embed),
        match_ms: ms(decision.matching),
        total_ms: ms(decision.total),
    }
}

/// A face that counted.
pub(crate) fn counted_face(face: &CountedFace) -> CountedFaceView {
    CountedFaceView {
        at: face.at.0,
        trust: face.trust,
        side_px: face.side_px,
        sharpness: face.sharpness,
        frontality: face.frontality,
        exposure: face.exposure,
        similarity: face.similarity.map(|s| s.0),
    }
}

/// One answer to "who could it be?".
pub(crate) fn candidate(candidate: &Candidate) -> CandidateView {
    let (person_id, visitor_id) = sides(Some(candidate.subject));
    CandidateView {
        person_id,
        visitor_id,
        name: candidate.name.as_deref().map(str::to_owned),
        similarity: candidate.similarity.0,
        threshold: candidate.threshold.0,
    }
}

/// What is thought.
/// What is thought.
pub(crate) fn verdict(verdict: Verdict) -> VerdictView {
    match verdict {
        Verdict::Known => VerdictView::Known,
        Verdict::Blacklisted => VerdictView::Blacklisted,
        Verdict::Visitor => VerdictView::Visitor,
        Verdict::Ignored => VerdictView::Ignored,
        Verdict::Unclear => VerdictView::Unclear,
    }
}

/// Which verdict is asked for.
pub(crate) fn from_verdict(verdict: VerdictView) -> Verdict {
    match verdict {
        VerdictView::Known => Verdict::Known,
        VerdictView::Blacklisted => Verdict::Blacklisted,
        VerdictView::Visitor => Verdict::Visitor,
        VerdictView::Ignored => Verdict::Ignored,
        VerdictView::Unclear => Verdict::Unclear,
    }
}

/// A face on a live picture of this size.
pub(crate) fn face_on_frame(face: &LiveFace, width: u32, height: u32) -> FaceOnFrame {
    FaceOnFrame {
        track: face.track.0,
        box_in_frame: area(&face.box_in_frame, width, height),
        verdict: verdict(face.verdict),
        name: face.name.as_deref().map(str::to_owned),
        similarity: face.similarity.map(|s| s.0),
        threshold: face.threshold.map(|s| s.0),
        sighting_id: face.sighting.map(|id| id.0),
        person_id: face.person.map(|id| id.0),
        visitor_id: face.visitor.map(|id| id.0),
        visitor_number: face.visitor_number,
    }
}

/// A box as fractions of its frame, so that it fits whatever size the picture is shown at.
pub(crate) fn area(box_in_frame: &BoxInFrame, width: u32, height: u32) -> [f32; 4] {
    let (w, h) = (width.max(1) as f32, height.max(1) as f32);
    [box_in_frame.x / w, box_in_frame.y / h, box_in_frame.w / w, box_in_frame.h / h]
}

fn sides(subject: Option<Subject>) -> (Option<i64>, Option<i64>) {
    match subject {
        Some(Subject::Person(person)) => (Some(person.0), None),
        Some(Subject::Visitor(visitor)) => (None, Some(visitor.0)),
        None => (None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_told_in_fractions_of_the_frame() {
        let box_in_frame = BoxInFrame { x: 320.0, y: 90.0, w: 64.0, h: 72.0 };
        assert_eq!(area(&box_in_frame, 640, 360), [0.5, 0.25, 0.1, 0.2], "whatever size the picture is shown at");
        assert!(area(&box_in_frame, 0, 0).iter().all(|v| v.is_finite()), "an empty frame divides by nothing");
    }
}
