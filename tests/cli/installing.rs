//! `models`: whole models are installed, damaged ones found and mended, and a failure leaves what was there.

use crate::home::{Home, code, models_dir, printed};
use porchlight_vision::models::ModelState;
use serde_json::{Value, json};
use std::{fs, path::Path};

fn models(home: &Home, dir: &Path, mirror: &Path, words: &[&str]) -> (i32, Value, String) {
    let mut command = home.porchlight(["models"]);
    command.args(words).arg("--json").env("PORCHLIGHT_MODELS_DIR", dir).env("PORCHLIGHT_MODEL_MIRROR", mirror);
    let output = command.output().expect("it runs");
    let (text, remarks) = printed(&output);
    (code(&output), serde_json::from_str(&text).unwrap_or_default(), remarks)
}

fn states(models: &Value) -> Vec<&str> {
    models.as_array().expect("a list").iter().map(|one| one["state"].as_str().expect("a word")).collect()
}

#[test]
fn a_damaged_model_is_found_and_mended_and_a_wrong_source_changes_nothing() {
    let home = Home::new();
    #[allow(clippy::print_stdout, reason = "what is left out is said in the test's own output")]
    if !porchlight_vision::models::list(models_dir()).iter().all(|(_, state)| *state == ModelState::Ok) {
        println!("left out: the default models are not here");
        return;
    }
    let (dir, good, bad) = (home.path("user").join("porchlight/models"), models_dir(), home.path("bad"));
    let (code, listed, _) = models(&home, &dir, good, &["list"]);
    assert_eq!((code, states(&listed)), (0, vec!["missing", "missing"]), "nothing is there yet: {listed}");
    assert!(listed[0]["licence"].is_string() && listed[0]["address"].as_str().is_some_and(|a| a.starts_with("https")));
    assert_eq!(models(&home, &dir, good, &["verify"]).0, 3, "so nothing works yet");

    let (code, installed, remarks) = models(&home, &dir, good, &["install"]);
    assert_eq!((code, states(&installed)), (0, vec!["ok", "ok"]), "{installed} {remarks}");
    assert!(installed[0]["installed_from"].is_string(), "it says where from: {installed}");
    let (code, verified, _) = models(&home, &dir, good, &["verify"]);
    assert_eq!((code, states(&verified)), (0, vec!["ok", "ok"]), "{verified}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let around = dir.parent().expect("the data folder");
        let mode = fs::metadata(around).expect("there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "the data folder does not become everybody's because the models were there first");
    }

    let file = verified[1]["file"].as_str().expect("a path");
    let mut bytes = fs::read(file).expect("the model");
    bytes[1000] ^= 1;
    fs::write(file, &bytes).expect("one bit of it turned");
    let (code, verified, _) = models(&home, &dir, good, &["verify"]);
    assert_eq!((code, states(&verified)), (3, vec!["ok", "damaged"]), "{verified}");

    let name = Path::new(file).file_name().expect("a name");
    fs::create_dir_all(&bad).expect("a folder");
    fs::write(bad.join(name), b"another file of that name").expect("written");
    let (code, _, remarks) = models(&home, &dir, &bad, &["install"]);
    assert_eq!(code, 1, "it is the wrong file: {remarks}");
    assert_eq!(fs::read(file).expect("the model"), bytes, "what was there is there");
    assert_eq!(fs::read_dir(&dir).expect("the folder").count(), 2, "and nothing else");

    let (code, mended, _) = models(&home, &dir, good, &["install"]);
    assert_eq!(code, 0, "mended");
    assert_eq!(
        (&mended[0]["installed_from"], states(&mended)),
        (&json!(null), vec!["ok", "ok"]),
        "only what was damaged"
    );
}
