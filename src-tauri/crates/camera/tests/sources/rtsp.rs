//! RTSP against GStreamer's server, which runs as a child process on a port of its own.

use crate::{LIMIT, next_frame, open, stream, trouble_of};
use porchlight_camera::Sources;
use porchlight_domain::{FramePicture, Next, Pace, Rotation, SourceTrouble};
use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::Instant,
};

struct RtspServer {
    child: Child,
    port: u16,
}

impl RtspServer {
    fn start(options: &[&str]) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/support/rtsp_server.py");
        // The bindings of GStreamer belong to the system's Python, whatever else is on the path.
        let mut child = Command::new("/usr/bin/python3")
            .arg(script)
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
        let port = line.trim().strip_prefix("PORT ").and_then(|port| port.parse().ok());
        let port = port.expect("gir1.2-gst-rtsp-server-1.0 and the plugins are installed");
        Self { child, port }
    }

    fn address(&self, login: &str) -> String {
        format!("rtsp://{login}127.0.0.1:{}/live", self.port)
    }
}

impl Drop for RtspServer {
    fn drop(&mut self) {
        self.child.kill().expect("it runs until now");
        self.child.wait().expect("it was a child of ours");
    }
}

#[test]
fn a_camera_with_a_password_is_shown_to_who_knows_it() {
    let server = RtspServer::start(&["--user", "anna", "--password", "s3cret"]);
    let mut picture = FramePicture::default();
    let mut source = open(&stream(server.address("anna:s3cret@")), Pace::RealTime);
    for n in 0..5 {
        let next = next_frame(source.as_mut(), &mut picture).expect("a frame");
        assert_eq!(next, Next::Frame { position: None }, "frame {n} of a live stream");
    }
    assert_eq!(picture.view().size(), (320, 240));
    let sources = Sources::new();
    for login in ["anna:wr0ng-s3cret@", ""] {
        assert_eq!(
            trouble_of(&sources, &stream(server.address(login))),
            SourceTrouble::Refused,
            "login {}",
            login.len()
        );
    }
    let elsewhere = server.address("anna:s3cret@").replace("/live", "/nothing");
    assert_eq!(trouble_of(&sources, &stream(elsewhere)), SourceTrouble::NotFound);
}

#[test]
fn h265_is_shown() {
    let server = RtspServer::start(&["--h265"]);
    let picture = Sources::new().probe(&stream(server.address("")), Rotation::None).expect("a picture");
    assert_eq!(picture.view().size(), (320, 240));
}

#[test]
fn a_server_that_goes_away_is_noticed_and_one_that_comes_back_is_shown_again() {
    let server = RtspServer::start(&[]);
    let (address, port) = (server.address(""), server.port.to_string());
    let mut picture = FramePicture::default();
    let mut source = open(&stream(address.clone()), Pace::RealTime);
    next_frame(source.as_mut(), &mut picture).expect("a frame");
    drop(server);
    let until = Instant::now() + LIMIT;
    let error = loop {
        match next_frame(source.as_mut(), &mut picture) {
            Ok(next) => assert!(next != Next::Ended && Instant::now() < until, "a camera never ends: {next:?}"),
            Err(error) => break error,
        }
    };
    assert!(error.trouble.is_retryable(), "{error}");
    assert_eq!(trouble_of(&Sources::new(), &stream(address.clone())), SourceTrouble::Unreachable, "nobody answers now");
    let _again = RtspServer::start(&["--port", &port]);
    let mut source = open(&stream(address), Pace::RealTime);
    next_frame(source.as_mut(), &mut picture).expect("a new opening works");
}
