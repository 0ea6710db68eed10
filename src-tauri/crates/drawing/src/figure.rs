//! A whole person, cut out: the upper body with its face, and legs for each phase of a step.
//!
//! Owns the body. Must not know the street. The face comes from the same strokes as the portrait, so that who was
//! enrolled from a portrait is recognised on the street.

use crate::{
    canvas::{Canvas, View, around, edge, oval},
    character::{Character, SIDE},
    face::{paint_head, paint_shoulders},
    portrait::{Variation, finish, to_byte},
    sprite::{Cutout, Placement, Sprite},
};
use porchlight_domain::Picture;

/// Sizes of the drawings in units; a head is about 290 high.
const WIDTH: f32 = 640.0;
const UPPER_HEIGHT: f32 = 960.0;
const LEGS_TOP: f32 = 860.0;
const LEGS_HEIGHT: f32 = 560.0;

/// Nobody looks closely at legs.
const LEGS_SHARPNESS: f32 = 0.5;

/// The phases of a step: left foot lifted, both down, right foot lifted.
const LIFTS: [f32; 3] = [-1.0, 0.0, 1.0];

/// One person, ready to be laid over a street.
pub(crate) struct Figure {
    upper: Cutout,
    legs: [Cutout; 3],
    pixels_a_unit: f32,
    /// Half the width of the face in units.
    half_face: f32,
}

/// Where and how a figure stands.
#[derive(Clone, Copy)]
pub(crate) struct Pose {
    /// The middle of the face on the picture.
    pub(crate) face_at: [f32; 2],
    /// Width of the face in pixels of the picture.
    pub(crate) face_width: f32,
    /// Phase of the step in radians; `None` while standing.
    pub(crate) step: Option<f32>,
    /// Factors on red, green and blue.
    pub(crate) tint: [f32; 3],
}

impl Figure {
    /// Draws everything once; `size` is the side in pixels that a portrait of the same sharpness would have.
    pub(crate) fn new(seed: u64, size: u32) -> Self {
        let who = Character::new(seed);
        let pixels_a_unit = size as f32 / SIDE;
        let mut canvas = surface(UPPER_HEIGHT, 0.0, pixels_a_unit);
        paint_body(&mut canvas, &who);
        paint_shoulders(&mut canvas, &who);
        paint_coat(&mut canvas, &who);
        paint_head(&mut canvas, &who, 0.0);
        // A softer grain than in a portrait: the street adds its own.
        let upper = Cutout::new(cut_out(&canvas, seed, pixels_a_unit, 0.7));
        let legs = LIFTS.map(|lift| {
            let mut canvas = surface(LEGS_HEIGHT, LEGS_TOP, pixels_a_unit * LEGS_SHARPNESS);
            paint_legs(&mut canvas, &who, lift);
            Cutout::new(cut_out(&canvas, seed, pixels_a_unit * LEGS_SHARPNESS, 0.0))
        });
        Self { upper, legs, pixels_a_unit, half_face: who.face[0] }
    }

    /// Lays the person over `picture`.
    pub(crate) fn lay_over(&self, picture: &mut Picture, pose: Pose) {
        let pixels_on_picture = pose.face_width / (2.0 * self.half_face);
        let middle_y = SIDE * 0.52;
        let left = pose.face_at[0] - WIDTH / 2.0 * pixels_on_picture;
        let top = pose.face_at[1] - middle_y * pixels_on_picture;
        let scale = pixels_on_picture / self.pixels_a_unit;
        let phase = pose.step.map_or(1, |step| if step.sin() > 0.35 { 2 } else { usize::from(step.sin() > -0.35) });
        let legs_top = top + LEGS_TOP * pixels_on_picture;
        if legs_top < picture.height as f32 {
            self.legs[phase]
                .lay_over(picture, Placement { left, top: legs_top, scale: scale / LEGS_SHARPNESS, tint: pose.tint });
        }
        self.upper.lay_over(picture, Placement { left, top, scale, tint: pose.tint });
    }
}

/// The head and shoulders of a person without a backdrop, `size` pixels square.
pub fn sprite(seed: u64, size: u32) -> Sprite {
    let who = Character::new(seed);
    let pixels_a_unit = size as f32 / SIDE;
    let view = View { pixels_a_unit, tilt_radians: 0.0, pivot: [0.0; 2], pivot_on_surface: [0.0; 2] };
    let mut canvas = Canvas::new(size as usize, size as usize, view);
    paint_shoulders(&mut canvas, &who);
    paint_head(&mut canvas, &who, 0.0);
    cut_out(&canvas, seed, pixels_a_unit, 1.0)
}

/// A surface whose middle column is the middle of the person, and whose first row is `top` units down.
fn surface(height: f32, top: f32, pixels_a_unit: f32) -> Canvas {
    let view = View {
        pixels_a_unit,
        tilt_radians: 0.0,
        pivot: [SIDE / 2.0, top],
        pivot_on_surface: [WIDTH / 2.0 * pixels_a_unit, 0.0],
    };
    Canvas::new((WIDTH * pixels_a_unit) as usize, (height * pixels_a_unit) as usize, view)
}

