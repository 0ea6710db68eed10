//! The public interface, bodies to follow.
#![allow(unused_variables, clippy::needless_pass_by_value)]

use crate::{
    error::{Result, StoreError},
    rows::*,
};
use porchlight_domain::*;
use std::path::Path;

/// The database and the pictures beside it. `Send + Sync`; share it as `Arc<Store>`.
pub struct Store {
    _later: (),
}

/// Several writes in one transaction: all of them happen or none. Got by [`Store::write`].
pub struct Write<'a> {
    _later: &'a (),
}

fn later<T>() -> Result<T> {
    Err(StoreError::NotFound { what: "body yet" })
}

/// Opening and closing.
impl Store {
    /// Opens or creates `data_dir/porchlight.db`, upgrades it, and clears what a crash left.
    pub fn open(data_dir: &Path) -> Result<Self> {
        later()
    }
    /// A database in memory, its pictures in a folder that goes with it. For tests.
    pub fn in_memory() -> Result<Self> {
        later()
    }
    /// Runs several writes in one transaction. Nothing is kept if `writes` fails. Do not call the store inside, only `Write`.
    pub fn write<T, E: From<StoreError>>(
        &self,
        writes: impl FnOnce(&mut Write<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        Err(StoreError::EmptyName.into())
    }
    /// How much room is taken.
    pub fn storage_used(&self) -> Result<StorageUsed> {
        later()
    }
    /// How much there is of everything.
    pub fn counts(&self) -> Result<Counts> {
        later()
    }
}

/// What the engine writes. Each is also on [`Store`] for a single write.
impl Write<'_> {
    /// Adds a visitor who was first seen `at`. Its number is its id.
    pub fn add_visitor(&mut self, at: Timestamp) -> Result<VisitorId> {
        later()
    }
    /// Adds a person.
    pub fn add_person(&mut self, person: &NewPerson) -> Result<PersonId> {
        later()
    }
    /// Keeps a face with its two pictures.
    pub fn add_face(&mut self, face: &NewFace) -> Result<FaceId> {
        later()
    }
    /// Drops faces with their pictures; ids that do not exist are passed over.
    pub fn remove_faces(&mut self, faces: &[FaceId]) -> Result<()> {
        later()
    }
    /// Begins a sighting.
    pub fn start_sighting(&mut self, sighting: &NewSighting) -> Result<SightingId> {
        later()
    }
    /// Somebody was still seen `at`, and this is thought of it now.
    pub fn update_sighting(&mut self, sighting: SightingId, at: Timestamp, findings: &Findings) -> Result<()> {
        later()
    }
    /// Closes a sighting whose last moment was `at`.
    pub fn end_sighting(&mut self, sighting: SightingId, at: Timestamp) -> Result<()> {
        later()
    }
    /// Removes a sighting, its alert, and its faces of visitors; faces of persons stay.
    pub fn remove_sighting(&mut self, sighting: SightingId) -> Result<()> {
        later()
    }
    /// Raises an alert. `None` when that sighting already has one.
    pub fn raise_alert(&mut self, alert: &NewAlert) -> Result<Option<AlertId>> {
        later()
    }
}

/// Cameras.
impl Store {
    /// All cameras in the order of the grid.
    pub fn cameras(&self) -> Result<Vec<Camera>> {
        later()
    }
    /// One camera.
    pub fn camera(&self, id: CameraId) -> Result<Camera> {
        later()
    }
    /// Adds a camera at the end of the grid.
    pub fn add_camera(&self, camera: &NewCamera) -> Result<Camera> {
        later()
    }
    /// Writes name, source, enabled and position of `camera`.
    pub fn update_camera(&self, camera: &Camera) -> Result<()> {
        later()
    }
    /// Removes a camera; its sightings stay with its name.
    pub fn remove_camera(&self, id: CameraId) -> Result<()> {
        later()
    }
}

