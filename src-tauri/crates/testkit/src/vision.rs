//! Vision that sees only faces a test painted.
//!
//! Owns the marks: a square of a colour that holds the number of a person. Must not load models. Invariant: it finds
//! exactly the faces that [`picture_with_faces`] paints, where they were painted.

use porchlight_domain::{
    AlignedCrop, BoxInFrame, CROP_SIDE, DetectedFace, Embedding, FaceVision, ModelId, OpenVision, Picture, Quality,
    Search, View, VisionError,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// The model that fake embeddings carry.
pub const FAKE_MODEL: &str = "fake";
/// The model of a fake embedding made in a hurry: the same numbers under another name.
pub const QUICK_FAKE_MODEL: &str = "fake-quick";

/// Red and blue of a painted face; green is the number of the person.
const RED: u8 = 251;
const BLUE: u8 = 7;

/// Numbers in a fake embedding: one for each possible person, so that different people have nothing in common.
const NUMBERS: usize = 256;

/// A black picture with a square face for each `(person, left, top, side)`.
pub fn picture_with_faces(width: u32, height: u32, faces: &[(u8, u32, u32, u32)]) -> Picture {
    let mut picture = Picture::black(width, height);
    for &(person, left, top, side) in faces {
        for y in top..(top + side).min(height) {
            for x in left..(left + side).min(width) {
                let at = ((y * width + x) * 3) as usize;
                picture.rgb[at..at + 3].copy_from_slice(&[RED, person, BLUE]);
            }
        }
    }
    picture
}

/// What a test can change while the vision is in use.
#[derive(Default)]
struct Table {
    embeddings: BTreeMap<u8, Vec<f32>>,
    trust: BTreeMap<u8, f32>,
    is_broken: bool,
}

/// The file that an owner would enrol, as PNG.
pub fn png(picture: &Picture) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let (colours, format) = (image::ExtendedColorType::Rgb8, image::ImageFormat::Png);
    image::write_buffer_with_format(&mut bytes, &picture.rgb, picture.width, picture.height, colours, format)
        .expect("a picture whose size is what it says");
    bytes.into_inner()
}

/// Makes fake visions that share one table. Clones share it too.
#[derive(Clone, Default)]
pub struct FakeVisionOpener {
    table: Arc<Mutex<Table>>,
}

impl FakeVisionOpener {
    /// Everybody has an embedding of their own with nothing in common with others, and faces are fully trusted.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives a person this embedding; it may be of any length up to 256, and is scaled to length 1.
    pub fn set_embedding(&self, person: u8, values: &[f32]) {
        self.change(|table| table.embeddings.insert(person, values.to_vec()));
    }

    /// Says how far a person's faces are trusted.
    pub fn set_trust(&self, person: u8, trust: f32) {
        self.change(|table| table.trust.insert(person, trust));
    }

    /// From now on every call fails, or works again.
    pub fn set_broken(&self, is_broken: bool) {
        self.change(|table| table.is_broken = is_broken);
    }

