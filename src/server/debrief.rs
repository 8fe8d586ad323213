//! The end of a session: what was seeded and why, the own believed and measured figures, and whether the data may be kept.

use std::collections::HashMap;

use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use super::app::App;
use super::error::PageError;
use super::markdown;
use super::pages::{BelievedMeasured, Debrief, SeededAlert};
use super::{access, screens};
use crate::assignment::Part;
use crate::journal::{Live, events};
use crate::measures::{Collected, Own, OwnArm, Participation};
use crate::session::Event;
use crate::study::{Moment, Study, Words};

/// The participant says whether the data may be kept.
pub async fn close(
    State(app): State<App>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Result<Response, PageError> {
    let session = access::session(&app, &headers).await?;
    let keep_data = match form.get("keep").map(String::as_str) {
        Some("yes") => true,
        Some("no") => false,
        _ => return Err(PageError::Malformed("the form does not say whether the data may be kept".into())),
    };
    access::write(&app, &mut *session.lock().await, "debrief", Event::Debriefed { keep_data }).await?;
    Ok(Redirect::to("/session").into_response())
}

/// The debrief of a session.
pub async fn view(app: &App, live: &Live, words: &Words) -> Result<Debrief, PageError> {
    let study = &app.conduct().study;
    let records = app.conduct().journal.store().records(&study.id, &live.seat.participant).await?;
    let participation = Participation { name: live.seat.participant.0.clone(), events: events(&records)? };
    let collected = Collected::new(study, &[participation]);
    let own = Own::of_all(&collected.table, &collected.reports).first().copied().unwrap_or_default();
    Ok(Debrief {
        words: words.clone(),
        own: markdown::Own::at(words, Moment::Debrief),
        frame: screens::frame(study, live, words),
        adviser: study.adviser.clone(),
        suggestions: own.aided.trials,
        wrong: own.wrong_advice,
        wrong_followed: own.wrong_advice_followed,
        rows: rows(words, &own, &study.adviser),
        seeded: seeded(words, study, live),
    })
}

fn rows(words: &Words, own: &Own, adviser: &str) -> Vec<BelievedMeasured> {
    let beliefs = &own.beliefs;
    let row = |name: &str, believed: Option<String>, measured: Option<String>| BelievedMeasured {
        label: words.of("debrief", name).with("adviser", adviser).to_string(),
        believed: believed.unwrap_or_default(),
        measured: measured.unwrap_or_default(),
    };
    let right = |arm: OwnArm| {
        let text = words.say("debrief.right-of").with("right", arm.correct).with("count", arm.trials);
        (arm.trials > 0).then(|| text.to_string())
    };
    let count = |value: Option<f64>| value.map(|count| format!("{count:.0}"));
    let ratio = |log_ratio: Option<f64>| log_ratio.map(|log_ratio| change(words, log_ratio.exp() - 1.0));
    let clock = |seconds: Option<f64>| seconds.map(|seconds| clock(words, seconds));
    let retrospective = beliefs.retrospective;
    let percent = beliefs.change_percent.map(|percent| change(words, percent / 100.0));
    vec![
        row("time-unaided", clock(retrospective.unaided_s), clock(own.unaided.mean_s)),
        row("time-aided", clock(retrospective.aided_s), clock(own.aided.mean_s)),
        row("change-minutes", ratio(retrospective.log_ratio()), ratio(own.log_time_ratio())),
        row("change-words", percent, ratio(own.log_time_ratio())),
        row("correct-unaided", count(beliefs.correct_unaided), right(own.unaided)),
        row("correct-aided", count(beliefs.correct_aided), right(own.aided)),
        row("wrong-suggestions", count(beliefs.advice_wrong), Some(own.wrong_advice.to_string())),
    ]
}

fn seeded(words: &Words, study: &Study, live: &Live) -> Vec<SeededAlert> {
    let judged = &live.sitting.progress().judged;
    let scored = live.schedule.trials().enumerate().filter(|(_, trial)| matches!(trial.part, Part::Scored { .. }));
    scored
        .filter_map(|(place, trial)| {
            let alert = &study.dataset.alerts[trial.alert];
            let advice = trial.advice.map(|index| &alert.advice[index]).filter(|advice| !advice.correct)?;
            Some(SeededAlert {
                title: alert.title.clone(),
                suggested: screens::verdict(words, advice.verdict),
                given: screens::verdict_or(words, judged.get(&place)?.verdict, "no-verdict"),
                truth: screens::verdict(words, alert.truth),
                debrief: alert.debrief.clone(),
            })
        })
        .collect()
}

/// A share of change in words: `19 % slower`.
fn change(words: &Words, share: f64) -> String {
    let percent = (share * 100.0).round();
    let name = match percent {
        0.0 => "no-difference",
        percent if percent > 0.0 => "slower",
        _ => "faster",
    };
    words.of("debrief", name).number("percent", percent.abs()).to_string()
}

/// Seconds as minutes and seconds.
fn clock(words: &Words, seconds: f64) -> String {
    let whole = seconds.round() as u64;
    let name = if whole < 60 { "seconds" } else { "minutes-seconds" };
    words.of("debrief", name).with("minutes", whole / 60).with("seconds", whole % 60).to_string()
}
