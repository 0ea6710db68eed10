//! The demo street from the first look to the next day: naming, undoing, alerts, and everything still there after a quit.

use crate::{
    desktop::{Desktop, assert_urgent_with_picture},
    home::Home,
    page::{A_WHILE, SOON, Seen, named},
    program::Program,
};
use porchlight_testkit::{CAST, Part};
use std::time::Duration;

/// Somebody nobody knows until the owner says so.
pub const STRANGER: &str = "Grace Miller";

pub fn of_the_cast(part: Part) -> Vec<&'static str> {
    CAST.iter().filter(|role| role.part == part).map(|role| role.name).collect()
}

impl Program {
    pub fn until_live(&self) {
        self.one("camera-tile", SOON, |tile| tile.data("state") == "live");
    }

    /// Waits until the live picture shows somebody with this name and verdict.
    pub fn until_on_the_picture(&self, who: &str, verdict: &str) {
        self.go("live");
        self.until_so(&format!("{who} is on the live picture as {verdict}"), A_WHILE, || {
            self.labels().iter().any(|face| face.who == who && face.verdict == verdict)
        });
    }

    /// The street begins anew with its camera, so those of its opening come again.
    pub fn begin_the_street_again(&self) {
        self.go("cameras");
        for state in ["off", "live"] {
            self.click(&named("camera-switch"));
            self.one("camera-row", SOON, |row| row.data("state") == state);
        }
    }

    /// Waits for the alert about somebody; others that come before are acknowledged.
    pub fn until_alert_of(&self, name: &str) -> Seen {
        self.until(&format!("the alert about {name} is over everything"), A_WHILE, || {
            let popup = self.all("alert-popup").into_iter().next()?;
            if popup.text.contains(name) {
                return Some(popup);
            }
            self.acknowledge(&popup);
            None
        })
    }

    /// Acknowledges the alert that is shown, and waits until it is gone.
    pub fn acknowledge(&self, popup: &Seen) {
        let is_gone = || self.all("alert-popup").iter().all(|other| other.data("alert") != popup.data("alert"));
        self.click(&named("alert-acknowledge"));
        self.until_so("the alert is gone", SOON, is_gone);
    }

    /// Names somebody under Visitors.
    pub fn name_visitor(&self, visitor: &str, name: &str) {
        self.go("visitors");
        let field = format!("{}[data-visitor='{visitor}'] {}", named("visitor-card"), named("visitor-name-input"));
        let is_named = || self.all("visitor-card").iter().all(|card| card.data("visitor") != visitor);
        self.enter(&field, name, is_named);
    }

    fn person(&self, name: &str, limit: Duration) -> Seen {
        self.go("people");
        self.one("person-card", limit, |card| card.data("name") == name)
    }
}

