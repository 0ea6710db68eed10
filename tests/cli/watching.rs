//! `watch` and the demo in the terminal: everything that happened is told, in order, to the end.

use crate::home::{Home, LIMIT, code, film, first, printed};
use porchlight_store::{SightingFilter, Store};
use porchlight_testkit::{CAST, Part};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Read as _},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

fn lines(output: &Output) -> Vec<Value> {
    let (text, remarks) = printed(output);
    let line = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line:?} {remarks:?}"));
    text.lines().map(line).collect()
}

fn of_type<'a>(lines: &'a [Value], kind: &str) -> Vec<&'a Value> {
    lines.iter().filter(|line| line["type"] == kind).collect()
}

/// Enrols the household of the street, so that the film shows people it knows.
fn household(home: &Home) {
    for role in CAST.iter().filter(|role| role.part != Part::Stranger) {
        let pictures: Vec<_> = (0..3).map(|n| home.portrait(&format!("{}/{n}.jpg", role.name), role.name, n)).collect();
        let mut enroll = home.porchlight(["enroll", role.name]);
        enroll.args(&pictures).args((role.part == Part::Blacklisted).then_some("--blacklist"));
        assert_eq!(code(&enroll.output().expect("it runs")), 0, "{} is taught", role.name);
    }
}

/// Waits for the end of a child that should end by itself.
fn ended(mut child: Child) -> (Option<i32>, String) {
    let until = Instant::now() + LIMIT;
    let status = loop {
        if let Some(status) = child.try_wait().expect("its state") {
            break status;
        }
        if Instant::now() > until {
            child.kill().expect("ended");
            panic!("it did not end by itself");
        }
        std::thread::park_timeout(Duration::from_millis(20));
    };
    let mut remarks = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut remarks).expect("text");
    (status.code(), remarks)
}

#[test]
fn a_film_tells_who_came_to_the_end_with_one_alert_for_the_unwelcome_visit() {
    let home = Home::new();
    household(&home);
    let output = home.porchlight(["watch", "--json"]).arg(film()).output().expect("it runs");
    let lines = lines(&output);
    assert_eq!(code(&output), 0, "{:?}", printed(&output));

    let verdicts: BTreeMap<i64, &Value> = lines
        .iter()
        .filter(|line| line["type"].as_str().is_some_and(|kind| kind.starts_with("sighting-")))
        .map(|line| (line["sighting"].as_i64().expect("a number"), line))
        .collect();
    let seen =
        |verdict: &str| -> Vec<&Value> { verdicts.values().copied().filter(|l| l["verdict"] == verdict).collect() };
    assert!(
        seen("known").iter().any(|line| line["name"] == first(Part::Known)),
        "somebody known comes first: {lines:#?}"
    );
    assert!(!seen("visitor").is_empty(), "so does a stranger: {lines:#?}");
    let alerts = of_type(&lines, "alert");
    assert_eq!(alerts.len(), 1, "one visit, one alert: {lines:#?}");
    assert_eq!(
        (&alerts[0]["name"], &alerts[0]["verdict"]),
        (&json!(first(Part::Blacklisted)), &json!("blacklisted")),
        "{alerts:?}"
    );

    let number_of = |kind: &str| of_type(&lines, kind).len();
    assert_eq!(number_of("sighting-started"), number_of("sighting-ended"), "who came has left: {lines:#?}");
    assert_eq!(number_of("error"), 0, "{lines:#?}");
    for line in verdicts.values().chain(&alerts) {
        let area: Vec<f64> = serde_json::from_value(line["box"].clone()).expect("four numbers");
        let is_on_frame = area[0] > -60.0 && area[0] + area[2] < 700.0 && area[2] > 10.0 && area[3] > 10.0;
        assert!(is_on_frame, "a face on a frame of 640 x 360: {line}");
        assert!(line["frame"].is_u64() && line["latency_ms"].is_f64() && line["candidates"].is_array(), "{line}");
        assert!(line["at"].as_str().is_some_and(|at| at.ends_with('Z') && at.len() == 24), "{line}");
        let is_named = ["known", "blacklisted"].iter().any(|verdict| line["verdict"] == *verdict);
        assert_eq!(line["name"].is_string(), is_named, "a name for whom the owner named: {line}");
    }
    let last = lines.last().expect("lines");
    assert_eq!((&last["type"], &last["state"]), (&json!("camera-state"), &json!("ended")), "the end is told last");

    let store = Store::open(&home.data_dir()).expect("the database");
    assert_eq!(store.cameras().expect("cameras"), [], "the camera was there for the film only");
    let kept = store.sightings(&SightingFilter::default(), 100, None).expect("sightings");
    assert_eq!(kept.len(), number_of("sighting-started"), "what was told is kept");
    assert!(kept.iter().all(|one| one.camera_name == "street.mp4" && one.ended_at.is_some()), "{kept:#?}");
    assert_eq!(store.alerts(10, None).expect("alerts").len(), 1, "and so is the alert");
}

