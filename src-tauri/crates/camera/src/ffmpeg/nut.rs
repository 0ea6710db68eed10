//! Reads raw video in the NUT container from a pipe.
//!
//! NUT is the one format `ffmpeg` writes that carries the size of the picture and the exact time of each frame in front
//! of the raw pixels, without delay and in a single stream. Owns as much of it as `ffmpeg` uses for one raw video
//! stream; follows the specification at <https://ffmpeg.org/~michael/nut.txt>. Must not know who writes. Invariant:
//! whatever bytes come, reading ends in a frame, an end or an error; it never panics and never asks for absurd memory.

use porchlight_domain::VideoPicture;
use std::{
    io::{self, Read},
    time::Duration,
};

const FILE_ID: &[u8; 25] = b"nut/multimedia container\0";
const MAIN: u64 = 0x4E4D_7A56_1F5F_04AD;
const STREAM: u64 = 0x4E53_1140_5BF2_F9DB;
const SYNC_POINT: u64 = 0x4E4B_E4AD_EECA_4569;

const FLAG_CODED_PTS: u64 = 8;
const FLAG_STREAM_ID: u64 = 16;
const FLAG_SIZE_MSB: u64 = 32;
const FLAG_CHECKSUM: u64 = 64;
const FLAG_RESERVED: u64 = 128;
const FLAG_SIDE_DATA: u64 = 256;
const FLAG_HEADER_INDEX: u64 = 1024;
const FLAG_MATCH_TIME: u64 = 2048;
const FLAG_CODED: u64 = 4096;
const FLAG_INVALID: u64 = 8192;

/// Headers are a few hundred bytes; tags of odd files can make them longer.
const LARGEST_PACKET: u64 = 1 << 20;
/// The longer side is capped at 1920 before pictures get here; anything above is rubbish.
const LARGEST_SIDE: u64 = 8192;

#[derive(Clone, Copy, Default)]
struct FrameCode {
    flags: u64,
    pts_delta: i64,
    size_mul: u64,
    size_lsb: u64,
    reserved: u64,
    left_out_head: u64,
}

/// A stream of raw frames, planar Y'CbCr 4:2:0.
pub(crate) struct NutReader<R> {
    from: R,
    codes: Vec<FrameCode>,
    time_bases: Vec<(u64, u64)>,
    time_base: usize,
    msb_pts_shift: u32,
    last_pts: i64,
    size: Option<(u32, u32)>,
    is_started: bool,
}

/// The head of a frame; its pixels come next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct FrameHead {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) position: Duration,
}

impl<R: Read> NutReader<R> {
    pub(crate) fn new(from: R) -> Self {
        Self {
            from,
            codes: Vec::new(),
            time_bases: Vec::new(),
            time_base: 0,
            msb_pts_shift: 0,
            last_pts: 0,
            size: None,
            is_started: false,
        }
    }

    /// The next frame, whose pixels are written into `planes`. `None` at the end of the stream.
    pub(crate) fn next_frame(&mut self, planes: &mut Vec<u8>) -> io::Result<Option<FrameHead>> {
        if !self.is_started {
            let mut id = [0; FILE_ID.len()];
            if !self.fill_or_end(&mut id)? {
                return Ok(None);
            }
            if &id != FILE_ID {
                return Err(rubbish("no NUT stream"));
            }
            self.is_started = true;
        }
        loop {
            let mut first = [0];
            if !self.fill_or_end(&mut first)? {
                return Ok(None);
            }
            if first[0] == b'N' {
                self.packet()?;
            } else {
                return self.frame(usize::from(first[0]), planes).map(Some);
            }
        }
    }

