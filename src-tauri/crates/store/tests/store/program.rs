//! What the program does by itself, and that it is never in the owner's way.

use crate::world::{Seen, World, at, face};
use porchlight_domain::{SightingId, Subject, Timestamp, VisitorId};
use porchlight_store::{
    Act, ActKind, Actor, Done, MoveTo, Result, StoreError, VisitorRevision,
    VisitorRevision::{Merge, MoveSighting, Split},
};

const NOW: Timestamp = Timestamp(100_000);

/// Five strangers, each seen twice; the first two faces of each are `2 * i + 1` and `2 * i + 2`.
struct Strangers {
    world: World,
    first: Vec<Seen>,
    again: Vec<Seen>,
}

fn strangers() -> Strangers {
    let world = World::new();
    let camera = world.camera("Front door");
    let (mut first, mut again) = (Vec::new(), Vec::new());
    for i in 0..5u8 {
        let seen = world.stranger(camera, at(i64::from(i) * 1_000), 2 * i + 1);
        again.push(world.seen(camera, at(50_000 + i64::from(i) * 1_000), 2 * i + 2, Some(seen.subject)));
        first.push(seen);
    }
    Strangers { world, first, again }
}

impl Strangers {
    fn id(&self, i: usize) -> VisitorId {
        self.first[i].visitor()
    }

    fn merge(&self, from: usize, into: usize) -> VisitorRevision {
        Merge { from: self.id(from), into: self.id(into) }
    }

    fn revise(&self, revision: VisitorRevision) -> Done {
        let done = self.world.store.revise(&[revision], NOW).expect("is revised");
        assert_eq!(done.len(), 1, "nothing stands in the way");
        done[0]
    }

    fn act(&self, done: Done) -> Act {
        let acts = self.world.store.acts(100).expect("readable");
        acts.into_iter().find(|act| act.id == done.act).expect("is written down")
    }

    fn holds(&self, done: Done) -> bool {
        self.act(done).undone_at.is_none()
    }
}

fn visitor_of(subject: Subject) -> VisitorId {
    match subject {
        Subject::Visitor(visitor) => visitor,
        Subject::Person(_) => panic!("not a visitor"),
    }
}

#[test]
fn each_revision_is_an_act_of_the_program_that_undo_leaves_alone() {
    let s = strangers();
    let revisions = [
        s.merge(1, 0),
        MoveSighting { sighting: s.again[2].sighting, into: s.id(0) },
        Split { visitor: s.id(3), sightings: vec![s.first[3].sighting] },
    ];
    let done = s.world.store.revise(&revisions, NOW).expect("is revised");
    let acts: Vec<_> = done.iter().map(|done| s.act(*done)).collect();
    let kinds: Vec<_> = acts.iter().map(|act| act.kind).collect();
    assert_eq!(kinds, [ActKind::MergeVisitors, ActKind::MoveSighting, ActKind::SplitVisitor]);
    assert!(acts.iter().all(|act| act.actor == Actor::Program && act.at == NOW));
    let store = &s.world.store;
    assert_eq!(store.visitor(s.id(0)).expect("is there").times_seen, 5);
    assert_eq!(store.visitor(s.id(2)).expect("is there").faces, [s.first[2].face]);
    let new = store.visitor(visitor_of(done[2].subject)).expect("is there");
    assert_eq!((new.faces, new.times_seen, new.first_seen), (vec![s.first[3].face], 1, at(3_000)));
    assert!(store.parted().expect("readable").is_empty(), "only the owner parts");
    assert!(store.undo(at(101_000)).expect("nothing fails").is_none(), "the owner did nothing");
    assert!(store.redo(at(101_000)).expect("nothing fails").is_none());
}

#[test]
fn a_visitor_whose_last_sighting_moves_is_gone_and_followed() {
    let s = strangers();
    let store = &s.world.store;
    for seen in [&s.first[1], &s.again[1]] {
        s.revise(MoveSighting { sighting: seen.sighting, into: s.id(0) });
    }
    assert!(matches!(store.visitor(s.id(1)), Err(StoreError::NotFound { what: "visitor" })));
    let late = store.add_face(&face(s.first[1].subject, 99)).expect("is kept");
    assert_eq!(store.face(late).expect("is there").subject, s.first[0].subject, "a late write follows");
}

