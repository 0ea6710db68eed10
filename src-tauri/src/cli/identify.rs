//! `porchlight identify`: who is on a picture.
//!
//! Owns how answers are printed. Must not decide who anybody is, and keeps nothing.

use super::{Ending, names, paper::Paper, pictures};
use crate::place::Place;
use clap::Args;
use porchlight_engine::{Engine, SeenOnPicture};
use serde::Serialize;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Tells who is on pictures; nothing is kept
#[derive(Debug, Args)]
pub(crate) struct IdentifyArgs {
    /// Picture files
    #[arg(required = true, value_name = "PICTURE")]
    pictures: Vec<PathBuf>,
    /// The result as JSON: a list with an object for each picture
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct PictureAnswer {
    picture: String,
    faces: Vec<FaceAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Serialize)]
struct FaceAnswer {
    #[serde(rename = "box")]
    area: [f64; 4],
    /// How surely it is a face, 0 to 1.
    score: f64,
    verdict: &'static str,
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor: Option<i64>,
    similarity: Option<f64>,
    candidates: Vec<names::CandidateLine>,
    /// Why there is no name.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
}

pub(crate) fn run(args: &IdentifyArgs, place: &Place) -> anyhow::Result<ExitCode> {
    let engine = place.start_engine(1)?;
    let mut paper = Paper::new();
    let mut answers = Vec::new();
    for path in &args.pictures {
        let answer = answer(&engine, path)?;
        if !args.json {
            print(&mut paper, &answer)?;
        }
        answers.push(answer);
    }
    if args.json {
        paper.json(&answers)?;
    }
    let is_done = answers.iter().all(|answer| answer.error.is_none() && !answer.faces.is_empty());
    Ok(if is_done { Ending::Done } else { Ending::InPart }.into())
}

fn answer(engine: &Engine, path: &Path) -> anyhow::Result<PictureAnswer> {
    let seen = match pictures::read(path) {
        Ok(file) => engine.identify_picture(&file.bytes)?.map_err(|error| error.to_string()),
        Err(why) => Err(why),
    };
    let (faces, error) = match seen {
        Ok(seen) => (seen.iter().map(face_answer).collect(), None),
        Err(why) => (Vec::new(), Some(why)),
    };
    Ok(PictureAnswer { picture: path.display().to_string(), faces, error })
}

fn face_answer(seen: &SeenOnPicture) -> FaceAnswer {
    let identity = &seen.identity;
    let nearest = identity.chosen().or_else(|| identity.candidates.first());
    FaceAnswer {
        area: names::pixels(seen.face.box_in_frame),
        score: names::rounded(f64::from(seen.face.score), 1e3),
        verdict: identity.verdict.as_str(),
        name: identity.chosen().and_then(|candidate| candidate.name.as_deref().map(str::to_owned)),
        visitor: names::visitor_number(identity.subject),
        similarity: nearest.map(|candidate| names::number(candidate.similarity)),
        candidates: names::candidates(&identity.candidates),
        why: identity.no_name.map(|why| why.as_str()),
    }
}

fn print(paper: &mut Paper, answer: &PictureAnswer) -> anyhow::Result<()> {
    let picture = &answer.picture;
    if let Some(why) = &answer.error {
        paper.line(&format!("{picture}: it cannot be read: {why}"))?;
    } else if answer.faces.is_empty() {
        paper.line(&format!("{picture}: no face was found on it"))?;
    }
    for face in &answer.faces {
        let who = match (&face.name, face.visitor) {
            (Some(name), _) => name.clone(),
            (None, Some(number)) => format!("Visitor {number}"),
            (None, None) if face.verdict == "visitor" => "a stranger".into(),
            _ => "somebody".into(),
        };
        let how_sure = face.similarity.map(|similarity| format!(" ({similarity:.2})")).unwrap_or_default();
        paper.line(&format!("{picture}: {who}, {}{how_sure}", face.verdict))?;
    }
    Ok(())
}
