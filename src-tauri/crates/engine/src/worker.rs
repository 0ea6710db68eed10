//! The threads that own the models.
//!
//! Owns one vision each. Must not own anything of a camera: its file comes with the frame and goes back with it.
//! Invariants: a model that fails or panics costs one frame of one camera; without models frames are still shown.

use crate::{
    Event, LiveFace, LiveFrame,
    bus::Bus,
    desk::{CameraFile, Desk},
    figures::{Figures, Stage},
    follow::wanted_model,
    governing::Governing,
    household::Household,
    live::LiveBoard,
    records::{Records, visitor_number},
    watch::{Analysis, CameraWatch, SeenFace},
};
use arc_swap::ArcSwap;
use porchlight_domain::{CameraId, Clock, FaceVision, Frame, ModelId, OpenVision, Subject, VisionError};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

/// Whether faces can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VisionState {
    /// Models are being loaded.
    Preparing,
    /// They work.
    Ready(ModelId),
    /// They are missing or broken.
    Missing(String),
}

/// What the workers share.
pub(crate) struct Shop {
    pub(crate) desk: Arc<Desk>,
    pub(crate) bus: Arc<Bus>,
    pub(crate) board: Arc<LiveBoard>,
    pub(crate) household: Arc<Household>,
    pub(crate) figures: Arc<Figures>,
    pub(crate) governor: Arc<Governing>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) vision: Arc<dyn OpenVision>,
    pub(crate) vision_state: ArcSwap<VisionState>,
    /// Counts up when the models should be loaded anew.
    pub(crate) vision_wanted: AtomicU64,
    pub(crate) is_stopping: AtomicBool,
}

impl Shop {
    /// Works until stopped.
    pub(crate) fn work(&self) {
        let mut vision: Option<Box<dyn FaceVision>> = None;
        let mut loaded = None;
        while !self.is_stopping.load(Ordering::Relaxed) {
            let wanted = self.vision_wanted.load(Ordering::Relaxed);
            if loaded != Some(wanted) {
                vision = self.load();
                loaded = Some(wanted);
            }
            let Some((frame, mut file)) = self.desk.take() else { continue };
            let camera = frame.camera;
            let _span = tracing::debug_span!("frame", %camera, number = frame.number).entered();
            let begun = self.clock.monotonic();
            self.figures.took(Stage::Wait, begun.saturating_sub(frame.arrived));
            let outcome = catch_unwind(AssertUnwindSafe(|| self.analyse(&frame, &mut file, vision.as_deref_mut())));
            if outcome.is_err() {
                // What panicked may be half changed: begin anew with both.
                file.watch = CameraWatch::new(camera, file.watch.settings().clone());
                loaded = None;
                self.trouble(camera, "analysing a frame panicked".into());
            }
            self.desk.give_back(camera, file);
            self.figures.worked(self.clock.monotonic().saturating_sub(begun));
        }
    }

    fn load(&self) -> Option<Box<dyn FaceVision>> {
        let _span = tracing::debug_span!("load the models").entered();
        let (state, vision) = match self.vision.open() {
            Ok(vision) => match wanted_model(vision.as_ref(), &self.household.snapshot()) {
                Ok(model) => (VisionState::Ready(model), Some(vision)),
                Err(error) => (VisionState::Missing(error.to_string()), None),
            },
            Err(VisionError::NotInstalled { what }) => (VisionState::Missing(what), None),
            Err(error) => (VisionState::Missing(error.to_string()), None),
        };
        if **self.vision_state.load() != state {
            self.vision_state.store(Arc::new(state));
            self.bus.announce(&Event::VisionChanged);
        }
        vision
    }

    /// One frame, from faces to what is stored and shown of it. Gives what was thought of every face.
    pub(crate) fn analyse(
        &self,
        frame: &Frame,
        file: &mut CameraFile,
        vision: Option<&mut (dyn FaceVision + '_)>,
    ) -> Analysis {
        let wait = self.clock.monotonic().saturating_sub(frame.arrived);
        let home = self.household.snapshot();
        let budget = self.governor.budget(home.settings(), file.watch.settings().detection_side_px);
        let mut analysis = match vision.map(|vision| file.watch.analyse(frame, vision, &home, budget)) {
            None => Analysis::default(),
            Some(Ok(analysis)) => analysis,
            Some(Err(error)) => {
                self.trouble(frame.camera, error.to_string());
                Analysis::default()
            }
        };
        analysis.times.wait = wait;
        let cached = analysis.faces.iter().filter(|face| face.is_from_cache).count();
        self.figures.count(frame.camera, &analysis.times, analysis.faces.len() as u64, cached as u64);
        for change in &analysis.changes {
            let _span = tracing::trace_span!("keep").entered();
            let begun = self.clock.monotonic();
            match file.records.take_in(change, frame, &analysis.times) {
                Ok(Some((key, subject))) => {
                    file.watch.became(key, subject);
                    analysis
                        .faces
                        .iter_mut()
                        .filter(|f| f.sighting == Some(key))
                        .for_each(|f| f.identity.subject = Some(subject));
                }
                Ok(None) => {}
                Err(error) => self.trouble(frame.camera, format!("a sighting could not be stored: {error}")),
            }
            self.figures.took(Stage::Keep, self.clock.monotonic().saturating_sub(begun));
        }
        let delay = self.clock.monotonic().saturating_sub(frame.arrived);
        let fps = self.figures.announced(frame.camera, self.clock.monotonic(), delay);
        let faces = analysis.faces.iter().map(|face| live_face(face, &file.records)).collect();
        self.board.publish(LiveFrame { frame: frame.clone(), faces, fps, delay });
        analysis
    }

    fn trouble(&self, camera: CameraId, detail: String) {
        self.figures.failed();
        tracing::error!(camera = %camera, "{detail}");
        self.bus.announce(&Event::Trouble { camera: Some(camera), detail });
    }
}

fn live_face(face: &SeenFace, records: &Records) -> LiveFace {
    let identity = &face.identity;
    let nearest = identity.chosen().or_else(|| identity.candidates.first());
    LiveFace {
        track: face.track,
        box_in_frame: face.box_in_frame,
        verdict: identity.verdict,
        name: identity.chosen().and_then(|c| c.name.clone()),
        similarity: nearest.map(|c| c.similarity),
        threshold: nearest.map(|c| c.threshold),
        sighting: face.sighting.and_then(|key| records.id_of(key)),
        person: match identity.subject {
            Some(Subject::Person(id)) => Some(id),
            _ => None,
        },
        visitor: match identity.subject {
            Some(Subject::Visitor(id)) => Some(id),
            _ => None,
        },
        visitor_number: visitor_number(identity.subject),
    }
}
