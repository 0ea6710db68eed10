//! HTTP streams: MJPEG, HLS, passwords, servers that lie or leave.

use crate::{LIMIT, colour, next_frame, open, server::WebServer, stream, trouble_of};
use porchlight_camera::Sources;
use porchlight_domain::{FramePicture, Next, Pace, Rotation, SourceTrouble};
use porchlight_testkit::{Codec, video_of_demo};
use std::{path::Path, process::Command, time::Instant};

fn hls_in(folder: &Path) {
    let clip = folder.join("clip.mp4");
    video_of_demo(&clip, 2, Codec::H264).expect("ffmpeg encodes");
    let status = Command::new("ffmpeg")
        .args(["-loglevel", "error", "-i"])
        .arg(&clip)
        .args(["-c", "copy", "-f", "hls", "-hls_time", "1", "-hls_list_size", "0"])
        .arg(folder.join("live.m3u8"))
        .status()
        .expect("ffmpeg runs");
    assert!(status.success(), "a playlist was made");
}

#[test]
fn mjpeg_is_shown_and_its_end_is_noticed() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let server = WebServer::start(folder.path());
    let mut source = open(&stream(server.address("/mjpeg")), Pace::RealTime);
    let mut picture = FramePicture::default();
    for n in 0..5 {
        let next = next_frame(source.as_mut(), &mut picture).expect("a frame");
        assert_eq!(next, Next::Frame { position: None }, "frame {n} of a live stream");
        assert_eq!(picture.view().size(), (64, 48));
        let [luma, blue, red] = colour(&mut picture, 0, 0);
        assert!(luma > 80 && blue < 100 && red < 100, "it is green: {luma} {blue} {red}");
    }
    drop(server);
    let until = Instant::now() + LIMIT;
    let error = loop {
        match next_frame(source.as_mut(), &mut picture) {
            Ok(next) => assert!(next != Next::Ended && Instant::now() < until, "a camera never ends: {next:?}"),
            Err(error) => break error,
        }
    };
    assert!(matches!(error.trouble, SourceTrouble::Silent | SourceTrouble::Unreachable), "{error}");
    assert!(error.trouble.is_retryable(), "it may come back");
}

#[test]
fn hls_is_shown() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    hls_in(folder.path());
    let server = WebServer::start(folder.path());
    let mut picture = FramePicture::default();
    let mut source = open(&stream(server.address("/live.m3u8")), Pace::RealTime);
    for _ in 0..5 {
        next_frame(source.as_mut(), &mut picture).expect("a frame");
    }
    assert_eq!(picture.view().size(), (640, 360));
}

#[test]
fn a_wrong_password_is_refused_and_the_right_one_is_not() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let server = WebServer::start(folder.path());
    let sources = Sources::new();
    for address in
        [server.with_password("wr0ng-s3cret", "/private/mjpeg"), server.address("/private/mjpeg?pass=s3cret")]
    {
        assert_eq!(trouble_of(&sources, &stream(address)), SourceTrouble::Refused);
    }
    let picture = sources
        .probe(&stream(server.with_password("s3cret", "/private/mjpeg")), Rotation::None)
        .expect("the right password");
    assert_eq!(picture.view().size(), (64, 48));
}

#[test]
fn what_is_wrong_at_an_address_is_told_apart() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    std::fs::write(folder.path().join("page"), "<html>no camera</html>".repeat(100)).expect("a file");
    let server = WebServer::start(folder.path());
    let gone = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.local_addr().expect("an address")
    };
    let sources = Sources::new();
    for (address, trouble) in [
        (server.address("/nothing-here"), SourceTrouble::NotFound),
        (server.address("/page"), SourceTrouble::Unreadable),
        (format!("http://u:s3cret@{gone}/mjpeg"), SourceTrouble::Unreachable),
        (format!("rtsp://u:s3cret@{gone}/live"), SourceTrouble::Unreachable),
        ("http://s3cret.invalid/mjpeg".into(), SourceTrouble::Unreachable),
        ("no address at all".into(), SourceTrouble::BadAddress),
    ] {
        let shown = address.replace("s3cret", "…");
        assert_eq!(trouble_of(&sources, &stream(address)), trouble, "{shown}");
    }
}

#[test]
fn a_hostile_playlist_reads_no_file_of_this_machine() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    hls_in(folder.path());
    let segment = folder.path().join("live0.ts");
    let lists = [
        (
            "a.m3u8",
            format!("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{}\n#EXT-X-ENDLIST\n", segment.display()),
        ),
        (
            "b.m3u8",
            format!("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nconcat:{}\n#EXT-X-ENDLIST\n", segment.display()),
        ),
        ("c.txt", format!("ffconcat version 1.0\nfile '{}'\n", segment.display())),
    ];
    for (name, list) in &lists {
        std::fs::write(folder.path().join(name), list).expect("a file");
    }
    let server = WebServer::start(folder.path());
    let sources = Sources::new();
    assert!(
        sources.probe(&stream(server.address("/live0.ts")), Rotation::None).is_ok(),
        "the segment itself can be shown"
    );
    for (name, _) in &lists {
        let trouble = trouble_of(&sources, &stream(server.address(&format!("/{name}"))));
        assert_ne!(trouble, SourceTrouble::BadAddress, "{name} was asked for, and gave no picture of a local file");
    }
}

#[test]
fn no_password_is_in_the_list_of_processes() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let server = WebServer::start(folder.path());
    let mut source = open(&stream(server.with_password("s3cret", "/private/mjpeg")), Pace::RealTime);
    next_frame(source.as_mut(), &mut FramePicture::default()).expect("a frame");
    let me = std::process::id().to_string();
    let mut children = 0;
    for process in std::fs::read_dir("/proc").expect("Linux").flatten() {
        let read = |file: &str| std::fs::read(process.path().join(file)).unwrap_or_default();
        let status = String::from_utf8_lossy(&read("status")).into_owned();
        if status.lines().any(|line| line.strip_prefix("PPid:").is_some_and(|parent| parent.trim() == me)) {
            children += 1;
            let command = String::from_utf8_lossy(&read("cmdline")).into_owned();
            assert!(!command.contains("s3cret"), "everybody on this machine can read: {command}");
        }
    }
    assert!(children > 0, "ffmpeg is among the children of this test");
}
