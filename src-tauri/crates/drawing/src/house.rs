//! The front of a house at dusk, painted once.
//!
//! Owns what stands still on the street: sky, neighbours, walls, windows, door, lamp, plants, path. Must not know who
//! walks there. Lengths are pixels of the picture, which is [`WIDTH`] x [`HEIGHT`].

use crate::{
    canvas::{ALL, Canvas, Colour, View, blob, blur, edge, oval},
    random::Dice,
};
use porchlight_domain::Picture;

/// Size of every picture of the street.
pub(crate) const WIDTH: u32 = 1280;
pub(crate) const HEIGHT: u32 = 720;

/// Where the walls stand on the ground; whoever is at the door has the feet here.
const GROUND: f32 = 530.0;
const WALL: [f32; 4] = [236.0, 70.0, 1044.0, GROUND];
const DOOR: [f32; 4] = [575.0, 246.0, 705.0, GROUND - 8.0];
const LAMP: [f32; 2] = [748.0, 272.0];
const WINDOWS: [[f32; 4]; 2] = [[318.0, 236.0, 488.0, 400.0], [806.0, 236.0, 976.0, 400.0]];

const WARM: Colour = [255.0, 206.0, 128.0];
const LEAF: Colour = [46.0, 70.0, 52.0];

/// The street without anybody.
pub(crate) fn empty_street() -> Picture {
    let view = View { pixels_a_unit: 1.0, tilt_radians: 0.0, pivot: [0.0; 2], pivot_on_surface: [0.0; 2] };
    let mut canvas = Canvas::new(WIDTH as usize, HEIGHT as usize, view);
    let mut dice = Dice::new(20, 40);
    sky(&mut canvas, &mut dice);
    neighbours(&mut canvas, &mut dice);
    ground(&mut canvas);
    wall(&mut canvas);
    for window in WINDOWS {
        window_lit(&mut canvas, window);
    }
    door(&mut canvas);
    plants(&mut canvas, &mut dice);
    lamp_light(&mut canvas);
    develop(&canvas)
}

fn rectangle([left, top, right, bottom]: [f32; 4], softness: f32) -> impl Fn(f32, f32) -> f32 {
    move |x, y| {
        let inside = (x - left).min(right - x).min(y - top).min(bottom - y);
        (inside / softness + 0.5).clamp(0.0, 1.0)
    }
}

fn grown([left, top, right, bottom]: [f32; 4], by: f32) -> [f32; 4] {
    [left - by, top - by, right + by, bottom + by]
}

fn box_of(canvas: &mut Canvas, area: [f32; 4], colour: Colour) {
    canvas.paint(grown(area, 2.0), colour, rectangle(area, 1.2));
}

fn mix(a: Colour, b: Colour, part: f32) -> Colour {
    let part = part.clamp(0.0, 1.0);
    [0, 1, 2].map(|i| a[i] + (b[i] - a[i]) * part)
}

fn sky(canvas: &mut Canvas, dice: &mut Dice) {
    let (high, middle, low) = ([38.0, 52.0, 92.0], [112.0, 104.0, 142.0], [236.0, 168.0, 128.0]);
    canvas.paint_shaded(ALL, |_, y| {
        let down = y / 460.0;
        (1.0, if down < 0.55 { mix(high, middle, down / 0.55) } else { mix(middle, low, (down - 0.55) / 0.45) })
    });
    for _ in 0..46 {
        let (x0, y0, r) = (dice.within(0.0..1280.0), dice.within(0.0..190.0), dice.within(0.5..1.3));
        let glow = dice.within(0.2..0.8) * (1.0 - y0 / 210.0);
        canvas.paint([x0 - 4.0, y0 - 4.0, x0 + 4.0, y0 + 4.0], [255.0, 250.0, 235.0], |x, y| {
            glow * blob(x - x0, y - y0, r, r)
        });
    }
    // Long thin clouds, lit from below.
    for _ in 0..9 {
        let (x0, y0) = (dice.within(-60.0..1340.0), dice.within(120.0..380.0));
        let (a, b) = (dice.within(90.0..240.0), dice.within(4.0..11.0));
        canvas.paint([x0 - 3.0 * a, y0 - 40.0, x0 + 3.0 * a, y0 + 40.0], [246.0, 186.0, 158.0], |x, y| {
            0.30 * blob(x - x0, y - y0 - 4.0 * ((x - x0) / 60.0).sin(), a, b)
        });
    }
}

