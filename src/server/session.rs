//! The participant's session: shows the current screen, takes its form, and lets go at any time.

use std::collections::{BTreeMap, HashMap};

use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;

use super::app::App;
use super::error::{PageError, page};
use super::pages::{Message, Withdraw};
use super::{access, debrief, ended, instructions, screens};
use crate::journal::Live;
use crate::session::{Event, Refusal, Screen, next_screen, questions_of};
use crate::study::{Page, Question, Scale};

/// The current screen.
pub async fn show(State(app): State<App>, headers: HeaderMap) -> Result<Response, PageError> {
    let session = access::session(&app, &headers).await?;
    let mut live = session.lock().await;
    app.conduct().note_return(&mut live, Timestamp::now()).await?;
    render(&app, &live, &headers, None).await
}

/// The consent form was sent.
pub async fn consent(
    State(app): State<App>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Result<Response, PageError> {
    let session = access::session(&app, &headers).await?;
    if form.get("agree").is_some_and(|agree| agree == "yes") {
        access::write(&app, &mut *session.lock().await, "consent", Event::Consented).await?;
    }
    Ok(Redirect::to("/session").into_response())
}

/// A page of questions, the instructions or a feedback was sent.
pub async fn answer(
    State(app): State<App>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Result<Response, PageError> {
    let session = access::session(&app, &headers).await?;
    let mut live = session.lock().await;
    app.conduct().note_return(&mut live, Timestamp::now()).await?;
    let named = form.get("page").and_then(|name| screens::page_named(name));
    let page = named.ok_or_else(|| PageError::Malformed("the form names no page".into()))?;
    let answers = read_answers(&questions_of(&app.conduct().study, &live.schedule, page), &form);
    let event = Event::Answered { page, answers };
    match access::write(&app, &mut live, &format!("page-{}", screens::page_name(page)), event).await {
        Err(PageError::Refused(Refusal::Invalid(problem))) => render(&app, &live, &headers, Some(problem)).await,
        // A form of an earlier screen, from a second tab or the back button: the current screen says where things stand.
        Ok(()) | Err(PageError::Refused(Refusal::NotNow)) => Ok(Redirect::to("/session").into_response()),
        Err(error) => Err(error),
    }
}

/// Asks whether to withdraw.
pub async fn ask_withdraw(State(app): State<App>, headers: HeaderMap) -> Result<Response, PageError> {
    access::session(&app, &headers).await?;
    page(&Withdraw { study: app.conduct().study.title.clone() })
}

/// Withdraws.
pub async fn withdraw(State(app): State<App>, headers: HeaderMap) -> Result<Response, PageError> {
    let session = access::session(&app, &headers).await?;
    access::write(&app, &mut *session.lock().await, "withdraw", Event::Withdrew).await?;
    Ok(Redirect::to("/session").into_response())
}

async fn render(app: &App, live: &Live, headers: &HeaderMap, problem: Option<String>) -> Result<Response, PageError> {
    let study = &app.conduct().study;
    match next_screen(study, &live.schedule, live.sitting.progress()) {
        Screen::Consent => {
            let token = access::token(app, headers).ok_or(PageError::NoSession)?;
            page(&screens::consent(study, live, app.link().personal(&token)))
        }
        Screen::Page(Page::Instructions) => page(&instructions::view(study, live)),
        Screen::Page(asked) => page(&screens::questions(study, live, asked, problem)),
        Screen::Trial(_) => page(&screens::trials(study, live)),
        Screen::Feedback(place) => page(&screens::feedback(study, live, place)),
        Screen::BlockFeedback(block) => page(&screens::block_feedback(study, live, block)),
        Screen::Debrief => page(&debrief::view(app, live).await?),
        Screen::Finished => page(&message(
            study.title.clone(),
            "Thank you",
            &[
                "Your answers are saved. You can close this page now.",
                "Your personal link stays valid if you want to read this again.",
            ],
        )),
        Screen::Ended(ending) => page(&ended::view(study, live, ending)),
        Screen::Withdrawn => page(&message(
            study.title.clone(),
            "You have withdrawn",
            &[
                "Nothing more is recorded, and your answers were erased from the study's database: what you looked at, what you decided \
                 and answered, and what your browser measured. What stays is that this session took place: which steps there were and \
                 when they reached us. None of it enters a result.",
                "Some of the suggestions in this study are made wrong on purpose, to learn what wrong suggestions do to decisions. \
                 They say nothing about any tool that you use at work.",
            ],
        )),
    }
}

fn message(study: String, heading: &str, paragraphs: &[&str]) -> Message {
    Message { study, heading: heading.into(), paragraphs: paragraphs.iter().map(|&text| text.into()).collect() }
}

/// The values of a form by question id. What is absent or no number is left out, so that the session refuses it by name.
fn read_answers(questions: &[Question], form: &HashMap<String, String>) -> BTreeMap<String, f64> {
    let number = |name: &str| form.get(name).and_then(|text| text.trim().replace(',', ".").parse::<f64>().ok());
    let is_blank = |name: &str| form.get(name).is_none_or(|text| text.trim().is_empty());
    let read = |index: usize, scale: &Scale| {
        let name = format!("q{index}");
        match scale {
            Scale::Duration => {
                let part = |part: &str| {
                    let name = format!("{name}_{part}");
                    if is_blank(&name) { Some(0.0) } else { number(&name).filter(|value| *value >= 0.0) }
                };
                Some(60.0 * part("minutes")? + part("seconds")?)
            }
            Scale::PercentChange => {
                let percent = number(&format!("{name}_percent")).filter(|percent| *percent >= 0.0);
                match form.get(&format!("{name}_direction")).map(String::as_str) {
                    Some("same") => Some(0.0),
                    Some("faster") => percent.map(|percent| -percent),
                    Some("slower") => percent,
                    _ => None,
                }
            }
            Scale::Count { .. }
            | Scale::Rating { .. }
            | Scale::Agreement { .. }
            | Scale::Choice(_)
            | Scale::Whole { .. } => number(&name),
        }
    };
    let values = questions.iter().enumerate().map(|(index, question)| (&question.id, read(index, &question.scale)));
    values.filter_map(|(id, value)| Some((id.clone(), value?))).collect()
}
