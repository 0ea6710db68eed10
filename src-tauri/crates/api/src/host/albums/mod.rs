//! Folders and ZIP files of pictures, from which people are learnt one picture at a time.
//!
//! Owns which albums are open and the pieces of a file that is being dropped. Must not decide whether a picture is usable:
//! the engine does; nor how many are learnt or in which order: the page asks for one after the other, so that the owner
//! may stop at any time. Invariants: nothing of an archive is written to the disk; an upload is a file without a name,
//! gone with the program however it ends; whatever bytes come, time, memory and room have a limit.

mod archive;
mod folder;
mod listing;

use super::{Host, checks, refusal::bad_request, to_wire};
use crate::{
    ApiError, ErrorCode,
    wire::{
        AlbumPiece, AlbumUpload, AlbumView, AlreadyView, LearnPicture, LearntPicture, LookAtPicture, OpenAlbum,
        PictureInput, PictureLook, PictureSource, PictureVerdict,
    },
};
use archive::Archive;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use folder::Folder;
use listing::{Listing, tidy};
use porchlight_domain::{ActId, Subject};
use porchlight_engine::{PictureFile, PictureOutcome};
use porchlight_store::NewPerson;
use porchlight_vision::FrameEncoder;
use std::{
    collections::HashMap,
    fs,
    io::{Seek as _, SeekFrom, Write as _},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

/// Albums open at once; the oldest one gives way. A page has one, and perhaps one that it forgot.
const MOST_OPEN: usize = 4;
/// Dropped files on their way at once.
const MOST_UPLOADS: usize = 2;
/// Bytes of a dropped ZIP file: what a browser can hand over in reasonable time. A larger one is chosen by its path.
const LARGEST_UPLOAD: u64 = 2 << 30;
/// Bytes of one piece of it.
const LARGEST_PIECE: usize = 8 << 20;
/// Longer side of a picture that is looked at.
const LOOK_SIDE: u32 = 1024;
const LOOK_QUALITY: u8 = 85;

/// What is open.
#[derive(Default)]
pub(super) struct Albums {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    last_id: i64,
    open: Vec<(i64, Arc<Album>)>,
    uploads: Vec<Upload>,
}

struct Upload {
    id: i64,
    file: fs::File,
    size: u64,
}

/// Where the pictures of an album lie.
enum Place {
    Folder(Folder),
    Archive(Box<Mutex<Archive>>),
}

struct Album {
    name: String,
    listing: Listing,
    place: Place,
    /// The journal entry that the first picture of each name made.
    begun: Mutex<HashMap<String, ActId>>,
}

impl Album {
    fn new(name: String, listing: Listing, place: Place) -> Self {
        Self { name, listing, place, begun: Mutex::default() }
    }
}

impl Albums {
    pub(super) fn open(&self, request: &OpenAlbum) -> Result<AlbumView, ApiError> {
        let path = Path::new(&request.path);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let about = fs::metadata(path).map_err(|_| unreadable("there is no such file or folder"))?;
        let album = if about.is_dir() {
            let (folder, listing) = Folder::open(path)?;
            Album::new(tidy(&name), listing, Place::Folder(folder))
        } else {
            archived(&name, fs::File::open(path).map_err(|_| unreadable("the file cannot be opened"))?)?
        };
        Ok(self.keep(album))
    }

    pub(super) fn upload(&self, request: &AlbumPiece) -> Result<AlbumUpload, ApiError> {
        if request.base64.len() / 4 * 3 > LARGEST_PIECE + 2 {
            return Err(bad_request(format!("a piece has at most {} MB", LARGEST_PIECE >> 20)));
        }
        let bytes = STANDARD.decode(request.base64.as_bytes()).map_err(|_| bad_request("a piece is not base64"))?;
        let mut upload = self.take_upload(request.upload)?;
        upload.size += bytes.len() as u64;
        if upload.size > LARGEST_UPLOAD {
            return Err(too_large("it is too large to be dropped"));
        }
        upload.file.write_all(&bytes).map_err(|error| match error.kind() {
            std::io::ErrorKind::StorageFull => ApiError::new(ErrorCode::DiskFull, "the disk is full"),
            _ => unreadable("it cannot be kept while it is read"),
        })?;
        let id = upload.id;
        if !request.is_last {
            self.with(|state| state.uploads.push(upload));
            return Ok(AlbumUpload { upload: id, album: None });
        }
        upload.file.seek(SeekFrom::Start(0)).map_err(|_| unreadable("it cannot be read again"))?;
        let album = self.keep(archived(&request.file_name, upload.file)?);
        Ok(AlbumUpload { upload: id, album: Some(album) })
    }

    pub(super) fn close(&self, id: i64) {
        self.with(|state| state.open.retain(|(open, _)| *open != id));
    }

    /// An upload that goes on, or a new one. It is taken out, so that a piece that fails ends it.
    fn take_upload(&self, id: Option<i64>) -> Result<Upload, ApiError> {
        self.with(|state| match id {
            Some(id) => {
                let place = state.uploads.iter().position(|upload| upload.id == id);
                let place = place.ok_or_else(|| ApiError::new(ErrorCode::NotFound, "there is no such upload"))?;
                Ok(state.uploads.remove(place))
            }
            None => {
                let file = tempfile::tempfile().map_err(|_| unreadable("it cannot be kept while it is read"))?;
                if state.uploads.len() >= MOST_UPLOADS {
                    state.uploads.remove(0);
                }
                state.last_id += 1;
                Ok(Upload { id: state.last_id, file, size: 0 })
            }
        })
    }

    fn keep(&self, album: Album) -> AlbumView {
        self.with(|state| {
            if state.open.len() >= MOST_OPEN {
                state.open.remove(0);
            }
            state.last_id += 1;
            let view = AlbumView {
                id: state.last_id,
                name: album.name.clone(),
                pictures: album.listing.pictures(),
                left_out: to_wire::count(album.listing.left_out),
            };
            state.open.push((view.id, Arc::new(album)));
            view
        })
    }

    fn read(&self, id: i64, index: u32) -> Result<Result<PictureFile, String>, ApiError> {
        let not_found = || ApiError::new(ErrorCode::NotFound, "there is no such picture");
        let album = self.album(id).ok_or_else(not_found)?;
        let item = album.listing.item(index as usize).ok_or_else(not_found)?;
        let bytes = match &album.place {
            Place::Folder(folder) => folder.read(item.place),
            Place::Archive(archive) => archive.lock().unwrap_or_else(PoisonError::into_inner).read(item.place),
        };
        Ok(bytes.map(|bytes| PictureFile { name: item.file_name.clone(), bytes }))
    }

    fn album(&self, id: i64) -> Option<Arc<Album>> {
        self.with(|state| state.open.iter().find(|(open, _)| *open == id).map(|(_, album)| Arc::clone(album)))
    }

    /// The act with which learning somebody of this name from this album began.
    fn begun(&self, album: i64, name: &str) -> Option<ActId> {
        let album = self.album(album)?;
        album.begun.lock().unwrap_or_else(PoisonError::into_inner).get(name).copied()
    }

    fn begin(&self, album: i64, name: String, act: ActId) {
        if let Some(album) = self.album(album) {
            album.begun.lock().unwrap_or_else(PoisonError::into_inner).insert(name, act);
        }
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        // A panic while an album was opened left the lists as they were: go on with them.
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Host {
    pub(super) fn learn_one(&self, request: LearnPicture) -> Result<LearntPicture, ApiError> {
        let name = checks::name(&request.name)?;
        let face = request.face.map(checks::share).transpose()?;
        let album = match request.picture {
            PictureSource::Album { album, .. } => Some(album),
            PictureSource::File { .. } => None,
        };
        let picture = match self.picture(request.picture)? {
            Ok(picture) => picture,
            Err(reason) => {
                let verdict = PictureVerdict::Unreadable { reason };
                return Ok(LearntPicture { verdict, person_id: None, already: None });
            }
        };
        let kind = to_wire::from_person_kind(request.kind);
        let person = NewPerson { name, kind, is_demo: false, at: self.engine.now() };
        // An import of a person is taken back as a whole.
        let begun = album.and_then(|album| self.albums.begun(album, &person.name));
        let mut learnt = self.engine.learn(&person, &picture, face, begun)?;
        if let (Some(album), Some(act), None) = (album, learnt.act, begun) {
            self.albums.begin(album, person.name, act);
        }
        let outcome = learnt.outcomes.pop().unwrap_or(PictureOutcome::NoFace);
        let already = if outcome == PictureOutcome::Duplicate { self.learnt_from(&picture)? } else { None };
        let verdict = to_wire::picture_outcome(picture.name, outcome).verdict;
        Ok(LearntPicture { verdict, person_id: learnt.person.map(|id| id.0), already })
    }

    pub(super) fn look_at(&self, request: LookAtPicture) -> Result<PictureLook, ApiError> {
        let picture = self.picture(request.picture)?.map_err(bad_request)?;
        let near = request.near.map(checks::point).transpose()?;
        let seen = self.engine.faces_on(&picture.bytes, near)?.map_err(|error| bad_request(error.to_string()))?;
        let mut jpeg = Vec::new();
        FrameEncoder::default().encode(&seen.picture, LOOK_SIDE, LOOK_QUALITY, &mut jpeg)?;
        let (width, height) = (seen.picture.width, seen.picture.height);
        Ok(PictureLook { jpeg_base64: STANDARD.encode(jpeg), width, height, faces: seen.faces })
    }

    /// The bytes of a picture, or why it cannot be read.
    fn picture(&self, source: PictureSource) -> Result<Result<PictureFile, String>, ApiError> {
        match source {
            PictureSource::Album { album, index } => self.albums.read(album, index),
            PictureSource::File { file_name, base64 } => {
                let mut one = checks::pictures(vec![PictureInput { file_name, base64 }])?;
                Ok(one.pop().ok_or_else(|| "it is empty".to_owned()))
            }
        }
    }

    /// Whose face was learnt from this very picture before.
    fn learnt_from(&self, picture: &PictureFile) -> Result<Option<AlreadyView>, ApiError> {
        let Some(face) = self.engine.enrolled_from(&picture.bytes)? else { return Ok(None) };
        let Subject::Person(id) = face.subject else { return Ok(None) };
        let name = self.engine.store().person(id)?.person.name;
        Ok(Some(AlreadyView { face_id: face.id.0, person_id: id.0, name }))
    }
}

fn archived(file_name: &str, file: fs::File) -> Result<Album, ApiError> {
    let (archive, listing) = Archive::open(file)?;
    let name = Path::new(file_name).file_stem().unwrap_or_default().to_string_lossy();
    Ok(Album::new(tidy(&name), listing, Place::Archive(Box::new(Mutex::new(archive)))))
}

fn unreadable(why: &str) -> ApiError {
    ApiError::new(ErrorCode::AlbumUnreadable, why)
}

fn too_large(why: &str) -> ApiError {
    ApiError::new(ErrorCode::AlbumTooLarge, why)
}
