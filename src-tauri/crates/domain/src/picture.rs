//! Pictures as they travel between the crates.
//!
//! Owns the pixel layout. Must not decode, encode, scale or store anything. `Debug` prints the shape only: pixels of
//! people never reach a log.

use crate::{CameraId, FramePicture, Timestamp};
use std::{fmt, sync::Arc, time::Duration};

/// Side of an aligned crop in pixels.
pub const CROP_SIDE: usize = 112;

/// An 8-bit RGB picture, rows top down, no padding: `rgb.len() == width * height * 3`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Red, green, blue for each pixel.
    pub rgb: Vec<u8>,
}

impl Picture {
    /// A black picture.
    pub fn black(width: u32, height: u32) -> Self {
        Self { width, height, rgb: vec![0; width as usize * height as usize * 3] }
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({}x{})", self.width, self.height)
    }
}

/// A face turned and scaled to the ArcFace template: [`CROP_SIDE`] x [`CROP_SIDE`] RGB.
#[derive(Clone, PartialEq, Eq)]
pub struct AlignedCrop {
    /// `CROP_SIDE * CROP_SIDE * 3` bytes.
    pub rgb: Box<[u8]>,
}

impl fmt::Debug for AlignedCrop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AlignedCrop({CROP_SIDE}x{CROP_SIDE})")
    }
}

/// One picture of one camera.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The camera it comes from.
    pub camera: CameraId,
    /// Counts up from 0 for each start of the camera; dropped frames leave gaps.
    pub number: u64,
    /// When it arrived: wall clock for a live camera, clip time for a clip analysed faster than it plays.
    pub at: Timestamp,
    /// When it arrived on the monotonic clock; latencies are counted from here.
    pub arrived: Duration,
    /// The pixels.
    pub picture: Arc<FramePicture>,
}
