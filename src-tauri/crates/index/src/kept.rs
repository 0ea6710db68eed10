//! The form in which an index is kept from one start to the next.
//!
//! Owns its bytes and whether they may be trusted. Must not know where they lie. Invariant: what is damaged, was made by another
//! version, or of other faces than those that are there now, is refused before the library sees it.

use crate::{GraphIndex, IndexError, empty, is_person_of};
use porchlight_domain::{Indexable, Subject};
use sha2::{Digest, Sha256};

/// First of all, and another one whenever something about the form or the graphs changes.
const MAGIC: &[u8; 8] = b"plfaces1";
const DIGEST: usize = 32;
/// The length of one part.
const LENGTH: usize = 8;

/// An index as it is kept.
#[derive(Debug)]
pub struct IndexBytes(pub Vec<u8>);

impl GraphIndex {
    /// To be kept, with marks of the faces it was made of.
    ///
    /// # Errors
    /// The library failed.
    pub fn to_bytes(&self, of: &Indexable) -> Result<IndexBytes, IndexError> {
        let mut parts = Vec::new();
        for side in [&self.people, &self.visitors] {
            let length = side.as_ref().map_or(0, usearch::Index::serialized_length);
            parts.extend_from_slice(&(length as u64).to_le_bytes());
            let at = parts.len();
            parts.resize(at + length, 0);
            if let Some(side) = side {
                side.save_to_buffer(&mut parts[at..]).map_err(IndexError::library)?;
            }
        }
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&fingerprint(of));
        bytes.extend_from_slice(&Sha256::digest(&parts));
        bytes.extend_from_slice(&parts);
        Ok(IndexBytes(bytes))
    }

    /// As it was kept.
    ///
    /// # Errors
    /// [`IndexError::Other`]: it is not of these faces, or not whole.
    pub fn from_bytes(bytes: &IndexBytes, of: &Indexable) -> Result<Self, IndexError> {
        let parts = checked(&bytes.0, of).ok_or(IndexError::Other)?;
        let (people, rest) = part(parts).ok_or(IndexError::Other)?;
        let (visitors, _) = part(rest).ok_or(IndexError::Other)?;
        let length = of.faces().next().map_or(0, |(_, _, face)| face.values().len());
        let load = |bytes: &[u8], is_person| {
            let count = of.faces().filter(|(_, subject, _)| is_person_of(*subject) == is_person).count();
            if bytes.is_empty() {
                return Ok((count == 0).then_some(None));
            }
            let index = empty(length, count)?;
            index.load_from_buffer(bytes).map_err(IndexError::library)?;
            // Loading forgets how many may search at once.
            index.reserve_capacity_and_threads(count, crate::searchers()).map_err(IndexError::library)?;
            Ok((index.size() == count).then_some(Some(index)))
        };
        let (people, visitors) = (load(people, true)?, load(visitors, false)?);
        Ok(Self { people: people.ok_or(IndexError::Other)?, visitors: visitors.ok_or(IndexError::Other)? })
    }
}

/// The parts, if they are whole and of these faces.
fn checked<'a>(bytes: &'a [u8], of: &Indexable) -> Option<&'a [u8]> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (made_of, rest) = rest.split_at_checked(DIGEST)?;
    let (digest, parts) = rest.split_at_checked(DIGEST)?;
    (made_of == fingerprint(of) && digest == &Sha256::digest(parts)[..]).then_some(parts)
}

fn part(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<LENGTH>()?;
    rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)
}

/// Of every face, whose it is and where it is in the list.
fn fingerprint(of: &Indexable) -> [u8; DIGEST] {
    let mut hash = Sha256::new();
    hash.update(of.model().as_str().as_bytes());
    for (place, subject, face) in of.faces() {
        let (kind, id) = match subject {
            Subject::Person(id) => (0u8, id.0),
            Subject::Visitor(id) => (1u8, id.0),
        };
        hash.update(place.to_le_bytes());
        hash.update([kind]);
        hash.update(id.to_le_bytes());
        face.values().iter().for_each(|value| hash.update(value.to_le_bytes()));
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_domain::{
        Embedding, FaceId, FindNearest as _, Gallery, GalleryFace, GallerySubject, ModelId, PersonId, PersonKind,
        VisitorId,
    };
    use std::collections::HashSet;

    fn direction(degrees: f32) -> Embedding {
        let (y, x) = degrees.to_radians().sin_cos();
        Embedding::new(ModelId::new("m"), vec![x, y]).expect("a direction")
    }

    fn of(people: i64, visitors: i64) -> Indexable {
        let subject = |subject, kind: Option<PersonKind>, degrees: f32| {
            let face = GalleryFace { face: FaceId(1), embedding: direction(degrees), trust: 1.0, is_grey: false };
            GallerySubject::new(subject, kind.map(|_| "somebody".into()), kind, vec![face])
        };
        let named = (0..people).map(|i| subject(Subject::Person(PersonId(i)), Some(PersonKind::Known), i as f32 * 1.5));
        let unnamed = (0..visitors).map(|i| subject(Subject::Visitor(VisitorId(i)), None, 180.0 + i as f32 * 1.5));
        Gallery::new(named.chain(unnamed), HashSet::new()).indexable().expect("one model")
    }

    fn found(index: &GraphIndex, degrees: f32) -> Vec<u32> {
        let mut places = Vec::new();
        assert!(index.find(&direction(degrees), &mut places));
        places
    }

    #[test]
    fn what_was_kept_finds_the_same() {
        for (people, visitors) in [(100, 100), (100, 0), (0, 100)] {
            let of = of(people, visitors);
            let index = GraphIndex::build(&of, || true).expect("built").expect("to the end");
            let kept = index.to_bytes(&of).expect("kept");
            let again = GraphIndex::from_bytes(&kept, &of).expect("of these faces");
            for degrees in [0.0, 50.0, 200.0] {
                assert_eq!(found(&again, degrees), found(&index, degrees));
            }
        }
    }

    #[test]
    fn what_is_damaged_or_of_other_faces_is_refused() {
        let of_some = of(100, 50);
        let index = GraphIndex::build(&of_some, || true).expect("built").expect("to the end");
        let kept = index.to_bytes(&of_some).expect("kept");
        let is_refused =
            |bytes: &[u8], of: &Indexable| GraphIndex::from_bytes(&IndexBytes(bytes.to_vec()), of).is_err();
        assert!(!is_refused(&kept.0, &of_some));
        assert!(is_refused(&kept.0, &of(101, 50)), "somebody came");
        assert!(is_refused(&kept.0, &of(100, 49)), "somebody left");
        for cut in [0, 4, 8, 40, 72, 80, kept.0.len() - 1] {
            assert!(is_refused(&kept.0[..cut], &of_some), "{cut} bytes of it");
        }
        for place in [0, 9, 41, 73, 200, kept.0.len() - 1] {
            let mut bytes = kept.0.clone();
            bytes[place] ^= 1;
            assert!(is_refused(&bytes, &of_some), "byte {place} is another");
        }
        assert!(is_refused(b"something else altogether", &of_some));
    }
}
