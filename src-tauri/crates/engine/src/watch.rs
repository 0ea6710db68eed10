//! One camera's frames, in order, to what is thought of everybody on them.
//!
//! Owns the state that belongs to one camera: tracker, evidence of each track, open sightings. Must not know the
//! database, threads or channels: it is given a frame, a vision and a snapshot of the home, and says what changed.
//! Invariant: frames come in order and from one thread at a time.

use crate::home::Home;
use porchlight_domain::{
    AlignedCrop, BoxInFrame, CameraId, DetectedFace, Embedding, Evidence, EvidenceFace, FAINT_SCORE, FaceVision, Frame,
    Identity, LEAST_TRUST, OpenSighting, Picture, Quality, SightingBook, SightingChange, SightingKey, Subject,
    Timestamp, Track, TrackId, Tracker, Verdict, VisionError,
};
use porchlight_vision::crop_with_margin;
use std::{collections::HashMap, time::Duration, time::Instant};

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
/// Less of a face than this share inside the frame is somebody still coming in: half a face makes a bad likeness and a
/// worse picture of an alert.
const WHOLE_ENOUGH: f32 = 0.9;
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

/// A change in the sightings of this camera, with what is needed to record it.
#[derive(Clone, Debug)]
pub enum WatchChange {
    /// Somebody came.
    Started {
        /// The sighting.
        sighting: OpenSighting,
        /// Where the face is now.
        box_in_frame: BoxInFrame,
        /// Faces worth keeping, best first.
        faces: Vec<KeptFace>,
    },
    /// More is known.
    Updated {
        /// The sighting.
        sighting: OpenSighting,
        /// Where the face is now.
        box_in_frame: BoxInFrame,
        /// Faces worth keeping, best first.
        faces: Vec<KeptFace>,
    },
    /// Two sightings turned out to be one visit.
    Joined {
        /// The one that is no more.
        gone: SightingKey,
        /// The one that goes on.
        into: SightingKey,
    },
    /// Somebody left.
    Ended {
        /// The sighting.
        sighting: OpenSighting,
        /// Faces worth keeping, best first.
        faces: Vec<KeptFace>,
    },
}

/// Time spent on a frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct StageTimes {
    /// Finding faces.
    pub detect: Duration,
    /// Aligning and embedding.
    pub embed: Duration,
    /// Embedding model runs.
    pub embedded: u32,
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

/// What is known of a track.
#[derive(Default)]
struct Follow {
    evidence: Evidence,
    identity: Option<Identity>,
    generation: u64,
    looks: u32,
    looked_at: Option<Timestamp>,
    largest_side: f32,
    kept: Vec<KeptFace>,
}

/// The watch over one camera.
pub struct CameraWatch {
    camera: CameraId,
    tracker: Tracker,
    follows: HashMap<TrackId, Follow>,
    /// Kept faces of sightings whose track is over.
    kept: HashMap<SightingKey, Vec<KeptFace>>,
    book: SightingBook,
    generation: u64,
}

impl CameraWatch {
    /// Over this camera.
    pub fn new(camera: CameraId) -> Self {
        Self {
            camera,
            tracker: Tracker::default(),
            follows: HashMap::new(),
            kept: HashMap::new(),
            book: SightingBook::default(),
            generation: 0,
        }
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
    ) -> Result<Analysis, VisionError> {
        let mut analysis = Analysis::default();
        let begun = Instant::now();
        let settings = home.settings();
        let found = vision.detect(&frame.picture, settings.detection_scale, FAINT_SCORE)?;
        analysis.times.detect = begun.elapsed();

        if self.generation != home.generation() {
            self.generation = home.generation();
            self.book.forget_missing(|subject| home.gallery().subject(subject).is_some());
        }
        let tracked = self.tracker.step(frame.at, &found);
        for track in &tracked.ended {
            self.lose(*track, home);
        }
        let begun = Instant::now();
        for (face, track) in found.iter().zip(tracked.tracks) {
            let Some(track) = track else { continue };
            let seen = self.consider(frame, face, track, vision, home)?;
            analysis.times.embedded += u32::from(!seen.is_from_cache);
            analysis.faces.push(seen);
        }
        analysis.times.embed = begun.elapsed();
        part_doubles(&mut analysis.faces);
        self.observe(&mut analysis, home);
        for sighting in self.book.sweep(frame.at) {
            analysis.changes.push(self.ended(sighting));
        }
        Ok(analysis)
    }

