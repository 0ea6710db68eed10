//! Paints a head and its shoulders, stroke by stroke.
//!
//! Owns the order of the strokes and how soft they are. Must not choose how anybody looks: that is the character's.
//! Invariant: strokes are given in drawing units, so that a face is the same at every size.

use crate::{
    canvas::{Canvas, around, blob, edge, oval},
    character::{Character, HairStyle},
};

const LID: [f32; 3] = [35.0, 25.0, 25.0];
const GLASSES: [f32; 3] = [20.0; 3];
const LIPS: [f32; 3] = [95.0, 45.0, 45.0];
const LIP_LINE: [f32; 3] = [70.0, 30.0, 40.0];

/// Hair behind the head, neck, shoulders.
pub(crate) fn paint_shoulders(canvas: &mut Canvas, who: &Character) {
    let ([cx, cy], [fw, fh]) = (who.middle, who.face);
    match who.marks.hair_style {
        HairStyle::Fringe | HairStyle::Back => {
            canvas.paint(around(cx, cy - fh * 0.18, fw * 1.3, fh * 1.2), who.hair, |x, y| {
                edge(oval(x - cx, y - cy + fh * 0.18, fw * 1.22, fh * 1.12, 2.0), 0.05)
            });
        }
        HairStyle::Long => canvas.paint(around(cx, cy + fh * 0.1, fw * 1.5, fh * 1.6), who.hair, |x, y| {
            edge(oval(x - cx, y - cy - fh * 0.12, fw * 1.32, fh * 1.42, 2.6), 0.05)
        }),
        HairStyle::Bald => canvas.paint(around(cx, cy - fh * 0.05, fw * 1.2, fh * 0.6), who.hair, |x, y| {
            edge(oval(x - cx, y - cy + fh * 0.05, fw * 1.09, fh * 0.42, 2.4), 0.08)
        }),
    }
    canvas.paint(around(cx, cy + fh * 1.05, fw * 0.6, fh * 0.65), who.skin.map(|c| c * 0.82), |x, y| {
        edge(oval(x - cx, y - cy - fh * 1.05, fw * 0.55, fh * 0.6, 2.0), 0.05)
    });
    canvas.paint(around(cx, cy + fh * 1.9, fw * 2.0, fh * 0.8), who.clothes, |x, y| {
        edge(oval(x - cx, y - cy - fh * 1.9, fw * 1.9, fh * 0.75, 3.0), 0.03)
    });
}

/// How much of a point belongs to the head: a superellipse that narrows towards the jaw.
fn head(who: &Character, x: f32, y: f32) -> f32 {
    let ([cx, cy], [fw, fh]) = (who.middle, who.face);
    let v = (y - cy) / fh;
    let width = if v > 0.0 { fw * (1.0 - (1.0 - who.jaw) * v * v) } else { fw };
    if width <= 1.0 {
        return 0.0;
    }
    edge(((x - cx) / width).abs().powf(who.outline) + v.abs().powf(who.outline), 0.06)
}

pub(crate) fn paint_head(canvas: &mut Canvas, who: &Character, light_shift: f32) {
    let ([cx, cy], [fw, fh]) = (who.middle, who.face);
    let light = who.light + light_shift;
    canvas.paint_shaded(around(cx, cy, fw * 1.05, fh * 1.05), |x, y| {
        let distance = ((x - cx) / fw - light).powi(2) * 0.6 + ((y - cy + fh * 0.15) / fh).powi(2) * 0.6;
        let shade = 1.05 - 0.28 * distance.clamp(0.0, 1.3);
        (head(who, x, y), who.skin.map(|c| c * shade))
    });
    if who.has_ears {
        paint_ears(canvas, who);
    }
    paint_eyes(canvas, who);
    // The side of the nose away from the light lies in shadow.
    paint_nose(canvas, who, if light < 0.0 { 1.0 } else { -1.0 });
    paint_mouth(canvas, who);
    paint_marks(canvas, who);
    paint_hair(canvas, who);
    if who.has_glasses {
        paint_glasses(canvas, who);
    }
    if who.has_beard {
        paint_beard(canvas, who);
    }
}

fn paint_hair(canvas: &mut Canvas, who: &Character) {
    let ([cx, cy], [fw, fh]) = (who.middle, who.face);
    let style = who.marks.hair_style;
    canvas.paint(around(cx, cy - fh * 0.25, fw * 1.2, fh), who.hair, |x, y| {
        let u = (x - cx) / fw - who.parting;
        let bend = who.fringe_bend * (u * u - 0.25).min(0.9);
        let line = match style {
            HairStyle::Fringe => who.hairline + fh * bend,
            HairStyle::Back => who.hairline - fh * (0.16 - 0.2 * bend),
            // Parted in the middle, falling to both sides.
            HairStyle::Long => who.hairline - fh * 0.12 + fh * 0.62 * ((x - cx) / fw).powi(2),
            // Only what is beside the head.
            HairStyle::Bald => cy - fh * 1.4,
        };
        let fringe = ((line - y) / (fh * 0.06) + 0.5).clamp(0.0, 1.0);
        edge(oval(x - cx, y - cy + fh * 0.25, fw * 1.12, fh * 0.95, 2.0), 0.05) * fringe
    });
}

