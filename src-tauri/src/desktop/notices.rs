//! Alerts as notifications of the desktop, which the owner sees while the window is put away; and that a weekly backup failed.
//!
//! Owns the words and the life of a notification: shown at once with what is known, corrected in place when more is, its
//! buttons done, taken away once the alert is acknowledged. Must not raise alerts. Invariants: the engine never waits for the desktop; a face leaves the program as
//! pixels in the notification itself, never as a file; a desktop without notifications costs a line in the log.

use super::{
    clicks::{CLICK, Clicks},
    news, session_bus, window,
    words::{self, Words},
};
use crate::place::Place;
use crossbeam_channel::{Receiver, Sender, bounded};
use fluent_bundle::FluentValue;
use jiff::{Timestamp, tz::TimeZone};
use notify_rust::{Hint, Image, Notification, NotificationHandle, Timeout, Urgency};
use porchlight_api::{
    Host,
    wire::{AlertView, BackupTroubleView, EventView, VerdictView},
};
use porchlight_domain::AlertId;
use porchlight_engine::SnoozeFor;
use porchlight_store::SeenFrom;
use std::{
    collections::HashMap,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{Arc, Weak},
    thread,
};
use tauri::AppHandle;

/// Notices that wait while the desktop is slow. Alerts come one a visit: this many wait only for a desktop that hangs.
const QUEUE: usize = 64;
/// Side of the picture in a notification: desktops show it at a third of that.
const PICTURE_SIDE: u32 = 256;
/// The buttons.
const NAME: &str = "name";
const SNOOZE: &str = "snooze";
const OPEN: &str = "open";
/// What the button says.
const SNOOZE_FOR: SnoozeFor = SnoozeFor::Hour;
/// Notifications that are remembered, to be taken away when their alert is acknowledged.
const MOST_SHOWN: usize = 256;

/// What the desktop is to be told.
pub(super) enum Notice {
    /// The owner is told of somebody.
    Alert(Box<AlertView>),
    /// More is known of whom an alert is about.
    Corrected(Box<AlertView>),
    /// A weekly backup could not be made.
    BackupFailed(BackupTroubleView),
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
    pub(super) fn begin(app: &AppHandle, host: &Arc<Host>, place: &Place) -> io::Result<Self> {
        let (sender, receiver) = bounded(QUEUE);
        let desk = NoticeDesk {
            app: app.clone(),
            host: Arc::downgrade(host),
            icon: icon(place),
            clicks: Clicks::default(),
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
    clicks: Clicks,
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
            Notice::Alert(alert) => {
                // One that turned out to be about somebody worse has to come up again, not to change where nobody looks.
                self.take_away(alert.id);
                self.show(alert, None);
            }
            Notice::Corrected(alert) => {
                // One that the owner put away or clicked is not shown again to be corrected.
                let on_the_screen = self.shown.get(&alert.id).copied().filter(|id| !self.clicks.is_gone(*id));
                if let Some(id) = on_the_screen.filter(|_| alert.acknowledged_at.is_none()) {
                    self.show(alert, Some(id));
                }
            }
            Notice::BackupFailed(trouble) => self.show_failed_backup(*trouble),
            Notice::Acknowledged { alert_id } => self.take_away(*alert_id),
        }
    }

    fn take_away(&mut self, alert_id: i64) {
        if let Some(id) = self.shown.remove(&alert_id) {
            session_bus::close_notification(id);
        }
    }

    /// Shows an alert; `replaces` is the notification that says it so far, which stays where it is.
    fn show(&mut self, alert: &AlertView, replaces: Option<u32>) {
        let Some(host) = self.host.upgrade() else { return };
        let home = host.engine().home();
        if !home.settings().notifications {
            return;
        }
        let words = words::of(home.settings().language);
        drop(home);
        let picture = picture(&host, alert);
        drop(host);
        let mut notification = notification(words, alert, picture, self.icon.as_deref());
        if let Some(id) = replaces {
            notification.id(id);
        }
        match notification.show() {
            // Whoever waits for a click on the one before waits for a click on this one: it has the same number.
            Ok(handle) if replaces == Some(handle.id()) && self.clicks.is_waited_for(handle.id()) => {}
            Ok(handle) => {
                if self.shown.len() >= MOST_SHOWN {
                    self.shown.clear();
                    self.clicks.forget_gone();
                }
                self.shown.insert(alert.id, handle.id());
                self.wait_for_click(handle, alert);
            }
            Err(error) => tracing::warn!("no notification could be shown; is a notification service running? {error}"),
        }
    }

    /// Once; in the window it stays until it is put away. It has no button: the window says what to do.
    fn show_failed_backup(&self, trouble: BackupTroubleView) {
        let Some(host) = self.host.upgrade() else { return };
        let home = host.engine().home();
        if !home.settings().notifications {
            return;
        }
        let shown = of_failed_backup(words::of(home.settings().language), trouble, self.icon.as_deref()).show();
        if let Err(error) = shown {
            tracing::warn!("no notification could be shown; is a notification service running? {error}");
        }
    }

