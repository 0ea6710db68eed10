//! Cameras.
//!
//! Owns the table `camera`. Must not open a source. Invariant: the address, which may hold a password, leaves only inside
//! a [`CameraSource`], whose `Debug` hides it.

use super::Entry;
use crate::{
    ActKind, Camera, NewCamera, Result, Store, StoreError,
    changeset::Realm,
    tables::camera_settings::{areas_json, settings_of, week_json},
    words::tidy_name,
};
use porchlight_domain::{CameraId, CameraSource, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

const COLUMNS: &str = "id, name, source_kind, place, is_looped, is_demo, is_enabled, position, created_at,
    rotation, areas, has_hours, hours, smallest_face_px, detection_side_px";

/// Cameras.
impl Store {
    /// All cameras in the order of the grid.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn cameras(&self) -> Result<Vec<Camera>> {
        self.read(|c| {
            let mut statement = c.prepare_cached(&format!("SELECT {COLUMNS} FROM camera ORDER BY position, id"))?;
            let rows = statement.query_map([], camera_row)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// One camera.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn camera(&self, id: CameraId) -> Result<Camera> {
        self.read(|c| camera_by_id(c, id))
    }

    /// Adds a camera at the end of the grid.
    ///
    /// # Errors
    /// [`StoreError::EmptyName`].
    pub fn add_camera(&self, camera: &NewCamera) -> Result<Camera> {
        let name = tidy_name(&camera.name)?;
        let (kind, place, is_looped) = columns(&camera.source);
        self.write(|w| {
            w.connection
                .prepare_cached(
                    "INSERT INTO camera (name, source_kind, place, is_looped, is_demo, position, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, (SELECT coalesce(max(position), -1) + 1 FROM camera), ?6)",
                )?
                .execute(params![name, kind, place, is_looped, camera.is_demo, camera.at.0])?;
            camera_by_id(w.connection, CameraId(w.connection.last_insert_rowid()))
        })
    }

    /// Writes name, source, enabled, position and settings of `camera`. It is an act of the owner, but for a switch that
    /// says by itself how it stands.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::EmptyName`].
    pub fn update_camera(&self, camera: &Camera, at: Timestamp) -> Result<()> {
        let name = tidy_name(&camera.name)?;
        let (kind, place, is_looped) = columns(&camera.source);
        let settings = &camera.settings;
        self.change(at, |c| {
            let before = camera_by_id(c, camera.id)?;
            c.prepare_cached(
                    "UPDATE camera SET name = ?2, source_kind = ?3, place = ?4, is_looped = ?5, is_enabled = ?6, position = ?7,
                       rotation = ?8, areas = ?9, has_hours = ?10, hours = ?11, smallest_face_px = ?12,
                       detection_side_px = ?13
                     WHERE id = ?1",
                )?
                .execute(params![
                    camera.id.0,
                    name,
                    kind,
                    place,
                    is_looped,
                    camera.is_enabled,
                    camera.position,
                    settings.rotation.degrees(),
                    areas_json(&settings.areas),
                    settings.hours.is_on,
                    week_json(&settings.hours.week),
                    settings.smallest_face_px,
                    settings.detection_side_px,
                ])?;
            let is_switched_only =
                before == Camera { is_enabled: before.is_enabled, position: before.position, name, ..camera.clone() };
            Ok((!is_switched_only).then(|| entry(ActKind::ChangeCamera, camera)))
        })
    }

    /// Puts the cameras into this order. Those that are not named come after them, in the order they were in; an id that is
    /// gone is passed over.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn order_cameras(&self, order: &[CameraId]) -> Result<()> {
        self.write(|w| {
            let mut all = w.connection.prepare_cached("SELECT id FROM camera ORDER BY position, id")?;
            let mut sorted = all.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
            sorted.sort_by_key(|id| order.iter().position(|wanted| wanted.0 == *id).unwrap_or(order.len()));
            let mut statement = w.connection.prepare_cached("UPDATE camera SET position = ?2 WHERE id = ?1")?;
            for (position, id) in sorted.iter().enumerate() {
                statement.execute(params![id, position as i64])?;
            }
            Ok(())
        })
    }

    /// Removes a camera; its sightings stay, with its name. It is an act of the owner.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn remove_camera(&self, id: CameraId, at: Timestamp) -> Result<()> {
        self.change(at, |c| {
            let camera = camera_by_id(c, id)?;
            c.execute("DELETE FROM camera WHERE id = ?1", [id.0])?;
            Ok(Some(entry(ActKind::RemoveCamera, &camera)))
        })
    }

    /// Removes a camera that only came for a while: nobody's act, and nothing to take back.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn drop_guest_camera(&self, id: CameraId) -> Result<()> {
        self.write(|w| {
            w.connection.execute("DELETE FROM camera WHERE id = ?1", [id.0])?;
            Ok(())
        })
    }

    fn change(&self, at: Timestamp, change: impl FnOnce(&Connection) -> Result<Option<Entry>>) -> Result<()> {
        self.write(|w| {
            w.record(Realm::Cameras, at, |w| Ok::<_, StoreError>((change(w.connection)?, ())))?;
            Ok(())
        })
    }
}

fn entry(kind: ActKind, camera: &Camera) -> Entry {
    Entry { camera: Some(camera.name.clone()), is_demo: camera.is_demo, ..Entry::of(kind) }
}

fn camera_by_id(connection: &Connection, id: CameraId) -> Result<Camera> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM camera WHERE id = ?1"))?
        .query_row([id.0], camera_row)
        .optional()?
        .ok_or(StoreError::NotFound { what: "camera" })
}

/// Kind, place and whether it is looped.
fn columns(source: &CameraSource) -> (&'static str, String, bool) {
    let (place, is_looped) = match source {
        CameraSource::Webcam { device } => (device.clone(), false),
        CameraSource::Stream { address } => (address.clone(), false),
        CameraSource::File { path, is_looped } => (path.to_string_lossy().into_owned(), *is_looped),
        CameraSource::Folder { path } => (path.to_string_lossy().into_owned(), false),
        CameraSource::DemoStreet => (String::new(), false),
    };
    (source.kind(), place, is_looped)
}

fn camera_row(row: &Row<'_>) -> rusqlite::Result<Camera> {
    let (kind, place): (String, String) = (row.get(2)?, row.get(3)?);
    let source = match kind.as_str() {
        "webcam" => CameraSource::Webcam { device: place },
        "stream" => CameraSource::Stream { address: place },
        "file" => CameraSource::File { path: place.into(), is_looped: row.get(4)? },
        "folder" => CameraSource::Folder { path: place.into() },
        _ => CameraSource::DemoStreet,
    };
    Ok(Camera {
        id: CameraId(row.get(0)?),
        name: row.get(1)?,
        source,
        is_demo: row.get(5)?,
        is_enabled: row.get(6)?,
        position: row.get(7)?,
        created_at: Timestamp(row.get(8)?),
        settings: settings_of(row, 9)?,
    })
}
