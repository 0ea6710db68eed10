//! Settings.
//!
//! Owns the table `setting`: one row a setting, as JSON. Must not act on a setting. Invariants: a missing, unreadable or
//! impossible value reads as the default, so that a bad row never keeps the program from starting; rows of settings that
//! this program does not know are left alone. Thresholds have rows for each family of models, and only where the owner
//! wants others than the family comes with.

use crate::{Result, Store};
use porchlight_domain::{
    DEFAULT_FAMILY, DetectionScale, Effort, Language, Settings, Similarity, Theme, Thresholds, Usual,
};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use std::{collections::HashMap, ops::RangeInclusive};

/// Settings.
impl Store {
    /// The settings for models that come with `usual`; the default where nothing, or nothing possible, is stored.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn settings(&self, usual: &Usual) -> Result<Settings> {
        Ok(from_rows(&self.read(rows)?, usual))
    }

    /// Stores all settings.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn save_settings(&self, settings: &Settings) -> Result<()> {
        self.write(|w| {
            for (key, value) in to_rows(settings) {
                put(w.connection, key, Some(&value))?;
            }
            for (key, value) in threshold_rows(settings) {
                put(w.connection, &key, value.as_ref())?;
            }
            Ok(())
        })
    }
}

/// The rows of the table.
pub(super) struct Rows(HashMap<String, String>);

/// All of them.
pub(super) fn rows(connection: &Connection) -> Result<Rows> {
    let mut statement = connection.prepare_cached("SELECT key, value FROM setting")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Rows(rows.collect::<rusqlite::Result<_>>()?))
}

