//! Finds the nearest of very many faces.
//!
//! Owns the two ways to do so, over mean faces of people and of visitors apart: looking at all of them in a row, and graphs with
//! the form in which these are kept. The only user of `usearch`. Must not know a file, nor what follows from nearness. Method
//! of the graphs: hierarchical navigable small worlds (Malkov and Yashunin, 2016).

mod flat;
mod kept;

pub use flat::FlatIndex;
pub use kept::IndexBytes;

use porchlight_domain::{Embedding, FindNearest, Indexable, Subject};
use std::{fmt, thread};
use usearch::{Index, IndexOptions, MetricKind, ScalarKind};

/// Neighbours of each face in the graph.
const CONNECTIVITY: usize = 16;
/// Faces looked at to find the neighbours of a new one, and to find the nearest (docs/performance.md, "Gallery").
const EXPANSION_ADD: usize = 128;
const EXPANSION_SEARCH: usize = 640;
/// Of people and of visitors each.
const NEAREST: usize = 48;
/// Up to so many people and visitors looking at all of them is faster than a graph (docs/performance.md, "Gallery").
pub const FLAT_UP_TO: usize = 100_000;
/// Whoever builds is asked whether to go on after so many faces.
const ASKED_EVERY: usize = 256;

/// An index could not be made or read.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The library refused.
    #[error("the index of faces failed: {detail}")]
    Library {
        /// What it said.
        detail: String,
    },
    /// What was kept is damaged, of another version, or of other faces.
    #[error("the kept index is of other faces")]
    Other,
}

impl IndexError {
    fn library(error: impl fmt::Display) -> Self {
        Self::Library { detail: error.to_string() }
    }
}

/// Graphs of the faces of very many people and visitors.
pub struct GraphIndex {
    /// Empty ones are left out.
    people: Option<Index>,
    visitors: Option<Index>,
}

impl fmt::Debug for GraphIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = |index: &Option<Index>| index.as_ref().map_or(0, Index::size);
        write!(f, "GraphIndex({} people, {} visitors)", size(&self.people), size(&self.visitors))
    }
}

impl GraphIndex {
    /// Of these faces. It takes a tenth of a millisecond a face, more the more there are; `goes_on` is asked now and then, and
    /// `None` comes back when it says no.
    ///
    /// # Errors
    /// There is not enough memory.
    pub fn build(of: &Indexable, mut goes_on: impl FnMut() -> bool) -> Result<Option<Self>, IndexError> {
        let sides = [true, false].map(|is_person| {
            let count = of.faces().filter(|(_, subject, _)| is_person_of(*subject) == is_person).count();
            let length = of.faces().next().map_or(0, |(_, _, face)| face.values().len());
            (count > 0).then(|| empty(length, count)).transpose()
        });
        let [people, visitors] = sides;
        let index = Self { people: people?, visitors: visitors? };
        for (n, (place, subject, face)) in of.faces().enumerate() {
            if n % ASKED_EVERY == 0 && !goes_on() {
                return Ok(None);
            }
            let side = if is_person_of(subject) { &index.people } else { &index.visitors };
            if let Some(side) = side {
                side.add(place.into(), face.values()).map_err(IndexError::library)?;
            }
        }
        Ok(Some(index))
    }
}

impl FindNearest for GraphIndex {
    fn find(&self, face: &Embedding, into: &mut Vec<u32>) -> bool {
        [&self.people, &self.visitors].into_iter().flatten().all(|side| {
            let found = side.search(face.values(), NEAREST.min(side.size()));
            found.map(|found| into.extend(found.keys.iter().filter_map(|key| u32::try_from(*key).ok()))).is_ok()
        })
    }

    fn bytes(&self) -> usize {
        [&self.people, &self.visitors].into_iter().flatten().map(Index::memory_usage).sum()
    }
}

fn is_person_of(subject: Subject) -> bool {
    matches!(subject, Subject::Person(_))
}

fn options(length: usize) -> IndexOptions {
    IndexOptions {
        dimensions: length,
        // Embeddings have length 1, so that their product is their cosine.
        metric: MetricKind::IP,
        quantization: ScalarKind::F32,
        connectivity: CONNECTIVITY,
        expansion_add: EXPANSION_ADD,
        expansion_search: EXPANSION_SEARCH,
        multi: false,
    }
}

fn empty(length: usize, capacity: usize) -> Result<Index, IndexError> {
    let index = Index::new(&options(length)).map_err(IndexError::library)?;
    index.reserve_capacity_and_threads(capacity, searchers()).map_err(IndexError::library)?;
    Ok(index)
}

