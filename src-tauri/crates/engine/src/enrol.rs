//! Faces from pictures that the owner gives.
//!
//! Owns what becomes of one picture. Must not know files: it gets bytes and gives an outcome for each picture, so that
//! one bad picture never stops the others. Invariant: a face is learnt only from a picture that shows exactly one, so
//! that it is always clear who is meant.

use crate::{
    Engine, EngineError, Event, Home,
    follow::{Models, wanted_model},
    home::locked,
    kept_crop::KeptCrop,
};
use porchlight_domain::{
    ActId, BoxInFrame, DetectedFace, DetectionScale, FaceId, FaceVision, Identity, PersonId, PersonKind, Picture,
    SURE_SCORE, Search, Subject, View, VisionError, identify,
};
use porchlight_store::{Encoded, Enrolled, FaceOrigin, NewFace, NewPerson, StoreError};
use porchlight_vision::{PictureError, crop_with_margin, decode, encode_jpeg};
use sha2::{Digest, Sha256};

/// Longer side at which a picture is searched. Photographs show faces large; this finds those from 40 px in 12 megapixels.
const SEARCH_SIDE: u32 = 1280;
/// A face smaller than this share of the largest one is somebody in the background.
const BACKGROUND: f32 = 0.45;
/// JPEG quality of drawn pictures.
const DRAWN_QUALITY: u8 = 95;
const PORTRAIT_QUALITY: u8 = 88;
const PORTRAIT_MARGIN: f32 = 0.5;
const PORTRAIT_SIDE: u32 = 400;

/// A picture to learn from.
#[derive(Clone)]
pub struct PictureFile {
    /// How the owner calls it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What became of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureOutcome {
    /// Its face was learnt.
    Added(FaceId),
    /// The same picture was added before.
    Duplicate,
    /// Nobody is on it.
    NoFace,
    /// Several people are on it.
    SeveralFaces(u32),
    /// It is a picture as an iPhone keeps it, which cannot be read.
    Heic,
    /// It cannot be read.
    Unreadable(String),
}

impl From<PictureError> for PictureOutcome {
    fn from(error: PictureError) -> Self {
        match error {
            PictureError::Heic => Self::Heic,
            other => Self::Unreadable(other.to_string()),
        }
    }
}

/// What came of pictures that somebody was to be learnt from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learnt {
    /// Who; `None` if there is nobody of that name and no picture was usable.
    pub person: Option<PersonId>,
    /// What became of each picture.
    pub outcomes: Vec<PictureOutcome>,
    /// The journal entry; `None` where nothing was learnt.
    pub act: Option<ActId>,
}

/// Whose pictures they are.
pub(crate) enum Whose<'a> {
    Known(PersonId),
    New(&'a NewPerson),
}

/// A face on a single picture and who it is.
#[derive(Clone, Debug)]
pub struct SeenOnPicture {
    /// Where and how surely.
    pub face: DetectedFace,
    /// Who.
    pub identity: Identity,
}

impl Engine {
    /// Adds a person from pictures. Nothing is kept unless at least one picture shows exactly one face.
    ///
    /// # Errors
    /// The name is taken or empty, models are missing, no picture is usable, or the store failed.
    pub fn add_person(
        &self,
        person: &NewPerson,
        pictures: &[PictureFile],
    ) -> Result<(PersonId, Vec<PictureOutcome>), EngineError> {
        if let Some(taken) = self.store.person_named(&person.name)? {
            return Err(StoreError::NameTaken { person: taken.id }.into());
        }
        let read = pictures.iter().map(|file| self.read(&file.bytes)).collect::<Result<Vec<_>, _>>()?;
        if !read.iter().any(|one| matches!(one, Read::Face(_))) {
            return Err(EngineError::NoFace);
        }
        let learnt = self.keep(&Whose::New(person), read, None)?;
        let id = learnt.person.ok_or(EngineError::NoFace)?;
        Ok((id, learnt.outcomes))
    }

    /// Adds pictures to a person.
    ///
    /// # Errors
    /// There is no such person, models are missing, or the store failed.
    pub fn add_pictures(&self, person: PersonId, pictures: &[PictureFile]) -> Result<Vec<PictureOutcome>, EngineError> {
        self.store.person(person)?;
        let read = pictures.iter().map(|file| self.read(&file.bytes)).collect::<Result<Vec<_>, _>>()?;
        Ok(self.keep(&Whose::Known(person), read, None)?.outcomes)
    }

