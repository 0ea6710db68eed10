//! Undoing and doing again.
//!
//! Owns how an act is recorded (SQLite's session extension watches the tables while it happens) and how its changeset is
//! turned back. Must not know what any act means. Invariants: an act and its journal entry are one transaction; undoing
//! changes all of it or nothing; what arrived since at somebody who goes with the undoing follows to whom he was before.

use crate::{
    Act, Done, Result, Store, StoreError, Write,
    store::begin,
    tables::{ActRow, NewAct, person_row, visitor_exists},
    words::{sides, subject_of},
};
use porchlight_domain::{ActId, Subject, Timestamp};
use rusqlite::{
    Connection, ErrorCode, OptionalExtension, params,
    session::{ChangesetItem, ConflictAction, ConflictType, Session, invert_strm},
};

/// What an act may change.
const TABLES: [&str; 6] = ["person", "visitor", "sighting", "face", "alert", "rejection"];

/// Names that lead to names that lead to names: more steps than any owner takes.
const MOST_STEPS: usize = 64;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Undo,
    Redo,
}

/// Undo.
impl Store {
    /// Undoes the latest act that holds. `None` if there is none.
    ///
    /// # Errors
    /// [`StoreError::NoLongerPossible`]; nothing changed.
    pub fn undo(&self, at: Timestamp) -> Result<Option<Act>> {
        let next = self.read(ActRow::latest_holding)?;
        next.map(|id| self.undo_act(id, at)).transpose()
    }

    /// Does again what was undone last. `None` if there is nothing.
    ///
    /// # Errors
    /// [`StoreError::NoLongerPossible`]; nothing changed.
    pub fn redo(&self, at: Timestamp) -> Result<Option<Act>> {
        let next = self.read(ActRow::latest_undone)?;
        next.map(|id| self.redo_act(id, at)).transpose()
    }

    /// Undoes one act, whatever came after it, if that still makes sense.
    ///
    /// # Errors
    /// [`StoreError::NoLongerPossible`], [`StoreError::NotFound`]; nothing changed.
    pub fn undo_act(&self, id: ActId, at: Timestamp) -> Result<Act> {
        self.turn(id, Direction::Undo, at)
    }

    /// Does one undone act again, if that still makes sense.
    ///
    /// # Errors
    /// [`StoreError::NoLongerPossible`], [`StoreError::NotFound`]; nothing changed.
    pub fn redo_act(&self, id: ActId, at: Timestamp) -> Result<Act> {
        self.turn(id, Direction::Redo, at)
    }

    /// Does `perform` and writes down what it changed.
    pub(crate) fn record(&self, at: Timestamp, perform: impl FnOnce(&Connection) -> Result<NewAct>) -> Result<Done> {
        let mut writer = self.writer();
        let transaction = begin(&mut writer)?;
        let mut session = Session::new(&transaction)?;
        for table in TABLES {
            session.attach(Some(table))?;
        }
        let act = perform(&transaction)?;
        let mut changeset = Vec::new();
        session.changeset_strm(&mut changeset)?;
        drop(session);
        if changeset.is_empty() {
            return Err(StoreError::SameAlready);
        }
        let id = act.insert(&transaction, at, &changeset)?;
        transaction.commit()?;
        Ok(Done { act: id, subject: act.to.subject })
    }

    fn turn(&self, id: ActId, direction: Direction, at: Timestamp) -> Result<Act> {
        let impossible = StoreError::NoLongerPossible { act: id };
        let mut writer = self.writer();
        let transaction = begin(&mut writer)?;
        let mut row = ActRow::by_id(&transaction, id)?;
        if (direction == Direction::Undo) == row.act.undone_at.is_some() {
            return Err(impossible);
        }
        let (from, to) = (row.act.from.subject, row.act.to.subject);
        // Who must be there already, and who goes and leaves what arrived since to whom.
        let (needed, inheritance) = match direction {
            Direction::Undo => ([Some(to), (!row.removes_from).then_some(from)], row.creates_to.then_some((to, from))),
            Direction::Redo => ([Some(from), (!row.creates_to).then_some(to)], row.removes_from.then_some((from, to))),
        };
        for subject in needed.into_iter().flatten() {
            if !exists(&transaction, subject)? {
                return Err(impossible);
            }
        }
        if let Some((gone, _)) = inheritance
            && row.is_built_upon(&transaction, gone)?
        {
            return Err(impossible);
        }
        let changeset = row.changeset(&transaction)?;
        apply(&transaction, &changeset, direction).map_err(|error| no_longer(error, id))?;
        if let Some((gone, heir)) = inheritance {
            bequeath(&transaction, gone, heir)?;
        }
        row.mark(&transaction, (direction == Direction::Undo).then_some(at))?;
        transaction.commit().map_err(|error| no_longer(error, id))?;
        Ok(row.act)
    }
}

