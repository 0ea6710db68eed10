//! Picture to faces to embeddings.
//!
//! The only user of ONNX Runtime, and the only place that knows the models: how a frame is fed to the detector, how
//! a face is turned to the template, what the embedder wants. Must not know cameras, people or storage. Invariant:
//! pixels of a face never reach a log or an error.

mod align;
pub mod backends;
mod classic;
mod closer;
mod embedders;
mod finders;
mod frame_encoder;
mod mobilefacenet;
pub mod models;
mod opener;
pub mod packs;
pub mod pictures;
mod quality;
mod refine;
pub mod runtime;
mod scaling;
mod second_view;
mod video;
mod yunet;

pub use closer::Closer;
pub use frame_encoder::FrameEncoder;
pub use opener::{OrtVision, OrtVisionOpener, VisionPlace};
pub use pictures::{PictureError, crop_with_margin, decode, encode_jpeg, scaled_to_fit};
