//! What the owner sets for one camera, on the wire. Owns its shape only. Corners are shares of the turned picture's sides; a
//! password travels towards the program, never back.

use super::DayHoursView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What an area is for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum AreaKindView {
    /// Faces count here; if there is a zone, nowhere else.
    Zone,
    /// Faces do not count here.
    Mask,
    /// As a mask, and black on every picture, live or kept.
    PrivacyMask,
}

/// A part of a camera's picture.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct AreaView {
    /// What it is for.
    pub kind: AreaKindView,
    /// Its corners in order, 3 to 24, each 0 to 1 from the left and from the top.
    pub corners: Vec<[f32; 2]>,
}

/// What the owner set for one camera.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct CameraSettingsView {
    /// Degrees clockwise: 0, 90, 180 or 270.
    pub rotation: u16,
    /// Zones and masks, 24 at most.
    pub areas: Vec<AreaView>,
    /// Whether the hours hold; if not, the camera always watches.
    pub has_hours: bool,
    /// When it watches: seven, Monday first; absent where a day has none. Hours belong to the day on which they begin.
    pub hours: Vec<Option<DayHoursView>>,
    /// Smaller faces are not looked at, 16 to 200; absent as for all cameras.
    pub smallest_face_px: Option<u32>,
    /// The longer side that its frames are searched at, 320 to 1920; absent as closely as it needs.
    pub detection_side_px: Option<u32>,
}

/// Who logs in at a camera. What is empty stays as it is kept.
#[derive(Clone, Default, Serialize, Deserialize, TS)]
pub struct LoginInput {
    /// The user.
    pub user: String,
    /// The password.
    pub password: String,
    /// Nobody logs in any more: what was kept is forgotten.
    pub is_dropped: bool,
}

/// The order of all cameras.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OrderCameras {
    /// Their ids, first first; cameras that are not named come after them.
    pub ids: Vec<i64>,
}

/// Asks for a picture of a camera as it is now.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CameraPictureOf {
    /// Which.
    pub id: i64,
    /// A camera that does not watch now may be opened for it.
    pub may_open: bool,
}

/// A picture of a camera; what is hidden is black.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct CameraPicture {
    /// Width of its frames in pixels.
    pub width: u32,
    /// Height of its frames in pixels.
    pub height: u32,
    /// One picture, JPEG, base64.
    pub jpeg_base64: String,
}

/// What would make faces larger.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum SizeAdviceView {
    /// Too few visits to say.
    TooFewVisits,
    /// Nothing needs to be done.
    Fine,
    /// The main stream in place of the small one.
    MainStream,
    /// Nearer, or zoomed in.
    Nearer,
    /// Lower, or turned to where people look.
    LowerOrTurned,
}

/// How large faces were at a camera in the last seven days.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct FaceSizesView {
    /// Visits looked at.
    pub visits: u32,
    /// The median of the visits' largest faces, in pixels; absent if no visit had one.
    pub median_px: Option<f32>,
    /// The share of visits in which faces were too small, 0 to 1.
    pub too_small: f32,
    /// What to do.
    pub advice: SizeAdviceView,
}