fn neighbours(canvas: &mut Canvas, dice: &mut Dice) {
    for (left, right, top) in [(-40.0, 150.0, 300.0), (1120.0, 1330.0, 280.0)] {
        let middle = (left + right) / 2.0;
        canvas.paint([left, top - 90.0, right, GROUND], [66.0, 66.0, 92.0], |x, y| {
            let roof = top - 80.0 + (x - middle).abs() * 0.75;
            ((y - roof) / 1.5).clamp(0.0, 1.0)
        });
        for column in [-46.0, 18.0] {
            let x = middle + column;
            box_of(canvas, [x, top + 50.0, x + 26.0, top + 86.0], mix([66.0, 66.0, 92.0], WARM, 0.62));
        }
    }
    // Trees between the houses.
    for (x0, y0, r) in [(182.0, 372.0, 74.0), (92.0, 424.0, 66.0), (1096.0, 362.0, 78.0), (1196.0, 430.0, 70.0)] {
        canvas.paint([x0 - 7.0, y0, x0 + 7.0, GROUND], [40.0, 36.0, 44.0], |_, _| 1.0);
        for _ in 0..34 {
            let (dx, dy) = (dice.normal() * r * 0.42, dice.normal() * r * 0.42);
            let (size, tone) = (r * dice.within(0.22..0.42), dice.within(0.0..1.0));
            let colour = mix([34.0, 48.0, 54.0], [62.0, 76.0, 72.0], tone);
            canvas.paint([x0 + dx - size, y0 + dy - size, x0 + dx + size, y0 + dy + size], colour, |x, y| {
                0.9 * edge(oval(x - x0 - dx, y - y0 - dy, size, size * 0.9, 2.0), 0.35)
            });
        }
    }
    // A hedge along the street closes the view.
    canvas.paint_shaded([0.0, 430.0, 1280.0, GROUND], |x, y| {
        let top = 462.0 + 7.0 * (x * 0.045).sin() + 4.0 * (x * 0.17 + 1.0).sin() + 2.0 * (x * 0.61).sin();
        let leaves = 6.0 * ((x * 0.83).sin() * (y * 0.71 + x * 0.2).cos());
        let shade = 1.0 - 0.3 * ((y - top) / 60.0).clamp(0.0, 1.0);
        (((y - top) / 3.0).clamp(0.0, 1.0), [58.0, 70.0, 66.0].map(|c| (c + leaves) * shade))
    });
}

fn ground(canvas: &mut Canvas) {
    canvas.paint_shaded([0.0, GROUND - 40.0, 1280.0, 720.0], |x, y| {
        let near = (y - GROUND + 40.0) / 230.0;
        let blade = ((x * 0.9 + y * 2.3).sin() * (x * 0.37 - y * 1.1).cos()) * 5.0;
        let lawn = mix([62.0, 84.0, 66.0], [42.0, 62.0, 50.0], near).map(|c| c + blade);
        (((y - GROUND + 34.0) / 10.0).clamp(0.0, 1.0), lawn)
    });
    // A paved way that widens towards the camera.
    canvas.paint_shaded([0.0, GROUND - 6.0, 1280.0, 720.0], |x, y| {
        let depth = ((y - GROUND + 6.0) / 196.0).max(0.0);
        let half = 84.0 + 620.0 * depth * depth.sqrt();
        let row = (1.0 / (depth + 0.16) * 6.0).fract();
        let column = ((x - 640.0) / half * 3.5 + if (1.0 / (depth + 0.16) * 3.0).fract() < 0.5 { 0.5 } else { 0.0 })
            .rem_euclid(1.0);
        let joint = if row < 0.08 || column < 0.035 { 0.86 } else { 1.0 };
        let shade = 1.0 - 0.16 * depth;
        let stone = [142.0, 130.0, 128.0].map(|c| c * joint * shade);
        (((half - (x - 640.0).abs()) / 5.0).clamp(0.0, 1.0), stone)
    });
}

