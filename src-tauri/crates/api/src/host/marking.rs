//! A face that the owner points at on a live picture: looked at closer, then kept and named.
//!
//! Owns nothing. Looking keeps nothing; what is kept is looked at again first, so that nothing of a face waits anywhere
//! for an answer.

use super::{Host, checks, refusal::bad_request, teaching, to_wire};
use crate::{
    ApiError, ErrorCode,
    wire::{KeepMarkedFace, MarkFace, MarkedView, NoMarkView, SightingView},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use porchlight_domain::{BoxInFrame, CameraId, NoMark, Picture, Timestamp};
use porchlight_engine::MarkedFace;

impl Host {
    pub(super) fn look_at_mark(&self, request: MarkFace) -> Result<MarkedView, ApiError> {
        let (picture, marked) = self.marked(request)?;
        Ok(match marked {
            Err(reason) => MarkedView::Nothing { reason: to_reason(reason) },
            Ok(face) => MarkedView::Face {
                area: to_wire::area(&face.box_in_picture, picture.width, picture.height),
                is_guessed: face.is_guessed,
                side_px: face.quality.face_side_px,
                trust: face.quality.trust,
                jpeg_base64: STANDARD.encode(face.portrait_jpeg()?),
                candidates: face.identity.candidates.iter().map(to_wire::candidate).collect(),
            },
        })
    }

    pub(super) fn keep_mark(&self, request: KeepMarkedFace) -> Result<SightingView, ApiError> {
        let (camera, at) = (CameraId(request.marked.camera_id), Timestamp(request.marked.at));
        let target = teaching::target(&request.target)?;
        let face = self.marked(request.marked)?.1;
        let face = face.map_err(|_| ApiError::new(ErrorCode::NoFace, "there is no usable face in this area"))?;
        let sighting = self.engine.keep_marked(camera, at, &face, target)?;
        Ok(to_wire::sighting(self.engine.store().sighting(sighting)?))
    }

    fn marked(&self, request: MarkFace) -> Result<(Picture, Result<MarkedFace, NoMark>), ApiError> {
        // A camera that is gone has no picture; asked first, so that nothing is looked for in vain.
        self.engine.store().camera(CameraId(request.camera_id))?;
        let file = checks::pictures(vec![request.picture])?.pop();
        let file = file.ok_or_else(|| bad_request("a picture is needed"))?;
        let picture = porchlight_vision::decode(&file.bytes).map_err(|e| bad_request(e.to_string()))?;
        let area = area_in(request.area, &picture)?;
        let marked = self.engine.look_closer(&picture, &area)?;
        Ok((picture, marked))
    }
}

/// The part of the marked area that lies in the picture.
fn area_in([left, top, width, height]: [f32; 4], picture: &Picture) -> Result<BoxInFrame, ApiError> {
    let (right, bottom) = (left + width, top + height);
    let is_area = [left, top, right, bottom].iter().all(|v| (-1.0..=2.0).contains(v)) && width > 0.0 && height > 0.0;
    if !is_area || left >= 1.0 || top >= 1.0 || right <= 0.0 || bottom <= 0.0 {
        return Err(bad_request("the area does not lie in the picture"));
    }
    let (w, h) = (picture.width as f32, picture.height as f32);
    let (x, y) = (left.max(0.0) * w, top.max(0.0) * h);
    Ok(BoxInFrame { x, y, w: right.min(1.0) * w - x, h: bottom.min(1.0) * h - y })
}

fn to_reason(reason: NoMark) -> NoMarkView {
    match reason {
        NoMark::TooSmall => NoMarkView::TooSmall,
        NoMark::BadLight => NoMarkView::BadLight,
        NoMark::Blurred => NoMarkView::Blurred,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_that_part_of_it_which_lies_in_the_picture() {
        let picture = Picture::black(200, 100);
        let inside = area_in([0.25, 0.5, 0.5, 0.25], &picture).expect("inside");
        assert_eq!(inside, BoxInFrame { x: 50.0, y: 50.0, w: 100.0, h: 25.0 });
        let cut = area_in([-0.1, 0.9, 0.35, 0.5], &picture).expect("a part of it");
        assert_eq!((cut.x, cut.y, cut.w.round(), cut.h.round()), (0.0, 90.0, 50.0, 10.0), "cut at both edges");
        for bad in [[0.0, 0.0, 0.0, 0.5], [1.2, 0.0, 0.1, 0.1], [0.1, 0.1, -0.05, 0.1], [f32::NAN, 0.0, 0.5, 0.5]] {
            assert!(area_in(bad, &picture).is_err(), "{bad:?}");
        }
    }
}
