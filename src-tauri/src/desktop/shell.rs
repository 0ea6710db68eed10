//! What the parts of the window share.
//!
//! Owns the host while it is there, who watches which camera, and whether the window is shown. Must not know what a
//! command does. Invariant: whoever asks for the host gets it, or learns why there is none; nobody waits for ever.

use super::{tray::Tray, watches::Watches};
use crossbeam_channel::{Receiver, Sender, bounded};
use porchlight_api::{ApiError, ErrorCode, Host};
use std::{
    convert::Infallible,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// How long the end waits for the threads that still hold something of the engine. They look up four times a second.
const FAREWELL: Duration = Duration::from_secs(2);

enum Stage {
    Starting,
    Ready(Arc<Host>),
    Failed(ApiError),
    Over,
}

/// Shared by commands, streams, tray and notifications.
pub(super) struct Shell {
    stage: Mutex<Stage>,
    changed: Condvar,
    is_shown: AtomicBool,
    pub(super) watches: Watches,
    pub(super) tray: OnceLock<Tray>,
    /// Nothing is ever sent: that its sender is gone tells all threads to end.
    ending: (Mutex<Option<Sender<Infallible>>>, Receiver<Infallible>),
    /// Each thread holds a sender: that all are gone tells that the threads are.
    threads: (Mutex<Option<Sender<Infallible>>>, Receiver<Infallible>),
}

impl Shell {
    pub(super) fn new() -> Self {
        let (ending, is_ending) = bounded(0);
        let (thread, are_gone) = bounded(0);
        Self {
            stage: Mutex::new(Stage::Starting),
            changed: Condvar::new(),
            is_shown: AtomicBool::new(true),
            watches: Watches::default(),
            tray: OnceLock::new(),
            ending: (Mutex::new(Some(ending)), is_ending),
            threads: (Mutex::new(Some(thread)), are_gone),
        }
    }

    /// The engine runs.
    pub(super) fn ready(&self, host: Arc<Host>) {
        self.enter(Stage::Ready(host));
    }

    /// The engine could not be started.
    pub(super) fn failed(&self, why: ApiError) {
        self.enter(Stage::Failed(why));
    }

    /// Lets whoever starts the engine try again, if it failed. Asked any number of times, there is one try at a time.
    pub(super) fn try_again(&self) {
        let mut stage = locked(&self.stage);
        if matches!(*stage, Stage::Failed(_)) {
            *stage = Stage::Starting;
        }
        self.changed.notify_all();
    }

    /// Waits until the engine is to be started once more. False if it never is: the program ends.
    pub(super) fn is_to_try_again(&self) -> bool {
        let has_failed = |stage: &mut Stage| matches!(stage, Stage::Failed(_));
        let stage = self.changed.wait_while(locked(&self.stage), has_failed).unwrap_or_else(PoisonError::into_inner);
        matches!(*stage, Stage::Starting)
    }

    fn enter(&self, next: Stage) {
        let mut stage = locked(&self.stage);
        if !matches!(*stage, Stage::Over) {
            *stage = next;
        }
        self.changed.notify_all();
    }

    /// The host; waits while the engine starts, so never ask on the main thread.
    ///
    /// # Errors
    /// The engine could not be started, or the program is ending.
    pub(super) fn host(&self) -> Result<Arc<Host>, ApiError> {
        let is_starting = |stage: &mut Stage| matches!(stage, Stage::Starting);
        let stage = self.changed.wait_while(locked(&self.stage), is_starting).unwrap_or_else(PoisonError::into_inner);
        match &*stage {
            Stage::Ready(host) => Ok(Arc::clone(host)),
            Stage::Failed(why) => Err(why.clone()),
            Stage::Starting | Stage::Over => Err(ApiError::new(ErrorCode::Internal, "the program is ending")),
        }
    }

    /// The host if it is there now: for the main thread, which must not wait.
    pub(super) fn host_if_ready(&self) -> Option<Arc<Host>> {
        match &*locked(&self.stage) {
            Stage::Ready(host) => Some(Arc::clone(host)),
            Stage::Starting | Stage::Failed(_) | Stage::Over => None,
        }
    }

    /// Whether anybody can see the pictures.
    pub(super) fn is_shown(&self) -> bool {
        self.is_shown.load(Ordering::Relaxed)
    }

    pub(super) fn set_shown(&self, is_shown: bool) {
        self.is_shown.store(is_shown, Ordering::Relaxed);
    }

    /// Disconnects once the program ends.
    pub(super) fn is_ending(&self) -> Receiver<Infallible> {
        self.ending.1.clone()
    }

    /// To be held by a thread for as long as it holds anything of the engine. `None` once the program ends.
    pub(super) fn thread_token(&self) -> Option<Sender<Infallible>> {
        locked(&self.threads.0).clone()
    }

    /// Stops the cameras, then everything else. Called on the main thread when no window can be seen any more, so it may
    /// wait; the threads it waits for never wait for the main thread.
    pub(super) fn end(&self) {
        let stage = std::mem::replace(&mut *locked(&self.stage), Stage::Over);
        self.changed.notify_all();
        locked(&self.ending.0).take();
        locked(&self.threads.0).take();
        self.watches.end_all();
        if let Stage::Ready(host) = stage {
            // Whatever still holds the engine, no camera and no child process of one outlives this.
            if let Err(error) = host.pause_watching() {
                tracing::warn!("a camera could not be stopped: {error}");
            }
            if self.threads.1.recv_timeout(FAREWELL) == Err(crossbeam_channel::RecvTimeoutError::Timeout) {
                tracing::warn!("a thread of the window did not end in time");
            }
        }
    }
}

/// A lock whose holder panicked protects plain values that are valid at any time: go on with them.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    fn refusal(words: &str) -> ApiError {
        ApiError::new(ErrorCode::Internal, words)
    }

    fn said(shell: &Shell) -> String {
        shell.host().err().map(|why| why.message).unwrap_or_default()
    }

    #[test]
    fn a_start_that_failed_is_tried_again_once_for_all_who_ask_and_they_get_the_new_answer() {
        let shell = Shell::new();
        shell.try_again();
        shell.failed(refusal("no room"));
        assert_eq!(said(&shell), "no room");
        assert_eq!(said(&shell), "no room", "asking for the host alone starts nothing");
        thread::scope(|scope| {
            let starter = scope.spawn(|| {
                let mut tries = 0;
                while shell.is_to_try_again() {
                    tries += 1;
                    shell.failed(refusal("still no room"));
                }
                tries
            });
            for _ in 0..3 {
                shell.try_again();
            }
            assert_eq!(said(&shell), "still no room", "who asks meanwhile waits for the new answer");
            shell.end();
            let tries = starter.join().expect("the starter ends with the program");
            assert!((1..=3).contains(&tries), "tried {tries} times");
        });
        assert_eq!(said(&shell), "the program is ending");
    }

    #[test]
    fn a_program_that_ends_is_never_started_again() {
        let shell = Shell::new();
        shell.failed(refusal("no room"));
        shell.end();
        shell.try_again();
        assert!(!shell.is_to_try_again());
    }
}
