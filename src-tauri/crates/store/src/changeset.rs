//! What a changeset of SQLite's session extension holds and how it is applied.
//!
//! Owns which tables an act may change and what is done where the database is no longer as the changeset expects. Must not
//! know what an act means. Invariant: an application changes all of it or nothing.

use crate::{Result, StoreError};
use rusqlite::{
    Connection, ErrorCode,
    fallible_streaming_iterator::FallibleStreamingIterator as _,
    hooks::Action,
    session::{ChangesetItem, ChangesetIter, ConflictAction, ConflictType, Session, invert_strm},
    types::ValueRef,
};
use std::{collections::HashSet, io::Read};

/// What an act may change.
const TABLES: [&str; 8] = ["person", "visitor", "sighting", "face", "alert", "rejection", "parted", "alert_rule"];

/// What an act about rules may change; `setting` holds quiet hours.
const TABLES_OF_RULES: [&str; 2] = ["alert_rule", "setting"];

/// What an act about alerts may change.
const TABLES_OF_ALERTS: [&str; 1] = ["alert"];

/// What an act about a camera may change: what was seen there and the rules about it let go of one that is removed.
const TABLES_OF_CAMERAS: [&str; 3] = ["camera", "sighting", "alert_rule"];

/// The column `embedding` of the table `face`.
const EMBEDDING_OF_FACE: usize = 7;

/// The column `position` of the table `camera`, which the owner changes by dragging and every new camera adds to.
const POSITION_OF_CAMERA: usize = 7;

/// The columns `person_id` and `visitor_id` of the table `face`.
const OWNER_OF_FACE: [usize; 2] = [1, 2];

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Undo,
    Redo,
}

/// What an act is about, which decides what it may change and what must be as it left it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Realm {
    People,
    Rules,
    Alerts,
    Cameras,
}

impl Realm {
    fn tables(self) -> &'static [&'static str] {
        match self {
            Self::People => &TABLES,
            Self::Rules => &TABLES_OF_RULES,
            Self::Alerts => &TABLES_OF_ALERTS,
            Self::Cameras => &TABLES_OF_CAMERAS,
        }
    }
}

/// A row that a changeset changes: its table and key.
pub(crate) type ChangedRow = (String, String);

/// Runs `perform` and gives what it changed.
pub(crate) fn watched<T, E: From<StoreError>>(
    connection: &Connection,
    realm: Realm,
    perform: impl FnOnce() -> std::result::Result<T, E>,
) -> std::result::Result<(T, Vec<u8>), E> {
    let mut session = Session::new(connection).map_err(StoreError::from)?;
    for table in realm.tables() {
        session.attach(Some(*table)).map_err(StoreError::from)?;
    }
    let value = perform()?;
    let mut changeset = Vec::new();
    session.changeset_strm(&mut changeset).map_err(StoreError::from)?;
    Ok((value, changeset))
}

/// The rows that a changeset changes.
pub(crate) fn changed_rows(changeset: &[u8]) -> Result<HashSet<ChangedRow>> {
    let mut bytes = changeset;
    let input: &mut dyn Read = &mut bytes;
    let mut items = ChangesetIter::start_strm(&input)?;
    let mut rows = HashSet::new();
    while let Some(item) = items.next()? {
        let op = item.op()?;
        // Every table of ours has its key in the first column.
        let key = if op.code() == Action::SQLITE_INSERT { item.new_value(0)? } else { item.old_value(0)? };
        let key = match key {
            ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
            key => key.as_i64().map_err(rusqlite::Error::from)?.to_string(),
        };
        rows.insert((op.table_name().to_owned(), key));
    }
    Ok(rows)
}

/// The faces that a changeset brings or takes, each with its embedding: these it holds whole.
pub(crate) fn whole_faces(changeset: &[u8]) -> Result<Vec<(i64, Vec<u8>)>> {
    let mut bytes = changeset;
    let input: &mut dyn Read = &mut bytes;
    let mut items = ChangesetIter::start_strm(&input)?;
    let mut faces = Vec::new();
    while let Some(item) = items.next()? {
        let op = item.op()?;
        let (id, embedding) = match (op.table_name(), op.code()) {
            ("face", Action::SQLITE_INSERT) => (item.new_value(0)?, item.new_value(EMBEDDING_OF_FACE)?),
            ("face", Action::SQLITE_DELETE) => (item.old_value(0)?, item.old_value(EMBEDDING_OF_FACE)?),
            _ => continue,
        };
        let embedding = embedding.as_blob().map_err(rusqlite::Error::from)?.to_vec();
        faces.push((id.as_i64().map_err(rusqlite::Error::from)?, embedding));
    }
    Ok(faces)
}

