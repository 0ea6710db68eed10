//! Alerts as notifications of the desktop, which the owner sees while the window is put away.
//!
//! Owns the words and the life of a notification: shown at once, clicked to open the window, taken away once the alert is
//! acknowledged. Must not raise alerts. Invariants: the engine never waits for the desktop; a face leaves the program as
//! pixels in the notification itself, never as a file; a desktop without notifications costs a line in the log.

use super::{
    session_bus, window,
    words::{self, Words},
};
use crossbeam_channel::{Receiver, Sender, bounded};
use jiff::{Timestamp, tz::TimeZone};
use notify_rust::{Hint, Image, Notification, NotificationHandle, Timeout, Urgency};
use porchlight_api::{Host, wire::AlertView};
use std::{
    collections::HashMap,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Weak,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};
use tauri::AppHandle;

/// Notices that wait while the desktop is slow. Alerts come one a visit: this many wait only for a desktop that hangs.
const QUEUE: usize = 64;
/// Side of the picture in a notification: desktops show it at a third of that.
const PICTURE_SIDE: u32 = 256;
/// Notifications whose click is waited for; older ones stay on the screen and open nothing.
const MOST_WAITING: usize = 16;
/// Notifications that are remembered, to be taken away when their alert is acknowledged.
const MOST_SHOWN: usize = 256;

/// What the desktop is to be told.
pub(super) enum Notice {
    /// A blacklisted person is here.
    Alert(Box<AlertView>),
    /// The owner saw it.
    Acknowledged {
        /// Which alert.
        alert_id: i64,
    },
}

/// The way to the thread that talks to the desktop.
#[derive(Clone)]
pub(super) struct Notices {
    sender: Sender<Notice>,
}

impl Notices {
    /// Starts the thread. It holds the host only while it works, so that it never keeps the engine alive.
    pub(super) fn begin(app: &AppHandle, host: &Arc<Host>, checkout: Option<&Path>) -> io::Result<Self> {
        let (sender, receiver) = bounded(QUEUE);
        let desk = NoticeDesk {
            app: app.clone(),
            host: Arc::downgrade(host),
            icon: checkout.map(|dir| dir.join("icons/128x128.png")).filter(|icon| icon.is_file()),
            waiting: Arc::default(),
            shown: HashMap::new(),
        };
        thread::Builder::new().name("notices".into()).spawn(move || desk.run(&receiver))?;
        Ok(Self { sender })
    }

    /// Hands a notice over without waiting.
    pub(super) fn post(&self, notice: Notice) {
        if self.sender.try_send(notice).is_err() {
            tracing::error!("the desktop takes no notifications: one was left out; the alert itself is kept");
        }
    }
}

struct NoticeDesk {
    app: AppHandle,
    host: Weak<Host>,
    icon: Option<PathBuf>,
    waiting: Arc<AtomicUsize>,
    /// Notification of each alert.
    shown: HashMap<i64, u32>,
}

impl NoticeDesk {
    fn run(mut self, notices: &Receiver<Notice>) {
        // How a picture is sent depends on the service's version. Asked for here, because asking in the middle of showing
        // one makes the library panic (4.19: it blocks inside of what it blocks on).
        let version = *notify_rust::SPEC_VERSION;
        tracing::debug!(?version, "the notification service");
        for notice in notices {
            // A fault in what talks to the desktop costs one notification, not all that follow.
            if catch_unwind(AssertUnwindSafe(|| self.take(&notice))).is_err() {
                tracing::error!("showing a notification panicked");
            }
        }
    }

    fn take(&mut self, notice: &Notice) {
        match notice {
            Notice::Alert(alert) => self.show(alert),
            Notice::Acknowledged { alert_id } => {
                if let Some(id) = self.shown.remove(alert_id) {
                    session_bus::close_notification(id);
                }
            }
        }
    }

    fn show(&mut self, alert: &AlertView) {
        let Some(host) = self.host.upgrade() else { return };
        let home = host.engine().home();
        if !home.settings().notifications {
            return;
        }
        let words = words::of(home.settings().language);
        drop(home);
        let picture = picture(&host, alert);
        drop(host);
        match notification(words, alert, picture, self.icon.as_deref()).show() {
            Ok(handle) => {
                if self.shown.len() >= MOST_SHOWN {
                    self.shown.clear();
                }
                self.shown.insert(alert.id, handle.id());
                self.wait_for_click(handle);
            }
            Err(error) => tracing::warn!("no notification could be shown; is a notification service running? {error}"),
        }
    }

