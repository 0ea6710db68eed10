//! The table of the rules' decision. Owns no rule itself.

use super::*;
use crate::{VisitorId, Weekday};

const FRONT: CameraId = CameraId(1);
const YARD: CameraId = CameraId(2);
const ANNA: Subject = Subject::Person(PersonId(1));
const NOVAK: Subject = Subject::Person(PersonId(2));
const STRANGER: Subject = Subject::Visitor(VisitorId(7));
/// Tuesday, in the evening.
const NOW: Timestamp = Timestamp(1_000 * HOUR_MS);

fn says(about: RuleAbout) -> RuleSays {
    RuleSays { about, place: RulePlace::Anywhere, hours: None, apart_minutes: 0 }
}

fn seen(verdict: Verdict, subject: Option<Subject>) -> Presence {
    let local = LocalTime { weekday: Weekday::Tuesday, minute_of_day: 23 * 60 };
    Presence { verdict, subject, camera: Some(FRONT), at: NOW, local, known_seen_at: None }
}

fn stranger() -> Presence {
    seen(Verdict::Visitor, Some(STRANGER))
}

fn novak() -> Presence {
    seen(Verdict::Blacklisted, Some(NOVAK))
}

fn anna() -> Presence {
    seen(Verdict::Known, Some(ANNA))
}

fn decided(says: &RuleSays, presence: &Presence) -> Decision {
    decide(says, presence, &Hush::default(), &[], None)
}

#[test]
fn a_rule_tells_of_whom_it_is_about_and_of_nobody_else() {
    let unclear = seen(Verdict::Unclear, None);
    let ignored = seen(Verdict::Ignored, Some(Subject::Person(PersonId(3))));
    let nobody_home = RuleAbout::NobodyHome { hours: 4 };
    for (about, tells_of) in [
        // Anna, Novak, a stranger, somebody unclear, somebody ignored.
        (RuleAbout::Blacklist, [false, true, false, false, false]),
        (RuleAbout::Strangers, [false, false, true, false, false]),
        (RuleAbout::Person(PersonId(1)), [true, false, false, false, false]),
        (RuleAbout::Person(PersonId(3)), [false, false, false, false, true]),
        (RuleAbout::Person(PersonId(9)), [false; 5]),
        (nobody_home, [false, true, true, true, false]),
    ] {
        for (presence, tells) in [anna(), novak(), stranger(), unclear, ignored].iter().zip(tells_of) {
            let expected = if tells { Decision::Tell } else { Decision::NotMeant };
            assert_eq!(decided(&says(about), presence), expected, "{about:?}: {presence:?}");
        }
    }
}

#[test]
fn a_rule_holds_at_its_camera_and_a_removed_one_is_nowhere() {
    for (place, camera, expected) in [
        (RulePlace::Anywhere, YARD, Decision::Tell),
        (RulePlace::At(YARD), YARD, Decision::Tell),
        (RulePlace::At(FRONT), YARD, Decision::NotMeant),
        (RulePlace::Gone, YARD, Decision::NotMeant),
    ] {
        let rule = RuleSays { place, ..says(RuleAbout::Strangers) };
        assert_eq!(decided(&rule, &Presence { camera: Some(camera), ..stranger() }), expected, "{place:?} at {camera}");
    }
    let removed = Presence { camera: None, ..stranger() };
    for (place, expected) in [
        (RulePlace::Anywhere, Decision::Tell),
        (RulePlace::At(FRONT), Decision::NotMeant),
        (RulePlace::Gone, Decision::NotMeant),
    ] {
        let rule = RuleSays { place, ..says(RuleAbout::Strangers) };
        assert_eq!(decided(&rule, &removed), expected, "{place:?} at a camera that was removed");
    }
}

#[test]
fn a_rule_holds_in_its_hours() {
    let night = DayHours { from_minute: 22 * 60, until_minute: 6 * 60 };
    let rule = RuleSays { hours: Some(night), ..says(RuleAbout::Strangers) };
    for (hour, expected) in
        [(21, Decision::NotMeant), (22, Decision::Tell), (5, Decision::Tell), (6, Decision::NotMeant)]
    {
        let local = LocalTime { weekday: Weekday::Friday, minute_of_day: hour * 60 };
        assert_eq!(decided(&rule, &Presence { local, ..stranger() }), expected, "at {hour}:00");
    }
}

#[test]
fn nobody_known_is_at_home_when_no_camera_saw_anybody_known_for_so_many_hours() {
    for (hours, seen_hours_ago, tells) in
        [(4, None, true), (4, Some(4), true), (4, Some(3), false), (1, Some(1), true), (12, Some(11), false)]
    {
        let known_seen_at = seen_hours_ago.map(|ago: i64| NOW.plus_millis(-ago * HOUR_MS));
        let decision = decided(&says(RuleAbout::NobodyHome { hours }), &Presence { known_seen_at, ..stranger() });
        assert_eq!(decision == Decision::Tell, tells, "{hours} h, seen {seen_hours_ago:?} h ago");
    }
}

