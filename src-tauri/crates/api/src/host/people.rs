//! People the owner named: cards, pictures, names, kinds, erasing.
//!
//! Owns nothing.

use super::{Host, checks, to_wire};
use crate::{
    ApiError,
    wire::{
        AddPerson, AddPictures, Erased, LookAlikeView, PersonById, PersonView, PictureOutcome, RenamePerson,
        SeenAtView, SeenOverQuery, SeenOverView, SetPersonKind, SetPersonNote,
    },
};
use porchlight_domain::{PersonId, Subject};
use porchlight_store::{NewPerson, PersonSummary, SeenAt};

impl Host {
    pub(super) fn person_views(&self) -> Result<Vec<PersonView>, ApiError> {
        self.engine.store().people()?.into_iter().map(|summary| self.with_faces(summary)).collect()
    }

    pub(super) fn person_view(&self, id: i64) -> Result<PersonView, ApiError> {
        self.with_faces(self.engine.store().person(PersonId(id))?)
    }

    fn with_faces(&self, summary: PersonSummary) -> Result<PersonView, ApiError> {
        let faces = self.engine.store().faces(Subject::Person(summary.person.id))?;
        let home = self.engine.home();
        let known = home.gallery().subject(Subject::Person(summary.person.id));
        let look_alikes = self.look_alikes(Subject::Person(summary.person.id))?;
        let thresholds = &home.settings().thresholds;
        let general = thresholds.of(Some(summary.person.kind));
        let threshold = known.map_or(summary.threshold.unwrap_or(general), |known| known.needs(thresholds));
        Ok(to_wire::person(summary, &faces, known, threshold, look_alikes))
    }

    fn look_alikes(&self, of: Subject) -> Result<Vec<LookAlikeView>, ApiError> {
        let home = self.engine.home();
        let alike = home.gallery().look_alikes(of).into_iter();
        let named = alike.filter_map(|(other, similarity)| match (other, &home.gallery().subject(other)?.name) {
            (Subject::Person(id), Some(name)) => {
                Some(LookAlikeView { person_id: id.0, name: name.to_string(), similarity: similarity.0 })
            }
            _ => None,
        });
        Ok(named.collect())
    }

    pub(super) fn enrol(&self, request: AddPerson) -> Result<Vec<PictureOutcome>, ApiError> {
        let person = NewPerson {
            name: checks::name(&request.name)?,
            kind: to_wire::from_person_kind(request.kind),
            is_demo: false,
            at: self.engine.now(),
        };
        let pictures = checks::pictures(request.pictures)?;
        let (_, outcomes) = self.engine.add_person(&person, &pictures)?;
        Ok(pictures
            .into_iter()
            .map(|p| p.name)
            .zip(outcomes)
            .map(|(name, o)| to_wire::picture_outcome(name, o))
            .collect())
    }

    pub(super) fn learn(&self, request: AddPictures) -> Result<Vec<PictureOutcome>, ApiError> {
        let pictures = checks::pictures(request.pictures)?;
        let outcomes = self.engine.add_pictures(PersonId(request.person_id), &pictures)?;
        Ok(pictures
            .into_iter()
            .map(|p| p.name)
            .zip(outcomes)
            .map(|(name, o)| to_wire::picture_outcome(name, o))
            .collect())
    }

    pub(super) fn rename(&self, request: &RenamePerson) -> Result<PersonView, ApiError> {
        self.engine.rename_person(PersonId(request.id), &checks::name(&request.name)?)?;
        self.person_view(request.id)
    }

    pub(super) fn set_note(&self, request: &SetPersonNote) -> Result<PersonView, ApiError> {
        let note = checks::note(&request.note)?;
        let before = self.engine.store().person(PersonId(request.id))?.note;
        // What is as it was is nothing to take back.
        if before != note {
            self.engine.set_note(PersonId(request.id), &note)?;
        }
        self.person_view(request.id)
    }

    pub(super) fn seen_over_days(&self, request: &SeenOverQuery) -> Result<SeenOverView, ApiError> {
        self.engine.store().person(PersonId(request.id))?;
        let seen = self.engine.store().seen_over(PersonId(request.id), &checks::moments(&request.moments)?)?;
        let at = |at: SeenAt| SeenAtView {
            camera_id: at.camera.map(|id| id.0),
            camera_name: at.camera_name,
            times: to_wire::count(at.times),
            last_seen: at.last_seen.0,
        };
        Ok(SeenOverView { times: seen.times, cameras: seen.cameras.into_iter().map(at).collect() })
    }

    pub(super) fn set_kind(&self, request: &SetPersonKind) -> Result<PersonView, ApiError> {
        self.engine.set_kind(PersonId(request.id), to_wire::from_person_kind(request.kind))?;
        self.person_view(request.id)
    }

    pub(super) fn erase_person(&self, request: &PersonById) -> Result<Erased, ApiError> {
        Ok(to_wire::erased(&self.engine.remove_person(PersonId(request.id))?))
    }
}
