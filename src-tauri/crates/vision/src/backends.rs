//! What the models run on: the processor, or something that speeds them up.
//!
//! Owns what is tried, in builds that have it, and how one is chosen: by running the model. Must not know what a model is for. Invariant:
//! the processor always works; what is not there, fails, or is not clearly faster is not used, and the reason is kept for whoever
//! asks. Which there are is decided when building: cargo features `cuda`, `tensorrt`, `openvino`, `coreml`, `directml`.

use crate::runtime::Loaded;
#[cfg(any(
    feature = "cuda",
    feature = "tensorrt",
    feature = "openvino",
    feature = "coreml",
    feature = "directml"
))]
use ort::ep;
use ort::{
    ep::{ExecutionProvider, ExecutionProviderDispatch},
    inputs,
    session::Session,
    value::Tensor,
};
use std::{
    collections::HashMap,
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Runs that nobody times: the first ones compile and copy.
const WARM_UP: usize = 3;
const RUNS: usize = 7;
/// Whoever is not so much faster than the processor is not worth its memory.
const CLEARLY: f64 = 1.25;

/// Something that models run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Backend {
    /// The processor.
    Processor,
    /// NVIDIA, by CUDA.
    Cuda,
    /// NVIDIA, by TensorRT: each size of input is compiled for minutes, so only models with one size run there.
    TensorRt,
    /// Intel's processors and graphics.
    OpenVino,
    /// Apple.
    CoreMl,
    /// Graphics under Windows.
    DirectMl,
}

impl Backend {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Processor => "processor",
            Self::Cuda => "CUDA",
            Self::TensorRt => "TensorRT",
            Self::OpenVino => "OpenVINO",
            Self::CoreMl => "Core ML",
            Self::DirectMl => "DirectML",
        }
    }

    /// What makes a session run on it, and whether the library has it; `None` where this build does not know it.
    fn provider(self) -> Option<Provider> {
        match self {
            #[cfg(feature = "cuda")]
            Self::Cuda => Some(Provider::of::<ep::CUDA>()),
            #[cfg(feature = "tensorrt")]
            Self::TensorRt => Some(Provider::of::<ep::TensorRT>()),
            #[cfg(feature = "openvino")]
            Self::OpenVino => Some(Provider::of::<ep::OpenVINO>()),
            #[cfg(feature = "coreml")]
            Self::CoreMl => Some(Provider::of::<ep::CoreML>()),
            #[cfg(feature = "directml")]
            Self::DirectMl => Some(Provider::of::<ep::DirectML>()),
            _ => None,
        }
    }
}

struct Provider {
    is_there: bool,
    dispatch: ExecutionProviderDispatch,
}

impl Provider {
    #[allow(dead_code, reason = "a build without any of them has no use for it")]
    fn of<E: ExecutionProvider + Default + Into<ExecutionProviderDispatch>>() -> Self {
        // Otherwise the library would quietly take the processor, and the reason would be lost.
        let dispatch = E::default().into().error_on_failure();
        Self { is_there: E::is_available().unwrap_or(false), dispatch }
    }
}

/// What this build tries, beside the processor.
pub const BUILT_IN: &[Backend] = &[
    #[cfg(feature = "tensorrt")]
    Backend::TensorRt,
    #[cfg(feature = "cuda")]
    Backend::Cuda,
    #[cfg(feature = "openvino")]
    Backend::OpenVino,
    #[cfg(feature = "coreml")]
    Backend::CoreMl,
    #[cfg(feature = "directml")]
    Backend::DirectMl,
];

/// How something fared with a model.
#[derive(Clone, Debug, PartialEq)]
pub enum Trial {
    /// Half of the runs took no longer.
    Took(Duration),
    /// The ONNX Runtime in use was built without it.
    NotInLibrary,
    /// It cannot run models of many input sizes well.
    OneSizeOnly,
    /// It refused or failed.
    Failed(String),
}

impl fmt::Display for Trial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Took(time) => write!(f, "{:.2} ms", time.as_secs_f64() * 1000.0),
            Self::NotInLibrary => f.write_str("not in this ONNX Runtime"),
            Self::OneSizeOnly => f.write_str("not for inputs of many sizes"),
            Self::Failed(why) => write!(f, "failed: {why}"),
        }
    }
}

/// What was found out about one model.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What it runs on.
    pub backend: Backend,
    /// Everything that was tried, the processor first.
    pub trials: Vec<(Backend, Trial)>,
}

impl Choice {
    /// The fastest, if it is clearly faster than the processor.
    fn of(trials: Vec<(Backend, Trial)>) -> Self {
        let time = |wanted: Backend| {
            trials.iter().find_map(|(backend, trial)| match trial {
                Trial::Took(time) if *backend == wanted => Some(*time),
                _ => None,
            })
        };
        let others = trials.iter().map(|(backend, _)| *backend).filter(|backend| *backend != Backend::Processor);
        let quickest = others.filter_map(|backend| Some((backend, time(backend)?))).min_by_key(|(_, time)| *time);
        let backend = match (quickest, time(Backend::Processor)) {
            (Some((backend, quick)), Some(usual)) if quick.mul_f64(CLEARLY) <= usual => backend,
            (Some((backend, _)), None) => backend,
            _ => Backend::Processor,
        };
        Self { backend, trials }
    }
}

/// By what was measured of each model, whose bytes give the key.
static CHOICES: Mutex<Option<HashMap<u64, Choice>>> = Mutex::new(None);

