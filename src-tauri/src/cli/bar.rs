//! A bar while something takes long, on a terminal only.
//!
//! Owns that it is gone when the work is, however that ends. Must not know what is at work.

use indicatif::{ProgressBar, ProgressStyle};
use std::ops::Deref;

pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// One that looks like `template`; its length comes with the work.
    pub(crate) fn new(template: &str) -> Self {
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        Self(ProgressBar::new(0).with_style(style))
    }

    /// One for work of which nobody knows how long it takes.
    pub(crate) fn without_end() -> Self {
        Self(ProgressBar::new_spinner())
    }

    /// So much of so much.
    pub(crate) fn stands_at(&self, done: u64, total: u64) {
        self.0.set_length(total);
        self.0.set_position(done);
    }
}

impl Deref for Bar {
    type Target = ProgressBar;

    fn deref(&self) -> &ProgressBar {
        &self.0
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
