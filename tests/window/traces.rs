//! What would be found of somebody on the disk.
//!
//! Owns what a test knows of a person before an erasure: the numbers of each face, its pictures, the name. Must not ask the
//! program whether it is gone: it reads the files. Invariant: what was noted was there, so that finding nothing says something.

use porchlight_domain::Subject;
use porchlight_store::Store;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// So many numbers of a face are like nobody else's.
const NUMBERS: usize = 8;
/// Numbers are brought to length one again when they are read, which moves the last digits.
const TOLERANCE: f32 = 1e-5;

pub struct Traces {
    faces: Vec<[f32; NUMBERS]>,
    bytes: Vec<Vec<u8>>,
}

impl Traces {
    /// Notes what there is of somebody, all of which must be found now.
    pub fn of(data_dir: &Path, name: &str) -> Self {
        let store = Store::open(data_dir).expect("the program and this test read one database");
        let person = store.person_named(name).expect("readable").expect("somebody of this name");
        let subject = Subject::Person(person.id);
        let (mut faces, mut bytes) = (Vec::new(), vec![name.as_bytes().to_vec()]);
        for row in store.gallery_of(subject).expect("readable") {
            faces.push(*row.embedding.values().first_chunk().expect("many numbers"));
        }
        for face in store.faces(subject).expect("readable") {
            bytes.extend(store.face_picture(face.id).expect("readable"));
            bytes.extend(store.face_crop(face.id).expect("readable"));
        }
        let traces = Self { faces, bytes };
        assert!(!traces.faces.is_empty() && traces.bytes.len() > 1, "{name} has faces and pictures");
        let files = files_under(data_dir);
        for place in 0..traces.faces.len() + traces.bytes.len() {
            assert!(files.iter().any(|(_, held)| traces.is_in(place, held)), "trace {place} is on the disk as yet");
        }
        traces
    }

    /// The files that hold something of it.
    pub fn files_with_any(&self, data_dir: &Path) -> Vec<PathBuf> {
        let holds = |held: &[u8]| (0..self.faces.len() + self.bytes.len()).any(|place| self.is_in(place, held));
        files_under(data_dir).into_iter().filter(|(_, held)| holds(held)).map(|(path, _)| path).collect()
    }

    fn is_in(&self, place: usize, held: &[u8]) -> bool {
        match self.faces.get(place) {
            Some(numbers) => held.windows(4 * NUMBERS).any(|window| are_alike(window, numbers)),
            None => {
                let bytes = &self.bytes[place - self.faces.len()];
                held.windows(bytes.len()).any(|window| window == bytes)
            }
        }
    }
}

fn are_alike(bytes: &[u8], numbers: &[f32; NUMBERS]) -> bool {
    let mut read = bytes.as_chunks::<4>().0.iter().map(|number| f32::from_le_bytes(*number));
    numbers.iter().all(|number| read.next().is_some_and(|read| (read - number).abs() < TOLERANCE))
}

/// Every file with its bytes.
fn files_under(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(files_under(&path));
        } else if let Ok(held) = fs::read(&path) {
            // One that went meanwhile holds nothing any more.
            files.push((path, held));
        }
    }
    files
}
