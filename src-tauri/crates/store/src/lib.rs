//! The database of Porchlight and the pictures beside it: SQLite, migrations, gallery, pictures, journal.

mod error;
mod rows;
mod signatures;

pub use error::{Result, StoreError};
pub use rows::{
    Act, ActKind, Alert, Camera, Counts, Done, Encoded, Erased, Face, FaceOrigin, Findings, GalleryRow, MoveTo,
    NewAlert, NewCamera, NewFace, NewPerson, NewSighting, PageMark, Party, PersonSummary, Rejected, Rejection,
    Sighting, SightingFilter, StorageUsed, VisitorSummary,
};
pub use signatures::{Store, Write};