fn wall(canvas: &mut Canvas) {
    let [left, top, right, bottom] = WALL;
    canvas.paint_shaded(WALL, |x, y| {
        // Boards: a shadow under each edge.
        let board = ((y - top) / 21.0).fract();
        let shadow = if board < 0.10 { 0.84 } else { 1.0 - 0.05 * board };
        let dusk = 0.93 - 0.13 * ((y - top) / (bottom - top)) - 0.05 * ((x - 640.0) / 420.0).abs();
        (1.0, [178.0, 186.0, 194.0].map(|c| c * shadow * dusk))
    });
    // Roof and gutter.
    canvas.paint_shaded([left - 60.0, 0.0, right + 60.0, top + 22.0], |x, y| {
        let slope = (left - 58.0 + (top + 14.0 - y) * 0.55).max(0.0);
        let inside = (x - slope).min(1280.0 - slope - x) / 2.0;
        let tile = ((y / 13.0).fract() * 0.22 + ((x / 17.0 + (y / 13.0).floor() * 0.5).fract() * 0.10)) + 0.72;
        (inside.clamp(0.0, 1.0) * ((top + 14.0 - y) / 1.5).clamp(0.0, 1.0), [86.0, 70.0, 78.0].map(|c| c * tile))
    });
    box_of(canvas, [left - 50.0, top + 8.0, right + 50.0, top + 22.0], [222.0, 216.0, 210.0]);
    canvas.darken([left, top + 20.0, right, top + 60.0], |_, y| 0.34 * (1.0 - (y - top - 22.0) / 34.0).clamp(0.0, 1.0));
    // Corner boards and a stone base.
    for x in [left, right - 16.0] {
        box_of(canvas, [x, top + 20.0, x + 16.0, bottom], [214.0, 210.0, 206.0]);
    }
    canvas.paint_shaded([left, bottom - 42.0, right, bottom], |x, y| {
        let row = ((y - bottom) / 14.0).floor();
        let joint = ((x / 34.0 + row * 0.5).fract() < 0.05) || ((y - bottom) / 14.0 - row < 0.1);
        (1.0, [116.0, 110.0, 114.0].map(|c| if joint { c * 0.8 } else { c }))
    });
}

fn window_lit(canvas: &mut Canvas, area: [f32; 4]) {
    let [left, top, right, bottom] = area;
    box_of(canvas, grown(area, 11.0), [226.0, 221.0, 214.0]);
    box_of(canvas, grown(area, 2.0), [88.0, 80.0, 80.0]);
    let middle = (left + right) / 2.0;
    canvas.paint_shaded(area, |x, y| {
        let glow = 0.75 + 0.25 * blob(x - middle, y - top - 50.0, 90.0, 80.0) - 0.22 * (y - top) / (bottom - top);
        // Curtains hang at both sides.
        let from_side = (x - left).min(right - x);
        let curtain = if from_side < 36.0 { 0.74 + 0.1 * (from_side * 0.7).sin() } else { 1.0 };
        (1.0, WARM.map(|c| c * glow * curtain))
    });
    // A plant and a lamp on the sill tell that somebody is at home.
    canvas.paint([middle + 10.0, bottom - 62.0, middle + 60.0, bottom], [112.0, 84.0, 60.0], |x, y| {
        let pot = rectangle([middle + 26.0, bottom - 20.0, middle + 44.0, bottom], 1.5)(x, y);
        let leaves = edge(oval(x - middle - 35.0, y - bottom + 36.0, 15.0, 20.0, 2.0), 0.5);
        0.8 * pot.max(leaves)
    });
    for x in [middle - 2.5, left, right - 5.0] {
        box_of(canvas, [x, top, x + 5.0, bottom], [232.0, 226.0, 218.0]);
    }
    box_of(canvas, [left, top + 62.0, right, top + 66.0], [232.0, 226.0, 218.0]);
    box_of(canvas, [left - 18.0, bottom + 8.0, right + 18.0, bottom + 18.0], [208.0, 202.0, 196.0]);
    canvas.darken([left - 14.0, bottom + 18.0, right + 14.0, bottom + 32.0], |_, y| {
        0.3 * (1.0 - (y - bottom - 18.0) / 14.0)
    });
}

