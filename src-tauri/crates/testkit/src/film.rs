//! Video files of the demo street, for tests of what reads video.
//!
//! Owns the encoding, by the real `ffmpeg`. Must not play anything.

use porchlight_domain::Picture;
use porchlight_drawing::{Street, portrait};
use std::{
    io::{self, Write as _},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

/// Frames a second of a film.
const RATE: u32 = 15;

/// How a film is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// What most cameras send.
    H264,
    /// What newer cameras send.
    H265,
}

/// Writes the first `seconds` of the demo street to `path`, 640 x 360 pixels at 15 frames a second; the end of the name
/// decides on the container.
///
/// # Errors
/// `ffmpeg` is missing or refuses.
pub fn video_of_demo(path: &Path, seconds: u32, codec: Codec) -> io::Result<()> {
    let (mut street, mut picture) = (Street::new(1), Picture::default());
    let frames = (0..seconds * RATE).map(|n| {
        street.draw(Duration::from_secs(1) * n / RATE, &mut picture);
        picture.rgb.clone()
    });
    encode(path, Street::SIZE, "scale=640:360", codec, frames)
}

/// Writes a film to `path` on which the drawn person of this number looks into the camera for so many seconds, 480 x 480 pixels.
///
/// # Errors
/// `ffmpeg` is missing or refuses.
pub fn video_of_somebody(path: &Path, seed: u64, seconds: u32) -> io::Result<()> {
    const SIDE: u32 = 480;
    let frame = portrait(seed, SIDE).rgb;
    encode(path, (SIDE, SIDE), "null", Codec::H264, (0..seconds * RATE).map(|_| frame.clone()))
}

fn encode(
    path: &Path,
    (width, height): (u32, u32),
    filter: &str,
    codec: Codec,
    frames: impl Iterator<Item = Vec<u8>>,
) -> io::Result<()> {
    let (size, rate) = (format!("{width}x{height}"), RATE.to_string());
    let encoder: &[&str] = match codec {
        Codec::H264 => &["-c:v", "libx264", "-preset", "ultrafast"],
        Codec::H265 => {
            &["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error", "-tag:v", "hvc1"]
        }
    };
    let mut child = Command::new("ffmpeg")
        .args(["-hide_banner", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24"])
        .args(["-s", &size, "-r", &rate, "-i", "pipe:0", "-vf", filter, "-pix_fmt", "yuv420p"])
        .args(encoder)
        .args(["-g", "15"])
        .arg(path)
        .stdin(Stdio::piped())
        .spawn()?;
    let mut written = Ok(());
    if let Some(mut into) = child.stdin.take() {
        for frame in frames {
            written = into.write_all(&frame);
            if written.is_err() {
                break;
            }
        }
    }
    let status = child.wait()?;
    written?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("ffmpeg ended with {status}"))) }
}
