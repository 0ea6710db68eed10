//! What the owner says of alerts: rules, quiet hours, snoozes; and what a rule would have done.
//!
//! Owns the order of each act, stored and then announced, and when a snooze ends. Must not decide whether a rule tells.

use crate::{Engine, EngineError, Event};
use porchlight_domain::{
    AlertId, AlertRule, Decision, Hush, Presence, RuleId, RuleSays, Silence, Snooze, SnoozeOf, Timestamp, Verdict,
    try_on,
};
use porchlight_store::{SeenFrom, StoreError, Visit};
use std::collections::BTreeMap;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// A rule is tried on as much of the past.
const TRIAL_MS: i64 = 7 * 24 * HOUR_MS;
/// And on so many visits at the most: those of a busy street in a week.
const TRIAL_VISITS: usize = 20_000;
/// Tomorrow begins at six in the morning.
const MORNING_MINUTE: u16 = 6 * 60;
/// Whoever snoozes until tomorrow shortly before the morning means the next one.
const LEAST_UNTIL_TOMORROW_MS: i64 = HOUR_MS;
/// Spans of quiet hours that follow each other without a gap: no week has more.
const MOST_SPANS: usize = 8;

/// How long to snooze.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnoozeFor {
    /// A quarter of an hour.
    QuarterHour,
    /// An hour.
    Hour,
    /// Until six in the morning.
    UntilTomorrow,
}

/// What is silent at a moment, and for how long.
#[derive(Clone, Debug, PartialEq)]
pub struct Silences {
    /// The owner's switches and quiet hours.
    pub hush: Hush,
    /// When the quiet hours that hold now are over.
    pub quiet_until: Option<Timestamp>,
    /// What is snoozed now, what ends first coming first.
    pub snoozes: Vec<Snooze>,
}

/// What a rule would have made of the last week.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleTrial {
    /// Since when.
    pub from: Timestamp,
    /// How many visits were looked at.
    pub visits: usize,
    /// Those that it would have told of, latest first.
    pub told: Vec<Visit>,
    /// How many it would have told of, but for these.
    pub silent: BTreeMap<Silence, usize>,
}

impl Engine {
    /// All rules.
    ///
    /// # Errors
    /// The store failed.
    pub fn alert_rules(&self) -> Result<Vec<AlertRule>, EngineError> {
        Ok(self.store.alert_rules()?)
    }

    /// Adds a rule.
    ///
    /// # Errors
    /// Its camera or person is gone, or the store failed.
    pub fn add_alert_rule(&self, says: &RuleSays, is_on: bool) -> Result<RuleId, EngineError> {
        let id = self.store.add_alert_rule(says, is_on, self.clock.now())?;
        self.rules_changed();
        Ok(id)
    }

    /// A rule says something else, or is switched on or off.
    ///
    /// # Errors
    /// The rule, its camera or its person is gone, or the store failed.
    pub fn update_alert_rule(&self, rule: &AlertRule) -> Result<(), EngineError> {
        self.store.update_alert_rule(rule, self.clock.now())?;
        self.rules_changed();
        Ok(())
    }

    /// Removes a rule.
    ///
    /// # Errors
    /// The rule is gone, or the store failed.
    pub fn remove_alert_rule(&self, id: RuleId) -> Result<(), EngineError> {
        self.store.remove_alert_rule(id, self.clock.now())?;
        self.rules_changed();
        Ok(())
    }

    /// Sets the switches and the quiet hours.
    ///
    /// # Errors
    /// The store failed.
    pub fn save_hush(&self, hush: &Hush) -> Result<(), EngineError> {
        self.store.save_hush(hush, self.clock.now())?;
        self.rules_changed();
        Ok(())
    }

    /// Rules and quiet hours are in the journal.
    fn rules_changed(&self) {
        self.bus.announce(&Event::AlertRulesChanged);
        self.bus.announce(&Event::JournalChanged);
    }

    /// Snoozes. Gives until when.
    ///
    /// # Errors
    /// The store failed.
    pub fn snooze(&self, of: SnoozeOf, how_long: SnoozeFor) -> Result<Timestamp, EngineError> {
        let until = self.snooze_until(how_long);
        self.store.snooze(Snooze { of, until }, self.clock.now())?;
        self.bus.announce(&Event::AlertRulesChanged);
        Ok(until)
    }

