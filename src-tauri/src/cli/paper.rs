//! What is printed: results on standard output, line by line, and remarks on standard error.
//!
//! Owns the two ways of printing. Must not know what is printed. Invariant: a line is out before the next is made, and
//! nothing here ever panics: a reader that goes away is an error like any other, and ends the program quietly.

use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// Results on standard output.
pub(crate) struct Paper {
    to: Box<dyn Write>,
}

impl Paper {
    pub(crate) fn new() -> Self {
        Self { to: Box::new(io::stdout()) }
    }

    /// Prints a line, at once.
    pub(crate) fn line(&mut self, line: &str) -> io::Result<()> {
        // One write a line, so that two programs on one pipe do not mix within it.
        self.to.write_all(format!("{line}\n").as_bytes())?;
        self.to.flush()
    }

    /// Prints a value as one line of JSON, at once.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.line(&serde_json::to_string(value)?)
    }

    /// Prints a report: as JSON, or one figure a line.
    pub(crate) fn report(&mut self, report: &Value, as_json: bool) -> io::Result<()> {
        if as_json {
            return self.json(report);
        }
        lines("", report).iter().try_for_each(|line| self.line(line))
    }
}

/// `name  value`, one figure a line, with the names of what they are in.
fn lines(under: &str, value: &Value) -> Vec<String> {
    let inside = |key: &str| if under.is_empty() { key.to_owned() } else { format!("{under}.{key}") };
    match value {
        Value::Object(figures) => figures.iter().flat_map(|(key, value)| lines(&inside(key), value)).collect(),
        Value::Array(parts) => {
            parts.iter().enumerate().flat_map(|(i, part)| lines(&inside(&i.to_string()), part)).collect()
        }
        figure => vec![format!("{under:<42} {figure}")],
    }
}

/// A remark for the owner on standard error. If nobody reads that either, there is nobody to tell.
pub(crate) fn say(remark: &str) {
    writeln!(io::stderr(), "porchlight: {remark}").ok();
}

/// Whether an error only says that the reader of our output has gone.
pub(crate) fn is_reader_gone(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}
