//! Learning people from folders and ZIP files, one picture at a time, as a window asks for it.

mod common;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use common::{home, pixmap};
use porchlight_api::ErrorCode;
use serde_json::{Value, json};
use std::{
    fs,
    io::{Cursor, Write as _},
    path::Path,
};
use zip::{ZipWriter, write::SimpleFileOptions};

const ALONE: &[(u8, u32, u32, u32)] = &[(7, 20, 30, 64)];
const TOGETHER: &[(u8, u32, u32, u32)] = &[(7, 20, 30, 64), (9, 150, 30, 64)];

fn put(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("has one")).expect("is made");
    fs::write(path, bytes).expect("is written");
}

fn zipped(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("begins");
        zip.write_all(bytes).expect("is packed");
    }
    zip.finish().expect("is finished").into_inner()
}

fn of_album(album: &Value, index: usize, name: &str, face: &Value) -> Value {
    let picture = json!({ "from": "album", "album": album["id"], "index": index });
    json!({ "picture": picture, "name": name, "kind": "known", "face": face })
}

#[test]
fn a_folder_of_people_is_learnt_and_a_second_time_nothing_is_new() {
    let home = home();
    let family = home.folder.path().join("family");
    put(&family, "Anna/1.ppm", &pixmap(&[(3, 20, 30, 64)]));
    put(&family, "Bo/1.ppm", &pixmap(ALONE));
    put(&family, "Bo/notes.txt", b"not a picture");
    for round in ["added", "duplicate"] {
        let album = home.ask("open_album", json!({ "path": family }));
        let pictures: Vec<_> =
            album["pictures"].as_array().expect("a list").iter().map(|p| p["person"].clone()).collect();
        assert_eq!((pictures, &album["left_out"]), (vec![json!("Anna"), json!("Bo")], &json!(1)), "{album}");
        for (i, name) in ["Anna", "Bo"].into_iter().enumerate() {
            let learnt = home.ask("learn_picture", of_album(&album, i, name, &Value::Null));
            assert_eq!(learnt["verdict"]["verdict"], round, "{learnt}");
            assert!(learnt["person_id"].is_i64(), "{learnt}");
        }
        home.ask("close_album", json!({ "id": album["id"] }));
        let closed = home.refusal("learn_picture", of_album(&album, 0, "Anna", &Value::Null));
        assert_eq!(closed.code, ErrorCode::NotFound);
    }
    assert_eq!(home.ask("people", json!({})).as_array().map(Vec::len), Some(2));
}

#[test]
fn of_several_faces_the_chosen_one_is_learnt_for_each_of_them() {
    let home = home();
    let album = home.folder.path().join("together.zip");
    fs::write(&album, zipped(&[("Anna/both.ppm", pixmap(TOGETHER))])).expect("is written");
    let album = home.ask("open_album", json!({ "path": album }));
    let unclear = home.ask("learn_picture", of_album(&album, 0, "Anna", &Value::Null));
    assert_eq!(unclear["verdict"], json!({ "verdict": "several_faces", "count": 2 }));
    assert_eq!(home.ask("people", json!({})), json!([]), "nobody is guessed");
    let picture = json!({ "from": "album", "album": album["id"], "index": 0 });
    let look = home.ask("look_at_picture", json!({ "picture": picture, "near": null }));
    let faces = look["faces"].as_array().expect("a list").clone();
    assert_eq!(faces.len(), 2, "{look}");
    for (name, face) in [("Anna", &faces[0]), ("Bo", &faces[1])] {
        let learnt = home.ask("learn_picture", of_album(&album, 0, name, face));
        assert_eq!(learnt["verdict"]["verdict"], "added", "{learnt}");
        let again = home.ask("learn_picture", of_album(&album, 0, name, face));
        assert_eq!(again["verdict"]["verdict"], "duplicate", "{again}");
    }
    let people = home.ask("people", json!({}));
    assert_eq!(people[0]["faces"].as_array().map(Vec::len), Some(1));
    assert_eq!(people[0]["look_alikes"], json!([]), "each got their own face");
    for bad in [json!([0.0, 0.0, 0.0, 0.1]), json!([2.0, 0.0, 0.1, 0.1]), json!([-0.1, 0.0, 0.1, 0.1])] {
        assert_eq!(home.refusal("learn_picture", of_album(&album, 0, "C", &bad)).code, ErrorCode::BadRequest, "{bad}");
    }
    let nobody = home.ask("learn_picture", of_album(&album, 0, "Cleo", &json!([0.9, 0.9, 0.05, 0.05])));
    assert_eq!(nobody["verdict"]["verdict"], "no_face", "where nobody is, nobody is learnt");
}

