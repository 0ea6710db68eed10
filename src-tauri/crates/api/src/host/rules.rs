//! Rules, quiet hours and snoozes.
//!
//! Owns nothing. Must not decide whether a rule tells.

use super::{Host, checks, to_wire};
use crate::{
    ApiError,
    wire::{AddAlertRule, AlertRulesView, ChangeAlertRule, RuleTrialView, SnoozeAlert, SnoozeView, TryAlertRule},
};
use porchlight_domain::{AlertId, AlertRule, PersonId, RuleAbout, RuleId, Snooze, SnoozeOf};
use porchlight_engine::SnoozeFor;
use porchlight_store::{SeenFrom, StoreError};

/// Visits that a trial shows; it counts all.
const SHOWN_VISITS: usize = 50;

impl Host {
    pub(super) fn rules_view(&self) -> Result<AlertRulesView, ApiError> {
        let silences = self.engine.silences()?;
        let mut rules = Vec::new();
        for rule in self.engine.alert_rules()? {
            let name = match rule.says.about {
                RuleAbout::Person(person) => self.name_of(person)?,
                _ => None,
            };
            rules.push(to_wire::rule(&rule, name));
        }
        let snoozes = silences.snoozes.into_iter().map(|snooze| self.snooze_view(snooze));
        Ok(AlertRulesView {
            rules,
            hush: to_wire::hush(&silences.hush),
            quiet_until: silences.quiet_until.map(|until| until.0),
            snoozes: snoozes.collect::<Result<_, _>>()?,
            tomorrow_at: self.engine.snooze_until(SnoozeFor::UntilTomorrow).0,
        })
    }

    pub(super) fn add_rule(&self, request: &AddAlertRule) -> Result<AlertRulesView, ApiError> {
        self.engine.add_alert_rule(&checks::rule(&request.says)?, request.is_on)?;
        self.rules_view()
    }

    pub(super) fn change_rule(&self, request: &ChangeAlertRule) -> Result<AlertRulesView, ApiError> {
        let rule = AlertRule { id: RuleId(request.id), says: checks::rule(&request.says)?, is_on: request.is_on };
        self.engine.update_alert_rule(&rule)?;
        self.rules_view()
    }

    pub(super) fn try_rule(&self, request: &TryAlertRule) -> Result<RuleTrialView, ApiError> {
        let trial = self.engine.try_alert_rule(&checks::rule(&request.says)?)?;
        let mut latest = Vec::new();
        for visit in trial.told.iter().take(SHOWN_VISITS) {
            match self.engine.store().sighting(visit.sighting) {
                Ok(sighting) => latest.push(to_wire::sighting(sighting)),
                // Erased since it was counted.
                Err(StoreError::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(to_wire::trial(&trial, latest))
    }

    pub(super) fn snooze_one(&self, request: &SnoozeAlert) -> Result<SnoozeView, ApiError> {
        let how_long = to_wire::from_snooze_for(request.how_long);
        let (of, until) = self.engine.snooze_alert(AlertId(request.id), how_long, SeenFrom::Window)?;
        self.snooze_view(Snooze { of, until })
    }

    fn snooze_view(&self, snooze: Snooze) -> Result<SnoozeView, ApiError> {
        let name = match snooze.of {
            SnoozeOf::Person(person) => self.name_of(person)?,
            SnoozeOf::Everything | SnoozeOf::Strangers => None,
        };
        Ok(SnoozeView { what: to_wire::snooze_of(snooze.of), name, until: snooze.until.0 })
    }

    /// `None` for somebody who is not there any more.
    fn name_of(&self, person: PersonId) -> Result<Option<String>, ApiError> {
        match self.engine.store().person(person) {
            Ok(summary) => Ok(Some(summary.person.name)),
            Err(StoreError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
