//! `porchlight bench`: how fast the program is on this machine.
//!
//! Owns how a report is asked for and printed. Must not measure anything itself: that is `crate::bench`.

use super::{Ending, paper::Paper};
use crate::{
    bench::{
        CamerasWanted, FacesWanted, GalleryWanted, bench_cameras, bench_face, bench_gallery, bench_models, bench_start,
        page, started,
    },
    place::Place,
};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use indicatif::ProgressBar;
use porchlight_vision::packs;
use std::{path::PathBuf, process::ExitCode};

/// Measures how fast the program is on this machine
#[derive(Debug, Args)]
pub(crate) struct BenchArgs {
    #[command(subcommand)]
    pub(crate) command: BenchCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BenchCommand {
    /// Clips watched as live cameras: frames, delays, processor time, memory
    Cameras {
        /// The clips; camera after camera takes the next
        #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
        clips: Vec<PathBuf>,
        /// A folder with household.json and enrol/: who is known and who is blacklisted
        #[arg(long, value_name = "DIR")]
        household: Option<PathBuf>,
        /// Cameras at once
        #[arg(long, default_value_t = 10)]
        cameras: usize,
        /// Frames a second of each camera; as the clip has them if it is not given
        #[arg(long)]
        fps: Option<u32>,
        /// Size of the pictures, as 640x360; as the clip has it if it is not given
        #[arg(long, value_parser = size)]
        size: Option<(u32, u32)>,
        /// Seconds to measure
        #[arg(long, default_value_t = 60)]
        seconds: u64,
        /// Prints the report as JSON
        #[arg(long)]
        json: bool,
    },
    /// One run of each model at each of its sizes
    Models {
        /// Another pack of models than the one in use
        #[arg(long, value_name = "NAME")]
        pack: Option<String>,
        /// Prints the report as JSON
        #[arg(long)]
        json: bool,
    },
    /// One face, from where it is in the picture to the verdict
    Face {
        /// Pictures of one face each
        #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
        pictures: Vec<PathBuf>,
        /// Another pack of models than the one in use
        #[arg(long, value_name = "NAME")]
        pack: Option<String>,
        /// Prints the report as JSON
        #[arg(long)]
        json: bool,
    },
    /// Saying whom a face resembles among very many, with the index of faces and without
    Gallery {
        /// Faces in all
        #[arg(long, default_value_t = 100_000)]
        size: usize,
        /// Faces of each person
        #[arg(long, default_value_t = 10)]
        faces_each: usize,
        /// Prints the report as JSON
        #[arg(long)]
        json: bool,
    },
    /// Measures everything and writes the page docs/performance.md
    Write {
        /// The page
        page: PathBuf,
        /// The clips, as for `cameras`
        #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
        clips: Vec<PathBuf>,
        /// The household, as for `cameras`
        #[arg(long, value_name = "DIR")]
        household: Option<PathBuf>,
        /// Seconds for each set of cameras
        #[arg(long, default_value_t = 60)]
        seconds: u64,
    },
    /// What `start` starts
    #[command(hide = true)]
    Started,
    /// From nothing to the first frame analysed, in a process of its own
    Start {
        /// People in the home, ten faces each
        #[arg(long, default_value_t = 1_000)]
        people: usize,
        /// Prints the report as JSON
        #[arg(long)]
        json: bool,
    },
}

fn size(word: &str) -> Result<(u32, u32), String> {
    let sides = word.split_once('x').and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
    sides
        .filter(|(w, h)| (16..=8192).contains(w) && (16..=8192).contains(h))
        .ok_or_else(|| "write it as 640x360".into())
}

pub(crate) fn run(args: BenchArgs, place: &Place) -> anyhow::Result<ExitCode> {
    let bar = ProgressBar::new_spinner();
    let (report, json) = match args.command {
        BenchCommand::Cameras { clips, household, cameras, fps, size, seconds, json } => {
            let wanted = CamerasWanted { clips, household, cameras, fps, size, seconds };
            let report = bench_cameras(&wanted, place, |at| {
                bar.set_message(at.to_owned());
                bar.tick();
            })?;
            (serde_json::to_value(report)?, json)
        }
        BenchCommand::Write { page: file, clips, household, seconds } => {
            let text = page(&clips, household.as_ref(), seconds, place, |at| {
                bar.set_message(at.to_owned());
                bar.tick();
            })?;
            std::fs::write(&file, text).with_context(|| format!("{} cannot be written", file.display()))?;
            bar.finish_and_clear();
            return Ok(Ending::Done.into());
        }
        BenchCommand::Face { pictures, pack, json } => {
            (serde_json::to_value(bench_face(place, &FacesWanted { pictures, pack })?)?, json)
        }
        BenchCommand::Gallery { size, faces_each, json } => {
            let wanted = GalleryWanted { size, faces_each };
            (serde_json::to_value(bench_gallery(wanted, |at| bar.set_message(at.to_owned()))?)?, json)
        }
        BenchCommand::Models { pack, json } => {
            let pack = pack.map(|name| packs::named(&place.models_dir, &name)).transpose()?;
            (serde_json::to_value(bench_models(place, pack.as_ref())?)?, json)
        }
        BenchCommand::Started => {
            started(place)?;
            return Ok(Ending::Done.into());
        }
        BenchCommand::Start { people, json } => {
            (serde_json::to_value(bench_start(place, people, |at| bar.set_message(at.to_owned()))?)?, json)
        }
    };
    bar.finish_and_clear();
    let mut paper = Paper::new();
    paper.report(&report, json)?;
    Ok(Ending::Done.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_two_numbers_of_pixels() {
        assert_eq!(size("640x360"), Ok((640, 360)));
        for word in ["640", "640x", "x", "0x0", "640x360x3", "-1x5", "9000x10"] {
            assert!(size(word).is_err(), "{word}");
        }
    }
}
