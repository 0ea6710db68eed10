//! When the owner is told: a rule for strangers, snoozed from its notification; quiet hours, which the blacklist breaks through; and
//! the way from a notification to the reasons.

use crate::{
    desktop::{Desktop, assert_urgent_with_picture},
    home::Home,
    page::{A_WHILE, SOON, named},
    program::Program,
    street::of_the_cast,
};
use porchlight_testkit::Part;
use serde_json::Value;

/// In the heading of every notification about somebody without a name.
const STRANGER: &str = "A stranger";

impl Program {
    pub fn go_to_rules(&self) {
        self.go("alerts");
        self.click(&format!("{} label:has(input[data-value='rules'])", named("alerts-part")));
        self.one("rule-row", SOON, |_| true);
    }

    /// Quiet at any time of any day.
    fn be_quiet_always(&self) {
        self.go_to_rules();
        self.click(&named("quiet-hours"));
        self.until_so("every day has quiet hours", SOON, || self.all("quiet-day").len() == 7);
        // One day after the other: each change is a word of its own.
        for day in 0..7 {
            let of_day = format!("{}[data-day='{day}']", named("quiet-day"));
            let begins_and_ends = "const day = document.querySelector(arguments[0]); const list = day.querySelector(arguments[1]); \
                list.value = '0'; list.dispatchEvent(new Event('change', { bubbles: true })); return true";
            for list in ["quiet-from", "quiet-until"] {
                let words = vec![Value::from(of_day.clone()), Value::from(named(list))];
                self.script(begins_and_ends, words);
            }
        }
        self.one("silence-quiet", SOON, |now| now.text.contains("still breaks through"));
    }
}

#[test]
fn a_rule_tells_of_strangers_is_snoozed_from_its_notification_and_only_the_blacklist_breaks_through_quiet_hours() {
    let home = Home::new("rules");
    let desktop = Desktop::start(&home);
    let program = Program::start(&home, &["--demo"]);
    program.until_live();

    // A rule begins off, is tried, and holds once it is switched on.
    program.go_to_rules();
    program.click(&named("rule-add"));
    let rule = program.one("rule-row", SOON, |row| row.data("on") == "false");
    // Web views reckon the width of a list differently; in a sentence it is that of the words that are chosen.
    let too_wide = "return [...document.querySelectorAll(arguments[0] + ' select')].filter((list) => \
        list.offsetWidth > list.previousElementSibling.offsetWidth + 1).length";
    assert_eq!(program.script(too_wide, vec![Value::from(named("rule-sentence"))]), 0, "lists wider than their words");
    let this_rule = format!("{}[data-rule='{}']", named("rule-row"), rule.data("rule"));
    program.choose_in_all("rule-apart", "0");
    program.click(&format!("{this_rule} {}", named("rule-try")));
    program.one("rule-trial", SOON, |trial| trial.data("status") == "ready");
    program.keep_picture_of("rules");
    program.click(&format!("{this_rule} {}", named("rule-switch")));
    program.one("rule-row", SOON, |row| row.data("rule") == rule.data("rule") && row.data("on") == "true");

    // A stranger comes: the notification has its buttons, and a snooze on it is one in the window.
    program.begin_the_street_again();
    let notification = program
        .until("a notification about a stranger", A_WHILE, || desktop.notifications_of(STRANGER).into_iter().next());
    for button in ["default", "name", "snooze", "open"] {
        assert!(notification["actions"].get(button).is_some(), "{button}: {notification}");
    }
    desktop.invoke(&notification, "snooze");
    program.go("alerts");
    program.one("silence-snooze", SOON, |now| now.data("of") == "strangers");
    program.one("alert-row", SOON, |row| row.data("from") == "notification");
    let closed =
        || desktop.calls().iter().any(|call| call["call"] == "CloseNotification" && call["id"] == notification["id"]);
    program.until_so("an acknowledged alert is no longer on the desktop", SOON, closed);

    // Quiet hours instead of the snooze: strangers are silent, the blacklist is not.
    program.be_quiet_always();
    program.click(&named("snooze-end"));
    program.until_so("nothing is snoozed", SOON, || program.all("silence-snooze").is_empty());
    let strangers_before = desktop.notifications_of(STRANGER).len();
    let unwelcome = of_the_cast(Part::Blacklisted)[0];
    let unwelcome_before = desktop.notifications_of(unwelcome).len();
    program.begin_the_street_again();
    let urgent = program.until("the blacklist breaks through", A_WHILE, || {
        desktop.notifications_of(unwelcome).into_iter().nth(unwelcome_before)
    });
    assert_urgent_with_picture(&urgent);
    assert_eq!(desktop.notifications_of(STRANGER).len(), strangers_before, "no stranger was told of");

    // Open leads to the reasons of that sighting.
    desktop.invoke(&urgent, "open");
    let why = program.one("why-panel", SOON, |panel| panel.data("ready") == "true");
    assert!(why.text.contains(unwelcome), "it is about him: {why:?}");
    program.quit();
}
