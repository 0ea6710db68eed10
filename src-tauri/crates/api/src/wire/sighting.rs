//! Sightings on the wire. Owns their shape only.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is thought of somebody.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum VerdictView {
    /// A known person.
    Known,
    /// A blacklisted person.
    Blacklisted,
    /// A stranger.
    Visitor,
    /// Somebody the owner does not want to hear of.
    Ignored,
    /// Not enough to say.
    Unclear,
}

/// One answer to "who could it be?".
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct CandidateView {
    /// The person, if it is a named one.
    pub person_id: Option<i64>,
    /// The visitor, if it is an unnamed one.
    pub visitor_id: Option<i64>,
    /// The person's name; absent for a visitor.
    pub name: Option<String>,
    /// How alike, -1 to 1.
    pub similarity: f32,
    /// What was needed.
    pub threshold: f32,
}

/// One visit of one person at one camera.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct SightingView {
    /// Row id.
    pub id: i64,
    /// The camera; absent once it was removed.
    pub camera_id: Option<i64>,
    /// The camera's name then.
    pub camera_name: String,
    /// First seen.
    pub started_at: i64,
    /// Last seen; absent while the person is there.
    pub ended_at: Option<i64>,
    /// What is thought.
    pub verdict: VerdictView,
    /// Who, if named.
    pub person_id: Option<i64>,
    /// Who, if a visitor.
    pub visitor_id: Option<i64>,
    /// The person's name, or "Visitor 12" as words of the window.
    pub name: Option<String>,
    /// The visitor's number.
    pub visitor_number: Option<i64>,
    /// How alike to the one named.
    pub similarity: Option<f32>,
    /// What was needed.
    pub threshold: Option<f32>,
    /// The three best answers.
    pub candidates: Vec<CandidateView>,
    /// The best face, if one was kept.
    pub face_id: Option<i64>,
}

/// Which sightings to list, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SightingQuery {
    /// At most this many, 1 to 500.
    pub limit: u32,
    /// Only those that started before.
    pub before: Option<i64>,
    /// Only of this person.
    pub person_id: Option<i64>,
    /// Only of this visitor.
    pub visitor_id: Option<i64>,
    /// Only those still there.
    pub only_open: bool,
}

/// A page of sightings.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SightingList {
    /// Newest first.
    pub sightings: Vec<SightingView>,
}
