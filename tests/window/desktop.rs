//! The desktop around the window: its notification service, played by `tests/support/notifications.py`, which writes down
//! what it is told, and the cross in the corner of its dialogs.
//!
//! Owns these processes and the record. Must not know what a notification should say.

use crate::{
    home::{Home, checkout},
    page::SOON,
    program::Program,
};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

pub struct Desktop {
    child: Child,
    record: PathBuf,
}

impl Desktop {
    /// Starts the service and waits until it has its name on the bus.
    pub fn start(home: &Home) -> Self {
        let record = home.path("notifications.jsonl");
        let script = checkout().join("tests/support/notifications.py");
        let mut child = Command::new(&script)
            .arg(&record)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", script.display()));
        let mut said = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut said).expect("a line");
        assert_eq!(said.trim(), "ready", "the service has its name on the bus");
        Self { child, record }
    }

    /// What it was told, in order.
    pub fn calls(&self) -> Vec<Value> {
        let record = fs::read_to_string(&self.record).unwrap_or_default();
        // The last line may be in the middle of being written.
        record
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n'))
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect()
    }

    /// Clicks a button of a notification, as an owner would.
    pub fn invoke(&self, notification: &Value, action: &str) {
        let wish = json!({ "invoke": notification["id"], "action": action });
        let mut input = self.child.stdin.as_ref().expect("piped");
        writeln!(input, "{wish}").expect("the service listens");
    }

    /// The notifications whose heading names this person.
    pub fn notifications_of(&self, name: &str) -> Vec<Value> {
        let is_of = |call: &Value| {
            call["call"] == "Notify" && call["summary"].as_str().is_some_and(|words| words.contains(name))
        };
        self.calls().into_iter().filter(is_of).collect()
    }

    /// Waits for one.
    pub fn notification_of(&self, program: &Program, name: &str) -> Value {
        program.until(&format!("a notification names {name}"), SOON, || self.notifications_of(name).into_iter().next())
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        // It ends with its standard input.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Waits for the dialog of that title and closes it.
pub fn close_dialog(title: &str) {
    let script = checkout().join("tests/support/close-dialog.py");
    let ended =
        Command::new(&script).arg(title).output().unwrap_or_else(|error| panic!("{}: {error}", script.display()));
    assert!(ended.status.success(), "{title}: {}", String::from_utf8_lossy(&ended.stderr));
}

/// What every notification of an alert must be: urgent, and with a picture.
pub fn assert_urgent_with_picture(notification: &Value) {
    let hints = &notification["hints"];
    assert_eq!(hints["urgency"], 2, "urgent: {notification}");
    let picture = ["image-data", "image_data", "icon_data"].iter().find_map(|key| hints.get(key));
    let picture = picture.unwrap_or_else(|| panic!("there is a picture: {notification}"));
    for side in ["width", "height"] {
        assert!(picture[side].as_u64().is_some_and(|pixels| pixels >= 32), "one that can be seen: {picture}");
    }
}
