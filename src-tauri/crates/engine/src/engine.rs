//! The engine: cameras in, sightings and alerts out.
//!
//! Owns the threads: one a camera, and the workers. Must not decide anything and must not know who asks. Invariant:
//! dropping the engine ends every thread it started, closes the open sightings and saves what a warm start needs.

use crate::{
    Event, LiveFrame, LiveViewer, ReembeddingState,
    bus::Bus,
    capture::Capture,
    desk::{CameraFile, Desk},
    figures::{CameraFigures, Figures},
    governing::Governing,
    home::{Home, locked},
    household::Household,
    indexing::{Indexing, Sizes},
    live::LiveBoard,
    privacy::Privacy,
    records::Records,
    reembedding::Reembedding,
    revision::Reviser,
    room::Room,
    steward::{Seen, Steward},
    warm::WarmStart,
    watch::CameraWatch,
    weekly_backup::Weekly,
    worker::{Shop, VisionState},
};
use arc_swap::ArcSwap;
use crossbeam_channel::Receiver;
use porchlight_domain::{
    CameraId, CameraState, Clock, FaceVision, Gallery, OpenSource, OpenVision, Pace, Thresholds, Timestamp, VisionError,
};
use porchlight_store::{Camera, Store, StoreError};
use porchlight_vision::packs::PackError;
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::JoinHandle,
};

/// What the engine works with.
pub struct EngineParts {
    /// The durable copy of everything.
    pub store: Arc<Store>,
    /// Opens sources.
    pub sources: Arc<dyn OpenSource>,
    /// Loads models.
    pub vision: Arc<dyn OpenVision>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Threads that own the models, 1 at least.
    pub workers: usize,
}

/// The engine failed.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The models failed or are missing.
    #[error(transparent)]
    Vision(#[from] VisionError),
    /// A thread could not be started.
    #[error("a thread could not be started: {detail}")]
    Thread {
        /// What the system said.
        detail: String,
    },
    /// A pack of models was refused.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// No picture shows exactly one face.
    #[error("no picture shows exactly one face")]
    NoFace,
}

struct Running {
    pace: Pace,
    /// The camera as the owner wants it now.
    wanted: Arc<ArcSwap<Camera>>,
    state: Arc<ArcSwap<CameraState>>,
    is_stopping: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// The engine.
pub struct Engine {
    pub(crate) store: Arc<Store>,
    pub(crate) household: Arc<Household>,
    pub(crate) bus: Arc<Bus>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) shop: Arc<Shop>,
    desk: Arc<Desk>,
    board: Arc<LiveBoard>,
    pub(crate) sources: Arc<dyn OpenSource>,
    running: Mutex<HashMap<CameraId, Running>>,
    workers: Mutex<Vec<JoinHandle<()>>>,
    pub(crate) steward: Arc<Steward>,
    /// The steward's thread, from the first camera on.
    stewarding: Mutex<Option<JoinHandle<()>>>,
    pub(crate) warm: WarmStart,
    /// The vision of whoever asks about single pictures; loaded at the first question.
    pub(crate) reader: Mutex<Option<Box<dyn FaceVision>>>,
}

impl Engine {
    /// Starts the workers. Cameras are started one by one with [`Engine::start_camera`].
    ///
    /// # Errors
    /// The store cannot be read or a thread not started.
    pub fn start(parts: EngineParts) -> Result<Self, EngineError> {
        // Another program, such as the window, may have sightings going on in the same data folder.
        if parts.store.is_alone() {
            parts.store.close_open_sightings()?;
        }
        // Before the household is loaded: what somebody writes in between is taken in by the steward.
        let seen = Seen::since(parts.store.data_version()?);
        let household = Arc::new(Household::load(Arc::clone(&parts.store), &parts.vision.usual(), parts.clock.now())?);
        let (desk, bus, board) = (Arc::<Desk>::default(), Arc::<Bus>::default(), Arc::<LiveBoard>::default());
        let shop = Arc::new(Shop {
            desk: Arc::clone(&desk),
            bus: Arc::clone(&bus),
            board: Arc::clone(&board),
            household: Arc::clone(&household),
            figures: Arc::new(Figures::new(parts.workers)),
            governor: Arc::<Governing>::default(),
            clock: Arc::clone(&parts.clock),
            vision: parts.vision,
            vision_state: ArcSwap::from_pointee(VisionState::Preparing),
            vision_wanted: AtomicU64::new(0),
            is_stopping: AtomicBool::new(false),
        });
        let steward = Arc::new(Steward {
            store: Arc::clone(&parts.store),
            household: Arc::clone(&household),
            bus: Arc::clone(&bus),
            clock: Arc::clone(&parts.clock),
            reviser: Reviser {
                store: Arc::clone(&parts.store),
                household: Arc::clone(&household),
                bus: Arc::clone(&bus),
            },
            reembedding: Reembedding::new(Arc::clone(&parts.store), Arc::clone(&shop.vision)),
            indexing: Indexing::new(Arc::clone(&parts.store), Arc::clone(&household), Sizes::default()),
            shop: Arc::clone(&shop),
            is_stopping: AtomicBool::new(false),
            seen: Mutex::new(seen),
            at_work: Mutex::default(),
            room: Room::default(),
            weekly: Weekly::new(Arc::clone(&parts.store), Arc::clone(&shop)),
        });
        let warm = WarmStart::new(Arc::clone(&parts.store), Arc::clone(&household));
        let mut workers = Vec::new();
        for i in 0..parts.workers.max(1) {
            let shop = Arc::clone(&shop);
            workers.push(named(&format!("worker-{i}"), move || shop.work())?);
        }
        Ok(Self {
            store: parts.store,
            household,
            bus,
            clock: parts.clock,
            shop,
            desk,
            board,
            sources: parts.sources,
            running: Mutex::default(),
            workers: Mutex::new(workers),
            steward,
            stewarding: Mutex::new(None),
            warm,
            reader: Mutex::new(None),
        })
    }

