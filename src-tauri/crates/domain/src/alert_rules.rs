//! When to tell the owner, and when not.
//!
//! Owns what a rule says, what silences it, and the one decision made of both. Must not know storage, cameras or a time
//! zone: facts come in as values. Invariants: the blacklist breaks through quiet hours and what silences everybody unless
//! the owner said otherwise; a rule whose camera is gone tells nothing, and never of another camera in its place.

use crate::{CameraId, DayHours, LocalTime, PersonId, RuleId, Subject, Timestamp, Verdict, WeekHours};
use std::collections::HashMap;

/// Hours without anybody known after which nobody known counts as at home, where the owner did not say.
pub const NOBODY_HOME_HOURS: u8 = 4;
/// The most hours an owner can ask for: three days.
pub const MOST_NOBODY_HOME_HOURS: u8 = 72;
/// The most minutes between two alerts: a week.
pub const MOST_APART_MINUTES: u16 = 7 * 24 * 60;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// Whom a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleAbout {
    /// Anybody on the blacklist.
    Blacklist,
    /// Anybody who is nobody known.
    Strangers,
    /// One person. Tells nothing while there is nobody of that id.
    Person(PersonId),
    /// Anybody who is not known, while no known person was seen at any camera for so many hours.
    NobodyHome {
        /// 1 to 72.
        hours: u8,
    },
}

/// Whom a rule is about, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleKind {
    /// The blacklist.
    Blacklist,
    /// Strangers.
    Strangers,
    /// One person.
    Person,
    /// Anybody who is not known, while nobody known is at home.
    NobodyHome,
}

impl RuleAbout {
    /// The word for it.
    pub fn kind(self) -> RuleKind {
        match self {
            Self::Blacklist => RuleKind::Blacklist,
            Self::Strangers => RuleKind::Strangers,
            Self::Person(_) => RuleKind::Person,
            Self::NobodyHome { .. } => RuleKind::NobodyHome,
        }
    }
}

/// Where a rule looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RulePlace {
    /// At every camera.
    Anywhere,
    /// At one camera.
    At(CameraId),
    /// At a camera that was removed since: nowhere.
    Gone,
}

/// What a rule says: "Tell me when a *stranger* is at *Front door* between *22:00 and 6:00*, at most every *5 min*".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleSays {
    /// Whom it is about.
    pub about: RuleAbout,
    /// Where.
    pub place: RulePlace,
    /// When; `None` at any time.
    pub hours: Option<DayHours>,
    /// About the same subject not again within so many minutes; 0 for every visit.
    pub apart_minutes: u16,
}

impl RuleSays {
    /// What the program does before the owner says anything: the blacklist, everywhere, at every visit.
    pub const BLACKLIST: Self =
        Self { about: RuleAbout::Blacklist, place: RulePlace::Anywhere, hours: None, apart_minutes: 0 };
}

/// A rule of the owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlertRule {
    /// Row id.
    pub id: RuleId,
    /// What it says.
    pub says: RuleSays,
    /// Whether it holds.
    pub is_on: bool,
}

/// What keeps rules from telling, as the owner set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hush {
    /// Nothing is told about people who are known.
    pub is_family_silent: bool,
    /// The blacklist is told of in quiet hours, and while everything is snoozed.
    pub may_blacklist_break_through: bool,
    /// Whether quiet hours hold.
    pub has_quiet_hours: bool,
    /// The quiet hours, kept also while they do not hold.
    pub quiet_hours: WeekHours,
}

impl Default for Hush {
    fn default() -> Self {
        let night = DayHours { from_minute: 22 * 60, until_minute: 6 * 60 };
        Self {
            is_family_silent: false,
            may_blacklist_break_through: true,
            has_quiet_hours: false,
            quiet_hours: WeekHours([Some(night); 7]),
        }
    }
}

impl Hush {
    /// Whether it is quiet, and the minute of the day at which that ends.
    pub fn quiet_until(&self, local: LocalTime) -> Option<u16> {
        self.quiet_hours.until(local).filter(|_| self.has_quiet_hours)
    }
}

/// What a snooze is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SnoozeOf {
    /// Everything.
    Everything,
    /// Everybody without a name.
    Strangers,
    /// One person. The owner said so about this very person, so it holds for the blacklist as well.
    Person(PersonId),
}

impl SnoozeOf {
    /// What is snoozed by a word about somebody.
    pub fn about(subject: Option<Subject>) -> Self {
        match subject {
            Some(Subject::Person(person)) => Self::Person(person),
            Some(Subject::Visitor(_)) | None => Self::Strangers,
        }
    }
}

