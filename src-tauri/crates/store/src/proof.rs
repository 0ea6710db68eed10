//! Whether what was erased is gone.
//!
//! Owns what is remembered of somebody while they are erased, in memory only, and the search of the files afterwards. Must
//! not delete anything. Invariant: it looks at the bytes of the files, not at what the database says of itself.

use crate::{Result, StoreError, Write, words::sides};
use porchlight_domain::Subject;
use rusqlite::{Params, params};
use std::{
    collections::{HashMap, HashSet},
    fs,
    io::{ErrorKind, Read as _},
    path::{Path, PathBuf},
};

/// So many bytes of an embedding are like no other's: eight numbers of it.
const MARK: usize = 32;
/// A file is searched in pieces of this size.
const PIECE: usize = 1 << 20;

/// What would be found of somebody if they were not gone.
#[derive(Default)]
pub(crate) struct Traces {
    marks: HashSet<[u8; MARK]>,
    pub(crate) files: Vec<PathBuf>,
}

impl Traces {
    /// Remembers the embeddings of somebody who is about to be erased.
    pub(crate) fn remember(&mut self, w: &Write<'_>, subject: Subject) -> Result<()> {
        let (person, visitor) = sides(subject);
        self.remember_where(w, "person_id = ?1 OR visitor_id = ?2", params![person, visitor])
    }

    /// Remembers the embeddings of everybody.
    pub(crate) fn remember_all(&mut self, w: &Write<'_>) -> Result<()> {
        self.remember_where(w, "TRUE", [])
    }

    /// Remembers an embedding that is about to be erased.
    pub(crate) fn remember_bytes(&mut self, embedding: &[u8]) {
        self.marks.extend(embedding.first_chunk::<MARK>());
    }

    fn remember_where(&mut self, w: &Write<'_>, condition: &str, values: impl Params) -> Result<()> {
        let mut statement = w.connection.prepare_cached(&format!("SELECT embedding FROM face WHERE {condition}"))?;
        let mut rows = statement.query(values)?;
        while let Some(row) = rows.next()? {
            self.remember_bytes(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
        }
        Ok(())
    }

    /// Forgets what somebody else has as well: the same picture may show two people to whom it was given.
    pub(crate) fn leave_to_others(&mut self, w: &Write<'_>) -> Result<()> {
        let mut statement =
            w.connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM face WHERE substr(embedding, 1, ?2) = ?1)")?;
        let mut shared = Vec::new();
        for mark in &self.marks {
            if statement.query_row(params![&mark[..], MARK as i64], |row| row.get(0))? {
                shared.push(*mark);
            }
        }
        self.marks.retain(|mark| !shared.contains(mark));
        Ok(())
    }

    /// Searches the files in `data_dir`, and where each picture was. Gives how many were searched and what was found.
    pub(crate) fn search(&self, data_dir: &Path) -> Result<(u64, u64)> {
        let (mut searched, mut found) = (0, HashSet::new());
        for entry in fs::read_dir(data_dir).map_err(StoreError::io(data_dir))? {
            let path = entry.map_err(StoreError::io(data_dir))?.path();
            if path.is_file() {
                searched += 1;
                found.extend(self.marks_in(&path)?);
            }
        }
        let left = self.files.iter().filter(|path| path.exists()).count();
        Ok((searched + self.files.len() as u64, (found.len() + left) as u64))
    }

    fn marks_in(&self, path: &Path) -> Result<HashSet<[u8; MARK]>> {
        let mut found = HashSet::new();
        let mut file = match fs::File::open(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(found),
            file => file.map_err(StoreError::io(path))?,
        };
        // Looked up by the first bytes, so that each place in a file costs one step however many marks there are.
        let mut by_start: HashMap<[u8; 8], Vec<&[u8; MARK]>> = HashMap::new();
        for mark in &self.marks {
            by_start.entry(*mark.first_chunk().unwrap_or(&[0; 8])).or_default().push(mark);
        }
        let mut bytes = vec![0; PIECE + MARK];
        let mut kept = 0;
        loop {
            let read = file.read(&mut bytes[kept..]).map_err(StoreError::io(path))?;
            if read == 0 {
                return Ok(found);
            }
            let there = kept + read;
            for place in bytes[..there].windows(MARK) {
                let Some(marks) = place.first_chunk::<8>().and_then(|start| by_start.get(start)) else { continue };
                found.extend(marks.iter().filter(|mark| mark[..] == *place).map(|mark| **mark));
            }
            // A mark may lie across two pieces.
            kept = there.min(MARK - 1);
            bytes.copy_within(there - kept..there, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_is_found_wherever_it_lies_and_only_then() {
        let dir = tempfile::tempdir().expect("a folder");
        let mark: [u8; MARK] = std::array::from_fn(|i| i as u8 + 1);
        let file = |bytes: &[u8]| fs::write(dir.path().join("porchlight.db"), bytes).expect("is written");
        let picture = dir.path().join("1.jpg");
        let traces = Traces { marks: HashSet::from([mark]), files: vec![picture.join("gone")] };
        for before in [0, 1, PIECE - 5, PIECE + MARK - 7, 3 * PIECE] {
            let mut bytes = vec![0xAA; before];
            bytes.extend_from_slice(&mark);
            bytes.extend_from_slice(b"more");
            file(&bytes);
            assert_eq!(traces.search(dir.path()).expect("is searched"), (2, 1), "after {before} bytes");
            bytes[before + MARK - 1] ^= 1;
            file(&bytes);
            assert_eq!(traces.search(dir.path()).expect("is searched"), (2, 0), "one bit is another");
        }
        fs::write(&picture, b"still here").expect("is written");
        let left = Traces { files: vec![picture], ..Traces::default() };
        assert_eq!(left.search(dir.path()).expect("is searched").1, 1, "a picture that stayed is told");
    }
}
