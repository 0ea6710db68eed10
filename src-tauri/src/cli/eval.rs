//! `porchlight eval`: the reports about how well faces and visits are recognised.
//!
//! Owns how a report is asked for and printed. Must not measure anything itself: that is `crate::eval`.

use super::{Ending, bar::Bar, paper::Paper};
use crate::{
    eval::{eval_faces, eval_parts, eval_visits},
    place::Place,
};
use clap::{Args, Subcommand};
use porchlight_vision::{OrtVisionOpener, packs};
use std::{path::PathBuf, process::ExitCode, sync::Arc};

/// Measures recognition on evaluation data and prints a report
#[derive(Debug, Args)]
pub(crate) struct EvalArgs {
    #[command(subcommand)]
    pub(crate) command: EvalCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum EvalCommand {
    /// Pairs of faces: how well the same and different people are told apart
    Faces {
        /// The folder of the set
        set: PathBuf,
        /// Another pack of models than the one in use
        #[arg(long, value_name = "NAME")]
        pack: Option<String>,
        /// Prints the report as JSON
        #[arg(long)]
        json: bool,
    },
    /// What each part of recognition is worth: the figures with one part after the other left out, as a Markdown table
    Parts {
        /// The folder of a set of pictures, as for `faces`
        #[arg(long)]
        faces: Option<PathBuf>,
        /// The folder of clips, as for `visits`
        #[arg(long)]
        visits: Option<PathBuf>,
    },
    /// Whole visits on film: who was recognised, how soon, and who was not
    Visits {
        /// The folder of the clips
        dir: PathBuf,
        /// Another pack of models than the one in use
        #[arg(long, value_name = "NAME")]
        pack: Option<String>,
        /// Prints the report as JSON
        #[arg(long)]
        json: bool,
    },
}

pub(crate) fn run(args: EvalArgs, place: &Place) -> anyhow::Result<ExitCode> {
    let (report, json) = match args.command {
        EvalCommand::Faces { set, pack, json } => {
            let bar = Bar::new("{pos}/{len} pictures {wide_bar} {eta}");
            let report = eval_faces(&set, &opener(place, pack.as_deref())?, |done, all| {
                bar.stands_at(done as u64, all as u64);
            })?;
            (serde_json::to_value(report)?, json)
        }
        EvalCommand::Parts { faces, visits } => {
            let bar = Bar::without_end();
            let opener = Arc::new(place.vision());
            let table = eval_parts(faces.as_deref(), visits.as_deref(), &opener, |at| bar.set_message(at.to_owned()))?;
            drop(bar);
            let mut paper = Paper::new();
            for line in table {
                paper.line(&line)?;
            }
            return Ok(Ending::Done.into());
        }
        EvalCommand::Visits { dir, pack, json } => {
            let bar = Bar::without_end();
            let report =
                eval_visits(&dir, Arc::new(opener(place, pack.as_deref())?), |clip| bar.set_message(clip.to_owned()))?;
            (serde_json::to_value(report)?, json)
        }
    };
    Paper::new().report(&report, json)?;
    Ok(Ending::Done.into())
}

/// The models of a pack, or of the one in use.
fn opener(place: &Place, pack: Option<&str>) -> anyhow::Result<OrtVisionOpener> {
    let pack = pack.map(|name| packs::named(&place.models_dir, name)).transpose()?;
    Ok(place.vision_of(pack))
}