    fn change<R>(&self, act: impl FnOnce(&mut Table) -> R) -> R {
        act(&mut self.table.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn check(&self) -> Result<(), VisionError> {
        match self.change(|table| table.is_broken) {
            true => Err(VisionError::Failed { detail: "as the test says".into() }),
            false => Ok(()),
        }
    }
}

impl OpenVision for FakeVisionOpener {
    fn open(&self) -> Result<Box<dyn FaceVision>, VisionError> {
        self.check()?;
        Ok(Box::new(FakeVision {
            shared: self.clone(),
            models: [ModelId::new(FAKE_MODEL), ModelId::new(QUICK_FAKE_MODEL)],
        }))
    }
}

/// Sees painted faces.
pub struct FakeVision {
    shared: FakeVisionOpener,
    models: [ModelId; 2],
}

impl FaceVision for FakeVision {
    fn models(&self) -> &[ModelId] {
        &self.models
    }

    /// Only what was painted is seen: video has other colours.
    fn detect_in(&mut self, view: View<'_>, search: Search, into: &mut Vec<DetectedFace>) -> Result<(), VisionError> {
        self.shared.check()?;
        let View::Rgb(picture) = view else { return Ok(()) };
        // left, top, right, bottom of each person's colour
        let mut found: BTreeMap<u8, [u32; 4]> = BTreeMap::new();
        for (n, pixel) in picture.rgb.chunks_exact(3).enumerate() {
            if pixel[0] == RED && pixel[2] == BLUE {
                let (x, y) = (n as u32 % picture.width, n as u32 / picture.width);
                let area = found.entry(pixel[1]).or_insert([x, y, x, y]);
                *area = [area[0].min(x), area[1].min(y), area[2].max(x), area[3].max(y)];
            }
        }
        let is_searched = |face: &DetectedFace| {
            let [x, y] = face.box_in_frame.centre();
            let within = |v: f32, from: u32, length: u32| v >= from as f32 && v < (from + length) as f32;
            search.part.is_none_or(|p| within(x, p.left, p.width) && within(y, p.top, p.height))
        };
        into.extend(found.into_values().map(face_in).filter(is_searched));
        Ok(())
    }

    fn align_in(&mut self, view: View<'_>, face: &DetectedFace) -> (AlignedCrop, Quality) {
        let nothing = Picture::default();
        let picture = if let View::Rgb(picture) = view { picture } else { &nothing };
        let [x, y] = face.box_in_frame.centre();
        let at = (y as u32 * picture.width + x as u32) as usize * 3;
        let colour = picture.rgb.get(at..at + 3).unwrap_or(&[0, 0, 0]);
        let trust = self.shared.change(|table| table.trust.get(&colour[1]).copied().unwrap_or(1.0));
        let rgb = colour.repeat(CROP_SIDE * CROP_SIDE).into_boxed_slice();
        let face_side_px = face.box_in_frame.w;
        let quality = Quality { face_side_px, sharpness: 1.0, frontality: 1.0, exposure: 1.0, is_grey: false, trust };
        (AlignedCrop { rgb }, quality)
    }

    fn embed(&mut self, crop: &AlignedCrop, model: &ModelId) -> Result<Embedding, VisionError> {
        self.shared.check()?;
        let person = crop.rgb.get(1).copied().unwrap_or_default();
        let mut values = vec![0.0; NUMBERS];
        match self.shared.change(|table| table.embeddings.get(&person).cloned()) {
            Some(chosen) => values.iter_mut().zip(chosen).for_each(|(value, chosen)| *value = chosen),
            None => values[usize::from(person)] = 1.0,
        }
        Embedding::new(model.clone(), values).ok_or(VisionError::Failed { detail: "an embedding of zeros".into() })
    }
}

fn face_in([left, top, right, bottom]: [u32; 4]) -> DetectedFace {
    let (x, y, w, h) = (left as f32, top as f32, (right - left + 1) as f32, (bottom - top + 1) as f32);
    let at = |u: f32, v: f32| [x + u * w, y + v * h];
    DetectedFace {
        box_in_frame: BoxInFrame { x, y, w, h },
        landmarks_in_frame: [at(0.3, 0.4), at(0.7, 0.4), at(0.5, 0.6), at(0.35, 0.8), at(0.65, 0.8)],
        score: 0.9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_domain::DetectionScale;

    fn seen(opener: &FakeVisionOpener, picture: &Picture) -> Vec<(BoxInFrame, Embedding)> {
        let mut vision = opener.open().expect("nothing is broken");
        let faces = vision.detect(picture, DetectionScale { longer_side_px: 640 }, 0.6).expect("nothing is broken");
        faces
            .iter()
            .map(|face| {
                let (crop, _) = vision.align(picture, face);
                (face.box_in_frame, vision.embed(&crop, &ModelId::new(FAKE_MODEL)).expect("nothing is broken"))
            })
            .collect()
    }

    #[test]
    fn painted_people_are_found_where_they_are_and_are_nobody_else() {
        let opener = FakeVisionOpener::new();
        let faces = seen(&opener, &picture_with_faces(64, 48, &[(3, 4, 5, 10), (9, 40, 20, 12)]));
        assert_eq!(faces[0].0, BoxInFrame { x: 4.0, y: 5.0, w: 10.0, h: 10.0 });
        assert_eq!(faces[1].0, BoxInFrame { x: 40.0, y: 20.0, w: 12.0, h: 12.0 });
        let alike = faces[0].1.similarity(&faces[1].1).expect("one model");
        assert!(alike.0.abs() < 1e-6, "different people have nothing in common");
        opener.set_embedding(9, &[0.0, 0.0, 0.0, 1.0]);
        let again = seen(&opener, &picture_with_faces(64, 48, &[(9, 0, 0, 8)]));
        assert!(faces[0].1.similarity(&again[0].1).is_some_and(|s| s.0 > 0.999), "unless the test says so");
    }

    #[test]
    fn broken_vision_says_so() {
        let opener = FakeVisionOpener::new();
        opener.set_broken(true);
        assert!(matches!(opener.open(), Err(VisionError::Failed { .. })));
    }
}