/// What was chosen so far, for each model that was loaded.
pub fn choices() -> Vec<Choice> {
    let choices = CHOICES.lock().unwrap_or_else(PoisonError::into_inner);
    choices.iter().flat_map(HashMap::values).cloned().collect()
}

/// A session on what runs this model fastest. `sizes` are inputs that it will see, `[pictures, 3, height, width]`.
pub(crate) fn session(runtime: &Loaded, bytes: &[u8], threads: usize, sizes: &[[usize; 4]]) -> ort::Result<Session> {
    if BUILT_IN.is_empty() {
        return runtime.session(bytes, threads);
    }
    let mut hasher = DefaultHasher::new();
    (bytes, threads).hash(&mut hasher);
    let key = hasher.finish();
    // Held while it is measured: another worker would measure the same, and both would disturb each other.
    let mut choices = CHOICES.lock().unwrap_or_else(PoisonError::into_inner);
    let choice = choices.get_or_insert_default().entry(key).or_insert_with(|| {
        let mut trials = vec![(Backend::Processor, tried(runtime, Backend::Processor, bytes, threads, sizes))];
        trials.extend(BUILT_IN.iter().map(|backend| (*backend, tried(runtime, *backend, bytes, threads, sizes))));
        let choice = Choice::of(trials);
        tracing::info!(backend = choice.backend.name(), trials = ?choice.trials, "chosen for a model");
        choice
    });
    let backend = choice.backend;
    drop(choices);
    let provider = backend.provider();
    runtime.session_on(bytes, threads, provider.as_ref().map(|provider| &provider.dispatch))
}

fn tried(runtime: &Loaded, backend: Backend, bytes: &[u8], threads: usize, sizes: &[[usize; 4]]) -> Trial {
    let provider = backend.provider();
    if provider.as_ref().is_some_and(|provider| !provider.is_there) {
        return Trial::NotInLibrary;
    }
    let provider = provider.as_ref().map(|provider| &provider.dispatch);
    if backend == Backend::TensorRt && sizes.len() > 1 {
        return Trial::OneSizeOnly;
    }
    let timed = move || {
        let mut session = runtime.session_on(bytes, threads, provider)?;
        let mut all = Duration::ZERO;
        for size in sizes {
            let input = Tensor::from_array((*size, vec![0.5f32; size.iter().product()]))?;
            let mut times = Vec::with_capacity(RUNS);
            for run in 0..WARM_UP + RUNS {
                let begun = Instant::now();
                session.run(inputs![&input])?;
                if run >= WARM_UP {
                    times.push(begun.elapsed());
                }
            }
            times.sort();
            all += times[RUNS / 2];
        }
        Ok::<_, ort::Error>(all)
    };
    timed().map_or_else(|error| Trial::Failed(error.to_string()), Trial::Took)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn took(ms: u64) -> Trial {
        Trial::Took(Duration::from_millis(ms))
    }

    #[test]
    fn only_what_is_clearly_faster_than_the_processor_is_used() {
        use Backend::{Cuda, OpenVino, Processor, TensorRt};
        for (trials, chosen) in [
            (vec![(Processor, took(10))], Processor),
            (vec![(Processor, took(10)), (Cuda, took(2)), (OpenVino, took(5))], Cuda),
            (vec![(Processor, took(10)), (Cuda, took(9))], Processor),
            (vec![(Processor, took(10)), (Cuda, Trial::NotInLibrary), (OpenVino, took(4))], OpenVino),
            (vec![(Processor, took(10)), (Cuda, Trial::Failed("no driver".into()))], Processor),
            (vec![(Processor, took(10)), (TensorRt, Trial::OneSizeOnly)], Processor),
            (vec![(Processor, Trial::Failed("odd".into())), (Cuda, took(9))], Cuda),
        ] {
            assert_eq!(Choice::of(trials.clone()).backend, chosen, "{trials:?}");
        }
    }

    #[test]
    fn a_reason_can_be_read() {
        assert_eq!(took(3).to_string(), "3.00 ms");
        assert_eq!(Trial::Failed("no driver".into()).to_string(), "failed: no driver");
        assert_eq!(Trial::NotInLibrary.to_string(), "not in this ONNX Runtime");
    }

    /// Only in builds that have something, on machines that lack it: elsewhere it is used, as it should be.
    #[test]
    fn a_build_for_more_than_there_is_runs_on_the_processor_and_says_why() {
        let runtime_dir = std::env::var_os("PORCHLIGHT_RUNTIME_DIR").map(std::path::PathBuf::from);
        let models_dir = std::env::var_os("PORCHLIGHT_MODELS_DIR").map(std::path::PathBuf::from);
        let (Some(runtime_dir), Some(models_dir)) = (runtime_dir, models_dir) else { return };
        let Ok(bytes) = std::fs::read(models_dir.join("face_embedding_mobilefacenet.onnx")) else { return };
        let Ok(runtime) = crate::runtime::load(&[runtime_dir]) else { return };
        session(runtime, &bytes, 1, &[[1, 3, 112, 112]]).expect("the processor always works");
        for Choice { backend, trials } in choices() {
            assert_eq!(trials.len(), 1 + BUILT_IN.len(), "everything was tried");
            let is_faster = trials.iter().any(|(tried, trial)| *tried == backend && matches!(trial, Trial::Took(_)));
            assert!(is_faster, "what is used was seen to run: {trials:?}");
        }
        assert_eq!(choices().is_empty(), BUILT_IN.is_empty(), "nothing is measured where there is nothing to choose");
    }
}
