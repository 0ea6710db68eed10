//! A small household to test with.
//!
//! Owns made-up faces: an embedding and pictures are derived from a seed, so that a test can look for their very bytes.

use porchlight_domain::{
    CameraId, CameraSource, Embedding, FaceId, ModelId, PersonId, PersonKind, Quality, RuleId, RuleKind, SightingId,
    Similarity, Subject, Timestamp, Verdict, VisitorId,
};
use porchlight_store::{
    CountedFace, Encoded, FaceOrigin, Findings, NewAlert, NewCamera, NewFace, NewPerson, NewSighting, Store,
    StoreError, ToldBy,
};
use std::path::{Path, PathBuf};

pub const DAY: i64 = 86_400_000;

pub fn at(millis: i64) -> Timestamp {
    Timestamp(millis)
}

/// A store on real files, with the directory that goes with it.
pub struct World {
    pub store: Store,
    path: PathBuf,
    dir: Option<tempfile::TempDir>,
}

impl World {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let mut world = Self::at(dir.path());
        world.dir = Some(dir);
        world
    }

    /// In a directory of somebody else.
    pub fn at(path: &Path) -> Self {
        let store = Store::open(path).expect("a fresh store");
        Self { store, path: path.to_owned(), dir: None }
    }

    pub fn dir(&self) -> &Path {
        &self.path
    }

    /// As after a restart of the program.
    pub fn reopened(self) -> Self {
        let Self { store, path, dir } = self;
        drop(store);
        let store = Store::open(&path).expect("opens again");
        Self { store, path, dir }
    }

    pub fn camera(&self, name: &str) -> CameraId {
        self.add_camera(name, false)
    }

    pub fn demo_camera(&self, name: &str) -> CameraId {
        self.add_camera(name, true)
    }

    fn add_camera(&self, name: &str, is_demo: bool) -> CameraId {
        let camera = NewCamera { name: name.into(), source: CameraSource::DemoStreet, is_demo, at: at(0) };
        self.store.add_camera(&camera).expect("is added").id
    }

    pub fn person(&self, name: &str, kind: PersonKind) -> PersonId {
        let person = NewPerson { name: name.into(), kind, is_demo: false, at: at(1) };
        self.store.add_person(&person).expect("is added")
    }

    /// A face the owner enrolled.
    pub fn enrol(&self, person: PersonId, seed: u8) -> FaceId {
        self.store.add_face(&face(Subject::Person(person), seed)).expect("is kept")
    }

    /// A visitor seen once, with one face.
    pub fn stranger(&self, camera: CameraId, at: Timestamp, seed: u8) -> Seen {
        self.seen(camera, at, seed, None)
    }

    /// Somebody is seen; `None` for a stranger never seen before.
    pub fn seen(&self, camera: CameraId, at: Timestamp, seed: u8, subject: Option<Subject>) -> Seen {
        self.store
            .write(|w| {
                let subject = match subject {
                    Some(subject) => subject,
                    None => Subject::Visitor(w.add_visitor(at)?),
                };
                let mut findings = findings(subject);
                let sighting = w.start_sighting(&NewSighting { camera, at, findings: findings.clone() })?;
                let new = NewFace {
                    sighting: Some(sighting),
                    origin: FaceOrigin::Seen,
                    is_template: matches!(subject, Subject::Visitor(_)),
                    ..face(subject, seed)
                };
                let face = w.add_face(&new)?;
                findings.best_face = Some(face);
                w.update_sighting(sighting, at.plus_millis(1_000), &findings)?;
                w.end_sighting(sighting, at.plus_millis(1_000))?;
                Ok::<_, StoreError>(Seen { subject, sighting, face })
            })
            .expect("is written")
    }

    pub fn alert(&self, sighting: SightingId, person: PersonId, at: Timestamp) -> porchlight_domain::AlertId {
        let alert = NewAlert {
            sighting,
            verdict: Verdict::Blacklisted,
            person: Some(person),
            similarity: Some(Similarity(0.7)),
            threshold: Some(Similarity(0.4)),
            told_by: vec![ToldBy { rule: RuleId(1), about: RuleKind::Blacklist }],
            scene: Encoded(picture_bytes(b'S', sighting.0 as u8)),
            at,
        };
        self.store.raise_alert(&alert).expect("is raised").expect("the first of its sighting")
    }

    /// Everything an act may change, as text to compare.
    pub fn state(&self) -> String {
        let store = &self.store;
        let people = store.people().expect("readable");
        let visitors = store.visitors(100, None).expect("readable");
        let sightings = store.sightings(&Default::default(), 100, None).expect("readable");
        let subjects: Vec<Subject> = people
            .iter()
            .map(|p| Subject::Person(p.person.id))
            .chain(visitors.iter().map(|v| Subject::Visitor(v.id)))
            .collect();
        let faces: Vec<_> = subjects.iter().map(|s| store.faces(*s).expect("readable")).collect();
        let alerts = store.alerts(100, None).expect("readable");
        let rejections = store.rejections().expect("readable");
        let parted = store.parted().expect("readable");
        let rules = store.alert_rules().expect("readable");
        format!(
            "{people:#?}\n{visitors:#?}\n{sightings:#?}\n{faces:#?}\n{alerts:#?}\n{rejections:#?}\n{parted:#?}\n{rules:#?}"
        )
    }
}

/// What one visit left.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    pub subject: Subject,
    pub sighting: SightingId,
    pub face: FaceId,
}

impl Seen {
    pub fn visitor(&self) -> VisitorId {
        match self.subject {
            Subject::Visitor(visitor) => visitor,
            Subject::Person(_) => panic!("not a visitor"),
        }
    }
}

pub fn findings(subject: Subject) -> Findings {
    let verdict = if matches!(subject, Subject::Visitor(_)) { Verdict::Visitor } else { Verdict::Known };
    Findings { verdict, subject: Some(subject), ..Findings::unclear() }
}

/// A face that counted for a verdict.
pub fn counted(at: Timestamp, trust: f32, similarity: Option<Similarity>) -> CountedFace {
    CountedFace { at, trust, side_px: 80.5, sharpness: 0.5, frontality: 0.75, exposure: 1.0, similarity }
}

/// An enrolled face whose bytes all follow from the seed.
pub fn face(subject: Subject, seed: u8) -> NewFace {
    NewFace {
        subject,
        sighting: None,
        origin: FaceOrigin::Enrolled,
        is_template: true,
        embedding: embedding(seed),
        quality: Quality {
            face_side_px: 80.0,
            sharpness: 0.5,
            frontality: 0.75,
            exposure: 1.0,
            is_grey: false,
            trust: f32::from(seed) / 255.0,
        },
        crop: Encoded(picture_bytes(b'C', seed)),
        picture: Encoded(picture_bytes(b'P', seed)),
        source_sha256: Some([seed; 32]),
        at: at(i64::from(seed)),
    }
}

pub fn embedding(seed: u8) -> Embedding {
    let values = (0..128u32).map(|i| ((i + 1) * (u32::from(seed) + 3) % 251) as f32 - 125.0).collect();
    Embedding::new(ModelId::new("test-model"), values).expect("not zero")
}

pub fn embedding_bytes(seed: u8) -> Vec<u8> {
    embedding(seed).values().iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// Bytes that occur nowhere else: they begin with what they are of.
pub fn picture_bytes(album: u8, seed: u8) -> Vec<u8> {
    let noise = (0..62u32).map(|i| (i * 37 + u32::from(seed) * 11) as u8 ^ 0xA5);
    [album, seed].into_iter().chain(noise).collect()
}
