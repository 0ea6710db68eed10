//! The link to a sighting, `porchlight://sighting/12`, as it is given to the command line.
//!
//! Owns its form. Must not know whether there is such a sighting: that is seen where it is opened.

/// Opens the window at a sighting.
pub(crate) const FLAG: &str = "--sighting";
const BEFORE_NUMBER: &str = "porchlight://sighting/";
/// The page's numbers are exact up to here.
const MOST: i64 = (1 << 53) - 1;

/// The sighting that a link or a number names.
///
/// # Errors
/// It is neither, in words for whoever wrote it.
pub(crate) fn sighting_of(word: &str) -> Result<i64, String> {
    let number = word.strip_prefix(BEFORE_NUMBER).unwrap_or(word);
    let number = number.bytes().all(|digit| digit.is_ascii_digit()).then(|| number.parse::<i64>().ok()).flatten();
    number
        .filter(|number| (1..=MOST).contains(number))
        .ok_or_else(|| format!("a sighting is named by its number or its link: 12, or {BEFORE_NUMBER}12"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sighting_is_named_by_its_number_or_its_link_and_by_nothing_else() {
        for (word, expected) in [("12", 12), ("porchlight://sighting/12", 12), ("9007199254740991", MOST)] {
            assert_eq!(sighting_of(word), Ok(expected), "{word}");
        }
        for word in [
            "",
            "0",
            "-3",
            "+3",
            "1.5",
            "twelve",
            "porchlight://sighting/",
            "porchlight://person/3",
            "9007199254740992",
        ] {
            assert!(sighting_of(word).is_err_and(|why| why.contains("by its number or its link")), "{word:?}");
        }
    }
}
