//! A file that has the runtime's name and is no library. A binary of its own: once a process has loaded the runtime, no other
//! file is looked at.

use porchlight_vision::runtime::{RuntimeStatus, status};
use std::fs;

#[test]
fn a_file_that_is_no_library_is_refused_with_a_reason() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let name = match std::env::consts::OS {
        "windows" => "onnxruntime.dll",
        "macos" => "libonnxruntime.dylib",
        _ => "libonnxruntime.so",
    };
    let fake = dir.path().join(name);
    fs::write(&fake, b"not a library").expect("written");
    let RuntimeStatus::Missing { searched, rejected } = status(&[dir.path().to_path_buf()]) else {
        panic!("it is no library");
    };
    assert!(searched.contains(&fake), "{searched:?}");
    let refused = rejected.iter().find(|refused| refused.path == fake).expect("it was tried");
    assert!(!refused.why.is_empty(), "the loader's words are kept for the owner");
}
