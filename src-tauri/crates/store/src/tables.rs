//! One file a table: how its rows are read and written.
//!
//! Each owns the SQL of its table, apart from what the journal and the erasure do across tables. Must not decide
//! anything.

mod act;
mod alert;
mod camera;
mod face;
mod person;
mod rejection;
mod setting;
mod sighting;
mod visitor;

pub(crate) use act::{ActRow, NewAct};
pub(crate) use face::doom_faces;
pub(crate) use person::{insert_person, person_by_key, person_row};
pub(crate) use sighting::{Doomed, doom_alerts, doom_sightings, subject_of_sighting};
pub(crate) use visitor::{insert_visitor, visitor_exists};
