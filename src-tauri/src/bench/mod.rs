//! How fast the program is, measured on this machine.
//!
//! Owns the reports of `porchlight bench`. Must not have a pipeline of its own: cameras are watched by the engine as an owner's
//! are. What the figures mean is in `docs/performance.md`.

mod cameras;
mod decoding;
mod face;
mod gallery;
mod models;
mod report;
mod start;

pub(crate) use cameras::{CamerasWanted, bench_cameras};
pub(crate) use face::{FacesWanted, bench_face};
pub(crate) use gallery::{GalleryWanted, bench_gallery};
pub(crate) use models::bench_models;
pub(crate) use report::page;
pub(crate) use start::{bench_start, started};

use crate::eval::percentile;
use serde::Serialize;
use std::time::Duration;

/// Milliseconds.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Percentiles {
    samples: u64,
    p50: f64,
    p95: f64,
    p99: f64,
}

impl From<porchlight_engine::Percentiles> for Percentiles {
    fn from(times: porchlight_engine::Percentiles) -> Self {
        Self { samples: times.samples, p50: ms(times.p50), p95: ms(times.p95), p99: ms(times.p99) }
    }
}

impl Percentiles {
    fn spread(&self) -> String {
        match self.samples {
            0 => "none".into(),
            _ => format!("{} / {} / {}", self.p50, self.p95, self.p99),
        }
    }
}

/// Milliseconds to a hundredth.
fn ms(time: Duration) -> f64 {
    hundredths(time.as_secs_f64() * 1000.0)
}

fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Of some times, those that half, 95 and 99 of 100 do not pass.
fn percentiles_of(times: &[Duration]) -> Percentiles {
    let times: Vec<f64> = times.iter().copied().map(ms).collect();
    let at = |share: f64| percentile(&times, share).unwrap_or_default();
    Percentiles { samples: times.len() as u64, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
