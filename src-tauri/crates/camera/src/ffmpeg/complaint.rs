//! What `ffmpeg` says when it fails, and what that means to the owner.
//!
//! Owns the reading of its messages. Invariant: what leaves here holds no address, user, password or path.

use porchlight_domain::SourceTrouble;
use std::collections::VecDeque;

/// A broken stream complains about every frame; the end of it is enough.
const KEPT: usize = 12;
const LONGEST: usize = 200;

/// Phrases of ffmpeg and the C library, the more telling ones first.
const MEANINGS: [(&str, SourceTrouble); 22] = [
    ("401 unauthorized", SourceTrouble::Refused),
    ("403 forbidden", SourceTrouble::Refused),
    ("authorization failed", SourceTrouble::Refused),
    ("permission denied", SourceTrouble::Refused),
    ("404 not found", SourceTrouble::NotFound),
    ("no such file or directory", SourceTrouble::NotFound),
    ("is a directory", SourceTrouble::NotFound),
    ("connection refused", SourceTrouble::Unreachable),
    ("no route to host", SourceTrouble::Unreachable),
    ("network is unreachable", SourceTrouble::Unreachable),
    ("timed out", SourceTrouble::Unreachable),
    ("failed to resolve", SourceTrouble::Unreachable),
    ("name or service not known", SourceTrouble::Unreachable),
    ("connection reset", SourceTrouble::Unreachable),
    ("broken pipe", SourceTrouble::Unreachable),
    ("end of file", SourceTrouble::Unreachable),
    ("input/output error", SourceTrouble::Unreachable),
    ("server returned 5xx", SourceTrouble::Unreachable),
    ("invalid data found", SourceTrouble::Unreadable),
    ("moov atom not found", SourceTrouble::Unreadable),
    ("matches no streams", SourceTrouble::Unreadable),
    ("not on whitelist", SourceTrouble::Unreadable),
];

/// The last lines of its standard error, made harmless.
#[derive(Clone, Debug, Default)]
pub(crate) struct Complaint {
    lines: VecDeque<String>,
}

impl Complaint {
    /// Adds a line as ffmpeg wrote it.
    pub(crate) fn hear(&mut self, line: &str) {
        let line = harmless(line);
        if line.is_empty() || self.lines.back() == Some(&line) {
            return;
        }
        if self.lines.len() == KEPT {
            self.lines.pop_front();
        }
        self.lines.push_back(line);
    }

    /// What it means; `None` if nothing telling was said.
    pub(crate) fn trouble(&self) -> Option<SourceTrouble> {
        MEANINGS
            .iter()
            .find(|(phrase, _)| self.lines.iter().any(|line| line.to_lowercase().contains(phrase)))
            .map(|m| m.1)
    }

    /// For the log.
    pub(crate) fn detail(&self) -> String {
        self.lines.iter().rev().take(3).rev().map(String::as_str).collect::<Vec<_>>().join("; ")
    }
}

/// Without whatever could be an address or a path, and without the number of the part that speaks.
fn harmless(line: &str) -> String {
    let line = line.trim();
    let line = match line.split_once("] ") {
        Some((speaker, rest)) if speaker.starts_with('[') && speaker.contains(" @ ") => rest,
        _ => line,
    };
    // Everything between the first quotes, brackets or spaces around "://" or a path goes.
    let mut clean = String::new();
    let mut rest = line;
    while let Some(start) = secret_start(rest) {
        clean.push_str(&rest[..start]);
        clean.push('…');
        // ffmpeg ends what it names by a quote or by a colon and a space; without either all of the rest goes.
        let tail = &rest[start..];
        let quoted = rest[..start].ends_with('\'');
        let end = if quoted { tail.rfind('\'') } else { tail.rfind(": ") };
        rest = end.map_or("", |end| &tail[end..]);
        if !quoted {
            break;
        }
    }
    clean.push_str(rest);
    clean.chars().take(LONGEST).collect()
}

/// Where something begins that names a place: a protocol with its colon, a slash at the head of a word, a host.
fn secret_start(text: &str) -> Option<usize> {
    let word_of = |at: usize| text[..at].rfind([' ', '\'', '"', '(']).map_or(0, |before| before + 1);
    let address = text.find("://").map(word_of);
    let file = text.find("file:").map(word_of);
    let path = text.match_indices('/').map(|(at, _)| at).find(|&at| word_of(at) == at);
    let host = text.find("hostname ").map(|at| at + "hostname ".len());
    [address, file, path, host].into_iter().flatten().min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_a_message_names_no_place() {
        for (said, kept) in [
            ("[concat @ 0x558216c5d9c0] Impossible to open 'http://u:s3cret@h:8765/x'", "Impossible to open '…'"),
            (
                "[tcp @ 0x5] Connection to tcp://s3cret:1 failed: Connection refused",
                "Connection to …: Connection refused",
            ),
            ("rtsp://u:s3cret: x@h/1: Server returned 401 Unauthorized", "…: Server returned 401 Unauthorized"),
            ("file:/home/s3cret/a: b.mp4: No such file or directory", "…: No such file or directory"),
            ("/home/s3cret.mp4: Is a directory", "…: Is a directory"),
            ("[h264 @ 0x55] error while decoding MB 3 4", "error while decoding MB 3 4"),
            ("Failed to resolve hostname s3cret.lan: Name or service", "Failed to resolve hostname …: Name or service"),
            ("pipe:0: Invalid data found when processing input", "pipe:0: Invalid data found when processing input"),
            ("Opening 'https://h/s3cret' for 'https://h/it's3cret' reading", "Opening '…' reading"),
        ] {
            assert_eq!(harmless(said), kept, "{said}");
        }
    }

    #[test]
    fn messages_mean_what_the_owner_can_mend() {
        for (said, trouble) in [
            ("pipe:0: Server returned 401 Unauthorized (authorization failed)", Some(SourceTrouble::Refused)),
            ("method DESCRIBE failed: 404 Not Found", Some(SourceTrouble::NotFound)),
            ("Connection to tcp://h:1 failed: Connection refused", Some(SourceTrouble::Unreachable)),
            ("pipe:0: Connection timed out", Some(SourceTrouble::Unreachable)),
            ("Failed to resolve hostname nowhere: Name or service not known", Some(SourceTrouble::Unreachable)),
            ("moov atom not found", Some(SourceTrouble::Unreadable)),
            ("Stream map '0:v:0' matches no streams.", Some(SourceTrouble::Unreadable)),
            ("something new", None),
        ] {
            let mut complaint = Complaint::default();
            complaint.hear(said);
            complaint.hear("Conversion failed!");
            assert_eq!(complaint.trouble(), trouble, "{said}");
        }
    }

    #[test]
    fn endless_complaints_take_no_endless_room() {
        let mut complaint = Complaint::default();
        for n in 0..1000 {
            complaint.hear(&format!("{n} {}", "x".repeat(10_000)));
        }
        assert_eq!(complaint.lines.len(), KEPT, "the last lines are kept");
        assert!(complaint.detail().len() < 3 * (LONGEST + 10), "and they are short");
    }
}
