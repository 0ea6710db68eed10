//! Rows about sightings.
//!
//! Owns what is said of a visit: while it goes on, when it is looked back at, and when the program starts again. Must not
//! know SQL. Invariant: none holds a name that is not looked up when it is read.

use porchlight_domain::{
    BoxInFrame, CameraId, Candidate, ClockHours, FaceId, ModelId, SightingId, Similarity, Subject, Timestamp, TrackId,
    Verdict,
};
use std::time::Duration;

/// A sighting to begin.
#[derive(Clone, Debug, PartialEq)]
pub struct NewSighting {
    /// Where. The camera's name and whether it is demo are looked up and kept with the sighting.
    pub camera: CameraId,
    /// When it began.
    pub at: Timestamp,
    /// What is thought of it.
    pub findings: Findings,
}

/// What is thought of a sighting at some moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    /// The verdict.
    pub verdict: Verdict,
    /// Who it is; `None` while unclear.
    pub subject: Option<Subject>,
    /// How alike; `None` without a candidate.
    pub similarity: Option<Similarity>,
    /// The similarity that was needed.
    pub threshold: Option<Similarity>,
    /// Who else it could be, best first. Names are not stored with a sighting but looked up when it is read.
    pub candidates: Vec<Candidate>,
    /// The best face kept of it.
    pub best_face: Option<FaceId>,
    /// Why it was decided so, as JSON or text of the engine. Must hold no names: it outlives an erased person.
    pub why: String,
    /// The model that the similarity is of.
    pub model: Option<ModelId>,
    /// The faces that counted.
    pub evidence: Vec<CountedFace>,
}

/// When a sighting got the verdict that it has, and what the frame that led to it took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The moment of that frame.
    pub at: Timestamp,
    /// From its arrival until somebody had time for it.
    pub wait: Duration,
    /// Finding the faces on it.
    pub detect: Duration,
    /// Embedding those that were looked at closer.
    pub embed: Duration,
    /// Comparing these with everybody.
    pub matching: Duration,
    /// From its arrival until the verdict was written down.
    pub total: Duration,
}

impl Findings {
    /// Nothing is known yet.
    pub fn unclear() -> Self {
        Self {
            verdict: Verdict::Unclear,
            subject: None,
            similarity: None,
            threshold: None,
            candidates: Vec::new(),
            best_face: None,
            why: String::new(),
            model: None,
            evidence: Vec::new(),
        }
    }
}

/// A face that counted for a verdict, as numbers: the face itself need not be kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountedFace {
    /// When it was seen.
    pub at: Timestamp,
    /// How far it could be trusted, 0 to 1.
    pub trust: f32,
    /// Side of the face in the frame.
    pub side_px: f32,
    /// As [`porchlight_domain::Quality`] says, 0 to 1.
    pub sharpness: f32,
    /// As [`porchlight_domain::Quality`] says, 0 to 1.
    pub frontality: f32,
    /// As [`porchlight_domain::Quality`] says, 0 to 1.
    pub exposure: f32,
    /// How alike this face alone is to whom the verdict names; `None` without anybody.
    pub similarity: Option<Similarity>,
}

/// A sighting that is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Sighting {
    /// Row id.
    pub id: SightingId,
    /// The camera; `None` once it was removed.
    pub camera: Option<CameraId>,
    /// The camera's name at the time.
    pub camera_name: String,
    /// When it began.
    pub started_at: Timestamp,
    /// The latest moment somebody was seen.
    pub last_seen_at: Timestamp,
    /// When it was closed; `None` while it goes on.
    pub ended_at: Option<Timestamp>,
    /// What was thought of it. The verdict and the names follow what the owner said since: a visitor who was named
    /// later reads as that person.
    pub findings: Findings,
    /// The person's name now; `None` for a visitor and while unclear.
    pub name: Option<String>,
    /// The faces kept of it, the most trusted first.
    pub faces: Vec<FaceId>,
}

/// Which sightings are wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SightingFilter {
    /// Of this person or visitor only.
    pub subject: Option<Subject>,
    /// At this camera only.
    pub camera: Option<CameraId>,
    /// Begun at or after this moment.
    pub from: Option<Timestamp>,
    /// Begun before this moment.
    pub until: Option<Timestamp>,
    /// With this verdict, as it reads now.
    pub verdict: Option<Verdict>,
    /// Only where somebody was at least so alike. Without anybody to compare with there is no likeness.
    pub alike_from: Option<Similarity>,
    /// Only where somebody was less alike.
    pub alike_below: Option<Similarity>,
    /// Begun at these hours of the day only.
    pub hours: Option<ClockHours>,
}

/// How a sighting was judged and who it turned out to be: what thresholds can be learnt from.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The sighting.
    pub sighting: SightingId,
    /// The camera; `None` once it was removed.
    pub camera: Option<CameraId>,
    /// When it began.
    pub started_at: Timestamp,
    /// The verdict at the time, whatever the owner said since.
    pub verdict: Verdict,
    /// Who it is now.
    pub subject: Option<Subject>,
    /// Who it could have been at the time, best first: how alike, and the similarity that was needed. Some may be no
    /// more.
    pub candidates: Vec<(Subject, Similarity, Similarity)>,
    /// The trust of all faces that counted.
    pub trust: f32,
}

/// A track that was followed when the program ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WarmTrack {
    /// Where.
    pub camera: CameraId,
    /// Its number in that run of the program.
    pub track: TrackId,
    /// Where in the frame.
    pub box_in_frame: BoxInFrame,
    /// The latest moment somebody was seen.
    pub last_seen_at: Timestamp,
    /// The sighting that it belonged to.
    pub sighting: Option<SightingId>,
    /// The verdict.
    pub verdict: Verdict,
    /// Who it is; `None` while unclear.
    pub subject: Option<Subject>,
    /// How alike; `None` without a candidate.
    pub similarity: Option<Similarity>,
    /// When the verdict was reached.
    pub decided_at: Timestamp,
}

/// When and where somebody was seen over a long time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenOver {
    /// How often in each span.
    pub times: Vec<u32>,
    /// Where in all of them, most often first.
    pub cameras: Vec<SeenAt>,
}

/// How often somebody was seen at a camera.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenAt {
    /// The camera; `None` once it was removed.
    pub camera: Option<CameraId>,
    /// Its name then.
    pub camera_name: String,
    /// How often.
    pub times: u64,
    /// When last.
    pub last_seen: Timestamp,
}
