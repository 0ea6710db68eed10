//! How many came when.
//!
//! Owns the counting of sightings over spans of time, narrowed as a list of them is. Must not know what a day is: its caller
//! says when each span begins.

use super::sighting::{VERDICT, narrowed};
use crate::{Result, SightingFilter, Store, words::Word};
use porchlight_domain::Timestamp;
use rusqlite::ToSql;

/// Counting.
impl Store {
    /// How many sightings began in each of the spans between these moments, which rise. One span less than there are moments.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn sighting_density(&self, filter: &SightingFilter, moments: &[Timestamp]) -> Result<Vec<u32>> {
        let (Some(first), Some(last)) = (moments.first(), moments.last()) else { return Ok(Vec::new()) };
        let mut counts = vec![0u32; moments.len() - 1];
        let from = filter.from.map_or(*first, |from| from.max(*first));
        let until = filter.until.map_or(*last, |until| until.min(*last));
        let narrowed = narrowed(&SightingFilter { from: Some(from), until: Some(until), ..filter.clone() }, None);
        let narrow = narrowed.conditions.join(" AND ");
        let verdict = filter.verdict.map(Word);
        let mut values: Vec<(&str, &dyn ToSql)> =
            narrowed.values.iter().map(|(name, value)| (*name, value as &dyn ToSql)).collect();
        values.extend(verdict.as_ref().map(|verdict| (":verdict", verdict as &dyn ToSql)));
        let sql = match filter.verdict {
            // Answered by an index without a look at the rows.
            None => format!("SELECT started_at FROM sighting WHERE {narrow}"),
            Some(_) => format!(
                "SELECT sighting.started_at FROM sighting LEFT JOIN person ON person.id = sighting.person_id
                 WHERE {narrow} AND {VERDICT} = :verdict"
            ),
        };
        self.read(|c| {
            let mut statement = c.prepare_cached(&sql)?;
            let mut rows = statement.query(&values[..])?;
            while let Some(row) = rows.next()? {
                let at: i64 = row.get(0)?;
                let span = moments.partition_point(|moment| moment.0 <= at);
                if let Some(count) = span.checked_sub(1).and_then(|span| counts.get_mut(span)) {
                    *count = count.saturating_add(1);
                }
            }
            Ok(())
        })?;
        Ok(counts)
    }
}
