//! The command line: what can be asked for, and how a run ends.
//!
//! Owns the words and the exit codes. Must not do anything itself: each subcommand is a file of its own. Invariants:
//! results go to standard output and everything else to standard error; a reader who goes away ends the program quietly.

mod autostart;
mod backup;
mod bar;
mod bench;
mod demo;
mod doctor;
mod enroll;
mod eval;
mod identify;
mod import;
mod interrupt;
mod keeping;
mod models;
mod moment;
mod names;
mod packs;
mod paper;
mod people;
mod pictures;
mod privacy;
mod watch;
mod window;

use crate::{autostart::HIDDEN, link, logging, place::Place};
use clap::{Parser, Subcommand};
use paper::{is_reader_gone, say};
use porchlight_domain::VisionError;
use porchlight_engine::EngineError;
use std::{io, path::PathBuf, process::ExitCode};

/// How a run ended. The numbers are part of the interface: `docs/command-line.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Everything that was asked for was done.
    Done,
    /// It could not be done.
    Failed,
    /// It was asked for in words that are not understood.
    Misunderstood,
    /// The models or the ONNX Runtime are missing.
    LacksModels,
    /// Some of what was given could not be used, or showed nobody.
    InPart,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(match ending {
            Ending::Done => 0,
            Ending::Failed => 1,
            Ending::Misunderstood => 2,
            Ending::LacksModels => 3,
            Ending::InPart => 4,
        })
    }
}

const EXIT_CODES: &str = "\
Exit codes:
  0  everything was done
  1  it failed
  2  the command was not understood
  3  the face models or the ONNX Runtime are missing: porchlight models install, porchlight doctor
  4  done in part: something that was given could not be used, or showed nobody

Environment:
  PORCHLIGHT_DATA_DIR      the data folder, where --data-dir is not given
  PORCHLIGHT_MODELS_DIR    the folder of the face models
  PORCHLIGHT_MODEL_MIRROR  a folder that models are installed from
  PORCHLIGHT_CLASSIC_DIR   the folder with the weights of the compatibility models
  PORCHLIGHT_RUNTIME_DIR   the folder of the ONNX Runtime library; ORT_DYLIB_PATH names the file itself
  PORCHLIGHT_FFMPEG        the ffmpeg to use
  PORCHLIGHT_METRICS_PORT  a port of this machine on which a Prometheus server may ask for figures
  PORCHLIGHT_LOG           what is logged to standard error: error, warn, info, debug";

/// A security console for homes: watches your cameras, recognises whom you taught it, keeps everything on this machine.
///
/// Without a subcommand it opens the window.
#[derive(Debug, Parser)]
#[command(name = "porchlight", version, after_help = EXIT_CODES, max_term_width = 110)]
struct Arguments {
    /// Runs the demo street with its household; without a display in the terminal, until Ctrl-C or FRAMES=n frames
    #[arg(long)]
    demo: bool,
    /// Opens the window put away in the tray, where there is one
    #[arg(long)]
    hidden: bool,
    /// Opens the window at a sighting and why it has its verdict; also in a Porchlight that runs already
    #[arg(long, value_name = "NUMBER|LINK", value_parser = link::sighting_of, conflicts_with = "hidden")]
    sighting: Option<i64>,
    /// The folder of database and pictures
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Watch(watch::WatchArgs),
    Enroll(enroll::EnrollArgs),
    Import(import::ImportArgs),
    Identify(identify::IdentifyArgs),
    People(people::PeopleArgs),
    Backup(backup::BackupArgs),
    Restore(backup::RestoreArgs),
    Export(privacy::ExportArgs),
    Erase(privacy::EraseArgs),
    Autostart(autostart::AutostartArgs),
    Models(models::ModelsArgs),
    Eval(eval::EvalArgs),
    Bench(bench::BenchArgs),
    Doctor(doctor::DoctorArgs),
}

/// The sighting that another start of the program was asked for, in the words it was given.
#[cfg(feature = "desktop")]
pub(crate) fn sighting_in(arguments: &[String]) -> Option<i64> {
    Arguments::try_parse_from(arguments).ok()?.sighting
}

