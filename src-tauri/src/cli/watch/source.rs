//! What stands for a camera on the command line.
//!
//! Owns the reading of a source from a word. Must not open anything. Invariant: a mistake is told without repeating the
//! word, which may hold a password.

use porchlight_domain::{CameraSource, Pace};
use std::path::Path;

/// The word for the demo street.
const DEMO: &str = "demo:";
const SCHEMES: [&str; 4] = ["rtsp", "rtsps", "http", "https"];

/// Reads a path, an address, `webcam:N`, `/dev/videoN` or `demo:`.
pub(crate) fn read(word: &str) -> Result<CameraSource, String> {
    if word == DEMO {
        return Ok(CameraSource::DemoStreet);
    }
    if let Some(device) = word.strip_prefix("webcam:") {
        let is_number = !device.is_empty() && device.chars().all(|c| c.is_ascii_digit());
        // As the list of webcams calls it, so that a camera that was added in the window is known to be the same.
        let device = if is_number && cfg!(target_os = "linux") { format!("/dev/video{device}") } else { device.into() };
        return if device.is_empty() {
            Err("webcam: needs a number: webcam:0".into())
        } else {
            Ok(CameraSource::Webcam { device })
        };
    }
    if word.starts_with("/dev/video") {
        return Ok(CameraSource::Webcam { device: word.into() });
    }
    if let Some((scheme, _)) = word.split_once("://") {
        return if SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) {
            Ok(CameraSource::Stream { address: word.into() })
        } else {
            Err(format!("addresses begin with one of {}", SCHEMES.map(|scheme| format!("{scheme}://")).join(", ")))
        };
    }
    if word.is_empty() {
        return Err("a source cannot be empty".into());
    }
    // Relative paths would make one file two cameras.
    let path = std::path::absolute(word).map_err(|error| error.to_string())?;
    Ok(if path.is_dir() { CameraSource::Folder { path } } else { CameraSource::File { path, is_looped: false } })
}

/// Whether it comes to an end by itself.
pub(crate) fn is_clip(source: &CameraSource) -> bool {
    matches!(source, CameraSource::File { is_looped: false, .. } | CameraSource::Folder { .. })
}

/// A clip is analysed frame by frame as fast as it goes, unless it is to be shown as a camera would.
pub(crate) fn pace(source: &CameraSource, in_real_time: bool) -> Pace {
    if is_clip(source) && !in_real_time { Pace::Unhurried } else { Pace::RealTime }
}

/// What a camera is called that has no name yet.
pub(crate) fn name(source: &CameraSource) -> String {
    match source {
        CameraSource::File { path, .. } | CameraSource::Folder { path } => last_part(path),
        CameraSource::Stream { .. } => {
            let shown = source.shown();
            shown.split_once("://").map_or(shown.clone(), |(_, rest)| rest.trim_end_matches('/').to_owned())
        }
        CameraSource::Webcam { device } => device.strip_prefix("/dev/").unwrap_or(device).to_owned(),
        CameraSource::DemoStreet => "Front door".into(),
    }
}

fn last_part(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_what_they_stand_for() {
        for (word, kind, is_clip_expected, name_expected) in [
            ("demo:", "demo", false, "Front door"),
            ("webcam:1", "webcam", false, if cfg!(target_os = "linux") { "video1" } else { "1" }),
            ("/dev/video0", "webcam", false, "video0"),
            ("rtsp://anna:s3cret@10.0.0.4/live", "stream", false, "10.0.0.4/live"),
            ("HTTPS://cam/x.m3u8?key=s3cret", "stream", false, "cam/x.m3u8"),
            ("clips/door.mp4", "file", true, "door.mp4"),
            ("/", "folder", true, "/"),
        ] {
            let source = read(word).unwrap_or_else(|why| panic!("{word}: {why}"));
            assert_eq!(source.kind(), kind, "{word}");
            assert_eq!(is_clip(&source), is_clip_expected, "{word} ends by itself or not");
            assert_eq!(name(&source), name_expected, "{word} gets a name without a secret");
        }
    }

    #[test]
    fn a_mistake_is_told_without_repeating_it() {
        for word in ["ftp://anna:s3cret@cam/x", "webcam:", "", "s3cret://"] {
            let why = read(word).expect_err("no source");
            assert!(!why.contains("s3cret"), "{why}");
        }
    }

    #[test]
    fn only_clips_are_read_faster_than_they_play() {
        let file = read("clips/door.mp4").expect("a file");
        assert_eq!(pace(&file, false), Pace::Unhurried, "no frame is left out");
        assert_eq!(pace(&file, true), Pace::RealTime, "as the owner says");
        assert_eq!(pace(&read("rtsp://cam").expect("a stream"), false), Pace::RealTime, "a camera sets its own pace");
    }
}
