//! Settings.

use crate::world::World;
use porchlight_domain::{Settings, Theme, Usual};

#[test]
fn settings_survive_a_restart_and_nonsense_in_one_spoils_no_other() {
    let world = World::new();
    assert_eq!(world.store.settings(&Usual::default()).expect("readable"), Settings::default(), "a fresh house");
    let settings =
        Settings { theme: Theme::Dark, max_faces_per_person: 4, notifications: false, ..Settings::default() };
    world.store.save_settings(&settings).expect("are stored");
    let world = world.reopened();
    assert_eq!(world.store.settings(&Usual::default()).expect("readable"), settings);
    let connection = rusqlite::Connection::open(world.dir().join("porchlight.db")).expect("opens");
    connection
        .execute_batch(
            "UPDATE setting SET value = '5000' WHERE key = 'faces.max_per_person';
             INSERT INTO setting (key, value) VALUES ('of.a.newer.program', '[1, 2]');",
        )
        .expect("is written");
    let expected = Settings { max_faces_per_person: Settings::default().max_faces_per_person, ..settings };
    assert_eq!(world.store.settings(&Usual::default()).expect("readable"), expected);
    world.store.save_settings(&expected).expect("are stored");
    let unknown: String = connection
        .query_row("SELECT value FROM setting WHERE key = 'of.a.newer.program'", [], |row| row.get(0))
        .expect("is there");
    assert_eq!(unknown, "[1, 2]", "what is not known is left alone");
}
