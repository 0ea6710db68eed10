//! Rows of alerts, and of the visits that rules are tried on.
//!
//! Owns their shape. Must not know SQL.

use super::Encoded;
use porchlight_domain::{
    AlertId, CameraId, FaceId, PersonId, RuleId, RuleKind, SightingId, Similarity, Subject, Timestamp, Verdict,
};

/// A rule that told, and what it was about then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ToldBy {
    /// Which; it may be gone.
    pub rule: RuleId,
    /// What it was about.
    pub about: RuleKind,
}

/// Where the owner saw an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SeenFrom {
    /// In the window.
    Window,
    /// On a notification of the desktop.
    Notification,
}

/// An alert to raise.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAlert {
    /// The sighting it is about. Its camera is looked up.
    pub sighting: SightingId,
    /// What is thought.
    pub verdict: Verdict,
    /// The person, where it is one. The name is looked up and kept.
    pub person: Option<PersonId>,
    /// How alike to the likeliest.
    pub similarity: Option<Similarity>,
    /// The similarity that was needed.
    pub threshold: Option<Similarity>,
    /// The rules that tell.
    pub told_by: Vec<ToldBy>,
    /// The picture at that moment.
    pub scene: Encoded,
    /// When.
    pub at: Timestamp,
}

/// An alert that is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// Row id.
    pub id: AlertId,
    /// The sighting it is about.
    pub sighting: SightingId,
    /// What was thought when it was raised.
    pub verdict: Verdict,
    /// The person then; `None` if it was nobody named, or turned out to be.
    pub person: Option<PersonId>,
    /// The person's name, at the time; empty if it was nobody named.
    pub name: String,
    /// What the sighting reads as now.
    pub verdict_now: Verdict,
    /// Whose the sighting is now.
    pub subject_now: Option<Subject>,
    /// The name of today.
    pub name_now: Option<String>,
    /// The camera, while there is one.
    pub camera: Option<CameraId>,
    /// The camera's name at the time.
    pub camera_name: String,
    /// When.
    pub at: Timestamp,
    /// How alike.
    pub similarity: Option<Similarity>,
    /// The similarity that was needed.
    pub threshold: Option<Similarity>,
    /// The rules that told.
    pub told_by: Vec<ToldBy>,
    /// The best face kept of the sighting.
    pub best_face: Option<FaceId>,
    /// When the owner acknowledged it.
    pub acknowledged_at: Option<Timestamp>,
    /// Where.
    pub acknowledged_from: Option<SeenFrom>,
}

/// Which alerts. What is absent does not narrow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AlertFilter {
    /// Whose sighting reads so now.
    pub verdict: Option<Verdict>,
    /// Of this camera.
    pub camera: Option<CameraId>,
    /// Those that nobody acknowledged, or the others.
    pub is_open: Option<bool>,
}

/// A sighting as rules see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The sighting.
    pub sighting: SightingId,
    /// The camera, while there is one.
    pub camera: Option<CameraId>,
    /// Seen by a demo camera.
    pub is_demo: bool,
    /// What it reads as now.
    pub verdict: Verdict,
    /// Whose it is now.
    pub subject: Option<Subject>,
    /// Its beginning.
    pub started_at: Timestamp,
    /// Its latest moment.
    pub last_seen_at: Timestamp,
}
