//! Where frames come from: webcams, network streams, files, folders of pictures and the drawn demo street.
//!
//! Implements [`porchlight_domain::OpenSource`]. Must not know faces, storage or events. Invariants: a source that breaks
//! says why and harms nothing else; no address with a password reaches a log, an error or the list of processes; memory
//! is bounded whatever a source sends.

mod demo;
mod ffmpeg;
mod folder;
mod relay;
mod sources;
mod turned;
mod webcam;

pub use demo::{DemoMember, demo_household};
pub use sources::{Sources, probe};
pub use webcam::{WebcamInfo, list_webcams};
