//! The journal on the wire: what the owner did, and what the program found out about visitors. Owns its shape only.

use super::RuleKindView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who did something.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum ActorView {
    /// The owner.
    Owner,
    /// The program, about visitors only.
    Program,
}

/// Somebody an act is about.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct PartyView {
    /// The name then; absent for a visitor, and for nobody.
    pub name: Option<String>,
    /// The number in "Visitor 12"; absent for a person, and for nobody.
    pub visitor_number: Option<i64>,
}

/// One act.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct ActView {
    /// Row id.
    pub id: i64,
    /// When.
    pub at: i64,
    /// What, such as `name`; the words are in the window.
    pub kind: String,
    /// Who did it.
    pub actor: ActorView,
    /// Whom it began with.
    pub from: PartyView,
    /// Whom it led to; the same where it changed somebody who stays.
    pub to: PartyView,
    /// To how many it was done at once (visitors, pictures or alerts), 1 for one alone; `from` and `to` are those of the
    /// first.
    pub together: u32,
    /// For an act about a camera: what it was called then.
    pub camera_name: Option<String>,
    /// For an act about a rule: whom the rule is about.
    pub rule_about: Option<RuleKindView>,
    /// It was taken back.
    pub is_undone: bool,
}

/// How much of the journal.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct JournalQuery {
    /// At most this many, 1 to 500, latest first.
    pub limit: u32,
    /// Those that came before this act.
    pub before: Option<i64>,
}

/// Names one act.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct ActById {
    /// Which.
    pub id: i64,
}
