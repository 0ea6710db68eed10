//! Backups: what goes in comes out, and what is no backup is refused before anything changes.

use crate::world::{World, at, embedding_bytes, picture_bytes};
use porchlight_domain::{CameraSource, PersonKind};
use porchlight_store::{BackupStep, NewCamera, Store, StoreError};
use rusqlite::Connection;
use std::{
    fs,
    io::{Cursor, Read as _, Write as _},
    ops::ControlFlow,
    path::{Path, PathBuf},
};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

const SECRET: &str = "rtsp://anna:s3cret@10.0.0.4/live";

fn on(_: BackupStep) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// A home with somebody named, a stranger, an alert and a camera that needs a password.
fn home() -> World {
    let world = World::new();
    let camera = world.camera("Front door");
    let garage = NewCamera {
        name: "Garage".into(),
        source: CameraSource::Stream { address: SECRET.into() },
        is_demo: false,
        at: at(0),
    };
    world.store.add_camera(&garage).expect("is added");
    let anna = world.person("Anna", PersonKind::Blacklisted);
    world.enrol(anna, 1);
    let seen = world.seen(camera, at(5_000), 2, Some(porchlight_domain::Subject::Person(anna)));
    world.alert(seen.sighting, anna, at(6_000));
    world.stranger(camera, at(9_000), 3);
    world
}

fn backed_up(world: &World, with_passwords: bool) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("backup.zip");
    world.store.back_up(&path, with_passwords, at(77), "1.2.3", &mut on).expect("is made");
    (dir, path)
}

/// The entries of an archive, to make another one of.
fn entries(path: &Path) -> Vec<(String, Vec<u8>, CompressionMethod)> {
    let mut zip = ZipArchive::new(fs::File::open(path).expect("is there")).expect("is a ZIP file");
    (0..zip.len())
        .map(|i| {
            let mut entry = zip.by_index(i).expect("is listed");
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("is read");
            (entry.name().expect("has a name").into_owned(), bytes, entry.compression())
        })
        .collect()
}

fn packed(entries: &[(String, Vec<u8>, CompressionMethod)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes, method) in entries {
        zip.start_file(name, SimpleFileOptions::default().compression_method(*method)).expect("begins");
        zip.write_all(bytes).expect("is packed");
    }
    zip.finish().expect("is finished").into_inner()
}

/// The same with a checksum that is right, as a careful stranger would make it.
fn signed(mut entries: Vec<(String, Vec<u8>, CompressionMethod)>) -> Vec<u8> {
    use sha2::{Digest as _, Sha256};
    let (_, slip, _) = entries.last().expect("has a slip").clone();
    let mut slip: serde_json::Value = serde_json::from_slice(&slip).expect("is JSON");
    let mut sum = Sha256::new();
    let mut pictures = 0;
    for (name, bytes, _) in &entries[..entries.len() - 1] {
        sum.update(name.as_bytes());
        sum.update([0]);
        sum.update((bytes.len() as u64).to_le_bytes());
        sum.update(bytes);
        pictures += u64::from(name.starts_with("pictures/"));
    }
    slip["sha256"] = hex::encode(sum.finalize()).into();
    slip["pictures"] = pictures.into();
    entries.last_mut().expect("has a slip").1 = serde_json::to_vec(&slip).expect("is JSON");
    packed(&entries)
}

/// Tries it on a home of somebody else, which must stay as it is.
fn refusal(bytes: &[u8]) -> StoreError {
    let world = World::new();
    let bo = world.person("Bo", PersonKind::Known);
    world.enrol(bo, 9);
    let before = world.state();
    let file = world.dir().join("given.zip");
    fs::write(&file, bytes).expect("is written");
    let looked = world.store.look_at_backup(&file, &mut on).expect_err("is refused when it is looked at");
    let refused = world.store.restore(&file, &mut on).expect_err("is refused");
    assert_eq!(looked.to_string(), refused.to_string(), "both say the same");
    assert_eq!(world.state(), before, "nothing changed");
    let left: Vec<_> = fs::read_dir(world.dir()).expect("readable").flatten().map(|e| e.file_name()).collect();
    let ours = ["porchlight.db", "porchlight.db-wal", "porchlight.db-shm", "porchlight.lock", "pictures", "given.zip"];
    assert!(left.iter().all(|name| ours.iter().any(|ours| name == ours)), "nothing is left behind: {left:?}");
    let world = world.reopened();
    assert_eq!(world.state(), before, "nor with the next start");
    refused
}