fn paint_ears(canvas: &mut Canvas, who: &Character) {
    let ([cx, _], [fw, fh]) = (who.middle, who.face);
    let y0 = (who.eye[1] + who.nose[0]) / 2.0;
    for side in [-1.0, 1.0] {
        let x0 = cx + side * fw * 1.02;
        let near = around(x0, y0, fw * 0.2, fh * 0.26);
        canvas.paint(near, who.skin.map(|c| c * 0.86), |x, y| {
            // Only what sticks out beside the head.
            edge(oval(x - x0, y - y0, fw * 0.13, fh * 0.19, 2.0), 0.12) * (1.0 - head(who, x, y))
        });
        canvas.darken(near, |x, y| 0.25 * blob(x - x0, y - y0, fw * 0.05, fh * 0.10) * (1.0 - head(who, x, y)));
    }
}

fn paint_eyes(canvas: &mut Canvas, who: &Character) {
    let [distance, ey, er] = who.eye;
    let marks = &who.marks;
    let eyes = [(-1.0, who.middle[0] - distance), (1.0, who.middle[0] + distance)];
    for (_, ex) in eyes {
        canvas.darken(around(ex, ey, er * 4.5, er * 3.0), |x, y| 0.30 * blob(x - ex, y - ey, er * 1.7, er * 1.1));
        let bag = ey + er * 1.0;
        canvas.darken(around(ex, bag, er * 2.4, er), |x, y| {
            let arc = bag - er * 0.3 * ((x - ex) / er).powi(2);
            0.38 * marks.tired_eyes * (-((y - arc) / (er * 0.28)).powi(2)).exp() * blob(x - ex, 0.0, er * 1.1, 1.0)
        });
    }
    let open = marks.eye_opening;
    for ((side, ex), [brow_y, brow]) in eyes.into_iter().zip(who.brows) {
        let near = around(ex, ey, er * 1.3, er * 1.3);
        // The eye in its own coordinates, turned up or down at the outer corner.
        let lift = move |x: f32, y: f32| y - ey + side * (x - ex) * marks.eye_slant;
        canvas.paint(near, [232.0, 228.0, 225.0], |x, y| edge(oval(x - ex, lift(x, y), er, er * open, 2.0), 0.15));
        canvas.paint(near, who.iris, |x, y| {
            let inside = oval(x - ex, lift(x, y), er, er * (open + 0.02), 2.0) < 1.0;
            if inside { edge(oval(x - ex, y - ey, er * 0.46, er * 0.46, 2.0), 0.2) } else { 0.0 }
        });
        canvas.paint(near, [10.0; 3], |x, y| edge(oval(x - ex, y - ey, er * 0.22, er * 0.22, 2.0), 0.2));
        canvas.paint(near, [250.0; 3], |x, y| {
            edge(oval(x - ex - er * 0.12, y - ey + er * 0.12, er * 0.09, er * 0.09, 2.0), 0.3)
        });
        canvas.paint(near, LID, |x, y| {
            let u = (x - ex) / er;
            let arc = -er * open * (1.0 - u * u).clamp(0.0, 1.0).sqrt();
            if u.abs() < 1.05 { 0.85 * (-((lift(x, y) - arc) / (er * 0.10)).powi(2)).exp() } else { 0.0 }
        });
        canvas.paint(around(ex, brow_y, er * 1.3, er * 1.5), who.hair.map(|c| c * 0.8), |x, y| {
            let u = (x - ex) / er;
            let arc = brow_y + er * (u * u * 0.18 - side * u * marks.brow_slant);
            if u.abs() < 1.25 { 0.9 * (-((y - arc) / brow).powi(2)).exp() } else { 0.0 }
        });
    }
}

/// Folds, hollows and freckles: what lies on the skin.
fn paint_marks(canvas: &mut Canvas, who: &Character) {
    let (cx, [fw, fh], marks) = (who.middle[0], who.face, &who.marks);
    let ([ny, nw, _], [my, mw, _]) = (who.nose, who.mouth);
    for side in [-1.0, 1.0] {
        let (top, bottom) = (ny - fh * 0.05, my + fh * 0.04);
        canvas.darken([cx - fw, top, cx + fw, bottom], |x, y| {
            let down = (y - top) / (bottom - top);
            let fold = cx + side * (nw * 0.9 + (mw * 1.15 - nw * 0.9).max(fw * 0.06) * down);
            0.24 * marks.folds * (-((x - fold) / (fw * 0.045)).powi(2)).exp() * (down * (1.0 - down) * 4.0).max(0.0)
        });
        let (x0, y0) = (cx + side * fw * 0.66, (ny + my) / 2.0);
        canvas.darken(around(x0, y0, fw * 0.6, fh * 0.6), |x, y| {
            0.22 * marks.hollow_cheeks
                * blob(x - x0, y - y0 + side * (x - x0) * 0.5, fw * 0.20, fh * 0.20)
                * head(who, x, y)
        });
    }
    if marks.freckles > 0.0 {
        canvas.darken([cx - fw, who.eye[1], cx + fw, my], |x, y| {
            let spots = ((x * 0.53).sin() * (y * 0.61).cos() + (x * 0.31 + y * 0.47).sin() - 1.1).max(0.0);
            let cheeks = blob((x - cx).abs() - fw * 0.42, y - ny + fh * 0.06, fw * 0.30, fh * 0.15);
            0.5 * marks.freckles * spots * cheeks
        });
    }
    if marks.has_moustache {
        let y0 = (ny + who.mouth[0] - who.mouth[2]) / 2.0 + fh * 0.01;
        let thick = (my - ny) * 0.30;
        canvas.paint(around(cx, y0, mw * 1.4, thick * 3.0), who.hair.map(|c| c * 0.85), |x, y| {
            let u = (x - cx) / (mw * 1.1);
            let arc = y0 + u * u * thick * 1.4;
            if u.abs() < 1.0 { 0.92 * (-((y - arc) / (thick * (1.05 - 0.5 * u.abs()))).powi(2)).exp() } else { 0.0 }
        });
    }
}

