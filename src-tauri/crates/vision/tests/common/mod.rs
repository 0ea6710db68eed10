//! Finds what the tests with real models need, and says aloud when it is not there.

#![allow(dead_code, reason = "not every test binary needs all of it")]
#![allow(clippy::print_stdout, reason = "what is left out is said in the test's own output")]

use porchlight_vision::{OrtVision, OrtVisionOpener, VisionPlace, models::ModelState, packs::Pack};
use std::{env, path::PathBuf};

/// Something that a test needs and a machine may lack.
pub enum Part<T> {
    /// It is there.
    Here(T),
    /// It is not; the test has said so.
    LeftOut,
}

/// A path in the folder of data kept beside the checkout.
pub fn shared(path: &str) -> Part<PathBuf> {
    present(checkout().join("../shared").join(path))
}

/// The folder with the real models: where set-up installed them, or beside the checkout.
pub fn models_dir() -> Part<PathBuf> {
    env::var_os("PORCHLIGHT_MODELS_DIR").map_or_else(|| shared("models"), |dir| present(dir.into()))
}

/// The folders that may hold the runtime.
pub fn runtime_dirs() -> Vec<PathBuf> {
    let named = env::var_os("PORCHLIGHT_RUNTIME_DIR").map(PathBuf::from);
    named.into_iter().chain([checkout().join("runtime")]).collect()
}

/// The real models, loaded. Models without a runtime are a set-up gone wrong, which no test may pass over.
pub fn installed_vision() -> Part<OrtVision> {
    let Part::Here(models_dir) = models_dir() else { return Part::LeftOut };
    let place = VisionPlace { models_dir, runtime_dirs: runtime_dirs(), intra_threads: 1, pack: None };
    Part::Here(OrtVisionOpener::new(place).open_ort().expect("models are there, so they must load"))
}

/// The default models, loaded, whichever pack is in use.
pub fn default_vision() -> Part<OrtVision> {
    let Part::Here(models_dir) = models_dir() else { return Part::LeftOut };
    if Pack::Default.state(&models_dir) != ModelState::Ok {
        println!("left out: the default models are not in {}", models_dir.display());
        return Part::LeftOut;
    }
    let pack = Some(Pack::Default);
    let place = VisionPlace { models_dir, runtime_dirs: runtime_dirs(), intra_threads: 1, pack };
    Part::Here(OrtVisionOpener::new(place).open_ort().expect("models are there, so they must load"))
}

fn checkout() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

fn present(path: PathBuf) -> Part<PathBuf> {
    if path.exists() {
        return Part::Here(path);
    }
    println!("left out: {} is not there", path.display());
    Part::LeftOut
}
