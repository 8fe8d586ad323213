//! The look at the browser before the instructions: what it has to have, and what the page measured.

use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use serde::Deserialize;

use super::app::App;
use super::error::PageError;
use super::pages::CheckOfBrowser;
use super::screens::frame;
use super::{access, language, session};
use crate::journal::Live;
use crate::session::{BrowserCheck, Event, Refusal};
use crate::study::{BrowserPolicy, Study, Words};

/// What the page sends: lengths in CSS pixels, times in milliseconds.
#[derive(Debug, Deserialize)]
pub struct Measured {
    width: u32,
    height: u32,
    keyboard: YesNo,
    touch: YesNo,
    clock_step: f64,
    refresh: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum YesNo {
    Yes,
    No,
}

/// The page on which the browser measures itself.
pub fn view(study: &Study, live: &Live, words: &Words, problem: Option<String>) -> CheckOfBrowser {
    CheckOfBrowser {
        words: words.clone(),
        frame: frame(study, live, words),
        policy: study.conduct.browser.name(),
        least_width: BrowserCheck::LEAST_WIDTH_PX,
        least_height: BrowserCheck::LEAST_HEIGHT_PX,
        coarsest_clock: BrowserCheck::COARSEST_CLOCK_MS,
        slowest_screen: BrowserCheck::SLOWEST_SCREEN_MS,
        is_required: study.conduct.browser == BrowserPolicy::Require,
        problem,
    }
}

/// The measurements were sent.
pub async fn take(
    State(app): State<App>,
    headers: HeaderMap,
    Form(measured): Form<Measured>,
) -> Result<Response, PageError> {
    let session = access::session(&app, &headers).await?;
    let mut live = session.lock().await;
    app.conduct().note_return(&mut live, Timestamp::now()).await?;
    let event = Event::BrowserChecked(BrowserCheck {
        width_px: measured.width,
        height_px: measured.height,
        keyboard: measured.keyboard == YesNo::Yes,
        touch: measured.touch == YesNo::Yes,
        clock_step_ms: measured.clock_step,
        refresh_ms: measured.refresh,
    });
    match access::write(&app, &mut live, "browser", event).await {
        Err(PageError::Refused(Refusal::Invalid(_))) => {
            let words = language::of_session(&app.conduct().study, &live, &headers);
            let problem = words.say("browser.refused").to_string();
            session::render(&app, &live, &headers, Some(problem)).await
        }
        Ok(()) | Err(PageError::Refused(Refusal::NotNow)) => Ok(Redirect::to("/session").into_response()),
        Err(error) => Err(error),
    }
}
