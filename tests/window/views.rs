//! A picture of every view, by night and by day, for whoever wants to look.

use crate::{
    home::Home,
    page::{A_WHILE, SOON, named},
    program::Program,
    street::{STRANGER, of_the_cast},
};
use porchlight_testkit::Part;
use std::time::Duration;

const A_MINUTE: Duration = Duration::from_secs(60);

impl Program {
    fn choose_theme(&self, theme: &str) {
        self.go("settings");
        self.click(&format!("{} label:has(input[data-value='{theme}'])", named("settings-theme")));
        self.until_so(&format!("the theme is {theme}"), SOON, || {
            self.script("return document.documentElement.dataset.theme", vec![]) == theme
        });
    }

    /// Waits until nothing moves any more and every picture that can be seen is on the screen.
    fn until_drawn(&self) {
        let moves = "return document.getAnimations().some((one) => one.playState === 'running')";
        self.until_so("nothing moves", SOON, || self.script(moves, vec![]) == false);
        // Pictures out of sight are never fetched. Two frames later what was decoded is painted, too.
        let drawn = "const isSeen = (image) => { const place = image.getBoundingClientRect(); \
                return place.width > 0 && place.bottom > 0 && place.top < innerHeight }; \
            const isHere = (image) => image.decode().catch(() => undefined); \
            Promise.all([document.fonts.ready, ...[...document.images].filter(isSeen).map(isHere)]) \
                .then(() => requestAnimationFrame(() => requestAnimationFrame(() => arguments[0](true))))";
        let drawn = self.command(self.client().execute_async(drawn, vec![]));
        assert_eq!(drawn.expect("an answer"), true, "everything is drawn");
    }

    /// The live view with somebody known and a stranger, and an alert, whichever comes first. Gives who the known one was.
    fn keep_pictures_of_the_street(&self, theme: &str) -> String {
        let unwelcome = of_the_cast(Part::Blacklisted)[0];
        let (mut known, mut has_alert) = (None, false);
        self.until("two people and an alert were on the picture", A_WHILE, || {
            if let Some(popup) = self.all("alert-popup").first() {
                if !has_alert && popup.text.contains(unwelcome) {
                    self.keep_picture_of(&format!("alert-{theme}"));
                    has_alert = true;
                }
                self.acknowledge(popup);
            }
            let faces = self.labels();
            let with = |verdict: &str| faces.iter().find(|face| face.verdict == verdict);
            if let (None, Some(one), Some(_)) = (&known, with("known"), with("visitor")) {
                self.keep_picture_of(&format!("live-{theme}"));
                known = Some(one.who.clone());
            }
            known.clone().filter(|_| has_alert)
        })
    }

    /// Somebody's page, and beside it why they were recognised.
    fn keep_pictures_of_a_person(&self, name: &str, theme: &str) {
        self.go("people");
        self.click(&format!("{}[data-name='{name}']", named("person-card")));
        self.one("person-page", SOON, |page| page.data("name") == name);
        let sighting = self.one("sighting-row", SOON, |_| true);
        self.keep_picture_of(&format!("person-{theme}"));
        self.click(&format!("{}[data-sighting='{}']", named("sighting-row"), sighting.data("sighting")));
        let why = self.one("why-panel", SOON, |panel| panel.data("ready") == "true");
        assert!(why.text.contains(name), "it says who it may be: {why:?}");
        self.keep_picture_of(&format!("why-{theme}"));
    }

    /// Everything that was seen, and every time that one of those faces was here.
    fn keep_pictures_of_the_timeline(&self, theme: &str) {
        self.go("timeline");
        let row = self.one("timeline-row", SOON, |row| row.data("verdict") == "known");
        self.keep_picture_of(&format!("timeline-{theme}"));
        let this_row = format!("{}[data-sighting='{}']", named("timeline-row"), row.data("sighting"));
        self.click(&format!("{this_row} {}", named("timeline-find")));
        self.one("timeline-found", SOON, |found| found.data("ready") == "true");
        self.one("timeline-row", SOON, |found| found.data("sighting") == row.data("sighting"));
        self.keep_picture_of(&format!("found-{theme}"));
    }

    /// What was done, with an act that is then taken back by itself.
    fn keep_picture_of_the_journal(&self, theme: &str) {
        self.go("visitors");
        let visitor = self.one("visitor-card", A_WHILE, |_| true);
        self.name_visitor(visitor.data("visitor"), STRANGER);
        self.click(&named("open-journal"));
        let act = self.one("act", SOON, |act| act.text.contains(STRANGER) && act.data("undone") == "false");
        self.keep_picture_of(&format!("journal-{theme}"));
        self.click(&format!("{}[data-act='{}'] {}", named("act"), act.data("act"), named("act-undo")));
        self.one("act", SOON, |seen| seen.data("act") == act.data("act") && seen.data("undone") == "true");
        self.click(&named("journal-done"));
    }

    /// A picture of the window as soon as all of it is drawn.
    pub fn keep_picture_of(&self, name: &str) -> f64 {
        self.until_drawn();
        self.keep_picture(name)
    }
}

#[test]
fn every_view_has_something_to_show_by_night_and_by_day() {
    let home = Home::new("views");
    let program = Program::start(&home, &[]);
    for theme in ["dark", "light"] {
        program.choose_theme(theme);
        program.go("live");
        program.one("start-demo", SOON, |_| true);
        program.keep_picture_of(&format!("welcome-{theme}"));
    }
    // From nothing to the first name there is one click, and less than a minute.
    program.click(&named("start-demo"));
    program.until("somebody is known", A_MINUTE, || program.labels().into_iter().find(|face| face.verdict == "known"));

    let mut brightness = [0.0; 2];
    for (theme, bright) in ["dark", "light"].into_iter().zip(&mut brightness) {
        program.choose_theme(theme);
        program.begin_the_street_again();
        program.go("live");
        let known = program.keep_pictures_of_the_street(theme);
        program.keep_pictures_of_a_person(&known, theme);
        program.keep_pictures_of_the_timeline(theme);
        program.keep_picture_of_the_journal(theme);
        for view in ["visitors", "people", "alerts", "cameras", "health", "settings"] {
            program.go(view);
            let seen = program.keep_picture_of(&format!("{view}-{theme}"));
            if view == "settings" {
                *bright = seen;
            }
        }
        program.go_to_rules();
        program.keep_picture_of(&format!("rules-{theme}"));
    }
    assert!(brightness[0] + 60.0 < brightness[1], "the night is darker than the day: {brightness:?}");
    program.quit();
}
