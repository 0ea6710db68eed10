//! Strangers put together as they come, without names.
//!
//! Owns which faces are thought to be the same unnamed person, and the revision of that thought when later faces show
//! that two groups are one or that a face sits in the wrong group. Must not know rows: faces and groups are numbers of
//! whoever asks. Method: leader clustering on the mean direction of a group, revised by merging the nearest pair of
//! groups and moving single faces, as in agglomerative clustering with centroid linkage; the thresholds are measured in
//! `docs/recognition.md` ("Strangers").

use crate::{Embedding, Similarity};
use std::collections::{BTreeMap, BTreeSet};

/// Two groups as alike as this are one person. Higher than for a single face, because means carry less noise.
const SAME_PERSON: Similarity = Similarity(0.55);
/// A face moves to another group only if that is nearer by this much: a face on the border stays where it is.
const CLEARLY_NEARER: f32 = 0.03;
/// A group whose two halves are less alike than this is two people. Not above [`SAME_PERSON`], or groups would be parted
/// and joined for ever.
const TWO_PEOPLE: Similarity = SAME_PERSON;
/// Each half needs so many faces: a single strange one may be a bad picture.
const LEAST_HALF: usize = 2;
/// Steps in which the two halves settle.
const HALVING_STEPS: usize = 8;
/// Rounds of a revision; it settles in two or three.
const MOST_ROUNDS: usize = 6;

/// A group of faces.
pub type GroupId = u64;
/// A face.
pub type ItemId = u64;

/// What a revision changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Revision {
    /// Two groups are one person.
    Merged {
        /// The group that is no more.
        from: GroupId,
        /// The group that goes on.
        into: GroupId,
    },
    /// A face belongs to another group.
    Moved {
        /// The face.
        item: ItemId,
        /// Where it was.
        from: GroupId,
        /// Where it is now.
        into: GroupId,
    },
    /// A group is two people.
    Split {
        /// The group that keeps the other faces.
        from: GroupId,
        /// The new group.
        into: GroupId,
        /// The faces of the new group.
        items: Vec<ItemId>,
    },
}

#[derive(Clone, Debug, Default)]
struct Group {
    items: BTreeMap<ItemId, Embedding>,
}

impl Group {
    fn mean(&self) -> Option<Embedding> {
        Embedding::weighted_mean(self.items.values().map(|e| (e, 1.0)))
    }

    fn mean_without(&self, item: ItemId) -> Option<Embedding> {
        Embedding::weighted_mean(self.items.iter().filter(|(id, _)| **id != item).map(|(_, e)| (e, 1.0)))
    }
}

/// Groups of faces that look like one person each.
#[derive(Clone, Debug)]
pub struct Grouping {
    groups: BTreeMap<GroupId, Group>,
    means: BTreeMap<GroupId, Embedding>,
    next: GroupId,
    joins_from: Similarity,
    /// Pairs that are known to be two people, the smaller number first.
    apart: BTreeSet<(GroupId, GroupId)>,
}

impl Grouping {
    /// Without anybody. A face joins a group from this similarity on.
    pub fn new(joins_from: Similarity) -> Self {
        Self { groups: BTreeMap::new(), means: BTreeMap::new(), next: 0, joins_from, apart: BTreeSet::new() }
    }

    /// With a group that is there already.
    #[must_use]
    pub fn with_group(mut self, group: GroupId, items: impl IntoIterator<Item = (ItemId, Embedding)>) -> Self {
        self.groups.insert(group, Group { items: items.into_iter().collect() });
        self.next = self.next.max(group);
        self.refresh(group);
        self
    }

    /// These two are not the same person, whatever they look like.
    pub fn keep_apart(&mut self, one: GroupId, other: GroupId) {
        self.apart.insert((one.min(other), one.max(other)));
    }

    fn is_apart(&self, one: GroupId, other: GroupId) -> bool {
        self.apart.contains(&(one.min(other), one.max(other)))
    }

