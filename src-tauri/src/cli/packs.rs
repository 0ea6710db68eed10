//! `porchlight models packs`, `use`, `add` and `remove`: which models recognise.
//!
//! Owns how that is shown. Must not try a model itself. Invariant: a pack that is refused leaves the one in use.

use super::{
    Ending,
    bar::Bar,
    models::{AddArgs, NameArgs, Shape},
    paper::Paper,
};
use crate::place::Place;
use anyhow::Context as _;
use porchlight_domain::OpenVision as _;
use porchlight_engine::{embed_again, try_pack};
use porchlight_vision::{
    models::ModelState,
    packs::{self, Pack},
};
use serde::Serialize;
use std::process::ExitCode;

#[derive(Serialize)]
struct PackLine {
    name: String,
    is_in_use: bool,
    state: &'static str,
    models: String,
    licence: String,
    size: u64,
    length: usize,
    known: f32,
    blacklist: f32,
    visitor: f32,
    margin: f32,
    measured: String,
}

pub(super) fn list(place: &Place, shape: Shape) -> anyhow::Result<ExitCode> {
    let dir = &place.models_dir;
    let in_use = packs::in_use(dir);
    let lines: Vec<PackLine> =
        packs::all(dir).iter().map(|pack| line(pack, *pack == in_use, &pack.state(dir))).collect();
    let mut paper = Paper::new();
    if shape.json {
        paper.json(&lines)?;
        return Ok(Ending::Done.into());
    }
    for line in lines {
        let used = if line.is_in_use { ", in use" } else { "" };
        paper.line(&format!("{}  {}{used}", line.name, line.state))?;
        paper.line(&format!(
            "    {}, {}, {} bytes, {} numbers a face",
            line.models, line.licence, line.size, line.length
        ))?;
        paper.line(&format!(
            "    known from {}, blacklist from {}, visitor from {}, lead {}; measured on {}",
            line.known, line.blacklist, line.visitor, line.margin, line.measured
        ))?;
    }
    Ok(Ending::Done.into())
}

fn line(pack: &Pack, is_in_use: bool, state: &ModelState) -> PackLine {
    let (about, thresholds) = (pack.about(), pack.usual().thresholds);
    PackLine {
        name: pack.name().to_owned(),
        is_in_use,
        state: match state {
            ModelState::Ok => "ok",
            ModelState::Missing => "missing",
            ModelState::Damaged { .. } => "damaged",
        },
        models: about.models,
        licence: about.licence,
        size: about.size,
        length: about.length,
        known: thresholds.known.0,
        blacklist: thresholds.blacklist.0,
        visitor: thresholds.visitor.0,
        margin: thresholds.margin,
        measured: about.measured,
    }
}

pub(super) fn choose(place: &Place, args: &NameArgs) -> anyhow::Result<ExitCode> {
    let pack = packs::named(&place.models_dir, &args.name)?;
    let opener = place.vision_of(Some(pack.clone()));
    // What cannot be loaded is not put into use.
    let mut vision = opener.open_ort().with_context(|| format!("{} does not work", args.name))?;
    packs::choose(&place.models_dir, &pack)?;
    let mut paper = Paper::new();
    paper.line(&format!("{} is in use", args.name))?;
    // Where nobody was ever watched or named there is nothing to embed, and no folder is made for it.
    if !place.data_dir.is_dir() {
        return Ok(Ending::Done.into());
    }
    let store = place.open_store()?;
    if !store.is_alone() {
        paper.line("the Porchlight that is running embeds the kept faces again while it watches")?;
        return Ok(Ending::Done.into());
    }
    let bar = Bar::new("kept faces  {bar:30} {pos} of {len}, {eta} left");
    // What is not done when this is interrupted is done while cameras are watched.
    let embedded = embed_again(&store, &mut vision, &opener.usual(), |state| {
        bar.stands_at(state.done.into(), state.total.into());
    })?;
    drop(bar);
    match embedded {
        0 => {}
        1 => paper.line("1 kept face was embedded again")?,
        faces => paper.line(&format!("{faces} kept faces were embedded again"))?,
    }
    Ok(Ending::Done.into())
}

pub(super) fn add(place: &Place, args: &AddArgs) -> anyhow::Result<ExitCode> {
    place.make_models_dir().with_context(|| format!("{} cannot be made", place.models_dir.display()))?;
    let proposed = packs::propose(&args.description)?;
    let mut vision = place.vision().open_proposed(&proposed)?;
    let measured = try_pack(&place.open_store()?, &mut vision)?;
    let by = measured.by.clone();
    packs::keep(&place.models_dir, &proposed, measured)?;
    Paper::new().line(&format!(
        "{} was added, measured on {by}; to use it: porchlight models use {}",
        proposed.name(),
        proposed.name()
    ))?;
    Ok(Ending::Done.into())
}

pub(super) fn remove(place: &Place, args: &NameArgs) -> anyhow::Result<ExitCode> {
    packs::remove(&place.models_dir, &args.name)?;
    Paper::new().line(&format!("{} was removed", args.name))?;
    Ok(Ending::Done.into())
}
