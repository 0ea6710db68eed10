//! Many visitors at once, on the wire. Owns the shapes only.

use super::{PersonKindView, SplitVisitor, SubjectView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A visitor's place in the list, without anything that takes longer to find out.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct VisitorRow {
    /// Row id.
    pub id: i64,
    /// The number in "Visitor 12".
    pub number: i64,
}

/// Names several visitors, 1 to 500.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct VisitorsById {
    /// Which.
    pub ids: Vec<i64>,
}

/// Names many visitors at once: one act, one undo.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct NameVisitors {
    /// Which, 1 to 500.
    pub ids: Vec<i64>,
    /// The name of them all, who are one person then; for ignored or blacklisted visitors it may be empty, then each of
    /// them is somebody, called "Visitor 12".
    pub name: String,
    /// What the person is from now on; an existing person keeps its kind unless this is `blacklisted`.
    pub kind: PersonKindView,
}

/// Many visitors are a person or another visitor: one act, one undo.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MergeVisitors {
    /// Which, 1 to 500; not the one they join.
    pub ids: Vec<i64>,
    /// Whom they join.
    pub into: SubjectView,
}

/// Many visitors are two people each: one act, one undo.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SplitVisitors {
    /// Which, and the faces of each that go, 1 to 500.
    pub parts: Vec<SplitVisitor>,
}

/// The faces of a visitor that look unlike the others.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct OddFaces {
    /// Which visitor.
    pub id: i64,
    /// The faces; empty where all are alike.
    pub face_ids: Vec<i64>,
}
