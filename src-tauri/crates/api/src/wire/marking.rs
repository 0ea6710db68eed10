//! A face that the owner points at, on the wire. Owns its shape only.

use super::{CandidateView, MoveTarget, PictureInput};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Looks closer at an area of a picture that a window shows.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct MarkFace {
    /// The camera that the picture is of.
    pub camera_id: i64,
    /// When it was taken.
    pub at: i64,
    /// The picture, as large as the window has it.
    pub picture: PictureInput,
    /// Where the owner sees a face: left, top, width, height as fractions of the picture.
    pub area: [f32; 4],
}

/// Keeps a marked face and says whose it is.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct KeepMarkedFace {
    /// What was marked.
    pub marked: MarkFace,
    /// Whose it is.
    pub target: MoveTarget,
}

/// What a closer look shows.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum MarkedView {
    /// A face. Nothing of it is kept yet.
    Face {
        /// Where it is, as fractions of the picture.
        area: [f32; 4],
        /// No eyes and mouth were found: they were taken to be where they are in a face that fills the area.
        is_guessed: bool,
        /// Side of the face in pixels of the picture.
        side_px: f32,
        /// How far it can be trusted, 0 to 1.
        trust: f32,
        /// The face, JPEG in base64.
        jpeg_base64: String,
        /// Who it may be, best first.
        candidates: Vec<CandidateView>,
    },
    /// Nothing that could be kept.
    Nothing {
        /// Why.
        reason: NoMarkView,
    },
}

/// Why an area gives no face.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum NoMarkView {
    /// Too few pixels.
    TooSmall,
    /// Too dark, too bright or too noisy.
    BadLight,
    /// A smear.
    Blurred,
}
