//! The words of the command line: what is not understood is refused at once, with a secret kept.

use crate::home::{Home, code, printed};

#[test]
fn what_is_not_understood_is_refused_before_anything_is_made() {
    for arguments in [
        &["watch"][..],
        &["watch", "ftp://camera.local/live"],
        &["watch", "webcam:"],
        &["enroll", "Anna"],
        &["enroll", "  ", "anna.jpg"],
        &["identify"],
        &["models", "mend"],
        &["--demo", "people"],
        &["dance"],
        &["people", "--colour"],
        &["--sighting", "3", "people"],
        &["--sighting", "3", "--hidden"],
    ] {
        let home = Home::new();
        let output = home.porchlight(arguments).output().expect("it runs");
        let (text, remarks) = printed(&output);
        assert_eq!(code(&output), 2, "{arguments:?}: {remarks}");
        assert_eq!(text, "", "{arguments:?}: results only on standard output");
        assert!(!remarks.trim().is_empty(), "{arguments:?}: it says what is wrong");
        assert!(!home.data_dir().exists(), "{arguments:?}: nothing was made");
    }
}

#[test]
fn a_password_in_an_address_that_cannot_be_watched_is_not_repeated() {
    let output = Home::new().porchlight(["watch", "ftp://anna:s3cret@camera.local/"]).output().expect("it runs");
    let (text, remarks) = printed(&output);
    assert!(!text.contains("s3cret") && !remarks.contains("s3cret"), "{remarks}");
}

#[test]
fn help_and_version_are_answers() {
    for (argument, expected) in [("--help", "Exit codes:"), ("--version", env!("CARGO_PKG_VERSION"))] {
        let output = Home::new().porchlight([argument]).output().expect("it runs");
        let (text, remarks) = printed(&output);
        assert_eq!((code(&output), remarks.as_str()), (0, ""), "{argument}");
        assert!(text.contains(expected), "{argument}: {text}");
    }
}

#[test]
fn the_data_folder_is_where_it_was_said_to_be_and_for_its_owner_only() {
    let home = Home::new();
    let elsewhere = home.path("elsewhere");
    let mut people = assert_cmd::Command::new(crate::home::PROGRAM);
    let output = people.args(["people"]).env("PORCHLIGHT_DATA_DIR", &elsewhere).output().expect("it runs");
    assert_eq!(code(&output), 0, "{:?}", printed(&output));
    assert!(elsewhere.join("porchlight.db").is_file(), "named by the environment");
    let output = home.porchlight(["people"]).env("PORCHLIGHT_DATA_DIR", &elsewhere).output().expect("it runs");
    assert_eq!(code(&output), 0, "{:?}", printed(&output));
    assert!(home.data_dir().join("porchlight.db").is_file(), "the command line has the last word");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(home.data_dir()).expect("there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "nobody else looks into it");
    }
}

#[test]
fn a_sighting_is_asked_for_by_its_number_or_its_link_and_by_nothing_else() {
    for word in ["twelve", "0", "-3", "porchlight://person/3", "porchlight://sighting/"] {
        let home = Home::new();
        let output = home.porchlight([format!("--sighting={word}")]).output().expect("it runs");
        let said = printed(&output).1;
        assert_eq!(code(&output), 2, "{word}: {said}");
        assert!(said.contains("a sighting is named by its number or its link"), "{word}: {said}");
        assert!(!home.data_dir().exists(), "{word}: and nothing is made");
    }
}
