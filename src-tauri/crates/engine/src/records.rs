//! What changed at a camera, written down and then announced.
//!
//! Owns the rows that belong to the open sightings of one camera. Must not decide who anybody is. Invariants: stored
//! first, announced afterwards; a visitor has a row before anybody is told of it. Runs on the
//! worker's thread: it is called a few times a visit, not for each frame, and an alert must not queue behind anything.

use crate::{
    Event, SightingNews,
    bus::Bus,
    figures::{Figures, Stage},
    follow::KeptFace,
    household::Household,
    telling::{Teller, Told},
    watch::{Seen, StageTimes, WatchChange},
};
use porchlight_domain::{
    CameraId, Clock, FaceId, Frame, Identity, OpenSighting, SightingId, SightingKey, Subject, Timestamp, Verdict,
};
use porchlight_store::{
    Camera, CountedFace, Decision, Encoded, FaceOrigin, Findings, NewFace, NewSighting, Store, StoreError, Write,
};
use porchlight_vision::{encode_jpeg, scaled_to_fit};
use std::{collections::HashMap, sync::Arc, time::Duration};

/// JPEG quality of kept pictures: crops are embedded again by other models, so they keep more.
const CROP_QUALITY: u8 = 95;
const PORTRAIT_QUALITY: u8 = 85;
/// Longest side of the picture of an alert.
const SCENE_SIDE: u32 = 1280;
/// Faces kept of a visitor.
const VISITOR_FACES: usize = 10;

/// The row of an open sighting and what was announced of it.
#[derive(Clone, Debug)]
struct Row {
    id: SightingId,
    /// Whose it was when it was written last.
    subject: Option<Subject>,
    /// What was thought of it then, as far as this run knows.
    thought: Option<(Verdict, Option<Subject>)>,
    /// The owner said whose it is while it went on: her word is final.
    is_settled: bool,
    face: Option<FaceId>,
    told: Option<Told>,
    /// The visitor that was made for this sighting and has no other.
    own_visitor: Option<Subject>,
    name: Option<Arc<str>>,
    /// Of an earlier run, which closed it, and nobody was seen since.
    is_resting: bool,
}

/// Where and when something was seen.
struct Moment<'a> {
    frame: &'a Frame,
    seen: &'a Seen,
    /// What was spent on the frame so far.
    times: &'a StageTimes,
}

/// The written side of one camera.
pub(crate) struct Records {
    camera: CameraId,
    camera_name: Arc<str>,
    rows: HashMap<SightingKey, Row>,
    store: Arc<Store>,
    household: Arc<Household>,
    bus: Arc<Bus>,
    clock: Arc<dyn Clock>,
    figures: Arc<Figures>,
}

impl Records {
    pub(crate) fn new(
        camera: &Camera,
        store: Arc<Store>,
        household: Arc<Household>,
        bus: Arc<Bus>,
        clock: Arc<dyn Clock>,
        figures: Arc<Figures>,
    ) -> Self {
        let (camera, camera_name) = (camera.id, camera.name.as_str().into());
        Self { camera, camera_name, rows: HashMap::new(), store, household, bus, clock, figures }
    }

    /// What is announced from now on is of a camera of this name.
    pub(crate) fn rename(&mut self, name: &str) {
        if *self.camera_name != *name {
            self.camera_name = name.into();
        }
    }

    /// The row of an open sighting.
    pub(crate) fn id_of(&self, key: SightingKey) -> Option<SightingId> {
        self.rows.get(&key).map(|row| row.id)
    }

    /// A sighting of an earlier run goes on under its row. What was told of it the store knows.
    pub(crate) fn resume(
        &mut self,
        key: SightingKey,
        id: SightingId,
        subject: Subject,
        face: Option<FaceId>,
        own_visitor: Option<Subject>,
    ) {
        let row = Row {
            id,
            subject: Some(subject),
            thought: None,
            is_settled: false,
            face,
            told: Told::earlier(&self.store, id),
            own_visitor,
            name: None,
            is_resting: true,
        };
        self.rows.insert(key, row);
    }

    /// Writes a change down and announces it. Gives the visitor that a stranger's sighting became.
    ///
    /// # Errors
    /// The change could not be stored; nothing was announced.
    pub(crate) fn take_in(
        &mut self,
        change: &WatchChange,
        frame: &Frame,
        times: &StageTimes,
    ) -> Result<Option<(SightingKey, Subject)>, StoreError> {
        match change {
            WatchChange::Started(seen) => self.started(seen.sighting.clone(), &Moment { frame, seen, times }),
            WatchChange::Updated(seen) => {
                let sighting = self.as_the_owner_says(&seen.sighting);
                self.updated(sighting, &Moment { frame, seen, times })
            }
            WatchChange::Joined { gone, into } => self.joined(*gone, *into).map(|()| None),
            WatchChange::Ended(seen) => {
                let sighting = self.as_the_owner_says(&seen.sighting);
                self.ended(&sighting, &Moment { frame, seen, times }).map(|()| None)
            }
        }
    }

