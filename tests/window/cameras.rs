//! A camera from nothing: tested before it is added, shown, and taken away again.

use crate::{
    desktop::close_window,
    home::Home,
    page::{SOON, named},
    program::Program,
};
use porchlight_testkit::{Codec, video_of_demo};

const FILM_SECONDS: u32 = 12;

#[test]
fn a_film_is_looked_at_added_watched_and_removed() {
    let home = Home::new("cameras");
    let film = home.path("a film.mp4");
    video_of_demo(&film, FILM_SECONDS, Codec::H264).expect("a film");
    let program = Program::start(&home, &[]);

    program.go("cameras");
    program.click(&named("add-camera"));
    program.click(&format!("label:has({})", named("camera-kind-file")));
    program.write(&named("camera-path"), &film.to_string_lossy());
    // The system's own dialog opens, and whoever closes it keeps what is typed.
    program.click(&named("camera-choose"));
    close_window("Choose a video file");
    let choose = format!("{}:not(:disabled)", named("camera-choose"));
    program.until_so("the dialog is closed", SOON, || program.count(&choose) == 1);
    program.click(&named("camera-test"));
    let preview = format!("{} img", named("camera-preview"));
    program.until_so("there is a picture of what the camera sees", SOON, || {
        program.script(
            "return (document.querySelector(arguments[0])?.naturalWidth ?? 0) > 0",
            vec![preview.clone().into()],
        ) == true
    });
    program.one("camera-preview", SOON, |preview| preview.text.contains("640"));
    program.write(&named("camera-name"), "Film night");
    program.click(&named("camera-save"));

    let row = program.one("camera-row", SOON, |row| row.text.contains("Film night"));
    program.go("live");
    program.one("camera-tile", SOON, |tile| tile.data("camera") == row.data("camera") && tile.data("state") == "live");
    program.until_so("somebody on the film is seen", SOON, || !program.labels().is_empty());

    program.go("cameras");
    program.click(&named("camera-more"));
    program.click("[role='menuitem']:last-of-type");
    program.click(&named("confirm"));
    program.until_so("the camera is gone", SOON, || program.all("camera-row").is_empty());
    program.go("live");
    program.until_so("nothing is shown of it", SOON, || program.all("camera-tile").is_empty());
    program.quit();
}
