//! Faces and the gallery.

use crate::world::{World, at, embedding, face, picture_bytes};
use porchlight_domain::{Embedding, FaceId, ModelId, PersonId, PersonKind, SightingId, Subject};
use porchlight_store::{NewFace, StoreError};
use std::sync::Arc;

#[test]
fn a_face_comes_back_with_everything() {
    let world = World::new();
    let camera = world.camera("Front door");
    let seen = world.stranger(camera, at(1_000), 1);
    let new = NewFace { sighting: Some(seen.sighting), ..face(seen.subject, 9) };
    let id = world.store.add_face(&new).expect("is kept");
    let kept = world.store.face(id).expect("is there");
    assert_eq!((kept.subject, kept.sighting, kept.origin), (new.subject, new.sighting, new.origin));
    assert_eq!((kept.quality, kept.at, kept.is_template), (new.quality, new.at, true));
    assert_eq!(kept.model.as_str(), "test-model");
    assert_eq!(world.store.face_picture(id).expect("readable").as_deref(), Some(&*picture_bytes(b'P', 9)));
    assert_eq!(world.store.face_crop(id).expect("readable").as_deref(), Some(&*picture_bytes(b'C', 9)));
    assert_eq!(world.store.face_enrolled_from(&[9; 32]).expect("readable"), Some(kept), "found as a duplicate");
    assert_eq!(world.store.face_enrolled_from(&[8; 32]).expect("readable"), None);
}

#[test]
fn the_gallery_holds_templates_of_every_model_with_one_name_a_person() {
    let world = World::new();
    let camera = world.camera("Front door");
    let anna = world.person("Anna", PersonKind::Blacklisted);
    world.enrol(anna, 1);
    let other_model = Embedding::new(ModelId::new("another"), vec![1.0, 0.0]).expect("not zero");
    let second = NewFace { embedding: other_model.clone(), ..face(Subject::Person(anna), 2) };
    world.store.add_face(&second).expect("is kept");
    world.seen(camera, at(1_000), 3, Some(Subject::Person(anna)));
    let stranger = world.stranger(camera, at(2_000), 4);
    let gallery = world.store.gallery().expect("readable");
    assert_eq!(gallery.len(), 3, "what only shows a sighting is not compared with");
    let of_anna: Vec<_> = gallery.iter().filter(|row| row.subject == Subject::Person(anna)).collect();
    let (one, two) = (of_anna[0].name.as_ref().expect("named"), of_anna[1].name.as_ref().expect("named"));
    assert!(Arc::ptr_eq(one, two), "one allocation");
    assert_eq!((&**one, of_anna[0].kind), ("Anna", Some(PersonKind::Blacklisted)));
    let close = of_anna[0].embedding.similarity(&embedding(1)).expect("same model");
    assert!(close.0 > 0.999_99, "the numbers survive: {close:?}");
    assert_eq!(of_anna[1].embedding.model(), other_model.model());
    let of_stranger = world.store.gallery_of(stranger.subject).expect("readable");
    assert_eq!((of_stranger.len(), of_stranger[0].face, &of_stranger[0].name), (1, stranger.face, &None));
}

#[test]
fn removed_faces_take_their_pictures_along() {
    let world = World::new();
    let camera = world.camera("Front door");
    let seen = world.stranger(camera, at(1_000), 1);
    world.store.remove_faces(&[seen.face, FaceId(404)]).expect("what is not there is passed over");
    assert!(matches!(world.store.face(seen.face), Err(StoreError::NotFound { what: "face" })));
    assert_eq!(world.store.face_picture(seen.face).expect("readable"), None);
    assert_eq!(world.store.storage_used().expect("readable").pictures, 0);
    assert_eq!(world.store.sighting(seen.sighting).expect("stays").findings.best_face, None);
}

#[test]
fn a_face_of_nobody_is_refused() {
    let world = World::new();
    let refused = world.store.add_face(&face(Subject::Person(PersonId(404)), 1));
    assert!(matches!(refused, Err(StoreError::NotFound { what: "person" })), "{refused:?}");
    let visitor = world.store.add_visitor(at(1)).expect("is added");
    let new = NewFace { sighting: Some(SightingId(404)), ..face(Subject::Visitor(visitor), 1) };
    let refused = world.store.add_face(&new);
    assert!(matches!(refused, Err(StoreError::NotFound { what: "sighting" })), "{refused:?}");
}