/// People and visitors.
impl Store {
    /// All persons by name, with their faces.
    pub fn people(&self) -> Result<Vec<PersonSummary>> {
        later()
    }
    /// One person with all faces.
    pub fn person(&self, id: PersonId) -> Result<PersonSummary> {
        later()
    }
    /// The person of this name, without regard to case and surrounding spaces.
    pub fn person_named(&self, name: &str) -> Result<Option<Person>> {
        later()
    }
    /// Adds a person. [`StoreError::NameTaken`] tells who has the name.
    pub fn add_person(&self, person: &NewPerson) -> Result<PersonId> {
        later()
    }
    /// Writes the owner's remark about a person.
    pub fn set_note(&self, id: PersonId, note: &str) -> Result<()> {
        later()
    }
    /// Visitors, last seen first, at most `limit`, going on after `after` (moment: last seen).
    pub fn visitors(&self, limit: usize, after: Option<PageMark>) -> Result<Vec<VisitorSummary>> {
        later()
    }
    /// One visitor.
    pub fn visitor(&self, id: VisitorId) -> Result<VisitorSummary> {
        later()
    }
    /// Adds a visitor.
    pub fn add_visitor(&self, at: Timestamp) -> Result<VisitorId> {
        later()
    }
}

/// Faces, the gallery and rejections.
impl Store {
    /// Keeps a face with its two pictures.
    pub fn add_face(&self, face: &NewFace) -> Result<FaceId> {
        later()
    }
    /// Drops faces with their pictures.
    pub fn remove_faces(&self, faces: &[FaceId]) -> Result<()> {
        later()
    }
    /// All faces of somebody, the most trusted first.
    pub fn faces(&self, subject: Subject) -> Result<Vec<Face>> {
        later()
    }
    /// One face.
    pub fn face(&self, id: FaceId) -> Result<Face> {
        later()
    }
    /// The person and face enrolled from a file with this sha256.
    pub fn face_enrolled_from(&self, source_sha256: &[u8; 32]) -> Result<Option<Face>> {
        later()
    }
    /// The larger picture of a face; `None` if the face is gone.
    pub fn face_picture(&self, id: FaceId) -> Result<Option<Vec<u8>>> {
        later()
    }
    /// The aligned crop of a face; `None` if the face is gone.
    pub fn face_crop(&self, id: FaceId) -> Result<Option<Vec<u8>>> {
        later()
    }
    /// Every embedding of every person and visitor.
    pub fn gallery(&self) -> Result<Vec<GalleryRow>> {
        later()
    }
    /// Every embedding of one person or visitor.
    pub fn gallery_of(&self, subject: Subject) -> Result<Vec<GalleryRow>> {
        later()
    }
    /// All pairs that are never proposed again.
    pub fn rejections(&self) -> Result<Vec<Rejection>> {
        later()
    }
}

/// Sightings and alerts.
impl Store {
    /// Sightings, latest begun first, at most `limit`, going on after `after` (moment: begun).
    pub fn sightings(&self, filter: &SightingFilter, limit: usize, after: Option<PageMark>) -> Result<Vec<Sighting>> {
        later()
    }
    /// One sighting.
    pub fn sighting(&self, id: SightingId) -> Result<Sighting> {
        later()
    }
    /// Begins a sighting.
    pub fn start_sighting(&self, sighting: &NewSighting) -> Result<SightingId> {
        later()
    }
    /// Somebody was still seen `at`, and this is thought of it now.
    pub fn update_sighting(&self, sighting: SightingId, at: Timestamp, findings: &Findings) -> Result<()> {
        later()
    }
    /// Closes a sighting whose last moment was `at`.
    pub fn end_sighting(&self, sighting: SightingId, at: Timestamp) -> Result<()> {
        later()
    }
    /// Closes all sightings that a crash left open, each at its last moment. Returns how many.
    pub fn close_open_sightings(&self) -> Result<u64> {
        later()
    }
    /// Raises an alert. `None` when that sighting already has one.
    pub fn raise_alert(&self, alert: &NewAlert) -> Result<Option<AlertId>> {
        later()
    }
    /// Alerts, latest first, at most `limit`, going on after `after`.
    pub fn alerts(&self, limit: usize, after: Option<PageMark>) -> Result<Vec<Alert>> {
        later()
    }
    /// One alert.
    pub fn alert(&self, id: AlertId) -> Result<Alert> {
        later()
    }
    /// Alerts nobody acknowledged, earliest first.
    pub fn open_alerts(&self) -> Result<Vec<Alert>> {
        later()
    }
    /// Acknowledges an alert; the first time counts.
    pub fn acknowledge_alert(&self, id: AlertId, at: Timestamp) -> Result<()> {
        later()
    }
    /// The picture of an alert.
    pub fn alert_scene(&self, id: AlertId) -> Result<Option<Vec<u8>>> {
        later()
    }
}

