//! Visitors on the wire. Owns their shape only.

use super::PersonKindView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A person or a visitor.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
#[serde(tag = "subject", rename_all = "snake_case")]
pub enum SubjectView {
    /// A named person.
    Person {
        /// Row id.
        id: i64,
    },
    /// A visitor.
    Visitor {
        /// Row id.
        id: i64,
    },
}

/// Somebody unnamed who was seen.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct VisitorView {
    /// Row id.
    pub id: i64,
    /// The number in "Visitor 12".
    pub number: i64,
    /// Kept faces, best first, at most seven.
    pub face_ids: Vec<i64>,
    /// How often.
    pub times_seen: u32,
    /// First seen.
    pub first_seen: i64,
    /// Last seen.
    pub last_seen: i64,
    /// Where, by name.
    pub cameras: Vec<String>,
    /// The likeliest person, if there is one worth asking about.
    pub suggestion: Option<super::CandidateView>,
}

/// Which visitors to list, last seen first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct VisitorList {
    /// At most this many, 1 to 500.
    pub limit: u32,
    /// Only those last seen before.
    pub before: Option<i64>,
}

/// Names one visitor.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct VisitorById {
    /// Which.
    pub id: i64,
}

/// Names a visitor. An existing name means: it is that person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct NameVisitor {
    /// Which.
    pub id: i64,
    /// The name; for an ignored or blacklisted visitor it may be empty, then it is "Visitor 12".
    pub name: String,
    /// What the person is from now on; an existing person keeps its kind unless this is `blacklisted`.
    pub kind: PersonKindView,
}

/// "Same as …": the visitor joins a person or another visitor.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MergeVisitor {
    /// Which.
    pub id: i64,
    /// Whom it joins.
    pub into: SubjectView,
}

/// "Not this person": never proposed again.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RejectVisitor {
    /// Which visitor.
    pub id: i64,
    /// Who it is not.
    pub person_id: i64,
}

/// A visitor is two people: these faces, with what was seen with them, become a visitor of their own.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SplitVisitor {
    /// Which.
    pub id: i64,
    /// The faces that go; at least one stays.
    pub face_ids: Vec<i64>,
}

/// A visitor who may be a person.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct LikeVisitorView {
    /// Who.
    pub visitor: VisitorView,
    /// How alike, -1 to 1.
    pub similarity: f32,
}
