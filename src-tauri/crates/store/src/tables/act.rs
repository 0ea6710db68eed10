//! The journal's rows.
//!
//! Owns the table `act`. Must not know what a changeset does. Invariant: a row says whom it touches on both sides, so that
//! an erasure finds every entry about somebody.

use crate::{
    Act, ActKind, Actor, Party, Result, Store, StoreError,
    changeset::Realm,
    words::{Word, count, sides, subject_of},
};
use porchlight_domain::{ActId, PersonKind, RuleKind, Subject, Timestamp, VisitorId};
use rusqlite::{Connection, OptionalExtension, Row, params};

const COLUMNS: &str = "id, at, kind, from_person_id, from_visitor_id, from_name, to_person_id, to_visitor_id, to_name,
    person_kind, undone_at, removes_from, creates_to, actor,
    coalesce((SELECT sum(items) FROM act AS other WHERE other.bulk = act.bulk), items), about, camera_name";

/// An act with what undoing it needs to know.
pub(crate) struct ActRow {
    pub act: Act,
    /// `from` is no more after the act.
    pub removes_from: bool,
    /// `to` was not before the act.
    pub creates_to: bool,
}

/// What an act did, before it is written down.
pub(crate) struct NewAct {
    pub kind: ActKind,
    pub from: Party,
    pub to: Party,
    pub person_kind: Option<PersonKind>,
    pub removes_from: bool,
    pub creates_to: bool,
}

/// A row to be.
pub(crate) struct Entry {
    pub kind: ActKind,
    /// Who it began with; the person a rule was about before.
    pub from: Option<Party>,
    /// Who it ended with; the person a rule is about now.
    pub to: Option<Party>,
    pub person_kind: Option<PersonKind>,
    pub about: Option<RuleKind>,
    pub camera: Option<String>,
    /// How many pictures or alerts it was about.
    pub items: usize,
    /// It goes with the demo.
    pub is_demo: bool,
    pub removes_from: bool,
    pub creates_to: bool,
}

/// The journal.
impl Store {
    /// The journal, latest first. What was done to many at once is one entry.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn acts(&self, limit: usize) -> Result<Vec<Act>> {
        self.acts_before(limit, None)
    }

    /// As [`Store::acts`], of those that came before `before`.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn acts_before(&self, limit: usize, before: Option<ActId>) -> Result<Vec<Act>> {
        let before = before.map_or(i64::MAX, |act| act.0);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(|c| {
            let mut statement = c.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM act
                 WHERE id < ?2 AND (bulk IS NULL OR id = (SELECT min(id) FROM act AS other WHERE other.bulk = act.bulk))
                 ORDER BY id DESC LIMIT ?1"
            ))?;
            let rows = statement.query_map([limit, before], |row| from_row(row).map(|row| row.act))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Every act that began or ended with this visitor, oldest first, whatever was taken back included.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn acts_on(&self, visitor: VisitorId) -> Result<Vec<Act>> {
        self.read(|c| {
            let mut statement = c.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM act WHERE from_visitor_id = ?1 OR to_visitor_id = ?1 ORDER BY id"
            ))?;
            let rows = statement.query_map([visitor.0], |row| from_row(row).map(|row| row.act))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

impl NewAct {
    pub(crate) fn into_entry(self) -> Entry {
        let Self { kind, from, to, person_kind, removes_from, creates_to } = self;
        Entry { from: Some(from), to: Some(to), person_kind, removes_from, creates_to, ..Entry::of(kind) }
    }
}

impl Entry {
    /// About nobody.
    pub(crate) fn of(kind: ActKind) -> Self {
        Self {
            kind,
            from: None,
            to: None,
            person_kind: None,
            about: None,
            camera: None,
            items: 1,
            is_demo: false,
            removes_from: false,
            creates_to: false,
        }
    }

    /// About somebody who stays.
    pub(crate) fn about(kind: ActKind, who: Party) -> Self {
        Self { from: Some(who.clone()), to: Some(who), ..Self::of(kind) }
    }

    pub(crate) fn insert(
        &self,
        connection: &Connection,
        actor: Actor,
        at: Timestamp,
        changeset: &[u8],
    ) -> Result<ActId> {
        let (from_person, from_visitor) = self.from.as_ref().map_or((None, None), |party| sides(party.subject));
        let (to_person, to_visitor) = self.to.as_ref().map_or((None, None), |party| sides(party.subject));
        connection
            .prepare_cached(
                "INSERT INTO act (at, kind, from_person_id, from_visitor_id, from_name, to_person_id, to_visitor_id, to_name,
                   person_kind, removes_from, creates_to, changeset, actor, about, items, camera_name, is_demo)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
            )?
            .execute(params![
                at.0,
                Word(self.kind),
                from_person,
                from_visitor,
                self.from.as_ref().and_then(|party| party.name.as_deref()),
                to_person,
                to_visitor,
                self.to.as_ref().and_then(|party| party.name.as_deref()),
                self.person_kind.map(Word),
                self.removes_from,
                self.creates_to,
                changeset,
                Word(actor),
                self.about.map(Word),
                i64::try_from(self.items).unwrap_or(i64::MAX),
                self.camera,
                self.is_demo,
            ])?;
        Ok(ActId(connection.last_insert_rowid()))
    }
}

