//! The same act on many visitors at once.
//!
//! Owns nothing of what an act does: it is the act on one, repeated. Must not choose anybody. Invariant: it happens to all
//! of them or to nobody, and is one entry of the journal and one undo.
//!
//! Not one changeset for all: each act keeps its own two sides, so that whatever arrives later still finds who somebody
//! became, and an erasure takes from the journal what is about one of them and leaves the others.

use super::{join_one, name_one, sorting::split_one};
use crate::{Done, Result, Store};
use porchlight_domain::{FaceId, PersonKind, Subject, Timestamp, VisitorId};

/// Acts on many at once. All fail as the act on one does, and then nothing has changed.
impl Store {
    /// As [`Store::name_visitor`] for each, with a name each; the same name for all makes them one person.
    ///
    /// # Errors
    /// As [`Store::name_visitor`].
    pub fn name_visitors(
        &self,
        visitors: &[(VisitorId, String)],
        kind: Option<PersonKind>,
        at: Timestamp,
    ) -> Result<Vec<Done>> {
        self.record_together(at, visitors, |c, (visitor, name)| name_one(c, *visitor, name, kind, at))
    }

    /// All of them are this person, or this visitor, who must not be among them.
    ///
    /// # Errors
    /// As all acts.
    pub fn join_visitors(&self, visitors: &[VisitorId], into: Subject, at: Timestamp) -> Result<Vec<Done>> {
        self.record_together(at, visitors, |c, visitor| join_one(c, *visitor, into))
    }

    /// As [`Store::split_visitor`] for each.
    ///
    /// # Errors
    /// As [`Store::split_visitor`].
    pub fn split_visitors(&self, parts: &[(VisitorId, Vec<FaceId>)], at: Timestamp) -> Result<Vec<Done>> {
        self.record_together(at, parts, |c, (visitor, faces)| split_one(c, *visitor, faces, at))
    }
}
