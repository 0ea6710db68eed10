//! What the engine tells the world.
//!
//! Owns the events. Must not know who listens. In the words of the original design: `faces_detected` and
//! `faces_recognized` are sightings, `recognition_errors` is [`Event::Trouble`], `face_database_updated` is
//! [`Event::PeopleChanged`] and [`Event::VisitorsChanged`], `recognition_cache_clear` is [`Event::CacheCleared`],
//! `system_shutdown` is [`Event::ShuttingDown`].

use porchlight_domain::{
    AlertId, BackupTrouble, BoxInFrame, CameraId, CameraState, FaceId, Identity, SightingId, Similarity, Step, Subject,
    Timestamp, Verdict,
};
use porchlight_store::ToldBy;
use std::{sync::Arc, time::Duration};

/// Something happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// A camera fares differently.
    CameraState {
        /// Which.
        camera: CameraId,
        /// Its name.
        name: Arc<str>,
        /// How.
        state: CameraState,
    },
    /// Cameras were added, changed or removed.
    CamerasChanged,
    /// Somebody came.
    SightingStarted(Arc<SightingNews>),
    /// More is known.
    SightingUpdated(Arc<SightingNews>),
    /// Somebody left.
    SightingEnded(Arc<SightingNews>),
    /// The owner is told of somebody, as a rule says; stored already.
    Alert(Arc<AlertNews>),
    /// More is known of whom an alert is about.
    AlertCorrected(AlertId),
    /// The owner saw an alert.
    AlertAcknowledged(AlertId),
    /// Rules, quiet hours or snoozes changed.
    AlertRulesChanged,
    /// People were named, changed or removed.
    PeopleChanged,
    /// Visitors came, changed or went.
    VisitorsChanged,
    /// Something can be undone or redone.
    JournalChanged,
    /// The settings changed.
    SettingsChanged,
    /// Kept faces are being embedded again, or are done.
    ReembeddingChanged,
    /// A weekly backup begins, was made or failed, or another one is wanted.
    BackupsChanged,
    /// A weekly backup could not be made. Told once, however often it is tried again.
    BackupFailed(BackupTrouble),
    /// Verdicts are reached anew.
    CacheCleared,
    /// The models were loaded, or are missing.
    VisionChanged,
    /// A frame or a write failed; work goes on.
    Trouble {
        /// The camera, if it is about one.
        camera: Option<CameraId>,
        /// For the log; nothing about a face.
        detail: String,
    },
    /// The governor took a step: more or less is spent from now on.
    GovernorStepped(Step),
    /// The engine stops.
    ShuttingDown,
}

/// A sighting as it stands.
#[derive(Clone, Debug)]
pub struct SightingNews {
    /// Its row.
    pub id: SightingId,
    /// The camera.
    pub camera: CameraId,
    /// The camera's name.
    pub camera_name: Arc<str>,
    /// The moment of the frame.
    pub at: Timestamp,
    /// First seen.
    pub started_at: Timestamp,
    /// Last seen, once it ended.
    pub ended_at: Option<Timestamp>,
    /// Who it is thought to be.
    pub identity: Identity,
    /// The person's name.
    pub name: Option<Arc<str>>,
    /// The number in "Visitor 12".
    pub visitor_number: Option<i64>,
    /// Where the face is.
    pub box_in_frame: BoxInFrame,
    /// Number of the frame.
    pub frame: u64,
    /// From the arrival of the frame to this announcement.
    pub latency: Duration,
    /// The best face kept.
    pub face: Option<FaceId>,
}

/// An alert.
#[derive(Clone, Debug)]
pub struct AlertNews {
    /// Its row.
    pub id: AlertId,
    /// The sighting that raised it.
    pub sighting: SightingId,
    /// What is thought.
    pub verdict: Verdict,
    /// Whom it is about; `None` while unclear.
    pub subject: Option<Subject>,
    /// The person's name.
    pub name: Option<Arc<str>>,
    /// The rules that tell.
    pub told_by: Vec<ToldBy>,
    /// The camera.
    pub camera: CameraId,
    /// The camera's name.
    pub camera_name: Arc<str>,
    /// When.
    pub at: Timestamp,
    /// How alike, where it is somebody with a name.
    pub similarity: Option<Similarity>,
    /// What was needed.
    pub threshold: Option<Similarity>,
    /// The best face kept.
    pub face: Option<FaceId>,
    /// Where the face is.
    pub box_in_frame: BoxInFrame,
    /// Number of the frame.
    pub frame: u64,
    /// From the arrival of the frame to this announcement.
    pub latency: Duration,
}
