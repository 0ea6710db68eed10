//! What an album holds: which of its files are pictures, and whose.
//!
//! Owns the rule of the folders: NAME/picture.jpg, as the command line's `import` has it. Must not open a file. Invariant:
//! a name comes out fit to be shown, whatever the file system or an archive called it.

use super::{ApiError, too_large};
use crate::wire::AlbumPicture;
use std::collections::HashSet;

/// More pictures than this are a disk, not an album.
const MOST_PICTURES: usize = 20_000;
/// Longer names of folders and files are cut.
const LONGEST_NAME: usize = 60;
/// Endings of files that are tried. What cannot be read in the end is said of each picture.
const ENDINGS: [&str; 17] = [
    "jpg", "jpeg", "jpe", "jfif", "png", "webp", "bmp", "gif", "tif", "tiff", "ppm", "pgm", "pnm", "tga", "qoi",
    "heic", "heif",
];

/// One picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub person: Option<String>,
    pub file_name: String,
    pub size: u64,
    /// Where the album finds it.
    pub place: usize,
}

/// All pictures of an album.
#[derive(Debug, Default)]
pub(super) struct Listing {
    items: Vec<Item>,
    pub left_out: u64,
}

/// A file as it was found.
pub(super) struct Found {
    /// The folders it lies in and its own name, from the top.
    pub parts: Vec<String>,
    pub size: u64,
    pub place: usize,
}

impl Listing {
    /// Of these files. A folder around everything is taken off: archives have one.
    pub(super) fn of(found: Vec<Found>, mut left_out: u64, largest: u64) -> Result<Self, ApiError> {
        let (pictures, others): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|file| is_picture(&file.parts) && (1..=largest).contains(&file.size));
        left_out += others.len() as u64;
        let around = around(&pictures);
        let mut items = Vec::new();
        for Found { parts, size, place } in pictures {
            match &parts[around..] {
                [name] => items.push(Item { person: None, file_name: tidy(name), size, place }),
                [person, name] if !tidy(person).is_empty() => {
                    items.push(Item { person: Some(tidy(person)), file_name: tidy(name), size, place });
                }
                _ => left_out += 1,
            }
        }
        if items.len() > MOST_PICTURES {
            return Err(too_large("there are too many pictures in it"));
        }
        items.sort_by(|a, b| (&a.person, &a.file_name, a.place).cmp(&(&b.person, &b.file_name, b.place)));
        Ok(Self { items, left_out })
    }

    pub(super) fn item(&self, index: usize) -> Option<&Item> {
        self.items.get(index)
    }

    pub(super) fn pictures(&self) -> Vec<AlbumPicture> {
        let view = |item: &Item| AlbumPicture {
            person: item.person.clone(),
            file_name: item.file_name.clone(),
            size: item.size,
        };
        self.items.iter().map(view).collect()
    }
}

/// How many folders all pictures lie in, if there are folders within: those are the people.
fn around(pictures: &[Found]) -> usize {
    let depths: HashSet<usize> = pictures.iter().map(|file| file.parts.len()).collect();
    let tops: HashSet<&str> = pictures.iter().filter_map(|file| file.parts.first()).map(String::as_str).collect();
    usize::from(tops.len() == 1 && depths.iter().all(|depth| *depth > 1) && depths.iter().any(|depth| *depth > 2))
}

fn is_picture(parts: &[String]) -> bool {
    let is_hidden = parts.iter().any(|part| part.starts_with('.') || part == "__MACOSX");
    let ending = parts.last().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_lowercase());
    !is_hidden && ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// A name that a screen can show: no control characters, nothing that turns its order around, single spaces, not long.
pub(super) fn tidy(name: &str) -> String {
    let shown: String = name.chars().map(|c| if super::checks::is_unshowable(c) { ' ' } else { c }).collect();
    let tidy = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    tidy.chars().take(LONGEST_NAME).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(paths: &[&str]) -> (Vec<(Option<String>, String)>, u64) {
        let found = paths
            .iter()
            .enumerate()
            .map(|(place, path)| Found { parts: path.split('/').map(str::to_owned).collect(), size: 9, place })
            .collect();
        let listing = Listing::of(found, 0, 100).expect("not too many");
        (listing.items.into_iter().map(|item| (item.person, item.file_name)).collect(), listing.left_out)
    }

    #[test]
    fn each_folder_is_a_person_and_what_lies_deeper_is_left_alone() {
        let some = |person: &str, file: &str| (Some(person.to_owned()), file.to_owned());
        let (items, left) = listed(&["Anna/1.jpg", "Bo/2.PNG", "loose.jpeg", "Bo/old/3.jpg", "Bo/notes.txt"]);
        assert_eq!(items, [(None, "loose.jpeg".into()), some("Anna", "1.jpg"), some("Bo", "2.PNG")]);
        assert_eq!(left, 2);
        let (items, left) = listed(&["family/Anna/1.jpg", "family/Bo/2.jpg", "family/3.jpg"]);
        assert_eq!(items, [(None, "3.jpg".into()), some("Anna", "1.jpg"), some("Bo", "2.jpg")], "one around all");
        assert_eq!(left, 0);
        assert_eq!(listed(&["Anna/1.jpg", "Anna/2.jpg"]).0.len(), 2);
        assert_eq!(listed(&["Anna/1.jpg", "Anna/2.jpg"]).0[0], some("Anna", "1.jpg"), "a person alone");
    }

    #[test]
    fn hidden_files_and_what_a_mac_adds_are_no_pictures() {
        let (items, left) = listed(&[".trash/1.jpg", "__MACOSX/Anna/._1.jpg", "Anna/.hidden.jpg", "Anna/1.jpg"]);
        assert_eq!((items.len(), left), (1, 3));
    }

    #[test]
    fn a_name_is_fit_to_be_shown() {
        assert_eq!(tidy("  An\u{202e}na \u{0} B\tC "), "An na B C");
        assert_eq!(tidy(&"x".repeat(200)).len(), 60);
    }

    #[test]
    fn what_is_empty_or_too_large_and_too_many_are_refused() {
        let file = |size, place| Found { parts: vec!["a.jpg".into()], size, place };
        let listing = Listing::of(vec![file(0, 0), file(101, 1), file(100, 2)], 0, 100).expect("listed");
        assert_eq!((listing.items.len(), listing.left_out), (1, 2));
        let many = (0..=MOST_PICTURES).map(|place| file(1, place)).collect();
        let refused = Listing::of(many, 0, 100).expect_err("too many");
        assert_eq!(refused.code, crate::ErrorCode::AlbumTooLarge);
    }
}
