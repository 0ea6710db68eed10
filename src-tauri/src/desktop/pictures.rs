//! Kept pictures for the page: `porchlight://localhost/face/12` and `…/scene/3`.
//!
//! Owns the addresses. Must not keep anything: what was erased is gone with the next look, so nothing is cached.

use super::shell::Shell;
use porchlight_api::ApiError;
use std::sync::Arc;
use tauri::{
    AppHandle, Manager, UriSchemeResponder,
    async_runtime::spawn_blocking,
    http::{
        Response, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS},
    },
};

pub(super) const SCHEME: &str = "porchlight";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Face(i64),
    Scene(i64),
}

/// Answers one request, on a thread that may wait.
pub(super) fn answer(app: &AppHandle, path: &str, responder: UriSchemeResponder) {
    let shell = Arc::clone(&app.state::<Arc<Shell>>());
    let wanted = wanted(path);
    spawn_blocking(move || responder.respond(response(found(&shell, wanted))));
}

/// The page encodes the slash of an address, so both spellings are read.
fn wanted(path: &str) -> Option<Wanted> {
    let path = path.trim_start_matches('/').replace("%2F", "/").replace("%2f", "/");
    let (kind, id) = path.split_once('/')?;
    let id = id.parse().ok()?;
    match kind {
        "face" => Some(Wanted::Face(id)),
        "scene" => Some(Wanted::Scene(id)),
        _ => None,
    }
}

fn found(shell: &Shell, wanted: Option<Wanted>) -> Result<Option<Vec<u8>>, ApiError> {
    match wanted {
        Some(Wanted::Face(id)) => shell.host()?.face_picture(id),
        Some(Wanted::Scene(id)) => shell.host()?.alert_scene(id),
        None => Ok(None),
    }
}

fn response(found: Result<Option<Vec<u8>>, ApiError>) -> Response<Vec<u8>> {
    let (status, body) = match found {
        Ok(Some(jpeg)) => (StatusCode::OK, jpeg),
        Ok(None) => (StatusCode::NOT_FOUND, Vec::new()),
        Err(error) => {
            tracing::warn!("a picture could not be had: {error}");
            (StatusCode::INTERNAL_SERVER_ERROR, Vec::new())
        }
    };
    let response = Response::builder()
        .status(status)
        .header(CONTENT_TYPE, "image/jpeg")
        .header(CACHE_CONTROL, "no-store")
        .header(X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Only a header with a bad name or value can fail, and these are written above.
    response.body(body).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_one_picture_or_none() {
        for (path, expected) in [
            ("/face/12", Some(Wanted::Face(12))),
            ("/face%2F12", Some(Wanted::Face(12))),
            ("/scene%2f3", Some(Wanted::Scene(3))),
            ("/face/../../etc/passwd", None),
            ("/face/", None),
            ("/crop/1", None),
            ("/", None),
        ] {
            assert_eq!(wanted(path), expected, "{path}");
        }
    }

    #[test]
    fn nothing_is_kept_and_what_is_gone_is_not_found() {
        let there = response(Ok(Some(vec![1])));
        assert_eq!(
            (there.status(), &there.headers()[CACHE_CONTROL]),
            (StatusCode::OK, &"no-store".parse().expect("a value"))
        );
        assert_eq!(response(Ok(None)).status(), StatusCode::NOT_FOUND);
    }
}
