//! Where to look for faces on the next frame, and how closely.
//!
//! Owns what was looked at when. Must not know how a face is found. A whole frame costs the detector ten milliseconds, the
//! surroundings of a face less than one, a frame on which nothing moved nothing at all. So:
//!
//! - Where a face is followed and something moved around it, its surroundings are looked at on every frame.
//! - What else moved is looked at as a part, as often as the [`Budget`] says. What moves below a face is the body it belongs to.
//! - The whole frame is looked at twice a second, whatever moves.
//! - Where the owner masked the picture, or outside the zones there are, nothing is spent: nothing that moves there counts, and
//!   a whole frame ends where the last zone does.
//! - A camera that has shown only large faces for minutes is looked at less closely, but once a second as closely as ever.
//!
//! Invariant: everything that is watched is looked at within [`WHOLE_EVERY_MS`], and as closely as set within [`CLOSE_EVERY_MS`], so that no
//! new face waits for longer than a second.

use crate::{Area, BoxInFrame, DetectionScale, Outlook, PartInFrame, Timestamp, View, movement::Movement};

/// The whole frame is searched this often even if nothing moves.
pub const WHOLE_EVERY_MS: i64 = 500;
/// The whole frame is searched as closely as the owner set at least this often.
pub const CLOSE_EVERY_MS: i64 = 1_000;
/// The surroundings of a face, in its longer sides to each side of its middle, when it is seen on every frame.
const AROUND_FACE: f32 = 1.3;
/// A face this long in the detector's input is found as well as a larger one, and its landmarks lie as true.
const FACE_IN_INPUT_PX: f32 = 64.0;
/// A part in motion is widened by this share of the frame's longer side: of a face that turns only the middle may move.
const WIDENED: f32 = 0.06;
/// Parts that are more of the frame than this are not worth the trouble.
const MOST_OF_FRAME: f32 = 0.6;
/// A body is this many faces wide to each side of the middle of its face ...
const BODY_WIDTH: f32 = 1.8;
/// ... and this many high.
const BODY_HEIGHT: f32 = 7.0;
/// The smallest face that mattered is remembered for this long at least, and twice as long at most.
const MEMORY_MS: i64 = 300_000;
/// So long in the input must the smallest face be that is to be expected: the detector finds faces from 12 pixels on, surely
/// from 20.
const SURELY_FOUND_PX: f32 = 20.0;
/// The next face may be smaller by this than the smallest so far.
const MARGIN: f32 = 1.5;
/// A frame is never looked at with less than this share of what the owner set.
const LEAST_SCALE: f32 = 0.5;

/// How much may be spent on looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Between two looks at what moves and is nobody who is followed, in ms; from [`WHOLE_EVERY_MS`] on it is the whole frame.
    pub motion_every_ms: i64,
    /// How closely a whole frame is looked at.
    pub scale: DetectionScale,
    /// The owner chose so for this camera: never less closely.
    pub is_fixed: bool,
}

/// Somebody who is followed, where they are expected on the frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// Where the face should be.
    pub box_in_frame: BoxInFrame,
    /// How far it may be from there besides, in pixels.
    pub doubt_px: f32,
    /// It was seen often enough to be somebody, who has a body.
    pub has_body: bool,
}

/// A look to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Where; `None` is everywhere.
    pub part: Option<PartInFrame>,
    /// How closely; the longer side is that of the part.
    pub scale: DetectionScale,
    /// It covers all that is watched.
    pub is_all: bool,
}

/// Where attention goes on one camera.
#[derive(Clone, Debug, Default)]
pub struct Attention {
    movement: Movement,
    whole_at: Option<Timestamp>,
    close_at: Option<Timestamp>,
    motion_at: Option<Timestamp>,
    smallest: SmallestFace,
    outlook: Outlook,
}

impl Attention {
    /// From now on these areas say what is watched.
    pub fn watch_over(&mut self, areas: &[Area]) {
        self.outlook = Outlook::over(areas);
        self.forget();
    }

