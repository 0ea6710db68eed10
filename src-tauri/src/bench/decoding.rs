//! What decoding costs without a program that watches.
//!
//! Owns the runs of `ffmpeg` that say so. Must not know what is done with the figures. There are two, because a decoder that waits
//! for every frame and shares the processor with others takes about twice as long over each as one that runs through a clip:
//! what it needs is no longer at hand when the next frame comes.

use anyhow::{Context, Result, bail};
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

/// What cameras are decoded for, when it is measured as they come.
const SECONDS: u32 = 10;

/// What decoding a frame costs on one thread.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decoding {
    /// One clip after the other, as fast as it goes, with the machine to itself: the least there can be.
    pub(super) at_full_speed: Duration,
    /// All cameras at once and each at its pace, as the pipeline decodes them, but with nothing done with the pictures.
    pub(super) as_they_come: Duration,
}

/// Of `cameras` cameras; camera after camera has the next clip.
pub(super) fn decoding_a_frame(clips: &[PathBuf], cameras: usize) -> Result<Decoding> {
    let alone = clips.iter().map(|clip| Decoder::start(clip, &[])?.finish()).collect::<Result<Vec<_>>>()?;
    let seconds = SECONDS.to_string();
    let as_camera = ["-re", "-stream_loop", "-1", "-t", &seconds];
    let together = clips.iter().cycle().take(cameras).map(|clip| Decoder::start(clip, &as_camera));
    let together =
        together.collect::<Result<Vec<_>>>()?.into_iter().map(Decoder::finish).collect::<Result<Vec<_>>>()?;
    // Every camera counts alike, as its frames do.
    let each_camera = alone.iter().cycle().take(cameras).sum::<Duration>();
    let count = u32::try_from(cameras.max(1))?;
    Ok(Decoding { at_full_speed: each_camera / count, as_they_come: together.iter().sum::<Duration>() / count })
}

/// An `ffmpeg` that decodes a clip for nobody. Dropped early it is ended.
struct Decoder {
    child: Option<Child>,
    clip: PathBuf,
}

impl Decoder {
    fn start(clip: &Path, how: &[&str]) -> Result<Self> {
        let child = Command::new("ffmpeg")
            .args(["-nostdin", "-hide_banner", "-benchmark", "-threads", "1"])
            .args(how)
            .arg("-i")
            .arg(clip)
            .args(["-map", "0:v:0", "-f", "null", "-"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .context("ffmpeg does not run")?;
        Ok(Self { child: Some(child), clip: clip.to_owned() })
    }

    /// Waits for its end: processor time a frame, without starting.
    fn finish(mut self) -> Result<Duration> {
        let Some(child) = self.child.take() else { bail!("it was waited for") };
        let text = child.wait_with_output()?.stderr;
        let text = String::from_utf8_lossy(&text);
        let line = text.lines().find(|line| line.starts_with("bench: utime"));
        let cpu = line.and_then(|line| Some(number(line, "utime=")? + number(line, "stime=")?));
        let frames = text.split(['\r', '\n']).rev().find_map(|line| number(line, "frame="));
        match (cpu, frames) {
            (Some(cpu), Some(frames)) if frames > 0.0 => Ok(Duration::from_secs_f64(cpu / frames)),
            _ => bail!("ffmpeg does not say what decoding {} costs", self.clip.display()),
        }
    }
}

impl Drop for Decoder {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ended_already = child.kill();
            let _status = child.wait();
        }
    }
}

/// The number behind `key`.
fn number(line: &str, key: &str) -> Option<f64> {
    let rest = line.split_once(key)?.1.trim_start();
    rest.split(|c: char| !(c.is_ascii_digit() || c == '.')).next()?.parse().ok()
}
