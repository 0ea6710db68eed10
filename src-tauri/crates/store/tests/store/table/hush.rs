//! What silences rules.

use crate::world::{World, at};
use porchlight_domain::{DayHours, Hush, PersonId, Snooze, SnoozeOf, Usual};

#[test]
fn what_silences_outlives_a_restart_and_leaves_other_settings_alone() {
    let world = World::new();
    assert_eq!(world.store.hush().expect("readable"), Hush::default(), "at first nothing is silent");
    let settings = world.store.settings(&Usual::default()).expect("readable");
    let mut hush = Hush { is_family_silent: true, may_blacklist_break_through: false, ..Hush::default() };
    hush.has_quiet_hours = true;
    hush.quiet_hours.0 = [None; 7];
    hush.quiet_hours.0[6] = Some(DayHours { from_minute: 60, until_minute: 30 });
    world.store.save_hush(&hush, at(1)).expect("is saved");
    world.store.save_settings(&settings).expect("is saved");
    let world = world.reopened();
    assert_eq!(world.store.hush().expect("readable"), hush);
    assert_eq!(world.store.settings(&Usual::default()).expect("readable"), settings);
}

#[test]
fn a_snooze_ends_by_itself_or_by_a_word_and_the_last_word_counts() {
    let world = World::new();
    let store = &world.store;
    let snooze = |of, until| Snooze { of, until: at(until) };
    let bo = SnoozeOf::Person(PersonId(1));
    for (of, until) in [(SnoozeOf::Strangers, 5_000), (bo, 3_000), (SnoozeOf::Everything, 4_000), (bo, 2_000)] {
        store.snooze(snooze(of, until), at(1_000)).expect("is snoozed");
    }
    let all = [snooze(bo, 2_000), snooze(SnoozeOf::Everything, 4_000), snooze(SnoozeOf::Strangers, 5_000)];
    assert_eq!(store.snoozes(at(1_000)).expect("readable"), all, "one of each, what ends first coming first");
    assert_eq!(store.snoozes(at(2_000)).expect("readable"), all[1..], "its time is over");
    store.end_snooze(SnoozeOf::Everything).expect("is ended");
    store.end_snooze(SnoozeOf::Everything).expect("once more does no harm");
    assert_eq!(store.snoozes(at(2_000)).expect("readable"), all[2..]);
}