/// Silence for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Snooze {
    /// About whom.
    pub of: SnoozeOf,
    /// Until when.
    pub until: Timestamp,
}

/// Somebody at a camera, as it is known at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Presence {
    /// What is thought.
    pub verdict: Verdict,
    /// Who it is; `None` while unclear.
    pub subject: Option<Subject>,
    /// Where; `None` at a camera that was removed since.
    pub camera: Option<CameraId>,
    /// When.
    pub at: Timestamp,
    /// The same moment by the home's clocks.
    pub local: LocalTime,
    /// When anybody known was seen last at any camera, until `at`; `None` if nobody ever was.
    pub known_seen_at: Option<Timestamp>,
}

/// Why a rule that is meant stays silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Silence {
    /// The family is silenced.
    Family,
    /// Snoozed.
    Snoozed,
    /// In quiet hours.
    QuietHours,
    /// It told of the same one a short while ago.
    TooSoon,
}

/// What a rule makes of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The owner is told.
    Tell,
    /// The rule says nothing about this.
    NotMeant,
    /// It would tell, but for this.
    Silent(Silence),
}

/// Decides. `last_told` is when this rule told of the same subject last.
pub fn decide(
    says: &RuleSays,
    presence: &Presence,
    hush: &Hush,
    snoozes: &[Snooze],
    last_told: Option<Timestamp>,
) -> Decision {
    if !is_meant(says, presence) {
        return Decision::NotMeant;
    }
    match silence(says, presence, hush, snoozes, last_told) {
        Some(silence) => Decision::Silent(silence),
        None => Decision::Tell,
    }
}

fn is_meant(says: &RuleSays, presence: &Presence) -> bool {
    let is_here = match says.place {
        RulePlace::Anywhere => true,
        RulePlace::At(camera) => presence.camera == Some(camera),
        RulePlace::Gone => false,
    };
    let is_about = match says.about {
        RuleAbout::Blacklist => presence.verdict == Verdict::Blacklisted,
        RuleAbout::Strangers => presence.verdict == Verdict::Visitor,
        RuleAbout::Person(person) => presence.subject == Some(Subject::Person(person)),
        RuleAbout::NobodyHome { hours } => {
            !matches!(presence.verdict, Verdict::Known | Verdict::Ignored) && is_nobody_home(presence, hours)
        }
    };
    is_here && is_about && says.hours.is_none_or(|hours| hours.holds(presence.local))
}

/// No known person was seen on any camera within so many hours.
fn is_nobody_home(presence: &Presence, hours: u8) -> bool {
    presence.known_seen_at.is_none_or(|seen| presence.at.millis_since(seen) >= i64::from(hours) * HOUR_MS)
}

fn silence(
    says: &RuleSays,
    presence: &Presence,
    hush: &Hush,
    snoozes: &[Snooze],
    last_told: Option<Timestamp>,
) -> Option<Silence> {
    let breaks_through = presence.verdict == Verdict::Blacklisted && hush.may_blacklist_break_through;
    if presence.verdict == Verdict::Known && hush.is_family_silent {
        return Some(Silence::Family);
    }
    let of_this_one = SnoozeOf::about(presence.subject);
    let is_snoozed = |snooze: &Snooze| {
        let is_of = snooze.of == of_this_one || (snooze.of == SnoozeOf::Everything && !breaks_through);
        is_of && presence.at < snooze.until
    };
    if snoozes.iter().any(is_snoozed) {
        return Some(Silence::Snoozed);
    }
    if !breaks_through && hush.quiet_until(presence.local).is_some() {
        return Some(Silence::QuietHours);
    }
    let apart_ms = i64::from(says.apart_minutes) * MINUTE_MS;
    let is_too_soon = |told: Timestamp| (0..apart_ms).contains(&presence.at.millis_since(told));
    last_told.is_some_and(is_too_soon).then_some(Silence::TooSoon)
}

/// What a rule would have made of visits that were, in the order in which they began. Snoozes are of the day and do not
/// count; quiet hours do.
pub fn try_on(says: &RuleSays, visits: &[Presence], hush: &Hush) -> Vec<Decision> {
    let mut told: HashMap<Option<Subject>, Timestamp> = HashMap::new();
    let mut decide_one = |visit: &Presence| {
        let decision = decide(says, visit, hush, &[], told.get(&visit.subject).copied());
        if decision == Decision::Tell {
            told.insert(visit.subject, visit.at);
        }
        decision
    };
    visits.iter().map(&mut decide_one).collect()
}

#[cfg(test)]
mod tests;
