//! A host over an engine with scripted parts and a database in memory.

#![allow(dead_code, reason = "not every test binary needs all of it")]

use base64::{Engine as _, engine::general_purpose::STANDARD};
use porchlight_api::{ApiError, Host, HostPlace, call};
use porchlight_domain::{
    CameraSource, Embedding, ModelId, OpenVision, PersonId, Quality, Subject, Timestamp, Verdict, VisitorId,
};
use porchlight_engine::{Engine, EngineParts};
use porchlight_store::{Encoded, FaceOrigin, Findings, NewCamera, NewFace, NewSighting, Store};
use porchlight_testkit::{FAKE_MODEL, FakeVisionOpener, ScriptedOpener, SimulatedClock, picture_with_faces};
use porchlight_vision::models::Sources;
use serde_json::{Value, json};
use std::{path::Path, sync::Arc};

/// What a test holds.
pub struct Home {
    pub store: Arc<Store>,
    pub engine: Arc<Engine>,
    pub host: Arc<Host>,
    /// Models, and those that lie beside a checkout.
    pub folder: tempfile::TempDir,
}

/// A home in which nobody was seen yet.
pub fn home() -> Home {
    home_with(|_| {})
}

/// A home whose database was filled before the engine read it.
pub fn home_with(fill: impl FnOnce(&Store)) -> Home {
    home_seen_by(fill, |_| Arc::new(FakeVisionOpener::new()))
}

/// The same with other eyes, which may look into the folder of models.
pub fn home_seen_by(fill: impl FnOnce(&Store), vision: impl FnOnce(&Path) -> Arc<dyn OpenVision>) -> Home {
    home_of(|_| Store::in_memory().expect("a database"), fill, vision)
}

/// A home whose database is a file, as at the owner's.
pub fn home_on_disk(fill: impl FnOnce(&Store)) -> Home {
    let open = |folder: &Path| Store::open(&folder.join("data")).expect("a database");
    home_of(open, fill, |_| Arc::new(FakeVisionOpener::new()))
}

fn home_of(
    open: impl FnOnce(&Path) -> Store,
    fill: impl FnOnce(&Store),
    vision: impl FnOnce(&Path) -> Arc<dyn OpenVision>,
) -> Home {
    let folder = tempfile::tempdir().expect("a folder");
    let models_dir = folder.path().join("models");
    let store = Arc::new(open(folder.path()));
    fill(&store);
    let clock = Arc::new(SimulatedClock::new());
    let parts = EngineParts {
        store: Arc::clone(&store),
        sources: Arc::new(ScriptedOpener::new(Some(Arc::clone(&clock)))),
        vision: vision(&models_dir),
        clock,
        workers: 1,
    };
    let engine = Arc::new(Engine::start(parts).expect("an engine"));
    // Whatever the environment names for the owner's program is not for tests, and nobody outside is asked.
    let beside_checkout = Some(folder.path().join("shared/models"));
    let model_sources = Sources { mirror: None, beside_checkout, base_address: "http://127.0.0.1:9".into() };
    let place = HostPlace { models_dir, runtime_dirs: Vec::new(), model_sources };
    let host = Arc::new(Host::new(Arc::clone(&engine), place));
    Home { store, engine, host, folder }
}

impl Home {
    /// Does a command that must be done.
    pub fn ask(&self, name: &str, request: Value) -> Value {
        call(&*self.host, name, request).unwrap_or_else(|error| panic!("{name} was refused: {error:?}"))
    }

    /// Does a command that must be refused.
    pub fn refusal(&self, name: &str, request: Value) -> ApiError {
        match call(&*self.host, name, request) {
            Ok(reply) => panic!("{name} was done: {reply}"),
            Err(error) => error,
        }
    }
}

/// A picture file on which these fake people are seen.
pub fn photograph(name: &str, people: &[u8]) -> Value {
    let faces: Vec<_> = (0u32..).zip(people).map(|(i, person)| (*person, 20 + i * 90, 30, 64)).collect();
    json!({ "file_name": name, "base64": STANDARD.encode(pixmap(&faces)) })
}

/// The simplest of formats, in which no colour is lost.
pub fn pixmap(faces: &[(u8, u32, u32, u32)]) -> Vec<u8> {
    let picture = picture_with_faces(320, 160, faces);
    let mut file = format!("P6\n{} {}\n255\n", picture.width, picture.height).into_bytes();
    file.extend_from_slice(&picture.rgb);
    file
}

/// The embedding of a fake person, leaning towards the next one by `lean`.
pub fn looks(person: usize, lean: f32) -> Embedding {
    let mut values = vec![0.0; 256];
    values[person] = 1.0;
    values[person + 1] = lean;
    Embedding::new(ModelId::new(FAKE_MODEL), values).expect("a direction")
}

/// A camera at the door.
pub fn door(store: &Store) -> porchlight_domain::CameraId {
    let source = CameraSource::Stream { address: "rtsp://anna:s3cret@10.0.0.4/live?token=s3cret".into() };
    let camera = NewCamera { name: "Door".into(), source, is_demo: false, at: Timestamp(1) };
    store.add_camera(&camera).expect("a camera").id
}

/// A stranger who was seen at the door once, at this moment.
pub fn stranger(store: &Store, camera: porchlight_domain::CameraId, at: i64, looks: Embedding) -> VisitorId {
    let visitor = store.add_visitor(Timestamp(at)).expect("a visitor");
    let subject = Subject::Visitor(visitor);
    let findings = Findings { verdict: Verdict::Visitor, subject: Some(subject), ..Findings::unclear() };
    let sighting = store.start_sighting(&NewSighting { camera, at: Timestamp(at), findings }).expect("a sighting");
    keep_face(store, subject, Some(sighting), looks);
    store.end_sighting(sighting, Timestamp(at + 500)).expect("it ends");
    visitor
}

/// A face of somebody.
pub fn keep_face(
    store: &Store,
    subject: Subject,
    sighting: Option<porchlight_domain::SightingId>,
    embedding: Embedding,
) -> porchlight_domain::FaceId {
    let quality =
        Quality { face_side_px: 90.0, sharpness: 0.9, frontality: 0.9, exposure: 0.9, is_grey: false, trust: 0.8 };
    let face = NewFace {
        subject,
        sighting,
        origin: FaceOrigin::Seen,
        is_template: true,
        embedding,
        quality,
        crop: Encoded(vec![1]),
        picture: Encoded(vec![0xff, 0xd8, 2]),
        source_sha256: None,
        at: Timestamp(2),
    };
    store.add_face(&face).expect("a face")
}

/// A person with a face.
pub fn person(store: &Store, name: &str, kind: porchlight_domain::PersonKind, looks: Embedding) -> PersonId {
    let new = porchlight_store::NewPerson { name: name.into(), kind, is_demo: false, at: Timestamp(1) };
    let person = store.add_person(&new).expect("a person");
    keep_face(store, Subject::Person(person), None, looks);
    person
}
