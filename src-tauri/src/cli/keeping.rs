//! What backups, exports and erasures have in common on the command line: a bar, Ctrl-C, a question.
//!
//! Owns nothing. Must not know what is at work.

use super::{bar::Bar, interrupt};
use std::{
    io::{self, BufRead as _, IsTerminal as _, Write as _},
    ops::ControlFlow,
};

/// How a bar in bytes looks.
pub(crate) const BYTES: &str = "{bar:30} {bytes} of {total_bytes}, {eta} left";

/// A bar, and the end that the owner asks for with Ctrl-C.
///
/// # Errors
/// Signals cannot be listened to.
pub(crate) fn with_bar<T>(
    template: &str,
    work: impl FnOnce(&mut dyn FnMut(u64, u64) -> ControlFlow<()>) -> T,
) -> io::Result<T> {
    let asked = interrupt::asked_to_end()?;
    let bar = Bar::new(template);
    Ok(work(&mut |done, total| {
        bar.stands_at(done, total);
        if asked.try_recv().is_ok() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }))
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
