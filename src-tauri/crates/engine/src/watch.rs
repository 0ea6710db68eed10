//! One camera's frames, in order, to what is thought of everybody on them.
//!
//! Owns the state that belongs to one camera: tracker, evidence of each track, open sightings. Must not know the
//! database, threads or channels: it is given a frame, a vision and a snapshot of the home, and says what changed.
//! Invariant: frames come in order and from one thread at a time.

use crate::{
    follow::{Follow, KeptFace, Left, Models},
    home::Home,
    warm::{Parting, Resumption},
};
use porchlight_domain::{
    Attention, BoxInFrame, Budget, CameraId, CameraSettings, CountedFace, DetectedFace, EvidenceFace, Expected,
    FAINT_SCORE, FaceVision, Frame, Identity, LEAST_TRUST, Look, ModelId, OpenSighting, Probe, Quality, SURE_SCORE,
    Search, SightingBook, SightingChange, SightingKey, Subject, Timestamp, Track, TrackId, Tracker, Verdict,
    VisionError,
};
use std::{collections::HashMap, time::Duration, time::Instant};

/// Less of a face than this share inside the frame is somebody still coming in: half a face makes a bad likeness and a
/// worse picture of an alert.
const WHOLE_ENOUGH: f32 = 0.9;
/// Whoever stays half in the frame for this long is looked at as they are.
const PATIENCE_WITH_HALVES_MS: i64 = 600;
/// A face from here on can be recognised, in pixels: alerts are timed from it.
const USABLE_SIDE_PX: f32 = 48.0;

/// A face on the frame just analysed, with what is thought of it.
#[derive(Clone, Debug)]
pub struct SeenFace {
    /// Its track.
    pub track: TrackId,
    /// Where it is.
    pub box_in_frame: BoxInFrame,
    /// What is thought.
    pub identity: Identity,
    /// Its sighting, if there is one yet.
    pub sighting: Option<SightingKey>,
    /// Answered without running the embedding model on this frame.
    pub is_from_cache: bool,
}

/// A sighting as it stands, with what is needed to record it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The sighting.
    pub sighting: OpenSighting,
    /// Where the face is now.
    pub box_in_frame: BoxInFrame,
    /// Faces worth keeping, best first.
    pub faces: Vec<KeptFace>,
    /// The faces that the verdict rests on, most trusted first.
    pub counted: Vec<CountedFace>,
    /// The model that embedded them.
    pub model: Option<ModelId>,
    /// Since when the face was usable, on the monotonic clock, as long as its track is followed.
    pub usable_since: Option<Duration>,
}

/// A change in the sightings of this camera.
#[derive(Clone, Debug)]
pub enum WatchChange {
    /// Somebody came.
    Started(Seen),
    /// More is known.
    Updated(Seen),
    /// Two sightings turned out to be one visit.
    Joined {
        /// The one that is no more.
        gone: SightingKey,
        /// The one that goes on.
        into: SightingKey,
    },
    /// Somebody left.
    Ended(Seen),
}

/// Time spent on a frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct StageTimes {
    /// Waiting for a worker, from its arrival on.
    pub wait: Duration,
    /// Finding faces.
    pub detect: Duration,
    /// Aligning and embedding.
    pub embed: Duration,
    /// Embedding model runs.
    pub embedded: u32,
    /// Comparing embeddings with everybody.
    pub matching: Duration,
    /// Embeddings compared.
    pub matched: u32,
    /// Detection model runs; none where nothing moved.
    pub looks: u32,
}

/// What a frame showed.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// The tracked faces on it.
    pub faces: Vec<SeenFace>,
    /// What changed.
    pub changes: Vec<WatchChange>,
    /// Where the time went.
    pub times: StageTimes,
}

/// The watch over one camera.
pub struct CameraWatch {
    camera: CameraId,
    settings: CameraSettings,
    tracker: Tracker,
    follows: HashMap<TrackId, Follow>,
    /// What is left of the tracks of a sighting that are over.
    left: HashMap<SightingKey, Left>,
    book: SightingBook,
    generation: u64,
    /// The faces that were found last.
    found: Vec<DetectedFace>,
    attention: Attention,
    expected: Vec<Expected>,
    looks: Vec<Look>,
    fresh: Vec<DetectedFace>,
    /// Time spent on comparing on this frame, and how often.
    matching: (Duration, u32),
}

impl CameraWatch {
    /// Over this camera.
    pub fn new(camera: CameraId, settings: CameraSettings) -> Self {
        let mut attention = Attention::default();
        attention.watch_over(&settings.areas);
        Self {
            camera,
            settings,
            tracker: Tracker::default(),
            follows: HashMap::new(),
            left: HashMap::new(),
            book: SightingBook::default(),
            generation: 0,
            found: Vec::new(),
            attention,
            expected: Vec::new(),
            looks: Vec::new(),
            fresh: Vec::new(),
            matching: (Duration::ZERO, 0),
        }
    }

