//! Rules that say when to tell the owner.
//!
//! Owns the table `alert_rule`. Must not decide whether one tells. Invariants: a rule whose camera was removed stays and is
//! nowhere; one about a person waits while there is nobody of that id, goes with whoever is merged, and ends with whoever
//! is erased.

use super::Entry;
use crate::{ActKind, Party, Result, Store, StoreError, changeset::Realm, words::Word};
use porchlight_domain::{
    AlertRule, CameraId, DayHours, PersonId, RuleAbout, RuleId, RuleKind, RulePlace, RuleSays, Subject, Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, params, types::Type};

const SELECT: &str =
    "SELECT id, about, person_id, nobody_home_hours, is_anywhere, camera_id, from_minute, until_minute,
    apart_minutes, is_on FROM alert_rule";

/// Rules.
impl Store {
    /// All rules, in the order they were made.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn alert_rules(&self) -> Result<Vec<AlertRule>> {
        self.read(|c| {
            let mut statement = c.prepare_cached(&format!("{SELECT} ORDER BY id"))?;
            let rows = statement.query_map([], from_row)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Adds a rule. It is an act of the owner, as all that follows here.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if its camera or its person is gone.
    pub fn add_alert_rule(&self, says: &RuleSays, is_on: bool, at: Timestamp) -> Result<RuleId> {
        self.record_of(Realm::Rules, at, |c| {
            must_be_there(c, says)?;
            write(
                c,
                "INSERT INTO alert_rule (id, about, person_id, nobody_home_hours, is_anywhere, camera_id, from_minute,
                       until_minute, apart_minutes, is_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                None,
                says,
                is_on,
            )?;
            let id = RuleId(c.last_insert_rowid());
            Ok((act(c, ActKind::AddRule, says.about, says.about)?, id))
        })
    }

    /// A rule says something else now, or is switched on or off. What was gone before may stay gone: it only must not be
    /// chosen.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the rule is gone, or a camera or person that it was not about before.
    pub fn update_alert_rule(&self, rule: &AlertRule, at: Timestamp) -> Result<()> {
        self.record_of(Realm::Rules, at, |c| {
            let before = one(c, rule.id)?;
            if before.says.about != rule.says.about || before.says.place != rule.says.place {
                must_be_there(c, &rule.says)?;
            }
            write(
                c,
                "UPDATE alert_rule SET about = ?2, person_id = ?3, nobody_home_hours = ?4, is_anywhere = ?5,
                       camera_id = ?6, from_minute = ?7, until_minute = ?8, apart_minutes = ?9, is_on = ?10
                     WHERE id = ?1",
                Some(rule.id),
                &rule.says,
                rule.is_on,
            )?;
            Ok((act(c, ActKind::ChangeRule, before.says.about, rule.says.about)?, ()))
        })
    }

    /// Removes a rule. Alerts it raised stay, and say what it was about.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn remove_alert_rule(&self, id: RuleId, at: Timestamp) -> Result<()> {
        self.record_of(Realm::Rules, at, |c| {
            let about = one(c, id)?.says.about;
            c.prepare_cached("DELETE FROM alert_rule WHERE id = ?1")?.execute([id.0])?;
            Ok((act(c, ActKind::RemoveRule, about, about)?, ()))
        })
    }
}

fn one(connection: &Connection, id: RuleId) -> Result<AlertRule> {
    let found =
        connection.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?.query_row([id.0], from_row).optional()?;
    found.ok_or(StoreError::NotFound { what: "rule" })
}

/// What was done to a rule, which was about the first and is about the second.
fn act(connection: &Connection, kind: ActKind, from: RuleAbout, to: RuleAbout) -> Result<Entry> {
    let party = |about| match about {
        RuleAbout::Person(person) => {
            let name = connection
                .prepare_cached("SELECT name FROM person WHERE id = ?1")?
                .query_row([person.0], |row| row.get(0))
                .optional()?;
            Ok::<_, StoreError>(Some(Party { subject: Subject::Person(person), name }))
        }
        RuleAbout::Blacklist | RuleAbout::Strangers | RuleAbout::NobodyHome { .. } => Ok(None),
    };
    Ok(Entry { from: party(from)?, to: party(to)?, about: Some(to.kind()), ..Entry::of(kind) })
}

/// Rules and snoozes about somebody who is somebody else are about that one.
pub(crate) fn inherit_rules(connection: &Connection, old: i64, new: i64) -> Result<()> {
    for table in ["alert_rule", "snooze"] {
        connection.execute(&format!("UPDATE {table} SET person_id = ?2 WHERE person_id = ?1"), [old, new])?;
    }
    Ok(())
}

/// Nothing is left that speaks of somebody who is erased.
pub(crate) fn drop_rules_about(connection: &Connection, person: PersonId) -> Result<()> {
    for table in ["alert_rule", "snooze"] {
        connection.execute(&format!("DELETE FROM {table} WHERE person_id = ?1"), [person.0])?;
    }
    Ok(())
}

/// Puts what a rule says into the ten places of a statement, of which the first is its id.
fn write(connection: &Connection, statement: &str, id: Option<RuleId>, says: &RuleSays, is_on: bool) -> Result<()> {
    let (person, nobody_home_hours) = match says.about {
        RuleAbout::Person(person) => (Some(person.0), None),
        RuleAbout::NobodyHome { hours } => (None, Some(hours)),
        RuleAbout::Blacklist | RuleAbout::Strangers => (None, None),
    };
    let camera = match says.place {
        RulePlace::At(camera) => Some(camera.0),
        RulePlace::Anywhere | RulePlace::Gone => None,
    };
    connection.prepare_cached(statement)?.execute(params![
        id.map(|id| id.0),
        Word(says.about.kind()),
        person,
        nobody_home_hours,
        says.place == RulePlace::Anywhere,
        camera,
        says.hours.map(|hours| hours.from_minute),
        says.hours.map(|hours| hours.until_minute),
        says.apart_minutes,
        is_on,
    ])?;
    Ok(())
}

fn must_be_there(connection: &Connection, says: &RuleSays) -> Result<()> {
    let is_there = |table: &str, id: i64| -> rusqlite::Result<bool> {
        connection.query_row(&format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE id = ?1)"), [id], |row| row.get(0))
    };
    if let RuleAbout::Person(person) = says.about
        && !is_there("person", person.0)?
    {
        return Err(StoreError::NotFound { what: "person" });
    }
    match says.place {
        RulePlace::At(camera) if !is_there("camera", camera.0)? => Err(StoreError::NotFound { what: "camera" }),
        _ => Ok(()),
    }
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<AlertRule> {
    let about = match row.get::<_, Word<RuleKind>>(1)?.0 {
        RuleKind::Blacklist => RuleAbout::Blacklist,
        RuleKind::Strangers => RuleAbout::Strangers,
        RuleKind::Person => RuleAbout::Person(PersonId(row.get(2)?)),
        RuleKind::NobodyHome => RuleAbout::NobodyHome { hours: row.get(3)? },
    };
    let place = match (row.get(4)?, row.get::<_, Option<i64>>(5)?) {
        (true, _) => RulePlace::Anywhere,
        (false, Some(camera)) => RulePlace::At(CameraId(camera)),
        (false, None) => RulePlace::Gone,
    };
    let hours = match (row.get(6)?, row.get(7)?) {
        (Some(from_minute), Some(until_minute)) => Some(DayHours { from_minute, until_minute }),
        (None, None) => None,
        _ => return Err(rusqlite::Error::InvalidColumnType(6, "from_minute".into(), Type::Null)),
    };
    let says = RuleSays { about, place, hours, apart_minutes: row.get(8)? };
    Ok(AlertRule { id: RuleId(row.get(0)?), says, is_on: row.get(9)? })
}
