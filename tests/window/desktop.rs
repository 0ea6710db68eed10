//! The desktop around the window: its notification service, played by `tests/support/notifications.py`, which writes down
//! what it is told; its tray, played by `tests/support/tray.py`; and what can be seen of a window, and the cross in its corner.
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
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
};

pub struct Desktop {
    child: Child,
    record: PathBuf,
}

impl Desktop {
    /// Starts the service and waits until it has its name on the bus.
    pub fn start(home: &Home) -> Self {
        let record = home.path("notifications.jsonl");
        let mut service = Command::new(checkout().join("tests/support/notifications.py"));
        service.arg(&record);
        Self { child: ready(service).0, record }
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

/// A tray on the bus of the test. It goes with this.
pub struct TrayPanel {
    child: Child,
    answers: BufReader<ChildStdout>,
}

impl TrayPanel {
    pub fn start() -> Self {
        let (child, answers) = ready(Command::new(checkout().join("tests/support/tray.py")));
        Self { child, answers }
    }

    /// Clicks an entry of the menu once the program's icon is there.
    pub fn click(&mut self, program: &Program, label: &str) {
        program.until_so(&format!("{label:?} is in a menu of the tray"), SOON, || {
            writeln!(self.child.stdin.as_ref().expect("piped"), "{label}").expect("the tray listens");
            line(&mut self.answers) != "0"
        });
    }
}

impl Drop for TrayPanel {
    fn drop(&mut self) {
        // It ends with its standard input.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Starts a part of the desktop and waits until it has its name on the bus.
fn ready(mut part: Command) -> (Child, BufReader<ChildStdout>) {
    let mut child = part
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}", part.get_program().display()));
    let mut answers = BufReader::new(child.stdout.take().expect("piped"));
    assert_eq!(line(&mut answers), "ready", "{} has its name on the bus", part.get_program().display());
    (child, answers)
}

fn line(answers: &mut BufReader<ChildStdout>) -> String {
    let mut said = String::new();
    answers.read_line(&mut said).expect("a line");
    said.trim().to_owned()
}

/// Waits for the window of that title and closes it.
pub fn close_window(title: &str) {
    on_screen(&["close", title]);
}

/// Waits for the system's own dialog of that title, types a place into it and presses Enter.
pub fn choose_in_dialog(title: &str, place: &Path) {
    on_screen(&["type", title, place.to_str().expect("a place that can be typed")]);
}

/// Where a window is, and whether it can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    pub is_shown: bool,
    pub corner: (i64, i64),
    pub size: (i64, i64),
}

/// Looks at the window of that title; nothing where there is none.
pub fn sight_of(title: &str) -> Option<Sight> {
    let seen: Value = serde_json::from_str(&on_screen(&["look", title])).expect("what was seen");
    let number = |key: &str| seen[key].as_i64().expect("a number");
    let is_shown = seen.get("is_shown")?.as_bool()?;
    Some(Sight { is_shown, corner: (number("x"), number("y")), size: (number("width"), number("height")) })
}

fn on_screen(order: &[&str]) -> String {
    let script = checkout().join("tests/support/screen.py");
    let ended =
        Command::new(&script).args(order).output().unwrap_or_else(|error| panic!("{}: {error}", script.display()));
    assert!(ended.status.success(), "{order:?}: {}", String::from_utf8_lossy(&ended.stderr));
    String::from_utf8_lossy(&ended.stdout).into_owned()
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
