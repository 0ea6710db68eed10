//! What the owner clicks on notifications.
//!
//! Owns who is waited for: each notification by a task of its own, which ends with it. Must not know what a click does.
//! Invariant: the newest notification always hears its click; the oldest makes way for it.

use super::shell::locked;
use notify_rust::{NotificationHandle, NotificationResponse};
use std::{
    collections::{HashSet, VecDeque},
    sync::{Arc, Mutex},
};
use tauri::async_runtime::{JoinHandle, spawn, spawn_blocking};

/// Notifications whose click is waited for, each over a connection to the bus. Older ones stay on the screen and open nothing.
const MOST_WAITING: usize = 16;
/// The notification itself, beside its buttons.
pub(super) const CLICK: &str = "default";

#[derive(Default)]
pub(super) struct Clicks {
    /// Oldest first.
    waiting: VecDeque<(u32, JoinHandle<()>)>,
    /// Notifications that the owner put away or clicked.
    gone: Arc<Mutex<HashSet<u32>>>,
}

impl Clicks {
    /// Does what is clicked on a notification that was just shown, on a thread that may wait.
    pub(super) fn wait(&mut self, handle: NotificationHandle, act: impl FnOnce(&str) + Send + 'static) {
        let id = handle.id();
        // A number may come again.
        locked(&self.gone).remove(&id);
        self.waiting.retain(|(_, waiter)| !waiter.inner().is_finished());
        if self.waiting.len() >= MOST_WAITING
            && let Some((_, oldest)) = self.waiting.pop_front()
        {
            oldest.abort();
        }
        let gone = Arc::clone(&self.gone);
        let waiter = spawn(async move {
            let mut clicked = None;
            handle.wait_for_action_async(|response| clicked = clicked_in(response)).await;
            locked(&gone).insert(id);
            if let Some(action) = clicked {
                spawn_blocking(move || act(&action));
            }
        });
        self.waiting.push_back((id, waiter));
    }

    /// Whether a click on this notification would be heard.
    pub(super) fn is_waited_for(&self, id: u32) -> bool {
        self.waiting.iter().any(|(waited, waiter)| *waited == id && !waiter.inner().is_finished())
    }

    /// Whether the owner put it away or clicked it.
    pub(super) fn is_gone(&self, id: u32) -> bool {
        locked(&self.gone).contains(&id)
    }

    /// Forgets which ones are gone.
    pub(super) fn forget_gone(&self) {
        locked(&self.gone).clear();
    }
}

fn clicked_in(response: &NotificationResponse) -> Option<String> {
    match response {
        NotificationResponse::Default => Some(CLICK.to_owned()),
        NotificationResponse::Action(action) => Some(action.clone()),
        NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossbeam_channel::{Receiver, RecvTimeoutError, bounded};
    use notify_rust::{Notification, Timeout};
    use std::{
        io::{BufRead as _, BufReader, Write as _},
        path::Path,
        process::{Child, Command, Stdio},
        time::{Duration, Instant},
    };

    const LIMIT: Duration = Duration::from_secs(60);

    /// The service that the tests of the window talk to, on the same bus; it ends with its standard input.
    fn service(record: &Path) -> Child {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/notifications.py");
        let mut child = Command::new(script)
            .arg(record)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the service starts");
        let mut said = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut said).expect("a line");
        assert_eq!(said.trim(), "ready", "it has its name on the bus: run this through scripts/with-display");
        child
    }

    /// Clicks until it is heard: whoever waits may not have begun to listen.
    fn clicked(service: &Child, id: u32, heard: &Receiver<String>) -> Option<String> {
        let until = Instant::now() + LIMIT;
        while Instant::now() < until {
            let mut input = service.stdin.as_ref().expect("piped");
            writeln!(input, r#"{{"invoke": {id}, "action": "open"}}"#).expect("the service listens");
            match heard.recv_timeout(Duration::from_millis(200)) {
                Ok(action) => return Some(action),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        panic!("within {LIMIT:?} nothing came of a click on {id}");
    }

    #[test]
    fn one_more_than_are_waited_for_is_heard_and_the_oldest_makes_way() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut service = service(&folder.path().join("calls.jsonl"));
        let mut clicks = Clicks::default();
        let shown: Vec<_> = (0..=MOST_WAITING)
            .map(|_| {
                let mut notification = Notification::new();
                notification.summary("Somebody").action("open", "Open").timeout(Timeout::Never);
                let handle = notification.show().expect("the service shows it");
                let (id, (sender, heard)) = (handle.id(), bounded(1));
                clicks.wait(handle, move |action| sender.send(action.to_owned()).expect("the test listens"));
                (id, heard)
            })
            .collect();
        let click = |at: usize| clicked(&service, shown[at].0, &shown[at].1);
        assert_eq!(click(MOST_WAITING).as_deref(), Some("open"), "the newest is heard");
        assert_eq!(click(1).as_deref(), Some("open"), "and the second oldest as before");
        assert_eq!(click(0), None, "nobody waits for the oldest any more");
        assert!(!clicks.is_waited_for(shown[0].0) && clicks.is_waited_for(shown[2].0));
        assert!(clicks.is_gone(shown[1].0) && !clicks.is_gone(shown[2].0), "who was clicked is gone");
        drop(service.stdin.take());
        service.wait().expect("the service ends");
    }
}
