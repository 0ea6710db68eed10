//! Stand-ins for cameras, vision and time, and drawn people for tests. Development only.
//!
//! Everything here is deterministic and fast. Must not be a dependency of anything that ships. Invariant: a stand-in
//! behaves as its port in `porchlight-domain` promises, so that what passes with it can pass with the real part.

mod clock;
mod film;
mod handed;
mod scripted;
mod vision;

pub use clock::SimulatedClock;
pub use film::{Codec, video_of_demo, video_of_somebody};
pub use handed::HandedOpener;
pub use porchlight_drawing::{CAST, Part, Role, Street, Variation, Walker, portrait, portrait_with};
pub use scripted::{ScriptedOpener, ScriptedSource, Step};
pub use vision::{FAKE_MODEL, FakeVision, FakeVisionOpener, QUICK_FAKE_MODEL, picture_with_faces, png};
