//! Alerts on the wire. Owns their shape only.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An alert: a blacklisted person was seen.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct AlertView {
    /// Row id; also the name of its scene picture.
    pub id: i64,
    /// The sighting that raised it.
    pub sighting_id: i64,
    /// The blacklisted person; absent once the person was removed.
    pub person_id: Option<i64>,
    /// The person's name when it was raised.
    pub name: String,
    /// The camera.
    pub camera_id: Option<i64>,
    /// The camera's name when it was raised.
    pub camera_name: String,
    /// When.
    pub at: i64,
    /// How alike, -1 to 1.
    pub similarity: f32,
    /// What was needed.
    pub threshold: f32,
    /// The best face, if one was kept.
    pub face_id: Option<i64>,
    /// Whether a picture of the moment was kept.
    pub has_scene: bool,
    /// When the owner acknowledged it.
    pub acknowledged_at: Option<i64>,
}

/// How many alerts to list, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AlertList {
    /// At most this many, 1 to 500.
    pub limit: u32,
}

/// Acknowledges one alert.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AcknowledgeAlert {
    /// Which.
    pub id: i64,
}
