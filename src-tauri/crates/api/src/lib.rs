//! What a window or another program may ask of Porchlight, and what it is told.
//!
//! The boundary: requests, replies, events, error codes, and the TypeScript generated from them. Only this crate knows
//! the wire format; the types of the inner crates are not serialisable on purpose.

mod commands;
mod contract;
mod error;
mod host;
pub mod wire;

pub use commands::{Commands, call};
pub use contract::contract_typescript;
pub use error::{ApiError, ErrorCode};
pub use host::{Autostart, FrameWriter, Host, HostPlace, export_person};
