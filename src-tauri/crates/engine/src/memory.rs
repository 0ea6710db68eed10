//! How much memory the program and its children take.
//!
//! Owns the reading of `/proc`. Must not judge. Proportional set size: memory shared with others counts for each in equal
//! parts, so that ten decoders of one library are not counted ten times.

use std::fs;

/// The proportional set size of this process and of all that it started, in bytes; `None` where the system does not tell.
/// Takes a few milliseconds.
pub fn memory_in_use() -> Option<u64> {
    let own = std::process::id();
    let all: Vec<(u32, u32)> = fs::read_dir("/proc").ok()?.flatten().filter_map(|entry| parent_of(&entry)).collect();
    let mut family = vec![own];
    let mut next = 0;
    while next < family.len() {
        let of = family[next];
        family.extend(all.iter().filter(|(_, parent)| *parent == of).map(|(process, _)| *process));
        next += 1;
    }
    // A child that ended meanwhile takes nothing.
    let sizes: Vec<u64> = family.iter().filter_map(|process| proportional_size(*process)).collect();
    (!sizes.is_empty()).then(|| sizes.iter().sum())
}

/// A process and the one that started it.
fn parent_of(entry: &fs::DirEntry) -> Option<(u32, u32)> {
    let process = entry.file_name().to_str()?.parse().ok()?;
    let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
    // The name stands in brackets and may hold anything, brackets included.
    let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
    Some((process, parent))
}

fn proportional_size(process: u32) -> Option<u64> {
    let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_counted_and_so_are_children() {
        let before = memory_in_use().expect("Linux tells");
        let taken = vec![1u8; 64 << 20];
        let after = memory_in_use().expect("Linux tells");
        let megabytes = (after.saturating_sub(before)) >> 20;
        assert!((40..200).contains(&megabytes), "64 MB were taken, {megabytes} MB counted");
        let mut child = std::process::Command::new("sleep").arg("20").spawn().expect("a child");
        let own = std::process::id();
        let is_counted = fs::read_dir("/proc")
            .expect("there")
            .flatten()
            .filter_map(|entry| parent_of(&entry))
            .any(|pair| pair == (child.id(), own));
        assert!(is_counted, "the child is found by its parent");
        child.kill().expect("ended");
        child.wait().expect("reaped");
        drop(taken);
    }
}
