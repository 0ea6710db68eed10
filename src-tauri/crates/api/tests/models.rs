//! What a window sees of the models while they are missing, being installed, and there.

mod common;

use common::{Home, home_seen_by, photograph};
use porchlight_api::{
    Commands as _, ErrorCode,
    wire::{EventView, ModelsView, Nothing},
};
use porchlight_domain::{FaceVision, OpenVision, VisionError};
use porchlight_testkit::FakeVisionOpener;
use porchlight_vision::models::{MANIFEST, ModelState, verify};
use serde_json::json;
use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

/// Sees once the files of the models are whole.
struct NeedsModels {
    models_dir: PathBuf,
}

impl OpenVision for NeedsModels {
    fn open(&self) -> Result<Box<dyn FaceVision>, VisionError> {
        if verify(&self.models_dir).iter().all(|(_, state)| *state == ModelState::Ok) {
            FakeVisionOpener::new().open()
        } else {
            Err(VisionError::NotInstalled { what: "models".into() })
        }
    }
}

fn blind_home() -> Home {
    let home = home_seen_by(|_| {}, |dir| Arc::new(NeedsModels { models_dir: dir.to_owned() }));
    wait_for(&home, |models| matches!(models, ModelsView::Missing { .. }));
    home
}

/// The engine loads the models on a thread of its own.
fn wait_for(home: &Home, is_it: impl Fn(&ModelsView) -> bool) {
    let events = home.engine.subscribe();
    let until = Instant::now() + Duration::from_secs(20);
    while !is_it(&home.host.system(Nothing {}).expect("answers").models) {
        assert!(Instant::now() < until, "it never came to that");
        // Told or not, it is looked at again: the event may have come before this began to listen.
        let _ = events.recv_timeout(Duration::from_millis(50));
    }
}

/// The folder that models are installed from when running from a checkout.
fn beside(home: &Home) -> PathBuf {
    let folder = home.folder.path().join("shared/models");
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

#[test]
fn a_window_learns_which_files_are_missing_and_what_needs_them() {
    let home = blind_home();
    let models = home.ask("system", json!({}))["models"].clone();
    assert_eq!(models["state"], "missing");
    let names: Vec<_> = models["files"].as_array().expect("a list").iter().map(|file| file["name"].clone()).collect();
    assert_eq!(names, MANIFEST.iter().map(|model| model.file).collect::<Vec<_>>(), "all of them");
    let request = json!({ "name": "Ada", "kind": "known", "pictures": [photograph("a.ppm", &[7])] });
    assert_eq!(home.refusal("add_person", request).code, ErrorCode::ModelsMissing);
    let demo = home.ask("test_camera", json!({ "source": { "kind": "demo" } }));
    assert_eq!(demo["faces"], json!(null), "cameras show without models, only nobody is found");
}

#[test]
fn a_wrong_file_is_refused_and_nothing_is_installed() {
    let home = blind_home();
    let folder = beside(&home);
    for model in MANIFEST {
        fs::write(folder.join(model.file), "not a model").expect("written");
    }
    let refused = home.refusal("install_models", json!({}));
    assert_eq!(refused.code, ErrorCode::InstallFailed, "{refused:?}");
    let own = home.folder.path().to_string_lossy().into_owned();
    assert!(!refused.message.contains(&own), "no folder of the owner: {}", refused.message);
    assert_eq!(home.ask("system", json!({}))["models"]["state"], "missing", "as before");
}

#[cfg(unix)]
#[test]
fn models_are_installed_once_at_a_time() {
    let home = blind_home();
    // A pipe that nobody writes to yet: an installation that takes as long as this test wants.
    let pipe = beside(&home).join(MANIFEST[0].file);
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs");
    assert!(made.success(), "a pipe");
    std::thread::scope(|scope| {
        let first = scope.spawn(|| home.refusal("install_models", json!({})));
        let begun = home.host.own_events().recv_timeout(Duration::from_secs(20)).expect("the window hears of it");
        assert!(
            matches!(&begun, EventView::SystemChanged { system } if system.models == ModelsView::Preparing),
            "{begun:?}"
        );
        let second = home.refusal("install_models", json!({}));
        assert_eq!(second.code, ErrorCode::BadRequest, "one is enough: {second:?}");
        fs::write(&pipe, "not a model").expect("written");
        assert_eq!(first.join().expect("no panic").code, ErrorCode::InstallFailed);
    });
    assert_eq!(home.ask("system", json!({}))["models"]["state"], "missing", "and it can be tried again");
}

#[test]
#[allow(clippy::print_stdout, reason = "what is left out is said in the test's own output")]
fn installed_models_are_used_without_a_new_start() {
    let set_up = env::var_os("PORCHLIGHT_MODELS_DIR").map(PathBuf::from);
    let real = set_up.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/models"));
    if !MANIFEST.iter().all(|model| real.join(model.file).is_file()) {
        println!("left out: the default models are not in {}", real.display());
        return;
    }
    let home = blind_home();
    let folder = beside(&home);
    for model in MANIFEST {
        fs::copy(real.join(model.file), folder.join(model.file)).expect("the models are there, so they can be copied");
    }
    let system = home.ask("install_models", json!({}));
    assert_eq!(system["models"]["state"], "ready", "the reply tells what came of it: {system}");
    let told: Vec<_> = home.host.own_events().try_iter().collect();
    let steps: Vec<_> = told
        .iter()
        .filter_map(|event| match event {
            EventView::ModelsProgress { progress } => Some((progress.done, progress.total)),
            _ => None,
        })
        .collect();
    assert!(!steps.is_empty() && steps.is_sorted(), "a bar that only grows: {steps:?}");
    let request = json!({ "name": "Ada", "kind": "known", "pictures": [photograph("a.ppm", &[7])] });
    assert_eq!(home.ask("add_person", request)[0]["verdict"]["verdict"], "added", "at once");
}
