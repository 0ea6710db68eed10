//! Installing the models from folders and from a server, and everything that can go wrong on the way.
//!
//! The server is a real one on the loopback interface. Most tests need no model: what is served is wrong on purpose.

mod common;

use common::{Part, shared};
use porchlight_vision::models::{
    DETECTOR, InstallError, Installed, MANIFEST, Model, ModelState, Origin, Sources, install, list, verify,
};
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    thread::{Builder, JoinHandle},
};

/// Nobody listens there: a connection is refused at once.
const NOWHERE: &str = "http://127.0.0.1:1";

/// Answers `requests` requests with what `answer` makes of the path asked for, then closes.
fn served(requests: usize, answer: impl Fn(&str) -> Vec<u8> + Send + 'static) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("bound"));
    let server = Builder::new().name("test-server".into()).spawn(move || {
        let mut asked = Vec::new();
        for _ in 0..requests {
            let (mut stream, _) = listener.accept().expect("a request");
            let mut lines = BufReader::new(stream.try_clone().expect("cloned")).lines();
            let first = lines.next().expect("a request line").expect("text");
            while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
            let path = first.split(' ').nth(1).expect("a path").to_owned();
            // The client may have hung up already: that is its right.
            stream.write_all(&answer(&path)).ok();
            asked.push(path);
        }
        asked
    });
    (address, server.expect("a thread"))
}

fn ok_answer(body: &[u8], length: usize) -> Vec<u8> {
    let mut answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n").into_bytes();
    answer.extend(body);
    answer
}

fn sources(mirror: Option<&Path>, base_address: &str) -> Sources {
    Sources { mirror: mirror.map(PathBuf::from), beside_checkout: None, base_address: base_address.into() }
}

/// Everything in a folder, hidden files included: nothing half done may stay.
fn content(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(dir)
        .expect("a folder")
        .map(|entry| entry.expect("an entry"))
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a file")))
        .collect();
    files.sort();
    files
}

/// A models folder in which both models are damaged: what an installation must leave alone when it fails.
fn old_state() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for model in MANIFEST {
        fs::write(dir.path().join(model.file), b"the old state").expect("written");
    }
    dir
}

fn fails_and_leaves_the_old_state(sources: &Sources) -> InstallError {
    let dir = old_state();
    let before = content(dir.path());
    let error = install(dir.path(), sources, |_| {}).expect_err("it cannot be installed");
    assert_eq!(content(dir.path()), before, "{error}: nothing is changed and nothing is left lying about");
    error
}

#[test]
fn a_wrong_file_in_the_mirror_is_refused_without_asking_others() {
    let mirror = tempfile::tempdir().expect("a temporary folder");
    let wrong = vec![7; DETECTOR.size as usize];
    fs::write(mirror.path().join(DETECTOR.file), wrong).expect("written");
    let error = fails_and_leaves_the_old_state(&sources(Some(mirror.path()), NOWHERE));
    assert!(matches!(&error, InstallError::WrongFile { detail, .. } if detail.contains("SHA-256")), "{error}");
    assert!(error.to_string().contains(DETECTOR.name), "the owner learns which model: {error}");
}

#[test]
fn a_wrong_file_from_the_server_is_refused() {
    let (address, server) = served(1, |_| ok_answer(&vec![7; DETECTOR.size as usize], DETECTOR.size as usize));
    let error = fails_and_leaves_the_old_state(&sources(None, &address));
    assert!(matches!(error, InstallError::WrongFile { .. }), "{error}");
    let asked = server.join().expect("served");
    let Origin::Upstream { commit, path, .. } = DETECTOR.origin else { panic!("the detector is fetched") };
    assert!(asked[0].contains(commit) && asked[0].ends_with(path), "asked for {}", asked[0]);
}

