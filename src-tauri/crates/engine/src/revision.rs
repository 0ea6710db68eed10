//! Visitors thought over: later faces may show that two visitors are one, or that one is two.
//!
//! Owns which visitors are looked at together, and what the owner said of them. Must not decide: that is [`Grouping`]. A
//! visitor who is in view right now waits until the sighting is over, so that nobody changes under the camera's hands.
//! Invariant: two whom the owner parted are never joined, and one whom the owner holds for one is never split.

use crate::{Event, bus::Bus, household::Household};
use porchlight_domain::{
    CameraId, Embedding, Gallery, GalleryFace, Grouping, Revision, SightingId, Similarity, Subject, Timestamp,
    VisitorId,
};
use porchlight_store::{ActKind, Actor, Party, SightingFilter, Store, StoreError, VisitorRevision};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Visitors less alike than this have no influence on each other: below what a face needs to join anybody.
const NEIGHBOURS: Similarity = Similarity(0.38);
/// Visitors thought over in one go; the others wait for the next.
const MOST_AT_ONCE: usize = 64;
/// Sightings of a visitor that are compared with those of another to see whether both were there at once.
const COMPARED_SIGHTINGS: usize = 200;

/// Thinks over visitors who changed.
pub(crate) struct Reviser {
    pub(crate) store: Arc<Store>,
    pub(crate) household: Arc<Household>,
    pub(crate) bus: Arc<Bus>,
}

