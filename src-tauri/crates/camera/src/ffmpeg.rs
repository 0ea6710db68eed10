//! Files and network streams, read by an `ffmpeg` child process.
//!
//! Owns the child and the two threads that listen to it. Must not decode anything itself: a crash or rubbish in a stream
//! ends only the child. Invariants: the child is killed and reaped when the source is dropped; if this process is killed,
//! the child ends by itself, at its next frame because nobody takes it, or at its timeout when no frame comes.
//!
//! The address with its password goes through the child's standard input (see `arguments`), so it is in no list of
//! processes.

mod arguments;
mod channel;
mod complaint;
mod nut;
mod pacing;

use crate::relay::{Maker, Relay, WhenFull};
use arguments::{Order, order};
use channel::Channel;
use complaint::Complaint;
use nut::NutReader;
use pacing::Pacing;
use porchlight_domain::{CameraSource, FramePicture, FrameSource, Next, Pace, Rotation, SourceError, SourceTrouble};
use std::{
    ffi::OsString,
    io::{BufRead as _, BufReader, ErrorKind, Read, Write as _},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex, OnceLock, PoisonError},
    thread::{Builder, JoinHandle, sleep},
    time::{Duration, Instant},
};

/// Connecting, waiting for a key frame and judging the stream take a few seconds on slow cameras; `ffmpeg` has its own
/// timeout of 10 seconds, and knows better why, so it is given the time to say so.
const FIRST_FRAME: Duration = Duration::from_secs(14);

/// A stream that was live and sends nothing for so long is broken, even if the connection stands.
const SILENCE: Duration = Duration::from_secs(14);

/// The program, found once.
pub(crate) struct Ffmpeg {
    program: OsString,
    major_version: OnceLock<u32>,
}

impl Ffmpeg {
    pub(crate) fn new(program: OsString) -> Self {
        Self { program, major_version: OnceLock::new() }
    }

    /// Starts reading `source`; the first frame may come later.
    pub(crate) fn open(
        &self,
        source: &CameraSource,
        rotation: Rotation,
        pace: Pace,
    ) -> Result<Box<dyn FrameSource>, SourceError> {
        if let CameraSource::File { path, .. } = source {
            let about = std::fs::metadata(path).map_err(|error| not_opened(&error))?;
            if about.is_dir() {
                return Err(failure(SourceTrouble::NotFound, "it is a folder"));
            }
        }
        let order = order(source, rotation, pace, self.major_version()?)?;
        let is_stream = matches!(source, CameraSource::Stream { .. });
        Ok(Box::new(FfmpegSource::start(&self.program, order, pace, is_stream)?))
    }

    /// Asks the program for its version, which also tells whether there is one.
    fn major_version(&self) -> Result<u32, SourceError> {
        if let Some(&major) = self.major_version.get() {
            return Ok(major);
        }
        let output = Command::new(&self.program)
            .arg("-version")
            .stdin(Stdio::null())
            .output()
            .map_err(|error| failure(SourceTrouble::LacksFfmpeg, &error.kind().to_string()))?;
        if !output.status.success() {
            return Err(failure(SourceTrouble::LacksFfmpeg, "it does not run"));
        }
        Ok(*self.major_version.get_or_init(|| major_version_in(&String::from_utf8_lossy(&output.stdout))))
    }
}

/// `ffmpeg version 5.1.9-0+deb12u1 …` is 5. Builds from a repository have no number and are taken for new ones.
fn major_version_in(text: &str) -> u32 {
    let word = text.split_whitespace().nth(2).unwrap_or_default().trim_start_matches('n');
    word.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok()).unwrap_or(99)
}

fn failure(trouble: SourceTrouble, detail: &str) -> SourceError {
    SourceError { trouble, detail: detail.into() }
}

/// Why a file cannot be opened.
pub(crate) fn not_opened(error: &std::io::Error) -> SourceError {
    let trouble = match error.kind() {
        ErrorKind::PermissionDenied => SourceTrouble::Refused,
        _ => SourceTrouble::NotFound,
    };
    failure(trouble, &error.kind().to_string())
}

