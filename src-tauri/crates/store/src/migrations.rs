//! Bringing a database up to date.
//!
//! Owns the numbered migrations and the table that remembers them. Must not know what the tables mean. Invariants: each
//! migration is one transaction; a past one that changed, and a database of a later version, are refused untouched.
//!
//! A runner of its own, because `rusqlite_migration` counts in `user_version` and keeps no checksums: it would not notice
//! that a released migration was edited.

use crate::{Result, StoreError};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use sha2::{Digest, Sha256};

/// All migrations; the number of each is its place, from 1.
const MIGRATIONS: &[&str] = &[
    include_str!("../../../../migrations/0001_initial.sql"),
    include_str!("../../../../migrations/0002_revisions.sql"),
    include_str!("../../../../migrations/0003_alert_rules.sql"),
    include_str!("../../../../migrations/0004_many_at_once.sql"),
    include_str!("../../../../migrations/0005_camera_settings.sql"),
    include_str!("../../../../migrations/0006_rules_in_the_journal.sql"),
    include_str!("../../../../migrations/0007_more_can_be_taken_back.sql"),
    include_str!("../../../../migrations/0008_what_a_verdict_took.sql"),
];

/// The version of an up-to-date database.
#[allow(clippy::cast_possible_truncation, reason = "there will never be so many")]
pub(crate) const KNOWN: u32 = MIGRATIONS.len() as u32;

/// Applies what is missing.
pub(crate) fn migrate(connection: &mut Connection) -> Result<()> {
    migrate_with(connection, MIGRATIONS)
}

fn migrate_with(connection: &mut Connection, migrations: &[&str]) -> Result<()> {
    let known = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
    let found = version(connection)?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for (number, sql) in (1u32..).zip(migrations) {
        let sha256 = checksum(sql);
        // Two programs may start at once: whoever comes second finds the work done.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(
            "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL) STRICT",
        )?;
        let applied: Option<String> = transaction
            .query_row("SELECT sha256 FROM migration WHERE number = ?1", [number], |row| row.get(0))
            .optional()?;
        match applied {
            Some(applied) if applied == sha256 => continue,
            Some(_) => {
                let detail = format!("migration {number} is not the one this program knows");
                return Err(StoreError::Damaged { detail });
            }
            None => {
                transaction.execute_batch(sql)?;
                transaction
                    .execute("INSERT INTO migration (number, sha256) VALUES (?1, ?2)", params![number, sha256])?;
                transaction.commit()?;
            }
        }
    }
    Ok(())
}

/// The number of the last migration; 0 for a fresh database.
pub(crate) fn version(connection: &Connection) -> Result<u32> {
    let has_table: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration')",
        [],
        |row| row.get(0),
    )?;
    if !has_table {
        return Ok(0);
    }
    Ok(connection.query_row("SELECT coalesce(max(number), 0) FROM migration", [], |row| row.get(0))?)
}

/// Whether every table, index, view and trigger of a database is as the migrations up to `version` make them: what comes from
/// outside could otherwise do something by itself.
pub(crate) fn made_by_us(connection: &Connection, version: u32) -> Result<bool> {
    let Some(migrations) = MIGRATIONS.get(..version as usize) else { return Ok(false) };
    let mut ours = Connection::open_in_memory()?;
    migrate_with(&mut ours, migrations)?;
    Ok(layout(connection)? == layout(&ours)?)
}

fn layout(connection: &Connection) -> Result<Vec<[Option<String>; 4]>> {
    let mut statement =
        connection.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")?;
    let rows = statement.query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Of the text with Unix line ends, because a checkout may change them.
fn checksum(sql: &str) -> String {
    hex::encode(Sha256::digest(sql.replace("\r\n", "\n").as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every table and index as text without comments and spacing.
    fn shape(connection: &Connection) -> Vec<String> {
        let mut statement = connection
            .prepare(
                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type, name",
            )
            .expect("can be read");
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).expect("can be read");
        rows.map(|sql| normal(&sql.expect("is text"))).collect()
    }

    fn normal(sql: &str) -> String {
        let without_comments: Vec<&str> = sql.lines().map(|line| line.split("--").next().unwrap_or("")).collect();
        let spaced = without_comments.join(" ").replace('(', " ( ").replace(')', " ) ").replace(',', " , ");
        spaced.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn memory() -> Connection {
        Connection::open_in_memory().expect("memory is there")
    }

    #[test]
    fn an_upgraded_database_looks_like_schema_sql() {
        let fresh = memory();
        fresh.execute_batch(include_str!("../../../../migrations/schema.sql")).expect("schema.sql is valid SQL");
        for past in 0..=MIGRATIONS.len() {
            let mut upgraded = memory();
            migrate_with(&mut upgraded, &MIGRATIONS[..past]).expect("a past version");
            migrate(&mut upgraded).expect("upgrades");
            assert_eq!(shape(&upgraded), shape(&fresh), "from version {past}");
        }
    }

    #[test]
    fn a_migration_that_changed_after_its_release_is_refused() {
        let mut connection = memory();
        migrate_with(&mut connection, &["CREATE TABLE a (b)"]).expect("fresh");
        migrate_with(&mut connection, &["CREATE TABLE a (b)"]).expect("the same again is fine");
        let changed = migrate_with(&mut connection, &["CREATE TABLE a (b, c)"]);
        assert!(matches!(changed, Err(StoreError::Damaged { .. })), "its history is another one: {changed:?}");
    }

    #[test]
    fn line_ends_of_a_checkout_do_not_count_as_a_change() {
        let mut connection = memory();
        migrate_with(&mut connection, &["CREATE TABLE a (\nb)"]).expect("fresh");
        migrate_with(&mut connection, &["CREATE TABLE a (\r\nb)"]).expect("the same text");
    }

    #[test]
    fn a_newer_database_is_refused_and_left_alone() {
        let mut connection = memory();
        migrate_with(&mut connection, &["CREATE TABLE a (b)", "CREATE TABLE c (d)"]).expect("fresh");
        let refused = migrate_with(&mut connection, &["CREATE TABLE a (b)"]);
        assert!(matches!(refused, Err(StoreError::Newer { found: 2, known: 1 })), "{refused:?}");
        assert_eq!(version(&connection).expect("readable"), 2, "nothing was touched");
    }

    #[test]
    fn a_migration_that_fails_leaves_the_version_before_it() {
        let mut connection = memory();
        let failed = migrate_with(&mut connection, &["CREATE TABLE a (b)", "CREATE TABLE c (d); nonsense"]);
        assert!(failed.is_err(), "nonsense is no SQL");
        assert_eq!(version(&connection).expect("readable"), 1, "the first stays");
        assert_eq!(shape(&connection).len(), 2, "of the second nothing stays: table a and the list of migrations");
    }
}
