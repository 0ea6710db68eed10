//! Alerts on the wire. Owns their shape only.

use super::{RuleKindView, VerdictView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who somebody is thought to be.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct WhoView {
    /// What is thought.
    pub verdict: VerdictView,
    /// The person, if it is one.
    pub person_id: Option<i64>,
    /// The person's name.
    pub name: Option<String>,
    /// The number in "Visitor 12", which is also the visitor's id.
    pub visitor_number: Option<i64>,
}

/// A rule that told.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct ToldByView {
    /// Which; it may be gone.
    pub rule_id: i64,
    /// What it was about then.
    pub about: RuleKindView,
}

/// Where the owner saw an alert.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum SeenFromView {
    /// In the window.
    Window,
    /// On a notification of the desktop.
    Notification,
}

/// An alert: the owner was told of somebody, as a rule says.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct AlertView {
    /// Row id; also the name of its scene picture.
    pub id: i64,
    /// The sighting that raised it.
    pub sighting_id: i64,
    /// Who it was thought to be when it was raised, with the name of then.
    pub then: WhoView,
    /// Who it is thought to be now, with the name of today.
    pub now: WhoView,
    /// The rules that told; none for an alert of an older version.
    pub told_by: Vec<ToldByView>,
    /// The camera.
    pub camera_id: Option<i64>,
    /// The camera's name when it was raised.
    pub camera_name: String,
    /// When.
    pub at: i64,
    /// How alike to the one with a name, -1 to 1.
    pub similarity: Option<f32>,
    /// What was needed.
    pub threshold: Option<f32>,
    /// The best face, if one was kept.
    pub face_id: Option<i64>,
    /// Whether a picture of the moment was kept.
    pub has_scene: bool,
    /// When the owner acknowledged it.
    pub acknowledged_at: Option<i64>,
    /// Where; absent for one acknowledged with an older version.
    pub acknowledged_from: Option<SeenFromView>,
}

/// Where a page of alerts ended.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct AlertMark {
    /// When the last one of it was raised.
    pub at: i64,
    /// Its row id.
    pub id: i64,
}

/// Which alerts to list, newest first. What is absent does not narrow.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AlertList {
    /// At most this many, 1 to 500.
    pub limit: u32,
    /// Those that come after this one in the list.
    pub before: Option<AlertMark>,
    /// About somebody who is thought to be this now.
    pub verdict: Option<VerdictView>,
    /// Raised at this camera.
    pub camera_id: Option<i64>,
    /// Those that nobody acknowledged, or the others.
    pub is_open: Option<bool>,
}

/// Acknowledges one alert.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AcknowledgeAlert {
    /// Which.
    pub id: i64,
}
