//! The words of the output: verdicts, kinds, states, and numbers as short as they mean something.
//!
//! Owns the words programs rely on (`docs/command-line.md`): changing one breaks somebody. Must not print.

use porchlight_domain::{
    BoxInFrame, CameraState, Candidate, PersonKind, RuleKind, Similarity, SourceTrouble, Subject, Verdict,
};
use serde::Serialize;

/// What a rule that told is about.
pub(crate) fn rule(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Blacklist => "blacklist",
        RuleKind::Strangers => "strangers",
        RuleKind::Person => "person",
        RuleKind::NobodyHome => "nobody-home",
    }
}

pub(crate) fn kind(kind: PersonKind) -> &'static str {
    Verdict::from(kind).as_str()
}

pub(crate) fn state(state: &CameraState) -> &'static str {
    match state {
        CameraState::Off => "off",
        CameraState::OffHours { .. } => "off-hours",
        CameraState::Connecting => "connecting",
        CameraState::Live => "live",
        CameraState::Stalled { .. } => "stalled",
        CameraState::Failed { .. } => "failed",
        CameraState::Ended => "ended",
    }
}

pub(crate) fn trouble(trouble: SourceTrouble) -> &'static str {
    match trouble {
        SourceTrouble::Unreachable => "unreachable",
        SourceTrouble::Refused => "refused",
        SourceTrouble::NotFound => "not-found",
        SourceTrouble::Unreadable => "unreadable",
        SourceTrouble::Silent => "silent",
        SourceTrouble::LacksFfmpeg => "lacks-ffmpeg",
        SourceTrouble::BadAddress => "bad-address",
        SourceTrouble::Busy => "busy",
    }
}

/// The same for the owner, with what to do where that is clear.
pub(crate) fn trouble_in_words(trouble: SourceTrouble) -> &'static str {
    match trouble {
        SourceTrouble::Unreachable => "nothing answers there",
        SourceTrouble::Refused => "user or password are wrong",
        SourceTrouble::NotFound => "there is no such file, stream or device",
        SourceTrouble::Unreadable => "it holds nothing that can be shown",
        SourceTrouble::Silent => "it stopped sending",
        SourceTrouble::LacksFfmpeg => "ffmpeg is missing or does not run: install it, or name it in PORCHLIGHT_FFMPEG",
        SourceTrouble::BadAddress => "this is no address of a camera",
        SourceTrouble::Busy => "another program uses it",
    }
}

/// A candidate as it is printed.
#[derive(Debug, Serialize)]
pub(crate) struct CandidateLine {
    /// The person's name; `null` for a visitor.
    name: Option<String>,
    similarity: f64,
    threshold: f64,
    /// What the person is to the owner; `visitor` for a visitor.
    kind: &'static str,
    /// The number of a visitor.
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor: Option<i64>,
}

pub(crate) fn candidates(candidates: &[Candidate]) -> Vec<CandidateLine> {
    let line = |candidate: &Candidate| CandidateLine {
        name: candidate.name.as_deref().map(str::to_owned),
        similarity: number(candidate.similarity),
        threshold: number(candidate.threshold),
        kind: candidate.kind.map_or("visitor", kind),
        visitor: visitor_number(Some(candidate.subject)),
    };
    candidates.iter().map(line).collect()
}

/// The number the owner sees in "Visitor 12".
pub(crate) fn visitor_number(subject: Option<Subject>) -> Option<i64> {
    match subject {
        Some(Subject::Visitor(visitor)) => Some(visitor.0),
        _ => None,
    }
}

/// Four digits: more are noise.
pub(crate) fn number(similarity: Similarity) -> f64 {
    rounded(f64::from(similarity.0), 1e4)
}

/// Left, top, width and height in pixels of the frame, to a tenth.
pub(crate) fn pixels(area: BoxInFrame) -> [f64; 4] {
    [area.x, area.y, area.w, area.h].map(|value| rounded(f64::from(value), 10.0))
}

pub(crate) fn rounded(value: f64, steps: f64) -> f64 {
    (value * steps).round() / steps
}
