//! What silences rules: the owner's switches, quiet hours and snoozes.
//!
//! Owns one row of the table `setting`, as JSON, and the table `snooze`. Must not decide what they silence. Invariant: a
//! missing or impossible row of settings reads as the default, under which nothing is silent.

use super::Entry;
use crate::{
    ActKind, Result, Store,
    changeset::Realm,
    tables::stored::{StoredWeek, read_week, stored_week},
    words::Word,
};
use porchlight_domain::{Hush, PersonId, Snooze, SnoozeOf, Timestamp};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

/// The row of the settings that is not one of [`porchlight_domain::Settings`].
const KEY: &str = "alert.hush";

/// What is stored.
#[derive(Serialize, Deserialize)]
struct StoredHush {
    is_family_silent: bool,
    may_blacklist_break_through: bool,
    has_quiet_hours: bool,
    quiet_hours: StoredWeek,
}

/// What silences rules.
impl Store {
    /// What keeps rules from telling.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn hush(&self) -> Result<Hush> {
        let stored: Option<String> = self.read(|c| {
            let mut statement = c.prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
            Ok(statement.query_row([KEY], |row| row.get(0)).optional()?)
        })?;
        let Some(stored) = stored else { return Ok(Hush::default()) };
        let read = from_json(&stored);
        if read.is_none() {
            tracing::warn!("what silences alerts cannot be read; nothing is silent");
        }
        Ok(read.unwrap_or_default())
    }

    /// Stores it. It is an act of the owner.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn save_hush(&self, hush: &Hush, at: Timestamp) -> Result<()> {
        self.record_of(Realm::Rules, at, |c| {
            c.prepare_cached(
                    "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                )?
                .execute([KEY, &to_json(hush)])?;
            Ok((Entry::of(ActKind::SetHush), ()))
        })
    }

    /// What is snoozed at `now`, what ends first coming first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn snoozes(&self, now: Timestamp) -> Result<Vec<Snooze>> {
        self.read(|c| {
            let mut statement = c.prepare_cached(
                "SELECT of, person_id, until_at FROM snooze WHERE until_at > ?1 ORDER BY until_at, id",
            )?;
            let rows = statement.query_map([now.0], snooze_row)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Snoozes; what was snoozed already is from now on until then. Those that are over go.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn snooze(&self, snooze: Snooze, now: Timestamp) -> Result<()> {
        self.write(|w| {
            w.connection.prepare_cached("DELETE FROM snooze WHERE until_at <= ?1")?.execute([now.0])?;
            drop_snooze(w.connection, snooze.of)?;
            w.connection
                .prepare_cached("INSERT INTO snooze (of, person_id, until_at) VALUES (?1, ?2, ?3)")?
                .execute(params![Word(SnoozedOf::from(snooze.of)), person_of(snooze.of), snooze.until.0])?;
            Ok(())
        })
    }

    /// Ends a snooze. That there is none is no mistake: it may just have ended by itself.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn end_snooze(&self, of: SnoozeOf) -> Result<()> {
        self.write(|w| drop_snooze(w.connection, of))
    }
}

fn drop_snooze(connection: &rusqlite::Connection, of: SnoozeOf) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM snooze WHERE of = ?1 AND person_id IS ?2")?
        .execute(params![Word(SnoozedOf::from(of)), person_of(of)])?;
    Ok(())
}

/// What a snooze is about, in a word.
pub(crate) enum SnoozedOf {
    Everything,
    Strangers,
    Person,
}

impl From<SnoozeOf> for SnoozedOf {
    fn from(of: SnoozeOf) -> Self {
        match of {
            SnoozeOf::Everything => Self::Everything,
            SnoozeOf::Strangers => Self::Strangers,
            SnoozeOf::Person(_) => Self::Person,
        }
    }
}

fn person_of(of: SnoozeOf) -> Option<i64> {
    match of {
        SnoozeOf::Person(person) => Some(person.0),
        SnoozeOf::Everything | SnoozeOf::Strangers => None,
    }
}

fn snooze_row(row: &Row<'_>) -> rusqlite::Result<Snooze> {
    let of = match row.get::<_, Word<SnoozedOf>>(0)?.0 {
        SnoozedOf::Everything => SnoozeOf::Everything,
        SnoozedOf::Strangers => SnoozeOf::Strangers,
        SnoozedOf::Person => SnoozeOf::Person(PersonId(row.get(1)?)),
    };
    Ok(Snooze { of, until: Timestamp(row.get(2)?) })
}

fn to_json(hush: &Hush) -> String {
    let stored = StoredHush {
        is_family_silent: hush.is_family_silent,
        may_blacklist_break_through: hush.may_blacklist_break_through,
        has_quiet_hours: hush.has_quiet_hours,
        quiet_hours: stored_week(&hush.quiet_hours),
    };
    serde_json::to_string(&stored).unwrap_or_default()
}

fn from_json(stored: &str) -> Option<Hush> {
    let stored: StoredHush = serde_json::from_str(stored).ok()?;
    Some(Hush {
        is_family_silent: stored.is_family_silent,
        may_blacklist_break_through: stored.may_blacklist_break_through,
        has_quiet_hours: stored.has_quiet_hours,
        quiet_hours: read_week(stored.quiet_hours)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_domain::DayHours;

    #[test]
    fn what_silences_comes_back_as_it_went_in() {
        let mut hush = Hush { is_family_silent: true, has_quiet_hours: true, ..Hush::default() };
        hush.quiet_hours.0[2] = None;
        hush.quiet_hours.0[5] = Some(DayHours { from_minute: 90, until_minute: 725 });
        assert_eq!(from_json(&to_json(&hush)), Some(hush));
    }

    #[test]
    fn impossible_hours_are_none() {
        let possible = to_json(&Hush::default());
        for (from, to) in [("1320", "1440"), ("1320", "-1"), ("true", "7"), ("360", "\"six\"")] {
            assert_eq!(from_json(&possible.replacen(from, to, 1)), None, "{from} becomes {to}");
        }
        assert_eq!(from_json("null"), None);
    }
}
