//! Embeds the window's configuration, icons and capabilities; does nothing without the feature `desktop`.

fn main() {
    #[cfg(feature = "desktop")]
    tauri_build::build();
}
