//! Pictures that were used before.
//!
//! Owns the places in memory that frames of one camera take turns in. Must not know what is on them. Invariant: a picture is
//! given out only when nobody holds it any more.

use porchlight_domain::FramePicture;
use std::sync::Arc;

/// One waits, one is analysed, one is shown, one was shown before, one is being filled.
const MOST: usize = 5;

/// Spare pictures.
#[derive(Default)]
pub(crate) struct SparePictures(Vec<Arc<FramePicture>>);

impl SparePictures {
    /// A picture nobody holds any more, or a new one. A frame a second after the start costs no allocation.
    pub(crate) fn take(&mut self) -> Arc<FramePicture> {
        match self.0.iter_mut().position(|picture| Arc::get_mut(picture).is_some()) {
            Some(free) => self.0.swap_remove(free),
            None => Arc::default(),
        }
    }

    /// Keeps a picture for later, as long as there are few.
    pub(crate) fn keep(&mut self, picture: Arc<FramePicture>) {
        if self.0.len() < MOST {
            self.0.push(picture);
        }
    }
}
