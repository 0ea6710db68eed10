//! Faces that only the journal still has: removed ones, and added ones that were taken back.
//!
//! Owns what goes with a journal entry: the pictures of faces that it alone could bring back. Must not turn an act.
//! Invariants: such pictures lie on the disk as long as an entry could bring the face back and no longer; whoever is erased
//! is erased from here as well.

use crate::{Result, Write, changeset::whole_faces, pictures::Album, proof::Traces, words::sides};
use porchlight_domain::{ActId, Subject};
use rusqlite::{Connection, Params, params};
use std::collections::HashSet;

/// The acts whose changeset holds faces as a whole.
const HOLD_FACES: &str = "kind IN ('remove_face', 'add_pictures', 'add_person')";

/// The pictures that belong to a row, or to one that the journal could bring back.
pub(crate) fn picture_ids(connection: &Connection, album: Album) -> Result<HashSet<i64>> {
    let (table, mut ids) = match album {
        Album::Faces | Album::Crops => ("SELECT id FROM face", faces_of_acts(connection, "TRUE", [])?),
        Album::Scenes => ("SELECT id FROM alert", HashSet::new()),
    };
    let mut statement = connection.prepare(table)?;
    for id in statement.query_map([], |row| row.get(0))? {
        ids.insert(id?);
    }
    Ok(ids)
}

/// Every face that the journal could bring or take as a whole.
fn faces_of_acts(connection: &Connection, condition: &str, values: impl Params) -> Result<HashSet<i64>> {
    let sql = format!("SELECT changeset FROM act WHERE {HOLD_FACES} AND {condition}");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(values)?;
    let mut faces = HashSet::new();
    while let Some(row) = rows.next()? {
        let held = whole_faces(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
        faces.extend(held.into_iter().map(|(id, _)| id));
    }
    Ok(faces)
}

/// Deletes these entries with the pictures that only they could bring back. Returns how many.
pub(crate) fn doom_acts(w: &mut Write<'_>, condition: &str, values: impl Params, traces: &mut Traces) -> Result<u64> {
    let mut deleted =
        w.connection.prepare_cached(&format!("DELETE FROM act WHERE {condition} RETURNING {HOLD_FACES}, changeset"))?;
    let mut is_kept = w.connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM face WHERE id = ?1)")?;
    let mut rows = deleted.query(values)?;
    let (mut count, mut faces) = (0, Vec::new());
    while let Some(row) = rows.next()? {
        count += 1;
        if row.get(0)? {
            faces.extend(whole_faces(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?);
        }
    }
    let still_held = if faces.is_empty() { HashSet::new() } else { faces_of_acts(w.connection, "TRUE", [])? };
    let mut going = HashSet::new();
    for (face, embedding) in faces {
        traces.remember_bytes(&embedding);
        let is_kept: bool = is_kept.query_row([face], |row| row.get(0))?;
        if !is_kept && !still_held.contains(&face) {
            going.insert(face);
        }
    }
    for face in going {
        w.doom(Album::Faces, face);
        w.doom(Album::Crops, face);
    }
    Ok(count)
}

/// The earliest entry that alone could bring a face back.
pub(crate) fn first_set_aside(connection: &Connection) -> Result<Option<ActId>> {
    let mut acts =
        connection.prepare_cached(&format!("SELECT id, changeset FROM act WHERE {HOLD_FACES} ORDER BY id"))?;
    let mut is_kept = connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM face WHERE id = ?1)")?;
    let mut rows = acts.query([])?;
    while let Some(row) = rows.next()? {
        for (face, _) in whole_faces(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)? {
            if !is_kept.query_row([face], |row| row.get::<_, bool>(0))? {
                return Ok(Some(ActId(row.get(0)?)));
            }
        }
    }
    Ok(None)
}

/// Deletes everything that the journal holds of somebody, and every entry that could bring one of their faces back,
/// whoever it was removed from. Must come before their faces go. Returns how many.
pub(crate) fn doom_acts_about(w: &mut Write<'_>, subject: Subject, traces: &mut Traces) -> Result<u64> {
    const ABOUT: &str = "(from_person_id = ?1 OR to_person_id = ?1 OR from_visitor_id = ?2 OR to_visitor_id = ?2)";
    let (person, visitor) = sides(subject);
    let mut theirs = faces_of_acts(w.connection, ABOUT, params![person, visitor])?;
    let mut statement = w.connection.prepare_cached("SELECT id FROM face WHERE person_id = ?1 OR visitor_id = ?2")?;
    for id in statement.query_map(params![person, visitor], |row| row.get(0))? {
        theirs.insert(id?);
    }
    let mut doomed = doom_acts(w, ABOUT, params![person, visitor], traces)?;
    for act in acts_with(w.connection, &theirs)? {
        doomed += doom_acts(w, "id = ?1", [act.0], traces)?;
    }
    Ok(doomed)
}

fn acts_with(connection: &Connection, faces: &HashSet<i64>) -> Result<Vec<ActId>> {
    let mut statement = connection.prepare_cached(&format!("SELECT id, changeset FROM act WHERE {HOLD_FACES}"))?;
    let mut rows = statement.query([])?;
    let mut acts = Vec::new();
    while let Some(row) = rows.next()? {
        let held = whole_faces(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?;
        if held.iter().any(|(id, _)| faces.contains(id)) {
            acts.push(ActId(row.get(0)?));
        }
    }
    Ok(acts)
}
