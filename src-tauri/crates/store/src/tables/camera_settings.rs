//! What the owner set for one camera, as its row holds it.
//!
//! Owns the JSON of areas and hours. Must not query. Invariant: areas that cannot be read hide the whole picture, because a mask
//! that was lost would show what the owner hid; everything else that cannot be read is as for all cameras.

use super::stored::{StoredWeek, read_week, stored_week};
use crate::words::Word;
use porchlight_domain::{Area, AreaKind, CameraSettings, MOST_AREAS, Rotation, WatchHours, WeekHours};
use rusqlite::Row;
use serde::{Deserialize, Serialize};

/// An area as stored.
#[derive(Serialize, Deserialize)]
struct StoredArea {
    kind: String,
    corners: Vec<[f32; 2]>,
}

/// The settings from the six columns that begin at `first`.
pub(super) fn settings_of(row: &Row<'_>, first: usize) -> rusqlite::Result<CameraSettings> {
    let areas = read_areas(row.get_ref(first + 1)?.as_str()?).unwrap_or_else(|| {
        tracing::warn!("the areas of a camera cannot be read: its whole picture is hidden until they are drawn anew");
        vec![Area::everything(AreaKind::PrivacyMask)]
    });
    let week = row.get::<_, Option<String>>(first + 3)?.and_then(|json| serde_json::from_str::<StoredWeek>(&json).ok());
    Ok(CameraSettings {
        rotation: Rotation::from_degrees(row.get(first)?).unwrap_or_default(),
        areas,
        hours: WatchHours {
            is_on: row.get(first + 2)?,
            week: week.and_then(read_week).unwrap_or(WatchHours::default().week),
        },
        smallest_face_px: row.get(first + 4)?,
        detection_side_px: row.get(first + 5)?,
    })
}

/// Areas as they are stored.
pub(super) fn areas_json(areas: &[Area]) -> String {
    let stored = areas
        .iter()
        .map(|area| StoredArea { kind: Word(area.kind).as_str().to_owned(), corners: area.corners.clone() });
    serde_json::to_string(&stored.collect::<Vec<_>>()).unwrap_or_default()
}

fn read_areas(json: &str) -> Option<Vec<Area>> {
    let stored: Vec<StoredArea> = serde_json::from_str(json).ok()?;
    let area =
        |stored: StoredArea| Some(Area { kind: Word::<AreaKind>::read(&stored.kind)?.0, corners: stored.corners });
    let areas: Vec<Area> = stored.into_iter().map(area).collect::<Option<_>>()?;
    (areas.len() <= MOST_AREAS && areas.iter().all(Area::is_possible)).then_some(areas)
}

/// Hours as they are stored.
pub(super) fn week_json(week: &WeekHours) -> String {
    serde_json::to_string(&stored_week(week)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_come_back_as_they_went_in_and_those_that_cannot_be_are_no_areas() {
        let corners = vec![[0.125, 0.25], [0.5, 0.25], [0.5, 0.75]];
        let kinds = [AreaKind::Zone, AreaKind::Mask, AreaKind::PrivacyMask];
        let areas = kinds.map(|kind| Area { kind, corners: corners.clone() }).to_vec();
        assert_eq!(read_areas(&areas_json(&areas)), Some(areas));
        for bad in
            ["", "null", "[{}]", r#"[{"kind":"zone","corners":[[0,0],[1,1]]}]"#, r#"[{"kind":"hole","corners":[]}]"#]
        {
            assert_eq!(read_areas(bad), None, "{bad}");
        }
    }
}
