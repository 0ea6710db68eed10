//! The engine, started behind the window.
//!
//! Owns the order: database and models, then whoever listens to events, then the cameras; after that the thread stays to
//! forget what is past its days. Owns also the end that is asked for from outside. Must not touch the window. Invariant: a
//! start that fails is told to the page as the answer to whatever it asks, and is tried again when the page asks for that.

use super::{link_entry, news, shell::Shell, tray};
use crate::{autostart::SystemStart, metrics, place::Place};
use crossbeam_channel::RecvTimeoutError;
use porchlight_api::{ApiError, Host, HostPlace};
use std::{io, path::PathBuf, sync::Arc, thread, time::Duration};
use tauri::AppHandle;

/// Workers for so many cameras: one keeps up with three cameras at 25 frames a second, and each has models of its own.
const CAMERAS_AT_ONCE: usize = 4;

/// Pause between two looks at what is past its days.
const FORGETTING: Duration = Duration::from_secs(6 * 3600);

pub(super) fn in_background(
    app: &AppHandle,
    shell: &Arc<Shell>,
    place: Place,
    with_demo: bool,
    data_dir: Option<PathBuf>,
) -> io::Result<()> {
    let (app, shell) = (app.clone(), Arc::clone(shell));
    let token = shell.thread_token();
    let run = move || {
        let _token = token;
        loop {
            match start(&app, &shell, &place, with_demo, data_dir.clone()) {
                Ok(host) => return forget_old(&host, &shell),
                Err(why) => {
                    tracing::error!("the engine could not be started: {why}");
                    shell.failed(why);
                }
            }
            if !shell.is_to_try_again() {
                return;
            }
        }
    };
    thread::Builder::new().name("start".into()).spawn(run).map(drop)
}

fn start(
    app: &AppHandle,
    shell: &Arc<Shell>,
    place: &Place,
    with_demo: bool,
    data_dir: Option<PathBuf>,
) -> Result<Arc<Host>, ApiError> {
    let engine = Arc::new(place.start_engine(CAMERAS_AT_ONCE)?);
    // Figures are for whoever asks; the window works without.
    let told = metrics::port_from_env().and_then(|port| port.map_or(Ok(()), |port| metrics::serve(&engine, port)));
    if let Err(error) = told {
        tracing::error!("{error:#}");
    }
    let host = Arc::new(Host::new(
        Arc::clone(&engine),
        HostPlace {
            models_dir: place.models_dir.clone(),
            runtime_dirs: place.runtime_dirs.clone(),
            model_sources: place.model_sources(),
        },
    ));
    let has_named_folder = data_dir.is_some();
    match SystemStart::new(data_dir) {
        Ok(start) => host.can_autostart(Box::new(start)),
        Err(error) => tracing::warn!("the program cannot be started with the system: {error:#}"),
    }
    let tray = Arc::downgrade(shell);
    host.has_tray_where(move || tray.upgrade().is_some_and(|shell| tray::is_reachable(&shell)));
    // Before the first camera starts, so that nothing is missed.
    news::tell(app, shell, &host, place)?;
    shell.ready(Arc::clone(&host));
    // From here on the window works: a camera or a demo that cannot be started takes nothing else with it.
    let cameras = engine.start_cameras();
    let demo = if with_demo { engine.start_demo() } else { Ok(()) };
    link_entry::offer(has_named_folder);
    for error in [cameras.err(), demo.err()].into_iter().flatten() {
        tracing::error!("not everything could be started: {error}");
    }
    Ok(host)
}

/// Ctrl-C and being asked to end are as good as Quit: cameras stop and open sightings are closed.
pub(super) fn end_on_signal(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if asked_to_end().await {
            app.exit(0);
        }
    });
}

#[cfg(unix)]
async fn asked_to_end() -> bool {
    use tokio::signal::unix::{SignalKind, signal};
    match (signal(SignalKind::interrupt()), signal(SignalKind::terminate()), signal(SignalKind::hangup())) {
        (Ok(mut interrupt), Ok(mut terminate), Ok(mut hang_up)) => {
            tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {}, _ = hang_up.recv() => {} }
            true
        }
        _ => false,
    }
}

#[cfg(not(unix))]
async fn asked_to_end() -> bool {
    tokio::signal::ctrl_c().await.is_ok()
}

fn forget_old(host: &Host, shell: &Shell) {
    let ending = shell.is_ending();
    loop {
        if let Err(error) = host.engine().forget_old() {
            tracing::warn!("what is past its days could not be forgotten: {error}");
        }
        match ending.recv_timeout(FORGETTING) {
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
            Ok(never) => match never {},
        }
    }
}
