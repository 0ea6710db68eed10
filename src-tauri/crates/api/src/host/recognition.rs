//! Why a verdict was reached, what other thresholds would have made of the last week, and what the slower work is at.
//!
//! Owns how far back "last week" reaches. Must not decide: every verdict comes from `domain`.

use super::{Host, checks, to_wire};
use crate::{
    ApiError,
    wire::{
        ActById, ActView, CacheView, JournalQuery, JournalView, NameCount, PauseReembedding, RecognitionView,
        ReembeddingView, SightingById, ThresholdPreview, ThresholdProposal, WhyView,
    },
};
use porchlight_domain::{ActId, Gallery, JudgedSighting, SightingId, Subject, Thresholds, outcome};
use porchlight_store::Judged;
use std::collections::HashMap;

/// How far back a preview looks.
const WEEK_MS: i64 = 7 * 24 * 3_600_000;
/// Sightings of a week that are looked at; a busy street has fewer.
const MOST_OF_A_WEEK: usize = 20_000;
/// Names in a preview.
const MOST_NAMES: usize = 6;
/// Trust of all faces below which a sighting had no name for want of faces, as for a verdict.
const LITTLE_TRUST: f32 = 0.5;

impl Host {
    pub(super) fn why_of(&self, request: &SightingById) -> Result<WhyView, ApiError> {
        let sighting = self.engine.store().sighting(SightingId(request.id))?;
        let decision = self.engine.store().decision(sighting.id)?;
        let decision = decision.map(|decision| to_wire::decision(&decision, sighting.started_at));
        let home = self.engine.home();
        let faces = sighting.findings.evidence.iter().map(to_wire::counted_face).collect();
        let mut candidates = sighting.findings.candidates.iter().map(|candidate| candidate.subject);
        let margin = match (candidates.next(), candidates.next()) {
            (Some(one), Some(other)) => home.gallery().margin(one, other, &home.settings().thresholds),
            _ => home.settings().thresholds.margin,
        };
        let model = sighting.findings.model.as_ref().map(|model| model.as_str().to_owned());
        Ok(WhyView { sighting: to_wire::sighting(sighting), faces, margin, model, decision })
    }

    pub(super) fn what_if(&self, request: &ThresholdProposal) -> Result<ThresholdPreview, ApiError> {
        let home = self.engine.home();
        let now = home.settings().thresholds;
        let then = Thresholds {
            known: checks::threshold("known_threshold", request.known_threshold)?,
            blacklist: checks::threshold("blacklist_threshold", request.blacklist_threshold)?,
            ..now
        };
        let since = self.engine.now().plus_millis(-WEEK_MS);
        let week: Vec<JudgedSighting> =
            self.engine.store().judged_since(since, MOST_OF_A_WEEK)?.iter().map(judged).collect();
        // What strangers add depends on the thresholds that it is added to.
        let fitted = match request.fits_home {
            true => self.engine.fitted_gallery(&then)?,
            false => home.gallery().fitted(&HashMap::new()),
        };
        let (made, would) = (outcome(&week, home.gallery(), &now), outcome(&week, &fitted, &then));
        let names = |counts: Vec<(Subject, usize)>| {
            counts.into_iter().filter_map(|(s, n)| named(home.gallery(), s, n)).take(MOST_NAMES).collect()
        };
        Ok(ThresholdPreview {
            sightings: to_wire::count(week.len() as u64),
            named_now: to_wire::count(made.named_in_all() as u64),
            named_then: to_wire::count(would.named_in_all() as u64),
            alerts_now: to_wire::count(made.alerts_in_all() as u64),
            alerts_then: to_wire::count(would.alerts_in_all() as u64),
            gained: names(would.more_than(&made)),
            lost: names(made.more_than(&would)),
        })
    }

    pub(super) fn recognition_view(&self) -> RecognitionView {
        let cache = self.engine.cache_figures();
        RecognitionView {
            reembedding: self.engine.reembedding().map(|state| ReembeddingView {
                done: state.done,
                total: state.total,
                is_paused: state.is_paused,
            }),
            cache: CacheView {
                entries: cache.entries,
                hits: cache.hits,
                misses: cache.misses,
                evictions: cache.evictions,
                invalidations: cache.invalidations,
            },
        }
    }

    pub(super) fn pause(&self, request: PauseReembedding) -> RecognitionView {
        self.engine.pause_reembedding(request.is_paused);
        self.recognition_view()
    }

    pub(super) fn acts(&self, request: JournalQuery) -> Result<Vec<ActView>, ApiError> {
        let acts = self.engine.store().acts_before(checks::limit(request.limit)?, request.before.map(ActId))?;
        Ok(acts.iter().map(to_wire::act_view).collect())
    }

    pub(super) fn take_back(&self, request: ActById) -> Result<JournalView, ApiError> {
        self.engine.undo_act(ActId(request.id))?;
        self.journal_view()
    }

    pub(super) fn do_again(&self, request: ActById) -> Result<JournalView, ApiError> {
        self.engine.redo_act(ActId(request.id))?;
        self.journal_view()
    }
}

fn judged(sighting: &Judged) -> JudgedSighting {
    let candidates = sighting.candidates.iter().map(|(subject, similarity, _)| (*subject, *similarity)).collect();
    JudgedSighting { candidates, lacks_evidence: sighting.trust < LITTLE_TRUST }
}

fn named(gallery: &Gallery, subject: Subject, sightings: usize) -> Option<NameCount> {
    match (subject, &gallery.subject(subject)?.name) {
        (Subject::Person(person), Some(name)) => {
            Some(NameCount { person_id: person.0, name: name.to_string(), sightings: to_wire::count(sightings as u64) })
        }
        _ => None,
    }
}