#[test]
fn a_stranger_is_named_the_unwelcome_raise_an_alert_and_all_of_it_outlives_a_quit() {
    let home = Home::new("street");
    let desktop = Desktop::start(&home);
    let program = Program::start(&home, &["--demo"]);

    // Somebody who is known is named on the picture.
    program.until_live();
    let known = of_the_cast(Part::Known);
    program.until_so("somebody known is named on the picture", A_WHILE, || {
        program.labels().iter().any(|face| face.verdict == "known" && known.contains(&face.who.as_str()))
    });

    // Somebody unwelcome comes: alert and notification.
    let unwelcome = of_the_cast(Part::Blacklisted)[0];
    let popup = program.until_alert_of(unwelcome);
    let notification = desktop.notification_of(&program, unwelcome);
    assert_urgent_with_picture(&notification);
    program.acknowledge(&popup);
    program.go("alerts");
    let row = program.one("alert-row", SOON, |row| row.data("alert") == popup.data("alert"));
    assert!(row.text.contains(unwelcome), "{row:?}");
    program
        .one("alert-row", SOON, |row| row.data("alert") == popup.data("alert") && row.data("acknowledged") == "true");
    // His visit goes on; it stays at one alert until he comes again.
    program.go("live");
    program.until_so("he has gone", A_WHILE, || program.labels().iter().all(|face| face.who != unwelcome));
    program.go("alerts");
    let row_count = |name: &str| program.all("alert-row").iter().filter(|row| row.text.contains(name)).count();
    program.until_so("the alerts are listed", SOON, || row_count(unwelcome) > 0);
    assert_eq!(row_count(unwelcome), 1, "one alert a visit");
    assert_eq!(desktop.notifications_of(unwelcome).len(), 1, "one notification a visit");
    let closed =
        || desktop.calls().iter().any(|call| call["call"] == "CloseNotification" && call["id"] == notification["id"]);
    program.until_so("an acknowledged alert is no longer on the desktop", SOON, closed);

    // A stranger is named, and from then on it is her name that stands on the picture.
    program.go("visitors");
    let cards = program.until("a stranger waits for a name", A_WHILE, || {
        Some(program.all("visitor-card")).filter(|all| !all.is_empty())
    });
    // The one of the opening, who comes first whenever the street begins.
    let first = cards.iter().min_by_key(|card| card.data("visitor").parse::<i64>().expect("a number")).expect("one");
    let visitor = first.data("visitor").to_owned();
    program.name_visitor(&visitor, STRANGER);
    assert_eq!(program.person(STRANGER, SOON).data("kind"), "known");
    program.begin_the_street_again();
    program.until_on_the_picture(STRANGER, "known");

    // Undo makes her a stranger again, as she was.
    program.click(&named("undo"));
    program.go("visitors");
    program.one("visitor-card", SOON, |card| card.data("visitor") == visitor);
    program.go("people");
    program.until_so("nobody has the name any more", SOON, || {
        let people = program.all("person-card");
        !people.is_empty() && people.iter().all(|card| card.data("name") != STRANGER)
    });
    program.name_visitor(&visitor, STRANGER);
    let person = program.person(STRANGER, SOON);

    // The next day.
    let alerts_before = desktop.notifications_of(unwelcome).len();
    program.quit();
    let program = Program::start(&home, &[]);
    let again = program.person(STRANGER, SOON);
    assert_eq!((again.data("kind"), again.data("person")), ("known", person.data("person")), "she is still known");
    for name in known {
        assert_eq!(program.person(name, SOON).data("kind"), "known");
    }
    assert_eq!(program.person(unwelcome, SOON).data("kind"), "blacklisted");
    program.go("alerts");
    let row = program.one("alert-row", SOON, |row| row.data("alert") == popup.data("alert"));
    assert_eq!(row.data("acknowledged"), "true", "what was acknowledged stays so");
    assert!(program.all("alert-row").len() >= alerts_before, "no alert was lost");
    program.until_on_the_picture(STRANGER, "known");
    program.quit();
}

#[test]
fn a_visitor_who_is_blacklisted_raises_an_alert_by_coming_again() {
    let home = Home::new("blacklist");
    let desktop = Desktop::start(&home);
    let program = Program::start(&home, &["--demo"]);
    program.until_live();

    program.go("visitors");
    let card = program.one("visitor-card", A_WHILE, |_| true);
    let visitor = card.data("visitor").to_owned();
    let button = format!("{}[data-visitor='{visitor}'] {}", named("visitor-card"), named("visitor-blacklist"));
    program.click(&button);
    program.until_so("who is blacklisted waits for no name", SOON, || {
        program.all("visitor-card").iter().all(|card| card.data("visitor") != visitor)
    });
    program.go("people");
    let household = of_the_cast(Part::Blacklisted);
    let person = program
        .one("person-card", SOON, |card| card.data("kind") == "blacklisted" && !household.contains(&card.data("name")));
    let name = person.data("name");
    assert!(!name.is_empty(), "everybody can be spoken of: {person:?}");

    let before = desktop.notifications_of(name).len();
    program.begin_the_street_again();
    let popup = program.until_alert_of(name);
    program.until_so("the desktop says so, too", SOON, || desktop.notifications_of(name).len() > before);
    assert_urgent_with_picture(desktop.notifications_of(name).last().expect("one"));
    program.acknowledge(&popup);
    program.quit();
}
