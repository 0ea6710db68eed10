//! `enroll`, `import`, `identify` and `people`: what was taught is known afterwards, and nothing else is.

use crate::home::{Home, code, couple, first, printed, wall};
use porchlight_testkit::{CAST, Part};
use serde_json::{Value, json};
use std::path::Path;

fn text(path: &Path) -> &str {
    path.to_str().expect("plain names")
}

fn outcomes(files: &Value) -> Vec<&str> {
    files.as_array().expect("a list").iter().map(|file| file["outcome"].as_str().expect("a word")).collect()
}

#[test]
fn people_who_were_taught_are_recognised_and_others_are_not() {
    let (anna, victor, stranger) = (first(Part::Known), first(Part::Blacklisted), first(Part::Stranger));
    let home = Home::new();
    let teach = |who: &str, more: &[&str]| {
        let pictures: Vec<_> = (0..3).map(|n| home.portrait(&format!("{who} {n}.jpg"), who, n)).collect();
        let mut arguments = vec!["enroll", who];
        arguments.extend(pictures.iter().map(|path| text(path)));
        arguments.extend(more);
        arguments.push("--json");
        home.json(arguments)
    };
    let (code, taught) = teach(anna, &[]);
    assert_eq!((code, &taught["is_new"], &taught["kind"]), (0, &json!(true), &json!("known")), "{taught}");
    assert_eq!(taught["pictures"]["added"], 3, "{taught}");
    let (code, taught) = teach(victor, &["--blacklist"]);
    assert_eq!((code, &taught["kind"]), (0, &json!("blacklisted")), "{taught}");

    let asked = [anna, victor, stranger].map(|who| home.portrait(&format!("asked {who}.jpg"), who, 7));
    let mut arguments = vec!["identify"];
    arguments.extend(asked.iter().map(|path| text(path)));
    arguments.push("--json");
    let (code, answers) = home.json(arguments);
    assert_eq!(code, 0, "everybody has a face: {answers}");
    let face = |n: usize| &answers[n]["faces"][0];
    assert_eq!((&face(0)["name"], &face(0)["verdict"]), (&json!(anna), &json!("known")), "{answers}");
    assert_eq!((&face(1)["name"], &face(1)["verdict"]), (&json!(victor), &json!("blacklisted")), "{answers}");
    assert_eq!(face(2)["name"], Value::Null, "a stranger has no name: {answers}");
    for n in 0..3 {
        let area: Vec<f64> = serde_json::from_value(face(n)["box"].clone()).expect("four numbers");
        assert!(area[0] >= 0.0 && area[0] + area[2] <= 480.0 && area[2] > 100.0, "on the portrait: {area:?}");
        assert_eq!(face(n)["candidates"].as_array().map(Vec::len), Some(2), "two people could be meant: {answers}");
    }

    let (code, people) = home.json(["people", "--json"]);
    let listed: Vec<_> = people.as_array().expect("a list").iter().map(|one| (&one["name"], &one["kind"])).collect();
    assert_eq!(code, 0, "they are listed");
    assert_eq!(listed, [(&json!(anna), &json!("known")), (&json!(victor), &json!("blacklisted"))], "by name");
}

#[test]
fn a_name_that_is_there_gets_more_pictures_and_a_copy_is_told_to_be_one() {
    let home = Home::new();
    let (one, other) = (home.portrait("1.jpg", first(Part::Known), 0), home.portrait("2.jpg", first(Part::Known), 1));
    let (code, _) = home.json(["enroll", "Anna", text(&one), "--json"]);
    assert_eq!(code, 0, "added");
    let (code, again) = home.json(["enroll", " anna ", text(&other), text(&one), "--json"]);
    assert_eq!(code, 0, "a duplicate is no fault: {again}");
    assert_eq!(again["is_new"], false, "case and spaces do not make another person: {again}");
    assert_eq!(outcomes(&again["files"]), ["added", "duplicate"], "{again}");
    let (_, blacklisted) = home.json(["enroll", "Anna", text(&one), "--blacklist", "--json"]);
    assert_eq!(blacklisted["kind"], "blacklisted", "the owner's latest word holds: {blacklisted}");
    let (_, people) = home.json(["people", "--json"]);
    assert_eq!(people.as_array().map(Vec::len), Some(1), "one person: {people}");
    assert_eq!((&people[0]["faces"], &people[0]["kind"]), (&json!(2), &json!("blacklisted")), "{people}");
}

