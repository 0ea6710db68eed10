//! The tables, one file each.

mod alert;
mod camera;
mod face;
mod person;
mod setting;
mod sighting;
mod visitor;
