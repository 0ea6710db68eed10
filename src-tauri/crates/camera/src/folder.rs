//! A folder of pictures as a camera.
//!
//! Owns the order (by name) and the pace (one a second). Must not know what is on the pictures. Invariant: a file that
//! is no picture, or too large a one, is skipped and counted; it never ends the source.

use crate::ffmpeg::not_opened;
use image::{DynamicImage, ImageDecoder as _, ImageReader, Limits};
use porchlight_domain::{FramePicture, FrameSource, Next, Pace, Picture, SourceError, SourceTrouble};
use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// Time for the eye; also the position of the n-th picture is n seconds.
const EACH: Duration = Duration::from_secs(1);

/// Pictures beyond this many bytes of pixels are skipped: 100 megapixels of RGB.
const LARGEST_BYTES: u64 = 300_000_000;

/// Larger pictures are scaled down, as the frames of a stream are.
const LONGER_SIDE: u32 = 1920;

pub(crate) struct FolderSource {
    files: std::vec::IntoIter<PathBuf>,
    pace: Pace,
    shown: u32,
    skipped: u32,
    due: Instant,
    ready: Option<Picture>,
}

impl FolderSource {
    pub(crate) fn open(folder: &Path, pace: Pace) -> Result<Self, SourceError> {
        let entries = std::fs::read_dir(folder).map_err(|error| not_opened(&error))?;
        // An entry that cannot be read is as good as not there.
        let mut files: Vec<PathBuf> =
            entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
        files.sort();
        if files.is_empty() {
            return Err(SourceError { trouble: SourceTrouble::NotFound, detail: "the folder is empty".into() });
        }
        Ok(Self { files: files.into_iter(), pace, shown: 0, skipped: 0, due: Instant::now(), ready: None })
    }

    /// The next file that is a picture.
    fn find_next(&mut self) -> Option<Picture> {
        loop {
            let file = self.files.next()?;
            match read_picture(&file) {
                Ok(picture) => return Some(picture),
                Err(reason) => {
                    self.skipped += 1;
                    tracing::debug!(skipped = self.skipped, %reason, "skipped a file that is no picture");
                }
            }
        }
    }
}

impl FrameSource for FolderSource {
    fn next_frame(&mut self, into: &mut FramePicture, patience: Duration) -> Result<Next, SourceError> {
        if self.ready.is_none() {
            self.ready = self.find_next();
        }
        if self.ready.is_none() {
            return match self.shown {
                0 => Err(SourceError {
                    trouble: SourceTrouble::Unreadable,
                    detail: format!("none of {} files is a picture", self.skipped),
                }),
                _ => Ok(Next::Ended),
            };
        }
        if self.pace == Pace::RealTime {
            let left = self.due.saturating_duration_since(Instant::now());
            std::thread::sleep(left.min(patience));
            if left > patience {
                return Ok(Next::Nothing);
            }
            self.due = Instant::now() + EACH;
        }
        let position = (self.pace == Pace::Unhurried).then(|| EACH * self.shown);
        self.shown += 1;
        *into = self.ready.take().unwrap_or_default().into();
        Ok(Next::Frame { position })
    }
}

/// Reads a picture upright and not larger than a frame.
fn read_picture(path: &Path) -> Result<Picture, String> {
    let mut reader =
        ImageReader::open(path).and_then(ImageReader::with_guessed_format).map_err(|e| e.kind().to_string())?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(LARGEST_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| "not a known kind of picture")?;
    if decoder.total_bytes() > LARGEST_BYTES {
        return Err("too large".into());
    }
    // Pictures without a word about it are upright.
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| "damaged")?;
    picture.apply_orientation(orientation);
    if picture.width().max(picture.height()) > LONGER_SIDE {
        picture = picture.resize(LONGER_SIDE, LONGER_SIDE, image::imageops::FilterType::Triangle);
    }
    let rgb = picture.into_rgb8();
    Ok(Picture { width: rgb.width(), height: rgb.height(), rgb: rgb.into_raw() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(files: &[(&str, Option<u8>)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder for the test");
        for (name, grey) in files {
            let path = folder.path().join(name);
            match grey {
                Some(grey) => image::GrayImage::from_pixel(8, 6, image::Luma([*grey])).save(path).expect("a PNG"),
                None => std::fs::write(path, b"no picture at all").expect("a file"),
            }
        }
        folder
    }

    #[test]
    fn pictures_come_in_the_order_of_their_names_and_rubbish_is_skipped() {
        let folder = folder_with(&[("b.png", Some(20)), ("a.png", Some(10)), ("ab.txt", None), ("c.png", Some(30))]);
        std::fs::create_dir(folder.path().join("aa.png")).expect("a folder with the name of a picture");
        let mut source = FolderSource::open(folder.path(), Pace::Unhurried).expect("there are files");
        let mut picture = FramePicture::default();
        for (n, grey) in [10, 20, 30].into_iter().enumerate() {
            let next = source.next_frame(&mut picture, Duration::ZERO).expect("a picture");
            assert_eq!(next, Next::Frame { position: Some(Duration::from_secs(n as u64)) }, "one a second");
            assert_eq!((picture.view().size(), picture.as_rgb().rgb[0]), ((8, 6), grey), "in order");
        }
        assert_eq!(source.next_frame(&mut picture, Duration::ZERO).expect("no failure"), Next::Ended);
        assert_eq!(source.skipped, 1, "the text was counted, the folder is no file");
    }

    #[test]
    fn in_real_time_the_second_picture_is_not_there_at_once() {
        let folder = folder_with(&[("a.png", Some(10)), ("b.png", Some(20))]);
        let mut source = FolderSource::open(folder.path(), Pace::RealTime).expect("there are files");
        let mut picture = FramePicture::default();
        let first = source.next_frame(&mut picture, Duration::ZERO).expect("a picture");
        assert_eq!(first, Next::Frame { position: None }, "a live source has no clip time");
        assert_eq!(source.next_frame(&mut picture, Duration::from_millis(1)).expect("fine"), Next::Nothing);
    }

    #[test]
    fn folders_without_pictures_say_so() {
        let nothing_there = FolderSource::open(Path::new("/nowhere/at/all"), Pace::Unhurried).err().expect("not there");
        assert_eq!(nothing_there.trouble, SourceTrouble::NotFound);
        let empty = folder_with(&[]);
        let empty = FolderSource::open(empty.path(), Pace::Unhurried).err().expect("nothing to show");
        assert_eq!(empty.trouble, SourceTrouble::NotFound);
        let rubbish = folder_with(&[("a.jpg", None)]);
        let mut source = FolderSource::open(rubbish.path(), Pace::Unhurried).expect("there is a file");
        let error = source.next_frame(&mut FramePicture::default(), Duration::ZERO).expect_err("but no picture");
        assert_eq!(error.trouble, SourceTrouble::Unreadable);
    }
}
