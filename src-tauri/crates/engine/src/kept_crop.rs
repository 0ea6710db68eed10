//! The crop of a face as it is kept.
//!
//! Owns how a crop becomes bytes and is read again. Must not know whose face it is. Invariant: what is embedded when a face is
//! learnt is what is read again, so that the same model gives the same numbers after any change of models and back.

use porchlight_domain::{AlignedCrop, CROP_SIDE, Picture, VisionError};
use porchlight_store::Encoded;
use porchlight_vision::{PictureError, decode, encode_jpeg};

/// JPEG quality. Crops are embedded again by other models, so they keep more than other pictures.
const QUALITY: u8 = 95;

/// A crop with its bytes.
#[derive(Clone, Debug)]
pub(crate) struct KeptCrop {
    pub(crate) crop: AlignedCrop,
    pub(crate) encoded: Encoded,
}

impl KeptCrop {
    /// As this crop will be read again.
    pub(crate) fn of(crop: &AlignedCrop) -> Result<Self, VisionError> {
        let failed = |error: PictureError| VisionError::Failed { detail: error.to_string() };
        let side = CROP_SIDE as u32;
        let picture = Picture { width: side, height: side, rgb: crop.rgb.to_vec() };
        let bytes = encode_jpeg(&picture, QUALITY).map_err(failed)?;
        let crop = read(&bytes).ok_or_else(|| VisionError::Failed { detail: "a crop of another size".into() })?;
        Ok(Self { crop, encoded: Encoded(bytes) })
    }
}

/// The crop of these bytes; `None` if they are none.
pub(crate) fn read(bytes: &[u8]) -> Option<AlignedCrop> {
    let picture = decode(bytes).ok()?;
    let is_crop = [picture.width, picture.height].map(|side| side as usize) == [CROP_SIDE; 2];
    is_crop.then(|| AlignedCrop { rgb: picture.rgb.into_boxed_slice() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_as_it_was_embedded() {
        let rgb = (0..CROP_SIDE * CROP_SIDE * 3).map(|i| (i * 31 % 251) as u8).collect();
        let kept = KeptCrop::of(&AlignedCrop { rgb }).expect("a crop");
        assert_eq!(read(&kept.encoded.0).expect("a crop").rgb, kept.crop.rgb, "to the last pixel");
        assert!(read(b"no picture").is_none());
        let small = encode_jpeg(&Picture::black(50, 50), 90).expect("a picture");
        assert!(read(&small).is_none(), "no crop");
    }
}
