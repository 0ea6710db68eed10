//! Runs cameras through vision and domain into the store, and publishes events.
//!
//! One thread a camera puts frames on the desk, workers own the models and take them from there, a viewer sees the
//! newest analysed frame of a camera, a subscriber is told rare facts. See `docs/architecture.md`.

mod acts;
mod bus;
mod cameras;
mod capture;
mod clock;
mod demo;
mod desk;
mod engine;
mod enrol;
mod event;
mod figures;
mod finding;
mod follow;
mod governing;
mod health;
mod home;
mod hours;
mod household;
mod identity_cache;
mod indexing;
mod kept_crop;
mod lesson;
mod live;
mod many;
mod mark;
mod packs;
mod privacy;
mod processes;
mod records;
mod reembedding;
mod replay;
mod revision;
mod rules;
mod spare;
mod steward;
mod teach;
mod telling;
mod warm;
mod watch;
mod worker;

pub use clock::SystemClock;
pub use engine::{Engine, EngineError, EngineParts};
pub use enrol::{PictureFile, PictureOutcome, SeenOnPicture};
pub use event::{AlertNews, Event, SightingNews};
pub use figures::{CameraFigures, Percentiles, Stage};
pub use finding::FoundFace;
pub use follow::KeptFace;
pub use governing::TakenStep;
pub use health::{CameraHealth, Health, StageHealth};
pub use home::Home;
pub use identity_cache::CacheFigures;
pub use indexing::indexed;
pub use lesson::{FacesOnPicture, ShareOfPicture};
pub use live::{LiveFace, LiveFrame, LiveViewer};
pub use mark::MarkedFace;
pub use packs::try_pack;
pub use processes::{cpu_time_used, memory_in_use};
pub use reembedding::{ReembeddingState, embed_again};
pub use replay::ReplayError;
pub use rules::{RuleTrial, Silences, SnoozeFor};
pub use watch::{Analysis, CameraWatch, Seen, SeenFace, StageTimes, WatchChange};
pub use worker::VisionState;
