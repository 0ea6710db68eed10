//! A face that the owner points at, because the detector missed it.
//!
//! Owns the closer look at a part of a picture, and what becomes of it once the owner says who it is. Must not decide
//! who it is. Invariants: looking keeps nothing; what is kept is one sighting with one face, and whose it is is an act
//! of the owner that can be taken back.

use crate::{
    Engine, EngineError,
    follow::{Models, wanted_model},
    kept_crop::KeptCrop,
};
use porchlight_domain::{
    BoxInFrame, CameraId, DetectedFace, DetectionScale, Embedding, FaceVision, Identity, NoMark, Picture, Quality,
    SightingId, Subject, Timestamp, Verdict, VisionError, face_meant, identify, is_worth_looking, judged_mark,
    landmarks_in,
};
use porchlight_store::{CountedFace, Encoded, FaceOrigin, Findings, MoveTo, NewFace, NewSighting, StoreError};
use porchlight_vision::{Closer, PictureError, crop_with_margin, encode_jpeg};

/// Longer sides that the area is scaled to: the detector sees a face best at 60 to 200 pixels, and draws its boxes
/// closer than people do.
const LOOKS_PX: [u32; 3] = [256, 416, 160];
/// How much around the area is looked at, as a share of its longer side: a face needs its head to be found.
const AROUND: f32 = 0.7;
/// A face where the owner points is one even if the detector is in doubt ...
const LEAST_SCORE: f32 = 0.25;
/// ... and from this score on it need not be looked for again.
const GOOD_SCORE: f32 = 0.7;
const PORTRAIT_QUALITY: u8 = 88;
const PORTRAIT_MARGIN: f32 = 0.5;
const PORTRAIT_SIDE: u32 = 320;
/// A page holds the last half minute; whatever is much older is of no picture that it shows.
const OLDEST_MS: i64 = 10 * 60 * 1000;

/// A face found where the owner pointed.
#[derive(Clone, Debug)]
pub struct MarkedFace {
    /// Where it is.
    pub box_in_picture: BoxInFrame,
    /// Nothing was found, even from close up: the face was taken to fill the area.
    pub is_guessed: bool,
    /// How good it is.
    pub quality: Quality,
    /// For people to look at.
    pub portrait: Picture,
    /// Who it may be.
    pub identity: Identity,
    crop: KeptCrop,
    embedding: Embedding,
}

impl MarkedFace {
    /// The portrait as JPEG.
    ///
    /// # Errors
    /// It has no pixels.
    pub fn portrait_jpeg(&self) -> Result<Vec<u8>, EngineError> {
        encode_jpeg(&self.portrait, PORTRAIT_QUALITY).map_err(not_written)
    }
}

impl Engine {
    /// Looks closer at an area of a picture. Keeps nothing. `Ok(Err(why))` if there is no usable face.
    ///
    /// # Errors
    /// Models are missing, or a model failed.
    pub fn look_closer(&self, picture: &Picture, area: &BoxInFrame) -> Result<Result<MarkedFace, NoMark>, EngineError> {
        if let Err(why) = is_worth_looking(area) {
            return Ok(Err(why));
        }
        let home = self.home();
        self.with_vision(|vision| {
            let found = found_in(vision, picture, area)?;
            let is_guessed = found.is_none();
            let guess = || DetectedFace { box_in_frame: *area, landmarks_in_frame: landmarks_in(area), score: 0.0 };
            let face = found.unwrap_or_else(guess);
            let (crop, quality) = vision.align(picture, &face);
            let quality = match judged_mark(quality, is_guessed) {
                Ok(quality) => quality,
                Err(why) => return Ok(Err(why)),
            };
            let crop = KeptCrop::of(&crop)?;
            let model = wanted_model(vision, &home)?;
            let embedding = vision.embed(&crop.crop, &model)?;
            let probe = Models::of(vision, &home).embed(vision, &crop.crop, &quality)?;
            let identity = probe.map_or_else(Identity::unknown, |probe| {
                identify(&probe, home.gallery(), &home.settings().thresholds, None)
            });
            let portrait = crop_with_margin(picture, &face.box_in_frame, PORTRAIT_MARGIN, PORTRAIT_SIDE);
            let box_in_picture = face.box_in_frame;
            Ok(Ok(MarkedFace { box_in_picture, is_guessed, quality, portrait, identity, crop, embedding }))
        })
    }

