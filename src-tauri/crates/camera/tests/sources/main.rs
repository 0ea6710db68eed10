//! Sources against real ones: files and streams by the real `ffmpeg`, a web server, an RTSP server.
//!
//! Owns what the tests share: how frames are awaited. Nothing here waits a fixed time; whatever is awaited has a limit
//! after which the test fails.

mod files;
mod http;
mod rtsp;
mod server;

use porchlight_camera::Sources;
use porchlight_domain::{
    CameraSource, FramePicture, FrameSource, Next, OpenSource as _, Pace, Rotation, SourceError, SourceTrouble,
};
use std::time::{Duration, Instant};

/// Far more than anything takes on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

fn open(source: &CameraSource, pace: Pace) -> Box<dyn FrameSource> {
    Sources::new().open(source, Rotation::None, pace).unwrap_or_else(|error| panic!("{source:?} opens: {error}"))
}

fn stream(address: String) -> CameraSource {
    CameraSource::Stream { address }
}

/// The next frame, however long it takes within [`LIMIT`].
/// Y', Cb and Cr of a pixel.
fn colour(picture: &mut FramePicture, x: usize, y: usize) -> [u8; 3] {
    let video = picture.as_video();
    let ([luma, blue, red], (across, _)) = (video.parts(), video.colour_size());
    let colour = y / 2 * across + x / 2;
    [luma[y * video.width as usize + x], blue[colour], red[colour]]
}

fn next_frame(source: &mut dyn FrameSource, picture: &mut FramePicture) -> Result<Next, SourceError> {
    let until = Instant::now() + LIMIT;
    loop {
        match source.next_frame(picture, Duration::from_millis(250))? {
            Next::Nothing => assert!(Instant::now() < until, "nothing came for a minute"),
            next => return Ok(next),
        }
    }
}

/// Takes frames until the source ends or fails.
fn take_all(source: &mut dyn FrameSource) -> (Vec<Option<Duration>>, Result<(), SourceError>) {
    let (mut positions, mut picture) = (Vec::new(), FramePicture::default());
    loop {
        match next_frame(source, &mut picture) {
            Ok(Next::Frame { position }) => positions.push(position),
            Ok(_) => return (positions, Ok(())),
            Err(error) => return (positions, Err(error)),
        }
    }
}

/// What a source that cannot be shown says, at its opening or instead of its first frame.
fn trouble_of(sources: &Sources, source: &CameraSource) -> SourceTrouble {
    let error = match sources.open(source, Rotation::None, Pace::RealTime) {
        Err(error) => error,
        Ok(mut opened) => match next_frame(opened.as_mut(), &mut FramePicture::default()) {
            Err(error) => error,
            Ok(next) => panic!("{source:?} gave {next:?}"),
        },
    };
    assert!(!error.to_string().contains("s3cret"), "no password in {error}");
    error.trouble
}