impl Write<'_> {
    /// Who `subject` is now, if the owner named, merged or un-named him since somebody last looked.
    pub(crate) fn follow(&self, subject: Subject) -> Result<Subject> {
        let mut now = subject;
        for _ in 0..MOST_STEPS {
            if exists(self.connection, now)? {
                return Ok(now);
            }
            let (person, visitor) = sides(now);
            let next = self
                .connection
                .prepare_cached(
                    "SELECT CASE WHEN removes_from AND undone_at IS NULL THEN to_person_id ELSE from_person_id END,
                            CASE WHEN removes_from AND undone_at IS NULL THEN to_visitor_id ELSE from_visitor_id END
                     FROM act
                     WHERE (removes_from AND undone_at IS NULL AND (from_person_id = ?1 OR from_visitor_id = ?2))
                        OR (creates_to AND undone_at IS NOT NULL AND (to_person_id = ?1 OR to_visitor_id = ?2))
                     ORDER BY id DESC LIMIT 1",
                )?
                .query_row(params![person, visitor], |row| Ok(subject_of(row.get(0)?, row.get(1)?)))
                .optional()?
                .flatten();
            match next {
                Some(next) => now = next,
                None => break,
            }
        }
        let what = if matches!(subject, Subject::Person(_)) { "person" } else { "visitor" };
        Err(StoreError::NotFound { what })
    }
}

pub(crate) fn exists(connection: &Connection, subject: Subject) -> Result<bool> {
    match subject {
        Subject::Visitor(visitor) => visitor_exists(connection, visitor),
        Subject::Person(person) => match person_row(connection, person) {
            Ok(_) => Ok(true),
            Err(StoreError::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        },
    }
}

fn apply(connection: &Connection, changeset: &[u8], direction: Direction) -> rusqlite::Result<()> {
    let mut inverted = Vec::new();
    let mut input = match direction {
        Direction::Redo => changeset,
        Direction::Undo => {
            invert_strm(&mut &changeset[..], &mut inverted)?;
            &inverted
        }
    };
    connection.apply_strm(&mut input, None::<fn(&str) -> bool>, |conflict, item| on_conflict(&conflict, &item))
}

/// The owner's acts must find persons, visitors and faces as they left them. What lapsed by itself since (a face that was
/// replaced by a better one, a sighting that was forgotten or judged anew) is passed over.
fn on_conflict(conflict: &ConflictType, item: &ChangesetItem) -> ConflictAction {
    if *conflict == ConflictType::SQLITE_CHANGESET_FOREIGN_KEY {
        // References are deferred: what arrived since moves next, and the commit checks again.
        return ConflictAction::SQLITE_CHANGESET_OMIT;
    }
    let may_pass = item.op().is_ok_and(|op| match op.table_name() {
        "sighting" | "alert" | "rejection" => true,
        "face" => *conflict == ConflictType::SQLITE_CHANGESET_NOTFOUND,
        _ => false,
    });
    if may_pass { ConflictAction::SQLITE_CHANGESET_OMIT } else { ConflictAction::SQLITE_CHANGESET_ABORT }
}

fn no_longer(error: rusqlite::Error, act: ActId) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::OperationAborted | ErrorCode::ConstraintViolation) => StoreError::NoLongerPossible { act },
        _ => error.into(),
    }
}

/// Everything that still points at `gone` points at `heir`.
fn bequeath(connection: &Connection, gone: Subject, heir: Subject) -> Result<()> {
    let ((old_person, old_visitor), (person, visitor)) = (sides(gone), sides(heir));
    // An unnamed visitor is known by all of its faces.
    connection.execute(
        "UPDATE face SET person_id = ?3, visitor_id = ?4, is_template = is_template OR ?4 IS NOT NULL
         WHERE person_id = ?1 OR visitor_id = ?2",
        params![old_person, old_visitor, person, visitor],
    )?;
    connection.execute(
        "UPDATE sighting SET person_id = ?3, visitor_id = ?4 WHERE person_id = ?1 OR visitor_id = ?2",
        params![old_person, old_visitor, person, visitor],
    )?;
    connection.execute("UPDATE alert SET person_id = ?2 WHERE person_id = ?1", params![old_person, person])?;
    connection
        .execute("DELETE FROM rejection WHERE person_id = ?1 OR visitor_id = ?2", params![old_person, old_visitor])?;
    Ok(())
}
