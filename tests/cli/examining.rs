//! `doctor`: what works is said to work, and every fault says how to mend it.

use crate::home::{Home, code, printed};
use porchlight_domain::{BackupTrouble, Timestamp, WeeklyBackup, WeeklyBackups};
use porchlight_store::Store;
use serde_json::Value;
use std::fs;

fn finding<'a>(diagnosis: &'a Value, part: &str) -> &'a Value {
    let findings = diagnosis["findings"].as_array().expect("a list");
    findings.iter().find(|one| one["part"] == part).unwrap_or_else(|| panic!("nothing about {part}: {diagnosis:#}"))
}

fn examined(home: &Home, variables: &[(&str, &str)]) -> (i32, Value) {
    let mut doctor = home.porchlight(["doctor", "--json"]);
    let output = doctor.envs(variables.iter().copied()).output().expect("it runs");
    let (text, remarks) = printed(&output);
    let diagnosis = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text:?} {remarks:?}"));
    (code(&output), diagnosis)
}

#[test]
fn where_everything_is_there_nothing_is_at_fault_and_nothing_is_made() {
    let home = Home::new();
    let (code, diagnosis) = examined(&home, &[]);
    for part in ["program", "runtime", "model", "recognition", "ffmpeg", "data-folder", "database"] {
        assert_eq!(finding(&diagnosis, part)["health"], "ok", "{diagnosis:#}");
    }
    let library = finding(&diagnosis, "runtime")["detail"].as_str().expect("words");
    let version = library.strip_prefix("ONNX Runtime ").expect("its name first");
    assert!(version.starts_with(|first: char| first.is_ascii_digit()), "the version of the library: {library}");
    for part in ["webcams", "window", "notifications"] {
        assert_ne!(finding(&diagnosis, part)["health"], "fault", "not everybody needs it: {diagnosis:#}");
    }
    assert_eq!((code, &diagnosis["is_healthy"]), (0, &Value::Bool(true)), "{diagnosis:#}");
    assert!(!home.data_dir().exists(), "to look is not to touch");
}

#[test]
fn every_fault_says_how_to_mend_it() {
    let home = Home::new();
    let nothing = home.path("nothing");
    let (code, diagnosis) = examined(&home, &[("PORCHLIGHT_MODELS_DIR", nothing.to_str().expect("plain"))]);
    assert_eq!(code, 3, "models are missing: {diagnosis:#}");
    assert_eq!(finding(&diagnosis, "model")["mend"], "porchlight models install", "{diagnosis:#}");
    let (code, diagnosis) = examined(&home, &[("PORCHLIGHT_FFMPEG", "/nowhere/ffmpeg")]);
    assert_eq!(code, 4, "most things work: {diagnosis:#}");
    assert!(finding(&diagnosis, "ffmpeg")["mend"].is_string(), "{diagnosis:#}");

    fs::create_dir_all(home.data_dir()).expect("a folder");
    fs::write(home.data_dir().join("porchlight.db"), vec![b'x'; 8192]).expect("written");
    let (code, diagnosis) = examined(&home, &[]);
    assert_eq!(code, 1, "nothing can be kept: {diagnosis:#}");
    assert_eq!(finding(&diagnosis, "database")["health"], "fault", "{diagnosis:#}");
    for one in diagnosis["findings"].as_array().expect("a list") {
        assert!(one["health"] == "ok" || one["mend"].is_string(), "what to do about it: {one}");
    }
}

#[test]
fn a_weekly_backup_says_how_it_fares_once_it_is_wanted() {
    let home = Home::new();
    let (folder, parts) = (home.path("stick").with_extension("away"), |diagnosis: &Value| {
        let findings = diagnosis["findings"].as_array().expect("a list").iter();
        findings.filter(|one| one["part"] == "weekly-backup").count()
    });
    let store = Store::open(&home.data_dir()).expect("a database");
    assert_eq!(parts(&examined(&home, &[]).1), 0, "nobody wants one");
    let wanted = WeeklyBackup { is_on: true, folder: Some(folder), ..WeeklyBackup::default() };
    store.set_weekly_backup(&wanted).expect("is set");
    assert_eq!(finding(&examined(&home, &[]).1, "weekly-backup")["health"], "ok");
    let failed = Some((Timestamp(0), BackupTrouble::NoFolder));
    store.save_weekly_backups(&WeeklyBackups { made: Vec::new(), failed }).expect("is saved");
    let (code, diagnosis) = examined(&home, &[]);
    let fault = finding(&diagnosis, "weekly-backup");
    assert_eq!((code, &fault["health"]), (4, &Value::from("fault")), "everything else works: {diagnosis:#}");
    assert!(fault["detail"].as_str().is_some_and(|detail| detail.starts_with("its folder is not there")), "{fault}");
}
