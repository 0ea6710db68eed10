//! What a camera is and how it fares.
//!
//! Owns the address of a source and the states it can be in. Must not open anything. Invariant: [`CameraSource::shown`]
//! and `Debug` never contain a password.

use crate::Timestamp;
use std::{fmt, path::PathBuf};

/// Where frames come from.
#[derive(Clone, PartialEq, Eq)]
pub enum CameraSource {
    /// A camera plugged into this machine.
    Webcam {
        /// The system's name for it, such as `/dev/video0` or an index.
        device: String,
    },
    /// A network stream: rtsp, rtsps, http or https (MJPEG, HLS).
    Stream {
        /// The address, which may hold a user and a password.
        address: String,
    },
    /// A video file.
    File {
        /// Where it lies.
        path: PathBuf,
        /// Starts again at its end, as a live camera would go on.
        is_looped: bool,
    },
    /// A folder of pictures, shown one after the other in the order of their names.
    Folder {
        /// Where it lies.
        path: PathBuf,
    },
    /// The drawn demo street.
    DemoStreet,
}

impl CameraSource {
    /// The word for its kind: `webcam`, `stream`, `file`, `folder` or `demo`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Webcam { .. } => "webcam",
            Self::Stream { .. } => "stream",
            Self::File { .. } => "file",
            Self::Folder { .. } => "folder",
            Self::DemoStreet => "demo",
        }
    }

    /// What may be shown and logged: the address without user, password and query.
    pub fn shown(&self) -> String {
        match self {
            Self::Webcam { device } => device.clone(),
            Self::Stream { address } => without_secrets(address),
            Self::File { path, .. } | Self::Folder { path } => path.display().to_string(),
            Self::DemoStreet => "demo street".into(),
        }
    }
}

impl fmt::Debug for CameraSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.kind(), self.shown())
    }
}

/// `scheme://user:password@host/path?token=…` becomes `scheme://host/path`.
fn without_secrets(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return "(not an address)".into();
    };
    // An unescaped '@' or '/' in a password must not leak its tail: the host begins after the last '@'.
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    format!("{scheme}://{rest}")
}

/// How a camera fares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CameraState {
    /// Switched off by the owner.
    Off,
    /// Outside the hours that the owner set; it is not opened.
    OffHours {
        /// When it watches again; `None` if no day has hours.
        until: Option<Timestamp>,
    },
    /// Being opened.
    Connecting,
    /// Frames arrive.
    Live,
    /// Open, but no frame for a while.
    Stalled {
        /// Whole seconds since the last frame.
        seconds: u64,
    },
    /// Could not be opened or broke; it is tried again.
    Failed {
        /// Why.
        trouble: SourceTrouble,
        /// Seconds until the next try; `None` if trying again is of no use until something changes.
        retry_in_secs: Option<u64>,
    },
    /// A file or folder was shown to its end.
    Ended,
}

/// Why a source does not deliver. The words for the owner are the window's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceTrouble {
    /// Nothing answers at the address, or the device is gone.
    Unreachable,
    /// User or password are wrong.
    Refused,
    /// There is no such stream, file or device.
    NotFound,
    /// It answers, but with nothing that can be shown.
    Unreadable,
    /// It stopped sending.
    Silent,
    /// The program `ffmpeg` is missing or does not run.
    LacksFfmpeg,
    /// The address is not one.
    BadAddress,
    /// Another program holds the device.
    Busy,
}

impl SourceTrouble {
    /// Whether trying again by itself can help.
    pub fn is_retryable(self) -> bool {
        !matches!(self, Self::BadAddress | Self::LacksFfmpeg)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_ever_shown() {
        for (address, shown) in [
            ("rtsp://anna:s3cret@10.0.0.4:554/live", "rtsp://10.0.0.4:554/live"),
            ("rtsp://anna:p@ss/w@rd@cam.local/1", "rtsp://cam.local/1"),
            ("http://cam/mjpg?user=a&password=s3cret", "http://cam/mjpg"),
            ("http://cam/mjpg#s3cret", "http://cam/mjpg"),
            ("s3cret", "(not an address)"),
        ] {
            let source = CameraSource::Stream { address: address.into() };
            assert_eq!(source.shown(), shown, "what the window and the log may say of it");
            assert!(!format!("{source:?}").contains("s3cret"), "Debug is what a log prints");
        }
    }
}
