//! Prints how trust and similarity fall as faces are degraded: the table in `docs/recognition.md`.
//!
//! usage: quality_table PICTURES_DIR MODELS_DIR RUNTIME_DIR [COUNT]. Takes every n-th picture under PICTURES_DIR, damages
//! it in known ways, and compares the face that is found then with the same face undamaged.

#![allow(clippy::print_stdout, reason = "an example's only way to answer")]

use porchlight_domain::{DetectedFace, DetectionScale, Embedding, FaceVision, Picture, Quality};
use porchlight_vision::{OrtVision, OrtVisionOpener, VisionPlace, decode, encode_jpeg, scaled_to_fit};
use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// What a damage does to a picture.
type Apply = Box<dyn Fn(&Picture, &mut Noise) -> Picture>;

/// A way to damage a picture, and by how much smaller it becomes.
struct Damage {
    name: String,
    shrunk: f32,
    apply: Apply,
}

/// Numbers that look random and are the same in every run.
struct Noise(u64);

impl Noise {
    /// Nearly normal, mean 0, deviation 1.
    fn next(&mut self) -> f32 {
        let mut uniform = || {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 >> 40) as f32 / (1u64 << 24) as f32
        };
        (0..12).map(|_| uniform()).sum::<f32>() - 6.0
    }
}

fn each(picture: &Picture, mut change: impl FnMut(f32) -> f32) -> Picture {
    let rgb = picture.rgb.iter().map(|v| change(f32::from(*v)).round().clamp(0.0, 255.0) as u8).collect();
    Picture { rgb, ..*picture }
}

fn grey(picture: &Picture) -> Picture {
    let luma = |p: &[u8]| (0.299 * f32::from(p[0]) + 0.587 * f32::from(p[1]) + 0.114 * f32::from(p[2])).round() as u8;
    Picture { rgb: picture.rgb.chunks_exact(3).flat_map(|p| [luma(p); 3]).collect(), ..*picture }
}

/// Gaussian blur.
fn blurred(picture: &Picture, sigma: f32) -> Picture {
    let reach = (sigma * 3.0).ceil() as i64;
    let weights: Vec<f32> = (-reach..=reach).map(|i| (-(i * i) as f32 / (2.0 * sigma * sigma)).exp()).collect();
    let total: f32 = weights.iter().sum();
    let (width, height) = (i64::from(picture.width), i64::from(picture.height));
    let pass = |plane: &[f32], dx: i64, dy: i64| -> Vec<f32> {
        let at = |i: i64| {
            let (x, y, c) = (i / 3 % width, i / 3 / width, i % 3);
            let near = weights.iter().enumerate().map(|(k, weight)| {
                let step = k as i64 - reach;
                let (x, y) = ((x + step * dx).clamp(0, width - 1), (y + step * dy).clamp(0, height - 1));
                weight * plane[((y * width + x) * 3 + c) as usize]
            });
            near.sum::<f32>() / total
        };
        (0..plane.len() as i64).map(at).collect()
    };
    let plane: Vec<f32> = picture.rgb.iter().map(|v| f32::from(*v)).collect();
    let rgb = pass(&pass(&plane, 1, 0), 0, 1).iter().map(|v| v.round() as u8).collect();
    Picture { rgb, ..*picture }
}

/// Without the left part of the picture, as if the face looked in from the edge of the frame.
fn cut(picture: &Picture, share: f32) -> Picture {
    let left = (picture.width as f32 * share) as usize;
    let width = picture.width as usize;
    let rgb = picture.rgb.chunks_exact(width * 3).flat_map(|row| row[left * 3..].to_vec()).collect();
    Picture { width: (width - left) as u32, height: picture.height, rgb }
}

fn damages() -> Vec<Damage> {
    let mut all = Vec::new();
    let mut add = |name: String, shrunk: f32, apply: Apply| {
        all.push(Damage { name, shrunk, apply });
    };
    add("none".into(), 1.0, Box::new(|p, _| p.clone()));
    for sigma in [1.0, 1.5, 2.0, 3.0, 4.0, 6.0] {
        add(format!("blurred, sigma {sigma} px"), 1.0, Box::new(move |p, _| blurred(p, sigma)));
    }
    for by in [2, 3, 4, 5, 6, 8] {
        add(format!("{by} times smaller"), by as f32, Box::new(move |p, _| scaled_to_fit(p, p.width / by)));
    }
    for sigma in [4.0, 8.0, 16.0, 24.0, 32.0] {
        add(format!("noise, sigma {sigma}"), 1.0, Box::new(move |p, noise| each(p, |v| v + sigma * noise.next())));
    }
    for light in [0.5, 0.25, 0.12, 0.06] {
        add(format!("light x {light}"), 1.0, Box::new(move |p, _| each(p, |v| v * light)));
        add(
            format!("light x {light}, noise 2"),
            1.0,
            Box::new(move |p, noise| each(p, |v| v * light + 2.0 * noise.next())),
        );
    }
    for light in [1.5, 2.0, 3.0] {
        add(format!("light x {light}"), 1.0, Box::new(move |p, _| each(p, |v| v * light)));
    }
    for contrast in [0.5, 0.25, 0.1] {
        add(format!("contrast x {contrast}"), 1.0, Box::new(move |p, _| each(p, |v| (v - 128.0) * contrast + 128.0)));
    }
    add("grey".into(), 1.0, Box::new(|p, _| grey(p)));
    let infrared = |p: &Picture, noise: &mut Noise| each(&grey(p), |v| v * 0.2 + 2.0 * noise.next());
    add("grey, light x 0.2, noise 2".into(), 1.0, Box::new(infrared));
    add("blurred 2 px, noise 8".into(), 1.0, Box::new(|p, noise| each(&blurred(p, 2.0), |v| v + 8.0 * noise.next())));
    for quality in [20, 8] {
        add(
            format!("JPEG quality {quality}"),
            1.0,
            Box::new(move |p, _| encode_jpeg(p, quality).and_then(|jpeg| decode(&jpeg)).unwrap_or_default()),
        );
    }
    for share in [0.35, 0.4, 0.45] {
        add(format!("cut {} % from the left", share * 100.0), 1.0, Box::new(move |p, _| cut(p, share)));
    }
    all
}

