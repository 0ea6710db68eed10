//! `porchlight eval`: the reports about how well faces and visits are recognised.

use crate::place::Place;
use clap::{Args, Subcommand};
use std::{path::PathBuf, process::ExitCode};

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
        /// Prints the report as JSON
        #[arg(long)]
        json: bool,
    },
    /// Whole visits on film: who was recognised, how soon, and who was not
    Visits {
        /// The folder of the clips
        dir: PathBuf,
        /// Prints the report as JSON
        #[arg(long)]
        json: bool,
    },
}

pub(crate) fn run(_args: EvalArgs, _place: &Place) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not there yet")
}
