//! The one window.
//!
//! Owns its size, its look before the page is there, and where its page may go: nowhere else. Must not know what it shows.

use super::shell::Shell;
use std::{path::Path, sync::Arc};
use tauri::{
    AppHandle, Manager, Url, UserAttentionType, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    webview::{Color, NewWindowResponse, PageLoadEvent},
};

pub(super) const LABEL: &str = "main";

/// What `--ground` is at night, so that nothing flashes before the page is drawn.
const NIGHT: Color = Color(9, 13, 21, 255);

/// Opens it. What the web view writes for itself lies in the data folder, too: nothing is kept anywhere else.
pub(super) fn open(app: &tauri::App, data_dir: &Path, is_shown: bool, sighting: Option<i64>) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App(address(sighting).into()))
        .title("Porchlight")
        .inner_size(1280.0, 800.0)
        .min_inner_size(1024.0, 640.0)
        .center()
        .visible(is_shown)
        .background_color(NIGHT)
        .data_directory(data_dir.join("webview"))
        // Dropped pictures go to the page, which knows onto whom they were dropped.
        .disable_drag_drop_handler()
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(|window, page| {
            if page.event() == PageLoadEvent::Started {
                window.state::<Arc<Shell>>().watches.end_all();
            }
        })
        .build()
        .map(drop)
}

/// The page, at a sighting where one is asked for.
fn address(sighting: Option<i64>) -> String {
    sighting.map_or("index.html".into(), |id| format!("index.html#/timeline?sighting={id}"))
}

/// The page that is built into the program, under the names that the systems give it.
fn is_ours(url: &Url) -> bool {
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost")
}

/// Brings the window to the front, wherever it was. From any thread.
pub(super) fn show(app: &AppHandle) {
    on_main(app, |app, window| {
        app.state::<Arc<Shell>>().set_shown(true);
        window.show().and(window.unminimize()).and(window.set_focus())
    });
}

/// Takes it from the screen; the program goes on. From any thread.
pub(super) fn hide(app: &AppHandle) {
    on_main(app, |app, window| {
        app.state::<Arc<Shell>>().set_shown(false);
        window.hide()
    });
}

/// Asks for the owner's eye if the window is on the screen: one that was put away stays away. From any thread.
pub(super) fn ask_for_attention(app: &AppHandle) {
    on_main(app, |_, window| {
        if window.is_visible()? && !window.is_focused()? {
            window.request_user_attention(Some(UserAttentionType::Critical))?;
        }
        Ok(())
    });
}

fn on_main(app: &AppHandle, act: impl FnOnce(&AppHandle, &WebviewWindow) -> tauri::Result<()> + Send + 'static) {
    let handle = app.clone();
    let asked = app.run_on_main_thread(move || {
        let Some(window) = handle.get_webview_window(LABEL) else { return };
        if let Err(error) = act(&handle, &window) {
            tracing::warn!("the window does not obey: {error}");
        }
    });
    if let Err(error) = asked {
        tracing::debug!("there is no window any more: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_goes_nowhere_else() {
        for ours in
            ["tauri://localhost", "tauri://localhost/index.html", "https://tauri.localhost/", "http://tauri.localhost/"]
        {
            assert!(is_ours(&ours.parse().expect("an address")), "{ours}");
        }
        for other in
            ["https://example.org/", "file:///etc/passwd", "https://tauri.localhost.example.org/", "data:text/html,x"]
        {
            assert!(!is_ours(&other.parse().expect("an address")), "{other}");
        }
    }
}
