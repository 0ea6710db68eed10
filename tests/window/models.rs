//! The models a window finds: none, which it offers to install, or those for compatibility alone, which it offers to replace.

use crate::{
    home::Home,
    page::{A_WHILE, SOON, named},
    program::{PROGRAM, Program},
    street::of_the_cast,
};
use porchlight_testkit::Part;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const DEFAULT: [&str; 2] = ["face_detection_yunet_n.onnx", "face_embedding_mobilefacenet.onnx"];
/// Nothing listens there.
const NOBODY: &str = "http://127.0.0.1:9";

/// Where set-up put the models: for these tests that is where they come from.
fn installed_models() -> PathBuf {
    let dir =
        env::var_os("PORCHLIGHT_MODELS_DIR").expect("scripts/test says where the models are: PORCHLIGHT_MODELS_DIR");
    dir.into()
}

/// Where the default models could not be had, set-up brought those for compatibility.
fn default_can_be_had() -> bool {
    DEFAULT.iter().all(|file| installed_models().join(file).is_file())
}

/// A window whose models are in `models`, and that can install what set-up installed and nothing else.
fn start(home: &Home, models: &Path) -> Program {
    let mirror = installed_models();
    let environment = [
        ("PORCHLIGHT_MODELS_DIR", models),
        ("PORCHLIGHT_MODEL_MIRROR", &mirror),
        ("PORCHLIGHT_MODEL_BASE_URL", Path::new(NOBODY)),
    ];
    Program::start_with(home, &["--demo"], &environment)
}

fn somebody_known_is_named(program: &Program) {
    let known = of_the_cast(Part::Known);
    program.until_so("people on the picture have names", A_WHILE, || {
        program.labels().iter().any(|face| known.contains(&face.who.as_str()))
    });
}

/// What the banner says that this is in.
fn banner(program: &Program, part: &str) -> String {
    let find = "return document.querySelector(arguments[0])?.closest('section').innerText ?? ''";
    program.script(find, vec![part.into()]).as_str().expect("words").to_owned()
}

#[test]
fn without_models_the_camera_is_shown_and_installing_them_brings_names() {
    let home = Home::new("models");
    let models = home.path("models");
    fs::create_dir(&models).expect("an empty folder");
    let program = start(&home, &models);

    program.until_live();
    let install = named("install-models");
    program.until_so("the window offers to install what is missing", SOON, || program.count(&install) == 1);
    let said = banner(&program, &install);
    assert!(said.contains("2 models are missing"), "it says what is missing: {said:?}");
    program.keep_picture("without-models");

    program.click(&install);
    if default_can_be_had() {
        program.until_so("nothing is missing any more", A_WHILE, || {
            program.count(&install) == 0 && program.count(&named("install-progress")) == 0
        });
        assert_eq!(fs::read_dir(&models).expect("the folder").count(), 2, "both models are where they belong");
        somebody_known_is_named(&program);
    } else {
        program.until_so("it says why not, and offers to try again", A_WHILE, || {
            let said = banner(&program, &install);
            said.contains("could not be fetched") && said.contains("Try again")
        });
        program.until_live();
    }
    program.quit();
}

#[test]
fn with_the_compatibility_models_alone_people_have_names_and_the_default_ones_are_a_click_away() {
    let home = Home::new("compatibility");
    let models = home.path("models");
    let built = Command::new(PROGRAM)
        .args(["models", "install", "--pack", "classic"])
        .env("PORCHLIGHT_MODELS_DIR", &models)
        .output()
        .expect("it runs");
    #[allow(clippy::print_stdout, reason = "what is left out is said in the test's own output")]
    if !built.status.success() {
        let why = String::from_utf8_lossy(&built.stderr);
        assert!(why.contains("cannot be built"), "nothing but that their weights are not here: {why}");
        println!("left out: the weights of the compatibility models are not here");
        return;
    }
    let program = start(&home, &models);

    program.until_live();
    let install = named("install-default");
    program.until_so("the window says which models these are", SOON, || program.count(&install) == 1);
    let said = banner(&program, &install);
    assert!(said.contains("Compatibility models: less accurate"), "{said:?}");
    somebody_known_is_named(&program);
    program.keep_picture("compatibility");

    program.click(&install);
    if default_can_be_had() {
        program.until_so("they are in use", A_WHILE, || {
            program.count(&install) == 0 && program.count(&named("install-progress")) == 0
        });
        assert!(DEFAULT.iter().all(|file| models.join(file).is_file()), "and where they belong");
    } else {
        program.until_so("it says why not, and offers to try again", A_WHILE, || {
            let said = banner(&program, &install);
            said.contains("could not be fetched") && said.contains("Try again")
        });
    }
    somebody_known_is_named(&program);
    program.quit();
}
