//! What decoding costs without a program that watches.
//!
//! Owns the run of `ffmpeg` that says so. Must not know what is done with the figure.

use anyhow::{Context, Result};
use std::{path::Path, process::Command, time::Duration};

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
