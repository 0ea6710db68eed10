//! Opening, and many at once.

use crate::world::{World, at, face};
use porchlight_domain::{PersonKind, Subject};
use porchlight_store::{NewPerson, Store, StoreError};
use std::{
    fs,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
};

fn is_shared<T: Send + Sync>() {}

#[test]
fn a_store_may_be_shared_between_threads() {
    is_shared::<Store>();
}

#[test]
fn everything_is_still_there_after_a_restart() {
    let world = World::new();
    let person = world.person("Anna", PersonKind::Known);
    let face = world.enrol(person, 7);
    let before = world.state();
    let world = world.reopened();
    assert_eq!(world.state(), before, "as it was left");
    assert_eq!(
        world.store.face_picture(face).expect("readable").as_deref(),
        Some(&*crate::world::picture_bytes(b'P', 7))
    );
    assert_eq!(world.store.face_crop(face).expect("readable").as_deref(), Some(&*crate::world::picture_bytes(b'C', 7)));
}

#[test]
fn rubbish_instead_of_a_database_is_called_damaged_and_left_alone() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("porchlight.db");
    let rubbish = b"this is no database, it is a letter to somebody".repeat(100);
    fs::write(&path, &rubbish).expect("is written");
    let refused = Store::open(dir.path()).map(drop);
    assert!(matches!(refused, Err(StoreError::Damaged { .. })), "{refused:?}");
    assert_eq!(fs::read(&path).expect("readable"), rubbish, "perhaps somebody can mend it");
}

#[test]
fn a_database_with_a_broken_page_is_called_damaged() {
    let world = World::new();
    let person = world.person("Anna", PersonKind::Known);
    for seed in 0..100 {
        world.enrol(person, seed);
    }
    let path = world.dir().join("porchlight.db");
    let dir = tempfile::tempdir().expect("a directory");
    // The copy is taken once everything has moved out of the log.
    drop(world.store);
    let mut bytes = fs::read(&path).expect("readable");
    let (start, end) = (4096 * 3, bytes.len() - 4096);
    bytes[start..end].fill(0x5A);
    fs::write(dir.path().join("porchlight.db"), bytes).expect("is written");
    let refused = Store::open(dir.path()).map(drop);
    assert!(matches!(refused, Err(StoreError::Damaged { .. })), "{refused:?}");
}

#[test]
fn a_newer_database_is_refused_with_both_versions() {
    let world = World::new();
    let dir = world.dir().to_owned();
    let connection = rusqlite::Connection::open(dir.join("porchlight.db")).expect("opens");
    connection.execute("INSERT INTO migration (number, sha256) VALUES (99, 'later')", []).expect("is written");
    let refused = Store::open(&dir).map(drop);
    assert!(matches!(refused, Err(StoreError::Newer { found: 99, known: 8 })), "{refused:?}");
    let message = refused.expect_err("refused").to_string();
    assert!(message.contains("99") && message.contains("newer"), "{message}");
}

#[test]
fn a_directory_that_cannot_be_made_is_an_io_error() {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("file");
    fs::write(&file, b"in the way").expect("is written");
    let refused = Store::open(&file.join("data")).map(drop);
    assert!(matches!(refused, Err(StoreError::Io { .. })), "{refused:?}");
}

#[cfg(unix)]
#[test]
fn a_directory_made_by_the_store_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().expect("a directory");
    let data = dir.path().join("porchlight");
    Store::open(&data).expect("opens");
    let mode = fs::metadata(&data).expect("is there").permissions().mode() & 0o777;
    assert_eq!(mode, 0o700, "faces are the owner's business");
}

#[test]
fn a_write_that_fails_leaves_neither_rows_nor_pictures() {
    let world = World::new();
    let failed = world.store.write(|w| {
        let person =
            w.add_person(&NewPerson { name: "Anna".into(), kind: PersonKind::Known, is_demo: false, at: at(1) })?;
        w.add_face(&face(Subject::Person(person), 7))?;
        Err::<(), _>(StoreError::EmptyName)
    });
    assert!(matches!(failed, Err(StoreError::EmptyName)), "the error of the closure comes out: {failed:?}");
    assert_eq!(world.store.counts().expect("readable").persons, 0);
    assert_eq!(world.store.storage_used().expect("readable").pictures, 0, "no file without a row");
}

#[test]
fn a_panic_while_writing_does_not_end_the_store() {
    let world = World::new();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        world.store.write(|w| {
            w.add_visitor(at(1))?;
            if true {
                panic!("a bug somewhere");
            }
            Ok::<_, StoreError>(())
        })
    }));
    assert!(panicked.is_err(), "it did panic");
    assert_eq!(world.store.counts().expect("readable").visitors, 0, "rolled back");
    world.store.add_visitor(at(2)).expect("the next write works");
}

