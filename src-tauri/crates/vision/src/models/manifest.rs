//! The models of this release.
//!
//! Owns names, sizes, checksums, licences and upstream addresses of the default models, and what is said of any model. Must not read a file. Invariant: an address holds the
//! commit it was pinned at, so that upstream cannot change what is installed.

/// A model file.
#[derive(Debug, PartialEq, Eq)]
pub struct Model {
    /// Its name in lists.
    pub name: &'static str,
    /// What it is for.
    pub purpose: &'static str,
    /// Its file in the models folder.
    pub file: &'static str,
    /// Its licence, as an SPDX expression.
    pub licence: &'static str,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256, in lower-case hexadecimal digits.
    pub sha256: &'static str,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a model comes from.
#[derive(Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is fetched as it is.
    Upstream {
        /// The repository it comes from, owner and name.
        repository: &'static str,
        /// The commit it was pinned at.
        commit: &'static str,
        /// Its path in the repository.
        path: &'static str,
    },
    /// It is built here from the weights in an npm package.
    Built {
        /// The package.
        package: &'static str,
        /// Its version.
        version: &'static str,
    },
}

/// Where repositories serve their raw files.
pub(super) const UPSTREAM_BASE: &str = "https://raw.githubusercontent.com";

impl Model {
    /// Where it can be had.
    pub fn upstream_address(&self) -> String {
        self.address_under(UPSTREAM_BASE)
    }

    pub(super) fn address_under(&self, base: &str) -> String {
        match &self.origin {
            Origin::Upstream { repository, commit, path } => {
                format!("{}/{repository}/{commit}/{path}", base.trim_end_matches('/'))
            }
            Origin::Built { package, version } => format!("npm package {package} {version}, model/"),
        }
    }
}

/// Finds faces.
pub const DETECTOR: Model = Model {
    name: "yunet",
    purpose: "finds faces and five landmarks of each",
    file: "face_detection_yunet_n.onnx",
    licence: "Apache-2.0",
    size: 322_906,
    sha256: "104ee26c71d5c270ce79a6b3dced91c91013260d29a6bf18f9296c5b8c4c2b12",
    origin: Origin::Upstream {
        repository: "ShiqiYu/libfacedetection.train",
        commit: "0047ac24afb1a50a0c6105001c89d1b5b805dbf1",
        path: "onnx/yunet_n_dynamic.onnx",
    },
};

/// Turns a face into numbers.
pub const EMBEDDER: Model = Model {
    name: "mobilefacenet",
    purpose: "turns a face into 128 numbers that can be compared",
    file: "face_embedding_mobilefacenet.onnx",
    licence: "Apache-2.0",
    size: 3_998_070,
    sha256: "b7120c095d60094f28a4a54ba6a8bf51b297a6273fb40ef6350dfec1f63d9507",
    origin: Origin::Upstream {
        repository: "foamliu/MobileFaceNet",
        commit: "a6cc9032a659b615f477833e1a70b5e7931bcccc",
        path: "weights/MobileFaceNet.onnx",
    },
};

/// All models, in the order in which they are listed and installed.
pub const MANIFEST: &[Model] = &[DETECTOR, EMBEDDER];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_pinned_to_a_commit() {
        for model in MANIFEST {
            let Origin::Upstream { commit, .. } = model.origin else { panic!("{} is fetched", model.name) };
            assert_eq!(commit.len(), 40, "{} is pinned to a whole commit, not to a branch", model.name);
            assert!(model.upstream_address().contains(commit), "{} is fetched at it", model.name);
            assert_eq!(model.sha256.len(), 64, "{} has a checksum", model.name);
        }
    }

    #[test]
    fn the_name_of_the_embeddings_carries_the_checksum_of_the_model() {
        let start = &EMBEDDER.sha256[..8];
        for name in [crate::mobilefacenet::PLAIN, crate::mobilefacenet::VIEWS] {
            assert!(name.contains(start), "another model must not pass for this one");
        }
    }
}