impl Reviser {
    /// Gives how many revisions were made.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) fn revise(&self, at: Timestamp) -> Result<usize, StoreError> {
        let changed = self.household.take_changed_visitors();
        if changed.is_empty() {
            return Ok(0);
        }
        let revised = self.revise_these(changed.clone(), at);
        if revised.is_err() {
            // A store that was busy must not cost anybody their turn.
            self.household.look_again_at(changed);
        }
        revised
    }

    fn revise_these(&self, changed: BTreeSet<VisitorId>, at: Timestamp) -> Result<usize, StoreError> {
        let home = self.household.snapshot();
        let in_view = self.in_view()?;
        let (waiting, ready): (BTreeSet<_>, BTreeSet<_>) =
            changed.into_iter().partition(|visitor| in_view.contains(visitor));
        let (now, later) = split_at(ready, MOST_AT_ONCE);
        self.household.look_again_at(waiting.into_iter().chain(later));
        let together = neighbourhood(home.gallery(), &now, &in_view);
        let mut grouping = Grouping::new(home.settings().thresholds.visitor);
        let mut presence = BTreeMap::new();
        for visitor in &together {
            let mut faces = self.faces(home.gallery(), *visitor)?;
            if self.is_held_for_one(*visitor, &mut BTreeSet::new())? {
                faces = all_alike(faces);
            }
            grouping = grouping.with_group(visitor.0 as u64, faces);
            presence.insert(*visitor, self.presence(*visitor)?);
        }
        for (i, one) in together.iter().enumerate() {
            for other in together.iter().skip(i + 1) {
                let is_parted = home.gallery().is_rejected(Subject::Visitor(*one), Subject::Visitor(*other));
                if is_parted || were_there_at_once(&presence[one], &presence[other]) {
                    grouping.keep_apart(one.0 as u64, other.0 as u64);
                }
            }
        }
        let revisions = to_store(&grouping.revise());
        if revisions.is_empty() {
            return Ok(0);
        }
        let done = self.store.revise(&revisions, at)?;
        if !done.is_empty() {
            self.household.reload_everybody(at)?;
            for event in [Event::VisitorsChanged, Event::JournalChanged] {
                self.bus.announce(&event);
            }
        }
        Ok(done.len())
    }

    fn in_view(&self) -> Result<BTreeSet<VisitorId>, StoreError> {
        let subjects = self.store.open_subjects()?.into_iter();
        Ok(subjects.filter_map(Subject::visitor).collect())
    }

    /// The faces of a visitor, one in one for each sighting: what moves is a sighting.
    fn faces(&self, gallery: &Gallery, visitor: VisitorId) -> Result<Vec<(u64, Embedding)>, StoreError> {
        let subject = Subject::Visitor(visitor);
        let Some(known) = gallery.subject(subject) else { return Ok(Vec::new()) };
        let mut by_sighting: BTreeMap<SightingId, Vec<&GalleryFace>> = BTreeMap::new();
        for row in self.store.faces(subject)? {
            let face = known.faces().iter().find(|face| face.face == row.id);
            if let (Some(sighting), Some(face)) = (row.sighting, face) {
                by_sighting.entry(sighting).or_default().push(face);
            }
        }
        let in_one = |(id, faces): (SightingId, Vec<&GalleryFace>)| Some((id.0 as u64, GalleryFace::mean(faces)?));
        Ok(by_sighting.into_iter().filter_map(in_one).collect())
    }

    /// Whether the owner said that a visitor is one: by joining two, by moving something to one, or by taking back a split of
    /// the program. Whom the program joined one of them to is one as well. `asked` holds those who were asked for already.
    fn is_held_for_one(&self, visitor: VisitorId, asked: &mut BTreeSet<VisitorId>) -> Result<bool, StoreError> {
        if !asked.insert(visitor) {
            return Ok(false);
        }
        let of = |party: &Option<Party>| party.as_ref().and_then(|party| party.subject.visitor());
        for act in self.store.acts_on(visitor)? {
            let (from, is_to) = (of(&act.from), of(&act.to) == Some(visitor));
            let is_one = match (act.actor, act.kind, act.undone_at) {
                (Actor::Owner, ActKind::MergeVisitors | ActKind::MoveSighting | ActKind::MoveFace, None) => is_to,
                (Actor::Program, ActKind::SplitVisitor, Some(_)) => from == Some(visitor),
                (Actor::Program, ActKind::MergeVisitors, None) if is_to => match from {
                    Some(joined) => self.is_held_for_one(joined, asked)?,
                    None => false,
                },
                _ => false,
            };
            if is_one {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn presence(&self, visitor: VisitorId) -> Result<Vec<Presence>, StoreError> {
        let filter = SightingFilter { subject: Some(Subject::Visitor(visitor)), ..SightingFilter::default() };
        let sightings = self.store.sightings(&filter, COMPARED_SIGHTINGS, None)?.into_iter();
        Ok(sightings
            .filter_map(|s| Some(Presence { camera: s.camera?, from: s.started_at, to: s.last_seen_at }))
            .collect())
    }
}

/// When somebody was where.
struct Presence {
    camera: CameraId,
    from: Timestamp,
    to: Timestamp,
}

/// Nobody is in two places of one picture.
fn were_there_at_once(one: &[Presence], other: &[Presence]) -> bool {
    one.iter().any(|a| other.iter().any(|b| a.camera == b.camera && a.from < b.to && b.from < a.to))
}

/// The same number of faces, all of them what they have in common: nothing that could be parted.
fn all_alike(faces: Vec<(u64, Embedding)>) -> Vec<(u64, Embedding)> {
    let Some(mean) = Embedding::weighted_mean(faces.iter().map(|(_, face)| (face, 1.0))) else { return faces };
    faces.into_iter().map(|(item, _)| (item, mean.clone())).collect()
}

fn split_at(mut all: BTreeSet<VisitorId>, most: usize) -> (BTreeSet<VisitorId>, BTreeSet<VisitorId>) {
    match all.iter().nth(most).copied() {
        Some(first_later) => {
            let later = all.split_off(&first_later);
            (all, later)
        }
        None => (all, BTreeSet::new()),
    }
}

/// Those who changed, and everybody near enough to be concerned.
fn neighbourhood(
    gallery: &Gallery,
    changed: &BTreeSet<VisitorId>,
    in_view: &BTreeSet<VisitorId>,
) -> BTreeSet<VisitorId> {
    let known: Vec<_> = changed.iter().filter_map(|visitor| gallery.subject(Subject::Visitor(*visitor))).collect();
    let mut together: BTreeSet<VisitorId> = known.iter().filter_map(|s| s.subject.visitor()).collect();
    for other in gallery.subjects() {
        let Some(visitor) = other.subject.visitor().filter(|visitor| !in_view.contains(visitor)) else { continue };
        if known.iter().any(|one| one.alike(other).is_some_and(|alike| alike >= NEIGHBOURS)) {
            together.insert(visitor);
        }
    }
    together
}

/// Groups that were born in this revision have numbers of its own; what joins them comes to rest with the next one.
fn to_store(revisions: &[Revision]) -> Vec<VisitorRevision> {
    let born: BTreeSet<u64> = revisions
        .iter()
        .filter_map(|revision| match revision {
            Revision::Split { into, .. } => Some(*into),
            _ => None,
        })
        .collect();
    let visitor = |group: u64| VisitorId(group as i64);
    revisions
        .iter()
        .filter_map(|revision| match revision {
            Revision::Merged { from, into } if !born.contains(from) && !born.contains(into) => {
                Some(VisitorRevision::Merge { from: visitor(*from), into: visitor(*into) })
            }
            Revision::Moved { item, from, into } if !born.contains(from) && !born.contains(into) => {
                Some(VisitorRevision::MoveSighting { sighting: SightingId(*item as i64), into: visitor(*into) })
            }
            Revision::Split { from, items, .. } if !born.contains(from) => Some(VisitorRevision::Split {
                visitor: visitor(*from),
                sightings: items.iter().map(|item| SightingId(*item as i64)).collect(),
            }),
            _ => None,
        })
        .collect()
}
