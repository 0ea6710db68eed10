//! Brings the models to the models folder.
//!
//! Owns the order of the sources and the safe way into the folder. Must not know what the models compute. Invariant: a
//! file is written beside its place, checked, forced to the disk and only then renamed; whatever fails before that
//! leaves the old state.

use super::{
    manifest::{MANIFEST, Model, UPSTREAM_BASE},
    state::{ModelState, by_checksum},
};
use crate::classic;
use sha2::{Digest, Sha256};
use std::{
    env,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    time::Duration,
};

/// Names a folder that is asked before every other source.
const MIRROR_VARIABLE: &str = "PORCHLIGHT_MODEL_MIRROR";

/// Stands in for the upstream base address, for a mirror on the local network and for tests.
const BASE_VARIABLE: &str = "PORCHLIGHT_MODEL_BASE_URL";

/// A server that says nothing for so long is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where models are looked for, in this order.
#[derive(Clone, Debug)]
pub struct Sources {
    /// A folder that the owner named. If it has the file, no other source is asked, even if that file is wrong.
    pub mirror: Option<PathBuf>,
    /// The folder of models beside a checkout.
    pub beside_checkout: Option<PathBuf>,
    /// The base of the upstream addresses.
    pub base_address: String,
}

impl Sources {
    /// As the environment says: `PORCHLIGHT_MODEL_MIRROR`, or where none is named `../shared/models` seen from `checkout`,
    /// then upstream or `PORCHLIGHT_MODEL_BASE_URL` in its place.
    pub fn from_env(checkout: Option<&Path>) -> Self {
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        let mirror = set(MIRROR_VARIABLE).map(PathBuf::from);
        Self {
            // Whoever names a folder means that one.
            beside_checkout: checkout.filter(|_| mirror.is_none()).map(|dir| dir.join("../shared/models")),
            mirror,
            base_address: set(BASE_VARIABLE)
                .and_then(|base| base.into_string().ok())
                .unwrap_or_else(|| UPSTREAM_BASE.into()),
        }
    }

    fn of(&self, model: &Model) -> Source {
        let folders = [&self.mirror, &self.beside_checkout];
        let in_folder = folders.into_iter().flatten().map(|dir| dir.join(model.file)).find(|file| file.exists());
        in_folder.map_or_else(|| Source::Address(model.address_under(&self.base_address)), Source::File)
    }
}

enum Source {
    File(PathBuf),
    Address(String),
}

impl Source {
    fn shown(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Address(address) => address.clone(),
        }
    }
}

/// How far one model has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// The model being installed.
    pub model: &'static Model,
    /// Bytes that have arrived.
    pub done: u64,
    /// Bytes in all.
    pub total: u64,
}

/// What was done for one model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Installed {
    /// It was whole already.
    Already(&'static Model),
    /// It was brought.
    From(&'static Model, String),
}

/// A model could not be installed. What was there before is there still.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// The source could not be read to its end.
    #[error("{model} could not be fetched from {from}: {detail}")]
    Fetch {
        /// The model.
        model: &'static str,
        /// The source.
        from: String,
        /// What went wrong.
        detail: String,
    },
    /// The source has another file under this name.
    #[error("{model} from {from} is not the right file: {detail}")]
    WrongFile {
        /// The model.
        model: &'static str,
        /// The source.
        from: String,
        /// Whether size or checksum differ.
        detail: String,
    },
    /// A compatibility model cannot be built.
    #[error("{model} cannot be built from {from}: {detail}", from = from.display())]
    Build {
        /// The model.
        model: &'static str,
        /// The folder with its weights.
        from: PathBuf,
        /// What is wrong with them.
        detail: String,
    },
    /// The models folder could not be written.
    #[error("{model} could not be written to {folder}: {source}", folder = folder.display())]
    Write {
        /// The model.
        model: &'static str,
        /// The models folder.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl InstallError {
    /// Whether trying again without changing anything may help.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Fetch { .. })
    }
}

/// Installs every model that is not whole, and tells `progress` about each block of bytes.
///
/// # Errors
/// The first model that cannot be installed; those before it are installed, it and those after it are as they were.
pub fn install(
    models_dir: &Path,
    sources: &Sources,
    mut progress: impl FnMut(Progress),
) -> Result<Vec<Installed>, InstallError> {
    let mut installed = Vec::new();
    for model in MANIFEST {
        if by_checksum(&models_dir.join(model.file), model) == ModelState::Ok {
            installed.push(Installed::Already(model));
            continue;
        }
        let source = sources.of(model);
        let mut transfer = Transfer { model, from: source.shown(), models_dir, progress: &mut progress };
        match &source {
            Source::File(path) => {
                let file = File::open(path).map_err(|error| transfer.fetch_error(&error))?;
                transfer.bring(file)?;
            }
            Source::Address(address) => {
                let body = get(address).map_err(|error| transfer.fetch_error(&error))?;
                transfer.bring(body)?;
            }
        }
        installed.push(Installed::From(model, transfer.from));
    }
    Ok(installed)
}

