//! The language of a page: the session's, else what the link, the browser's cookie or its settings ask for, else the default.

use axum::Form;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::access;
use super::app::App;
use super::error::{Failed, PageError};
use crate::journal::Live;
use crate::session::{Event, Refusal};
use crate::study::{Study, Texts, Words};

/// `?lang=de` of a link, and the field of the same name.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    lang: Option<String>,
}

const COOKIE: &str = "overtrust-lang";

/// The words of a running session. A withdrawal erases its language too; the browser may still know it.
pub fn of_session<'s>(study: &'s Study, live: &Live, headers: &HeaderMap) -> &'s Words {
    let progress = live.sitting.progress();
    match &progress.language {
        None if progress.is_withdrawn() => of_request(&study.texts, &Asked::default(), headers),
        language => study.texts.words(language.as_deref()),
    }
}

/// The words for somebody without a session.
pub fn of_request<'t>(texts: &'t Texts, asked: &Asked, headers: &HeaderMap) -> &'t Words {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let link = asked.lang.as_deref().and_then(|code| texts.get(code));
    link.or_else(|| access::cookie_value(headers, COOKIE).and_then(|code| texts.get(&code)))
        .or_else(|| preferred(texts, accepted))
        .unwrap_or(texts.default_words())
}

/// The offered language that a browser likes best; of `de-AT` the part before the hyphen counts as well.
fn preferred<'t>(texts: &'t Texts, accepted: &str) -> Option<&'t Words> {
    let mut wanted: Vec<(&str, f64)> = accepted
        .split(',')
        .map(|entry| {
            let (tag, weight) = entry.split_once(';').unwrap_or((entry, ""));
            let weight = weight.trim().strip_prefix("q=").map_or(Some(1.0), |weight| weight.parse().ok());
            (tag.trim(), weight.unwrap_or(0.0))
        })
        .filter(|(_, weight)| *weight > 0.0)
        .collect();
    wanted.sort_by(|a, b| b.1.total_cmp(&a.1));
    wanted.into_iter().find_map(|(tag, _)| {
        let tag = tag.to_ascii_lowercase();
        let is = |words: &&Words| words.code().eq_ignore_ascii_case(&tag);
        let stem = tag.split('-').next().unwrap_or_default();
        let languages = || texts.languages().iter();
        languages().find(is).or_else(|| languages().find(|words| words.code().eq_ignore_ascii_case(stem)))
    })
}

/// The header by which a browser keeps a language for pages outside of a session.
pub fn remember(app: &App, words: &Words) -> (HeaderName, String) {
    access::set_cookie_named(app, COOKIE, words.code())
}

/// Writes the language of a session, where there is a choice and it was not made.
pub async fn keep(app: &App, live: &mut Live, words: &Words) -> Result<(), PageError> {
    let progress = live.sitting.progress();
    let is_open = app.conduct().study.texts.languages().len() > 1 && !progress.consented && !progress.is_withdrawn();
    if is_open && progress.language.is_none() {
        let event = Event::LanguageChosen { language: words.code().into() };
        access::write(app, live, "language", event).await?;
    }
    Ok(())
}

/// Another language was chosen on the page of the consent.
pub async fn choose(
    State(app): State<App>,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Result<Response, PageError> {
    let session = access::session(&app, &headers).await?;
    let study = &app.conduct().study;
    let words = asked.lang.as_deref().and_then(|code| study.texts.get(code));
    let words = words.ok_or_else(|| PageError::Malformed("the study has no such language".into()))?;
    let event = Event::LanguageChosen { language: words.code().into() };
    match access::write(&app, &mut *session.lock().await, "language", event).await {
        // After the consent the language stays: the page of the session shows which one it is.
        Ok(()) | Err(PageError::Refused(Refusal::NotNow)) => {
            Ok(([remember(&app, words)], Redirect::to("/session")).into_response())
        }
        Err(error) => Err(error),
    }
}

/// Says what failed in the language of whoever asked.
pub async fn of_errors(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    if let Some(failed) = response.extensions_mut().remove::<Failed>() {
        *response.body_mut() = failed.page(of_request(&app.conduct().study.texts, &asked, &headers)).into();
    }
    response
}
