//! The same face followed over the frames of one camera.
//!
//! Owns which detection belongs to which track. Must not know who anybody is: it only says that a track may have been
//! mixed up (`needs_check`), and evidence decides. Source: ByteTrack (Zhang et al. 2022), detections with a low score
//! keep a track alive but never start one; assignment over all faces by Kuhn and Munkres.
//! Invariant: one detection belongs to one track at the most, and track numbers are never given twice.

use crate::motion::{Motion, side_of};
use crate::sighting::REJOIN_WITHIN_MS;
use crate::{BoxInFrame, DetectedFace, Expected, Timestamp, TrackId};
use pathfinding::prelude::{Matrix, kuhn_munkres_min};

/// The model's own operating point: scores from here on start tracks (`models/README`: keep 0.6 and more).
pub const SURE_SCORE: f32 = 0.6;
/// Scores from here on keep a track alive: half as much, as in ByteTrack.
pub const FAINT_SCORE: f32 = 0.3;
/// A track nobody saw for so long is over; a returning face is rejoined by its looks instead.
const LOST_AFTER_MS: i64 = 1_500;
/// A gap of this length may hide an exchange of two people.
const SUSPICIOUS_GAP_MS: i64 = 400;
/// Two tracks whose boxes share this much may swap faces.
const CONTESTED_OVERLAP: f32 = 0.15;
/// What was seen once may be no face; what moves below it is looked at as well.
const SEEN_TO_HAVE_BODY: u32 = 3;
/// Cost of leaving a pair unassigned, in thousandths; costs of allowed pairs are below.
const FORBIDDEN: i64 = 1_000_000;

/// A face being followed.
#[derive(Clone, Debug)]
pub struct Track {
    /// Its number.
    pub id: TrackId,
    /// Seen first.
    pub first_seen: Timestamp,
    /// Seen last.
    pub last_seen: Timestamp,
    /// Frames on which it was seen; none as long as nobody took up a resumed track.
    pub times_seen: u32,
    /// The latest detection.
    pub face: DetectedFace,
    /// It may be somebody else by now: it crossed another track or was gone for a while. Whoever looks at the face
    /// again clears it with [`Tracker::checked`].
    pub needs_check: bool,
    motion: Motion,
    predicted_at: Timestamp,
}

/// Follows the faces of one camera.
#[derive(Debug, Default)]
pub struct Tracker {
    tracks: Vec<Track>,
    next: u64,
    pairs: Pairs,
}

/// Detections and the tracks that they may belong to: room that is used again from frame to frame.
#[derive(Debug, Default)]
struct Pairs {
    /// Tracks that were not seen on this frame yet.
    free: Vec<usize>,
    /// Detections to be given to them.
    picked: Vec<usize>,
    /// Place among `free`, place among `picked`, and the cost: the pairs that are possible at all, then those that are chosen.
    chosen: Vec<(usize, usize, i64)>,
}

impl Pairs {
    /// Keeps the cheapest pairs of which no two share a track or a detection.
    fn choose(&mut self) {
        let are_apart = |(i, pair): (usize, &(usize, usize, i64))| {
            self.chosen[..i].iter().all(|other| other.0 != pair.0 && other.1 != pair.1)
        };
        // Where nobody contests anybody's face there is nothing to choose.
        if self.chosen.iter().enumerate().all(are_apart) {
            return;
        }
        // The algorithm wants at least as many columns as rows: missing detections are columns nobody may have.
        let columns = self.picked.len().max(self.free.len());
        let mut costs = Matrix::new(self.free.len(), columns, FORBIDDEN);
        for &(row, column, cost) in &self.chosen {
            costs[(row, column)] = cost;
        }
        let (_, cheapest) = kuhn_munkres_min(&costs);
        self.chosen.retain(|&(row, column, _)| cheapest[row] == column);
    }
}

/// What one frame brought.
#[derive(Debug, Default, PartialEq)]
pub struct TrackedFrame {
    /// For each detection, in their order: its track, or none (a faint one that belongs to nobody).
    pub tracks: Vec<Option<TrackId>>,
    /// Tracks that are over.
    pub ended: Vec<TrackId>,
}

impl Tracker {
    /// Takes in the faces of the next frame; `at` never goes back.
    pub fn step(&mut self, at: Timestamp, faces: &[DetectedFace]) -> TrackedFrame {
        for track in &mut self.tracks {
            let seconds = at.millis_since(track.predicted_at).max(0) as f32 / 1000.0;
            track.motion.predict(seconds);
            track.predicted_at = at;
        }
        // First, so that nobody is taken for somebody who left long before.
        let ended = self.drop_lost(at);
        let mut assigned = vec![None; faces.len()];
        let is_sure = |face: &DetectedFace| face.score >= SURE_SCORE;
        self.assign(at, faces, is_sure, &mut assigned);
        self.assign(at, faces, |face| !is_sure(face), &mut assigned);
        for (face, track) in faces.iter().zip(&mut assigned) {
            if track.is_none() && is_sure(face) {
                *track = Some(self.begin(at, *face));
            }
        }
        self.mark_contested(at);
        TrackedFrame { tracks: assigned, ended }
    }

