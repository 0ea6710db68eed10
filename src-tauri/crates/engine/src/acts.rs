//! What the owner does: naming, blacklisting, joining, taking back.
//!
//! Owns the order of each act: stored, then the gallery, then announced, so that the next frame shows it. Must not know
//! the window.

use crate::{Engine, EngineError, Event};
use porchlight_domain::{AlertId, FaceId, PersonId, PersonKind, Settings, Subject, VisitorId};
use porchlight_store::{Act, Actor, Done, Erased, Rejected, SeenFrom, StoreError};

/// How many lately undone acts are looked through for what redo would do.
const REDO_REACH: usize = 100;

impl Engine {
    /// Gives a visitor a name: a new person, or one who has it already.
    ///
    /// # Errors
    /// The visitor is gone, the name is empty, or the store failed.
    pub fn name_visitor(
        &self,
        visitor: VisitorId,
        name: &str,
        kind: Option<PersonKind>,
    ) -> Result<PersonId, EngineError> {
        let done = self.store.name_visitor(visitor, name, kind, self.clock.now())?;
        self.acted(done, &[Subject::Visitor(visitor)]);
        match done.subject {
            Subject::Person(person) => Ok(person),
            Subject::Visitor(_) => Err(StoreError::NotFound { what: "person" }.into()),
        }
    }

    /// A visitor is a person or another visitor.
    ///
    /// # Errors
    /// Either is gone, or the store failed.
    pub fn join_visitor(&self, visitor: VisitorId, into: Subject) -> Result<(), EngineError> {
        let done = match into {
            Subject::Person(person) => self.store.same_as(visitor, person, self.clock.now())?,
            Subject::Visitor(other) => self.store.merge_visitors(visitor, other, self.clock.now())?,
        };
        self.acted(done, &[Subject::Visitor(visitor), into]);
        Ok(())
    }

    /// A visitor is not this person; they are never proposed to each other again.
    ///
    /// # Errors
    /// Either is gone, or the store failed.
    pub fn reject_visitor(&self, visitor: VisitorId, person: PersonId) -> Result<(), EngineError> {
        self.store.reject(Rejected::Visitor(visitor), person, self.clock.now())?;
        self.household.reload_everybody(self.clock.now())?;
        self.changed();
        Ok(())
    }

    /// Known, blacklisted or ignored.
    ///
    /// # Errors
    /// The person is gone, or the store failed.
    pub fn set_kind(&self, person: PersonId, kind: PersonKind) -> Result<(), EngineError> {
        let done = self.store.set_kind(person, kind, self.clock.now())?;
        self.acted(done, &[]);
        Ok(())
    }

    /// Another name.
    ///
    /// # Errors
    /// The person is gone, the name is empty or taken, or the store failed.
    pub fn rename_person(&self, person: PersonId, name: &str) -> Result<(), EngineError> {
        let done = self.store.rename_person(person, name, self.clock.now())?;
        self.acted(done, &[]);
        Ok(())
    }

    /// Takes back the latest act. `None` if there is none.
    ///
    /// # Errors
    /// It is no longer possible, or the store failed.
    pub fn undo(&self) -> Result<Option<Act>, EngineError> {
        self.turn(|| self.store.undo(self.clock.now()))
    }

    /// Does again what was taken back last. `None` if there is nothing.
    ///
    /// # Errors
    /// It is no longer possible, or the store failed.
    pub fn redo(&self) -> Result<Option<Act>, EngineError> {
        self.turn(|| self.store.redo(self.clock.now()))
    }

    /// What undo and redo would do now.
    ///
    /// # Errors
    /// The store failed.
    pub fn journal(&self) -> Result<(Option<Act>, Option<Act>), EngineError> {
        let acts = self.store.acts(REDO_REACH)?;
        let own = || acts.iter().filter(|act| act.actor == Actor::Owner);
        let undo = own().find(|act| act.undone_at.is_none()).cloned();
        let redo = own().filter(|act| act.undone_at.is_some()).max_by_key(|act| (act.undone_at, -act.id.0)).cloned();
        Ok((undo, redo))
    }