#[test]
fn a_picture_of_somebody_else_is_told_with_their_name() {
    let home = home();
    let source = json!({ "from": "file", "file_name": "a.ppm", "base64": STANDARD.encode(pixmap(ALONE)) });
    let learn = |name: &str| {
        home.ask("learn_picture", json!({ "picture": source, "name": name, "kind": "known", "face": null }))
    };
    assert_eq!(learn("Anna")["verdict"]["verdict"], "added");
    let again = learn("Bo");
    assert_eq!((&again["verdict"]["verdict"], &again["already"]["name"]), (&json!("duplicate"), &json!("Anna")));
    let target = json!({ "to": "named", "name": "Bo" });
    home.ask("move_face", json!({ "id": again["already"]["face_id"], "target": target }));
    assert_eq!(learn("Bo")["already"]["name"], "Bo", "now it is");
}

#[test]
fn a_dropped_archive_comes_in_pieces() {
    let home = home();
    let bytes = zipped(&[("Anna/1.ppm", pixmap(ALONE)), ("Anna/broken.jpg", b"no picture".to_vec())]);
    let (first, second) = bytes.split_at(bytes.len() / 2);
    let piece = |upload: Value, bytes: &[u8], is_last: bool| json!({ "upload": upload, "file_name": "family.zip", "base64": STANDARD.encode(bytes), "is_last": is_last });
    let begun = home.ask("upload_album", piece(Value::Null, first, false));
    assert_eq!(begun["album"], Value::Null);
    let whole = home.ask("upload_album", piece(begun["upload"].clone(), second, true));
    let album = &whole["album"];
    assert_eq!((&album["name"], album["pictures"].as_array().map(Vec::len)), (&json!("family"), Some(2)));
    let verdicts: Vec<_> = (0..2)
        .map(|i| home.ask("learn_picture", of_album(album, i, "Anna", &Value::Null))["verdict"]["verdict"].clone())
        .collect();
    assert_eq!(verdicts, ["added", "unreadable"], "one bad picture stops nothing");
    let late = home.refusal("upload_album", piece(begun["upload"].clone(), second, true));
    assert_eq!(late.code, ErrorCode::NotFound, "an upload ends once");
    let rubbish = home.refusal("upload_album", piece(Value::Null, b"a letter", true));
    assert_eq!(rubbish.code, ErrorCode::AlbumUnreadable);
    let huge = json!({ "upload": null, "file_name": "a.zip", "base64": "A".repeat(12 << 20), "is_last": true });
    assert_eq!(home.refusal("upload_album", huge).code, ErrorCode::BadRequest);
}

#[test]
fn what_is_no_album_is_refused_without_a_path_in_the_words() {
    let home = home();
    let folder = home.folder.path().join("secret name");
    put(&folder, "letter.txt", b"a letter");
    for path in [folder.join("letter.txt"), folder.join("no such file")] {
        let refused = home.refusal("open_album", json!({ "path": path }));
        assert_eq!(refused.code, ErrorCode::AlbumUnreadable);
        assert!(!refused.message.contains("secret"), "{refused:?}");
    }
    let empty = home.ask("open_album", json!({ "path": folder }));
    assert_eq!((&empty["pictures"], &empty["left_out"]), (&json!([]), &json!(1)), "no picture is no error");
}
