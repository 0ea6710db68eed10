//! `porchlight models`: installs, lists and checks the face models.
//!
//! Owns how that is shown. Must not fetch or check anything itself: the crate that uses the models does.

use super::{Ending, bar::Bar, packs as packs_shown, paper::Paper};
use crate::place::Place;
use anyhow::Context as _;
use clap::{Args, Subcommand};
use porchlight_domain::DEFAULT_FAMILY;
use porchlight_vision::{
    models::{self, Installed, Model, ModelState},
    packs::{self, CLASSIC, Pack},
};
use serde::Serialize;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Installs, lists and checks the face models
#[derive(Debug, Args)]
pub(crate) struct ModelsArgs {
    #[command(subcommand)]
    command: ModelsCommand,
}

#[derive(Debug, Subcommand)]
enum ModelsCommand {
    /// Installs what is missing or damaged: from the folder in PORCHLIGHT_MODEL_MIRROR or, where none is named,
    /// ../shared/models beside a checkout; otherwise from the address each model was published at
    Install(InstallArgs),
    /// Lists the models in use with purpose, licence, origin and whether they are there
    List(PackArgs),
    /// Checks every byte of the models in use
    Verify(PackArgs),
    /// Lists the packs of models that there are, and which one is in use
    Packs(Shape),
    /// Puts a pack into use and embeds all kept faces again; where another Porchlight watches, that one does it
    Use(NameArgs),
    /// Adds a model of your own, described in a TOML file: tried, measured on your own pictures, and not yet put into use
    Add(AddArgs),
    /// Removes a pack that was added
    Remove(NameArgs),
}

#[derive(Debug, Args)]
struct InstallArgs {
    /// Which pack: default, or classic, the compatibility models
    #[arg(long, value_name = "NAME", default_value = DEFAULT_FAMILY)]
    pack: String,
    /// The folder with the weights of the compatibility models, where scripts/setup compatibility did not bring them
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    #[command(flatten)]
    shape: Shape,
}

#[derive(Debug, Args)]
struct PackArgs {
    /// Another pack than the one in use
    #[arg(long, value_name = "NAME")]
    pack: Option<String>,
    #[command(flatten)]
    shape: Shape,
}

#[derive(Debug, Args)]
pub(super) struct NameArgs {
    /// The name of the pack
    pub(super) name: String,
}

#[derive(Debug, Args)]
pub(super) struct AddArgs {
    /// The description
    pub(super) description: PathBuf,
}

#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Shape {
    /// The result as JSON
    #[arg(long)]
    pub(super) json: bool,
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
    match &args.command {
        ModelsCommand::Install(args) => install(place, args),
        ModelsCommand::List(args) => {
            let pack = chosen(dir, args.pack.as_deref())?;
            let files = pack.files().into_iter();
            let states: Vec<_> = files.map(|model| (model, models::state_by_size(dir, model))).collect();
            print(dir, &states, args.shape)?;
            Ok(Ending::Done.into())
        }
        ModelsCommand::Verify(args) => {
            let pack = chosen(dir, args.pack.as_deref())?;
            let states = packs::verify(dir, &pack);
            print(dir, &states, args.shape)?;
            let are_whole =
                states.iter().all(|(_, state)| *state == ModelState::Ok) && pack.state(dir) == ModelState::Ok;
            Ok(if are_whole { Ending::Done } else { Ending::LacksModels }.into())
        }
        ModelsCommand::Packs(shape) => packs_shown::list(place, *shape),
        ModelsCommand::Use(args) => packs_shown::choose(place, args),
        ModelsCommand::Add(args) => packs_shown::add(place, args),
        ModelsCommand::Remove(args) => packs_shown::remove(place, args),
    }
}

fn chosen(dir: &Path, name: Option<&str>) -> anyhow::Result<Pack> {
    Ok(name.map_or_else(|| Ok(packs::in_use(dir)), |name| packs::named(dir, name))?)
}

fn install(place: &Place, args: &InstallArgs) -> anyhow::Result<ExitCode> {
    let dir = &place.models_dir;
    place.make_models_dir().with_context(|| format!("{} cannot be made", dir.display()))?;
    let installed = match args.pack.as_str() {
        DEFAULT_FAMILY => fetch(place)?,
        CLASSIC => {
            let Some(weights) = args.from.clone().or_else(|| place.classic_weights()) else {
                anyhow::bail!("name the folder with their weights: --from DIR, or {}", crate::place::CLASSIC_VARIABLE);
            };
            models::install_classic(dir, &weights)?
        }
        name => anyhow::bail!("{name} is not a pack that can be installed: there are {DEFAULT_FAMILY} and {CLASSIC}"),
    };
    report(dir, &installed, args.shape)?;
    Ok(Ending::Done.into())
}

/// Fetches the default models, with a bar.
fn fetch(place: &Place) -> anyhow::Result<Vec<Installed>> {
    let dir = &place.models_dir;
    let bar = Bar::new("{msg}  {bar:30} {bytes} of {total_bytes}, {eta} left");
    Ok(models::install(dir, &place.model_sources(), |progress| {
        if bar.message() != progress.model.name {
            bar.reset();
            bar.set_message(progress.model.name);
        }
        bar.stands_at(progress.done, progress.total);
    })?)
}

fn report(dir: &Path, installed: &[Installed], shape: Shape) -> anyhow::Result<()> {
    let mut paper = Paper::new();
    if shape.json {
        let line = |one: &Installed| match one {
            Installed::Already(model) => model_line(dir, model, &ModelState::Ok, None).json(),
            Installed::From(model, from) => model_line(dir, model, &ModelState::Ok, Some(from)).json(),
        };
        paper.json(&installed.iter().map(line).collect::<Result<Vec<_>, _>>()?)?;
    } else {
        for one in installed {
            paper.line(&match one {
                Installed::Already(model) => format!("{}: installed before", model.name),
                Installed::From(model, from) => format!("{}: installed from {from}", model.name),
            })?;
        }
        paper.line(&format!("the models are in {}", dir.display()))?;
    }
    Ok(())
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
