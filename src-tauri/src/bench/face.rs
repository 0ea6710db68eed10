//! `bench face`: one face, from where it is in the picture to the verdict.

use super::{Percentiles, percentiles_of};
use crate::place::Place;
use anyhow::{Context, Result, ensure};
use porchlight_domain::{
    DetectedFace, DetectionScale, FaceId, FaceVision, Gallery, GalleryFace, GallerySubject, ModelId, PersonId,
    PersonKind, Picture, Probe, Search, Subject, Thresholds, identify,
};
use porchlight_vision::{OrtVision, decode, packs};
use serde::Serialize;
use std::{
    collections::HashSet,
    fs,
    hint::black_box,
    path::PathBuf,
    time::{Duration, Instant},
};

/// Each picture is looked at so often.
const ROUNDS: usize = 20;
/// The scale that faces are found at.
const SCALE: DetectionScale = DetectionScale { longer_side_px: 640 };

/// Whose faces, by which models.
#[derive(Clone, Debug)]
pub(crate) struct FacesWanted {
    pub(crate) pictures: Vec<PathBuf>,
    pub(crate) pack: Option<String>,
}

/// The report.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FaceReport {
    pub(super) pack: String,
    pub(super) faces: usize,
    /// By each model of the pack, the most careful first.
    pub(super) models: Vec<ModelTimes>,
}

/// What one face takes by one model.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ModelTimes {
    pub(super) model: String,
    /// Cropping, embedding, comparing with everybody on the pictures, deciding.
    pub(super) crop_to_verdict_ms: Percentiles,
}

/// Times every face on the pictures; everybody on them is known.
///
/// # Errors
/// A picture cannot be read or shows nobody, or the models fail.
pub(crate) fn bench_face(place: &Place, wanted: &FacesWanted) -> Result<FaceReport> {
    let pack = match &wanted.pack {
        Some(name) => packs::named(&place.models_dir, name)?,
        None => packs::in_use(&place.models_dir),
    };
    let name = pack.name().to_owned();
    let mut vision = place.vision_of(Some(pack)).open_ort()?;
    let mut seen = Vec::new();
    for file in &wanted.pictures {
        let bytes = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
        let picture = decode(&bytes).with_context(|| format!("{} is no picture", file.display()))?;
        let mut faces = Vec::new();
        vision.detect_in((&picture).into(), Search { part: None, scale: SCALE, min_score: 0.6 }, &mut faces)?;
        seen.extend(faces.first().map(|face| (picture, *face)));
    }
    ensure!(!seen.is_empty(), "nobody is on these pictures");
    let models = vision.models().to_vec();
    let models = models.iter().map(|model| times_of(&mut vision, &seen, model)).collect::<Result<_>>()?;
    Ok(FaceReport { pack: name, faces: seen.len(), models })
}

fn times_of(vision: &mut OrtVision, seen: &[(Picture, DetectedFace)], model: &ModelId) -> Result<ModelTimes> {
    let mut embedded = |picture: &Picture, face: &DetectedFace| {
        let (crop, quality) = vision.align_in(picture.into(), face);
        Ok::<_, anyhow::Error>(Probe::new(vision.embed(&crop, model)?, quality.is_grey))
    };
    let mut subjects = Vec::new();
    for (id, (picture, face)) in (0i64..).zip(seen) {
        let embedding = embedded(picture, face)?.embedding().clone();
        let kept = GalleryFace { face: FaceId(id), embedding, trust: 1.0, is_grey: false };
        let (subject, kind) = (Subject::Person(PersonId(id)), Some(PersonKind::Known));
        subjects.push(GallerySubject::new(subject, Some("somebody".into()), kind, vec![kept]));
    }
    let gallery = Gallery::new(subjects, HashSet::new());
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..ROUNDS {
        for (picture, face) in seen {
            let begun = Instant::now();
            let probe = embedded(picture, face)?;
            let identity = black_box(identify(&probe, &gallery, &Thresholds::default(), None));
            times.push(begun.elapsed());
            ensure!(identity.similarity.is_some_and(|s| s.0 > 0.9), "a face is not like itself");
        }
    }
    Ok(ModelTimes { model: model.to_string(), crop_to_verdict_ms: percentiles_of(&times) })
}
