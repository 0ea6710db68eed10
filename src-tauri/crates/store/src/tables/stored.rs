//! What JSON columns hold.
//!
//! Owns the shape of `sighting.candidates` and `sighting.evidence`, and of the hours of a week. Must not query. Invariants: ids and numbers, never a
//! name; text that cannot be read counts as nothing, so that an old row never keeps a list from being shown.

use crate::{
    CountedFace,
    words::{sides, subject_of},
};
use porchlight_domain::{Candidate, DayHours, Similarity, Subject, Timestamp, WeekHours};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// From and until of each weekday, Monday first.
pub(crate) type StoredWeek = [Option<[u16; 2]>; 7];

/// Hours as stored.
pub(crate) fn stored_week(week: &WeekHours) -> StoredWeek {
    week.0.map(|day| day.map(|hours| [hours.from_minute, hours.until_minute]))
}

/// Hours as they were stored; `None` if there are impossible ones among them.
pub(crate) fn read_week(stored: StoredWeek) -> Option<WeekHours> {
    let days = stored.map(|day| day.map(|[from_minute, until_minute]| DayHours { from_minute, until_minute }));
    days.iter().flatten().all(|hours| hours.is_possible()).then_some(WeekHours(days))
}

/// A candidate as stored.
#[derive(Serialize, Deserialize)]
pub(crate) struct StoredCandidate {
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor: Option<i64>,
    pub similarity: f32,
    pub threshold: f32,
    pub face: i64,
}

impl StoredCandidate {
    pub(crate) fn subject(&self) -> Option<Subject> {
        subject_of(self.person, self.visitor)
    }
}

impl From<&Candidate> for StoredCandidate {
    fn from(candidate: &Candidate) -> Self {
        let (person, visitor) = sides(candidate.subject);
        Self {
            person,
            visitor,
            similarity: candidate.similarity.0,
            threshold: candidate.threshold.0,
            face: candidate.nearest_face.0,
        }
    }
}

/// A face that counted, as stored.
#[derive(Serialize, Deserialize)]
pub(crate) struct StoredFace {
    at: i64,
    trust: f32,
    side_px: f32,
    sharpness: f32,
    frontality: f32,
    exposure: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    similarity: Option<f32>,
}

impl From<&CountedFace> for StoredFace {
    fn from(face: &CountedFace) -> Self {
        Self {
            at: face.at.0,
            trust: face.trust,
            side_px: face.side_px,
            sharpness: face.sharpness,
            frontality: face.frontality,
            exposure: face.exposure,
            similarity: face.similarity.map(|similarity| similarity.0),
        }
    }
}

impl From<StoredFace> for CountedFace {
    fn from(face: StoredFace) -> Self {
        Self {
            at: Timestamp(face.at),
            trust: face.trust,
            side_px: face.side_px,
            sharpness: face.sharpness,
            frontality: face.frontality,
            exposure: face.exposure,
            similarity: face.similarity.map(Similarity),
        }
    }
}

/// As the column holds it.
pub(crate) fn to_json<'a, T, S>(parts: &'a [T]) -> String
where
    S: Serialize + From<&'a T>,
{
    let stored: Vec<S> = parts.iter().map(S::from).collect();
    // Numbers and nothing else: there is nothing in it that JSON could not hold.
    serde_json::to_string(&stored).unwrap_or_else(|_| "[]".into())
}

/// What the column holds.
pub(crate) fn from_json<S: DeserializeOwned>(text: &str) -> Vec<S> {
    serde_json::from_str(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_is_none_of_ours_counts_as_nothing() {
        for text in ["", "null", "{}", "[{}]", "[1]", "no json"] {
            assert!(from_json::<StoredFace>(text).is_empty(), "{text}");
            assert!(from_json::<StoredCandidate>(text).is_empty(), "{text}");
        }
    }
}
