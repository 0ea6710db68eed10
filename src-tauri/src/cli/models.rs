//! `porchlight models`: installs, lists and checks the face models.
//!
//! Owns how that is shown. Must not fetch or check anything itself: the crate that uses the models does.

use super::{Ending, paper::Paper};
use crate::place::Place;
use anyhow::Context as _;
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use porchlight_vision::models::{self, Installed, Model, ModelState};
use serde::Serialize;
use std::{path::Path, process::ExitCode};

/// Installs, lists and checks the face models
#[derive(Debug, Args)]
pub(crate) struct ModelsArgs {
    #[command(subcommand)]
    command: ModelsCommand,
}

#[derive(Debug, Subcommand)]
enum ModelsCommand {
    /// Installs what is missing or damaged: from the folder in PORCHLIGHT_MODEL_MIRROR, from ../shared/models beside a
    /// checkout, or from the address each model was published at
    Install(Shape),
    /// Lists the models with purpose, licence, origin and whether they are there
    List(Shape),
    /// Checks every byte of the installed models
    Verify(Shape),
}

#[derive(Clone, Copy, Debug, Args)]
struct Shape {
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct ModelLine<'a> {
    name: &'a str,
    purpose: &'a str,
    licence: &'a str,
    size: u64,
    sha256: &'a str,
    address: String,
    file: String,
    state: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    /// Where it was just installed from.
    #[serde(skip_serializing_if = "Option::is_none")]
    installed_from: Option<&'a str>,
}

pub(crate) fn run(args: &ModelsArgs, place: &Place) -> anyhow::Result<ExitCode> {
    let dir = &place.models_dir;
    match args.command {
        ModelsCommand::Install(shape) => install(place, shape),
        ModelsCommand::List(shape) => {
            print(dir, &models::list(dir), shape)?;
            Ok(Ending::Done.into())
        }
        ModelsCommand::Verify(shape) => {
            let states = models::verify(dir);
            print(dir, &states, shape)?;
            let are_whole = states.iter().all(|(_, state)| *state == ModelState::Ok);
            Ok(if are_whole { Ending::Done } else { Ending::LacksModels }.into())
        }
    }
}

fn install(place: &Place, shape: Shape) -> anyhow::Result<ExitCode> {
    let dir = &place.models_dir;
    place.make_models_dir().with_context(|| format!("{} cannot be made", dir.display()))?;
    let style = ProgressStyle::with_template("{msg}  {bar:30} {bytes} of {total_bytes}, {eta} left");
    // Shown on a terminal only.
    let bar = ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let result = models::install(dir, &place.model_sources(), |progress| {
        if bar.message() != progress.model.name {
            bar.reset();
            bar.set_message(progress.model.name);
        }
        bar.set_length(progress.total);
        bar.set_position(progress.done);
    });
    bar.finish_and_clear();
    let installed = result?;
    let mut paper = Paper::new();
    if shape.json {
        let line = |one: &Installed| match one {
            Installed::Already(model) => model_line(dir, model, &ModelState::Ok, None).json(),
            Installed::From(model, from) => model_line(dir, model, &ModelState::Ok, Some(from)).json(),
        };
        paper.json(&installed.iter().map(line).collect::<Result<Vec<_>, _>>()?)?;
    } else {
        for one in &installed {
            paper.line(&match one {
                Installed::Already(model) => format!("{}: installed before", model.name),
                Installed::From(model, from) => format!("{}: installed from {from}", model.name),
            })?;
        }
        paper.line(&format!("the models are in {}", dir.display()))?;
    }
    Ok(Ending::Done.into())
}

fn print(dir: &Path, states: &[(&'static Model, ModelState)], shape: Shape) -> anyhow::Result<()> {
    let mut paper = Paper::new();
    let lines: Vec<ModelLine<'_>> = states.iter().map(|(model, state)| model_line(dir, model, state, None)).collect();
    if shape.json {
        return Ok(paper.json(&lines)?);
    }
    for line in &lines {
        let why = line.why.map(|why| format!(": {why}")).unwrap_or_default();
        paper.line(&format!("{}  {}{why}", line.name, line.state))?;
        paper.line(&format!("    {}", line.purpose))?;
        paper.line(&format!("    {} bytes, {}, {}", line.size, line.licence, line.file))?;
        paper.line(&format!("    {}", line.address))?;
    }
    Ok(())
}

fn model_line<'a>(dir: &Path, model: &'a Model, state: &'a ModelState, from: Option<&'a str>) -> ModelLine<'a> {
    let (word, why) = match state {
        ModelState::Ok => ("ok", None),
        ModelState::Missing => ("missing", None),
        ModelState::Damaged { why } => ("damaged", Some(why.as_str())),
    };
    ModelLine {
        name: model.name,
        purpose: model.purpose,
        licence: model.licence,
        size: model.size,
        sha256: model.sha256,
        address: model.upstream_address(),
        file: dir.join(model.file).display().to_string(),
        state: word,
        why,
        installed_from: from,
    }
}

impl ModelLine<'_> {
    fn json(&self) -> serde_json::Result<serde_json::Value> {
        serde_json::to_value(self)
    }
}
