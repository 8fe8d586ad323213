//! Takes what happened in trials, writes it, and says what is on disk.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use jiff::Timestamp;

use super::access;
use super::app::App;
use super::error::PageError;
use super::wire::{self, WireRefusal, WireReply, WireSubmission};

/// Writes events in the order in which they were sent, and acknowledges after they are on disk.
pub async fn take(
    State(app): State<App>,
    headers: HeaderMap,
    Json(submission): Json<WireSubmission>,
) -> Result<Json<WireReply>, PageError> {
    let session = access::session(&app, &headers).await?;
    let mut live = session.lock().await;
    let participant = live.seat.participant.clone();
    let trials = live.schedule.trials().count();
    let place = |name: &str| (0..trials).find(|&place| wire::reference(&participant, place) == name);

    let mut reply = WireReply::default();
    let mut sent = Vec::with_capacity(submission.events.len());
    for event in submission.events {
        match event.read(place) {
            Ok(event) => sent.push(event),
            Err(refusal) => reply.refused.push(refusal),
        }
    }
    for (id, outcome) in app.conduct().submit(&mut live, sent, Timestamp::now()).await? {
        match outcome {
            Ok(()) => reply.saved.push(id),
            Err(refusal) => reply.refused.push(WireRefusal { id, reason: refusal.to_string() }),
        }
    }
    Ok(Json(reply))
}
