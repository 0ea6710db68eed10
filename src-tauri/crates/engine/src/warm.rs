//! A warm start: visits that were going on when the program ended go on when it starts again soon after.
//!
//! Owns what is saved at the end, when it may still be believed, and the mark of the gallery that it holds for. Must not
//! decide who anybody is: a face of this run is compared before a saved verdict is given. Invariants: what was saved is
//! taken once; nothing is believed that another gallery, other settings or too much time could have changed; without a
//! proper end there is nothing to take.

use crate::{
    desk::CameraFile,
    follow::{Follow, Resumed},
    home::{Home, locked},
    household::Household,
};
use porchlight_domain::{
    BoxInFrame, CameraId, CountedFace, Gallery, Identity, OpenSighting, Quality, Settings, SightingId, Subject,
    Thresholds, Timestamp, may_rejoin,
};
use porchlight_store::{Sighting, Store, StoreError, WarmTrack};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

/// A visit that is going on while its camera stops.
pub(crate) struct Parting {
    pub(crate) sighting: OpenSighting,
    /// Where the face was, and what is known of its track; `None` while nobody is followed.
    pub(crate) followed: Option<(BoxInFrame, Follow)>,
}

/// A visit of an earlier run.
pub(crate) struct Resumption {
    pub(crate) started_at: Timestamp,
    pub(crate) last_seen: Timestamp,
    pub(crate) resumed: Resumed,
    /// The generation of the gallery that the verdict holds for.
    pub(crate) generation: u64,
    /// `None` if nobody was followed, or the verdict has expired: then only its subject can rejoin the visit.
    pub(crate) track: Option<ResumedTrack>,
}

/// The track of a visit of an earlier run.
pub(crate) struct ResumedTrack {
    pub(crate) box_in_frame: BoxInFrame,
    pub(crate) decided_at: Timestamp,
}

/// What the earlier run saved.
struct Taken {
    generation: u64,
    tracks: HashMap<CameraId, Vec<WarmTrack>>,
}

#[derive(Default)]
struct State {
    /// Taken when the first camera starts: whoever starts none, such as a command, leaves it to the next.
    taken: Option<Taken>,
    /// What was going on when a camera stopped.
    parted: HashMap<CameraId, Vec<(SightingId, Parting)>>,
}

/// The warm start of one engine.
pub(crate) struct WarmStart {
    store: Arc<Store>,
    household: Arc<Household>,
    state: Mutex<State>,
}

impl WarmStart {
    pub(crate) fn new(store: Arc<Store>, household: Arc<Household>) -> Self {
        Self { store, household, state: Mutex::default() }
    }

    /// A camera is about to start: what went on there goes on.
    pub(crate) fn resume(&self, camera: CameraId, file: &mut CameraFile, now: Timestamp) {
        let mut state = locked(&self.state);
        // It stopped and starts again within one run: what it saw before was closed.
        state.parted.remove(&camera);
        let taken = state.taken.get_or_insert_with(|| self.take());
        let tracks = taken.tracks.remove(&camera).unwrap_or_default();
        for track in tracks.iter().filter(|track| may_rejoin(track.last_seen_at, now)) {
            if let Err(error) = self.resume_one(track, taken.generation, file, now) {
                tracing::warn!(camera = %camera, "a visit of before the restart does not go on: {error}");
            }
        }
    }

    /// A camera stops: remembers what is going on there, in case the program ends.
    pub(crate) fn part(&self, camera: CameraId, file: &CameraFile) {
        let partings = file.watch.partings().into_iter();
        let with_rows = partings.filter_map(|parting| Some((file.records.id_of(parting.sighting.key)?, parting)));
        locked(&self.state).parted.insert(camera, with_rows.collect());
    }

    /// What is stored is another: nothing that was going on is in it.
    pub(crate) fn forget(&self) {
        *locked(&self.state) = State::default();
    }

    /// The program ends, and all sightings are closed.
    pub(crate) fn save(&self, now: Timestamp) {
        let parted = std::mem::take(&mut locked(&self.state).parted);
        let partings: Vec<_> = parted
            .into_iter()
            .flat_map(|(camera, partings)| partings.into_iter().map(move |(row, parting)| (camera, row, parting)))
            .filter(|(.., parting)| may_rejoin(parting.sighting.last_seen, now))
            .collect();
        // Another program that has the folder open goes on with its own cameras.
        if partings.is_empty() || !self.store.is_alone() {
            return;
        }
        // The next start fits the thresholds anew as well.
        if let Err(error) = self.household.fit(now) {
            tracing::warn!("thresholds could not be fitted: {error}");
        }
        let home = self.household.snapshot();
        let tracks: Vec<WarmTrack> =
            partings.into_iter().map(|(camera, row, parting)| to_save(camera, row, parting, &home)).collect();
        if let Err(error) = self.store.save_warm(&tracks, &mark(home.gallery(), home.settings())) {
            tracing::warn!("the next start will be a cold one: {error}");
        }
    }