fn cut_out(canvas: &Canvas, seed: u64, pixels_a_unit: f32, noise: f32) -> Sprite {
    let planes = finish(canvas, seed, pixels_a_unit, &Variation { noise, ..Variation::default() });
    let mut rgba = Vec::with_capacity(canvas.width * canvas.height * 4);
    for i in 0..canvas.width * canvas.height {
        rgba.extend(planes.iter().map(|plane| to_byte(plane[i])));
    }
    Sprite { width: canvas.width as u32, height: canvas.height as u32, rgba }
}

/// Arms, hands and the coat below the shoulders.
fn paint_body(canvas: &mut Canvas, who: &Character) {
    let ([cx, cy], [fw, fh]) = (who.middle, who.face);
    let shoulder = cy + fh * 1.75;
    for side in [-1.0, 1.0] {
        let hand = cx + side * fw * 1.62;
        canvas.paint(around(hand, 880.0, fw * 0.3, 50.0), who.skin.map(|c| c * 0.85), |x, y| {
            edge(oval(x - hand, y - 880.0, fw * 0.22, 40.0, 2.0), 0.1)
        });
        let arm = (shoulder + 870.0) / 2.0;
        canvas.paint(around(hand, arm, fw * 0.4, 400.0), who.clothes.map(|c| c * 0.84), |x, y| {
            edge(oval(x - hand, y - arm, fw * 0.29, (870.0 - shoulder) / 2.0 + 20.0, 4.0), 0.06)
        });
    }
    let (top, bottom) = (shoulder, 930.0);
    let middle = (top + bottom) / 2.0;
    canvas.paint_shaded(around(cx, middle, fw * 1.7, bottom - middle + 20.0), |x, y| {
        let down = ((y - top) / (bottom - top)).clamp(0.0, 1.0);
        let half = fw * (1.55 - 0.25 * (down * std::f32::consts::PI).sin());
        let shade = 1.0 - 0.22 * ((x - cx) / half).powi(2) - 0.08 * down;
        (edge(oval(x - cx, y - middle, half, (bottom - top) / 2.0, 6.0), 0.04), who.clothes.map(|c| c * shade))
    });
}

/// What tells a coat from a block of colour: collar, opening, folds.
fn paint_coat(canvas: &mut Canvas, who: &Character) {
    let ([cx, cy], [fw, fh]) = (who.middle, who.face);
    let top = cy + fh * 1.15;
    let collar = around(cx, top, fw, fh * 0.5);
    canvas.paint(collar, who.clothes.map(|c| c * 0.7), |x, y| {
        let v = (y - top - fh * 0.1) / (fh * 0.32);
        let line = ((x - cx).abs() - fw * (0.62 - 0.55 * v)) / (fw * 0.13);
        if (0.0..1.0).contains(&v) { (-line * line).exp() } else { 0.0 }
    });
    canvas.darken([cx - 14.0, top + fh * 0.4, cx + 14.0, 925.0], |x, _| 0.3 * (-((x - cx) / 4.0).powi(2)).exp());
    for side in [-1.0, 1.0] {
        let fold = cx + side * fw * 1.3;
        canvas.darken([fold - 40.0, cy + fh * 1.7, fold + 40.0, 925.0], |x, y| {
            0.22 * (-((x - fold) / 9.0).powi(2)).exp() * ((y - cy - fh * 1.7) / 80.0).clamp(0.0, 1.0)
        });
    }
}

fn paint_legs(canvas: &mut Canvas, who: &Character, lift: f32) {
    let (cx, fw) = (who.middle[0], who.face[0]);
    for side in [-1.0, 1.0] {
        // A lifted foot is higher and, being behind, darker.
        let lifted = (side * lift).max(0.0);
        let x0 = cx + side * fw * 0.68;
        let bottom = 1370.0 - 70.0 * lifted;
        let shoe = around(x0, bottom, fw * 0.8, 60.0);
        canvas.paint(shoe, [38.0, 32.0, 30.0], |x, y| {
            edge(oval(x - x0 - side * 8.0, y - bottom, fw * 0.55, 30.0, 2.6), 0.1)
        });
        let middle = (LEGS_TOP - 60.0 + bottom) / 2.0;
        canvas.paint_shaded([x0 - fw, LEGS_TOP, x0 + fw, bottom + 4.0], |x, y| {
            let half = fw * (0.62 - 0.16 * ((y - LEGS_TOP) / 500.0));
            let shade = (1.0 - 0.3 * ((x - x0) / half).powi(2)) * (1.0 - 0.2 * lifted);
            (edge(oval(x - x0, y - middle, half, bottom - middle, 8.0), 0.05), who.trousers.map(|c| c * shade))
        });
    }
}
