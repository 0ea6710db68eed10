//! `porchlight export` and `porchlight erase`.
//!
//! Owns how they are printed. Must not decide what belongs to somebody. Invariant: nothing is erased unless the owner confirms
//! it, by a word or by `--yes`.

use super::{
    Ending,
    backup::absolute,
    keeping::{confirms, with_bar},
    paper::{Paper, say},
};
use crate::place::Place;
use anyhow::Context as _;
use clap::Args;
use porchlight_api::export_person;
use porchlight_store::{EraseScope, Erased};
use serde_json::json;
use std::{path::PathBuf, process::ExitCode};

/// Writes everything about one person into a ZIP file: pictures, a table of sightings, what is known
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// The person's name
    name: String,
    /// The file to write, which ends with .zip
    file: PathBuf,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

/// Erases one person, everybody or everything, and searches the files afterwards
///
/// Cannot be undone. Backups that were made stay where they are.
#[derive(Debug, Args)]
pub(crate) struct EraseArgs {
    /// The person's name
    #[arg(required_unless_present_any = ["everybody", "everything"], conflicts_with_all = ["everybody", "everything"])]
    name: Option<String>,
    /// Everybody: people, visitors, sightings, alerts; cameras and settings stay
    #[arg(long, conflicts_with = "everything")]
    everybody: bool,
    /// Everything: cameras, rules and settings as well
    #[arg(long)]
    everything: bool,
    /// Does not ask
    #[arg(long)]
    yes: bool,
    /// The proof as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn export(args: &ExportArgs, place: &Place) -> anyhow::Result<ExitCode> {
    let store = place.open_store()?;
    let person = store.person_named(&args.name)?.context("nobody has this name")?;
    let path = absolute(&args.file)?;
    let written = with_bar("{bar:30} {percent} %, {eta} left", |tell| export_person(&store, person.id, &path, tell))??;
    let mut paper = Paper::new();
    if args.json {
        paper.json(&written)?;
    } else {
        paper.line(&format!("{} sightings and {} pictures were written", written.sightings, written.pictures))?;
    }
    Ok(Ending::Done.into())
}

pub(crate) fn erase(args: &EraseArgs, place: &Place) -> anyhow::Result<ExitCode> {
    let store = place.open_store()?;
    let (scope, whom) = match (&args.name, args.everything) {
        (Some(name), _) => (None, name.as_str()),
        (None, false) => (Some(EraseScope::Everybody), "everybody"),
        (None, true) => (Some(EraseScope::Everything), "everything"),
    };
    let person = match scope {
        None => Some(store.person_named(whom)?.context("nobody has this name")?.id),
        Some(_) if !store.is_alone() => {
            anyhow::bail!(
                "another Porchlight has this data folder open: whoever is in view would be written down again"
            )
        }
        Some(_) => None,
    };
    if !args.yes && !confirms("this cannot be undone.", "erase")? {
        say("nothing was changed; --yes erases without asking");
        return Ok(Ending::Failed.into());
    }
    let erased = match (scope, person) {
        (Some(scope), _) => store.erase_all(scope)?,
        (None, Some(person)) => store.remove_person(person)?,
        (None, None) => anyhow::bail!("nobody was named"),
    };
    print(&erased, args.json)?;
    let is_gone = erased.bytes_gone && erased.traces_found == 0;
    Ok(if is_gone { Ending::Done } else { Ending::InPart }.into())
}

fn print(erased: &Erased, as_json: bool) -> anyhow::Result<()> {
    let mut paper = Paper::new();
    if as_json {
        return Ok(paper.json(&json!({
            "people": erased.persons,
            "visitors": erased.visitors,
            "faces": erased.faces,
            "pictures": erased.pictures,
            "sightings": erased.sightings,
            "alerts": erased.alerts,
            "acts": erased.acts,
            "cameras": erased.cameras,
            "files_searched": erased.files_searched,
            "traces_found": erased.traces_found,
            "is_gone": erased.bytes_gone,
        }))?);
    }
    paper.line(&format!(
        "erased: {} people, {} visitors, {} faces, {} pictures, {} sightings, {} alerts",
        erased.persons, erased.visitors, erased.faces, erased.pictures, erased.sightings, erased.alerts
    ))?;
    let proof = if erased.bytes_gone && erased.traces_found == 0 {
        format!("{} files were searched afterwards, and nothing of it was found", erased.files_searched)
    } else {
        "something is still in the files, because another program has them open; the next start removes it".to_owned()
    };
    Ok(paper.line(&proof)?)
}
