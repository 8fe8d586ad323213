//! What a participant sees when something is wrong.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use super::pages::Message;
use crate::journal::JournalError;
use crate::session::Refusal;

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
    /// The status, the heading, and what to do.
    fn words(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::NoSession => (
                StatusCode::UNAUTHORIZED,
                "We don't know this session",
                "Open your personal link again, or join with the code that you were given.",
            ),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "There is nothing here",
                "Check the link: it may have been cut off when it was copied.",
            ),
            Self::StudyClosed => (
                StatusCode::GONE,
                "This study is closed",
                "It takes no more participants. A session that was started before can still be finished by its link.",
            ),
            Self::CrossSite => {
                (StatusCode::FORBIDDEN, "This was refused", "Open the study in its own tab and try again.")
            }
            Self::Refused(_) | Self::Malformed(_) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "This could not be taken",
                "Nothing is lost: open your personal link to go on where you were.",
            ),
            Self::Journal(_) | Self::Randomness(_) | Self::Page(_) | Self::Task(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something failed on our side",
                "What was acknowledged is saved. Please try again in a moment, and tell the person who runs the study.",
            ),
        }
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
        let (status, heading, advice) = self.words();
        if status.is_server_error() {
            tracing::error!("{self}");
        }
        let page =
            Message { study: "overtrust".into(), heading: heading.into(), paragraphs: vec![advice.into()] }.render();
        (status, Html(page.unwrap_or_else(|_| heading.into()))).into_response()
    }
}

/// A rendered page.
pub fn page(template: &impl Template) -> Result<Response, PageError> {
    Ok(Html(template.render()?).into_response())
}
