//! The database of Porchlight and the pictures beside it.
//!
//! Owns SQLite: migrations, gallery, sightings, alerts, settings, the journal of the owner's acts, erasing. Must not know a
//! camera, a model or a window, nor read a clock: moments come in. Invariants: what belongs together is one transaction;
//! a reader never waits for the writer; every act of the owner can be undone; what is erased is gone.

mod acts;
mod connection;
mod erase;
mod error;
mod journal;
mod migrations;
mod pictures;
mod rows;
mod store;
mod tables;
mod words;

pub use error::{Result, StoreError};
pub use rows::{
    Act, ActKind, Alert, Camera, Counts, Done, Encoded, Erased, Face, FaceOrigin, Findings, GalleryRow, MoveTo,
    NewAlert, NewCamera, NewFace, NewPerson, NewSighting, PageMark, Party, PersonSummary, Rejected, Rejection,
    Sighting, SightingFilter, StorageUsed, VisitorSummary,
};
pub use store::{Store, Write};