    fn take(&self) -> Taken {
        let home = self.household.snapshot();
        let saved = if self.store.is_alone() { self.store.take_warm() } else { Ok(None) };
        let saved = saved.unwrap_or_else(|error| {
            tracing::warn!("this start is a cold one: {error}");
            None
        });
        let mut tracks: HashMap<CameraId, Vec<WarmTrack>> = HashMap::new();
        if let Some((saved_mark, saved)) = saved
            && saved_mark == mark(home.gallery(), home.settings())
        {
            saved.into_iter().for_each(|track| tracks.entry(track.camera).or_default().push(track));
        }
        Taken { generation: home.generation(), tracks }
    }

    fn resume_one(
        &self,
        track: &WarmTrack,
        generation: u64,
        file: &mut CameraFile,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (Some(row), Some(subject)) = (track.sighting, track.subject) else { return Ok(()) };
        let sighting = self.store.sighting(row)?;
        if sighting.camera != Some(track.camera) || sighting.findings.subject != Some(subject) {
            return Ok(());
        }
        let home = self.household.snapshot();
        let own_visitor = match subject {
            Subject::Visitor(visitor) => (self.store.visitor(visitor)?.times_seen == 1).then_some(subject),
            Subject::Person(_) => None,
        };
        let may_believe = track.box_in_frame.area() > 0.0 && home.would_hold(track.verdict, track.decided_at, now);
        let visit = Resumption {
            started_at: sighting.started_at,
            last_seen: track.last_seen_at,
            track: may_believe
                .then_some(ResumedTrack { box_in_frame: track.box_in_frame, decided_at: track.decided_at }),
            resumed: resumed(track, &sighting),
            generation,
        };
        let key = file.watch.resume(visit, &home);
        file.records.resume(key, row, subject, sighting.findings.best_face, own_visitor);
        Ok(())
    }
}

/// What is saved of a visit. A track whose verdict does not stand any more by now is saved without its place.
fn to_save(camera: CameraId, row: SightingId, parting: Parting, home: &Home) -> WarmTrack {
    let Parting { sighting, followed } = parting;
    let Identity { verdict, subject, similarity, .. } = sighting.identity;
    let mut track = WarmTrack {
        camera,
        track: sighting.track,
        box_in_frame: BoxInFrame::default(),
        last_seen_at: sighting.last_seen,
        sighting: Some(row),
        verdict,
        subject,
        similarity,
        decided_at: sighting.last_seen,
    };
    if let Some((box_in_frame, mut follow)) = followed
        && let Some((identity, decided_at)) = follow.decided(home, subject)
        && (identity.verdict, identity.subject) == (verdict, subject)
    {
        (track.box_in_frame, track.decided_at, track.similarity) = (box_in_frame, decided_at, identity.similarity);
    }
    track
}

fn resumed(track: &WarmTrack, sighting: &Sighting) -> Resumed {
    let findings = &sighting.findings;
    let counted = findings.evidence.iter().map(|face| CountedFace {
        at: face.at,
        quality: Quality {
            face_side_px: face.side_px,
            sharpness: face.sharpness,
            frontality: face.frontality,
            exposure: face.exposure,
            // Not kept, and nobody asks it of a face that was counted.
            is_grey: false,
            trust: face.trust,
        },
        similarity: face.similarity,
    });
    Resumed {
        identity: Identity {
            verdict: track.verdict,
            subject: track.subject,
            similarity: track.similarity,
            candidates: findings.candidates.clone(),
            no_name: None,
        },
        counted: counted.collect(),
        model: findings.model.clone(),
    }
}

