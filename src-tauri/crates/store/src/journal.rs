//! Undoing and doing again.
//!
//! Owns how an act is recorded and turned back. Must not know what any act means. Invariants: an act and its journal entry
//! are one transaction; what was done to many at once is turned for all of them or for nobody; undoing changes all of it or nothing; what arrived since at somebody who goes with the undoing
//! follows to whom he was before; nothing that the program did keeps the owner from taking back what he did.

use crate::{
    Act, Actor, Done, Result, Store, StoreError, Write,
    changeset::{Direction, Realm, apply, changed_rows, is_refusal, watched, whole_faces},
    pictures::Album,
    store::begin,
    tables::{
        ActRow, Entry, NewAct, bind, drop_pairs, inherit_pairs, insert_visitor, part, person_row, unpart,
        visitor_exists,
    },
    words::{sides, subject_of},
};
use porchlight_domain::{ActId, Subject, Timestamp, VisitorId};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::collections::HashSet;

/// Names that lead to names that lead to names: more steps than any owner takes.
const MOST_STEPS: usize = 64;

/// Undo.
impl Store {
    /// Undoes the latest act of the owner that holds. `None` if there is none.
    ///
    /// # Errors
    /// [`StoreError::NoLongerPossible`]; nothing changed.
    pub fn undo(&self, at: Timestamp) -> Result<Option<Act>> {
        let next = self.read(ActRow::latest_holding)?;
        next.map(|id| self.undo_act(id, at)).transpose()
    }

    /// Does again what the owner undid last. `None` if there is nothing.
    ///
    /// # Errors
    /// [`StoreError::NoLongerPossible`]; nothing changed.
    pub fn redo(&self, at: Timestamp) -> Result<Option<Act>> {
        let next = self.read(ActRow::latest_undone)?;
        next.map(|id| self.redo_act(id, at)).transpose()
    }

    /// Undoes one act, whatever came after it, if that still makes sense. What the program did since and what is in the
    /// way is undone first. An act of the program that the owner undoes also parts its two visitors, so that it is not
    /// done again.
    ///
    /// # Errors
    /// [`StoreError::NoLongerPossible`], [`StoreError::NotFound`]; nothing changed.
    pub fn undo_act(&self, id: ActId, at: Timestamp) -> Result<Act> {
        self.turn(id, Direction::Undo, at)
    }

    /// Does one undone act again, if that still makes sense. What the program did since and what is in the way is undone
    /// first.
    ///
    /// # Errors
    /// [`StoreError::NoLongerPossible`], [`StoreError::NotFound`]; nothing changed.
    pub fn redo_act(&self, id: ActId, at: Timestamp) -> Result<Act> {
        self.turn(id, Direction::Redo, at)
    }