/// Runs what the command line says.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(answer) => {
            // Help and version are answers and go to standard output; a mistake goes to standard error.
            answer.print().ok();
            return if answer.use_stderr() { Ending::Misunderstood } else { Ending::Done }.into();
        }
    };
    ending_of(obey(arguments))
}

fn obey(arguments: Arguments) -> anyhow::Result<ExitCode> {
    if arguments.demo && arguments.command.is_some() {
        say("--demo goes without a subcommand; to watch the demo street: porchlight watch demo:");
        return Ok(Ending::Misunderstood.into());
    }
    let for_the_window = [(HIDDEN, arguments.hidden), (link::FLAG, arguments.sighting.is_some())];
    if let Some((flag, _)) = for_the_window.into_iter().find(|(_, is_given)| *is_given && arguments.command.is_some()) {
        say(&format!("{flag} is for the window and goes without a subcommand"));
        return Ok(Ending::Misunderstood.into());
    }
    let place = Place::find(arguments.data_dir.as_deref())?;
    // What these tell as events need not be told again by the log.
    let tells_events = matches!(arguments.command, Some(Command::Watch(_))) || arguments.demo;
    // What runs for days keeps its log.
    let runs_on = arguments.command.is_none() || matches!(arguments.command, Some(Command::Watch(_)));
    logging::begin(if tells_events { "error" } else { "warn" }, runs_on.then_some(&place));
    match arguments.command {
        None => window::open(&place, arguments.demo, arguments.hidden, arguments.sighting, arguments.data_dir),
        Some(Command::Watch(args)) => watch::run(&args, &place),
        Some(Command::Enroll(args)) => enroll::run(&args, &place),
        Some(Command::Import(args)) => import::run(&args, &place),
        Some(Command::Identify(args)) => identify::run(&args, &place),
        Some(Command::People(args)) => people::run(&args, &place),
        Some(Command::Backup(args)) => backup::make(&args, &place),
        Some(Command::Restore(args)) => backup::restore(&args, &place),
        Some(Command::Export(args)) => privacy::export(&args, &place),
        Some(Command::Erase(args)) => privacy::erase(&args, &place),
        Some(Command::Autostart(args)) => autostart::run(&args, arguments.data_dir),
        Some(Command::Models(args)) => models::run(&args, &place),
        Some(Command::Eval(args)) => eval::run(args, &place),
        Some(Command::Bench(args)) => bench::run(args, &place),
        Some(Command::Doctor(args)) => doctor::run(&args, &place),
    }
}

/// The one place where an error becomes words and a number.
fn ending_of(result: anyhow::Result<ExitCode>) -> ExitCode {
    let error = match result {
        Ok(code) => return code,
        Err(error) => error,
    };
    if error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(is_reader_gone)) {
        return Ending::Done.into();
    }
    say(&format!("{error:#}"));
    let lacks_models = error.chain().any(|cause| {
        let by_engine = cause.downcast_ref::<EngineError>();
        let vision = match by_engine {
            Some(EngineError::Vision(vision)) => Some(vision),
            _ => cause.downcast_ref::<VisionError>(),
        };
        matches!(vision, Some(VisionError::NotInstalled { .. }))
    });
    if lacks_models {
        say("to install the face models: porchlight models install; to see what is missing: porchlight doctor");
        return Ending::LacksModels.into();
    }
    Ending::Failed.into()
}

#[cfg(all(test, feature = "desktop"))]
mod tests {
    use super::*;

    #[test]
    fn another_start_says_which_sighting_it_was_asked_for() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        for (line, expected) in [
            ("porchlight", None),
            ("porchlight --sighting 12", Some(12)),
            ("porchlight --data-dir /home/x --sighting=porchlight://sighting/7 --demo", Some(7)),
            ("porchlight --sighting", None),
            ("porchlight --sightings 4", None),
        ] {
            assert_eq!(sighting_in(&words(line)), expected, "{line}");
        }
    }
}