#[test]
fn what_went_in_comes_out_on_another_machine() {
    let world = home();
    let (_dir, path) = backed_up(&world, true);
    let other = World::new();
    other.person("Somebody", PersonKind::Known);
    let about = other.store.look_at_backup(&path, &mut on).expect("is whole");
    assert_eq!((about.made_at, about.program.as_str(), about.has_passwords), (77, "1.2.3", true));
    let content = about.content;
    assert_eq!((content.cameras, content.persons, content.visitors, content.sightings), (2, 1, 1, 2));
    assert_eq!(content.pictures, 7, "two of each of three faces, and a moment");
    assert_eq!(other.store.restore(&path, &mut on).expect("is restored"), about);
    assert_eq!(other.state(), world.state());
    assert_eq!(other.store.cameras().expect("readable"), world.store.cameras().expect("readable"), "with its password");
    for face in [1, 2, 3] {
        let id = porchlight_domain::FaceId(face);
        let bytes = picture_bytes(b'P', face as u8);
        assert_eq!(other.store.face_picture(id).expect("readable"), Some(bytes), "its picture");
    }
    // It goes on, in this run and in the next.
    other.person("Cleo", PersonKind::Known);
    let after = other.state();
    assert_eq!(other.reopened().state(), after);
}

#[test]
fn what_was_there_can_be_got_back_and_that_taken_back() {
    let world = home();
    let (_dir, path) = backed_up(&world, true);
    let other = World::new();
    let bo = other.person("Bo", PersonKind::Known);
    other.enrol(bo, 9);
    let before = other.state();
    assert_eq!(other.store.replaced().expect("readable"), None);
    assert!(matches!(other.store.go_back(), Err(StoreError::NotFound { .. })), "there is nothing to go back to");
    other.store.restore(&path, &mut on).expect("is restored");
    let replaced = other.store.replaced().expect("readable").expect("is kept");
    assert!(replaced.bytes > 128 && replaced.at > 1_000_000_000_000, "{replaced:?}");
    assert_eq!(other.store.storage_used().expect("readable").replaced_bytes, replaced.bytes);
    other.store.go_back().expect("goes back");
    assert_eq!(other.state(), before);
    assert_eq!(other.store.face_picture(porchlight_domain::FaceId(1)).expect("readable"), Some(picture_bytes(b'P', 9)));
    other.store.go_back().expect("and forth");
    assert_eq!(other.state(), world.state());
    other.store.drop_replaced().expect("is removed");
    assert_eq!(other.store.replaced().expect("readable"), None);
    assert_eq!(other.reopened().state(), world.state());
}

#[test]
fn passwords_stay_at_home_if_the_owner_wants_that() {
    let world = home();
    for with_passwords in [true, false] {
        let (_dir, path) = backed_up(&world, with_passwords);
        let database = entries(&path).into_iter().find(|(name, ..)| name == "porchlight.db").expect("is in it").1;
        let has = database.windows(6).any(|bytes| bytes == b"s3cret");
        assert_eq!(has, with_passwords, "no byte of it is left in the copy");
    }
    let address = |world: &World| format!("{:?}", world.store.cameras().expect("readable")[1].source);
    assert!(address(&world).contains("10.0.0.4"), "the home itself is as it was");
    let other = World::new();
    let (_dir, path) = backed_up(&world, false);
    assert!(!other.store.restore(&path, &mut on).expect("is restored").has_passwords);
    let CameraSource::Stream { address } = &other.store.cameras().expect("readable")[1].source else {
        panic!("a stream")
    };
    assert_eq!(address, "rtsp://10.0.0.4/live");
}