/// Builds the compatibility models that are not whole, from the weights in `folder`.
///
/// # Errors
/// The weights are missing or other ones than those of the version that is pinned, or the models folder cannot be written.
/// What was there is there still.
pub fn install_classic(models_dir: &Path, folder: &Path) -> Result<Vec<Installed>, InstallError> {
    let mut installed = Vec::new();
    for network in &classic::NETWORKS {
        let model = &network.model;
        if by_checksum(&models_dir.join(model.file), model) == ModelState::Ok {
            installed.push(Installed::Already(model));
            continue;
        }
        let wrong = |detail| InstallError::Build { model: model.name, from: folder.to_path_buf(), detail };
        let bytes = network.build(folder).map_err(wrong)?;
        let sha256 = hex::encode(Sha256::digest(&bytes));
        if (bytes.len() as u64, sha256.as_str()) != (model.size, model.sha256) {
            return Err(wrong(format!("it has become {} bytes with the SHA-256 {sha256}", bytes.len())));
        }
        write_whole(models_dir, model.file, &bytes).map_err(|source| InstallError::Write {
            model: model.name,
            folder: models_dir.to_path_buf(),
            source,
        })?;
        installed.push(Installed::From(model, folder.display().to_string()));
    }
    Ok(installed)
}

/// Writes a file beside its place, forces it to the disk, and only then gives it its name.
pub(crate) fn write_whole(dir: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    let mut file = tempfile::Builder::new().prefix(".arriving-").tempfile_in(dir)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(dir.join(name)).map_err(|error| error.error)?;
    sync_folder(dir);
    Ok(())
}

/// The new name is only safe once the folder is on the disk too. Not every file system can do it.
fn sync_folder(dir: &Path) {
    if let Ok(folder) = File::open(dir) {
        folder.sync_all().ok();
    }
}

fn get(address: &str) -> Result<impl Read, ureq::Error> {
    let agent = ureq::Agent::config_builder()
        .timeout_connect(Some(PATIENCE))
        .timeout_recv_response(Some(PATIENCE))
        .timeout_per_read(Some(PATIENCE))
        .build()
        .new_agent();
    Ok(agent.get(address).call()?.into_body().into_with_config().limit(u64::MAX).reader())
}

/// One model on its way.
struct Transfer<'a, P> {
    model: &'static Model,
    from: String,
    models_dir: &'a Path,
    progress: &'a mut P,
}

impl<P: FnMut(Progress)> Transfer<'_, P> {
    fn bring(&mut self, source: impl Read) -> Result<(), InstallError> {
        fs::create_dir_all(self.models_dir).map_err(|error| self.write_error(error))?;
        let mut file = tempfile::Builder::new()
            .prefix(".arriving-")
            .tempfile_in(self.models_dir)
            .map_err(|error| self.write_error(error))?;
        self.copy(source, file.as_file_mut())?;
        file.as_file().sync_all().map_err(|error| self.write_error(error))?;
        file.persist(self.models_dir.join(self.model.file)).map_err(|error| self.write_error(error.error))?;
        sync_folder(self.models_dir);
        Ok(())
    }

    /// Copies and checks. Never writes more than the model's size, whatever the source sends.
    fn copy(&mut self, mut source: impl Read, target: &mut impl Write) -> Result<(), InstallError> {
        let total = self.model.size;
        let mut hash = Sha256::new();
        let mut block = vec![0; 64 * 1024];
        let mut done = 0;
        (self.progress)(Progress { model: self.model, done, total });
        loop {
            let read = match source.read(&mut block) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(self.fetch_error(&error)),
            };
            done += read as u64;
            if done > total {
                return Err(self.wrong_file(format!("it has more than {total} bytes")));
            }
            hash.update(&block[..read]);
            target.write_all(&block[..read]).map_err(|error| self.write_error(error))?;
            (self.progress)(Progress { model: self.model, done, total });
        }
        if done < total {
            return Err(self.fetch_error(&format!("it ended after {done} of {total} bytes")));
        }
        let sha256 = hex::encode(hash.finalize());
        if sha256 != self.model.sha256 {
            return Err(self.wrong_file(format!("its SHA-256 is {sha256} instead of {}", self.model.sha256)));
        }
        Ok(())
    }

    fn fetch_error(&self, error: &impl ToString) -> InstallError {
        InstallError::Fetch { model: self.model.name, from: self.from.clone(), detail: error.to_string() }
    }

    fn wrong_file(&self, detail: String) -> InstallError {
        InstallError::WrongFile { model: self.model.name, from: self.from.clone(), detail }
    }

    fn write_error(&self, source: io::Error) -> InstallError {
        InstallError::Write { model: self.model.name, folder: self.models_dir.to_path_buf(), source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::DETECTOR;

    struct FullDisk;

    impl Write for FullDisk {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn copied(source: impl Read, target: &mut impl Write) -> Result<(), InstallError> {
        let mut transfer = Transfer {
            model: &DETECTOR,
            from: "a test".into(),
            models_dir: Path::new("models"),
            progress: &mut |_| {},
        };
        transfer.copy(source, target)
    }

    #[test]
    fn a_full_disk_is_said_to_be_one() {
        let error = copied(io::repeat(0), &mut FullDisk).expect_err("nothing can be written");
        let InstallError::Write { source, .. } = &error else { panic!("{error} is about writing") };
        assert_eq!(source.kind(), io::ErrorKind::StorageFull, "the owner must know that it is the disk");
        assert!(!error.is_retryable(), "trying again makes no room");
    }

    #[test]
    fn an_endless_source_is_cut_off() {
        let mut written = Vec::new();
        let error = copied(io::repeat(0), &mut written).expect_err("it is not the model");
        assert!(matches!(error, InstallError::WrongFile { .. }), "{error}");
        assert!(written.len() as u64 <= DETECTOR.size, "the disk is not filled with rubbish");
    }
}