#[test]
fn a_connection_that_breaks_is_said_to_have_broken() {
    for length in [DETECTOR.size as usize, 1000] {
        // The first body ends before its announced length, the second is whole but too short for the model.
        let (address, server) = served(1, move |_| ok_answer(&[7; 1000], length));
        let error = fails_and_leaves_the_old_state(&sources(None, &address));
        assert!(matches!(error, InstallError::Fetch { .. }), "{error}");
        assert!(error.is_retryable(), "the next try may go through");
        server.join().expect("served");
    }
}

#[test]
fn a_server_that_has_no_such_file_or_is_not_there_is_named() {
    let (address, server) =
        served(1, |_| b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec());
    let error = fails_and_leaves_the_old_state(&sources(None, &address));
    assert!(error.to_string().contains("404"), "{error}");
    server.join().expect("served");
    let error = fails_and_leaves_the_old_state(&sources(None, NOWHERE));
    assert!(error.to_string().contains(NOWHERE), "the address that was asked: {error}");
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let Part::Here(mirror) = shared("models") else { return };
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = dir.path().join("a-file");
    fs::write(&file, b"in the way").expect("written");
    let error =
        install(&file.join("models"), &sources(Some(&mirror), NOWHERE), |_| {}).expect_err("a file is no folder");
    assert!(matches!(error, InstallError::Write { .. }), "{error}");
    assert!(error.to_string().contains("a-file"), "the owner learns where: {error}");
}

#[test]
fn missing_damaged_and_whole_models_are_told_apart() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    assert!(verify(dir.path()).iter().all(|(_, state)| *state == ModelState::Missing), "an empty folder");
    fs::write(dir.path().join(DETECTOR.file), vec![0; DETECTOR.size as usize]).expect("written");
    let state = |states: Vec<(_, ModelState)>| states.into_iter().next().expect("the detector").1;
    assert_eq!(state(list(dir.path())), ModelState::Ok, "a list looks at the size only");
    assert!(matches!(state(verify(dir.path())), ModelState::Damaged { .. }), "the checksum tells");
}

#[test]
fn models_come_from_the_folder_beside_the_checkout_and_then_stay() {
    let Part::Here(beside) = shared("models") else { return };
    let dir = tempfile::tempdir().expect("a temporary folder");
    let models_dir = dir.path().join("new/models");
    let sources = Sources { beside_checkout: Some(beside), ..sources(Some(Path::new("/nothing/here")), NOWHERE) };
    let mut last = (0, 0);
    let installed =
        install(&models_dir, &sources, |progress| last = (progress.done, progress.total)).expect("installed");
    assert!(installed.iter().all(|done| matches!(done, Installed::From(..))), "both are brought");
    assert_eq!(last.0, last.1, "progress ends at the end");
    assert!(verify(&models_dir).iter().all(|(_, state)| *state == ModelState::Ok), "both are whole");
    let again = install(&models_dir, &self::sources(None, NOWHERE), |_| {}).expect("nothing to do");
    assert!(again.iter().all(|done| matches!(done, Installed::Already(_))), "no source is asked for what is there");
}

/// Whether an address ends in where the model lies in its repository.
fn is_at(model: &Model, address: &str) -> bool {
    matches!(model.origin, Origin::Upstream { path, .. } if address.ends_with(path))
}

#[test]
fn models_come_from_a_server() {
    let Part::Here(folder) = shared("models") else { return };
    let dir = old_state();
    let (address, server) = served(MANIFEST.len(), move |path| {
        let model = MANIFEST.iter().find(|model| is_at(model, path)).expect("a model of the manifest");
        let body = fs::read(folder.join(model.file)).expect("read");
        ok_answer(&body, body.len())
    });
    install(dir.path(), &sources(None, &address), |_| {}).expect("installed over the damaged ones");
    assert!(verify(dir.path()).iter().all(|(_, state)| *state == ModelState::Ok), "both are whole");
    assert_eq!(content(dir.path()).len(), MANIFEST.len(), "no temporary file stays");
    server.join().expect("served");
}
