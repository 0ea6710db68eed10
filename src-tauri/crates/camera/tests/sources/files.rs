//! Video files, whole and broken.

use crate::{colour, next_frame, open, take_all, trouble_of};
use porchlight_camera::Sources;
use porchlight_domain::{CameraSource, FramePicture, Next, OpenSource as _, Pace, Rotation, SourceTrouble};
use porchlight_testkit::{Codec, video_of_demo};
use std::{path::Path, time::Duration};

fn file(path: &Path) -> CameraSource {
    CameraSource::File { path: path.into(), is_looped: false }
}

#[test]
fn every_frame_of_a_clip_comes_once_and_with_its_time() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, codec) in [("a.mp4", Codec::H264), ("b.mkv", Codec::H264), ("c.mp4", Codec::H265)] {
        let path = folder.path().join(name);
        video_of_demo(&path, 2, codec).expect("ffmpeg encodes");
        let (positions, end) = take_all(open(&file(&path), Pace::Unhurried).as_mut());
        assert!(end.is_ok(), "{name}: {end:?}");
        assert_eq!(positions.len(), 30, "{name}: two seconds at 15 frames a second");
        for (n, position) in positions.into_iter().enumerate() {
            let expected = Duration::from_secs(1) * n as u32 / 15;
            let position = position.expect("a clip has a time");
            // Matroska counts in whole milliseconds.
            assert!(position.abs_diff(expected) < Duration::from_millis(2), "{name}: frame {n} at {position:?}");
        }
    }
}

#[test]
fn a_clip_looks_like_what_was_filmed() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("a.mp4");
    video_of_demo(&path, 1, Codec::H264).expect("ffmpeg encodes");
    let mut picture = FramePicture::default();
    let mut source = open(&file(&path), Pace::RealTime);
    let next = next_frame(source.as_mut(), &mut picture).expect("a frame");
    assert_eq!(next, Next::Frame { position: None }, "played as a camera would, it has no clip time");
    assert_eq!(picture.view().size(), (640, 360));
    let (sky, lawn) = (colour(&mut picture, 20, 10), colour(&mut picture, 60, 300));
    assert!(sky[1] > sky[2], "the sky is blue, not red: {sky:?}");
    assert!(lawn[1] < 128 && lawn[2] < 128, "the lawn is green: {lawn:?}");
}

#[test]
fn a_clip_that_stands_for_a_camera_is_as_long_as_it_was_filmed() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("a.mp4");
    video_of_demo(&path, 2, Codec::H264).expect("ffmpeg encodes");
    let begun = std::time::Instant::now();
    let mut source = open(&file(&path), Pace::RealTime);
    let mut picture = FramePicture::default();
    let mut frames = 0;
    while let Next::Frame { .. } = next_frame(source.as_mut(), &mut picture).expect("no failure") {
        frames += 1 + source.lost();
    }
    assert_eq!(frames, 30, "those that nobody took in time are counted, too");
    let last = Duration::from_secs(1) * 29 / 15;
    assert!(
        begun.elapsed() >= last,
        "the last frame was due {last:?} after the first, not after {:?}",
        begun.elapsed()
    );
}

#[test]
fn a_looped_clip_goes_on_after_its_end() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("a.mp4");
    video_of_demo(&path, 1, Codec::H264).expect("ffmpeg encodes");
    let mut source = open(&CameraSource::File { path, is_looped: true }, Pace::Unhurried);
    let mut picture = FramePicture::default();
    let mut last = None;
    for n in 0..40 {
        let next = next_frame(source.as_mut(), &mut picture).expect("it goes on");
        let Next::Frame { position } = next else { panic!("frame {n}: {next:?}") };
        assert!(position > last, "time goes on, too: {position:?} after {last:?}");
        last = position;
    }
}

#[test]
fn large_pictures_are_scaled_down_and_small_or_odd_ones_are_left() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (size, expected) in [("3840x2160", (1920, 1080)), ("1000x4000", (480, 1920)), ("35x21", (35, 21))] {
        let path = folder.path().join(format!("{size}.mkv"));
        let made = std::process::Command::new("ffmpeg")
            .args(["-loglevel", "error", "-f", "lavfi", "-i", &format!("testsrc=size={size}:rate=1:duration=2")])
            .args(["-c:v", "ffv1", "-pix_fmt", "bgr0"])
            .arg(&path)
            .status()
            .expect("ffmpeg runs");
        assert!(made.success(), "{size} was made");
        let mut picture = FramePicture::default();
        next_frame(open(&file(&path), Pace::Unhurried).as_mut(), &mut picture).expect("a frame");
        assert_eq!(picture.view().size(), expected, "{size}");
    }
}