    /// Adds a face to the most similar group, or begins one.
    pub fn add(&mut self, item: ItemId, embedding: &Embedding) -> GroupId {
        let group = match self.nearest(embedding, None) {
            Some((group, likeness)) if likeness >= self.joins_from => group,
            _ => {
                self.next += 1;
                self.next
            }
        };
        self.groups.entry(group).or_default().items.insert(item, embedding.clone());
        self.refresh(group);
        group
    }

    /// The faces of each group.
    pub fn groups(&self) -> impl Iterator<Item = (GroupId, Vec<ItemId>)> {
        self.groups.iter().map(|(id, group)| (*id, group.items.keys().copied().collect()))
    }

    /// Thinks again about all groups.
    pub fn revise(&mut self) -> Vec<Revision> {
        let mut revisions = Vec::new();
        for _ in 0..MOST_ROUNDS {
            let before = revisions.len();
            self.merge_nearest(&mut revisions);
            self.move_strays(&mut revisions);
            self.split_doubles(&mut revisions);
            if revisions.len() == before {
                break;
            }
        }
        revisions
    }

    fn merge_nearest(&mut self, revisions: &mut Vec<Revision>) {
        while let Some((into, from)) = self.nearest_pair() {
            let Some(group) = self.groups.remove(&from) else { return };
            self.means.remove(&from);
            self.groups.entry(into).or_default().items.extend(group.items);
            self.refresh(into);
            // Whoever is known not to be the one is not the other either, now that they are one.
            let others: Vec<GroupId> = self.groups.keys().copied().filter(|g| self.is_apart(*g, from)).collect();
            others.into_iter().for_each(|other| self.keep_apart(other, into));
            revisions.push(Revision::Merged { from, into });
        }
    }

    fn split_doubles(&mut self, revisions: &mut Vec<Revision>) {
        let all: Vec<GroupId> = self.groups.keys().copied().collect();
        for from in all {
            let Some(items) = self.groups.get(&from).and_then(|group| self.two_people_in(&group.items)) else {
                continue;
            };
            self.next += 1;
            let into = self.next;
            for item in &items {
                if let Some(embedding) = self.groups.get_mut(&from).and_then(|group| group.items.remove(item)) {
                    self.groups.entry(into).or_default().items.insert(*item, embedding);
                }
            }
            self.refresh(from);
            self.refresh(into);
            revisions.push(Revision::Split { from, into, items });
        }
    }

    fn nearest_pair(&self) -> Option<(GroupId, GroupId)> {
        let mut best = None;
        let mut likeness_of_best = SAME_PERSON;
        for (a, one) in &self.means {
            for (b, other) in self.means.range(a + 1..) {
                if let Some(likeness) = one.similarity(other)
                    && likeness >= likeness_of_best
                    && !self.is_apart(*a, *b)
                    && !self.would_part_again(*a, *b)
                {
                    (best, likeness_of_best) = (Some((*a, *b)), likeness);
                }
            }
        }
        best
    }

    /// Whether the two in one would be parted at once.
    fn would_part_again(&self, one: GroupId, other: GroupId) -> bool {
        let items = [one, other].into_iter().filter_map(|id| self.groups.get(&id)).flat_map(|group| &group.items);
        let union: BTreeMap<ItemId, Embedding> = items.map(|(item, face)| (*item, face.clone())).collect();
        self.two_people_in(&union).is_some()
    }

    /// The smaller half of faces that are two people, if they are, and if no face of either half would move back at once.
    fn two_people_in(&self, items: &BTreeMap<ItemId, Embedding>) -> Option<Vec<ItemId>> {
        let half = smaller_half(items)?;
        let is_in_half = |item: &ItemId| half.binary_search(item).is_ok();
        let mean = |of_half: bool, but: ItemId| {
            let members = items.iter().filter(|(item, _)| is_in_half(item) == of_half && **item != but);
            Embedding::weighted_mean(members.map(|(_, face)| (face, 1.0)))
        };
        let would_move = items.iter().any(|(item, face)| {
            let alike = |of_half: bool| mean(of_half, *item)?.similarity(face).map(|s| s.0);
            let (own, other) = (alike(is_in_half(item)).unwrap_or(-1.0), alike(!is_in_half(item)).unwrap_or(-1.0));
            other >= self.joins_from.0 && other >= own + CLEARLY_NEARER
        });
        (!would_move).then_some(half)
    }

