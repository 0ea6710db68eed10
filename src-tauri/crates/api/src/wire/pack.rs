//! Packs of models on the wire. Owns their shape only.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A pack of models: detector, landmarks and embedder that belong together.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct PackView {
    /// Its name, by which it is chosen.
    pub name: String,
    /// How it fares.
    pub state: PackStateView,
    /// Recognises less well, and is there for where the default one cannot be had.
    pub is_for_compatibility: bool,
    /// The owner brought it.
    pub is_own: bool,
    /// Its models in words.
    pub models: String,
    /// Their licence.
    pub licence: String,
    /// All its files, in bytes.
    pub size: u64,
    /// Numbers of an embedding.
    pub length: u32,
    /// What its thresholds rest on, for a pack that the owner brought.
    pub measured: String,
}

/// How a pack fares.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum PackStateView {
    /// It recognises, or would if nothing else were missing.
    InUse,
    /// It is there and could be used.
    Ready,
    /// Its files are not there.
    Missing,
    /// Its files are not what they were.
    Damaged,
}

/// One pack.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct PackByName {
    /// Its name.
    pub name: String,
}

/// A pack that the owner brings.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct AddPack {
    /// The file that describes it, chosen in the system's dialog.
    pub description: String,
}