    /// Adds pictures to the person of this name, who is added first if there is nobody of that name and a picture is
    /// usable. Says what became of each picture in any case, which [`Engine::add_person`] cannot when none is usable. Going
    /// on with `with`, it is taken back together with that.
    ///
    /// # Errors
    /// The name is empty, models are missing, or the store failed.
    pub fn enrol(
        &self,
        person: &NewPerson,
        pictures: &[PictureFile],
        with: Option<ActId>,
    ) -> Result<Learnt, EngineError> {
        let known = self.store.person_named(&person.name)?;
        let read = pictures.iter().map(|file| self.read(&file.bytes)).collect::<Result<Vec<_>, _>>()?;
        let is_usable = read.iter().any(|one| matches!(one, Read::Face(_)));
        match known {
            Some(known) => self.keep(&Whose::Known(known.id), read, with),
            None if is_usable => self.keep(&Whose::New(person), read, with),
            None => {
                let outcomes = read.into_iter().map(Read::without_face).collect();
                Ok(Learnt { person: None, outcomes, act: None })
            }
        }
    }

    /// Who is on a picture, best score first.
    ///
    /// # Errors
    /// Models are missing, or a model failed. A picture that cannot be read is `Ok(Err(why))`.
    pub fn identify_picture(&self, bytes: &[u8]) -> Result<Result<Vec<SeenOnPicture>, PictureError>, EngineError> {
        let picture = match decode(bytes) {
            Ok(picture) => picture,
            Err(error) => return Ok(Err(error)),
        };
        let home = self.home();
        self.with_vision(|vision| {
            let faces = vision.detect(&picture, scale(), SURE_SCORE)?;
            let mut seen = Vec::with_capacity(faces.len());
            for face in faces {
                let (crop, quality) = vision.align(&picture, &face);
                let probe = Models::of(vision, &home).embed(vision, &crop, &quality)?;
                let identity = probe.map_or_else(Identity::unknown, |probe| {
                    identify(&probe, home.gallery(), &home.settings().thresholds, None)
                });
                seen.push(SeenOnPicture { face, identity });
            }
            Ok(seen)
        })
        .map(Ok)
    }

    /// How many faces a picture shows.
    ///
    /// # Errors
    /// Models are missing, or a model failed.
    pub fn count_faces(&self, view: View<'_>) -> Result<usize, EngineError> {
        let mut faces = Vec::new();
        let search = Search { part: None, scale: scale(), min_score: SURE_SCORE };
        self.with_vision(|vision| vision.detect_in(view, search, &mut faces))?;
        Ok(faces.len())
    }

    pub(crate) fn with_vision<T>(
        &self,
        work: impl FnOnce(&mut dyn FaceVision) -> Result<T, VisionError>,
    ) -> Result<T, EngineError> {
        let mut reader = locked(&self.reader);
        // Other models may have been put into use since.
        let models = self.shop.vision.models()?;
        if reader.as_ref().is_none_or(|vision| vision.models() != models) {
            *reader = Some(self.open_vision()?);
        }
        match reader.as_deref_mut() {
            Some(vision) => Ok(work(vision)?),
            None => Err(VisionError::NotInstalled { what: "models".into() }.into()),
        }
    }

    fn read(&self, bytes: &[u8]) -> Result<Read, EngineError> {
        let sha256 = Self::sha256(bytes);
        if self.store.face_enrolled_from(&sha256)?.is_some() {
            return Ok(Read::Is(PictureOutcome::Duplicate));
        }
        let picture = match decode(bytes) {
            Ok(picture) => picture,
            Err(error) => return Ok(Read::Is(error.into())),
        };
        let home = self.home();
        self.with_vision(|vision| {
            let faces = foreground(vision.detect(&picture, scale(), SURE_SCORE)?);
            let face = match faces.as_slice() {
                [] => return Ok(Read::Is(PictureOutcome::NoFace)),
                [face] => *face,
                several => return Ok(Read::Is(PictureOutcome::SeveralFaces(several.len() as u32))),
            };
            Ok(Read::Face(Box::new(read_face(vision, &home, &picture, &face, sha256)?)))
        })
    }

    pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
        Sha256::digest(bytes).into()
    }

    /// The face that the owner chose on a picture; `None` if none is there.
    pub(crate) fn read_chosen(
        &self,
        bytes: &[u8],
        picture: &Picture,
        chosen: BoxInFrame,
    ) -> Result<Option<ReadFace>, EngineError> {
        let Some((face, part)) = self.find_chosen(picture, chosen)? else { return Ok(None) };
        let home = self.home();
        self.with_vision(|vision| read_face(vision, &home, &part, &face, Self::sha256(bytes))).map(Some)
    }

    pub(crate) fn keep_chosen(
        &self,
        whose: &Whose<'_>,
        face: ReadFace,
        with: Option<ActId>,
    ) -> Result<Learnt, EngineError> {
        self.keep(whose, vec![Read::Face(Box::new(face))], with)
    }

    /// Keeps what was read, the person along with it, as one act of the owner.
    fn keep(&self, whose: &Whose<'_>, read: Vec<Read>, with: Option<ActId>) -> Result<Learnt, EngineError> {
        let mut outcomes = Vec::with_capacity(read.len());
        let (act, enrolled) = self.store.enrol(self.clock.now(), with, |w| {
            let (person, is_new) = match whose {
                Whose::Known(person) => (*person, false),
                Whose::New(person) => (w.add_person(person)?, true),
            };
            let (mut faces, mut added) = (Vec::new(), Vec::<[u8; 32]>::new());
            for one in read {
                outcomes.push(match one {
                    Read::Is(outcome) => outcome,
                    Read::Face(face) if added.contains(&face.sha256) => PictureOutcome::Duplicate,
                    Read::Face(face) => {
                        added.push(face.sha256);
                        let id = w.add_face(&self.new_face(person, *face))?;
                        faces.push(id);
                        PictureOutcome::Added(id)
                    }
                });
            }
            Ok::<_, EngineError>(Enrolled { person, is_new, faces })
        })?;
        if enrolled.is_new || !enrolled.faces.is_empty() {
            self.household.reload(Subject::Person(enrolled.person));
            self.bus.announce(&Event::PeopleChanged);
            self.bus.announce(&Event::JournalChanged);
        }
        Ok(Learnt { person: Some(enrolled.person), outcomes, act })
    }

    fn new_face(&self, person: PersonId, face: ReadFace) -> NewFace {
        NewFace {
            subject: Subject::Person(person),
            sighting: None,
            origin: FaceOrigin::Enrolled,
            is_template: true,
            embedding: face.embedding,
            quality: face.quality,
            crop: face.crop.encoded,
            picture: face.portrait,
            source_sha256: Some(face.sha256),
            at: self.clock.now(),
        }
    }

    /// Enrols somebody from pictures drawn or decoded already; used for the demo household.
    pub(crate) fn enrol_drawn(
        &self,
        name: &str,
        kind: PersonKind,
        pictures: &[Picture],
    ) -> Result<PersonId, EngineError> {
        let mut encoded = Vec::with_capacity(pictures.len());
        for (i, picture) in pictures.iter().enumerate() {
            let failed = |e: PictureError| EngineError::Vision(VisionError::Failed { detail: e.to_string() });
            encoded.push(PictureFile {
                name: format!("{i}"),
                bytes: encode_jpeg(picture, DRAWN_QUALITY).map_err(failed)?,
            });
        }
        let person = NewPerson { name: name.into(), kind, is_demo: true, at: self.clock.now() };
        Ok(self.add_person(&person, &encoded)?.0)
    }
}

fn read_face(
    vision: &mut dyn FaceVision,
    home: &Home,
    picture: &Picture,
    face: &DetectedFace,
    sha256: [u8; 32],
) -> Result<ReadFace, VisionError> {
    let (crop, quality) = vision.align(picture, face);
    let crop = KeptCrop::of(&crop)?;
    let model = wanted_model(vision, home)?;
    let embedding = vision.embed(&crop.crop, &model)?;
    let portrait = crop_with_margin(picture, &face.box_in_frame, PORTRAIT_MARGIN, PORTRAIT_SIDE);
    // Now, because it is kept under the lock of the store, where a sighting may wait.
    let portrait =
        encode_jpeg(&portrait, PORTRAIT_QUALITY).map_err(|error| VisionError::Failed { detail: error.to_string() })?;
    Ok(ReadFace { crop, quality, embedding, portrait: Encoded(portrait), sha256 })
}

pub(crate) struct ReadFace {
    crop: KeptCrop,
    quality: porchlight_domain::Quality,
    embedding: porchlight_domain::Embedding,
    portrait: Encoded,
    sha256: [u8; 32],
}

enum Read {
    Face(Box<ReadFace>),
    Is(PictureOutcome),
}

impl Read {
    /// The outcome where it is known that no picture is usable.
    fn without_face(self) -> PictureOutcome {
        match self {
            Self::Is(outcome) => outcome,
            Self::Face(_) => PictureOutcome::NoFace,
        }
    }
}

pub(crate) fn scale() -> DetectionScale {
    DetectionScale { longer_side_px: SEARCH_SIDE }
}

/// The faces that are meant: not the passers-by in the background.
pub(crate) fn foreground(mut faces: Vec<DetectedFace>) -> Vec<DetectedFace> {
    let side = |face: &DetectedFace| face.box_in_frame.area().sqrt();
    let largest = faces.iter().map(side).fold(0.0, f32::max);
    faces.retain(|face| side(face) >= BACKGROUND * largest);
    faces
}
