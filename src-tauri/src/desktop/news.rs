//! What happens, told to the page, the tray and the desktop.
//!
//! Owns the one thread that listens to the engine. Must not decide what an event means. Invariant: nothing it calls waits
//! for the page or for the desktop, so that an alert behind another fact is never late.

use super::{
    notices::{Notice, Notices},
    shell::Shell,
    tray, window,
};
use crate::place::Place;
use crossbeam_channel::select;
use porchlight_api::{ApiError, ErrorCode, Host, wire::EventView};
use std::{io, sync::Arc, thread};
use tauri::{AppHandle, Emitter};

/// The page listens to this.
const EVENT: &str = "porchlight-event";

/// Begins to tell everything that happens from now on.
pub(super) fn tell(app: &AppHandle, shell: &Arc<Shell>, host: &Arc<Host>, place: &Place) -> Result<(), ApiError> {
    let failed =
        |error: io::Error| ApiError::new(ErrorCode::Internal, format!("a thread could not be started: {error}"));
    let notices = Notices::begin(app, host, place).map_err(failed)?;
    let (events, own_events, ending) = (host.engine().subscribe(), host.own_events(), shell.is_ending());
    let (app, shell, host, token) = (app.clone(), Arc::clone(shell), Arc::clone(host), shell.thread_token());
    let run = move || {
        let _token = token;
        let tell = |event: &EventView| tell_one(&app, &shell, &host, &notices, event);
        tray::refresh(&app, &shell, &host);
        loop {
            select! {
                recv(events) -> event => match event {
                    Ok(event) => host.to_event(&event).iter().for_each(tell),
                    Err(_) => return,
                },
                recv(own_events) -> event => event.iter().for_each(tell),
                recv(ending) -> _ => return,
            }
        }
    };
    thread::Builder::new().name("news".into()).spawn(run).map(drop).map_err(failed)
}

fn tell_one(app: &AppHandle, shell: &Shell, host: &Host, notices: &Notices, event: &EventView) {
    match event {
        EventView::AlertRaised { alert } => {
            notices.post(Notice::Alert(Box::new(alert.clone())));
            window::ask_for_attention(app);
        }
        EventView::AlertCorrected { alert } => notices.post(Notice::Corrected(Box::new(alert.clone()))),
        EventView::BackupFailed { trouble } => notices.post(Notice::BackupFailed(*trouble)),
        EventView::AlertAcknowledged { alert } => notices.post(Notice::Acknowledged { alert_id: alert.id }),
        _ => {}
    }
    tell_page(app, event);
    if matches!(
        event,
        // The owner may have chosen another language.
        EventView::CameraState { .. }
            | EventView::CamerasChanged
            | EventView::SystemChanged { .. }
            | EventView::SettingsChanged
    ) {
        tray::refresh(app, shell, host);
    }
}

/// The page goes to a sighting that was asked for outside of it, on nothing that it knows of.
pub(super) fn open_sighting(app: &AppHandle, sighting_id: i64) {
    tell_page(app, &EventView::OpenSighting { sighting_id, alert_id: None, is_to_name: false });
}

/// The page alone is told.
pub(super) fn tell_page(app: &AppHandle, event: &EventView) {
    if let Err(error) = app.emit(EVENT, event) {
        tracing::debug!("the page is gone: {error}");
    }
}
