//! Writes portraits as PNG files: `draw OUT_DIR FIRST_SEED COUNT [VARIATIONS]`.
//!
//! For looking at people and for choosing a cast with the real models; not part of the program.

use porchlight_drawing::{Variation, portrait, portrait_with};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [out, first, count, rest @ ..] = args.as_slice() else {
        return Err("usage: draw OUT_DIR FIRST_SEED COUNT [VARIATIONS]".into());
    };
    let (first, count): (u64, u64) = (first.parse()?, count.parse()?);
    let variations: u64 = rest.first().map_or(Ok(0), |text| text.parse())?;
    for seed in first..first + count {
        for n in 0..=variations {
            let picture =
                if n == 0 { portrait(seed, 480) } else { portrait_with(seed, 480, &Variation::drawn(seed * 31 + n)) };
            image::save_buffer(
                format!("{out}/{seed}-{n}.png"),
                &picture.rgb,
                picture.width,
                picture.height,
                image::ColorType::Rgb8,
            )?;
        }
    }
    Ok(())
}
