//! Cameras plugged into this machine, through `nokhwa`.
//!
//! Owns the choice of a format and the thread that the camera lives on, because a camera of `nokhwa` must stay on one.
//! Must not decide when to try again. Invariant: a camera that is pulled out ends as unreachable, one that somebody else
//! uses as busy; neither blocks the thread that asks for frames.

use crate::relay::{Maker, Relay, WhenFull};
use nokhwa::{
    Camera,
    pixel_format::RgbFormat,
    utils::{ApiBackend, CameraFormat, CameraIndex, FrameFormat, RequestedFormat, RequestedFormatType},
};
use porchlight_domain::{FramePicture, FrameSource, Next, SourceError, SourceTrouble};
use std::{
    thread::{Builder, JoinHandle, sleep},
    time::{Duration, Instant},
};

/// More than this the detector does not look at, and older machines cannot decode.
const BEST: (u32, u32, u32) = (1280, 720, 30);

/// What `RgbFormat` can decode.
const DECODED: [FrameFormat; 6] = [
    FrameFormat::MJPEG,
    FrameFormat::YUYV,
    FrameFormat::NV12,
    FrameFormat::GRAY,
    FrameFormat::RAWRGB,
    FrameFormat::RAWBGR,
];

/// A single damaged frame is normal on USB; so many in a row are not.
const DAMAGED_FRAMES: u32 = 60;

/// A camera sends a frame every 33 ms, so its thread sees soon that it is no longer wanted; one that hangs is left.
const FAREWELL: Duration = Duration::from_secs(2);

/// One camera of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebcamInfo {
    /// What opens it: `/dev/video0` on Linux, a number or a name elsewhere.
    pub device: String,
    /// What its maker calls it.
    pub name: String,
}

/// The cameras of this machine. None when the system cannot say: there is nothing to choose from then.
pub fn list_webcams() -> Vec<WebcamInfo> {
    let found = nokhwa::query(ApiBackend::Auto).unwrap_or_else(|error| {
        tracing::debug!(%error, "no list of webcams");
        Vec::new()
    });
    let mut webcams: Vec<WebcamInfo> = found
        .iter()
        .map(|info| WebcamInfo { device: device_of(info.index()), name: info.human_name().trim().to_owned() })
        .collect();
    webcams.sort_by(|a, b| a.device.cmp(&b.device));
    webcams
}

fn device_of(index: &CameraIndex) -> String {
    match index {
        CameraIndex::Index(n) if cfg!(target_os = "linux") => format!("/dev/video{n}"),
        index => index.as_string(),
    }
}

fn index_of(device: &str) -> CameraIndex {
    match device.strip_prefix("/dev/video").unwrap_or(device).parse() {
        Ok(n) => CameraIndex::Index(n),
        Err(_) => CameraIndex::String(device.to_owned()),
    }
}

pub(crate) struct WebcamSource {
    relay: Option<Relay>,
    thread: Option<JoinHandle<()>>,
}

impl WebcamSource {
    /// Starts the thread; whether the camera opens is told with the first frame.
    pub(crate) fn open(device: &str) -> Result<Self, SourceError> {
        let (maker, relay) = Relay::pair(WhenFull::DropOldest);
        let device = device.to_owned();
        let thread = Builder::new()
            .name("webcam".into())
            .spawn(move || maker.end(film(&device, &maker)))
            .map_err(|error| failure(SourceTrouble::Unreachable, &error.to_string()))?;
        Ok(Self { relay: Some(relay), thread: Some(thread) })
    }
}

impl FrameSource for WebcamSource {
    fn next_frame(&mut self, into: &mut FramePicture, patience: Duration) -> Result<Next, SourceError> {
        match &self.relay {
            Some(relay) => relay.take(into, patience),
            None => Ok(Next::Ended),
        }
    }

    fn lost(&mut self) -> u64 {
        self.relay.as_ref().map_or(0, Relay::lost)
    }
}

