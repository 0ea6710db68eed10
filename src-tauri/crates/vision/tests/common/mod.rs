//! Finds what the tests with real models need, and says aloud when it is not there.

use porchlight_vision::{OrtVision, OrtVisionOpener, VisionPlace};
use std::{env, path::PathBuf};

/// Something that a test needs and a machine may lack.
pub enum Part<T> {
    /// It is there.
    Here(T),
    /// It is not; the test has said so.
    LeftOut,
}

/// The root of the checkout.
pub fn checkout() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

/// A path in the folder of data kept beside the checkout.
#[allow(dead_code, reason = "not every test binary needs it")]
pub fn shared(path: &str) -> Part<PathBuf> {
    present(checkout().join("../shared").join(path))
}

/// The real models, from where set-up installed them or from beside the checkout.
#[allow(dead_code, reason = "not every test binary needs it")]
pub fn installed_vision() -> Part<OrtVision> {
    let models = env::var_os("PORCHLIGHT_MODELS_DIR")
        .map_or_else(|| present(checkout().join("../shared/models")), |dir| present(dir.into()));
    let Part::Here(models_dir) = models else { return Part::LeftOut };
    let runtime_dirs = env::var_os("PORCHLIGHT_RUNTIME_DIR")
        .map(PathBuf::from)
        .into_iter()
        .chain([checkout().join("runtime")])
        .collect();
    // Models without a runtime are a set-up gone wrong, which a test must not pass over.
    let opener = OrtVisionOpener::new(VisionPlace { models_dir, runtime_dirs, intra_threads: 1 });
    Part::Here(opener.open_ort().expect("models are there, so they must load"))
}

fn present(path: PathBuf) -> Part<PathBuf> {
    if path.exists() {
        return Part::Here(path);
    }
    println!("left out: {} is not there", path.display());
    Part::LeftOut
}
