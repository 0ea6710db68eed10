//! A home for one test: a data folder, and the right to be the only window on the screen.
//!
//! Owns the order of the tests: one at a time, because they share a screen, a bus and few cores. Must not start anything.

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};
use tempfile::TempDir;

static SCREEN: Mutex<()> = Mutex::new(());

pub struct Home {
    /// What the test is called in file names.
    pub test: &'static str,
    dir: TempDir,
    _screen: MutexGuard<'static, ()>,
}

impl Home {
    pub fn new(test: &'static str) -> Self {
        // A test that failed while it had the screen gave it back all the same.
        let screen = SCREEN.lock().unwrap_or_else(PoisonError::into_inner);
        for variable in ["DISPLAY", "DBUS_SESSION_BUS_ADDRESS"] {
            assert!(
                env::var_os(variable).is_some(),
                "{variable} is not set: run these tests through scripts/with-display"
            );
        }
        for ending in ["log", "txt", "png"] {
            // What an earlier run left would be taken for this one's.
            let _ = fs::remove_file(artefacts().join(format!("failed-{test}.{ending}")));
        }
        Self { test, dir: tempfile::tempdir().expect("a temporary folder"), _screen: screen }
    }

    pub fn data_dir(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }
}

pub fn checkout() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where pictures of the window and the remains of failed tests are kept.
pub fn artefacts() -> PathBuf {
    let dir = checkout().join("test-artefacts/window");
    fs::create_dir_all(&dir).expect("a folder for what the tests leave behind");
    dir
}
