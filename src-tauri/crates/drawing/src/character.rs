//! What a person who does not exist looks like.
//!
//! Owns the measures of a face and their ranges, which were found by trying: inside them the detector is sure of the
//! face and the embedding model tells persons apart. Must not know how they are painted. Lengths are units of a
//! drawing 480 units wide, with the head around its middle.

use crate::{canvas::Colour, random::Dice};

/// Side of a drawing in units.
pub(crate) const SIDE: f32 = 480.0;

const SKINS: [Colour; 5] =
    [[230.0, 185.0, 150.0], [210.0, 160.0, 120.0], [165.0, 115.0, 80.0], [130.0, 85.0, 60.0], [240.0, 195.0, 165.0]];
const HAIRS: [Colour; 5] =
    [[40.0, 30.0, 30.0], [110.0, 70.0, 40.0], [190.0, 120.0, 60.0], [125.0, 120.0, 120.0], [70.0, 40.0, 25.0]];
const IRISES: [Colour; 4] = [[30.0, 60.0, 90.0], [110.0, 70.0, 40.0], [70.0, 110.0, 60.0], [60.0, 40.0, 30.0]];

/// The measures of one person.
pub(crate) struct Character {
    pub(crate) skin: Colour,
    pub(crate) hair: Colour,
    pub(crate) iris: Colour,
    pub(crate) clothes: Colour,
    pub(crate) trousers: Colour,
    pub(crate) backdrop: Colour,
    /// Half width and half height of the face, and its middle.
    pub(crate) face: [f32; 2],
    pub(crate) middle: [f32; 2],
    /// Exponent of the outline: 2 is an ellipse, more is squarer.
    pub(crate) outline: f32,
    /// Width of the jaw as part of the width of the face.
    pub(crate) jaw: f32,
    /// Where the light comes from, -0.5 (left) to 0.5.
    pub(crate) light: f32,
    /// Distance of an eye from the middle, height of the eyes, radius of an eye.
    pub(crate) eye: [f32; 3],
    /// Height and thickness of the brow over each eye.
    pub(crate) brows: [[f32; 2]; 2],
    /// Height of the nostrils, half width, length.
    pub(crate) nose: [f32; 3],
    /// Height, half width and half height of the mouth.
    pub(crate) mouth: [f32; 3],
    /// Height of the hairline, where it parts (-0.4 to 0.4 of the half width) and how far it falls to the sides.
    pub(crate) hairline: f32,
    pub(crate) parting: f32,
    pub(crate) fringe_bend: f32,
    pub(crate) has_ears: bool,
    pub(crate) has_glasses: bool,
    pub(crate) has_beard: bool,
    pub(crate) marks: Marks,
}

/// What makes a face one of its kind beyond its measures. It came later than the measures: without it people drawn from
/// 3000 seeds were still too much alike to the embedding model.
pub(crate) struct Marks {
    /// Rise of the outer corners of eyes and brows, as a slope.
    pub(crate) eye_slant: f32,
    pub(crate) brow_slant: f32,
    /// Height of an eye as part of its width; less looks narrow, more looks wide awake.
    pub(crate) eye_opening: f32,
    /// Strength of the folds from nose to mouth, of shadows under the cheekbones and under the eyes, 0 to 1.
    pub(crate) folds: f32,
    pub(crate) hollow_cheeks: f32,
    pub(crate) tired_eyes: f32,
    /// Strength of the shadow beside the nose and of the light on its ridge.
    pub(crate) nose_relief: f32,
    /// Corners of the mouth turned up (positive) or down.
    pub(crate) smile: f32,
    pub(crate) freckles: f32,
    pub(crate) has_moustache: bool,
    pub(crate) hair_style: HairStyle,
    /// Pale to dark, as a factor on the skin.
    pub(crate) skin_tone: f32,
}

/// How hair frames the face.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum HairStyle {
    /// A fringe over the forehead.
    Fringe,
    /// Combed back: the forehead is free.
    Back,
    /// None on top, some at the sides.
    Bald,
    /// Falls over the shoulders, the face between.
    Long,
}

impl Marks {
    fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed, 3);
        // Most people have little of most marks and much of a few.
        let mut now_and_then = || {
            let strength = dice.within(0.0..1.0);
            if dice.chance(0.5) { strength } else { 0.0 }
        };
        let (folds, hollow_cheeks, tired_eyes, freckles) =
            (now_and_then(), now_and_then(), now_and_then(), now_and_then() * 0.8);
        Self {
            folds,
            hollow_cheeks,
            tired_eyes,
            freckles,
            eye_slant: dice.within(-0.16..0.16),
            brow_slant: dice.within(-0.30..0.30),
            eye_opening: dice.within(0.34..0.62),
            nose_relief: dice.within(0.5..1.9),
            smile: dice.within(-0.9..0.9),
            has_moustache: dice.chance(0.16),
            hair_style: [HairStyle::Fringe, HairStyle::Fringe, HairStyle::Back, HairStyle::Bald, HairStyle::Long]
                [dice.below(5)],
            skin_tone: dice.within(0.78..1.06),
        }
    }
}

impl Character {
    /// The person who belongs to `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed, 0);
        let marks = Marks::new(seed);
        let skin = SKINS[dice.below(SKINS.len())].map(|channel| (channel + 8.0 * dice.normal()) * marks.skin_tone);
        let hair = HAIRS[dice.below(HAIRS.len())];
        let backdrop = [(); 3].map(|()| dice.within(90.0..190.0));
        let middle = [SIDE / 2.0, SIDE * 0.52];
        let face = [SIDE * dice.within(0.19..0.29), SIDE * dice.within(0.25..0.36)];
        let [fw, fh] = face;
        let clothes = [(); 3].map(|()| dice.within(30.0..200.0));
        let (outline, jaw) = (dice.within(2.0..2.6), dice.within(0.75..0.95));
        let light = dice.within(-0.5..0.5);
        let eye = [fw * dice.within(0.34..0.54), middle[1] - fh * dice.within(0.0..0.28), fw * dice.within(0.13..0.26)];
        let iris = IRISES[dice.below(IRISES.len())];
        let brows = [(); 2].map(|()| [eye[1] - eye[2] * dice.within(1.0..1.35), eye[2] * dice.within(0.16..0.30)]);
        let length = fh * dice.within(0.22..0.46);
        let nose = [eye[1] + length, fw * dice.within(0.12..0.34), length];
        let mouth =
            [nose[0] + fh * dice.within(0.16..0.34), fw * dice.within(0.26..0.60), fh * dice.within(0.035..0.13)];
        let hairline = middle[1] - fh * dice.within(0.55..0.70);
        let (has_glasses, has_beard) = (dice.chance(0.30), dice.chance(0.25));
        let grey = dice.within(30.0..80.0);
        let trousers = [grey, grey + 4.0, grey + dice.within(4.0..26.0)];
        // Hair came later: a stream of its own leaves the faces of all seeds as they were.
        let mut locks = Dice::new(seed, 2);
        let (parting, fringe_bend, has_ears) = (locks.within(-0.4..0.4), locks.within(-0.04..0.26), locks.chance(0.6));
        Self {
            marks,
            parting,
            fringe_bend,
            has_ears,
            skin,
            hair,
            iris,
            clothes,
            trousers,
            backdrop,
            face,
            middle,
            outline,
            jaw,
            light,
            eye,
            brows,
            nose,
            mouth,
            hairline,
            has_glasses,
            has_beard,
        }
    }
}