#[test]
fn what_is_out_of_date_is_passed_over_and_the_rest_is_done() {
    let s = strangers();
    let store = &s.world.store;
    store.name_visitor(s.id(4), "Anna", None, at(90_000)).expect("is named");
    store.split_visitor(s.id(3), &[s.again[3].face], at(91_000)).expect("is split");
    let new = store.sighting(s.again[3].sighting).expect("is there").findings.subject.expect("somebody");
    let before = s.world.state();
    let gone = VisitorId(404);
    for (name, revision) in [
        ("somebody named", s.merge(4, 0)),
        ("into somebody named", s.merge(0, 4)),
        ("somebody who never was", Merge { from: gone, into: s.id(0) }),
        ("oneself", s.merge(0, 0)),
        ("a pair that is parted", Merge { from: visitor_of(new), into: s.id(3) }),
        ("the same pair the other way", Merge { from: s.id(3), into: visitor_of(new) }),
        ("a sighting of a person", MoveSighting { sighting: s.first[4].sighting, into: s.id(0) }),
        ("a sighting that never was", MoveSighting { sighting: SightingId(404), into: s.id(0) }),
        ("a sighting to somebody gone", MoveSighting { sighting: s.first[0].sighting, into: gone }),
        ("a sighting to whose it is", MoveSighting { sighting: s.first[0].sighting, into: s.id(0) }),
        ("a sighting of a parted visitor", MoveSighting { sighting: s.first[3].sighting, into: visitor_of(new) }),
        ("split of nothing", Split { visitor: s.id(0), sightings: vec![] }),
        ("split of everything", Split { visitor: s.id(0), sightings: vec![s.first[0].sighting, s.again[0].sighting] }),
        ("split by another's", Split { visitor: s.id(0), sightings: vec![s.first[0].sighting, s.first[1].sighting] }),
        ("split of somebody gone", Split { visitor: s.id(4), sightings: vec![s.first[4].sighting] }),
    ] {
        let done = store.revise(&[revision], NOW).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(done, [], "{name}");
        assert_eq!(s.world.state(), before, "{name}: nothing changed");
    }
    let both = store.revise(&[s.merge(4, 0), s.merge(1, 0), s.merge(1, 2)], NOW).expect("is revised");
    assert_eq!(both.len(), 1, "one of three is still true");
    assert_eq!(store.acts(1).expect("readable")[0].id, both[0].act);
}

#[test]
fn what_the_owner_takes_back_of_the_program_is_not_done_again() {
    let s = strangers();
    let store = &s.world.store;
    let (zero, one) = (s.id(0), s.id(1));
    let before = s.world.state();
    let done = s.revise(s.merge(1, 0));
    store.undo_act(done.act, at(101_000)).expect("is undone");
    assert_eq!(store.parted().expect("readable"), [(zero, one)], "the lower number first");
    assert_eq!(store.visitor(one).expect("is back").times_seen, 2);
    assert_eq!(store.revise(&[s.merge(1, 0), s.merge(0, 1)], NOW).expect("is tried"), [], "the owner said no");

    store.redo_act(done.act, at(102_000)).expect("the owner changes his mind");
    assert!(store.parted().expect("readable").is_empty());
    assert!(matches!(store.visitor(one), Err(StoreError::NotFound { .. })));
    store.undo_act(done.act, at(103_000)).expect("and again");

    let merging = store.merge_visitors(one, zero, at(104_000)).expect("the owner may merge them");
    assert!(store.parted().expect("readable").is_empty(), "the later word counts");
    store.undo_act(merging.act, at(105_000)).expect("is undone");
    assert_eq!(store.parted().expect("readable"), [(zero, one)], "as it was");
    assert_ne!(s.world.state(), before, "only the pair is left of it");

    let moving = s.revise(MoveSighting { sighting: s.first[2].sighting, into: s.id(3) });
    store.undo_act(moving.act, at(106_000)).expect("is undone");
    assert_eq!(store.parted().expect("readable"), [(zero, one), (s.id(2), s.id(3))]);
}