#[test]
fn in_quiet_hours_only_the_blacklist_breaks_through_unless_the_owner_says_otherwise() {
    let quiet = Hush { has_quiet_hours: true, ..Hush::default() };
    let all_quiet = Hush { may_blacklist_break_through: false, ..quiet };
    let silent = Decision::Silent(Silence::QuietHours);
    let about_novak = RuleAbout::Person(PersonId(2));
    for (about, presence, hush, expected) in [
        (RuleAbout::Strangers, stranger(), Hush::default(), Decision::Tell),
        (RuleAbout::Strangers, stranger(), quiet, silent),
        (RuleAbout::Blacklist, novak(), quiet, Decision::Tell),
        (about_novak, novak(), quiet, Decision::Tell),
        (RuleAbout::Blacklist, novak(), all_quiet, silent),
    ] {
        assert_eq!(decide(&says(about), &presence, &hush, &[], None), expected, "{about:?} with {hush:?}");
    }
    let noon = LocalTime { weekday: Weekday::Tuesday, minute_of_day: 12 * 60 };
    let by_day = Presence { local: noon, ..stranger() };
    assert_eq!(decide(&says(RuleAbout::Strangers), &by_day, &quiet, &[], None), Decision::Tell, "not by day");
}

#[test]
fn a_snooze_silences_whom_it_is_about_until_it_is_over() {
    let silent = Decision::Silent(Silence::Snoozed);
    let until = NOW.plus_millis(1);
    for (of, until, presence, expected) in [
        (SnoozeOf::Everything, until, stranger(), silent),
        (SnoozeOf::Everything, until, anna(), silent),
        (SnoozeOf::Everything, until, novak(), Decision::Tell),
        (SnoozeOf::Everything, NOW, stranger(), Decision::Tell),
        (SnoozeOf::Strangers, until, stranger(), silent),
        (SnoozeOf::Strangers, until, seen(Verdict::Unclear, None), silent),
        (SnoozeOf::Strangers, until, anna(), Decision::Tell),
        (SnoozeOf::Person(PersonId(1)), until, anna(), silent),
        (SnoozeOf::Person(PersonId(1)), until, stranger(), Decision::Tell),
        (SnoozeOf::Person(PersonId(2)), until, novak(), silent),
        (SnoozeOf::Person(PersonId(3)), until, novak(), Decision::Tell),
    ] {
        let about = match presence.verdict {
            Verdict::Known => RuleAbout::Person(PersonId(1)),
            Verdict::Blacklisted => RuleAbout::Blacklist,
            _ => RuleAbout::NobodyHome { hours: 1 },
        };
        let decision = decide(&says(about), &presence, &Hush::default(), &[Snooze { of, until }], None);
        assert_eq!(decision, expected, "{of:?} until {until:?}: {presence:?}");
    }
    let all_quiet = Hush { may_blacklist_break_through: false, ..Hush::default() };
    let everything = [Snooze { of: SnoozeOf::Everything, until }];
    assert_eq!(decide(&says(RuleAbout::Blacklist), &novak(), &all_quiet, &everything, None), silent, "as she wished");
}

#[test]
fn the_family_is_silent_with_one_switch_and_nobody_else() {
    let hush = Hush { is_family_silent: true, ..Hush::default() };
    for (about, presence, expected) in [
        (RuleAbout::Person(PersonId(1)), anna(), Decision::Silent(Silence::Family)),
        (RuleAbout::Person(PersonId(2)), novak(), Decision::Tell),
        (RuleAbout::Strangers, stranger(), Decision::Tell),
    ] {
        assert_eq!(decide(&says(about), &presence, &hush, &[], None), expected, "{about:?}");
    }
}

#[test]
fn the_same_one_is_told_of_again_only_after_the_time_between() {
    for (apart_minutes, told_minutes_ago, expected) in [
        (0, Some(0), Decision::Tell),
        (5, None, Decision::Tell),
        (5, Some(4), Decision::Silent(Silence::TooSoon)),
        (5, Some(5), Decision::Tell),
        // A clip that was watched with a time of its own: what comes later says nothing about now.
        (5, Some(-1), Decision::Tell),
    ] {
        let rule = RuleSays { apart_minutes, ..says(RuleAbout::Blacklist) };
        let last_told = told_minutes_ago.map(|ago: i64| NOW.plus_millis(-ago * MINUTE_MS));
        let decision = decide(&rule, &novak(), &Hush::default(), &[], last_told);
        assert_eq!(decision, expected, "every {apart_minutes} min, told {told_minutes_ago:?} min ago");
    }
}

#[test]
fn a_rule_is_tried_on_visits_as_it_would_have_told_of_them() {
    let other = Subject::Visitor(VisitorId(8));
    let visit = |minute: i64, subject| Presence {
        at: NOW.plus_millis(minute * MINUTE_MS),
        ..seen(Verdict::Visitor, Some(subject))
    };
    let visits = [visit(0, STRANGER), visit(3, STRANGER), visit(3, other), visit(6, STRANGER), visit(9, STRANGER)];
    let rule = RuleSays { apart_minutes: 5, ..says(RuleAbout::Strangers) };
    let too_soon = Decision::Silent(Silence::TooSoon);
    let decisions = try_on(&rule, &visits, &Hush::default());
    assert_eq!(
        decisions,
        [Decision::Tell, too_soon, Decision::Tell, Decision::Tell, too_soon],
        "each subject for itself, and what was not told does not count"
    );
    let quiet = Hush { has_quiet_hours: true, ..Hush::default() };
    assert_eq!(try_on(&rule, &visits, &quiet), [Decision::Silent(Silence::QuietHours); 5], "quiet hours count");
}
