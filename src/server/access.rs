//! Which session a request belongs to, and how what a form caused is written to it.

use axum::http::{HeaderMap, HeaderName, header};
use cookie::{Cookie, SameSite};
use jiff::Timestamp;

use super::app::{App, Session};
use super::error::PageError;
use crate::journal::{Live, new_token};
use crate::session::{Event, Sent};

/// The session of a request.
pub async fn session(app: &App, headers: &HeaderMap) -> Result<Session, PageError> {
    let token = token(app, headers).ok_or(PageError::NoSession)?;
    app.session(&token).await?.ok_or(PageError::NoSession)
}

/// The token that a request's cookie carries.
pub fn token(app: &App, headers: &HeaderMap) -> Option<String> {
    const LENGTH: usize = 32;
    let token = cookie_value(headers, &cookie_name(app))?;
    let well_formed = token.len() == LENGTH && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    well_formed.then_some(token)
}

/// What a request's cookie of a name says.
pub fn cookie_value(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get(header::COOKIE)?.to_str().ok()?;
    let cookie = Cookie::split_parse(all).flatten().find(|cookie| cookie.name() == name)?;
    Some(cookie.value().to_owned())
}

/// The header that gives a browser its session.
pub fn set_cookie(app: &App, token: &str) -> (HeaderName, String) {
    set_cookie_named(app, &cookie_name(app), token)
}

/// The header by which a browser keeps a value for a month.
pub fn set_cookie_named(app: &App, name: &str, value: &str) -> (HeaderName, String) {
    let cookie = Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.link().is_secure())
        .max_age(cookie::time::Duration::days(30))
        .build();
    (header::SET_COOKIE, cookie.to_string())
}

/// Writes one event that a form caused. What is written already counts as written, whatever its id. The id is one that nobody can
/// guess: once it is erased with the answers, nobody can try which answers have the record's hash.
pub async fn write(app: &App, live: &mut Live, form: &str, event: Event) -> Result<(), PageError> {
    let sent = Sent { client_id: format!("form-{form}-{}", new_token()?), event };
    let outcomes = app.conduct().submit(live, vec![sent], Timestamp::now()).await?;
    for (_, outcome) in outcomes {
        outcome?;
    }
    Ok(())
}

/// A name for each study, since browsers do not keep the cookies of two ports apart.
fn cookie_name(app: &App) -> String {
    let hash = blake3::hash(app.conduct().study.id.0.as_bytes()).to_hex();
    format!("overtrust-{}", &hash.as_str()[..8])
}
