//! The icon in the tray, with a word on how things are.
//!
//! Owns the menu, and whether a window that is closed can be brought back. Must not wait on the main thread. Invariant:
//! without a tray closing the window ends the program: it must never run on where nobody can reach it.

use super::{
    session_bus,
    shell::Shell,
    window,
    words::{self, Words},
};
use porchlight_api::{
    Commands as _, Host,
    wire::{CameraStateView, CameraView, Nothing},
};
use porchlight_domain::Language;
use std::{
    env,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};
use tauri::{
    App, AppHandle, Manager as _,
    async_runtime::spawn_blocking,
    image::Image,
    menu::{MenuBuilder, MenuItem, MenuItemBuilder},
    tray::{TrayIcon, TrayIconBuilder},
};

/// Switches the tray off, for desktops whose tray is broken and for tests.
const VARIABLE: &str = "PORCHLIGHT_NO_TRAY";

const CALM: &[u8] = include_bytes!("../../../icons/tray.png");
const ALERT: &[u8] = include_bytes!("../../../icons/tray-alert.png");

const OPEN: &str = "open";
const PAUSE: &str = "pause";
const QUIT: &str = "quit";

/// The tray as it is shown.
pub(super) struct Tray {
    icon: TrayIcon,
    open: MenuItem<tauri::Wry>,
    state: MenuItem<tauri::Wry>,
    pause: MenuItem<tauri::Wry>,
    quit: MenuItem<tauri::Wry>,
}

/// Adds the icon where there is a tray. On the main thread, before the window can be closed.
pub(super) fn add(app: &App, shell: &Shell) {
    let is_off = env::var_os(VARIABLE).is_some_and(|value| !value.is_empty() && value != "0");
    if is_off || !session_bus::has_tray() {
        tracing::info!("no tray: closing the window ends the program");
        return;
    }
    // The library behind it panics where it is not installed.
    match catch_unwind(AssertUnwindSafe(|| build(app))) {
        Ok(Ok(tray)) => {
            // Added once, at the start.
            let _ = shell.tray.set(tray);
        }
        Ok(Err(error)) => tracing::warn!("no tray: {error}"),
        Err(_) => tracing::warn!("no tray: the library libayatana-appindicator3 is missing"),
    }
}

fn build(app: &App) -> tauri::Result<Tray> {
    // The owner's choice is in the database, which is not open yet.
    let words = words::of(Language::System);
    let open = MenuItemBuilder::with_id(OPEN, words.say("tray-open")).build(app)?;
    let state = MenuItemBuilder::new(words.say("tray-starting")).enabled(false).build(app)?;
    let pause = MenuItemBuilder::with_id(PAUSE, words.say("tray-pause")).build(app)?;
    let quit = MenuItemBuilder::with_id(QUIT, words.say("tray-quit")).build(app)?;
    let menu =
        MenuBuilder::new(app).item(&open).item(&state).separator().item(&pause).separator().item(&quit).build()?;
    let icon = TrayIconBuilder::with_id("porchlight")
        .icon(Image::from_bytes(CALM)?)
        .tooltip("Porchlight")
        .menu(&menu)
        .on_menu_event(|app, event| match event.id().as_ref() {
            OPEN => window::show(app),
            PAUSE => pause_or_resume(app),
            QUIT => app.exit(0),
            _ => {}
        })
        .build(app)?;
    Ok(Tray { icon, open, state, pause, quit })
}

/// Whether a window that is put away can be brought back. Asked when it is closed: panels come and go.
pub(super) fn is_reachable(shell: &Shell) -> bool {
    shell.tray.get().is_some() && session_bus::has_tray()
}

/// Stopping a camera waits for its thread, so it is done elsewhere.
fn pause_or_resume(app: &AppHandle) {
    let shell = Arc::clone(&app.state::<Arc<Shell>>());
    spawn_blocking(move || {
        let Ok(host) = shell.host() else { return };
        let done = if host.is_paused() { host.resume_watching() } else { host.pause_watching() };
        if let Err(error) = done {
            tracing::error!("the cameras do not obey: {error}");
        }
    });
}