/// Another one whenever an answer could be another: who is compared, by which faces and models, what each of them needs,
/// who is not whom, and how faces are looked at. Names are not in it: they are looked up when they are shown. In which
/// order people are looked up is not in it either: that changes no answer.
fn mark(gallery: &Gallery, settings: &Settings) -> String {
    // Written out, so that a new setting cannot be forgotten here.
    let Settings {
        thresholds,
        usual: _,
        detection_scale,
        smallest_face_px,
        max_faces_per_person,
        fits_home,
        effort,
        identity_cache_entries: _,
        identity_cache_secs: _,
        stranger_cache_secs: _,
        forget_visitors_days: _,
        forget_sightings_days: _,
        most_pictures_gb: _,
        notifications: _,
        sound: _,
        is_every_alert_heard: _,
        theme: _,
        language: _,
        close_to_tray: _,
    } = settings;
    let Thresholds { known, blacklist, visitor, margin } = thresholds;
    let mut mark = Sha256::new();
    for share in [known.0, blacklist.0, visitor.0, *margin] {
        mark.update(share.to_bits().to_le_bytes());
    }
    for number in [detection_scale.longer_side_px, *smallest_face_px, *max_faces_per_person] {
        mark.update(number.to_le_bytes());
    }
    mark.update(format!("{effort:?} {fits_home}"));
    let mut subjects: Vec<_> = gallery.subjects().collect();
    subjects.sort_by_key(|subject| subject.subject);
    for subject in subjects {
        let mut faces: Vec<_> = subject.faces().iter().collect();
        faces.sort_by_key(|face| face.face);
        mark.update(format!("\n{:?} {:?} {}", subject.subject, subject.kind, subject.needs(thresholds).0.to_bits()));
        for face in faces {
            let model = face.embedding.model();
            mark.update(format!(" {} {model} {} {};", face.face, face.trust.to_bits(), face.is_grey));
        }
    }
    let mut rejections: Vec<_> = gallery.rejections().collect();
    rejections.sort_unstable();
    mark.update(format!("\n{rejections:?}"));
    hex::encode(mark.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_domain::{
        Effort, Embedding, FaceId, GalleryFace, GallerySubject, ModelId, PersonId, PersonKind, Similarity, VisitorId,
    };
    use std::collections::HashSet;

    const ANNA: Subject = Subject::Person(PersonId(1));
    const STRANGER: Subject = Subject::Visitor(VisitorId(1));

    fn face(id: i64, model: &str) -> GalleryFace {
        let embedding = Embedding::new(ModelId::new(model), vec![1.0, id as f32]).expect("a direction");
        GalleryFace { face: FaceId(id), embedding, trust: 0.9, is_grey: false }
    }

    fn anna(kind: PersonKind, faces: Vec<GalleryFace>) -> GallerySubject {
        GallerySubject::new(ANNA, Some("Anna".into()), Some(kind), faces)
    }

    fn of(subjects: Vec<GallerySubject>, rejected: &[(Subject, Subject)]) -> Gallery {
        Gallery::new(subjects, rejected.iter().copied().collect::<HashSet<_>>())
    }

    #[test]
    fn the_mark_changes_with_everything_that_an_answer_depends_on_and_with_nothing_else() {
        use PersonKind::{Blacklisted, Known};
        let d = Settings::default();
        let (one, two) = (face(1, "m"), face(2, "m"));
        let stranger = GallerySubject::new(STRANGER, None, None, vec![face(3, "m")]);
        let home = of(vec![anna(Known, vec![one.clone(), two.clone()]), stranger.clone()], &[]);
        let usual = mark(&home, &d);
        let hers = |faces| vec![anna(Known, faces), stranger.clone()];
        let own = anna(Known, vec![one.clone(), two.clone()]).with_threshold(Some(Similarity(0.5)));
        let galleries = [
            ("a face less", of(hers(vec![one.clone()]), &[])),
            ("another face", of(hers(vec![one.clone(), face(4, "m")]), &[])),
            ("another model", of(hers(vec![one.clone(), face(2, "n")]), &[])),
            ("more trust", of(hers(vec![one.clone(), GalleryFace { trust: 1.0, ..two.clone() }]), &[])),
            ("another light", of(hers(vec![one.clone(), GalleryFace { is_grey: true, ..two.clone() }]), &[])),
            ("blacklisted", of(vec![anna(Blacklisted, vec![one.clone(), two.clone()]), stranger.clone()], &[])),
            ("a threshold of her own", of(vec![own, stranger.clone()], &[])),
            ("nobody but her", of(vec![anna(Known, vec![one.clone(), two.clone()])], &[])),
            ("not this person", of(hers(vec![one.clone(), two.clone()]), &[(STRANGER, ANNA)])),
            ("strangers came near", home.fitted(&HashMap::from([(ANNA, 0.05)]))),
        ];
        for (case, gallery) in galleries {
            assert_ne!(mark(&gallery, &d), usual, "{case}");
        }
        let thresholds = |change: fn(&mut Thresholds)| {
            let mut settings = d.clone();
            change(&mut settings.thresholds);
            settings
        };
        let other_settings = [
            thresholds(|t| t.known = Similarity(0.5)),
            thresholds(|t| t.blacklist = Similarity(0.5)),
            thresholds(|t| t.visitor = Similarity(0.5)),
            thresholds(|t| t.margin = 0.1),
            Settings { effort: Effort::Quick, ..d.clone() },
            Settings { smallest_face_px: 64, ..d.clone() },
            Settings { max_faces_per_person: 3, ..d.clone() },
            Settings { fits_home: false, ..d.clone() },
        ];
        for settings in other_settings {
            assert_ne!(mark(&home, &settings), usual, "{settings:?}");
        }
        let reordered = of(vec![stranger, anna(Known, vec![two, one])], &[]).with_most_seen(&[STRANGER]);
        assert_eq!(mark(&reordered, &d), usual, "in whatever order they are kept");
        assert_eq!(mark(&home, &Settings { sound: false, ..d }), usual, "a sound recognises nobody");
    }
}
