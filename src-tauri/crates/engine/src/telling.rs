//! Telling the owner of somebody: by the rules, once a visit, and right in the end.
//!
//! Owns what was told of each open sighting. Must not decide who anybody is, nor whether a rule tells: that is the
//! domain's. Invariants: stored first, announced afterwards; one alert a sighting, which names all rules that tell; an alert
//! that turns out to be about somebody else is corrected, and raised again only where it turns out to be somebody
//! blacklisted. Rules are read each time: a visit asks a few times, and what another program wrote holds at once.

use crate::{AlertNews, Event, SightingNews, bus::Bus};
use porchlight_domain::{
    AlertId, AlertRule, Candidate, Clock, Decision, Identity, Presence, RuleAbout, SightingId, Subject, Timestamp,
    Verdict, decide,
};
use porchlight_store::{Encoded, NewAlert, Store, StoreError, ToldBy};
use std::{sync::Arc, time::Duration};

/// What the owner was told of a sighting.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    id: AlertId,
    verdict: Verdict,
    subject: Option<Subject>,
}

impl Told {
    /// What an earlier run told of a sighting that goes on.
    pub(crate) fn earlier(store: &Store, sighting: SightingId) -> Option<Self> {
        match store.alert_of(sighting) {
            Ok(alert) => {
                alert.map(|alert| Self { id: alert.id, verdict: alert.verdict_now, subject: alert.subject_now })
            }
            Err(error) => {
                tracing::error!("what was told of a sighting could not be read: {error}");
                None
            }
        }
    }

    /// The alert.
    pub(crate) fn id(&self) -> AlertId {
        self.id
    }
}

/// Tells of one sighting, as it is known now.
pub(crate) struct Teller<'a> {
    pub(crate) store: &'a Store,
    pub(crate) bus: &'a Bus,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) news: &'a SightingNews,
    /// When the frame that shows it arrived.
    pub(crate) arrived: Duration,
}

impl Teller<'_> {
    /// Tells, corrects what was told, or stays silent. `scene` is asked for the picture of the moment if it is needed.
    ///
    /// # Errors
    /// The store failed; nothing was announced.
    pub(crate) fn tell(&self, told: Option<Told>, scene: impl FnOnce() -> Encoded) -> Result<Option<Told>, StoreError> {
        let identity = &self.news.identity;
        if told.is_some_and(|told| (told.verdict, told.subject) == (identity.verdict, identity.subject)) {
            return Ok(told);
        }
        let told_by = self.rules_that_tell()?;
        let Some(before) = told else {
            return if told_by.is_empty() { Ok(None) } else { self.raise(told_by, scene()) };
        };
        let is_worse = identity.verdict == Verdict::Blacklisted && before.verdict != Verdict::Blacklisted;
        if is_worse && !told_by.is_empty() {
            let alert = self.new_alert(told_by, Encoded::default());
            let Some(id) = self.store.write(|w| w.raise_alert_again(&alert))? else {
                // It was erased with whomever it was about at first.
                return self.raise(alert.told_by, scene());
            };
            self.announce(id, alert.told_by);
        } else {
            self.store.write(|w| w.add_reasons(before.id, &told_by))?;
            self.bus.announce(&Event::AlertCorrected(before.id));
        }
        Ok(self.told(before.id))
    }

    fn raise(&self, told_by: Vec<ToldBy>, scene: Encoded) -> Result<Option<Told>, StoreError> {
        let alert = self.new_alert(told_by, scene);
        let Some(id) = self.store.raise_alert(&alert)? else { return Ok(None) };
        self.announce(id, alert.told_by);
        Ok(self.told(id))
    }

    fn told(&self, id: AlertId) -> Option<Told> {
        let Identity { verdict, subject, .. } = self.news.identity;
        Some(Told { id, verdict, subject })
    }

    fn rules_that_tell(&self) -> Result<Vec<ToldBy>, StoreError> {
        let mut rules = self.store.alert_rules()?;
        rules.retain(|rule| rule.is_on);
        if rules.is_empty() {
            return Ok(Vec::new());
        }
        let SightingNews { id, camera, at, identity, .. } = self.news;
        let asks_for_home = rules.iter().any(|rule| matches!(rule.says.about, RuleAbout::NobodyHome { .. }));
        let known_seen_at = if asks_for_home { self.store.known_seen_at(*id, *at)? } else { None };
        let presence = Presence {
            verdict: identity.verdict,
            subject: identity.subject,
            camera: Some(*camera),
            at: *at,
            local: self.clock.local(*at),
            known_seen_at,
        };
        let (hush, snoozes) = (self.store.hush()?, self.store.snoozes(*at)?);
        let mut told_by = Vec::new();
        for rule in rules {
            let last_told = self.last_told(&rule, &presence)?;
            match decide(&rule.says, &presence, &hush, &snoozes, last_told) {
                Decision::Tell => told_by.push(ToldBy { rule: rule.id, about: rule.says.about.kind() }),
                Decision::Silent(why) => tracing::debug!(sighting = %id, rule = %rule.id, ?why, "a rule stays silent"),
                Decision::NotMeant => {}
            }
        }
        Ok(told_by)
    }

    fn last_told(&self, rule: &AlertRule, presence: &Presence) -> Result<Option<Timestamp>, StoreError> {
        if rule.says.apart_minutes == 0 {
            return Ok(None);
        }
        self.store.last_told(rule.id, presence.subject, self.news.id, presence.at)
    }

    fn new_alert(&self, told_by: Vec<ToldBy>, scene: Encoded) -> NewAlert {
        let identity = &self.news.identity;
        let named = named(identity);
        NewAlert {
            sighting: self.news.id,
            verdict: identity.verdict,
            person: match identity.subject {
                Some(Subject::Person(person)) => Some(person),
                Some(Subject::Visitor(_)) | None => None,
            },
            similarity: named.map(|candidate| candidate.similarity),
            threshold: named.map(|candidate| candidate.threshold),
            told_by,
            scene,
            at: self.news.at,
        }
    }

    fn announce(&self, id: AlertId, told_by: Vec<ToldBy>) {
        let news = self.news;
        let named = named(&news.identity);
        self.bus.announce(&Event::Alert(Arc::new(AlertNews {
            id,
            sighting: news.id,
            verdict: news.identity.verdict,
            subject: news.identity.subject,
            name: news.name.clone(),
            told_by,
            camera: news.camera,
            camera_name: Arc::clone(&news.camera_name),
            at: news.at,
            similarity: named.map(|candidate| candidate.similarity),
            threshold: named.map(|candidate| candidate.threshold),
            face: news.face,
            box_in_frame: news.box_in_frame,
            frame: news.frame,
            latency: self.clock.monotonic().saturating_sub(self.arrived),
        })));
    }
}

/// The person who was chosen; how alike a stranger is to somebody says nothing.
fn named(identity: &Identity) -> Option<&Candidate> {
    identity.chosen().filter(|candidate| candidate.kind.is_some())
}
