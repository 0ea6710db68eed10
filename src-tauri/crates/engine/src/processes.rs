//! What the program and its children take of the machine: memory and processor time.
//!
//! Owns the reading of `/proc`. Must not judge. Proportional set size: memory shared with others counts for each in equal
//! parts, so that ten decoders of one library are not counted ten times.

use std::{fs, time::Duration};

/// Ticks a second in `/proc`: the same on every Linux that matters.
const TICKS_A_SECOND: f64 = 100.0;

/// A process as `/proc` tells it.
#[derive(Clone, Copy)]
struct Process {
    id: u32,
    parent: u32,
    /// Processor time in user and system mode.
    ticks: f64,
}

/// The proportional set size of this process and of all that it started, in bytes; `None` where the system does not tell.
/// Takes a few milliseconds.
pub fn memory_in_use() -> Option<u64> {
    // A child that ended meanwhile takes nothing.
    let sizes: Vec<u64> = family()?.iter().filter_map(|process| proportional_size(process.id)).collect();
    (!sizes.is_empty()).then(|| sizes.iter().sum())
}

/// What programs may still take of this machine's memory before it has to write to its disk what does not fit, in bytes;
/// `None` where the system does not tell.
pub(crate) fn memory_free() -> Option<u64> {
    kilobytes(&fs::read_to_string("/proc/meminfo").ok()?, "MemAvailable:")
}

/// All of this machine's memory, in bytes; `None` where the system does not tell.
pub(crate) fn memory_of_machine() -> Option<u64> {
    kilobytes(&fs::read_to_string("/proc/meminfo").ok()?, "MemTotal:")
}

/// Processor time of this process and of all that it started and that still run; `None` where the system does not tell.
pub fn cpu_time_used() -> Option<Duration> {
    let ticks: f64 = family()?.iter().map(|process| process.ticks).sum();
    Some(Duration::from_secs_f64(ticks / TICKS_A_SECOND))
}

/// This process and all that it started.
fn family() -> Option<Vec<Process>> {
    let all: Vec<Process> = fs::read_dir("/proc").ok()?.flatten().filter_map(|entry| read(&entry)).collect();
    let own = std::process::id();
    let mut family: Vec<Process> = all.iter().copied().filter(|process| process.id == own).collect();
    let mut next = 0;
    while let Some(parent) = family.get(next).map(|process| process.id) {
        family.extend(all.iter().filter(|process| process.parent == parent));
        next += 1;
    }
    Some(family)
}

fn read(entry: &fs::DirEntry) -> Option<Process> {
    let id = entry.file_name().to_str()?.parse().ok()?;
    let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
    // The name stands in brackets and may hold anything, brackets included.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field)?.parse::<f64>().ok();
    Some(Process { id, parent: fields.get(1)?.parse().ok()?, ticks: ticks(11)? + ticks(12)? })
}

fn proportional_size(process: u32) -> Option<u64> {
    let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    kilobytes(&rollup, "Pss:")
}

/// A line such as `Pss: 12 kB`, in bytes.
fn kilobytes(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find(|line| line.starts_with(name))?;
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
        let is_counted = family().expect("Linux tells").iter().any(|process| process.id == child.id());
        assert!(is_counted, "the child is found by its parent");
        child.kill().expect("ended");
        child.wait().expect("reaped");
        drop(taken);
    }

    #[test]
    fn a_machine_that_runs_tests_has_memory_left_and_not_without_end() {
        let (free, all) = (memory_free().expect("Linux tells"), memory_of_machine().expect("Linux tells"));
        assert!(16 << 20 < free && free < all && all < 1 << 50, "{free} bytes of {all}");
    }

    #[test]
    fn work_takes_processor_time() {
        let before = cpu_time_used().expect("Linux tells");
        let begun = std::time::Instant::now();
        let mut sum = 0u64;
        while begun.elapsed() < Duration::from_secs(20) && cpu_time_used().is_some_and(|now| now == before) {
            sum = (0..1_000_000u64).fold(sum, u64::wrapping_add);
        }
        assert!(cpu_time_used() > Some(before), "a program that works takes time: {sum}");
    }
}
