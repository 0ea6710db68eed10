//! Sightings on the wire. Owns their shape only.

use super::{DayHoursView, PictureInput};
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
    /// Why there is no name; absent where there is one.
    pub no_name: Option<NoNameView>,
}

/// Why there is no name.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum NoNameView {
    /// No face was good enough to look at, for no single reason.
    NoUsableFace,
    /// The faces were too small.
    TooSmall,
    /// The faces were blurred.
    Blurred,
    /// The faces were turned away.
    Turned,
    /// The faces were too dark, too bright or too noisy.
    BadLight,
    /// Two people came equally near.
    TooAlike,
    /// Somebody came near, but not near enough.
    BelowThreshold,
    /// Nobody came near.
    Stranger,
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
    /// Only at this camera.
    #[serde(default)]
    pub camera_id: Option<i64>,
    /// Only with this verdict, as it reads now.
    #[serde(default)]
    pub verdict: Option<VerdictView>,
    /// Only those that started at or after.
    #[serde(default)]
    pub since: Option<i64>,
    /// Only where somebody was at least so alike.
    #[serde(default)]
    pub alike_from: Option<f32>,
    /// Only where somebody was less alike.
    #[serde(default)]
    pub alike_below: Option<f32>,
    /// Only those that started at these hours of the day, by the home's clocks.
    #[serde(default)]
    pub hours: Option<DayHoursView>,
}

/// Looks for a face among everything that was seen: a kept face, or the one on a picture.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct FindFace {
    /// A kept face; absent where a picture is given.
    pub face_id: Option<i64>,
    /// A picture that shows exactly one face; absent where a kept face is given.
    pub picture: Option<PictureInput>,
    /// At most this many, 1 to 500.
    pub limit: u32,
}

/// A sighting in which a face like the one looked for was seen.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct FaceMatchView {
    /// The sighting.
    pub sighting: SightingView,
    /// The kept face of it that is most like it.
    pub face_id: i64,
    /// How alike, -1 to 1.
    pub similarity: f32,
}

/// A page of sightings.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SightingList {
    /// Newest first.
    pub sightings: Vec<SightingView>,
}

/// Names one sighting.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SightingById {
    /// Which.
    pub id: i64,
}

/// A face that counted for a verdict.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct CountedFaceView {
    /// When it was seen.
    pub at: i64,
    /// How much it counted, 0 to 1.
    pub trust: f32,
    /// Its size in pixels of the frame.
    pub side_px: f32,
    /// 0 (no detail) to 1 (crisp).
    pub sharpness: f32,
    /// 0 (profile) to 1 (looks straight into the camera).
    pub frontality: f32,
    /// 0 (black or blown out) to 1 (well lit).
    pub exposure: f32,
    /// How alike this face alone was to whom the verdict is about, or to the best candidate.
    pub similarity: Option<f32>,
}

/// Why a sighting has the verdict that it has.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct WhyView {
    /// The sighting with its candidates, their similarities and thresholds, and the reason where there is no name.
    pub sighting: SightingView,
    /// The faces that counted, most trusted first.
    pub faces: Vec<CountedFaceView>,
    /// The lead over the runner-up that a name needs, as it stands now.
    pub margin: f32,
    /// The model that embedded the faces; absent for sightings of an older version.
    pub model: Option<String>,
    /// What the verdict took; absent for sightings of an older version.
    pub decision: Option<DecisionView>,
}

/// What the verdict of a sighting took: times of the frame that led to it, in milliseconds.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct DecisionView {
    /// From when somebody came into view to that frame.
    pub after_ms: i64,
    /// From its arrival until somebody had time for it.
    pub wait_ms: f32,
    /// Finding the faces on it.
    pub detect_ms: f32,
    /// Reading those that were looked at closer.
    pub embed_ms: f32,
    /// Comparing these with everybody.
    pub match_ms: f32,
    /// From its arrival until the verdict was written down.
    pub total_ms: f32,
}

/// Where something goes.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum MoveTarget {
    /// To a named person.
    Person {
        /// Row id.
        id: i64,
    },
    /// To the person of this name, who is added as known if there is nobody.
    Named {
        /// The name.
        name: String,
    },
    /// To a visitor.
    Visitor {
        /// Row id.
        id: i64,
    },
    /// To a visitor of its own.
    NewVisitor,
}

/// A face is somebody else's.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MoveFace {
    /// Which face.
    pub id: i64,
    /// Whose it is.
    pub target: MoveTarget,
}

/// A sighting is somebody else's.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MoveSighting {
    /// Which sighting.
    pub id: i64,
    /// Whose it is.
    pub target: MoveTarget,
}

/// "Not this person": the sighting becomes a visitor's and the two are never proposed to each other again.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RejectSighting {
    /// Which sighting.
    pub id: i64,
    /// Who it is not.
    pub person_id: i64,
}