#[test]
fn a_backup_is_made_while_somebody_writes_and_is_of_one_moment() {
    let world = home();
    let camera = world.camera("Yard");
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("backup.zip");
    let mut visits = 0u8;
    world
        .store
        .back_up(&path, true, at(77), "1", &mut |_| {
            visits += 1;
            world.stranger(camera, at(i64::from(visits) * 20_000), visits);
            ControlFlow::Continue(())
        })
        .expect("nobody waits for the other");
    assert!(visits > 3, "there was something to write meanwhile: {visits}");
    let other = World::new();
    other.store.restore(&path, &mut on).expect("is whole");
    for sighting in other.store.sightings(&Default::default(), 100, None).expect("readable") {
        for face in sighting.faces {
            assert!(other.store.face_picture(face).expect("readable").is_some(), "every face has its picture");
        }
    }
}

#[test]
fn stopping_leaves_the_place_and_the_home_as_they_were() {
    let world = home();
    let (dir, path) = backed_up(&world, true);
    let before = fs::read(&path).expect("is there");
    let mut steps = Vec::new();
    world
        .store
        .back_up(&path, true, at(88), "1", &mut |step| {
            steps.push(step);
            ControlFlow::Continue(())
        })
        .expect("is made");
    assert!(steps.is_sorted_by_key(|step| step.done), "it never runs backwards");
    let last = steps.last().expect("is told");
    assert_eq!(last.done, last.total, "and ends full");
    fs::write(&path, &before).expect("as before");
    for stop_after in 0..steps.len() - 1 {
        let mut left = stop_after;
        let stopped = world.store.back_up(&path, true, at(99), "1", &mut |_| {
            if left == 0 {
                return ControlFlow::Break(());
            }
            left -= 1;
            ControlFlow::Continue(())
        });
        assert!(matches!(stopped, Err(StoreError::Stopped)), "after {stop_after}: {stopped:?}");
        assert_eq!(fs::read(&path).expect("is there"), before, "what was there is there still");
    }
    assert_eq!(fs::read_dir(dir.path()).expect("readable").count(), 1, "nothing lies beside it");
    let state = world.state();
    let stopped = world.store.restore(&path, &mut |_| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(StoreError::Stopped)));
    assert_eq!(world.state(), state);
}

#[test]
fn a_file_that_is_no_backup_is_said_to_be_none() {
    let picture = packed(&[("Anna/1.jpg".into(), b"a face".to_vec(), CompressionMethod::Stored)]);
    let other =
        packed(&[("porchlight-backup.json".into(), b"{\"format\":\"other\"}".to_vec(), CompressionMethod::Stored)]);
    for bytes in [&b""[..], b"a letter", b"PK\x03\x04", &picture, &other] {
        assert!(matches!(refusal(bytes), StoreError::BackupForeign), "{} bytes", bytes.len());
    }
}

#[test]
fn a_newer_backup_is_refused_with_both_versions() {
    let (_dir, path) = backed_up(&home(), true);
    let mut newer = entries(&path);
    let slip = newer.last_mut().expect("has a slip");
    slip.1 = String::from_utf8(slip.1.clone()).expect("is text").replace("\"layout\": 1", "\"layout\": 2").into_bytes();
    assert!(matches!(refusal(&packed(&newer)), StoreError::BackupNewer { found: 2, known: 1 }));

    // A database of a later program, within a layout of today.
    let mut newer = entries(&path);
    newer[0].1 = changed_database(&newer[0].1, "INSERT INTO migration VALUES (99, 'later')");
    assert!(matches!(refusal(&signed(newer)), StoreError::BackupNewer { found: 99, .. }));
}

