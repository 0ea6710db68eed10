//! An embedder that an owner brings: any that takes ArcFace crops of 112 pixels.
//!
//! Owns how a crop is fed to it as its description says, and the check that it is what was described. Must not know whose
//! face it is.

use super::own::{Colours, Description, Input};
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

const PIXELS: usize = CROP_SIDE * CROP_SIDE;

/// The embedder with an input that is kept from face to face.
pub(crate) struct ArcFace {
    session: Session,
    input: Tensor<f32>,
    /// What each byte becomes, for each plane, and which colour that is.
    fed: [([f32; 256], usize); 3],
    length: usize,
    models: [ModelId; 2],
    /// Of a careful look.
    views: u8,
}

impl ArcFace {
    /// Loads the model and checks its shapes. Says in words what does not fit.
    pub(crate) fn new(
        runtime: &Loaded,
        model: &[u8],
        description: &Description,
        models: [ModelId; 2],
        intra_threads: usize,
    ) -> Result<Self, String> {
        let session = backends::session(runtime, model, intra_threads, &[[1, 3, CROP_SIDE, CROP_SIDE]])
            .map_err(|error| error.to_string())?;
        check_input(&session)?;
        let Input { colours, mean, std } = &description.input;
        let fed = std::array::from_fn(|c| {
            let colour = if *colours == Colours::Rgb { c } else { 2 - c };
            (std::array::from_fn(|v| (v as f32 - mean[c]) / std[c]), colour)
        });
        let input = Tensor::from_array(([1, 3, CROP_SIDE, CROP_SIDE], vec![0.0f32; 3 * PIXELS]))
            .map_err(|error| error.to_string())?;
        let mut loaded = Self { session, input, fed, length: description.length, models, views: description.views };
        // Grey is no face, but the answer to it has the shape of all answers.
        loaded.run(&AlignedCrop { rgb: vec![128; PIXELS * 3].into() }, false).map_err(|error| error.to_string())?;
        Ok(loaded)
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
        let turned = (is_careful && self.views > 2).then(|| turned(crop));
        let mut views = vec![(crop, false)];
        views.extend(is_careful.then_some((crop, true)));
        if let Some(turned) = &turned {
            views.extend([(turned, false), (turned, true)]);
        }
        let mut sum = vec![0.0; self.length];
        for (view, is_mirrored) in views {
            let values = self.run(view, is_mirrored)?;
            // Each view counts the same.
            let length = values.iter().map(|v| v * v).sum::<f32>().sqrt().max(f32::EPSILON);
            sum.iter_mut().zip(&values).for_each(|(sum, value)| *sum += value / length);
        }
        Embedding::new(model.clone(), sum).ok_or_else(|| failed("the embedder answered with no direction"))
    }

    fn run(&mut self, crop: &AlignedCrop, is_mirrored: bool) -> Result<Vec<f32>, VisionError> {
        if crop.rgb.len() != PIXELS * 3 {
            return Err(VisionError::Failed { detail: format!("a crop of {} bytes", crop.rgb.len()) });
        }
        let (_, values) = self.input.extract_tensor_mut();
        for ((table, colour), plane) in self.fed.iter().zip(values.chunks_exact_mut(PIXELS)) {
            for (row, pixels) in plane.chunks_exact_mut(CROP_SIDE).zip(crop.rgb.chunks_exact(CROP_SIDE * 3)) {
                let pixels = pixels.as_chunks::<3>().0;
                let fed = |pixel: &[u8; 3]| table[usize::from(pixel[*colour])];
                if is_mirrored {
                    row.iter_mut().zip(pixels.iter().rev()).for_each(|(v, pixel)| *v = fed(pixel));
                } else {
                    row.iter_mut().zip(pixels).for_each(|(v, pixel)| *v = fed(pixel));
                }
            }
        }
        let outputs = timed(|| self.session.run(inputs![&self.input])).map_err(failed)?;
        let value = outputs.values().next().ok_or_else(|| failed("the embedder has no output"))?;
        let (_, values) = value.try_extract_tensor::<f32>().map_err(failed)?;
        if values.len() != self.length {
            return Err(failed(format!("it answers with {} numbers instead of {}", values.len(), self.length)));
        }
        if values.iter().any(|v| !v.is_finite()) {
            return Err(failed("it answers with numbers that are none"));
        }
        Ok(values.to_vec())
    }
}

/// One picture of three planes of 112 by 112 pixels must fit.
fn check_input(session: &Session) -> Result<(), String> {
    let [input] = session.inputs() else {
        return Err(format!("it has {} inputs instead of one", session.inputs().len()));
    };
    let ValueType::Tensor { shape, .. } = input.dtype() else { return Err("its input is no picture".into()) };
    let side = CROP_SIDE as i64;
    let wanted = [1, 3, side, side];
    let fits = shape.len() == 4 && shape.iter().zip(wanted).all(|(is, wanted)| *is == wanted || *is < 0);
    if fits { Ok(()) } else { Err(format!("its input has the shape {shape:?} instead of {wanted:?}")) }
}
