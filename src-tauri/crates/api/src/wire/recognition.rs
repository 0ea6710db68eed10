//! Recognition on the wire: what thresholds would change, what is being embedded again, what the cache does. Owns their
//! shape only.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Thresholds to try on what was seen in the last week.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ThresholdProposal {
    /// A known person is named from this similarity on, 0.2 to 0.8.
    pub known_threshold: f32,
    /// A blacklisted person raises an alert from this similarity on, 0.2 to 0.8.
    pub blacklist_threshold: f32,
    /// Thresholds follow this home.
    pub fits_home: bool,
}

/// What thresholds would have changed in the last week.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct ThresholdPreview {
    /// Sightings looked at.
    pub sightings: u32,
    /// Sightings with a name now.
    pub named_now: u32,
    /// Sightings with a name then.
    pub named_then: u32,
    /// Alerts now.
    pub alerts_now: u32,
    /// Alerts then.
    pub alerts_then: u32,
    /// Who would be named more often, most first.
    pub gained: Vec<NameCount>,
    /// Who would be named less often, most first.
    pub lost: Vec<NameCount>,
}

/// A person and a number of sightings.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct NameCount {
    /// Who.
    pub person_id: i64,
    /// The name.
    pub name: String,
    /// How often.
    pub sightings: u32,
}

/// How recognition fares.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct RecognitionView {
    /// The kept faces being embedded again for another model; absent where all are done.
    pub reembedding: Option<ReembeddingView>,
    /// The identity cache since the program started.
    pub cache: CacheView,
}

/// Kept faces being embedded again.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct ReembeddingView {
    /// Faces done.
    pub done: u32,
    /// Faces in all.
    pub total: u32,
    /// The owner paused it.
    pub is_paused: bool,
}

/// What the identity cache did.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct CacheView {
    /// Answers held now.
    pub entries: u64,
    /// Answers given.
    pub hits: u64,
    /// Questions without an answer.
    pub misses: u64,
    /// Answers pushed out by newer ones.
    pub evictions: u64,
    /// Answers dropped because somebody changed.
    pub invalidations: u64,
}

/// Pauses or goes on.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct PauseReembedding {
    /// Pause.
    pub is_paused: bool,
}
