//! `porchlight` without a subcommand: the window, where there can be one.
//!
//! Owns the choice between window and terminal, and the words for whoever gets no window. Must not know the window.

use super::{Ending, demo, paper::say};
use crate::place::Place;
use std::{env, path::PathBuf, process::ExitCode};

#[cfg_attr(
    not(feature = "desktop"),
    allow(unused_variables, clippy::needless_pass_by_value, reason = "they are for the window")
)]
pub(crate) fn open(
    place: &Place,
    with_demo: bool,
    is_hidden: bool,
    sighting: Option<i64>,
    data_dir: Option<PathBuf>,
) -> anyhow::Result<ExitCode> {
    match (why_no_window(), with_demo) {
        #[cfg(feature = "desktop")]
        (None, _) => crate::desktop::run(place, with_demo, is_hidden, sighting, data_dir),
        #[cfg(not(feature = "desktop"))]
        (None, _) => Ok(Ending::Failed.into()),
        (Some(why), true) => {
            say(&format!("{why}, so the demo street runs in this terminal until Ctrl-C, or for FRAMES=n frames"));
            say(&format!("to open the window: {HOW}"));
            demo::run(place)
        }
        (Some(why), false) => {
            say(&format!("{why}, so the window cannot be opened"));
            say(&format!("to open it: {HOW}"));
            say(
                "without it: porchlight --demo shows the demo street in this terminal, porchlight --help says what else there is",
            );
            Ok(Ending::Failed.into())
        }
    }
}

const HOW: &str = if cfg!(feature = "desktop") {
    "start it from a graphical session, where DISPLAY or WAYLAND_DISPLAY is set"
} else {
    "build it with its window (cargo build --features desktop, or make run) and start it from a graphical session"
};

fn why_no_window() -> Option<&'static str> {
    if !has_display() {
        Some("there is no display here")
    } else if cfg!(feature = "desktop") {
        None
    } else {
        Some("this program was built without its window")
    }
}

/// Whether there is a screen to open a window on. Where the system always has one, there is.
pub(crate) fn has_display() -> bool {
    let is_set = |variable: &str| env::var_os(variable).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}
