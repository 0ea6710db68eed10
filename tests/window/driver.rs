//! `WebKitWebDriver` as a child process, with everything that it starts.
//!
//! Owns ports, processes and their end. Must not know pages. Invariant: what was started here is gone when the test is
//! over, and nothing else was touched.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, TcpListener, TcpStream},
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    thread::park_timeout,
    time::{Duration, Instant},
};

const DRIVER: &str = "WebKitWebDriver";
const START_LIMIT: Duration = Duration::from_secs(60);

pub struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    /// Starts it with the environment that the program will have; both write to `log`.
    pub fn start(environment: &[(&str, &Path)], log: &Path) -> Self {
        let port = free_port();
        let written = File::options().create(true).append(true).open(log).expect("a log");
        let child = Command::new(DRIVER)
            .arg(format!("--port={port}"))
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(written.try_clone().expect("a second handle"))
            .stderr(written)
            // A group of its own, so that all of it can be ended and nothing else is.
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("{DRIVER} does not start (scripts/setup test installs it): {error}"));
        let driver = Self { child, port };
        let is_listening = || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok();
        assert!(wait_until(START_LIMIT, is_listening), "{DRIVER} does not listen on port {port}");
        driver
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The program that the driver started.
    pub fn program(&self) -> Option<u32> {
        let parent = self.child.id();
        let processes = fs::read_dir("/proc").expect("the processes").flatten();
        let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        ids.into_iter().find(|id| parent_of(*id) == Some(parent))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The group is the driver's own: see where it is started.
        signal("KILL", &format!("-{}", self.child.id()));
        let _ = self.child.wait();
    }
}

/// Asks one process to end, as a desktop does at the end of a session.
pub fn ask_to_end(process: u32) {
    signal("TERM", &process.to_string());
}

/// Whether it still runs. One that ended and was not yet collected does not.
pub fn is_running(process: u32) -> bool {
    stat(process).is_some_and(|fields| fields.first().is_some_and(|state| state != "Z"))
}

fn signal(name: &str, target: &str) {
    let _ = Command::new("sh").args(["-c", "kill -s \"$0\" -- \"$1\"", name, target]).stderr(Stdio::null()).status();
}

fn parent_of(process: u32) -> Option<u32> {
    stat(process)?.get(1)?.parse().ok()
}

/// State, parent and so on. The name before them is in parentheses and may contain anything.
fn stat(process: u32) -> Option<Vec<String>> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    Some(stat.rsplit_once(')')?.1.split_whitespace().map(str::to_owned).collect())
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("its number").port()
}

/// Asks again and again, with short pauses. False if it never came true.
pub fn wait_until(limit: Duration, mut is_so: impl FnMut() -> bool) -> bool {
    let until = Instant::now() + limit;
    loop {
        if is_so() {
            return true;
        }
        if Instant::now() > until {
            return false;
        }
        park_timeout(Duration::from_millis(100));
    }
}
