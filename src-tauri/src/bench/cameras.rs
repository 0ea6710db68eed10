//! `bench cameras`: clips watched as live cameras, and what that costs.
//!
//! Owns the household, the cameras and when measuring begins and ends. Every clip is read in real time and begins anew when it
//! is over; the cameras begin one after the other, because those of a home are not in step either.

use super::{
    Percentiles,
    decoding::{Decoding, decoding_a_frame},
    hundredths,
};
use crate::{eval::enrol_household, place::Place};
use anyhow::{Context, Result, ensure};
use porchlight_camera::Sources;
use porchlight_domain::{CameraId, CameraSource, CameraState, Clock, Pace};
use porchlight_engine::{Engine, EngineParts, Health, Stage, SystemClock, cpu_time_used, memory_in_use};
use porchlight_store::{NewCamera, Store};
use serde::Serialize;
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    thread::sleep,
    time::{Duration, Instant},
};

/// Between the starts of two cameras; no multiple of it is a multiple of a frame.
const APART: Duration = Duration::from_millis(137);
/// Before measuring begins all cameras have been live for so long.
const SETTLING: Duration = Duration::from_secs(3);
/// A camera that shows nothing for so long fails the bench.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks at memory.
const LOOK: Duration = Duration::from_secs(1);
/// Memory is read in every so many looks: the system takes a tenth of a second for ten decoders, which is not the pipeline's.
const LOOKS_AT_MEMORY: usize = 30;

/// What is to be measured.
#[derive(Clone, Debug)]
pub(crate) struct CamerasWanted {
    pub(crate) clips: Vec<PathBuf>,
    pub(crate) household: Option<PathBuf>,
    pub(crate) cameras: usize,
    pub(crate) fps: Option<u32>,
    pub(crate) size: Option<(u32, u32)>,
    pub(crate) seconds: u64,
}

/// The report.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct CamerasReport {
    pub(super) cameras: usize,
    pub(super) seconds: f64,
    /// Frames that each camera delivered a second.
    pub(super) fps_in: f64,
    /// Frames analysed a second: of all cameras on average, and of the slowest.
    pub(super) fps_analysed: f64,
    pub(super) fps_analysed_least: f64,
    pub(super) frames_analysed: u64,
    pub(super) frames_dropped: u64,
    pub(super) frames_searched: u64,
    pub(super) detector_runs: u64,
    pub(super) embedder_runs: u64,
    pub(super) wait_ms: Percentiles,
    pub(super) detect_ms: Percentiles,
    pub(super) embed_ms: Percentiles,
    pub(super) match_ms: Percentiles,
    pub(super) keep_ms: Percentiles,
    pub(super) end_to_end_ms: Percentiles,
    pub(super) alert_ms: Percentiles,
    pub(super) cpu_cores_used: f64,
    pub(super) memory_mb: f64,
    /// Memory over the first and the last tenth of the time.
    pub(super) memory_mb_first: f64,
    pub(super) memory_mb_last: f64,
    /// By how much the pictures of the camera that is furthest from the clock ran ahead of it or fell behind it over the whole time; `None`
    /// where the pace of a clip is not known.
    pub(super) drift_ms: Option<f64>,
    pub(super) governor_steps: u64,
    pub(super) governor_rung: usize,
    /// Decoding alone, by as many decoders and at the pace of the cameras.
    pub(super) decoder_floor_cpu_ms_per_frame: f64,
    /// That and the runs of the models.
    pub(super) model_floor_cpu_ms_per_frame: f64,
    pub(super) pipeline_cpu_ms_per_frame: f64,
    /// The pipeline over the floor.
    pub(super) pipeline_over_floor: f64,
    /// Decoding by one decoder that runs through the clip with the machine to itself ...
    pub(super) decoder_at_full_speed_cpu_ms_per_frame: f64,
    /// ... and the pipeline over that and the runs of the models.
    pub(super) pipeline_over_least: f64,
}

/// Watches clips as cameras.
///
/// # Errors
/// A clip cannot be read, the models are missing, or a camera shows nothing.
pub(crate) fn bench_cameras(
    wanted: &CamerasWanted,
    place: &Place,
    mut progress: impl FnMut(&str),
) -> Result<CamerasReport> {
    ensure!(!wanted.clips.is_empty() && wanted.cameras > 0, "no clip or no camera to watch");
    let folder = tempfile::tempdir()?;
    progress("preparing the clips");
    let clips = prepared(wanted, folder.path())?;
    progress("decoding alone");
    let decoding = decoding_a_frame(&clips, wanted.cameras)?;
    let workers = crate::place::cores().min(wanted.cameras);
    let engine = Engine::start(EngineParts {
        store: Arc::new(Store::open(&folder.path().join("data"))?),
        sources: Arc::new(Sources::new()),
        vision: Arc::new(place.vision()),
        clock: Arc::<SystemClock>::default(),
        workers,
    })?;
    if let Some(household) = &wanted.household {
        progress("enrolling the household");
        enrol_household(&engine, household)?;
    }
    progress("starting the cameras");
    let cameras = start(&engine, &clips, wanted.cameras)?;
    sleep(SETTLING);
    progress("measuring");
    let paces: Vec<Option<f64>> = clips.iter().map(|clip| frames_a_second(clip)).collect();
    let report = measure(&engine, wanted, &cameras, &Clips { decoding, paces }, &mut progress);
    for camera in cameras {
        engine.stop_camera(camera);
    }
    report
}