/// Searches that may go on at once: a worker a core, and whoever asks from the window.
fn searchers() -> usize {
    thread::available_parallelism().map_or(1, usize::from) + 6
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_domain::{
        FaceId, Gallery, GalleryFace, GalleryIndex, GallerySubject, ModelId, PersonId, PersonKind, Probe, Thresholds,
        VisitorId,
    };
    use rand::{RngExt, SeedableRng};
    use std::{collections::HashSet, sync::Arc};

    const LENGTH: usize = 32;

    struct Crowd(rand_chacha::ChaCha8Rng);

    impl Crowd {
        fn new() -> Self {
            Self(rand_chacha::ChaCha8Rng::seed_from_u64(11))
        }

        fn near(&mut self, own: &[f32], noise: f32) -> Embedding {
            let values = own.iter().map(|v| v + self.0.random_range(-noise..noise)).collect();
            Embedding::new(ModelId::new("m"), values).expect("not zero")
        }

        fn subject(&mut self, subject: Subject) -> (GallerySubject, Probe) {
            let own: Vec<f32> = (0..LENGTH).map(|_| self.0.random_range(-1.0..1.0)).collect();
            let face = GalleryFace { face: FaceId(1), embedding: self.near(&own, 0.3), trust: 0.8, is_grey: false };
            let kind = is_person_of(subject).then_some(PersonKind::Known);
            (
                GallerySubject::new(subject, kind.map(|_| "somebody".into()), kind, vec![face]),
                self.near(&own, 0.3).into(),
            )
        }

        fn gallery(&mut self, people: i64, visitors: i64) -> (Gallery, Vec<(Subject, Probe)>) {
            let people = (0..people).map(|id| Subject::Person(PersonId(id)));
            let all = people.chain((0..visitors).map(|id| Subject::Visitor(VisitorId(id))));
            let (subjects, probes): (Vec<_>, Vec<_>) = all.map(|s| self.subject(s)).unzip();
            let named = subjects.iter().map(|s| s.subject).zip(probes).collect();
            (Gallery::new(subjects, HashSet::new()), named)
        }
    }

    /// With each kind of index.
    fn indexed(gallery: &Gallery) -> [Gallery; 2] {
        let of = gallery.indexable().expect("one model");
        let flat = Arc::new(FlatIndex::new(&of));
        let graph = Arc::new(GraphIndex::build(&of, || true).expect("built").expect("to the end"));
        let finders: [Arc<dyn FindNearest>; 2] = [flat, graph];
        finders.map(|finder| gallery.with_index(GalleryIndex::new(of.clone(), finder)))
    }

    #[test]
    fn the_same_people_and_visitors_are_found_as_by_comparing_with_everybody() {
        let (exact, probes) = Crowd::new().gallery(1_500, 1_500);
        let best = |gallery: &Gallery, probe| gallery.ranked(probe, &Thresholds::default())[0].subject;
        for (quick, least) in indexed(&exact).iter().zip([1.0, 0.995]) {
            let same = probes.iter().filter(|(_, probe)| best(quick, probe) == best(&exact, probe)).count();
            assert!(same as f64 >= least * probes.len() as f64, "{same} of {}", probes.len());
            let looked_at = quick.ranked(&probes[700].1, &Thresholds::default());
            assert!(looked_at.len() <= 100 + 2 * NEAREST, "{} of 3,000 were compared", looked_at.len());
            assert!(looked_at.iter().any(|c| c.kind.is_none()) && looked_at.iter().any(|c| c.kind.is_some()));
        }
    }

    #[test]
    fn a_home_of_people_only_or_of_visitors_only_has_an_index_too() {
        for (people, visitors) in [(300, 0), (0, 300)] {
            let (exact, probes) = Crowd::new().gallery(people, visitors);
            let (subject, probe) = &probes[250];
            for quick in indexed(&exact) {
                assert_eq!(quick.ranked(probe, &Thresholds::default())[0].subject, *subject);
            }
        }
        let nobody = Gallery::default();
        assert!(nobody.indexable().is_none(), "there is nothing to find");
    }

    #[test]
    fn many_threads_may_ask_at_once() {
        let (exact, probes) = Crowd::new().gallery(600, 0);
        let [_, quick] = &indexed(&exact);
        thread::scope(|scope| {
            for part in probes.chunks(150) {
                scope.spawn(move || {
                    for (subject, probe) in part {
                        assert_eq!(quick.ranked(probe, &Thresholds::default())[0].subject, *subject);
                    }
                });
            }
        });
    }

    #[test]
    fn building_ends_where_it_is_told_to() {
        let (gallery, _) = Crowd::new().gallery(600, 0);
        let mut asked = 0;
        let built = GraphIndex::build(&gallery.indexable().expect("one model"), || {
            asked += 1;
            asked < 2
        });
        assert!(built.expect("no error").is_none());
        assert_eq!(asked, 2);
    }
}
