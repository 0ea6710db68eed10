//! Ctrl-C, and being asked to end.
//!
//! Owns the one thread that listens to signals. Must not know what is running: it only says that it is time to end.
//! Invariants: whoever was given the channel is already listening; the first signal asks, the second one ends the program
//! at once, so that nobody is ever held up.

use crossbeam_channel::{Receiver, Sender, bounded};
use std::{io, thread};

/// What a shell gives for a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// Says once that the owner wants to end.
///
/// # Errors
/// Signals cannot be listened to.
pub(crate) fn asked_to_end() -> io::Result<Receiver<()>> {
    let (asked, receiver) = bounded(1);
    let (listening, is_listening) = bounded(1);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let listen = move || runtime.block_on(listen(&listening, &asked));
    thread::Builder::new().name("signals".into()).spawn(listen)?;
    is_listening.recv().unwrap_or_else(|_| Err(io::Error::other("the thread for signals ended")))?;
    Ok(receiver)
}

#[cfg(unix)]
async fn listen(listening: &Sender<io::Result<()>>, asked: &Sender<()>) {
    use tokio::signal::unix::{SignalKind, signal};
    let signals = signal(SignalKind::interrupt()).and_then(|i| Ok((i, signal(SignalKind::terminate())?)));
    match signals {
        Ok((mut interrupt, mut terminate)) => {
            listening.send(Ok(())).ok();
            loop {
                tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
                ask_or_end(asked);
            }
        }
        Err(error) => drop(listening.send(Err(error))),
    }
}

#[cfg(not(unix))]
async fn listen(listening: &Sender<io::Result<()>>, asked: &Sender<()>) {
    listening.send(Ok(())).ok();
    while tokio::signal::ctrl_c().await.is_ok() {
        ask_or_end(asked);
    }
}

fn ask_or_end(asked: &Sender<()>) {
    use std::sync::atomic::{AtomicBool, Ordering};
    static WAS_ASKED: AtomicBool = AtomicBool::new(false);
    if WAS_ASKED.swap(true, Ordering::Relaxed) {
        std::process::exit(INTERRUPTED);
    }
    asked.try_send(()).ok();
}
