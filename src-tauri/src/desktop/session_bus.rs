//! What is asked of the desktop over the session bus, apart from notifications.
//!
//! Owns two questions. Must not keep a connection: both are asked rarely. Elsewhere than on Linux there is no such bus,
//! and the answers are those of a desktop that has everything.

/// Whether the desktop shows icons in a tray. Without one a window that is put away could not be brought back.
#[cfg(target_os = "linux")]
pub(super) fn has_tray() -> bool {
    let asked = zbus::blocking::Connection::session().and_then(|bus| {
        let reply = bus.call_method(
            Some("org.freedesktop.DBus"),
            "/org/freedesktop/DBus",
            Some("org.freedesktop.DBus"),
            "NameHasOwner",
            &"org.kde.StatusNotifierWatcher",
        )?;
        reply.body().deserialize::<bool>()
    });
    asked.unwrap_or_else(|error| {
        tracing::info!("no session bus, so no tray: {error}");
        false
    })
}

#[cfg(not(target_os = "linux"))]
pub(super) fn has_tray() -> bool {
    true
}

/// Takes a notification from the screen.
#[cfg(target_os = "linux")]
pub(super) fn close_notification(id: u32) {
    let closed = zbus::blocking::Connection::session().and_then(|bus| {
        bus.call_method(
            Some("org.freedesktop.Notifications"),
            "/org/freedesktop/Notifications",
            Some("org.freedesktop.Notifications"),
            "CloseNotification",
            &id,
        )
    });
    if let Err(error) = closed {
        // The owner closed it first, or the service is gone and the notification with it.
        tracing::debug!("a notification could not be closed: {error}");
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn close_notification(_: u32) {}
