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
use super::{access, breaks, browser_check, debrief, instructions, language, screens};
use crate::journal::Live;
use crate::session::{Ending, Event, Fault, Refusal, Screen, faulty, next_screen, questions_in, questions_of};
use crate::study::{Page, Question, Scale, Study, Words};

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
    let event = Event::Answered { page, answers: answers.clone() };
    match access::write(&app, &mut live, &format!("page-{}", screens::page_name(page)), event).await {
        Err(PageError::Refused(Refusal::Invalid(_))) => {
            let problem = problem(&app.conduct().study, &live, &headers, page, &answers);
            render(&app, &live, &headers, Some(problem)).await
        }
        // A form of an earlier screen, from a second tab or the back button: the current screen says where things stand.
        Ok(()) | Err(PageError::Refused(Refusal::NotNow)) => Ok(Redirect::to("/session").into_response()),
        Err(error) => Err(error),
    }
}

/// Asks whether to withdraw.
pub async fn ask_withdraw(State(app): State<App>, headers: HeaderMap) -> Result<Response, PageError> {
    let session = access::session(&app, &headers).await?;
    let study = &app.conduct().study;
    let words = language::of_session(study, &*session.lock().await, &headers);
    page(&Withdraw { words: words.clone(), study: words.title(&study.title).to_owned() })
}

/// Withdraws.
pub async fn withdraw(State(app): State<App>, headers: HeaderMap) -> Result<Response, PageError> {
    let session = access::session(&app, &headers).await?;
    access::write(&app, &mut *session.lock().await, "withdraw", Event::Withdrew).await?;
    Ok(Redirect::to("/session").into_response())
}

/// The page of the current screen.
pub async fn render(
    app: &App,
    live: &Live,
    headers: &HeaderMap,
    problem: Option<String>,
) -> Result<Response, PageError> {
    let study = &app.conduct().study;
    let words = language::of_session(study, live, headers);
    match next_screen(study, &live.schedule, live.sitting.progress()) {
        Screen::Consent => {
            let token = access::token(app, headers).ok_or(PageError::NoSession)?;
            page(&screens::consent(study, live, words, app.link().personal(&token)))
        }
        Screen::Page(Page::Instructions) => page(&instructions::view(study, live, words)),
        Screen::Page(Page::Break(block)) => page(&breaks::view(study, live, words, block, Timestamp::now())),
        Screen::BrowserCheck => page(&browser_check::view(study, live, words, problem)),
        Screen::Page(asked) => page(&screens::questions(study, live, words, asked, problem)),
        Screen::Trial(_) => page(&screens::trials(study, live, words)),
        Screen::Feedback(place) => page(&screens::feedback(study, live, words, place)),
        Screen::BlockFeedback(block) => page(&screens::block_feedback(study, live, words, block)),
        Screen::Debrief => page(&debrief::view(app, live, words).await?),
        Screen::Finished => page(&message(study, words, "finished.heading", &["finished.saved", "finished.link"])),
        Screen::Ended(ending) => page(&ended(study, words, ending)),
        Screen::Withdrawn => {
            page(&message(study, words, "withdrawn.heading", &["withdrawn.erased", "withdrawn.explained"]))
        }
    }
}

/// A page with a heading and some sentences, by the keys of their texts.
fn message(study: &Study, words: &Words, heading: &str, paragraphs: &[&str]) -> Message {
    Message {
        words: words.clone(),
        study: words.title(&study.title).to_owned(),
        heading: words.say(heading).to_string(),
        paragraphs: paragraphs.iter().map(|key| words.say(key).to_string()).collect(),
        can_withdraw: false,
    }
}

/// What is said to somebody whose session a rule of the study has ended. Nothing is left to do but to withdraw.
fn ended(study: &Study, words: &Words, ending: Ending) -> Message {
    let message = match ending {
        Ending::Practice => {
            message(study, words, "ended.after-practice-heading", &["ended.after-practice", "ended.nothing-more"])
        }
        Ending::Late => {
            let paragraphs = ["ended.after-break", "ended.nothing-more", "ended.explained"];
            message(study, words, "ended.after-break-heading", &paragraphs)
        }
    };
    Message { can_withdraw: true, ..message }
}

/// What is the matter with answers that were refused, in the participant's language.
fn problem(study: &Study, live: &Live, headers: &HeaderMap, page: Page, answers: &BTreeMap<String, f64>) -> String {
    let words = language::of_session(study, live, headers);
    let phrase = match faulty(&questions_in(words, study, &live.schedule, page), answers) {
        Some((question, Fault::Absent)) => words.say("questions.not-answered").with("question", &question.text),
        Some((question, Fault::Impossible)) => words.say("questions.impossible").with("question", &question.text),
        None => words.say("questions.not-taken"),
    };
    phrase.to_string()
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
