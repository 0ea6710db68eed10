//! `bench models`: what one run of each model costs, at each of its sizes, with one thread and with two.

use super::{Percentiles, percentiles_of};
use crate::place::Place;
use anyhow::Result;
use porchlight_camera::demo_household;
use porchlight_domain::{DetectionScale, FaceVision as _, Search, VideoPicture, View};
use porchlight_vision::{OrtVisionOpener, VisionPlace, packs::Pack};
use serde::Serialize;
use std::time::{Duration, Instant};

/// Runs of each, after those that warm up.
const RUNS: u32 = 60;
const WARM_UP: u32 = 8;
/// Widths and heights that the detector is fed with: whole frames, and parts around faces.
const SIZES: [(u32, u32); 6] = [(1280, 720), (640, 360), (480, 270), (320, 180), (160, 160), (96, 96)];

/// What a model costs.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ModelReport {
    pub(super) model: &'static str,
    pub(super) threads: usize,
    pub(super) input: String,
    pub(super) ms: Percentiles,
}

/// Measures the models of a pack, or of the one in use.
///
/// # Errors
/// They are missing or fail.
pub(crate) fn bench_models(place: &Place, pack: Option<&Pack>) -> Result<Vec<ModelReport>> {
    let mut reports = Vec::new();
    for threads in [1, 2] {
        let opener =
            OrtVisionOpener::new(VisionPlace { intra_threads: threads, pack: pack.cloned(), ..place.vision_place() });
        let mut vision = opener.open_ort()?;
        let mut faces = Vec::new();
        let mut search = |view: View<'_>, width| {
            let search = Search { part: None, scale: DetectionScale { longer_side_px: width }, min_score: 0.3 };
            timed(|| {
                faces.clear();
                Ok(vision.detect_in(view, search, &mut faces)?)
            })
        };
        for (width, height) in SIZES {
            let picture = VideoPicture { width, height, planes: vec![120; VideoPicture::bytes_of(width, height)] };
            let ms = search((&picture).into(), width)?;
            reports.push(ModelReport { model: "detector", threads, input: format!("{width}x{height}"), ms });
        }
        // Some packs look at a face that was found once more, for its landmarks.
        if let Some(portrait) = demo_household().iter().find_map(|member| member.portraits.first()) {
            let ms = search(portrait.into(), portrait.width)?;
            let input = format!("{}x{}, one face", portrait.width, portrait.height);
            reports.push(ModelReport { model: "detector", threads, input, ms });
        }
        let crop = porchlight_domain::AlignedCrop { rgb: vec![120; 112 * 112 * 3].into_boxed_slice() };
        for (name, model) in [("embedder, careful", 0), ("embedder, quick", 1)] {
            let Some(model) = vision.models().get(model).cloned() else { continue };
            let ms = timed(|| Ok(vision.embed(&crop, &model).map(|_| ())?))?;
            reports.push(ModelReport { model: name, threads, input: "112x112".into(), ms });
        }
    }
    Ok(reports)
}

fn timed(mut run: impl FnMut() -> Result<()>) -> Result<Percentiles> {
    for _ in 0..WARM_UP {
        run()?;
    }
    let mut times: Vec<Duration> = Vec::with_capacity(RUNS as usize);
    for _ in 0..RUNS {
        let begun = Instant::now();
        run()?;
        times.push(begun.elapsed());
    }
    Ok(percentiles_of(&times))
}