#[test]
fn nobody_is_added_from_pictures_that_cannot_be_used_and_each_is_told_apart() {
    let home = Home::new();
    let (empty, two) = (
        home.picture("wall.jpg", &wall()),
        home.picture("two.jpg", &couple(first(Part::Known), first(Part::Stranger))),
    );
    let (torn, gone) = (home.file("torn.jpg", b"\xff\xd8\xff\xe0 torn"), home.path("gone.jpg"));
    let arguments = ["enroll", "Anna", text(&empty), text(&two), text(&torn), text(&gone), "--json"];
    let (code, answer) = home.json(arguments);
    assert_eq!(code, 4, "nothing could be used: {answer}");
    assert_eq!(outcomes(&answer["files"]), ["no-face", "several-faces", "unreadable", "unreadable"], "{answer}");
    assert_eq!((&answer["files"][1]["faces"], &answer["kind"]), (&json!(2), &Value::Null), "{answer}");
    let (_, people) = home.json(["people", "--json"]);
    assert_eq!(people, json!([]), "nobody was added");
}

#[test]
fn a_folder_of_people_is_imported_and_a_second_time_changes_nothing() {
    let home = Home::new();
    let known: Vec<&str> = CAST.iter().filter(|role| role.part == Part::Known).map(|role| role.name).take(3).collect();
    for who in &known {
        home.portrait(&format!("album/{who}/1.jpg"), who, 0);
        home.portrait(&format!("album/{who}/2.jpg"), who, 1);
    }
    // The same picture once more, nobody, two people, no picture at all, and a file that belongs to nobody.
    home.portrait(&format!("album/{}/copy.jpg", known[0]), known[0], 0);
    home.picture(&format!("album/{}/wall.jpg", known[0]), &wall());
    home.picture(&format!("album/{}/two.jpg", known[1]), &couple(known[0], known[1]));
    home.file(&format!("album/{}/notes.txt", known[2]), b"not a picture");
    home.file(&format!("album/{}/.hidden", known[2]), b"of no interest");
    home.file("album/stray.jpg", b"whose?");
    let album = home.path("album");

    let (code, done) = home.json(["import", text(&album), "--json"]);
    assert_eq!(code, 4, "some pictures could not be used: {done}");
    let counts = json!({"added": 6, "duplicates": 1, "without_face": 1, "several_faces": 1, "unreadable": 1});
    assert_eq!(done["pictures"], counts, "{done}");
    assert_eq!((&done["new_people"], &done["people"]), (&json!(3), &json!(3)), "{done}");
    assert!(done["outside"][0].as_str().is_some_and(|path| path.ends_with("stray.jpg")), "left alone: {done}");

    let (_, second) = home.json(["import", text(&album), "--json"]);
    let counts = json!({"added": 0, "duplicates": 7, "without_face": 1, "several_faces": 1, "unreadable": 1});
    assert_eq!((&second["pictures"], &second["new_people"]), (&counts, &json!(0)), "{second}");
    let (_, people) = home.json(["people", "--json"]);
    let faces: Vec<_> = people.as_array().expect("a list").iter().map(|one| &one["faces"]).collect();
    assert_eq!(faces, [&json!(2), &json!(2), &json!(2)], "{people}");
}

#[test]
fn a_folder_without_people_and_a_folder_that_is_not_there_are_said_to_be_so() {
    let home = Home::new();
    home.file("bare/readme.txt", b"no folder here");
    let output = home.porchlight(["import", text(&home.path("bare"))]).output().expect("it runs");
    assert_eq!(code(&output), 4, "there was nothing to import");
    let output = home.porchlight(["import", text(&home.path("nowhere/at/all"))]).output().expect("it runs");
    assert_eq!(code(&output), 1, "it could not even begin");
    assert!(printed(&output).1.contains("cannot be read"), "{:?}", printed(&output));
}

#[test]
fn a_picture_without_a_face_or_without_a_picture_is_said_to_be_so() {
    let home = Home::new();
    let (empty, torn) = (home.picture("wall.jpg", &wall()), home.file("torn.png", b"\x89PNG\r\n\x1a\n torn"));
    let (code, answers) = home.json(["identify", text(&empty), text(&torn), "--json"]);
    assert_eq!(code, 4, "nobody was found: {answers}");
    assert_eq!((&answers[0]["faces"], &answers[0]["error"]), (&json!([]), &Value::Null), "{answers}");
    assert!(answers[1]["error"].is_string(), "{answers}");
}
