//! The picture files beside the database.
//!
//! Owns the folder `pictures`. Must not know SQL, nor look into a picture. Invariants: a file name is an id and nothing
//! else; a file appears whole or not at all; it is there before its row is committed, so that a row is never without its
//! picture. A file without a row is what a crash left, and is swept away at the next start.

use crate::{Result, StoreError};
use std::{
    collections::HashSet,
    fs,
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

/// Which pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Album {
    /// Larger pictures of faces, by face.
    Faces,
    /// Aligned crops, by face.
    Crops,
    /// The moments of alerts, by alert.
    Scenes,
}

impl Album {
    pub(crate) const ALL: [Self; 3] = [Self::Faces, Self::Crops, Self::Scenes];

    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Faces => "faces",
            Self::Crops => "crops",
            Self::Scenes => "scenes",
        }
    }
}

/// The picture files.
pub(crate) struct Pictures {
    root: PathBuf,
}

impl Pictures {
    /// In `data_dir/pictures`, which is made with the first picture.
    pub(crate) fn new(data_dir: &Path) -> Self {
        Self { root: data_dir.join("pictures") }
    }

    /// Where a picture lies. A hundred folders keep each of them short.
    pub(crate) fn path(&self, album: Album, id: i64) -> PathBuf {
        self.root.join(album.folder()).join(format!("{:02}", id.rem_euclid(100))).join(format!("{id}.jpg"))
    }

    /// Writes a picture whole or not at all.
    pub(crate) fn put(&self, album: Album, id: i64, bytes: &[u8]) -> Result<PathBuf> {
        let path = self.path(album, id);
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).map_err(StoreError::io(folder))?;
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(StoreError::io(folder))?;
        file.write_all(bytes).map_err(StoreError::io(&path))?;
        file.persist(&path).map_err(|refused| StoreError::io(&path)(refused.error))?;
        Ok(path)
    }

    /// The bytes of a picture. An empty file is what a power cut may leave: as good as none.
    pub(crate) fn get(&self, album: Album, id: i64) -> Result<Option<Vec<u8>>> {
        let path = self.path(album, id);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes).filter(|bytes| !bytes.is_empty())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::io(path)(error)),
        }
    }

    /// Removes files; those that are gone already are passed over. Goes on after a failure and tells the first.
    pub(crate) fn remove(paths: &[PathBuf]) -> Result<()> {
        paths.iter().map(|path| remove(path)).fold(Ok(()), Result::and)
    }

    /// Removes every file of an album whose id is not in `kept`, and all unfinished ones. Returns how many.
    pub(crate) fn sweep(&self, album: Album, kept: &HashSet<i64>) -> Result<u64> {
        let mut swept = Vec::new();
        for path in files_under(&self.root.join(album.folder()))? {
            let id = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".jpg")?.parse().ok());
            if !id.is_some_and(|id: i64| kept.contains(&id)) {
                swept.push(path);
            }
        }
        Self::remove(&swept)?;
        Ok(swept.len() as u64)
    }

    /// Whether there is a picture.
    pub(crate) fn has(&self, album: Album, id: i64) -> bool {
        self.path(album, id).is_file()
    }

    /// Bytes and number of the files of an album.
    pub(crate) fn used(&self, album: Album) -> Result<(u64, u64)> {
        used_under(&self.root.join(album.folder()))
    }
}

/// Removes a file, or a folder with everything in it; one that is not there is gone already.
pub(crate) fn remove(path: &Path) -> Result<()> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(StoreError::io(path)(error)),
        _ => Ok(()),
    }
}

/// Bytes and number of all files below a folder, which need not exist.
pub(crate) fn used_under(folder: &Path) -> Result<(u64, u64)> {
    let mut used = (0, 0);
    for path in files_under(folder)? {
        // A file may go between listing and asking.
        if let Ok(about) = fs::metadata(&path) {
            used = (used.0 + about.len(), used.1 + 1);
        }
    }
    Ok(used)
}

/// All files below a folder, which need not exist.
fn files_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            entries => entries.map_err(StoreError::io(&folder))?,
        };
        for entry in entries {
            let entry = entry.map_err(StoreError::io(&folder))?;
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                _ => files.push(entry.path()),
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_comes_back_as_it_went_in_and_its_name_is_its_id() {
        let dir = tempfile::tempdir().expect("a folder");
        let pictures = Pictures::new(dir.path());
        let path = pictures.put(Album::Faces, 1207, b"bytes").expect("is written");
        assert!(path.ends_with("pictures/faces/07/1207.jpg"), "{path:?}");
        assert_eq!(pictures.get(Album::Faces, 1207).expect("readable").as_deref(), Some(&b"bytes"[..]));
        assert_eq!(pictures.get(Album::Crops, 1207).expect("readable"), None, "another album");
        assert_eq!(pictures.used(Album::Faces).expect("countable"), (5, 1));
    }

    #[test]
    fn the_sweep_takes_what_has_no_row_and_what_was_never_finished() {
        let dir = tempfile::tempdir().expect("a folder");
        let pictures = Pictures::new(dir.path());
        let kept = pictures.put(Album::Scenes, 1, b"kept").expect("is written");
        let orphan = pictures.put(Album::Scenes, 2, b"orphan").expect("is written");
        let unfinished = kept.with_file_name(".tmpAbc");
        fs::write(&unfinished, b"half").expect("is written");
        assert_eq!(pictures.sweep(Album::Scenes, &HashSet::from([1])).expect("sweeps"), 2);
        assert!(kept.exists() && !orphan.exists() && !unfinished.exists(), "only the one with a row stays");
    }
}
