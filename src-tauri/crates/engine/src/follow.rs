//! What is known of one track, from look to look.
//!
//! Owns when a face is worth a look, by which models, and which pictures of it are kept. Must not know sightings, the
//! tracker or the database.

use crate::home::Home;
use porchlight_domain::{
    AlignedCrop, CountedFace, DetectedFace, Embedding, Evidence, FaceVision, Frame, Identity, ModelId, Picture, Probe,
    Quality, Subject, Timestamp, Verdict, VisionError, is_still,
};
use porchlight_vision::crop_with_margin;
use std::time::Duration;

/// Between two looks at an undecided face: consecutive frames say almost the same.
const LOOK_AGAIN_MS: i64 = 80;
/// Looks after which a doubtful face is looked at less often: what twelve did not show, more seldom do.
const EAGER_LOOKS: u32 = 12;
/// Between two looks at a face that stays doubtful.
const DOUBTFUL_LOOK_MS: i64 = 1_000;
/// A decided face is looked at again when it has grown by this factor ...
const MUCH_LARGER: f32 = 1.4;
/// ... but not more often than this.
const BETTER_LOOK_MS: i64 = 500;
/// Looks by another model after which its faces speak for a track: as many as a verdict about a stranger needs.
const LOOKS_ANEW: u32 = 3;
/// Faces of a sighting that are kept with their pictures.
const KEPT_FACES: usize = 3;
/// A kept picture shows the face with this much around it, as a share of its size.
const PORTRAIT_MARGIN: f32 = 0.6;
/// Longest side of a kept picture in pixels.
const PORTRAIT_SIDE: u32 = 320;

/// A face good enough to keep.
#[derive(Clone, Debug)]
pub struct KeptFace {
    /// As numbers.
    pub embedding: Embedding,
    /// How good it is.
    pub quality: Quality,
    /// Aligned, so that another model can embed it again.
    pub crop: AlignedCrop,
    /// For people to look at.
    pub portrait: Picture,
    /// When it was seen.
    pub at: Timestamp,
}

/// A verdict of an earlier run. Nobody is told it before a face of this run agreed.
#[derive(Clone, Debug)]
pub(crate) struct Resumed {
    pub(crate) identity: Identity,
    /// What it rested on.
    pub(crate) counted: Vec<CountedFace>,
    /// The model that embedded those faces.
    pub(crate) model: Option<ModelId>,
}

impl Resumed {
    /// Whether this face, the first of this run, can still be the same person.
    pub(crate) fn agrees_with(&self, probe: &Probe, home: &Home) -> bool {
        let is_same_model = self.model.as_ref().is_none_or(|model| probe.embedding().model() == model);
        let is_still = |subject| is_still(subject, probe, home.gallery(), &home.settings().thresholds);
        is_same_model && self.identity.subject.is_some_and(is_still)
    }
}

/// What is known of a track.
#[derive(Default)]
pub(crate) struct Follow {
    pub(crate) evidence: Evidence,
    pub(crate) identity: Option<Identity>,
    /// When the verdict was reached.
    pub(crate) decided_at: Option<Timestamp>,
    /// What an earlier run thought, as long as no face was compared with it.
    pub(crate) resumed: Option<Resumed>,
    pub(crate) generation: u64,
    pub(crate) looks: u32,
    pub(crate) looked_at: Option<Timestamp>,
    /// So many looks by another model are still to be taken.
    pub(crate) anew: u32,
    /// What the verdict rests on, as of when it was reached.
    pub(crate) counted: Vec<CountedFace>,
    /// The arrival of the first frame on which the face was usable.
    pub(crate) usable_since: Option<Duration>,
    pub(crate) largest_side: f32,
    pub(crate) kept: Vec<KeptFace>,
}

/// What is left of the tracks of a sighting that are over.
#[derive(Default)]
pub(crate) struct Left {
    pub(crate) kept: Vec<KeptFace>,
    pub(crate) counted: Vec<CountedFace>,
    pub(crate) model: Option<ModelId>,
}

impl Follow {
    /// Whether the embedding model should run on this face now.
    pub(crate) fn wants_look(&self, side: f32, is_stale: bool, at: Timestamp) -> bool {
        let Some(looked_at) = self.looked_at else { return true };
        let since = at.millis_since(looked_at);
        let is_decided = self.identity.as_ref().is_some_and(|i| i.verdict != Verdict::Unclear);
        if is_stale {
            since >= LOOK_AGAIN_MS
        } else if is_decided {
            since >= BETTER_LOOK_MS && side >= MUCH_LARGER * self.largest_side
        } else if self.looks < EAGER_LOOKS {
            since >= LOOK_AGAIN_MS
        } else {
            since >= DOUBTFUL_LOOK_MS
        }
    }

    /// Keeps the face if it is among the best.
    pub(crate) fn keep_best(
        &mut self,
        frame: &Frame,
        face: &DetectedFace,
        (embedding, quality, crop): (Embedding, Quality, AlignedCrop),
    ) {
        let is_better =
            self.kept.len() < KEPT_FACES || self.kept.last().is_some_and(|worst| worst.quality.trust < quality.trust);
        if is_better {
            let portrait = crop_with_margin(frame.picture.view(), &face.box_in_frame, PORTRAIT_MARGIN, PORTRAIT_SIDE);
            self.kept.push(KeptFace { embedding, quality, crop, portrait, at: frame.at });
            order_and_trim(&mut self.kept);
        }
    }