/// These were done at once, and are shown and turned as one.
pub(crate) fn bind(connection: &Connection, acts: &[ActId]) -> Result<()> {
    let (Some(first), true) = (acts.first(), acts.len() > 1) else { return Ok(()) };
    let mut statement = connection.prepare_cached("UPDATE act SET bulk = ?2 WHERE id = ?1")?;
    acts.iter().try_for_each(|act| statement.execute([act.0, first.0]).map(drop))?;
    Ok(())
}

/// An act goes on with what `first` began, unless that was taken back or is gone.
pub(crate) fn bind_to(connection: &Connection, first: ActId, act: ActId) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE act SET bulk = ?1
             WHERE id IN (?1, ?2) AND EXISTS (SELECT 1 FROM act AS first WHERE first.id = ?1 AND first.undone_at IS NULL)",
        )?
        .execute([first.0, act.0])?;
    Ok(())
}

impl ActRow {
    /// An act with all that were done at once with it, in the order in which they were done.
    pub(crate) fn together(connection: &Connection, id: ActId) -> Result<Vec<Self>> {
        let mut statement = connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM act WHERE id = ?1 OR bulk = (SELECT bulk FROM act WHERE id = ?1) ORDER BY id"
        ))?;
        let rows = statement.query_map([id.0], from_row)?.collect::<rusqlite::Result<Vec<_>>>()?;
        if rows.is_empty() { Err(StoreError::NotFound { what: "act" }) } else { Ok(rows) }
    }

    /// The act of the owner that undo takes next.
    pub(crate) fn latest_holding(connection: &Connection) -> Result<Option<ActId>> {
        Self::first(connection, "undone_at IS NULL AND actor = 'owner' ORDER BY id DESC")
    }

    /// The act of the owner that redo takes next: of several undone in the same moment the one undone last, which is the earliest.
    pub(crate) fn latest_undone(connection: &Connection) -> Result<Option<ActId>> {
        Self::first(connection, "undone_at IS NOT NULL AND actor = 'owner' ORDER BY undone_at DESC, id")
    }

    fn first(connection: &Connection, condition: &str) -> Result<Option<ActId>> {
        Ok(connection
            .prepare_cached(&format!("SELECT id FROM act WHERE {condition} LIMIT 1"))?
            .query_row([], |row| row.get(0).map(ActId))
            .optional()?)
    }

    /// Acts of the program that hold and came later than `id`, the earliest first.
    pub(crate) fn later_of_program(connection: &Connection, id: ActId) -> Result<Vec<Self>> {
        let mut statement = connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM act WHERE id > ?1 AND undone_at IS NULL AND actor = 'program' ORDER BY id"
        ))?;
        let rows = statement.query_map([id.0], from_row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Who it began with.
    pub(crate) fn from(&self) -> Option<Subject> {
        self.act.from.as_ref().map(|party| party.subject)
    }

    /// Who it ended with.
    pub(crate) fn to(&self) -> Option<Subject> {
        self.act.to.as_ref().map(|party| party.subject)
    }

    /// What it is about, and so what it may have changed.
    pub(crate) fn realm(&self) -> Realm {
        match self.act.kind {
            ActKind::AddRule | ActKind::ChangeRule | ActKind::RemoveRule | ActKind::SetHush => Realm::Rules,
            ActKind::Acknowledge => Realm::Alerts,
            ActKind::ChangeCamera | ActKind::RemoveCamera => Realm::Cameras,
            ActKind::Name
            | ActKind::SetKind
            | ActKind::SetThreshold
            | ActKind::Rename
            | ActKind::MergePersons
            | ActKind::MergeVisitors
            | ActKind::SplitVisitor
            | ActKind::MoveFace
            | ActKind::MoveSighting
            | ActKind::Confirm
            | ActKind::Reject
            | ActKind::SetNote
            | ActKind::RemoveFace
            | ActKind::AddPictures
            | ActKind::AddPerson => Realm::People,
        }
    }

    /// Whether another act that holds, and came later than this one, touches `subject`. A rule about somebody waits where
    /// there is nobody of that id.
    pub(crate) fn is_built_upon(&self, connection: &Connection, subject: Subject) -> Result<bool> {
        let (person, visitor) = sides(subject);
        Ok(connection
            .prepare_cached(
                "SELECT EXISTS (
                   SELECT 1 FROM act WHERE id > ?1 AND undone_at IS NULL
                     AND kind NOT IN ('add_rule', 'change_rule', 'remove_rule')
                     AND (from_person_id = ?2 OR to_person_id = ?2 OR from_visitor_id = ?3 OR to_visitor_id = ?3))",
            )?
            .query_row(params![self.act.id.0, person, visitor], |row| row.get(0))?)
    }

    pub(crate) fn changeset(&self, connection: &Connection) -> Result<Vec<u8>> {
        Ok(connection
            .prepare_cached("SELECT changeset FROM act WHERE id = ?1")?
            .query_row([self.act.id.0], |row| row.get(0))?)
    }

    pub(crate) fn mark(&mut self, connection: &Connection, undone_at: Option<Timestamp>) -> Result<()> {
        connection
            .prepare_cached("UPDATE act SET undone_at = ?2 WHERE id = ?1")?
            .execute(params![self.act.id.0, undone_at.map(|at| at.0)])?;
        self.act.undone_at = undone_at;
        Ok(())
    }
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<ActRow> {
    let party = |person, visitor, name| {
        let Some(subject) = subject_of(row.get(person)?, row.get(visitor)?) else { return Ok(None) };
        Ok::<_, rusqlite::Error>(Some(Party { subject, name: row.get(name)? }))
    };
    Ok(ActRow {
        act: Act {
            id: ActId(row.get(0)?),
            together: count(row, 14)?.max(1),
            at: Timestamp(row.get(1)?),
            actor: row.get::<_, Word<Actor>>(13)?.0,
            kind: row.get::<_, Word<ActKind>>(2)?.0,
            from: party(3, 4, 5)?,
            to: party(6, 7, 8)?,
            person_kind: row.get::<_, Option<Word<PersonKind>>>(9)?.map(|kind| kind.0),
            about: row.get::<_, Option<Word<RuleKind>>>(15)?.map(|about| about.0),
            camera: row.get(16)?,
            undone_at: row.get::<_, Option<i64>>(10)?.map(Timestamp),
        },
        removes_from: row.get(11)?,
        creates_to: row.get(12)?,
    })
}
