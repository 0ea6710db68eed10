//! `porchlight enroll`: teaches a person from pictures.
//!
//! Owns the order of the steps. Must not decide whether a picture is usable: the engine does.

use super::{
    Ending, names,
    paper::{Paper, say},
    pictures::{Counts, PictureLine, read},
};
use crate::place::Place;
use clap::Args;
use porchlight_domain::{ActId, Clock, PersonId, PersonKind};
use porchlight_engine::{Engine, PictureFile, PictureOutcome, SystemClock};
use porchlight_store::NewPerson;
use serde::Serialize;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Teaches a person from pictures, each of which shows that person alone
///
/// A name that is there already gets more pictures. Nobody is added when no picture is usable.
#[derive(Debug, Args)]
pub(crate) struct EnrollArgs {
    /// The person's name
    name: String,
    /// Picture files
    #[arg(required = true, value_name = "PICTURE")]
    pictures: Vec<PathBuf>,
    /// Raises an alert whenever this person is seen
    #[arg(long)]
    blacklist: bool,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Enrolled<'a> {
    name: &'a str,
    kind: Option<&'a str>,
    is_new: bool,
    pictures: Counts,
    files: Vec<PictureLine>,
}

pub(crate) fn run(args: &EnrollArgs, place: &Place) -> anyhow::Result<ExitCode> {
    let name = args.name.trim();
    if name.is_empty() {
        say("a name must not be empty");
        return Ok(Ending::Misunderstood.into());
    }
    let engine = place.start_engine(1)?;
    let was_there = engine.store().person_named(name)?.is_some();
    let kind = if args.blacklist { PersonKind::Blacklisted } else { PersonKind::Known };
    let mut pupil = Pupil { engine: &engine, name, kind, id: None, act: None };
    let (mut files, mut counts) = (Vec::new(), Counts::default());
    for path in &args.pictures {
        let outcome = pupil.learn(path)?;
        counts.count(&outcome);
        files.push(PictureLine::new(path, None, &outcome));
    }
    let person = pupil.id.map(|id| engine.store().person(id)).transpose()?.map(|summary| summary.person);
    if let Some(person) = person.as_ref().filter(|person| args.blacklist && person.kind != PersonKind::Blacklisted) {
        engine.set_kind(person.id, PersonKind::Blacklisted)?;
    }
    let kind = person.map(|person| if args.blacklist { PersonKind::Blacklisted } else { person.kind });
    let is_new = kind.is_some() && !was_there;
    let mut paper = Paper::new();
    if args.json {
        paper.json(&Enrolled { name, kind: kind.map(names::kind), is_new, pictures: counts, files })?;
    } else {
        for file in &files {
            paper.line(&file.in_words())?;
        }
        let as_what = kind.map_or("nobody was added".into(), |kind| format!("{} ({})", name, names::kind(kind)));
        paper.line(&format!("{as_what}: {}", counts.in_words()))?;
    }
    let is_done = kind.is_some() && counts.are_all_good();
    Ok(if is_done { Ending::Done } else { Ending::InPart }.into())
}

/// Somebody who is learnt picture by picture.
pub(super) struct Pupil<'a> {
    pub(super) engine: &'a Engine,
    pub(super) name: &'a str,
    /// What a new person becomes.
    pub(super) kind: PersonKind,
    /// Who it is, once somebody of that name is there.
    pub(super) id: Option<PersonId>,
    /// The journal entry of the first picture, with which the others are taken back.
    pub(super) act: Option<ActId>,
}

impl Pupil<'_> {
    /// Learns one picture file. A file that cannot be read is an outcome, not an error.
    pub(super) fn learn(&mut self, path: &Path) -> anyhow::Result<PictureOutcome> {
        match read(path) {
            Ok(picture) => self.learn_picture(picture),
            Err(why) => Ok(PictureOutcome::Unreadable(why)),
        }
    }

    fn learn_picture(&mut self, picture: PictureFile) -> anyhow::Result<PictureOutcome> {
        let at = SystemClock::default().now();
        let person = NewPerson { name: self.name.into(), kind: self.kind, is_demo: false, at };
        let learnt = self.engine.enrol(&person, &[picture], self.act)?;
        self.id = learnt.person.or(self.id);
        self.act = self.act.or(learnt.act);
        Ok(learnt.outcomes.into_iter().next().unwrap_or(PictureOutcome::NoFace))
    }
}