    /// A sighting can be erased with its person while it goes on: then whoever is still there begins a new one. The owner
    /// can also say whose it is: then it is theirs, whoever is thought to be in view.
    fn as_the_owner_says(&mut self, sighting: &OpenSighting) -> OpenSighting {
        let mut sighting = sighting.clone();
        let Some(row) = self.rows.get_mut(&sighting.key) else { return sighting };
        match self.store.sighting(row.id) {
            Err(StoreError::NotFound { .. }) => {
                self.rows.remove(&sighting.key);
                return sighting;
            }
            Ok(stored) if stored.findings.subject != row.subject => {
                row.subject = stored.findings.subject;
                row.is_settled = row.subject.is_some();
            }
            _ => {}
        }
        if let Some(subject) = row.subject.filter(|_| row.is_settled) {
            let home = self.household.snapshot();
            let kind = home.gallery().subject(subject).and_then(|known| known.kind);
            sighting.identity.subject = Some(subject);
            sighting.identity.verdict = match subject {
                Subject::Visitor(_) => Verdict::Visitor,
                Subject::Person(_) => kind.map_or(Verdict::Known, Verdict::from),
            };
        }
        sighting
    }

    fn started(
        &mut self,
        mut sighting: OpenSighting,
        moment: &Moment<'_>,
    ) -> Result<Option<(SightingKey, Subject)>, StoreError> {
        let mut became = None;
        let row = self.store.write(|w| {
            if sighting.identity.verdict == Verdict::Visitor && sighting.identity.subject.is_none() {
                let visitor = Subject::Visitor(w.add_visitor(sighting.started_at)?);
                sighting.identity.subject = Some(visitor);
                became = Some(visitor);
            }
            let findings = findings(&sighting, moment.seen, None);
            let id = w.start_sighting(&NewSighting { camera: self.camera, at: sighting.started_at, findings })?;
            let kept = self.keep_faces(w, id, &sighting, &moment.seen.faces)?;
            let face = kept.first().copied();
            w.update_sighting(id, sighting.last_seen, &self::findings(&sighting, moment.seen, face))?;
            w.decided(id, &self.decision(moment))?;
            Ok::<_, StoreError>(Row {
                id,
                subject: sighting.identity.subject,
                thought: Some(thought(&sighting)),
                is_settled: false,
                face,
                told: None,
                own_visitor: became,
                name: None,
                is_resting: false,
            })
        })?;
        self.refresh(&sighting, became.is_some());
        let news = self.announce(&sighting, row, moment, Event::SightingStarted);
        self.tell(sighting.key, moment, &news)?;
        Ok(became.map(|subject| (sighting.key, subject)))
    }

    fn updated(
        &mut self,
        mut sighting: OpenSighting,
        moment: &Moment<'_>,
    ) -> Result<Option<(SightingKey, Subject)>, StoreError> {
        let Some(mut row) = self.rows.get(&sighting.key).cloned() else {
            return self.started(sighting, moment);
        };
        let mut became = None;
        let abandoned = row.own_visitor.filter(|own| Some(*own) != sighting.identity.subject);
        self.store.write(|w| {
            if sighting.identity.verdict == Verdict::Visitor && sighting.identity.subject.is_none() {
                let visitor =
                    row.own_visitor.map_or_else(|| w.add_visitor(sighting.started_at).map(Subject::Visitor), Ok)?;
                sighting.identity.subject = Some(visitor);
                became = Some(visitor);
            }
            if row.face.is_none() || became.is_some() {
                row.face = self.keep_faces(w, row.id, &sighting, &moment.seen.faces)?.first().copied().or(row.face);
            }
            w.update_sighting(row.id, sighting.last_seen, &findings(&sighting, moment.seen, row.face))?;
            // What the owner decided took no time of ours.
            if !row.is_settled && row.thought.is_some_and(|before| before != thought(&sighting)) {
                w.decided(row.id, &self.decision(moment))?;
            }
            Ok::<_, StoreError>(())
        })?;
        row.thought = Some(thought(&sighting));
        row.subject = sighting.identity.subject;
        row.is_resting = false;
        if became.is_some() {
            row.own_visitor = became;
        } else if let Some(Subject::Visitor(visitor)) = abandoned {
            // The stranger of a moment ago turned out to be somebody else: nobody must be asked to name him.
            self.household.drop_unseen_visitor(visitor);
            row.own_visitor = None;
        }
        self.refresh(&sighting, became.is_some());
        let news = self.announce(&sighting, row, moment, Event::SightingUpdated);
        self.tell(sighting.key, moment, &news)?;
        Ok(became.map(|subject| (sighting.key, subject)))
    }