/// The sums of one line of the table.
#[derive(Default)]
struct Line {
    faces: u32,
    similarity: f32,
    trust: f32,
    off: f32,
    side: f32,
}

/// What is measured on the way.
#[derive(Default)]
struct Spent {
    detecting: Vec<Duration>,
    embedding: Vec<Duration>,
}

/// The face nearest to where it was in the undamaged picture.
fn seen(
    vision: &mut OrtVision,
    picture: &Picture,
    near: Option<[f32; 2]>,
    spent: &mut Spent,
) -> Option<(DetectedFace, Quality, Embedding)> {
    let middle = near.unwrap_or([picture.width as f32 / 2.0, picture.height as f32 / 2.0]);
    let away = |face: &DetectedFace| {
        let [x, y] = face.box_in_frame.centre();
        (x - middle[0]).hypot(y - middle[1])
    };
    let start = Instant::now();
    let faces = vision.detect(picture, DetectionScale { longer_side_px: 640 }, 0.3).ok()?;
    spent.detecting.push(start.elapsed());
    let face = faces.into_iter().min_by(|a, b| away(a).total_cmp(&away(b)))?;
    let (crop, quality) = vision.align(picture, &face);
    let start = Instant::now();
    let embedding = vision.embed(&crop, &vision.models()[0].clone()).ok()?;
    spent.embedding.push(start.elapsed());
    (away(&face) < picture.width as f32 / 4.0).then_some((face, quality, embedding))
}

fn pictures_under(dir: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() { found.extend(pictures_under(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [pictures_dir, models_dir, runtime_dir, rest @ ..] = &args[..] else {
        return Err("usage: quality_table PICTURES_DIR MODELS_DIR RUNTIME_DIR [COUNT]".into());
    };
    let count: usize = rest.first().map_or(Ok(100), |count| count.parse())?;
    let place = VisionPlace {
        models_dir: models_dir.into(),
        runtime_dirs: vec![runtime_dir.into()],
        intra_threads: 1,
        pack: None,
    };
    let mut vision = OrtVisionOpener::new(place).open_ort()?;
    let pictures = pictures_under(Path::new(pictures_dir))?;
    let damages = damages();
    let mut lines: Vec<Line> = damages.iter().map(|_| Line::default()).collect();
    let mut noise = Noise(0x9e37_79b9_7f4a_7c15);
    let mut spent = Spent::default();
    for path in pictures.iter().step_by((pictures.len() / count.max(1)).max(1)) {
        let Ok(whole) = decode(&fs::read(path)?) else { continue };
        let Some((face, _, own)) = seen(&mut vision, &whole, None, &mut spent) else { continue };
        for (damage, line) in damages.iter().zip(&mut lines) {
            let damaged = (damage.apply)(&whole, &mut noise);
            let lost = if damage.shrunk == 1.0 { whole.width - damaged.width } else { 0 };
            let [x, y] = face.box_in_frame.centre();
            let near = [x / damage.shrunk - lost as f32, y / damage.shrunk];
            let Some((_, quality, embedding)) = seen(&mut vision, &damaged, Some(near), &mut spent) else { continue };
            let similarity = own.similarity(&embedding).map_or(0.0, |similarity| similarity.0);
            line.faces += 1;
            line.similarity += similarity;
            line.trust += quality.trust;
            line.off += (quality.trust - similarity).abs();
            line.side += quality.face_side_px;
        }
    }
    println!("| damage | faces found | side, px | similarity | trust | mean error |\n|---|---|---|---|---|---|");
    for (damage, line) in damages.iter().zip(&lines) {
        let mean = |sum: f32| sum / line.faces.max(1) as f32;
        let (similarity, trust, off) = (mean(line.similarity), mean(line.trust), mean(line.off));
        println!(
            "| {} | {} | {:.0} | {similarity:.2} | {trust:.2} | {off:.2} |",
            damage.name,
            line.faces,
            mean(line.side)
        );
    }
    let median = |mut times: Vec<Duration>| {
        times.sort();
        times.get(times.len() / 2).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    let (detecting, embedding) = (median(spent.detecting), median(spent.embedding));
    println!("\nmedian: detect {detecting:.1} ms, embed {embedding:.1} ms");
    Ok(())
}