    /// Does `perform` for the owner and writes down what it changed.
    pub(crate) fn record(&self, at: Timestamp, perform: impl FnOnce(&Connection) -> Result<NewAct>) -> Result<Done> {
        let mut writer = self.writer();
        let transaction = begin(&mut writer)?;
        let done = record_in(&transaction, Actor::Owner, at, perform)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Does `perform`, which is about nobody, for the owner and writes down what it changed. Nothing is written down where
    /// nothing changed.
    pub(crate) fn record_of<T>(
        &self,
        realm: Realm,
        at: Timestamp,
        perform: impl FnOnce(&Connection) -> Result<(Entry, T)>,
    ) -> Result<T> {
        self.write(|w| {
            let (_, value) = w.record(realm, at, |w| {
                let (entry, value) = perform(w.connection)?;
                Ok::<_, StoreError>((Some(entry), value))
            })?;
            Ok(value)
        })
    }

    fn turn(&self, id: ActId, direction: Direction, at: Timestamp) -> Result<Act> {
        let mut writer = self.writer();
        let mut transaction = begin(&mut writer)?;
        let mut rows = ActRow::together(&transaction, id)?;
        let in_order: &mut dyn Iterator<Item = &mut ActRow> = match direction {
            Direction::Undo => &mut rows.iter_mut().rev(),
            Direction::Redo => &mut rows.iter_mut(),
        };
        for row in in_order {
            turn_and_part(&mut transaction, row, direction, at)?;
            self.drop_faces_without_picture(&transaction, row)?;
        }
        let act = rows.into_iter().next().ok_or(StoreError::NotFound { what: "act" })?.act;
        transaction.commit().map_err(|error| no_longer(error.into(), id))?;
        Ok(act)
    }

    /// A face that came back without its pictures, which may be gone for room, could be neither looked at nor embedded
    /// again.
    fn drop_faces_without_picture(&self, connection: &Connection, row: &ActRow) -> Result<()> {
        if row.realm() != Realm::People {
            return Ok(());
        }
        for (face, _) in whole_faces(&row.changeset(connection)?)? {
            if !self.has_picture(Album::Crops, face) {
                connection.prepare_cached("DELETE FROM face WHERE id = ?1")?.execute([face])?;
            }
        }
        Ok(())
    }

    /// As [`Store::record`] for many at once: all of it happens or nothing, and it is one entry of the journal.
    pub(crate) fn record_together<T>(
        &self,
        at: Timestamp,
        items: &[T],
        mut perform: impl FnMut(&Connection, &T) -> Result<NewAct>,
    ) -> Result<Vec<Done>> {
        let mut writer = self.writer();
        let transaction = begin(&mut writer)?;
        let mut all_done = Vec::with_capacity(items.len());
        for item in items {
            all_done.push(record_in(&transaction, Actor::Owner, at, |c| perform(c, item))?);
        }
        bind(&transaction, &all_done.iter().map(|done| done.act).collect::<Vec<_>>())?;
        transaction.commit()?;
        Ok(all_done)
    }
}

/// Turns one act. One of the program that the owner undoes also parts its two visitors.
fn turn_and_part(
    transaction: &mut Transaction<'_>,
    row: &mut ActRow,
    direction: Direction,
    at: Timestamp,
) -> Result<()> {
    let visitors = match (row.act.actor, row.from(), row.to()) {
        (Actor::Program, Some(Subject::Visitor(from)), Some(Subject::Visitor(to))) => Some((from, to)),
        _ => None,
    };
    if let (Some((one, other)), Direction::Redo) = (visitors, direction) {
        unpart(transaction, one, other)?;
    }
    clear_the_way_and_turn(transaction, row, direction, at)?;
    if let (Some((one, other)), Direction::Undo) = (visitors, direction)
        && visitor_exists(transaction, one)?
        && visitor_exists(transaction, other)?
    {
        part(transaction, one, other)?;
    }
    Ok(())
}

impl Write<'_> {
    /// Does `perform` for the owner and writes down what it changed. Nothing is written down where nothing changed, or
    /// where `perform` says nothing of what it was.
    pub(crate) fn record<T, E: From<StoreError>>(
        &mut self,
        realm: Realm,
        at: Timestamp,
        perform: impl FnOnce(&mut Self) -> std::result::Result<(Option<Entry>, T), E>,
    ) -> std::result::Result<(Option<ActId>, T), E> {
        let connection = self.connection;
        let ((entry, value), changeset) = watched(connection, realm, || perform(self))?;
        let written = entry.filter(|_| !changeset.is_empty());
        let act = written.map(|entry| entry.insert(connection, Actor::Owner, at, &changeset)).transpose()?;
        Ok((act, value))
    }

    /// Who `subject` is now, if he was named, merged or un-named since somebody last looked.
    pub(crate) fn follow(&self, subject: Subject) -> Result<Subject> {
        follow(self.connection, subject)
    }
}

