//! The trainer's page: who is here, then, once the study is closed, what the room did. Only whoever has the trainer's link sees it.

mod lobby;
mod trainer;

pub use trainer::Trainer;

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::Timestamp;

use super::app::App;
use super::error::{PageError, page};
use super::pages::{Reveal, RevealClose};
use crate::measures::Presence;
use crate::study::Words;

/// The whole page.
pub async fn show(State(app): State<App>, Path(token): Path<String>) -> Result<Response, PageError> {
    let trainer = admit(&app, &token)?;
    let screens = screens_html(&app, trainer, &token).await?;
    page(&Reveal { words: english()?, study: app.conduct().study.title.clone(), address: address(&token), screens })
}

/// The screens alone: what the page asks for again and again.
pub async fn screens(State(app): State<App>, Path(token): Path<String>) -> Result<Response, PageError> {
    let trainer = admit(&app, &token)?;
    Ok(Html(screens_html(&app, trainer, &token).await?).into_response())
}

/// Asks whether to close the study and show its results.
pub async fn ask_close(State(app): State<App>, Path(token): Path<String>) -> Result<Response, PageError> {
    admit(&app, &token)?;
    if is_open(&app).await? {
        let (presence, address) = (presence(&app).await?, address(&token));
        return page(&RevealClose { words: english()?, study: app.conduct().study.title.clone(), address, presence });
    }
    Ok(Redirect::to(&address(&token)).into_response())
}

/// Closes the study, as the command `close` does, and shows its results. Without anybody's answers there is nothing to show, and what
/// is closed can't be opened again.
pub async fn close(State(app): State<App>, Path(token): Path<String>) -> Result<Response, PageError> {
    admit(&app, &token)?;
    if presence(&app).await?.kept == 0 {
        return Err(PageError::Malformed("nobody has finished yet".into()));
    }
    app.conduct().journal.close_study(&app.conduct().study.id, Timestamp::now()).await?;
    Ok(Redirect::to(&address(&token)).into_response())
}

/// The trainer of this server, for whoever has the link.
fn admit<'a>(app: &'a App, token: &str) -> Result<&'a Trainer, PageError> {
    app.trainer().filter(|trainer| trainer.has(token)).ok_or(PageError::NotFound)
}

/// What may be seen now. The lobby as long as people can join; the results once the study is closed, or in a demonstration.
async fn screens_html(app: &App, trainer: &Trainer, token: &str) -> Result<String, PageError> {
    let mut html = String::new();
    let is_open = is_open(app).await?;
    if is_open {
        html = lobby::html(app, &address(token), presence(app).await?)?;
    }
    if !is_open || app.shows_report() {
        html.push_str(&trainer.results(app).await?);
    }
    Ok(html)
}

async fn is_open(app: &App) -> Result<bool, PageError> {
    Ok(!app.conduct().journal.is_closed(&app.conduct().study.id).await?)
}

async fn presence(app: &App) -> Result<Presence, PageError> {
    let seats = app.conduct().journal.store().seats(&app.conduct().study.id, 0).await?;
    Ok(Presence::of(&seats, Timestamp::now()))
}

/// The language of the trainer's pages.
fn english() -> Result<Words, PageError> {
    Words::built_in("en").map_err(|_| PageError::Malformed("the program has no English".into()))
}

fn address(token: &str) -> String {
    format!("/reveal/{token}")
}
