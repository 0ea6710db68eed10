//! `porchlight import`: teaches many people at once, from a folder with a folder for each of them.
//!
//! Owns how the folder is read and how progress is shown. Must not decide whether a picture is usable: the engine does.
//! Invariant: what was learnt before an interruption stays, and a second import goes on where the first one ended,
//! because pictures that were added before are duplicates.

use super::{
    Ending,
    bar::Bar,
    enroll::Pupil,
    paper::{Paper, say},
    pictures::{Counts, PictureLine},
};
use crate::place::Place;
use anyhow::Context as _;
use clap::Args;
use porchlight_domain::PersonKind;
use serde::Serialize;
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Teaches many people from a folder that holds NAME/picture.jpg
///
/// Every folder within FOLDER is a person, known to the owner; every file within it is a picture of that person alone.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The folder with a folder for each person
    folder: PathBuf,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Imported {
    /// People who were not there before.
    new_people: u32,
    /// People who got at least one picture.
    people: u32,
    pictures: Counts,
    /// Files that lie in no person's folder, and were left alone.
    outside: Vec<String>,
    files: Vec<PictureLine>,
}

/// The pictures of one person.
struct Album {
    name: String,
    pictures: Vec<PathBuf>,
}

pub(crate) fn run(args: &ImportArgs, place: &Place) -> anyhow::Result<ExitCode> {
    let (albums, outside) = albums(&args.folder)?;
    let total: usize = albums.iter().map(|album| album.pictures.len()).sum();
    if total == 0 {
        say("there is no folder with pictures in it: each person needs one, with the person's name");
        return Ok(Ending::InPart.into());
    }
    let engine = place.start_engine(1)?;
    let bar = Bar::new("{bar:30} {pos} of {len} pictures, {eta} left  {wide_msg}");
    bar.set_length(total as u64);
    let mut done =
        Imported { new_people: 0, people: 0, pictures: Counts::default(), outside, files: Vec::with_capacity(total) };
    for album in &albums {
        bar.set_message(album.name.clone());
        let was_there = engine.store().person_named(&album.name)?.is_some();
        let mut pupil = Pupil { engine: &engine, name: &album.name, kind: PersonKind::Known, id: None, act: None };
        let before = done.pictures.added;
        for path in &album.pictures {
            let outcome = pupil.learn(path)?;
            done.pictures.count(&outcome);
            done.files.push(PictureLine::new(path, Some(&album.name), &outcome));
            bar.inc(1);
        }
        done.people += u32::from(done.pictures.added > before);
        done.new_people += u32::from(!was_there && pupil.id.is_some());
    }
    drop(bar);
    print(&done, args.json)?;
    let is_done = done.pictures.are_all_good();
    Ok(if is_done { Ending::Done } else { Ending::InPart }.into())
}

fn print(done: &Imported, as_json: bool) -> anyhow::Result<()> {
    let mut paper = Paper::new();
    if as_json {
        return Ok(paper.json(done)?);
    }
    for file in done.files.iter().filter(|file| !file.is_good()) {
        paper.line(&file.in_words())?;
    }
    for path in &done.outside {
        paper.line(&format!("{path}: left alone, it lies in no person's folder"))?;
    }
    let people = format!("{} people got pictures, {} of them new", done.people, done.new_people);
    Ok(paper.line(&format!("{people}; of the pictures {}", done.pictures.in_words()))?)
}

/// The folders by name with their files by name, and what lies beside them or deeper. Hidden files are no pictures.
fn albums(folder: &Path) -> anyhow::Result<(Vec<Album>, Vec<String>)> {
    let (mut albums, mut outside) = (Vec::new(), Vec::new());
    for path in entries(folder)? {
        if !path.is_dir() {
            outside.push(path.display().to_string());
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().trim().to_owned();
        let (deeper, pictures): (Vec<_>, Vec<_>) = entries(&path)?.into_iter().partition(|entry| entry.is_dir());
        outside.extend(deeper.iter().map(|path| path.display().to_string()));
        if !name.is_empty() {
            albums.push(Album { name, pictures });
        }
    }
    Ok((albums, outside))
}

fn entries(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let cannot = || format!("{} cannot be read", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(cannot)? {
        let entry = entry.with_context(cannot)?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}
