//! Embeds the window's configuration, icons and capabilities; does nothing without the feature `desktop`.
//!
//! Owns the list of commands that the page may be allowed to call: each gets a permission, which `capabilities/` grants.

fn main() {
    #[cfg(feature = "desktop")]
    {
        let commands = tauri_build::AppManifest::new().commands(&[
            "call",
            "watch_camera",
            "unwatch_camera",
            "save_picture",
            "choose_place",
            "quit",
        ]);
        if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands)) {
            panic!("the window's configuration cannot be embedded: {error:#}");
        }
    }
}