    /// Keeps a marked face as a sighting at a camera and gives it to whom the owner says. Naming it is an act like any
    /// other: taken back, the face is that of a visitor without a name.
    ///
    /// # Errors
    /// The camera or whoever it is given to is gone, the name is empty, it is long ago, or the store failed. Nothing is
    /// kept then.
    pub fn keep_marked(
        &self,
        camera: CameraId,
        at: Timestamp,
        face: &MarkedFace,
        to: MoveTo,
    ) -> Result<SightingId, EngineError> {
        let now = self.clock.now();
        let at = Timestamp(at.0.min(now.0));
        if now.millis_since(at) > OLDEST_MS {
            return Err(StoreError::NotFound { what: "picture" }.into());
        }
        let quality = face.quality;
        let counted = CountedFace {
            at,
            trust: quality.trust,
            side_px: quality.face_side_px,
            sharpness: quality.sharpness,
            frontality: quality.frontality,
            exposure: quality.exposure,
            similarity: None,
        };
        let crop = face.crop.encoded.clone();
        let portrait = Encoded(face.portrait_jpeg()?);
        let (visitor, sighting) = self.store.write(|w| {
            let visitor = w.add_visitor(at)?;
            let subject = Subject::Visitor(visitor);
            let findings = Findings {
                verdict: Verdict::Visitor,
                subject: Some(subject),
                candidates: face.identity.candidates.clone(),
                model: Some(face.embedding.model().clone()),
                evidence: vec![counted],
                ..Findings::unclear()
            };
            let sighting = w.start_sighting(&NewSighting { camera, at, findings })?;
            w.add_face(&NewFace {
                subject,
                sighting: Some(sighting),
                origin: FaceOrigin::Seen,
                is_template: true,
                embedding: face.embedding.clone(),
                quality,
                crop,
                picture: portrait,
                source_sha256: None,
                at,
            })?;
            w.end_sighting(sighting, at)?;
            Ok::<_, StoreError>((visitor, sighting))
        })?;
        if to == MoveTo::NewVisitor {
            self.household.reload(Subject::Visitor(visitor));
            self.changed();
            return Ok(sighting);
        }
        match self.store.move_sighting(sighting, to, now) {
            Ok(done) => {
                self.acted(done, &[Subject::Visitor(visitor)]);
                Ok(sighting)
            }
            Err(error) => {
                self.store.remove_visitor(visitor)?;
                Err(error.into())
            }
        }
    }
}

/// The face in the area, looked for from close up, at several sizes, and with the light turned up where it is dark.
fn found_in(
    vision: &mut dyn FaceVision,
    picture: &Picture,
    area: &BoxInFrame,
) -> Result<Option<DetectedFace>, VisionError> {
    let mut best: Option<DetectedFace> = None;
    for longer_side_px in LOOKS_PX {
        let Some(closer) = Closer::look(picture, area, AROUND, longer_side_px) else { return Ok(None) };
        let lit = closer.lit();
        for look in [Some(&closer), lit.as_ref()].into_iter().flatten() {
            let faces = vision.detect(&look.picture, DetectionScale { longer_side_px }, LEAST_SCORE)?;
            let faces: Vec<DetectedFace> = faces.iter().map(|face| look.to_picture(face)).collect();
            if let Some(found) = face_meant(area, &faces).filter(|f| best.is_none_or(|b| f.score > b.score)) {
                best = Some(found);
            }
            if best.is_some_and(|face| face.score >= GOOD_SCORE) {
                return Ok(best);
            }
        }
    }
    Ok(best)
}

#[allow(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
fn not_written(error: PictureError) -> EngineError {
    EngineError::Vision(VisionError::Failed { detail: error.to_string() })
}
