//! `porchlight backup` and `porchlight restore`.
//!
//! Owns how they are printed. Must not know how a backup is laid out. Invariant: nothing is replaced unless the owner confirms
//! it, by a word or by `--yes`.

use super::{
    Ending,
    keeping::{BYTES, confirms, with_bar},
    moment,
    paper::{Paper, say},
};
use crate::place::Place;
use clap::Args;
use porchlight_domain::{Clock as _, Timestamp};
use porchlight_engine::SystemClock;
use porchlight_store::BackupAbout;
use serde::Serialize;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Writes everything that is kept into one file
///
/// The file holds everybody's faces, and the passwords of cameras unless they are left out: keep it as privately as the data
/// folder. It is read again from beginning to end before it is put in its place. The window may be open meanwhile.
#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// The file to write; one that is there is replaced
    file: PathBuf,
    /// Leaves out the passwords of cameras
    #[arg(long)]
    without_passwords: bool,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

/// Replaces everything that is kept by what a backup holds
///
/// The file is checked completely before anything is replaced. What was there is kept for 7 days: `porchlight restore --back`.
/// The window must be closed.
#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// The backup
    #[arg(required_unless_present = "back", conflicts_with = "back")]
    file: Option<PathBuf>,
    /// Goes back to what was there before the last restore
    #[arg(long)]
    back: bool,
    /// Only checks the backup and says what it is
    #[arg(long, conflicts_with_all = ["back", "yes"])]
    check: bool,
    /// Does not ask
    #[arg(long)]
    yes: bool,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct About {
    made_at: String,
    program: String,
    has_camera_passwords: bool,
    bytes: u64,
    cameras: u64,
    people: u64,
    visitors: u64,
    sightings: u64,
    pictures: u64,
}

pub(crate) fn make(args: &BackupArgs, place: &Place) -> anyhow::Result<ExitCode> {
    let store = place.open_store()?;
    let now = SystemClock::default().now();
    let (version, passwords) = (env!("CARGO_PKG_VERSION"), !args.without_passwords);
    let about = with_bar(BYTES, |tell| {
        store.back_up(&args.file, passwords, now, version, &mut |step| tell(step.done, step.total))
    })??;
    print(&about, args.json)
}

pub(crate) fn restore(args: &RestoreArgs, place: &Place) -> anyhow::Result<ExitCode> {
    let Some(file) = &args.file else { return go_back(args, place) };
    let store = place.open_store()?;
    let about = with_bar(BYTES, |tell| store.look_at_backup(file, &mut |step| tell(step.done, step.total)))??;
    if args.check {
        return print(&about, args.json);
    }
    let made = moment::day_and_time(Timestamp(about.made_at));
    let question = format!("everything that is kept is replaced by the backup of {made}.");
    if !args.yes && !confirms(&question, "restore")? {
        say("nothing was changed; --yes restores without asking");
        return Ok(Ending::Failed.into());
    }
    let about = with_bar(BYTES, |tell| store.restore(file, &mut |step| tell(step.done, step.total)))??;
    say("what was there before is kept for 7 days: porchlight restore --back");
    print(&about, args.json)
}

fn go_back(args: &RestoreArgs, place: &Place) -> anyhow::Result<ExitCode> {
    let store = place.open_store()?;
    if !args.yes && !confirms("what was there before the last restore takes its place again.", "back")? {
        say("nothing was changed; --yes goes back without asking");
        return Ok(Ending::Failed.into());
    }
    store.go_back()?;
    say("back to what was there before; the same again takes that back");
    Ok(Ending::Done.into())
}

fn print(about: &BackupAbout, as_json: bool) -> anyhow::Result<ExitCode> {
    let content = about.content;
    let about = About {
        made_at: moment::rfc3339(Timestamp(about.made_at)),
        program: about.program.clone(),
        has_camera_passwords: about.has_passwords,
        bytes: about.bytes,
        cameras: content.cameras,
        people: content.persons,
        visitors: content.visitors,
        sightings: content.sightings,
        pictures: content.pictures,
    };
    let mut paper = Paper::new();
    if as_json {
        paper.json(&about)?;
    } else {
        let passwords = if about.has_camera_passwords { "with" } else { "without" };
        paper.line(&format!(
            "whole: {} people, {} visitors, {} sightings, {} pictures, {} cameras {passwords} their passwords; {:.1} MB",
            about.people,
            about.visitors,
            about.sightings,
            about.pictures,
            about.cameras,
            about.bytes as f64 / 1e6,
        ))?;
    }
    Ok(Ending::Done.into())
}

/// A file is meant by where the owner stands; the parts behind it want its folder as well.
pub(crate) fn absolute(path: &Path) -> anyhow::Result<String> {
    Ok(std::path::absolute(path)?.to_string_lossy().into_owned())
}
