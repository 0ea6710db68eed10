//! `porchlight doctor`: what is installed, what works, what does not and how to mend it.
//!
//! Owns the examination. Must not mend anything itself, and must not make a database where there is none. Invariant: every
//! finding that is a fault says what to do about it.

use super::{Ending, moment, paper::Paper, window::has_display};
use crate::place::{self, Place};
use clap::Args;
use crossbeam_channel::bounded;
use porchlight_camera::list_webcams;
use porchlight_domain::{BackupTrouble, OpenVision as _};
use porchlight_store::{Counts, Store};
use porchlight_vision::{
    backends,
    models::{self, ModelState},
    packs,
    runtime::{self, Runtime, RuntimeStatus},
};
use serde::Serialize;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    thread,
    time::Duration,
};

/// A service on the session bus that says nothing for so long counts as absent.
const BUS_PATIENCE: Duration = Duration::from_secs(3);

/// Says what is installed, what works, what does not and how to mend it
#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// The findings as JSON
    #[arg(long)]
    json: bool,
}

/// How a part fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Health {
    /// It works.
    Ok,
    /// It is not here, and not everybody needs it.
    Absent,
    /// It does not work.
    Fault,
}

#[derive(Debug, Serialize)]
struct Finding {
    /// A word for programs.
    part: &'static str,
    health: Health,
    detail: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    mend: Option<String>,
}

impl Finding {
    fn ok(part: &'static str, detail: impl Into<String>) -> Self {
        Self { part, health: Health::Ok, detail: detail.into(), mend: None }
    }
    fn absent(part: &'static str, detail: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { part, health: Health::Absent, detail: detail.into(), mend: Some(mend.into()) }
    }
    fn fault(part: &'static str, detail: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { part, health: Health::Fault, detail: detail.into(), mend: Some(mend.into()) }
    }
}

#[derive(Serialize)]
struct Diagnosis<'a> {
    version: &'a str,
    is_healthy: bool,
    findings: &'a [Finding],
}

pub(crate) fn run(args: &DoctorArgs, place: &Place) -> anyhow::Result<ExitCode> {
    let mut findings = vec![program(place), library(place)];
    findings.extend(model_files(place));
    findings.extend([recognition(place), speed_up(), ffmpeg(), data_folder(place), database(place)]);
    findings.extend(weekly_backup(place));
    findings.extend([webcams(), window(), notifications()]);

    let is_faulty = |part: &str| findings.iter().any(|one| one.part == part && one.health == Health::Fault);
    let ending = if is_faulty("data-folder") || is_faulty("database") {
        Ending::Failed
    } else if ["runtime", "model", "recognition"].into_iter().any(is_faulty) {
        Ending::LacksModels
    } else if findings.iter().any(|one| one.health == Health::Fault) {
        Ending::InPart
    } else {
        Ending::Done
    };
    let mut paper = Paper::new();
    if args.json {
        let is_healthy = ending == Ending::Done;
        paper.json(&Diagnosis { version: env!("CARGO_PKG_VERSION"), is_healthy, findings: &findings })?;
        return Ok(ending.into());
    }
    for finding in &findings {
        let mark = match finding.health {
            Health::Ok => "ok    ",
            Health::Absent => "-     ",
            Health::Fault => "FAULT ",
        };
        paper.line(&format!("{mark}{:<13}  {}", finding.part, finding.detail))?;
        if let Some(mend) = &finding.mend {
            paper.line(&format!("{:21}{mend}", ""))?;
        }
    }
    Ok(ending.into())
}

fn program(place: &Place) -> Finding {
    let window = if cfg!(feature = "desktop") { "with its window" } else { "without its window" };
    let checkout = place.checkout.as_ref().map(|dir| format!(", checkout {}", dir.display())).unwrap_or_default();
    Finding::ok(
        "program",
        format!("version {}, built {window}{checkout}, {} cores", env!("CARGO_PKG_VERSION"), place::cores()),
    )
}

fn library(place: &Place) -> Finding {
    match runtime::status(&place.runtime_dirs) {
        RuntimeStatus::Loaded(found) => {
            Finding::ok("runtime", format!("ONNX Runtime {} at {}", version_of(&found), found.path.display()))
        }
        RuntimeStatus::Missing { rejected, .. } => {
            let mend = format!(
                "in a checkout: make setup; elsewhere put the library into {}, or name it in {}",
                place.runtime_dirs.first().map_or("the runtime folder".into(), |dir| dir.display().to_string()),
                runtime::PATH_VARIABLE
            );
            let detail = match rejected.first() {
                Some(one) => format!("ONNX Runtime at {} cannot be used: {}", one.path.display(), one.why),
                None => "ONNX Runtime was not found".into(),
            };
            Finding::fault("runtime", detail, mend)
        }
    }
}

