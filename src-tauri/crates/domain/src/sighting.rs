//! One visit, one sighting.
//!
//! Owns which tracks of one camera belong to one sighting, when a sighting begins, changes and ends. Must not know
//! storage: sightings have keys here, and rows elsewhere. Invariants: a track belongs to one sighting at the most; a
//! person is not in two places of one picture, so two faces seen at the same time are never one sighting.

use crate::{Evidence, Identity, Probe, Similarity, Subject, Timestamp, Track, TrackId, Verdict};
use std::sync::Arc;

/// Somebody who comes back within this time has not been away: the same sighting goes on.
pub(crate) const REJOIN_WITHIN_MS: i64 = 10_000;
/// Somebody who stays unclear is remembered after this time in view ...
const UNCLEAR_AFTER_MS: i64 = 1_000;
/// ... if seen on this many frames ...
const UNCLEAR_AFTER_FRAMES: u32 = 6;
/// ... with faces that add up to this trust: less may be no face at all.
const UNCLEAR_NEEDS_TRUST: f32 = 0.9;

/// Carries a resumed sighting that nobody was taken for yet: trackers count from one.
const NO_TRACK: TrackId = TrackId(0);

/// Whether somebody seen last at `last_seen` has not been away for good by `at`.
pub fn may_rejoin(last_seen: Timestamp, at: Timestamp) -> bool {
    (0..=REJOIN_WITHIN_MS).contains(&at.millis_since(last_seen))
}

/// A sighting as long as it is open. Unique for one camera within one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SightingKey(pub u64);

/// A sighting that is going on.
#[derive(Clone, Debug)]
pub struct OpenSighting {
    /// Its key.
    pub key: SightingKey,
    /// First seen.
    pub started_at: Timestamp,
    /// Last seen.
    pub last_seen: Timestamp,
    /// What is thought of it.
    pub identity: Identity,
    /// The track that carries it now.
    pub track: TrackId,
    template: Option<Arc<Probe>>,
    /// Of an earlier run, and nobody was seen since.
    is_resting: bool,
}

/// What became of the sightings of a camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SightingChange {
    /// Somebody came.
    Started(SightingKey),
    /// The verdict or its subject changed.
    Updated(SightingKey),
    /// It was the same visit as another sighting and is part of that one now.
    Joined {
        /// The one that is no more.
        gone: SightingKey,
        /// The one that goes on.
        into: SightingKey,
    },
    /// Somebody left.
    Ended(SightingKey),
}

/// The sightings of one camera.
#[derive(Debug, Default)]
pub struct SightingBook {
    open: Vec<OpenSighting>,
    next: u64,
}

impl SightingBook {
    /// Takes in what is thought of a track that is seen right now.
    pub fn observe(
        &mut self,
        track: &Track,
        identity: &Identity,
        evidence: &Evidence,
        alike: Similarity,
    ) -> Option<SightingChange> {
        let Some(i) = self.open.iter().position(|s| s.track == track.id) else {
            return self.begin(track, identity, evidence, alike);
        };
        let sighting = &mut self.open[i];
        sighting.last_seen = track.last_seen;
        sighting.template = evidence.template().cloned().or_else(|| sighting.template.take());
        let (key, goes_on_again) = (sighting.key, std::mem::take(&mut sighting.is_resting));
        let is_new = sighting.identity.verdict != identity.verdict || sighting.identity.subject != identity.subject;
        // A doubt that comes up later does not take back a verdict; another verdict does.
        if identity.verdict == Verdict::Unclear && sighting.identity.verdict != Verdict::Unclear {
            return goes_on_again.then_some(SightingChange::Updated(key));
        }
        if sighting.identity != *identity {
            sighting.identity = identity.clone();
        }
        if !is_new {
            return goes_on_again.then_some(SightingChange::Updated(key));
        }
        let (gone, at) = (key, track.last_seen);
        if let Some(earlier) = identity.subject.and_then(|subject| self.absent_subject(subject, gone, at)) {
            let into = self.open[earlier].key;
            let moved = self.open[i].clone();
            self.carry_on(earlier, moved);
            self.open.remove(i);
            return Some(SightingChange::Joined { gone, into });
        }
        Some(SightingChange::Updated(gone))
    }

    /// Resumes a sighting of an earlier run. It goes on with `track`, or with whoever turns out to be the same subject;
    /// the first time is a change.
    pub fn resume(
        &mut self,
        started_at: Timestamp,
        last_seen: Timestamp,
        identity: Identity,
        track: Option<TrackId>,
    ) -> SightingKey {
        self.next += 1;
        let key = SightingKey(self.next);
        let track = track.unwrap_or(NO_TRACK);
        self.open.push(OpenSighting { key, started_at, last_seen, identity, track, template: None, is_resting: true });
        key
    }