    /// Everything stored.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What time it is for the engine.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What frames are compared with right now.
    pub fn home(&self) -> Arc<Home> {
        self.household.snapshot()
    }

    /// Tells everything that happens from now on.
    pub fn subscribe(&self) -> Receiver<Event> {
        self.bus.subscribe()
    }

    /// Events that slow subscribers missed.
    pub fn missed_events(&self) -> u64 {
        self.bus.missed()
    }

    /// Whether faces can be found.
    pub fn vision_state(&self) -> VisionState {
        (**self.shop.vision_state.load()).clone()
    }

    /// Loads the models anew, because they were installed or others were put into use.
    pub fn reload_vision(&self) {
        *locked(&self.reader) = None;
        self.shop.vision_wanted.fetch_add(1, Ordering::Relaxed);
    }

    /// Takes the thresholds of the models in use, because others were put into use.
    ///
    /// # Errors
    /// The store failed.
    pub fn take_usual(&self) -> Result<(), EngineError> {
        let usual = self.shop.vision.usual();
        if self.home().settings().usual != usual {
            self.household.take_settings(self.store.settings(&usual)?, self.clock.now())?;
            self.bus.announce(&Event::SettingsChanged);
        }
        Ok(())
    }

    /// Opens the models for somebody who asks about single pictures.
    pub(crate) fn open_vision(&self) -> Result<Box<dyn FaceVision>, VisionError> {
        self.shop.vision.open()
    }

    /// Starts a camera; does nothing if it runs.
    ///
    /// # Errors
    /// Its thread could not be started.
    pub fn start_camera(&self, camera: &Camera, pace: Pace) -> Result<(), EngineError> {
        let mut running = locked(&self.running);
        if running.contains_key(&camera.id) {
            return Ok(());
        }
        self.start_steward()?;
        let wanted = Arc::new(ArcSwap::from_pointee(camera.clone()));
        let mut file = self.new_file(camera);
        if pace == Pace::RealTime {
            // A clip that is read as fast as possible has a time of its own, and begins anew.
            self.warm.resume(camera.id, &mut file, self.clock.now());
        }
        self.desk.open(camera.id, file);
        let state = Arc::new(ArcSwap::from_pointee(CameraState::Off));
        let is_stopping = Arc::new(AtomicBool::new(false));
        let capture = Capture {
            camera: camera.id,
            wanted: Arc::clone(&wanted),
            privacy: Privacy::default(),
            household: Arc::clone(&self.household),
            board: Arc::clone(&self.board),
            figures: Arc::clone(&self.shop.figures),
            pace,
            opener: Arc::clone(&self.sources),
            clock: Arc::clone(&self.clock),
            desk: Arc::clone(&self.desk),
            bus: Arc::clone(&self.bus),
            state: Arc::clone(&state),
            governor: Arc::clone(&self.shop.governor),
            is_stopping: Arc::clone(&is_stopping),
        };
        let thread = named(&format!("camera-{}", camera.id), move || capture.run())?;
        running.insert(camera.id, Running { pace, wanted, state, is_stopping, thread: Some(thread) });
        Ok(())
    }

    fn start_steward(&self) -> Result<(), EngineError> {
        let mut stewarding = locked(&self.stewarding);
        if stewarding.is_none() {
            let steward = Arc::clone(&self.steward);
            *stewarding = Some(named("steward", move || steward.work())?);
        }
        Ok(())
    }

    /// One round of what is thought over while cameras go on. From the first camera on this happens by itself.
    pub fn attend(&self) {
        self.steward.attend();
    }

    /// The gallery as it would be fitted to this home with these thresholds.
    ///
    /// # Errors
    /// The store failed.
    pub fn fitted_gallery(&self, thresholds: &Thresholds) -> Result<Gallery, EngineError> {
        Ok(self.household.fitted_gallery(thresholds, self.clock.now())?)
    }

    /// How far kept faces are embedded again; `None` while there is nothing to do.
    pub fn reembedding(&self) -> Option<ReembeddingState> {
        self.steward.reembedding.state()
    }

    /// Pauses embedding kept faces again, or goes on.
    pub fn pause_reembedding(&self, is_paused: bool) {
        self.steward.reembedding.pause(is_paused);
        self.bus.announce(&Event::ReembeddingChanged);
    }

