//! The demo street with its household.
//!
//! Owns starting and leaving it in one step each. Invariant: everything of the demo is marked as such in the store, so
//! that leaving takes all of it and nothing else.

use crate::{Engine, EngineError, Event};
use porchlight_camera::{DemoMember, demo_household};
use porchlight_domain::{CameraSource, Pace};
use porchlight_store::{NewCamera, StoreError};

/// The owner's name for the demo camera.
const DEMO_CAMERA: &str = "Front door";

impl Engine {
    /// Adds the demo camera and enrols its household, as far as they are not there yet.
    ///
    /// # Errors
    /// The store failed. Missing models are no error: the street is shown, and [`Engine::enrol_demo`] can follow.
    pub fn start_demo(&self) -> Result<(), EngineError> {
        let cameras = self.store.cameras()?;
        let camera = match cameras.into_iter().find(|camera| camera.source == CameraSource::DemoStreet) {
            Some(camera) => camera,
            None => self.store.add_camera(&NewCamera {
                name: DEMO_CAMERA.into(),
                source: CameraSource::DemoStreet,
                is_demo: true,
                at: self.clock.now(),
            })?,
        };
        match self.enrol_demo() {
            Ok(()) | Err(EngineError::Vision(_)) => {}
            Err(error) => return Err(error),
        }
        self.start_camera(&camera, Pace::RealTime)?;
        self.bus.announce(&Event::CamerasChanged);
        Ok(())
    }

    /// Enrols those of the demo household who are not enrolled yet.
    ///
    /// # Errors
    /// Models are missing, or the store failed.
    pub fn enrol_demo(&self) -> Result<(), EngineError> {
        for DemoMember { name, kind, portraits } in demo_household() {
            match self.store.person_named(name)? {
                Some(_) => {}
                None => match self.enrol_drawn(name, kind, &portraits) {
                    Ok(_) | Err(EngineError::Store(StoreError::NameTaken { .. })) => {}
                    Err(error) => return Err(error),
                },
            }
        }
        Ok(())
    }

    /// Stops the demo camera and erases everything of the demo.
    ///
    /// # Errors
    /// The store failed.
    pub fn leave_demo(&self) -> Result<(), EngineError> {
        for camera in self.store.cameras()?.into_iter().filter(|camera| camera.is_demo) {
            self.stop_camera(camera.id);
        }
        self.store.remove_demo()?;
        self.household.reload_everybody(self.clock.now())?;
        for event in [Event::CamerasChanged, Event::PeopleChanged, Event::VisitorsChanged, Event::JournalChanged] {
            self.bus.announce(&event);
        }
        Ok(())
    }
}