    fn joined(&mut self, gone: SightingKey, into: SightingKey) -> Result<(), StoreError> {
        let Some(row) = self.rows.remove(&gone) else { return Ok(()) };
        let Some(kept) = self.rows.get_mut(&into) else { return Ok(()) };
        kept.is_resting = false;
        let into = kept.id;
        self.store.write(|w| w.join_sightings(row.id, into))?;
        if kept.told.is_none()
            && let Some(told) = row.told
        {
            // Its alert is about whoever the other sighting is of.
            kept.told = Told::earlier(&self.store, into);
            self.bus.announce(&Event::AlertCorrected(told.id()));
        }
        if let Some(Subject::Visitor(visitor)) = row.own_visitor {
            self.household.drop_unseen_visitor(visitor);
        }
        Ok(())
    }

    fn ended(&mut self, sighting: &OpenSighting, moment: &Moment<'_>) -> Result<(), StoreError> {
        let Some(mut row) = self.rows.remove(&sighting.key) else { return Ok(()) };
        if row.is_resting {
            // It was closed, and told, when the earlier run ended.
            return Ok(());
        }
        self.store.write(|w| {
            if let Some(best) = self.keep_faces(w, row.id, sighting, &moment.seen.faces)?.first() {
                row.face = Some(*best);
            }
            w.update_sighting(row.id, sighting.last_seen, &findings(sighting, moment.seen, row.face))?;
            w.end_sighting(row.id, sighting.last_seen)
        })?;
        self.refresh(sighting, false);
        let mut news = self.news(sighting, &row, moment);
        news.ended_at = Some(sighting.last_seen);
        self.bus.announce(&Event::SightingEnded(Arc::new(news)));
        Ok(())
    }

    /// Keeps the faces that show something new of their subject. An unclear sighting has no subject to keep them for.
    fn keep_faces(
        &self,
        w: &mut Write<'_>,
        id: SightingId,
        sighting: &OpenSighting,
        faces: &[KeptFace],
    ) -> Result<Vec<FaceId>, StoreError> {
        let Some(subject) = sighting.identity.subject else { return Ok(Vec::new()) };
        let home = self.household.snapshot();
        let kept = home.gallery().subject(subject);
        let mut added: Vec<(FaceId, &KeptFace)> = Vec::new();
        for face in faces {
            // Of a person one face a sighting is kept, to look at; what a person is compared with is the owner's choice.
            let is_enough = match subject {
                Subject::Person(_) => !added.is_empty(),
                Subject::Visitor(_) => kept.map_or(0, |k| k.faces().len()) + added.len() >= VISITOR_FACES,
            };
            let near = |other: &porchlight_domain::Embedding| other.is_near_copy_of(&face.embedding);
            let is_copy = matches!(subject, Subject::Visitor(_))
                && (kept.is_some_and(|k| k.faces().iter().any(|f| near(&f.embedding)))
                    || added.iter().any(|(_, other)| near(&other.embedding)));
            if is_enough || is_copy {
                continue;
            }
            let new = NewFace {
                subject,
                sighting: Some(id),
                origin: FaceOrigin::Seen,
                is_template: matches!(subject, Subject::Visitor(_)),
                embedding: face.embedding.clone(),
                quality: face.quality,
                crop: jpeg(&crop_picture(face), CROP_QUALITY),
                picture: jpeg(&face.portrait, PORTRAIT_QUALITY),
                source_sha256: None,
                at: face.at,
            };
            added.push((w.add_face(&new)?, face));
        }
        Ok(added.into_iter().map(|(id, _)| id).collect())
    }

    /// The gallery follows what was stored of a visitor.
    fn refresh(&self, sighting: &OpenSighting, is_new: bool) {
        if let Some(subject @ Subject::Visitor(_)) = sighting.identity.subject {
            self.household.reload(subject);
            self.bus.announce(&Event::VisitorsChanged);
        } else if is_new {
            self.bus.announce(&Event::VisitorsChanged);
        }
    }

    fn announce(
        &mut self,
        sighting: &OpenSighting,
        mut row: Row,
        moment: &Moment<'_>,
        event: fn(Arc<SightingNews>) -> Event,
    ) -> Arc<SightingNews> {
        row.name = sighting.identity.chosen().and_then(|c| c.name.clone());
        let news = Arc::new(self.news(sighting, &row, moment));
        self.rows.insert(sighting.key, row);
        self.bus.announce(&event(Arc::clone(&news)));
        news
    }