#[test]
fn what_is_no_video_says_so() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let rubbish = folder.path().join("rubbish.mp4");
    std::fs::write(&rubbish, b"this is no video\n".repeat(1000)).expect("a file");
    let empty = folder.path().join("empty.mp4");
    std::fs::write(&empty, b"").expect("a file");
    let playlist = folder.path().join("playlist.mp4");
    std::fs::write(&playlist, b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n").expect("a file");
    let sources = Sources::new();
    for path in [&rubbish, &empty, &playlist] {
        assert_eq!(trouble_of(&sources, &file(path)), SourceTrouble::Unreadable, "{}", path.display());
    }
    let missing = folder.path().join("missing.mp4");
    assert_eq!(trouble_of(&sources, &file(&missing)), SourceTrouble::NotFound);
    assert_eq!(trouble_of(&sources, &file(folder.path())), SourceTrouble::NotFound, "a folder is no file");
}

#[test]
fn of_a_truncated_clip_what_is_there_is_shown() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("a.mkv");
    video_of_demo(&path, 4, Codec::H264).expect("ffmpeg encodes");
    let bytes = std::fs::read(&path).expect("the clip");
    std::fs::write(&path, &bytes[..bytes.len() / 2]).expect("half of it");
    let (positions, end) = take_all(open(&file(&path), Pace::Unhurried).as_mut());
    assert!((5..60).contains(&positions.len()), "about half of 60 frames: {}", positions.len());
    assert!(end.is_ok(), "its end is an end: {end:?}");
    let no_index = folder.path().join("b.mp4");
    video_of_demo(&no_index, 1, Codec::H264).expect("ffmpeg encodes");
    let bytes = std::fs::read(&no_index).expect("the clip");
    std::fs::write(&no_index, &bytes[..bytes.len() / 2]).expect("half of it");
    assert_eq!(
        trouble_of(&Sources::new(), &file(&no_index)),
        SourceTrouble::Unreadable,
        "MP4 has its index at the end"
    );
}

#[test]
fn a_missing_ffmpeg_is_named() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("a.mp4");
    std::fs::write(&path, b"x").expect("a file");
    for program in ["/nowhere/ffmpeg", "/bin/false"] {
        let trouble = Sources::with_ffmpeg(program)
            .open(&file(&path), Rotation::None, Pace::RealTime)
            .err()
            .map(|error| error.trouble);
        assert_eq!(trouble, Some(SourceTrouble::LacksFfmpeg), "{program}");
    }
}

#[test]
fn a_try_out_gives_the_first_picture_or_the_reason() {
    let sources = Sources::new();
    let picture = sources.probe(&CameraSource::DemoStreet, Rotation::None).expect("the street is always there");
    assert_eq!(picture.view().size(), (1280, 720));
    let error = sources.probe(&file(Path::new("/nowhere/at.mp4")), Rotation::None).expect_err("not there");
    assert_eq!(error.trouble, SourceTrouble::NotFound);
}

#[test]
fn a_camera_that_hangs_sideways_is_upright_whether_a_decoder_turns_it_or_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let clip = folder.path().join("clip.mp4");
    video_of_demo(&clip, 1, Codec::H264).expect("ffmpeg encodes");
    let sources = Sources::new();
    for source in [file(&clip), CameraSource::DemoStreet] {
        let size = |rotation| sources.probe(&source, rotation).expect("a picture").view().size();
        let (width, height) = size(Rotation::None);
        assert!(width > height, "a wide picture: {source:?}");
        assert_eq!(size(Rotation::Quarter), (height, width), "{source:?}");
        assert_eq!(size(Rotation::Half), (width, height), "{source:?}");
        assert_eq!(size(Rotation::ThreeQuarters), (height, width), "{source:?}");
    }
    // Which way: the mean brightness of what was the upper edge is that of the right edge after a quarter turn.
    let upright = sources.probe(&file(&clip), Rotation::None).expect("a picture");
    let turned = sources.probe(&file(&clip), Rotation::Quarter).expect("a picture");
    let mean = |picture: &FramePicture, is_in: fn(usize, usize, usize, usize) -> bool| {
        let FramePicture::Video(video) = picture else { panic!("video") };
        let (width, height) = (video.width as usize, video.height as usize);
        let at = |i: usize| is_in(i % width, i / width, width, height);
        let held = (0..width * height).filter(|i| at(*i)).map(|i| f32::from(video.parts()[0][i]));
        let values: Vec<f32> = held.collect();
        values.iter().sum::<f32>() / values.len() as f32
    };
    let top = mean(&upright, |_, y, _, height| y < height / 8);
    let foot = mean(&upright, |_, y, _, height| y >= height - height / 8);
    let right = mean(&turned, |x, _, width, _| x >= width - width / 8);
    let left = mean(&turned, |x, _, width, _| x < width / 8);
    assert!((top - foot).abs() > 8.0, "the sky and the ground can be told apart: {top} {foot}");
    assert!((top - right).abs() < 2.0 && (foot - left).abs() < 2.0, "{top} is {right}, {foot} is {left}");
}