    /// Whether a face with its middle here counts, on a frame of the size planned last.
    pub fn is_watched(&self, point: [f32; 2]) -> bool {
        self.outlook.is_watched(point)
    }

    /// Writes the looks that this frame is worth into `looks`, none if the faces are where they were. What it plans counts as
    /// done: after a look that failed call [`Self::forget`].
    pub fn plan(
        &mut self,
        view: View<'_>,
        at: Timestamp,
        followed: &[Expected],
        budget: Budget,
        looks: &mut Vec<Look>,
    ) {
        looks.clear();
        let is_comparable = self.movement.take_in(view);
        self.outlook.fit(view.size());
        let Some(all) = self.outlook.part(view.size()) else { return };
        let since = |then: Option<Timestamp>| then.map_or(i64::MAX, |then| at.millis_since(then));
        // A clock that was set back must not keep anybody from being seen.
        let is_over = |then: Option<Timestamp>, span: i64| !(0..span).contains(&since(then));
        if !is_comparable || is_over(self.whole_at, WHOLE_EVERY_MS) {
            self.look_at_all(all, view.size(), at, budget, looks);
            return;
        }
        for face in followed.iter().filter(|face| self.outlook.is_watched(face.box_in_frame.centre())) {
            let part = surroundings(face, view.size());
            if part.width > 0 && part.height > 0 && self.movement.moved(|at| part.holds(at)).is_some() {
                looks.push(Look { part: Some(part), scale: scale_for(face, &part), is_all: false });
            }
        }
        let is_due = is_over(self.motion_at, budget.motion_every_ms.min(WHOLE_EVERY_MS));
        if is_due {
            let reach = self.movement.side() / 2.0;
            let is_unexplained = |at: [f32; 2]| {
                self.outlook.touches(at, reach)
                    && !looks.iter().filter_map(|look| look.part.as_ref()).any(|part| part.holds(at))
                    && !followed.iter().any(|face| face.has_body && is_body(&face.box_in_frame, at))
            };
            if let Some(part) = self.movement.moved(is_unexplained) {
                self.motion_at = Some(at);
                let part = widened(part, view.size());
                let scale = scale_of(&part, self.scale(view.size(), at, budget), view.size());
                looks.push(Look { part: Some(part), scale, is_all: false });
            }
        }
        let area = |look: &Look| look.part.map_or(0.0, |part| fed_area(&part, look.scale));
        let cost_of_all = fed_area(&all, scale_of(&all, self.scale(view.size(), at, budget), view.size()));
        if looks.iter().map(area).sum::<f32>() > MOST_OF_FRAME * cost_of_all {
            self.look_at_all(all, view.size(), at, budget, looks);
            return;
        }
        for part in looks.iter().filter_map(|look| look.part) {
            self.movement.was_searched(|at| part.holds(at));
        }
    }

    fn look_at_all(
        &mut self,
        all: PartInFrame,
        size: (u32, u32),
        at: Timestamp,
        budget: Budget,
        looks: &mut Vec<Look>,
    ) {
        looks.clear();
        let scale = self.scale(size, at, budget);
        if scale == budget.scale {
            self.close_at = Some(at);
        }
        (self.whole_at, self.motion_at) = (Some(at), Some(at));
        self.movement.was_searched(|_| true);
        if all == PartInFrame::all(size) {
            looks.push(Look { part: None, scale, is_all: true });
        } else {
            looks.push(Look { part: Some(all), scale: scale_of(&all, scale, size), is_all: true });
        }
    }

    /// What was planned could not be done: the next frame is looked at as if it were the first.
    pub fn forget(&mut self) {
        self.whole_at = None;
    }

    /// A face of this length mattered: it was good enough to say who it is.
    pub fn mattered(&mut self, side_px: f32, at: Timestamp) {
        self.smallest.take_in(side_px, at);
    }

