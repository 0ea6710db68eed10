//! What `ffmpeg` is told.
//!
//! Owns the arguments and the script on its standard input. Must not start anything. Invariants: an address never
//! becomes an argument, because the list of processes is open to every user of the machine and addresses hold
//! passwords; and each kind of input may use only the protocols it needs, so that a hostile playlist cannot read files.

use porchlight_domain::{CameraSource, Pace, Rotation, SourceError, SourceTrouble};
use std::{ffi::OsString, path::Path};
use url::Url;

/// Larger pictures are scaled down before they reach this process: nothing here looks closer.
const LONGER_SIDE: u32 = 1920;

/// A host that says nothing for this long is given up; in microseconds.
const TIMEOUT_MICROS: u32 = 10_000_000;

/// Plays that come in pieces or as a whole, faster than they were filmed.
const RECORDINGS: [&str; 5] = [".m3u8", ".mp4", ".mkv", ".webm", ".mov"];

/// Everything needed to start `ffmpeg`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) arguments: Vec<OsString>,
    /// Written to its standard input, which is closed then.
    pub(crate) script: Option<String>,
    /// What comes was filmed before, and comes as fast as it is taken.
    pub(crate) is_recording: bool,
}

/// The order for `source`. `ffmpeg_major` is its version.
pub(crate) fn order(
    source: &CameraSource,
    rotation: Rotation,
    pace: Pace,
    ffmpeg_major: u32,
) -> Result<Order, SourceError> {
    let mut arguments: Vec<OsString> = ["-nostdin", "-hide_banner", "-loglevel", "error"].map(Into::into).to_vec();
    let mut add = |more: &[&str]| arguments.extend(more.iter().map(OsString::from));
    if pace == Pace::RealTime {
        // One thread decodes a camera faster than it films. More of them delay a live picture by as many frames, and cost a
        // sixth more.
        add(&["-filter_threads", "1", "-threads", "1"]);
    }
    let (script, is_recording) = match source {
        CameraSource::File { path, is_looped } => {
            if *is_looped {
                add(&["-stream_loop", "-1"]);
            }
            add(&["-protocol_whitelist", "file", "-i"]);
            arguments.push(file_address(path));
            (None, true)
        }
        CameraSource::Stream { address } => {
            let url = address_of(address)?;
            let is_recording = RECORDINGS.iter().any(|end| url.path().ends_with(end));
            add(&["-flags", "low_delay", "-f", "concat", "-safe", "0"]);
            add(&[
                "-protocol_whitelist",
                if is_rtsp(&url) { "pipe,tcp,tls" } else { "pipe,http,https,httpproxy,tcp,tls,crypto" },
            ]);
            add(&["-i", "pipe:0"]);
            (Some(script(url, ffmpeg_major)), is_recording)
        }
        _ => return Err(bad_address("not for ffmpeg")),
    };
    let shrink = format!("min(1,{LONGER_SIDE}/max(iw,ih))");
    // One kind of colour, whatever the camera says of its own; where it is that kind already nothing is converted.
    let scale = format!(
        "scale=w='max(1,trunc(iw*{shrink}))':h='max(1,trunc(ih*{shrink}))':out_color_matrix=bt601:out_range=tv{}",
        turning(rotation)
    );
    // A fine time base keeps every frame of a clip whose frames come at odd moments.
    for part in ["-map", "0:v:0", "-vf", &scale, "-c:v", "rawvideo", "-pix_fmt", "yuv420p", "-enc_time_base", "1:90000"]
    {
        arguments.push(part.into());
    }
    // An index of all frames would grow for as long as the camera runs, and nobody reads it.
    arguments.extend(["-flush_packets", "1", "-f", "nut", "-write_index", "0", "pipe:1"].map(OsString::from));
    Ok(Order { arguments, script, is_recording })
}

/// The filter that turns what was scaled, which is the smaller picture.
fn turning(rotation: Rotation) -> &'static str {
    match rotation {
        Rotation::None => "",
        Rotation::Quarter => ",transpose=clock",
        Rotation::Half => ",hflip,vflip",
        Rotation::ThreeQuarters => ",transpose=cclock",
    }
}

fn address_of(address: &str) -> Result<Url, SourceError> {
    let url = Url::parse(address.trim()).map_err(|error| bad_address(&error.to_string()))?;
    if !matches!(url.scheme(), "rtsp" | "rtsps" | "http" | "https") {
        return Err(bad_address("only rtsp, rtsps, http and https are understood"));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(bad_address("it names no host"));
    }
    Ok(url)
}

fn bad_address(why: &str) -> SourceError {
    SourceError { trouble: SourceTrouble::BadAddress, detail: why.into() }
}

fn is_rtsp(url: &Url) -> bool {
    url.scheme().starts_with("rtsp")
}

/// A list with one entry, the address. `option` lines exist since ffmpeg 5.
fn script(mut url: Url, ffmpeg_major: u32) -> String {
    let mut options = String::new();
    if ffmpeg_major >= 5 {
        if is_rtsp(&url) {
            options = format!("option rtsp_transport tcp\noption timeout {TIMEOUT_MICROS}\n");
        } else {
            options = format!("option rw_timeout {TIMEOUT_MICROS}\n");
        }
    } else if is_rtsp(&url) {
        // The older way to say the same: a word of its own in the query, which ffmpeg takes out again.
        let query = url.query().map_or("tcp".into(), |query| format!("{query}&tcp"));
        url.set_query(Some(&query));
    }
    // The fragment is for readers of pages; a quote must not end the quoted address.
    url.set_fragment(None);
    let quoted = url.as_str().replace('\'', r"'\''");
    format!("ffconcat version 1.0\nfile '{quoted}'\n{options}")
}

