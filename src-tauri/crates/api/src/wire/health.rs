//! How the program fares, on the wire. Owns its shape only. Times are milliseconds.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How the program fares.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct HealthView {
    /// The cameras that run.
    pub cameras: Vec<CameraHealthView>,
    /// The stages, in the order in which a frame passes them.
    pub stages: Vec<StageHealthView>,
    /// What is saved, because there is not enough time for everything.
    pub governor: GovernorView,
    /// Memory of the program and what it started, in bytes, where the system tells.
    pub memory_bytes: Option<u64>,
    /// Frames that wait for a worker.
    pub waiting: u32,
    /// Frames and writes that failed.
    pub errors: u64,
    /// Events that slow listeners missed.
    pub missed_events: u64,
    /// Of 100 faces, frame by frame, so many were answered without running the embedding model.
    pub cache_hit_percent: Option<f32>,
    /// What the program runs on.
    pub machine: MachineView,
}

/// What the program runs on, in words that say nothing of its owner.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct MachineView {
    /// The system's kind, such as `linux`.
    pub system: String,
    /// The processor's kind, such as `x86_64`.
    pub processor: String,
    /// Processors that the program may use.
    pub processors: u32,
    /// All of its memory, where the system tells.
    pub memory_bytes: Option<u64>,
    /// What programs may still take of it, where the system tells.
    pub memory_free_bytes: Option<u64>,
}

/// A camera, in figures since it was started.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct CameraHealthView {
    /// Which.
    pub camera_id: i64,
    /// Frames analysed a second, over the last two seconds.
    pub fps: f32,
    /// From arrival to announcement, of the last frame.
    pub delay_ms: f32,
    /// Frames analysed.
    pub frames: u64,
    /// Of these, searched for faces: something moved, or it was due.
    pub searched: u64,
    /// Frames replaced before they were analysed.
    pub dropped: u64,
    /// Faces recognised, which is runs of the embedding model.
    pub embeddings: u64,
}

/// A stage of a frame's way.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum StageName {
    /// Waiting for a worker.
    Wait,
    /// Finding faces.
    Detect,
    /// Turning a face upright and making numbers of it.
    Embed,
    /// Comparing it with everybody.
    Match,
    /// Writing down and telling.
    Keep,
    /// From the arrival of a frame to the announcement of its faces.
    EndToEnd,
    /// From the first usable face of a blacklisted person to the alert.
    Alert,
}

/// How long a stage takes.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct StageHealthView {
    /// Which.
    pub stage: StageName,
    /// Of the last five to ten seconds.
    pub recent: TimesView,
    /// Since the program started.
    pub all: TimesView,
}

/// How long something took.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct TimesView {
    /// Times that it rests on; without any the rest is zero.
    pub samples: u64,
    /// Half took no longer.
    pub p50_ms: f32,
    /// 95 of 100 took no longer.
    pub p95_ms: f32,
    /// 99 of 100 took no longer.
    pub p99_ms: f32,
}

/// What is saved when time is short.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum SavingView {
    /// Nothing.
    Nothing,
    /// What moves where nobody is, is looked at less often.
    IdleCameras,
    /// Whole frames are looked at less closely.
    Closeness,
    /// The window shows fewer pictures a second.
    LivePictures,
    /// Work in the background waits.
    Background,
    /// Fewer frames are analysed.
    Frames,
}

/// Why a step was taken.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StepReasonView {
    /// 95 of 100 frames took up to this long.
    Slow {
        /// How long.
        end_to_end_ms: f32,
    },
    /// So many of 100 frames were replaced before they were analysed.
    Dropping {
        /// How many.
        percent: f32,
    },
    /// The machine's memory runs out.
    Memory {
        /// What was free.
        free_bytes: u64,
    },
    /// There was room for a while.
    Room,
}

/// A step of the governor.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct StepView {
    /// When.
    pub at: i64,
    /// The rung before; 0 is the top.
    pub from: u32,
    /// The rung now.
    pub to: u32,
    /// What is saved on the lower of the two.
    pub saving: SavingView,
    /// Why.
    pub reason: StepReasonView,
}

/// On which rung the program stands.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct GovernorView {
    /// 0 is the top: nothing is saved.
    pub rung: u32,
    /// The lowest rung.
    pub lowest: u32,
    /// What is saved.
    pub saving: SavingView,
    /// What 95 of 100 frames should take at the most.
    pub budget_ms: f32,
    /// What they took last.
    pub end_to_end_ms: f32,
    /// The share of their time that the workers worked, 0 to 1.
    pub busy: f32,
    /// The last steps, newest first.
    pub steps: Vec<StepView>,
    /// Steps taken in all.
    pub steps_taken: u64,
}
