//! What the program tells by itself. Owns the shapes of events and of the header in front of each live picture.

use super::{
    AlertView, BackupTroubleView, CameraStateView, HealthView, JournalView, KeepingProgress, ModelsProgress,
    RecognitionView, SightingView, SystemView, VerdictView,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A rare fact.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EventView {
    /// A camera fares differently.
    CameraState {
        /// Which.
        camera_id: i64,
        /// How.
        state: CameraStateView,
    },
    /// Cameras were added, changed or removed.
    CamerasChanged,
    /// Somebody came.
    SightingStarted {
        /// The sighting.
        sighting: SightingView,
    },
    /// More is known.
    SightingUpdated {
        /// The sighting.
        sighting: SightingView,
    },
    /// Somebody left.
    SightingEnded {
        /// The sighting.
        sighting: SightingView,
    },
    /// The owner is told of somebody.
    AlertRaised {
        /// The alert, stored already.
        alert: AlertView,
    },
    /// More is known of whom it is about.
    AlertCorrected {
        /// The alert.
        alert: AlertView,
    },
    /// Rules, quiet hours or snoozes changed.
    AlertRulesChanged,
    /// The owner asked for a sighting from outside of the window, such as on a notification.
    OpenSighting {
        /// Which.
        sighting_id: i64,
        /// The alert it raised, where it was asked for on one.
        alert_id: Option<i64>,
        /// To give whoever it is a name.
        is_to_name: bool,
    },
    /// The owner saw it.
    AlertAcknowledged {
        /// The alert.
        alert: AlertView,
    },
    /// People were named, changed or removed.
    PeopleChanged,
    /// Visitors came, changed or went.
    VisitorsChanged,
    /// Something can be undone or redone.
    JournalChanged {
        /// What.
        journal: JournalView,
    },
    /// Settings were saved.
    SettingsChanged,
    /// Kept faces are being embedded again, or are done.
    RecognitionChanged {
        /// How it fares.
        recognition: RecognitionView,
    },
    /// A weekly backup begins, was made or failed, or another one is wanted.
    BackupsChanged,
    /// A weekly backup could not be made. Told once, however often it is tried again.
    BackupFailed {
        /// Why.
        trouble: BackupTroubleView,
    },
    /// The governor took a step: more or less is spent from now on.
    HealthChanged {
        /// How the program fares.
        health: HealthView,
    },
    /// Models are being installed.
    ModelsProgress {
        /// How far.
        progress: ModelsProgress,
    },
    /// A backup or an export is at work.
    KeepingProgress {
        /// How far.
        progress: KeepingProgress,
    },
    /// Models, demo or counts changed.
    SystemChanged {
        /// Everything.
        system: SystemView,
    },
}

/// In front of each live picture: `[u32 little-endian length][this as JSON][JPEG]`.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct FrameHeader {
    /// The camera.
    pub camera_id: i64,
    /// Number of the frame.
    pub number: u64,
    /// When it arrived.
    pub at: i64,
    /// Width of the frame in pixels before scaling.
    pub width: u32,
    /// Height of the frame in pixels before scaling.
    pub height: u32,
    /// Frames analysed a second, over the last seconds.
    pub fps: f32,
    /// From arrival to announcement in milliseconds.
    pub delay_ms: f32,
    /// The faces on this very frame.
    pub faces: Vec<FaceOnFrame>,
}

/// A face on a live picture.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct FaceOnFrame {
    /// The same face keeps its number while it is followed.
    pub track: u64,
    /// Left, top, width, height as fractions of the frame.
    #[serde(rename = "box")]
    pub box_in_frame: [f32; 4],
    /// What is thought.
    pub verdict: VerdictView,
    /// The name of a named person.
    pub name: Option<String>,
    /// How alike to the one named.
    pub similarity: Option<f32>,
    /// What was needed.
    pub threshold: Option<f32>,
    /// Its sighting, once there is one.
    pub sighting_id: Option<i64>,
    /// Its person, if named.
    pub person_id: Option<i64>,
    /// Its visitor, if a stranger.
    pub visitor_id: Option<i64>,
    /// The number in "Visitor 12".
    pub visitor_number: Option<i64>,
}
