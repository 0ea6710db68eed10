//! `porchlight people`: everybody who was named.
//!
//! Owns how the list is printed. Must not change anything.

use super::{Ending, moment, names, paper::Paper};
use crate::place::Place;
use clap::Args;
use porchlight_store::PersonSummary;
use serde::Serialize;
use std::process::ExitCode;

/// Lists everybody who was named
#[derive(Debug, Args)]
pub(crate) struct PeopleArgs {
    /// The list as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct PersonLine<'a> {
    id: i64,
    name: &'a str,
    kind: &'a str,
    faces: usize,
    sightings: u64,
    last_seen: Option<String>,
    last_camera: Option<&'a str>,
    is_demo: bool,
}

pub(crate) fn run(args: &PeopleArgs, place: &Place) -> anyhow::Result<ExitCode> {
    let people = place.open_store()?.people()?;
    let mut paper = Paper::new();
    if args.json {
        paper.json(&people.iter().map(line).collect::<Vec<_>>())?;
        return Ok(Ending::Done.into());
    }
    if people.is_empty() {
        paper.line("nobody was named yet: porchlight enroll NAME PICTURE…")?;
    }
    let width = people.iter().map(|one| one.person.name.chars().count()).max().unwrap_or_default();
    for one in &people {
        let kind = names::kind(one.person.kind);
        let seen = match (one.last_seen, &one.last_camera) {
            (Some(at), Some(camera)) => format!("last seen {} at {camera}", moment::day_and_time(at)),
            (Some(at), None) => format!("last seen {}", moment::day_and_time(at)),
            (None, _) => "not seen yet".into(),
        };
        let demo = if one.person.is_demo { "  demo" } else { "" };
        let faces = one.faces.len();
        paper.line(&format!("{:<width$}  {kind:<11}  {faces:>2} faces  {seen}{demo}", one.person.name))?;
    }
    Ok(Ending::Done.into())
}

fn line(one: &PersonSummary) -> PersonLine<'_> {
    PersonLine {
        id: one.person.id.0,
        name: &one.person.name,
        kind: names::kind(one.person.kind),
        faces: one.faces.len(),
        sightings: one.sightings,
        last_seen: one.last_seen.map(moment::rfc3339),
        last_camera: one.last_camera.as_deref(),
        is_demo: one.person.is_demo,
    }
}
