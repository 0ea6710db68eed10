//! The way of frames from the child to this process.
//!
//! Owns both ends until they are handed out. On Unix it is a pair of sockets in place of a pipe: a pipe takes and gives back a page of
//! memory for every 4 KB, a socket one piece for every 32 KB, which is what `ffmpeg` writes at once. With raw video that is a tenth
//! of what a decoder costs. Whoever reads each of these pieces as it comes is woken forty times for a picture of 1280 x 720; a live
//! picture is taken in two or three goes instead, which costs a twenty-fifth less and, as the child is left alone meanwhile, takes a
//! third of the time.

use std::{
    io::{self, Read},
    process::{Child, Stdio},
    thread::sleep,
    time::Duration,
};

/// What the child writes at once. Whoever wants more than this and gets less is in the middle of a picture.
const PIECE: usize = 1 << 15;

/// So long the child writes undisturbed: half a picture of 1280 x 720, and a hundredth of the time between two.
const GATHERING: Duration = Duration::from_micros(200);

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
    pub(super) fn written_by(self, _: &mut Child, is_live: bool) -> Option<impl Read + Send + use<>> {
        Some(Gathered { from: self.ours, is_live })
    }
}

#[cfg(not(unix))]
impl Channel {
    /// This process's end, and what becomes the standard output of the child.
    pub(super) fn new() -> io::Result<(Self, Stdio)> {
        Ok((Self {}, Stdio::piped()))
    }

    /// What the child writes, once it runs.
    pub(super) fn written_by(self, child: &mut Child, is_live: bool) -> Option<impl Read + Send + use<>> {
        Some(Gathered { from: child.stdout.take()?, is_live })
    }
}

/// Reads what is written in pieces.
struct Gathered<R> {
    from: R,
    /// Not as fast as it goes, but as it happens.
    is_live: bool,
}

impl<R: Read> Read for Gathered<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(into)?;
        if self.is_live && into.len() > PIECE && (1..into.len()).contains(&count) {
            sleep(GATHERING);
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_its_pieces_all_of_it_is_read() {
        for (is_live, lengths) in [(true, [PIECE, 3 * PIECE, 1]), (true, [1, 1, PIECE]), (false, [5, PIECE, PIECE])] {
            let bytes: Vec<u8> = (0..lengths.iter().sum::<usize>()).map(|i| (i % 251) as u8).collect();
            let mut pieces = lengths.iter().scan(bytes.as_slice(), |rest, length| {
                let (piece, after) = rest.split_at(*length);
                *rest = after;
                Some(piece)
            });
            let [one, two, three] = std::array::from_fn(|_| pieces.next().expect("three pieces"));
            let mut read = Vec::new();
            let mut gathered = Gathered { from: one.chain(two).chain(three), is_live };
            gathered.read_to_end(&mut read).expect("it is in memory");
            assert_eq!(read, bytes, "{lengths:?}");
        }
    }
}
