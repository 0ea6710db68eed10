//! Journal, settings and models on the wire. Owns the mapping, and the ranges that settings must lie in.

use crate::{
    ApiError, ErrorCode,
    wire::{
        ActView, ActorView, EffortView, JournalView, LanguageView, ModelFileView, PartyView, SettingsView, ThemeView,
    },
};
use porchlight_domain::{DetectionScale, Effort, Language, PersonKind, Settings, Similarity, Theme, Thresholds};
use porchlight_store::{Act, ActKind, Actor, Party};
use porchlight_vision::models::{Model, ModelState};
use std::ops::RangeInclusive;

/// What undo and redo would do.
pub(crate) fn journal(undo: Option<&Act>, redo: Option<&Act>) -> JournalView {
    let together = |act: Option<&Act>| act.map_or(0, |act| super::count(act.together));
    let (undo_together, redo_together) = (together(undo), together(redo));
    let (undo, undo_about) = undo.map(act).unzip();
    let (redo, redo_about) = redo.map(act).unzip();
    JournalView {
        undo,
        undo_about: undo_about.flatten(),
        undo_together,
        redo,
        redo_about: redo_about.flatten(),
        redo_together,
    }
}

/// The word for an act and whom it is about.
fn act(act: &Act) -> (String, Option<String>) {
    let word = match (act.kind, act.person_kind) {
        (ActKind::Name, Some(PersonKind::Blacklisted)) => "blacklist_visitor",
        (ActKind::Name, Some(PersonKind::Ignored)) => "ignore_visitor",
        (ActKind::Name, _) => "name_visitor",
        (ActKind::SetKind, Some(PersonKind::Blacklisted)) => "blacklist_person",
        (ActKind::SetKind, Some(PersonKind::Ignored)) => "ignore_person",
        (ActKind::SetKind, _) => "set_person_kind",
        (ActKind::SetThreshold, _) => "set_threshold",
        (ActKind::Rename, _) => "rename_person",
        (ActKind::MergePersons, _) => "merge_persons",
        (ActKind::MergeVisitors, _) => "merge_visitors",
        (ActKind::SplitVisitor, _) => "split_visitor",
        (ActKind::MoveFace, _) => "move_face",
        (ActKind::MoveSighting, _) => "move_sighting",
        (ActKind::Confirm, _) => "confirm_sighting",
        (ActKind::Reject, _) => "reject_visitor",
        (ActKind::SetNote, _) => "set_note",
        (ActKind::AddRule, _) => "add_rule",
        (ActKind::ChangeRule, _) => "change_rule",
        (ActKind::RemoveRule, _) => "remove_rule",
        (ActKind::SetHush, _) => "set_hush",
        (ActKind::RemoveFace, _) => "remove_face",
        (ActKind::AddPictures, _) => "add_pictures",
        (ActKind::AddPerson, _) => "add_person",
        (ActKind::Acknowledge, _) => "acknowledge",
        (ActKind::ChangeCamera, _) => "change_camera",
        (ActKind::RemoveCamera, _) => "remove_camera",
    };
    // A rejection begins with the person somebody is not; everything else ends with whom it is about.
    let (first, second) = match act.kind {
        ActKind::Reject => (&act.from, &act.to),
        _ => (&act.to, &act.from),
    };
    let name = |party: &Option<Party>| party.as_ref().and_then(|party| party.name.clone());
    (word.to_owned(), name(first).or_else(|| name(second)).or_else(|| act.camera.clone()))
}

/// An act, as the journal lists it.
pub(crate) fn act_view(done: &Act) -> ActView {
    let party = |party: &Option<Party>| PartyView {
        name: party.as_ref().and_then(|party| party.name.clone()),
        visitor_number: party.as_ref().and_then(|party| Some(party.subject.visitor()?.0)),
    };
    ActView {
        id: done.id.0,
        at: done.at.0,
        kind: act(done).0,
        actor: match done.actor {
            Actor::Owner => ActorView::Owner,
            Actor::Program => ActorView::Program,
        },
        from: party(&done.from),
        to: party(&done.to),
        together: super::count(done.together),
        camera_name: done.camera.clone(),
        rule_about: done.about.map(super::rule_kind),
        is_undone: done.undone_at.is_some(),
    }
}

/// The settings that a window shows.
pub(crate) fn settings(settings: &Settings) -> SettingsView {
    SettingsView {
        known_threshold: settings.thresholds.known.0,
        blacklist_threshold: settings.thresholds.blacklist.0,
        detection_longer_side_px: settings.detection_scale.longer_side_px,
        smallest_face_px: settings.smallest_face_px,
        forget_visitors_days: settings.forget_visitors_days,
        forget_sightings_days: settings.forget_sightings_days,
        most_pictures_gb: settings.most_pictures_gb,
        notifications: settings.notifications,
        sound: settings.sound,
        is_every_alert_heard: settings.is_every_alert_heard,
        theme: match settings.theme {
            Theme::System => ThemeView::System,
            Theme::Dark => ThemeView::Dark,
            Theme::Light => ThemeView::Light,
            Theme::Contrast => ThemeView::Contrast,
        },
        language: match settings.language {
            Language::System => LanguageView::System,
            Language::English => LanguageView::En,
            Language::German => LanguageView::De,
            Language::Spanish => LanguageView::Es,
            Language::Indonesian => LanguageView::Id,
        },
        close_to_tray: settings.close_to_tray,
        max_faces_per_person: settings.max_faces_per_person,
        fits_home: settings.fits_home,
        effort: match settings.effort {
            Effort::Careful => EffortView::Careful,
            Effort::Quick => EffortView::Quick,
        },
        usual_known_threshold: settings.usual.thresholds.known.0,
        usual_blacklist_threshold: settings.usual.thresholds.blacklist.0,
    }
}