    /// A click opens the window. Each notification is waited for on a thread of its own, which ends with it.
    fn wait_for_click(&self, handle: NotificationHandle) {
        if self.waiting.fetch_add(1, Ordering::AcqRel) >= MOST_WAITING {
            self.waiting.fetch_sub(1, Ordering::AcqRel);
            return;
        }
        let (app, waiting) = (self.app.clone(), Arc::clone(&self.waiting));
        let wait = move || {
            handle.wait_for_action(|action| {
                if matches!(action, "default" | "open") {
                    window::show(&app);
                }
            });
            waiting.fetch_sub(1, Ordering::AcqRel);
        };
        if let Err(error) = thread::Builder::new().name("notice".into()).spawn(wait) {
            self.waiting.fetch_sub(1, Ordering::AcqRel);
            tracing::warn!("a click on the notification will open nothing: {error}");
        }
    }
}

fn notification(words: &Words, alert: &AlertView, picture: Option<Image>, icon: Option<&Path>) -> Notification {
    let mut notification = Notification::new();
    notification
        .appname("Porchlight")
        .summary(&words.say_with("notice-blacklisted", [("name", alert.name.as_str())]))
        .body(&escaped(&body(alert, &TimeZone::system())))
        .icon(&icon.map_or("porchlight".into(), Path::to_string_lossy))
        .hint(Hint::Urgency(Urgency::Critical))
        .hint(Hint::Category("presence".into()))
        .hint(Hint::DesktopEntry("porchlight".into()))
        // It stays until somebody saw it.
        .timeout(Timeout::Never)
        .action("default", &words.say("notice-open"))
        .action("open", &words.say("tray-open"));
    if let Some(picture) = picture {
        notification.hint(Hint::ImageData(picture));
    }
    notification
}

/// Where and when, in the owner's time.
fn body(alert: &AlertView, zone: &TimeZone) -> String {
    let at = Timestamp::from_millisecond(alert.at).unwrap_or_default().to_zoned(zone.clone());
    format!("{} · {}", alert.camera_name, at.strftime("%H:%M:%S"))
}

/// A body may hold markup, so what only looks like it must not be.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The face, or the scene where no face was kept.
fn picture(host: &Host, alert: &AlertView) -> Option<Image> {
    let face = || alert.face_id.and_then(|id| host.face_picture(id).ok().flatten());
    let jpeg = face().or_else(|| host.alert_scene(alert.id).ok().flatten())?;
    let picture = porchlight_vision::scaled_to_fit(&porchlight_vision::decode(&jpeg).ok()?, PICTURE_SIDE);
    let (width, height) = (i32::try_from(picture.width).ok()?, i32::try_from(picture.height).ok()?);
    Image::from_rgb(width, height, picture.rgb).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_domain::Language;

    fn alert() -> AlertView {
        AlertView {
            id: 1,
            sighting_id: 2,
            person_id: Some(3),
            name: "Mallory <b>".into(),
            camera_id: Some(4),
            camera_name: "Garage & <yard>".into(),
            at: 1_767_225_600_000,
            similarity: 0.6,
            threshold: 0.4,
            face_id: None,
            has_scene: false,
            acknowledged_at: None,
        }
    }

    #[test]
    fn a_notification_says_who_where_and_when_in_the_owners_time() {
        let zone = TimeZone::fixed(jiff::tz::offset(5));
        assert_eq!(body(&alert(), &zone), "Garage & <yard> · 05:00:00", "midnight in Greenwich");
        let shown = notification(words::of(Language::English), &alert(), None, None);
        assert_eq!(shown.summary, "Blacklisted: Mallory <b>", "a summary has no markup");
        assert!(shown.body.starts_with("Garage &amp; &lt;yard&gt; · "), "a body has: {}", shown.body);
    }

    #[test]
    fn a_notification_is_urgent_stays_and_can_be_clicked() {
        let shown =
            notification(words::of(Language::English), &alert(), Image::from_rgb(1, 1, vec![1, 2, 3]).ok(), None);
        // The library shows its hints no other way.
        let hints = format!("{shown:?}");
        assert!(
            hints.contains("Urgency(Critical)") && hints.contains("ImageData("),
            "urgent and with the face: {hints}"
        );
        assert_eq!(shown.timeout, Timeout::Never, "until somebody saw it");
        assert_eq!(shown.actions, ["default", "Open", "open", "Open Porchlight"], "and leads to the window");
    }
}
