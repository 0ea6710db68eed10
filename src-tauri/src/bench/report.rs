//! `bench write`: all measurements on one page, `docs/performance.md`.
//!
//! Owns the page. Must not measure anything itself. What it says about the figures holds for any figures: they are this
//! machine's, on this day.

use super::{
    CamerasWanted, GalleryWanted, bench_cameras, bench_gallery, bench_models, bench_start, cameras::CamerasReport,
};
use crate::place::Place;
use anyhow::Result;
use std::{fmt::Write as _, fs, path::PathBuf, process::Command};

/// People in the home that the start is measured with.
const PEOPLE: usize = 1_000;
/// Faces in the galleries that are looked up, of so many each.
const GALLERIES: [usize; 6] = [1_000, 5_000, 10_000, 20_000, 100_000, 1_000_000];
const FACES_EACH: usize = 10;

/// Measures everything and gives the page.
///
/// # Errors
/// A measurement failed.
pub(crate) fn page(
    clips: &[PathBuf],
    household: Option<&PathBuf>,
    seconds: u64,
    place: &Place,
    mut progress: impl FnMut(&str),
) -> Result<String> {
    let mut page = String::from(HEAD);
    writeln!(page, "{}\n", machine(place))?;
    let sets = [(1, (1280, 720), 30), (1, (640, 360), 25), (10, (640, 360), 25), (20, (640, 360), 25)];
    let mut reports = Vec::new();
    for (cameras, size, fps) in sets {
        progress(&format!("{cameras} cameras of {}x{}", size.0, size.1));
        let (clips, household) = (clips.to_vec(), household.cloned());
        let wanted = CamerasWanted { clips, household, cameras, fps: Some(fps), size: Some(size), seconds };
        reports.push((format!("{cameras} × {}×{} at {fps}", size.0, size.1), bench_cameras(&wanted, place, |_| ())?));
    }
    cameras(&mut page, &reports)?;
    progress("models");
    models(&mut page, place)?;
    progress("gallery");
    gallery(&mut page)?;
    progress("start");
    let start = bench_start(place, PEOPLE, |_| ())?;
    writeln!(page, "## Start\n")?;
    writeln!(
        page,
        "A home of {} people with {} faces, a database of {} MB: from the start of the process, everybody in memory after {} ms, the first frame \
         analysed after {} ms, runtime and models included (`porchlight bench start`).",
        start.people, start.faces, start.database_mb, start.home_ms, start.first_frame_ms
    )?;
    Ok(page)
}

const HEAD: &str = "# Performance

Written by `make bench`, which measures on the machine that it runs on. Times of a machine that does other things as well are
noisy: ratios within one run count for more than times. How frames travel is in `architecture.md`; this page says what that costs.

**The floor** is what nobody can do without: decoding, by as many decoders as there are cameras, each on one thread and at the pace
of its camera, with nothing done with the pictures; and the runs of the models that these frames needed. A decoder that runs through
a clip at full speed with the machine to itself takes less a frame, because everything it needs is still at hand; no live camera
can be decoded so, and two rows say how far the pipeline is from that as well.
What the pipeline costs beyond it is pipes, pictures turned into what a model is fed with, following, deciding, storing and telling.
Processor time is that of the program and of the decoders that it starts; memory is their proportional set size.

";