    /// How closely a whole frame is looked at now.
    pub fn scale(&self, (width, height): (u32, u32), at: Timestamp, budget: Budget) -> DetectionScale {
        let closest = budget.scale;
        let is_close_due = self.close_at.is_none_or(|then| at.millis_since(then) >= CLOSE_EVERY_MS);
        let may_spare = !is_close_due && !budget.is_fixed;
        let Some(smallest) = self.smallest.known(at).filter(|_| may_spare) else { return closest };
        let longer = width.max(height).max(1) as f32;
        // What the frame is fed at: it is never enlarged.
        let fed = (closest.longer_side_px as f32).min(longer);
        let in_input = smallest * fed / longer;
        let share = (SURELY_FOUND_PX * MARGIN / in_input).clamp(LEAST_SCALE, 1.0);
        if share >= 1.0 {
            return closest;
        }
        // In steps, so that the detector is not fed with ever new sizes.
        DetectionScale { longer_side_px: ((fed * share / 32.0).ceil() as u32 * 32).min(closest.longer_side_px) }
    }
}

/// The smallest face that mattered lately.
#[derive(Clone, Copy, Debug, Default)]
struct SmallestFace {
    /// Since when, and the smallest since then and in the span before.
    since: Option<Timestamp>,
    now: Option<f32>,
    before: Option<f32>,
}

impl SmallestFace {
    fn take_in(&mut self, side_px: f32, at: Timestamp) {
        let since = *self.since.get_or_insert(at);
        if at.millis_since(since) >= MEMORY_MS {
            (self.since, self.before, self.now) = (Some(at), self.now, None);
        }
        self.now = Some(self.now.map_or(side_px, |now| now.min(side_px)));
    }

    /// `None` before enough was seen, and when nothing was for long.
    fn known(&self, at: Timestamp) -> Option<f32> {
        let age = at.millis_since(self.since?);
        let before = self.before?;
        (0..2 * MEMORY_MS).contains(&age).then(|| self.now.map_or(before, |now| now.min(before)))
    }
}

/// The part of the frame from `low` to `high`, as far as there is one.
fn part_of([low_x, low_y]: [f32; 2], [high_x, high_y]: [f32; 2], (width, height): (u32, u32)) -> PartInFrame {
    let inside = |v: f32, length: u32| v.clamp(0.0, length as f32) as u32;
    let (left, top) = (inside(low_x.floor(), width), inside(low_y.floor(), height));
    let (right, bottom) = (inside(high_x.ceil(), width), inside(high_y.ceil(), height));
    PartInFrame { left, top, width: right.saturating_sub(left), height: bottom.saturating_sub(top) }
}

/// How closely a part is looked at so that it is as close as the whole frame is.
fn scale_of(part: &PartInFrame, whole: DetectionScale, (width, height): (u32, u32)) -> DetectionScale {
    let longer = width.max(height).max(1);
    let fed = u64::from(part.width.max(part.height)) * u64::from(whole.longer_side_px.min(longer));
    DetectionScale { longer_side_px: (fed / u64::from(longer)).max(32) as u32 }
}

fn surroundings(face: &Expected, size: (u32, u32)) -> PartInFrame {
    let [x, y] = face.box_in_frame.centre();
    let side = face.box_in_frame.w.max(face.box_in_frame.h);
    let reach = AROUND_FACE * side + face.doubt_px.clamp(0.0, 1.5 * side);
    part_of([x - reach, y - reach], [x + reach, y + reach], size)
}

/// How closely a part around a face is looked at, in few steps.
fn scale_for(face: &Expected, part: &PartInFrame) -> DetectionScale {
    let side = face.box_in_frame.w.max(face.box_in_frame.h).max(1.0);
    let longer = part.width.max(part.height) as f32;
    let fed = longer * (FACE_IN_INPUT_PX / side).min(1.0);
    DetectionScale { longer_side_px: ((fed / 32.0).ceil() as u32 * 32).max(64) }
}

fn widened(part: PartInFrame, size: (u32, u32)) -> PartInFrame {
    let by = WIDENED * size.0.max(size.1) as f32;
    let (left, top) = (part.left as f32, part.top as f32);
    part_of([left - by, top - by], [left + part.width as f32 + by, top + part.height as f32 + by], size)
}