fn changed_database(bytes: &[u8], sql: &str) -> Vec<u8> {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("x.db");
    fs::write(&path, bytes).expect("is written");
    let connection = Connection::open(&path).expect("opens");
    connection.execute_batch(sql).expect("is SQL");
    connection.close().expect("closes");
    fs::read(&path).expect("is there")
}

#[test]
fn a_database_that_would_act_by_itself_is_refused() {
    let (_dir, path) = backed_up(&home(), true);
    for sql in [
        "CREATE TRIGGER evil AFTER INSERT ON sighting BEGIN DELETE FROM person; END",
        "CREATE VIEW evil AS SELECT 1",
        "CREATE TABLE more (x)",
        "DROP INDEX alert_open",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'camera'",
        "PRAGMA foreign_keys = OFF; DELETE FROM person",
    ] {
        let mut evil = entries(&path);
        evil[0].1 = changed_database(&evil[0].1, sql);
        let refused = refusal(&signed(evil));
        assert!(matches!(refused, StoreError::BackupDamaged { .. }), "{sql}: {refused}");
    }
}

#[test]
fn a_name_that_leads_elsewhere_refuses_the_whole_file() {
    let (_dir, path) = backed_up(&home(), true);
    for name in [
        "../../evil.jpg",
        "/tmp/evil.jpg",
        "pictures/faces/01/../../../evil.jpg",
        "porchlight.lock",
        "models/yunet.onnx",
    ] {
        let mut evil = entries(&path);
        evil.insert(1, (name.into(), b"evil".to_vec(), CompressionMethod::Stored));
        assert!(matches!(refusal(&signed(evil)), StoreError::BackupDamaged { .. }), "{name}");
    }
}

#[test]
fn what_unpacks_to_far_more_than_it_is_refused_before_it_is_unpacked() {
    let (_dir, path) = backed_up(&home(), true);
    let mut bomb = entries(&path);
    bomb.insert(1, ("pictures/faces/07/7.jpg".into(), vec![0; 8 << 20], CompressionMethod::Deflated));
    let bytes = signed(bomb);
    assert!(bytes.len() < 1 << 20, "it is a bomb: {} bytes", bytes.len());
    assert!(matches!(refusal(&bytes), StoreError::BackupDamaged { .. }));

    let mut bomb = entries(&path);
    bomb[0].1.extend(vec![0; 80 << 20]);
    assert!(matches!(refusal(&signed(bomb)), StoreError::BackupDamaged { .. }), "the database as well");
}

#[test]
fn entries_that_share_their_bytes_are_refused() {
    let (_dir, path) = backed_up(&home(), true);
    let mut bomb = entries(&path);
    for id in 1000..1003 {
        bomb.insert(
            1,
            (format!("pictures/faces/{:02}/{id}.jpg", id % 100), vec![7; 100_000], CompressionMethod::Stored),
        );
    }
    let mut bytes = signed(bomb);
    // Each entry of the directory says that its bytes are those of the first large one, with all that follows.
    let entries: Vec<usize> = (0..bytes.len() - 4).filter(|i| &bytes[*i..*i + 4] == b"PK\x01\x02").collect();
    let large: Vec<usize> = entries.into_iter().filter(|i| bytes[i + 20..i + 24] == 100_000u32.to_le_bytes()).collect();
    assert_eq!(large.len(), 3);
    let offset: Vec<u8> = bytes[large[0] + 42..large[0] + 46].to_vec();
    for at in &large {
        bytes[at + 20..at + 24].copy_from_slice(&300_000u32.to_le_bytes());
        bytes[at + 24..at + 28].copy_from_slice(&300_000u32.to_le_bytes());
        bytes[at + 42..at + 46].copy_from_slice(&offset);
    }
    let refused = refusal(&bytes);
    assert!(matches!(refused, StoreError::BackupDamaged { .. }), "{refused}");
}

