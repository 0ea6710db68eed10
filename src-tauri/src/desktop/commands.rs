//! What the page may call.
//!
//! Owns the crossing from Tauri's commands to the host: one line each, on a thread that may wait. A panic in a command
//! ends that command only.

use super::shell::Shell;
use porchlight_api::{ApiError, ErrorCode};
use serde_json::Value;
use std::sync::Arc;
use tauri::{
    State, WebviewWindow,
    async_runtime::spawn_blocking,
    ipc::{Channel, InvokeResponseBody},
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

async fn waiting<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
) -> Result<T, ApiError> {
    spawn_blocking(work).await.unwrap_or_else(|panicked| {
        tracing::error!("a command panicked: {panicked}");
        Err(ApiError::new(ErrorCode::Internal, "something went wrong inside; the log says what"))
    })
}
