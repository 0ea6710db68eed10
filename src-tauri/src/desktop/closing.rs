//! What closing the window means: it is put away in the tray, or the program ends.
//!
//! Owns that the owner is told, the first time ever, that Porchlight goes on and how to quit. Must not wait on the main
//! thread. Invariant: a window that nobody could bring back is never put away.

use super::{
    notices,
    shell::Shell,
    tray, window,
    words::{self, Words},
};
use crate::place::Place;
use porchlight_domain::Language;
use std::{fs::File, io::ErrorKind, path::Path};
use tauri::{AppHandle, async_runtime::spawn_blocking};
use tauri_plugin_dialog::DialogExt as _;

/// Beside the file with the window's place: that it is there says that the owner was told.
const TOLD: &str = "told-of-tray";

/// Whether a window that is closed now is put away. Until the settings can be read it is, as where nothing is set.
pub(super) fn puts_away(shell: &Shell) -> bool {
    let is_wanted = shell.host_if_ready().is_none_or(|host| host.engine().home().settings().close_to_tray);
    is_wanted && tray::is_reachable(shell)
}

/// Puts the window away.
pub(super) fn put_away(app: &AppHandle, shell: &Shell, place: &Place) {
    window::hide(app);
    let settings = shell.host_if_ready().map(|host| host.engine().home().settings().clone());
    let may_notify = settings.as_ref().is_none_or(|settings| settings.notifications);
    let words = words::of(settings.map_or(Language::System, |settings| settings.language));
    let (app, data_dir, icon) = (app.clone(), place.data_dir.clone(), notices::icon(place));
    spawn_blocking(move || {
        if is_first_time(&data_dir) {
            tell(&app, words, may_notify, icon.as_deref());
        }
    });
}

/// As a notification; in a dialog where there are none, because it is said only once.
fn tell(app: &AppHandle, words: &Words, may_notify: bool, icon: Option<&Path>) {
    let (title, text) = (words.say("tray-goes-on"), words.say("tray-goes-on-text"));
    if may_notify && notices::plain(&title, &text, icon).show().is_ok() {
        return;
    }
    app.dialog().message(text).title(title).show(|_| {});
}

/// True once for each data folder. Where that cannot be remembered it is never true: it would be said every time.
fn is_first_time(data_dir: &Path) -> bool {
    match File::create_new(data_dir.join(TOLD)) {
        Ok(_) => true,
        Err(error) => {
            if error.kind() != ErrorKind::AlreadyExists {
                tracing::warn!("that the tray was explained cannot be remembered: {error}");
            }
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_time_is_once_for_each_home_and_never_where_it_cannot_be_remembered() {
        let homes = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
        for home in &homes {
            assert_eq!([(); 3].map(|()| is_first_time(home.path())), [true, false, false]);
        }
        assert!(!is_first_time(&homes[0].path().join("not there")));
    }
}
