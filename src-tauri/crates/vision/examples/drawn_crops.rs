//! Writes aligned crops of drawn people, as the embedder is fed with them: what `scripts/quantize` calibrates with, so that nobody's
//! photograph is needed for it.
//!
//! usage: `drawn_crops FILE PEOPLE MODELS_DIR RUNTIME_DIR`. The file holds one crop after the other, 112 × 112 × RGB.

#![allow(clippy::print_stdout, reason = "an example's only way to answer")]

use porchlight_domain::{DetectionScale, FaceVision, Search};
use porchlight_drawing::{Variation, portrait_with};
use porchlight_vision::{OrtVisionOpener, VisionPlace};
use std::{env, error::Error, fs};

/// Portraits of each person, in other light, pose and expression each.
const EACH: u64 = 5;
const SIDE: u32 = 480;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [file, people, models, runtime] = args.as_slice() else {
        return Err("usage: drawn_crops FILE PEOPLE MODELS_DIR RUNTIME_DIR".into());
    };
    let opener = OrtVisionOpener::new(VisionPlace {
        models_dir: models.into(),
        runtime_dirs: vec![runtime.into()],
        intra_threads: 1,
        pack: None,
    });
    let mut vision = opener.open_ort()?;
    let (mut crops, mut faces) = (Vec::new(), Vec::new());
    for seed in 0..people.parse::<u64>()? {
        for n in 0..EACH {
            let picture = portrait_with(1_000 + seed, SIDE, &Variation::drawn(seed * 31 + n));
            faces.clear();
            let search = Search { part: None, scale: DetectionScale { longer_side_px: SIDE }, min_score: 0.6 };
            vision.detect_in((&picture).into(), search, &mut faces)?;
            if let Some(face) = faces.first() {
                crops.extend_from_slice(&vision.align_in((&picture).into(), face).0.rgb);
            }
        }
    }
    fs::write(file, &crops)?;
    println!("{} crops", crops.len() / (112 * 112 * 3));
    Ok(())
}
