//! The report of a demonstration, up to date whenever it is loaded.

use axum::extract::State;
use axum::http::{HeaderName, header};
use axum::response::{Html, IntoResponse, Response};

use super::app::App;
use super::error::PageError;
use crate::findings::of_gathered;
use crate::measures::gather;
use crate::report::{SCRIPT_HASH, html};

/// The report, where the server shows one.
pub async fn show(State(app): State<App>) -> Result<Response, PageError> {
    if !app.shows_report() {
        return Err(PageError::NotFound);
    }
    let gathered = gather(&app.conduct().journal, &app.conduct().study).await?;
    let page = tokio::task::spawn_blocking(move || html(&of_gathered(&app.conduct().study, gathered))).await?;
    // The report carries its own style sheet and the script of its sliders, and nothing else.
    let policy = format!("default-src 'none'; style-src 'unsafe-inline'; script-src '{SCRIPT_HASH}'; img-src data:");
    let headers = [(HeaderName::from_static("content-security-policy"), policy)];
    Ok((headers, [(header::CACHE_CONTROL, "no-store")], Html(page)).into_response())
}
