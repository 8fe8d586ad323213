//! Ways into a session: a code for everyone, or a personal link. Only a press of a button enrols, never the opening of a link.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::access;
use super::app::App;
use super::error::{PageError, page};
use super::pages::{Landing, Welcome};
use crate::journal::{Origin, new_token};

/// The header by which load and simulation clients say that nobody sits in front of them.
pub const SIMULATED: &str = "x-overtrust-simulated";

/// The form of the first page.
#[derive(Debug, Deserialize)]
pub struct CodeForm {
    code: String,
}

/// The first page.
pub async fn landing(State(app): State<App>) -> Result<Response, PageError> {
    page(&Landing { study: app.conduct().study.title.clone(), problem: None })
}

/// A code was typed.
pub async fn join_with_code(State(app): State<App>, Form(form): Form<CodeForm>) -> Result<Response, PageError> {
    let code = form.code.trim().to_uppercase();
    if code == app.join_code() {
        return Ok(Redirect::to(&format!("/j/{code}")).into_response());
    }
    let problem = Some(
        "This code is not known. It has six letters and digits, and is on the screen or in your invitation.".into(),
    );
    page(&Landing { study: app.conduct().study.title.clone(), problem })
}

/// The link with the code was opened.
pub async fn open_code(
    State(app): State<App>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    check_code(&app, &code)?;
    if keeps_session(&app, &headers).await? {
        return welcome(&app, format!("/j/{code}"), true);
    }
    // The token is there before Start is pressed, so that pressing twice starts one session.
    let page = welcome(&app, format!("/j/{code}"), false)?;
    Ok(([access::set_cookie(&app, &new_token()?)], page).into_response())
}

/// Start was pressed on the link with the code.
pub async fn start_with_code(
    State(app): State<App>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    check_code(&app, &code)?;
    let token = match access::token(&app, &headers) {
        Some(token) if app.session(&token).await?.is_none() || keeps_session(&app, &headers).await? => token,
        _ => new_token()?,
    };
    start(&app, &token, &headers).await
}

/// A personal link was opened.
pub async fn open_personal(State(app): State<App>, Path(token): Path<String>) -> Result<Response, PageError> {
    let continues = app.session(&token).await?.is_some();
    if !continues && !app.is_invited(&token).await? {
        return Err(PageError::NotFound);
    }
    welcome(&app, format!("/p/{token}"), continues)
}

/// Start or continue was pressed on a personal link.
pub async fn start_personal(
    State(app): State<App>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    if app.session(&token).await?.is_none() && !app.is_invited(&token).await? {
        return Err(PageError::NotFound);
    }
    start(&app, &token, &headers).await
}

async fn start(app: &App, token: &str, headers: &HeaderMap) -> Result<Response, PageError> {
    let origin = if headers.contains_key(SIMULATED) { Origin::Simulated } else { Origin::Person };
    app.enroll(token, origin).await?;
    Ok(([access::set_cookie(app, token)], Redirect::to("/session")).into_response())
}

/// Whether the browser has a session that it is led to: one that goes on or, where the study allows one run for each browser, any. One
/// that is over otherwise makes room for the next person at the same machine.
async fn keeps_session(app: &App, headers: &HeaderMap) -> Result<bool, PageError> {
    let Some(token) = access::token(app, headers) else { return Ok(false) };
    let Some(session) = app.session(&token).await? else { return Ok(false) };
    let live = session.lock().await;
    let progress = live.sitting.progress();
    let is_over = progress.is_withdrawn() || progress.debriefed.is_some();
    Ok(!is_over || app.conduct().study.conduct.one_run_per_browser)
}

fn check_code(app: &App, code: &str) -> Result<(), PageError> {
    if code.to_uppercase() == app.join_code() { Ok(()) } else { Err(PageError::NotFound) }
}

fn welcome(app: &App, action: String, continues: bool) -> Result<Response, PageError> {
    page(&Welcome { study: app.conduct().study.title.clone(), action, continues })
}
