//! `porchlight watch`: who is on a camera, a clip or a folder of pictures, told while it happens.
//!
//! Owns which cameras take part, and that those added for the occasion go again. Must not know how events are printed.

mod report;
mod source;
mod vigil;

pub(crate) use report::Report;
pub(crate) use vigil::{Over, Vigil};

use super::{Ending, paper::say};
use crate::{metrics, place::Place};
use clap::Args;
use porchlight_domain::{CameraId, CameraSource, Clock};
use porchlight_engine::{Engine, SystemClock};
use porchlight_store::{Camera, NewCamera};
use std::{collections::HashSet, process::ExitCode, sync::Arc};

/// Watches cameras or clips and tells who is there
///
/// Clips and folders are analysed frame by frame, and the watch ends with the last of them; cameras are watched until
/// Ctrl-C. Sightings are kept in the data folder, as they are when the window watches.
#[derive(Debug, Args)]
pub(crate) struct WatchArgs {
    /// A file, a folder of pictures, an address (rtsp, rtsps, http, https), /dev/videoN, webcam:N, or demo: for the demo street
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<String>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    /// Plays clips as fast as a camera would deliver them; frames that come too fast are left out
    #[arg(long)]
    real_time: bool,
    /// Tells figures to a Prometheus server on this machine: http://127.0.0.1:PORT/metrics
    #[arg(long, value_name = "PORT")]
    metrics: Option<u16>,
}

pub(crate) fn run(args: &WatchArgs, place: &Place) -> anyhow::Result<ExitCode> {
    let mut sources: Vec<CameraSource> = Vec::new();
    for word in &args.sources {
        match source::read(word) {
            Ok(source) if sources.contains(&source) => {}
            Ok(source) => sources.push(source),
            Err(why) => {
                say(&format!("this cannot be watched: {why}"));
                return Ok(Ending::Misunderstood.into());
            }
        }
    }
    let engine = Arc::new(place.start_engine(sources.len())?);
    if let Some(port) = args.metrics.map_or_else(metrics::port_from_env, |port| Ok(Some(port)))? {
        metrics::serve(&engine, port)?;
    }
    let mut guests = Guests { engine: &engine, added: Vec::new() };
    let cameras = guests.welcome(&sources)?;
    let clips: HashSet<CameraId> = cameras.iter().filter(|c| source::is_clip(&c.source)).map(|c| c.id).collect();
    let events = engine.subscribe();
    for camera in &cameras {
        engine.start_camera(camera, source::pace(&camera.source, args.real_time))?;
    }
    let over = Vigil {
        engine: &engine,
        events,
        cameras: cameras.iter().map(|camera| camera.id).collect(),
        report: Report::new(args.json, clips.clone()),
        clips,
        most_frames: None,
    }
    .keep()?;
    Ok(ending(over).into())
}

/// What a watch that ended in this way means for whoever started it.
pub(crate) fn ending(over: Over) -> Ending {
    match over {
        Over { lacks_models: true, .. } => Ending::LacksModels,
        Over { failed: 0, .. } => Ending::Done,
        Over { .. } => Ending::InPart,
    }
}

/// Cameras that are there for this watch only. They go when it ends, however it ends; their sightings stay.
struct Guests<'a> {
    engine: &'a Engine,
    added: Vec<CameraId>,
}

impl Guests<'_> {
    /// A camera for each source: the owner's, where there is one with that source, otherwise a guest.
    fn welcome(&mut self, sources: &[CameraSource]) -> anyhow::Result<Vec<Camera>> {
        let store = self.engine.store();
        let mut known = store.cameras()?;
        let mut cameras = Vec::new();
        for source in sources {
            if let Some(camera) = known.iter().find(|camera| camera.source == *source) {
                cameras.push(camera.clone());
                continue;
            }
            let mut camera = store.add_camera(&NewCamera {
                name: free_name(&source::name(source), &known),
                source: source.clone(),
                is_demo: *source == CameraSource::DemoStreet,
                at: SystemClock::default().now(),
            })?;
            self.added.push(camera.id);
            // Switched off, so that nobody else who opens this data folder starts it as well.
            camera.is_enabled = false;
            store.update_camera(&camera, camera.created_at)?;
            known.push(camera.clone());
            cameras.push(camera);
        }
        Ok(cameras)
    }
}

impl Drop for Guests<'_> {
    fn drop(&mut self) {
        for camera in &self.added {
            if let Err(error) = self.engine.drop_guest_camera(*camera) {
                tracing::error!(%camera, "a camera that was added for this watch stays: {error}");
            }
        }
    }
}

/// Two cameras of one name could not be told apart in what is printed.
fn free_name(wanted: &str, known: &[Camera]) -> String {
    let is_taken = |name: &str| known.iter().any(|camera| camera.name == name);
    let mut name = wanted.to_owned();
    let mut number = 2;
    while is_taken(&name) {
        name = format!("{wanted} ({number})");
        number += 1;
    }
    name
}