    /// Sightings whose people have been away too long. Call once a frame, before anybody is observed.
    pub fn sweep(&mut self, at: Timestamp) -> Vec<OpenSighting> {
        self.open.extract_if(.., |sighting| at.millis_since(sighting.last_seen) > REJOIN_WITHIN_MS).collect()
    }

    /// Ends everything, because the camera ended or was removed.
    pub fn end_all(&mut self) -> Vec<OpenSighting> {
        std::mem::take(&mut self.open)
    }

    /// The open sightings.
    pub fn open(&self) -> &[OpenSighting] {
        &self.open
    }

    /// The sighting that a track carries.
    pub fn of_track(&self, track: TrackId) -> Option<&OpenSighting> {
        self.open.iter().find(|sighting| sighting.track == track)
    }

    /// Takes back every verdict about somebody who was erased.
    pub fn forget_missing(&mut self, is_there: impl Fn(Subject) -> bool) {
        for sighting in &mut self.open {
            if sighting.identity.subject.is_some_and(|subject| !is_there(subject)) {
                sighting.identity = Identity::unknown();
            }
        }
    }

    /// Names the visitor that a stranger's sighting became.
    pub fn became(&mut self, key: SightingKey, subject: Subject) {
        if let Some(sighting) = self.open.iter_mut().find(|sighting| sighting.key == key) {
            sighting.identity.subject = Some(subject);
        }
    }

    fn begin(
        &mut self,
        track: &Track,
        identity: &Identity,
        evidence: &Evidence,
        alike: Similarity,
    ) -> Option<SightingChange> {
        if !is_worth_remembering(track, identity, evidence) {
            return None;
        }
        self.next += 1;
        let fresh = OpenSighting {
            key: SightingKey(self.next),
            started_at: track.first_seen,
            last_seen: track.last_seen,
            identity: identity.clone(),
            track: track.id,
            template: evidence.template().cloned(),
            is_resting: false,
        };
        let at = track.last_seen;
        let earlier = match identity.subject {
            Some(subject) => self.absent_subject(subject, fresh.key, at),
            None => None,
        };
        if let Some(earlier) = earlier.or_else(|| self.absent_look_alike(&fresh, alike, at)) {
            let before = self.open[earlier].identity.clone();
            let key = self.open[earlier].key;
            let goes_on_again = std::mem::take(&mut self.open[earlier].is_resting);
            self.carry_on(earlier, fresh);
            let after = &self.open[earlier].identity;
            let is_new = after.verdict != before.verdict || after.subject != before.subject;
            return (is_new || goes_on_again).then_some(SightingChange::Updated(key));
        }
        let key = fresh.key;
        self.open.push(fresh);
        Some(SightingChange::Started(key))
    }

    /// The sighting at `earlier` goes on with what `later` brings.
    fn carry_on(&mut self, earlier: usize, later: OpenSighting) {
        let sighting = &mut self.open[earlier];
        sighting.last_seen = later.last_seen;
        sighting.track = later.track;
        sighting.template = later.template.or_else(|| sighting.template.take());
        if later.identity.verdict != Verdict::Unclear {
            let known_visitor = sighting.identity.subject.filter(|_| later.identity.subject.is_none());
            sighting.identity = later.identity;
            sighting.identity.subject = sighting.identity.subject.or(known_visitor);
        }
    }

    fn absent_subject(&self, subject: Subject, but: SightingKey, at: Timestamp) -> Option<usize> {
        self.open.iter().position(|s| s.key != but && s.identity.subject == Some(subject) && s.last_seen < at)
    }

    fn absent_look_alike(&self, fresh: &OpenSighting, alike: Similarity, at: Timestamp) -> Option<usize> {
        let template = fresh.template.as_ref()?;
        let may_be_same = |s: &OpenSighting| {
            let either_is_open = s.identity.verdict == Verdict::Unclear
                || fresh.identity.verdict == Verdict::Unclear
                || (s.identity.verdict == Verdict::Visitor && fresh.identity.subject.is_none());
            s.last_seen < at && either_is_open
        };
        self.open
            .iter()
            .enumerate()
            .filter(|(_, s)| may_be_same(s))
            .filter_map(|(i, s)| Some((i, s.template.as_ref()?.embedding().similarity(template.embedding())?)))
            .filter(|(_, likeness)| *likeness >= alike)
            .max_by(|a, b| a.1.0.total_cmp(&b.1.0))
            .map(|(i, _)| i)
    }
}