    /// What the owner set for this camera.
    pub(crate) fn settings(&self) -> &CameraSettings {
        &self.settings
    }

    /// The owner set something else: it holds from the next frame on.
    pub(crate) fn adjust(&mut self, settings: &CameraSettings) {
        if self.settings.areas != settings.areas {
            self.attention.watch_over(&settings.areas);
        }
        self.settings = settings.clone();
    }

    /// Analyses the next frame.
    ///
    /// # Errors
    /// A model failed; the frame counts as not seen.
    pub fn analyse(
        &mut self,
        frame: &Frame,
        vision: &mut dyn FaceVision,
        home: &Home,
        budget: Budget,
    ) -> Result<Analysis, VisionError> {
        let mut analysis = Analysis::default();
        let begun = Instant::now();
        analysis.times.looks = self.search(frame, vision, budget)?;
        analysis.times.detect = begun.elapsed();

        if self.generation != home.generation() {
            self.generation = home.generation();
            self.book.forget_missing(|subject| home.gallery().subject(subject).is_some());
        }
        let tracked = self.tracker.step(frame.at, &self.found);
        for track in &tracked.ended {
            self.lose(*track, home);
        }
        // Before anybody is observed: after a long silence of the camera nobody may rejoin a visit that is over.
        for sighting in self.book.sweep(frame.at) {
            home.forget((self.camera, sighting.track));
            analysis.changes.push(self.ended(sighting));
        }
        let begun = Instant::now();
        // Most frames show nobody.
        let models = if tracked.tracks.is_empty() { Models::default() } else { Models::of(vision, home) };
        for (i, track) in tracked.tracks.into_iter().enumerate() {
            let (face, Some(track)) = (self.found[i], track) else { continue };
            let seen = self.consider(frame, &face, track, (vision, &models), home)?;
            analysis.times.embedded += u32::from(!seen.is_from_cache);
            analysis.faces.push(seen);
        }
        (analysis.times.matching, analysis.times.matched) = std::mem::take(&mut self.matching);
        analysis.times.embed = begun.elapsed().saturating_sub(analysis.times.matching);
        part_doubles(&mut analysis.faces);
        self.observe(&mut analysis, home);
        Ok(analysis)
    }

    /// Finds the faces of this frame; where nothing moved, they are those of the frame before. Gives the number of looks.
    fn search(&mut self, frame: &Frame, vision: &mut dyn FaceVision, budget: Budget) -> Result<u32, VisionError> {
        let _span = tracing::trace_span!("detect").entered();
        let view = frame.picture.view();
        self.expected.clear();
        self.expected.extend(self.tracker.expected(frame.at));
        self.attention.plan(view, frame.at, &self.expected, budget, &mut self.looks);
        // Masks may have been drawn since these were found.
        self.found.retain(|face| self.attention.is_watched(face.box_in_frame.centre()));
        let parts = || self.looks.iter().filter_map(|look| look.part);
        if self.looks.iter().any(|look| look.is_all) {
            self.found.clear();
        } else {
            self.found.retain(|face| !parts().any(|part| part.holds(face.box_in_frame.centre())));
        }
        for look in &self.looks {
            self.fresh.clear();
            let search = Search { part: look.part, scale: look.scale, min_score: FAINT_SCORE };
            if let Err(error) = vision.detect_in(view, search, &mut self.fresh) {
                self.attention.forget();
                return Err(error);
            }
            let is_whole = |face: &DetectedFace| look.part.is_none_or(|part| !part.cuts(face, view.size()));
            for face in &self.fresh {
                // Beyond the part of a look at everything nobody is watched; whoever reaches beyond it still is.
                if (look.is_all || is_whole(face)) && self.attention.is_watched(face.box_in_frame.centre()) {
                    take_in_once(&mut self.found, *face);
                }
            }
        }
        Ok(self.looks.len() as u32)
    }

    /// Ends every sighting, because the source ended or the camera goes.
    pub fn end(&mut self, home: &Home) -> Vec<WatchChange> {
        for track in self.tracker.end_all() {
            self.lose(track, home);
        }
        let open = self.book.end_all();
        open.into_iter().map(|sighting| self.ended(sighting)).collect()
    }

    /// What a later run needs so that the visits which are going on go on: each with the track that carries it, if it is
    /// followed.
    pub(crate) fn partings(&self) -> Vec<Parting> {
        let followed = |track| {
            let follow = self.follows.get(&track).filter(|follow| follow.resumed.is_none())?;
            Some((self.tracker.track(track)?.face.box_in_frame, follow.without_pictures()))
        };
        let open = self.book.open().iter().filter(|sighting| sighting.identity.subject.is_some());
        open.map(|sighting| Parting { sighting: sighting.clone(), followed: followed(sighting.track) }).collect()
    }

