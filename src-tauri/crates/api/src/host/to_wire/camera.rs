//! Cameras on the wire. Owns the mapping only. Invariant: the source goes out as it may be shown, never as it is.

use super::rule::hours;
use crate::wire::{
    AreaKindView, AreaView, CameraSettingsView, CameraStateView, CameraView, FaceSizesView, SizeAdviceView, TroubleView,
};
use porchlight_domain::{AreaKind, CameraSettings, CameraState, FaceSizes, SizeAdvice, SourceTrouble};
use porchlight_store::Camera;

/// A camera and how it fares.
pub(crate) fn camera(camera: &Camera, state: &CameraState) -> CameraView {
    CameraView {
        id: camera.id.0,
        name: camera.name.clone(),
        kind: camera.source.kind().to_owned(),
        shown_source: camera.source.shown(),
        source_to_change: camera.source.for_changing(),
        has_login: camera.source.has_login(),
        is_demo: camera.is_demo,
        is_enabled: camera.is_enabled,
        state: camera_state(state),
        settings: settings(&camera.settings),
    }
}

fn settings(settings: &CameraSettings) -> CameraSettingsView {
    let areas = settings.areas.iter().map(|area| AreaView {
        kind: match area.kind {
            AreaKind::Zone => AreaKindView::Zone,
            AreaKind::Mask => AreaKindView::Mask,
            AreaKind::PrivacyMask => AreaKindView::PrivacyMask,
        },
        corners: area.corners.clone(),
    });
    CameraSettingsView {
        rotation: settings.rotation.degrees(),
        areas: areas.collect(),
        has_hours: settings.hours.is_on,
        hours: settings.hours.week.0.iter().map(|day| day.map(hours)).collect(),
        smallest_face_px: settings.smallest_face_px,
        detection_side_px: settings.detection_side_px,
    }
}

/// How large faces were.
pub(crate) fn face_sizes(sizes: &FaceSizes) -> FaceSizesView {
    FaceSizesView {
        visits: super::count(sizes.visits as u64),
        median_px: sizes.median_px,
        too_small: sizes.too_small,
        advice: match sizes.advice {
            SizeAdvice::TooFewVisits => SizeAdviceView::TooFewVisits,
            SizeAdvice::Fine => SizeAdviceView::Fine,
            SizeAdvice::MainStream => SizeAdviceView::MainStream,
            SizeAdvice::Nearer => SizeAdviceView::Nearer,
            SizeAdvice::LowerOrTurned => SizeAdviceView::LowerOrTurned,
        },
    }
}

/// How a camera fares.
pub(crate) fn camera_state(state: &CameraState) -> CameraStateView {
    match state {
        CameraState::Off => CameraStateView::Off,
        CameraState::OffHours { until } => CameraStateView::OffHours { until: until.map(|until| until.0) },
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
