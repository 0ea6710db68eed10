//! Folders and archives of pictures to learn people from, on the wire. Owns the shapes only. A path goes in, chosen by the
//! owner, and never comes out.

use super::{PersonKindView, PictureVerdict};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Opens a folder or a ZIP file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OpenAlbum {
    /// Its path.
    pub path: String,
}

/// A piece of a ZIP file that was dropped onto the window, whose path nobody knows.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct AlbumPiece {
    /// Which file it goes on; absent with the first piece.
    pub upload: Option<i64>,
    /// Name of the file.
    pub file_name: String,
    /// Its next bytes, base64, at most 8 MB.
    pub base64: String,
    /// It was the last.
    pub is_last: bool,
}

/// How far a dropped ZIP file has come.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct AlbumUpload {
    /// Names the file for the next piece.
    pub upload: i64,
    /// What is in it, after the last piece.
    pub album: Option<AlbumView>,
}

/// A folder or an archive that was opened, until it is closed.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct AlbumView {
    /// Names it.
    pub id: i64,
    /// The name of the folder or file.
    pub name: String,
    /// Its pictures in order.
    pub pictures: Vec<AlbumPicture>,
    /// Files that are no pictures, lie too deep, or are too large, and were left alone.
    pub left_out: u32,
}

/// One picture of an album.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct AlbumPicture {
    /// The folder it lies in: the name of the person. Absent beside the folders.
    pub person: Option<String>,
    /// Its name.
    pub file_name: String,
    /// Its size in bytes.
    pub size: u64,
}

/// Names an album.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct AlbumById {
    /// Which.
    pub id: i64,
}

/// A picture, wherever it is.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum PictureSource {
    /// Of an album.
    Album {
        /// Which.
        album: i64,
        /// Its place in the album, from 0.
        index: u32,
    },
    /// As the page has it.
    File {
        /// Name of the file.
        file_name: String,
        /// Its bytes, base64.
        base64: String,
    },
}

/// Learns a face from one picture.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct LearnPicture {
    /// Which.
    pub picture: PictureSource,
    /// Who it is: a new name, or somebody's.
    pub name: String,
    /// What the person is, if new.
    pub kind: PersonKindView,
    /// Which face, where several are on it: left, top, width and height as shares of the picture.
    pub face: Option<[f32; 4]>,
}

/// What became of one picture.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct LearntPicture {
    /// What became of it.
    pub verdict: PictureVerdict,
    /// Whose it is, where there is such a person now.
    pub person_id: Option<i64>,
    /// Where the same picture was added before.
    pub already: Option<AlreadyView>,
}

/// The same picture, added before.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq, Eq)]
pub struct AlreadyView {
    /// The face that was learnt from it.
    pub face_id: i64,
    /// Whose.
    pub person_id: i64,
    /// Their name.
    pub name: String,
}

/// Looks at a picture without learning anything.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct LookAtPicture {
    /// Which.
    pub picture: PictureSource,
    /// Look closely around this point, as shares of width and height: for a face that was not found.
    pub near: Option<[f32; 2]>,
}

/// A picture with the faces on it.
#[derive(Clone, Debug, Serialize, Deserialize, TS, PartialEq)]
pub struct PictureLook {
    /// The picture to show, JPEG, base64.
    pub jpeg_base64: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// The faces, largest first: left, top, width and height as shares of the picture.
    pub faces: Vec<[f32; 4]>,
}