struct FfmpegSource {
    relay: Option<Relay>,
    child: Arc<Mutex<Child>>,
    reader: Option<JoinHandle<()>>,
    is_stream: bool,
    has_delivered: bool,
    last_frame: Instant,
}

impl FfmpegSource {
    fn start(program: &OsString, order: Order, pace: Pace, is_stream: bool) -> Result<Self, SourceError> {
        let out_of_means = |error: std::io::Error| failure(SourceTrouble::Unreachable, &error.to_string());
        let (channel, stdout) = Channel::new().map_err(out_of_means)?;
        let mut child = Command::new(program)
            .args(&order.arguments)
            .stdin(if order.script.is_some() { Stdio::piped() } else { Stdio::null() })
            .stdout(stdout)
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| failure(SourceTrouble::LacksFfmpeg, &error.kind().to_string()))?;
        let (frames, stderr) = (channel.written_by(&mut child, pace == Pace::RealTime), child.stderr.take());
        if let (Some(mut stdin), Some(script)) = (child.stdin.take(), order.script) {
            // A child that is gone already says why on its standard error.
            let _gone_already = stdin.write_all(script.as_bytes());
        }
        let child = Arc::new(Mutex::new(child));
        let when_full = if pace == Pace::RealTime { WhenFull::DropOldest } else { WhenFull::Wait };
        let (maker, relay) = Relay::pair(when_full);
        let mut source = Self {
            relay: Some(relay),
            child: Arc::clone(&child),
            reader: None,
            is_stream,
            has_delivered: false,
            last_frame: Instant::now(),
        };
        let (Some(frames), Some(stderr)) = (frames, stderr) else {
            return Err(failure(SourceTrouble::LacksFfmpeg, "no pipes"));
        };
        let listener = Builder::new().name("ffmpeg-says".into()).spawn(move || listen(stderr)).map_err(out_of_means)?;
        let kind = Kind { is_stream, is_live: pace == Pace::RealTime, is_recording: order.is_recording };
        let read = move || read_frames(frames, &maker, &child, listener, kind);
        source.reader = Some(Builder::new().name("ffmpeg-frames".into()).spawn(read).map_err(out_of_means)?);
        Ok(source)
    }

    /// Ends the child and its threads. Killing a process that has ended already is no failure.
    fn stop(&mut self) {
        drop(self.relay.take());
        let _ended_already = lock(&self.child).kill();
        if let Some(reader) = self.reader.take() {
            let _panicked = reader.join();
        }
    }
}

fn lock(child: &Mutex<Child>) -> std::sync::MutexGuard<'_, Child> {
    child.lock().unwrap_or_else(PoisonError::into_inner)
}

impl FrameSource for FfmpegSource {
    fn next_frame(&mut self, into: &mut FramePicture, patience: Duration) -> Result<Next, SourceError> {
        let Some(relay) = &self.relay else {
            return Err(failure(SourceTrouble::Silent, "it was given up"));
        };
        let next = relay.take(into, patience)?;
        match next {
            Next::Frame { .. } => {
                self.has_delivered = true;
                self.last_frame = Instant::now();
            }
            Next::Nothing if self.is_stream => {
                let (limit, trouble) = if self.has_delivered {
                    (SILENCE, SourceTrouble::Silent)
                } else {
                    (FIRST_FRAME, SourceTrouble::Unreachable)
                };
                if self.last_frame.elapsed() > limit {
                    self.stop();
                    return Err(failure(trouble, &format!("no picture for {} s", limit.as_secs())));
                }
            }
            Next::Nothing | Next::Ended => {}
        }
        Ok(next)
    }

    fn lost(&mut self) -> u64 {
        self.relay.as_ref().map_or(0, Relay::lost)
    }
}

impl Drop for FfmpegSource {
    fn drop(&mut self) {
        self.stop();
        // The reading thread reaps the child; this is for the case that it could not be started.
        let _status = lock(&self.child).wait();
    }
}

#[derive(Clone, Copy)]
struct Kind {
    is_stream: bool,
    /// It is watched as it happens.
    is_live: bool,
    /// It was filmed before.
    is_recording: bool,
}

