//! Cameras on the wire. Owns the mapping only. Invariant: the source goes out as it may be shown, never as it is.

use crate::wire::{CameraStateView, CameraView, TroubleView};
use porchlight_domain::{CameraState, SourceTrouble};
use porchlight_store::Camera;

/// A camera and how it fares.
pub(crate) fn camera(camera: &Camera, state: &CameraState) -> CameraView {
    CameraView {
        id: camera.id.0,
        name: camera.name.clone(),
        kind: camera.source.kind().to_owned(),
        shown_source: camera.source.shown(),
        is_demo: camera.is_demo,
        is_enabled: camera.is_enabled,
        state: camera_state(state),
    }
}

/// How a camera fares.
pub(crate) fn camera_state(state: &CameraState) -> CameraStateView {
    match state {
        CameraState::Off => CameraStateView::Off,
        CameraState::Connecting => CameraStateView::Connecting,
        CameraState::Live => CameraStateView::Live,
        CameraState::Stalled { seconds } => CameraStateView::Stalled { seconds: super::count(*seconds) },
        CameraState::Failed { trouble: why, retry_in_secs } => {
            CameraStateView::Failed { trouble: trouble(*why), retry_in_secs: retry_in_secs.map(super::count) }
        }
        CameraState::Ended => CameraStateView::Ended,
    }
}

/// Why a camera does not deliver.
pub(crate) fn trouble(trouble: SourceTrouble) -> TroubleView {
    match trouble {
        SourceTrouble::Unreachable => TroubleView::Unreachable,
        SourceTrouble::Refused => TroubleView::Refused,
        SourceTrouble::NotFound => TroubleView::NotFound,
        SourceTrouble::Unreadable => TroubleView::Unreadable,
        SourceTrouble::Silent => TroubleView::Silent,
        SourceTrouble::LacksFfmpeg => TroubleView::LacksFfmpeg,
        SourceTrouble::BadAddress => TroubleView::BadAddress,
        SourceTrouble::Busy => TroubleView::Busy,
    }
}
