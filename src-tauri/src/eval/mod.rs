//! How good the recognition is, measured.
//!
//! Owns the reports `eval faces`, `eval visits` and `eval parts`. Must not have a rule or threshold of its own: everything is asked of
//! the product's own decisions, so that a figure says what an owner gets. The form of the data and of the reports is in
//! `docs/recognition.md`.

mod faces;
mod figures;
mod parts;
mod visits;

pub(crate) use faces::eval_faces;
pub(crate) use figures::percentile;
pub(crate) use parts::eval_parts;
pub(crate) use visits::{enrol_household, eval_visits};
