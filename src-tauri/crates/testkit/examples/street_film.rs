//! Writes a minute of the demo street as a film: `street_film FILE`. For measuring where there is no other clip.

use porchlight_testkit::{Codec, video_of_demo};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: street_film FILE")?;
    Ok(video_of_demo(path.as_ref(), 60, Codec::H264)?)
}