/// The current settings with what the window changed.
///
/// # Errors
/// A number lies outside of its range.
pub(crate) fn from_settings(view: &SettingsView, current: &Settings) -> Result<Settings, ApiError> {
    for (what, value) in [("known_threshold", view.known_threshold), ("blacklist_threshold", view.blacklist_threshold)]
    {
        // Also refuses what is not a number.
        if !(0.2..=0.8).contains(&value) {
            return Err(out_of_range(what, "0.2 to 0.8"));
        }
    }
    let ranges: [(&str, u32, RangeInclusive<u32>); 6] = [
        ("max_faces_per_person", view.max_faces_per_person, 1..=50),
        ("detection_longer_side_px", view.detection_longer_side_px, 320..=1920),
        ("smallest_face_px", view.smallest_face_px, 16..=200),
        ("forget_visitors_days", view.forget_visitors_days, 1..=365),
        ("forget_sightings_days", view.forget_sightings_days, 1..=3650),
        ("most_pictures_gb", view.most_pictures_gb, 1..=1000),
    ];
    for (what, value, range) in ranges {
        if !range.contains(&value) {
            return Err(out_of_range(what, &format!("{} to {}", range.start(), range.end())));
        }
    }
    let thresholds = Thresholds {
        known: Similarity(view.known_threshold),
        blacklist: Similarity(view.blacklist_threshold),
        ..current.thresholds
    };
    Ok(Settings {
        thresholds,
        detection_scale: DetectionScale { longer_side_px: view.detection_longer_side_px },
        smallest_face_px: view.smallest_face_px,
        forget_visitors_days: view.forget_visitors_days,
        forget_sightings_days: view.forget_sightings_days,
        most_pictures_gb: view.most_pictures_gb,
        notifications: view.notifications,
        sound: view.sound,
        is_every_alert_heard: view.is_every_alert_heard,
        theme: match view.theme {
            ThemeView::System => Theme::System,
            ThemeView::Dark => Theme::Dark,
            ThemeView::Light => Theme::Light,
            ThemeView::Contrast => Theme::Contrast,
        },
        language: match view.language {
            LanguageView::System => Language::System,
            LanguageView::En => Language::English,
            LanguageView::De => Language::German,
            LanguageView::Es => Language::Spanish,
            LanguageView::Id => Language::Indonesian,
        },
        close_to_tray: view.close_to_tray,
        max_faces_per_person: view.max_faces_per_person,
        fits_home: view.fits_home,
        effort: match view.effort {
            EffortView::Careful => Effort::Careful,
            EffortView::Quick => Effort::Quick,
        },
        ..current.clone()
    })
}

fn out_of_range(what: &str, range: &str) -> ApiError {
    ApiError::new(ErrorCode::BadRequest, format!("{what} must be {range}"))
}

/// The model files that are not whole.
pub(crate) fn damaged_or_missing(models: &[(&'static Model, ModelState)]) -> Vec<ModelFileView> {
    let broken = models.iter().filter(|(_, state)| *state != ModelState::Ok);
    broken
        .map(|(model, state)| ModelFileView {
            name: model.file.to_owned(),
            purpose: model.purpose.to_owned(),
            size: model.size,
            is_damaged: *state != ModelState::Missing,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_domain::{ActId, PersonId, Subject, Timestamp, VisitorId};

    #[test]
    fn what_the_window_does_not_show_stays_as_it_is() {
        let current = Settings { max_faces_per_person: 3, ..Settings::default() };
        let view = SettingsView { known_threshold: 0.5, ..settings(&current) };
        let saved = from_settings(&view, &current).expect("within its ranges");
        assert_eq!(saved.max_faces_per_person, 3, "not on the screen, so not touched");
        assert_eq!(settings(&saved), view, "and what is comes back");
    }

    #[test]
    fn a_number_outside_of_its_range_is_refused() {
        let fine = settings(&Settings::default());
        for bad in [
            SettingsView { known_threshold: 0.1, ..fine.clone() },
            SettingsView { blacklist_threshold: f32::NAN, ..fine.clone() },
            SettingsView { detection_longer_side_px: 10_000, ..fine.clone() },
            SettingsView { smallest_face_px: 0, ..fine.clone() },
            SettingsView { forget_visitors_days: 0, ..fine.clone() },
            SettingsView { forget_sightings_days: 4000, ..fine },
        ] {
            let refused = from_settings(&bad, &Settings::default()).expect_err("outside");
            assert_eq!(refused.code, ErrorCode::BadRequest, "{}", refused.message);
        }
    }

    #[test]
    fn an_act_is_told_by_its_word_and_whom_it_is_about() {
        let party = |subject, name: Option<&str>| Some(Party { subject, name: name.map(str::to_owned) });
        let done = Act {
            together: 1,
            id: ActId(1),
            at: Timestamp(0),
            actor: Actor::Owner,
            kind: ActKind::Name,
            from: party(Subject::Visitor(VisitorId(4)), None),
            to: party(Subject::Person(PersonId(2)), Some("Ada")),
            person_kind: None,
            about: None,
            camera: None,
            undone_at: None,
        };
        let rejected = Act {
            kind: ActKind::Reject,
            from: party(Subject::Person(PersonId(3)), Some("Ben")),
            to: party(Subject::Visitor(VisitorId(4)), None),
            ..done.clone()
        };
        let view = journal(Some(&done), Some(&rejected));
        assert_eq!((view.undo.as_deref(), view.undo_about.as_deref()), (Some("name_visitor"), Some("Ada")));
        assert_eq!((view.redo.as_deref(), view.redo_about.as_deref()), (Some("reject_visitor"), Some("Ben")));
        assert_eq!(journal(None, None), JournalView::default(), "nothing to take back");
    }
}
