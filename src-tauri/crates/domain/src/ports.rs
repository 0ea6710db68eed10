//! What the engine needs of the world: frames, faces, time.
//!
//! Owns the traits that `camera` and `vision` implement with real parts and `testkit` with scripted ones. Must not know
//! any implementation. They live here because the crates that implement them must never see each other.

use crate::{
    AlignedCrop, BoxInFrame, CameraSource, DetectedFace, Embedding, FramePicture, LocalTime, ModelId, Picture, Quality,
    Rotation, SourceTrouble, Timestamp, Usual, View, local_time,
};
use std::time::Duration;

/// What a source has to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The picture was filled. `position` is the time since the start of the clip; `None` for a live source.
    Frame {
        /// Presentation time of the frame within its clip.
        position: Option<Duration>,
    },
    /// Nothing came within the time given; ask again.
    Nothing,
    /// The clip is over.
    Ended,
}

/// A source failed. `detail` is for the log and holds no secret.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{trouble:?}: {detail}")]
pub struct SourceError {
    /// What the owner is told.
    pub trouble: SourceTrouble,
    /// What the log is told.
    pub detail: String,
}

/// An open source of frames, owned by one thread.
pub trait FrameSource: Send {
    /// Waits at most `patience` for the next frame and writes it into `into`, whose buffer is reused.
    ///
    /// # Errors
    /// The source broke; it must be opened again.
    fn next_frame(&mut self, into: &mut FramePicture, patience: Duration) -> Result<Next, SourceError>;

    /// Frames that came and were replaced by newer ones before anybody took them, since this was asked last.
    fn lost(&mut self) -> u64 {
        0
    }
}

/// How fast a clip is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As a camera would deliver it.
    RealTime,
    /// As fast as it is taken, no frame left out.
    Unhurried,
}

/// Opens sources.
pub trait OpenSource: Send + Sync {
    /// Opens `source`, whose frames come turned by `rotation`. Must return within 15 seconds; may return before the first
    /// frame is there.
    ///
    /// # Errors
    /// It cannot be opened; the trouble says whether trying again may help.
    fn open(&self, source: &CameraSource, rotation: Rotation, pace: Pace) -> Result<Box<dyn FrameSource>, SourceError>;
}

/// Vision failed on a picture or could not be had.
#[derive(Clone, Debug, thiserror::Error)]
pub enum VisionError {
    /// The models or the runtime are not installed.
    #[error("not installed: {what}")]
    NotInstalled {
        /// What is missing.
        what: String,
    },
    /// A model is there but does not do what it should.
    #[error("the model failed: {detail}")]
    Failed {
        /// What the runtime said.
        detail: String,
    },
}

/// How closely a frame is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DetectionScale {
    /// The longer side of the picture that the detector is fed, in pixels; the frame is never enlarged.
    pub longer_side_px: u32,
}

/// A part of a picture in whole pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartInFrame {
    /// Columns to its left.
    pub left: u32,
    /// Rows above it.
    pub top: u32,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl PartInFrame {
    /// All of a picture of this width and height.
    pub fn all((width, height): (u32, u32)) -> Self {
        Self { left: 0, top: 0, width, height }
    }

    /// Whether a point lies in it.
    pub fn holds(&self, [x, y]: [f32; 2]) -> bool {
        let within = |v: f32, from: u32, length: u32| v >= from as f32 && v < (from + length) as f32;
        within(x, self.left, self.width) && within(y, self.top, self.height)
    }

    /// Whether a face goes on beyond the part's edge, where the frame of this size does as well.
    pub fn cuts(&self, face: &DetectedFace, (width, height): (u32, u32)) -> bool {
        let BoxInFrame { x, y, w, h } = face.box_in_frame;
        let (right, bottom) = (self.left + self.width, self.top + self.height);
        let before = |from: u32, v: f32| from > 0 && v < from as f32 + 1.0;
        let after = |to: u32, end: u32, v: f32| to < end && v > to as f32 - 1.0;
        before(self.left, x) || before(self.top, y) || after(right, width, x + w) || after(bottom, height, y + h)
    }
}

/// What a picture is searched for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    /// Where; everywhere if it is `None`. What lies outside the picture is left out.
    pub part: Option<PartInFrame>,
    /// How closely: the longer side is that of the part.
    pub scale: DetectionScale,
    /// Faces that score less are left out.
    pub min_score: f32,
}

/// Finds faces and turns them into embeddings. Owned by one thread.
pub trait FaceVision: Send {
    /// The models that it can embed with, the most careful first; at least one.
    fn models(&self) -> &[ModelId];

    /// Models of other packs that it can embed with as well: they answer for people whose kept faces wait to be embedded
    /// again. None of them is ever chosen for anything else.
    fn others(&self) -> &[ModelId] {
        &[]
    }

    /// Adds the faces that `search` finds to `into`, best score first, in pixels of the whole picture.
    ///
    /// # Errors
    /// The model failed; `into` is as it was.
    fn detect_in(&mut self, view: View<'_>, search: Search, into: &mut Vec<DetectedFace>) -> Result<(), VisionError>;

    /// Turns and scales a face to the template and judges it.
    fn align_in(&mut self, view: View<'_>, face: &DetectedFace) -> (AlignedCrop, Quality);

    /// All faces on a picture, best score first, scores from `min_score`.
    ///
    /// # Errors
    /// The model failed.
    fn detect(
        &mut self,
        picture: &Picture,
        scale: DetectionScale,
        min_score: f32,
    ) -> Result<Vec<DetectedFace>, VisionError> {
        let mut faces = Vec::new();
        self.detect_in(picture.into(), Search { part: None, scale, min_score }, &mut faces)?;
        Ok(faces)
    }

    /// As [`Self::align_in`], of a picture.
    fn align(&mut self, picture: &Picture, face: &DetectedFace) -> (AlignedCrop, Quality) {
        self.align_in(picture.into(), face)
    }

    /// The embedding of a crop by one of [`Self::models`] or [`Self::others`].
    ///
    /// # Errors
    /// The model failed, or is none of them.
    fn embed(&mut self, crop: &AlignedCrop, model: &ModelId) -> Result<Embedding, VisionError>;
}

/// Makes a [`FaceVision`] for each thread that wants one.
pub trait OpenVision: Send + Sync {
    /// Loads the models.
    ///
    /// # Errors
    /// [`VisionError::NotInstalled`] names what is missing.
    fn open(&self) -> Result<Box<dyn FaceVision>, VisionError>;

    /// What [`FaceVision::models`] of one opened now would be, without loading it where that can be helped.
    ///
    /// # Errors
    /// As [`Self::open`].
    fn models(&self) -> Result<Vec<ModelId>, VisionError> {
        self.open().map(|vision| vision.models().to_vec())
    }

    /// What the models that would be opened now come with.
    fn usual(&self) -> Usual {
        Usual::default()
    }
}

/// Time and pauses.
pub trait Clock: Send + Sync {
    /// Wall clock.
    fn now(&self) -> Timestamp;
    /// Monotonic time since some start.
    fn monotonic(&self) -> Duration;
    /// Waits.
    fn sleep(&self, span: Duration);
    /// What the home's clocks show at a moment; Greenwich's time where nobody knows better.
    fn local(&self, at: Timestamp) -> LocalTime {
        LocalTime::utc(at)
    }
    /// The next moment after `at` at which the home's clocks show this minute of the day.
    fn next_at(&self, at: Timestamp, minute_of_day: u16) -> Timestamp {
        local_time::next_utc(at, minute_of_day)
    }
}