/// Brings the words and the icon up to date. From any thread; waits for nothing.
pub(super) fn refresh(app: &AppHandle, shell: &Shell, host: &Host) {
    let Some(tray) = shell.tray.get() else { return };
    let (Ok(cameras), Ok(system)) = (host.cameras(Nothing {}), host.system(Nothing {})) else { return };
    let is_paused = host.is_paused();
    let words = words::of(host.engine().home().settings().language);
    let how_things_are = how_things_are(words, &cameras, system.open_alerts, is_paused);
    let pause_words = words.say(if is_paused { "tray-resume" } else { "tray-pause" });
    let (open_words, quit_words) = (words.say("tray-open"), words.say("tray-quit"));
    let has_alert = system.open_alerts > 0;
    let (icon, state, pause) = (tray.icon.clone(), tray.state.clone(), tray.pause.clone());
    let (open, quit) = (tray.open.clone(), tray.quit.clone());
    let asked = app.run_on_main_thread(move || {
        let drawn = Image::from_bytes(if has_alert { ALERT } else { CALM });
        let done = state
            .set_text(how_things_are)
            .and(pause.set_text(pause_words))
            .and(open.set_text(open_words))
            .and(quit.set_text(quit_words))
            .and(drawn.and_then(|drawn| icon.set_icon(Some(drawn))));
        if let Err(error) = done {
            tracing::warn!("the tray does not obey: {error}");
        }
    });
    if let Err(error) = asked {
        tracing::debug!("there is no tray any more: {error}");
    }
}

/// How things are, the most important first.
fn how_things_are(words: &Words, cameras: &[CameraView], open_alerts: u32, is_paused: bool) -> String {
    let wanted = cameras.iter().filter(|camera| camera.is_enabled).count();
    // A camera outside its hours is not missed.
    let is_resting = |camera: &&CameraView| matches!(camera.state, CameraStateView::OffHours { .. });
    let resting = cameras.iter().filter(|camera| camera.is_enabled).filter(is_resting).count();
    let live = cameras.iter().filter(|camera| camera.state == CameraStateView::Live).count();
    match (open_alerts, wanted) {
        (1.., _) => words.say_with("tray-alerts", [("count", open_alerts)]),
        _ if is_paused && live == 0 => words.say("tray-paused"),
        (0, 0) => words.say("tray-no-camera"),
        (0, wanted) if live + resting >= wanted => words.say_with("tray-quiet", [("count", wanted)]),
        (0, wanted) => words.say_with("tray-some-live", [("live", live), ("count", wanted)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_api::wire::CameraSettingsView;

    fn camera(state: CameraStateView) -> CameraView {
        CameraView {
            id: 1,
            name: "Door".into(),
            kind: "demo".into(),
            shown_source: "demo street".into(),
            is_demo: true,
            is_enabled: true,
            source_to_change: String::new(),
            has_login: false,
            state,
            settings: CameraSettingsView {
                rotation: 0,
                areas: Vec::new(),
                has_hours: false,
                hours: vec![None; 7],
                smallest_face_px: None,
                detection_side_px: None,
            },
        }
    }

    #[test]
    fn the_tray_says_what_matters_most() {
        let states = |states: &[CameraStateView]| states.iter().cloned().map(camera).collect::<Vec<_>>();
        let (live, connecting) = (CameraStateView::Live, CameraStateView::Connecting);
        let one = states(std::slice::from_ref(&live));
        let two = states(&[live.clone(), live.clone()]);
        let half = states(&[live.clone(), connecting.clone()]);
        let night = states(&[live, CameraStateView::OffHours { until: None }]);
        let none = states(&[connecting]);
        for (cameras, alerts, is_paused, expected) in [
            (&[][..], 0, false, "No camera yet"),
            (&one, 0, false, "All quiet · 1 camera"),
            (&two, 0, false, "All quiet · 2 cameras"),
            (&night, 0, false, "All quiet · 2 cameras"),
            (&half, 0, false, "1 of 2 cameras live"),
            (&none, 0, true, "Watching is paused"),
            (&two, 1, false, "1 alert to look at"),
            (&two, 7, true, "7 alerts to look at"),
        ] {
            let said = how_things_are(words::of(Language::English), cameras, alerts, is_paused);
            assert_eq!(said, expected);
        }
    }
}
