//! Porchlight, the program: the command line and, with the feature `desktop`, the window.
//!
//! Puts the parts together and owns nothing else. Must not decide anything about faces. Invariant: the command line and
//! the window run the same engine.

mod autostart;
mod bench;
mod cli;
#[cfg(feature = "desktop")]
mod desktop;
mod desktop_entry;
mod eval;
mod link;
mod logging;
mod metrics;
mod place;

pub use cli::run;
pub use place::Place;
