//! Finds and loads the ONNX Runtime library.
//!
//! Owns the order in which places are searched and the one environment of the process. Must not know the models.
//! Invariant: once a library is loaded it stays for the life of the process; a failure is not remembered, so that
//! set-up can mend it while the program runs.

use cpu_time::ThreadTime;
use memchr::memmem;
use ort::{
    environment::Environment,
    ep::ExecutionProviderDispatch,
    logging::LogLevel,
    session::{Session, builder::GraphOptimizationLevel},
};
use porchlight_domain::VisionError;
use std::{
    env, fmt, fs,
    path::{Path, PathBuf},
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// The variable that names the library, or the folder it lies in, before every other place.
pub const PATH_VARIABLE: &str = "ORT_DYLIB_PATH";

/// Builds since 1.29 for Linux and macOS write down what is run and send it to their maker, from the moment at which they are loaded,
/// unless this says not to. A running program cannot safely set it for itself, so such a build is used only where it is set.
const SILENCE_VARIABLE: &str = "ORT_DISABLE_TELEMETRY";

/// What the library is called, best first.
#[cfg(target_os = "linux")]
const FILE_NAMES: &[&str] = &["libonnxruntime.so.1", "libonnxruntime.so"];
#[cfg(target_os = "macos")]
const FILE_NAMES: &[&str] = &["libonnxruntime.1.dylib", "libonnxruntime.dylib"];
#[cfg(target_os = "windows")]
const FILE_NAMES: &[&str] = &["onnxruntime.dll"];

/// How the npm package `onnxruntime-node` names this platform.
const NPM_PLATFORM: &str = if cfg!(target_os = "windows") {
    "win32"
} else if cfg!(target_os = "macos") {
    "darwin"
} else {
    "linux"
};
const NPM_ARCH: &str = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };

/// The library that this process uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runtime {
    /// Where it lies.
    pub path: PathBuf,
    /// Its version, such as `1.27.0`.
    pub version: String,
}

/// A library that is there but cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Where it lies.
    pub path: PathBuf,
    /// What the loader said.
    pub why: String,
}

/// How the runtime fares, for the owner's `doctor` and the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuntimeStatus {
    /// Loaded and in use.
    Loaded(Runtime),
    /// No library was found, or none that works.
    Missing {
        /// Every file that was looked for.
        searched: Vec<PathBuf>,
        /// What was found and did not work.
        rejected: Vec<Rejected>,
    },
}

impl fmt::Display for RuntimeStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Loaded(Runtime { path, version }) => write!(f, "ONNX Runtime {version} ({})", path.display()),
            Self::Missing { rejected, .. } if !rejected.is_empty() => {
                let Rejected { path, why } = &rejected[0];
                write!(f, "ONNX Runtime at {} cannot be used: {why}", path.display())
            }
            Self::Missing { .. } => f.write_str("ONNX Runtime"),
        }
    }
}

/// Loads the library from the first of these places that has one that works, and says which or why not:
/// [`PATH_VARIABLE`], beside the program, then `runtime_dirs` in order. A directory may hold the library itself or the
/// npm package `onnxruntime-node` in its `node_modules`.
pub fn status(runtime_dirs: &[PathBuf]) -> RuntimeStatus {
    match load(runtime_dirs) {
        Ok(loaded) => RuntimeStatus::Loaded(loaded.runtime.clone()),
        Err(missing) => missing,
    }
}

/// The library and the environment that sessions are made in.
pub(crate) struct Loaded {
    runtime: Runtime,
    environment: Environment,
}

static LOADED: OnceLock<Loaded> = OnceLock::new();

/// Two threads that find nothing loaded must not load twice: only one environment may exist in a process.
static LOADING: Mutex<()> = Mutex::new(());

pub(crate) fn load(runtime_dirs: &[PathBuf]) -> Result<&'static Loaded, RuntimeStatus> {
    if let Some(loaded) = LOADED.get() {
        return Ok(loaded);
    }
    let _only_one = LOADING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(loaded) = LOADED.get() {
        return Ok(loaded);
    }
    let named = env::var_os(PATH_VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
    let program = env::current_exe().ok();
    let searched = candidates(named.as_deref(), program.as_deref().and_then(Path::parent), runtime_dirs);
    let mut rejected = Vec::new();
    for path in searched.iter().filter(|path| path.is_file()) {
        match open(path) {
            Ok(loaded) => return Ok(LOADED.get_or_init(|| loaded)),
            Err(why) => rejected.push(Rejected { path: path.clone(), why }),
        }
    }
    Err(RuntimeStatus::Missing { searched, rejected })
}