    /// Erases a person with everything kept. Cannot be undone.
    ///
    /// # Errors
    /// The person is gone, or the store failed.
    pub fn remove_person(&self, person: PersonId) -> Result<Erased, EngineError> {
        // A backup that is being made would have her in it, and hold her bytes still.
        let _weekly = self.steward.weekly.rest();
        let erased = self.store.remove_person(person)?;
        self.household.reload(Subject::Person(person));
        self.changed();
        Ok(erased)
    }

    /// Erases a visitor with everything kept. Cannot be undone.
    ///
    /// # Errors
    /// The visitor is gone, or the store failed.
    pub fn remove_visitor(&self, visitor: VisitorId) -> Result<Erased, EngineError> {
        let _weekly = self.steward.weekly.rest();
        let erased = self.store.remove_visitor(visitor)?;
        self.household.reload(Subject::Visitor(visitor));
        self.changed();
        Ok(erased)
    }

    /// Removes one kept face.
    ///
    /// # Errors
    /// The face is gone, or the store failed.
    pub fn remove_face(&self, face: FaceId) -> Result<(), EngineError> {
        let done = self.store.remove_face(face, self.clock.now())?;
        self.acted(done, &[]);
        Ok(())
    }

    /// The owner saw an alert.
    ///
    /// # Errors
    /// The alert is gone, or the store failed.
    pub fn acknowledge(&self, alert: AlertId, from: SeenFrom) -> Result<(), EngineError> {
        self.store.acknowledge_alert(alert, from, self.clock.now())?;
        self.bus.announce(&Event::AlertAcknowledged(alert));
        self.bus.announce(&Event::JournalChanged);
        Ok(())
    }

    /// The owner saw every alert that there is.
    ///
    /// # Errors
    /// The store failed.
    pub fn acknowledge_all(&self, from: SeenFrom) -> Result<(), EngineError> {
        for alert in self.store.acknowledge_all(from, self.clock.now())? {
            self.bus.announce(&Event::AlertAcknowledged(alert));
        }
        self.bus.announce(&Event::JournalChanged);
        Ok(())
    }

    /// Saves the settings; verdicts are reached anew.
    ///
    /// # Errors
    /// The store failed.
    pub fn save_settings(&self, settings: Settings) -> Result<(), EngineError> {
        self.household.save_settings(settings, self.clock.now())?;
        self.bus.announce(&Event::CacheCleared);
        self.bus.announce(&Event::SettingsChanged);
        Ok(())
    }

    /// Forgets visitors and sightings past their days.
    ///
    /// # Errors
    /// The store failed.
    pub fn forget_old(&self) -> Result<Erased, EngineError> {
        let erased = self.store.forget_old(self.clock.now(), self.home().settings())?;
        if erased != Erased::default() {
            self.household.reload_everybody(self.clock.now())?;
            self.changed();
        }
        Ok(erased)
    }

    pub(crate) fn acted(&self, done: Done, also: &[Subject]) {
        let mut subjects = vec![done.subject];
        subjects.extend(also.iter().copied().filter(|subject| *subject != done.subject));
        self.household.reload_all(&subjects);
        self.changed();
    }

    /// Turns an act of the journal, and takes in whatever that changed.
    pub(crate) fn turn(
        &self,
        turn: impl FnOnce() -> Result<Option<Act>, StoreError>,
    ) -> Result<Option<Act>, EngineError> {
        let cameras = self.store.cameras()?;
        let Some(act) = turn()? else { return Ok(None) };
        // An act can touch rejections too, which belong to the whole gallery.
        self.household.reload_everybody(self.clock.now())?;
        self.changed();
        // Merging, erasing and removing a camera change rules as well.
        self.bus.announce(&Event::AlertRulesChanged);
        self.take_in_cameras(&cameras)?;
        Ok(Some(act))
    }

    pub(crate) fn changed(&self) {
        for event in [Event::PeopleChanged, Event::VisitorsChanged, Event::JournalChanged] {
            self.bus.announce(&event);
        }
    }
}