fn door(canvas: &mut Canvas) {
    let [left, top, right, bottom] = DOOR;
    // A small roof over the door, its posts, and two steps.
    box_of(canvas, grown([left, top, right, bottom], 14.0), [228.0, 223.0, 216.0]);
    let (green, deep) = ([44.0, 92.0, 88.0], [32.0, 70.0, 68.0]);
    canvas.paint_shaded(DOOR, |x, _| (1.0, mix(green, deep, ((x - left) / (right - left) - 0.3).abs())));
    let middle = (left + right) / 2.0;
    for (y0, y1) in [(150.0, 200.0), (210.0, 262.0)] {
        for side in [-1.0, 1.0] {
            let (a, b) = (middle + side * 10.0, middle + side * 52.0);
            let panel = [a.min(b), top + y0, a.max(b), top + y1];
            box_of(canvas, panel, deep.map(|c| c * 0.8));
            box_of(canvas, grown(panel, -3.0), mix(green, deep, 0.3));
        }
    }
    let glass = [left + 13.0, top + 16.0, right - 13.0, top + 136.0];
    box_of(canvas, grown(glass, 3.0), deep.map(|c| c * 0.75));
    canvas.paint_shaded(glass, |x, y| {
        let pane = ((x - glass[0]) / 26.5).fract().min(((y - glass[1]) / 41.0).fract());
        let colour = WARM.map(|c| c * (0.96 - 0.3 * (y - glass[1]) / 120.0));
        (1.0, if pane < 0.10 { deep } else { colour })
    });
    box_of(canvas, [right - 22.0, top + 176.0, right - 16.0, top + 204.0], [216.0, 184.0, 116.0]);
    // The number of the house and a doorbell.
    box_of(canvas, [left - 46.0, top + 60.0, left - 26.0, top + 92.0], [60.0, 62.0, 70.0]);
    canvas.paint([left - 42.0, top + 100.0, left - 30.0, top + 124.0], [48.0, 48.0, 54.0], |x, y| {
        edge(oval(x - left + 36.0, y - top - 112.0, 6.0, 11.0, 4.0), 0.2)
    });
    canvas.paint([left - 42.0, top + 104.0, left - 30.0, top + 124.0], [150.0, 205.0, 255.0], |x, y| {
        blob(x - left + 36.0, y - top - 115.0, 3.0, 3.0)
    });
    for (n, half) in [(0.0, 96.0), (1.0, 116.0)] {
        let y = bottom + 4.0 + n * 12.0;
        box_of(canvas, [middle - half, y, middle + half, y + 12.0], [168.0, 160.0, 156.0]);
        box_of(canvas, [middle - half, y + 9.0, middle + half, y + 13.0], [112.0, 104.0, 104.0]);
    }
    box_of(canvas, [left - 76.0, top - 50.0, right + 76.0, top - 38.0], [220.0, 214.0, 208.0]);
    canvas.paint_shaded([left - 90.0, top - 90.0, right + 90.0, top - 48.0], |x, y| {
        let slope = (x - middle).abs() / 155.0;
        (
            ((y - top + 88.0) / 38.0 - slope).clamp(0.0, 0.04) * 25.0,
            [92.0, 74.0, 82.0].map(|c| c * (0.85 + 0.15 * (y / 9.0).fract())),
        )
    });
    canvas.darken([left - 70.0, top - 38.0, right + 70.0, top + 10.0], |_, y| {
        0.30 * (1.0 - (y - top + 38.0) / 48.0).clamp(0.0, 1.0)
    });
}

