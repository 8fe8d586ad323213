//! The end of a session: what was seeded and why, the own believed and measured figures, and whether the data may be kept.

use std::collections::HashMap;

use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use super::app::App;
use super::error::PageError;
use super::pages::{BelievedMeasured, Debrief, SeededAlert};
use super::{access, screens};
use crate::assignment::Part;
use crate::journal::{Live, events};
use crate::measures::{Collected, Own, OwnArm, Participation};
use crate::session::Event;
use crate::study::{Study, Verdict};

/// What stands where the time ended a trial without a verdict.
const NO_VERDICT: &str = "no verdict";

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
pub async fn view(app: &App, live: &Live) -> Result<Debrief, PageError> {
    let study = &app.conduct().study;
    let records = app.conduct().journal.store().records(&study.id, &live.seat.participant).await?;
    let participation = Participation { name: live.seat.participant.0.clone(), events: events(&records)? };
    let collected = Collected::new(study, &[participation]);
    let own = Own::of_all(&collected.table, &collected.reports).first().copied().unwrap_or_default();
    Ok(Debrief {
        frame: screens::frame(study, live),
        adviser: study.adviser.clone(),
        suggestions: own.aided.trials,
        wrong: own.wrong_advice,
        wrong_followed: own.wrong_advice_followed,
        rows: rows(&own, &study.adviser),
        seeded: seeded(study, live),
    })
}

fn rows(own: &Own, adviser: &str) -> Vec<BelievedMeasured> {
    let beliefs = &own.beliefs;
    let row = |label: String, believed: Option<String>, measured: Option<String>| BelievedMeasured {
        label,
        believed: believed.unwrap_or_default(),
        measured: measured.unwrap_or_default(),
    };
    let right = |arm: OwnArm| (arm.trials > 0).then(|| format!("{} of {}", arm.correct, arm.trials));
    let count = |value: Option<f64>| value.map(|count| format!("{count:.0}"));
    let ratio = |log_ratio: Option<f64>| log_ratio.map(|log_ratio| change(log_ratio.exp() - 1.0));
    let retrospective = beliefs.retrospective;
    vec![
        row(
            "Time for an alert without suggestions".into(),
            retrospective.unaided_s.map(clock),
            own.unaided.mean_s.map(clock),
        ),
        row(format!("Time for an alert with {adviser}"), retrospective.aided_s.map(clock), own.aided.mean_s.map(clock)),
        row("Change of time, from your minutes".into(), ratio(retrospective.log_ratio()), ratio(own.log_time_ratio())),
        row(
            "Change of time, in your own words".into(),
            beliefs.change_percent.map(|percent| change(percent / 100.0)),
            ratio(own.log_time_ratio()),
        ),
        row("Judged rightly without suggestions".into(), count(beliefs.correct_unaided), right(own.unaided)),
        row(format!("Judged rightly with {adviser}"), count(beliefs.correct_aided), right(own.aided)),
        row("Wrong suggestions".into(), count(beliefs.advice_wrong), Some(own.wrong_advice.to_string())),
    ]
}

fn seeded(study: &Study, live: &Live) -> Vec<SeededAlert> {
    let judged = &live.sitting.progress().judged;
    let scored = live.schedule.trials().enumerate().filter(|(_, trial)| matches!(trial.part, Part::Scored { .. }));
    scored
        .filter_map(|(place, trial)| {
            let alert = &study.dataset.alerts[trial.alert];
            let advice = trial.advice.map(|index| &alert.advice[index]).filter(|advice| !advice.correct)?;
            Some(SeededAlert {
                title: alert.title.clone(),
                suggested: advice.verdict.words(),
                given: judged.get(&place)?.verdict.map_or(NO_VERDICT, Verdict::words),
                truth: alert.truth.words(),
                debrief: alert.debrief.clone(),
            })
        })
        .collect()
}

/// A share of change in words: `19 % slower`.
fn change(share: f64) -> String {
    let percent = (share * 100.0).round();
    match percent {
        0.0 => "no difference".into(),
        percent if percent > 0.0 => format!("{percent:.0} % slower"),
        percent => format!("{:.0} % faster", -percent),
    }
}

/// Seconds as minutes and seconds.
fn clock(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    match (whole / 60, whole % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}