    /// The live tracks, also those not seen on the last frame.
    pub fn tracks(&self) -> &[Track] {
        &self.tracks
    }

    /// Where those who are followed should be at `at`.
    pub fn expected(&self, at: Timestamp) -> impl Iterator<Item = Expected> {
        self.tracks.iter().map(move |track| {
            let mut motion = track.motion.clone();
            motion.predict(at.millis_since(track.predicted_at).max(0) as f32 / 1000.0);
            Expected {
                box_in_frame: motion.boxed(),
                doubt_px: motion.doubt_px(),
                has_body: track.times_seen >= SEEN_TO_HAVE_BODY,
            }
        })
    }

    /// A live track.
    pub fn track(&self, id: TrackId) -> Option<&Track> {
        self.tracks.iter().find(|track| track.id == id)
    }

    /// Somebody looked: the track is still the same person.
    pub fn checked(&mut self, id: TrackId) {
        if let Some(track) = self.tracks.iter_mut().find(|track| track.id == id) {
            track.needs_check = false;
        }
    }

    /// Somebody looked: it is another person now. The track goes on under a new number, which is returned.
    pub fn exchanged(&mut self, id: TrackId) -> TrackId {
        let fresh = self.fresh_id();
        if let Some(track) = self.tracks.iter_mut().find(|track| track.id == id) {
            track.id = fresh;
            track.first_seen = track.last_seen;
            track.times_seen = 1;
            track.needs_check = false;
        }
        fresh
    }

    /// Ends all tracks, because the source ended or was opened anew.
    pub fn end_all(&mut self) -> Vec<TrackId> {
        self.tracks.drain(..).map(|track| track.id).collect()
    }

    /// Resumes a track of an earlier run under a new number, unseen so far and to be checked by whoever looks at it. It is
    /// over when nobody takes it up while a visit may still be rejoined.
    pub fn resume(&mut self, box_in_frame: BoxInFrame, last_seen: Timestamp) -> TrackId {
        let face = DetectedFace { box_in_frame, landmarks_in_frame: [[0.0; 2]; 5], score: 0.0 };
        let id = self.begin(last_seen, face);
        if let Some(track) = self.tracks.last_mut() {
            track.times_seen = 0;
            track.needs_check = true;
        }
        id
    }

    fn fresh_id(&mut self) -> TrackId {
        self.next += 1;
        TrackId(self.next)
    }

    fn begin(&mut self, at: Timestamp, face: DetectedFace) -> TrackId {
        let id = self.fresh_id();
        self.tracks.push(Track {
            id,
            first_seen: at,
            last_seen: at,
            times_seen: 1,
            face,
            needs_check: false,
            motion: Motion::new(&face.box_in_frame),
            predicted_at: at,
        });
        id
    }

    /// The cheapest assignment of those detections that are `meant` to the tracks not seen on this frame yet.
    fn assign(
        &mut self,
        at: Timestamp,
        faces: &[DetectedFace],
        meant: impl Fn(&DetectedFace) -> bool,
        assigned: &mut [Option<TrackId>],
    ) {
        let Pairs { free, picked, chosen } = &mut self.pairs;
        free.clear();
        free.extend((0..self.tracks.len()).filter(|&t| {
            let track = &self.tracks[t];
            track.last_seen < at || track.times_seen == 0
        }));
        picked.clear();
        picked.extend((0..faces.len()).filter(|&i| meant(&faces[i])));
        chosen.clear();
        for (row, &t) in free.iter().enumerate() {
            let costs = picked.iter().map(|&i| pair_cost(&self.tracks[t], &faces[i].box_in_frame));
            chosen.extend(costs.enumerate().filter_map(|(column, cost)| Some((row, column, cost?))));
        }
        self.pairs.choose();
        for &(row, column, _) in &self.pairs.chosen {
            let (track, i) = (&mut self.tracks[self.pairs.free[row]], self.pairs.picked[column]);
            track.needs_check |= at.millis_since(track.last_seen) >= SUSPICIOUS_GAP_MS;
            track.motion.correct(&faces[i].box_in_frame);
            if track.times_seen == 0 {
                track.first_seen = at;
            }
            track.last_seen = at;
            track.times_seen += 1;
            track.face = faces[i];
            assigned[i] = Some(track.id);
        }
    }

