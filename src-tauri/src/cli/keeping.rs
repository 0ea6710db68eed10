//! What backups, exports and erasures have in common on the command line: a bar, Ctrl-C, a question.
//!
//! Owns nothing. Must not know what is at work.

use super::interrupt;
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    io::{self, BufRead as _, IsTerminal as _, Write as _},
    ops::ControlFlow,
};

/// A bar in bytes, and the end that the owner asks for with Ctrl-C.
///
/// # Errors
/// Signals cannot be listened to.
pub(crate) fn with_bar<T>(work: impl FnOnce(&mut dyn FnMut(u64, u64) -> ControlFlow<()>) -> T) -> io::Result<T> {
    let asked = interrupt::asked_to_end()?;
    let style = ProgressStyle::with_template("{bar:30} {bytes} of {total_bytes}, {eta} left");
    let bar = ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let done = work(&mut |done, total| {
        bar.set_length(total);
        bar.set_position(done);
        if asked.try_recv().is_ok() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    bar.finish_and_clear();
    Ok(done)
}

/// Asks on the terminal for a word; no terminal is no answer.
///
/// # Errors
/// The terminal cannot be read.
pub(crate) fn confirms(question: &str, word: &str) -> io::Result<bool> {
    if !io::stdin().is_terminal() {
        return Ok(false);
    }
    write!(io::stderr(), "porchlight: {question} Type {word} to go on: ")?;
    io::stderr().flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(answer.trim() == word)
}
