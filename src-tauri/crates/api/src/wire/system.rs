//! The program itself on the wire: models, settings, journal. Owns their shape only.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A request or reply without content.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct Nothing {}

/// What the program can do right now.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct SystemView {
    /// The program's version.
    pub version: String,
    /// Models and runtime.
    pub models: ModelsView,
    /// The demo household is there.
    pub has_demo: bool,
    /// Visitors waiting for a name.
    pub visitors: u32,
    /// Alerts nobody acknowledged.
    pub open_alerts: u32,
    /// All cameras are paused, until the owner goes on.
    pub is_paused: bool,
    /// What could be undone and redone.
    pub journal: JournalView,
}

/// Whether faces can be recognised.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ModelsView {
    /// Everything is there and works.
    Ready {
        /// The model in use.
        model: String,
        /// The pack that it belongs to.
        pack: String,
        /// These are the compatibility models, which recognise less well.
        is_for_compatibility: bool,
    },
    /// Being loaded or installed.
    Preparing,
    /// Something is missing.
    Missing {
        /// ONNX Runtime cannot be loaded.
        lacks_runtime: bool,
        /// The model files that are missing or damaged.
        files: Vec<ModelFileView>,
    },
}

/// A model file.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct ModelFileView {
    /// File name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Bytes.
    pub size: u64,
    /// Missing or damaged.
    pub is_damaged: bool,
}

/// How far the installation of the models is.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct ModelsProgress {
    /// The file being fetched.
    pub name: String,
    /// Bytes there.
    pub done: u64,
    /// Bytes in all.
    pub total: u64,
}

/// What the next undo and redo would do, in words of the window: a key and what it is about.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct JournalView {
    /// Kind of the act that undo takes back, such as `name_visitor`.
    pub undo: Option<String>,
    /// Whom it is about.
    pub undo_about: Option<String>,
    /// To how many it was done at once; 0 if there is none.
    pub undo_together: u32,
    /// Kind of the act that redo does again.
    pub redo: Option<String>,
    /// Whom it is about.
    pub redo_about: Option<String>,
    /// To how many it was done at once; 0 if there is none.
    pub redo_together: u32,
}

/// How the window looks.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum ThemeView {
    /// As the desktop is.
    System,
    /// Night.
    Dark,
    /// Day.
    Light,
    /// As much contrast as there is.
    Contrast,
}

/// The language of the window, the tray and the notifications.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum LanguageView {
    /// As the desktop is; English where that is none of these.
    System,
    /// English.
    En,
    /// Deutsch.
    De,
    /// Español.
    Es,
    /// Bahasa Indonesia.
    Id,
}

/// What the owner can change.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct SettingsView {
    /// A known person is named from this similarity on, 0.2 to 0.8.
    pub known_threshold: f32,
    /// A blacklisted person raises an alert from this similarity on, 0.2 to 0.8.
    pub blacklist_threshold: f32,
    /// Longer side at which frames are searched, in pixels, 320 to 1920.
    pub detection_longer_side_px: u32,
    /// Smaller faces are boxed but not recognised, in pixels, 16 to 200.
    pub smallest_face_px: u32,
    /// Days after which a visitor not seen again is forgotten, 1 to 365.
    pub forget_visitors_days: u32,
    /// Days after which sightings and alerts are forgotten, 1 to 3650.
    pub forget_sightings_days: u32,
    /// Gigabytes of pictures that are kept at the most, 1 to 1000.
    pub most_pictures_gb: u32,
    /// Desktop notifications.
    pub notifications: bool,
    /// The sound of an alert.
    pub sound: bool,
    /// It is heard of every alert; otherwise of the blacklist alone.
    pub is_every_alert_heard: bool,
    /// How the window looks.
    pub theme: ThemeView,
    /// The language of the window, the tray and the notifications.
    pub language: LanguageView,
    /// Closing the window puts it away where there is a tray; otherwise it ends the program.
    pub close_to_tray: bool,
    /// Faces that a person is compared with, 1 to 50.
    pub max_faces_per_person: u32,
    /// Thresholds follow this home: strangers who come near somebody raise what that person needs.
    pub fits_home: bool,
    /// How much work goes into a face.
    pub effort: EffortView,
    /// What `known_threshold` is without the owner: the models in use come with it. Ignored when saved.
    pub usual_known_threshold: f32,
    /// The same of `blacklist_threshold`.
    pub usual_blacklist_threshold: f32,
}

/// How much work goes into a face. Faces that are kept are embedded again when it changes.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum EffortView {
    /// Four views of a face are averaged: the fewest mistakes.
    Careful,
    /// One view: a quarter of the work, for slow machines.
    Quick,
}
