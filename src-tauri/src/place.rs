//! Where things lie: data, models, the runtime library, and the checkout the program may be running from.
//!
//! Owns the order in which places are looked for. Must not know what is done with what lies there. Invariants: nothing of
//! the machine a program was built on is in it; the models do not depend on the data folder, so that a fresh one finds
//! what is installed; the data folder is for its owner's eyes only.

use directories::ProjectDirs;
use porchlight_camera::Sources;
use porchlight_domain::Clock;
use porchlight_engine::{Engine, EngineError, EngineParts, SystemClock};
use porchlight_store::{Store, StoreError};
use porchlight_vision::{OrtVisionOpener, VisionPlace, models, packs::Pack};
use std::{
    env, fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

/// Names the data folder where `--data-dir` does not.
pub const DATA_VARIABLE: &str = "PORCHLIGHT_DATA_DIR";
/// Names the folder of the models.
pub const MODELS_VARIABLE: &str = "PORCHLIGHT_MODELS_DIR";
/// Names the folder with the weights of the compatibility models: `model` of the npm package.
pub const CLASSIC_VARIABLE: &str = "PORCHLIGHT_CLASSIC_DIR";
/// Where `scripts/setup compatibility` has npm put them.
const CLASSIC_IN_CHECKOUT: &str = "runtime/compatibility/node_modules/@vladmandic/face-api/model";
/// Names the folder of the ONNX Runtime library.
pub const RUNTIME_VARIABLE: &str = "PORCHLIGHT_RUNTIME_DIR";

/// Where this run of the program finds and keeps things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Database and pictures.
    pub data_dir: PathBuf,
    /// The models.
    pub models_dir: PathBuf,
    /// Folders that may hold the runtime library, best first. What lies beside the program is found without them.
    pub runtime_dirs: Vec<PathBuf>,
    /// The checkout, when running from one.
    pub checkout: Option<PathBuf>,
}

impl Place {
    /// Looks for everything. `data_dir` is what the owner named.
    ///
    /// # Errors
    /// No folder was named and the system has no place for data.
    pub fn find(data_dir: Option<&Path>) -> anyhow::Result<Self> {
        let named = |variable: &str| env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
        let default = ProjectDirs::from("", "", "porchlight").map(|dirs| dirs.data_dir().to_owned());
        let checkout = checkout();
        let chosen = data_dir.map(Path::to_owned).or_else(|| named(DATA_VARIABLE)).or_else(|| default.clone());
        let Some(data_dir) = chosen else {
            anyhow::bail!(
                "this system does not say where data belongs: name a folder with --data-dir or {DATA_VARIABLE}"
            );
        };
        let found = Self {
            models_dir: named(MODELS_VARIABLE).unwrap_or_else(|| default.as_ref().unwrap_or(&data_dir).join("models")),
            data_dir,
            runtime_dirs: [
                named(RUNTIME_VARIABLE),
                default.map(|dir| dir.join("runtime")),
                checkout.as_ref().map(|dir| dir.join("runtime")).filter(|dir| is_trusted(dir)),
            ]
            .into_iter()
            .flatten()
            .collect(),
            checkout,
        };
        Ok(found.absolute())
    }

    /// A folder named by the owner keeps its meaning wherever it is used.
    fn absolute(mut self) -> Self {
        for dir in [&mut self.data_dir, &mut self.models_dir].into_iter().chain(&mut self.runtime_dirs) {
            if let Ok(absolute) = std::path::absolute(&*dir) {
                *dir = absolute;
            }
        }
        self
    }

    /// Where models may be installed from.
    pub fn model_sources(&self) -> models::Sources {
        models::Sources::from_env(self.checkout.as_deref())
    }

    /// Where the weights of the compatibility models lie: what `PORCHLIGHT_CLASSIC_DIR` names, or what set-up had npm bring into
    /// the checkout.
    pub fn classic_weights(&self) -> Option<PathBuf> {
        let named = env::var_os(CLASSIC_VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
        named.or_else(|| self.checkout.as_ref().map(|dir| dir.join(CLASSIC_IN_CHECKOUT)))
    }

    /// The file of the database.
    pub fn database(&self) -> PathBuf {
        self.data_dir.join("porchlight.db")
    }

    /// Makes the data folder if it is not there: for its owner only, because it shows who comes to the house.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn make_data_dir(&self) -> io::Result<()> {
        make_private(&self.data_dir)
    }

