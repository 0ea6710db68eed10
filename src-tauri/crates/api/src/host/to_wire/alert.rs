//! Alerts on the wire. Owns the mapping only.

use crate::wire::AlertView;
use porchlight_domain::CameraId;
use porchlight_engine::AlertNews;
use porchlight_store::Alert;

/// An alert that is kept. The camera is the one of its sighting, while that is there.
pub(crate) fn alert(alert: Alert, camera: Option<CameraId>, has_scene: bool) -> AlertView {
    AlertView {
        id: alert.id.0,
        sighting_id: alert.sighting.0,
        person_id: alert.person.map(|id| id.0),
        name: alert.name,
        camera_id: camera.map(|id| id.0),
        camera_name: alert.camera_name,
        at: alert.at.0,
        similarity: alert.similarity.0,
        threshold: alert.threshold.0,
        face_id: alert.best_face.map(|id| id.0),
        has_scene,
        acknowledged_at: alert.acknowledged_at.map(|at| at.0),
    }
}

/// An alert at the moment it is raised. It needs nothing from the store, so that no trouble there can silence it.
pub(crate) fn alert_news(news: &AlertNews) -> AlertView {
    AlertView {
        id: news.id.0,
        sighting_id: news.sighting.0,
        person_id: Some(news.person.0),
        name: news.name.to_string(),
        camera_id: Some(news.camera.0),
        camera_name: news.camera_name.to_string(),
        at: news.at.0,
        similarity: news.similarity.0,
        threshold: news.threshold.0,
        face_id: news.face.map(|id| id.0),
        has_scene: true,
        acknowledged_at: None,
    }
}
