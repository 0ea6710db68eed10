//! A first start without models: everything but names works, and one click brings the names.

use crate::{
    home::Home,
    page::{A_WHILE, SOON, named},
    program::Program,
    street::of_the_cast,
};
use porchlight_testkit::Part;
use std::{env, fs, path::PathBuf};

/// Where set-up put the models: for this test that is where they come from.
fn installed_models() -> PathBuf {
    let dir =
        env::var_os("PORCHLIGHT_MODELS_DIR").expect("scripts/test says where the models are: PORCHLIGHT_MODELS_DIR");
    dir.into()
}

#[test]
fn without_models_the_camera_is_shown_and_installing_them_brings_names() {
    let home = Home::new("models");
    let models = home.path("models");
    fs::create_dir(&models).expect("an empty folder");
    let environment = [("PORCHLIGHT_MODELS_DIR", models.as_path()), ("PORCHLIGHT_MODEL_MIRROR", &installed_models())]
        .map(|(name, dir)| (name, dir.to_owned()));
    let environment: Vec<_> = environment.iter().map(|(name, dir)| (*name, dir.as_path())).collect();
    let program = Program::start_with(&home, &["--demo"], &environment);

    program.until_live();
    let install = named("install-models");
    program.until_so("the window offers to install what is missing", SOON, || program.count(&install) == 1);
    let banner = program.script(
        "return document.querySelector(arguments[0]).closest('section').innerText",
        vec![install.clone().into()],
    );
    let banner = banner.as_str().expect("words");
    assert!(banner.contains("2 models are missing"), "it says what is missing: {banner:?}");
    program.keep_picture("without-models");

    program.click(&install);
    program.until_so("nothing is missing any more", A_WHILE, || {
        program.count(&install) == 0 && program.count(&named("install-progress")) == 0
    });
    assert_eq!(fs::read_dir(&models).expect("the folder").count(), 2, "both models are where they belong");
    let known = of_the_cast(Part::Known);
    program.until_so("people on the picture have names now", A_WHILE, || {
        program.labels().iter().any(|face| known.contains(&face.who.as_str()))
    });
    program.quit();
}