    /// Does what is clicked.
    fn wait_for_click(&mut self, handle: NotificationHandle, alert: &AlertView) {
        let (app, host, alert_id, sighting_id) = (self.app.clone(), self.host.clone(), alert.id, alert.sighting_id);
        self.clicks.wait(handle, move |action| match action {
            OPEN | CLICK => open(&app, alert_id, sighting_id, false),
            NAME => open(&app, alert_id, sighting_id, true),
            SNOOZE => snooze(&host, alert_id),
            _ => {}
        });
    }
}

/// Brings the window to the front, with the reasons of the sighting.
fn open(app: &AppHandle, alert_id: i64, sighting_id: i64, is_to_name: bool) {
    window::show(app);
    news::tell_page(app, &EventView::OpenSighting { sighting_id, alert_id: Some(alert_id), is_to_name });
}

/// That the owner saw it, and where, is told to everybody who shows it.
fn snooze(host: &Weak<Host>, alert_id: i64) {
    let Some(host) = host.upgrade() else { return };
    if let Err(error) = host.engine().snooze_alert(AlertId(alert_id), SNOOZE_FOR, SeenFrom::Notification) {
        tracing::warn!("an alert could not be snoozed: {error}");
    }
}

fn notification(words: &Words, alert: &AlertView, picture: Option<Image>, icon: Option<&Path>) -> Notification {
    let mut notification = Notification::new();
    notification
        .appname("Porchlight")
        .summary(&summary(words, alert))
        .body(&escaped(&body(words, alert, &TimeZone::system())))
        .icon(&icon.map_or("porchlight".into(), Path::to_string_lossy))
        .hint(Hint::Urgency(urgency(alert.now.verdict)))
        .hint(Hint::Category("presence".into()))
        .hint(Hint::DesktopEntry("porchlight".into()))
        // It stays until somebody saw it.
        .timeout(Timeout::Never)
        .action(CLICK, &words.say("notice-open"));
    if matches!(alert.now.verdict, VerdictView::Visitor | VerdictView::Unclear) {
        notification.action(NAME, &words.say("notice-name"));
    }
    notification.action(SNOOZE, &words.say("notice-snooze")).action(OPEN, &words.say("notice-open"));
    if let Some(picture) = picture {
        notification.hint(Hint::ImageData(picture));
    }
    notification
}

fn of_failed_backup(words: &Words, trouble: BackupTroubleView, icon: Option<&Path>) -> Notification {
    let what = match trouble {
        BackupTroubleView::NoFolder => words.say("notice-backup-no-folder"),
        BackupTroubleView::Refused => words.say("notice-backup-refused"),
        BackupTroubleView::DiskFull => words.say("notice-backup-disk-full"),
        BackupTroubleView::Failed => words.say("notice-backup-failed"),
    };
    plain(&words.say("notice-backup"), &what, icon)
}

/// Something to read once: without buttons, and gone by itself.
pub(super) fn plain(summary: &str, body: &str, icon: Option<&Path>) -> Notification {
    let mut notification = Notification::new();
    notification
        .appname("Porchlight")
        .summary(summary)
        .body(&escaped(body))
        .icon(&icon.map_or("porchlight".into(), Path::to_string_lossy))
        .hint(Hint::Urgency(Urgency::Normal))
        .hint(Hint::DesktopEntry("porchlight".into()));
    notification
}

/// Beside the sources, while the program runs from there; installed it has a name that the desktop knows.
pub(super) fn icon(place: &Place) -> Option<PathBuf> {
    place.checkout.as_ref().map(|dir| dir.join("icons/128x128.png")).filter(|icon| icon.is_file())
}

fn urgency(verdict: VerdictView) -> Urgency {
    match verdict {
        VerdictView::Blacklisted => Urgency::Critical,
        VerdictView::Visitor | VerdictView::Unclear => Urgency::Normal,
        VerdictView::Known | VerdictView::Ignored => Urgency::Low,
    }
}

/// Who it is, as far as that is known.
fn summary(words: &Words, alert: &AlertView) -> String {
    let who = &alert.now;
    match (who.verdict, &who.name, who.visitor_number) {
        (VerdictView::Blacklisted, Some(name), _) => words.say_with("notice-blacklisted", [("name", name.as_str())]),
        (_, Some(name), _) => name.clone(),
        (VerdictView::Visitor, None, Some(number)) => words.say_with("notice-visitor", [("name", number.to_string())]),
        (VerdictView::Visitor, None, None) => words.say("notice-stranger"),
        _ => words.say("notice-unclear"),
    }
}

