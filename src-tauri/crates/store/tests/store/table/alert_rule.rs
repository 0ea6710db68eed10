//! Rules that say when to tell the owner.

use crate::world::{World, at};
use porchlight_domain::{
    AlertRule, CameraId, DayHours, PersonId, PersonKind, RuleAbout, RuleId, RulePlace, RuleSays, Snooze, SnoozeOf,
};
use porchlight_store::StoreError;

fn about(about: RuleAbout) -> RuleSays {
    RuleSays { about, place: RulePlace::Anywhere, hours: None, apart_minutes: 5 }
}

fn ruled(world: &World, id: RuleId) -> Option<AlertRule> {
    world.store.alert_rules().expect("readable").into_iter().find(|rule| rule.id == id)
}

#[test]
fn a_fresh_home_has_one_rule_the_blacklist_always() {
    let rules = World::new().store.alert_rules().expect("readable");
    let says = RuleSays { about: RuleAbout::Blacklist, place: RulePlace::Anywhere, hours: None, apart_minutes: 0 };
    assert_eq!(rules, [AlertRule { id: RuleId(1), says, is_on: true }]);
}

#[test]
fn a_rule_comes_back_as_it_was_said_after_a_restart() {
    let world = World::new();
    let camera = world.camera("Front door");
    let anna = world.person("Anna", PersonKind::Known);
    let night = DayHours { from_minute: 1_320, until_minute: 360 };
    let said: Vec<RuleSays> = vec![
        RuleSays { place: RulePlace::At(camera), hours: Some(night), ..about(RuleAbout::Strangers) },
        about(RuleAbout::Person(anna)),
        RuleSays { apart_minutes: 10_080, ..about(RuleAbout::NobodyHome { hours: 72 }) },
    ];
    let ids: Vec<_> =
        said.iter().map(|says| world.store.add_alert_rule(says, false, at(1)).expect("is added")).collect();
    let mut last = ruled(&world, ids[2]).expect("is there");
    last.is_on = true;
    last.says.about = RuleAbout::NobodyHome { hours: 1 };
    world.store.update_alert_rule(&last, at(1)).expect("is changed");
    let world = world.reopened();
    for (id, says) in ids.iter().zip(&said).take(2) {
        assert_eq!(ruled(&world, *id), Some(AlertRule { id: *id, says: *says, is_on: false }));
    }
    assert_eq!(ruled(&world, ids[2]), Some(last));
    world.store.remove_alert_rule(ids[0], at(1)).expect("is removed");
    assert_eq!(ruled(&world, ids[0]), None);
    let gone = world.store.remove_alert_rule(ids[0], at(1));
    assert!(matches!(gone, Err(StoreError::NotFound { what: "rule" })), "{gone:?}");
    let again = world.store.add_alert_rule(&said[0], true, at(1)).expect("is added");
    assert!(again > ids[2], "no id is given twice: alerts name rules by it");
}

#[test]
fn a_rule_is_only_made_about_who_and_what_is_there() {
    let world = World::new();
    let nobody = world.store.add_alert_rule(&about(RuleAbout::Person(PersonId(404))), true, at(1));
    assert!(matches!(nobody, Err(StoreError::NotFound { what: "person" })), "{nobody:?}");
    let nowhere = RuleSays { place: RulePlace::At(CameraId(404)), ..about(RuleAbout::Strangers) };
    let nowhere = world.store.add_alert_rule(&nowhere, true, at(1));
    assert!(matches!(nowhere, Err(StoreError::NotFound { what: "camera" })), "{nowhere:?}");
}

#[test]
fn a_rule_of_a_removed_camera_is_nowhere_and_can_still_be_changed() {
    let world = World::new();
    let camera = world.camera("Front door");
    let says = RuleSays { place: RulePlace::At(camera), ..about(RuleAbout::Strangers) };
    let id = world.store.add_alert_rule(&says, true, at(1)).expect("is added");
    world.store.remove_camera(camera, at(9_000)).expect("is removed");
    let mut rule = ruled(&world, id).expect("it stays");
    assert_eq!(rule.says.place, RulePlace::Gone, "never at every camera in its place");
    rule.is_on = false;
    world.store.update_alert_rule(&rule, at(1)).expect("is switched off");
    assert_eq!(ruled(&world, id), Some(rule));
}

#[test]
fn a_rule_goes_with_whoever_is_merged_and_comes_back_with_undo() {
    let world = World::new();
    let (anna, ann) = (world.person("Anna", PersonKind::Known), world.person("Ann", PersonKind::Known));
    for (person, seed) in [(anna, 1), (ann, 2)] {
        world.enrol(person, seed);
    }
    let id = world.store.add_alert_rule(&about(RuleAbout::Person(ann)), true, at(1)).expect("is added");
    let is_about = || ruled(&world, id).map(|rule| rule.says.about);
    let merged = world.store.merge_persons(ann, anna, at(1_000)).expect("are one").act;
    assert_eq!(is_about(), Some(RuleAbout::Person(anna)));
    world.store.undo(at(2_000)).expect("is undone").expect("there is one");
    assert_eq!(is_about(), Some(RuleAbout::Person(ann)));

    world.store.redo(at(3_000)).expect("is done again").expect("there is one");
    world.store.remove_alert_rule(id, at(1)).expect("is removed");
    world.store.undo_act(merged, at(4_000)).expect("a rule that is gone keeps nobody from undoing");
    assert_eq!(is_about(), None, "and does not come back");
}

#[test]
fn a_rule_waits_while_a_name_is_taken_back_and_ends_with_an_erasure() {
    let world = World::new();
    let camera = world.camera("Front door");
    let stranger = world.stranger(camera, at(1_000), 1);
    let named = world.store.name_visitor(stranger.visitor(), "Mia", None, at(2_000)).expect("is named").act;
    let mia = world.store.person_named("mia").expect("readable").expect("is there").id;
    let id = world.store.add_alert_rule(&about(RuleAbout::Person(mia)), true, at(1)).expect("is added");
    world.store.snooze(Snooze { of: SnoozeOf::Person(mia), until: at(9_000) }, at(2_000)).expect("is snoozed");
    world.store.undo_act(named, at(3_000)).expect("is undone");
    assert!(ruled(&world, id).is_some(), "she may get her name back");
    world.store.redo(at(4_000)).expect("is done again").expect("there is one");
    world.store.remove_person(mia).expect("is erased");
    assert_eq!(ruled(&world, id), None, "nothing speaks of her any more");
    assert_eq!(world.store.snoozes(at(4_000)).expect("readable"), []);
}
