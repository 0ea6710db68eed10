//! Finds the nearest of many faces by looking at all of them, one after the other in memory.
//!
//! Owns the mean faces of people and of visitors as rows of whole numbers. Must not know what follows from nearness. With numbers of
//! 16 bits a row takes half the room, and its product with another one instruction for eight of them; what is cut off is a
//! thousand times less than what tells two faces apart. Up to [`crate::FLAT_UP_TO`] this is faster than a graph, finds
//! everybody, and there is nothing to keep.

use crate::{NEAREST, is_person_of};
use porchlight_domain::{Embedding, FindNearest, Indexable};
use std::fmt;

/// A value of 1. The product of two faces of length 1 is at most its square, which fits into 32 bits.
const ONE: f32 = i16::MAX as f32;
/// So many that might be among the nearest are collected before the farther ones are dropped.
const COLLECTED: usize = 4 * NEAREST;

/// The faces of many people and visitors.
pub struct FlatIndex {
    people: Rows,
    visitors: Rows,
}

impl fmt::Debug for FlatIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FlatIndex({} people, {} visitors)", self.people.places.len(), self.visitors.places.len())
    }
}

impl FlatIndex {
    /// Of these faces. It takes less than a microsecond a face.
    pub fn new(of: &Indexable) -> Self {
        let length = of.faces().next().map_or(0, |(_, _, face)| face.values().len());
        let rows = |is_person| {
            let faces = of.faces().filter(|(_, subject, _)| is_person_of(*subject) == is_person);
            let mut rows = Rows { length, places: Vec::new(), values: Vec::new() };
            for (place, _, face) in faces {
                rows.places.push(place);
                rows.values.extend(whole(face));
            }
            rows.values.shrink_to_fit();
            rows.places.shrink_to_fit();
            rows
        };
        Self { people: rows(true), visitors: rows(false) }
    }
}

impl FindNearest for FlatIndex {
    fn find(&self, face: &Embedding, into: &mut Vec<u32>) -> bool {
        let wanted: Vec<i16> = whole(face).collect();
        [&self.people, &self.visitors].into_iter().all(|rows| rows.find(&wanted, into))
    }

    fn bytes(&self) -> usize {
        let of = |rows: &Rows| rows.values.capacity() * size_of::<i16>() + rows.places.capacity() * size_of::<u32>();
        of(&self.people) + of(&self.visitors)
    }
}

struct Rows {
    /// Of each.
    length: usize,
    places: Vec<u32>,
    values: Vec<i16>,
}

impl Rows {
    fn find(&self, wanted: &[i16], into: &mut Vec<u32>) -> bool {
        if wanted.len() != self.length || self.length == 0 {
            return self.places.is_empty();
        }
        let mut nearest: Vec<(i32, u32)> = Vec::with_capacity(COLLECTED);
        // Whoever is not nearer than this is not among the nearest.
        let mut bound = i32::MIN;
        for (row, place) in self.values.chunks_exact(self.length).zip(&self.places) {
            let alike = product(row, wanted);
            if alike <= bound {
                continue;
            }
            nearest.push((alike, *place));
            if nearest.len() == COLLECTED {
                bound = keep_nearest(&mut nearest);
            }
        }
        if nearest.len() > NEAREST {
            keep_nearest(&mut nearest);
        }
        into.extend(nearest.iter().map(|(_, place)| place));
        true
    }
}

/// Drops all but the nearest, and gives how near the farthest of those is.
fn keep_nearest(found: &mut Vec<(i32, u32)>) -> i32 {
    let (_, (farthest, _), _) = found.select_nth_unstable_by(NEAREST - 1, |one, other| other.0.cmp(&one.0));
    let farthest = *farthest;
    found.truncate(NEAREST);
    farthest
}

/// The values as whole numbers.
fn whole(face: &Embedding) -> impl Iterator<Item = i16> + '_ {
    // The cast keeps within the range.
    face.values().iter().map(|value| (value * ONE).round() as i16)
}

/// The sum of products, which the compiler turns into SIMD.
fn product(one: &[i16], other: &[i16]) -> i32 {
    one.iter().zip(other).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_domain::{FaceId, Gallery, GalleryFace, GallerySubject, ModelId, PersonId, PersonKind, Subject};
    use std::collections::HashSet;

    fn direction(degrees: f32) -> Embedding {
        let (y, x) = degrees.to_radians().sin_cos();
        Embedding::new(ModelId::new("m"), vec![x, y]).expect("a direction")
    }

    fn index(people: i64) -> FlatIndex {
        let subjects = (0..people).map(|i| {
            let embedding = direction(i as f32 * 0.25);
            let face = GalleryFace { face: FaceId(i), embedding, trust: 1.0, is_grey: false };
            let subject = Subject::Person(PersonId(i));
            GallerySubject::new(subject, Some("somebody".into()), Some(PersonKind::Known), vec![face])
        });
        FlatIndex::new(&Gallery::new(subjects, HashSet::new()).indexable().expect("one model"))
    }

    #[test]
    fn the_nearest_of_many_are_found_wherever_they_are_in_the_row() {
        let index = index(1_400);
        for (degrees, expected) in [(6.0, 0..=48), (100.1, 376..=424), (343.0, 1_348..=1_396)] {
            let mut found = Vec::new();
            assert!(index.find(&direction(degrees), &mut found));
            assert_eq!(found.len(), NEAREST);
            assert!(found.iter().all(|place| expected.contains(place)), "towards {degrees}: {found:?}");
        }
    }

    #[test]
    fn of_few_all_are_found_and_a_face_of_another_length_is_refused() {
        let mut found = Vec::new();
        assert!(index(20).find(&direction(3.0), &mut found) && found.len() == 20);
        let longer = Embedding::new(ModelId::new("m"), vec![1.0, 0.0, 0.0]).expect("a direction");
        assert!(!index(20).find(&longer, &mut Vec::new()), "then everybody is compared");
    }

    #[test]
    fn the_same_face_is_as_near_as_can_be_and_nothing_overflows() {
        for values in [vec![1.0; 512], vec![-1.0; 512], vec![1.0], vec![1.0, 1.0]] {
            let face = Embedding::new(ModelId::new("m"), values).expect("a direction");
            let numbers: Vec<i16> = whole(&face).collect();
            let alike = product(&numbers, &numbers) as f32 / (ONE * ONE);
            assert!((alike - 1.0).abs() < 1e-3, "{alike}");
        }
    }
}