#[test]
fn pictures_without_a_row_are_swept_at_the_next_start() {
    let world = World::new();
    let person = world.person("Anna", PersonKind::Known);
    let face = world.enrol(person, 7);
    let orphan = world.dir().join("pictures/faces/99/999999.jpg");
    fs::create_dir_all(orphan.parent().expect("has one")).expect("is made");
    fs::write(&orphan, b"left by a crash").expect("is written");
    let world = world.reopened();
    assert!(!orphan.exists(), "nothing refers to it");
    assert!(world.store.face_picture(face).expect("readable").is_some(), "what has a row stays");
}

#[test]
fn a_store_in_memory_works_like_one_on_disk() {
    let store = Store::in_memory().expect("memory is there");
    let person = NewPerson { name: "Anna".into(), kind: PersonKind::Known, is_demo: false, at: at(1) };
    let person = store.add_person(&person).expect("is added");
    let face = store.add_face(&face(Subject::Person(person), 7)).expect("is kept");
    assert_eq!(store.gallery().expect("readable").len(), 1);
    assert!(store.face_crop(face).expect("readable").is_some());
    let dir = store.data_dir().to_owned();
    store.remove_person(person).expect("is erased");
    drop(store);
    assert!(!dir.exists(), "its pictures go with it");
}

#[test]
fn readers_go_on_while_somebody_writes() {
    let world = World::new();
    let (read, is_over) = (AtomicU64::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    let result = world.store.people().and(world.store.gallery());
                    // A failure must end the writer's wait as well.
                    is_over.fetch_or(result.is_err(), Ordering::Relaxed);
                    result.expect("a reader never fails because of a writer");
                    read.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        // The write stays open until readers got through: they would wait for ever if they had to wait for it.
        world
            .store
            .write(|w| {
                let kind = PersonKind::Known;
                w.add_person(&NewPerson { name: "Anna".into(), kind, is_demo: false, at: at(1) })?;
                let before = read.load(Ordering::Relaxed);
                while read.load(Ordering::Relaxed) < before + 20 && !is_over.load(Ordering::Relaxed) {
                    thread::yield_now();
                }
                Ok::<_, StoreError>(())
            })
            .expect("is written");
        is_over.store(true, Ordering::Relaxed);
    });
    assert_eq!(world.store.counts().expect("readable").persons, 1);
}

#[test]
fn a_reader_sees_nothing_of_an_unfinished_write() {
    let world = World::new();
    world
        .store
        .write(|w| {
            w.add_visitor(at(1))?;
            thread::scope(|scope| {
                let counted = scope.spawn(|| world.store.counts().expect("readable").visitors).join();
                assert_eq!(counted.expect("no panic"), 0, "not committed yet");
            });
            Ok::<_, StoreError>(())
        })
        .expect("is written");
    assert_eq!(world.store.counts().expect("readable").visitors, 1, "now it is");
}

#[test]
fn two_programs_write_the_same_database_in_turn() {
    let world = World::new();
    let other = Store::open(world.dir()).expect("a second program");
    thread::scope(|scope| {
        for store in [&world.store, &other] {
            scope.spawn(|| {
                for i in 0..50 {
                    store.add_visitor(at(i)).expect("waits for its turn");
                }
            });
        }
    });
    assert_eq!(world.store.counts().expect("readable").visitors, 100, "no write was lost");
}

#[test]
fn the_data_version_tells_of_writes_of_others_and_not_of_own_ones() {
    let world = World::new();
    let other = Store::open(world.dir()).expect("a second program");
    let (ours, theirs) = (world.store.data_version().expect("readable"), other.data_version().expect("readable"));
    world.store.add_visitor(at(1)).expect("is added");
    let person = world.person("Anna", PersonKind::Known);
    world.store.remove_person(person).expect("is erased");
    world.store.counts().expect("readable");
    assert_eq!(world.store.data_version().expect("readable"), ours, "own writes do not count");
    let heard = other.data_version().expect("readable");
    assert_ne!(heard, theirs, "but for the other one they do");
    assert_eq!(other.data_version().expect("readable"), heard, "once");
    other.add_visitor(at(2)).expect("is added");
    // A write of ours in between hides nothing.
    world.store.add_visitor(at(3)).expect("is added");
    assert_ne!(world.store.data_version().expect("readable"), ours);
    let alone = Store::in_memory().expect("memory is there");
    let before = alone.data_version().expect("readable");
    alone.add_visitor(at(1)).expect("is added");
    assert_eq!(alone.data_version().expect("readable"), before, "nobody else can have it open");
}