    /// Makes the folder of the models if it is not there. It usually lies in the data folder, which must not become
    /// everybody's because the models were there first.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn make_models_dir(&self) -> io::Result<()> {
        make_private(&self.models_dir)
    }

    /// Opens the database, which is made if it is not there.
    ///
    /// # Errors
    /// The folder or the database cannot be opened.
    pub fn open_store(&self) -> Result<Store, StoreError> {
        self.make_data_dir().map_err(|source| StoreError::Io { path: self.data_dir.clone(), source })?;
        Store::open(&self.data_dir)
    }

    /// What opens the models. One thread in each run of a model: a second one makes a run a third shorter at the most and
    /// takes the core from another camera, and what is looked at most often, the surroundings of a face, is too small to share.
    pub fn vision(&self) -> OrtVisionOpener {
        self.vision_of(None)
    }

    /// The same for the models of a pack, whichever is in use.
    pub fn vision_of(&self, pack: Option<Pack>) -> OrtVisionOpener {
        OrtVisionOpener::new(VisionPlace { pack, ..self.vision_place() })
    }

    /// Where models and runtime lie.
    pub fn vision_place(&self) -> VisionPlace {
        VisionPlace {
            models_dir: self.models_dir.clone(),
            runtime_dirs: self.runtime_dirs.clone(),
            intra_threads: 1,
            pack: None,
        }
    }

    /// An engine with real parts. A camera keeps one worker busy at a time, so more workers than `cameras` are of no use.
    ///
    /// # Errors
    /// The database cannot be opened or a thread not started.
    pub fn start_engine(&self, cameras: usize) -> Result<Engine, EngineError> {
        let workers = cameras.clamp(1, cores());
        Engine::start(EngineParts {
            store: Arc::new(self.open_store()?),
            sources: Arc::new(Sources::new()),
            vision: Arc::new(self.vision()),
            clock: Arc::new(SystemClock::default()) as Arc<dyn Clock>,
            workers,
        })
    }
}

/// Cores this process may use.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

fn make_private(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

/// The checkout above the program, or above the current folder.
fn checkout() -> Option<PathBuf> {
    let program = env::current_exe().ok();
    let starts = [program, env::current_dir().ok()];
    starts.into_iter().flatten().find_map(|start| start.ancestors().find(|dir| is_checkout(dir)).map(Path::to_owned))
}

fn is_checkout(dir: &Path) -> bool {
    dir.join("tauri.conf.json").is_file()
        && fs::read_to_string(dir.join("Cargo.toml"))
            .is_ok_and(|manifest| manifest.lines().any(|line| line == "name = \"porchlight\""))
}

/// A library is code: it is never loaded from a folder just because the program was started in it, when somebody else
/// could have put it there.
#[cfg(unix)]
fn is_trusted(dir: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let me = fs::metadata("/proc/self").map(|about| about.uid()).ok();
    fs::metadata(dir).is_ok_and(|about| {
        let is_mine = me.is_none_or(|me| me == 0 || me == about.uid());
        is_mine && about.mode() & 0o002 == 0
    })
}

#[cfg(not(unix))]
fn is_trusted(dir: &Path) -> bool {
    dir.is_dir()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_named_data_folder_wins_and_does_not_move_the_models() {
        let named = Place::find(Some(Path::new("elsewhere"))).expect("a place");
        let other = Place::find(Some(Path::new("/somewhere/else"))).expect("a place");
        assert!(named.data_dir.is_absolute() && named.data_dir.ends_with("elsewhere"), "{}", named.data_dir.display());
        assert_eq!(other.data_dir, Path::new("/somewhere/else"), "as the owner said");
        assert_eq!(named.models_dir, other.models_dir, "a fresh data folder finds what is installed");
    }

    #[test]
    fn a_program_in_a_checkout_knows_it() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(is_checkout(root), "this is one");
        assert!(!is_checkout(&root.join("src-tauri")), "its folders are not");
        assert_eq!(checkout().as_deref(), Some(root), "tests run in it");
    }

    #[cfg(unix)]
    #[test]
    fn a_library_is_not_loaded_from_a_folder_that_anybody_can_write_to() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().expect("a temporary folder");
        assert!(is_trusted(dir.path()), "one's own folder");
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o777)).expect("permissions");
        assert!(!is_trusted(dir.path()), "everybody's folder");
    }

    #[cfg(unix)]
    #[test]
    fn the_data_folder_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().expect("a temporary folder");
        let mut place = Place::find(Some(&dir.path().join("a/b"))).expect("a place");
        place.make_data_dir().expect("made");
        let mode = fs::metadata(&place.data_dir).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "it shows who comes to the house");
        place.data_dir = dir.path().join("file/within");
        fs::write(dir.path().join("file"), "in the way").expect("written");
        assert!(place.make_data_dir().is_err(), "a file in the way is said to be one");
    }
}
