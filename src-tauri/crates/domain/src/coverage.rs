//! The pixels that outlines hold.
//!
//! Owns the way from corners to pixels, blacking them out, and what of a picture is watched at all. Must not know faces or
//! cameras. Method: scanlines; each row keeps the spans it is covered by, so that a point costs one row's few spans and
//! blacking out costs the pixels it blackens. A pixel that is touched counts as covered: nothing hidden shines through at an
//! edge. Invariant: once it fits a size, nothing is allocated until the size or the areas change.

use crate::{Area, AreaKind, FramePicture, PartInFrame};
use std::sync::Arc;

/// Lines within a row of pixels at which an outline is cut: what is touched between two of them is thinner than a third of a
/// pixel.
const CUTS: [f32; 4] = [0.01, 0.34, 0.66, 0.99];
/// Black, of limited range, and no colour.
const BLACK: (u8, u8) = (16, 128);
/// The box of what is watched is widened by this share of the longer side, so that a face at its edge is whole.
const WIDENED: f32 = 0.08;
/// A box that leaves out less than this is not worth being a part.
const WORTH_LEAVING_OUT: f32 = 0.1;

/// The pixels of a picture of one size that some outlines hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    size: (u32, u32),
    /// Where the spans of each row begin, and where those of the last end.
    rows: Vec<u32>,
    /// From the first column to before the last, in order, apart from each other.
    spans: Vec<[u32; 2]>,
}

impl Coverage {
    /// What outlines of shares hold in a picture of this size.
    pub fn of(outlines: &[&[[f32; 2]]], size: (u32, u32)) -> Self {
        let mut coverage = Self { size, ..Self::default() };
        let (mut spans, mut crossings) = (Vec::new(), Vec::new());
        coverage.rows.push(0);
        for row in 0..size.1 {
            spans.clear();
            for outline in outlines {
                for cut in CUTS {
                    cut_outline(outline, (row as f32 + cut) / size.1 as f32, &mut crossings);
                    spans.extend(crossings.chunks_exact(2).map(|pair| columns(pair, size.0)));
                }
            }
            coverage.push_row(&mut spans);
        }
        coverage
    }

    /// What the areas of these kinds hold; `None` if there are none.
    pub fn of_kinds(areas: &[Area], kinds: &[AreaKind], size: (u32, u32)) -> Option<Self> {
        let wanted = areas.iter().filter(|area| kinds.contains(&area.kind));
        let outlines: Vec<&[[f32; 2]]> = wanted.map(|area| area.corners.as_slice()).collect();
        (!outlines.is_empty()).then(|| Self::of(&outlines, size))
    }

    /// All of a picture.
    fn everything(size: (u32, u32)) -> Self {
        Self { size, rows: (0..=size.1).collect(), spans: vec![[0, size.0]; size.1 as usize] }
    }

    /// The size that it fits.
    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    /// Whether the pixel under a point is held. Points beyond the edge count as those at it.
    pub fn holds(&self, [x, y]: [f32; 2]) -> bool {
        let (width, height) = self.size;
        let at = |v: f32, length: u32| (v.max(0.0) as u32).min(length.saturating_sub(1));
        let (column, row) = (at(x, width), at(y, height));
        self.row(row).iter().any(|[from, to]| (*from..*to).contains(&column))
    }

    /// The smallest part that holds it all; `None` if it holds nothing.
    fn bounds(&self) -> Option<PartInFrame> {
        let is_held = |row: &u32| !self.row(*row).is_empty();
        let (top, bottom) = ((0..self.size.1).find(is_held)?, (0..self.size.1).rev().find(is_held)?);
        let left = self.spans.iter().map(|span| span[0]).min()?;
        let right = self.spans.iter().map(|span| span[1]).max()?;
        Some(PartInFrame { left, top, width: right - left, height: bottom + 1 - top })
    }

    /// What this holds and the other does not; both of one size.
    fn without(&self, other: &Self) -> Self {
        let mut rest = Self { size: self.size, rows: vec![0], spans: Vec::new() };
        let mut spans = Vec::new();
        for row in 0..self.size.1 {
            spans.clear();
            for [mut from, to] in self.row(row).iter().copied() {
                for [hole, end] in other.row(row).iter().copied() {
                    if end > from && hole < to {
                        spans.push([from, hole.max(from)]);
                        from = end;
                    }
                }
                spans.push([from, to]);
            }
            rest.push_row(&mut spans);
        }
        rest
    }

