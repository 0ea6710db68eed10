//! The program with its window open, and the WebDriver session that looks into it.
//!
//! Owns starting, quitting and what is left of a test that fails. Must not know what is on the page: that is `page`.

use crate::{
    driver::{Driver, ask_to_end, is_running, wait_until},
    home::{Home, artefacts},
};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::{
    ffi::OsString,
    fs,
    future::Future,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};
use tokio::{runtime::Runtime, time::timeout};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_porchlight");

/// Longer than any single command takes on a machine that is busy with other things.
const COMMAND_LIMIT: Duration = Duration::from_secs(60);
/// Cameras are stopped and open sightings closed in seconds.
const QUIT_LIMIT: Duration = Duration::from_secs(30);

/// The size that pictures of the window are made in.
pub const SIZE: (u32, u32) = (1280, 800);

pub struct Program {
    runtime: Runtime,
    client: Client,
    driver: Driver,
    process: u32,
    test: &'static str,
    log: PathBuf,
}

impl Program {
    /// Opens the window on a home.
    pub fn start(home: &Home, arguments: &[&str]) -> Self {
        Self::start_with(home, arguments, &[])
    }

    /// Opens the window with more in its environment.
    pub fn start_with(home: &Home, arguments: &[&str], environment: &[(&str, &Path)]) -> Self {
        let program = Self::start_as_it_was(home, arguments, environment);
        program.command(program.client.set_window_size(SIZE.0, SIZE.1)).expect("a window has a size");
        program
    }

    /// Opens the window where it was and as large.
    pub fn start_as_it_was(home: &Home, arguments: &[&str], environment: &[(&str, &Path)]) -> Self {
        let log = home.path("program.log");
        // WebKit lets itself be driven only where it is asked to.
        let automation = ("TAURI_WEBVIEW_AUTOMATION", Path::new("true"));
        let driver = Driver::start(&[environment, &[automation]].concat(), &log);
        let mut all = vec![OsString::from("--data-dir"), home.data_dir().into()];
        all.extend(arguments.iter().map(OsString::from));
        let all: Vec<_> = all.iter().map(|argument| argument.to_string_lossy().into_owned()).collect();
        let options = json!({ "webkitgtk:browserOptions": { "binary": PROGRAM, "args": all } });
        let Value::Object(options) = options else { unreachable!("it is one") };

        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let connected = runtime.block_on(async {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            timeout(COMMAND_LIMIT, builder.capabilities(options).connect(&driver.address())).await
        });
        let client = match connected {
            Ok(Ok(client)) => client,
            Ok(Err(error)) => panic!("the window does not open: {error}\n{}", read(&log)),
            Err(_) => panic!("the window does not open in time\n{}", read(&log)),
        };
        let process = driver.program().expect("the program runs as the driver's child");
        Self { runtime, client, driver, process, test: home.test, log }
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.process
    }

    /// Waits for a WebDriver command.
    pub fn command<T, E>(&self, command: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        let waited = self.runtime.block_on(async { timeout(COMMAND_LIMIT, command).await });
        waited.unwrap_or_else(|_| panic!("the window does not answer\n{}", read(&self.log)))
    }

    pub fn client(&self) -> &Client {
        &self.client
    }

    /// What the program wrote so far.
    pub fn log(&self) -> String {
        read(&self.log)
    }

    /// Quits as at the end of a session, and waits until the program is gone.
    pub fn quit(self) {
        ask_to_end(self.process);
        self.until_gone("asked to");
    }

    /// Waits until the program is gone, because of what was done.
    pub fn until_gone(self, done: &str) {
        assert!(
            wait_until(QUIT_LIMIT, || !is_running(self.process)),
            "it does not end when it is {done}\n{}",
            self.log()
        );
        assert!(!self.log().contains("panicked at"), "nothing panicked\n{}", self.log());
    }

    /// Keeps what explains a failure. Nothing in here may fail in turn.
    fn keep_remains(&self) {
        let remains = artefacts().join(format!("failed-{}", self.test));
        let _ = fs::write(remains.with_extension("log"), self.log());
        let asked = self.runtime.block_on(async {
            let words = timeout(COMMAND_LIMIT, self.client.execute("return document.body.innerText", Vec::new())).await;
            (words, timeout(COMMAND_LIMIT, self.client.screenshot()).await)
        });
        if let Ok(Ok(words)) = asked.0 {
            let _ = fs::write(remains.with_extension("txt"), words.as_str().unwrap_or_default());
        }
        if let Ok(Ok(picture)) = asked.1 {
            let _ = fs::write(remains.with_extension("png"), picture);
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if thread::panicking() && is_running(self.process) {
            self.keep_remains();
        }
        // A program that runs on when its test is over is ended with its driver.
        let _ = &self.driver;
    }
}

fn read(log: &Path) -> String {
    fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}
