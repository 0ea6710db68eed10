//! The index of faces that is kept.

use crate::world::World;
use porchlight_domain::PersonKind;
use porchlight_store::Store;

#[test]
fn an_index_is_kept_until_somebody_is_erased() {
    let world = World::new();
    let anna = world.person("Anna", PersonKind::Known);
    world.enrol(anna, 1);
    assert!(world.store.kept_index().is_none());
    let before = world.store.erasures().expect("counted");
    assert!(world.store.keep_index(b"of everybody", before).expect("kept"));
    assert_eq!(world.store.kept_index().as_deref(), Some(&b"of everybody"[..]));
    world.store.remove_person(anna).expect("erased");
    assert!(world.store.kept_index().is_none(), "who is gone was in it");
    assert!(!world.store.keep_index(b"of everybody", before).expect("refused"), "it was made before");
    assert!(world.store.kept_index().is_none());
    let after = world.store.erasures().expect("counted");
    assert!(world.store.keep_index(b"of the others", after).expect("kept"));
    assert_eq!(world.store.kept_index().as_deref(), Some(&b"of the others"[..]));
}

#[test]
fn an_erasure_by_another_program_counts_as_well() {
    let world = World::new();
    let anna = world.person("Anna", PersonKind::Known);
    let before = world.store.erasures().expect("counted");
    let other = Store::open(world.store.data_dir()).expect("opens");
    other.remove_person(anna).expect("erased");
    assert!(!world.store.keep_index(b"of everybody", before).expect("refused"));
}
