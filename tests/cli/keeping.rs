//! Backups, exports, erasures and starting with the system, as the real program does them.

use crate::home::{Home, code, printed};
use porchlight_domain::{PersonKind, Timestamp};
use porchlight_store::{NewPerson, Store};
use serde_json::json;
use std::{fs, path::Path};

fn text(path: &Path) -> &str {
    path.to_str().expect("text")
}

/// A home in which these people have names.
fn home_of(names: &[&str]) -> Home {
    let home = Home::new();
    let store = Store::open(&home.data_dir()).expect("a database");
    for name in names {
        let new = NewPerson { name: (*name).into(), kind: PersonKind::Known, is_demo: false, at: Timestamp(1) };
        store.add_person(&new).expect("is added");
    }
    home
}

fn names(home: &Home) -> Vec<String> {
    let (_, people) = home.json(["people", "--json"]);
    let people = people.as_array().expect("a list").clone();
    people.into_iter().filter_map(|one| one["name"].as_str().map(str::to_owned)).collect()
}

#[test]
fn a_backup_is_restored_in_another_home_and_taken_back() {
    let (home, other) = (home_of(&["Anna", "Bo"]), home_of(&["Cleo"]));
    let file = home.path("home.zip");
    let (ended, made) = home.json(["backup", text(&file), "--json"]);
    assert_eq!((ended, &made["people"], &made["has_camera_passwords"]), (0, &json!(2), &json!(true)));
    let (ended, checked) = other.json(["restore", text(&file), "--check", "--json"]);
    assert_eq!((ended, checked), (0, made));
    assert_eq!(names(&other), ["Cleo"], "checking changes nothing");

    let output = other.porchlight(["restore", text(&file)]).output().expect("it runs");
    assert_eq!(code(&output), 1, "nobody confirmed it: {:?}", printed(&output));
    assert_eq!(names(&other), ["Cleo"]);
    let output = other.porchlight(["restore", text(&file), "--yes"]).output().expect("it runs");
    assert_eq!(code(&output), 0, "{:?}", printed(&output));
    assert_eq!(names(&other), ["Anna", "Bo"]);
    let output = other.porchlight(["restore", "--back", "--yes"]).output().expect("it runs");
    assert_eq!(code(&output), 0, "{:?}", printed(&output));
    assert_eq!(names(&other), ["Cleo"]);
}

#[test]
fn what_is_no_backup_is_refused_and_nothing_changes() {
    let home = home_of(&["Anna"]);
    let letter = home.file("letter.zip", b"Dear Anna");
    for arguments in [&["restore", text(&letter), "--yes"][..], &["restore", text(&letter), "--check"]] {
        let output = home.porchlight(arguments).output().expect("it runs");
        assert_eq!(code(&output), 1);
        assert!(printed(&output).1.contains("no backup of Porchlight"), "{:?}", printed(&output));
    }
    assert_eq!(names(&home), ["Anna"]);
}

#[test]
fn nothing_is_replaced_or_erased_while_another_program_watches() {
    let home = home_of(&["Anna"]);
    let file = home.path("home.zip");
    home.json(["backup", text(&file), "--json"]);
    let window = Store::open(&home.data_dir()).expect("opens");
    window.people().expect("reads");
    for arguments in [&["restore", text(&file), "--yes"][..], &["erase", "--everybody", "--yes"]] {
        let output = home.porchlight(arguments).output().expect("it runs");
        assert_eq!(code(&output), 1, "{arguments:?}");
        assert!(printed(&output).1.contains("data folder open"), "{:?}", printed(&output));
    }
    let (ended, _) = home.json(["backup", text(&file), "--json"]);
    assert_eq!(ended, 0, "a backup can be made all the same");
    assert_eq!(names(&home), ["Anna"]);
}

#[test]
fn one_person_everybody_and_everything_are_erased_with_the_proof() {
    let home = home_of(&["Anna", "Bo", "Cleo"]);
    let output = home.porchlight(["erase", "Anna"]).output().expect("it runs");
    assert_eq!(code(&output), 1, "nobody confirmed it");
    let (ended, erased) = home.json(["erase", "anna", "--yes", "--json"]);
    assert_eq!((ended, &erased["people"], &erased["traces_found"]), (0, &json!(1), &json!(0)));
    assert_eq!(names(&home), ["Bo", "Cleo"]);
    let output = home.porchlight(["erase", "Anna", "--yes"]).output().expect("it runs");
    assert_eq!(code(&output), 1, "she is gone");
    let (ended, erased) = home.json(["erase", "--everything", "--yes", "--json"]);
    assert_eq!((ended, &erased["people"], &erased["is_gone"]), (0, &json!(2), &json!(true)));
    assert!(names(&home).is_empty());
}

#[test]
fn everything_about_somebody_is_written_into_a_file() {
    let home = home_of(&["Anna"]);
    let file = home.path("anna.zip");
    let (ended, written) = home.json(["export", "Anna", text(&file), "--json"]);
    assert_eq!((ended, &written["sightings"]), (0, &json!(0)));
    assert!(fs::metadata(&file).expect("is there").len() > 100);
    let output = home.porchlight(["export", "Anna", text(&home.path("anna.exe"))]).output().expect("it runs");
    assert_eq!(code(&output), 1, "only a ZIP file is written");
    let output = home.porchlight(["export", "Nobody", text(&file)]).output().expect("it runs");
    assert_eq!(code(&output), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn starting_with_the_system_is_off_until_it_is_asked_for_and_leaves_nothing_behind() {
    let home = Home::new();
    let config = home.path("config");
    let entry = config.join("autostart/porchlight.desktop");
    let answer = |arguments: &[&str]| {
        let output = home.porchlight(arguments).env("XDG_CONFIG_HOME", &config).output().expect("it runs");
        assert_eq!(code(&output), 0, "{:?}", printed(&output));
        printed(&output).0
    };
    assert_eq!(answer(&["autostart"]), "off\n");
    assert_eq!(answer(&["autostart", "on"]), "on\n");
    let written = fs::read_to_string(&entry).expect("is there");
    assert!(written.contains("\"--hidden\"") && written.contains(text(&home.data_dir())), "{written}");
    assert_eq!(answer(&["autostart"]), "on\n");
    assert_eq!(answer(&["autostart", "off"]), "off\n");
    assert!(!entry.exists());
}
