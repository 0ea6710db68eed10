//! Ctrl-C, and being asked to end.
//!
//! Owns the one thread that listens to signals. Must not know what is running: it only says that it is time to end.
//! Invariant: the first signal asks, the second one ends the program at once, so that nobody is ever held up.

use crossbeam_channel::{Receiver, bounded};
use std::thread;

/// What a shell gives for a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// Says once that the owner wants to end.
///
/// # Errors
/// The thread that listens could not be started.
pub(crate) fn asked_to_end() -> anyhow::Result<Receiver<()>> {
    let (asked, receiver) = bounded(1);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        runtime.block_on(async {
            if signal().await {
                asked.try_send(()).ok();
                if signal().await {
                    std::process::exit(INTERRUPTED);
                }
            }
        });
    })?;
    Ok(receiver)
}

/// Waits for a signal that asks to end. False if signals cannot be listened to: then they end the program as usual.
#[cfg(unix)]
async fn signal() -> bool {
    use tokio::signal::unix::{SignalKind, signal};
    match (signal(SignalKind::interrupt()), signal(SignalKind::terminate())) {
        (Ok(mut interrupt), Ok(mut terminate)) => {
            tokio::select! { _ = interrupt.recv() => true, _ = terminate.recv() => true }
        }
        _ => false,
    }
}

#[cfg(not(unix))]
async fn signal() -> bool {
    tokio::signal::ctrl_c().await.is_ok()
}