    fn mark_contested(&mut self, at: Timestamp) {
        for a in 0..self.tracks.len() {
            for b in a + 1..self.tracks.len() {
                let (one, other) = (&self.tracks[a], &self.tracks[b]);
                let one_is_seen = one.last_seen == at || other.last_seen == at;
                // Nobody knows whether whoever is resumed is there at all.
                let both_were_seen = one.times_seen > 0 && other.times_seen > 0;
                if one_is_seen
                    && both_were_seen
                    && one.motion.boxed().overlap(&other.motion.boxed()) > CONTESTED_OVERLAP
                {
                    self.tracks[a].needs_check = true;
                    self.tracks[b].needs_check = true;
                }
            }
        }
    }

    fn drop_lost(&mut self, at: Timestamp) -> Vec<TrackId> {
        let is_lost = |track: &Track| {
            let patience_ms = match track.times_seen {
                0 => REJOIN_WITHIN_MS,
                // Something seen once and never again was a ghost: it need not be waited for.
                1 => LOST_AFTER_MS / 3,
                _ => LOST_AFTER_MS,
            };
            at.millis_since(track.last_seen) > patience_ms
        };
        let ended = self.tracks.iter().filter(|track| is_lost(track)).map(|track| track.id).collect();
        self.tracks.retain(|track| !is_lost(track));
        ended
    }
}

