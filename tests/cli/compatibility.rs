//! Set-up where the default models cannot be had: an empty mirror, and nobody at the upstream address. It must end with
//! recognition that works on the demo street.

use crate::home::{Home, PROGRAM, code, film, first, printed};
use porchlight_testkit::{CAST, Part};
use serde_json::{Value, json};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// Nothing listens there, so that nothing of the outside is asked.
const NOBODY: &str = "http://127.0.0.1:9";

fn weights_are_here() -> bool {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR"));
    let brought = checkout.join("runtime/compatibility/node_modules/@vladmandic/face-api/model");
    env::var_os("PORCHLIGHT_CLASSIC_DIR").is_some_and(|dir| !dir.is_empty()) || brought.is_dir()
}

/// `scripts/models`, as `make run` and `make test` call it, cut off from the default models.
pub fn set_up(home: &Home, models_dir: &Path) -> Output {
    set_up_command(home, models_dir).output().expect("the script runs")
}

fn set_up_command(home: &Home, models_dir: &Path) -> Command {
    let empty = home.path("mirror/empty");
    fs::create_dir_all(empty.parent().expect("its folder")).expect("an empty mirror");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/models");
    let mut command = Command::new(script);
    command
        .arg(PROGRAM)
        .env("PORCHLIGHT_MODELS_DIR", models_dir)
        .env("PORCHLIGHT_DATA_DIR", home.data_dir())
        .env("PORCHLIGHT_MODEL_MIRROR", empty.parent().expect("its folder"))
        .env("PORCHLIGHT_MODEL_BASE_URL", NOBODY);
    command
}

/// A models folder with the compatibility models alone; nothing where their weights are not here.
pub fn compatibility_models(home: &Home) -> Option<PathBuf> {
    #[allow(clippy::print_stdout, reason = "what is left out is said in the test's own output")]
    if !weights_are_here() {
        println!(
            "left out: the weights of the compatibility models are not here; scripts/setup compatibility brings them"
        );
        return None;
    }
    let dir = home.path("compatibility/models");
    let output = set_up(home, &dir);
    let (said, remarks) = printed(&output);
    assert_eq!(code(&output), 0, "set-up ends well: {said} {remarks}");
    assert!(remarks.contains("could not be fetched"), "the default ones were tried first: {remarks}");
    assert!(said.contains("compatibility models: less accurate"), "and it says what was done instead: {said}");
    Some(dir)
}

#[test]
fn where_no_models_can_be_had_at_all_set_up_says_so_and_what_to_do() {
    let home = Home::new();
    let nothing = home.path("nothing/here");
    let mut set_up = set_up_command(&home, &home.path("none/models"));
    let output = set_up.env("PORCHLIGHT_CLASSIC_DIR", nothing.parent().expect("its folder")).output().expect("it runs");
    let (said, remarks) = printed(&output);
    assert_eq!(code(&output), 1, "{said}");
    for part in ["could not be fetched", "cannot be built", "there are no face models", "What to do"] {
        assert!(remarks.contains(part), "{part}: {remarks}");
    }
    assert!(!said.contains("less accurate"), "nothing was installed: {said}");
}

#[test]
fn without_the_default_models_set_up_ends_in_recognition_that_works_on_the_demo_street() {
    let home = Home::new();
    let Some(models) = compatibility_models(&home) else { return };
    let again = set_up(&home, &models);
    let (said, remarks) = printed(&again);
    assert!(
        said.contains("less accurate") && !remarks.contains("could not be fetched"),
        "once is enough: {said} {remarks}"
    );

    for role in CAST.iter().filter(|role| role.part != Part::Stranger) {
        let pictures: Vec<_> = (0..3).map(|n| home.portrait(&format!("{}/{n}.jpg", role.name), role.name, n)).collect();
        let mut enroll = home.porchlight(["enroll", role.name]);
        enroll.args(&pictures).args((role.part == Part::Blacklisted).then_some("--blacklist"));
        let output = enroll.env("PORCHLIGHT_MODELS_DIR", &models).output().expect("it runs");
        assert_eq!(code(&output), 0, "{} is taught: {:?}", role.name, printed(&output));
    }
    let mut watch = home.porchlight(["watch", "--json"]);
    let output = watch.arg(film()).env("PORCHLIGHT_MODELS_DIR", &models).output().expect("it runs");
    let (text, remarks) = printed(&output);
    assert_eq!(code(&output), 0, "{remarks}");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let is_seen = |verdict: &str| lines.iter().any(|line| line["verdict"] == verdict);
    assert!(
        lines.iter().any(|line| line["verdict"] == "known" && line["name"] == first(Part::Known)),
        "somebody known is named: {lines:#?}"
    );
    assert!(is_seen("visitor"), "a stranger is one: {lines:#?}");
    let alerts: Vec<&Value> = lines.iter().filter(|line| line["type"] == "alert").collect();
    let names: Vec<&Value> = alerts.iter().map(|alert| &alert["name"]).collect();
    assert_eq!(names, [&json!(first(Part::Blacklisted))], "one visit, one alert: {lines:#?}");
}