fn paint_nose(canvas: &mut Canvas, who: &Character, shadow_side: f32) {
    let (cx, ey, [ny, nw, length]) = (who.middle[0], who.eye[1], who.nose);
    let relief = who.marks.nose_relief;
    canvas.darken([cx - nw * 2.5, ey, cx + nw * 2.5, ny + 4.0], |x, y| {
        let ridge = (-((x - (cx + shadow_side * nw * 0.7)) / (nw * 0.35)).powi(2)).exp();
        if y < ny + 4.0 { 0.22 * relief * ridge * ((y - ey) / length).clamp(0.0, 1.0) } else { 0.0 }
    });
    canvas.darken([cx - nw * 1.5, ey, cx + nw * 1.5, ny], |x, y| {
        if y > ey && y < ny { -0.12 * relief * (-((x - cx) / (nw * 0.4)).powi(2)).exp() } else { 0.0 }
    });
    for side in [-1.0, 1.0] {
        let x0 = cx + side * nw * 0.55;
        canvas.paint(around(x0, ny, nw, nw * 0.6), who.skin.map(|c| c * 0.35), |x, y| {
            0.75 * blob(x - x0, y - ny, nw * 0.26, nw * 0.16)
        });
    }
    let under = ny + nw * 0.25;
    canvas.darken(around(cx, under, nw * 3.0, nw), |x, y| 0.25 * blob(x - cx, y - under, nw * 1.1, nw * 0.28));
}

fn paint_mouth(canvas: &mut Canvas, who: &Character) {
    let (cx, [my, mw, mh]) = (who.middle[0], who.mouth);
    let lips = [0, 1, 2].map(|i| LIPS[i] + who.skin[i] * 0.45);
    // Corners up or down: the whole mouth bends.
    let bend = move |x: f32, y: f32| y + who.marks.smile * mh.max(5.0) * (((x - cx) / mw).powi(2) - 0.35);
    canvas.paint(around(cx, my, mw * 1.2, mh * 3.0), lips, |x, y| {
        0.9 * edge(oval(x - cx, bend(x, y) - my, mw, mh, 2.0), 0.25)
    });
    canvas.paint(around(cx, my, mw, mh * 3.5), LIP_LINE, |x, y| {
        let u = (x - cx) / mw;
        let line = my - mh * 0.1 - u * u * mh * 0.4;
        if u.abs() < 1.0 { 0.9 * (-((bend(x, y) - line) / (mh * 0.22)).powi(2)).exp() } else { 0.0 }
    });
    let chin = my + mh * 1.9;
    canvas.darken(around(cx, chin, mw * 1.6, mh * 1.6), |x, y| 0.18 * blob(x - cx, y - chin, mw * 0.6, mh * 0.6));
}

fn paint_glasses(canvas: &mut Canvas, who: &Character) {
    let (cx, [distance, ey, er]) = (who.middle[0], who.eye);
    for ex in [cx - distance, cx + distance] {
        canvas.paint(around(ex, ey, er * 1.8, er * 1.5), GLASSES, |x, y| {
            (-((oval(x - ex, y - ey, er * 1.45, er * 1.15, 2.0).sqrt() - 1.0) / 0.07).powi(2)).exp()
        });
    }
    let bridge = distance - er * 1.3;
    canvas.paint(around(cx, ey, bridge.max(0.0), 3.0), GLASSES, |x, y| {
        f32::from(u8::from((y - ey).abs() < 2.0 && (x - cx).abs() < bridge))
    });
}

fn paint_beard(canvas: &mut Canvas, who: &Character) {
    let ([cx, cy], [fw, fh]) = (who.middle, who.face);
    let (ny, [my, mw, mh]) = (who.nose[0], who.mouth);
    canvas.paint([cx - fw, ny, cx + fw, cy + fh * 1.05], who.hair.map(|c| c * 0.9), |x, y| {
        let below_nose = ((y - (ny + fh * 0.1)) / (fh * 0.1)).clamp(0.0, 1.0);
        0.55 * head(who, x, y) * below_nose * (1.0 - blob(x - cx, y - my, mw * 1.1, mh * 1.5))
    });
}