fn is_worth_remembering(track: &Track, identity: &Identity, evidence: &Evidence) -> bool {
    identity.verdict != Verdict::Unclear
        || (track.last_seen.millis_since(track.first_seen) >= UNCLEAR_AFTER_MS
            && track.times_seen >= UNCLEAR_AFTER_FRAMES
            && evidence.sure_weight() >= UNCLEAR_NEEDS_TRUST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        BoxInFrame, DetectedFace, Embedding, EvidenceFace, ModelId, PersonId, Quality, SURE_SCORE, Tracker, VisitorId,
    };

    const ALIKE: Similarity = Similarity(0.4);

    /// A track seen from `from` to `to` (ms) at 25 frames a second.
    fn track(tracker: &mut Tracker, x: f32, from: i64, to: i64) -> Track {
        let box_in_frame = BoxInFrame { x, y: 0.0, w: 50.0, h: 50.0 };
        let face = DetectedFace { box_in_frame, landmarks_in_frame: [[0.0; 2]; 5], score: SURE_SCORE };
        let mut id = None;
        for at in (from..=to).step_by(40) {
            id = tracker.step(Timestamp(at), &[face]).tracks[0];
        }
        id.and_then(|id| tracker.track(id).cloned()).expect("was just seen")
    }

    fn seen(values: [f32; 2]) -> Evidence {
        let mut evidence = Evidence::default();
        let embedding = Embedding::new(ModelId::new("test"), values.to_vec()).expect("not zero");
        for _ in 0..3 {
            let quality = Quality {
                face_side_px: 80.0,
                sharpness: 0.9,
                frontality: 0.9,
                exposure: 0.9,
                is_grey: false,
                trust: 0.6,
            };
            evidence.add(EvidenceFace { probe: embedding.clone().into(), quality, at: Timestamp(0), is_sure: true });
        }
        evidence
    }

    fn is(verdict: Verdict, subject: Option<Subject>) -> Identity {
        Identity { verdict, subject, ..Identity::unknown() }
    }

    fn anna() -> Identity {
        is(Verdict::Known, Some(Subject::Person(PersonId(1))))
    }

    #[test]
    fn a_person_who_turns_away_and_comes_back_is_one_sighting() {
        let (mut tracker, mut book) = (Tracker::default(), SightingBook::default());
        let first = track(&mut tracker, 0.0, 0, 400);
        let started = book.observe(&first, &anna(), &seen([1.0, 0.0]), ALIKE);
        assert_eq!(started, Some(SightingChange::Started(SightingKey(1))), "she came");
        let again = track(&mut tracker, 0.0, 5_000, 5_400);
        assert_ne!(first.id, again.id, "the track was lost");
        assert_eq!(book.observe(&again, &anna(), &seen([1.0, 0.0]), ALIKE), None, "but she has not left");
        assert_eq!(book.open().len(), 1, "one visit, one sighting");
        assert!(book.sweep(Timestamp(15_000)).is_empty(), "still within the time to come back");
        assert_eq!(book.sweep(Timestamp(15_500)).len(), 1, "now she has left");
    }

    #[test]
    fn a_stranger_who_comes_back_is_rejoined_by_looks() {
        let (mut tracker, mut book) = (Tracker::default(), SightingBook::default());
        let first = track(&mut tracker, 0.0, 0, 400);
        book.observe(&first, &is(Verdict::Visitor, None), &seen([1.0, 0.0]), ALIKE);
        book.became(SightingKey(1), Subject::Visitor(VisitorId(9)));
        let again = track(&mut tracker, 0.0, 5_000, 5_400);
        book.observe(&again, &is(Verdict::Visitor, None), &seen([1.0, 0.1]), ALIKE);
        assert_eq!(book.open().len(), 1, "the same face within ten seconds");
        assert_eq!(book.open()[0].identity.subject, Some(Subject::Visitor(VisitorId(9))), "and the same visitor");
        let other = track(&mut tracker, 0.0, 8_000, 8_400);
        book.observe(&other, &is(Verdict::Visitor, None), &seen([0.0, 1.0]), ALIKE);
        assert_eq!(book.open().len(), 2, "another face is another sighting");
    }

    #[test]
    fn a_resumed_sighting_goes_on_with_its_track_or_with_whoever_is_its_subject() {
        let (mut tracker, mut book) = (Tracker::default(), SightingBook::default());
        let resumed = tracker.resume(BoxInFrame { x: 0.0, y: 0.0, w: 50.0, h: 50.0 }, Timestamp(0));
        let key = book.resume(Timestamp(-5_000), Timestamp(0), anna(), Some(resumed));
        let ben = is(Verdict::Known, Some(Subject::Person(PersonId(2))));
        let absent = book.resume(Timestamp(-4_000), Timestamp(-3_000), ben.clone(), None);
        let hers = track(&mut tracker, 0.0, 3_000, 3_000);
        assert_eq!(hers.id, resumed, "where she was");
        let change = book.observe(&hers, &anna(), &seen([1.0, 0.0]), ALIKE);
        assert_eq!(change, Some(SightingChange::Updated(key)), "it goes on again, which is worth telling");
        assert_eq!(book.observe(&hers, &anna(), &seen([1.0, 0.0]), ALIKE), None, "once");
        let his = track(&mut tracker, 300.0, 3_040, 3_040);
        let change = book.observe(&his, &ben, &seen([0.0, 1.0]), ALIKE);
        assert_eq!(change, Some(SightingChange::Updated(absent)), "he had only turned away");
        assert_eq!(book.of_track(resumed).map(|s| s.started_at), Some(Timestamp(-5_000)), "begun in the earlier run");
        assert_eq!(book.open().len(), 2, "nobody came anew");
    }

    #[test]
    fn a_resumed_sighting_whose_subject_never_comes_back_ends_in_time() {
        let mut book = SightingBook::default();
        let key = book.resume(Timestamp(0), Timestamp(1_000), anna(), None);
        assert!(book.sweep(Timestamp(11_000)).is_empty(), "ten seconds since somebody was seen");
        let ended = book.sweep(Timestamp(11_001));
        assert_eq!(ended.iter().map(|s| (s.key, s.last_seen)).collect::<Vec<_>>(), [(key, Timestamp(1_000))]);
        assert!(!may_rejoin(Timestamp(1_000), Timestamp(999)), "a clock that was set back says nothing");
    }

    #[test]
    fn two_at_the_same_time_are_two_sightings_even_if_alike() {
        let (mut left, mut right, mut book) = (Tracker::default(), Tracker::default(), SightingBook::default());
        right.exchanged(TrackId(0));
        right.exchanged(TrackId(0));
        let (one, other) = (track(&mut left, 0.0, 0, 400), track(&mut right, 300.0, 0, 400));
        assert_ne!(one.id, other.id, "two tracks of one camera");
        book.observe(&one, &is(Verdict::Visitor, None), &seen([1.0, 0.0]), ALIKE);
        book.observe(&other, &is(Verdict::Visitor, None), &seen([1.0, 0.0]), ALIKE);
        assert_eq!(book.open().len(), 2, "nobody is in two places of one picture");
    }

    #[test]
    fn an_unclear_face_is_remembered_only_after_a_while() {
        let (mut tracker, mut book) = (Tracker::default(), SightingBook::default());
        let unclear = is(Verdict::Unclear, None);
        let short = track(&mut tracker, 0.0, 0, 400);
        assert_eq!(book.observe(&short, &unclear, &seen([1.0, 0.0]), ALIKE), None, "it may pass");
        let long = track(&mut tracker, 0.0, 440, 1_200);
        let change = book.observe(&long, &unclear, &seen([1.0, 0.0]), ALIKE);
        assert_eq!(change, Some(SightingChange::Started(SightingKey(1))), "somebody is there, whoever it is");
        let named = book.observe(&long, &anna(), &seen([1.0, 0.0]), ALIKE);
        assert_eq!(named, Some(SightingChange::Updated(SightingKey(1))), "and then it is Anna");
        assert_eq!(book.observe(&long, &unclear, &seen([1.0, 0.0]), ALIKE), None, "a later doubt takes nothing back");
    }

    #[test]
    fn a_doubt_that_turns_out_to_be_somebody_just_seen_joins_that_sighting() {
        let (mut tracker, mut book) = (Tracker::default(), SightingBook::default());
        let first = track(&mut tracker, 0.0, 0, 400);
        book.observe(&first, &anna(), &seen([1.0, 0.0]), ALIKE);
        let second = track(&mut tracker, 0.0, 4_000, 5_200);
        book.observe(&second, &is(Verdict::Unclear, None), &seen([0.1, 1.0]), ALIKE);
        assert_eq!(book.open().len(), 2, "badly seen, she looks like nobody");
        let change = book.observe(&second, &anna(), &seen([1.0, 0.0]), ALIKE);
        let expected = SightingChange::Joined { gone: SightingKey(2), into: SightingKey(1) };
        assert_eq!(change, Some(expected), "it was she all the time");
        assert_eq!(book.of_track(second.id).map(|s| s.key), Some(SightingKey(1)), "and her sighting goes on");
    }
}
