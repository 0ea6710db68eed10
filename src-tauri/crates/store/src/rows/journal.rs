//! Rows about what was done to whom.
//!
//! Owns the words of acts, of revisions and of what the owner rejected. Must not know SQL, nor what an act does.

use porchlight_domain::{ActId, FaceId, PersonId, PersonKind, RuleKind, SightingId, Subject, Timestamp, VisitorId};

/// What the owner says is not a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rejected {
    /// All of a visitor.
    Visitor(VisitorId),
    /// One face.
    Face(FaceId),
}

/// A pair that is never proposed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rejection {
    /// Who or what.
    pub rejected: Rejected,
    /// Whose that is now: the visitor, or the owner of the face.
    pub subject: Subject,
    /// Is not this person.
    pub person: PersonId,
}

/// Where a face or a sighting is moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MoveTo {
    /// To somebody who exists.
    Subject(Subject),
    /// To a visitor made for it.
    NewVisitor,
    /// To the person of this name, who is added as known if nobody has it.
    Named(String),
}

/// What kind of act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActKind {
    /// A visitor got a name.
    Name,
    /// A person became known, blacklisted or ignored.
    SetKind,
    /// A person got a threshold of their own, or lost it.
    SetThreshold,
    /// A person got another name.
    Rename,
    /// Two persons became one.
    MergePersons,
    /// Two visitors became one.
    MergeVisitors,
    /// One visitor became two.
    SplitVisitor,
    /// A face went to somebody else.
    MoveFace,
    /// A sighting with its faces went to somebody else.
    MoveSighting,
    /// The person of a sighting is right, and its faces are compared with from now on.
    Confirm,
    /// Somebody is not a person.
    Reject,
    /// A person got another remark.
    SetNote,
    /// A rule was added.
    AddRule,
    /// A rule says something else, or was switched on or off.
    ChangeRule,
    /// A rule was removed.
    RemoveRule,
    /// The switches and hours that silence rules are others.
    SetHush,
    /// A kept face was removed.
    RemoveFace,
    /// Pictures of a person were added.
    AddPictures,
    /// A person was added, with pictures.
    AddPerson,
    /// Alerts were seen.
    Acknowledge,
    /// A camera is called otherwise, shows something else or watches otherwise.
    ChangeCamera,
    /// A camera was removed.
    RemoveCamera,
}

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// The owner, whose word is final.
    Owner,
    /// The program, by what it found out.
    Program,
}

/// What the program finds out about visitors once it has seen more of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VisitorRevision {
    /// Two are one.
    Merge {
        /// Who goes.
        from: VisitorId,
        /// Who stays.
        into: VisitorId,
    },
    /// A sighting of one visitor is another's.
    MoveSighting {
        /// The sighting.
        sighting: SightingId,
        /// Whose it is.
        into: VisitorId,
    },
    /// One is two.
    Split {
        /// Who stays.
        visitor: VisitorId,
        /// What becomes a new visitor, with its faces.
        sightings: Vec<SightingId>,
    },
}

/// One end of an act, as it was called then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Who.
    pub subject: Subject,
    /// The name then; `None` for a visitor.
    pub name: Option<String>,
}

/// An act in the journal. What was done to many at once is one act, told by the first of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Row id.
    pub id: ActId,
    /// To how many it was done at once: visitors, pictures or alerts; 1 for an act about somebody alone.
    pub together: u64,
    /// When it was done.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What kind.
    pub kind: ActKind,
    /// Whom it began with. For a rejection: who it is not. `None` for an act about alerts, a camera, quiet hours or a rule,
    /// unless the rule is about a person.
    pub from: Option<Party>,
    /// Whom it ended with; `None` as above.
    pub to: Option<Party>,
    /// For [`ActKind::SetKind`]: what the person became.
    pub person_kind: Option<PersonKind>,
    /// For an act about a rule: whom the rule is about.
    pub about: Option<RuleKind>,
    /// For an act about a camera: what it was called then.
    pub camera: Option<String>,
    /// When it was undone; `None` while it holds.
    pub undone_at: Option<Timestamp>,
}

/// What was learnt of a person from pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolled {
    /// Whose faces they are.
    pub person: PersonId,
    /// The person was added for them.
    pub is_new: bool,
    /// The faces, as many as pictures were learnt from.
    pub faces: Vec<FaceId>,
}

/// What an act did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// The journal entry, for undoing it.
    pub act: ActId,
    /// Who everything belongs to now.
    pub subject: Subject,
}
