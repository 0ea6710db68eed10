//! What the verdict of a sighting took.
//!
//! Owns the column `sighting.decision`. Must not judge it. Invariant: a moment and spans of time, nothing of anybody.

use crate::{Decision, Result, Store, Write};
use porchlight_domain::{SightingId, Timestamp};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// As the column holds it: milliseconds since the epoch, and microseconds.
#[derive(Serialize, Deserialize)]
struct StoredDecision {
    at: i64,
    wait: u64,
    detect: u64,
    embed: u64,
    matching: u64,
    total: u64,
}

impl Store {
    /// When a sighting got its verdict and what that took; `None` where that was not written down, or the sighting is gone.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn decision(&self, sighting: SightingId) -> Result<Option<Decision>> {
        self.read(|c| {
            let text: Option<String> = c
                .prepare_cached("SELECT decision FROM sighting WHERE id = ?1 AND decision IS NOT NULL")?
                .query_row([sighting.0], |row| row.get(0))
                .optional()?;
            Ok(text.and_then(|text| read(&text)))
        })
    }
}

impl Write<'_> {
    /// A sighting has another verdict now than before, and this is what it took.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn decided(&mut self, sighting: SightingId, decision: &Decision) -> Result<()> {
        let us = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let stored = StoredDecision {
            at: decision.at.0,
            wait: us(decision.wait),
            detect: us(decision.detect),
            embed: us(decision.embed),
            matching: us(decision.matching),
            total: us(decision.total),
        };
        // Numbers and nothing else: there is nothing in it that JSON could not hold.
        let text = serde_json::to_string(&stored).ok();
        self.connection
            .prepare_cached("UPDATE sighting SET decision = ?2 WHERE id = ?1")?
            .execute(params![sighting.0, text])?;
        Ok(())
    }
}

/// Text that is none of ours counts as nothing.
fn read(text: &str) -> Option<Decision> {
    let stored: StoredDecision = serde_json::from_str(text).ok()?;
    let us = Duration::from_micros;
    Some(Decision {
        at: Timestamp(stored.at),
        wait: us(stored.wait),
        detect: us(stored.detect),
        embed: us(stored.embed),
        matching: us(stored.matching),
        total: us(stored.total),
    })
}
