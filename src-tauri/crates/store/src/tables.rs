//! One file a table: how its rows are read and written.
//!
//! Each owns the SQL of its table, apart from what the journal and the erasure do across tables. Must not decide
//! anything.

mod act;
mod alert;
mod alert_rule;
mod camera;
mod camera_settings;
mod decision;
mod density;
mod embedding;
mod face;
mod face_sizes;
mod hush;
mod judged;
mod looking;
mod parted;
mod person;
mod rejection;
mod seen;
mod setting;
mod sighting;
mod stored;
mod telling;
mod visitor;
mod warm;
mod weekly_backup;

pub(crate) use act::{ActRow, Entry, NewAct, bind, bind_to};
pub(crate) use alert_rule::{drop_rules_about, inherit_rules};
pub(crate) use face::doom_faces;
pub(crate) use hush::SnoozedOf;
pub(crate) use parted::{are_parted, drop_pairs, inherit_pairs, part, unpart};
pub(crate) use person::{insert_person, person_by_key, person_row};
pub(crate) use sighting::{Doomed, doom_alerts, doom_sightings, subject_of_sighting};
pub(crate) use visitor::{insert_visitor, visitor_exists};
