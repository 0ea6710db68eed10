//! An entry of a desktop: what it starts, and how it is written, by the freedesktop specification.
//!
//! Owns the form. Must not know where an entry goes. Invariant: any path of a program or a folder is one word of its line.

use anyhow::Context as _;
use std::{env, path::PathBuf};

/// What the desktop calls the program.
pub(crate) const NAME: &str = "Porchlight";

/// This program as the desktop starts it.
///
/// # Errors
/// The system does not say where it lies.
pub(crate) fn program() -> anyhow::Result<PathBuf> {
    // An AppImage runs from a place that is gone at the next start.
    let packed = env::var_os("APPIMAGE").map(PathBuf::from).filter(|path| path.is_absolute());
    packed.map_or_else(env::current_exe, Ok).context("where this program lies is not known")
}

/// An entry that starts `words`; `rest` is what stands behind them, such as the sign for an address, and further lines.
pub(crate) fn entry(words: impl IntoIterator<Item = String>, rest: &str) -> String {
    let command = words.into_iter().map(|word| quoted(&word)).collect::<Vec<_>>().join(" ");
    format!(
        "[Desktop Entry]\nType=Application\nVersion=1.0\nName={NAME}\nTerminal=false\nStartupNotify=false\nExec={command}{rest}\n"
    )
}

/// A word of the line `Exec`: in quotes, with what means something there escaped, and a percent sign doubled.
fn quoted(word: &str) -> String {
    let mut quoted = String::from("\"");
    for c in word.chars() {
        match c {
            // Twice: once for the value of the key, once for the quoted word.
            '\\' => quoted.push_str("\\\\\\\\"),
            '"' | '`' | '$' => quoted.extend(["\\\\", &c.to_string()]),
            '%' => quoted.push_str("%%"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