/// The clips at the size and pace asked for; those that are so already are taken as they are.
fn prepared(wanted: &CamerasWanted, folder: &Path) -> Result<Vec<PathBuf>> {
    if wanted.size.is_none() && wanted.fps.is_none() {
        return Ok(wanted.clips.clone());
    }
    let mut clips = Vec::new();
    for (i, clip) in wanted.clips.iter().enumerate() {
        let is_fine =
            wanted.size.is_none_or(|size| probed(clip, "width,height").is_some_and(|is| is == [size.0, size.1]))
                && wanted.fps.is_none_or(|fps| probed(clip, "r_frame_rate").is_some_and(|is| is == [fps, 1]));
        if is_fine {
            clips.push(clip.clone());
            continue;
        }
        let mut filters = Vec::new();
        filters.extend(wanted.size.map(|(width, height)| format!("scale={width}:{height}")));
        filters.extend(wanted.fps.map(|fps| format!("fps={fps}")));
        let target = folder.join(format!("clip-{i}.mp4"));
        let status = Command::new("ffmpeg")
            .args(["-nostdin", "-loglevel", "error", "-i"])
            .arg(clip)
            .args(["-map", "0:v:0", "-vf", &filters.join(","), "-c:v", "libx264", "-preset", "veryfast", "-crf", "20"])
            .args(["-bf", "0", "-g", "50", "-pix_fmt", "yuv420p"])
            .arg(&target)
            .status()
            .context("ffmpeg does not run")?;
        ensure!(status.success(), "{} cannot be prepared", clip.display());
        clips.push(target);
    }
    Ok(clips)
}

/// Numbers that describe the video of a clip.
fn probed(clip: &Path, what: &str) -> Option<Vec<u32>> {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-select_streams", "v:0", "-of", "csv=p=0", "-show_entries", &format!("stream={what}")])
        .arg(clip)
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().split([',', '/']).map(|number| number.parse().ok()).collect()
}

fn frames_a_second(clip: &Path) -> Option<f64> {
    match probed(clip, "r_frame_rate")?[..] {
        [frames, seconds] if seconds > 0 => Some(f64::from(frames) / f64::from(seconds)),
        _ => None,
    }
}

/// What is known of the clips; camera after camera has the next.
struct Clips {
    decoding: Decoding,
    /// Frames a second.
    paces: Vec<Option<f64>>,
}

fn start(engine: &Engine, clips: &[PathBuf], count: usize) -> Result<Vec<CameraId>> {
    let mut cameras = Vec::new();
    for i in 0..count {
        let source = CameraSource::File { path: clips[i % clips.len()].clone(), is_looped: true };
        let at = SystemClock::default().now();
        let new = NewCamera { name: format!("Camera {}", i + 1), source, is_demo: false, at };
        let camera = engine.store().add_camera(&new)?;
        engine.start_camera(&camera, Pace::RealTime)?;
        cameras.push(camera.id);
        sleep(APART);
    }
    let until = Instant::now() + PATIENCE;
    while !cameras.iter().all(|camera| engine.camera_figures(*camera).frames > 0) {
        for camera in &cameras {
            if let CameraState::Failed { trouble, .. } = engine.camera_state(*camera) {
                anyhow::bail!("camera {camera} failed: {trouble:?}");
            }
        }
        ensure!(Instant::now() < until, "a camera shows nothing");
        sleep(Duration::from_millis(50));
    }
    Ok(cameras)
}

