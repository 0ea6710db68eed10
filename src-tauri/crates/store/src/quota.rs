//! Making room for new pictures.
//!
//! Owns which pictures go first when there are more than the owner wants to keep. Must not decide how many those are.
//! Invariants: what only the journal could bring back goes first; strangers go before anything of people who were named,
//! whoever was seen longest ago first; what a person is compared with never goes; nor whoever is in view, nor the picture of
//! an alert that nobody has looked at; one step is short, so that nobody who writes waits long.

use crate::{
    Result, Shrunk, Store, Write,
    erase::{erase_subjects, subjects},
    pictures::Album,
    proof::Traces,
    set_aside::{doom_acts, first_set_aside},
    tables::doom_faces,
};
use std::fs;

/// Strangers looked at in one step.
const VISITORS_A_STEP: i64 = 40;
/// Pictures of named people and of moments in one step.
const PICTURES_A_STEP: usize = 200;

impl Store {
    /// Takes away pictures until `excess_bytes` are gone, or as much as one step does. `None` once nothing is left that may
    /// go.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn shrink_pictures(&self, excess_bytes: u64) -> Result<Option<Shrunk>> {
        let shrunk = self.write(|w| {
            let mut shrunk = Shrunk::default();
            shrink_set_aside(w, excess_bytes, &mut shrunk)?;
            if shrunk.pictures == 0 {
                shrink_strangers(w, excess_bytes, &mut shrunk)?;
            }
            if shrunk == Shrunk::default() {
                shrink_the_named(w, excess_bytes, &mut shrunk)?;
            }
            Ok::<_, crate::StoreError>(shrunk)
        })?;
        Ok((shrunk != Shrunk::default()).then_some(shrunk))
    }
}

/// Faces that were removed, or added and taken back again: the entries go with them.
fn shrink_set_aside(w: &mut Write<'_>, excess_bytes: u64, shrunk: &mut Shrunk) -> Result<()> {
    while shrunk.bytes < excess_bytes {
        let Some(act) = first_set_aside(w.connection)? else { break };
        let before = w.doomed_files().len();
        doom_acts(w, "id = ?1", [act.0], &mut Traces::default())?;
        shrunk.bytes += bytes_of(w, before);
        shrunk.pictures += 1;
    }
    Ok(())
}

/// Strangers are forgotten as when their days are over.
fn shrink_strangers(w: &mut Write<'_>, excess_bytes: u64, shrunk: &mut Shrunk) -> Result<()> {
    let oldest = subjects(
        w,
        "SELECT NULL, id FROM visitor
         WHERE EXISTS (SELECT 1 FROM face WHERE visitor_id = visitor.id)
           AND NOT EXISTS (SELECT 1 FROM sighting WHERE visitor_id = visitor.id AND ended_at IS NULL)
         ORDER BY coalesce((SELECT max(last_seen_at) FROM sighting WHERE visitor_id = visitor.id), created_at), id
         LIMIT ?1",
        [VISITORS_A_STEP],
    )?;
    for visitor in oldest {
        if shrunk.bytes >= excess_bytes {
            break;
        }
        let before = w.doomed_files().len();
        erase_subjects(w, &[visitor], &mut Traces::default())?;
        shrunk.bytes += bytes_of(w, before);
        shrunk.visitors += 1;
    }
    Ok(())
}

/// Faces that only show a sighting of somebody named, and the moments of alerts, the oldest first. The sighting and the alert
/// stay, without their picture.
fn shrink_the_named(w: &mut Write<'_>, excess_bytes: u64, shrunk: &mut Shrunk) -> Result<()> {
    let mut statement = w.connection.prepare_cached(
        "SELECT is_scene, id FROM (
           SELECT 0 AS is_scene, face.id AS id, face.created_at AS at FROM face
             LEFT JOIN sighting ON sighting.id = face.sighting_id
             WHERE face.person_id IS NOT NULL AND NOT face.is_template AND face.origin = 'seen'
               AND (sighting.id IS NULL OR sighting.ended_at IS NOT NULL)
           UNION ALL
           SELECT 1, id, at FROM alert WHERE acknowledged_at IS NOT NULL)
         ORDER BY at, is_scene, id",
    )?;
    let mut rows = statement.query([])?;
    let mut going = Vec::new();
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        if bytes >= excess_bytes || going.len() >= PICTURES_A_STEP {
            break;
        }
        let (is_scene, id): (bool, i64) = (row.get(0)?, row.get(1)?);
        let albums: &[Album] = if is_scene { &[Album::Scenes] } else { &[Album::Faces, Album::Crops] };
        let size: u64 =
            albums.iter().filter_map(|album| Some(fs::metadata(w.pictures.path(*album, id)).ok()?.len())).sum();
        // An alert stays when its picture goes: it is not gone twice.
        if is_scene && size == 0 {
            continue;
        }
        bytes += size;
        going.push((is_scene, id));
    }
    drop(rows);
    drop(statement);
    for (is_scene, id) in going {
        if is_scene {
            w.doom(Album::Scenes, id);
        } else {
            doom_faces(w, "id = ?1", [id])?;
        }
        shrunk.pictures += 1;
    }
    shrunk.bytes += bytes;
    Ok(())
}

/// The files doomed since there were `before` of them.
fn bytes_of(w: &Write<'_>, before: usize) -> u64 {
    w.doomed_files()[before..].iter().filter_map(|path| Some(fs::metadata(path).ok()?.len())).sum()
}
