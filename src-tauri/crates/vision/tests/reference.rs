//! The models reproduce the reference figures.
//!
//! Needs the evaluation data beside the checkout; says so and passes nothing on where it is absent. The pictures are of
//! real people and never enter the project.

mod common;

use common::{Part, default_vision, shared};
use porchlight_domain::{DetectionScale, Embedding, FaceVision, ModelId, Similarity};
use porchlight_vision::decode;
use serde_json::Value;
use std::{error::Error, fs};

#[test]
fn every_reference_face_is_found_with_its_landmarks_and_embedding() -> Result<(), Box<dyn Error>> {
    let (Part::Here(eval), Part::Here(mut vision)) = (shared("eval/reference/faces.json"), default_vision()) else {
        return Ok(());
    };
    let references: Vec<Value> = serde_json::from_str(&fs::read_to_string(&eval)?)?;
    assert!(references.len() >= 40, "the reference names 40 pictures");
    let pictures = eval.parent().and_then(|dir| dir.parent()).ok_or("the reference lies in eval/reference")?;
    let (mut lowest, mut farthest) = (1.0f32, 0.0f32);
    for reference in &references {
        let name = reference["image"].as_str().ok_or("every reference names its picture")?;
        let picture = decode(&fs::read(pictures.join(name))?)?;
        let found = vision.detect(&picture, DetectionScale { longer_side_px: 640 }, 0.6)?;
        let wanted = reference["faces"].as_array().ok_or("every reference lists faces")?;
        assert_eq!(found.len(), wanted.len(), "{name}: as many faces as the reference has");
        for wanted in wanted {
            let numbers = |value: &Value| -> Vec<f32> {
                value.as_array().into_iter().flatten().filter_map(Value::as_f64).map(|v| v as f32).collect()
            };
            let landmarks: Vec<Vec<f32>> = wanted["landmarks"].as_array().into_iter().flatten().map(numbers).collect();
            let off = |face: &porchlight_domain::DetectedFace| {
                let pairs = face.landmarks_in_frame.iter().zip(&landmarks);
                pairs.map(|(f, w)| (f[0] - w[0]).hypot(f[1] - w[1])).fold(0.0f32, f32::max)
            };
            let face = found.iter().min_by(|a, b| off(a).total_cmp(&off(b))).ok_or("a face is found")?;
            assert!(off(face) <= 1.5, "{name}: landmarks are {} pixels off", off(face));
            farthest = farthest.max(off(face));
            let score = wanted["score"].as_f64().ok_or("a score")? as f32;
            assert!((face.score - score).abs() < 0.01, "{name}: score {} instead of {score}", face.score);
            let (crop, quality) = vision.align_as_found(&picture, face);
            assert!((0.0..=1.0).contains(&quality.trust), "{name}: trust {}", quality.trust);
            let embedding = vision.embed(&crop, &vision.models()[1].clone())?;
            let expected =
                Embedding::new(embedding.model().clone(), numbers(&wanted["embedding"])).ok_or("128 numbers")?;
            let similarity = embedding.similarity(&expected).ok_or("the same model")?;
            assert!(similarity >= Similarity(0.995), "{name}: {similarity:?}");
            lowest = lowest.min(similarity.0);
            let mirrored = vision.embed(&crop, &vision.models()[0].clone())?;
            assert_eq!(mirrored.similarity(&embedding), None, "another feeding is another model");
            let unnamed = Embedding::new(ModelId::new("x"), mirrored.values().to_vec()).ok_or("a direction")?;
            let plain = Embedding::new(ModelId::new("x"), embedding.values().to_vec()).ok_or("a direction")?;
            assert!(unnamed.similarity(&plain) > Some(Similarity(0.85)), "{name}: a mirrored face is the same face");
        }
    }
    println!("lowest similarity {lowest}, farthest landmark {farthest} pixels");
    Ok(())
}
