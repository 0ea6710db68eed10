//! A camera that shows what a test hands it, one picture after the other.
//!
//! Owns the place where pictures wait. Must not make up any of its own: where nothing is handed, nothing comes.

use crossbeam_channel::{Receiver, Sender, bounded};
use porchlight_domain::{
    CameraSource, FramePicture, FrameSource, Next, OpenSource, Pace, Picture, Rotation, SourceError,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

/// Real time after which a source that was handed nothing says so.
const PATIENCE: Duration = Duration::from_millis(20);

/// Opens the camera, whatever its address is.
pub struct HandedOpener {
    pictures: Receiver<Arc<Picture>>,
    opened: AtomicU32,
}

impl HandedOpener {
    /// The opener, and what hands it pictures; at most `waiting` of them wait to be taken.
    pub fn new(waiting: usize) -> (Sender<Arc<Picture>>, Arc<Self>) {
        let (hand, pictures) = bounded(waiting);
        (hand, Arc::new(Self { pictures, opened: AtomicU32::new(0) }))
    }

    /// How often it was asked to open something.
    pub fn opened(&self) -> u32 {
        self.opened.load(Ordering::SeqCst)
    }
}

impl OpenSource for HandedOpener {
    fn open(&self, _: &CameraSource, _: Rotation, _: Pace) -> Result<Box<dyn FrameSource>, SourceError> {
        self.opened.fetch_add(1, Ordering::SeqCst);
        Ok(Box::new(HandedSource(self.pictures.clone())))
    }
}

struct HandedSource(Receiver<Arc<Picture>>);

impl FrameSource for HandedSource {
    fn next_frame(&mut self, into: &mut FramePicture, _: Duration) -> Result<Next, SourceError> {
        let Ok(picture) = self.0.recv_timeout(PATIENCE) else { return Ok(Next::Nothing) };
        into.as_rgb().clone_from(&picture);
        Ok(Next::Frame { position: None })
    }
}
