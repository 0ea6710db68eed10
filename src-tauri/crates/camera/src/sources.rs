//! One door to all sources.
//!
//! Owns which part opens which kind of source, and the try-out of a camera before it is saved.

use crate::{demo::DemoStreet, ffmpeg::Ffmpeg, folder::FolderSource, turned::Turned, webcam::WebcamSource};
use porchlight_domain::{
    CameraSource, FramePicture, FrameSource, Next, OpenSource, Pace, Rotation, SourceError, SourceTrouble,
};
use std::{
    ffi::OsString,
    time::{Duration, Instant},
};

/// How long a try-out waits for the first picture. Slow cameras send a whole one every few seconds only.
const TRY_OUT: Duration = Duration::from_secs(10);

/// Opens every kind of source there is.
pub struct Sources {
    ffmpeg: Ffmpeg,
}

impl Sources {
    /// With the `ffmpeg` that `PORCHLIGHT_FFMPEG` names, or the one on the path.
    pub fn new() -> Self {
        Self::with_ffmpeg(std::env::var_os("PORCHLIGHT_FFMPEG").unwrap_or_else(|| "ffmpeg".into()))
    }

    /// With this `ffmpeg`.
    pub fn with_ffmpeg(program: impl Into<OsString>) -> Self {
        Self { ffmpeg: Ffmpeg::new(program.into()) }
    }

    /// Opens `source` and waits at most ten seconds for its first picture, for the owner to look at.
    ///
    /// # Errors
    /// It cannot be opened, breaks, or sends nothing in time.
    pub fn probe(&self, source: &CameraSource, rotation: Rotation) -> Result<FramePicture, SourceError> {
        let until = Instant::now() + TRY_OUT;
        let mut opened = self.open(source, rotation, Pace::RealTime)?;
        let mut picture = FramePicture::default();
        match opened.next_frame(&mut picture, until.saturating_duration_since(Instant::now()))? {
            Next::Frame { .. } => Ok(picture),
            Next::Nothing => {
                Err(SourceError { trouble: SourceTrouble::Silent, detail: "no picture in ten seconds".into() })
            }
            Next::Ended => Err(SourceError { trouble: SourceTrouble::Unreadable, detail: "it has no picture".into() }),
        }
    }
}

impl Default for Sources {
    fn default() -> Self {
        Self::new()
    }
}

impl OpenSource for Sources {
    fn open(&self, source: &CameraSource, rotation: Rotation, pace: Pace) -> Result<Box<dyn FrameSource>, SourceError> {
        let upright: Box<dyn FrameSource> = match source {
            // Its decoder turns the picture, at next to no cost.
            CameraSource::Stream { .. } | CameraSource::File { .. } => return self.ffmpeg.open(source, rotation, pace),
            CameraSource::Webcam { device } => Box::new(WebcamSource::open(device)?),
            CameraSource::Folder { path } => Box::new(FolderSource::open(path, pace)?),
            CameraSource::DemoStreet => Box::new(DemoStreet::open(pace)),
        };
        Ok(if rotation == Rotation::None { upright } else { Box::new(Turned::new(upright, rotation)) })
    }
}

/// Opens `source` and waits at most ten seconds for its first picture, turned, for the owner to look at.
///
/// # Errors
/// It cannot be opened, breaks, or sends nothing in time.
pub fn probe(source: &CameraSource, rotation: Rotation) -> Result<FramePicture, SourceError> {
    Sources::new().probe(source, rotation)
}
