//! A home for one test: a data folder, a folder for pictures, and the program pointed at both.
//!
//! Owns where models and film come from. Must not assert anything about what the program answers, except that it ended.

use assert_cmd::Command;
use porchlight_domain::Picture;
use porchlight_testkit::{CAST, Codec, Part, Variation, portrait_with, video_of_demo};
use serde_json::Value;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Output,
    sync::OnceLock,
    time::Duration,
};
use tempfile::TempDir;

/// Far longer than anything here takes; only a program that hangs is ended by it.
pub const LIMIT: Duration = Duration::from_secs(300);

/// The opening of the demo street up to here shows somebody known, a stranger and somebody blacklisted.
const FILM_SECONDS: u32 = 22;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_porchlight");

pub struct Home {
    dir: TempDir,
}

impl Home {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().expect("a temporary folder") }
    }

    pub fn data_dir(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// A path in the folder for pictures.
    pub fn path(&self, name: &str) -> PathBuf {
        let path = self.dir.path().join("pictures").join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder");
        path
    }

    /// A file with these bytes.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).expect("written");
        path
    }

    /// A picture file.
    pub fn picture(&self, name: &str, picture: &Picture) -> PathBuf {
        self.file(name, &porchlight_vision::encode_jpeg(picture, 95).expect("encoded"))
    }

    /// A portrait of somebody of the cast at one moment or another.
    pub fn portrait(&self, name: &str, who: &str, moment: u64) -> PathBuf {
        self.picture(name, &portrait_of(who, moment))
    }

    /// The program in this home, without a display, as on a server.
    pub fn porchlight<S: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::from_std(self.porchlight_std(arguments));
        command.timeout(LIMIT);
        command
    }

    /// The same for tests that look at it while it runs.
    pub fn porchlight_std<S: AsRef<std::ffi::OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> std::process::Command {
        let mut command = std::process::Command::new(PROGRAM);
        command
            .arg("--data-dir")
            .arg(self.data_dir())
            .args(arguments)
            .env("PORCHLIGHT_MODELS_DIR", models_dir())
            .env_remove("PORCHLIGHT_DATA_DIR")
            .env_remove("PORCHLIGHT_LOG")
            .env_remove("FRAMES")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY");
        command
    }

    /// Runs it and gives its exit code and the JSON it printed.
    pub fn json<S: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> (i32, Value) {
        let output = self.porchlight(arguments).output().expect("it runs");
        let printed = printed(&output);
        let value = serde_json::from_str(&printed.0)
            .unwrap_or_else(|error| panic!("{error} in {:?}; it remarked {:?}", printed.0, printed.1));
        (code(&output), value)
    }
}

pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or_else(|| panic!("it was ended: {:?}", printed(output)))
}

/// Standard output and standard error.
pub fn printed(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    (text(&output.stdout), text(&output.stderr))
}

/// The first of the cast who plays this part; the first ones are those who come in the opening of the film.
pub fn first(part: Part) -> &'static str {
    CAST.iter().find(|role| role.part == part).expect("every part is played").name
}

pub fn portrait_of(who: &str, moment: u64) -> Picture {
    let role = CAST.iter().find(|role| role.name == who).unwrap_or_else(|| panic!("{who} is not in the cast"));
    let variation = if moment == 0 { Variation::default() } else { Variation::drawn(role.seed * 31 + moment) };
    portrait_with(role.seed, 480, &variation)
}

/// Two people side by side.
pub fn couple(one: &str, other: &str) -> Picture {
    let (left, right) = (portrait_of(one, 0), portrait_of(other, 0));
    let (width, side) = (left.width * 2, left.width as usize * 3);
    let rows = left.rgb.chunks_exact(side).zip(right.rgb.chunks_exact(side));
    Picture { width, height: left.height, rgb: rows.flat_map(|(l, r)| [l, r].concat()).collect() }
}

/// A wall nobody stands before.
pub fn wall() -> Picture {
    Picture { width: 320, height: 240, rgb: vec![150; 320 * 240 * 3] }
}

/// The installed models: those `make test` installed, or a set that is installed here the first time.
pub fn models_dir() -> &'static Path {
    static DIR: OnceLock<PathBuf> = OnceLock::new();
    DIR.get_or_init(|| {
        let named = env::var_os("PORCHLIGHT_MODELS_DIR").filter(|dir| !dir.is_empty()).map(PathBuf::from);
        let dir = named.unwrap_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("models"));
        // Whichever set-up brought: where the default models could not be had, those for compatibility.
        let is_whole = Command::new(PROGRAM).args(["models", "verify"]).env("PORCHLIGHT_MODELS_DIR", &dir).output();
        if is_whole.is_ok_and(|output| output.status.success()) {
            return dir;
        }
        let mut install = Command::new(PROGRAM);
        let output = install.args(["models", "install"]).env("PORCHLIGHT_MODELS_DIR", &dir).output().expect("it runs");
        assert!(
            output.status.success(),
            "these tests need the face models: run `make setup`, or name a folder that has them in PORCHLIGHT_MODEL_MIRROR: {:?}",
            printed(&output)
        );
        dir
    })
}

/// Half a minute of the demo street as a video file.
pub fn film() -> &'static Path {
    static FILM: OnceLock<PathBuf> = OnceLock::new();
    FILM.get_or_init(|| {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let (path, arriving) = (dir.join("street.mp4"), dir.join(format!("street-{}.mp4", std::process::id())));
        video_of_demo(&arriving, FILM_SECONDS, Codec::H264).expect("ffmpeg encodes it");
        fs::rename(&arriving, &path).expect("in its place");
        path
    })
}
