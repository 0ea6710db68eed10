//! What goes into the store and what comes out of it.
//!
//! Owns the plain row types of the public interface. Must not know SQL. Invariant: `Debug` of anything with a picture
//! shows its size only.

mod alert;
mod journal;
mod sighting;

pub use alert::{Alert, AlertFilter, NewAlert, SeenFrom, ToldBy, Visit};
pub use journal::{Act, ActKind, Actor, Done, Enrolled, MoveTo, Party, Rejected, Rejection, VisitorRevision};
pub use sighting::{
    CountedFace, Decision, Findings, Judged, NewSighting, SeenAt, SeenOver, Sighting, SightingFilter, WarmTrack,
};

use porchlight_domain::{
    CameraId, CameraSettings, CameraSource, Embedding, FaceId, ModelId, Person, PersonKind, Quality, SightingId,
    Similarity, Subject, Timestamp, VisitorId,
};
use std::{fmt, sync::Arc};

/// Encoded bytes of a picture (JPEG or PNG); the store never looks inside.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Encoded(pub Vec<u8>);

impl fmt::Debug for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Encoded({} bytes)", self.0.len())
    }
}

/// A camera as the owner set it up.
#[derive(Clone, Debug, PartialEq)]
pub struct Camera {
    /// Row id.
    pub id: CameraId,
    /// The owner's name for it.
    pub name: String,
    /// Where its frames come from.
    pub source: CameraSource,
    /// Belongs to the demo and leaves with it.
    pub is_demo: bool,
    /// Whether it should run.
    pub is_enabled: bool,
    /// Place in the grid; ties are shown in order of creation.
    pub position: u32,
    /// When it was added.
    pub created_at: Timestamp,
    /// How it hangs, what of its picture counts, when it watches.
    pub settings: CameraSettings,
}

/// A camera to add.
#[derive(Clone, Debug, PartialEq)]
pub struct NewCamera {
    /// The owner's name for it.
    pub name: String,
    /// Where its frames come from.
    pub source: CameraSource,
    /// Belongs to the demo and leaves with it.
    pub is_demo: bool,
    /// Now.
    pub at: Timestamp,
}

/// A person as shown on a card.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonSummary {
    /// Who.
    pub person: Person,
    /// The owner's remark; empty if there is none.
    pub note: String,
    /// The similarity that this person needs; `None` for that of everybody.
    pub threshold: Option<Similarity>,
    /// All faces kept, the most trusted first.
    pub faces: Vec<FaceId>,
    /// How many sightings are kept.
    pub sightings: u64,
    /// When last seen; `None` if no sighting is kept.
    pub last_seen: Option<Timestamp>,
    /// Where last seen.
    pub last_camera: Option<String>,
}

/// A person to add.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPerson {
    /// The name; surrounding spaces are dropped.
    pub name: String,
    /// What the person is to the owner.
    pub kind: PersonKind,
    /// Belongs to the demo and leaves with it.
    pub is_demo: bool,
    /// Now.
    pub at: Timestamp,
}

/// A visitor as shown on a card.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitorSummary {
    /// Row id.
    pub id: VisitorId,
    /// The number the owner sees ("Visitor 12"); never given twice.
    pub number: u64,
    /// At most seven faces, the most trusted first.
    pub faces: Vec<FaceId>,
    /// How many sightings are kept.
    pub times_seen: u64,
    /// Start of the first sighting.
    pub first_seen: Timestamp,
    /// The latest moment of the latest sighting.
    pub last_seen: Timestamp,
    /// Names of the cameras, latest first.
    pub cameras: Vec<String>,
}

/// Where a face comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaceOrigin {
    /// The owner gave a picture of it.
    Enrolled,
    /// A camera saw it.
    Seen,
}

/// A face to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct NewFace {
    /// Whose it is.
    pub subject: Subject,
    /// The sighting it was seen in; `None` for an enrolled picture.
    pub sighting: Option<SightingId>,
    /// Where it comes from.
    pub origin: FaceOrigin,
    /// Faces are compared with it: it belongs to the gallery. `false` for the best face of a known person's sighting,
    /// which is kept to be looked at only, so that a gallery never drifts by itself. Column `is_template`;
    /// `gallery()` and `gallery_of()` give templates only. Naming a visitor keeps what its faces are.
    pub is_template: bool,
    /// The face as numbers, with its model.
    pub embedding: Embedding,
    /// How far the numbers can be trusted.
    pub quality: Quality,
    /// The aligned crop, so that another model can embed it again.
    pub crop: Encoded,
    /// A larger picture of the face, to be looked at.
    pub picture: Encoded,
    /// Sha256 of the picture file it was enrolled from, to find duplicates.
    pub source_sha256: Option<[u8; 32]>,
    /// When it was seen or enrolled.
    pub at: Timestamp,
}

