//! What became of picture files, as it is printed.
//!
//! Owns the words for each outcome and their count. Must not decide whether a picture is usable: the engine does.

use porchlight_engine::{PictureFile, PictureOutcome};
use porchlight_vision::PictureError;
use serde::Serialize;
use std::{fs, path::Path};

/// The largest file that is read: larger ones are films or disks, not pictures.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// One picture and what became of it.
#[derive(Debug, Serialize)]
pub(crate) struct PictureLine {
    picture: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    outcome: &'static str,
    /// How many faces there are, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    faces: Option<u32>,
    /// Why it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl PictureLine {
    pub(crate) fn new(path: &Path, person: Option<&str>, outcome: &PictureOutcome) -> Self {
        let (word, faces, why) = match outcome {
            PictureOutcome::Added(_) => ("added", None, None),
            PictureOutcome::Duplicate => ("duplicate", None, None),
            PictureOutcome::NoFace => ("no-face", None, None),
            PictureOutcome::SeveralFaces(faces) => ("several-faces", Some(*faces), None),
            PictureOutcome::Heic => ("unreadable", None, Some(PictureError::Heic.to_string())),
            PictureOutcome::Unreadable(why) => ("unreadable", None, Some(why.clone())),
        };
        let picture = path.display().to_string();
        Self { picture, person: person.map(str::to_owned), outcome: word, faces, why }
    }

    /// Whether it serves, now or since before.
    pub(crate) fn is_good(&self) -> bool {
        matches!(self.outcome, "added" | "duplicate")
    }

    /// `anna.jpg: nobody is on it`.
    pub(crate) fn in_words(&self) -> String {
        let what = match (self.outcome, self.faces, &self.why) {
            ("added", ..) => "added".into(),
            ("duplicate", ..) => "the same picture was added before".into(),
            ("no-face", ..) => "no face was found on it".into(),
            (_, Some(faces), _) => format!("{faces} people are on it; one is needed, to be sure who is meant"),
            (_, _, Some(why)) => format!("it cannot be read: {why}"),
            (other, ..) => other.into(),
        };
        format!("{}: {what}", self.picture)
    }
}

/// How many pictures had which outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Counts {
    pub(crate) added: u32,
    pub(crate) duplicates: u32,
    pub(crate) without_face: u32,
    pub(crate) several_faces: u32,
    pub(crate) unreadable: u32,
}

impl Counts {
    pub(crate) fn count(&mut self, outcome: &PictureOutcome) {
        *match outcome {
            PictureOutcome::Added(_) => &mut self.added,
            PictureOutcome::Duplicate => &mut self.duplicates,
            PictureOutcome::NoFace => &mut self.without_face,
            PictureOutcome::SeveralFaces(_) => &mut self.several_faces,
            PictureOutcome::Heic | PictureOutcome::Unreadable(_) => &mut self.unreadable,
        } += 1;
    }

    /// Whether every picture serves.
    pub(crate) fn are_all_good(&self) -> bool {
        self.without_face + self.several_faces + self.unreadable == 0
    }

    /// `12 added, 2 duplicates, 1 unreadable`.
    pub(crate) fn in_words(&self) -> String {
        let mut words = vec![format!("{} added", self.added)];
        let rest = [
            (self.duplicates, "added before"),
            (self.without_face, "without a face"),
            (self.several_faces, "with several people"),
            (self.unreadable, "unreadable"),
        ];
        words.extend(rest.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
        words.join(", ")
    }
}

/// Reads a file, or says why it cannot be read.
pub(crate) fn read(path: &Path) -> Result<PictureFile, String> {
    let about = fs::metadata(path).map_err(|error| error.to_string())?;
    if !about.is_file() {
        return Err("it is not a file".into());
    }
    if about.len() > MOST_BYTES {
        return Err("it is too large to be a picture".into());
    }
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    Ok(PictureFile { name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes })
}
