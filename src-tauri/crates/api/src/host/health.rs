//! How the program fares. Owns nothing but the mapping.

use super::{Host, to_wire::ms};
use crate::{ApiError, wire::*};
use porchlight_domain::{END_TO_END_BUDGET, LADDER, Reason, Saving};
use porchlight_engine::{Percentiles, Stage, TakenStep};

impl Host {
    pub(super) fn health_view(&self) -> Result<HealthView, ApiError> {
        let health = self.engine.health();
        let (faces, cached) = health.cameras.iter().fold((0, 0), |(faces, cached), camera| {
            (faces + camera.figures.faces, cached + camera.figures.faces_from_cache)
        });
        let cameras = health.cameras.iter().map(|camera| CameraHealthView {
            camera_id: camera.camera.0,
            fps: camera.figures.fps,
            delay_ms: ms(camera.figures.last_delay),
            frames: camera.figures.frames,
            searched: camera.figures.searched,
            dropped: camera.dropped,
            embeddings: camera.figures.embeddings,
        });
        let stages = health.stages.iter().map(|stage| StageHealthView {
            stage: name(stage.stage),
            recent: times(&stage.recent),
            all: times(&stage.all),
        });
        Ok(HealthView {
            cameras: cameras.collect(),
            stages: stages.collect(),
            governor: GovernorView {
                rung: count(health.rung),
                lowest: count(LADDER.len() - 1),
                saving: saving(health.saving),
                budget_ms: ms(END_TO_END_BUDGET),
                end_to_end_ms: ms(health.reading.end_to_end_p95),
                busy: health.reading.busy_share.clamp(0.0, 1.0),
                steps: health.steps.iter().rev().map(step).collect(),
                steps_taken: health.steps_taken,
            },
            memory_bytes: health.memory_bytes,
            waiting: count(health.waiting),
            errors: health.errors,
            missed_events: health.missed_events,
            cache_hit_percent: (faces > 0).then(|| cached as f32 * 100.0 / faces as f32),
            machine: MachineView {
                system: health.machine.system.into(),
                processor: health.machine.processor.into(),
                processors: count(health.machine.processors),
                memory_bytes: health.machine.memory_bytes,
                memory_free_bytes: health.reading.free_memory,
            },
        })
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn times(times: &Percentiles) -> TimesView {
    TimesView { samples: times.samples, p50_ms: ms(times.p50), p95_ms: ms(times.p95), p99_ms: ms(times.p99) }
}

fn name(stage: Stage) -> StageName {
    match stage {
        Stage::Wait => StageName::Wait,
        Stage::Detect => StageName::Detect,
        Stage::Embed => StageName::Embed,
        Stage::Match => StageName::Match,
        Stage::Keep => StageName::Keep,
        Stage::EndToEnd => StageName::EndToEnd,
        Stage::Alert => StageName::Alert,
    }
}

fn saving(saving: Saving) -> SavingView {
    match saving {
        Saving::Nothing => SavingView::Nothing,
        Saving::IdleCameras => SavingView::IdleCameras,
        Saving::Closeness => SavingView::Closeness,
        Saving::LivePictures => SavingView::LivePictures,
        Saving::Background => SavingView::Background,
        Saving::Frames => SavingView::Frames,
    }
}

fn step(taken: &TakenStep) -> StepView {
    let step = taken.step;
    StepView {
        at: taken.at.0,
        from: count(step.from),
        to: count(step.to),
        saving: saving(LADDER[step.from.max(step.to)].0),
        reason: match step.reason {
            Reason::Slow { end_to_end_p95 } => StepReasonView::Slow { end_to_end_ms: ms(end_to_end_p95) },
            Reason::Dropping { share } => StepReasonView::Dropping { percent: share * 100.0 },
            Reason::Memory { free } => StepReasonView::Memory { free_bytes: free },
            Reason::Room => StepReasonView::Room,
        },
    }
}
