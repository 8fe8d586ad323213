//! What a participant sees when something is wrong.

use askama::Template;
use axum::Extension;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use super::pages::Message;
use crate::journal::JournalError;
use crate::session::Refusal;
use crate::study::Words;

/// Why a request got no page.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// No session belongs to the cookie or the link.
    #[error("there is no session here")]
    NoSession,
    /// Nothing is at this address.
    #[error("there is nothing here")]
    NotFound,
    /// The request comes from another site.
    #[error("the request comes from another site")]
    CrossSite,
    /// What was sent does not fit the session.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The request can't be understood.
    #[error("{0}")]
    Malformed(String),
    /// The study takes no one else.
    #[error("the study is closed")]
    StudyClosed,
    /// The journal failed.
    #[error(transparent)]
    Journal(JournalError),
    /// The system gave no randomness.
    #[error("the system gave no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
    /// A page could not be made.
    #[error("a page could not be made: {0}")]
    Page(#[from] askama::Error),
    /// A task of the server ended early.
    #[error("a task of the server ended early: {0}")]
    Task(#[from] tokio::task::JoinError),
}

impl PageError {
    /// The status, and what the texts call it.
    fn kind(&self) -> (StatusCode, &'static str) {
        match self {
            Self::NoSession => (StatusCode::UNAUTHORIZED, "no-session"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            Self::StudyClosed => (StatusCode::GONE, "closed"),
            Self::CrossSite => (StatusCode::FORBIDDEN, "cross-site"),
            Self::Refused(_) | Self::Malformed(_) => (StatusCode::UNPROCESSABLE_ENTITY, "refused"),
            Self::Journal(_) | Self::Randomness(_) | Self::Page(_) | Self::Task(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "failed")
            }
        }
    }
}

/// What failed, until the page about it is made in a language.
#[derive(Debug, Clone, Copy)]
pub struct Failed(&'static str);

impl Failed {
    /// The heading, and what to do.
    pub fn page(self, words: &Words) -> String {
        let heading = words.of("error", self.0).to_string();
        let advice = words.say(&format!("error.{}-advice", self.0)).to_string();
        let page = Message {
            words: words.clone(),
            study: "overtrust".into(),
            heading: heading.clone(),
            paragraphs: vec![advice],
            can_withdraw: false,
        };
        page.render().unwrap_or(heading)
    }
}

impl From<JournalError> for PageError {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::StudyClosed => Self::StudyClosed,
            error => Self::Journal(error),
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let (status, kind) = self.kind();
        if status.is_server_error() {
            tracing::error!("{self}");
        }
        (status, Extension(Failed(kind)), Html(String::new())).into_response()
    }
}

/// A rendered page.
pub fn page(template: &impl Template) -> Result<Response, PageError> {
    Ok(Html(template.render()?).into_response())
}