fn plants(canvas: &mut Canvas, dice: &mut Dice) {
    // Low hedges along the wall, then pots beside the door.
    for (left, right) in [(246.0, 520.0), (770.0, 1034.0)] {
        for n in 0..150 {
            let x0 = dice.within(left..right);
            let y0 = GROUND - dice.within(0.0..58.0) * (1.0 - 0.12 * (x0 * 0.05).sin());
            let tone = (n as f32 / 150.0 * 0.6 + dice.within(0.0..0.4)) * (1.15 - (GROUND - y0) / 400.0);
            leaf(canvas, x0, y0, dice.within(7.0..15.0), mix(LEAF.map(|c| c * 0.7), [92.0, 118.0, 78.0], tone));
        }
        for _ in 0..16 {
            let (x0, y0) = (dice.within(left..right), GROUND - dice.within(14.0..60.0));
            let flower = if dice.chance(0.5) { [226.0, 160.0, 176.0] } else { [240.0, 226.0, 206.0] };
            leaf(canvas, x0, y0, dice.within(2.2..3.8), flower);
        }
    }
    for x0 in [534.0, 746.0] {
        canvas.paint_shaded([x0 - 24.0, GROUND - 50.0, x0 + 24.0, GROUND + 6.0], |x, y| {
            let half = 21.0 - 6.0 * (y - GROUND + 50.0) / 56.0;
            let shade = 1.0 - 0.35 * ((x - x0 + 6.0) / 22.0).abs();
            (((half - (x - x0).abs()) / 1.5).clamp(0.0, 1.0), [178.0, 108.0, 82.0].map(|c| c * shade))
        });
        for n in 0..70 {
            let up = dice.within(0.0..1.0f32);
            let spread = 26.0 * (1.0 - (up - 0.45).abs() * 1.5);
            let (x, y) = (x0 + dice.normal() * spread * 0.5, GROUND - 48.0 - up * 92.0);
            leaf(canvas, x, y, dice.within(5.0..9.5), mix(LEAF, [112.0, 142.0, 88.0], n as f32 / 70.0));
        }
    }
}

fn leaf(canvas: &mut Canvas, x0: f32, y0: f32, size: f32, colour: Colour) {
    canvas.paint([x0 - size * 1.2, y0 - size, x0 + size * 1.2, y0 + size], colour, |x, y| {
        0.92 * edge(oval(x - x0, y - y0, size, size * 0.72, 2.0), 0.4)
    });
}

/// The lamp beside the door and what it lights.
fn lamp_light(canvas: &mut Canvas) {
    let [lx, ly] = LAMP;
    box_of(canvas, [lx - 3.0, ly - 34.0, lx + 3.0, ly - 16.0], [50.0, 46.0, 48.0]);
    box_of(canvas, [lx - 13.0, ly - 19.0, lx + 13.0, ly - 14.0], [50.0, 46.0, 48.0]);
    canvas.paint([lx - 12.0, ly - 16.0, lx + 12.0, ly + 20.0], [255.0, 236.0, 186.0], |x, y| {
        edge(oval(x - lx, y - ly - 1.0, 10.0, 16.0, 4.0), 0.15)
    });
    box_of(canvas, [lx - 11.0, ly + 16.0, lx + 11.0, ly + 20.0], [50.0, 46.0, 48.0]);
    // Light is added, stronger on what is near: wall, door, steps.
    canvas.darken([lx - 420.0, ly - 260.0, lx + 420.0, 720.0], |x, y| {
        -0.75 * blob(x - lx, y - ly, 120.0, 130.0) - 0.25 * blob(x - lx, y - ly - 60.0, 260.0, 250.0)
    });
    canvas.paint([lx - 200.0, ly - 200.0, lx + 200.0, ly + 200.0], WARM, |x, y| {
        0.34 * blob(x - lx, y - ly, 52.0, 52.0) + 0.12 * blob(x - lx, y - ly, 120.0, 120.0)
    });
    for [left, _, right, bottom] in WINDOWS {
        // Windows throw a little light on the hedge below.
        let middle = (left + right) / 2.0;
        canvas.darken([left - 120.0, bottom, right + 120.0, 720.0], |x, y| {
            -0.22 * blob(x - middle, y - bottom - 70.0, 110.0, 90.0)
        });
    }
    // The picture darkens towards its corners, as with any small lens.
    canvas.darken(ALL, |x, y| 0.20 * oval(x - 640.0, y - 360.0, 900.0, 520.0, 2.0).min(1.4));
}

fn develop(canvas: &Canvas) -> Picture {
    let mut picture = Picture::black(WIDTH, HEIGHT);
    let (width, height) = (WIDTH as usize, HEIGHT as usize);
    for channel in 0..3 {
        let mut plane: Vec<f32> = canvas.points.iter().map(|point| point[channel]).collect();
        blur(&mut plane, width, height, 0.8);
        for (pixel, value) in picture.rgb.chunks_exact_mut(3).zip(&plane) {
            pixel[channel] = value.round().clamp(0.0, 255.0) as u8;
        }
    }
    picture
}
