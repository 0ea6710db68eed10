//! Two programs on one folder: the command line teaches, the window watches.

use crate::bench::{at, bench_over};
use porchlight_domain::{PersonKind, Settings};
use porchlight_engine::Event;
use porchlight_store::Store;
use std::{path::Path, sync::Arc};

const ANNA: u8 = 40;
const BEN: u8 = 60;

fn open(folder: &Path) -> Arc<Store> {
    Arc::new(Store::open(folder).expect("a folder"))
}

#[test]
fn people_enrolled_by_another_program_are_known_after_a_round() {
    let folder = tempfile::tempdir().expect("a folder");
    let window = bench_over(open(folder.path()));
    let door = window.camera("Door");
    let elsewhere = bench_over(open(folder.path()));
    // Before the first round and after it.
    elsewhere.enrol("Anna", ANNA, PersonKind::Known);
    window.attend(1);
    elsewhere.enrol("Ben", BEN, PersonKind::Blacklisted);
    let events = window.engine.subscribe();
    window.attend(1);
    assert!(events.try_iter().any(|event| matches!(event, Event::PeopleChanged)), "and the window shows them");
    let names = window.names_at(&door, 1, &[at(0, ANNA), at(1, BEN)]);
    assert_eq!(names, [Some("Anna".to_owned()), Some("Ben".to_owned())]);
    assert_eq!(window.store.alerts(9, None).expect("readable").len(), 1, "and the alert is raised");
}

#[test]
fn settings_saved_by_another_program_hold_after_a_round() {
    let folder = tempfile::tempdir().expect("a folder");
    let (window, elsewhere) = (bench_over(open(folder.path())), bench_over(open(folder.path())));
    let mut strict = Settings::default();
    strict.thresholds.known = porchlight_domain::Similarity(0.7);
    elsewhere.engine.save_settings(strict.clone()).expect("saved");
    window.attend(1);
    assert_eq!(*window.engine.home().settings(), strict);
    let events = window.engine.subscribe();
    window.attend(3);
    assert_eq!(events.try_iter().count(), 0, "what is known is not taken in again");
}
