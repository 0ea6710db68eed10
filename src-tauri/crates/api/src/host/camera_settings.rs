//! What the owner sets for one camera: what of it is possible, its order, a picture to draw on, how large faces are.
//!
//! Owns the way from the wire to the domain. Must not log a source other than as it may be shown. Invariant: a picture that
//! leaves here has what the owner hid made black.

use super::{
    Host, checks,
    refusal::{bad_request, camera_failed},
    to_wire,
};
use crate::{
    ApiError,
    wire::{
        AreaKindView, AreaView, CameraById, CameraPicture, CameraPictureOf, CameraSettingsView, CameraView,
        FaceSizesView, LoginInput, OrderCameras, SourceInput,
    },
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use porchlight_domain::{
    Area, AreaKind, CameraId, CameraSettings, CameraSource, CameraState, Coverage, DETECTION_SIDE_PX, FramePicture,
    Login, MOST_AREAS, MOST_CORNERS, Rotation, SMALLEST_FACE_PX, SourceTrouble, WatchHours,
};
use porchlight_store::Camera;
use porchlight_vision::FrameEncoder;

/// The picture that is drawn on: as large as the dialog shows it on a fine screen.
const PICTURE_SIDE: u32 = 1280;
const PICTURE_QUALITY: u8 = 82;
/// More cameras than this no grid shows.
const MOST_CAMERAS: usize = 500;

impl Host {
    pub(super) fn order(&self, request: &OrderCameras) -> Result<Vec<CameraView>, ApiError> {
        if request.ids.len() > MOST_CAMERAS {
            return Err(bad_request(format!("at most {MOST_CAMERAS} cameras")));
        }
        let ids: Vec<CameraId> = request.ids.iter().copied().map(CameraId).collect();
        self.engine.order_cameras(&ids)?;
        self.camera_views()
    }

    pub(super) fn sizes_at(&self, request: &CameraById) -> Result<FaceSizesView, ApiError> {
        let camera = self.engine.store().camera(CameraId(request.id))?;
        Ok(to_wire::face_sizes(&self.engine.face_sizes(camera.id)?))
    }

    pub(super) fn picture_of(&self, request: &CameraPictureOf) -> Result<CameraPicture, ApiError> {
        let camera = self.engine.store().camera(CameraId(request.id))?;
        if let Some(newest) = self.engine.newest_frame(camera.id) {
            return encoded(&newest.frame.picture);
        }
        match self.engine.camera_state(camera.id) {
            CameraState::Off | CameraState::OffHours { .. } if request.may_open => {
                let mut picture = porchlight_camera::probe(&camera.source, camera.settings.rotation)?;
                hide(&mut picture, &camera.settings);
                encoded(&picture)
            }
            CameraState::Failed { trouble, .. } => Err(camera_failed(trouble)),
            _ => Err(camera_failed(SourceTrouble::Silent)),
        }
    }
}

fn encoded(picture: &FramePicture) -> Result<CameraPicture, ApiError> {
    let mut jpeg = Vec::new();
    FrameEncoder::default().encode(picture.view(), PICTURE_SIDE, PICTURE_QUALITY, &mut jpeg)?;
    let (width, height) = picture.view().size();
    Ok(CameraPicture { width, height, jpeg_base64: STANDARD.encode(jpeg) })
}

/// Blackens what the owner hid.
pub(super) fn hide(picture: &mut FramePicture, settings: &CameraSettings) {
    if let Some(hidden) = Coverage::of_kinds(&settings.areas, &[AreaKind::PrivacyMask], picture.view().size()) {
        hidden.black_out(picture);
    }
}

/// The source that the owner wants in place of the one that is kept.
pub(super) fn source_in_place(
    wanted: SourceInput,
    login: Option<LoginInput>,
    kept: &Camera,
) -> Result<CameraSource, ApiError> {
    let wanted = checks::source(wanted)?;
    if (wanted == CameraSource::DemoStreet) != (kept.source == CameraSource::DemoStreet) {
        return Err(bad_request("the drawn street is a camera of its own"));
    }
    let login = login.unwrap_or_default();
    let typed = (!login.is_dropped).then_some(Login { user: login.user, password: login.password });
    Ok(match (wanted.in_place_of(&kept.source, typed.as_ref()), &kept.source) {
        (CameraSource::File { path, .. }, CameraSource::File { is_looped, .. }) => {
            CameraSource::File { path, is_looped: *is_looped }
        }
        (source, _) => source,
    })
}

/// How a camera hangs.
pub(super) fn rotation(degrees: u16) -> Result<Rotation, ApiError> {
    Rotation::from_degrees(degrees).ok_or_else(|| bad_request("a picture is turned by 0, 90, 180 or 270 degrees"))
}

/// What the owner set, if it can be.
pub(super) fn settings(view: CameraSettingsView) -> Result<CameraSettings, ApiError> {
    let areas: Vec<Area> = view.areas.into_iter().map(area).collect();
    if areas.len() > MOST_AREAS {
        return Err(bad_request(format!("at most {MOST_AREAS} areas")));
    }
    if !areas.iter().all(Area::is_possible) {
        return Err(bad_request(format!(
            "an area has 3 to {MOST_CORNERS} corners within the picture, and holds something"
        )));
    }
    let hours = WatchHours { is_on: view.has_hours, week: checks::week(&view.hours)? };
    let settings = CameraSettings {
        rotation: rotation(view.rotation)?,
        areas,
        hours,
        smallest_face_px: view.smallest_face_px,
        detection_side_px: view.detection_side_px,
    };
    if !settings.is_possible() {
        let ([face, large_face], [side, large_side]) = (SMALLEST_FACE_PX, DETECTION_SIDE_PX);
        return Err(bad_request(format!(
            "a smallest face has {face} to {large_face} pixels, a searched side {side} to {large_side}"
        )));
    }
    Ok(settings)
}

fn area(view: AreaView) -> Area {
    let kind = match view.kind {
        AreaKindView::Zone => AreaKind::Zone,
        AreaKindView::Mask => AreaKind::Mask,
        AreaKindView::PrivacyMask => AreaKind::PrivacyMask,
    };
    Area { kind, corners: view.corners }
}