/// Applies a changeset, or its inverse.
pub(crate) fn apply(
    connection: &Connection,
    changeset: &[u8],
    realm: Realm,
    direction: Direction,
) -> rusqlite::Result<()> {
    let mut inverted = Vec::new();
    let mut input = match direction {
        Direction::Redo => changeset,
        Direction::Undo => {
            invert_strm(&mut &changeset[..], &mut inverted)?;
            &inverted
        }
    };
    connection
        .apply_strm(&mut input, None::<fn(&str) -> bool>, move |conflict, item| on_conflict(realm, &conflict, &item))
}

/// Whether SQLite says that the database is no longer as a changeset or a reference expects.
pub(crate) fn is_refusal(error: &StoreError) -> bool {
    let StoreError::Sqlite(error) = error else { return false };
    matches!(error.sqlite_error_code(), Some(ErrorCode::OperationAborted | ErrorCode::ConstraintViolation))
}

/// Acts must find persons, visitors and faces as they left them. What lapsed by itself since (a face that was replaced by
/// a better one, a sighting that was forgotten or judged anew, a rule that the owner
/// changed or removed) is passed over. What the owner said since of a camera counts.
fn on_conflict(realm: Realm, conflict: &ConflictType, item: &ChangesetItem) -> ConflictAction {
    if *conflict == ConflictType::SQLITE_CHANGESET_FOREIGN_KEY {
        // References are deferred: what arrived since moves next, and the commit checks again.
        return ConflictAction::SQLITE_CHANGESET_OMIT;
    }
    match realm {
        // What the owner said since about the same rule counts.
        Realm::Rules => return ConflictAction::SQLITE_CHANGESET_ABORT,
        // An alert that was forgotten, or is open again because it turned out to be about somebody worse, stays so.
        Realm::Alerts => return ConflictAction::SQLITE_CHANGESET_OMIT,
        Realm::People | Realm::Cameras => {}
    }
    let Ok(op) = item.op() else { return ConflictAction::SQLITE_CHANGESET_ABORT };
    match (op.table_name(), conflict) {
        // Where it stands among the others is no part of what was done.
        ("camera", ConflictType::SQLITE_CHANGESET_DATA)
            if op.code() == Action::SQLITE_DELETE && is_same_but_for_position(item, op.number_of_columns()) =>
        {
            ConflictAction::SQLITE_CHANGESET_REPLACE
        }
        ("sighting" | "alert" | "rejection" | "parted" | "alert_rule", _)
        | ("face", ConflictType::SQLITE_CHANGESET_NOTFOUND) => ConflictAction::SQLITE_CHANGESET_OMIT,
        // The program chose other templates since, which the owner never sees: his word counts.
        ("face", ConflictType::SQLITE_CHANGESET_DATA) if is_of_the_same_owner(item) => {
            ConflictAction::SQLITE_CHANGESET_REPLACE
        }
        _ => ConflictAction::SQLITE_CHANGESET_ABORT,
    }
}

fn is_same_but_for_position(item: &ChangesetItem, columns: i32) -> bool {
    let columns = usize::try_from(columns).unwrap_or_default();
    let same = |column| matches!((item.old_value(column), item.conflict(column)), (Ok(one), Ok(other)) if one == other);
    (0..columns).filter(|column| *column != POSITION_OF_CAMERA).all(same)
}

/// Whether a changed face still belongs to whom the changeset expects.
fn is_of_the_same_owner(item: &ChangesetItem) -> bool {
    OWNER_OF_FACE.into_iter().all(|column| match (item.old_value(column), item.conflict(column)) {
        (Ok(expected), Ok(found)) => expected == found,
        // The act did not change it.
        (Err(_), _) => true,
        (Ok(_), Err(_)) => false,
    })
}