    /// Another model is wanted: the faces seen so far will soon say nothing, because people are compared by the other one.
    /// The verdict is held until the new faces say something.
    pub(crate) fn look_anew(&mut self, home: &Home) {
        self.evidence = Evidence::default();
        (self.looks, self.looked_at, self.anew) = (0, None, LOOKS_ANEW);
        let is_as_before = self.identity.as_ref().is_some_and(|identity| {
            let now = identity.subject.and_then(|subject| home.gallery().subject(subject));
            now.is_some_and(|now| now.kind.map_or(Verdict::Visitor, Verdict::from) == identity.verdict)
        });
        if is_as_before {
            self.generation = home.generation();
        }
    }

    /// Thinks again about who it is, with all faces seen so far.
    pub(crate) fn judge(&mut self, home: &Home, own: Option<Subject>) {
        let _span = tracing::trace_span!("match").entered();
        let found = self.evidence.identity(home.gallery(), &home.settings().thresholds, own);
        let is_another = self.identity.as_ref().is_none_or(|before| before.subject != found.subject);
        // Somebody changed: what was thought of them before counts for nothing.
        let before = self.identity.take().filter(|_| self.generation == home.generation());
        let identity = hold_on_to(before, found);
        if is_another || self.generation != home.generation() || identity.verdict == Verdict::Unclear {
            self.counted = self.evidence.counted(&identity, home.gallery());
        }
        self.identity = Some(identity);
        self.generation = home.generation();
    }

    /// The same without pictures: enough to judge again.
    pub(crate) fn without_pictures(&self) -> Self {
        Self {
            evidence: self.evidence.clone(),
            identity: self.identity.clone(),
            decided_at: self.decided_at,
            generation: self.generation,
            ..Self::default()
        }
    }

    /// The verdict as this home sees it, and when it was reached; `None` while there is none.
    pub(crate) fn decided(&mut self, home: &Home, own: Option<Subject>) -> Option<(&Identity, Timestamp)> {
        if self.generation != home.generation() {
            self.judge(home, own);
        }
        let identity = self.identity.as_ref().filter(|identity| identity.verdict != Verdict::Unclear)?;
        Some((identity, self.decided_at?))
    }

    /// What is thought; as long as no face was good enough, why not.
    pub(crate) fn thought(&self, home: &Home) -> Identity {
        let unseen = || self.evidence.identity(home.gallery(), &home.settings().thresholds, None);
        self.identity.clone().unwrap_or_else(unseen)
    }
}

impl Left {
    pub(crate) fn take_over(&mut self, follow: Follow) {
        self.model = follow.evidence.model().cloned().or(self.model.take());
        self.kept.extend(follow.kept);
        order_and_trim(&mut self.kept);
        if !follow.counted.is_empty() {
            self.counted = follow.counted;
        }
    }
}

/// Which models embed the faces of this frame: the wanted one first, then those whose faces still wait to be embedded
/// again.
#[derive(Default)]
pub(crate) struct Models {
    pub(crate) wanted: Vec<ModelId>,
}

/// The model that the owner's settings ask for.
pub(crate) fn wanted_model(vision: &dyn FaceVision, home: &Home) -> Result<ModelId, VisionError> {
    let none = || VisionError::Failed { detail: "the vision names no model".into() };
    home.settings().effort.choose(vision.models()).cloned().ok_or_else(none)
}

impl Models {
    pub(crate) fn of(vision: &dyn FaceVision, home: &Home) -> Self {
        let mut wanted: Vec<ModelId> = wanted_model(vision, home).into_iter().collect();
        for model in home.gallery().models() {
            let is_known = vision.models().contains(model) || vision.others().contains(model);
            if !wanted.contains(model) && is_known {
                wanted.push(model.clone());
            }
        }
        Self { wanted }
    }

    pub(crate) fn embed(
        &self,
        vision: &mut dyn FaceVision,
        crop: &AlignedCrop,
        quality: &Quality,
    ) -> Result<Option<Probe>, VisionError> {
        let _span = tracing::trace_span!("embed").entered();
        let mut probe: Option<Probe> = None;
        for model in &self.wanted {
            let embedding = vision.embed(crop, model)?;
            probe = Some(match probe {
                None => Probe::new(embedding, quality.is_grey),
                Some(probe) => probe.and(embedding),
            });
        }
        Ok(probe)
    }
}

/// A doubt does not take back a verdict within a track; another verdict does.
fn hold_on_to(before: Option<Identity>, found: Identity) -> Identity {
    match before {
        Some(before) if found.verdict == Verdict::Unclear && before.verdict != Verdict::Unclear => before,
        _ => found,
    }
}

fn order_and_trim(kept: &mut Vec<KeptFace>) {
    kept.sort_by(|a, b| b.quality.trust.total_cmp(&a.quality.trust));
    kept.truncate(KEPT_FACES);
}
