//! Rules and what silences them, on the wire. Owns the mapping only.

use super::count;
use crate::wire::{
    DayHoursView, HushView, RuleAboutView, RuleKindView, RulePlaceView, RuleSaysView, RuleTrialView, RuleView,
    SightingView, SilentCounts, SnoozeForView, SnoozeOfView,
};
use porchlight_domain::{AlertRule, DayHours, Hush, PersonId, RuleAbout, RuleKind, RulePlace, Silence, SnoozeOf};
use porchlight_engine::{RuleTrial, SnoozeFor};

/// A rule; `person_name` is that of the person it is about.
pub(crate) fn rule(rule: &AlertRule, person_name: Option<String>) -> RuleView {
    let says = RuleSaysView {
        who: match rule.says.about {
            RuleAbout::Blacklist => RuleAboutView::Blacklist,
            RuleAbout::Strangers => RuleAboutView::Strangers,
            RuleAbout::Person(person) => RuleAboutView::Person { person_id: person.0 },
            RuleAbout::NobodyHome { hours } => RuleAboutView::NobodyHome { hours },
        },
        at: match rule.says.place {
            RulePlace::Anywhere => RulePlaceView::Anywhere,
            RulePlace::At(camera) => RulePlaceView::At { camera_id: camera.0 },
            RulePlace::Gone => RulePlaceView::Gone,
        },
        hours: rule.says.hours.map(hours),
        apart_minutes: rule.says.apart_minutes,
    };
    RuleView { id: rule.id.0, says, is_on: rule.is_on, person_name }
}

/// Whom a rule is about, in a word.
pub(crate) fn rule_kind(kind: RuleKind) -> RuleKindView {
    match kind {
        RuleKind::Blacklist => RuleKindView::Blacklist,
        RuleKind::Strangers => RuleKindView::Strangers,
        RuleKind::Person => RuleKindView::Person,
        RuleKind::NobodyHome => RuleKindView::NobodyHome,
    }
}

/// What silences rules.
pub(crate) fn hush(hush: &Hush) -> HushView {
    HushView {
        is_family_silent: hush.is_family_silent,
        may_blacklist_break_through: hush.may_blacklist_break_through,
        has_quiet_hours: hush.has_quiet_hours,
        quiet_hours: hush.quiet_hours.0.iter().map(|day| day.map(hours)).collect(),
    }
}

/// Hours of a day.
pub(crate) fn hours(hours: DayHours) -> DayHoursView {
    DayHoursView { from_minute: hours.from_minute, until_minute: hours.until_minute }
}

/// What a rule would have told; `latest` are its latest visits.
pub(crate) fn trial(trial: &RuleTrial, latest: Vec<SightingView>) -> RuleTrialView {
    let silent = |why| count(trial.silent.get(&why).copied().unwrap_or_default() as u64);
    RuleTrialView {
        from: trial.from.0,
        visits: count(trial.visits as u64),
        told: count(trial.told.len() as u64),
        latest,
        silent: SilentCounts {
            family: silent(Silence::Family),
            quiet_hours: silent(Silence::QuietHours),
            too_soon: silent(Silence::TooSoon),
        },
    }
}

/// What a snooze is about.
pub(crate) fn snooze_of(of: SnoozeOf) -> SnoozeOfView {
    match of {
        SnoozeOf::Everything => SnoozeOfView::Everything,
        SnoozeOf::Strangers => SnoozeOfView::Strangers,
        SnoozeOf::Person(person) => SnoozeOfView::Person { person_id: person.0 },
    }
}

/// The same from the wire.
pub(crate) fn from_snooze_of(of: SnoozeOfView) -> SnoozeOf {
    match of {
        SnoozeOfView::Everything => SnoozeOf::Everything,
        SnoozeOfView::Strangers => SnoozeOf::Strangers,
        SnoozeOfView::Person { person_id } => SnoozeOf::Person(PersonId(person_id)),
    }
}

/// How long to snooze, from the wire.
pub(crate) fn from_snooze_for(how_long: SnoozeForView) -> SnoozeFor {
    match how_long {
        SnoozeForView::QuarterHour => SnoozeFor::QuarterHour,
        SnoozeForView::Hour => SnoozeFor::Hour,
        SnoozeForView::UntilTomorrow => SnoozeFor::UntilTomorrow,
    }
}
