//! The real window: the program with its page, on a screen nobody sees, driven by WebDriver as an owner would use it.
//!
//! Needs a display and a session bus of its own: run it through `scripts/with-display`. Models and runtime are found where
//! the program finds them. Every test starts the program on a data folder of its own, one test at a time. Nothing waits a
//! fixed time, and a test that fails leaves a picture, the page's words and the program's log in `test-artefacts/window`.
#![cfg(target_os = "linux")]

mod cameras;
mod desktop;
mod driver;
mod erased;
mod home;
mod lesson;
mod manners;
mod models;
mod page;
mod program;
mod refused;
mod rules;
mod sight;
mod street;
mod traces;
mod views;
