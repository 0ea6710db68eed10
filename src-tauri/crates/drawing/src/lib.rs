//! People and a street that do not exist, drawn from a seed.
//!
//! Pure: no file, clock or thread. The same seed gives the same pixels on every machine of one kind, so that a film of a
//! whole household needs no photograph of anybody. Invariant: a face is drawn well enough that the detector finds it
//! with a score above 0.9, and a person under other light stays the same person to the embedding model.

mod canvas;
mod character;
mod figure;
mod random;

pub use figure::{Variation, portrait, portrait_with};
