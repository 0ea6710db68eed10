//! A picture of every view, by night and by day, for whoever wants to look.

use crate::{
    home::Home,
    page::{A_WHILE, SOON, named},
    program::Program,
    street::of_the_cast,
};
use porchlight_testkit::Part;

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

    /// The live view with somebody known and a stranger, and an alert, whichever comes first.
    fn keep_pictures_of_the_street(&self, theme: &str) {
        let unwelcome = of_the_cast(Part::Blacklisted)[0];
        let (mut has_two, mut has_alert) = (false, false);
        self.until_so("two people and an alert were on the picture", A_WHILE, || {
            if let Some(popup) = self.all("alert-popup").first() {
                if !has_alert && popup.text.contains(unwelcome) {
                    self.keep_picture_of(&format!("alert-{theme}"));
                    has_alert = true;
                }
                self.acknowledge(popup);
            }
            let faces = self.labels();
            if !has_two && ["known", "visitor"].iter().all(|verdict| faces.iter().any(|face| face.verdict == *verdict))
            {
                self.keep_picture_of(&format!("live-{theme}"));
                has_two = true;
            }
            has_two && has_alert
        });
    }

    fn keep_picture_of(&self, name: &str) -> f64 {
        self.until_drawn();
        self.keep_picture(name)
    }
}

#[test]
fn every_view_has_something_to_show_by_night_and_by_day() {
    let home = Home::new("views");
    let program = Program::start(&home, &["--demo"]);
    program.until_live();

    let mut brightness = [0.0; 2];
    for (theme, bright) in ["dark", "light"].into_iter().zip(&mut brightness) {
        program.choose_theme(theme);
        program.begin_the_street_again();
        program.go("live");
        program.keep_pictures_of_the_street(theme);
        for view in ["visitors", "people", "alerts", "cameras", "settings"] {
            program.go(view);
            let seen = program.keep_picture_of(&format!("{view}-{theme}"));
            if view == "settings" {
                *bright = seen;
            }
        }
    }
    assert!(brightness[0] + 60.0 < brightness[1], "the night is darker than the day: {brightness:?}");
    program.quit();
}
