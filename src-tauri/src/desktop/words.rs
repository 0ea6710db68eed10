//! What is said outside the window, by the tray and by notifications, in the owner's language.
//!
//! Owns the words of `src-tauri/locales`, one file a language. Must not know what the page says: that has words of its own,
//! and is not there while the window is away. Invariant: every language says everything; a test asks each for each.

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use porchlight_domain::Language;
use std::sync::LazyLock;

/// The words of one language.
pub(super) struct Words {
    bundle: FluentBundle<FluentResource>,
}

static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::read("en", include_str!("../../locales/en.ftl")));
static GERMAN: LazyLock<Words> = LazyLock::new(|| Words::read("de", include_str!("../../locales/de.ftl")));
static SPANISH: LazyLock<Words> = LazyLock::new(|| Words::read("es", include_str!("../../locales/es.ftl")));
static INDONESIAN: LazyLock<Words> = LazyLock::new(|| Words::read("id", include_str!("../../locales/id.ftl")));

/// The words of a language; of the system's where the owner leaves it to that.
pub(super) fn of(language: Language) -> &'static Words {
    match language {
        Language::System => of(of_system(sys_locale::get_locales())),
        Language::English => &ENGLISH,
        Language::German => &GERMAN,
        Language::Spanish => &SPANISH,
        Language::Indonesian => &INDONESIAN,
    }
}

/// The first of the system's languages that there are words for; English where there is none.
fn of_system(tags: impl Iterator<Item = String>) -> Language {
    let known = |tag: String| match tag.to_lowercase().split(['-', '_', '.']).next()? {
        "en" => Some(Language::English),
        "de" => Some(Language::German),
        "es" => Some(Language::Spanish),
        // What old systems call Indonesian.
        "id" | "in" => Some(Language::Indonesian),
        _ => None,
    };
    tags.filter_map(known).next().unwrap_or(Language::English)
}

impl Words {
    /// A text that does not parse leaves out what is wrong in it: the tests find that, the owner is not troubled by it.
    fn read(tag: &str, text: &str) -> Self {
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
        let mut bundle = FluentBundle::new_concurrent(tag.parse().into_iter().collect());
        // No marks around what is put in: menus and notifications show them as boxes.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self { bundle }
    }

    /// One text.
    pub(super) fn say(&self, key: &str) -> String {
        self.fill(key, &FluentArgs::new())
    }

    /// One text with something put in: a name, or a number that decides the plural form.
    pub(super) fn say_with<'a, V: Into<FluentValue<'a>>>(
        &self,
        key: &str,
        values: impl IntoIterator<Item = (&'a str, V)>,
    ) -> String {
        self.fill(key, &values.into_iter().collect())
    }

    fn fill(&self, key: &str, values: &FluentArgs<'_>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        self.bundle.format_pattern(pattern, Some(values), &mut Vec::new()).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LANGUAGES: [Language; 4] = [Language::English, Language::German, Language::Spanish, Language::Indonesian];
    const TEXTS: [&str; 4] = [
        include_str!("../../locales/en.ftl"),
        include_str!("../../locales/de.ftl"),
        include_str!("../../locales/es.ftl"),
        include_str!("../../locales/id.ftl"),
    ];

    fn keys(text: &str) -> Vec<&str> {
        let lines = text.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
        lines.filter_map(|line| Some(line.split_once(" =")?.0)).collect()
    }

    #[test]
    fn every_language_says_everything_and_nothing_else() {
        assert!(keys(TEXTS[0]).len() > 10, "the keys are read");
        for (text, language) in TEXTS.into_iter().zip(LANGUAGES) {
            assert_eq!(keys(text), keys(TEXTS[0]), "{language:?}");
            FluentResource::try_new(text.to_owned()).map_err(|(_, why)| why).expect("a text that parses");
            for key in keys(text) {
                let mut errors = Vec::new();
                for count in [0, 1, 2, 12] {
                    let mut values = FluentArgs::new();
                    values.set("count", count);
                    values.set("live", 7);
                    values.set("name", "Mallory");
                    values.set("day", 14);
                    values.set("month", count);
                    values.set("time", "15:02:11");
                    let bundle = &of(language).bundle;
                    let pattern = bundle.get_message(key).and_then(|message| message.value()).expect("a text");
                    let said = bundle.format_pattern(pattern, Some(&values), &mut errors);
                    assert!(errors.is_empty() && !said.contains('{'), "{language:?} {key}: {said} {errors:?}");
                }
            }
        }
    }

    #[test]
    fn every_text_is_said_somewhere() {
        let program = [include_str!("tray.rs"), include_str!("notices.rs"), include_str!("closing.rs")].concat();
        let unused: Vec<_> =
            keys(TEXTS[0]).into_iter().filter(|key| !program.contains(&format!("\"{key}\""))).collect();
        assert!(unused.is_empty(), "{unused:?}");
    }

    #[test]
    fn the_plural_form_is_that_of_the_language() {
        let said = |language, count| of(language).say_with("tray-alerts", [("count", count)]);
        assert_eq!(said(Language::English, 1), "1 alert to look at");
        assert_eq!(said(Language::German, 1), "1 Alarm anzusehen");
        assert_eq!(said(Language::German, 2), "2 Alarme anzusehen");
        assert_eq!(said(Language::Indonesian, 2), "2 peringatan perlu dilihat");
    }

    #[test]
    fn the_systems_first_known_language_is_spoken() {
        for (tags, expected) in [
            (&["de_AT.UTF-8", "en"][..], Language::German),
            (&["fr-FR", "es-419"], Language::Spanish),
            (&["in"], Language::Indonesian),
            (&["C"], Language::English),
            (&[], Language::English),
        ] {
            assert_eq!(of_system(tags.iter().map(ToString::to_string)), expected, "{tags:?}");
        }
    }
}
