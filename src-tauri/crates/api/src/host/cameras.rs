//! Cameras: adding, trying, changing, removing, and a pause for all of them.
//!
//! Owns nothing. Must not log a source other than as it may be shown.

use super::{Host, camera_settings, checks, refusal::bad_request, to_wire};
use crate::{
    ApiError,
    wire::{
        AddCamera, CameraById, CameraPreview, CameraView, EventView, Nothing, TestCamera, UpdateCamera, WebcamView,
    },
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use porchlight_domain::{CameraId, CameraSource, VisionError};
use porchlight_engine::EngineError;
use porchlight_store::Camera;
use porchlight_vision::FrameEncoder;
use std::sync::atomic::Ordering;

/// The picture of a try-out: as large as the dialog shows it.
const PREVIEW_SIDE: u32 = 960;
const PREVIEW_QUALITY: u8 = 82;

impl Host {
    /// Stops every camera until [`Host::resume_watching`]; what is switched on stays switched on.
    ///
    /// # Errors
    /// The store failed.
    pub fn pause_watching(&self) -> Result<(), ApiError> {
        self.is_paused.store(true, Ordering::Release);
        for camera in self.engine.store().cameras()? {
            self.engine.stop_camera(camera.id);
        }
        self.announce(EventView::CamerasChanged);
        self.announce_system();
        Ok(())
    }

    /// Starts every camera that is switched on.
    ///
    /// # Errors
    /// The store failed or a thread could not be started.
    pub fn resume_watching(&self) -> Result<(), ApiError> {
        self.is_paused.store(false, Ordering::Release);
        self.engine.start_cameras()?;
        self.announce_system();
        self.announce(EventView::CamerasChanged);
        Ok(())
    }

    pub(super) fn camera_views(&self) -> Result<Vec<CameraView>, ApiError> {
        Ok(self.engine.store().cameras()?.iter().map(|camera| self.camera_view(camera)).collect())
    }

    fn camera_view(&self, camera: &Camera) -> CameraView {
        to_wire::camera(camera, &self.engine.camera_state(camera.id))
    }

    pub(super) fn add(&self, request: AddCamera) -> Result<CameraView, ApiError> {
        let name = checks::name(&request.name)?;
        let source = checks::source(request.source)?;
        if source == CameraSource::DemoStreet {
            return self.add_demo(&name);
        }
        if self.engine.store().cameras()?.iter().any(|camera| camera.source == source) {
            return Err(bad_request("this camera was added already"));
        }
        Ok(self.camera_view(&self.engine.add_camera(&name, source)?))
    }

    /// There is one demo street; its household comes with it.
    fn add_demo(&self, name: &str) -> Result<CameraView, ApiError> {
        let cameras = self.engine.store().cameras()?;
        let camera = match cameras.into_iter().find(|camera| camera.source == CameraSource::DemoStreet) {
            Some(camera) => camera,
            None => self.engine.add_camera(name, CameraSource::DemoStreet)?,
        };
        // Without models this enrols nobody and still shows the street.
        self.engine.start_demo()?;
        Ok(self.camera_view(&camera))
    }

    pub(super) fn preview(&self, request: TestCamera) -> Result<CameraPreview, ApiError> {
        let rotation = camera_settings::rotation(request.rotation.unwrap_or_default())?;
        let picture = match request.camera_id {
            None => porchlight_camera::probe(&checks::source(request.source)?, rotation)?,
            Some(id) => {
                let kept = self.engine.store().camera(CameraId(id))?;
                let source = camera_settings::source_in_place(request.source, request.login, &kept)?;
                let mut picture = porchlight_camera::probe(&source, rotation)?;
                camera_settings::hide(&mut picture, &kept.settings);
                picture
            }
        };
        let mut jpeg = Vec::new();
        FrameEncoder::default().encode(&picture, PREVIEW_SIDE, PREVIEW_QUALITY, &mut jpeg)?;
        let faces = match self.engine.count_faces(picture.view()) {
            Ok(faces) => Some(to_wire::count(faces as u64)),
            Err(EngineError::Vision(VisionError::NotInstalled { .. })) => None,
            Err(error) => return Err(error.into()),
        };
        let (width, height) = picture.view().size();
        Ok(CameraPreview { width, height, jpeg_base64: STANDARD.encode(jpeg), faces })
    }

    pub(super) fn update(&self, request: UpdateCamera) -> Result<CameraView, ApiError> {
        let before = self.engine.store().camera(CameraId(request.id))?;
        let mut camera = before.clone();
        if let Some(name) = request.name {
            camera.name = checks::name(&name)?;
        }
        if let Some(is_enabled) = request.is_enabled {
            camera.is_enabled = is_enabled;
        }
        if let Some(settings) = request.settings {
            camera.settings = camera_settings::settings(settings)?;
        }
        if let Some(source) = request.source {
            camera.source = camera_settings::source_in_place(source, request.login, &before)?;
            let is_same = |other: &Camera| other.id != camera.id && other.source == camera.source;
            if self.engine.store().cameras()?.iter().any(is_same) {
                return Err(bad_request("this camera was added already"));
            }
        }
        // One that changes nothing must cost nothing.
        if camera != before {
            self.engine.update_camera(&camera)?;
        }
        Ok(self.camera_view(&camera))
    }

    pub(super) fn remove(&self, request: &CameraById) -> Result<Nothing, ApiError> {
        self.engine.remove_camera(CameraId(request.id))?;
        Ok(Nothing {})
    }
}

/// Webcams plugged in now.
pub(super) fn webcams() -> Vec<WebcamView> {
    let plugged_in = porchlight_camera::list_webcams().into_iter();
    plugged_in.map(|webcam| WebcamView { device: webcam.device, name: webcam.name }).collect()
}
