//! The trials that the browser still has to show in the current block, all at once, so that a lost connection stops nobody.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Serialize;

use super::app::App;
use super::error::PageError;
use super::{access, language, screens, wire};
use crate::session::{Screen, next_screen};
use crate::study::Feedback;

/// The trials to come.
#[derive(Debug, Serialize)]
pub struct TrialList {
    trials: Vec<TrialFragment>,
}

/// One trial as the page inserts it.
#[derive(Debug, Serialize)]
pub struct TrialFragment {
    reference: String,
    html: String,
}

/// The unanswered trials of the current block; a trial that feedback follows comes alone.
pub async fn list(State(app): State<App>, headers: HeaderMap) -> Result<Json<TrialList>, PageError> {
    let session = access::session(&app, &headers).await?;
    let live = session.lock().await;
    let study = &app.conduct().study;
    let Screen::Trial(first) = next_screen(study, &live.schedule, live.sitting.progress()) else {
        return Ok(Json(TrialList { trials: Vec::new() }));
    };
    let tells_each = study.conditions[live.schedule.condition].feedback == Feedback::Trial;
    let last = match live.schedule.block_of(first) {
        Some(block) if !tells_each => live.schedule.places_of(block).end,
        _ => first + 1,
    };
    let participant = &live.seat.participant;
    let words = language::of_session(study, &live, &headers);
    let mut trials = Vec::new();
    for (place, trial) in live.schedule.trials().enumerate().take(last).skip(first) {
        let html = screens::trial(study, &live, words, place, trial).render()?;
        trials.push(TrialFragment { reference: wire::reference(participant, place), html });
    }
    Ok(Json(TrialList { trials }))
}
