//! A picture of the page, saved where the owner chooses.
//!
//! Owns the system's dialog for it and the file. Invariants: the page gives a picture and a name to propose, never a
//! place: what is written is one JPEG, to the one file that the owner just chose; a file appears whole or not at all.

use porchlight_api::{ApiError, ErrorCode};
use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};
use tauri::WebviewWindow;
use tauri_plugin_dialog::DialogExt;

/// Larger than any picture of a camera.
const LARGEST: usize = 64 * 1024 * 1024;
const JPEG_BEGINS: [u8; 3] = [0xff, 0xd8, 0xff];
/// Longer names are cut: some file systems take no more than 255 bytes.
const LONGEST_NAME: usize = 120;

/// Asks where, writes it there, and gives the place; nothing if the owner went back. Waits for the owner.
pub(super) fn save(
    window: &WebviewWindow,
    jpeg: &[u8],
    file_name: &str,
    title: &str,
) -> Result<Option<String>, ApiError> {
    if jpeg.len() > LARGEST || !jpeg.starts_with(&JPEG_BEGINS) {
        return Err(ApiError::new(ErrorCode::BadRequest, "this is no picture to be saved"));
    }
    let dialog = window.dialog().file().set_parent(window).set_title(title).set_file_name(tidy(file_name));
    let Some(chosen) = dialog.add_filter("JPEG", &["jpg", "jpeg"]).blocking_save_file() else { return Ok(None) };
    let failed = |error: &dyn std::fmt::Display| {
        tracing::warn!("a picture could not be saved: {error}");
        ApiError::new(ErrorCode::Internal, "the picture could not be written")
    };
    let path = with_ending(chosen.into_path().map_err(|error| failed(&error))?);
    write_whole(&path, jpeg).map_err(|error| match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            ApiError::new(ErrorCode::DiskFull, "the disk is full")
        }
        kind => failed(&kind),
    })?;
    Ok(Some(path.display().to_string()))
}

/// Asks where a file is to go, with the ending of the proposed name; nothing if the owner went back. Waits for the owner.
pub(super) fn choose(window: &WebviewWindow, file_name: &str, title: &str) -> Result<Option<String>, ApiError> {
    let file_name = tidy(file_name);
    let ending = Path::new(&file_name).extension().and_then(|ending| ending.to_str()).unwrap_or("zip").to_owned();
    let dialog = window.dialog().file().set_parent(window).set_title(title).set_file_name(&file_name);
    let chosen = dialog.add_filter(ending.to_uppercase(), &[ending.as_str()]).blocking_save_file();
    let Some(chosen) = chosen else { return Ok(None) };
    let path = chosen.into_path().map_err(|error| {
        tracing::warn!("a place was chosen that is none: {error}");
        ApiError::new(ErrorCode::Internal, "this is no place for a file")
    })?;
    let path = if path.extension().is_some() { path } else { path.with_extension(&ending) };
    Ok(Some(path.display().to_string()))
}

/// A name to propose, and no way out of the folder.
fn tidy(file_name: &str) -> String {
    let is_fit = |c: &char| !c.is_control() && !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let tidy: String = file_name.chars().filter(is_fit).take(LONGEST_NAME).collect();
    let tidy = tidy.trim_matches(['.', ' ']);
    if tidy.is_empty() { "Porchlight.jpg".into() } else { tidy.into() }
}

fn with_ending(path: PathBuf) -> PathBuf {
    if path.extension().is_some() { path } else { path.with_extension("jpg") }
}

/// Writes beside the file first: a disk that fills up leaves what was there before.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".part");
    let part = path.with_file_name(name);
    let written = fs::write(&part, bytes).and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        // What cannot be removed was not written either; the first error says more.
        let _ = fs::remove_file(&part);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposed_name_leads_nowhere_else() {
        for (given, proposed) in [
            ("Front door 2026-03-14 15.04.05.jpg", "Front door 2026-03-14 15.04.05.jpg"),
            ("../../etc/passwd", "etcpasswd"),
            ("C:\\a\u{0}b", "Cab"),
            ("..", "Porchlight.jpg"),
            ("", "Porchlight.jpg"),
        ] {
            assert_eq!(tidy(given), proposed, "{given:?}");
        }
        assert_eq!(tidy(&"x".repeat(500)).len(), LONGEST_NAME);
    }

    #[test]
    fn a_file_appears_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("door.jpg");
        write_whole(&path, b"one").expect("written");
        write_whole(&path, b"two").expect("written over");
        assert_eq!(fs::read(&path).expect("there"), b"two");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing is left beside it");
        assert!(write_whole(&folder.path().join("gone/door.jpg"), b"x").is_err(), "there is no such folder");
        assert_eq!(with_ending("a/door".into()), PathBuf::from("a/door.jpg"));
    }
}