fn is_body(face: &BoxInFrame, [x, y]: [f32; 2]) -> bool {
    let [middle, _] = face.centre();
    let from = face.y + face.h / 2.0;
    (x - middle).abs() <= BODY_WIDTH * face.w && y >= from && y <= from + BODY_HEIGHT * face.h
}

/// Pixels that the detector is fed with.
fn fed_area(part: &PartInFrame, scale: DetectionScale) -> f32 {
    let longer = part.width.max(part.height).max(1) as f32;
    let shrunk = (scale.longer_side_px as f32 / longer).min(1.0);
    part.width as f32 * part.height as f32 * shrunk * shrunk
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AreaKind, Picture};

    const BUDGET: Budget =
        Budget { motion_every_ms: 80, scale: DetectionScale { longer_side_px: 640 }, is_fixed: false };

    fn grey() -> Picture {
        Picture { width: 640, height: 360, rgb: vec![90; 640 * 360 * 3] }
    }

    fn with_square(mut picture: Picture, left: usize, top: usize, level: u8) -> Picture {
        for y in top..top + 48 {
            let from = (y * picture.width as usize + left) * 3;
            picture.rgb[from..from + 48 * 3].fill(level);
        }
        picture
    }

    fn face_at(x: f32, y: f32) -> Expected {
        Expected { box_in_frame: BoxInFrame { x, y, w: 40.0, h: 48.0 }, doubt_px: 4.0, has_body: true }
    }

    /// The looks at each of these frames, 40 ms apart, with the same people followed.
    fn looks(frames: &[Picture], followed: &[Expected]) -> Vec<Vec<Look>> {
        let (mut attention, mut planned) = (Attention::default(), Vec::new());
        let each = frames.iter().enumerate().map(|(i, frame)| {
            attention.plan(frame.into(), Timestamp(i as i64 * 40), followed, BUDGET, &mut planned);
            planned.clone()
        });
        each.collect()
    }

    fn is_whole(looks: &[Look]) -> bool {
        matches!(looks, [Look { part: None, .. }])
    }

    #[test]
    fn where_nothing_moves_the_whole_frame_is_looked_at_twice_a_second() {
        let looks = looks(&vec![grey(); 30], &[]);
        let looked: Vec<usize> = (0..30).filter(|i| !looks[*i].is_empty()).collect();
        assert_eq!(looked, [0, 13, 26], "the first, and half a second after it");
        assert!(looked.iter().all(|i| is_whole(&looks[*i])));
    }

    #[test]
    fn whoever_comes_in_is_looked_for_at_once_where_they_are() {
        let frames = [grey(), grey(), with_square(grey(), 304, 96, 130), with_square(grey(), 312, 96, 130)];
        let looks = looks(&frames, &[]);
        assert!(looks[1].is_empty(), "nobody yet");
        let [Look { part: Some(part), scale, .. }] = looks[2][..] else { panic!("one part: {:?}", looks[2]) };
        assert!(part.holds([320.0, 110.0]) && part.width < 200 && part.height < 200, "{part:?}");
        assert_eq!(scale.longer_side_px, part.width.max(part.height), "as closely as the whole frame");
        assert!(looks[3].is_empty(), "the next look at what moves is due after two frames");
    }

    #[test]
    fn a_face_that_is_followed_is_looked_at_on_every_frame_on_which_it_moves() {
        let at = |i: usize| with_square(grey(), 300 + 8 * i, 100, 130);
        let frames: Vec<Picture> = [0, 1, 2, 3, 3, 4].map(at).to_vec();
        let looks = looks(&frames, &[face_at(310.0, 96.0)]);
        for i in [1, 2, 3, 5] {
            let [Look { part: Some(part), scale, .. }] = looks[i][..] else { panic!("frame {i}: {:?}", looks[i]) };
            assert!(part.width < 160 && scale.longer_side_px <= 160, "its surroundings: {part:?} {scale:?}");
        }
        assert!(looks[4].is_empty(), "on one frame it stood still");
    }

    #[test]
    fn a_body_is_no_reason_to_look_and_somebody_beside_it_is() {
        let start = with_square(grey(), 300, 60, 130);
        let body = with_square(start.clone(), 296, 180, 60);
        let beside = with_square(body.clone(), 500, 180, 60);
        let looks = looks(&[start, body, beside], &[face_at(304.0, 60.0)]);
        assert!(looks[1].is_empty(), "what moves below a face belongs to it: {:?}", looks[1]);
        let [Look { part: Some(part), .. }] = looks[2][..] else { panic!("{:?}", looks[2]) };
        assert!(part.holds([520.0, 200.0]) && !part.holds([320.0, 200.0]), "{part:?}");
    }

    #[test]
    fn where_much_moves_the_whole_frame_is_looked_at() {
        let far_apart = with_square(with_square(grey(), 20, 20, 130), 580, 300, 130);
        let looks = looks(&[grey(), grey(), grey(), far_apart], &[]);
        assert!(is_whole(&looks[3]), "a part that holds both is nearly all of it: {:?}", looks[3]);
    }

    #[test]
    fn what_was_put_off_is_not_forgotten() {
        let moving = |i: usize| with_square(grey(), 200 + 10 * i, 100, 130);
        let frames = [grey(), grey(), moving(0), moving(1), moving(1), moving(1)];
        let looks = looks(&frames, &[]);
        assert!(looks[3].is_empty() && !looks[4].is_empty(), "it moved on the frame before: {looks:?}");
        assert!(looks[5].is_empty(), "and stands still now");
    }

    #[test]
    fn after_a_look_that_failed_everything_is_looked_at() {
        let (mut attention, mut planned) = (Attention::default(), Vec::new());
        for (i, is_looked_at) in [(0, true), (1, false), (2, true)] {
            if i == 2 {
                attention.forget();
            }
            attention.plan((&grey()).into(), Timestamp(i * 40), &[], BUDGET, &mut planned);
            assert_eq!(is_whole(&planned), is_looked_at, "frame {i}");
        }
    }

    #[test]
    fn a_clock_that_is_set_back_stops_no_look() {
        let (mut attention, mut planned) = (Attention::default(), Vec::new());
        attention.plan((&grey()).into(), Timestamp(1_000_000), &[], BUDGET, &mut planned);
        attention.plan((&grey()).into(), Timestamp(500), &[], BUDGET, &mut planned);
        assert!(is_whole(&planned));
    }

    #[test]
    fn a_camera_that_shows_large_faces_is_looked_at_less_closely_but_once_a_second() {
        let mut attention = Attention::default();
        let (size, scale) = ((640, 360), |side: u32| DetectionScale { longer_side_px: side });
        let hour = |minutes: i64| Timestamp(minutes * 60_000);
        attention.mattered(90.0, hour(0));
        attention.close_at = Some(hour(1));
        assert_eq!(attention.scale(size, hour(1), BUDGET), scale(640), "too soon to know");
        attention.mattered(80.0, hour(6));
        attention.close_at = Some(hour(7));
        assert_eq!(attention.scale(size, hour(7), BUDGET), scale(320), "faces of 80 pixels are 40 in the input");
        assert_eq!(attention.scale(size, hour(7).plus_millis(1_000), BUDGET), scale(640), "once a second");
        attention.mattered(36.0, hour(8));
        attention.close_at = Some(hour(8));
        assert_eq!(attention.scale(size, hour(8), BUDGET), scale(544), "somebody was further away");
        attention.close_at = Some(hour(30));
        assert_eq!(attention.scale(size, hour(30), BUDGET), scale(640), "that was long ago");
    }

    #[test]
    fn absurd_boxes_give_no_look() {
        let odd = BoxInFrame { x: f32::NAN, y: f32::INFINITY, w: f32::INFINITY, h: -5.0 };
        let followed = [Expected { box_in_frame: odd, doubt_px: f32::NAN, has_body: true }];
        let looks = looks(&[grey(), with_square(grey(), 100, 100, 130)], &followed);
        assert!(looks[1].iter().all(|look| look.part.is_some_and(|part| part.width <= 640)), "{looks:?}");
    }

    fn rectangle(kind: AreaKind, [left, top, right, bottom]: [f32; 4]) -> Area {
        Area { kind, corners: vec![[left, top], [right, top], [right, bottom], [left, bottom]] }
    }

    /// The looks at each of these frames, 40 ms apart, with these areas.
    fn looks_over(areas: &[Area], frames: &[Picture], followed: &[Expected]) -> Vec<Vec<Look>> {
        let (mut attention, mut planned) = (Attention::default(), Vec::new());
        attention.watch_over(areas);
        let each = frames.iter().enumerate().map(|(i, frame)| {
            attention.plan(frame.into(), Timestamp(i as i64 * 40), followed, BUDGET, &mut planned);
            planned.clone()
        });
        each.collect()
    }

    #[test]
    fn nothing_is_spent_on_what_moves_in_a_mask_or_outside_the_zones() {
        let frames = [grey(), grey(), with_square(grey(), 304, 96, 130)];
        let over = rectangle(AreaKind::Mask, [0.4, 0.2, 0.7, 0.6]);
        let beside = rectangle(AreaKind::Mask, [0.0, 0.2, 0.3, 0.6]);
        let zone = rectangle(AreaKind::Zone, [0.0, 0.0, 0.3, 1.0]);
        for (area, is_looked_at) in [(over, false), (beside, true), (zone, false)] {
            let looks = looks_over(std::slice::from_ref(&area), &frames, &[]);
            assert!(!looks[0].is_empty(), "the first frame is looked at: {area:?}");
            assert_eq!(!looks[2].is_empty(), is_looked_at, "{area:?}: {:?}", looks[2]);
        }
        let masked = rectangle(AreaKind::Mask, [0.4, 0.2, 0.7, 0.6]);
        let moving: Vec<Picture> = (0..4).map(|i| with_square(grey(), 300 + 8 * i, 100, 130)).collect();
        let looks = looks_over(&[masked], &moving, &[face_at(310.0, 96.0)]);
        assert!(looks[1..].iter().all(Vec::is_empty), "nor on somebody who walked into it: {looks:?}");
    }

    #[test]
    fn a_whole_look_ends_where_the_last_zone_does_and_is_as_close_as_ever() {
        let zone = rectangle(AreaKind::Zone, [0.0, 0.5, 0.5, 1.0]);
        let looks = looks_over(&[zone], &[grey()], &[]);
        let [Look { part: Some(part), scale, is_all: true }] = looks[0][..] else { panic!("{looks:?}") };
        assert_eq!((part.left, part.top, part.width, part.height), (0, 129, 371, 231), "with room for a face");
        assert_eq!(scale.longer_side_px, 371, "pixel for pixel, as the frame of 640");
    }

    #[test]
    fn nothing_is_looked_at_where_everything_is_masked() {
        let all = Area::everything(AreaKind::PrivacyMask);
        let looks = looks_over(&[all], &[grey(), with_square(grey(), 304, 96, 130)], &[face_at(310.0, 96.0)]);
        assert!(looks.iter().all(Vec::is_empty), "{looks:?}");
    }

    #[test]
    fn a_scale_that_the_owner_chose_is_not_lowered() {
        let mut attention = Attention::default();
        for (minute, side) in [(0, 90.0), (6, 80.0)] {
            attention.mattered(side, Timestamp(minute * 60_000));
        }
        let at = Timestamp(7 * 60_000);
        attention.close_at = Some(at);
        assert!(attention.scale((640, 360), at, BUDGET).longer_side_px < 640, "as closely as it needs");
        let fixed = Budget { is_fixed: true, ..BUDGET };
        assert_eq!(attention.scale((640, 360), at, fixed), BUDGET.scale);
    }
}
