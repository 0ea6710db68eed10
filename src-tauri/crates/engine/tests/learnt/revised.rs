//! Visitors who turn out to be one, or two, once they are out of view.

use crate::bench::{Bench, MANY, at, bench};
use porchlight_domain::Subject;
use porchlight_store::{ActKind, Actor};

/// A visitor who was seen at 0 degrees and one who was seen at 70, too far for one; then the first comes back turned
/// towards the second.
fn about_to_be_one() -> (Bench, porchlight_store::Camera) {
    let bench = bench();
    let door = bench.camera("Door");
    bench.looks(10, 0.0);
    bench.looks(20, 70.0);
    bench.looks(30, 33.0);
    bench.visit(&door, 1, 1.0, &[at(0, 10)]);
    bench.visit(&door, 2, 1.0, &[at(0, 20)]);
    bench.attend(MANY);
    assert_eq!(bench.visitors().len(), 2, "a cosine of 0.34 is two people");
    (bench, door)
}

/// Four looks of one visitor, each near the one before: the first two and the last two are two people.
fn about_to_be_two(bench: &Bench, camera: &porchlight_store::Camera) {
    for (i, degrees) in [0.0, 33.0, 66.0, 99.0].into_iter().enumerate() {
        let colour = 100 + 10 * i as u8;
        bench.looks(colour, degrees);
        bench.visit(camera, 10 + i as i64, 1.0, &[at(0, colour)]);
    }
    assert_eq!(bench.visitors().len(), 1, "each face was near enough to the one before");
}

#[test]
fn two_visitors_who_turn_out_to_be_one_are_joined_after_they_left() {
    let (bench, door) = about_to_be_one();
    let first = bench.visitors()[0];
    let mut while_in_view = Vec::new();
    bench.watched_visit(&door, 3, 3.0, &[at(0, 30)], |_| while_in_view.push(bench.visitors().len()));
    assert!(while_in_view.iter().all(|count| *count == 2), "nobody changes under the camera's eyes");
    bench.attend(1);
    assert_eq!(bench.visitors(), [first], "whoever was there first goes on");
    assert_eq!(bench.store.visitor(first).expect("there").times_seen, 3, "with everything that was seen");
    let act = bench.act_of_program();
    assert_eq!((act.actor, act.kind), (Actor::Program, ActKind::MergeVisitors), "and the journal says who did it");
    assert_eq!(bench.engine.journal().expect("readable").0, None, "the owner's undo is not the program's");
    bench.attend(MANY);
    assert_eq!(bench.acts().len(), 1, "once is enough");
}

#[test]
fn a_visitor_who_turns_out_to_be_two_is_split_after_leaving() {
    let bench = bench();
    let door = bench.camera("Door");
    about_to_be_two(&bench, &door);
    bench.attend(1);
    assert_eq!(bench.visitors().len(), 2, "the halves have a cosine of 0.41");
    let owners = bench.owners();
    assert!(owners[0] == owners[1] && owners[2] == owners[3] && owners[1] != owners[2], "{owners:?}");
    assert_eq!(bench.act_of_program().kind, ActKind::SplitVisitor);
    bench.attend(MANY);
    assert_eq!(bench.acts().len(), 1, "and neither joined nor split again");
}

#[test]
fn nobody_else_is_touched_when_two_are_joined() {
    let (bench, door) = about_to_be_one();
    bench.looks(40, 180.0);
    bench.visit(&door, 3, 1.0, &[at(0, 40)]);
    let other = bench.visitors()[2];
    bench.visit(&door, 4, 1.0, &[at(0, 30)]);
    bench.attend(MANY);
    assert_eq!(bench.visitors().len(), 2, "the two alike are one");
    assert_eq!(bench.store.visitor(other).expect("still there").times_seen, 1, "the third is who he was");
}

#[test]
fn what_the_program_had_not_thought_over_when_it_ended_is_thought_over_after_a_restart() {
    let (bench, door) = about_to_be_one();
    bench.visit(&door, 3, 0.4, &[at(0, 30)]);
    assert_eq!(bench.visitors().len(), 2, "no round came in between");
    let bench = bench.restarted();
    bench.attend(MANY);
    assert_eq!(bench.visitors().len(), 1, "the restart cost nothing");
}

#[test]
fn the_owners_act_can_be_taken_back_although_the_program_revised_since() {
    let bench = bench();
    let door = bench.camera("Door");
    for (colour, degrees) in [(10, 0.0), (20, 35.0), (30, 100.0), (40, 68.0)] {
        bench.looks(colour, degrees);
    }
    bench.visit(&door, 1, 1.0, &[at(0, 10)]);
    bench.visit(&door, 2, 1.0, &[at(0, 20)]);
    let [first] = bench.visitors()[..] else { panic!("one so far: {:?}", bench.visitors()) };
    let faces = bench.store.faces(Subject::Visitor(first)).expect("readable");
    let second_visit = bench.sightings()[1].id;
    let turned = faces.iter().find(|face| face.sighting == Some(second_visit)).expect("kept").id;
    let parted = bench.engine.split_visitor(first, &[turned]).expect("the owner says so");
    let owners_act = bench.acts()[0].id;
    bench.visit(&door, 3, 1.0, &[at(0, 30)]);
    bench.visit(&door, 4, 1.0, &[at(0, 40)]);
    let third = bench.visitors()[2];
    bench.attend(1);
    assert_eq!(bench.visitors(), [first, parted], "the program built upon it");
    bench.engine.undo_act(owners_act).expect("whatever the program thought of it since");
    assert_eq!(bench.visitors(), [first, third], "as if she had never parted them");
    let owner = |visitor| Some(Subject::Visitor(visitor));
    assert_eq!(bench.owners(), [owner(first), owner(first), owner(third), owner(third)], "each with what is theirs");
}
