//! Erasing everybody, or everything.
//!
//! Owns which tables that empties. Must not be undoable. Invariants: as for an erasure of one: no byte of an embedding or a
//! picture is left in the data folder, and that is looked at afterwards; a table that is added later and holds somebody
//! belongs into the list here, which a test compares with the database.

use crate::{
    EraseScope, Erased, Result, Store, StoreError, Write,
    kept_index::{ERASURES, forget_index},
    pictures::Album,
    proof::Traces,
    set_aside::doom_acts,
    words::rows_of,
};

/// What holds somebody, or what was done to somebody; whoever refers to another comes first.
const OF_PEOPLE: [&str; 10] =
    ["warm_track", "rejection", "parted", "alert_reason", "alert", "face", "sighting", "act", "visitor", "person"];
/// Everything else that is the owner's.
const OF_THE_OWNER: [&str; 4] = ["alert_rule", "snooze", "camera", "setting"];
/// What a fresh database has: the first rule, which tells of the blacklist.
const FIRST_RULE: &str =
    "INSERT INTO alert_rule (about, is_anywhere, apart_minutes, is_on) VALUES ('blacklist', 1, 0, 1)";

impl Store {
    /// Erases everybody, or everything. Cannot be undone, and the bytes are gone from the disk afterwards. Nothing may be
    /// watched meanwhile: whoever is in view would be written down again.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn erase_all(&self, scope: EraseScope) -> Result<Erased> {
        let mut erased = self.erase(|w, traces| erase_all(w, scope, traces))?;
        // Files without a row, such as a crash leaves them.
        self.sweep_pictures()?;
        let used = self.storage_used()?;
        erased.traces_found += used.pictures;
        Ok(erased)
    }
}

fn erase_all(w: &mut Write<'_>, scope: EraseScope, traces: &mut Traces) -> Result<Erased> {
    traces.remember_all(w)?;
    let acts = doom_acts(w, "TRUE", [], traces)?;
    for (album, table) in [(Album::Faces, "face"), (Album::Crops, "face"), (Album::Scenes, "alert")] {
        let mut statement = w.connection.prepare(&format!("SELECT id FROM {table}"))?;
        let ids = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
        ids.into_iter().for_each(|id| w.doom(album, id));
    }
    let count = |table| rows_of(w.connection, table);
    let mut erased = Erased {
        persons: count("person")?,
        visitors: count("visitor")?,
        faces: count("face")?,
        sightings: count("sighting")?,
        alerts: count("alert")?,
        acts,
        ..Erased::default()
    };
    forget_index(w)?;
    // A best face points at its sighting and a sighting at its best face.
    w.connection.execute("UPDATE sighting SET best_face_id = NULL", [])?;
    for table in OF_PEOPLE {
        w.connection.execute(&format!("DELETE FROM {table}"), [])?;
    }
    match scope {
        EraseScope::Everybody => {
            for table in ["alert_rule", "snooze"] {
                w.connection.execute(&format!("DELETE FROM {table} WHERE person_id IS NOT NULL"), [])?;
            }
        }
        EraseScope::Everything => {
            erased.cameras = count("camera")?;
            for table in OF_THE_OWNER {
                // How often somebody was erased goes on being counted, so that no index of before is taken for one of now.
                let condition = if table == "setting" { "key <> ?1" } else { "?1 IS NOT NULL" };
                w.connection.execute(&format!("DELETE FROM {table} WHERE {condition}"), [ERASURES])?;
            }
            w.connection.execute(FIRST_RULE, [])?;
        }
    }
    Ok::<_, StoreError>(erased)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_table_is_forgotten() {
        let store = Store::in_memory().expect("a store");
        let tables = store.read(|c| {
            let mut statement = c.prepare(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
            )?;
            let names = statement.query_map([], |row| row.get::<_, String>(0))?;
            Ok(names.collect::<rusqlite::Result<Vec<_>>>()?)
        });
        let mut known: Vec<&str> = OF_PEOPLE.iter().chain(&OF_THE_OWNER).copied().chain(["migration"]).collect();
        known.sort_unstable();
        assert_eq!(tables.expect("readable"), known, "a new table is of people or of the owner");
    }

    #[test]
    fn everything_leaves_the_rules_of_the_first_day() {
        let (store, fresh) = (Store::in_memory().expect("a store"), Store::in_memory().expect("a store"));
        store.erase_all(EraseScope::Everything).expect("is erased");
        let says = |store: &Store| {
            let rules = store.alert_rules().expect("readable");
            rules.into_iter().map(|rule| (rule.says, rule.is_on)).collect::<Vec<_>>()
        };
        assert_eq!(says(&store), says(&fresh));
    }
}
