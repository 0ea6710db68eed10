//! A parent that is killed leaves no `ffmpeg` behind, and neither does a source that is dropped.
//!
//! This test is a program of its own, because it has to be killed: called with `read FILE` it is the victim.

use porchlight_camera::Sources;
use porchlight_domain::{CameraSource, FramePicture, OpenSource as _, Pace, Rotation};
use porchlight_testkit::{Codec, video_of_demo};
use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const LIMIT: Duration = Duration::from_secs(30);

fn main() {
    let args: Vec<String> = std::env::args().collect();
    match args.get(1).map(String::as_str) {
        Some("read") => read_for_ever(Path::new(&args[2])),
        // `cargo test -- --list` and the like ask for tests of a usual kind: there are none.
        Some("--list") => {}
        _ => {
            a_killed_parent_leaves_no_ffmpeg();
            a_dropped_source_leaves_no_ffmpeg();
        }
    }
}

fn looped(path: &Path) -> CameraSource {
    CameraSource::File { path: path.into(), is_looped: true }
}

fn read_for_ever(path: &Path) {
    for pace in [Pace::Unhurried, Pace::RealTime] {
        let mut source = Sources::new().open(&looped(path), Rotation::None, pace).expect("it opens");
        let next = source.next_frame(&mut FramePicture::default(), LIMIT).expect("a frame");
        writeln!(std::io::stdout(), "{next:?}").expect("the test listens");
        std::mem::forget(source);
    }
    std::thread::park();
}

fn a_killed_parent_leaves_no_ffmpeg() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("a.mp4");
    video_of_demo(&path, 1, Codec::H264).expect("ffmpeg encodes");
    let mut victim = Command::new(std::env::current_exe().expect("this program"))
        .arg("read")
        .arg(&path)
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut said = BufReader::new(victim.stdout.take().expect("a pipe")).lines();
    for _ in 0..2 {
        said.next().expect("a frame was read").expect("text");
    }
    let orphans = children_of(victim.id());
    assert_eq!(orphans.len(), 2, "one ffmpeg that waits to be read and one that plays in real time");
    victim.kill().expect("kill -9");
    victim.wait().expect("it was a child of ours");
    await_end_of(&orphans);
}

fn a_dropped_source_leaves_no_ffmpeg() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("a.mp4");
    video_of_demo(&path, 1, Codec::H264).expect("ffmpeg encodes");
    let mut source = Sources::new().open(&looped(&path), Rotation::None, Pace::Unhurried).expect("it opens");
    source.next_frame(&mut FramePicture::default(), LIMIT).expect("a frame");
    let children = children_of(std::process::id());
    assert_eq!(children.len(), 1, "its ffmpeg");
    drop(source);
    assert!(children.iter().all(|&child| state_of(child).is_none()), "killed and reaped before the drop returns");
}

fn children_of(parent: u32) -> Vec<u32> {
    let mut children = Vec::new();
    for process in fs::read_dir("/proc").expect("Linux").flatten() {
        let Some(id) = process.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        if state_of(id).is_some_and(|(its_parent, _)| its_parent == parent) {
            children.push(id);
        }
    }
    children
}

/// Parent and state of a process; `None` if there is none.
fn state_of(process: u32) -> Option<(u32, char)> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    Some((field("PPid:")?.parse().ok()?, field("State:")?.chars().next()?))
}

/// An ended process that nobody has asked about yet is a zombie, which is as good as gone.
fn await_end_of(processes: &[u32]) {
    let until = Instant::now() + LIMIT;
    while processes.iter().any(|&process| state_of(process).is_some_and(|(_, state)| state != 'Z')) {
        assert!(Instant::now() < until, "an ffmpeg outlived its parent");
        std::thread::sleep(Duration::from_millis(20));
    }
}
