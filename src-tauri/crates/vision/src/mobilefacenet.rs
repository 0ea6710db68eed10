//! MobileFaceNet: from an aligned crop to 128 numbers.
//!
//! Owns how a crop is fed to the embedder and the name that its embeddings carry. Must not know whose face it is.
//! Invariant: the name changes whenever the model or the feeding does, because embeddings of different names are never
//! compared.
//!
//! Source: Chen et al. (2018), "MobileFaceNets"; trained with ArcFace. Input: RGB, planar, (v / 255 - mean) / std.

use crate::{
    backends,
    runtime::{Loaded, failed, timed},
    second_view::turned,
};
use ort::{
    inputs,
    session::Session,
    value::{Tensor, ValueType},
};
use porchlight_domain::{AlignedCrop, CROP_SIDE, Embedding, ModelId, VisionError};

/// The name for embeddings averaged over four views of the crop: model, start of its checksum, alignment, feeding.
pub(crate) const VIEWS: &str = "mobilefacenet-b7120c09+refined+mirror+turn";

/// The name for embeddings of the crop alone.
pub(crate) const PLAIN: &str = "mobilefacenet-b7120c09+refined";

/// Numbers of an embedding.
const LENGTH: usize = 128;

const PIXELS: usize = CROP_SIDE * CROP_SIDE;

const MEAN: [f32; 3] = [0.485, 0.456, 0.406];
const STD: [f32; 3] = [0.229, 0.224, 0.225];

/// The embedder with an input that is kept from face to face.
pub(crate) struct MobileFaceNet {
    session: Session,
    input: Tensor<f32>,
    /// What each byte becomes, for red, green and blue.
    fed: [[f32; 256]; 3],
    /// By four views of the crop, and by the crop alone.
    models: [ModelId; 2],
    /// The model takes crop and mirror image in one run.
    takes_two: bool,
}

impl MobileFaceNet {
    pub(crate) fn new(runtime: &Loaded, model: &[u8], intra_threads: usize) -> ort::Result<Self> {
        let session = backends::session(runtime, model, intra_threads, &[[1, 3, CROP_SIDE, CROP_SIDE]])?;
        let batch = session.inputs().first().map(|input| match input.dtype() {
            ValueType::Tensor { shape, .. } => shape.first().copied().unwrap_or(1),
            _ => 1,
        });
        let takes_two = batch == Some(-1);
        let faces = if takes_two { 2 } else { 1 };
        let zeros = vec![0.0f32; faces * 3 * PIXELS];
        Ok(Self {
            session,
            input: Tensor::from_array(([faces, 3, CROP_SIDE, CROP_SIDE], zeros))?,
            fed: std::array::from_fn(|c| std::array::from_fn(|v| (v as f32 / 255.0 - MEAN[c]) / STD[c])),
            models: [ModelId::new(VIEWS), ModelId::new(PLAIN)],
            takes_two,
        })
    }

    /// The names of what it makes, the most careful first.
    pub(crate) fn models(&self) -> &[ModelId] {
        &self.models
    }

    /// The embedding of this name.
    pub(crate) fn embed(&mut self, crop: &AlignedCrop, model: &ModelId) -> Result<Embedding, VisionError> {
        match self.models.iter().position(|known| known == model) {
            Some(0) => self.embed_views(crop),
            Some(_) => self.embed_plain(crop),
            None => Err(failed(format!("there is no model {model}"))),
        }
    }

    /// The mean direction of four views: the crop, the crop turned and enlarged a little, and their mirror images. What
    /// each view adds is measured in `docs/recognition.md` ("Views").
    fn embed_views(&mut self, crop: &AlignedCrop) -> Result<Embedding, VisionError> {
        let mut sum = vec![0.0; LENGTH];
        for view in [crop, &turned(crop)] {
            if self.takes_two {
                self.fill(view, 0, false)?;
                self.fill(view, 1, true)?;
                let mut both = self.run()?;
                both.chunks_exact_mut(LENGTH).for_each(|values| add_direction(&mut sum, values));
            } else {
                for is_mirrored in [false, true] {
                    self.fill(view, 0, is_mirrored)?;
                    add_direction(&mut sum, &mut self.run()?);
                }
            }
        }
        named(&self.models[0], sum)
    }

    /// The embedding of the crop alone, as the reference has it. Not comparable with [`Self::embed_views`].
    fn embed_plain(&mut self, crop: &AlignedCrop) -> Result<Embedding, VisionError> {
        self.fill(crop, 0, false)?;
        let mut values = self.run()?;
        values.truncate(LENGTH);
        named(&self.models[1], values)
    }

    fn fill(&mut self, crop: &AlignedCrop, place: usize, is_mirrored: bool) -> Result<(), VisionError> {
        if crop.rgb.len() != PIXELS * 3 {
            return Err(VisionError::Failed { detail: format!("a crop of {} bytes", crop.rgb.len()) });
        }
        let (_, values) = self.input.extract_tensor_mut();
        let face = &mut values[place * 3 * PIXELS..][..3 * PIXELS];
        for (c, plane) in face.chunks_exact_mut(PIXELS).enumerate() {
            for (y, row) in plane.chunks_exact_mut(CROP_SIDE).enumerate() {
                let pixels = crop.rgb[y * CROP_SIDE * 3..][..CROP_SIDE * 3].as_chunks::<3>().0;
                let fed = |pixel: &[u8; 3]| self.fed[c][usize::from(pixel[c])];
                if is_mirrored {
                    row.iter_mut().zip(pixels.iter().rev()).for_each(|(v, pixel)| *v = fed(pixel));
                } else {
                    row.iter_mut().zip(pixels).for_each(|(v, pixel)| *v = fed(pixel));
                }
            }
        }
        Ok(())
    }

    fn run(&mut self) -> Result<Vec<f32>, VisionError> {
        let outputs = timed(|| self.session.run(inputs![&self.input])).map_err(failed)?;
        let value = outputs.values().next().ok_or_else(|| failed("the embedder has no output"))?;
        let (_, values) = value.try_extract_tensor::<f32>().map_err(failed)?;
        let wanted = if self.takes_two { 2 * LENGTH } else { LENGTH };
        if values.len() != wanted {
            return Err(failed(format!("{} numbers instead of {wanted}", values.len())));
        }
        Ok(values.to_vec())
    }
}

/// Each view is brought to length 1 first, or the one with the larger numbers would count for more.
fn add_direction(sum: &mut [f32], values: &mut [f32]) {
    let length = values.iter().map(|v| v * v).sum::<f32>().sqrt().max(f32::EPSILON);
    sum.iter_mut().zip(values).for_each(|(s, v)| *s += *v / length);
}

fn named(model: &ModelId, values: Vec<f32>) -> Result<Embedding, VisionError> {
    Embedding::new(model.clone(), values).ok_or_else(|| failed("the embedder answered with no direction"))
}
