//! A part of a picture, enlarged, for a closer look.
//!
//! Owns the cut-out and the way back from it to the picture. Must not look for anything. Invariant: it never reads past
//! the picture, whatever area it is given.

use crate::scaling::Scaler;
use porchlight_domain::{BoxInFrame, DetectedFace, PartInFrame, Picture, View};

/// Light that reaches from one of these shares of the pixels to the other is the light there is: the rest are specks.
const DARKEST_SHARE: f32 = 0.01;
const BRIGHTEST_SHARE: f32 = 0.99;
/// What reaches over as much as this needs no more light.
const ENOUGH_LIGHT: u8 = 190;

/// A part of a picture, enlarged.
#[derive(Clone, Debug)]
pub struct Closer {
    /// The part.
    pub picture: Picture,
    left: f32,
    top: f32,
    /// Pixels of the picture for one of the part, along each axis.
    step: [f32; 2],
}

impl Closer {
    /// The area with `around` times its longer side added on every side, cut where the picture ends, scaled so that its
    /// longer side is `longer_side_px`. `None` if nothing of it lies in the picture.
    pub fn look(picture: &Picture, area: &BoxInFrame, around: f32, longer_side_px: u32) -> Option<Self> {
        let added = area.w.max(area.h) * around;
        let is_possible = [area.x, area.y, area.w, area.h, added].iter().all(|v| v.is_finite() && v.abs() < 1e6);
        if !View::from(picture).is_whole() || !is_possible {
            return None;
        }
        let span = |from: f32, to: f32, length: u32| {
            let (from, to) = (from.floor().max(0.0) as u32, (to.ceil().max(0.0) as u32).min(length));
            (from < to).then(|| (from, to - from))
        };
        let (left, width) = span(area.x - added, area.x + area.w + added, picture.width)?;
        let (top, height) = span(area.y - added, area.y + area.h + added, picture.height)?;
        let scale = longer_side_px.max(1) as f32 / width.max(height) as f32;
        let scaled = |side: u32| ((side as f32 * scale).round() as u32).clamp(1, longer_side_px.max(1));
        let (to_width, to_height) = (scaled(width), scaled(height));
        let mut part = Picture { width: to_width, height: to_height, rgb: Vec::new() };
        let cut = PartInFrame { left, top, width, height };
        Scaler::default().scale_part(picture, cut, to_width, to_height, &mut part.rgb).then(|| Self {
            picture: part,
            left: left as f32,
            top: top as f32,
            step: [width as f32 / to_width as f32, height as f32 / to_height as f32],
        })
    }

    /// The same with its light stretched over all there is, as one would turn up a lamp; `None` if it has enough.
    pub fn lit(&self) -> Option<Self> {
        let mut counts = [0u32; 256];
        for pixel in self.picture.rgb.as_chunks::<3>().0 {
            counts[usize::from(pixel[1])] += 1;
        }
        let all = counts.iter().sum::<u32>() as f32;
        let level = |share: f32| {
            let mut seen = 0.0;
            let reached = counts.iter().position(|count| {
                seen += *count as f32;
                seen >= share * all
            });
            reached.unwrap_or(255) as u8
        };
        let (dark, bright) = (level(DARKEST_SHARE), level(BRIGHTEST_SHARE));
        let reach = bright.saturating_sub(dark);
        if reach == 0 || reach >= ENOUGH_LIGHT {
            return None;
        }
        let stretched = |v: u8| (u32::from(v.saturating_sub(dark)) * 255 / u32::from(reach)).min(255) as u8;
        let rgb = self.picture.rgb.iter().map(|v| stretched(*v)).collect();
        Some(Self { picture: Picture { rgb, ..self.picture }, ..*self })
    }

    /// A face that was found on the part, where it is in the picture.
    pub fn to_picture(&self, face: &DetectedFace) -> DetectedFace {
        let [across, down] = self.step;
        let at = |[x, y]: [f32; 2]| [self.left + x * across, self.top + y * down];
        let BoxInFrame { x, y, w, h } = face.box_in_frame;
        let [x, y] = at([x, y]);
        DetectedFace {
            box_in_frame: BoxInFrame { x, y, w: w * across, h: h * down },
            landmarks_in_frame: face.landmarks_in_frame.map(at),
            score: face.score,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(width: u32, height: u32, from: u8, to: u8) -> Picture {
        let shade = |i: u32| from + ((u32::from(to - from) * (i % width)) / width) as u8;
        Picture { width, height, rgb: (0..width * height).flat_map(|i| [shade(i); 3]).collect() }
    }

    #[test]
    fn an_area_is_enlarged_and_what_is_found_lies_where_it_was() {
        let picture = grey(400, 200, 0, 255);
        let area = BoxInFrame { x: 100.0, y: 50.0, w: 40.0, h: 40.0 };
        let closer = Closer::look(&picture, &area, 0.5, 320).expect("inside");
        assert_eq!((closer.picture.width, closer.picture.height), (320, 320), "80 pixels became 320");
        let found = DetectedFace {
            box_in_frame: BoxInFrame { x: 80.0, y: 80.0, w: 160.0, h: 160.0 },
            landmarks_in_frame: [[160.0, 160.0]; 5],
            score: 0.9,
        };
        let there = closer.to_picture(&found);
        assert_eq!(there.box_in_frame, area, "the middle half of it is the area");
        assert_eq!(there.landmarks_in_frame[2], [120.0, 70.0]);
    }

    #[test]
    fn an_area_at_the_edge_is_cut_and_one_outside_is_nothing() {
        let picture = grey(400, 200, 0, 255);
        let corner = BoxInFrame { x: -30.0, y: 180.0, w: 60.0, h: 60.0 };
        let closer = Closer::look(&picture, &corner, 0.0, 100).expect("a part of it is inside");
        assert_eq!((closer.picture.width, closer.picture.height), (100, 67), "30 by 20 pixels");
        for x in [500.0, -300.0, f32::NAN, f32::INFINITY] {
            assert!(Closer::look(&picture, &BoxInFrame { x, y: 0.0, w: 50.0, h: 50.0 }, 0.5, 100).is_none(), "{x}");
        }
        let torn = Picture { width: 9, height: 9, rgb: vec![0; 5] };
        assert!(Closer::look(&torn, &BoxInFrame { x: 0.0, y: 0.0, w: 5.0, h: 5.0 }, 0.5, 100).is_none());
    }

    #[test]
    fn the_dark_is_lit_and_daylight_left_alone() {
        let area = BoxInFrame { x: 0.0, y: 0.0, w: 300.0, h: 100.0 };
        let look = |picture: &Picture| Closer::look(picture, &area, 0.0, 300).expect("inside");
        let lit = look(&grey(300, 100, 10, 40)).lit().expect("it is dark");
        let brightest = lit.picture.rgb.iter().max().copied();
        assert!(brightest > Some(240), "as bright as can be: {brightest:?}");
        assert!(look(&grey(300, 100, 0, 255)).lit().is_none(), "there is light enough");
        assert!(look(&grey(300, 100, 80, 80)).lit().is_none(), "one shade has nothing to show");
    }
}
