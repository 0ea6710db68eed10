//! How the program fares, in figures.
//!
//! Owns what is told of it. Must not measure or judge anything itself.

use crate::{
    CacheFigures, CameraFigures, Engine, Percentiles, Stage, TIME_BOUNDS_MS, TakenStep,
    processes::{memory_in_use, memory_of_machine},
};
use porchlight_domain::{Allowance, CameraId, LADDER, Reading, Saving};
use std::{env::consts, thread};

/// A camera, in figures.
#[derive(Clone, Copy, Debug)]
pub struct CameraHealth {
    /// Which.
    pub camera: CameraId,
    /// What it costs and delivers.
    pub figures: CameraFigures,
    /// Frames replaced before they were analysed.
    pub dropped: u64,
}

/// A stage, in figures.
#[derive(Clone, Copy, Debug)]
pub struct StageHealth {
    /// Which.
    pub stage: Stage,
    /// Since the program started.
    pub all: Percentiles,
    /// Of the last five to ten seconds.
    pub recent: Percentiles,
    /// How many since the program started took at most as long as each of [`TIME_BOUNDS_MS`].
    pub within: [u64; TIME_BOUNDS_MS.len()],
}

/// What the program runs on, in words that say nothing of its owner.
#[derive(Clone, Copy, Debug)]
pub struct Machine {
    /// The system's kind, such as `linux`.
    pub system: &'static str,
    /// The processor's kind, such as `x86_64`.
    pub processor: &'static str,
    /// Processors that the program may use.
    pub processors: usize,
    /// All of its memory, in bytes, where the system tells.
    pub memory_bytes: Option<u64>,
}

/// How the program fares.
#[derive(Clone, Debug)]
pub struct Health {
    /// The running cameras.
    pub cameras: Vec<CameraHealth>,
    /// Every stage, in the order in which a frame passes them.
    pub stages: Vec<StageHealth>,
    /// The rung of the governor's ladder, 0 is the top.
    pub rung: usize,
    /// What is saved on it.
    pub saving: Saving,
    /// What may be spent on it.
    pub allowance: Allowance,
    /// What the governor was told last.
    pub reading: Reading,
    /// The last steps, oldest first.
    pub steps: Vec<TakenStep>,
    /// Steps taken in all.
    pub steps_taken: u64,
    /// Frames that wait for a worker.
    pub waiting: usize,
    /// Frames of all cameras replaced before they were analysed.
    pub dropped: u64,
    /// Frames and writes that failed.
    pub errors: u64,
    /// Events that slow subscribers missed.
    pub missed_events: u64,
    /// The identity cache.
    pub cache: CacheFigures,
    /// Proportional set size of the program and what it started, in bytes, where the system tells.
    pub memory_bytes: Option<u64>,
    /// What it runs on.
    pub machine: Machine,
}

impl Engine {
    /// How the program fares. Takes a few milliseconds: memory is read from the system.
    pub fn health(&self) -> Health {
        let (rung, reading, steps, steps_taken) = self.shop.governor.state();
        let cameras = self.running_cameras().into_iter().map(|camera| CameraHealth {
            camera,
            figures: self.camera_figures(camera),
            dropped: self.dropped_frames(camera),
        });
        let stages = Stage::ALL.map(|stage| self.shop.figures.stage(stage));
        Health {
            cameras: cameras.collect(),
            stages: stages.to_vec(),
            rung,
            saving: LADDER[rung].0,
            allowance: LADDER[rung].1,
            reading,
            steps,
            steps_taken,
            waiting: self.shop.desk.waiting(),
            dropped: self.shop.desk.dropped_by_all(),
            errors: self.shop.figures.errors(),
            missed_events: self.missed_events(),
            cache: self.cache_figures(),
            memory_bytes: memory_in_use(),
            machine: Machine {
                system: consts::OS,
                processor: consts::ARCH,
                processors: thread::available_parallelism().map_or(1, usize::from),
                memory_bytes: memory_of_machine(),
            },
        }
    }

    /// Begins anew with the times of the stages, for a measurement that begins now.
    pub fn forget_times(&self) {
        self.shop.figures.forget_times();
    }

    /// What may be spent now.
    pub fn allowance(&self) -> Allowance {
        self.shop.governor.allowance()
    }
}
