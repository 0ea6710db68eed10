//! What the engine thinks over later, and what it is taught: visitors joined and split, thresholds fitted, faces embedded
//! again, verdicts corrected.
//!
//! Scripted cameras, painted faces, simulated time. A round of the steward is one call, so nothing here waits.

mod bench;
mod corrected;
mod enrolled_elsewhere;
mod fitted;
mod kept_apart;
mod learnt_from_a_yes;
mod other_model;
mod reasons;
mod revised;
