//! The real program on the command line: what it prints, how it ends, and what is there afterwards.
//!
//! Real models, real ffmpeg, a real database; everybody on the pictures is drawn. Each test has a data folder of its own.
//! Invariant: no test waits a fixed time; what takes time is waited for until it happened, with a generous limit.

mod home;

mod asking;
mod compatibility;
mod examining;
mod installing;
mod keeping;
mod packs;
mod switching;
mod teaching;
mod watching;
