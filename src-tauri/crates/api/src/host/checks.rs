//! What is looked at before a request is done.
//!
//! Owns the limits of names, lists, addresses, pictures, rules and settings. Must not ask the store: whether a name is taken or
//! an id is known is found out by doing. Invariant: nothing without a limit gets past here.

use super::refusal::{bad_request, camera_failed};
use crate::{
    ApiError, ErrorCode,
    wire::{DayHoursView, HushView, PictureInput, RuleAboutView, RulePlaceView, RuleSaysView, SourceInput},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use porchlight_domain::{
    CameraId, CameraSource, DAY_MINUTES, DayHours, Hush, MOST_APART_MINUTES, MOST_NOBODY_HOME_HOURS, PersonId,
    RuleAbout, RulePlace, RuleSays, Similarity, SourceTrouble, Timestamp, WeekHours,
};
use porchlight_engine::PictureFile;
use std::path::{Path, PathBuf};

/// Longer names fit on no card and no notification.
const LONGEST_NAME: usize = 60;
/// A page of remarks about one person is enough.
const LONGEST_NOTE: usize = 2_000;
/// The days of two years.
const MOST_MOMENTS: usize = 800;
/// Longest list that is sent at once; a window asks for the next page.
const LONGEST_LIST: u32 = 500;
/// Longer addresses are no addresses.
const LONGEST_ADDRESS: usize = 2048;
/// Pictures in one request: a folder dropped onto a person.
const MOST_PICTURES: usize = 100;
/// Bytes of one picture: the largest photographs of phones have half of it.
pub(super) const LARGEST_PICTURE: usize = 64 * 1024 * 1024;

/// A name: trimmed, single spaces, not empty, not long, nothing that a screen cannot show or that turns its order around.
pub(super) fn name(name: &str) -> Result<String, ApiError> {
    let tidy = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if tidy.is_empty() {
        return Err(ApiError::new(ErrorCode::NameEmpty, "a name is needed"));
    }
    if tidy.chars().any(is_unshowable) {
        return Err(bad_request("a name must not hold control characters"));
    }
    if tidy.chars().count() > LONGEST_NAME {
        return Err(bad_request(format!("a name has at most {LONGEST_NAME} characters")));
    }
    Ok(tidy)
}

/// A remark: trimmed, not too long, lines allowed.
pub(super) fn note(note: &str) -> Result<String, ApiError> {
    let note = note.replace("\r\n", "\n").trim().to_owned();
    if note.chars().any(|c| is_unshowable(c) && c != '\n' && c != '\t') {
        return Err(bad_request("a remark must not hold control characters"));
    }
    if note.chars().count() > LONGEST_NOTE {
        return Err(bad_request(format!("a remark has at most {LONGEST_NOTE} characters")));
    }
    Ok(note)
}

/// A part of a picture: within it, and not nothing. Also refuses what is no number.
pub(super) fn share(share: [f32; 4]) -> Result<[f32; 4], ApiError> {
    let [left, top, width, height] = share;
    let is_within = (0.0..=1.0).contains(&left) && (0.0..=1.0).contains(&top);
    let is_something = width > 0.0 && height > 0.0 && width <= 1.0 && height <= 1.0;
    if is_within && is_something { Ok(share) } else { Err(bad_request("a face lies within its picture")) }
}

/// A point on a picture.
pub(super) fn point(point: [f32; 2]) -> Result<[f32; 2], ApiError> {
    let is_within = point.iter().all(|share| (0.0..=1.0).contains(share));
    if is_within { Ok(point) } else { Err(bad_request("a point lies within its picture")) }
}

/// Moments between which something is counted: some, not too many, rising.
pub(super) fn moments(moments: &[i64]) -> Result<Vec<Timestamp>, ApiError> {
    if !(2..=MOST_MOMENTS).contains(&moments.len()) {
        return Err(bad_request(format!("2 to {MOST_MOMENTS} moments are needed")));
    }
    if !moments.is_sorted_by(|a, b| a < b) {
        return Err(bad_request("moments must rise"));
    }
    Ok(moments.iter().map(|at| Timestamp(*at)).collect())
}

pub(super) fn is_unshowable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A similarity that something is recognised from. Also refuses what is not a number.
pub(super) fn threshold(what: &str, value: f32) -> Result<Similarity, ApiError> {
    if (0.2..=0.8).contains(&value) {
        Ok(Similarity(value))
    } else {
        Err(bad_request(format!("{what} must be 0.2 to 0.8")))
    }
}

/// What a rule says. Whether its camera and person are there is found out by doing.
pub(super) fn rule(says: &RuleSaysView) -> Result<RuleSays, ApiError> {
    let about = match says.who {
        RuleAboutView::Blacklist => RuleAbout::Blacklist,
        RuleAboutView::Strangers => RuleAbout::Strangers,
        RuleAboutView::Person { person_id } => RuleAbout::Person(PersonId(person_id)),
        RuleAboutView::NobodyHome { hours } if (1..=MOST_NOBODY_HOME_HOURS).contains(&hours) => {
            RuleAbout::NobodyHome { hours }
        }
        RuleAboutView::NobodyHome { .. } => {
            return Err(bad_request(format!("nobody at home is for 1 to {MOST_NOBODY_HOME_HOURS} hours")));
        }
    };
    let place = match says.at {
        RulePlaceView::Anywhere => RulePlace::Anywhere,
        RulePlaceView::At { camera_id } => RulePlace::At(CameraId(camera_id)),
        RulePlaceView::Gone => RulePlace::Gone,
    };
    if says.apart_minutes > MOST_APART_MINUTES {
        return Err(bad_request(format!("alerts are at most {MOST_APART_MINUTES} minutes apart")));
    }
    let hours = says.hours.map(hours).transpose()?;
    Ok(RuleSays { about, place, hours, apart_minutes: says.apart_minutes })
}

/// What silences rules.
pub(super) fn hush(hush: &HushView) -> Result<Hush, ApiError> {
    Ok(Hush {
        is_family_silent: hush.is_family_silent,
        may_blacklist_break_through: hush.may_blacklist_break_through,
        has_quiet_hours: hush.has_quiet_hours,
        quiet_hours: week(&hush.quiet_hours)?,
    })
}

/// Hours of each weekday.
pub(super) fn week(days: &[Option<DayHoursView>]) -> Result<WeekHours, ApiError> {
    let days = days.iter().map(|day| day.map(hours).transpose()).collect::<Result<Vec<_>, _>>()?;
    Ok(WeekHours(days.try_into().map_err(|_| bad_request("a week has seven days"))?))
}

/// Hours of a day.
pub(super) fn hours(hours: DayHoursView) -> Result<DayHours, ApiError> {
    let hours = DayHours { from_minute: hours.from_minute, until_minute: hours.until_minute };
    if hours.is_possible() { Ok(hours) } else { Err(bad_request(format!("a day has {DAY_MINUTES} minutes"))) }
}

/// How many rows.
pub(super) fn limit(limit: u32) -> Result<usize, ApiError> {
    if (1..=LONGEST_LIST).contains(&limit) {
        Ok(limit as usize)
    } else {
        Err(bad_request(format!("a list has 1 to {LONGEST_LIST} rows")))
    }
}

/// Where frames come from.
pub(super) fn source(source: SourceInput) -> Result<CameraSource, ApiError> {
    Ok(match source {
        SourceInput::Webcam { device } => CameraSource::Webcam { device: address(&device)? },
        SourceInput::Stream { address: given } => {
            let address = address(&given)?;
            let is_stream = ["rtsp", "rtsps", "http", "https"].iter().any(|scheme| {
                let rest = address.split_once("://").filter(|(found, _)| found.eq_ignore_ascii_case(scheme));
                rest.is_some_and(|(_, rest)| rest.chars().next().is_some_and(|c| !"/?#".contains(c)))
            });
            if !is_stream {
                return Err(camera_failed(SourceTrouble::BadAddress));
            }
            CameraSource::Stream { address }
        }
        SourceInput::File { path } => CameraSource::File { path: existing(&path, Path::is_file)?, is_looped: true },
        SourceInput::Folder { path } => CameraSource::Folder { path: existing(&path, Path::is_dir)? },
        SourceInput::Demo => CameraSource::DemoStreet,
    })
}

fn address(given: &str) -> Result<String, ApiError> {
    let given = given.trim();
    let is_bad = given.is_empty() || given.len() > LONGEST_ADDRESS || given.chars().any(is_unshowable);
    if is_bad { Err(camera_failed(SourceTrouble::BadAddress)) } else { Ok(given.to_owned()) }
}

/// The whole path, so that the camera still finds it when the program is started from another folder.
fn existing(given: &str, is_kind: fn(&Path) -> bool) -> Result<PathBuf, ApiError> {
    let path = PathBuf::from(address(given)?);
    let whole = path.canonicalize().map_err(|_| camera_failed(SourceTrouble::NotFound))?;
    if is_kind(&whole) { Ok(whole) } else { Err(camera_failed(SourceTrouble::NotFound)) }
}

/// The bytes of dropped pictures. What is on them is looked at later.
pub(super) fn pictures(pictures: Vec<PictureInput>) -> Result<Vec<PictureFile>, ApiError> {
    if pictures.len() > MOST_PICTURES {
        return Err(bad_request(format!("at most {MOST_PICTURES} pictures at once")));
    }
    let read = |(i, picture): (usize, PictureInput)| {
        if picture.base64.len() / 4 * 3 > LARGEST_PICTURE {
            return Err(bad_request(format!("picture {} is larger than {} MB", i + 1, LARGEST_PICTURE >> 20)));
        }
        let bytes = STANDARD.decode(picture.base64.as_bytes());
        let bytes = bytes.map_err(|_| bad_request(format!("picture {} is not base64", i + 1)))?;
        Ok(PictureFile { name: picture.file_name, bytes })
    };
    pictures.into_iter().enumerate().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_something_that_can_be_read_on_a_card() {
        assert_eq!(name("  Ada   Lovelace ").expect("a name"), "Ada Lovelace", "tidied");
        assert_eq!(name(&"é".repeat(60)).expect("a name").chars().count(), 60, "counted as people count");
        for (bad, code) in [
            ("", ErrorCode::NameEmpty),
            (" \t\n", ErrorCode::NameEmpty),
            ("A\u{0}B", ErrorCode::BadRequest),
            ("A\u{202e}B", ErrorCode::BadRequest),
            (&"x".repeat(61), ErrorCode::BadRequest),
        ] {
            assert_eq!(name(bad).expect_err("refused").code, code, "{bad:?}");
        }
    }

    #[test]
    fn a_list_has_an_end() {
        assert_eq!(limit(500).expect("the longest"), 500);
        for bad in [0, 501, u32::MAX] {
            assert_eq!(limit(bad).expect_err("refused").code, ErrorCode::BadRequest, "{bad}");
        }
    }

    #[test]
    fn only_addresses_of_cameras_are_opened() {
        for good in ["rtsp://anna:p@ss/w@cam/1", "HTTP://10.0.0.4/mjpg", "https://cam/live.m3u8", "rtsps://cam"] {
            assert!(source(SourceInput::Stream { address: good.into() }).is_ok(), "{good}");
        }
        for bad in ["", "cam", "file:///etc/passwd", "rtsp://", "http:///x", "concat:a|b", "rtsp://a\nb"] {
            let Err(error) = source(SourceInput::Stream { address: bad.into() }) else { panic!("{bad} was taken") };
            assert_eq!(error.trouble, Some(crate::wire::TroubleView::BadAddress), "{bad}");
        }
        let Err(error) = source(SourceInput::File { path: "/no/such/clip.mp4".into() }) else { panic!("was taken") };
        assert_eq!(error.trouble, Some(crate::wire::TroubleView::NotFound));
        assert!(source(SourceInput::File { path: "/".into() }).is_err(), "a folder is no clip");
    }

    #[test]
    fn pictures_come_as_base64_and_not_without_end() {
        let one = |base64: &str| PictureInput { file_name: "a.jpg".into(), base64: base64.into() };
        assert_eq!(pictures(vec![one("AAEC")]).expect("three bytes")[0].bytes, [0, 1, 2]);
        assert!(pictures(vec![one("A*=C")]).is_err(), "not base64");
        assert!(pictures((0..101).map(|_| one("AAEC")).collect()).is_err(), "too many");
    }
}