impl Drop for WebcamSource {
    /// Waits for the camera to be released, because it is often opened again at once. A driver that hangs cannot be
    /// interrupted; its thread ends by itself when the driver answers.
    fn drop(&mut self) {
        drop(self.relay.take());
        let until = Instant::now() + FAREWELL;
        while self.thread.as_ref().is_some_and(|thread| !thread.is_finished()) && Instant::now() < until {
            sleep(Duration::from_millis(5));
        }
    }
}

/// The life of a camera on its thread.
fn film(device: &str, maker: &Maker) -> Result<(), SourceError> {
    if cfg!(target_os = "linux") && device.starts_with('/') && !std::path::Path::new(device).exists() {
        return Err(failure(SourceTrouble::NotFound, "there is no such device"));
    }
    let any = RequestedFormat::with_formats(RequestedFormatType::None, &DECODED);
    let mut camera = Camera::new(index_of(device), any).map_err(|error| not_opened(&error.to_string()))?;
    let offered = camera.compatible_camera_formats().map_err(|error| not_opened(&error.to_string()))?;
    if let Some(format) = best_format(&offered) {
        let kinds = [format.format()];
        let exactly = RequestedFormat::with_formats(RequestedFormatType::Exact(format), &kinds);
        // A camera that refuses keeps the format it was opened with.
        if let Err(error) = camera.set_camera_requset(exactly) {
            tracing::debug!(%error, "the webcam keeps its own format");
        }
    }
    camera.open_stream().map_err(|error| not_opened(&error.to_string()))?;
    let mut damaged = 0;
    while maker.is_taken() {
        let frame = camera.frame().map_err(|error| lost(&error.to_string()))?;
        let size = frame.resolution();
        let mut spare = maker.spare();
        let picture = spare.as_rgb();
        (picture.width, picture.height) = (size.width(), size.height());
        picture.rgb.resize(size.width() as usize * size.height() as usize * 3, 0);
        if frame.decode_image_to_buffer::<RgbFormat>(&mut picture.rgb).is_err() {
            damaged += 1;
            if damaged >= DAMAGED_FRAMES {
                return Err(failure(SourceTrouble::Unreadable, "its frames cannot be decoded"));
            }
            continue;
        }
        damaged = 0;
        if maker.give(spare, None).is_err() {
            break;
        }
    }
    // The stream also stops when the camera is dropped, so a refusal here changes nothing.
    let _stopped_anyway = camera.stop_stream();
    Ok(())
}

/// The format nearest to [`BEST`]: not larger if there is a choice, then the largest, then the fastest up to 30 frames a
/// second, then the one that is cheapest to decode.
fn best_format(offered: &[CameraFormat]) -> Option<CameraFormat> {
    let (width, height, rate) = BEST;
    offered
        .iter()
        .filter(|format| DECODED.contains(&format.format()))
        .max_by_key(|format| {
            let fits = format.width() <= width && format.height() <= height;
            let pixels = i64::from(format.width()) * i64::from(format.height());
            // Many cameras send large pictures fast only as JPEG: fewer than 15 frames a second are no film.
            let is_fluent = format.frame_rate() >= 15;
            let cheap = match format.format() {
                FrameFormat::RAWRGB | FrameFormat::RAWBGR => 5,
                FrameFormat::YUYV => 4,
                FrameFormat::NV12 => 3,
                FrameFormat::MJPEG => 2,
                FrameFormat::GRAY => 0,
            };
            (cheap > 0, fits, is_fluent, if fits { pixels } else { -pixels }, format.frame_rate().min(rate), cheap)
        })
        .copied()
}

fn failure(trouble: SourceTrouble, detail: &str) -> SourceError {
    SourceError { trouble, detail: detail.into() }
}

