//! `eval parts`: what each part of recognition is worth, by leaving it out.
//!
//! Owns which parts can be left out and the table. What is left out is a setting of the product, or taken away between
//! the product and its models; no rule is written a second time.

use super::{
    faces::{FaceSet, Faces, FacesReport, Ways},
    visits::{VisitsReport, eval_visits_with, usual_settings},
};
use anyhow::Result;
use porchlight_domain::{
    AlignedCrop, DetectedFace, Effort, Embedding, FaceVision, ModelId, OpenVision, Quality, Search, Settings,
    Thresholds, Usual, View, VisionError,
};
use porchlight_vision::OrtVisionOpener;
use std::{path::Path, sync::Arc};

/// The table, one line of text a row, in Markdown.
///
/// # Errors
/// The sets cannot be read, or the models are missing.
pub fn eval_parts(
    set: Option<&Path>,
    visits: Option<&Path>,
    opener: &Arc<OrtVisionOpener>,
    mut progress: impl FnMut(&str),
) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    let whole: Arc<dyn OpenVision> = Arc::clone(opener) as Arc<dyn OpenVision>;
    let as_found: Arc<dyn OpenVision> = Arc::new(Without { opener: Arc::clone(opener), part: Part::SecondLook });
    let all_equal: Arc<dyn OpenVision> = Arc::new(Without { opener: Arc::clone(opener), part: Part::Quality });
    if let Some(dir) = set {
        lines.extend(faces_head());
        let set = FaceSet::read(dir)?;
        let mut embed = |what: &str, vision: &Arc<dyn OpenVision>, effort| -> Result<Faces> {
            set.embedded(vision.as_ref(), effort, |done, all| progress(&format!("{what}: {done} of {all} pictures")))
        };
        let faces = embed("everything", &whole, Effort::Careful)?;
        let ways = || Ways::of(whole.as_ref());
        let usual = ways();
        lines.push(faces_row("everything", &set.report(&faces, &usual)));
        let no_margin = Ways { thresholds: Thresholds { margin: 0.0, ..usual.thresholds }, ..ways() };
        lines.push(faces_row("no lead over the runner-up", &set.report(&faces, &no_margin)));
        lines.push(faces_row("groups never thought over", &set.report(&faces, &Ways { revises: false, ..usual })));
        drop(faces);
        let faces = embed("one view", &whole, Effort::Quick)?;
        lines.push(faces_row("one view in place of four", &set.report(&faces, &ways())));
        let faces = embed("one look", &as_found, Effort::Careful)?;
        lines.push(faces_row("landmarks as found, no second look", &set.report(&faces, &ways())));
        let faces = embed("neither", &as_found, Effort::Quick)?;
        lines.push(faces_row("neither views nor second look", &set.report(&faces, &ways())));
        lines.push(String::new());
    }
    if let Some(dir) = visits {
        lines.extend(visits_head());
        let settings = usual_settings(whole.as_ref());
        let quick = Settings { effort: Effort::Quick, ..settings.clone() };
        for (what, vision, settings) in [
            ("everything", &whole, settings.clone()),
            ("one view in place of four", &whole, quick),
            ("landmarks as found, no second look", &as_found, settings.clone()),
            ("every face trusted alike", &all_equal, settings),
        ] {
            let report =
                eval_visits_with(dir, Arc::clone(vision), settings, |clip| progress(&format!("{what}: {clip}")))?;
            lines.push(visits_row(what, &report));
        }
    }
    Ok(lines)
}

fn faces_head() -> [String; 2] {
    let names = "verification | TAR at 1e-4 | DIR at 0.01 | known named | wrong | strangers named | B-cubed F1 | clicks over unavoidable";
    [format!("| left out | {names} |"), format!("|---|{}", "---|".repeat(8))]
}

fn faces_row(what: &str, report: &FacesReport) -> String {
    let (homes, groups) = (&report.households, &report.clustering);
    format!(
        "| {what} | {:.4} | {:.4} | {:.4} | {:.4} | {:.4} | {:.5} | {:.4} | {:.3} |",
        report.verification.accuracy,
        report.verification.tar_at_1e4,
        report.identification.at_1e2,
        homes.known_named,
        homes.wrong_named,
        homes.stranger_named,
        groups.bcubed_f1,
        groups.clicks_over_unavoidable(),
    )
}

fn visits_head() -> [String; 2] {
    let names = "known named | wrong | blacklisted alerted | strangers unnamed | time to name p50 / p95, ms | sightings a visit | embeddings a visit | false sightings";
    [format!("| left out | {names} |"), format!("|---|{}", "---|".repeat(8))]
}

fn visits_row(what: &str, report: &VisitsReport) -> String {
    let ms = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |ms| format!("{ms:.0}"));
    format!(
        "| {what} | {} of {} | {} | {} | {} | {} / {} | {:.2} | {:.2} | {} |",
        report.known_named,
        report.known_total,
        report.wrong_named,
        report.blacklist_alerted,
        report.stranger_unknown,
        ms(report.time_to_name_ms.p50),
        ms(report.time_to_name_ms.p95),
        report.sightings_per_visit,
        report.embeddings_per_visit,
        report.false_sightings,
    )
}

/// What is taken away between the product and its models.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Landmarks are those that were found first.
    SecondLook,
    /// Every face is trusted alike, as long as it can be embedded at all.
    Quality,
}

struct Without {
    opener: Arc<OrtVisionOpener>,
    part: Part,
}

impl OpenVision for Without {
    fn usual(&self) -> Usual {
        self.opener.usual()
    }

    fn open(&self) -> Result<Box<dyn FaceVision>, VisionError> {
        Ok(Box::new(Lacking { vision: self.opener.open_ort()?, part: self.part }))
    }
}

struct Lacking {
    vision: porchlight_vision::OrtVision,
    part: Part,
}

impl FaceVision for Lacking {
    fn models(&self) -> &[ModelId] {
        self.vision.models()
    }

    fn detect_in(&mut self, view: View<'_>, search: Search, into: &mut Vec<DetectedFace>) -> Result<(), VisionError> {
        self.vision.detect_in(view, search, into)
    }

    fn align_in(&mut self, view: View<'_>, face: &DetectedFace) -> (AlignedCrop, Quality) {
        match self.part {
            Part::SecondLook => self.vision.align_as_found(view, face),
            Part::Quality => {
                let (crop, quality) = self.vision.align_in(view, face);
                (crop, Quality { trust: ALIKE, ..quality })
            }
        }
    }

    fn embed(&mut self, crop: &AlignedCrop, model: &ModelId) -> Result<Embedding, VisionError> {
        self.vision.embed(crop, model)
    }
}

/// The trust of an ordinary face, for all.
const ALIKE: f32 = 0.7;