/// A face that is kept; its pictures are asked for by id.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// Row id.
    pub id: FaceId,
    /// Whose it is.
    pub subject: Subject,
    /// The sighting it was seen in, while that is kept.
    pub sighting: Option<SightingId>,
    /// Where it comes from.
    pub origin: FaceOrigin,
    /// Whether others are compared with it.
    pub is_template: bool,
    /// The model of its embedding.
    pub model: ModelId,
    /// How far the embedding can be trusted.
    pub quality: Quality,
    /// When it was seen or enrolled.
    pub at: Timestamp,
}

/// One embedding of the gallery.
#[derive(Clone, Debug, PartialEq)]
pub struct GalleryRow {
    /// The face.
    pub face: FaceId,
    /// Whose it is.
    pub subject: Subject,
    /// The person's name, one allocation a person; `None` for a visitor.
    pub name: Option<Arc<str>>,
    /// What the person is; `None` for a visitor.
    pub kind: Option<PersonKind>,
    /// The similarity that this person needs; `None` for that of everybody, and for a visitor.
    pub threshold: Option<Similarity>,
    /// The face as numbers.
    pub embedding: Embedding,
    /// How far the numbers can be trusted, 0 to 1.
    pub trust: f32,
    /// The crop has no colour.
    pub is_grey: bool,
}

/// The place in a list to go on from: the moment and the id of the last row shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageMark {
    /// Moment of the last row shown, as the list is ordered by.
    pub at: Timestamp,
    /// Id of the last row shown.
    pub id: i64,
}

/// How much there is of everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Cameras.
    pub cameras: u64,
    /// Persons of every kind.
    pub persons: u64,
    /// Visitors.
    pub visitors: u64,
    /// Faces.
    pub faces: u64,
    /// Sightings.
    pub sightings: u64,
    /// Alerts.
    pub alerts: u64,
    /// Alerts nobody acknowledged yet.
    pub open_alerts: u64,
}

/// How much room is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StorageUsed {
    /// The database with its log.
    pub database_bytes: u64,
    /// All pictures.
    pub picture_bytes: u64,
    /// Number of picture files.
    pub pictures: u64,
    /// Of the pictures: those of faces, with the aligned ones that are compared.
    pub face_bytes: u64,
    /// Of the pictures: the moments of alerts.
    pub scene_bytes: u64,
    /// What was there before the last restore, kept for going back.
    pub replaced_bytes: u64,
}

/// What one step of making room took away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shrunk {
    /// Bytes of pictures that are gone.
    pub bytes: u64,
    /// Strangers who were forgotten.
    pub visitors: u64,
    /// Pictures of named people, and of moments of alerts, that went.
    pub pictures: u64,
}

/// How much of everything goes at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EraseScope {
    /// Everybody: people, visitors, what was seen and what was told of them. Cameras, settings and rules about nobody in
    /// particular stay.
    Everybody,
    /// That, and cameras, rules and settings: as on the first day.
    Everything,
}

/// What an erasure took away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Persons.
    pub persons: u64,
    /// Visitors.
    pub visitors: u64,
    /// Faces with their pictures.
    pub faces: u64,
    /// Sightings.
    pub sightings: u64,
    /// Alerts with their pictures.
    pub alerts: u64,
    /// Cameras.
    pub cameras: u64,
    /// Files of pictures that went with the faces and alerts.
    pub pictures: u64,
    /// What faces looked like, as numbers.
    pub embeddings: u64,
    /// Entries of the journal.
    pub acts: u64,
    /// Files that were searched afterwards for anything that is left: those of the database, and where each picture was.
    pub files_searched: u64,
    /// Pictures still there, and embeddings still found in the files. 0 is the proof.
    pub traces_found: u64,
    /// Whether nothing of it is left in the files either. If not, because another program reads them, the next start or
    /// the next forgetting sees to it.
    pub bytes_gone: bool,
}