/// What the library says of itself, or the package it came in where the library only knows its branch.
fn version_of(found: &Runtime) -> String {
    if found.version.starts_with(|first: char| first.is_ascii_digit()) {
        return found.version.clone();
    }
    let manifest = |dir: &Path| fs::read_to_string(dir.join("package.json")).ok();
    let package = found.path.ancestors().find_map(manifest);
    let package: Option<serde_json::Value> = package.and_then(|text| serde_json::from_str(&text).ok());
    let version = package.and_then(|package| package["version"].as_str().map(str::to_owned));
    version.unwrap_or_else(|| "of unknown version".into())
}

fn model_files(place: &Place) -> Vec<Finding> {
    let finding = |(model, state): (&'static models::Model, ModelState)| {
        let file = place.models_dir.join(model.file);
        let what = format!("{}, which {}", model.name, model.purpose);
        match state {
            ModelState::Ok => Finding::ok("model", format!("{what}: {}", file.display())),
            ModelState::Missing => {
                Finding::fault("model", format!("{what}: {} is missing", file.display()), "porchlight models install")
            }
            ModelState::Damaged { why } => {
                let detail = format!("{what}: {} is damaged: {why}", file.display());
                Finding::fault("model", detail, "porchlight models install")
            }
        }
    };
    let in_use = packs::in_use(&place.models_dir);
    packs::verify(&place.models_dir, &in_use).into_iter().map(finding).collect()
}

/// Library and models may be whole and still not work together.
fn recognition(place: &Place) -> Finding {
    match place.vision().open() {
        Ok(vision) => Finding::ok("recognition", format!("works, with {}", vision.models()[0])),
        Err(error) => Finding::fault("recognition", error.to_string(), "mend what is said above; then run this again"),
    }
}

/// What the models run on, once they were opened.
fn speed_up() -> Finding {
    const PART: &str = "speed-up";
    if backends::BUILT_IN.is_empty() {
        let mend = "graphics and the like: build with --features cuda, tensorrt, openvino, coreml or directml";
        return Finding::absent(PART, "models run on the processor", mend);
    }
    let said = |choice: &backends::Choice| {
        let trials = choice.trials.iter().map(|(backend, trial)| format!("{} {trial}", backend.name()));
        format!("{} ({})", choice.backend.name(), trials.collect::<Vec<_>>().join(", "))
    };
    let choices = backends::choices();
    let detail = choices.iter().map(said).collect::<Vec<_>>().join("; ");
    match choices.iter().any(|choice| choice.backend != backends::Backend::Processor) {
        true => Finding::ok(PART, detail),
        false => {
            Finding::absent(PART, format!("models run on the {detail}"), "an ONNX Runtime that has it, and its drivers")
        }
    }
}

fn ffmpeg() -> Finding {
    let program = env::var_os("PORCHLIGHT_FFMPEG").unwrap_or_else(|| "ffmpeg".into());
    let told = Command::new(&program).arg("-version").stdin(Stdio::null()).stderr(Stdio::null()).output();
    match told {
        Ok(told) if told.status.success() => {
            let text = String::from_utf8_lossy(&told.stdout);
            let version = text.lines().next().unwrap_or_default();
            let version = version.split(" Copyright").next().unwrap_or(version);
            Finding::ok("ffmpeg", version)
        }
        Ok(_) => Finding::fault("ffmpeg", "it does not run", FFMPEG_MEND),
        Err(error) => {
            Finding::fault("ffmpeg", format!("video files and network cameras cannot be read: {error}"), FFMPEG_MEND)
        }
    }
}

const FFMPEG_MEND: &str = "install ffmpeg (apt install ffmpeg), or name it in PORCHLIGHT_FFMPEG";

fn data_folder(place: &Place) -> Finding {
    const PART: &str = "data-folder";
    let dir = &place.data_dir;
    let mend = format!("make {} writable for yourself, or name another folder with --data-dir", dir.display());
    // Where it is not there yet, what counts is whether it could be made.
    let Some(nearest) = dir.ancestors().find(|dir| dir.exists()).map(PathBuf::from) else {
        return Finding::fault(PART, format!("{} cannot be made", dir.display()), mend);
    };
    let trial = nearest.join(format!(".porchlight-doctor-{}", std::process::id()));
    if let Err(error) = fs::create_dir(&trial).and_then(|()| fs::remove_dir(&trial)) {
        return Finding::fault(PART, format!("{} cannot be written to: {error}", nearest.display()), mend);
    }
    if nearest != *dir {
        return Finding::ok(PART, format!("{} will be made when it is needed", dir.display()));
    }
    #[cfg(unix)]
    if let Ok(about) = fs::metadata(dir)
        && std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o077 != 0
    {
        let detail = format!("{} can be written to, but others on this machine can look into it", dir.display());
        return Finding::absent(PART, detail, format!("chmod 700 {}", dir.display()));
    }
    Finding::ok(PART, format!("{} can be written to", dir.display()))
}