/// The owner's acts. Each is one journal entry, can be undone, and survives a restart.
impl Store {
    /// Gives a visitor a name: a new person, or one who has the name already. All faces and sightings move, the visitor
    /// goes. `kind` `None`: known if new, unchanged otherwise.
    pub fn name_visitor(
        &self,
        visitor: VisitorId,
        name: &str,
        kind: Option<PersonKind>,
        at: Timestamp,
    ) -> Result<Done> {
        later()
    }
    /// The visitor is this person.
    pub fn same_as(&self, visitor: VisitorId, person: PersonId, at: Timestamp) -> Result<Done> {
        later()
    }
    /// Known, blacklisted or ignored.
    pub fn set_kind(&self, person: PersonId, kind: PersonKind, at: Timestamp) -> Result<Done> {
        later()
    }
    /// Another name. [`StoreError::NameTaken`] if somebody else has it: merging is an act of its own.
    pub fn rename_person(&self, person: PersonId, name: &str, at: Timestamp) -> Result<Done> {
        later()
    }
    /// `from` is `into`: faces, sightings, alerts and rejections move, `from` goes.
    pub fn merge_persons(&self, from: PersonId, into: PersonId, at: Timestamp) -> Result<Done> {
        later()
    }
    /// `from` is `into`, both unnamed.
    pub fn merge_visitors(&self, from: VisitorId, into: VisitorId, at: Timestamp) -> Result<Done> {
        later()
    }
    /// A face goes to somebody else; a visitor left with nothing goes.
    pub fn move_face(&self, face: FaceId, to: MoveTo, at: Timestamp) -> Result<Done> {
        later()
    }
    /// A sighting goes to somebody else with its faces.
    pub fn move_sighting(&self, sighting: SightingId, to: MoveTo, at: Timestamp) -> Result<Done> {
        later()
    }
    /// Not this person, and never propose it again. What belongs to that person until now moves to a new visitor.
    pub fn reject(&self, rejected: Rejected, person: PersonId, at: Timestamp) -> Result<Done> {
        later()
    }
    /// The sighting is not this person: it moves to a new visitor with its faces, and the pair is rejected.
    pub fn reject_sighting(&self, sighting: SightingId, person: PersonId, at: Timestamp) -> Result<Done> {
        later()
    }
    /// Undoes the latest act that holds. `None` if there is none.
    pub fn undo(&self, at: Timestamp) -> Result<Option<Act>> {
        later()
    }
    /// Does again what was undone last. `None` if there is nothing.
    pub fn redo(&self, at: Timestamp) -> Result<Option<Act>> {
        later()
    }
    /// Undoes one act, whatever came after it, if that still makes sense.
    pub fn undo_act(&self, id: ActId, at: Timestamp) -> Result<Act> {
        later()
    }
    /// Does one undone act again, if that still makes sense.
    pub fn redo_act(&self, id: ActId, at: Timestamp) -> Result<Act> {
        later()
    }
    /// The journal, latest first.
    pub fn acts(&self, limit: usize) -> Result<Vec<Act>> {
        later()
    }
}

/// Erasing: cannot be undone, and the bytes are gone from the disk afterwards.
impl Store {
    /// Erases a person: faces, pictures, sightings, alerts, rejections, and the journal entries that hold anything of them.
    pub fn remove_person(&self, id: PersonId) -> Result<Erased> {
        later()
    }
    /// Erases a visitor in the same way.
    pub fn remove_visitor(&self, id: VisitorId) -> Result<Erased> {
        later()
    }
    /// Erases the demo: its persons, cameras, visitors seen only there, sightings, alerts and pictures.
    pub fn remove_demo(&self) -> Result<Erased> {
        later()
    }
    /// Whether anything of the demo is there.
    pub fn has_demo(&self) -> Result<bool> {
        later()
    }
    /// Forgets visitors and sightings past their days, with pictures.
    pub fn forget_old(&self, now: Timestamp, settings: &Settings) -> Result<Erased> {
        later()
    }
}

/// Settings.
impl Store {
    /// The settings; defaults where nothing (or nonsense) is stored.
    pub fn settings(&self) -> Result<Settings> {
        later()
    }
    /// Stores all settings.
    pub fn save_settings(&self, settings: &Settings) -> Result<()> {
        later()
    }
}