    /// Fills `bytes`; `false` if the stream ended before the first of them.
    fn fill_or_end(&mut self, bytes: &mut [u8]) -> io::Result<bool> {
        let n = loop {
            match self.from.read(bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        if n == 0 {
            return Ok(false);
        }
        self.from.read_exact(&mut bytes[n..])?;
        Ok(true)
    }

    /// Anything that is not a frame; what is not needed is skipped.
    fn packet(&mut self) -> io::Result<()> {
        let mut rest = [0; 8];
        rest[0] = b'N';
        self.from.read_exact(&mut rest[1..])?;
        let start_code = u64::from_be_bytes(rest);
        let length = varint(&mut self.from)?;
        if length > LARGEST_PACKET {
            return Err(rubbish("a header that is too long"));
        }
        if length > 4096 {
            self.from.read_exact(&mut [0; 4])?; // checksum of the packet's own head
        }
        let mut body = vec![0; length as usize];
        self.from.read_exact(&mut body)?;
        let body = &mut body.as_slice();
        match start_code {
            MAIN => self.main_header(body),
            STREAM => self.stream_header(body),
            SYNC_POINT => self.sync_point(body),
            _ => Ok(()),
        }
    }

    fn main_header(&mut self, body: &mut &[u8]) -> io::Result<()> {
        let version = varint(body)?;
        if version > 3 {
            varint(body)?; // minor version
        }
        if varint(body)? != 1 {
            return Err(rubbish("not exactly one stream"));
        }
        varint(body)?; // longest distance between sync points
        let count = varint(body)?;
        if count == 0 || count > 64 {
            return Err(rubbish("an odd number of time bases"));
        }
        self.time_bases.clear();
        for _ in 0..count {
            let (numerator, denominator) = (varint(body)?, varint(body)?);
            if numerator == 0 || denominator == 0 {
                return Err(rubbish("a time base of nothing"));
            }
            self.time_bases.push((numerator, denominator));
        }
        self.codes = frame_codes(body)?;
        Ok(())
    }

    fn stream_header(&mut self, body: &mut &[u8]) -> io::Result<()> {
        varint(body)?; // number of the stream
        if varint(body)? != 0 {
            return Err(rubbish("a stream that is not video"));
        }
        skip_bytes(body)?; // four letters for the codec
        self.time_base = varint(body)? as usize;
        if self.time_base >= self.time_bases.len() {
            return Err(rubbish("a time base that is not there"));
        }
        self.msb_pts_shift = varint(body)?.min(62) as u32;
        for _ in 0..3 {
            varint(body)?; // longest distance of times, delay of the decoder, flags
        }
        skip_bytes(body)?; // what the codec needs
        let (width, height) = (varint(body)?, varint(body)?);
        if width == 0 || height == 0 || width > LARGEST_SIDE || height > LARGEST_SIDE {
            return Err(rubbish("a picture of impossible size"));
        }
        self.size = Some((width as u32, height as u32));
        Ok(())
    }

    /// Times count from here on.
    fn sync_point(&mut self, body: &mut &[u8]) -> io::Result<()> {
        let value = varint(body)?;
        let count = self.time_bases.len() as u64;
        if count == 0 {
            return Err(rubbish("a sync point before the header"));
        }
        let (from, to) = (self.time_bases[(value % count) as usize], self.time_bases[self.time_base]);
        let ticks =
            u128::from(value / count) * u128::from(from.0) * u128::from(to.1) / (u128::from(from.1) * u128::from(to.0));
        self.last_pts = i64::try_from(ticks).map_err(|_| rubbish("a time beyond all clips"))?;
        Ok(())
    }

    fn frame(&mut self, code: usize, planes: &mut Vec<u8>) -> io::Result<FrameHead> {
        let (Some((width, height)), Some(code)) = (self.size, self.codes.get(code).copied()) else {
            return Err(rubbish("a frame before the headers"));
        };
        let from = &mut self.from;
        let mut flags = code.flags;
        if flags & FLAG_CODED != 0 {
            flags ^= varint(from)?;
        }
        if flags & FLAG_INVALID != 0 {
            return Err(rubbish("a frame code without meaning"));
        }
        if flags & FLAG_STREAM_ID != 0 {
            varint(from)?;
        }
        let pts = if flags & FLAG_CODED_PTS != 0 {
            let coded = varint(from)?.min(i64::MAX as u64) as i64;
            let span = 1i64 << self.msb_pts_shift;
            if coded < span {
                // Only the low bits are written: the nearest time that has them is meant.
                let delta = self.last_pts - span / 2;
                (coded.wrapping_sub(delta) & (span - 1)).wrapping_add(delta)
            } else {
                coded - span
            }
        } else {
            self.last_pts.saturating_add(code.pts_delta)
        };
        let mut size = code.size_lsb;
        if flags & FLAG_SIZE_MSB != 0 {
            size = size.saturating_add(code.size_mul.saturating_mul(varint(from)?));
        }
        if flags & FLAG_MATCH_TIME != 0 {
            varint(from)?;
        }
        let left_out_head = if flags & FLAG_HEADER_INDEX != 0 { varint(from)? } else { code.left_out_head };
        let reserved = if flags & FLAG_RESERVED != 0 { varint(from)? } else { code.reserved };
        for _ in 0..reserved.min(256) {
            varint(from)?;
        }
        if flags & FLAG_CHECKSUM != 0 {
            from.read_exact(&mut [0; 4])?;
        }
        // Well known first bytes may be left out of small frames of some codecs, of raw pixels never.
        let expected = VideoPicture::bytes_of(width, height);
        if left_out_head != 0 || flags & FLAG_SIDE_DATA != 0 || size != expected as u64 {
            return Err(rubbish("a frame that is not raw 4:2:0 of the size announced"));
        }
        planes.resize(expected, 0);
        from.read_exact(planes)?;
        self.last_pts = pts;
        let (numerator, denominator) = self.time_bases[self.time_base];
        let nanos =
            u128::from(pts.max(0).unsigned_abs()) * u128::from(numerator) * 1_000_000_000 / u128::from(denominator);
        let position = Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX));
        Ok(FrameHead { width, height, position })
    }
}

