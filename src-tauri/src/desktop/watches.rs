//! Live pictures for the page, one thread for each camera it shows.
//!
//! Owns who watches what, and the pace. Must not know what is on a picture. Invariants: at most thirty pictures a second,
//! fewer where the governor saves them,
//! and two on their way; a page that is busy or hidden misses pictures and never holds up a camera; a watch ends when the
//! page says so, goes to another page, or the program ends.

use super::shell::{Shell, locked};
use porchlight_api::{ApiError, ErrorCode, FrameWriter};
use porchlight_domain::CameraId;
use porchlight_engine::LiveViewer;
use std::{
    collections::HashMap,
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use tauri::{
    WebviewWindow,
    ipc::{Channel, InvokeResponseBody},
};

/// A pause is a little shorter than the pace asks for, so that a camera of thirty pictures is not beaten down to fifteen.
const SLACK: Duration = Duration::from_millis(3);
/// Waits after which the thread looks whether it is still wanted.
const PATIENCE: Duration = Duration::from_millis(250);
/// Pictures that the page has not taken yet: one it works on, one that waits.
const MOST_ON_THEIR_WAY: u32 = 2;
/// A page that takes nothing for so long lost count, as when it was loaded anew.
const LOST: Duration = Duration::from_secs(2);
/// More than any grid shows.
const MOST_WATCHES: usize = 64;

/// All watches.
#[derive(Default)]
pub(super) struct Watches {
    running: Mutex<HashMap<u32, Arc<AtomicBool>>>,
    next: AtomicU32,
}

impl Watches {
    /// Begins one. Waits while the engine starts.
    pub(super) fn begin(
        &self,
        shell: &Arc<Shell>,
        window: WebviewWindow,
        camera_id: i64,
        max_width: u32,
        channel: Channel<InvokeResponseBody>,
    ) -> Result<u32, ApiError> {
        let viewer = shell.host()?.engine().view(CameraId(camera_id));
        let Some(token) = shell.thread_token() else {
            return Err(ApiError::new(ErrorCode::Internal, "the program is ending"));
        };
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let is_over = Arc::new(AtomicBool::new(false));
        {
            let mut running = locked(&self.running);
            if running.len() >= MOST_WATCHES {
                return Err(ApiError::new(ErrorCode::BadRequest, "too many cameras are watched at once"));
            }
            running.insert(id, Arc::clone(&is_over));
        }
        let watch = Watch { shell: Arc::clone(shell), window, max_width, channel, is_over, under_way: Arc::default() };
        let run = move || {
            let _token = token;
            watch.run(viewer);
            watch.shell.watches.end(id);
        };
        let thread = thread::Builder::new().name(format!("watch-{id}")).spawn(run);
        thread.map(|_| id).map_err(|error| {
            self.end(id);
            ApiError::new(ErrorCode::Internal, format!("a thread could not be started: {error}"))
        })
    }

    /// Ends one.
    pub(super) fn end(&self, id: u32) {
        if let Some(is_over) = locked(&self.running).remove(&id) {
            is_over.store(true, Ordering::Relaxed);
        }
    }

    /// Ends all: the page that watched is gone.
    pub(super) fn end_all(&self) {
        for (_, is_over) in locked(&self.running).drain() {
            is_over.store(true, Ordering::Relaxed);
        }
    }
}

struct Watch {
    shell: Arc<Shell>,
    window: WebviewWindow,
    max_width: u32,
    channel: Channel<InvokeResponseBody>,
    is_over: Arc<AtomicBool>,
    under_way: Arc<UnderWay>,
}

impl Watch {
    /// Between two pictures.
    fn pause(&self) -> Duration {
        let pictures = self.shell.host().map_or(30, |host| host.engine().allowance().live_pictures);
        (Duration::from_secs(1) / pictures.max(1)).saturating_sub(SLACK)
    }

    fn run(&self, mut viewer: LiveViewer) {
        let mut writer = FrameWriter::default();
        let mut sent: Option<Instant> = None;
        while !self.is_over.load(Ordering::Relaxed) {
            // First the pauses, then the newest picture: what is sent is never older than it must be.
            if !self.under_way.wait_for_room() {
                continue;
            }
            if let Some(sent) = sent {
                thread::sleep(self.pause().saturating_sub(sent.elapsed()));
            }
            let Some(live) = viewer.next(PATIENCE) else { continue };
            if !self.shell.is_shown() {
                continue;
            }
            sent = Some(Instant::now());
            match writer.message(&live, self.max_width) {
                Ok(message) => {
                    if let Err(error) = self.send(message) {
                        tracing::debug!("a watch ends, the page is gone: {error}");
                        return;
                    }
                }
                // One picture that cannot be written costs one picture.
                Err(error) => tracing::debug!("a live picture was left out: {error}"),
            }
        }
    }

    /// Sends a picture, and behind it a word that comes back when the page got as far as that.
    fn send(&self, message: Vec<u8>) -> tauri::Result<()> {
        self.under_way.add();
        self.channel.send(InvokeResponseBody::Raw(message))?;
        let under_way = Arc::clone(&self.under_way);
        self.window.eval_with_callback("0", move |_| under_way.remove())
    }
}

/// Counts what the page has not taken yet.
#[derive(Default)]
struct UnderWay {
    count: Mutex<u32>,
    changed: Condvar,
}

impl UnderWay {
    fn add(&self) {
        *locked(&self.count) += 1;
    }

    fn remove(&self) {
        let mut count = locked(&self.count);
        *count = count.saturating_sub(1);
        self.changed.notify_all();
    }

    /// Waits until the page has taken something. False if it is to be asked again.
    fn wait_for_room(&self) -> bool {
        let is_full = |count: &mut u32| *count >= MOST_ON_THEIR_WAY;
        let waited = self.changed.wait_timeout_while(locked(&self.count), LOST, is_full);
        let (mut count, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            *count = 0;
        }
        !waited.timed_out()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_falls_behind_is_waited_for_but_not_for_ever() {
        let under_way = UnderWay::default();
        for _ in 0..MOST_ON_THEIR_WAY {
            assert!(under_way.wait_for_room(), "there is room at first");
            under_way.add();
        }
        assert!(!under_way.wait_for_room(), "then there is none");
        assert!(under_way.wait_for_room(), "a page that was loaded anew never answers for the old one");
        under_way.add();
        under_way.remove();
        under_way.remove();
        assert_eq!(*locked(&under_way.count), 0, "an answer too many does no harm");
    }
}