/// Why a camera did not open, from what the system said.
fn not_opened(said: &str) -> SourceError {
    let said = said.to_lowercase();
    let trouble = if said.contains("busy") || said.contains("in use") {
        SourceTrouble::Busy
    } else if said.contains("denied") || said.contains("not permitted") {
        SourceTrouble::Refused
    } else if said.contains("no such") || said.contains("not found") {
        SourceTrouble::NotFound
    } else if said.contains("fufill") || said.contains("fulfill") || said.contains("unsupported") {
        SourceTrouble::Unreadable
    } else {
        SourceTrouble::Unreachable
    };
    failure(trouble, &said)
}

/// A camera that filmed and stopped was pulled out.
fn lost(said: &str) -> SourceError {
    failure(SourceTrouble::Unreachable, &said.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(width: u32, height: u32, rate: u32, kind: FrameFormat) -> CameraFormat {
        CameraFormat::new_from(width, height, kind, rate)
    }

    #[test]
    fn the_best_format_is_large_fluent_and_cheap() {
        use FrameFormat::{GRAY, MJPEG, YUYV};
        for (offered, best, why) in [
            (
                vec![format(640, 480, 30, YUYV), format(1280, 720, 10, YUYV), format(1280, 720, 30, MJPEG)],
                Some(format(1280, 720, 30, MJPEG)),
                "raw HD over USB 2 is a slide show",
            ),
            (
                vec![format(1280, 720, 30, YUYV), format(1280, 720, 30, MJPEG), format(1280, 720, 60, MJPEG)],
                Some(format(1280, 720, 30, YUYV)),
                "more than 30 frames a second are of no use, and raw pictures need no decoding",
            ),
            (
                vec![format(3840, 2160, 30, MJPEG), format(1920, 1080, 30, MJPEG)],
                Some(format(1920, 1080, 30, MJPEG)),
                "if all are too large, the smallest",
            ),
            (
                vec![format(1920, 1080, 30, MJPEG), format(640, 480, 30, YUYV)],
                Some(format(640, 480, 30, YUYV)),
                "rather small than too large",
            ),
            (
                vec![format(640, 480, 30, GRAY), format(320, 240, 30, YUYV)],
                Some(format(320, 240, 30, YUYV)),
                "colour before size: an infrared camera is the second choice",
            ),
            (vec![], None, "a camera that offers nothing keeps its own"),
        ] {
            assert_eq!(best_format(&offered), best, "{why}");
        }
    }

    #[test]
    fn listing_works_on_a_machine_without_a_camera() {
        let webcams = list_webcams();
        assert!(
            webcams.iter().all(|webcam| !webcam.device.is_empty()),
            "whatever is listed can be opened by its device"
        );
    }

    #[test]
    fn a_camera_that_is_not_there_is_not_found() {
        let mut source = WebcamSource::open("/dev/video-of-nobody").expect("the thread starts");
        let error =
            source.next_frame(&mut FramePicture::default(), Duration::from_secs(10)).expect_err("no such device");
        assert_eq!(error.trouble, SourceTrouble::NotFound);
    }

    #[test]
    fn devices_are_understood_as_the_list_names_them() {
        for (device, index) in [
            ("/dev/video12", CameraIndex::Index(12)),
            ("3", CameraIndex::Index(3)),
            ("Front camera", CameraIndex::String("Front camera".into())),
        ] {
            assert_eq!(index_of(device), index, "{device}");
        }
    }

    #[test]
    fn what_the_system_says_becomes_what_the_owner_can_mend() {
        for (said, trouble) in [
            ("V4L2 Error: Device or resource busy (os error 16)", SourceTrouble::Busy),
            ("Permission denied (os error 13)", SourceTrouble::Refused),
            ("No such file or directory (os error 2)", SourceTrouble::NotFound),
            ("Failed to Fufill", SourceTrouble::Unreadable),
            ("something else", SourceTrouble::Unreachable),
        ] {
            assert_eq!(not_opened(said).trouble, trouble, "{said}");
        }
    }
}
