//! Every address in one table.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};

use super::app::App;
use super::error::PageError;
use super::{assets, browser_check, debrief, events, join, language, report, reveal, security, session, trials};

/// The router of a study.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/", get(join::landing))
        .route("/join", post(join::join_with_code))
        .route("/j/{code}", get(join::open_code).post(join::start_with_code))
        .route("/p/{token}", get(join::open_personal).post(join::start_personal))
        .route("/session", get(session::show))
        .route("/session/consent", post(session::consent))
        .route("/session/language", post(language::choose))
        .route("/session/browser", post(browser_check::take))
        .route("/session/answers", post(session::answer))
        .route("/session/trials", get(trials::list))
        .route("/session/events", post(events::take))
        .route("/session/debrief", post(debrief::close))
        .route("/session/withdraw", get(session::ask_withdraw).post(session::withdraw))
        .route("/report", get(report::show))
        .route("/reveal/{token}", get(reveal::show))
        .route("/reveal/{token}/screens", get(reveal::screens))
        .route("/reveal/{token}/close", get(reveal::ask_close).post(reveal::close))
        .route("/assets/{name}", get(assets::serve))
        .route("/health", get(async || "ok"))
        .fallback(async || PageError::NotFound)
        .layer(DefaultBodyLimit::max(security::LARGEST_BODY_BYTES))
        .layer(middleware::from_fn(security::protect))
        .layer(middleware::from_fn_with_state(app.clone(), language::of_errors))
        .with_state(app)
}
