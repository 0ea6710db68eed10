//! The end of a ZIP file.
//!
//! Owns how many entries a file says it has, read before anything makes room for so many. Must not know what is in it, nor how
//! many are bearable: that is for whoever opens it. Invariant: whichever of its records a reader believes, it is not told of more.

use std::{
    fs::File,
    io::{Read as _, Result, Seek as _, SeekFrom},
};

/// The end of an archive is at most so long: its record, a remark, and the records of large archives.
const END: u64 = 22 + 65_535 + 20 + 56;

/// What the end of a ZIP file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZipEnd {
    /// Bytes of the file.
    pub length: u64,
    /// Entries at the most.
    pub entries: u64,
}

/// Reads the end of a file, which is at its beginning afterwards.
///
/// # Errors
/// The file cannot be read.
pub fn zip_end(file: &mut File) -> Result<ZipEnd> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(END)))?;
    let mut end = Vec::new();
    file.take(END).read_to_end(&mut end)?;
    file.seek(SeekFrom::Start(0))?;
    let number = |at: usize, bytes: usize| {
        let field = end.get(at..at + bytes)?;
        Some(field.iter().rev().fold(0u64, |number, byte| number << 8 | u64::from(*byte)))
    };
    // The record of usual archives, and that of large ones, in which the usual one says 65,535.
    let said = end.windows(4).enumerate().filter_map(|(at, mark)| match mark {
        b"PK\x05\x06" => number(at + 10, 2).filter(|entries| *entries != 0xffff),
        b"PK\x06\x06" => number(at + 32, 8),
        _ => None,
    });
    Ok(ZipEnd { length, entries: said.max().unwrap_or(0) })
}
