//! What the owner says of a sighting: yes, it is; no, it is not; it is somebody else. Also while it goes on.

use crate::bench::{Bench, at, bench, names_on};
use porchlight_domain::{PersonId, PersonKind, SightingId, Subject};
use porchlight_store::{ActKind, Camera, MoveTo};

const ANNA: u8 = 40;
const TURNED: u8 = 60;
const THE_SAME: u8 = 80;

fn home() -> (Bench, Camera, PersonId) {
    let bench = bench();
    bench.looks(ANNA, 0.0);
    bench.looks(TURNED, 45.0);
    bench.looks(THE_SAME, 8.0);
    let anna = bench.enrol("Anna", ANNA, PersonKind::Known);
    let door = bench.camera("Door");
    (bench, door, anna)
}

fn compared(bench: &Bench, person: PersonId) -> usize {
    bench.engine.home().gallery().subject(Subject::Person(person)).map_or(0, |known| known.faces().len())
}

fn newest(bench: &Bench) -> SightingId {
    bench.sightings().last().expect("somebody was seen").id
}

#[test]
fn a_yes_learns_what_is_new_once_and_undo_forgets_it() {
    let (bench, door, anna) = home();
    bench.visit(&door, 1, 2.0, &[at(0, TURNED)]);
    let sighting = newest(&bench);
    assert_eq!(bench.owners(), [Some(Subject::Person(anna))], "recognised, half turned");
    assert_eq!(compared(&bench, anna), 1, "but nothing is learnt by itself");
    bench.engine.confirm_sighting(sighting).expect("yes");
    assert_eq!(compared(&bench, anna), 2, "now she is known half turned as well, by one face of several alike");
    let acts = bench.acts();
    assert_eq!((acts.len(), acts[0].kind), (1, ActKind::Confirm), "one entry");
    bench.engine.confirm_sighting(sighting).expect("yes, I said");
    assert_eq!(bench.acts().len(), 1, "nothing new, nothing to take back");
    bench.engine.undo().expect("possible").expect("there is something");
    assert_eq!(compared(&bench, anna), 1, "forgotten again");
    bench.engine.redo().expect("possible").expect("there is something");
    assert_eq!(compared(&bench, anna), 2, "and learnt again");
}

#[test]
fn a_yes_to_what_is_known_already_learns_nothing() {
    let (bench, door, anna) = home();
    bench.visit(&door, 1, 2.0, &[at(0, THE_SAME)]);
    bench.engine.confirm_sighting(newest(&bench)).expect("yes");
    assert_eq!(compared(&bench, anna), 1, "a near copy says nothing more");
    assert_eq!(bench.acts(), [], "and there is nothing to take back");
}

#[test]
fn a_bad_face_is_not_learnt_whatever_it_shows() {
    let (bench, door, anna) = home();
    bench.vision.set_trust(TURNED, 0.45);
    bench.visit(&door, 1, 2.0, &[at(0, TURNED)]);
    assert_eq!(bench.owners(), [Some(Subject::Person(anna))], "good enough to be recognised");
    bench.engine.confirm_sighting(newest(&bench)).expect("yes");
    assert_eq!(compared(&bench, anna), 1, "not good enough to be learnt");
}

#[test]
fn a_sighting_of_nobody_named_cannot_be_confirmed() {
    let (bench, door, _) = home();
    bench.looks(100, 180.0);
    bench.visit(&door, 1, 2.0, &[at(0, 100)]);
    assert!(bench.engine.confirm_sighting(newest(&bench)).is_err(), "yes to what?");
}

#[test]
fn what_the_owner_says_of_a_sighting_that_goes_on_is_final() {
    let (bench, door, anna) = home();
    let mut frames = 0;
    bench.watched_visit(&door, 1, 3.0, &[at(0, TURNED)], |_| {
        frames += 1;
        if frames == 30 {
            bench.engine.reject_sighting(newest(&bench), anna).expect("not Anna");
        }
    });
    let [visitor] = bench.visitors()[..] else { panic!("somebody unnamed: {:?}", bench.visitors()) };
    assert_eq!(bench.owners(), [Some(Subject::Visitor(visitor))], "nor when the sighting ended");
    let home = bench.engine.home();
    assert!(home.gallery().is_rejected(Subject::Visitor(visitor), Subject::Person(anna)), "nor ever again");

    let mut frames = 0;
    bench.watched_visit(&door, 2, 3.0, &[at(0, THE_SAME)], |_| {
        frames += 1;
        if frames == 30 {
            bench.engine.move_sighting(newest(&bench), MoveTo::Named("Bea".into())).expect("her sister");
        }
    });
    let bea = bench.store.person_named("Bea").expect("readable").expect("added").id;
    assert_eq!(bench.owners().last(), Some(&Some(Subject::Person(bea))), "whoever the program takes her for");
    assert_eq!(bench.sightings().len(), 2, "each visit is one sighting all the time");
}

#[test]
fn not_this_person_holds_on_the_live_picture_and_the_next_time() {
    let (bench, door, anna) = home();
    let (mut frames, mut said) = (0, Vec::new());
    bench.watched_visit(&door, 1, 3.0, &[at(0, TURNED)], |analysis| {
        frames += 1;
        if frames == 30 {
            bench.engine.reject_sighting(newest(&bench), anna).expect("not Anna");
        } else if frames > 31 {
            said.extend(names_on(analysis));
        }
    });
    assert!(said.len() > 20 && said.iter().all(Option::is_none), "her name is gone from the picture: {said:?}");
    let next = bench.names_at(&door, 20, &[at(0, TURNED)]);
    assert!(!next.is_empty() && next.iter().all(Option::is_none), "and does not come back with him: {next:?}");
    let herself = bench.names_at(&door, 40, &[at(0, ANNA)]);
    assert_eq!(herself.last(), Some(&Some("Anna".to_owned())), "she is still herself: {herself:?}");
}
