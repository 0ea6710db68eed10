//! The window: Tauri around the same engine that the command line runs.
//!
//! Owns the order in which things start and end: the window first, the engine behind it, the cameras last; cameras
//! first to stop. Must not decide anything: commands are one line each, and what they do is in `porchlight-api`.
//! Invariant: nothing that waits runs on the main thread, which belongs to the system's windows.

mod clicks;
mod closing;
mod commands;
mod link_entry;
mod news;
mod notices;
mod pictures;
#[cfg(target_os = "linux")]
mod renderer;
mod saving;
mod session_bus;
mod shell;
mod start;
mod tray;
mod watches;
mod window;
mod words;

use crate::{cli, place::Place};
use shell::Shell;
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};
use tauri::{RunEvent, WindowEvent, generate_context, generate_handler};
use tauri_plugin_window_state::StateFlags;

/// Opens the window and runs until the owner quits.
///
/// # Errors
/// The system has no window to give.
pub(crate) fn run(
    place: &Place,
    with_demo: bool,
    is_hidden: bool,
    sighting: Option<i64>,
    data_dir: Option<PathBuf>,
) -> anyhow::Result<ExitCode> {
    #[cfg(target_os = "linux")]
    if let Err(error) = renderer::choose() {
        tracing::warn!("the window may be slow: it cannot be started so that the processor draws it well: {error}");
    }
    // Where the window was is kept with the data; making the folder is also the first thing that can go wrong.
    place.make_data_dir()?;
    let shell = Arc::new(Shell::new());
    let home = place.clone();
    let app = {
        let (shell, place) = (Arc::clone(&shell), place.clone());
        tauri::Builder::default()
            // First, so that a second start ends before it does anything else.
            .plugin(
                tauri_plugin_single_instance::Builder::new()
                    .dbus_id(name_on_the_bus(&place))
                    .callback(|app, arguments, _| {
                        window::show(app);
                        if let Some(sighting_id) = cli::sighting_in(&arguments) {
                            news::open_sighting(app, sighting_id);
                        }
                    })
                    .build(),
            )
            .plugin(
                tauri_plugin_window_state::Builder::new()
                    .with_filename(place.data_dir.join("window.json").to_string_lossy())
                    .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
                    .build(),
            )
            .plugin(tauri_plugin_dialog::init())
            .manage(Arc::clone(&shell))
            .register_asynchronous_uri_scheme_protocol(pictures::SCHEME, |context, request, responder| {
                pictures::answer(context.app_handle(), request.uri().path(), responder);
            })
            .invoke_handler(generate_handler![
                commands::call,
                commands::watch_camera,
                commands::unwatch_camera,
                commands::save_picture,
                commands::choose_place,
                commands::quit,
            ])
            .setup(move |app| {
                window::open(app, &place.data_dir, !is_hidden, sighting)?;
                tray::add(app, &shell);
                // A window that nobody could bring back is shown, whatever was asked for.
                if is_hidden && tray::is_reachable(&shell) {
                    shell.set_shown(false);
                } else if is_hidden {
                    window::show(app.handle());
                }
                start::end_on_signal(app.handle());
                start::in_background(app.handle(), &shell, place, with_demo, data_dir)?;
                Ok(())
            })
            .build(generate_context!())?
    };
    let code = app.run_return(move |app, event| match event {
        RunEvent::WindowEvent { event: WindowEvent::CloseRequested { api, .. }, .. } if closing::puts_away(&shell) => {
            api.prevent_close();
            closing::put_away(app, &shell, &home);
        }
        RunEvent::Exit => shell.end(),
        _ => {}
    });
    Ok(u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// One window for each data folder: two homes may be open side by side, one home must not be open twice.
fn name_on_the_bus(place: &Place) -> String {
    let mut hasher = DefaultHasher::new();
    place.data_dir.canonicalize().unwrap_or_else(|_| place.data_dir.clone()).hash(&mut hasher);
    format!("org.porchlight.Porchlight.home{:016x}", hasher.finish())
}
