//! The log: lines on standard error, for whoever looks for a fault.
//!
//! Owns the filter. Must not print anything the owner asked for: that goes to standard output. Invariant: nothing secret
//! and nothing of a face is logged anywhere, so no filter can bring it out.

use tracing_subscriber::EnvFilter;

/// Chooses what is logged, in the syntax of `tracing-subscriber`: `debug`, or `warn,porchlight_camera=debug`.
pub const VARIABLE: &str = "PORCHLIGHT_LOG";

/// Begins to log. `usual` is what is logged where the variable says nothing.
pub fn begin(usual: &str) {
    let chosen = std::env::var(VARIABLE).ok().filter(|chosen| !chosen.trim().is_empty());
    // A filter with a mistake in it must not keep the program from starting.
    let filter = chosen.and_then(|chosen| chosen.parse::<EnvFilter>().ok()).unwrap_or_else(|| EnvFilter::new(usual));
    let subscriber =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(true).finish();
    // Somebody has begun already when a test starts the program's parts twice; the first one goes on.
    tracing::subscriber::set_global_default(subscriber).ok();
}
