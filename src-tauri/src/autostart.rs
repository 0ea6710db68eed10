//! Starting with the system.
//!
//! Owns what the system is told to start: this program, put away in the tray, on the same data. Must not know the window.
//! Invariants: nothing is told unless the owner asks; taking it back leaves nothing behind.
//!
//! On Linux the entry is written here: the library that does it elsewhere quotes no path and does not look where the owner's
//! configuration is.

use crate::desktop_entry;
use anyhow::Context as _;
use auto_launch::{AutoLaunchBuilder, MacOSLaunchMode, WindowsEnableMode};
use directories::BaseDirs;
use porchlight_api::Autostart;
use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// The file in the folder of what starts with a desktop.
const ENTRY: &str = "porchlight.desktop";
/// Puts the window away at once.
pub(crate) const HIDDEN: &str = "--hidden";

/// This program as the system starts it.
pub(crate) struct SystemStart {
    program: PathBuf,
    /// The data folder, where the owner named one.
    data_dir: Option<PathBuf>,
}

impl SystemStart {
    /// # Errors
    /// The system does not say where this program lies.
    pub(crate) fn new(data_dir: Option<PathBuf>) -> anyhow::Result<Self> {
        Ok(Self { program: desktop_entry::program()?, data_dir })
    }

    /// Whether it starts with the system.
    ///
    /// # Errors
    /// The system does not say.
    pub(crate) fn is_on(&self) -> anyhow::Result<bool> {
        if cfg!(target_os = "linux") { Ok(entry_path()?.is_file()) } else { Ok(self.elsewhere()?.is_enabled()?) }
    }

    /// From now on, or no longer.
    ///
    /// # Errors
    /// The system does not obey.
    pub(crate) fn set(&self, is_on: bool) -> anyhow::Result<()> {
        if !cfg!(target_os = "linux") {
            let launch = self.elsewhere()?;
            return Ok(if is_on { launch.enable() } else { launch.disable() }?);
        }
        let path = entry_path()?;
        if is_on {
            let folder = path.parent().context("the folder has a name")?;
            fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
            return fs::write(&path, self.entry()).with_context(|| format!("{} cannot be written", path.display()));
        }
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(error).with_context(|| format!("{} cannot be removed", path.display()))
            }
            _ => Ok(()),
        }
    }

    fn arguments(&self) -> Vec<String> {
        let named = self.data_dir.iter().flat_map(|dir| ["--data-dir".to_owned(), dir.display().to_string()]);
        [HIDDEN.to_owned()].into_iter().chain(named).collect()
    }

    fn entry(&self) -> String {
        desktop_entry::entry([self.program.display().to_string()].into_iter().chain(self.arguments()), "")
    }

    /// A login item of macOS, or an entry of the registry of Windows.
    fn elsewhere(&self) -> anyhow::Result<auto_launch::AutoLaunch> {
        let program = self.program.to_string_lossy();
        Ok(AutoLaunchBuilder::new()
            .set_app_name(desktop_entry::NAME)
            .set_app_path(&program)
            .set_macos_launch_mode(MacOSLaunchMode::LaunchAgent)
            .set_windows_enable_mode(WindowsEnableMode::CurrentUser)
            .set_args(&self.arguments())
            .build()?)
    }
}

impl Autostart for SystemStart {
    fn is_on(&self) -> Result<bool, String> {
        self.is_on().map_err(|error| format!("{error:#}"))
    }

    fn set(&self, is_on: bool) -> Result<(), String> {
        self.set(is_on).map_err(|error| format!("{error:#}"))
    }
}

fn entry_path() -> anyhow::Result<PathBuf> {
    let dirs = BaseDirs::new().context("this system does not say where configuration belongs")?;
    Ok(autostart_dir(dirs.config_dir()))
}

fn autostart_dir(config_dir: &Path) -> PathBuf {
    config_dir.join("autostart").join(ENTRY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_spaces_and_signs_is_one_word() {
        let start = |program: &str, data_dir: Option<&str>| SystemStart {
            program: program.into(),
            data_dir: data_dir.map(PathBuf::from),
        };
        for (start, exec) in [
            (start("/usr/bin/porchlight", None), r#"Exec="/usr/bin/porchlight" "--hidden""#),
            (start("/opt/my things/100%/p", None), r#"Exec="/opt/my things/100%%/p" "--hidden""#),
            (
                start("/usr/bin/porchlight", Some("/home/you/our $house")),
                r#"Exec="/usr/bin/porchlight" "--hidden" "--data-dir" "/home/you/our \\$house""#,
            ),
        ] {
            let entry = start.entry();
            assert!(entry.lines().any(|line| line == exec), "{entry}");
            assert!(entry.starts_with("[Desktop Entry]\nType=Application\n"));
        }
    }
}