    /// Ends every sighting, because the source ended or the camera goes.
    pub fn end(&mut self, home: &Home) -> Vec<WatchChange> {
        for track in self.tracker.end_all() {
            self.lose(track, home);
        }
        let open = self.book.end_all();
        open.into_iter().map(|sighting| self.ended(sighting)).collect()
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
        vision: &mut dyn FaceVision,
        home: &Home,
    ) -> Result<SeenFace, VisionError> {
        let track = self.tracker.track(id).cloned();
        let needs_check = track.as_ref().is_some_and(|t| t.needs_check);
        let (mut id, mut is_from_cache) = (id, true);
        let own = self.book.of_track(id).and_then(|s| s.identity.subject);
        let mut is_held = home.holds((self.camera, id), frame.at);
        let follow = self.follows.entry(id).or_default();
        if follow.generation != home.generation() && !is_held && follow.identity.is_some() {
            // Somebody changed: the faces seen so far answer, the model need not run.
            follow.identity = Some(follow.evidence.identity(home.gallery(), &home.settings().thresholds, own));
            follow.generation = home.generation();
            keep_in_cache(home, (self.camera, id), follow, frame.at);
            is_held = true;
        }
        let has_expired = !is_held && follow.identity.as_ref().is_some_and(|i| i.verdict != Verdict::Unclear);
        let is_whole = face.box_in_frame.share_inside(frame.picture.width, frame.picture.height) >= WHOLE_ENOUGH;
        if is_whole && wants_look(follow, face, needs_check || has_expired, frame.at, home.settings().smallest_face_px)
        {
            follow.looks += 1;
            follow.looked_at = Some(frame.at);
            let (crop, quality) = vision.align(&frame.picture, face);
            if quality.trust >= LEAST_TRUST {
                is_from_cache = false;
                let embedding = vision.embed(&crop)?;
                if needs_check {
                    id = self.check(id, &embedding);
                }
                let follow = self.follows.entry(id).or_default();
                let evidence = EvidenceFace { embedding: embedding.clone(), trust: quality.trust, at: frame.at };
                follow.evidence.add(evidence);
                follow.largest_side = follow.largest_side.max(face.box_in_frame.w.min(face.box_in_frame.h));
                follow.looked_at = Some(frame.at);
                keep_best(&mut follow.kept, frame, face, (embedding, quality, crop));
                let own = self.book.of_track(id).and_then(|s| s.identity.subject);
                let found = follow.evidence.identity(home.gallery(), &home.settings().thresholds, own);
                follow.identity = Some(hold_on_to(follow.identity.take(), found));
                follow.generation = home.generation();
                keep_in_cache(home, (self.camera, id), follow, frame.at);
            }
        }
        let identity = self.follows.get(&id).and_then(|f| f.identity.clone()).unwrap_or_else(Identity::unknown);
        Ok(SeenFace { track: id, box_in_frame: face.box_in_frame, identity, sighting: None, is_from_cache })
    }

    /// Looks whether a track that crossed another is still the same person; if not, it goes on under a new number.
    fn check(&mut self, id: TrackId, embedding: &Embedding) -> TrackId {
        let is_same = self.follows.get(&id).is_none_or(|follow| follow.evidence.agrees_with(embedding));
        if is_same {
            self.tracker.checked(id);
            return id;
        }
        if let Some(sighting) = self.book.of_track(id).map(|s| s.key)
            && let Some(follow) = self.follows.remove(&id)
        {
            self.kept.insert(sighting, follow.kept);
        }
        self.tracker.exchanged(id)
    }

