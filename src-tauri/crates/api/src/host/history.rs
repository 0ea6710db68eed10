//! What happened: sightings and alerts.
//!
//! Owns nothing.

use super::{Host, checks, refusal::bad_request, to_wire};
use crate::{
    ApiError,
    wire::{
        AcknowledgeAlert, AlertList, AlertView, DensityQuery, DensityView, FaceMatchView, FindFace, Nothing,
        SightingList, SightingQuery,
    },
};
use porchlight_domain::{AlertId, CameraId, FaceId, PersonId, Similarity, Subject, Timestamp, VisitorId};
use porchlight_store::{Alert, AlertFilter, PageMark, SeenFrom, SightingFilter, StoreError};

/// Sightings looked through for those that are still open; open ones are among the newest.
const OPEN_REACH: usize = 500;

impl Host {
    pub(super) fn sighting_list(&self, request: &SightingQuery) -> Result<SightingList, ApiError> {
        let limit = checks::limit(request.limit)?;
        let filter = self.filter(request)?;
        let reach = if request.only_open { OPEN_REACH } else { limit };
        let found = self.engine.store().sightings(&filter, reach, None)?.into_iter();
        let wanted = found.filter(|sighting| !request.only_open || sighting.ended_at.is_none());
        Ok(SightingList { sightings: wanted.take(limit).map(to_wire::sighting).collect() })
    }

    pub(super) fn density(&self, request: &DensityQuery) -> Result<DensityView, ApiError> {
        let (filter, moments) = (self.filter(&request.query)?, checks::moments(&request.moments)?);
        Ok(DensityView { counts: self.engine.store().sighting_density(&filter, &moments)? })
    }

    pub(super) fn find(&self, request: FindFace) -> Result<Vec<FaceMatchView>, ApiError> {
        let limit = checks::limit(request.limit)?;
        let found = match (request.face_id, request.picture) {
            (Some(face), None) => self.engine.find_kept_face(FaceId(face), limit)?,
            (None, Some(picture)) => {
                let picture = checks::pictures(vec![picture])?.pop();
                let picture = picture.ok_or_else(|| bad_request("a picture is needed"))?;
                self.engine.find_face_on(&picture.bytes, limit)?
            }
            _ => return Err(bad_request("a kept face or a picture is needed, not both")),
        };
        let mut matches = Vec::with_capacity(found.len());
        for found in found {
            match self.engine.store().sighting(found.sighting) {
                Ok(sighting) => matches.push(FaceMatchView {
                    sighting: to_wire::sighting(sighting),
                    face_id: found.face.0,
                    similarity: found.similarity.0,
                }),
                // Erased since it was found.
                Err(StoreError::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(matches)
    }

    pub(super) fn alert_views(&self, request: &AlertList) -> Result<Vec<AlertView>, ApiError> {
        let filter = AlertFilter {
            verdict: request.verdict.map(to_wire::from_verdict),
            camera: request.camera_id.map(CameraId),
            is_open: request.is_open,
        };
        let after = request.before.map(|mark| PageMark { at: Timestamp(mark.at), id: mark.id });
        let alerts = self.engine.store().alerts_like(&filter, checks::limit(request.limit)?, after)?;
        Ok(alerts.into_iter().map(|alert| self.alert_view(alert)).collect())
    }

    pub(super) fn acknowledge(&self, request: &AcknowledgeAlert) -> Result<AlertView, ApiError> {
        self.engine.acknowledge(AlertId(request.id), SeenFrom::Window)?;
        Ok(self.alert_view(self.engine.store().alert(AlertId(request.id))?))
    }

    pub(super) fn acknowledge_each(&self) -> Result<Nothing, ApiError> {
        self.engine.acknowledge_all(SeenFrom::Window)?;
        Ok(Nothing {})
    }

    pub(super) fn alert_view(&self, alert: Alert) -> AlertView {
        let has_scene = self.engine.store().has_alert_scene(alert.id);
        to_wire::alert(alert, has_scene)
    }

    /// Which sightings are meant.
    pub(super) fn filter(&self, request: &SightingQuery) -> Result<SightingFilter, ApiError> {
        let subject = match (request.person_id, request.visitor_id) {
            (Some(_), Some(_)) => return Err(bad_request("a sighting is of a person or of a visitor")),
            (Some(id), None) => Some(Subject::Person(PersonId(id))),
            (None, Some(id)) => Some(Subject::Visitor(VisitorId(id))),
            (None, None) => None,
        };
        let likeness = [request.alike_from, request.alike_below];
        if likeness.iter().flatten().any(|share| !(-1.0..=1.0).contains(share)) {
            return Err(bad_request("a similarity is -1 to 1"));
        }
        let [alike_from, alike_below] = likeness.map(|share| share.map(Similarity));
        let hours = request.hours.map(checks::hours).transpose()?;
        let hours = hours.map(|hours| self.engine.by_the_clock(hours)).transpose()?;
        Ok(SightingFilter {
            subject,
            camera: request.camera_id.map(CameraId),
            verdict: request.verdict.map(to_wire::from_verdict),
            from: request.since.map(Timestamp),
            until: request.before.map(Timestamp),
            alike_from,
            alike_below,
            hours,
        })
    }
}
