//! What the owner does to cameras: adding, changing, ordering, removing; and how large faces are there.
//!
//! Owns the order of each act, stored, then done, then announced, and what of a change needs a camera to be opened anew. Must
//! not know the window. Invariant: a change costs a gap in the picture only where the picture itself comes from elsewhere or
//! otherwise; no other camera notices.

use crate::{Engine, EngineError, Event, StageTimes, desk::CameraFile, household::Household};
use porchlight_domain::{CameraId, CameraSource, FaceSizes, Pace, Timestamp, face_sizes};
use porchlight_store::{Camera, NewCamera};

/// How large faces are is judged by as many days.
const SIZE_DAYS_MS: i64 = 7 * 24 * 3_600_000;
/// And by so many visits at the most.
const SIZE_VISITS: usize = 2_000;

impl Engine {
    /// Adds a camera and starts it.
    ///
    /// # Errors
    /// The store failed or a thread could not be started.
    pub fn add_camera(&self, name: &str, source: CameraSource) -> Result<Camera, EngineError> {
        let is_demo = source == CameraSource::DemoStreet;
        let new = NewCamera { name: name.into(), source, is_demo, at: self.clock.now() };
        let camera = self.store.add_camera(&new)?;
        self.start_camera(&camera, Pace::RealTime)?;
        self.bus.announce(&Event::CamerasChanged);
        Ok(camera)
    }

    /// Writes a camera as the owner wants it. It is opened anew only if its source or its rotation is another, and stopped or
    /// started if it was switched; everything else holds from the next frame on.
    ///
    /// # Errors
    /// The camera is gone, or the store failed.
    pub fn update_camera(&self, camera: &Camera) -> Result<(), EngineError> {
        let before = self.store.camera(camera.id)?;
        self.store.update_camera(camera, self.clock.now())?;
        self.take_in_camera(&before, camera)?;
        self.bus.announce(&Event::CamerasChanged);
        self.bus.announce(&Event::JournalChanged);
        Ok(())
    }

    fn take_in_camera(&self, before: &Camera, camera: &Camera) -> Result<(), EngineError> {
        let is_another_picture = before.source != camera.source || before.settings.rotation != camera.settings.rotation;
        if is_another_picture || before.is_enabled != camera.is_enabled {
            self.stop_camera(camera.id);
            if camera.is_enabled {
                self.start_camera(camera, Pace::RealTime)?;
            }
        } else {
            self.adjust_camera(camera);
        }
        Ok(())
    }

    /// Takes in what became of these cameras when an act was turned.
    pub(crate) fn take_in_cameras(&self, before: &[Camera]) -> Result<(), EngineError> {
        let now = self.store.cameras()?;
        if now == before {
            return Ok(());
        }
        for gone in before.iter().filter(|one| now.iter().all(|other| other.id != one.id)) {
            self.stop_camera(gone.id);
        }
        for camera in &now {
            match before.iter().find(|one| one.id == camera.id) {
                Some(same) if same == camera => {}
                Some(other) => self.take_in_camera(other, camera)?,
                None if camera.is_enabled => self.start_camera(camera, Pace::RealTime)?,
                None => {}
            }
        }
        self.bus.announce(&Event::CamerasChanged);
        Ok(())
    }

    /// Puts the cameras into this order, which is that of the live grid.
    ///
    /// # Errors
    /// The store failed.
    pub fn order_cameras(&self, order: &[CameraId]) -> Result<(), EngineError> {
        self.store.order_cameras(order)?;
        self.bus.announce(&Event::CamerasChanged);
        Ok(())
    }

    /// Stops and removes a camera; its sightings stay.
    ///
    /// # Errors
    /// The camera is gone, or the store failed.
    pub fn remove_camera(&self, camera: CameraId) -> Result<(), EngineError> {
        self.stop_camera(camera);
        self.store.remove_camera(camera, self.clock.now())?;
        self.bus.announce(&Event::CamerasChanged);
        self.bus.announce(&Event::JournalChanged);
        Ok(())
    }

    /// Stops and removes a camera that only came for a while: nothing to take back.
    ///
    /// # Errors
    /// The store failed.
    pub fn drop_guest_camera(&self, camera: CameraId) -> Result<(), EngineError> {
        self.stop_camera(camera);
        self.store.drop_guest_camera(camera)?;
        self.bus.announce(&Event::CamerasChanged);
        Ok(())
    }

    /// Starts every camera that is switched on.
    ///
    /// # Errors
    /// The store failed or a thread could not be started.
    pub fn start_cameras(&self) -> Result<(), EngineError> {
        for camera in self.store.cameras()?.iter().filter(|camera| camera.is_enabled) {
            self.start_camera(camera, Pace::RealTime)?;
        }
        Ok(())
    }

    /// How large faces were at a camera in the last days.
    ///
    /// # Errors
    /// The store failed.
    pub fn face_sizes(&self, camera: CameraId) -> Result<FaceSizes, EngineError> {
        let since = self.clock.now().plus_millis(-SIZE_DAYS_MS);
        let visits = self.store.visit_faces(camera, since, SIZE_VISITS)?;
        let longer_side = self.newest_frame(camera).map(|newest| {
            let (width, height) = newest.frame.picture.view().size();
            width.max(height)
        });
        Ok(face_sizes(&visits, longer_side))
    }
}

impl CameraFile {
    /// Closes the sightings that are open, because the camera goes, or rests.
    pub(crate) fn close_sightings(&mut self, camera: CameraId, household: &Household, now: Timestamp) {
        let frame = self.records.last_frame(now);
        for change in self.watch.end(&household.snapshot()) {
            if let Err(error) = self.records.take_in(&change, &frame, &StageTimes::default()) {
                tracing::error!(camera = %camera, "a sighting could not be closed: {error}");
            }
        }
    }

    /// Takes what the owner changed of a camera that goes on.
    pub(crate) fn adjust(&mut self, camera: &Camera) {
        self.watch.adjust(&camera.settings);
        self.records.rename(&camera.name);
    }
}
