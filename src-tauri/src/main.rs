//! The entry point. Everything is in the library, so that tests and benches can reach it.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    porchlight::run()
}
