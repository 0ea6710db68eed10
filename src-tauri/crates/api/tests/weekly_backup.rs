//! Weekly backups, as a window asks for them.

mod common;

use common::{home, home_on_disk};
use porchlight_api::ErrorCode;
use serde_json::{Value, json};
use std::path::Path;

fn wanted(folder: &Path) -> Value {
    json!({ "is_on": true, "folder": folder.to_str().expect("plain"), "keep": 3, "has_passwords": false })
}

#[test]
fn they_are_off_until_wanted_and_say_how_they_fare() {
    let home = home_on_disk(|_| {});
    let off = json!({
        "is_on": false, "folder": null, "keep": 4, "has_passwords": true, "is_at_work": false, "kept": 0,
        "newest": null, "next_at": null, "trouble": null,
    });
    assert_eq!(home.ask("weekly_backup", json!({})), off);

    let folder = tempfile::tempdir().expect("a folder");
    let set = home.ask("set_weekly_backup", wanted(folder.path()));
    assert_eq!((&set["is_on"], &set["keep"], &set["has_passwords"]), (&json!(true), &json!(3), &json!(false)));
    assert_eq!(set["next_at"], json!(home.engine.now().0), "the first one at once");
    home.engine.attend();
    let until = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while home.engine.is_backing_up() && std::time::Instant::now() < until {
        std::thread::yield_now();
    }
    let made = home.ask("weekly_backup", json!({}));
    let name = made["newest"]["file_name"].as_str().expect("a file").to_owned();
    assert!(folder.path().join(&name).is_file() && !name.contains('/'), "{made}");
    assert_eq!((&made["kept"], &made["trouble"]), (&json!(1), &json!(null)));
    assert_eq!(made["next_at"], json!(home.engine.now().0 + 7 * 24 * 3_600_000), "{made}");
    let look = home.ask("look_at_backup", json!({ "path": folder.path().join(&name).to_str().expect("plain") }));
    assert_eq!(look["has_passwords"], false, "as it was wanted");
}

#[test]
fn a_folder_that_takes_none_is_refused_at_once_and_switching_off_never_is() {
    let home = home_on_disk(|_| {});
    let data = home.folder.path().join("data");
    let file = home.folder.path().join("a file");
    std::fs::write(&file, "no folder").expect("is written");
    for folder in [Path::new("/nowhere/at/all"), Path::new("here"), &data, &data.join("pictures"), &file] {
        let refused = home.refusal("set_weekly_backup", wanted(folder));
        assert_eq!(refused.code, ErrorCode::BackupFolder, "{}", folder.display());
        assert!(!refused.message.contains("nowhere"), "no path of the owner is in it: {refused}");
    }
    for (key, value) in [("keep", json!(0)), ("keep", json!(53)), ("folder", json!(null))] {
        let mut request = wanted(home.folder.path());
        request[key] = value;
        assert_eq!(home.refusal("set_weekly_backup", request).code, ErrorCode::BadRequest, "{key}");
    }
    assert_eq!(home.ask("weekly_backup", json!({}))["is_on"], false, "nothing was changed");

    let stick = home.folder.path().join("stick");
    std::fs::create_dir(&stick).expect("a folder");
    home.ask("set_weekly_backup", wanted(&stick));
    std::fs::remove_dir(&stick).expect("it is pulled out");
    let mut request = wanted(&stick);
    request["keep"] = json!(5);
    assert_eq!(home.ask("set_weekly_backup", request.clone())["keep"], 5, "what else is set is not in question");
    request["is_on"] = json!(false);
    assert_eq!(home.ask("set_weekly_backup", request.clone())["is_on"], false);
    request["is_on"] = json!(true);
    assert_eq!(home.refusal("set_weekly_backup", request).code, ErrorCode::BackupFolder);
}

#[test]
fn a_page_is_told_that_they_changed() {
    let (home, folder) = (home(), tempfile::tempdir().expect("a folder"));
    let events = home.engine.subscribe();
    home.ask("set_weekly_backup", wanted(folder.path()));
    let told: Vec<_> = events.try_iter().flat_map(|event| home.host.to_event(&event)).collect();
    assert!(told.contains(&porchlight_api::wire::EventView::BackupsChanged), "{told:?}");
}