    /// Resumes a visit of an earlier run.
    pub(crate) fn resume(&mut self, visit: Resumption, home: &Home) -> SightingKey {
        let identity = visit.resumed.identity.clone();
        let track = visit.track.map(|track| {
            let id = self.tracker.resume(track.box_in_frame, visit.last_seen);
            home.recall((self.camera, id), &identity, visit.generation, track.decided_at);
            self.follows.insert(id, Follow { resumed: Some(visit.resumed), ..Follow::default() });
            id
        });
        self.book.resume(visit.started_at, visit.last_seen, identity, track)
    }

    /// The stranger of this sighting is this visitor.
    pub fn became(&mut self, key: SightingKey, subject: Subject) {
        self.book.became(key, subject);
        let track = self.book.open().iter().find(|s| s.key == key).map(|s| s.track);
        if let Some(identity) = track.and_then(|t| self.follows.get_mut(&t)).and_then(|f| f.identity.as_mut()) {
            identity.subject = Some(subject);
        }
    }

    /// What is thought of one face, looking closer if it is worth it.
    fn consider(
        &mut self,
        frame: &Frame,
        face: &DetectedFace,
        id: TrackId,
        (vision, models): (&mut dyn FaceVision, &Models),
        home: &Home,
    ) -> Result<SeenFace, VisionError> {
        let track = self.tracker.track(id).cloned();
        let needs_check = track.as_ref().is_some_and(|t| t.needs_check);
        let (mut id, mut is_from_cache) = (id, true);
        let own = self.book.of_track(id).and_then(|s| s.identity.subject);
        let mut is_held = home.holds((self.camera, id), frame.at);
        let follow = self.follows.entry(id).or_default();
        if follow.evidence.model().is_some_and(|model| models.wanted.first() != Some(model)) {
            follow.look_anew(home);
        }
        if is_held {
            // Whatever changed, it was not about this one.
            follow.generation = home.generation();
        } else if follow.generation != home.generation() && follow.identity.is_some() && follow.evidence.looked_at() > 0
        {
            // Somebody changed: the faces seen so far answer, the model need not run.
            follow.judge(home, own);
            keep_in_cache(home, (self.camera, id), follow, frame.at);
            is_held = true;
        }
        let has_expired = !is_held && follow.identity.as_ref().is_some_and(|i| i.verdict != Verdict::Unclear);
        let waited = track.as_ref().map_or(0, |t| frame.at.millis_since(t.first_seen));
        let (width, height) = frame.picture.view().size();
        let is_whole = waited >= PATIENCE_WITH_HALVES_MS || face.share_inside(width, height) >= WHOLE_ENOUGH;
        let side = face.box_in_frame.w.min(face.box_in_frame.h);
        if side < self.settings.smallest_face_px.unwrap_or(home.settings().smallest_face_px) as f32 {
            follow.evidence.refuse(Quality::too_small(side));
        } else if is_whole && follow.wants_look(side, needs_check || has_expired || follow.anew > 0, frame.at) {
            follow.looks += 1;
            follow.looked_at = Some(frame.at);
            if side >= USABLE_SIDE_PX {
                follow.usable_since.get_or_insert(frame.arrived);
            }
            let (crop, quality) = vision.align_in(frame.picture.view(), face);
            if quality.trust < LEAST_TRUST {
                follow.evidence.refuse(quality);
            } else if let Some(probe) = models.embed(vision, &crop, &quality)? {
                is_from_cache = false;
                if needs_check {
                    id = self.check(id, &probe, is_held, home);
                }
                let own = self.book.of_track(id).and_then(|s| s.identity.subject);
                self.attention.mattered(side, frame.at);
                let follow = self.follows.entry(id).or_default();
                let embedding = probe.embedding().clone();
                follow.evidence.add(EvidenceFace { probe, quality, at: frame.at, is_sure: face.score >= SURE_SCORE });
                follow.largest_side = follow.largest_side.max(side);
                follow.looked_at = Some(frame.at);
                follow.anew = follow.anew.saturating_sub(1);
                follow.keep_best(frame, face, (embedding, quality, crop));
                let begun = Instant::now();
                follow.judge(home, own);
                self.matching.0 += begun.elapsed();
                self.matching.1 += 1;
                keep_in_cache(home, (self.camera, id), follow, frame.at);
            }
        }
        let identity = self.follows.get(&id).map(|follow| follow.thought(home)).unwrap_or_else(Identity::unknown);
        Ok(SeenFace { track: id, box_in_frame: face.box_in_frame, identity, sighting: None, is_from_cache })
    }

