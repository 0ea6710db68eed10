//! Live pictures on their way to a window.
//!
//! Owns the layout of a message: `[u32 little-endian header length][FrameHeader as JSON][JPEG]`, so that a picture and the
//! faces on it travel together and can never drift apart. Must not know who watches.

use super::to_wire;
use crate::{ApiError, ErrorCode, wire::FrameHeader};
use porchlight_engine::LiveFrame;
use porchlight_vision::FrameEncoder;

/// Live pictures are looked at for a thirtieth of a second.
const QUALITY: u8 = 76;
/// The sizes that a window may ask for.
const LEAST_WIDTH: u32 = 64;
const MOST_WIDTH: u32 = 3840;

/// Writes the live pictures of one camera; its buffers are kept from picture to picture.
#[derive(Default)]
pub struct FrameWriter {
    encoder: FrameEncoder,
    jpeg: Vec<u8>,
}

impl FrameWriter {
    /// The message for a frame, its picture at most `max_width` pixels wide.
    ///
    /// # Errors
    /// The frame has no pixels.
    pub fn message(&mut self, live: &LiveFrame, max_width: u32) -> Result<Vec<u8>, ApiError> {
        let view = live.frame.picture.view();
        let (width, height) = view.size();
        let max_side = longest_side(width, height, max_width.clamp(LEAST_WIDTH, MOST_WIDTH));
        self.encoder.encode(view, max_side, QUALITY, &mut self.jpeg)?;
        let header = FrameHeader {
            camera_id: live.frame.camera.0,
            number: live.frame.number,
            at: live.frame.at.0,
            width,
            height,
            fps: live.fps,
            delay_ms: live.delay.as_secs_f32() * 1000.0,
            faces: live.faces.iter().map(|face| to_wire::face_on_frame(face, width, height)).collect(),
        };
        let header = serde_json::to_vec(&header).map_err(|e| ApiError::new(ErrorCode::Internal, e.to_string()))?;
        let length = u32::try_from(header.len()).map_err(|e| ApiError::new(ErrorCode::Internal, e.to_string()))?;
        let mut message = Vec::with_capacity(4 + header.len() + self.jpeg.len());
        message.extend_from_slice(&length.to_le_bytes());
        message.extend_from_slice(&header);
        message.extend_from_slice(&self.jpeg);
        Ok(message)
    }
}

/// The longest side of a picture that is to be at most `max_width` wide: more than that where it stands upright.
fn longest_side(width: u32, height: u32, max_width: u32) -> u32 {
    let upright = u64::from(max_width) * u64::from(height) / u64::from(width.max(1));
    max_width.max(u32::try_from(upright).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_domain::{BoxInFrame, CameraId, Frame, Picture, Timestamp, TrackId, Verdict};
    use porchlight_engine::LiveFace;
    use std::{sync::Arc, time::Duration};

    fn live(picture: Picture) -> LiveFrame {
        let face = LiveFace {
            track: TrackId(5),
            box_in_frame: BoxInFrame { x: 100.0, y: 50.0, w: 20.0, h: 30.0 },
            verdict: Verdict::Known,
            name: Some("Ada".into()),
            similarity: None,
            threshold: None,
            sighting: None,
            person: None,
            visitor: None,
            visitor_number: None,
        };
        let frame = Frame {
            camera: CameraId(3),
            number: 41,
            at: Timestamp(1_000),
            arrived: Duration::ZERO,
            picture: Arc::new(picture.into()),
        };
        LiveFrame { frame, faces: vec![face], fps: 24.5, delay: Duration::from_micros(12_500) }
    }

    fn parts(message: &[u8]) -> (FrameHeader, Picture) {
        let length = u32::from_le_bytes(message[..4].try_into().expect("four bytes")) as usize;
        let header = serde_json::from_slice(&message[4..4 + length]).expect("a header");
        (header, porchlight_vision::decode(&message[4 + length..]).expect("a picture"))
    }

    #[test]
    fn a_message_holds_the_picture_and_its_own_faces() {
        let mut writer = FrameWriter::default();
        let message = writer.message(&live(Picture::black(200, 100)), 100).expect("written");
        let (header, picture) = parts(&message);
        assert_eq!((picture.width, picture.height), (100, 50), "scaled to what is shown");
        assert_eq!((header.width, header.height), (200, 100), "with the size of the frame");
        assert_eq!((header.camera_id, header.number, header.at, header.delay_ms), (3, 41, 1_000, 12.5));
        assert_eq!(header.faces[0].box_in_frame, [0.5, 0.5, 0.1, 0.3], "boxes fit any size");
        assert_eq!(header.faces[0].name.as_deref(), Some("Ada"));
    }

    #[test]
    fn the_width_is_kept_also_by_an_upright_picture() {
        let mut writer = FrameWriter::default();
        let message = writer.message(&live(Picture::black(200, 400)), 100).expect("written");
        let (_, picture) = parts(&message);
        assert_eq!((picture.width, picture.height), (100, 200), "as wide as asked for");
    }

    #[test]
    fn an_empty_frame_is_an_error_and_no_message() {
        assert!(FrameWriter::default().message(&live(Picture::default()), 100).is_err());
    }
}
