//! Killed in the middle.
//!
//! The test starts itself again as the one that writes, and kills it.

use crate::world::{World, at};
use porchlight_domain::Timestamp;
use porchlight_store::{SightingFilter, Store};
use std::{
    env, fs,
    io::{self, BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
};

const VICTIM_DIR: &str = "PORCHLIGHT_STORE_TEST_VICTIM_DIR";

/// What the killed program does: one visit after the other, for ever.
fn write_for_ever(dir: &Path) -> ! {
    let world = World::at(dir);
    let camera = world.camera("Front door");
    let mut visit = 0;
    loop {
        world.stranger(camera, at(visit * 10_000), (visit % 200) as u8);
        writeln!(io::stdout(), "written").expect("the other one listens");
        visit += 1;
    }
}

#[test]
fn a_kill_at_any_moment_loses_at_most_the_sighting_in_progress() {
    if let Some(dir) = env::var_os(VICTIM_DIR) {
        write_for_ever(dir.as_ref());
    }
    let dir = tempfile::tempdir().expect("a directory");
    for round in 1..=4u64 {
        let mut victim = Command::new(env::current_exe().expect("knows itself"))
            .args(["crash::a_kill_at_any_moment_loses_at_most_the_sighting_in_progress", "--exact", "--nocapture"])
            .env(VICTIM_DIR, dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("starts");
        let mut lines = BufReader::new(victim.stdout.take().expect("is piped")).lines();
        let mut written = 0;
        // Killed after another number of writes each time, in the middle of the next.
        while written < 5 * round {
            let line = lines.next().expect("goes on until it is killed").expect("is text");
            written += u64::from(line.contains("written"));
        }
        let before = Store::open(dir.path()).expect("opens beside it").counts().expect("readable").sightings;
        victim.kill().expect("can be killed");
        victim.wait().expect("is gone");

        let store = Store::open(dir.path()).expect("opens after the kill");
        let sightings = store.sightings(&SightingFilter::default(), usize::MAX, None).expect("readable");
        assert!(sightings.len() as u64 >= before, "what was written stays");
        for sighting in &sightings {
            assert!(!sighting.faces.is_empty(), "a sighting never stands without its faces");
            for face in &sighting.faces {
                assert!(store.face_picture(*face).expect("readable").is_some(), "a face never without its picture");
                assert!(store.face_crop(*face).expect("readable").is_some(), "nor without its crop");
            }
        }
        let faces = store.counts().expect("readable").faces;
        assert_eq!(store.storage_used().expect("readable").pictures, 2 * faces, "no picture without a row");
        let connection = rusqlite::Connection::open(dir.path().join("porchlight.db")).expect("opens");
        let verdict: String =
            connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("can be checked");
        assert_eq!(verdict, "ok");
        let broken: u64 = connection
            .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get::<_, i64>(0))
            .expect("can be checked")
            .unsigned_abs();
        assert_eq!(broken, 0, "no row points at nothing");
    }
    assert!(fs::metadata(dir.path().join("pictures/faces")).is_ok(), "there was something to lose");
}

#[test]
fn sightings_that_a_crash_left_open_are_closed_at_their_last_moment() {
    let world = World::new();
    let camera = world.camera("Front door");
    let seen = world.stranger(camera, at(5_000), 1);
    // An update opens it again, as if the program had gone on.
    world.store.update_sighting(seen.sighting, at(9_000), &crate::world::findings(seen.subject)).expect("is updated");
    let world = world.reopened();
    assert_eq!(world.store.sighting(seen.sighting).expect("is there").ended_at, None, "left open");
    assert_eq!(world.store.close_open_sightings().expect("is written"), 1);
    let ended = world.store.sighting(seen.sighting).expect("is there").ended_at;
    assert_eq!(ended, Some(Timestamp(9_000)), "the last moment somebody was seen");
    assert_eq!(world.store.close_open_sightings().expect("is written"), 0, "nothing is left to close");
}