/// Where and when, in the owner's time and with the day, because it may be read days later; and what was thought first,
/// where that was something else.
fn body(words: &Words, alert: &AlertView, zone: &TimeZone) -> String {
    let at = Timestamp::from_millisecond(alert.at).unwrap_or_default().to_zoned(zone.clone());
    let moment: [(&str, FluentValue<'_>); 3] = [
        ("day", i64::from(at.day()).into()),
        ("month", i64::from(at.month()).into()),
        ("time", at.strftime("%H:%M:%S").to_string().into()),
    ];
    let place = format!("{} · {}", alert.camera_name, words.say_with("notice-moment", moment));
    let first = match (alert.then.verdict, &alert.then.name) {
        (then, _) if then == alert.now.verdict => return place,
        (VerdictView::Visitor, _) => words.say("notice-first-stranger"),
        (_, Some(name)) => words.say_with("notice-first-person", [("name", name.as_str())]),
        (_, None) => words.say("notice-first-unclear"),
    };
    format!("{place}\n{first}")
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
    use porchlight_api::wire::WhoView;
    use porchlight_domain::Language;
    use std::collections::HashSet;

    fn english() -> &'static Words {
        words::of(Language::English)
    }

    fn who(verdict: VerdictView, name: Option<&str>, visitor_number: Option<i64>) -> WhoView {
        WhoView { verdict, person_id: None, name: name.map(str::to_owned), visitor_number }
    }

    fn alert() -> AlertView {
        let mallory = who(VerdictView::Blacklisted, Some("Mallory <b>"), None);
        AlertView {
            id: 1,
            sighting_id: 2,
            then: mallory.clone(),
            now: mallory,
            told_by: Vec::new(),
            camera_id: Some(4),
            camera_name: "Garage & <yard>".into(),
            at: 1_767_225_600_000,
            similarity: Some(0.6),
            threshold: Some(0.4),
            face_id: None,
            has_scene: false,
            acknowledged_at: None,
            acknowledged_from: None,
        }
    }

    #[test]
    fn a_notification_says_who_where_and_when_in_the_owners_time() {
        let zone = TimeZone::fixed(jiff::tz::offset(5));
        for (language, moment) in [
            (Language::English, "1 Jan, 05:00:00"),
            (Language::German, "1. Jan., 05:00:00"),
            (Language::Spanish, "1 ene, 05:00:00"),
            (Language::Indonesian, "1 Jan, 05:00:00"),
        ] {
            let said = body(words::of(language), &alert(), &zone);
            assert_eq!(said, format!("Garage & <yard> · {moment}"), "midnight in Greenwich");
        }
        let yesterday_there = TimeZone::fixed(jiff::tz::offset(-1));
        assert_eq!(body(english(), &alert(), &yesterday_there), "Garage & <yard> · 31 Dec, 23:00:00");
        let shown = notification(english(), &alert(), None, None);
        assert_eq!(shown.summary, "Blacklisted: Mallory <b>", "a summary has no markup");
        assert!(shown.body.starts_with("Garage &amp; &lt;yard&gt; · "), "a body has: {}", shown.body);
    }

    #[test]
    fn a_notification_is_urgent_stays_and_has_buttons() {
        let shown = notification(english(), &alert(), Image::from_rgb(1, 1, vec![1, 2, 3]).ok(), None);
        // The library shows its hints no other way.
        let hints = format!("{shown:?}");
        assert!(
            hints.contains("Urgency(Critical)") && hints.contains("ImageData("),
            "urgent and with the face: {hints}"
        );
        assert_eq!(shown.timeout, Timeout::Never, "until somebody saw it");
        assert_eq!(shown.actions, ["default", "Open", "snooze", "Snooze 1 h", "open", "Open"], "he has a name already");
    }

    #[test]
    fn a_backup_that_failed_says_what_to_do_each_in_words_of_its_own() {
        let troubles = [
            BackupTroubleView::NoFolder,
            BackupTroubleView::Refused,
            BackupTroubleView::DiskFull,
            BackupTroubleView::Failed,
        ];
        let shown = troubles.map(|trouble| of_failed_backup(english(), trouble, None));
        assert!(shown.iter().all(|shown| shown.summary == "The weekly backup could not be made"));
        let bodies: HashSet<_> = shown.iter().map(|shown| shown.body.as_str()).collect();
        assert_eq!(bodies.len(), troubles.len(), "{bodies:?}");
    }

    #[test]
    fn a_stranger_is_told_with_what_is_known_and_corrected_when_the_name_comes() {
        let stranger = who(VerdictView::Visitor, None, None);
        let first = AlertView { then: stranger.clone(), now: stranger, ..alert() };
        let shown = notification(english(), &first, None, None);
        assert_eq!(shown.summary, "A stranger");
        assert!(format!("{shown:?}").contains("Urgency(Normal)"), "not as urgent as the blacklist: {shown:?}");
        assert_eq!(shown.actions[2..4], ["name", "Name…"], "and can be named");
        for (now, summary, note) in [
            (who(VerdictView::Visitor, None, Some(12)), "A stranger: Visitor 12", ""),
            (
                who(VerdictView::Unclear, None, None),
                "Somebody who is not recognised yet",
                "Taken for a stranger at first",
            ),
            (who(VerdictView::Known, Some("Grace"), None), "Grace", "Taken for a stranger at first"),
        ] {
            let corrected = notification(english(), &AlertView { now, ..first.clone() }, None, None);
            assert_eq!(corrected.summary, summary);
            assert!(corrected.body.ends_with(note), "{}", corrected.body);
        }
    }
}
