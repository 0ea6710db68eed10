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

impl DetectedFace {
    /// Whether two boxes are so much of the same place that they show one face: found twice, by neighbouring cells of the
    /// detector or by two looks.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.box_in_frame.overlap(&other.box_in_frame) > SAME_FACE_OVERLAP
    }

    /// The share of the face that lies in a frame of this size, 0 to 1. A detector's box ends where the frame does, so the
    /// face is measured by its landmarks: a square over twice the distance from eyes to mouth.
    pub fn share_inside(&self, width: u32, height: u32) -> f32 {
        let [right_eye, left_eye, _, right_mouth, left_mouth] = self.landmarks_in_frame;
        let middle = |a: [f32; 2], b: [f32; 2]| [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0];
        let (eyes, mouth) = (middle(right_eye, left_eye), middle(right_mouth, left_mouth));
        let side = FACE_OVER_EYES_TO_MOUTH * (eyes[0] - mouth[0]).hypot(eyes[1] - mouth[1]);
        let [x, y] = middle(eyes, mouth);
        BoxInFrame { x: x - side / 2.0, y: y - side / 2.0, w: side, h: side }.share_inside(width, height)
    }
}

/// Two boxes that overlap by more than this are the same face.
const SAME_FACE_OVERLAP: f32 = 0.3;

/// Side of a face over the distance from its eyes to its mouth: from forehead to chin in the aligned crop.
const FACE_OVER_EYES_TO_MOUTH: f32 = 2.2;

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

impl Quality {
    /// Of a face that was too small to be looked at.
    pub fn too_small(face_side_px: f32) -> Self {
        Self { face_side_px, sharpness: 1.0, frontality: 1.0, exposure: 1.0, is_grey: false, trust: 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_face_at_the_edge_is_half_a_face_though_its_box_ends_there() {
        let face = |x: f32| DetectedFace {
            box_in_frame: BoxInFrame { x: x.max(0.0), y: 100.0, w: 60.0, h: 80.0 },
            landmarks_in_frame: [
                [x + 10.0, 130.0],
                [x + 50.0, 130.0],
                [x + 30.0, 145.0],
                [x + 15.0, 165.0],
                [x + 45.0, 165.0],
            ],
            score: 0.9,
        };
        assert!(face(100.0).share_inside(640, 360) > 0.99, "all of it");
        assert!(face(-30.0).share_inside(640, 360) < 0.6, "its middle is at the edge");
    }
}
