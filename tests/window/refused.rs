//! A start that is refused: the window says why, and another try works once the reason is gone.

use crate::{
    home::Home,
    page::{SOON, named},
    program::Program,
};
use std::fs;

#[test]
fn a_data_folder_that_is_mended_while_the_window_is_open_is_opened_by_the_next_try() {
    let home = Home::new("refused");
    // A folder where the database should be cannot be opened as one.
    let in_the_way = home.data_dir().join("porchlight.db");
    fs::create_dir_all(&in_the_way).expect("a folder");
    let program = Program::start(&home, &["--demo"]);
    let reason = program.one("refused-reason", SOON, |reason| !reason.text.is_empty());
    program.keep_picture_of("refused");

    let again = format!("{}:not(:disabled)", named("refused-again"));
    program.click(&again);
    program.until_so("it is refused again, for the same reason", SOON, || {
        program.count(&again) == 1 && program.all("refused-reason") == [reason.clone()]
    });

    fs::remove_dir(&in_the_way).expect("nothing was put into it");
    program.click(&again);
    program.until_so("nothing is refused any more", SOON, || program.count(&named("refused")) == 0);
    program.until_live();
    assert!(in_the_way.is_file(), "the database is where it belongs");
    program.quit();
}