#[test]
fn a_source_that_fails_is_an_error_and_does_not_keep_the_others_from_being_watched() {
    let home = Home::new();
    let rubbish = home.file("rubbish.mp4", &[7; 4096]);
    let gone = home.path("gone.mp4");
    let mut watch = home.porchlight(["watch", "--json"]);
    let output = watch.args([&gone, &rubbish]).arg(film()).output().expect("it runs");
    let lines = lines(&output);
    assert_eq!(code(&output), 4, "two of three could not be watched: {:?}", printed(&output));
    let trouble = |camera: &str| {
        let of_camera = |line: &&&Value| line["camera"] == camera;
        of_type(&lines, "error").iter().find(of_camera).map(|line| line["trouble"].clone())
    };
    assert_eq!(trouble("gone.mp4"), Some(json!("not-found")), "{lines:#?}");
    assert_eq!(trouble("rubbish.mp4"), Some(json!("unreadable")), "{lines:#?}");
    assert!(of_type(&lines, "sighting-started").iter().any(|line| line["camera"] == "street.mp4"), "{lines:#?}");
    let failed = of_type(&lines, "camera-state").iter().filter(|line| line["state"] == "failed").count();
    assert_eq!(failed, 2, "{lines:#?}");
    let in_real_time = home.porchlight(["watch", "--real-time"]).arg(&gone).output().expect("it runs");
    assert_eq!(code(&in_real_time), 4, "a clip that is not there is not waited for: {:?}", printed(&in_real_time));
}

#[test]
fn without_models_cameras_are_watched_all_the_same_and_it_is_said_what_is_missing() {
    let home = Home::new();
    let nothing = home.path("no models");
    let mut watch = home.porchlight(["watch", "--json"]);
    let output = watch.arg(film()).env("PORCHLIGHT_MODELS_DIR", &nothing).output().expect("it runs");
    assert_eq!(code(&output), 3, "{:?}", printed(&output));
    let states: Vec<Value> = lines(&output).iter().map(|line| line["state"].clone()).collect();
    assert_eq!(states, ["connecting", "live", "ended"], "the film was shown to its end");
    assert!(printed(&output).1.contains("porchlight models install"), "how to mend it: {:?}", printed(&output));
    let picture = home.portrait("anna.jpg", first(Part::Known), 0);
    for arguments in [vec!["identify"], vec!["enroll", "Anna"]] {
        let mut ask = home.porchlight(arguments.clone());
        let output = ask.arg(&picture).env("PORCHLIGHT_MODELS_DIR", &nothing).output().expect("it runs");
        assert_eq!(code(&output), 3, "{arguments:?}: {:?}", printed(&output));
    }
}

#[test]
fn ctrl_c_ends_a_camera_that_never_ends_cleanly() {
    let home = Home::new();
    let mut watch = home.porchlight_std(["watch", "demo:", "--json"]);
    let mut child = watch.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let mut printed = BufReader::new(child.stdout.take().expect("piped")).lines().map(|line| line.expect("a line"));
    printed.find(|line| line.contains("\"live\"")).expect("the street is shown");
    let asked = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(asked.success(), "asked to end");
    // Whoever was there has left in the printed lines too.
    let rest: Vec<Value> = printed.map(|line| serde_json::from_str(&line).expect("JSON")).collect();
    assert_eq!(ended(child), (Some(0), String::new()), "it ended as asked: {rest:?}");
    assert_eq!(of_type(&rest, "sighting-started").len(), of_type(&rest, "sighting-ended").len(), "{rest:?}");
    let store = Store::open(&home.data_dir()).expect("the database");
    assert_eq!(store.cameras().expect("cameras"), [], "nothing stays behind");
}

#[test]
fn a_reader_who_goes_away_ends_it_quietly() {
    let home = Home::new();
    let mut watch = home.porchlight_std(["watch", "--json"]);
    let mut child = watch.arg(film()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let mut first = String::new();
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut first).expect("a line");
    assert!(first.contains("connecting"), "{first}");
    assert_eq!(ended(child), (Some(0), String::new()), "as `head` wants it");
}

#[test]
fn the_demo_runs_in_the_terminal_for_so_many_frames_and_leaves_nothing() {
    let home = Home::new();
    let output = home.porchlight(["--demo"]).env("FRAMES", "60").output().expect("it runs");
    let (text, remarks) = printed(&output);
    assert_eq!(code(&output), 0, "{text} {remarks}");
    assert!(text.contains("Front door: live"), "what happens is printed: {text}");
    assert!(remarks.contains("DISPLAY") || remarks.contains("desktop"), "how to open the window: {remarks}");
    let (_, people) = home.json(["people", "--json"]);
    assert_eq!(people, json!([]), "the household left with the demo");
}

#[test]
fn the_program_without_anything_to_do_says_what_it_could_do() {
    let output = Home::new().porchlight(None::<&str>).output().expect("it runs");
    let (text, remarks) = printed(&output);
    assert_eq!((code(&output), text.as_str()), (1, ""), "no window could be opened: {remarks}");
    assert!(remarks.contains("--demo") && remarks.contains("--help"), "{remarks}");
}