fn database(place: &Place) -> Finding {
    const PART: &str = "database";
    if !place.database().exists() {
        return Finding::ok(PART, "none yet; it will be made when it is needed");
    }
    let opened = Store::open(&place.data_dir).and_then(|store| Ok((store.counts()?, store.storage_used()?)));
    match opened {
        Ok((Counts { persons, visitors, faces, sightings, .. }, used)) => {
            let megabytes = (used.database_bytes + used.picture_bytes) as f64 / 1e6;
            let what = format!("{persons} people, {visitors} visitors, {faces} faces, {sightings} sightings");
            Finding::ok(PART, format!("{what}; {megabytes:.1} MB"))
        }
        Err(error) => {
            let mend = "if the disk is full, make room; otherwise put a copy of the data folder back, or move it away to begin anew";
            Finding::fault(PART, error.to_string(), mend)
        }
    }
}

/// Nothing where the owner wants none, or where there is no database that could say so.
fn weekly_backup(place: &Place) -> Option<Finding> {
    const PART: &str = "weekly-backup";
    let store = place.database().exists().then(|| Store::open(&place.data_dir).ok())??;
    let (wanted, backups) = store.weekly_backup().ok()?;
    let folder = wanted.folder.filter(|_| wanted.is_on)?;
    let newest = backups.newest_in(&folder).map(|made| moment::day_and_time(made.at));
    let newest = newest.map_or_else(|| "none yet".to_owned(), |at| format!("the newest of {at}"));
    let (why, mend) = match backups.failed.map(|(_, trouble)| trouble) {
        None => return Some(Finding::ok(PART, format!("{newest}, in {}", folder.display()))),
        Some(BackupTrouble::NoFolder) => ("its folder is not there", "connect its disk, or choose another folder"),
        Some(BackupTrouble::Refused) => ("nothing may be written to its folder", "allow it, or choose another folder"),
        Some(BackupTrouble::DiskFull) => ("its disk is full", "make room on it, or choose another folder"),
        Some(BackupTrouble::Failed) => ("the last one failed", "the log says why"),
    };
    Some(Finding::fault(PART, format!("{why}; {newest}, in {}", folder.display()), mend))
}

fn webcams() -> Finding {
    let found = list_webcams();
    if found.is_empty() {
        let mend = "if one is plugged in: may you use it? (on Linux: are you in the group video?)";
        return Finding::absent("webcams", "none was found", mend);
    }
    let names: Vec<String> = found.iter().map(|one| format!("{} ({})", one.device, one.name)).collect();
    Finding::ok("webcams", names.join(", "))
}

fn window() -> Finding {
    const PART: &str = "window";
    match (cfg!(feature = "desktop"), has_display()) {
        (true, true) => Finding::ok(PART, "there is a display"),
        (true, false) => {
            let mend = "start it from a graphical session, where DISPLAY or WAYLAND_DISPLAY is set";
            Finding::absent(PART, "there is no display here", mend)
        }
        (false, _) => {
            Finding::absent(PART, "this program was built without it", "cargo build --features desktop, or make run")
        }
    }
}

fn notifications() -> Finding {
    const PART: &str = "notifications";
    let mend = "alerts are shown in the window all the same; for more, run it in a desktop session with a notification service";
    match notification_service() {
        Ok(service) => Finding::ok(PART, service),
        Err(why) => Finding::absent(PART, why, mend),
    }
}

/// Asked on a thread of its own: a bus that hangs must not hang the examination.
#[cfg(all(unix, not(target_os = "macos")))]
fn notification_service() -> Result<String, String> {
    let (tell, told) = bounded(1);
    let ask = move || {
        let service = notify_rust::get_server_information();
        let service = service.map(|about| format!("{} {}", about.name, about.version)).map_err(|e| e.to_string());
        tell.send(service).ok();
    };
    thread::Builder::new().name("notifications".into()).spawn(ask).map_err(|error| error.to_string())?;
    let told = told.recv_timeout(BUS_PATIENCE).unwrap_or_else(|_| Err("it does not answer".into()));
    told.map_err(|why| format!("no notification service on the session bus: {why}"))
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn notification_service() -> Result<String, String> {
    Ok("the system's own".into())
}
