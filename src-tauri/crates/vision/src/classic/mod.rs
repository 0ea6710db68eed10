//! The compatibility models: the three networks of the npm package `@vladmandic/face-api`, built as ONNX graphs from its
//! weights.
//!
//! Owns which files of the package are used, their checksums, and the building. Must not fetch anything: set-up has npm do
//! that, by a lock file. Invariant: the same weights give the same bytes, so that what was built is checked like what was
//! fetched.

mod detector;
mod embedder;
mod finder;
mod graph;
mod nets;
mod onnx;
mod weights;

pub(crate) use embedder::{Embedder, models};
pub(crate) use finder::Finder;

use crate::models::{Model, Origin};
use sha2::{Digest, Sha256};
use std::{fs, path::Path};
use weights::Weights;

/// The package that the weights come from, as in `runtime/compatibility/package.json`.
const PACKAGE: &str = "@vladmandic/face-api";
/// Its version.
const VERSION: &str = "1.7.15";

const EMBEDDER_WEIGHTS_SHA256: &str = "b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589";

/// A network and where it comes from.
pub(crate) struct Built {
    /// What it becomes.
    pub(crate) model: Model,
    /// Its manifest and its numbers in the package's folder `model/`, each with its SHA-256.
    sources: [(&'static str, &'static str); 2],
    build: fn(&Weights) -> Result<Vec<u8>, String>,
}

/// The three networks, in the order in which they are listed.
pub(crate) static NETWORKS: [Built; 3] = [
    Built {
        model: Model {
            name: "tiny-face-detector",
            purpose: "finds faces",
            file: "classic_detector.onnx",
            licence: "MIT",
            size: 775_875,
            sha256: "296340a3164a6d309561343db00a618ad19017c29dea2980744e83432c53f404",
            origin: Origin::Built { package: PACKAGE, version: VERSION },
        },
        sources: [
            (
                "tiny_face_detector_model-weights_manifest.json",
                "5d1af4849ac48d5b985f4a9b16010c512353ddd6fcc63d50fd0bc9e9e64296e5",
            ),
            ("tiny_face_detector_model.bin", "b7503ce7df31039b1c43316a9b865cab6a70dd748cc602d3fa28b551503c3871"),
        ],
        build: nets::detector,
    },
    Built {
        model: Model {
            name: "face-landmark-68",
            purpose: "finds 68 landmarks of a face",
            file: "classic_landmarks.onnx",
            licence: "MIT",
            size: 1_432_467,
            sha256: "a75a355b83d9129cd95e15f2976f5818e912d71071a161dd5a4c8accb703af03",
            origin: Origin::Built { package: PACKAGE, version: VERSION },
        },
        sources: [
            (
                "face_landmark_68_model-weights_manifest.json",
                "ca4886639f86e99b39fed0c155f81b63317225773bd9616716e887b0153389c9",
            ),
            ("face_landmark_68_model.bin", "4611ef65c87d836d03d684b30eec4d195d8b219fa1dd58fc58945831c6b9299b"),
        ],
        build: nets::landmarks,
    },
    Built {
        model: Model {
            name: "dlib-resnet",
            purpose: "turns a face into 128 numbers that can be compared",
            file: "classic_embedder.onnx",
            licence: "MIT",
            size: 22_436_306,
            sha256: "d20f2b75107956a3befbc2517109253e936e1b350ce26bce881fc4e030b1821b",
            origin: Origin::Built { package: PACKAGE, version: VERSION },
        },
        sources: [
            (
                "face_recognition_model-weights_manifest.json",
                "cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b",
            ),
            ("face_recognition_model.bin", EMBEDDER_WEIGHTS_SHA256),
        ],
        build: nets::embedder,
    },
];

impl Built {
    /// Builds the network from the package's files in `folder`, or says in words what is wrong with them.
    pub(crate) fn build(&self, folder: &Path) -> Result<Vec<u8>, String> {
        let read = |(file, sha256): (&str, &str)| {
            let path = folder.join(file);
            let bytes = fs::read(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
            if hex::encode(Sha256::digest(&bytes)) == sha256 {
                Ok(bytes)
            } else {
                Err(format!("{} is not the file of {PACKAGE} {VERSION}", path.display()))
            }
        };
        let [manifest, numbers] = self.sources.map(read);
        let weights = Weights::read(&manifest?, &numbers?)?;
        (self.build)(&weights)
    }
}

#[cfg(test)]
mod tests {
    //! What the package's own code answers is in `tests/compatibility-values.json`, computed by
    //! `tests/support/compatibility-values.mjs`.