#[test]
fn only_the_act_that_the_owner_means_parts_its_two() {
    let s = strangers();
    let store = &s.world.store;
    let before = store.visitor(s.id(2)).expect("is there");
    let meant = s.revise(s.merge(1, 0));
    let upon = s.revise(s.merge(0, 2));
    store.undo_act(meant.act, at(101_000)).expect("what the program built upon it gives way");
    assert!(!s.holds(upon));
    assert_eq!(store.visitor(s.id(2)).expect("is there"), before);
    assert_eq!(store.parted().expect("readable"), [(s.id(0), s.id(1))], "of the others nothing was said");
    s.revise(s.merge(0, 2));
    assert_eq!(store.parted().expect("readable"), [(s.id(1), s.id(2))], "so they may be merged again");
}

/// An act of the owner, and what the program does upon it.
type Owners = fn(&Strangers) -> Result<Done>;
type Programs = fn(&Strangers, Done) -> Vec<VisitorRevision>;

const BUILT_UPON: [(&str, Owners, Programs); 6] = [
    (
        "merged into somebody who was merged on",
        |s| s.world.store.merge_visitors(s.id(1), s.id(0), at(90_000)),
        |s, _| vec![s.merge(0, 2), s.merge(2, 3)],
    ),
    (
        "a sighting that moved on twice",
        |s| s.world.store.move_sighting(s.first[1].sighting, MoveTo::Subject(s.first[0].subject), at(90_000)),
        |s, _| {
            let sighting = s.first[1].sighting;
            vec![MoveSighting { sighting, into: s.id(2) }, MoveSighting { sighting, into: s.id(3) }]
        },
    ),
    (
        "a new visitor whom others joined",
        |s| s.world.store.move_sighting(s.first[1].sighting, MoveTo::NewVisitor, at(90_000)),
        |s, done| vec![Merge { from: s.id(2), into: visitor_of(done.subject) }],
    ),
    (
        "a new visitor who joined another",
        |s| s.world.store.split_visitor(s.id(1), &[s.first[1].face], at(90_000)),
        |s, done| vec![Merge { from: visitor_of(done.subject), into: s.id(2) }],
    ),
    (
        "a face that moved on with its sighting",
        |s| s.world.store.move_face(s.first[1].face, MoveTo::Subject(s.first[0].subject), at(90_000)),
        |s, _| vec![MoveSighting { sighting: s.first[1].sighting, into: s.id(2) }],
    ),
    (
        "a visitor who was split",
        |s| s.world.store.merge_visitors(s.id(1), s.id(0), at(90_000)),
        |s, _| vec![Split { visitor: s.id(0), sightings: vec![s.first[0].sighting, s.first[1].sighting] }],
    ),
];

#[test]
fn what_the_program_built_upon_it_does_not_keep_an_act_from_being_undone() {
    for (name, owners, programs) in BUILT_UPON {
        let mut s = strangers();
        let before = s.world.state();
        let done = owners(&s).unwrap_or_else(|error| panic!("{name}: {error}"));
        let after = s.world.state();
        let revised = s.world.store.revise(&programs(&s, done), NOW).expect(name);
        assert!(!revised.is_empty(), "{name}: the program did something");
        s.world = s.world.reopened();
        let undone = s.world.store.undo(at(110_000)).expect(name).expect("there is one");
        assert_eq!(undone.id, done.act, "{name}");
        assert_eq!(s.world.state(), before, "{name}: as it was, and nobody is parted");
        let first = s.act(revised[0]);
        assert_eq!(first.undone_at, Some(at(110_000)), "{name}: was in the way");
        let again = s.world.store.redo(at(120_000)).expect(name).expect("there is one");
        assert_eq!(again.id, done.act, "{name}: what the program did is not the owner's to redo");
        assert_eq!(s.world.state(), after, "{name}: done again");
        assert!(s.world.store.redo(at(121_000)).expect(name).is_none(), "{name}");
    }
}

#[test]
fn what_the_program_did_elsewhere_stays() {
    let s = strangers();
    let merging = s.world.store.merge_visitors(s.id(1), s.id(0), at(90_000)).expect("are merged");
    let elsewhere = s.revise(s.merge(3, 2));
    let upon = s.revise(s.merge(0, 4));
    let later = s.revise(MoveSighting { sighting: s.first[2].sighting, into: s.id(4) });
    s.world.store.undo_act(merging.act, at(110_000)).expect("is undone");
    assert!(s.holds(elsewhere), "has nothing to do with it");
    assert!(!s.holds(upon), "was in the way");
    assert_eq!(s.world.store.visitor(s.id(1)).expect("is back").times_seen, 2);
    assert!(s.holds(later), "is about the same visitor as what was in the way, but changed nothing of it");
}

