//! People and a street that do not exist, drawn from a seed.
//!
//! Pure: no file, clock or thread. The same seed gives the same pixels on every machine of one kind, so that a film of a
//! whole household needs no photograph of anybody. Invariant: a face is drawn well enough that the detector finds it
//! with a score above 0.9, and a person under other light stays the same person to the embedding model.

mod canvas;
mod cast;
mod character;
mod face;
mod figure;
mod house;
mod portrait;
mod random;
mod script;
mod sprite;
mod street;

pub use cast::{CAST, Part, Role};
pub use figure::sprite;
pub use portrait::{Variation, portrait, portrait_with};
pub use sprite::Sprite;
pub use street::{Street, Walker};
