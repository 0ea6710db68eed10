//! Changing the model.

use crate::world::{World, at, embedding, face};
use porchlight_domain::{Embedding, FaceId, ModelId, PersonId, PersonKind, Subject};
use porchlight_store::NewFace;

fn other(value: f32) -> Embedding {
    Embedding::new(ModelId::new("other-model"), vec![value, 1.0, 0.5]).expect("not zero")
}

#[test]
fn faces_of_other_models_are_found_persons_and_the_often_seen_first() {
    let world = World::new();
    let camera = world.camera("Front door");
    let (anna, bo) = (world.person("Anna", PersonKind::Known), world.person("Bo", PersonKind::Known));
    let enrolled = world.enrol(anna, 9);
    let of_bo = world.seen(camera, at(1_000), 2, Some(Subject::Person(bo)));
    let once = world.stranger(camera, at(2_000), 3);
    let often = world.stranger(camera, at(3_000), 4);
    let again = world.seen(camera, at(30_000), 5, Some(often.subject));
    let new = NewFace { embedding: other(0.25), ..face(Subject::Person(anna), 6) };
    let new = world.store.add_face(&new).expect("is kept");

    let model = ModelId::new("other-model");
    let found = world.store.subjects_with_other_models(&model).expect("readable");
    let (anna, bo) = (Subject::Person(anna), Subject::Person(bo));
    assert_eq!(found, [(bo, 1), (anna, 1), (often.subject, 2), (once.subject, 1)]);
    let before = world.store.subjects_with_other_models(&ModelId::new("test-model")).expect("readable");
    assert_eq!(before, [(anna, 1)], "the one new face");
    let of = |subject| world.store.faces_with_other_models(subject, &model).expect("readable");
    assert_eq!(of(often.subject), [again.face, often.face], "the most trusted first");
    assert_eq!((of(anna), of(bo)), (vec![enrolled], vec![of_bo.face]), "pictures as well");
    assert!(!of(anna).contains(&new));
    let lower = NewFace { is_template: false, ..face(anna, 200) };
    let picture = world.store.add_face(&lower).expect("is kept");
    assert_eq!(of(anna), [enrolled, picture], "what others are compared with comes first, however trusted");
}

#[test]
fn somebody_is_embedded_anew_at_once_and_what_is_gone_is_passed_over() {
    let world = World::new();
    let camera = world.camera("Front door");
    let seen = world.stranger(camera, at(1_000), 1);
    let again = world.seen(camera, at(20_000), 2, Some(seen.subject));
    let elsewhere = world.stranger(camera, at(40_000), 3);
    let faces = [(seen.face, other(0.25)), (FaceId(404), other(0.5)), (elsewhere.face, other(0.75))];
    assert_eq!(world.store.reembed(seen.subject, &faces).expect("is written"), 1, "of three one is there and his");
    let model = |face| world.store.face(face).expect("is there").model;
    assert_eq!(model(seen.face).as_str(), "other-model");
    assert_eq!((model(again.face).as_str(), model(elsewhere.face).as_str()), ("test-model", "test-model"));
    let gallery = world.store.gallery_of(seen.subject).expect("readable");
    let row = gallery.iter().find(|row| row.face == seen.face).expect("is compared with");
    let likeness = row.embedding.similarity(&other(0.25)).expect("the same model");
    assert!(likeness.0 > 0.999_99, "{likeness:?}");
    assert_eq!(row.embedding.similarity(&embedding(1)), None, "never with another model");

    let done = world.store.name_visitor(seen.visitor(), "Anna", None, at(60_000)).expect("is named");
    assert_eq!(world.store.reembed(seen.subject, &[(again.face, other(0.5))]).expect("is written"), 1, "followed");
    assert_eq!(
        world.store.subjects_with_other_models(&ModelId::new("other-model")).expect("readable"),
        [(elsewhere.subject, 1)]
    );
    world.store.undo_act(done.act, at(70_000)).expect("other numbers are not in the way");
    let gone = Subject::Person(PersonId(404));
    assert_eq!(world.store.reembed(gone, &[(seen.face, other(0.1))]).expect("is no failure"), 0);
}