/// The table that says what each first byte of a frame stands for.
fn frame_codes(body: &mut &[u8]) -> io::Result<Vec<FrameCode>> {
    let mut codes: Vec<FrameCode> = Vec::with_capacity(256);
    let invalid = FrameCode { flags: FLAG_INVALID, ..FrameCode::default() };
    let (mut pts_delta, mut size_mul) = (0, 1);
    while codes.len() < 256 {
        let (flags, fields) = (varint(body)?, varint(body)?);
        if fields > 0 {
            pts_delta = signed(varint(body)?);
        }
        if fields > 1 {
            size_mul = varint(body)?;
        }
        if fields > 2 {
            varint(body)?; // the stream: there is only one
        }
        let size = if fields > 3 { varint(body)? } else { 0 };
        let reserved = if fields > 4 { varint(body)? } else { 0 };
        let count = if fields > 5 { varint(body)? } else { size_mul.saturating_sub(size) };
        if fields > 6 {
            varint(body)?; // difference to another time
        }
        let left_out_head = if fields > 7 { varint(body)? } else { 0 };
        for _ in 8..fields.min(64) {
            varint(body)?;
        }
        if count == 0 {
            return Err(rubbish("a table that never fills"));
        }
        for j in 0..count.min(256) {
            if codes.len() == usize::from(b'N') {
                codes.push(invalid); // that byte begins a packet
            }
            if codes.len() >= 256 {
                break;
            }
            codes.push(FrameCode {
                flags,
                pts_delta,
                size_mul,
                size_lsb: size.saturating_add(j),
                reserved,
                left_out_head,
            });
        }
    }
    Ok(codes)
}

