//! The database of Porchlight and the pictures beside it.
//!
//! Owns SQLite: migrations, gallery, sightings, alerts, settings, the journal of what the owner and the program did,
//! erasing. Must not know a camera, a model or a window, nor read a clock: moments come in. Invariants: what belongs
//! together is one transaction; a reader never waits for the writer; every act can be undone; what is erased is gone.

mod acts;
mod backup;
mod changeset;
mod connection;
mod erase;
mod erase_all;
mod error;
mod journal;
mod kept_index;
mod migrations;
mod pictures;
mod proof;
mod quota;
mod revise;
mod rows;
mod set_aside;
#[cfg(test)]
mod speed;
mod store;
mod tables;
mod words;
mod zip_end;

pub use backup::{BackupAbout, BackupContent, BackupStep, Replaced};
pub use error::{Result, StoreError};
pub use kept_index::Erasures;
pub use rows::{
    Act, ActKind, Actor, Alert, AlertFilter, Camera, CountedFace, Counts, Decision, Done, Encoded, Enrolled,
    EraseScope, Erased, Face, FaceOrigin, Findings, GalleryRow, Judged, MoveTo, NewAlert, NewCamera, NewFace,
    NewPerson, NewSighting, PageMark, Party, PersonSummary, Rejected, Rejection, SeenAt, SeenFrom, SeenOver, Shrunk,
    Sighting, SightingFilter, StorageUsed, ToldBy, Visit, VisitorRevision, VisitorSummary, WarmTrack,
};
pub use store::{Store, Write};
pub use zip_end::{ZipEnd, zip_end};
