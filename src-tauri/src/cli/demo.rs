//! `porchlight --demo` without a display: the demo street in the terminal.
//!
//! Owns that the demo goes as it came. Must not know how events are printed. Invariant: a demo that the owner keeps, begun
//! in the window, is never erased by a run in the terminal.

use super::{
    Ending,
    paper::say,
    watch::{Report, Vigil, ending},
};
use crate::place::Place;
use porchlight_domain::CameraId;
use std::{collections::HashSet, env, process::ExitCode};

/// Ends the run after so many frames.
const FRAMES_VARIABLE: &str = "FRAMES";

pub(crate) fn run(place: &Place) -> anyhow::Result<ExitCode> {
    let most_frames = match env::var(FRAMES_VARIABLE) {
        Err(_) => None,
        Ok(text) if text.trim().is_empty() => None,
        Ok(text) => match text.trim().parse() {
            Ok(frames) => Some(frames),
            Err(_) => {
                say(&format!(
                    "{FRAMES_VARIABLE} is the number of frames after which the demo ends, such as {FRAMES_VARIABLE}=500"
                ));
                return Ok(Ending::Misunderstood.into());
            }
        },
    };
    let engine = place.start_engine(1)?;
    let was_there = engine.store().has_demo()?;
    let events = engine.subscribe();
    engine.start_demo()?;
    let cameras: Vec<CameraId> =
        engine.store().cameras()?.iter().filter(|camera| camera.is_demo).map(|camera| camera.id).collect();
    let report = Report::new(false, HashSet::new());
    let over = Vigil { engine: &engine, events, cameras, clips: HashSet::new(), most_frames, report }.keep();
    if !was_there {
        engine.leave_demo()?;
    }
    Ok(ending(over?).into())
}