/// A number in groups of seven bits, highest first; all but the last group have their top bit set.
fn varint(from: &mut impl Read) -> io::Result<u64> {
    let mut value = 0u64;
    for _ in 0..10 {
        let mut byte = [0];
        from.read_exact(&mut byte)?;
        value = (value << 7) | u64::from(byte[0] & 0x7F);
        if byte[0] & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(rubbish("a number without end"))
}

fn signed(value: u64) -> i64 {
    let value = value.wrapping_add(1);
    let half = (value >> 1) as i64;
    if value & 1 == 1 { -half } else { half }
}

fn skip_bytes(body: &mut &[u8]) -> io::Result<()> {
    let length = varint(body)? as usize;
    *body = body.get(length..).ok_or_else(|| rubbish("a header that ends early"))?;
    Ok(())
}

fn rubbish(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    /// What the real `ffmpeg` writes for a few frames of a test picture.
    fn written_by_ffmpeg(rate: &str, frames: &str) -> Vec<u8> {
        let input = format!("testsrc=size=64x48:rate={rate}");
        let output = Command::new("ffmpeg")
            .args(["-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", &input, "-frames:v", frames])
            .args(["-c:v", "rawvideo", "-pix_fmt", "yuv420p", "-enc_time_base", "1:90000", "-f", "nut", "-"])
            .stderr(Stdio::inherit())
            .output()
            .expect("ffmpeg runs");
        assert!(output.status.success(), "ffmpeg wrote its test picture");
        output.stdout
    }

    #[test]
    fn every_frame_comes_with_its_size_and_time() {
        let bytes = written_by_ffmpeg("25", "60");
        let mut reader = NutReader::new(bytes.as_slice());
        let (mut planes, mut first) = (Vec::new(), Vec::new());
        for n in 0..60u64 {
            let head = reader.next_frame(&mut planes).expect("real NUT").expect("60 frames were asked for");
            assert_eq!((head.width, head.height), (64, 48), "frame {n}");
            assert_eq!(head.position, Duration::from_millis(40 * n), "frame {n} at 25 frames a second");
            assert_eq!(planes.len(), 64 * 48 * 3 / 2, "frame {n}");
            if n == 0 {
                first.clone_from(&planes);
            }
        }
        assert_ne!(first, planes, "the test picture changes, so these are its pixels");
        assert_eq!(reader.next_frame(&mut planes).expect("a clean end"), None);
    }

    #[test]
    fn times_that_are_no_whole_milliseconds_stay_exact() {
        let bytes = written_by_ffmpeg("30000/1001", "40");
        let mut reader = NutReader::new(bytes.as_slice());
        for n in 0..40u64 {
            let head = reader.next_frame(&mut Vec::new()).expect("real NUT").expect("40 frames were asked for");
            let expected = Duration::from_nanos(n * 1_001_000_000 / 30);
            assert!(head.position.abs_diff(expected) < Duration::from_micros(20), "frame {n} at {:?}", head.position);
        }
    }

    #[test]
    fn truncated_and_damaged_streams_end_in_an_error_not_in_a_panic() {
        let bytes = written_by_ffmpeg("25", "2");
        let read_all = |bytes: &[u8]| {
            let mut reader = NutReader::new(bytes);
            let mut planes = Vec::new();
            for _ in 0..1000 {
                match reader.next_frame(&mut planes) {
                    Ok(Some(_)) => {}
                    Ok(None) => return Ok(()),
                    Err(error) => return Err(error),
                }
            }
            panic!("more frames than bytes");
        };
        assert!(read_all(&bytes).is_ok() && read_all(&[]).is_ok(), "whole and empty streams end well");
        assert!(read_all(&bytes[..bytes.len() - 1]).is_err(), "the last frame lacks a byte");
        for length in (1..600).chain([5000, 9000]) {
            let _may_end_either_way = read_all(&bytes[..length]);
        }
        let head = 500.min(bytes.len());
        for position in 0..head {
            for value in [0, 1, b'N', 0x7F, 0x80, 0xFF] {
                let mut damaged = bytes.clone();
                damaged[position] = value;
                let _may_end_either_way = read_all(&damaged);
            }
        }
        assert!(read_all(b"HTTP/1.1 200 OK and then some more").is_err(), "rubbish is told from video");
    }
}
