//! Rules and quiet hours are taken back as everything else is.

use crate::world::{World, at};
use porchlight_domain::{
    ActId, AlertRule, DayHours, Hush, PersonId, PersonKind, RuleAbout, RuleId, RuleKind, RulePlace, RuleSays,
};
use porchlight_store::{ActKind, StoreError};

fn says(about: RuleAbout) -> RuleSays {
    RuleSays { about, place: RulePlace::Anywhere, hours: None, apart_minutes: 5 }
}

fn rules(world: &World) -> Vec<AlertRule> {
    world.store.alert_rules().expect("readable")
}

fn kinds(world: &World) -> Vec<(ActKind, Option<RuleKind>)> {
    world.store.acts(50).expect("readable").into_iter().map(|act| (act.kind, act.about)).collect()
}

/// Adds, changes and removes a rule and sets quiet hours. Gives what there was after each.
fn past(world: &World) -> Vec<String> {
    let shown = || format!("{:?} {:?}", rules(world), world.store.hush().expect("readable"));
    let mut past = vec![shown()];
    let id = world.store.add_alert_rule(&says(RuleAbout::Strangers), false, at(1)).expect("is added");
    past.push(shown());
    let mut rule = *rules(world).last().expect("it is there");
    rule.is_on = true;
    rule.says.hours = Some(DayHours { from_minute: 60, until_minute: 120 });
    world.store.update_alert_rule(&rule, at(2)).expect("is changed");
    past.push(shown());
    world.store.save_hush(&Hush { is_family_silent: true, ..Hush::default() }, at(3)).expect("is saved");
    past.push(shown());
    world.store.save_hush(&Hush { has_quiet_hours: true, ..Hush::default() }, at(4)).expect("is saved");
    past.push(shown());
    world.store.remove_alert_rule(id, at(5)).expect("is removed");
    past.push(shown());
    past
}

#[test]
fn each_is_taken_back_and_done_again_one_after_the_other_also_after_a_restart() {
    let mut world = World::new();
    let past = past(&world);
    assert_eq!(
        kinds(&world),
        [
            (ActKind::RemoveRule, Some(RuleKind::Strangers)),
            (ActKind::SetHush, None),
            (ActKind::SetHush, None),
            (ActKind::ChangeRule, Some(RuleKind::Strangers)),
            (ActKind::AddRule, Some(RuleKind::Strangers)),
        ]
    );
    let shown = |world: &World| format!("{:?} {:?}", rules(world), world.store.hush().expect("readable"));
    for before in past.iter().rev().skip(1) {
        world.store.undo(at(10)).expect("can be taken back").expect("there is one");
        assert_eq!(&shown(&world), before);
        world = world.reopened();
    }
    assert!(world.store.undo(at(11)).expect("readable").is_none(), "what a home begins with is nobody's act");
    for after in past.iter().skip(1) {
        world.store.redo(at(12)).expect("can be done again").expect("there is one");
        assert_eq!(&shown(&world), after);
    }
}

#[test]
fn what_changes_nothing_is_no_act() {
    let world = World::new();
    let first = rules(&world)[0];
    world.store.update_alert_rule(&first, at(1)).expect("is fine");
    world.store.save_hush(&Hush::default(), at(1)).expect("is written for the first time");
    let acts = kinds(&world).len();
    world.store.save_hush(&Hush::default(), at(2)).expect("is fine");
    assert_eq!(kinds(&world).len(), acts);
    assert!(!kinds(&world).iter().any(|(kind, _)| *kind == ActKind::ChangeRule));
}

#[test]
fn an_act_with_a_later_one_upon_it_waits_for_that_and_others_do_not() {
    let world = World::new();
    past(&world);
    let acts: Vec<ActId> = world.store.acts(10).expect("readable").iter().rev().map(|act| act.id).collect();
    let [add, change, first_hush, _, remove] = acts[..] else { panic!("five acts") };
    for stuck in [add, change, first_hush] {
        let refused = world.store.undo_act(stuck, at(20));
        assert!(matches!(refused, Err(StoreError::NoLongerPossible { act }) if act == stuck), "{refused:?}");
    }
    world.store.undo_act(remove, at(21)).expect("nothing is built upon it");
    world.store.undo_act(change, at(22)).expect("now it is as it left it");
    assert!(!rules(&world)[1].is_on);
    world.store.undo_act(add, at(23)).expect("and so is this");
    assert_eq!(rules(&world).len(), 1);
}