    /// Snoozes whomever an alert is about, who was seen with that. Gives until when.
    ///
    /// # Errors
    /// The alert is gone, or the store failed.
    pub fn snooze_alert(
        &self,
        alert: AlertId,
        how_long: SnoozeFor,
        from: SeenFrom,
    ) -> Result<(SnoozeOf, Timestamp), EngineError> {
        let of = SnoozeOf::about(self.store.alert(alert)?.subject_now);
        self.acknowledge(alert, from)?;
        Ok((of, self.snooze(of, how_long)?))
    }

    /// Ends a snooze.
    ///
    /// # Errors
    /// The store failed.
    pub fn end_snooze(&self, of: SnoozeOf) -> Result<(), EngineError> {
        self.store.end_snooze(of)?;
        self.bus.announce(&Event::AlertRulesChanged);
        Ok(())
    }

    /// When a snooze of now would end.
    pub fn snooze_until(&self, how_long: SnoozeFor) -> Timestamp {
        let now = self.clock.now();
        match how_long {
            SnoozeFor::QuarterHour => now.plus_millis(15 * MINUTE_MS),
            SnoozeFor::Hour => now.plus_millis(HOUR_MS),
            SnoozeFor::UntilTomorrow => self.clock.next_at(now.plus_millis(LEAST_UNTIL_TOMORROW_MS), MORNING_MINUTE),
        }
    }

    /// What is silent now.
    ///
    /// # Errors
    /// The store failed.
    pub fn silences(&self) -> Result<Silences, EngineError> {
        let now = self.clock.now();
        let hush = self.store.hush()?;
        Ok(Silences { hush, quiet_until: self.quiet_until(&hush, now), snoozes: self.store.snoozes(now)? })
    }

    /// The end of the quiet hours that hold at `at`; spans without a gap between them are one.
    fn quiet_until(&self, hush: &Hush, at: Timestamp) -> Option<Timestamp> {
        let mut until = None;
        for _ in 0..MOST_SPANS {
            let from = until.unwrap_or(at);
            let Some(minute) = hush.quiet_until(self.clock.local(from)) else { break };
            until = Some(self.clock.next_at(from, minute));
        }
        until
    }

    /// What a rule would have told in the last week, as the visits read now and with the quiet hours of now.
    ///
    /// # Errors
    /// The store failed.
    pub fn try_alert_rule(&self, says: &RuleSays) -> Result<RuleTrial, EngineError> {
        let from = self.clock.now().plus_millis(-TRIAL_MS);
        let visits = self.store.visits_since(from, TRIAL_VISITS)?;
        let decisions = try_on(says, &self.presences(&visits)?, &self.store.hush()?);
        let mut trial = RuleTrial { from, visits: visits.len(), told: Vec::new(), silent: BTreeMap::new() };
        for (visit, decision) in visits.iter().zip(decisions).rev() {
            match decision {
                Decision::Tell => trial.told.push(*visit),
                Decision::Silent(why) => *trial.silent.entry(why).or_default() += 1,
                Decision::NotMeant => {}
            }
        }
        Ok(trial)
    }

    /// Visits, earliest first, as rules would have seen them.
    fn presences(&self, visits: &[Visit]) -> Result<Vec<Presence>, StoreError> {
        // Of the home and of the demo: when anybody known was in view last.
        let mut known_until: [Option<Timestamp>; 2] = [None, None];
        let mut has_begun = [false, false];
        let mut presences = Vec::with_capacity(visits.len());
        for visit in visits {
            let kind = usize::from(visit.is_demo);
            if !std::mem::replace(&mut has_begun[kind], true) {
                known_until[kind] = self.store.known_seen_at(visit.sighting, visit.started_at)?;
            }
            presences.push(Presence {
                verdict: visit.verdict,
                subject: visit.subject,
                camera: visit.camera,
                at: visit.started_at,
                local: self.clock.local(visit.started_at),
                known_seen_at: known_until[kind].map(|until| until.min(visit.started_at)),
            });
            if visit.verdict == Verdict::Known {
                known_until[kind] = known_until[kind].max(Some(visit.last_seen_at));
            }
        }
        Ok(presences)
    }
}