fn measure(
    engine: &Engine,
    wanted: &CamerasWanted,
    cameras: &[CameraId],
    clips: &Clips,
    progress: &mut impl FnMut(&str),
) -> Result<CamerasReport> {
    engine.forget_times();
    let mut memory: Vec<u64> = memory_in_use().into_iter().collect();
    let before = engine.health();
    let (cpu, models, begun) = (cpu_time_used(), porchlight_vision::runtime::model_time(), Instant::now());
    let span = Duration::from_secs(wanted.seconds.max(1));
    for look in 1.. {
        if begun.elapsed() >= span {
            break;
        }
        if look % LOOKS_AT_MEMORY == 0 {
            memory.extend(memory_in_use());
        }
        progress(&format!("measuring, {} of {} s", begun.elapsed().as_secs(), wanted.seconds));
        sleep(LOOK.min(span.saturating_sub(begun.elapsed())));
    }
    let (cpu, models) = (cpu_since(cpu), porchlight_vision::runtime::model_time() - models);
    let seconds = begun.elapsed().as_secs_f64();
    let after = engine.health();
    memory.extend(memory_in_use());
    ensure!(after.errors == before.errors, "{} frames failed", after.errors - before.errors);
    let run = Run { before: &before, after: &after, seconds, cameras: cameras.len() as f64 };
    let frames = run.sum(|camera| camera.figures.frames);
    let dropped = run.sum(|camera| camera.dropped);
    let each_frame = |time: Duration| time.as_secs_f64() * 1000.0 / frames.max(1) as f64;
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let decoder_floor = ms(clips.decoding.as_they_come);
    let (floor, least) = (decoder_floor + each_frame(models), ms(clips.decoding.at_full_speed) + each_frame(models));
    let megabytes = |bytes: u64| hundredths(bytes as f64 / 1_048_576.0);
    let tenth = (memory.len() / 10).max(1);
    let mean = |part: &[u64]| megabytes(part.iter().sum::<u64>() / part.len().max(1) as u64);
    Ok(CamerasReport {
        cameras: cameras.len(),
        seconds: hundredths(seconds),
        fps_in: hundredths((frames + dropped) as f64 / seconds / run.cameras),
        fps_analysed: hundredths(frames as f64 / seconds / run.cameras),
        fps_analysed_least: hundredths(run.slowest()),
        frames_analysed: frames,
        frames_dropped: dropped,
        frames_searched: run.sum(|camera| camera.figures.searched),
        detector_runs: run.sum(|camera| camera.figures.looks),
        embedder_runs: run.sum(|camera| camera.figures.embeddings),
        wait_ms: run.stage(Stage::Wait),
        detect_ms: run.stage(Stage::Detect),
        embed_ms: run.stage(Stage::Embed),
        match_ms: run.stage(Stage::Match),
        keep_ms: run.stage(Stage::Keep),
        end_to_end_ms: run.stage(Stage::EndToEnd),
        alert_ms: run.stage(Stage::Alert),
        cpu_cores_used: hundredths(cpu.as_secs_f64() / seconds),
        memory_mb: megabytes(memory.iter().copied().max().unwrap_or(0)),
        memory_mb_first: mean(&memory[..tenth.min(memory.len())]),
        memory_mb_last: mean(&memory[memory.len().saturating_sub(tenth)..]),
        drift_ms: run.drift_ms(cameras, &clips.paces).map(hundredths),
        governor_steps: after.steps_taken - before.steps_taken,
        governor_rung: after.rung,
        decoder_floor_cpu_ms_per_frame: hundredths(decoder_floor),
        model_floor_cpu_ms_per_frame: hundredths(floor),
        pipeline_cpu_ms_per_frame: hundredths(each_frame(cpu)),
        pipeline_over_floor: hundredths(each_frame(cpu) / floor.max(1e-9)),
        decoder_at_full_speed_cpu_ms_per_frame: hundredths(ms(clips.decoding.at_full_speed)),
        pipeline_over_least: hundredths(each_frame(cpu) / least.max(1e-9)),
    })
}

/// Processor time since an earlier reading; none where the system does not tell.
fn cpu_since(before: Option<Duration>) -> Duration {
    cpu_time_used().unwrap_or_default().saturating_sub(before.unwrap_or_default())
}

/// What lies between two readings.
struct Run<'a> {
    before: &'a Health,
    after: &'a Health,
    seconds: f64,
    cameras: f64,
}

impl Run<'_> {
    fn sum(&self, figure: impl Fn(&porchlight_engine::CameraHealth) -> u64) -> u64 {
        let of = |health: &Health| health.cameras.iter().map(&figure).sum::<u64>();
        of(self.after).saturating_sub(of(self.before))
    }

    fn slowest(&self) -> f64 {
        let frames = |health: &Health, camera: CameraId| {
            health.cameras.iter().find(|one| one.camera == camera).map_or(0, |one| one.figures.frames)
        };
        let rate = |camera: CameraId| (frames(self.after, camera) - frames(self.before, camera)) as f64 / self.seconds;
        self.after.cameras.iter().map(|one| rate(one.camera)).fold(f64::INFINITY, f64::min)
    }

    /// Frames that came, as time, beside the time that went by.
    fn drift_ms(&self, cameras: &[CameraId], paces: &[Option<f64>]) -> Option<f64> {
        let frames = |health: &Health, camera: CameraId| {
            let one = health.cameras.iter().find(|one| one.camera == camera);
            one.map_or(0, |one| one.figures.frames + one.dropped)
        };
        let drift = |(camera, pace): (&CameraId, &Option<f64>)| {
            let came = frames(self.after, *camera).saturating_sub(frames(self.before, *camera)) as f64;
            Some((came / (*pace)? - self.seconds).abs() * 1000.0)
        };
        cameras.iter().zip(paces.iter().cycle()).map(drift).try_fold(0.0f64, |most, drift| Some(most.max(drift?)))
    }

    fn stage(&self, stage: Stage) -> Percentiles {
        self.after.stages.iter().find(|one| one.stage == stage).map(|one| one.all.into()).unwrap_or_default()
    }
}
