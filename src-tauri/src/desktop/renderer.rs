//! How the web view draws where there is no graphics card.
//!
//! Owns one variable of WebKitGTK's. Its usual way hands pictures from process to process as buffers of a graphics card; where the
//! processor has to play the card, the page gets eight frames a second instead of sixty (`scripts/pace`, figures in
//! `docs/live.md`). Must not overrule the owner, who may have set the variable to anything.

use std::{env, fs, io, os::unix::process::CommandExt as _, path::Path, process::Command};

/// Set to anything but `0`, WebKitGTK shares memory in place of such buffers.
const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
/// Where Linux lists graphics cards.
const CARDS: &str = "/dev/dri";

/// Goes on as the same process with the right way to draw, before anything else was begun; comes back where nothing has to be
/// changed.
///
/// # Errors
/// The program could not be started anew: it can go on as it is.
pub(super) fn choose() -> io::Result<()> {
    if env::var_os(VARIABLE).is_some() || has_card(Path::new(CARDS)) {
        return Ok(());
    }
    // A program cannot safely change the environment that it runs in.
    let mut words = env::args_os();
    let name = words.next().unwrap_or_default();
    Err(Command::new(env::current_exe()?).arg0(name).args(words).env(VARIABLE, "1").exec())
}

/// Whether anything in this folder can compute pictures: a card that only shows them cannot.
fn has_card(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with("render"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_one_that_can_compute_pictures() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(!has_card(&folder.path().join("dri")), "no such folder");
        fs::write(folder.path().join("card0"), "").expect("written");
        assert!(!has_card(folder.path()), "it shows pictures, and nothing computes them");
        fs::write(folder.path().join("renderD128"), "").expect("written");
        assert!(has_card(folder.path()));
    }
}
