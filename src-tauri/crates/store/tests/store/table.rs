//! The tables, one file each.

mod alert;
mod camera;
mod embedding;
mod face;
mod judged;
mod parted;
mod person;
mod setting;
mod sighting;
mod visitor;
mod warm;
