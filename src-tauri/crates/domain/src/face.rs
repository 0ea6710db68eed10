//! One face on one frame.
//!
//! Owns boxes, landmarks and quality. Must not know how they were found. Coordinates are pixels of the frame unless a
//! name says otherwise; x grows to the right, y downwards.

/// A rectangle in pixels of the frame.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BoxInFrame {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

impl BoxInFrame {
    /// Area in square pixels.
    pub fn area(&self) -> f32 {
        self.w.max(0.0) * self.h.max(0.0)
    }

    /// The middle of the box.
    pub fn centre(&self) -> [f32; 2] {
        [self.x + self.w / 2.0, self.y + self.h / 2.0]
    }

    /// Area of the part that both share.
    pub fn intersection(&self, other: &Self) -> f32 {
        let w = (self.x + self.w).min(other.x + other.w) - self.x.max(other.x);
        let h = (self.y + self.h).min(other.y + other.h) - self.y.max(other.y);
        w.max(0.0) * h.max(0.0)
    }

    /// Intersection over union, 0 to 1.
    pub fn overlap(&self, other: &Self) -> f32 {
        let shared = self.intersection(other);
        let all = self.area() + other.area() - shared;
        if all > 0.0 { shared / all } else { 0.0 }
    }

    /// The share of the box that lies in a frame of this size, 0 to 1.
    pub fn share_inside(&self, width: u32, height: u32) -> f32 {
        let frame = Self { x: 0.0, y: 0.0, w: width as f32, h: height as f32 };
        if self.area() > 0.0 { self.intersection(&frame) / self.area() } else { 0.0 }
    }
}

/// Five points: the person's right eye, left eye, nose tip, right and left corner of the mouth. The person's right is
/// on the left of the picture.
pub type Landmarks = [[f32; 2]; 5];

/// A face as the detector found it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DetectedFace {
    /// Where it is.
    pub box_in_frame: BoxInFrame,
    /// Its five landmarks.
    pub landmarks_in_frame: Landmarks,
    /// The detector's score, 0 to 1.
    pub score: f32,
}

/// How far the embedding of a face can be trusted, and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quality {
    /// Distance between the eyes and mouth, as the side of the face in pixels of the frame.
    pub face_side_px: f32,
    /// 0 (no detail) to 1 (crisp at the size of the aligned crop).
    pub sharpness: f32,
    /// 0 (profile) to 1 (looks straight into the camera), from the landmarks.
    pub frontality: f32,
    /// 0 (black or blown out) to 1 (well lit).
    pub exposure: f32,
    /// The crop has no colour: infrared light, or a grey picture.
    pub is_grey: bool,
    /// All of it in one number, 0 to 1.
    pub trust: f32,
}
