//! One picture at a time, for whoever imports many: what became of it, and who on it is meant.
//!
//! Owns the choice of a face by the owner. Must not know where a picture comes from. Invariant: where several are on a
//! picture, nobody is learnt unless the owner said who is meant.

use crate::{
    Engine, EngineError, Learnt, PictureFile, PictureOutcome,
    enrol::{Whose, scale},
};
use porchlight_domain::{ActId, BoxInFrame, DetectedFace, FAINT_SCORE, PersonId, Picture, SURE_SCORE, Subject};
use porchlight_store::NewPerson;
use porchlight_vision::{PictureError, crop_with_margin, decode};

/// Left, top, width and height as shares of a picture.
pub type ShareOfPicture = [f32; 4];

/// Around a chosen face so much is looked at again, times its longer side on each side.
const LOOK_AROUND: f32 = 1.0;
/// Where the owner points, this share of the shorter side of the picture is looked at closely.
const POINTED_AT: f32 = 0.3;
/// A face found again overlaps the chosen one by this at least.
const SAME_FACE: f32 = 0.3;

/// A picture and the faces on it.
#[derive(Clone, Debug)]
pub struct FacesOnPicture {
    /// The picture, upright.
    pub picture: Picture,
    /// Where the faces are, largest first.
    pub faces: Vec<ShareOfPicture>,
}

impl Engine {
    /// Learns the face on one picture: the only one, or the chosen one. The person is added if there is nobody of that
    /// name and the picture is usable. Going on with `with`, it is taken back together with that.
    ///
    /// # Errors
    /// The name is empty, models are missing, or the store failed.
    pub fn learn(
        &self,
        person: &NewPerson,
        picture: &PictureFile,
        chosen: Option<ShareOfPicture>,
        with: Option<ActId>,
    ) -> Result<Learnt, EngineError> {
        let Some(chosen) = chosen else { return self.enrol(person, std::slice::from_ref(picture), with) };
        let known = self.store.person_named(&person.name)?.map(|known| known.id);
        let is_theirs = |id: PersonId| -> Result<bool, EngineError> {
            let faces = self.store.faces_enrolled_from(&Self::sha256(&picture.bytes))?;
            Ok(faces.iter().any(|face| face.subject == Subject::Person(id)))
        };
        if let Some(id) = known
            && is_theirs(id)?
        {
            return Ok(nothing_new(known, PictureOutcome::Duplicate));
        }
        let read = match decode(&picture.bytes) {
            Ok(whole) => self.read_chosen(&picture.bytes, &whole, in_pixels(&whole, chosen))?,
            Err(error) => return Ok(nothing_new(known, error.into())),
        };
        let Some(read) = read else { return Ok(nothing_new(known, PictureOutcome::NoFace)) };
        self.keep_chosen(&known.map_or(Whose::New(person), Whose::Known), read, with)
    }

    /// The face that was learnt from this very picture before.
    ///
    /// # Errors
    /// The store failed.
    pub fn enrolled_from(&self, bytes: &[u8]) -> Result<Option<porchlight_store::Face>, EngineError> {
        Ok(self.store.face_enrolled_from(&Self::sha256(bytes))?)
    }

    /// The faces on a picture; with a point, also faint and small ones around it.
    ///
    /// # Errors
    /// Models are missing, or a model failed. A picture that cannot be read is `Ok(Err(why))`.
    pub fn faces_on(
        &self,
        bytes: &[u8],
        near: Option<[f32; 2]>,
    ) -> Result<Result<FacesOnPicture, PictureError>, EngineError> {
        let picture = match decode(bytes) {
            Ok(picture) => picture,
            Err(error) => return Ok(Err(error)),
        };
        let mut found = match near {
            None => self.with_vision(|vision| vision.detect(&picture, scale(), SURE_SCORE))?,
            Some([x, y]) => {
                let (width, height) = (picture.width as f32, picture.height as f32);
                let side = width.min(height) * POINTED_AT;
                let (x, y) = (x.clamp(0.0, 1.0) * width, y.clamp(0.0, 1.0) * height);
                self.look_at(&picture, BoxInFrame { x: x - side / 2.0, y: y - side / 2.0, w: side, h: side })?.0
            }
        };
        found.sort_by(|a, b| b.box_in_frame.area().total_cmp(&a.box_in_frame.area()));
        let faces = found.iter().map(|face| as_share(&picture, &face.box_in_frame)).collect();
        Ok(Ok(FacesOnPicture { picture, faces }))
    }

    /// Looks closely at a part: the faces in pixels of the whole picture, the part, and where it begins.
    fn look_at(
        &self,
        picture: &Picture,
        part: BoxInFrame,
    ) -> Result<(Vec<DetectedFace>, Picture, [f32; 2]), EngineError> {
        let cut = crop_with_margin(picture, &part, LOOK_AROUND, u32::MAX);
        let added = part.w.max(part.h) * LOOK_AROUND;
        let begins = [(part.x - added).floor().max(0.0), (part.y - added).floor().max(0.0)];
        let faces = self.with_vision(|vision| vision.detect(&cut, scale(), FAINT_SCORE))?;
        Ok((faces.iter().map(|face| moved(face, begins)).collect(), cut, begins))
    }

    /// The chosen face on the part around it, and that part. `None` if there is none after all.
    pub(crate) fn find_chosen(
        &self,
        picture: &Picture,
        chosen: BoxInFrame,
    ) -> Result<Option<(DetectedFace, Picture)>, EngineError> {
        let (faces, cut, begins) = self.look_at(picture, chosen)?;
        let overlap = |face: &DetectedFace| face.box_in_frame.overlap(&chosen);
        let nearest = faces.into_iter().max_by(|a, b| overlap(a).total_cmp(&overlap(b)));
        let meant = nearest.filter(|face| overlap(face) >= SAME_FACE);
        Ok(meant.map(|face| (moved(&face, [-begins[0], -begins[1]]), cut)))
    }
}

fn nothing_new(person: Option<PersonId>, outcome: PictureOutcome) -> Learnt {
    Learnt { person, outcomes: vec![outcome], act: None }
}

fn in_pixels(picture: &Picture, [x, y, w, h]: ShareOfPicture) -> BoxInFrame {
    let (width, height) = (picture.width as f32, picture.height as f32);
    BoxInFrame { x: x * width, y: y * height, w: w * width, h: h * height }
}

/// Cut where the picture ends: a detector's box may reach beyond.
fn as_share(picture: &Picture, BoxInFrame { x, y, w, h }: &BoxInFrame) -> ShareOfPicture {
    let share = |at: f32, side: u32| (at / side.max(1) as f32).clamp(0.0, 1.0);
    let (left, right) = (share(*x, picture.width), share(x + w, picture.width));
    let (top, bottom) = (share(*y, picture.height), share(y + h, picture.height));
    [left, top, right - left, bottom - top]
}

fn moved(face: &DetectedFace, by: [f32; 2]) -> DetectedFace {
    let mut moved = *face;
    moved.box_in_frame.x += by[0];
    moved.box_in_frame.y += by[1];
    for landmark in &mut moved.landmarks_in_frame {
        landmark[0] += by[0];
        landmark[1] += by[1];
    }
    moved
}