/// Writes a row; no value where it must go.
pub(super) fn put(connection: &Connection, key: &str, value: Option<&Value>) -> Result<()> {
    match value {
        Some(value) => connection
            .prepare_cached(
                "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            )?
            .execute(params![key, value.to_string()])?,
        None => connection.prepare_cached("DELETE FROM setting WHERE key = ?1")?.execute([key])?,
    };
    Ok(())
}

impl Rows {
    /// The value of `key` if `read` makes something of it, otherwise `default`.
    pub(super) fn get<T>(&self, key: &str, default: T, read: impl FnOnce(&Value) -> Option<T>) -> T {
        let Some(text) = self.0.get(key) else { return default };
        let value = serde_json::from_str(text).ok().and_then(|value| read(&value));
        if value.is_none() {
            tracing::warn!(key, "a stored setting is not possible; the default is used");
        }
        value.unwrap_or(default)
    }

    pub(super) fn number(&self, key: &str, default: u32, range: RangeInclusive<u32>) -> u32 {
        self.get(key, default, |value| u32::try_from(value.as_u64()?).ok().filter(|n| range.contains(n)))
    }

    fn share(&self, key: &str, default: f32, range: RangeInclusive<f32>) -> f32 {
        self.get(key, default, |value| Some(value.as_f64()? as f32).filter(|n| range.contains(n)))
    }

    pub(super) fn switch(&self, key: &str, default: bool) -> bool {
        self.get(key, default, Value::as_bool)
    }
}

fn from_rows(rows: &Rows, usual: &Usual) -> Settings {
    let d = Settings::default();
    let threshold =
        |name, default: Similarity| Similarity(rows.share(&threshold_key(name, &usual.family), default.0, 0.0..=1.0));
    Settings {
        thresholds: Thresholds {
            known: threshold("known", usual.thresholds.known),
            blacklist: threshold("blacklist", usual.thresholds.blacklist),
            visitor: threshold("visitor", usual.thresholds.visitor),
            margin: rows.share(&threshold_key("margin", &usual.family), usual.thresholds.margin, 0.0..=0.5),
        },
        usual: usual.clone(),
        detection_scale: DetectionScale {
            longer_side_px: rows.number("detection.longer_side_px", d.detection_scale.longer_side_px, 128..=4096),
        },
        smallest_face_px: rows.number("detection.smallest_face_px", d.smallest_face_px, 8..=1000),
        max_faces_per_person: rows.number("faces.max_per_person", d.max_faces_per_person, 1..=1000),
        fits_home: rows.switch("threshold.fits_home", d.fits_home),
        effort: rows.get("recognition.effort", d.effort, |value| match value.as_str()? {
            "careful" => Some(Effort::Careful),
            "quick" => Some(Effort::Quick),
            _ => None,
        }),
        identity_cache_entries: rows.number("cache.entries", d.identity_cache_entries, 1..=1_000_000),
        identity_cache_secs: rows.number("cache.identity_secs", d.identity_cache_secs, 0..=604_800),
        stranger_cache_secs: rows.number("cache.stranger_secs", d.stranger_cache_secs, 0..=604_800),
        forget_visitors_days: rows.number("forget.visitors_days", d.forget_visitors_days, 1..=36_500),
        forget_sightings_days: rows.number("forget.sightings_days", d.forget_sightings_days, 1..=36_500),
        most_pictures_gb: rows.number("forget.most_pictures_gb", d.most_pictures_gb, 1..=10_000),
        notifications: rows.switch("alert.notifications", d.notifications),
        sound: rows.switch("alert.sound", d.sound),
        is_every_alert_heard: rows.switch("alert.sound_of_all", d.is_every_alert_heard),
        theme: rows.get("theme", d.theme, |value| match value.as_str()? {
            "system" => Some(Theme::System),
            "dark" => Some(Theme::Dark),
            "light" => Some(Theme::Light),
            "contrast" => Some(Theme::Contrast),
            _ => None,
        }),
        language: rows.get("language", d.language, |value| match value.as_str()? {
            "system" => Some(Language::System),
            "en" => Some(Language::English),
            "de" => Some(Language::German),
            "es" => Some(Language::Spanish),
            "id" => Some(Language::Indonesian),
            _ => None,
        }),
        close_to_tray: rows.switch("window.close_to_tray", d.close_to_tray),
    }
}

/// The default models' rows have the names that they had before there were others.
fn threshold_key(name: &str, family: &str) -> String {
    if family == DEFAULT_FAMILY { format!("threshold.{name}") } else { format!("threshold.{name}@{family}") }
}

/// What the owner wants otherwise than it comes; no value where a row must go.
fn threshold_rows(settings: &Settings) -> [(String, Option<Value>); 4] {
    // Shortest text that reads as the same number, so that 0.4 is not stored as 0.4000000059604645.
    let share = |value: f32| value.to_string().parse::<f64>().map_or(Value::Null, |value| json!(value));
    let (Thresholds { known, blacklist, visitor, margin }, usual) = (settings.thresholds, &settings.usual);
    [
        ("known", known.0, usual.thresholds.known.0),
        ("blacklist", blacklist.0, usual.thresholds.blacklist.0),
        ("visitor", visitor.0, usual.thresholds.visitor.0),
        ("margin", margin, usual.thresholds.margin),
    ]
    .map(|(name, value, usually)| {
        (threshold_key(name, &usual.family), Some(value).filter(|value| *value != usually).map(share))
    })
}

fn to_rows(settings: &Settings) -> [(&'static str, Value); 17] {
    let theme = match settings.theme {
        Theme::System => "system",
        Theme::Dark => "dark",
        Theme::Light => "light",
        Theme::Contrast => "contrast",
    };
    let language = match settings.language {
        Language::System => "system",
        Language::English => "en",
        Language::German => "de",
        Language::Spanish => "es",
        Language::Indonesian => "id",
    };
    [
        ("detection.longer_side_px", json!(settings.detection_scale.longer_side_px)),
        ("detection.smallest_face_px", json!(settings.smallest_face_px)),
        ("faces.max_per_person", json!(settings.max_faces_per_person)),
        ("threshold.fits_home", json!(settings.fits_home)),
        (
            "recognition.effort",
            json!(match settings.effort {
                Effort::Careful => "careful",
                Effort::Quick => "quick",
            }),
        ),
        ("cache.entries", json!(settings.identity_cache_entries)),
        ("cache.identity_secs", json!(settings.identity_cache_secs)),
        ("cache.stranger_secs", json!(settings.stranger_cache_secs)),
        ("forget.visitors_days", json!(settings.forget_visitors_days)),
        ("forget.sightings_days", json!(settings.forget_sightings_days)),
        ("forget.most_pictures_gb", json!(settings.most_pictures_gb)),
        ("alert.notifications", json!(settings.notifications)),
        ("alert.sound", json!(settings.sound)),
        ("alert.sound_of_all", json!(settings.is_every_alert_heard)),
        ("theme", json!(theme)),
        ("language", json!(language)),
        ("window.close_to_tray", json!(settings.close_to_tray)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Settings {
        let rows = pairs.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        from_rows(&Rows(rows), &Usual::default())
    }

    #[test]
    fn settings_come_back_as_they_went_in() {
        let mut settings = Settings {
            theme: Theme::Light,
            sound: false,
            close_to_tray: false,
            max_faces_per_person: 7,
            ..Settings::default()
        };
        settings.thresholds.known = Similarity(0.47);
        let again = |settings: &Settings| from_rows(&Rows(stored(settings)), &Usual::default());
        assert_eq!(again(&settings), settings);
        for theme in [Theme::System, Theme::Dark, Theme::Light, Theme::Contrast] {
            assert_eq!(again(&Settings { theme, ..Settings::default() }).theme, theme);
        }
        for language in [Language::System, Language::English, Language::German, Language::Spanish, Language::Indonesian]
        {
            assert_eq!(again(&Settings { language, ..Settings::default() }).language, language);
        }
    }

    fn stored(settings: &Settings) -> HashMap<String, String> {
        let thresholds = threshold_rows(settings).into_iter().filter_map(|(key, value)| Some((key, value?)));
        let rows = to_rows(settings).map(|(key, value)| (key.to_owned(), value));
        rows.into_iter().chain(thresholds).map(|(key, value)| (key, value.to_string())).collect()
    }

    #[test]
    fn each_family_of_models_keeps_the_owners_own_thresholds() {
        let other = Usual {
            family: "classic".into(),
            thresholds: Thresholds { known: Similarity(0.5), ..Thresholds::default() },
        };
        let mut chosen = Settings { usual: other.clone(), thresholds: other.thresholds, ..Settings::default() };
        chosen.thresholds.blacklist = Similarity(0.6);
        let rows = stored(&chosen);
        assert!(!rows.contains_key("threshold.known@classic"), "what is as usual follows the usual: {rows:?}");
        let back = from_rows(&Rows(rows.clone()), &other);
        assert_eq!((back.thresholds.known.0, back.thresholds.blacklist.0), (0.5, 0.6), "hers, and the usual");
        assert_eq!(from_rows(&Rows(rows), &Usual::default()).thresholds, Thresholds::default(), "of these models only");
    }

    #[test]
    fn what_is_missing_unknown_or_impossible_reads_as_the_default() {
        for (key, value) in [
            ("threshold.known", "7.5"),
            ("threshold.known", "null"),
            ("threshold.known", "not json"),
            ("threshold.margin", "\"0.1\""),
            ("faces.max_per_person", "0"),
            ("faces.max_per_person", "-3"),
            ("forget.visitors_days", "99999999999"),
            ("forget.most_pictures_gb", "0"),
            ("theme", "\"pink\""),
            ("language", "\"tlh\""),
            ("alert.sound", "1"),
            ("from.a.newer.program", "true"),
        ] {
            assert_eq!(read(&[(key, value)]), Settings::default(), "{key} = {value}");
        }
        assert_eq!(read(&[("theme", "\"dark\"")]).theme, Theme::Dark, "a possible value is taken");
    }
}
