//! Thresholds that follow the strangers of this home.

use crate::bench::{Bench, MANY, at, bench};
use porchlight_domain::{PersonId, PersonKind, Settings, Similarity, Subject};
use porchlight_store::MoveTo;

const ANNA: u8 = 40;
const VERA: u8 = 60;
const BOB: u8 = 80;

/// Anna and Vera, who look nothing alike, and Bob, who came to the door, was taken for Anna, and is named by the owner. How
/// alike he and Anna are is in degrees.
fn home(bobs_degrees: f32) -> (Bench, [PersonId; 2]) {
    let bench = bench();
    bench.looks(ANNA, 0.0);
    bench.looks(VERA, 180.0);
    bench.looks(BOB, bobs_degrees);
    let people = [("Anna", ANNA), ("Vera", VERA)].map(|(name, who)| bench.enrol(name, who, PersonKind::Known));
    let door = bench.camera("Door");
    bench.visit(&door, 1, 2.0, &[at(0, BOB)]);
    bench.minutes_pass(5);
    let sighting = bench.sightings()[0].id;
    bench.engine.move_sighting(sighting, MoveTo::Named("Bob".into())).expect("the owner knows him");
    (bench, people)
}

fn needs(bench: &Bench, person: PersonId) -> f32 {
    let home = bench.engine.home();
    let known = home.gallery().subject(Subject::Person(person)).expect("with a face");
    (known.needs(&home.settings().thresholds).0 * 1000.0).round() / 1000.0
}

fn save(bench: &Bench, change: impl FnOnce(&mut Settings)) {
    let mut settings = bench.engine.home().settings().clone();
    change(&mut settings);
    bench.engine.save_settings(settings).expect("saved");
}

#[test]
fn somebody_else_who_came_near_raises_what_a_person_needs_and_nobody_elses() {
    let (bench, [anna, vera]) = home(66.0);
    let usual = bench.engine.home().settings().thresholds.known.0;
    assert_eq!(needs(&bench, anna), usual, "until it is thought over");
    bench.attend(1);
    // cos 66 = 0.407, and 0.02 to be clear of him.
    assert!((needs(&bench, anna) - 0.427).abs() < 0.002, "{}", needs(&bench, anna));
    assert_eq!(needs(&bench, vera), usual, "Bob is nothing like Vera");
    let bench = bench.restarted();
    assert!((needs(&bench, anna) - 0.427).abs() < 0.002, "it does not have to be found out again");
}

#[test]
fn there_is_an_end_to_it() {
    let (bench, [anna, _]) = home(20.0);
    bench.attend(1);
    let usual = bench.engine.home().settings().thresholds.known.0;
    assert!((needs(&bench, anna) - usual - 0.06).abs() < 0.001, "whoever is so alike is a look-alike");
}

#[test]
fn the_owners_own_threshold_wins() {
    let (bench, [anna, _]) = home(20.0);
    bench.attend(1);
    bench.engine.set_threshold(anna, Some(Similarity(0.3))).expect("her word");
    assert_eq!(needs(&bench, anna), 0.3);
    bench.minutes_pass(5);
    bench.attend(MANY);
    assert_eq!(needs(&bench, anna), 0.3, "whatever strangers come");
    bench.engine.set_threshold(anna, None).expect("and back");
    assert!(needs(&bench, anna) > 0.4, "then the home's own");
}

#[test]
fn switching_it_off_takes_it_back_at_once() {
    let (bench, [anna, _]) = home(20.0);
    bench.attend(1);
    let raised = needs(&bench, anna);
    save(&bench, |settings| settings.fits_home = false);
    let usual = bench.engine.home().settings().thresholds.known.0;
    assert_eq!(needs(&bench, anna), usual, "without a round of the steward");
    bench.minutes_pass(5);
    bench.attend(MANY);
    assert_eq!(needs(&bench, anna), usual, "and it stays off");
    save(&bench, |settings| settings.fits_home = true);
    assert_eq!(needs(&bench, anna), raised, "and on at once, too");
}

#[test]
fn a_stranger_without_a_name_may_be_the_person_badly_seen() {
    let bench = bench();
    bench.looks(ANNA, 0.0);
    // Raised by the owner: strangers are then the more easily strangers.
    bench.looks(BOB, 66.0);
    let anna = bench.enrol("Anna", ANNA, PersonKind::Known);
    save(&bench, |settings| settings.thresholds.known = Similarity(0.5));
    let door = bench.camera("Door");
    bench.visit(&door, 1, 2.0, &[at(0, BOB)]);
    bench.minutes_pass(5);
    assert_eq!(bench.visitors().len(), 1, "0.09 below is a stranger");
    save(&bench, |settings| settings.thresholds.known = Similarity(0.4));
    bench.attend(1);
    assert_eq!(needs(&bench, anna), 0.4, "one of whom nobody said that it was not she");
    let visitor = bench.visitors()[0];
    bench.engine.reject_visitor(visitor, anna).expect("the owner says so");
    bench.minutes_pass(5);
    bench.attend(1);
    assert!((needs(&bench, anna) - 0.427).abs() < 0.002, "now it is certain: {}", needs(&bench, anna));
}