    use super::*;
    use crate::runtime::{self, Loaded};
    use graph::{INPUT, OUTPUT};
    use ort::{inputs, value::Tensor};
    use serde_json::Value;
    use std::{env, path::PathBuf};

    const VALUES: &str = include_str!("../../tests/compatibility-values.json");

    fn checkout() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
    }

    /// The package's weights, where set-up has brought them.
    fn weights() -> Option<PathBuf> {
        let named = env::var_os("PORCHLIGHT_CLASSIC_DIR").filter(|dir| !dir.is_empty()).map(PathBuf::from);
        let dir =
            named.unwrap_or_else(|| checkout().join("runtime/compatibility/node_modules").join(PACKAGE).join("model"));
        let is_there = dir.is_dir();
        #[allow(clippy::print_stdout, reason = "what is left out is said in the test's own output")]
        if !is_there {
            println!("left out: {} is not there; scripts/setup compatibility brings it", dir.display());
        }
        is_there.then_some(dir)
    }

    fn runtime() -> &'static Loaded {
        let named = env::var_os("PORCHLIGHT_RUNTIME_DIR").map(PathBuf::from);
        let dirs: Vec<PathBuf> = named.into_iter().chain([checkout().join("runtime")]).collect();
        runtime::load(&dirs).unwrap_or_else(|missing| panic!("{missing}"))
    }

    /// The same picture as in the script: waves of three colours.
    fn picture(side: usize) -> Tensor<f32> {
        let mut values = Vec::with_capacity(3 * side * side);
        for plane in 0..3 {
            for y in 0..side {
                values.extend((0..side).map(|x| {
                    let value = [x * 7 + y * 3, x * y + 40, (x + y) * 5 + 90][plane];
                    (value % 256) as f32
                }));
            }
        }
        Tensor::from_array(([1, 3, side, side], values)).expect("a picture")
    }

    fn answer(model: &[u8], side: usize) -> Vec<f32> {
        let mut session = runtime().session(model, 1).expect("the graph is one");
        let outputs = session.run(inputs![INPUT => picture(side)]).expect("it runs");
        outputs[OUTPUT].try_extract_tensor::<f32>().expect("numbers").1.to_vec()
    }

    #[test]
    fn each_network_answers_what_the_packages_own_code_answers() {
        let Some(folder) = weights() else { return };
        let values: Value = serde_json::from_str(VALUES).expect("JSON");
        for (network, name) in NETWORKS.iter().zip(["detector", "landmarks", "embedder"]) {
            let side = values[name]["side"].as_u64().expect("a number") as usize;
            let wanted: Vec<f32> = serde_json::from_value(values[name]["values"].clone()).expect("numbers");
            let mut is = answer(&network.build(&folder).expect("the package's own weights"), side);
            if name == "detector" {
                // There channels come last.
                let cells = is.len() / 25;
                is = (0..is.len()).map(|i| is[i % 25 * cells + i / 25]).collect();
            }
            assert_eq!(is.len(), wanted.len(), "{name}");
            let largest = wanted.iter().fold(0.0f32, |largest, v| largest.max(v.abs()));
            for (i, (is, wanted)) in is.iter().zip(&wanted).enumerate() {
                assert!((is - wanted).abs() < 1e-4 * largest, "{name}, number {i}: {is} instead of {wanted}");
            }
        }
    }

    #[test]
    fn the_same_weights_give_the_same_bytes() {
        let Some(folder) = weights() else { return };
        for network in &NETWORKS {
            let bytes = network.build(&folder).expect("the package's own weights");
            let sha256 = hex::encode(Sha256::digest(&bytes));
            let model = &network.model;
            assert_eq!((bytes.len() as u64, sha256.as_str()), (model.size, model.sha256), "{}", model.file);
        }
    }

    #[test]
    fn other_weights_are_refused() {
        let dir = tempfile::tempdir().expect("a folder");
        let refused = NETWORKS[0].build(dir.path()).expect_err("nothing is there");
        assert!(refused.contains("cannot be read"), "{refused}");
        for (file, _) in NETWORKS[0].sources {
            fs::write(dir.path().join(file), b"something else").expect("written");
        }
        let refused = NETWORKS[0].build(dir.path()).expect_err("they are others");
        assert!(refused.contains("is not the file of"), "{refused}");
    }
}
