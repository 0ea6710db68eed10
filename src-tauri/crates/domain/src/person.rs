//! Who somebody is to the owner, and what a verdict can be.
//!
//! Owns the words `known`, `blacklisted`, `ignored`, `visitor`, `unclear`. Must not know how similar faces were found.

use crate::{FaceId, PersonId, Similarity, Timestamp, VisitorId};
use std::sync::Arc;

/// What the owner said a person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PersonKind {
    /// Belongs here.
    Known,
    /// Raises an alert.
    Blacklisted,
    /// Is nobody's business: no alert, no list.
    Ignored,
}

/// A person the owner named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Row id.
    pub id: PersonId,
    /// As the owner wrote it; unique without regard to case.
    pub name: String,
    /// What the person is to the owner.
    pub kind: PersonKind,
    /// Belongs to the demo household and leaves with it.
    pub is_demo: bool,
    /// When the person was named first.
    pub created_at: Timestamp,
}

/// Somebody a face may belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// A named person.
    Person(PersonId),
    /// An unnamed visitor.
    Visitor(VisitorId),
}

impl Subject {
    /// The visitor, if it is one.
    pub fn visitor(self) -> Option<VisitorId> {
        match self {
            Self::Visitor(visitor) => Some(visitor),
            Self::Person(_) => None,
        }
    }
}

/// What is thought of a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// A known person.
    Known,
    /// A blacklisted person.
    Blacklisted,
    /// Nobody known: a stranger.
    Visitor,
    /// Somebody the owner does not want to hear of.
    Ignored,
    /// Not enough to say.
    Unclear,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Known, Self::Blacklisted, Self::Visitor, Self::Ignored, Self::Unclear];

    /// The word that is stored, printed and exported: whoever changes one breaks what others wrote.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Blacklisted => "blacklisted",
            Self::Visitor => "visitor",
            Self::Ignored => "ignored",
            Self::Unclear => "unclear",
        }
    }
}

impl From<PersonKind> for Verdict {
    fn from(kind: PersonKind) -> Self {
        match kind {
            PersonKind::Known => Self::Known,
            PersonKind::Blacklisted => Self::Blacklisted,
            PersonKind::Ignored => Self::Ignored,
        }
    }
}

/// One answer to "who could it be?".
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Whom the faces resemble.
    pub subject: Subject,
    /// The person's name; `None` for a visitor.
    pub name: Option<Arc<str>>,
    /// What the person is; `None` for a visitor.
    pub kind: Option<PersonKind>,
    /// How alike.
    pub similarity: Similarity,
    /// The similarity this candidate would have needed.
    pub threshold: Similarity,
    /// The stored face that came nearest.
    pub nearest_face: FaceId,
}
