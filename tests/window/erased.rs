//! What an owner changes her mind about, and what is gone for good: two strangers are one and two again, a face is looked for by a
//! picture, the window speaks German also the next day, and nothing is left on the disk of somebody who was erased.

use crate::{
    home::Home,
    page::{A_WHILE, SOON, named},
    program::Program,
    traces::Traces,
};
use porchlight_testkit::{CAST, Role, portrait};
use std::{collections::BTreeSet, fs};

const SIDE: u32 = 480;

impl Program {
    /// Chooses two strangers, and makes one of them.
    fn merge_and_take_back(&self) {
        self.go("visitors");
        let cards = || -> BTreeSet<String> {
            self.all("visitor-card").iter().map(|card| card.data("visitor").to_owned()).collect()
        };
        self.until_so("two strangers wait for a name", A_WHILE, || cards().len() >= 2);
        let two: BTreeSet<String> = cards().into_iter().take(2).collect();
        for visitor in &two {
            let card = format!("{}[data-visitor='{visitor}']", named("visitor-card"));
            self.click(&format!("{card} {}", named("visitor-choose")));
            self.until_so("it is chosen", SOON, || self.count(&format!("{card}[data-chosen='true']")) == 1);
        }
        self.click(&named("selection-merge"));
        let left = || cards().intersection(&two).count();
        self.until_so("the two are one", SOON, || {
            // They look like two people, and she is asked who of them is meant.
            if self.count(&named("together-go")) > 0 {
                self.choose_all_who_are_left_out();
                self.click(&named("together-go"));
            }
            left() == 1
        });
        self.click(&named("undo"));
        self.until_so("they are two again", SOON, || left() == 2);
    }

    fn choose_all_who_are_left_out(&self) {
        let left_out = format!("{} input:not(:checked)", named("together-visitor"));
        while self.count(&left_out) > 0 {
            self.click(&left_out);
        }
    }

    /// Looks for somebody by a picture that the program never saw.
    fn find_by_picture(&self, home: &Home, role: &Role) {
        let drawn = portrait(role.seed, SIDE);
        let picture = home.path("somebody.ppm");
        let head = format!("P6\n{} {}\n255\n", drawn.width, drawn.height).into_bytes();
        fs::write(&picture, [head, drawn.rgb].concat()).expect("a picture");
        self.click(&named("timeline-find-picture"));
        self.one("timeline-picture", SOON, |_| true);
        self.give_file(&named("timeline-picture"), &picture);
        self.one("timeline-found", SOON, |found| found.data("ready") == "true");
        let found = self.one("timeline-row", SOON, |_| true);
        assert!(found.text.contains(role.name), "whoever is most alike comes first: {found:?}");
        self.click(&named("timeline-back"));
    }

    fn speaks_german(&self) {
        self.until_so("the window speaks German", SOON, || {
            self.script("return document.documentElement.lang", vec![]) == "de"
        });
        self.one("nav-visitors", SOON, |entry| entry.text.contains("Besucher"));
    }
}

#[test]
fn strangers_are_merged_and_parted_a_face_is_found_the_language_stays_and_nothing_is_left_of_the_erased() {
    let home = Home::new("erased");
    let program = Program::start(&home, &["--demo"]);
    program.until_live();
    program.merge_and_take_back();

    program.go("timeline");
    let is_of = |text: &str| CAST.iter().find(|role| text.contains(role.name));
    let seen = program.one("timeline-row", A_WHILE, |row| row.data("verdict") == "known" && is_of(&row.text).is_some());
    let role = is_of(&seen.text).expect("one of the cast");
    program.find_by_picture(&home, role);

    program.go("settings");
    program.choose_in_all("settings-language", "de");
    program.speaks_german();

    // Nobody is written down while she is erased: otherwise she would be a stranger with the same face again.
    program.go("cameras");
    program.click(&named("camera-switch"));
    program.one("camera-row", SOON, |row| row.data("state") == "off");
    let traces = Traces::of(&home.data_dir(), role.name);
    program.go("people");
    program.click(&format!("{}[data-name='{}']", named("person-card"), role.name));
    program.one("person-page", SOON, |page| page.data("name") == role.name);
    program.click(&named("person-remove"));
    program.click(&named("person-erase"));
    program.one("erased-proof", SOON, |proof| proof.data("gone") == "true");
    program.quit();
    assert_eq!(
        traces.files_with_any(&home.data_dir()),
        Vec::<std::path::PathBuf>::new(),
        "nothing is left on the disk"
    );

    let program = Program::start(&home, &[]);
    program.speaks_german();
    program.go("people");
    program.until_so("the others are there, and she is not", SOON, || {
        let people = program.all("person-card");
        !people.is_empty() && people.iter().all(|card| card.data("name") != role.name)
    });
    program.quit();
}
