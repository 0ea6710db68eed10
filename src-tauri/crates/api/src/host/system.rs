//! The program itself: models, demo, journal.
//!
//! Owns the installation of the models, one at a time. Must not know what the models compute.

use super::{Host, to_wire};
use crate::{
    ApiError, ErrorCode,
    wire::{EventView, JournalView, ModelsProgress, ModelsView, SystemView},
};
use porchlight_domain::VisionError;
use porchlight_engine::{EngineError, Event, VisionState};
use porchlight_vision::{
    models::{self, ModelState, Progress},
    packs::{self, Pack},
    runtime::{self, RuntimeStatus},
};
use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

/// How long an installation waits until the engine has loaded what was installed. Loading takes a tenth of it.
const LOADING: Duration = Duration::from_secs(5);

impl Host {
    pub(super) fn system_view(&self) -> Result<SystemView, ApiError> {
        let store = self.engine.store();
        let counts = store.counts()?;
        Ok(SystemView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            models: self.models_view(),
            has_demo: store.has_demo()?,
            visitors: to_wire::count(counts.visitors),
            open_alerts: to_wire::count(counts.open_alerts),
            is_paused: self.is_paused(),
            journal: self.journal_view()?,
        })
    }

    pub(super) fn journal_view(&self) -> Result<JournalView, ApiError> {
        let (undo, redo) = self.engine.journal()?;
        Ok(to_wire::journal(undo.as_ref(), redo.as_ref()))
    }

    fn models_view(&self) -> ModelsView {
        match self.engine.vision_state() {
            VisionState::Ready(model) => {
                let pack = self.pack_in_use();
                ModelsView::Ready {
                    model: model.as_str().to_owned(),
                    pack: pack.name().to_owned(),
                    is_for_compatibility: pack.is_for_compatibility(),
                }
            }
            VisionState::Preparing => ModelsView::Preparing,
            VisionState::Missing(_) if self.is_installing.load(Ordering::Relaxed) => ModelsView::Preparing,
            VisionState::Missing(_) => ModelsView::Missing {
                lacks_runtime: matches!(runtime::status(&self.place.runtime_dirs), RuntimeStatus::Missing { .. }),
                files: to_wire::damaged_or_missing(&models::verify(&self.place.models_dir)),
            },
        }
    }

    /// Installs what is missing of the models, and then the demo household that could not be enrolled without them.
    pub(super) fn install(&self) -> Result<SystemView, ApiError> {
        if self.is_installing.swap(true, Ordering::AcqRel) {
            return Err(ApiError::new(ErrorCode::BadRequest, "the models are being installed already"));
        }
        let guard = Installing(self);
        self.announce_system();
        let installed = self.bring_models();
        drop(guard);
        // Also after a failure: the window showed "being installed".
        self.announce_system();
        installed?;
        self.system_view()
    }

    fn bring_models(&self) -> Result<(), ApiError> {
        let wanted = models::verify(&self.place.models_dir).into_iter().filter(|(_, state)| *state != ModelState::Ok);
        let total = wanted.map(|(model, _)| model.size).sum();
        let mut before = Before::default();
        models::install(&self.place.models_dir, &self.place.model_sources, |step| {
            self.announce(EventView::ModelsProgress { progress: before.and(&step, total) });
        })?;
        // Whoever asks for the default models wants them to recognise, also where the compatibility models were chosen.
        if self.pack_in_use().is_for_compatibility() {
            packs::choose(&self.place.models_dir, &Pack::Default)?;
        }
        self.engine.take_usual()?;
        self.load_installed();
        if self.engine.store().cameras()?.iter().any(|camera| camera.is_demo) {
            match self.engine.enrol_demo() {
                // The runtime is missing still: the reply says so.
                Ok(()) | Err(EngineError::Vision(VisionError::NotInstalled { .. })) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Lets the engine load the models, and waits for what comes of it, so that the reply tells it.
    pub(super) fn load_installed(&self) {
        let events = self.engine.subscribe();
        self.engine.reload_vision();
        let until = Instant::now() + LOADING;
        while matches!(self.engine.vision_state(), VisionState::Missing(_)) {
            match events.recv_deadline(until) {
                Ok(Event::VisionChanged) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    /// Tells the window about itself, as far as the window keeps up.
    pub(super) fn announce(&self, event: EventView) {
        // Nobody may be listening, or too slowly: each of these is followed by a newer one.
        let _ = self.own_events.0.try_send(event);
    }

    pub(super) fn announce_system(&self) {
        if let Ok(system) = self.system_view() {
            self.announce(EventView::SystemChanged { system });
        }
    }
}

/// The end of an installation, however it comes.
struct Installing<'a>(&'a Host);

impl Drop for Installing<'_> {
    fn drop(&mut self) {
        self.0.is_installing.store(false, Ordering::Release);
    }
}

/// Adds up the files that are done, so that one bar shows the whole installation.
#[derive(Default)]
struct Before {
    file: &'static str,
    size: u64,
    bytes: u64,
}

impl Before {
    fn and(&mut self, step: &Progress, total: u64) -> ModelsProgress {
        if self.file != step.model.file {
            self.bytes += self.size;
            (self.file, self.size) = (step.model.file, step.total);
        }
        ModelsProgress { name: step.model.file.to_owned(), done: self.bytes + step.done, total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_vision::models::MANIFEST;

    #[test]
    fn one_bar_shows_all_files() {
        let total = MANIFEST.iter().map(|model| model.size).sum();
        let mut before = Before::default();
        let mut done = Vec::new();
        for model in MANIFEST {
            for part in [0, model.size / 2, model.size] {
                done.push(before.and(&Progress { model, done: part, total: model.size }, total).done);
            }
        }
        assert!(done.is_sorted(), "it never runs backwards: {done:?}");
        assert_eq!(done.last(), Some(&total), "and ends full");
    }
}