/// Collects what the child says until it closes its mouth.
fn listen(stderr: impl Read) -> Complaint {
    let mut complaint = Complaint::default();
    let mut reader = BufReader::new(stderr);
    let mut line = Vec::new();
    // Bytes, not text: names in a stream need not be UTF-8. A line without end is cut, not kept.
    while reader.by_ref().take(4096).read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
        complaint.hear(&String::from_utf8_lossy(&line));
        line.clear();
    }
    complaint
}

/// The life of the reading thread.
fn read_frames(frames: impl Read, maker: &Maker, child: &Mutex<Child>, listener: JoinHandle<Complaint>, kind: Kind) {
    let mut reader = NutReader::new(BufReader::with_capacity(1 << 16, frames));
    let mut pacing = (kind.is_live && kind.is_recording).then(Pacing::default);
    let mut count = 0u64;
    let broken = loop {
        let mut spare = maker.spare();
        let picture = spare.as_video();
        match reader.next_frame(&mut picture.planes) {
            Ok(Some(head)) => {
                (picture.width, picture.height) = (head.width, head.height);
                count += 1;
                let due = pacing.as_mut().map(|pacing| pacing.due(head.position, Instant::now()));
                let position = (!kind.is_live).then_some(head.position);
                if due.is_some_and(|due| maker.rest_until(due).is_err()) || maker.give(spare, position).is_err() {
                    break None;
                }
            }
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    // Closing the channel first lets a child that still writes see that nobody reads.
    drop(reader);
    if broken.as_ref().is_some_and(|error| error.kind() == ErrorKind::InvalidData) || !maker.is_taken() {
        let _ended_already = lock(child).kill();
    }
    let complaint = listener.join().unwrap_or_default();
    let status = reap(child);
    let is_success = status.as_ref().is_ok_and(ExitStatus::success) && broken.is_none();
    maker.end(outcome(is_success, count, &complaint, kind.is_stream, || {
        let status = status.as_ref().map_or_else(ToString::to_string, ToString::to_string);
        format!("{status} after {count} frames: {}", complaint.detail())
    }));
}

/// Waits for the child, without holding it: a child that closed its pipes and hangs must still be killed from outside.
fn reap(child: &Mutex<Child>) -> std::io::Result<ExitStatus> {
    loop {
        if let Some(status) = lock(child).try_wait()? {
            return Ok(status);
        }
        sleep(Duration::from_millis(2));
    }
}

/// What the end of the child means.
fn outcome(
    is_success: bool,
    frames: u64,
    complaint: &Complaint,
    is_stream: bool,
    detail: impl Fn() -> String,
) -> Result<(), SourceError> {
    let trouble = match (is_stream, frames) {
        // A clip that was read to its end is over; what was damaged in between was shown as well as it could be.
        (false, 1..) if is_success => return Ok(()),
        // A camera has no end: it went away.
        (true, 1..) => {
            complaint.trouble().filter(|t| *t == SourceTrouble::Unreachable).unwrap_or(SourceTrouble::Silent)
        }
        _ => complaint.trouble().unwrap_or(SourceTrouble::Unreadable),
    };
    Err(SourceError { trouble, detail: detail() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_ffmpeg_prints() {
        for (text, major) in [
            ("ffmpeg version 5.1.9-0+deb12u1 Copyright (c)", 5),
            ("ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright", 4),
            ("ffmpeg version n7.1 Copyright", 7),
            ("ffmpeg version N-112-gabc Copyright", 99),
            ("", 99),
        ] {
            assert_eq!(major_version_in(text), major, "{text}");
        }
    }

    #[test]
    fn the_end_of_a_clip_is_no_failure_and_the_end_of_a_stream_is() {
        let quiet = Complaint::default();
        let end = |success, frames, is_stream| {
            outcome(success, frames, &quiet, is_stream, String::new).map_err(|error| error.trouble)
        };
        assert_eq!(end(true, 10, false), Ok(()), "a clip was shown to its end");
        assert_eq!(end(false, 10, false), Err(SourceTrouble::Unreadable), "the child crashed half way");
        assert_eq!(end(true, 0, false), Err(SourceTrouble::Unreadable), "nothing could be shown");
        assert_eq!(end(true, 10, true), Err(SourceTrouble::Silent), "a camera that ends went away");
    }
}
