//! `porchlight autostart`: whether the window opens with the system.
//!
//! Owns how that is printed.

use super::{Ending, paper::Paper};
use crate::autostart::SystemStart;
use clap::{Args, ValueEnum};
use std::{path::PathBuf, process::ExitCode};

/// Says whether Porchlight starts with the system, put away in the tray, or switches that
#[derive(Debug, Args)]
pub(crate) struct AutostartArgs {
    /// What it is to be from now on
    wanted: Option<Wanted>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Wanted {
    On,
    Off,
}

pub(crate) fn run(args: &AutostartArgs, data_dir: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    let start = SystemStart::new(data_dir)?;
    if let Some(wanted) = args.wanted {
        start.set(wanted == Wanted::On)?;
    }
    Paper::new().line(if start.is_on()? { "on" } else { "off" })?;
    Ok(Ending::Done.into())
}
