//! Cameras on the wire. Owns their shape only. A password travels towards the program, never back.

use super::{CameraSettingsView, LoginInput};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A camera as the owner sees it.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct CameraView {
    /// Row id.
    pub id: i64,
    /// The owner's name for it.
    pub name: String,
    /// `webcam`, `stream`, `file`, `folder` or `demo`.
    pub kind: String,
    /// Its address without user, password and query.
    pub shown_source: String,
    /// The same to be changed: with the parts of the query that choose a picture, and `***` for those that may be secret,
    /// which stays as it is kept wherever it is sent back.
    pub source_to_change: String,
    /// A user or a password is kept with it.
    pub has_login: bool,
    /// Belongs to the demo.
    pub is_demo: bool,
    /// Switched on.
    pub is_enabled: bool,
    /// How it fares.
    pub state: CameraStateView,
    /// How it hangs, what of its picture counts, when it watches.
    pub settings: CameraSettingsView,
}

/// How a camera fares.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CameraStateView {
    /// Switched off.
    Off,
    /// Outside its hours; it is not opened.
    OffHours {
        /// When it watches again; absent if no day has hours.
        until: Option<i64>,
    },
    /// Being opened.
    Connecting,
    /// Frames arrive.
    Live,
    /// No frame for a while.
    Stalled {
        /// Whole seconds since the last frame.
        seconds: u32,
    },
    /// Could not be opened or broke.
    Failed {
        /// Why.
        trouble: TroubleView,
        /// Seconds until it is tried again; absent if something must change first.
        retry_in_secs: Option<u32>,
    },
    /// A file or folder was shown to its end.
    Ended,
}

/// Why a camera does not deliver.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum TroubleView {
    /// Nothing answers, or the device is gone.
    Unreachable,
    /// User or password are wrong.
    Refused,
    /// No such stream, file or device.
    NotFound,
    /// Answers with nothing that can be shown.
    Unreadable,
    /// Stopped sending.
    Silent,
    /// The program ffmpeg is missing.
    LacksFfmpeg,
    /// The address is not one.
    BadAddress,
    /// Another program holds the device.
    Busy,
}

/// Where a new camera's frames come from.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SourceInput {
    /// A webcam from the list.
    Webcam {
        /// Its device.
        device: String,
    },
    /// rtsp, rtsps, http or https, with user and password where needed.
    Stream {
        /// The address.
        address: String,
    },
    /// A video file, shown again and again.
    File {
        /// Its path.
        path: String,
    },
    /// A folder of pictures.
    Folder {
        /// Its path.
        path: String,
    },
    /// The drawn street.
    Demo,
}

/// Adds a camera.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct AddCamera {
    /// The owner's name for it; not empty.
    pub name: String,
    /// Where its frames come from.
    pub source: SourceInput,
}

/// Opens a source and shows one picture of it without adding it.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct TestCamera {
    /// What to try.
    pub source: SourceInput,
    /// In place of the source of this camera, whose secrets are used where they were not typed anew.
    pub camera_id: Option<i64>,
    /// Who logs in, where that was typed.
    pub login: Option<LoginInput>,
    /// Degrees clockwise; absent as it comes.
    pub rotation: Option<u16>,
}

/// What a tried camera shows.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct CameraPreview {
    /// Width of its frames in pixels.
    pub width: u32,
    /// Height of its frames in pixels.
    pub height: u32,
    /// One picture, JPEG, base64.
    pub jpeg_base64: String,
    /// Faces seen on it; absent without models.
    pub faces: Option<u32>,
}

/// Names one camera.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CameraById {
    /// Which.
    pub id: i64,
}

/// Changes a camera; what is absent stays.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct UpdateCamera {
    /// Which.
    pub id: i64,
    /// A new name.
    pub name: Option<String>,
    /// On or off.
    pub is_enabled: Option<bool>,
    /// Another source; what of its secrets was not typed anew stays.
    pub source: Option<SourceInput>,
    /// Who logs in; counts together with `source`.
    pub login: Option<LoginInput>,
    /// Other settings, all of them.
    pub settings: Option<CameraSettingsView>,
}

/// A webcam that could be added.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WebcamView {
    /// The system's name.
    pub device: String,
    /// The maker's name.
    pub name: String,
}
