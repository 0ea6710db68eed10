//! A new home without a picture at hand: its first camera, somebody who is taught before it and known from then on, and a backup
//! every week into a folder that the owner chooses in the system's own dialog.

use crate::{
    desktop::choose_in_dialog,
    home::Home,
    page::{SOON, named},
    program::Program,
};
use porchlight_testkit::video_of_somebody;
use std::{ffi::OsStr, fs, path::Path};

/// Nobody of the demo street.
const SOMEBODY: u64 = 777;
const NAME: &str = "Robin";

impl Program {
    fn add_film(&self, name: &str, film: &Path) {
        self.go("cameras");
        self.click(&named("add-camera"));
        self.click(&format!("label:has({})", named("camera-kind-file")));
        self.write(&named("camera-path"), &film.to_string_lossy());
        self.write(&named("camera-name"), name);
        self.click(&named("camera-save"));
        self.one("camera-row", SOON, |row| row.text.contains(name) && row.data("state") == "live");
    }

    /// Takes two pictures of whoever stands before the camera, and takes the first one back.
    fn take_pictures(&self) {
        self.one("teach-picture", SOON, |picture| picture.data("ready") == "true");
        self.one("teach-hint", SOON, |hint| hint.text.is_empty());
        for count in 1..=2 {
            self.click(&format!("{}[aria-disabled='false']", named("teach-take")));
            self.until_so(&format!("{count} were taken"), SOON, || self.all("teach-shot").len() == count);
        }
        self.click(&named("teach-take-back"));
        self.until_so("one is left", SOON, || self.all("teach-shot").len() == 1);
        self.click(&named("teach-use"));
    }
}

#[test]
fn whoever_is_taught_before_the_first_camera_is_known_and_a_backup_is_made_every_week_where_the_owner_says() {
    let home = Home::new("lesson");
    let film = home.path("hall.mp4");
    video_of_somebody(&film, SOMEBODY, 4).expect("a film");
    let program = Program::start(&home, &[]);
    program.add_film("Hall", &film);

    // The first camera leads to the first face.
    program.click(&named("first-faces-take"));
    program.take_pictures();
    program.write(&named("add-person-name"), NAME);
    program.click(&named("add-person-submit"));
    program.one("person-card", SOON, |card| card.data("name") == NAME && card.data("kind") == "known");
    program.until_on_the_picture(NAME, "known");

    // The system's own dialog takes a folder, and the first backup comes at once.
    let folder = home.path("backups");
    fs::create_dir(&folder).expect("a folder");
    program.go("settings");
    program.click(&named("weekly-on"));
    choose_in_dialog("Where weekly backups go", &folder);
    program.one("weekly-state", SOON, |state| state.data("tone") == "done");
    let made: Vec<_> = fs::read_dir(&folder).expect("the folder").map(|file| file.expect("a file").path()).collect();
    assert!(made.len() == 1 && made[0].extension() == Some(OsStr::new("zip")), "one whole backup: {made:?}");
    program.quit();
}