#[test]
fn a_backup_cut_or_changed_anywhere_is_refused_and_never_half_restored() {
    let world = World::new();
    let anna = world.person("Anna", PersonKind::Known);
    world.enrol(anna, 1);
    let (_dir, path) = backed_up(&world, true);
    let good = fs::read(&path).expect("is there");
    let other = World::new();
    let before = other.state();
    let file = other.dir().join("given.zip");
    let mut refused = 0;
    let places = || (0..good.len()).step_by(good.len() / 60).chain(good.len() - 60..good.len());
    for place in places() {
        let mut changed = good.clone();
        changed[place] ^= 0x55;
        for bytes in [&good[..place], &changed] {
            fs::write(&file, bytes).expect("is written");
            // A changed date or attribute in the directory of the archive is no damage.
            match other.store.look_at_backup(&file, &mut on) {
                Ok(about) => assert_eq!(about.content.persons, 1, "what is read is what was written"),
                Err(StoreError::BackupForeign | StoreError::BackupDamaged { .. } | StoreError::BackupNewer { .. }) => {
                    refused += 1;
                }
                Err(other) => panic!("at {place}: {other}"),
            }
        }
    }
    assert!(refused > 120, "nearly all of them: {refused}");
    assert_eq!(other.state(), before);
}

#[test]
fn nothing_is_replaced_while_another_program_has_the_folder_open() {
    let world = home();
    let (_dir, path) = backed_up(&world, true);
    let before = world.state();
    let second = Store::open(world.dir()).expect("opens beside it");
    assert!(matches!(second.restore(&path, &mut on), Err(StoreError::InUse)), "who came second");
    second.people().expect("reads");
    assert!(matches!(world.store.restore(&path, &mut on), Err(StoreError::InUse)), "who came first");
    assert_eq!(world.state(), before);
    world.person("Still", PersonKind::Known);
    drop(second);
    world.store.restore(&path, &mut on).expect("now nobody else has it");
    assert_eq!(world.state(), before, "as when it was made");
}

#[test]
fn an_erasure_takes_what_was_kept_before_a_restore() {
    let world = home();
    let (_dir, path) = backed_up(&world, true);
    world.store.restore(&path, &mut on).expect("is restored");
    let anna = world.store.person_named("Anna").expect("readable").expect("is there").id;
    let erased = world.store.remove_person(anna).expect("is erased");
    assert_eq!((erased.traces_found, erased.bytes_gone), (0, true));
    assert_eq!(world.store.replaced().expect("readable"), None, "they were in there as well");
    for entry in walk(world.dir()) {
        let bytes = fs::read(&entry).expect("readable");
        assert!(!bytes.windows(32).any(|w| w == &embedding_bytes(1)[..32]), "{}", entry.display());
    }
}

fn walk(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).expect("readable").flatten() {
        if entry.path().is_dir() { found.extend(walk(&entry.path())) } else { found.push(entry.path()) }
    }
    found
}

#[cfg(unix)]
#[test]
fn a_backup_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_dir, path) = backed_up(&home(), true);
    let mode = fs::metadata(&path).expect("is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "it shows who comes to the house");
}

#[test]
fn no_index_of_other_faces_outlives_a_restore_or_an_erasure_of_everybody() {
    let world = home();
    let (_dir, path) = backed_up(&world, true);
    let made_at = world.store.erasures().expect("readable");
    assert!(world.store.keep_index(b"of before", made_at).expect("is kept"));
    world.store.restore(&path, &mut on).expect("is restored");
    assert_eq!(world.store.kept_index(), None);
    assert!(!world.store.keep_index(b"of before", made_at).expect("readable"), "nor one that was being made");
    let made_at = world.store.erasures().expect("readable");
    assert!(world.store.keep_index(b"of now", made_at).expect("is kept"));
    world.store.go_back().expect("goes back");
    assert_eq!(world.store.kept_index(), None);
    let made_at = world.store.erasures().expect("readable");
    world.store.erase_all(porchlight_store::EraseScope::Everything).expect("is erased");
    assert!(!world.store.keep_index(b"of before", made_at).expect("readable"));
}