    fn observe(&mut self, analysis: &mut Analysis, home: &Home) {
        let alike = home.settings().thresholds.visitor;
        for seen in &mut analysis.faces {
            let (Some(track), Some(follow)) = (self.tracker.track(seen.track), self.follows.get(&seen.track)) else {
                continue;
            };
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
        let box_in_frame = track.face.box_in_frame;
        let faces = follow.kept.clone();
        Some(match change {
            SightingChange::Started(key) => WatchChange::Started { sighting: sighting(key)?, box_in_frame, faces },
            SightingChange::Updated(key) => WatchChange::Updated { sighting: sighting(key)?, box_in_frame, faces },
            SightingChange::Joined { gone, into } => WatchChange::Joined { gone, into },
            SightingChange::Ended(_) => return None,
        })
    }

    fn lose(&mut self, track: TrackId, home: &Home) {
        home.forget((self.camera, track));
        if let Some(follow) = self.follows.remove(&track)
            && let Some(sighting) = self.book.of_track(track)
        {
            let kept = self.kept.entry(sighting.key).or_default();
            kept.extend(follow.kept);
            order_and_trim(kept);
        }
    }

    fn ended(&mut self, sighting: OpenSighting) -> WatchChange {
        let mut faces = self.kept.remove(&sighting.key).unwrap_or_default();
        if let Some(follow) = self.follows.get(&sighting.track) {
            faces.extend(follow.kept.iter().cloned());
        }
        order_and_trim(&mut faces);
        WatchChange::Ended { sighting, faces }
    }
}

/// A doubt does not take back a verdict within a track; another verdict does.
fn hold_on_to(before: Option<Identity>, found: Identity) -> Identity {
    match before {
        Some(before) if found.verdict == Verdict::Unclear && before.verdict != Verdict::Unclear => before,
        _ => found,
    }
}

fn keep_in_cache(home: &Home, key: (CameraId, TrackId), follow: &Follow, at: Timestamp) {
    if let Some(identity) = &follow.identity {
        home.remember(key, identity, at);
    }
}

/// Whether the embedding model should run on this face now.
fn wants_look(follow: &Follow, face: &DetectedFace, is_stale: bool, at: Timestamp, smallest_px: u32) -> bool {
    let side = face.box_in_frame.w.min(face.box_in_frame.h);
    if side < smallest_px as f32 {
        return false;
    }
    let Some(looked_at) = follow.looked_at else { return true };
    let since = at.millis_since(looked_at);
    let is_decided = follow.identity.as_ref().is_some_and(|i| i.verdict != Verdict::Unclear);
    if is_stale {
        since >= LOOK_AGAIN_MS
    } else if is_decided {
        since >= BETTER_LOOK_MS && side >= MUCH_LARGER * follow.largest_side
    } else if follow.looks < EAGER_LOOKS {
        since >= LOOK_AGAIN_MS
    } else {
        since >= DOUBTFUL_LOOK_MS
    }
}

fn keep_best(
    kept: &mut Vec<KeptFace>,
    frame: &Frame,
    face: &DetectedFace,
    (embedding, quality, crop): (Embedding, Quality, AlignedCrop),
) {
    let is_better = kept.len() < KEPT_FACES || kept.last().is_some_and(|worst| worst.quality.trust < quality.trust);
    if is_better {
        let portrait = crop_with_margin(&frame.picture, &face.box_in_frame, PORTRAIT_MARGIN, PORTRAIT_SIDE);
        kept.push(KeptFace { embedding, quality, crop, portrait, at: frame.at });
        order_and_trim(kept);
    }
}

fn order_and_trim(kept: &mut Vec<KeptFace>) {
    kept.sort_by(|a, b| b.quality.trust.total_cmp(&a.quality.trust));
    kept.truncate(KEPT_FACES);
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
