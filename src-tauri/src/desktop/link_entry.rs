//! Tells the desktop that links to sightings are opened by this program.
//!
//! Owns one entry among the owner's applications, which no menu shows. Must not know what a link says. Invariant: a link
//! leads to the home that opens by itself, so a program on a folder that the owner named tells nothing.

use crate::{
    desktop_entry::{entry, program},
    link, place,
};
use anyhow::Context as _;
use directories::BaseDirs;
use std::{env, fs, path::Path, process::Command};

const FILE: &str = "porchlight-link.desktop";
const KIND: &str = "x-scheme-handler/porchlight";

/// Tells it, unless it was told the same before.
pub(super) fn offer(is_folder_named: bool) {
    let is_named = is_folder_named || env::var_os(place::DATA_VARIABLE).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux")
        && !is_named
        && let Err(error) = told()
    {
        tracing::warn!("links to sightings will not be opened: {error:#}");
    }
}

fn told() -> anyhow::Result<()> {
    let dirs = BaseDirs::new().context("this system does not say where applications belong")?;
    if written(&dirs.data_dir().join("applications"), &program()?)? {
        let ended = claim().status().context("xdg-mime cannot be started")?;
        anyhow::ensure!(ended.success(), "xdg-mime: {ended}");
    }
    Ok(())
}

/// Writes the entry; false where it was there as it is.
fn written(folder: &Path, program: &Path) -> anyhow::Result<bool> {
    let words = [program.display().to_string(), link::FLAG.to_owned()];
    let (path, text) = (folder.join(FILE), entry(words, &format!(" %u\nNoDisplay=true\nMimeType={KIND};")));
    if fs::read_to_string(&path).is_ok_and(|there| there == text) {
        return Ok(false);
    }
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(true)
}

fn claim() -> Command {
    let mut claim = Command::new("xdg-mime");
    claim.args(["default", FILE, KIND]);
    claim
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_desktop_opens_links_with_this_program_and_is_told_once() {
        let home = tempfile::tempdir().expect("a folder");
        let applications = home.path().join("data/applications");
        let program = Path::new("/opt/my things/porchlight");
        assert!(written(&applications, program).expect("written"));
        assert!(!written(&applications, program).expect("readable"), "it is there");
        let entry = fs::read_to_string(applications.join(FILE)).expect("readable");
        assert!(entry.contains("Exec=\"/opt/my things/porchlight\" \"--sighting\" %u\n"), "{entry}");

        let apart = |mut command: Command| {
            command.env("XDG_DATA_HOME", home.path().join("data")).env("XDG_CONFIG_HOME", home.path().join("config"));
            command.output().expect("xdg-mime is there (scripts/setup test installs it)")
        };
        fs::create_dir(home.path().join("config")).expect("a folder");
        assert!(apart(claim()).status.success());
        let mut question = Command::new("xdg-mime");
        question.args(["query", "default", KIND]);
        assert_eq!(String::from_utf8_lossy(&apart(question).stdout).trim(), FILE, "asked as a browser asks");
    }
}