/// With the protocol in front, no name of a file can be taken for an option or for an address.
fn file_address(path: &Path) -> OsString {
    let mut address = OsString::from("file:");
    address.push(path);
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(address: &str) -> CameraSource {
        CameraSource::Stream { address: address.into() }
    }

    fn words(order: &Order) -> Vec<&str> {
        order.arguments.iter().map(|word| word.to_str().expect("plain text")).collect()
    }

    #[test]
    fn no_part_of_an_address_becomes_an_argument() {
        for address in ["rtsp://anna:s3cret@10.0.0.4:554/live", "http://cam.local/mjpg?user=a&password=s3cret"] {
            for major in [4, 5] {
                let order = order(&stream(address), Rotation::None, Pace::RealTime, major).expect("a fine address");
                let arguments = words(&order).join(" ");
                assert!(!arguments.contains("s3cret") && !arguments.contains("cam") && !arguments.contains("10.0"));
                assert!(order.script.expect("it goes to standard input").contains("s3cret"), "ffmpeg needs it");
            }
        }
    }

    #[test]
    fn no_address_ends_its_quotes_or_begins_a_line_of_its_own() {
        let order = order(&stream("http://h/a'\nfile '/etc/passwd'#x"), Rotation::None, Pace::RealTime, 5)
            .expect("odd but an address");
        let script = order.script.expect("a stream has one");
        assert_eq!(script.lines().count(), 3, "head, one file, one option: {script}");
        assert!(script.contains(r"a'\''file"), "quotes stay inside: {script}");
    }

    #[test]
    fn only_network_protocols_are_open_to_a_stream_and_only_files_to_a_file() {
        for (source, allowed) in [
            (stream("rtsp://h/1"), "pipe,tcp,tls"),
            (stream("https://h/1.m3u8"), "pipe,http,https,httpproxy,tcp,tls,crypto"),
            (CameraSource::File { path: "a.mp4".into(), is_looped: false }, "file"),
        ] {
            let order = order(&source, Rotation::None, Pace::RealTime, 5).expect("fine");
            let words = words(&order);
            let at = words.iter().position(|&word| word == "-protocol_whitelist").expect("always said");
            assert_eq!(words[at + 1], allowed, "{source:?}");
        }
    }

    #[test]
    fn what_is_no_address_of_a_camera_is_said_to_be_none() {
        for address in ["", "camera", "file:///etc/passwd", "concat:a|b", "rtsp://", "ftp://h/x"] {
            let error = order(&stream(address), Rotation::None, Pace::RealTime, 5).expect_err(address);
            assert_eq!(error.trouble, SourceTrouble::BadAddress, "{address}");
        }
    }

    #[test]
    fn a_file_may_be_called_anything() {
        let source = CameraSource::File { path: "-i concat:x|y.mp4".into(), is_looped: true };
        let order = order(&source, Rotation::None, Pace::Unhurried, 5).expect("fine");
        assert!(words(&order).contains(&"file:-i concat:x|y.mp4"), "it is one word after its protocol");
        assert!(words(&order).windows(2).any(|pair| pair == ["-stream_loop", "-1"]), "a looped file starts again");
        assert!(order.is_recording, "it comes as fast as it is taken");
    }

    #[test]
    fn recordings_on_a_server_are_known_from_live_streams() {
        for (address, is_recording) in
            [("http://h/a/live.m3u8?t=1", true), ("http://h/mjpg", false), ("rtsp://h/1", false)]
        {
            let order = order(&stream(address), Rotation::None, Pace::RealTime, 5).expect("fine");
            assert_eq!(order.is_recording, is_recording, "{address}");
        }
    }

    #[test]
    fn an_old_ffmpeg_is_asked_for_tcp_in_the_way_it_knows() {
        let order = order(&stream("rtsp://h/cam?channel=1"), Rotation::None, Pace::RealTime, 4).expect("fine");
        let script = order.script.expect("a stream has one");
        assert!(script.contains("rtsp://h/cam?channel=1&tcp") && !script.contains("option"), "{script}");
    }

    #[test]
    fn a_camera_that_hangs_sideways_is_turned_by_the_decoder() {
        for (rotation, filter) in [
            (Rotation::None, None),
            (Rotation::Quarter, Some(",transpose=clock")),
            (Rotation::Half, Some(",hflip,vflip")),
            (Rotation::ThreeQuarters, Some(",transpose=cclock")),
        ] {
            let order = order(&stream("rtsp://h/1"), rotation, Pace::RealTime, 5).expect("fine");
            let words = words(&order);
            let filters = words[words.iter().position(|word| *word == "-vf").expect("filters") + 1];
            let added = filters.split_once("out_range=tv").map(|(_, added)| added).filter(|added| !added.is_empty());
            assert_eq!(added, filter, "{rotation:?}");
        }
    }
}
