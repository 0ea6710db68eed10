//! A ZIP file of pictures.
//!
//! Owns what is believed of an archive, which is little: anybody may have made it. Must not write anything: a picture is
//! unpacked into memory when it is asked for, so that no name in the archive ever becomes a path. Invariants: the number
//! of entries is known to be bearable before any of them is read; what unpacks to more than a picture, or to much more
//! than it said, is not unpacked further; entries that share their bytes, as those of a bomb do, are refused.

use super::{
    ApiError, checks,
    listing::{Found, Listing},
    too_large, unreadable,
};
use porchlight_store::{ZipEnd, zip_end};
use std::{fs::File, io::Read as _};
use zip::ZipArchive;

/// Entries of an archive, of whatever kind.
const MOST_ENTRIES: u64 = 50_000;
/// A picture is hardly ever pressed to less than a hundredth: what says so unpacks to nothing that anybody photographed.
const MOST_UNPACKED: u64 = 100;
/// Small files may be: a single colour presses well.
const SMALL: u64 = 4 << 20;

/// An open archive.
pub(super) struct Archive {
    zip: ZipArchive<File>,
}

impl Archive {
    pub(super) fn open(mut file: File) -> Result<(Self, Listing), ApiError> {
        let ZipEnd { length, entries } = zip_end(&mut file).map_err(|_| unreadable("the file cannot be read"))?;
        if entries > MOST_ENTRIES {
            return Err(too_large("there are too many files in this ZIP file"));
        }
        let mut zip = ZipArchive::new(file).map_err(|_| unreadable("it is no ZIP file, or it is damaged"))?;
        let (mut found, mut left_out, mut packed) = (Vec::new(), 0, 0u64);
        for place in 0..zip.len() {
            let entry = zip.by_index_raw(place).map_err(|_| unreadable("the ZIP file is damaged"))?;
            packed = packed.saturating_add(entry.compressed_size());
            if entry.is_dir() {
                continue;
            }
            // A name that leads out of the archive is no name; it would never become a path anyway.
            let parts: Option<Vec<String>> = entry
                .enclosed_name()
                .map(|path| path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect());
            let size = entry.size();
            let is_bomb = size > SMALL && size / MOST_UNPACKED > entry.compressed_size();
            match parts {
                Some(parts) if !is_bomb && !entry.is_symlink() => found.push(Found { parts, size, place }),
                _ => left_out += 1,
            }
        }
        if packed > length {
            return Err(unreadable("the entries of the ZIP file share their bytes"));
        }
        let listing = Listing::of(found, left_out, checks::LARGEST_PICTURE as u64)?;
        Ok((Self { zip }, listing))
    }

