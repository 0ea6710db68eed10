//! Visitors who are never taken for one, or never for two: because both were in view at once, or because the owner said so.

use crate::bench::{Bench, MANY, at, bench};
use porchlight_domain::{FaceId, Subject, VisitorId};
use porchlight_store::{Act, ActKind, Actor, Camera};

/// Everybody is seen again, and again after a restart, with many rounds after each visit.
fn long_after(mut bench: Bench, camera: &Camera, colours: &[u8]) -> Bench {
    for day in 1..=3 {
        for (i, colour) in colours.iter().enumerate() {
            bench.visit(camera, day * 1_440 + i as i64, 1.0, &[at(0, *colour)]);
            bench.attend(MANY);
        }
        bench = bench.restarted();
        bench.attend(MANY);
    }
    bench
}

fn holding_acts_of_program(bench: &Bench) -> Vec<Act> {
    let holds = |act: &Act| act.actor == Actor::Program && act.undone_at.is_none();
    bench.acts().into_iter().filter(holds).collect()
}

fn only_face(bench: &Bench, visitor: VisitorId, nth: usize) -> FaceId {
    bench.store.faces(Subject::Visitor(visitor)).expect("readable")[nth].id
}

#[test]
fn two_who_were_in_view_at_once_are_two_however_alike() {
    let bench = bench();
    let door = bench.camera("Door");
    bench.looks(10, 0.0);
    bench.looks(20, 40.0);
    bench.visit(&door, 1, 2.0, &[at(0, 10), at(1, 20)]);
    let [one, other] = bench.visitors()[..] else { panic!("twins are two: {:?}", bench.visitors()) };
    let bench = long_after(bench, &door, &[10, 20]);
    assert_eq!(bench.visitors(), [one, other], "a cosine of 0.77 would be one person");
    assert_eq!(bench.store.visitor(one).expect("there").times_seen, 4, "each came back as who he is");
}

#[test]
fn the_same_two_at_two_cameras_may_be_one() {
    let bench = bench();
    let (door, gate) = (bench.camera("Door"), bench.camera("Gate"));
    bench.looks(10, 0.0);
    bench.looks(20, 70.0);
    bench.looks(30, 33.0);
    bench.visit(&door, 1, 2.0, &[at(0, 10)]);
    bench.visit(&gate, 1, 2.0, &[at(0, 20)]);
    bench.visit(&door, 2, 1.0, &[at(0, 30)]);
    bench.attend(1);
    assert_eq!(bench.visitors().len(), 1, "two cameras may look at the same place");
}

#[test]
fn two_that_the_owner_parted_stay_apart() {
    let bench = bench();
    let door = bench.camera("Door");
    bench.looks(10, 0.0);
    bench.looks(20, 35.0);
    bench.visit(&door, 1, 1.0, &[at(0, 10)]);
    bench.visit(&door, 2, 1.0, &[at(0, 20)]);
    let [both] = bench.visitors()[..] else { panic!("a cosine of 0.82 is one: {:?}", bench.visitors()) };
    let new = bench.engine.split_visitor(both, &[only_face(&bench, both, 0)]).expect("the owner knows better");
    let bench = long_after(bench, &door, &[10, 20]);
    assert_eq!(bench.visitors(), [both, new], "whatever came since");
    assert_eq!(holding_acts_of_program(&bench), [], "nor was anything moved between them");
    for visitor in [both, new] {
        assert_eq!(bench.store.visitor(visitor).expect("there").times_seen, 4, "each came back as who he is");
    }
}

#[test]
fn two_whom_the_program_joined_and_the_owner_parted_again_stay_apart_until_she_takes_that_back() {
    let bench = bench();
    let door = bench.camera("Door");
    for (i, degrees) in [0.0, 70.0, 33.0].into_iter().enumerate() {
        bench.looks(10 * (1 + i as u8), degrees);
        bench.visit(&door, 1 + i as i64, 1.0, &[at(0, 10 * (1 + i as u8))]);
    }
    bench.attend(1);
    assert_eq!(bench.visitors().len(), 1, "joined");
    let act = bench.act_of_program().id;
    bench.engine.undo_act(act).expect("the owner may take back what the program did");
    let two = bench.visitors();
    assert_eq!(two.len(), 2, "two again");
    let bench = long_after(bench, &door, &[10, 20, 30]);
    assert_eq!(bench.visitors(), two, "the owner's word is final");
    bench.engine.redo_act(act).expect("also when she changes her mind");
    bench.attend(MANY);
    assert_eq!(bench.visitors().len(), 1, "then they are one");
}

#[test]
fn a_visitor_whose_split_the_owner_took_back_is_not_split_again() {
    let bench = bench();
    let door = bench.camera("Door");
    let colours = [100, 110, 120, 130];
    for (i, colour) in colours.into_iter().enumerate() {
        bench.looks(colour, 33.0 * i as f32);
        bench.visit(&door, 1 + i as i64, 1.0, &[at(0, colour)]);
    }
    bench.attend(1);
    let split = bench.act_of_program();
    assert_eq!(split.kind, ActKind::SplitVisitor, "two people, the program thinks");
    bench.engine.undo_act(split.id).expect("one, the owner knows");
    let one = bench.visitors();
    assert_eq!(one.len(), 1, "one again");
    let bench = long_after(bench, &door, &colours);
    assert_eq!(bench.visitors(), one, "and the program asks no more");
    assert_eq!(bench.owners().len(), 16, "though he came back twelve times");
    bench.engine.redo_act(split.id).expect("also when she changes her mind");
    assert_eq!(bench.visitors().len(), 2, "then they are two");
}

#[test]
fn two_whom_the_owner_joined_are_never_split_again() {
    let bench = bench();
    let door = bench.camera("Door");
    let colours = [100, 110, 120, 130];
    for (i, degrees) in [0.0, 35.0, 120.0, 155.0].into_iter().enumerate() {
        bench.looks(colours[i], degrees);
        bench.visit(&door, 1 + i as i64, 1.0, &[at(0, colours[i])]);
    }
    let [one, other] = bench.visitors()[..] else { panic!("two people: {:?}", bench.visitors()) };
    bench.engine.join_visitor(other, Subject::Visitor(one)).expect("the owner knows better");
    let bench = long_after(bench, &door, &colours);
    assert_eq!(bench.visitors(), [one], "with and without glasses, as the owner said");
    let owners_act = bench.acts().into_iter().find(|act| act.actor == Actor::Owner).expect("her act");
    bench.engine.undo_act(owners_act.id).expect("she may still take it back");
    assert_eq!(bench.visitors(), [one, other]);
}