/// How badly a detection fits where the track is expected, in thousandths; `None` if it cannot be the same face.
fn pair_cost(track: &Track, seen: &BoxInFrame) -> Option<i64> {
    let expected = track.motion.boxed();
    let side = side_of(&expected);
    let ratio = side_of(seen) / side;
    let [ex, ey] = expected.centre();
    let [sx, sy] = seen.centre();
    let away = ((sx - ex).powi(2) + (sy - ey).powi(2)).sqrt();
    // A face moves less than its own side between two frames, more only when it was unseen for a while.
    let reach = side + 2.0 * track.motion.doubt_px().min(1.5 * side);
    if !(0.5..=2.0).contains(&ratio) || away > reach {
        return None;
    }
    let misfit = 1.0 - expected.overlap(seen) + 0.5 * away / reach + 0.5 * ratio.ln().abs();
    Some((misfit * 1000.0) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(x: f32, y: f32, score: f32) -> DetectedFace {
        let box_in_frame = BoxInFrame { x, y, w: 60.0, h: 80.0 };
        DetectedFace { box_in_frame, landmarks_in_frame: [[0.0; 2]; 5], score }
    }

    fn at(frame: i64) -> Timestamp {
        Timestamp(frame * 40)
    }

    #[test]
    fn a_walker_stays_one_track() {
        let mut tracker = Tracker::default();
        let mut seen = Vec::new();
        for i in 0..50 {
            seen.extend(tracker.step(at(i), &[face(10.0 * i as f32, 50.0, 0.9)]).tracks);
        }
        assert!(seen.iter().all(|id| *id == Some(TrackId(1))), "a quarter of a face a frame is a walk");
    }

    #[test]
    fn a_walker_is_expected_where_the_next_step_leads() {
        let mut tracker = Tracker::default();
        for i in 0..20 {
            tracker.step(at(i), &[face(10.0 * i as f32, 50.0, 0.9)]);
        }
        let expected: Vec<Expected> = tracker.expected(at(20)).collect();
        let off = (expected[0].box_in_frame.x - 200.0).abs();
        assert!(off < 5.0 && expected[0].has_body, "{expected:?}");
        assert_eq!(tracker.step(at(20), &[]).ended, [], "asking changes nothing");
    }

    #[test]
    fn a_faint_face_keeps_a_track_but_starts_none() {
        let mut tracker = Tracker::default();
        assert_eq!(tracker.step(at(0), &[face(0.0, 0.0, 0.4)]).tracks, [None], "too faint to start");
        tracker.step(at(1), &[face(0.0, 0.0, 0.9)]);
        let kept = tracker.step(at(2), &[face(1.0, 0.0, 0.4)]);
        assert_eq!(kept.tracks, [Some(TrackId(1))], "a face turning away is still the same face");
    }

    #[test]
    fn a_short_gap_is_bridged_and_a_long_one_ends_the_track() {
        let mut tracker = Tracker::default();
        for i in 0..10 {
            tracker.step(at(i), &[face(0.0, 0.0, 0.9)]);
        }
        assert_eq!(tracker.step(at(25), &[face(5.0, 0.0, 0.9)]).tracks, [Some(TrackId(1))], "600 ms unseen");
        assert!(tracker.track(TrackId(1)).is_some_and(|t| t.needs_check), "but somebody should look again");
        let after = tracker.step(at(80), &[face(5.0, 0.0, 0.9)]);
        assert_eq!(after.ended, [TrackId(1)], "two seconds are too long to guess");
    }

    #[test]
    fn two_who_cross_are_both_looked_at_again() {
        let mut tracker = Tracker::default();
        for i in 0..40 {
            let x = 10.0 * i as f32;
            tracker.step(at(i), &[face(x, 50.0, 0.9), face(390.0 - x, 50.0, 0.9)]);
        }
        assert_eq!(tracker.tracks().len(), 2, "nobody was lost and nobody invented");
        assert!(tracker.tracks().iter().all(|track| track.needs_check), "either may carry the other's name now");
    }

    #[test]
    fn people_apart_are_never_contested() {
        let mut tracker = Tracker::default();
        for i in 0..20 {
            tracker.step(at(i), &[face(0.0, 0.0, 0.9), face(300.0, 0.0, 0.9)]);
        }
        assert!(tracker.tracks().iter().all(|track| !track.needs_check), "there is nothing to mix up");
    }

    #[test]
    fn a_face_far_away_is_somebody_else() {
        let mut tracker = Tracker::default();
        tracker.step(at(0), &[face(0.0, 0.0, 0.9)]);
        let next = tracker.step(at(1), &[face(500.0, 0.0, 0.9)]);
        assert_eq!(next.tracks, [Some(TrackId(2))], "nobody crosses the street in 40 ms");
    }

    #[test]
    fn more_tracks_than_faces_and_the_other_way_round() {
        let mut tracker = Tracker::default();
        let three = [face(0.0, 0.0, 0.9), face(200.0, 0.0, 0.9), face(400.0, 0.0, 0.9)];
        assert_eq!(tracker.step(at(0), &three).tracks.len(), 3, "three begin");
        let one = tracker.step(at(1), &three[1..2]);
        assert_eq!(one.tracks, [Some(TrackId(2))], "the one in the middle is still the second");
        let all = tracker.step(at(2), &three);
        assert_eq!(all.tracks, [Some(TrackId(1)), Some(TrackId(2)), Some(TrackId(3))], "the others are found again");
    }

    #[test]
    fn a_resumed_track_is_taken_up_where_it_was_and_to_be_checked() {
        let mut tracker = Tracker::default();
        let id = tracker.resume(face(0.0, 0.0, 0.9).box_in_frame, at(0));
        assert_eq!(tracker.step(at(100), &[]).ended, [], "four seconds are within the time to come back");
        let taken = tracker.step(at(101), &[face(20.0, 0.0, 0.9), face(400.0, 0.0, 0.9)]);
        assert_eq!(taken.tracks[0], Some(id), "near where it was");
        assert_ne!(taken.tracks[1], Some(id), "far away is somebody else");
        let track = tracker.track(id).expect("it goes on");
        assert!(track.needs_check, "whether it is still the same is for somebody to look");
        assert_eq!((track.first_seen, track.times_seen), (at(101), 1), "seen in this run");
        tracker.checked(id);
        assert_eq!(tracker.step(at(150), &[]).ended.len(), 2, "from then on it is lost like any other");
    }

    #[test]
    fn a_resumed_track_that_nobody_takes_up_is_over_in_time_and_disturbs_nobody() {
        let mut tracker = Tracker::default();
        let id = tracker.resume(face(0.0, 0.0, 0.9).box_in_frame, at(0));
        let large = BoxInFrame { w: 150.0, h: 200.0, ..face(0.0, 0.0, 0.9).box_in_frame };
        let other = tracker.step(at(1), &[DetectedFace { box_in_frame: large, ..face(0.0, 0.0, 0.9) }]).tracks[0];
        assert_ne!(other, Some(id), "two and a half times as large is somebody else");
        let needs_check = other.and_then(|other| tracker.track(other)).map(|track| track.needs_check);
        assert_eq!(needs_check, Some(false), "there is nobody to be mixed up with");
        assert!(!tracker.step(at(250), &[]).ended.contains(&id), "ten seconds");
        assert_eq!(tracker.step(at(251), &[]).ended, [id], "and no longer");
    }

    #[test]
    fn an_exchanged_track_goes_on_under_a_new_number() {
        let mut tracker = Tracker::default();
        tracker.step(at(0), &[face(0.0, 0.0, 0.9)]);
        let fresh = tracker.exchanged(TrackId(1));
        assert_ne!(fresh, TrackId(1), "a number is one person's");
        assert_eq!(tracker.step(at(1), &[face(0.0, 0.0, 0.9)]).tracks, [Some(fresh)], "the face is still followed");
    }
}
