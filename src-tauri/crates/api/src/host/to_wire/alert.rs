//! Alerts on the wire. Owns the mapping only.

use super::{rule_kind, verdict};
use crate::wire::{AlertView, SeenFromView, ToldByView, WhoView};
use porchlight_domain::{Subject, Verdict};
use porchlight_engine::AlertNews;
use porchlight_store::{Alert, SeenFrom, ToldBy};

/// An alert that is kept.
pub(crate) fn alert(alert: Alert, has_scene: bool) -> AlertView {
    AlertView {
        id: alert.id.0,
        sighting_id: alert.sighting.0,
        then: WhoView {
            verdict: verdict(alert.verdict),
            person_id: alert.person.map(|id| id.0),
            name: Some(alert.name).filter(|name| !name.is_empty()),
            // Which visitor a stranger was is only known of today.
            visitor_number: None,
        },
        now: who(alert.verdict_now, alert.subject_now, alert.name_now),
        told_by: told_by(&alert.told_by),
        camera_id: alert.camera.map(|id| id.0),
        camera_name: alert.camera_name,
        at: alert.at.0,
        similarity: alert.similarity.map(|similarity| similarity.0),
        threshold: alert.threshold.map(|threshold| threshold.0),
        face_id: alert.best_face.map(|id| id.0),
        has_scene,
        acknowledged_at: alert.acknowledged_at.map(|at| at.0),
        acknowledged_from: alert.acknowledged_from.map(|from| match from {
            SeenFrom::Window => SeenFromView::Window,
            SeenFrom::Notification => SeenFromView::Notification,
        }),
    }
}

/// An alert at the moment it is raised. It needs nothing from the store, so that no trouble there can silence it.
pub(crate) fn alert_news(news: &AlertNews) -> AlertView {
    let now = who(news.verdict, news.subject, news.name.as_deref().map(str::to_owned));
    AlertView {
        id: news.id.0,
        sighting_id: news.sighting.0,
        then: WhoView { visitor_number: None, ..now.clone() },
        now,
        told_by: told_by(&news.told_by),
        camera_id: Some(news.camera.0),
        camera_name: news.camera_name.to_string(),
        at: news.at.0,
        similarity: news.similarity.map(|similarity| similarity.0),
        threshold: news.threshold.map(|threshold| threshold.0),
        face_id: news.face.map(|id| id.0),
        has_scene: true,
        acknowledged_at: None,
        acknowledged_from: None,
    }
}

fn who(is: Verdict, subject: Option<Subject>, name: Option<String>) -> WhoView {
    let (person_id, visitor_number) = match subject {
        Some(Subject::Person(person)) => (Some(person.0), None),
        Some(Subject::Visitor(visitor)) => (None, Some(visitor.0)),
        None => (None, None),
    };
    WhoView { verdict: verdict(is), person_id, name, visitor_number }
}

fn told_by(told_by: &[ToldBy]) -> Vec<ToldByView> {
    told_by.iter().map(|told| ToldByView { rule_id: told.rule.0, about: rule_kind(told.about) }).collect()
}