    fn move_strays(&mut self, revisions: &mut Vec<Revision>) {
        let all: Vec<(GroupId, ItemId)> =
            self.groups.iter().flat_map(|(id, group)| group.items.keys().map(|item| (*id, *item))).collect();
        for (from, item) in all {
            let Some(group) = self.groups.get(&from) else { continue };
            let Some(embedding) = group.items.get(&item).cloned() else { continue };
            let own = group.mean_without(item).and_then(|mean| mean.similarity(&embedding)).unwrap_or(Similarity::NONE);
            let Some((into, likeness)) = self.nearest(&embedding, Some(from)) else { continue };
            if likeness >= self.joins_from && likeness.0 >= own.0 + CLEARLY_NEARER && !self.is_apart(from, into) {
                self.take_out(from, item);
                self.groups.entry(into).or_default().items.insert(item, embedding);
                self.refresh(into);
                revisions.push(Revision::Moved { item, from, into });
            }
        }
    }

    fn take_out(&mut self, group: GroupId, item: ItemId) {
        if let Some(found) = self.groups.get_mut(&group) {
            found.items.remove(&item);
            if found.items.is_empty() {
                self.groups.remove(&group);
            }
        }
        self.refresh(group);
    }

    fn refresh(&mut self, group: GroupId) {
        match self.groups.get(&group).and_then(Group::mean) {
            Some(mean) => self.means.insert(group, mean),
            None => self.means.remove(&group),
        };
    }

    fn nearest(&self, embedding: &Embedding, but: Option<GroupId>) -> Option<(GroupId, Similarity)> {
        let others = self.means.iter().filter(|(id, _)| Some(**id) != but);
        others.filter_map(|(id, mean)| Some((*id, mean.similarity(embedding)?))).max_by(|a, b| a.1.0.total_cmp(&b.1.0))
    }
}

