//! The tables, one file each.

mod alert;
mod alert_rule;
mod camera;
mod embedding;
mod face;
mod hush;
mod judged;
mod parted;
mod person;
mod setting;
mod sighting;
mod telling;
mod visitor;
mod warm;