    fn row(&self, row: u32) -> &[[u32; 2]] {
        let row = row as usize;
        match (self.rows.get(row), self.rows.get(row + 1)) {
            (Some(from), Some(to)) => &self.spans[*from as usize..*to as usize],
            _ => &[],
        }
    }

    /// Adds the spans of the next row, in any order, as few as hold the same.
    fn push_row(&mut self, spans: &mut [[u32; 2]]) {
        spans.sort_unstable();
        let begins = self.spans.len();
        for [from, to] in spans.iter().copied().filter(|[from, to]| from < to) {
            match self.spans[begins..].last_mut() {
                Some(last) if last[1] >= from => last[1] = last[1].max(to),
                _ => self.spans.push([from, to]),
            }
        }
        self.rows.push(self.spans.len() as u32);
    }

    /// Blackens what it holds; the picture must be of its size.
    pub fn black_out(&self, picture: &mut FramePicture) {
        if !picture.view().is_whole() || picture.view().size() != self.size {
            return;
        }
        let width = self.size.0 as usize;
        let rows = (0..self.size.1).flat_map(|row| self.row(row).iter().map(move |span| (row as usize, *span)));
        match picture {
            FramePicture::Rgb(picture) => {
                for (row, [from, to]) in rows {
                    let row = &mut picture.rgb[row * width * 3..][..width * 3];
                    row[from as usize * 3..to as usize * 3].fill(0);
                }
            }
            FramePicture::Video(picture) => {
                let (half, below) = picture.colour_size();
                let (luma, colour) = picture.planes.split_at_mut(width * self.size.1 as usize);
                let (blue, red) = colour.split_at_mut(half * below);
                for (row, [from, to]) in rows {
                    luma[row * width..][from as usize..to as usize].fill(BLACK.0);
                    let (from, to) = (from as usize / 2, (to as usize).div_ceil(2));
                    for plane in [&mut *blue, &mut *red] {
                        plane[row / 2 * half..][from..to].fill(BLACK.1);
                    }
                }
            }
        }
    }
}

/// Where a level line crosses an outline, in order; by even and odd.
fn cut_outline(outline: &[[f32; 2]], level: f32, crossings: &mut Vec<f32>) {
    crossings.clear();
    for (i, [x, y]) in outline.iter().copied().enumerate() {
        let [next_x, next_y] = outline[(i + 1) % outline.len()];
        if (y <= level) != (next_y <= level) {
            crossings.push(x + (level - y) / (next_y - y) * (next_x - x));
        }
    }
    crossings.sort_unstable_by(f32::total_cmp);
}

/// The columns that a piece of a line touches.
fn columns(pair: &[f32], width: u32) -> [u32; 2] {
    let at = |share: f32| (share * width as f32).clamp(0.0, width as f32);
    // A crossing on the edge between two pixels touches the one within, whatever rounding made of it.
    [(at(pair[0]) + 0.01).floor() as u32, (at(pair[1]) - 0.01).ceil().max(0.0) as u32]
}

/// What of a camera's picture is watched: the zones, or everything without any, less all masks.
#[derive(Clone, Debug, Default)]
pub struct Outlook {
    areas: Arc<[Area]>,
    watched: Coverage,
    /// What holds all that is watched, widened; `None` if nothing is.
    part: Option<PartInFrame>,
}

impl Outlook {
    /// Over these areas.
    pub fn over(areas: &[Area]) -> Self {
        Self { areas: areas.into(), ..Self::default() }
    }

    /// Fits a picture of this size. Costs nothing as long as the size stays.
    pub fn fit(&mut self, size: (u32, u32)) {
        if self.areas.is_empty() || self.watched.size == size {
            return;
        }
        let zones =
            Coverage::of_kinds(&self.areas, &[AreaKind::Zone], size).unwrap_or_else(|| Coverage::everything(size));
        let hidden = Coverage::of_kinds(&self.areas, &[AreaKind::Mask, AreaKind::PrivacyMask], size);
        self.watched = zones.without(&hidden.unwrap_or(Coverage { size, ..Coverage::default() }));
        self.part = self.watched.bounds().map(|part| widened(part, size));
    }

