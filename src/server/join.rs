//! Ways into a session: a code for everyone, or a personal link. Only a press of a button enrols, never the opening of a link.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::app::{App, Session};
use super::error::{PageError, page};
use super::language::Asked;
use super::pages::{Landing, Welcome};
use super::{access, language};
use crate::journal::{Live, Origin, new_token};
use crate::study::Words;

/// The header by which load and simulation clients say that nobody sits in front of them.
pub const SIMULATED: &str = "x-overtrust-simulated";

/// The form of the first page.
#[derive(Debug, Deserialize)]
pub struct CodeForm {
    code: String,
}

/// The first page.
pub async fn landing(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    page(&first_page(&app, words(&app, &asked, &headers), None))
}

/// A code was typed.
pub async fn join_with_code(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    Form(form): Form<CodeForm>,
) -> Result<Response, PageError> {
    let code = form.code.trim().to_uppercase();
    let words = words(&app, &asked, &headers);
    if code == app.join_code() {
        return Ok(Redirect::to(&with_language(&app, &format!("/j/{code}"), words)).into_response());
    }
    let problem = Some(words.say("landing.unknown-code").to_string());
    page(&first_page(&app, words, problem))
}

fn first_page(app: &App, words: &Words, problem: Option<String>) -> Landing {
    let study = &app.conduct().study;
    Landing {
        words: words.clone(),
        languages: study.texts.languages().to_vec(),
        study: words.title(&study.title).to_owned(),
        problem,
    }
}

/// The link with the code was opened.
pub async fn open_code(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    check_code(&app, &code)?;
    let words = words(&app, &asked, &headers);
    if let Led::Kept { words, going, .. } = led(&app, &headers).await? {
        return welcome(&app, &format!("/j/{code}"), words, going);
    }
    // The token is there before Start is pressed, so that pressing twice starts one session.
    let page = welcome(&app, &format!("/j/{code}"), words, Going::In)?;
    Ok(([access::set_cookie(&app, &new_token()?)], page).into_response())
}

/// Start was pressed on the link with the code.
pub async fn start_with_code(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    check_code(&app, &code)?;
    let (token, session) = match led(&app, &headers).await? {
        Led::Kept { token, session, .. } => (token, Some(session)),
        Led::Fresh(token) => (token, None),
        Led::Nowhere => (new_token()?, None),
    };
    start(&app, &token, session, &asked, &headers).await
}

/// A personal link was opened. A session that is there stays in its language.
pub async fn open_personal(
    State(app): State<App>,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let path = format!("/p/{token}");
    if let Some(session) = app.session(&token).await? {
        let live = session.lock().await;
        let words = language::of_session(&app.conduct().study, &live, &headers);
        return welcome(&app, &path, words, going(&live));
    }
    if !app.is_invited(&token).await? {
        return Err(PageError::NotFound);
    }
    welcome(&app, &path, words(&app, &asked, &headers), Going::In)
}

/// Start or continue was pressed on a personal link.
pub async fn start_personal(
    State(app): State<App>,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let session = app.session(&token).await?;
    if session.is_none() && !app.is_invited(&token).await? {
        return Err(PageError::NotFound);
    }
    start(&app, &token, session, &asked, &headers).await
}

/// Leads into the session of a token; one that has none yet is enrolled.
async fn start(
    app: &App,
    token: &str,
    session: Option<Session>,
    asked: &Asked,
    headers: &HeaderMap,
) -> Result<Response, PageError> {
    let origin = if headers.contains_key(SIMULATED) { Origin::Simulated } else { Origin::Person };
    let session = match session {
        Some(session) => session,
        None => app.enroll(token, origin).await?,
    };
    let mut live = session.lock().await;
    language::keep(app, &mut live, words(app, asked, headers)).await?;
    let words = language::of_session(&app.conduct().study, &live, headers);
    let cookies = AppendHeaders([access::set_cookie(app, token), language::remember(app, words)]);
    Ok((cookies, Redirect::to("/session")).into_response())
}

/// Where a browser's cookie leads.
enum Led<'a> {
    /// To a session that the browser stays with: one that goes on or, where the study allows one run for each browser, any.
    Kept { token: String, session: Session, words: &'a Words, going: Going },
    /// To a token that nobody has enrolled with.
    Fresh(String),
    /// To no token, or to a session that is over and makes room for the next person at the same machine.
    Nowhere,
}

async fn led<'a>(app: &'a App, headers: &HeaderMap) -> Result<Led<'a>, PageError> {
    let Some(token) = access::token(app, headers) else { return Ok(Led::Nowhere) };
    let Some(session) = app.session(&token).await? else { return Ok(Led::Fresh(token)) };
    let study = &app.conduct().study;
    let live = session.lock().await;
    let (words, going) = (language::of_session(study, &live, headers), going(&live));
    drop(live);
    let is_kept = going == Going::On || study.conduct.one_run_per_browser;
    Ok(if is_kept { Led::Kept { token, session, words, going } } else { Led::Nowhere })
}

/// Whether a session that is there goes on.
fn going(live: &Live) -> Going {
    if live.sitting.progress().is_over() { Going::Nowhere } else { Going::On }
}

fn check_code(app: &App, code: &str) -> Result<(), PageError> {
    if code.to_uppercase() == app.join_code() { Ok(()) } else { Err(PageError::NotFound) }
}

fn words<'a>(app: &'a App, asked: &Asked, headers: &HeaderMap) -> &'a Words {
    language::of_request(&app.conduct().study.texts, asked, headers)
}

/// The address of a page that is to stay in a language, where there are several.
fn with_language(app: &App, path: &str, words: &Words) -> String {
    let several = app.conduct().study.texts.languages().len() > 1;
    if several { format!("{path}?lang={}", words.code()) } else { path.to_owned() }
}

/// Whether a session begins, goes on, or is over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Going {
    In,
    On,
    Nowhere,
}

fn welcome(app: &App, path: &str, words: &Words, going: Going) -> Result<Response, PageError> {
    let study = &app.conduct().study;
    page(&Welcome {
        words: words.clone(),
        languages: study.texts.languages().to_vec(),
        study: words.title(&study.title).to_owned(),
        action: with_language(app, path, words),
        continues: going != Going::In,
        is_over: going == Going::Nowhere,
    })
}
