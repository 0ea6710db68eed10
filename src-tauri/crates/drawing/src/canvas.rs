//! A surface to paint on, and the shapes it is painted with.
//!
//! Owns masks (how much of a colour a point takes) and how they are laid over each other. Must not know what is drawn.
//! Colours are premultiplied with their cover, so that a drawing without background can be laid over any other.

/// Red, green, blue, 0 to 255.
pub(crate) type Colour = [f32; 3];

/// A rectangle in drawing units: left, top, right, bottom. Painting is confined to it, which is what makes it fast.
pub(crate) type Area = [f32; 4];

/// Everything.
pub(crate) const ALL: Area = [f32::MIN, f32::MIN, f32::MAX, f32::MAX];

/// How drawing units become pixels: turned about `pivot`, then scaled.
#[derive(Clone, Copy)]
pub(crate) struct View {
    pub(crate) pixels_a_unit: f32,
    pub(crate) tilt_radians: f32,
    pub(crate) pivot: [f32; 2],
    /// Where the pivot lies on the surface, in pixels.
    pub(crate) pivot_on_surface: [f32; 2],
}

pub(crate) struct Canvas {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// Premultiplied red, green, blue, and the cover 0 to 1.
    pub(crate) points: Vec<[f32; 4]>,
    view: View,
    sin_cos: (f32, f32),
}

impl Canvas {
    /// An empty surface.
    pub(crate) fn new(width: usize, height: usize, view: View) -> Self {
        Self { width, height, points: vec![[0.0; 4]; width * height], view, sin_cos: view.tilt_radians.sin_cos() }
    }

    /// Lays `colour` over the points of `area` as far as `mask` says.
    pub(crate) fn paint(&mut self, area: Area, colour: Colour, mask: impl Fn(f32, f32) -> f32) {
        self.paint_shaded(area, |x, y| (mask(x, y), colour));
    }

    /// The same with a colour for each point.
    pub(crate) fn paint_shaded(&mut self, area: Area, brush: impl Fn(f32, f32) -> (f32, Colour)) {
        self.each(area, |x, y, point| {
            let (mask, colour) = brush(x, y);
            let mask = mask.clamp(0.0, 1.0);
            if mask > 0.0 {
                for (channel, value) in point.iter_mut().zip([colour[0], colour[1], colour[2], 1.0]) {
                    *channel += (value - *channel) * mask;
                }
            }
        });
    }

    /// Takes light away; a negative amount adds it.
    pub(crate) fn darken(&mut self, area: Area, amount: impl Fn(f32, f32) -> f32) {
        self.each(area, |x, y, point| {
            let left = 1.0 - amount(x, y);
            point[..3].iter_mut().for_each(|channel| *channel *= left);
        });
    }

    fn each(&mut self, area: Area, mut touch: impl FnMut(f32, f32, &mut [f32; 4])) {
        let (columns, rows) = self.pixels_of(area);
        let (sin, cos) = self.sin_cos;
        let View { pixels_a_unit, pivot, pivot_on_surface: on, .. } = self.view;
        let units = 1.0 / pixels_a_unit;
        for row in rows {
            let v = (row as f32 - on[1]) * units;
            let line = &mut self.points[row * self.width..][..self.width];
            for column in columns.clone() {
                let u = (column as f32 - on[0]) * units;
                touch(pivot[0] + u * cos + v * sin, pivot[1] - u * sin + v * cos, &mut line[column]);
            }
        }
    }

    /// The pixels that can lie in `area`, which a tilt makes a little larger.
    fn pixels_of(&self, [left, top, right, bottom]: Area) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
        if left == f32::MIN {
            return (0..self.width, 0..self.height);
        }
        let (sin, cos) = self.sin_cos;
        let View { pixels_a_unit, pivot, pivot_on_surface: on, .. } = self.view;
        let (mut xs, mut ys) = ((f32::MAX, f32::MIN), (f32::MAX, f32::MIN));
        for (x, y) in [(left, top), (right, top), (left, bottom), (right, bottom)] {
            let (x, y) = (x - pivot[0], y - pivot[1]);
            let (column, row) =
                (on[0] + (x * cos - y * sin) * pixels_a_unit, on[1] + (x * sin + y * cos) * pixels_a_unit);
            xs = (xs.0.min(column), xs.1.max(column));
            ys = (ys.0.min(row), ys.1.max(row));
        }
        let span = |(low, high): (f32, f32), size: usize| {
            let end = ((high.ceil() + 1.0).max(0.0) as usize).min(size);
            (low.floor().max(0.0) as usize).min(end)..end
        };
        (span(xs, self.width), span(ys, self.height))
    }
}

/// Below 1 inside a superellipse about (0, 0) with half axes `a` and `b`, 1 on its rim; `p` = 2 is an ellipse.
pub(crate) fn oval(x: f32, y: f32, a: f32, b: f32, p: f32) -> f32 {
    if p == 2.0 { (x / a).powi(2) + (y / b).powi(2) } else { (x / a).abs().powf(p) + (y / b).abs().powf(p) }
}

/// Turns a distance such as [`oval`] into a mask whose rim is `softness` wide.
pub(crate) fn edge(distance: f32, softness: f32) -> f32 {
    ((1.0 - distance) / softness + 0.5).clamp(0.0, 1.0)
}

/// A soft spot.
pub(crate) fn blob(x: f32, y: f32, a: f32, b: f32) -> f32 {
    (-((x / a).powi(2) + (y / b).powi(2))).exp()
}

/// The area around a point.
pub(crate) fn around(x: f32, y: f32, a: f32, b: f32) -> Area {
    [x - a, y - b, x + a, y + b]
}

/// Blurs one plane in place, with a kernel of deviation `sigma` pixels; rims are continued outwards.
pub(crate) fn blur(plane: &mut [f32], width: usize, height: usize, sigma: f32) {
    if sigma < 0.2 || width == 0 || height == 0 {
        return;
    }
    let reach = (sigma * 3.0).ceil() as usize;
    let mut kernel: Vec<f32> =
        (0..=2 * reach).map(|i| (-(i as f32 - reach as f32).powi(2) / (2.0 * sigma * sigma)).exp()).collect();
    let sum: f32 = kernel.iter().sum();
    kernel.iter_mut().for_each(|weight| *weight /= sum);
    // Whole rows are added with a weight, so that the inner loops are plain sums of slices.
    let mut padded = vec![0.0; width + 2 * reach];
    for row in plane.chunks_exact_mut(width) {
        padded[..reach].fill(row[0]);
        padded[reach..reach + width].copy_from_slice(row);
        padded[reach + width..].fill(row[width - 1]);
        row.fill(0.0);
        for (i, weight) in kernel.iter().enumerate() {
            row.iter_mut().zip(&padded[i..]).for_each(|(to, from)| *to += from * weight);
        }
    }
    let source = plane.to_vec();
    for (y, row) in plane.chunks_exact_mut(width).enumerate() {
        row.fill(0.0);
        for (i, weight) in kernel.iter().enumerate() {
            let from = (y + i).saturating_sub(reach).min(height - 1);
            row.iter_mut().zip(&source[from * width..][..width]).for_each(|(to, from)| *to += from * weight);
        }
    }
}