#[test]
fn a_rule_that_comes_back_has_its_number_and_is_nowhere_if_its_camera_is_gone() {
    let world = World::new();
    let camera = world.camera("Yard");
    let there = RuleSays { place: RulePlace::At(camera), ..says(RuleAbout::Strangers) };
    let id = world.store.add_alert_rule(&there, true, at(1)).expect("is added");
    world.store.remove_alert_rule(id, at(2)).expect("is removed");
    let removal = world.store.acts(1).expect("readable")[0].id;
    world.store.remove_camera(camera, at(9_000)).expect("is removed");
    world.store.undo_act(removal, at(9_001)).expect("comes back");
    let back = rules(&world)[1];
    assert_eq!((back.id, back.says.place), (id, RulePlace::Gone));
}

#[test]
fn naming_can_be_taken_back_although_a_rule_is_about_the_name() {
    let world = World::new();
    let camera = world.camera("Front door");
    let seen = world.stranger(camera, at(1), 1);
    let named = world.store.name_visitor(seen.visitor(), "Mia", None, at(2)).expect("is named");
    let porchlight_domain::Subject::Person(mia) = named.subject else { panic!("a person") };
    world.store.add_alert_rule(&says(RuleAbout::Person(mia)), true, at(3)).expect("is added");
    world.store.undo_act(named.act, at(4)).expect("the rule waits");
    assert_eq!(rules(&world).len(), 2);
    world.store.undo(at(5)).expect("the rule can go as well");
    assert_eq!(rules(&world).len(), 1);
    world.store.redo_act(named.act, at(6)).expect("is Mia again");
    world.store.redo(at(7)).expect("and has her rule");
    assert_eq!(rules(&world)[1].says.about, RuleAbout::Person(mia));
}

#[test]
fn the_journal_keeps_nothing_of_a_rule_about_somebody_who_is_erased() {
    let world = World::new();
    let bo = world.person("Bo Wolfeschlegel", PersonKind::Known);
    let id = world.store.add_alert_rule(&says(RuleAbout::Person(bo)), true, at(1)).expect("is added");
    let act = &world.store.acts(1).expect("readable")[0];
    assert_eq!(act.to.as_ref().and_then(|party| party.name.as_deref()), Some("Bo Wolfeschlegel"));
    // A rule that was about Bo and is about strangers now, too.
    world
        .store
        .update_alert_rule(&AlertRule { id, says: says(RuleAbout::Strangers), is_on: true }, at(2))
        .expect("is changed");
    world.store.save_hush(&Hush { is_family_silent: true, ..Hush::default() }, at(3)).expect("is saved");
    let erased = world.store.remove_person(bo).expect("is erased");
    assert_eq!((erased.acts, erased.traces_found), (2, 0));
    assert_eq!(kinds(&world), [(ActKind::SetHush, None)], "what is about nobody stays");
    for entry in std::fs::read_dir(world.dir()).expect("readable").flatten().filter(|entry| entry.path().is_file()) {
        let bytes = std::fs::read(entry.path()).expect("readable");
        assert!(!bytes.windows(6).any(|window| window == b"Wolfes"), "{:?}", entry.path());
    }
}

#[test]
fn an_impossible_rule_leaves_no_act() {
    let world = World::new();
    let refused = world.store.add_alert_rule(&says(RuleAbout::Person(PersonId(404))), true, at(1));
    assert!(matches!(refused, Err(StoreError::NotFound { what: "person" })));
    let refused = world.store.remove_alert_rule(RuleId(404), at(1));
    assert!(matches!(refused, Err(StoreError::NotFound { what: "rule" })));
    assert!(kinds(&world).is_empty());
}