    fn news(&self, sighting: &OpenSighting, row: &Row, moment: &Moment<'_>) -> SightingNews {
        SightingNews {
            id: row.id,
            camera: self.camera,
            camera_name: Arc::clone(&self.camera_name),
            at: moment.frame.at,
            started_at: sighting.started_at,
            ended_at: None,
            identity: sighting.identity.clone(),
            name: sighting.identity.chosen().and_then(|c| c.name.clone()),
            visitor_number: visitor_number(sighting.identity.subject),
            box_in_frame: moment.seen.box_in_frame,
            frame: moment.frame.number,
            latency: self.since(moment.frame),
            face: shown_face(&sighting.identity, row.face),
        }
    }

    /// Tells the owner, if a rule says so, or corrects what was told.
    fn tell(&mut self, key: SightingKey, moment: &Moment<'_>, news: &SightingNews) -> Result<(), StoreError> {
        let Some(row) = self.rows.get_mut(&key) else { return Ok(()) };
        let scene = || jpeg(&scaled_to_fit(moment.frame.picture.view(), SCENE_SIDE), PORTRAIT_QUALITY);
        let arrived = moment.frame.arrived;
        let teller = Teller { store: &self.store, bus: &self.bus, clock: &*self.clock, news, arrived };
        let told = teller.tell(row.told, scene)?;
        let is_first = row.told.is_none() && told.is_some();
        row.told = told;
        if let Some(usable) = moment.seen.usable_since.filter(|_| is_first) {
            self.figures.took(Stage::Alert, self.clock.monotonic().saturating_sub(usable));
        }
        Ok(())
    }

    /// What led to a verdict that is about to be written down.
    fn decision(&self, moment: &Moment<'_>) -> Decision {
        let StageTimes { wait, detect, embed, matching, .. } = *moment.times;
        Decision { at: moment.frame.at, wait, detect, embed, matching, total: self.since(moment.frame) }
    }

    fn since(&self, frame: &Frame) -> Duration {
        self.clock.monotonic().saturating_sub(frame.arrived)
    }

    /// The moment to close sightings with when no frame comes any more.
    pub(crate) fn last_frame(&self, at: Timestamp) -> Frame {
        Frame { camera: self.camera, number: 0, at, arrived: self.clock.monotonic(), picture: Arc::default() }
    }
}

/// The number the owner sees is the visitor's id.
pub(crate) fn visitor_number(subject: Option<Subject>) -> Option<i64> {
    Some(subject?.visitor()?.0)
}

fn thought(sighting: &OpenSighting) -> (Verdict, Option<Subject>) {
    (sighting.identity.verdict, sighting.identity.subject)
}

fn findings(sighting: &OpenSighting, seen: &Seen, best_face: Option<FaceId>) -> Findings {
    let identity = &sighting.identity;
    let nearest = identity.chosen().or_else(|| identity.candidates.first());
    Findings {
        verdict: identity.verdict,
        subject: identity.subject,
        similarity: nearest.map(|c| c.similarity),
        threshold: nearest.map(|c| c.threshold),
        candidates: identity.candidates.clone(),
        best_face: shown_face(identity, best_face),
        why: identity.no_name.map(|why| why.as_str().to_owned()).unwrap_or_default(),
        model: seen.model.clone(),
        evidence: seen.counted.iter().map(counted).collect(),
    }
}

/// What a sighting is shown by: a face of its own, or of a visitor who was seen before and showed nothing new, the kept one that
/// is nearest.
fn shown_face(identity: &Identity, own: Option<FaceId>) -> Option<FaceId> {
    own.or_else(|| identity.chosen().filter(|chosen| chosen.kind.is_none()).map(|chosen| chosen.nearest_face))
}

fn counted(face: &porchlight_domain::CountedFace) -> CountedFace {
    let quality = &face.quality;
    CountedFace {
        at: face.at,
        trust: quality.trust,
        side_px: quality.face_side_px,
        sharpness: quality.sharpness,
        frontality: quality.frontality,
        exposure: quality.exposure,
        similarity: face.similarity,
    }
}

/// A picture that cannot be encoded is left out: the sighting matters more.
fn jpeg(picture: &porchlight_domain::Picture, quality: u8) -> Encoded {
    match encode_jpeg(picture, quality) {
        Ok(bytes) => Encoded(bytes),
        Err(error) => {
            tracing::error!("a picture could not be encoded: {error}");
            Encoded::default()
        }
    }
}

fn crop_picture(face: &KeptFace) -> porchlight_domain::Picture {
    let side = porchlight_domain::CROP_SIDE as u32;
    porchlight_domain::Picture { width: side, height: side, rgb: face.crop.rgb.to_vec() }
}
