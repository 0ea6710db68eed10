//! Writes frames of the demo street as PNG files: `film OUT_DIR SECOND…`.
//!
//! For looking at the street; not part of the program.

use porchlight_domain::Picture;
use porchlight_drawing::Street;
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let out = args.next().ok_or("usage: film OUT_DIR SECOND…")?;
    let mut street = Street::new(1);
    let mut picture = Picture::default();
    for second in args {
        let moment = Duration::from_secs_f32(second.parse()?);
        street.draw(moment, &mut picture);
        let started = Instant::now();
        street.draw(moment, &mut picture);
        let took = started.elapsed();
        std::fs::write(format!("{out}/{second}.txt"), format!("{took:?} {:?}\n", street.walkers_at(moment)))?;
        image::save_buffer(
            format!("{out}/{second}.png"),
            &picture.rgb,
            picture.width,
            picture.height,
            image::ColorType::Rgb8,
        )?;
    }
    Ok(())
}
