//! Packs: another one put into use keeps everybody known, in both directions; one of the owner's own is tried before it is kept.

use crate::{
    compatibility::compatibility_models,
    home::{Home, code, models_dir, printed},
};
use porchlight_store::Store;
use porchlight_testkit::CAST;
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

fn run(home: &Home, models: &Path, words: &[&str]) -> (i32, String, String) {
    let output = home.porchlight(words).env("PORCHLIGHT_MODELS_DIR", models).output().expect("it runs");
    let (text, remarks) = printed(&output);
    (code(&output), text, remarks)
}

/// Every pack with whether it is in use and how it fares.
fn packs(home: &Home, models: &Path) -> Vec<(String, bool, String)> {
    let (_, text, _) = run(home, models, &["models", "packs", "--json"]);
    let listed: Value = serde_json::from_str(&text).expect("JSON");
    let word = |value: &Value| value.as_str().expect("a word").to_owned();
    let one = |pack: &Value| (word(&pack["name"]), pack["is_in_use"] == true, word(&pack["state"]));
    listed.as_array().expect("a list").iter().map(one).collect()
}

/// The default models in a folder of the test's own, where they are installed.
fn default_models(home: &Home) -> Option<PathBuf> {
    let dir = home.path("models/of/its/own");
    fs::create_dir_all(&dir).expect("a folder");
    for file in ["face_detection_yunet_n.onnx", "face_embedding_mobilefacenet.onnx"] {
        #[allow(clippy::print_stdout, reason = "what is left out is said in the test's own output")]
        if fs::copy(models_dir().join(file), dir.join(file)).is_err() {
            println!("left out: the default models are not here");
            return None;
        }
    }
    Some(dir)
}

/// The names of the models that the kept faces were embedded by.
fn models_of_faces(home: &Home) -> Vec<String> {
    let store = Store::open(&home.data_dir()).expect("the database");
    let mut models: Vec<String> =
        store.gallery().expect("faces").iter().map(|row| row.embedding.model().as_str().to_owned()).collect();
    models.sort();
    models.dedup();
    models
}

#[test]
fn everybody_stays_known_whichever_pack_is_put_into_use() {
    let home = Home::new();
    let Some(models) = default_models(&home) else { return };
    let Some(classic) = compatibility_models(&home) else { return };
    for entry in fs::read_dir(&classic).expect("the folder") {
        let path = entry.expect("a file").path();
        fs::copy(&path, models.join(path.file_name().expect("a name"))).expect("copied");
    }
    let people: Vec<&str> = CAST.iter().take(4).map(|role| role.name).collect();
    for name in &people {
        let pictures = [0, 1, 2].map(|n| home.portrait(&format!("{name}/{n}.jpg"), name, n));
        let mut enroll = home.porchlight(["enroll", name]);
        let output = enroll.args(&pictures).env("PORCHLIGHT_MODELS_DIR", &models).output().expect("it runs");
        assert_eq!(code(&output), 0, "{:?}", printed(&output));
    }
    let before = models_of_faces(&home);
    for pack in ["classic", "default"] {
        let (ended, said, remarks) = run(&home, &models, &["models", "use", pack]);
        assert_eq!(ended, 0, "{said} {remarks}");
        assert!(said.contains("12 kept faces were embedded again"), "all that were kept: {said}");
        let after = models_of_faces(&home);
        assert_eq!(after.len(), 1, "all of them were embedded again by {pack}: {after:?}");
        assert_eq!(after[0].starts_with("dlib"), pack == "classic", "{after:?}");
        for name in &people {
            let picture = home.portrait(&format!("{name}/new.jpg"), name, 9);
            let output =
                home.porchlight(["identify", "--json"]).arg(&picture).env("PORCHLIGHT_MODELS_DIR", &models).output();
            let (text, remarks) = printed(&output.expect("it runs"));
            assert!(text.contains(&format!("\"{name}\"")), "{name} is known by {pack}: {text} {remarks}");
        }
    }
    assert_eq!(models_of_faces(&home), before, "and back again");
}

#[test]
fn a_model_of_the_owners_own_is_tried_kept_used_and_removed() {
    let home = Home::new();
    let Some(models) = default_models(&home) else { return };
    // The default embedder serves as one that an owner brings: fed otherwise, and with its own name.
    let model = fs::read(models.join("face_embedding_mobilefacenet.onnx")).expect("the model");
    home.file("own/a.onnx", &model);
    let description = |length: u32, file: &str| {
        format!(
            "name = \"my-own\"\nlicence = \"Apache-2.0\"\nembedder = \"{file}\"\nlength = {length}\n[input]\ncolours = \"rgb\"\n\
             mean = [123.675, 116.28, 103.53]\nstd = [58.395, 57.12, 57.375]\n"
        )
    };
    home.file("own/rubbish.onnx", b"no model");
    for (text, reason) in [
        (description(512, "a.onnx"), "128 numbers instead of 512"),
        (description(128, "rubbish.onnx"), "does not fit"),
        (description(128, "absent.onnx"), "cannot be read"),
        ("name = 1".to_owned(), "not right"),
    ] {
        let file = home.file("own/pack.toml", text.as_bytes());
        let (ended, said, remarks) = run(&home, &models, &["models", "add", &file.display().to_string()]);
        assert_eq!(ended, 1, "{said}");
        assert!(remarks.contains(reason), "{reason}: {remarks}");
        assert_eq!(packs(&home, &models).len(), 2, "nothing was kept");
    }
    let file = home.file("own/pack.toml", description(128, "a.onnx").as_bytes());
    let (ended, said, remarks) = run(&home, &models, &["models", "add", &file.display().to_string()]);
    assert_eq!(ended, 0, "{said} {remarks}");
    let state = |name: &str| packs(&home, &models).into_iter().find(|(pack, ..)| pack == name);
    assert_eq!(state("my-own"), Some(("my-own".into(), false, "ok".into())), "kept, and not yet in use");
    assert_eq!(run(&home, &models, &["models", "use", "my-own"]).0, 0);
    assert_eq!(state("my-own"), Some(("my-own".into(), true, "ok".into())));
    let (name, picture) = (CAST[0].name, home.portrait("one.jpg", CAST[0].name, 0));
    let (ended, _, remarks) = run(&home, &models, &["enroll", name, &picture.display().to_string()]);
    assert_eq!(ended, 0, "it recognises: {remarks}");
    assert!(models_of_faces(&home)[0].starts_with("my-own"), "{:?}", models_of_faces(&home));
    let (ended, _, remarks) = run(&home, &models, &["models", "remove", "my-own"]);
    assert!(ended == 1 && remarks.contains("in use"), "what is in use is not removed: {remarks}");
    assert_eq!(run(&home, &models, &["models", "use", "default"]).0, 0);
    assert_eq!(run(&home, &models, &["models", "remove", "my-own"]).0, 0);
    assert_eq!(packs(&home, &models).len(), 2);
}
