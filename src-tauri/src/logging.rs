//! The log: lines on standard error for whoever looks for a fault, and a file that can be looked at afterwards.
//!
//! Owns the filter and the files. Must not print anything the owner asked for: that goes to standard output. Invariants:
//! nothing secret and nothing of a face is logged anywhere, so no filter can bring it out; the files of one week are kept.

use crate::place::Place;
use std::sync::OnceLock;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::{
    EnvFilter, Layer as _,
    filter::LevelFilter,
    fmt::{self, MakeWriter, format::FmtSpan, writer::OptionalWriter},
    layer::SubscriberExt as _,
};

/// Chooses what is logged to standard error, in the syntax of `tracing-subscriber`: `debug`, or
/// `warn,porchlight_camera=debug`.
pub const VARIABLE: &str = "PORCHLIGHT_LOG";
/// Files that are kept, one a day.
const DAYS: usize = 7;

/// Begins to log. `usual` is what is logged to standard error where the variable says nothing; with a `place` there is a file
/// besides, in the folder `logs` of its data.
pub(crate) fn begin(usual: &str, place: Option<&Place>) {
    let chosen = std::env::var(VARIABLE).ok().filter(|chosen| !chosen.trim().is_empty());
    // A filter with a mistake in it must not keep the program from starting.
    let filter = chosen.and_then(|chosen| chosen.parse::<EnvFilter>().ok()).unwrap_or_else(|| EnvFilter::new(usual));
    let said = fmt::layer().with_writer(std::io::stderr).with_span_events(FmtSpan::CLOSE).with_filter(filter);
    let kept = place.map(|place| {
        let later = LaterFile { place: place.clone(), file: OnceLock::new() };
        fmt::layer().with_ansi(false).with_writer(later).with_filter(LevelFilter::INFO)
    });
    let subscriber = tracing_subscriber::registry().with(said).with(kept);
    // Somebody has begun already when a test starts the program's parts twice; the first one goes on.
    tracing::subscriber::set_global_default(subscriber).ok();
}

/// A file that is made when there is something to be written: a command that was not understood leaves nothing behind.
struct LaterFile {
    place: Place,
    /// `None` where the folder cannot be written to: no reason not to go on.
    file: OnceLock<Option<RollingFileAppender>>,
}

impl<'a> MakeWriter<'a> for LaterFile {
    type Writer = OptionalWriter<<RollingFileAppender as MakeWriter<'a>>::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        match self.file.get_or_init(|| file_in(&self.place)) {
            Some(file) => OptionalWriter::some(file.make_writer()),
            None => OptionalWriter::none(),
        }
    }
}

fn file_in(place: &Place) -> Option<RollingFileAppender> {
    place.make_data_dir().ok()?;
    let dir = place.data_dir.join("logs");
    std::fs::create_dir_all(&dir).ok()?;
    RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .max_log_files(DAYS)
        .filename_prefix("porchlight")
        .filename_suffix("log")
        .build(dir)
        .ok()
}
