//! What the inner crates know, in the words of the wire.
//!
//! Owns the mapping of each inner type to its shape on the wire, one file a subject, as plain functions. Must not query
//! anything: what a shape needs is passed in. Invariant: no password, embedding or path beyond a camera's shown source.

mod alert;
mod camera;
mod person;
mod rule;
mod sighting;
mod system;
mod visitor;

pub(crate) use alert::{alert, alert_news};
pub(crate) use camera::{camera, camera_state, face_sizes, trouble};
pub(crate) use person::{from_person_kind, person, picture_outcome};
pub(crate) use rule::{from_snooze_for, from_snooze_of, hush, rule, rule_kind, snooze_of, trial};
pub(crate) use sighting::{
    area, candidate, counted_face, decision, face_on_frame, from_verdict, sighting, sighting_news, verdict,
};
use std::time::Duration;
pub(crate) use system::{act_view, damaged_or_missing, from_settings, journal, settings};
pub(crate) use visitor::{erased, visitor};

/// A time as the wire has it, in milliseconds.
pub(crate) fn ms(time: Duration) -> f32 {
    time.as_secs_f32() * 1000.0
}

/// A count as the wire has it; four thousand million of anything is "very many".
pub(crate) fn count(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
