//! What the owner can change about recognition and keeping, with the defaults.
//!
//! Owns the defaults. Must not know where settings are stored. Each number says where it comes from; the measurements
//! are in `docs/recognition.md`.

use crate::{DetectionScale, ModelId, Similarity};
use std::sync::Arc;

/// How alike is alike enough. Apart for the blacklist, which is looked up first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// A known person is named from here on.
    pub known: Similarity,
    /// A blacklisted person raises an alert from here on.
    pub blacklist: Similarity,
    /// A stranger is the same visitor as before from here on.
    pub visitor: Similarity,
    /// A name must lead the next person by this much.
    pub margin: f32,
}

/// Measured in `docs/recognition.md`, "Thresholds": at these a stranger is taken for a known person once in 570 pictures,
/// accused once in 4,100, and 99 of 100 pictures of a known person are named.
impl Default for Thresholds {
    fn default() -> Self {
        Self { known: Similarity(0.39), blacklist: Similarity(0.42), visitor: Similarity(0.46), margin: 0.04 }
    }
}

/// The family of the default models.
pub const DEFAULT_FAMILY: &str = "default";

/// What a family of models comes with. The owner's own thresholds are kept for each family, because they were chosen by
/// what that family does.
#[derive(Clone, Debug, PartialEq)]
pub struct Usual {
    /// Which family: the name of a pack of models.
    pub family: Arc<str>,
    /// The thresholds as they were measured for it.
    pub thresholds: Thresholds,
}

impl Default for Usual {
    fn default() -> Self {
        Self { family: DEFAULT_FAMILY.into(), thresholds: Thresholds::default() }
    }
}

/// How much work goes into a face.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Effort {
    /// Several views of a face are averaged: the fewest mistakes (docs/recognition.md, "Views").
    #[default]
    Careful,
    /// One view: a quarter of the work, for slow machines.
    Quick,
}

impl Effort {
    /// Which of a vision's models that is; they come most careful first, and there is at least one.
    pub fn choose(self, models: &[ModelId]) -> Option<&ModelId> {
        match self {
            Self::Careful => models.first(),
            Self::Quick => models.last(),
        }
    }
}

/// How the window looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the desktop is.
    #[default]
    System,
    /// Night.
    Dark,
    /// Day.
    Light,
    /// As much contrast as there is, for weak eyes and bright rooms.
    Contrast,
}

/// The language of the window, the tray and the notifications.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// As the desktop is; English where that is none of these.
    #[default]
    System,
    /// English.
    English,
    /// Deutsch.
    German,
    /// Español.
    Spanish,
    /// Bahasa Indonesia.
    Indonesian,
}

/// Everything the owner can change that belongs to no camera or person.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// How alike is alike enough, for the models in use.
    pub thresholds: Thresholds,
    /// What these models come with. Not a setting: it follows the models.
    pub usual: Usual,
    /// How closely a frame is searched.
    pub detection_scale: DetectionScale,
    /// Smaller faces are boxed but not recognised, in pixels of the frame.
    pub smallest_face_px: u32,
    /// Faces that a person is compared with.
    pub max_faces_per_person: u32,
    /// Thresholds follow this home: strangers who come near somebody raise what that person needs.
    pub fits_home: bool,
    /// How much work goes into a face.
    pub effort: Effort,
    /// Entries of the identity cache.
    pub identity_cache_entries: u32,
    /// Seconds a verdict about a person is kept without looking again.
    pub identity_cache_secs: u32,
    /// The same for strangers.
    pub stranger_cache_secs: u32,
    /// Days after which a visitor who was not seen again is forgotten with all pictures.
    pub forget_visitors_days: u32,
    /// Days after which sightings and alerts are forgotten.
    pub forget_sightings_days: u32,
    /// Gigabytes of pictures that are kept at the most; beyond that those of strangers seen longest ago go first.
    pub most_pictures_gb: u32,
    /// Desktop notifications.
    pub notifications: bool,
    /// The sound of an alert.
    pub sound: bool,
    /// It is heard of every alert; otherwise of the blacklist alone.
    pub is_every_alert_heard: bool,
    /// How the window looks.
    pub theme: Theme,
    /// The language of the window, the tray and the notifications.
    pub language: Language,
    /// Closing the window puts it away where there is a tray; otherwise it ends the program.
    pub close_to_tray: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            thresholds: Thresholds::default(),
            usual: Usual::default(),
            detection_scale: DetectionScale { longer_side_px: 640 },
            smallest_face_px: 32,
            max_faces_per_person: 10,
            fits_home: true,
            effort: Effort::Careful,
            identity_cache_entries: 1000,
            identity_cache_secs: 3600,
            stranger_cache_secs: 300,
            forget_visitors_days: 30,
            forget_sightings_days: 90,
            // A hundred thousand visits; a small disk holds it, and no usual home ever comes near.
            most_pictures_gb: 10,
            notifications: true,
            sound: true,
            is_every_alert_heard: true,
            theme: Theme::System,
            language: Language::System,
            close_to_tray: true,
        }
    }
}
