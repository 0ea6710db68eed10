//! How large faces are at a camera, and what would make them larger.
//!
//! Owns the judgement in a word; the sentence is the window's. Must not know storage. From 48 pixels on a face can be
//! recognised, which is also what alerts are timed from (docs/recognition.md, "Quality").

/// Fewer visits than this say nothing.
const ENOUGH_VISITS: usize = 5;
/// Below this a face is often not enough for a name.
const USABLE_PX: f32 = 48.0;
/// More visits than this share without a face that is large enough are too many.
const MANY_TOO_SMALL: f32 = 0.25;
/// Faces seen as far from the side or from above as this are hard to compare.
const TURNED: f32 = 0.5;
/// A picture whose longer side is less than this is a camera's small stream, or an old camera.
const SMALL_STREAM_PX: u32 = 800;

/// One visit's best face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VisitFace {
    /// Side of the largest face that counted, in pixels; `None` if none did.
    pub side_px: Option<f32>,
    /// How frontal that face was, 0 to 1.
    pub frontality: f32,
    /// There was no name because faces were too small.
    pub was_too_small: bool,
}

/// What to do about the faces at a camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeAdvice {
    /// Too few visits to say.
    TooFewVisits,
    /// Nothing.
    Fine,
    /// Take the camera's main stream in place of its small one.
    MainStream,
    /// Bring the camera nearer, or zoom in.
    Nearer,
    /// Hang the camera lower, or turn it to where people look.
    LowerOrTurned,
}

/// How large faces were.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FaceSizes {
    /// Visits looked at.
    pub visits: usize,
    /// The median of the visits' largest faces, in pixels; `None` if no visit had one.
    pub median_px: Option<f32>,
    /// The share of visits in which faces were too small, 0 to 1.
    pub too_small: f32,
    /// What to do.
    pub advice: SizeAdvice,
}

/// Judges the visits of the last days; `longer_side_px` is that of the camera's pictures, where it is known.
pub fn face_sizes(visits: &[VisitFace], longer_side_px: Option<u32>) -> FaceSizes {
    let mut sides: Vec<f32> = visits.iter().filter_map(|visit| visit.side_px).collect();
    sides.sort_unstable_by(f32::total_cmp);
    let median_px = sides.get(sides.len() / 2).copied();
    let small = visits.iter().filter(|visit| visit.was_too_small || visit.side_px.is_some_and(|side| side < USABLE_PX));
    let too_small = small.count() as f32 / visits.len().max(1) as f32;
    let turned = visits.iter().filter(|visit| visit.side_px.is_some() && visit.frontality < TURNED).count();
    let is_small = too_small > MANY_TOO_SMALL || median_px.is_some_and(|median| median < USABLE_PX);
    let advice = if visits.len() < ENOUGH_VISITS {
        SizeAdvice::TooFewVisits
    } else if is_small && longer_side_px.is_some_and(|side| side < SMALL_STREAM_PX) {
        SizeAdvice::MainStream
    } else if is_small {
        SizeAdvice::Nearer
    } else if turned * 2 > sides.len() {
        SizeAdvice::LowerOrTurned
    } else {
        SizeAdvice::Fine
    };
    FaceSizes { visits: visits.len(), median_px, too_small, advice }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(side_px: f32, frontality: f32) -> VisitFace {
        VisitFace { side_px: Some(side_px), frontality, was_too_small: false }
    }

    const MISSED: VisitFace = VisitFace { side_px: None, frontality: 0.0, was_too_small: true };

    #[test]
    fn the_advice_follows_from_what_was_seen() {
        use SizeAdvice::{Fine, LowerOrTurned, MainStream, Nearer, TooFewVisits};
        for (visits, width, advice, why) in [
            (vec![], Some(640), TooFewVisits, "nobody came"),
            (vec![seen(20.0, 0.9); 4], Some(640), TooFewVisits, "four say nothing"),
            (vec![seen(120.0, 0.9); 8], Some(1920), Fine, "large and frontal"),
            (vec![seen(30.0, 0.9); 8], Some(640), MainStream, "a small picture"),
            (vec![seen(30.0, 0.9); 8], Some(1920), Nearer, "a large picture of somebody far away"),
            (vec![seen(30.0, 0.9); 8], None, Nearer, "nobody knows how large the picture is"),
            ([vec![seen(100.0, 0.9); 6], vec![MISSED; 3]].concat(), Some(1920), Nearer, "a third was too small"),
            (vec![seen(100.0, 0.3); 8], Some(1920), LowerOrTurned, "seen from above"),
            (vec![MISSED; 9], Some(1920), Nearer, "never one large enough"),
        ] {
            assert_eq!(face_sizes(&visits, width).advice, advice, "{why}");
        }
    }

    #[test]
    fn the_median_is_of_those_who_showed_a_face() {
        let visits = [seen(100.0, 1.0), MISSED, seen(60.0, 1.0), seen(40.0, 1.0), MISSED];
        let sizes = face_sizes(&visits, None);
        assert_eq!((sizes.visits, sizes.median_px, sizes.too_small), (5, Some(60.0), 0.6));
        assert_eq!(face_sizes(&[MISSED], None).median_px, None);
    }
}
