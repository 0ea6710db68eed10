//! A folder of pictures, or of folders of pictures.
//!
//! Owns the walk. Must not leave the folder: links are not followed. Invariant: two levels and a number of entries, then
//! it ends.

use super::{
    ApiError, checks,
    listing::{Found, Listing},
    too_large, unreadable,
};
use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

/// Entries looked at.
const MOST_ENTRIES: usize = 100_000;

/// The files of a folder, by place.
pub(super) struct Folder {
    paths: Vec<PathBuf>,
}

impl Folder {
    pub(super) fn open(path: &Path) -> Result<(Self, Listing), ApiError> {
        let mut walk = Walk::default();
        walk.enter(path, &[])?;
        let listing = Listing::of(walk.found, walk.left_out, checks::LARGEST_PICTURE as u64)?;
        Ok((Self { paths: walk.paths }, listing))
    }

    /// The bytes of a file, or why they cannot be read.
    pub(super) fn read(&self, place: usize) -> Result<Vec<u8>, String> {
        let path = self.paths.get(place).ok_or("it is gone")?;
        // It may have been replaced since it was listed.
        let about = fs::symlink_metadata(path).map_err(|_| "it is gone".to_owned())?;
        if !about.is_file() {
            return Err("it is no file any more".into());
        }
        let file = fs::File::open(path).map_err(|_| "it cannot be opened".to_owned())?;
        let mut bytes = Vec::new();
        let most = checks::LARGEST_PICTURE as u64;
        file.take(most + 1).read_to_end(&mut bytes).map_err(|_| "it cannot be read".to_owned())?;
        if bytes.len() as u64 > most { Err("it is too large to be a picture".into()) } else { Ok(bytes) }
    }
}

#[derive(Default)]
struct Walk {
    found: Vec<Found>,
    paths: Vec<PathBuf>,
    left_out: u64,
    entries: usize,
}

impl Walk {
    fn enter(&mut self, folder: &Path, within: &[String]) -> Result<(), ApiError> {
        let entries = fs::read_dir(folder).map_err(|_| unreadable("the folder cannot be read"))?;
        for entry in entries {
            let entry = entry.map_err(|_| unreadable("the folder cannot be read"))?;
            self.entries += 1;
            if self.entries > MOST_ENTRIES {
                return Err(too_large("there is too much in this folder"));
            }
            // Does not follow a link, which might lead anywhere.
            let Ok(about) = entry.metadata() else { continue };
            let mut parts = within.to_vec();
            parts.push(entry.file_name().to_string_lossy().into_owned());
            if about.is_dir() && within.is_empty() {
                self.enter(&entry.path(), &parts)?;
            } else if about.is_file() {
                self.found.push(Found { parts, size: about.len(), place: self.paths.len() });
                self.paths.push(entry.path());
            } else {
                self.left_out += 1;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_folders_is_read_and_links_are_not_followed() {
        let dir = tempfile::tempdir().expect("a folder");
        let put = |path: &str, bytes: &[u8]| {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().expect("has one")).expect("is made");
            fs::write(path, bytes).expect("is written");
        };
        put("album/Anna/1.jpg", b"one");
        put("album/loose.png", b"two");
        put("album/Anna/deep/3.jpg", b"three");
        put("elsewhere/secret.jpg", b"secret");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(dir.path().join("elsewhere"), dir.path().join("album/Bo")).expect("a link");
            let secret = dir.path().join("elsewhere/secret.jpg");
            std::os::unix::fs::symlink(secret, dir.path().join("album/Anna/2.jpg")).expect("a link");
        }
        let (folder, listing) = Folder::open(&dir.path().join("album")).expect("opens");
        let pictures = listing.pictures();
        let names: Vec<_> = pictures.iter().map(|p| (p.person.as_deref(), p.file_name.as_str())).collect();
        assert_eq!(names, [(None, "loose.png"), (Some("Anna"), "1.jpg")]);
        assert_eq!(listing.left_out, if cfg!(unix) { 3 } else { 1 });
        assert_eq!(folder.read(listing.item(1).expect("is listed").place).expect("is read"), b"one");
        fs::remove_file(dir.path().join("album/Anna/1.jpg")).expect("goes");
        assert!(folder.read(listing.item(1).expect("is listed").place).is_err(), "gone since");
    }

    #[test]
    fn what_is_no_folder_cannot_be_entered() {
        assert!(Folder::open(Path::new("/no/such/folder")).is_err());
    }
}
