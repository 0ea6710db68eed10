//! Names for rows and tracks.
//!
//! Owns the identifier types, so that a camera's number can never be passed where a person's is meant.
//! Must not know how or where anything is stored. Invariant: an id is never reused while it is referred to.

macro_rules! row_id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

row_id! {
    /// A camera the owner added.
    CameraId,
    /// A person the owner named.
    PersonId,
    /// A visitor: somebody unnamed who was seen.
    VisitorId,
    /// A sighting: one visit of one person at one camera.
    SightingId,
    /// A stored face: an aligned crop with its embedding.
    FaceId,
    /// An alert.
    AlertId,
    /// A rule that says when to raise one.
    RuleId,
    /// One act of the owner in the journal.
    ActId,
}

/// A track: the same face followed over the frames of one camera. Unique within one run of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TrackId(pub u64);