    /// What the analysis of a camera begins with.
    pub(crate) fn new_file(&self, camera: &Camera) -> CameraFile {
        let records = Records::new(
            camera,
            Arc::clone(&self.store),
            Arc::clone(&self.household),
            Arc::clone(&self.bus),
            Arc::clone(&self.clock),
            Arc::clone(&self.shop.figures),
        );
        CameraFile { watch: CameraWatch::new(camera.id, camera.settings.clone()), records }
    }

    /// Stops a camera and closes its open sightings.
    pub fn stop_camera(&self, camera: CameraId) {
        let stopped = locked(&self.running).remove(&camera);
        let Some(mut stopped) = stopped else { return };
        stopped.is_stopping.store(true, Ordering::Relaxed);
        if let Some(thread) = stopped.thread.take()
            && thread.join().is_err()
        {
            tracing::error!(camera = %camera, "the camera's thread panicked");
        }
        // The desk first: a frame that waits there would begin the sightings anew, and raise an alert a second time.
        if let Some(mut file) = self.desk.close(camera) {
            if stopped.pace == Pace::RealTime {
                self.warm.part(camera, &file);
            }
            file.close_sightings(camera, &self.household, self.clock.now());
        }
        self.board.clear(camera);
        self.shop.figures.clear(camera);
    }

    /// Waits until a clip was read and analysed to its end, and closes its sightings. Gives how it ended.
    pub fn finish_clip(&self, camera: CameraId) -> CameraState {
        let (thread, state) = match locked(&self.running).get_mut(&camera) {
            Some(running) => (running.thread.take(), Arc::clone(&running.state)),
            None => return CameraState::Off,
        };
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!(camera = %camera, "the camera's thread panicked");
        }
        self.desk.drain(camera);
        self.desk.with_file(camera, |file| file.close_sightings(camera, &self.household, self.clock.now()));
        (**state.load()).clone()
    }

    /// Lets a running camera take what the owner changed, without opening it anew.
    pub(crate) fn adjust_camera(&self, camera: &Camera) {
        let Some(wanted) = locked(&self.running).get(&camera.id).map(|running| Arc::clone(&running.wanted)) else {
            return;
        };
        let before = wanted.swap(Arc::new(camera.clone()));
        self.desk.with_file(camera.id, |file| file.adjust(camera));
        if before.settings.areas != camera.settings.areas {
            // The last picture shows what is hidden from now on.
            self.board.clear(camera.id);
        }
    }

    /// The cameras that run, in the order of their ids.
    pub(crate) fn running_cameras(&self) -> Vec<CameraId> {
        let mut cameras: Vec<CameraId> = locked(&self.running).keys().copied().collect();
        cameras.sort_unstable_by_key(|camera| camera.0);
        cameras
    }

    /// How a camera fares.
    pub fn camera_state(&self, camera: CameraId) -> CameraState {
        locked(&self.running).get(&camera).map_or(CameraState::Off, |running| (**running.state.load()).clone())
    }

    /// What a camera costs and delivers.
    pub fn camera_figures(&self, camera: CameraId) -> CameraFigures {
        self.shop.figures.of(camera)
    }

    /// Frames of a camera replaced before they were analysed.
    pub fn dropped_frames(&self, camera: CameraId) -> u64 {
        self.desk.dropped(camera)
    }

    /// What the identity cache did so far.
    pub fn cache_figures(&self) -> crate::CacheFigures {
        self.household.cache_figures()
    }

    /// Looks at a camera.
    pub fn view(&self, camera: CameraId) -> LiveViewer {
        LiveViewer::new(Arc::clone(&self.board), camera)
    }

    /// The newest analysed frame of a camera.
    pub fn newest_frame(&self, camera: CameraId) -> Option<Arc<LiveFrame>> {
        self.board.newest(camera)
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.bus.announce(&Event::ShuttingDown);
        let cameras: Vec<CameraId> = locked(&self.running).keys().copied().collect();
        for camera in &cameras {
            if let Some(running) = locked(&self.running).get(camera) {
                running.is_stopping.store(true, Ordering::Relaxed);
            }
        }
        // Before the sightings are closed, or the visitors seen last would be thought over while they are saved.
        self.steward.is_stopping.store(true, Ordering::Relaxed);
        if let Some(stewarding) = locked(&self.stewarding).take() {
            stewarding.thread().unpark();
            if stewarding.join().is_err() {
                tracing::error!("the steward panicked");
            }
        }
        self.steward.indexing.stop();
        drop(self.steward.weekly.rest());
        for camera in cameras {
            self.stop_camera(camera);
        }
        self.warm.save(self.clock.now());
        self.shop.is_stopping.store(true, Ordering::Relaxed);
        for worker in locked(&self.workers).drain(..) {
            if worker.join().is_err() {
                tracing::error!("a worker panicked");
            }
        }
    }
}

/// A thread with a name.
pub(crate) fn named(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, EngineError> {
    let thread = std::thread::Builder::new().name(name.into());
    thread.spawn(run).map_err(|e| EngineError::Thread { detail: e.to_string() })
}
