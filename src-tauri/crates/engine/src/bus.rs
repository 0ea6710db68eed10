//! Who is told what happened.
//!
//! Owns the subscribers. Must not know what an event means, except that an alert is never dropped: when a subscriber's
//! queue is full the announcer waits for an alert and counts anything else as missed, so that one slow window never
//! holds up a camera.

use crate::{Event, home::locked};
use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use std::{
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Events waiting for one subscriber. Rare facts, a few a second: this is minutes of them.
const QUEUE: usize = 1024;
/// A subscriber that does not take an alert within this time is gone for good.
const ALERT_PATIENCE: Duration = Duration::from_secs(2);

/// The subscribers.
#[derive(Default)]
pub(crate) struct Bus {
    subscribers: Mutex<Vec<Sender<Event>>>,
    missed: AtomicU64,
}

impl Bus {
    pub(crate) fn subscribe(&self) -> Receiver<Event> {
        let (sender, receiver) = bounded(QUEUE);
        locked(&self.subscribers).push(sender);
        receiver
    }

    pub(crate) fn announce(&self, event: &Event) {
        // Cloned so that no lock is held while a subscriber is waited for.
        let subscribers = locked(&self.subscribers).clone();
        let mut gone = Vec::new();
        for (i, subscriber) in subscribers.iter().enumerate() {
            match subscriber.try_send(event.clone()) {
                Ok(()) => {}
                Err(TrySendError::Disconnected(_)) => gone.push(i),
                Err(TrySendError::Full(event)) if matches!(event, Event::Alert(_)) => {
                    if subscriber.send_timeout(event, ALERT_PATIENCE).is_err() {
                        gone.push(i);
                    }
                }
                Err(TrySendError::Full(_)) => {
                    self.missed.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
        if !gone.is_empty() {
            locked(&self.subscribers).retain(|s| !gone.iter().any(|&i| subscribers[i].same_channel(s)));
        }
    }

    /// Whatever is kept may be another.
    pub(crate) fn announce_that_all_changed(&self) {
        for event in [
            Event::SettingsChanged,
            Event::PeopleChanged,
            Event::VisitorsChanged,
            Event::CamerasChanged,
            Event::AlertRulesChanged,
            Event::JournalChanged,
            Event::BackupsChanged,
        ] {
            self.announce(&event);
        }
    }

    /// Events that a full queue could not take.
    pub(crate) fn missed(&self) -> u64 {
        self.missed.load(Ordering::Relaxed)
    }
}
