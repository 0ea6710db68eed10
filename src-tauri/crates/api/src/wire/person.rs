//! People on the wire. Owns their shape only.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the owner said a person is.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum PersonKindView {
    /// Belongs here.
    Known,
    /// Raises an alert.
    Blacklisted,
    /// Nobody's business.
    Ignored,
}

/// A named person.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct PersonView {
    /// Row id.
    pub id: i64,
    /// The name.
    pub name: String,
    /// What the person is to the owner.
    pub kind: PersonKindView,
    /// Belongs to the demo.
    pub is_demo: bool,
    /// Kept faces, best first.
    pub faces: Vec<FaceRef>,
    /// How often the person was here.
    pub sightings: u32,
    /// When last.
    pub last_seen: Option<i64>,
    /// Where last.
    pub last_camera: Option<String>,
    /// The owner's own threshold for this person; absent where the general one holds.
    pub own_threshold: Option<f32>,
    /// The similarity this person is named from now: the owner's own, or the general one as it was fitted to this home.
    pub threshold: f32,
    /// The owner's remark; empty if there is none.
    pub note: String,
    /// People who are hard to tell from this one, most alike first.
    pub look_alikes: Vec<LookAlikeView>,
}

/// Somebody who is hard to tell from another person: the two need a larger lead over each other.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct LookAlikeView {
    /// Row id.
    pub person_id: i64,
    /// The name.
    pub name: String,
    /// How alike the two are, -1 to 1.
    pub similarity: f32,
}

/// A kept face; its picture has this id for a name.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct FaceRef {
    /// Row id.
    pub id: i64,
    /// Added by the owner rather than seen by a camera.
    pub is_enrolled: bool,
    /// When it was kept.
    pub at: i64,
    /// How far it can be trusted, 0 to 1.
    pub trust: f32,
    /// Faces are compared with it; otherwise it is there to be looked at.
    pub is_compared: bool,
    /// Without colour, as by infrared light.
    pub is_grey: bool,
    /// It looks like somebody else than the person's other faces, and is not compared with until the owner looked.
    pub contradicts: bool,
}

/// Names one person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PersonById {
    /// Which.
    pub id: i64,
}

/// Names one face.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FaceById {
    /// Which.
    pub id: i64,
}

/// Adds a person with pictures.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct AddPerson {
    /// The name; not empty, not taken.
    pub name: String,
    /// What the person is.
    pub kind: PersonKindView,
    /// Pictures to learn the face from. At least one must show exactly one face.
    pub pictures: Vec<PictureInput>,
}

/// Adds pictures to a person.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct AddPictures {
    /// Who it is.
    pub person_id: i64,
    /// The pictures.
    pub pictures: Vec<PictureInput>,
}

/// A picture file as the owner dropped it.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct PictureInput {
    /// Name of the file, to tell the owner which one is meant.
    pub file_name: String,
    /// Its bytes, base64.
    pub base64: String,
}

/// What became of one picture.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct PictureOutcome {
    /// Name of the file.
    pub file_name: String,
    /// What became of it.
    pub verdict: PictureVerdict,
}

/// What became of a picture.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum PictureVerdict {
    /// Its face was learnt.
    Added {
        /// The new face.
        face_id: i64,
    },
    /// The same picture was added before.
    Duplicate,
    /// Nobody is on it.
    NoFace,
    /// Several people are on it, so it is not clear who is meant.
    SeveralFaces {
        /// How many.
        count: u32,
    },
    /// It is a picture as an iPhone keeps it, which cannot be read: it has to be saved as JPEG.
    Heic,
    /// It cannot be read.
    Unreadable {
        /// Why, in words.
        reason: String,
    },
}

/// Renames a person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RenamePerson {
    /// Who.
    pub id: i64,
    /// The new name.
    pub name: String,
}

/// Changes what a person is.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SetPersonKind {
    /// Who.
    pub id: i64,
    /// What from now on.
    pub kind: PersonKindView,
}

/// What was erased.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct Erased {
    /// People who were named.
    pub persons: u32,
    /// Strangers.
    pub visitors: u32,
    /// Cameras.
    pub cameras: u32,
    /// Faces.
    pub faces: u32,
    /// Pictures of faces and alerts.
    pub pictures: u32,
    /// What faces looked like, as numbers.
    pub embeddings: u32,
    /// Sightings.
    pub sightings: u32,
    /// Alerts.
    pub alerts: u32,
    /// Entries of the journal.
    pub acts: u32,
    /// Files that were searched afterwards for anything that is left.
    pub files_searched: u32,
    /// What was found of it after all.
    pub traces_found: u32,
    /// Nothing of it is left in the files. If not, because another program reads them, the next start sees to it.
    pub is_gone: bool,
}

/// A threshold of a person's own.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SetPersonThreshold {
    /// Who.
    pub id: i64,
    /// The similarity the person is named from, 0.2 to 0.8; absent for the general one.
    pub threshold: Option<f32>,
}

/// A remark about a person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SetPersonNote {
    /// Who.
    pub id: i64,
    /// The remark, at most 2,000 characters; empty for none.
    pub note: String,
}

/// When and where a person was seen.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SeenOverQuery {
    /// Who.
    pub id: i64,
    /// When each day begins by the owner's clock, and when the last one ends; rising, 2 to 800.
    pub moments: Vec<i64>,
}

/// When and where a person was seen.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct SeenOverView {
    /// How often on each day.
    pub times: Vec<u32>,
    /// At which cameras on all of these days, most often first.
    pub cameras: Vec<SeenAtView>,
}

/// How often somebody was seen at a camera.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct SeenAtView {
    /// The camera; absent once it was removed.
    pub camera_id: Option<i64>,
    /// Its name then.
    pub camera_name: String,
    /// How often.
    pub times: u32,
    /// When last.
    pub last_seen: i64,
}

/// Two people are one.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MergePeople {
    /// Who is no more.
    pub id: i64,
    /// Who goes on, with the faces and sightings of both.
    pub into: i64,
}
