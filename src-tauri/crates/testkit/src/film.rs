//! Video files of the demo street, for tests of what reads video.
//!
//! Owns the encoding, by the real `ffmpeg`. Must not play anything.

use porchlight_domain::Picture;
use porchlight_drawing::Street;
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
    let (width, height) = Street::SIZE;
    let (size, rate) = (format!("{width}x{height}"), RATE.to_string());
    let encoder: &[&str] = match codec {
        Codec::H264 => &["-c:v", "libx264", "-preset", "ultrafast"],
        Codec::H265 => {
            &["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error", "-tag:v", "hvc1"]
        }
    };
    let mut child = Command::new("ffmpeg")
        .args(["-hide_banner", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24"])
        .args(["-s", &size, "-r", &rate, "-i", "pipe:0", "-vf", "scale=640:360", "-pix_fmt", "yuv420p"])
        .args(encoder)
        .args(["-g", "15"])
        .arg(path)
        .stdin(Stdio::piped())
        .spawn()?;
    let mut written = Ok(());
    if let Some(mut frames) = child.stdin.take() {
        let (mut street, mut picture) = (Street::new(1), Picture::default());
        for n in 0..seconds * RATE {
            street.draw(Duration::from_secs(1) * n / RATE, &mut picture);
            written = frames.write_all(&picture.rgb);
            if written.is_err() {
                break;
            }
        }
    }
    let status = child.wait()?;
    written?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("ffmpeg ended with {status}"))) }
}
