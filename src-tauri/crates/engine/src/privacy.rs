//! What the owner hid of a camera's picture, made black before anybody else has the picture.
//!
//! Owns the pixels that are hidden. Must not know who looks: what is black here is black for the detector, the live picture and
//! everything that is kept. Invariant: nothing is allocated for a frame until the masks or the size of the pictures change.

use porchlight_domain::{AreaKind, Coverage, FramePicture};
use porchlight_store::Camera;
use std::sync::Arc;

/// The privacy masks of one camera.
#[derive(Default)]
pub(crate) struct Privacy {
    /// The camera as it was when the masks were drawn.
    of: Option<Arc<Camera>>,
    coverage: Option<Coverage>,
}

impl Privacy {
    /// Blackens what the owner hid.
    pub(crate) fn hide(&mut self, picture: &mut FramePicture, camera: &Arc<Camera>) {
        let size = picture.view().size();
        let is_same = self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, camera));
        if !is_same {
            self.of = Some(Arc::clone(camera));
            self.coverage = None;
        }
        if self.coverage.as_ref().is_none_or(|coverage| coverage.size() != size) {
            self.coverage = Coverage::of_kinds(&camera.settings.areas, &[AreaKind::PrivacyMask], size);
        }
        if let Some(coverage) = &self.coverage {
            coverage.black_out(picture);
        }
    }
}