    /// Whether a face with its middle here counts; of the size that it fits.
    pub fn is_watched(&self, point: [f32; 2]) -> bool {
        self.areas.is_empty() || self.watched.holds(point)
    }

    /// Whether anything of a square around a point is watched.
    pub fn touches(&self, [x, y]: [f32; 2], reach: f32) -> bool {
        let corners = [[0.0, 0.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]];
        corners.iter().any(|[right, down]| self.is_watched([x + right * reach, y + down * reach]))
    }

    /// The part of the picture that has to be looked at; `None` if there is nothing.
    pub fn part(&self, size: (u32, u32)) -> Option<PartInFrame> {
        if self.areas.is_empty() { Some(PartInFrame::all(size)) } else { self.part }
    }
}

/// A part with room for the faces at its edge; everything, if that leaves out little.
fn widened(part: PartInFrame, (width, height): (u32, u32)) -> PartInFrame {
    let by = (WIDENED * width.max(height) as f32) as u32;
    let (left, top) = (part.left.saturating_sub(by), part.top.saturating_sub(by));
    let end = |from: u32, length: u32, most: u32| (from + length + by).min(most);
    let (right, bottom) = (end(part.left, part.width, width), end(part.top, part.height, height));
    let wide = PartInFrame { left, top, width: right - left, height: bottom - top };
    let area = |part: &PartInFrame| part.width as f32 * part.height as f32;
    let all = PartInFrame::all((width, height));
    if area(&wide) > (1.0 - WORTH_LEAVING_OUT) * area(&all) { all } else { wide }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Picture, VideoPicture};

    fn rectangle(kind: AreaKind, [left, top, right, bottom]: [f32; 4]) -> Area {
        Area { kind, corners: vec![[left, top], [right, top], [right, bottom], [left, bottom]] }
    }

    fn fitted(areas: &[Area], size: (u32, u32)) -> Outlook {
        let mut outlook = Outlook::over(areas);
        outlook.fit(size);
        outlook
    }

    #[test]
    fn a_rectangle_holds_the_pixels_it_touches_at_any_size() {
        let half = [[0.25, 0.5], [0.75, 0.5], [0.75, 1.0], [0.25, 1.0]];
        for (size, held) in [((8, 4), 4 * 2), ((640, 360), 320 * 180), ((5, 3), 3 * 2)] {
            let coverage = Coverage::of(&[&half], size);
            let count: u32 = coverage.spans.iter().map(|[from, to]| to - from).sum();
            assert_eq!(count, held, "{size:?}: {coverage:?}");
        }
    }

    #[test]
    fn an_outline_may_be_a_triangle_or_cross_itself() {
        let triangle = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]];
        let coverage = Coverage::of(&[&triangle], (100, 100));
        assert!(coverage.holds([10.0, 10.0]) && !coverage.holds([90.0, 90.0]));
        let hourglass = [[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0]];
        let coverage = Coverage::of(&[&hourglass], (100, 100));
        assert!(coverage.holds([5.0, 50.0]) && coverage.holds([95.0, 50.0]) && !coverage.holds([50.0, 5.0]));
    }

    #[test]
    fn what_is_watched_are_the_zones_less_the_masks() {
        use AreaKind::{Mask, PrivacyMask, Zone};
        let left = rectangle(Zone, [0.0, 0.0, 0.5, 1.0]);
        let corner = rectangle(Mask, [0.0, 0.0, 0.25, 0.5]);
        let foot = rectangle(PrivacyMask, [0.0, 0.75, 1.0, 1.0]);
        for (areas, watched, not) in [
            (vec![], vec![[10.0, 10.0], [90.0, 90.0]], vec![]),
            (vec![left.clone()], vec![[10.0, 10.0]], vec![[90.0, 10.0]]),
            (vec![corner.clone()], vec![[90.0, 10.0], [10.0, 90.0]], vec![[10.0, 10.0]]),
            (
                vec![left, corner, foot],
                vec![[40.0, 10.0], [10.0, 60.0]],
                vec![[10.0, 10.0], [90.0, 10.0], [40.0, 90.0]],
            ),
        ] {
            let outlook = fitted(&areas, (100, 100));
            assert!(watched.iter().all(|point| outlook.is_watched(*point)), "{areas:?}");
            assert!(!not.iter().any(|point| outlook.is_watched(*point)), "{areas:?}");
        }
    }

    #[test]
    fn only_a_part_has_to_be_looked_at_where_the_rest_is_masked() {
        let all = PartInFrame::all((1000, 500));
        assert_eq!(fitted(&[], (1000, 500)).part((1000, 500)), Some(all));
        let inner = rectangle(AreaKind::Mask, [0.4, 0.4, 0.6, 0.6]);
        assert_eq!(fitted(&[inner], (1000, 500)).part((1000, 500)), Some(all), "around a hole is everything");
        let sky = rectangle(AreaKind::Mask, [0.0, 0.0, 1.0, 0.5]);
        let below = PartInFrame { left: 0, top: 170, width: 1000, height: 330 };
        assert_eq!(fitted(&[sky], (1000, 500)).part((1000, 500)), Some(below), "with room for a face at the edge");
        let nothing = Area::everything(AreaKind::PrivacyMask);
        assert_eq!(fitted(&[nothing], (1000, 500)).part((1000, 500)), None);
    }

    #[test]
    fn it_follows_another_size_and_touches_what_lies_half_within() {
        let mut outlook = fitted(&[rectangle(AreaKind::Zone, [0.5, 0.0, 1.0, 1.0])], (100, 100));
        assert!(outlook.is_watched([60.0, 10.0]) && !outlook.is_watched([40.0, 10.0]));
        assert!(outlook.touches([45.0, 10.0], 8.0) && !outlook.touches([30.0, 10.0], 8.0));
        outlook.fit((200, 200));
        assert!(!outlook.is_watched([60.0, 10.0]) && outlook.is_watched([140.0, 10.0]), "twice as large");
    }

    #[test]
    fn what_is_blacked_out_is_black_in_both_forms_and_the_rest_as_it_was() {
        let area = rectangle(AreaKind::PrivacyMask, [0.5, 0.0, 1.0, 0.5]);
        for size in [(8, 8), (7, 5)] {
            let coverage = Coverage::of(&[&area.corners], size);
            let bytes = (size.0 * size.1 * 3) as usize;
            let mut rgb = FramePicture::from(Picture { width: size.0, height: size.1, rgb: vec![200; bytes] });
            coverage.black_out(&mut rgb);
            let FramePicture::Rgb(picture) = &rgb else { panic!("it stays what it is") };
            let pixel = |x: u32, y: u32| picture.rgb[((y * size.0 + x) * 3) as usize];
            assert_eq!((pixel(size.0 - 1, 0), pixel(0, 0), pixel(size.0 - 1, size.1 - 1)), (0, 200, 200), "{size:?}");
            let planes = vec![200; VideoPicture::bytes_of(size.0, size.1)];
            let mut video = FramePicture::Video(VideoPicture { width: size.0, height: size.1, planes });
            coverage.black_out(&mut video);
            let FramePicture::Video(picture) = &video else { panic!("it stays what it is") };
            let [luma, blue, red] = picture.parts();
            assert_eq!((luma[size.0 as usize - 1], luma[0]), (16, 200), "{size:?}");
            let right = picture.colour_size().0 - 1;
            assert_eq!((blue[right], red[right], blue[0], red[0]), (128, 128, 200, 200), "no colour is left: {size:?}");
        }
    }

    #[test]
    fn a_torn_picture_and_one_of_another_size_are_left_alone() {
        let area = Area::everything(AreaKind::PrivacyMask);
        let coverage = Coverage::of(&[&area.corners], (4, 4));
        let torn = FramePicture::from(Picture { width: 4, height: 4, rgb: vec![9; 5] });
        let mut same = torn.clone();
        coverage.black_out(&mut same);
        assert_eq!(same, torn, "it is shown nowhere, because it has not the pixels that it says");
    }
}