#[test]
fn an_act_is_done_again_over_what_the_program_did_since() {
    let s = strangers();
    let store = &s.world.store;
    let merging = store.merge_visitors(s.id(1), s.id(0), at(90_000)).expect("are merged");
    let merged = s.world.state();
    store.undo(at(91_000)).expect("is undone");
    let other = s.revise(s.merge(1, 2));
    let again = store.redo(at(92_000)).expect("is done again").expect("there is one");
    assert_eq!(again.id, merging.act);
    assert_eq!(s.world.state(), merged);
    assert_eq!(s.act(other).undone_at, Some(at(92_000)), "the owner's word is final");
}

#[test]
fn with_an_act_of_the_owner_in_between_nothing_changes() {
    let s = strangers();
    let store = &s.world.store;
    let merging = store.merge_visitors(s.id(1), s.id(0), at(90_000)).expect("are merged");
    s.revise(s.merge(0, 2));
    s.revise(s.merge(4, 3));
    store.name_visitor(s.id(2), "Anna", None, at(101_000)).expect("is named");
    let (before, acts) = (s.world.state(), store.acts(100).expect("readable"));
    let refused = store.undo_act(merging.act, at(110_000));
    assert!(matches!(refused, Err(StoreError::NoLongerPossible { act }) if act == merging.act), "{refused:?}");
    assert_eq!(s.world.state(), before, "nothing changed");
    assert_eq!(store.acts(100).expect("readable"), acts, "nor the journal");
}

#[test]
fn a_pair_follows_whom_its_visitors_become() {
    let s = strangers();
    let store = &s.world.store;
    let done = store.split_visitor(s.id(0), &[s.again[0].face], at(90_000)).expect("is split");
    let new = visitor_of(done.subject);
    assert_eq!(store.parted().expect("readable"), [(s.id(0), new)]);
    s.revise(s.merge(0, 2));
    assert_eq!(store.parted().expect("readable"), [(s.id(2), new)], "with the visitor he joined");
    s.revise(Merge { from: new, into: s.id(3) });
    assert_eq!(store.parted().expect("readable"), [(s.id(2), s.id(3))]);
    let naming = store.name_visitor(s.id(3), "Anna", None, at(101_000)).expect("is named");
    assert!(store.parted().expect("readable").is_empty(), "a person is no visitor");
    let rejections = store.rejections().expect("readable");
    assert_eq!(rejections.len(), 1, "but not who he was said not to be");
    assert_eq!(Subject::Person(rejections[0].person), naming.subject);
    assert_eq!(rejections[0].subject, s.first[2].subject);

    s.revise(s.merge(2, 1));
    store.undo_act(naming.act, at(102_000)).expect("is undone");
    assert_eq!(store.parted().expect("readable"), [(s.id(1), s.id(3))], "and whom the other became meanwhile");
    assert!(store.rejections().expect("readable").is_empty());
    let naming = store.name_visitor(s.id(3), "Anna", None, at(103_000)).expect("is named");
    store.remove_visitor(s.id(1)).expect("is erased");
    store.undo_act(naming.act, at(104_000)).expect("the one who is gone is not in the way");
    assert!(store.parted().expect("readable").is_empty());
}

#[test]
fn nothing_is_done_if_one_revision_cannot_be_written() {
    let s = strangers();
    let other = rusqlite::Connection::open(s.world.dir().join("porchlight.db")).expect("opens");
    let refuse = "CREATE TRIGGER refuse BEFORE DELETE ON visitor WHEN OLD.id = (SELECT max(id) FROM visitor)
                  BEGIN SELECT raise(ABORT, 'no room'); END";
    other.execute_batch(refuse).expect("is made");
    let before = s.world.state();
    let failed = s.world.store.revise(&[s.merge(1, 0), s.merge(4, 0)], NOW);
    assert!(matches!(failed, Err(StoreError::Sqlite(_))), "{failed:?}");
    assert_eq!(s.world.state(), before, "the first is taken back as well");
    assert!(s.world.store.acts(10).expect("readable").is_empty());
}
