//! What the page may call.
//!
//! Owns the crossing from Tauri's commands to the host: one line each, on a thread that may wait. A panic in a command
//! ends that command only.

use super::{saving, shell::Shell};
use porchlight_api::{ApiError, ErrorCode};
use serde_json::Value;
use std::sync::Arc;
use tauri::{
    AppHandle, State, Url, WebviewWindow,
    async_runtime::spawn_blocking,
    ipc::{Channel, InvokeBody, InvokeResponseBody, Request},
};

/// What the page asks first, and again when the owner wants a start that failed to be tried again.
const FIRST_QUESTION: &str = "system";

/// Does a command of the API.
#[tauri::command]
pub(super) async fn call(shell: State<'_, Arc<Shell>>, name: String, request: Value) -> Result<Value, ApiError> {
    if name == FIRST_QUESTION {
        shell.try_again();
    }
    let shell = Arc::clone(&shell);
    waiting(move || porchlight_api::call(&*shell.host()?, &name, request)).await
}

/// Sends the live pictures of a camera until they are no longer watched. Gives the number to end it with.
#[tauri::command]
pub(super) async fn watch_camera(
    shell: State<'_, Arc<Shell>>,
    window: WebviewWindow,
    camera_id: i64,
    max_width: u32,
    channel: Channel<InvokeResponseBody>,
) -> Result<u32, ApiError> {
    let shell = Arc::clone(&shell);
    waiting(move || shell.watches.begin(&shell, window, camera_id, max_width, channel)).await
}

/// Ends one watch; one that is over already is no mistake.
#[tauri::command]
#[allow(clippy::needless_pass_by_value, reason = "Tauri hands its state over by value")]
pub(super) fn unwatch_camera(shell: State<'_, Arc<Shell>>, watch: u32) {
    shell.watches.end(watch);
}

/// Saves a picture where the owner chooses. It comes as it is, its proposed name and the dialog's title beside it,
/// encoded as in an address. Gives the place, or nothing if the owner went back.
#[tauri::command]
pub(super) async fn save_picture(window: WebviewWindow, request: Request<'_>) -> Result<Option<String>, ApiError> {
    let InvokeBody::Raw(jpeg) = request.body() else {
        return Err(ApiError::new(ErrorCode::BadRequest, "the picture did not come as bytes"));
    };
    let jpeg = jpeg.clone();
    let said = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let (file_name, title) = (decoded(said("x-file-name")), decoded(said("x-title")));
    waiting(move || saving::save(&window, &jpeg, &file_name, &title)).await
}

/// Asks where a file is to go. Gives the place, or nothing if the owner went back; what is written there is another command's.
#[tauri::command]
pub(super) async fn choose_place(
    window: WebviewWindow,
    file_name: String,
    title: String,
) -> Result<Option<String>, ApiError> {
    waiting(move || saving::choose(&window, &file_name, &title)).await
}

/// Ends the program, as the same word in the tray does.
#[tauri::command]
#[allow(clippy::needless_pass_by_value, reason = "Tauri hands over what a command asks for by value")]
pub(super) fn quit(app: AppHandle) {
    app.exit(0);
}

/// Words that came in a header: encoded as in an address, for it holds letters of English only.
fn decoded(word: Option<&str>) -> String {
    let address = Url::parse(&format!("words:/?word={}", word.unwrap_or_default()));
    let word = address.ok().and_then(|address| Some(address.query_pairs().next()?.1.into_owned()));
    word.unwrap_or_default()
}

async fn waiting<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
) -> Result<T, ApiError> {
    spawn_blocking(work).await.unwrap_or_else(|panicked| {
        tracing::error!("a command panicked: {panicked}");
        Err(ApiError::new(ErrorCode::Internal, "something went wrong inside; the log says what"))
    })
}