    /// The bytes of an entry, or why they cannot be read.
    pub(super) fn read(&mut self, place: usize) -> Result<Vec<u8>, String> {
        let entry = self.zip.by_index(place).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) | zip::result::ZipError::InvalidPassword => {
                "it is locked with a password, or packed in a way that is not known".to_owned()
            }
            _ => "it is damaged".to_owned(),
        })?;
        // Not more than it said, and not more than a picture: whatever comes after that is not unpacked.
        let most = entry.size().min(checks::LARGEST_PICTURE as u64);
        let mut bytes = Vec::new();
        entry.take(most + 1).read_to_end(&mut bytes).map_err(|_| "it is damaged".to_owned())?;
        if bytes.len() as u64 > most { Err("it unpacks to more than it should".into()) } else { Ok(bytes) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorCode;
    use std::io::{Cursor, Write as _};
    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

    fn archive(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("begins");
            zip.write_all(bytes).expect("is packed");
        }
        zip.finish().expect("is finished").into_inner()
    }

    fn opened(bytes: &[u8]) -> Result<(Archive, Listing), ApiError> {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(bytes).expect("is written");
        Archive::open(file)
    }

    #[test]
    fn pictures_come_out_as_they_went_in() {
        let bytes = archive(&[("Anna/1.jpg", b"one"), ("Bo/2.jpg", b"two")], CompressionMethod::Deflated);
        let (mut archive, listing) = opened(&bytes).expect("opens");
        let read: Vec<_> = (0..2).map(|i| archive.read(listing.item(i).expect("listed").place)).collect();
        assert_eq!(read, [Ok(b"one".to_vec()), Ok(b"two".to_vec())]);
        assert_eq!(listing.pictures()[1].person.as_deref(), Some("Bo"));
    }

    #[test]
    fn a_name_that_leads_elsewhere_is_left_out() {
        let bytes = archive(
            &[("../../../etc/evil.jpg", b"x"), ("/abs/olute.jpg", b"x"), ("..\\evil.jpg", b"x"), ("Anna/1.jpg", b"x")],
            CompressionMethod::Stored,
        );
        let (_, listing) = opened(&bytes).expect("opens");
        let shown: Vec<_> = listing.pictures().into_iter().map(|one| (one.person, one.file_name)).collect();
        let is_way_out = |name: &str| name.contains("..") || name.contains('/') || name.contains('\\');
        let way_out =
            shown.iter().find(|(person, file)| is_way_out(person.as_deref().unwrap_or("")) || is_way_out(file));
        assert_eq!(way_out, None, "no name is a path");
        assert!(shown.contains(&(Some("Anna".into()), "1.jpg".into())), "{shown:?}");
        assert!(listing.left_out >= 1, "what leads out is left out: {shown:?}");
    }

    #[test]
    fn what_unpacks_to_a_hundred_times_its_size_is_left_out() {
        let empty = vec![0u8; 32 << 20];
        let bytes = archive(&[("Anna/bomb.jpg", &empty), ("Anna/1.jpg", b"fine")], CompressionMethod::Deflated);
        assert!(bytes.len() < 1 << 20, "it is a bomb: {} bytes", bytes.len());
        let (_, listing) = opened(&bytes).expect("opens");
        assert_eq!((listing.pictures().len(), listing.left_out), (1, 1));
    }

    #[test]
    fn what_lies_about_its_size_is_not_unpacked_further() {
        let mut bytes = archive(&[("Anna/1.jpg", &[7u8; 100_000])], CompressionMethod::Deflated);
        // The size as the directory and the entry tell it becomes 10.
        let said = 100_000u32.to_le_bytes();
        let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == said).collect();
        assert!(!places.is_empty(), "it says how large it is");
        for at in places {
            bytes[at..at + 4].copy_from_slice(&10u32.to_le_bytes());
        }
        let (mut archive, listing) = opened(&bytes).expect("opens");
        assert!(archive.read(listing.item(0).expect("listed").place).is_err(), "it is not what it said");
    }

    #[test]
    fn entries_that_share_their_bytes_are_refused() {
        let picture: Vec<u8> = (0..50_000u32).flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let bytes = archive(&[("a.jpg", &picture), ("b.jpg", b"x")], CompressionMethod::Stored);
        // Both entries of the directory now say that they have all of the bytes.
        let mut bomb = bytes.clone();
        let entries: Vec<usize> = (0..bomb.len() - 4).filter(|at| &bomb[*at..*at + 4] == b"PK\x01\x02").collect();
        assert_eq!(entries.len(), 2);
        let first: Vec<u8> = bomb[entries[0] + 16..entries[0] + 28].to_vec();
        bomb[entries[1] + 16..entries[1] + 28].copy_from_slice(&first);
        let offset: Vec<u8> = bomb[entries[0] + 42..entries[0] + 46].to_vec();
        bomb[entries[1] + 42..entries[1] + 46].copy_from_slice(&offset);
        let refused = opened(&bomb).map(drop).expect_err("is refused");
        assert_eq!(refused.code, ErrorCode::AlbumUnreadable);
        opened(&bytes).expect("as it was it opens");
    }

    #[test]
    fn an_archive_of_very_many_entries_is_refused_before_it_is_read() {
        let bytes = archive(&[("a.jpg", b"x")], CompressionMethod::Stored);
        let end = bytes.windows(4).rposition(|mark| mark == b"PK\x05\x06").expect("has an end");
        let mut many = bytes.clone();
        many[end + 10..end + 12].copy_from_slice(&60_000u16.to_le_bytes());
        assert_eq!(opened(&many).map(drop).expect_err("refused").code, ErrorCode::AlbumTooLarge);
        let mut large = vec![0u8; 56];
        large[..4].copy_from_slice(b"PK\x06\x06");
        large[32..40].copy_from_slice(&u64::from(u32::MAX).to_le_bytes());
        large.extend_from_slice(&bytes[end..]);
        assert_eq!(opened(&large).map(drop).expect_err("refused").code, ErrorCode::AlbumTooLarge);
    }

    #[test]
    fn whatever_is_no_archive_is_said_to_be_none() {
        let good = archive(&[("Anna/1.jpg", b"one"), ("Bo/2.jpg", b"two")], CompressionMethod::Deflated);
        assert_eq!(opened(b"").map(drop).expect_err("empty").code, ErrorCode::AlbumUnreadable);
        assert_eq!(opened(b"a letter").map(drop).expect_err("text").code, ErrorCode::AlbumUnreadable);
        // Cut or changed anywhere, it is refused or its pictures are; it never panics.
        for cut in 0..good.len() {
            let _ = opened(&good[..cut]).map(drop);
            let mut changed = good.clone();
            changed[cut] ^= 0x55;
            if let Ok((mut archive, listing)) = opened(&changed) {
                for i in 0..listing.pictures().len() {
                    let read = archive.read(listing.item(i).expect("listed").place);
                    assert!(read.is_err() || read.is_ok_and(|bytes| bytes.len() <= 8), "never more than there is");
                }
            }
        }
    }
}
