//! Another pack and back: nothing of what was learnt is lost or becomes another.

use crate::{
    compatibility::compatibility_models,
    home::{Home, code, models_dir, printed},
};
use porchlight_domain::{FaceId, PersonKind, Subject};
use porchlight_store::Store;
use porchlight_testkit::CAST;
use std::{collections::BTreeMap, fs};

/// Of each kept face: whose it is, what that person is, by which model, and the numbers.
type Kept = BTreeMap<FaceId, (Subject, Option<PersonKind>, String, Vec<f32>)>;

fn kept(home: &Home) -> Kept {
    let rows = Store::open(&home.data_dir()).expect("the database").gallery().expect("faces");
    let one = |row: &porchlight_store::GalleryRow| {
        let (model, values) = (row.embedding.model().as_str().to_owned(), row.embedding.values().to_vec());
        (row.face, (row.subject, row.kind, model, values))
    };
    rows.iter().map(one).collect()
}

#[test]
fn there_and_back_every_face_is_who_it_was_by_the_same_numbers() {
    let home = Home::new();
    let Some(models) = compatibility_models(&home) else { return };
    for file in ["face_detection_yunet_n.onnx", "face_embedding_mobilefacenet.onnx"] {
        #[allow(clippy::print_stdout, reason = "what is left out is said in the test's own output")]
        if fs::copy(models_dir().join(file), models.join(file)).is_err() {
            println!("left out: the default models are not here");
            return;
        }
    }
    for (i, role) in CAST.iter().take(3).enumerate() {
        let pictures: Vec<_> = (0..3).map(|n| home.portrait(&format!("{}/{n}.jpg", role.name), role.name, n)).collect();
        let mut enroll = home.porchlight(["enroll", role.name]);
        enroll.args(&pictures).args((i == 2).then_some("--blacklist")).env("PORCHLIGHT_MODELS_DIR", &models);
        let output = enroll.output().expect("it runs");
        assert_eq!(code(&output), 0, "{:?}", printed(&output));
    }
    let before = kept(&home);
    assert_eq!(before.len(), 9, "three people of three faces");
    let mut by_pack = Vec::new();
    for pack in ["classic", "default", "classic", "default"] {
        let mut switch = home.porchlight(["models", "use", pack]);
        let output = switch.env("PORCHLIGHT_MODELS_DIR", &models).output().expect("it runs");
        assert_eq!(code(&output), 0, "{:?}", printed(&output));
        by_pack.push(kept(&home));
    }
    let [classic, default, classic_again, default_again] = &by_pack[..] else { panic!("four changes") };
    assert_eq!(default, &before, "the same faces of the same people, to the last number");
    assert_eq!((classic_again, default_again), (classic, default), "however often");
    let who = |kept: &Kept| kept.iter().map(|(face, (subject, kind, ..))| (*face, *subject, *kind)).collect::<Vec<_>>();
    assert_eq!(who(classic), who(&before), "and by other numbers they are the same people");
    assert!(classic.values().all(|(_, _, model, _)| model.starts_with("dlib")), "all of them by the other model");
}
