//! Rules that say when to tell the owner, and what silences them, on the wire. Owns their shape only. Minutes are minutes
//! of the day by the home's own clocks.

use super::SightingView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whom a rule is about, in a word.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum RuleKindView {
    /// The blacklist.
    Blacklist,
    /// Strangers.
    Strangers,
    /// One person.
    Person,
    /// Anybody who is not known, while nobody known is at home.
    NobodyHome,
}

/// Whom a rule is about.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum RuleAboutView {
    /// Anybody on the blacklist.
    Blacklist,
    /// Anybody who is nobody known.
    Strangers,
    /// One person.
    Person {
        /// Who.
        person_id: i64,
    },
    /// Anybody who is not known, while no known person was seen at any camera for so many hours.
    NobodyHome {
        /// 1 to 72.
        hours: u8,
    },
}

/// Where a rule looks.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(tag = "place", rename_all = "snake_case")]
pub enum RulePlaceView {
    /// At every camera.
    Anywhere,
    /// At one.
    At {
        /// Which.
        camera_id: i64,
    },
    /// At a camera that was removed since: nowhere.
    Gone,
}

/// From one time of the day to another; past midnight if the end is not after the beginning.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct DayHoursView {
    /// 0 to 1439.
    pub from_minute: u16,
    /// 0 to 1439.
    pub until_minute: u16,
}

/// "Tell me when a stranger is at Front door between 22:00 and 6:00, at most every 5 min".
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct RuleSaysView {
    /// Whom it is about.
    pub who: RuleAboutView,
    /// Where.
    pub at: RulePlaceView,
    /// When; absent at any time.
    pub hours: Option<DayHoursView>,
    /// About the same one not again within so many minutes, at most a week; 0 at every visit.
    pub apart_minutes: u16,
}

/// A rule.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct RuleView {
    /// Row id.
    pub id: i64,
    /// What it says.
    pub says: RuleSaysView,
    /// Whether it holds.
    pub is_on: bool,
    /// The name of the person it is about; absent if it is about nobody in particular, or that person is not there any more.
    pub person_name: Option<String>,
}

/// What keeps rules from telling, as the owner set it.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct HushView {
    /// Nothing is told about people who are known.
    pub is_family_silent: bool,
    /// The blacklist is told of in quiet hours, and while everything is snoozed.
    pub may_blacklist_break_through: bool,
    /// Whether quiet hours hold.
    pub has_quiet_hours: bool,
    /// Seven, Monday first; absent where a day has none. Hours belong to the day on which they begin.
    pub quiet_hours: Vec<Option<DayHoursView>>,
}

/// What a snooze is about.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum SnoozeOfView {
    /// Everything.
    Everything,
    /// Everybody without a name.
    Strangers,
    /// One person, also of the blacklist.
    Person {
        /// Who.
        person_id: i64,
    },
}

/// Silence for a while.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct SnoozeView {
    /// About whom.
    pub what: SnoozeOfView,
    /// The name of the person, if it is about one who is there.
    pub name: Option<String>,
    /// Until when.
    pub until: i64,
}

/// How long to snooze.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum SnoozeForView {
    /// 15 minutes.
    QuarterHour,
    /// An hour.
    Hour,
    /// Until six in the morning.
    UntilTomorrow,
}

/// All rules, and what is silent now and why.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct AlertRulesView {
    /// The rules, in the order they were made.
    pub rules: Vec<RuleView>,
    /// The switches and quiet hours.
    pub hush: HushView,
    /// When the quiet hours that hold now are over.
    pub quiet_until: Option<i64>,
    /// What is snoozed now, what ends first coming first.
    pub snoozes: Vec<SnoozeView>,
    /// When a snooze until tomorrow would end.
    pub tomorrow_at: i64,
}

/// Adds a rule.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AddAlertRule {
    /// What it says.
    pub says: RuleSaysView,
    /// Whether it holds at once.
    pub is_on: bool,
}

/// Changes a rule.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ChangeAlertRule {
    /// Which.
    pub id: i64,
    /// What it says from now on.
    pub says: RuleSaysView,
    /// Whether it holds.
    pub is_on: bool,
}

/// One rule.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AlertRuleById {
    /// Which.
    pub id: i64,
}

/// A rule to try, whether there is one that says so or not.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TryAlertRule {
    /// What it says.
    pub says: RuleSaysView,
}

/// How often a rule would have told, but for something.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct SilentCounts {
    /// The family is silenced.
    pub family: u32,
    /// In quiet hours.
    pub quiet_hours: u32,
    /// It had told of the same one a short while before.
    pub too_soon: u32,
}

/// What a rule would have told in the last week.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct RuleTrialView {
    /// Since when.
    pub from: i64,
    /// How many visits were looked at.
    pub visits: u32,
    /// How often it would have told.
    pub told: u32,
    /// The latest of those visits, at most 50.
    pub latest: Vec<SightingView>,
    /// How often it would have stayed silent, and why.
    pub silent: SilentCounts,
}

/// Snoozes.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SnoozeAlerts {
    /// What.
    pub what: SnoozeOfView,
    /// How long.
    pub how_long: SnoozeForView,
}

/// Acknowledges an alert and snoozes whomever it is about.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SnoozeAlert {
    /// Which alert.
    pub id: i64,
    /// How long.
    pub how_long: SnoozeForView,
}

/// Ends a snooze.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct EndSnooze {
    /// What.
    pub what: SnoozeOfView,
}
