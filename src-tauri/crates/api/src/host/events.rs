//! What the engine tells, as a window hears it.
//!
//! Owns which facts change the counts that a window shows. Invariant: an alert needs nothing from the store, so that no
//! trouble there can silence it.

use super::{Host, to_wire, weekly_backup::trouble_view};
use crate::{
    ApiError,
    wire::{AlertView, EventView},
};
use crossbeam_channel::Receiver;
use porchlight_domain::AlertId;
use porchlight_engine::Event;

impl Host {
    /// What the host itself tells: progress of an installation, a pause of all cameras. Whoever takes one takes it from
    /// everybody else: one window listens.
    pub fn own_events(&self) -> Receiver<EventView> {
        self.own_events.1.clone()
    }

    /// An event of the engine in the words of the wire: none that is of no use outside, or several where counts change
    /// with it.
    pub fn to_event(&self, event: &Event) -> Vec<EventView> {
        match event {
            Event::CameraState { camera, state, .. } => {
                vec![EventView::CameraState { camera_id: camera.0, state: to_wire::camera_state(state) }]
            }
            Event::CamerasChanged => self.with_system(Some(EventView::CamerasChanged)),
            Event::SightingStarted(news) => {
                vec![EventView::SightingStarted { sighting: to_wire::sighting_news(news) }]
            }
            Event::SightingUpdated(news) => {
                vec![EventView::SightingUpdated { sighting: to_wire::sighting_news(news) }]
            }
            Event::SightingEnded(news) => vec![EventView::SightingEnded { sighting: to_wire::sighting_news(news) }],
            Event::Alert(news) => self.with_system(Some(EventView::AlertRaised { alert: to_wire::alert_news(news) })),
            Event::AlertCorrected(id) => {
                self.told(self.one_alert(*id).map(|alert| EventView::AlertCorrected { alert }))
            }
            Event::AlertAcknowledged(id) => {
                let seen = self.one_alert(*id).map(|alert| EventView::AlertAcknowledged { alert });
                self.with_system(self.told(seen).pop())
            }
            Event::AlertRulesChanged => vec![EventView::AlertRulesChanged],
            Event::PeopleChanged => vec![EventView::PeopleChanged],
            Event::VisitorsChanged => self.with_system(Some(EventView::VisitorsChanged)),
            Event::JournalChanged => {
                self.told(self.journal_view().map(|journal| EventView::JournalChanged { journal }))
            }
            Event::SettingsChanged => vec![EventView::SettingsChanged],
            Event::ReembeddingChanged => {
                vec![EventView::RecognitionChanged { recognition: self.recognition_view() }]
            }
            Event::BackupsChanged => vec![EventView::BackupsChanged],
            Event::BackupFailed(trouble) => vec![EventView::BackupFailed { trouble: trouble_view(*trouble) }],
            Event::VisionChanged => self.with_system(None),
            Event::GovernorStepped(_) => {
                self.told(self.health_view().map(|health| EventView::HealthChanged { health }))
            }
            Event::CacheCleared | Event::Trouble { .. } | Event::ShuttingDown => Vec::new(),
        }
    }

    fn one_alert(&self, id: AlertId) -> Result<AlertView, ApiError> {
        self.engine.store().alert(id).map(|alert| self.alert_view(alert)).map_err(ApiError::from)
    }

    fn with_system(&self, first: Option<EventView>) -> Vec<EventView> {
        let mut events = Vec::from_iter(first);
        events.extend(self.told(self.system_view().map(|system| EventView::SystemChanged { system })));
        events
    }

    /// An event that could not be put together is left out: the window asks again when it needs to know.
    fn told(&self, event: Result<EventView, ApiError>) -> Vec<EventView> {
        match event {
            Ok(event) => vec![event],
            Err(error) => {
                tracing::warn!("an event was left out: {error}");
                Vec::new()
            }
        }
    }
}
