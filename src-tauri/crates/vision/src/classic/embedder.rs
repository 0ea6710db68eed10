//! dlib's recognition net: from an aligned crop to 128 numbers.
//!
//! Owns how a crop is fed to it and the name that its embeddings carry. Must not know whose face it is. Invariant: it is fed
//! from the same crop of 112 pixels that is kept, so that a face embedded again gets the numbers that it would have got.
//!
//! dlib wants 150 pixels and less around the face; which part of the crop that is was measured
//! (docs/recognition.md, "Compatibility models").

use super::{
    graph::{INPUT, OUTPUT},
    nets::EMBEDDER_SIDE,
};
use crate::{
    runtime::{Loaded, failed, timed},
    second_view::turned,
};
use ort::{inputs, session::Session, value::Tensor};
use porchlight_domain::{AlignedCrop, CROP_SIDE, Embedding, ModelId, VisionError};

/// The name for embeddings averaged over four views of the crop: network, start of the checksum of its weights, feeding, and how
/// far its similarities are drawn apart.
pub(crate) const VIEWS: &str = "dlib-b413e420+crop+mirror+turn*10.5";
/// The name for embeddings of the crop alone, whose strangers are a little less alike.
pub(crate) const PLAIN: &str = "dlib-b413e420+crop*10";

/// The part of the crop that is fed: a square of this side ...
const PART: f32 = 104.0;
/// ... around this point. What lies below the crop repeats its edge.
const MIDDLE: [f32; 2] = [56.0, 71.0];

const LENGTH: usize = 128;
const PIXELS: usize = EMBEDDER_SIDE * EMBEDDER_SIDE;

/// The embedder with an input that is kept from face to face.
pub(crate) struct Embedder {
    session: Session,
    input: Tensor<f32>,
    models: [ModelId; 2],
}

/// The names, the most careful first.
pub(crate) fn models() -> [ModelId; 2] {
    [VIEWS, PLAIN].map(ModelId::new)
}

impl Embedder {
    pub(crate) fn new(runtime: &Loaded, model: &[u8], intra_threads: usize) -> ort::Result<Self> {
        Ok(Self {
            session: runtime.session(model, intra_threads)?,
            input: Tensor::from_array(([1, 3, EMBEDDER_SIDE, EMBEDDER_SIDE], vec![0.0f32; 3 * PIXELS]))?,
            models: models(),
        })
    }

    pub(crate) fn models(&self) -> &[ModelId] {
        &self.models
    }

    /// The embedding of this name.
    pub(crate) fn embed(&mut self, crop: &AlignedCrop, model: &ModelId) -> Result<Embedding, VisionError> {
        let is_careful = match self.models.iter().position(|known| known == model) {
            Some(first) => first == 0,
            None => return Err(failed(format!("there is no model {model}"))),
        };
        let turned = is_careful.then(|| turned(crop));
        let mut views = vec![(crop, false)];
        if let Some(turned) = &turned {
            views.extend([(crop, true), (turned, false), (turned, true)]);
        }
        let mut sum = vec![0.0; LENGTH];
        for (view, is_mirrored) in views {
            self.fill(view, is_mirrored)?;
            let outputs = timed(|| self.session.run(inputs![INPUT => &self.input])).map_err(failed)?;
            let value = outputs.get(OUTPUT).ok_or_else(|| failed("the embedder has no answer"))?;
            let (_, values) = value.try_extract_tensor::<f32>().map_err(failed)?;
            if values.len() != LENGTH {
                return Err(failed(format!("{} numbers instead of {LENGTH}", values.len())));
            }
            sum.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        }
        Embedding::new(model.clone(), sum).ok_or_else(|| failed("the embedder answered with no direction"))
    }

    fn fill(&mut self, crop: &AlignedCrop, is_mirrored: bool) -> Result<(), VisionError> {
        if crop.rgb.len() != CROP_SIDE * CROP_SIDE * 3 {
            return Err(VisionError::Failed { detail: format!("a crop of {} bytes", crop.rgb.len()) });
        }
        let (_, values) = self.input.extract_tensor_mut();
        for y in 0..EMBEDDER_SIDE {
            let rows = between(y, MIDDLE[1]);
            for x in 0..EMBEDDER_SIDE {
                let columns = between(x, MIDDLE[0]);
                let to = y * EMBEDDER_SIDE + if is_mirrored { EMBEDDER_SIDE - 1 - x } else { x };
                for c in 0..3 {
                    let at = |row: usize, column: usize| f32::from(crop.rgb[(row * CROP_SIDE + column) * 3 + c]);
                    let upper = mixed(at(rows.0, columns.0), at(rows.0, columns.1), columns.2);
                    let lower = mixed(at(rows.1, columns.0), at(rows.1, columns.1), columns.2);
                    values[c * PIXELS + to] = mixed(upper, lower, rows.2);
                }
            }
        }
        Ok(())
    }
}

fn mixed(a: f32, b: f32, share_of_b: f32) -> f32 {
    a + (b - a) * share_of_b
}

/// The two pixels of the crop between which a pixel of the input lies along one axis, and the share of the second.
fn between(pixel: usize, middle: f32) -> (usize, usize, f32) {
    let last = CROP_SIDE as f32 - 1.0;
    let step = PART / EMBEDDER_SIDE as f32;
    // Middles of pixels are half a pixel from their edges, and it is the edges that scale.
    let at = ((pixel as f32 + 0.5) * step - 0.5 + middle - PART / 2.0).clamp(0.0, last);
    let first = at as usize;
    (first, (first + 1).min(CROP_SIDE - 1), at - first as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_that_is_fed_lies_where_it_should() {
        assert_eq!(between(0, 56.0).0, 3, "4 pixels from the left, and half a step before the first middle");
        assert_eq!(between(EMBEDDER_SIDE - 1, 56.0).0, 107, "4 from the right");
        assert_eq!(between(EMBEDDER_SIDE - 1, 71.0), (111, 111, 0.0), "below the crop its edge goes on");
    }

    #[test]
    fn names_carry_the_checksum_and_the_spread() {
        for name in models() {
            assert!(name.as_str().contains(&super::super::EMBEDDER_WEIGHTS_SHA256[..8]), "{name}");
            assert!(name.spread() > 1.0, "{name}");
        }
    }
}
