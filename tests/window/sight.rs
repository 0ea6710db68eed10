//! Pictures of the window.
//!
//! Owns taking them, keeping them and finding out whether something is on them. Must not judge beauty.

use crate::{
    home::artefacts,
    program::{Program, SIZE},
};
use std::{collections::BTreeSet, fs};

/// A view without anything on it has a handful; text alone has dozens, through its soft edges.
const FEWEST_COLOURS: usize = 40;

impl Program {
    /// Keeps a picture of the window as it is, and gives how bright it is, from 0 to 255.
    pub fn keep_picture(&self, name: &str) -> f64 {
        // Where the processor draws, WebKitGTK takes a picture with the next change, and on a page that rests none comes: one dot
        // changes until it has.
        let begin = "const dot = document.createElement('i'); dot.style.cssText = \
            'position: fixed; right: 0; bottom: 0; width: 1px; height: 1px; opacity: 0.01; z-index: 9999'; \
            document.body.append(dot); let turns = 0; \
            const nudges = setInterval(() => dot.style.background = (turns += 1) % 2 ? '#000' : '#fff', 30); \
            window.restAgain = () => { clearInterval(nudges); dot.remove() }";
        self.script(begin, vec![]);
        let png = self.command(self.client().screenshot()).expect("a picture of the window");
        self.script("window.restAgain()", vec![]);
        let path = artefacts().join(format!("{name}.png"));
        fs::write(&path, &png).expect("kept");
        let picture = porchlight_vision::decode(&png).expect("a picture");
        assert_eq!((picture.width, picture.height), SIZE, "{name} shows the whole window");
        let colours: BTreeSet<&[u8]> = picture.rgb.chunks_exact(3).collect();
        assert!(colours.len() >= FEWEST_COLOURS, "{name} shows something: {} colours", colours.len());
        picture.rgb.iter().map(|value| f64::from(*value)).sum::<f64>() / picture.rgb.len() as f64
    }
}