impl Loaded {
    /// A session on the CPU for the model in `bytes`. With one thread no pool is made: a worker a core, each with its
    /// own session, is faster than workers that wait for one another inside the runtime.
    pub(crate) fn session(&self, bytes: &[u8], intra_threads: usize) -> ort::Result<Session> {
        self.session_on(bytes, intra_threads, None)
    }

    /// The same on something else, which must be able to run it.
    pub(crate) fn session_on(
        &self,
        bytes: &[u8],
        intra_threads: usize,
        provider: Option<&ExecutionProviderDispatch>,
    ) -> ort::Result<Session> {
        // Threads that wait for work must sleep: a spinning pool takes the cores from the cameras.
        Session::builder(&self.environment)?
            .with_log_level(LogLevel::Warning)?
            .with_optimization_level(GraphOptimizationLevel::All)?
            .with_intra_threads(intra_threads.max(1))?
            .with_inter_threads(1)?
            .with_config_entry("session.intra_op.allow_spinning", "0")?
            .with_execution_providers(provider.map(std::slice::from_ref).unwrap_or_default())?
            .commit_from_memory(bytes)
    }
}

/// Processor time that all runs of models took so far, on the threads that asked for them.
pub fn model_time() -> Duration {
    Duration::from_nanos(MODEL_TIME_NS.load(Ordering::Relaxed))
}

static MODEL_TIME_NS: AtomicU64 = AtomicU64::new(0);

/// Runs a model and counts its time.
pub(crate) fn timed<T>(run: impl FnOnce() -> T) -> T {
    let begun = ThreadTime::try_now().ok();
    let result = run();
    if let Some(begun) = begun {
        let took = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(0);
        MODEL_TIME_NS.fetch_add(took, Ordering::Relaxed);
    }
    result
}

/// What a model or the runtime said, as the error that vision knows.
#[allow(clippy::needless_pass_by_value, reason = "it stands in map_err, which hands over the error")]
pub(crate) fn failed(error: impl ToString) -> VisionError {
    VisionError::Failed { detail: error.to_string() }
}

fn open(path: &Path) -> Result<Loaded, String> {
    // The loader resolves a relative path against the program's folder, not the current one.
    let path = path.canonicalize().map_err(|error| error.to_string())?;
    let is_silenced = env::var_os(SILENCE_VARIABLE).is_some_and(|value| !value.is_empty());
    if !is_silenced {
        refuse_what_reports(&path)?;
    }
    let builder = ort::init_from(&path).map_err(|error| error.to_string())?;
    let environment =
        builder.with_telemetry(false).with_name("porchlight").build().map_err(|error| error.to_string())?;
    environment.set_log_level(LogLevel::Warning);
    let version = version_of(&path, ort::info());
    tracing::info!(path = %path.display(), version, "ONNX Runtime loaded");
    Ok(Loaded { runtime: Runtime { path, version }, environment })
}

/// A library that knows the variable which keeps it from reporting knows how to report.
fn refuse_what_reports(path: &Path) -> Result<(), String> {
    let library = fs::read(path).map_err(|error| error.to_string())?;
    if memmem::find(&library, SILENCE_VARIABLE.as_bytes()).is_none() {
        return Ok(());
    }
    Err(format!(
        "this build of ONNX Runtime reports to its maker before it can be told not to; start Porchlight with \
         {SILENCE_VARIABLE}=1, or take version 1.27"
    ))
}

/// The safe interface does not tell the version. The npm package says it in its own description, a system's package in
/// the name of the file; a build of its own at least names the commit.
fn version_of(path: &Path, build_info: &str) -> String {
    let package = path.ancestors().find(|dir| dir.ends_with("onnxruntime-node")).map(|dir| dir.join("package.json"));
    let described = package.and_then(|file| fs::read_to_string(file).ok());
    described
        .as_deref()
        .and_then(version_in_package)
        .or_else(|| version_in_name(path.file_name()?.to_str()?))
        .or_else(|| Some(format!("of commit {}", build_info.split_once("git-commit-id=")?.1.split(',').next()?)))
        .unwrap_or_else(|| "of unknown version".into())
}