fn cameras(page: &mut String, reports: &[(String, CamerasReport)]) -> Result<()> {
    type Row = (&'static str, fn(&CamerasReport) -> String);
    let rows: [Row; 21] = [
        ("frames a second, each camera", |r| format!("{} of {}", r.fps_analysed, r.fps_in)),
        ("the slowest camera", |r| r.fps_analysed_least.to_string()),
        ("frames dropped", |r| format!("{} of {}", r.frames_dropped, r.frames_analysed + r.frames_dropped)),
        ("frames looked at", |r| format!("{} %", r.frames_searched * 100 / r.frames_analysed.max(1))),
        ("wait, ms", |r| r.wait_ms.spread()),
        ("detect, ms", |r| r.detect_ms.spread()),
        ("embed a face, ms", |r| r.embed_ms.spread()),
        ("compare it, ms", |r| r.match_ms.spread()),
        ("end to end, ms", |r| r.end_to_end_ms.spread()),
        ("first usable face to alert, ms", |r| r.alert_ms.spread()),
        ("cores used", |r| r.cpu_cores_used.to_string()),
        ("decoders, CPU ms a frame", |r| r.decoder_floor_cpu_ms_per_frame.to_string()),
        ("floor, CPU ms a frame", |r| r.model_floor_cpu_ms_per_frame.to_string()),
        ("pipeline, CPU ms a frame", |r| r.pipeline_cpu_ms_per_frame.to_string()),
        ("pipeline over floor", |r| r.pipeline_over_floor.to_string()),
        ("a decoder at full speed, CPU ms a frame", |r| r.decoder_at_full_speed_cpu_ms_per_frame.to_string()),
        ("pipeline over that and the models", |r| r.pipeline_over_least.to_string()),
        ("memory, MB", |r| r.memory_mb.to_string()),
        ("memory over the first and the last tenth, MB", |r| format!("{} / {}", r.memory_mb_first, r.memory_mb_last)),
        ("pictures off the clock, ms", |r| r.drift_ms.map_or("?".into(), |ms| ms.to_string())),
        ("governor: steps, rung at the end", |r| format!("{}, {}", r.governor_steps, r.governor_rung)),
    ];
    writeln!(page, "## Cameras\n\nThree numbers are p50 / p95 / p99 (`porchlight bench cameras`).\n")?;
    let names: Vec<&str> = reports.iter().map(|(name, _)| name.as_str()).collect();
    writeln!(page, "| | {} |\n|---|{}", names.join(" | "), "---|".repeat(names.len()))?;
    for (name, value) in rows {
        let values: Vec<String> = reports.iter().map(|(_, report)| value(report)).collect();
        writeln!(page, "| {name} | {} |", values.join(" | "))?;
    }
    writeln!(page)?;
    Ok(())
}

fn models(page: &mut String, place: &Place) -> Result<()> {
    writeln!(page, "## Models\n\nOne run, picture to result, ms p50 / p95 / p99 (`porchlight bench models`).\n")?;
    writeln!(page, "| model | input | threads | ms |\n|---|---|---|---|")?;
    for report in bench_models(place, None)? {
        writeln!(page, "| {} | {} | {} | {} |", report.model, report.input, report.threads, report.ms.spread())?;
    }
    writeln!(page)?;
    Ok(())
}

fn gallery(page: &mut String) -> Result<()> {
    writeln!(
        page,
        "## Gallery\n\nWhom a face resembles, microseconds p50 / p95 / p99, comparing with everybody and with the index of faces; made-up \
         people of {FACES_EACH} faces each (`porchlight bench gallery`).\n"
    )?;
    writeln!(
        page,
        "| faces | people | everybody, µs | index, µs | recall at 1 | memory, MB | of it the index | made in, s |"
    )?;
    writeln!(page, "|---|---|---|---|---|---|---|---|")?;
    for size in GALLERIES {
        let report = bench_gallery(GalleryWanted { size, faces_each: FACES_EACH }, |_| ())?;
        let mb = |bytes: Option<u64>| bytes.map_or("?".into(), |bytes| format!("{:.0}", bytes as f64 / 1e6));
        writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            report.size,
            report.people,
            report.exact_us,
            report.index_us,
            report.recall_at_1,
            mb(report.bytes),
            mb(report.index_bytes),
            report.build_s
        )?;
    }
    writeln!(page)?;
    Ok(())
}

/// The machine and the versions.
fn machine(place: &Place) -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = cpu.lines().find_map(|line| Some(line.strip_prefix("model name")?.split_once(':')?.1.trim().to_owned()));
    let first_line = |program: &str| {
        let output = Command::new(program).arg("-version").output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).split_whitespace().take(3).collect::<Vec<_>>().join(" "))
    };
    format!(
        "Machine: {}, {} cores, {}; {}; Porchlight {}; {}.",
        cpu.unwrap_or_else(|| "unknown processor".into()),
        crate::place::cores(),
        std::env::consts::OS,
        match porchlight_vision::runtime::status(&place.runtime_dirs) {
            porchlight_vision::runtime::RuntimeStatus::Loaded(runtime) => format!("ONNX Runtime {}", runtime.version),
            porchlight_vision::runtime::RuntimeStatus::Missing { .. } => "no ONNX Runtime".into(),
        },
        env!("CARGO_PKG_VERSION"),
        first_line("ffmpeg").unwrap_or_else(|| "no ffmpeg".into()),
    )
}