/// The smaller half of faces that are two people, `None` if they are one. Method: two-means, begun at the two faces that
/// are least alike; the halves must be less alike than two means of one person are.
fn smaller_half(items: &BTreeMap<ItemId, Embedding>) -> Option<Vec<ItemId>> {
    if items.len() < 2 * LEAST_HALF {
        return None;
    }
    let pairs =
        items.values().enumerate().flat_map(|(i, one)| items.values().skip(i + 1).map(move |other| (one, other)));
    let (one, other) = pairs
        .filter_map(|(one, other)| Some(((one, other), one.similarity(other)?)))
        .min_by(|a, b| a.1.0.total_cmp(&b.1.0))?
        .0;
    let (mut left, mut right) = (one.clone(), other.clone());
    let mut half: Vec<ItemId> = Vec::new();
    for _ in 0..HALVING_STEPS {
        let is_right = |face: &Embedding| Some(right.similarity(face)?.0 > left.similarity(face)?.0);
        let next: Vec<ItemId> =
            items.iter().filter(|(_, face)| is_right(face).unwrap_or(false)).map(|(item, _)| *item).collect();
        let has_settled = next == half;
        half = next;
        let mean = |is_in: bool| {
            let members = items.iter().filter(|(item, _)| half.binary_search(item).is_ok() == is_in);
            Embedding::weighted_mean(members.map(|(_, face)| (face, 1.0)))
        };
        (left, right) = (mean(false)?, mean(true)?);
        if has_settled {
            break;
        }
    }
    let is_two = left.similarity(&right)? < TWO_PEOPLE;
    let others: Vec<ItemId> = items.keys().copied().filter(|item| half.binary_search(item).is_err()).collect();
    let smaller = if half.len() <= others.len() { half } else { others };
    (is_two && smaller.len() >= LEAST_HALF).then_some(smaller)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ModelId;

    fn face(degrees: f32) -> Embedding {
        let (y, x) = degrees.to_radians().sin_cos();
        Embedding::new(ModelId::new("test"), vec![x, y]).expect("a direction")
    }

    #[test]
    fn alike_faces_are_one_group_and_others_begin_their_own() {
        let mut grouping = Grouping::new(Similarity(0.9));
        let first = grouping.add(1, &face(0.0));
        assert_eq!(grouping.add(2, &face(10.0)), first, "ten degrees apart is a cosine of 0.98");
        assert_ne!(grouping.add(3, &face(90.0)), first, "a right angle is somebody else");
    }

    #[test]
    fn two_groups_that_turn_out_to_be_one_are_merged() {
        let mut grouping = Grouping::new(Similarity(0.95));
        let (one, other) = (grouping.add(1, &face(0.0)), grouping.add(2, &face(50.0)));
        assert_ne!(one, other, "at first they look different");
        assert_eq!(grouping.revise(), [Revision::Merged { from: other, into: one }], "cosine 0.64 is one person");
        assert_eq!(grouping.groups().collect::<Vec<_>>(), [(one, vec![1, 2])], "the older group goes on");
    }

    #[test]
    fn a_face_in_the_wrong_group_moves_when_a_better_one_appears() {
        let mut grouping = Grouping::new(Similarity(0.5));
        let one = grouping.add(1, &face(0.0));
        assert_eq!(grouping.add(2, &face(55.0)), one, "the only group there is");
        let other = grouping.add(3, &face(110.0));
        grouping.add(4, &face(100.0));
        let revisions = grouping.revise();
        assert!(revisions.contains(&Revision::Moved { item: 2, from: one, into: other }), "{revisions:?}");
    }

    #[test]
    fn a_group_that_turns_out_to_be_two_people_is_split() {
        let faces = [(1, face(0.0)), (2, face(8.0)), (3, face(4.0)), (4, face(85.0)), (5, face(90.0))];
        let mut grouping = Grouping::new(Similarity(0.5)).with_group(7, faces);
        let revisions = grouping.revise();
        assert_eq!(revisions, [Revision::Split { from: 7, into: 8, items: vec![4, 5] }], "three and two");
        let mut stray = Grouping::new(Similarity(0.5)).with_group(7, [(1, face(0.0)), (2, face(8.0)), (4, face(85.0))]);
        assert_eq!(stray.revise(), [], "one strange face is no person yet");
    }

    #[test]
    fn a_revision_settles() {
        // Two arcs of faces that touch: halves and wholes are about equally likely.
        let faces = (0..12).map(|i| (i, face(if i < 6 { i as f32 * 6.0 } else { 30.0 + i as f32 * 6.0 })));
        let mut grouping = Grouping::new(Similarity(0.9)).with_group(1, faces);
        for _ in 0..3 {
            grouping.revise();
        }
        let before: Vec<_> = grouping.groups().collect();
        assert_eq!(grouping.revise(), [], "what was thought three times is not thought otherwise");
        assert_eq!(grouping.groups().collect::<Vec<_>>(), before);
    }

    #[test]
    fn what_the_owner_parted_stays_apart() {
        let mut grouping =
            Grouping::new(Similarity(0.5)).with_group(1, [(1, face(0.0))]).with_group(2, [(2, face(5.0))]);
        grouping.keep_apart(2, 1);
        assert_eq!(grouping.revise(), [], "however alike");
        let mut third = grouping.with_group(3, [(3, face(2.0))]);
        assert_eq!(third.revise().len(), 1, "a third may be one of the two");
        assert_eq!(third.groups().count(), 2, "but never makes one of both");
    }

    #[test]
    fn a_revision_that_changes_nothing_says_so() {
        let mut grouping = Grouping::new(Similarity(0.5));
        grouping.add(1, &face(0.0));
        grouping.add(2, &face(120.0));
        assert_eq!(grouping.revise(), [], "far apart and content");
    }
}