/// Does `perform` and writes down what it changed.
pub(crate) fn record_in(
    connection: &Connection,
    actor: Actor,
    at: Timestamp,
    perform: impl FnOnce(&Connection) -> Result<NewAct>,
) -> Result<Done> {
    let (act, changeset) = watched(connection, Realm::People, || perform(connection))?;
    if changeset.is_empty() {
        return Err(StoreError::SameAlready);
    }
    let subject = act.to.subject;
    Ok(Done { act: act.into_entry().insert(connection, actor, at, &changeset)?, subject })
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

fn follow(connection: &Connection, subject: Subject) -> Result<Subject> {
    let mut now = subject;
    for _ in 0..MOST_STEPS {
        if exists(connection, now)? {
            return Ok(now);
        }
        let (person, visitor) = sides(now);
        let next = connection
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

/// What turning an act rests on.
struct Stakes {
    /// Who must be there already.
    needed: [Option<Subject>; 2],
    /// Who goes, and to whom he leaves what arrived since: a new visitor where he was nobody before.
    inheritance: Option<(Subject, Option<Subject>)>,
}

fn stakes(row: &ActRow, direction: Direction) -> Stakes {
    let (from, to) = match (row.from(), row.to()) {
        // A rule about somebody waits until there is somebody of that id.
        (Some(from), Some(to)) if row.realm() != Realm::Rules => (from, to),
        _ => return Stakes { needed: [None, None], inheritance: None },
    };
    let was_nobody = from == to && row.creates_to;
    match direction {
        Direction::Undo if was_nobody => Stakes { needed: [Some(to), None], inheritance: Some((to, None)) },
        Direction::Redo if was_nobody => Stakes { needed: [None, None], inheritance: None },
        Direction::Undo => Stakes {
            needed: [Some(to), (!row.removes_from).then_some(from)],
            inheritance: row.creates_to.then_some((to, Some(from))),
        },
        Direction::Redo => Stakes {
            needed: [Some(from), (!row.creates_to).then_some(to)],
            inheritance: row.removes_from.then_some((from, Some(to))),
        },
    }
}

/// Turns an act; if that is not possible, undoes what the program did since, the latest first, until it is.
fn clear_the_way_and_turn(
    transaction: &mut Transaction<'_>,
    row: &mut ActRow,
    direction: Direction,
    at: Timestamp,
) -> Result<()> {
    let is_turned = row.act.undone_at.is_some() == (direction == Direction::Undo);
    let mut result = turn_one(transaction, row, direction, at);
    if is_turned || !is_impossible(&result) {
        return result;
    }
    for mut later in in_the_way(transaction, row, direction)? {
        let undone = turn_one(transaction, &mut later, Direction::Undo, at);
        if is_impossible(&undone) {
            // The owner built upon it: perhaps it is not what is in the way.
            continue;
        }
        undone?;
        result = turn_one(transaction, row, direction, at);
        if !is_impossible(&result) {
            break;
        }
    }
    result
}

fn is_impossible(result: &Result<()>) -> bool {
    matches!(result, Err(StoreError::NoLongerPossible { .. }))
}

/// What the program did later than `row` with the same rows and subjects, or upon what it did with these; the latest
/// first.
fn in_the_way(connection: &Connection, row: &ActRow, direction: Direction) -> Result<Vec<ActRow>> {
    let mut rows = changed_rows(&row.changeset(connection)?)?;
    let Stakes { needed, inheritance } = stakes(row, direction);
    let mut needed: HashSet<Subject> = needed.into_iter().flatten().collect();
    let mut leaving: HashSet<Subject> = inheritance.map(|(gone, _)| gone).into_iter().collect();
    let mut found = Vec::new();
    for later in ActRow::later_of_program(connection, row.act.id)? {
        let (Some(from), Some(to)) = (later.from(), later.to()) else { continue };
        let changed = changed_rows(&later.changeset(connection)?)?;
        let is_upon = !changed.is_disjoint(&rows)
            || leaving.contains(&from)
            || leaving.contains(&to)
            || (later.removes_from && needed.contains(&from));
        if is_upon {
            rows.extend(changed);
            let upon = stakes(&later, Direction::Undo);
            needed.extend(upon.needed.into_iter().flatten());
            leaving.extend(upon.inheritance.map(|(gone, _)| gone));
            found.push(later);
        }
    }
    found.reverse();
    Ok(found)
}

/// Turns one act. After an error nothing has changed.
fn turn_one(transaction: &mut Transaction<'_>, row: &mut ActRow, direction: Direction, at: Timestamp) -> Result<()> {
    let id = row.act.id;
    let impossible = StoreError::NoLongerPossible { act: id };
    if (direction == Direction::Undo) == row.act.undone_at.is_some() {
        return Err(impossible);
    }
    let Stakes { needed, inheritance } = stakes(row, direction);
    for subject in needed.into_iter().flatten() {
        if !exists(transaction, subject)? {
            return Err(impossible);
        }
    }
    if let Some((gone, _)) = inheritance
        && row.is_built_upon(transaction, gone)?
    {
        return Err(impossible);
    }
    let savepoint = transaction.savepoint()?;
    let changeset = row.changeset(&savepoint)?;
    apply(&savepoint, &changeset, row.realm(), direction).map_err(|error| no_longer(error.into(), id))?;
    // What came back may refer to what went by itself meanwhile; what settles that is seen only while references wait.
    savepoint.pragma_update(None, "defer_foreign_keys", true)?;
    if let Some((gone, heir)) = inheritance {
        match heir {
            Some(heir) => bequeath(&savepoint, gone, heir)?,
            None => bequeath_to_a_stranger(&savepoint, gone, at)?,
        }
    }
    match row.realm() {
        Realm::People => settle(&savepoint, [row.from(), row.to()].into_iter().flatten())?,
        Realm::Rules => settle_rules(&savepoint)?,
        Realm::Alerts if !has_any_alert(&savepoint, &changeset)? => return Err(impossible),
        Realm::Alerts => {}
        Realm::Cameras if is_there_twice(&savepoint, &changeset)? => return Err(impossible),
        Realm::Cameras => settle_rules(&savepoint)?,
    }
    row.mark(&savepoint, (direction == Direction::Undo).then_some(at))?;
    savepoint.commit()?;
    Ok(())
}

fn no_longer(error: StoreError, act: ActId) -> StoreError {
    if is_refusal(&error) { StoreError::NoLongerPossible { act } } else { error }
}

/// Everything that still points at `gone` points at `heir`.
fn bequeath(connection: &Connection, gone: Subject, heir: Subject) -> Result<()> {
    let ((old_person, old_visitor), (person, visitor)) = (sides(gone), sides(heir));
    connection.execute(
        "UPDATE face SET person_id = ?3, visitor_id = ?4 WHERE person_id = ?1 OR visitor_id = ?2",
        params![old_person, old_visitor, person, visitor],
    )?;
    connection.execute(
        "UPDATE sighting SET person_id = ?3, visitor_id = ?4 WHERE person_id = ?1 OR visitor_id = ?2",
        params![old_person, old_visitor, person, visitor],
    )?;
    connection.execute("UPDATE alert SET person_id = ?2 WHERE person_id = ?1", params![old_person, person])?;
    connection
        .execute("DELETE FROM rejection WHERE person_id = ?1 OR visitor_id = ?2", params![old_person, old_visitor])?;
    match (gone, heir) {
        (Subject::Visitor(gone), Subject::Visitor(heir)) => inherit_pairs(connection, gone, heir),
        (Subject::Visitor(gone), Subject::Person(_)) => drop_pairs(connection, gone),
        _ => Ok(()),
    }
}

/// Whoever was seen as somebody who was not known before is a stranger.
fn bequeath_to_a_stranger(connection: &Connection, gone: Subject, at: Timestamp) -> Result<()> {
    let (person, visitor) = sides(gone);
    let was_seen: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM face WHERE person_id = ?1 OR visitor_id = ?2)
               OR EXISTS (SELECT 1 FROM sighting WHERE person_id = ?1 OR visitor_id = ?2)",
        )?
        .query_row(params![person, visitor], |row| row.get(0))?;
    if was_seen {
        let stranger = Subject::Visitor(insert_visitor(connection, at)?);
        bequeath(connection, gone, stranger)?;
        return settle(connection, std::iter::once(stranger));
    }
    connection.prepare_cached("DELETE FROM rejection WHERE person_id = ?1")?.execute([person])?;
    Ok(())
}

/// Whether one of the alerts of an act is still kept.
fn has_any_alert(connection: &Connection, changeset: &[u8]) -> Result<bool> {
    let mut statement = connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM alert WHERE id = ?1)")?;
    for (_, id) in changed_rows(changeset)? {
        if statement.query_row([id], |row| row.get(0))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a camera of an act shows what another one shows: it was added anew since.
fn is_there_twice(connection: &Connection, changeset: &[u8]) -> Result<bool> {
    let mut statement = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM camera AS one JOIN camera AS other USING (source_kind, place, is_looped)
           WHERE one.id = ?1 AND other.id <> ?1)",
    )?;
    for (table, id) in changed_rows(changeset)? {
        if table == "camera" && statement.query_row([id], |row| row.get(0))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A rule that came back at a camera that was removed since is nowhere.
fn settle_rules(connection: &Connection) -> Result<()> {
    connection
        .prepare_cached("UPDATE alert_rule SET camera_id = NULL WHERE camera_id NOT IN (SELECT id FROM camera)")?
        .execute([])?;
    Ok(())
}

/// What came back may point at what went by itself in the meantime: that is followed where it can be, and forgotten where
/// not.
fn settle(connection: &Connection, subjects: impl Iterator<Item = Subject>) -> Result<()> {
    for subject in subjects {
        let (person, visitor) = sides(subject);
        connection
            .prepare_cached(
                "UPDATE face SET sighting_id = NULL
                 WHERE (person_id = ?1 OR visitor_id = ?2) AND sighting_id NOT IN (SELECT id FROM sighting)",
            )?
            .execute(params![person, visitor])?;
        let Subject::Visitor(visitor) = subject else { continue };
        // An unnamed visitor is known by all of its faces.
        connection.execute("UPDATE face SET is_template = 1 WHERE visitor_id = ?1 AND NOT is_template", [visitor.0])?;
        connection.execute(
            "UPDATE sighting SET best_face_id = NULL
             WHERE visitor_id = ?1 AND best_face_id IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM face WHERE face.id = best_face_id)",
            [visitor.0],
        )?;
    }
    let mut statement = connection.prepare_cached(
        "SELECT first_visitor_id FROM parted WHERE first_visitor_id NOT IN (SELECT id FROM visitor)
         UNION SELECT second_visitor_id FROM parted WHERE second_visitor_id NOT IN (SELECT id FROM visitor)",
    )?;
    let gone = statement.query_map([], |row| row.get(0).map(VisitorId))?.collect::<rusqlite::Result<Vec<_>>>()?;
    for gone in gone {
        match follow(connection, Subject::Visitor(gone)) {
            Ok(Subject::Visitor(heir)) => inherit_pairs(connection, gone, heir)?,
            Ok(Subject::Person(_)) | Err(StoreError::NotFound { .. }) => drop_pairs(connection, gone)?,
            Err(error) => return Err(error),
        }
    }
    connection
        .prepare_cached(
            "DELETE FROM rejection
             WHERE person_id NOT IN (SELECT id FROM person)
                OR visitor_id NOT IN (SELECT id FROM visitor) OR face_id NOT IN (SELECT id FROM face)",
        )?
        .execute([])?;
    Ok(())
}
