//! What the owner set for one camera.
//!
//! Owns rotation, areas of the picture, hours and the two numbers that a camera may have of its own, with what is possible of
//! each. Must not know pixels, storage or a time zone. Invariants: corners are shares of the upright picture's sides, 0 to 1,
//! so that they outlive a change of resolution; what is absent is as for all cameras.

use crate::{DayHours, LocalTime, WeekHours};

/// The most areas of one camera.
pub const MOST_AREAS: usize = 24;
/// The most corners of one area.
pub const MOST_CORNERS: usize = 24;
/// The least and the most that a camera's own smallest face can be, in pixels.
pub const SMALLEST_FACE_PX: [u32; 2] = [16, 200];
/// The least and the most that a camera's own detection scale can be, in pixels of the longer side.
pub const DETECTION_SIDE_PX: [u32; 2] = [320, 1920];

/// An area smaller than this share of the picture is a slip of the hand.
const LEAST_AREA: f32 = 0.0001;

/// How far the picture is turned clockwise before anybody looks at it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Rotation {
    /// As it comes.
    #[default]
    None,
    /// 90 degrees clockwise.
    Quarter,
    /// Upside down.
    Half,
    /// 270 degrees clockwise.
    ThreeQuarters,
}

impl Rotation {
    /// All there are.
    pub const ALL: [Self; 4] = [Self::None, Self::Quarter, Self::Half, Self::ThreeQuarters];

    /// Degrees clockwise.
    pub fn degrees(self) -> u16 {
        self as u16 * 90
    }

    /// From degrees clockwise; `None` where they are not 0, 90, 180 or 270.
    pub fn from_degrees(degrees: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|rotation| rotation.degrees() == degrees)
    }

    /// What was wide is high then.
    pub fn swaps_sides(self) -> bool {
        matches!(self, Self::Quarter | Self::ThreeQuarters)
    }
}

/// What an area is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AreaKind {
    /// Faces count here; if there is a zone, nowhere else.
    Zone,
    /// Faces do not count here.
    Mask,
    /// As a mask, and black on every picture, live or kept.
    PrivacyMask,
}

/// A part of a camera's picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// What it is for.
    pub kind: AreaKind,
    /// Its corners in order, shares of width and height.
    pub corners: Vec<[f32; 2]>,
}

impl Area {
    /// Everything, from edge to edge.
    pub fn everything(kind: AreaKind) -> Self {
        Self { kind, corners: vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]] }
    }

    /// Whether it has corners enough, all within the picture, and holds something. Also refuses what is no number.
    pub fn is_possible(&self) -> bool {
        let is_within = |corner: &[f32; 2]| corner.iter().all(|share| (0.0..=1.0).contains(share));
        (3..=MOST_CORNERS).contains(&self.corners.len())
            && self.corners.iter().all(is_within)
            && self.extent() >= LEAST_AREA
    }

    /// The share of the picture that the box around it takes: an outline may cross itself, so that its own area says little.
    fn extent(&self) -> f32 {
        let side = |axis: usize| {
            let of = || self.corners.iter().map(move |corner| corner[axis]);
            of().fold(0.0, f32::max) - of().fold(1.0, f32::min)
        };
        side(0) * side(1)
    }
}

/// When a camera watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WatchHours {
    /// Whether the hours hold; if not, it always watches.
    pub is_on: bool,
    /// The hours, kept also while they do not hold.
    pub week: WeekHours,
}

impl Default for WatchHours {
    fn default() -> Self {
        let night = DayHours { from_minute: 22 * 60, until_minute: 6 * 60 };
        Self { is_on: false, week: WeekHours([Some(night); 7]) }
    }
}

impl WatchHours {
    /// Whether it watches at this time.
    pub fn holds(&self, local: LocalTime) -> bool {
        !self.is_on || self.week.until(local).is_some()
    }
}

/// What the owner set for one camera.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CameraSettings {
    /// How it is mounted.
    pub rotation: Rotation,
    /// What of its picture counts, and what is hidden.
    pub areas: Vec<Area>,
    /// When it watches.
    pub hours: WatchHours,
    /// Smaller faces are not looked at; `None` as for all cameras.
    pub smallest_face_px: Option<u32>,
    /// The longer side that its frames are searched at; `None` as closely as it needs.
    pub detection_side_px: Option<u32>,
}

impl CameraSettings {
    /// Whether everything can be.
    pub fn is_possible(&self) -> bool {
        let is_between =
            |value: Option<u32>, [least, most]: [u32; 2]| value.is_none_or(|v| (least..=most).contains(&v));
        self.areas.len() <= MOST_AREAS
            && self.areas.iter().all(Area::is_possible)
            && self.hours.week.0.iter().flatten().all(|hours| hours.is_possible())
            && is_between(self.smallest_face_px, SMALLEST_FACE_PX)
            && is_between(self.detection_side_px, DETECTION_SIDE_PX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Weekday;

    #[test]
    fn rotations_are_told_by_their_degrees() {
        for rotation in Rotation::ALL {
            assert_eq!(Rotation::from_degrees(rotation.degrees()), Some(rotation));
        }
        for odd in [1, 45, 360, 450] {
            assert_eq!(Rotation::from_degrees(odd), None, "{odd}");
        }
        assert_eq!(Rotation::ALL.map(Rotation::swaps_sides), [false, true, false, true]);
    }

    #[test]
    fn an_area_has_corners_within_the_picture_and_holds_something() {
        let area = |corners: &[[f32; 2]]| Area { kind: AreaKind::Mask, corners: corners.to_vec() };
        let whole = Area::everything(AreaKind::Zone);
        for (area, is_possible, why) in [
            (whole.clone(), true, "everything"),
            (area(&[[0.1, 0.1], [0.9, 0.1], [0.5, 0.9]]), true, "a triangle"),
            (area(&[[0.1, 0.1], [0.9, 0.1]]), false, "two corners"),
            (area(&[[0.1, 0.1], [0.9, 0.1], [0.5, 0.1]]), false, "a line"),
            (area(&[[0.1, 0.1], [0.1001, 0.1], [0.1, 0.1001]]), false, "a dot"),
            (area(&[[-0.1, 0.1], [0.9, 0.1], [0.5, 0.9]]), false, "beyond the edge"),
            (area(&[[f32::NAN, 0.1], [0.9, 0.1], [0.5, 0.9]]), false, "no number"),
            (area(&[[0.5, 0.5]; MOST_CORNERS + 1]), false, "too many corners"),
        ] {
            assert_eq!(area.is_possible(), is_possible, "{why}");
            assert_eq!(CameraSettings { areas: vec![area], ..CameraSettings::default() }.is_possible(), is_possible);
        }
        let many = CameraSettings { areas: vec![whole; MOST_AREAS + 1], ..CameraSettings::default() };
        assert!(!many.is_possible(), "too many areas");
        assert!(!CameraSettings { smallest_face_px: Some(4), ..CameraSettings::default() }.is_possible());
        assert!(!CameraSettings { detection_side_px: Some(9_000), ..CameraSettings::default() }.is_possible());
    }

    #[test]
    fn a_camera_without_hours_always_watches() {
        let mut hours = WatchHours::default();
        let noon = LocalTime { weekday: Weekday::Monday, minute_of_day: 12 * 60 };
        assert!(hours.holds(noon), "hours that do not hold keep nothing from watching");
        hours.is_on = true;
        assert!(!hours.holds(noon), "only at night");
        assert!(hours.holds(LocalTime { minute_of_day: 23 * 60, ..noon }));
    }
}
