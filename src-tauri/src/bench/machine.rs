//! What a run costs the machine.
//!
//! Owns the reading of processor time. Must not know what ran.

use anyhow::{Context, Result};
use std::{fs, path::Path, process::Command, time::Duration};

/// Ticks a second in `/proc`: the same on every Linux that matters.
const TICKS_A_SECOND: f64 = 100.0;

/// Processor time of this process and of all that it started and that still run. Nothing where the system does not tell.
pub(super) fn cpu_time() -> Duration {
    let own = std::process::id();
    let Ok(entries) = fs::read_dir("/proc") else { return Duration::ZERO };
    let all: Vec<(u32, u32, f64)> = entries.flatten().filter_map(|entry| read(&entry.path())).collect();
    let ticks: f64 = all.iter().filter(|(process, parent, _)| *process == own || *parent == own).map(|one| one.2).sum();
    Duration::from_secs_f64(ticks / TICKS_A_SECOND)
}

/// A process, the one that started it, and its ticks.
fn read(dir: &Path) -> Option<(u32, u32, f64)> {
    let process = dir.file_name()?.to_str()?.parse().ok()?;
    let stat = fs::read_to_string(dir.join("stat")).ok()?;
    // The name stands in brackets and may hold anything, brackets included.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |field: usize| fields.get(field)?.parse::<f64>().ok();
    Some((process, fields.get(1)?.parse().ok()?, number(11)? + number(12)?))
}

/// What decoding a clip costs `ffmpeg` on one thread, a frame: the least that anybody who watches it must spend.
pub(super) fn decoding_a_frame(clip: &Path) -> Result<Duration> {
    let output = Command::new("ffmpeg")
        .args(["-nostdin", "-hide_banner", "-benchmark", "-threads", "1", "-i"])
        .arg(clip)
        .args(["-map", "0:v:0", "-f", "null", "-"])
        .output()
        .context("ffmpeg does not run")?;
    let text = String::from_utf8_lossy(&output.stderr);
    let number = |line: &str, key: &str| -> Option<f64> {
        let rest = line.split_once(key)?.1.trim_start();
        rest.split(|c: char| !(c.is_ascii_digit() || c == '.')).next()?.parse().ok()
    };
    let line = text.lines().find(|line| line.starts_with("bench: utime"));
    let cpu = line.and_then(|line| Some(number(line, "utime=")? + number(line, "stime=")?));
    let frames = text.split(['\r', '\n']).rev().find_map(|line| number(line, "frame="));
    match (cpu, frames) {
        (Some(cpu), Some(frames)) if frames > 0.0 => Ok(Duration::from_secs_f64(cpu / frames)),
        _ => anyhow::bail!("ffmpeg does not say what decoding {} costs", clip.display()),
    }
}