/// `… "version": "1.27.0", …`
fn version_in_package(description: &str) -> Option<String> {
    let (_, rest) = description.split_once("\"version\"")?;
    rest.split('"').nth(1).map(str::to_owned)
}

/// `libonnxruntime.so.1.27.0`, `libonnxruntime.1.27.0.dylib`
fn version_in_name(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split('.').filter(|part| part.parse::<u32>().is_ok()).collect();
    (parts.len() >= 3).then(|| parts.join("."))
}

fn candidates(named: Option<&Path>, program_dir: Option<&Path>, runtime_dirs: &[PathBuf]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    if let Some(named) = named {
        if named.is_dir() {
            files.extend(FILE_NAMES.iter().map(|name| named.join(name)));
        } else {
            files.push(named.to_path_buf());
        }
    }
    if let Some(dir) = program_dir {
        files.extend(FILE_NAMES.iter().map(|name| dir.join(name)));
        files.extend(FILE_NAMES.iter().map(|name| dir.join("lib").join(name)));
    }
    for dir in runtime_dirs {
        files.extend(FILE_NAMES.iter().map(|name| dir.join(name)));
        let package = dir.join("node_modules/onnxruntime-node/bin/napi-v6").join(NPM_PLATFORM).join(NPM_ARCH);
        files.extend(FILE_NAMES.iter().map(|name| package.join(name)));
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_that_would_report_to_its_maker_is_refused_with_what_can_be_done() {
        let folder = tempfile::tempdir().expect("a folder");
        let library = folder.path().join("libonnxruntime.so.1");
        let bytes = [&[0x7F; 5000], SILENCE_VARIABLE.as_bytes(), &[0; 300]].concat();
        fs::write(&library, bytes).expect("written");
        let refused = refuse_what_reports(&library).expect_err("it would");
        assert!(refused.contains("ORT_DISABLE_TELEMETRY=1"), "{refused}");
        fs::write(&library, [0x7F; 5000]).expect("written");
        assert_eq!(refuse_what_reports(&library), Ok(()), "this one would not");
    }

    #[test]
    fn the_variable_comes_first_then_the_program_then_the_folders_in_order() {
        let files = candidates(
            Some(Path::new("/named/lib.so")),
            Some(Path::new("/program")),
            &[PathBuf::from("/data"), PathBuf::from("/checkout/runtime")],
        );
        let place = |start: &str| files.iter().position(|file| file.starts_with(start)).expect("searched");
        assert_eq!(place("/named/lib.so"), 0, "what the owner names wins");
        assert!(place("/program") < place("/data"), "what was shipped comes before what was installed");
        assert!(place("/data") < place("/checkout"), "folders keep their order");
        assert!(
            files.iter().any(|file| file.to_string_lossy().contains("onnxruntime-node/bin/napi-v6")),
            "the npm package is looked into"
        );
    }

    #[test]
    fn the_version_is_found_wherever_it_is_told() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let package = dir.path().join("onnxruntime-node");
        fs::create_dir_all(package.join("bin")).expect("made");
        fs::write(package.join("package.json"), r#"{"name": "x", "version": "1.27.0", "main": "y"}"#).expect("written");
        let info = "ORT Build Info: git-branch=HEAD, git-commit-id=26250ae, build type=Release";
        for (path, version) in [
            (package.join("bin/libonnxruntime.so.1"), "1.27.0"),
            (PathBuf::from("/usr/lib/libonnxruntime.so.1.27.1"), "1.27.1"),
            (PathBuf::from("/opt/libonnxruntime.1.28.0.dylib"), "1.28.0"),
            (PathBuf::from("/opt/libonnxruntime.so.1"), "of commit 26250ae"),
        ] {
            assert_eq!(version_of(&path, info), version, "{}", path.display());
        }
        assert_eq!(version_of(Path::new("/opt/lib.so"), ""), "of unknown version", "nothing tells it");
    }
}