    /// Looks whether a track that crossed another, or is of an earlier run, is still the same person; if not, it goes on
    /// under a new number. `is_held`: nobody whom its verdict touches changed.
    fn check(&mut self, id: TrackId, probe: &Probe, is_held: bool, home: &Home) -> TrackId {
        let follow = self.follows.entry(id).or_default();
        let is_same = match follow.resumed.take() {
            Some(resumed) if is_held && resumed.agrees_with(probe, home) => {
                (follow.identity, follow.counted) = (Some(resumed.identity), resumed.counted);
                true
            }
            Some(_) => false,
            None => follow.evidence.agrees_with(probe.embedding()),
        };
        if is_same {
            self.tracker.checked(id);
            return id;
        }
        self.lose(id, home);
        self.tracker.exchanged(id)
    }

    fn observe(&mut self, analysis: &mut Analysis, home: &Home) {
        let alike = home.settings().thresholds.visitor;
        for seen in &mut analysis.faces {
            let (Some(track), Some(follow)) = (self.tracker.track(seen.track), self.follows.get(&seen.track)) else {
                continue;
            };
            if follow.resumed.is_some() {
                // Whoever it is, nobody looked yet: the visit of the earlier run is not theirs.
                continue;
            }
            let change = self.book.observe(track, &seen.identity, &follow.evidence, alike);
            if let Some(change) = change {
                analysis.changes.extend(self.described(change, track, follow));
            }
            if let Some(sighting) = self.book.of_track(seen.track) {
                seen.sighting = Some(sighting.key);
                // The sighting may know more than the track: a verdict from before the person turned away.
                if seen.identity.verdict == Verdict::Unclear || seen.identity.subject.is_none() {
                    seen.identity = sighting.identity.clone();
                }
            }
        }
    }

    fn described(&self, change: SightingChange, track: &Track, follow: &Follow) -> Option<WatchChange> {
        let sighting = |key| self.book.open().iter().find(|s: &&OpenSighting| s.key == key).cloned();
        let seen = |key| {
            Some(Seen {
                sighting: sighting(key)?,
                box_in_frame: track.face.box_in_frame,
                faces: follow.kept.clone(),
                counted: follow.counted.clone(),
                model: follow.evidence.model().cloned(),
                usable_since: follow.usable_since,
            })
        };
        Some(match change {
            SightingChange::Started(key) => WatchChange::Started(seen(key)?),
            SightingChange::Updated(key) => WatchChange::Updated(seen(key)?),
            SightingChange::Joined { gone, into } => WatchChange::Joined { gone, into },
            SightingChange::Ended(_) => return None,
        })
    }

    fn lose(&mut self, track: TrackId, home: &Home) {
        home.forget((self.camera, track));
        if let Some(follow) = self.follows.remove(&track)
            && let Some(sighting) = self.book.of_track(track)
        {
            self.left.entry(sighting.key).or_default().take_over(follow);
        }
    }

    fn ended(&mut self, sighting: OpenSighting) -> WatchChange {
        let mut left = self.left.remove(&sighting.key).unwrap_or_default();
        if let Some(follow) = self.follows.remove(&sighting.track) {
            left.take_over(follow);
        }
        WatchChange::Ended(Seen {
            sighting,
            box_in_frame: BoxInFrame::default(),
            faces: left.kept,
            counted: left.counted,
            model: left.model,
            usable_since: None,
        })
    }
}

/// Two looks may show the same face: the better one stays.
fn take_in_once(found: &mut Vec<DetectedFace>, face: DetectedFace) {
    match found.iter_mut().find(|other| other.is_same_as(&face)) {
        Some(other) if other.score < face.score => *other = face,
        Some(_) => {}
        None => found.push(face),
    }
}

fn keep_in_cache(home: &Home, key: (CameraId, TrackId), follow: &mut Follow, at: Timestamp) {
    if let Some(identity) = &follow.identity {
        home.remember(key, identity, at);
        follow.decided_at = Some(at);
    }
}

/// Nobody is in two places of one picture: of two faces with the same name the more similar one keeps it.
fn part_doubles(faces: &mut [SeenFace]) {
    for a in 0..faces.len() {
        for b in 0..faces.len() {
            let same = matches!(faces[a].identity.subject, Some(Subject::Person(_)))
                && faces[a].identity.subject == faces[b].identity.subject;
            if a != b && same && faces[a].identity.similarity < faces[b].identity.similarity {
                faces[a].identity.verdict = Verdict::Unclear;
                faces[a].identity.subject = None;
                faces[a].identity.no_name = Some(porchlight_domain::NoName::TooAlike);
            }
        }
    }
}
