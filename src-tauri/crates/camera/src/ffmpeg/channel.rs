//! The way of frames from the child to this process.
//!
//! Owns both ends until they are handed out. On Unix it is a pair of sockets in place of a pipe: a pipe takes and gives back a page of
//! memory for every 4 KB, a socket one piece for every 32 KB, which is what `ffmpeg` writes at once. With raw video that is a tenth
//! of what a decoder costs.

use std::{
    io::{self, Read},
    process::{Child, Stdio},
};

/// Not yet connected to a child.
pub(super) struct Channel {
    #[cfg(unix)]
    ours: std::os::unix::net::UnixStream,
}

#[cfg(unix)]
impl Channel {
    /// Bytes that should wait in it: a picture of 640 x 360 and what the system counts around it. Where the system allows less, the
    /// child comes in more often to write the rest.
    const WAITING: usize = 1 << 19;

    /// This process's end, and what becomes the standard output of the child.
    pub(super) fn new() -> io::Result<(Self, Stdio)> {
        let (ours, theirs) = std::os::unix::net::UnixStream::pair()?;
        if let Err(error) = rustix::net::sockopt::set_socket_send_buffer_size(&theirs, Self::WAITING) {
            tracing::debug!(%error, "the channel of frames stays small");
        }
        Ok((Self { ours }, Stdio::from(std::os::fd::OwnedFd::from(theirs))))
    }

    /// What the child writes, once it runs.
    pub(super) fn written_by(self, _: &mut Child) -> Option<impl Read + Send + use<>> {
        Some(self.ours)
    }
}

#[cfg(not(unix))]
impl Channel {
    /// This process's end, and what becomes the standard output of the child.
    pub(super) fn new() -> io::Result<(Self, Stdio)> {
        Ok((Self {}, Stdio::piped()))
    }

    /// What the child writes, once it runs.
    pub(super) fn written_by(self, child: &mut Child) -> Option<impl Read + Send + use<>> {
        child.stdout.take()
    }
}
