//! What a participant can send, and whether it fits the state of the session.

use std::collections::BTreeMap;

use crate::assignment::{Arm, Schedule};
use crate::study::{Aided, BrowserPolicy, Condition, Met, Page, Question, Study, Words};

use super::event::{Event, Stage};
use super::practice::after_practice;
use super::progress::Progress;
use super::rules::Rules;
use super::screen::{Screen, next_screen};

/// The latest moment of a clock that counts from 1970: the year 2100.
const LATEST_MS: f64 = 4_102_444_800_000.0;

/// Why a submission was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The session is at another screen.
    #[error("this does not belong to the current screen")]
    NotNow,
    /// A value is absent or impossible.
    #[error("{0}")]
    Invalid(String),
}

/// The questions of a page as this participant gets them, in the default language.
pub fn questions_of(study: &Study, schedule: &Schedule, page: Page) -> Vec<Question> {
    questions_in(study.texts.default_words(), study, schedule, page)
}

/// The questions of a page as this participant gets them, in a language.
pub fn questions_in(words: &Words, study: &Study, schedule: &Schedule, page: Page) -> Vec<Question> {
    let arm = match page {
        Page::Block(block) => schedule.blocks.get(block).map_or(Aided::No, |block| block.arm.aided()),
        _ => Aided::No,
    };
    let count = |arm: Arm| schedule.scored(arm) as u32;
    let has_limit = |condition: &Condition| condition.deadline.is_some();
    // With strata the condition is given after these questions, so that they can't depend on it.
    let has_deadline = if study.stratify.is_empty() {
        has_limit(&study.conditions[schedule.condition])
    } else {
        study.conditions.iter().any(has_limit)
    };
    study.questions_in(words, page, Met { unaided: count(Arm::Unaided), aided: count(Arm::Aided), arm, has_deadline })
}

/// Checks an event that a participant sent. Returns the events to write: none where it was there already.
pub fn admit(study: &Study, schedule: &Schedule, progress: &Progress, sent: Event) -> Result<Vec<Event>, Refusal> {
    let screen = next_screen(study, schedule, progress);
    match sent {
        Event::Consented if progress.consented => Ok(Vec::new()),
        Event::Consented => expect(screen == Screen::Consent, vec![Event::Consented]),
        Event::LanguageChosen { ref language } if study.texts.get(language).is_none() => {
            Err(Refusal::Invalid(format!("the study is not offered in `{language}`")))
        }
        Event::LanguageChosen { ref language } if progress.language.as_ref() == Some(language) => Ok(Vec::new()),
        // Consent is given in the language that was read, and what is answered later is comparable only in one.
        Event::LanguageChosen { .. } => expect(screen == Screen::Consent, vec![sent]),
        Event::Answered { page, .. } if progress.answered.contains(&page) => Ok(Vec::new()),
        Event::Answered { page, answers } => {
            let due = match screen {
                Screen::Page(due) => due == page,
                Screen::Feedback(place) => page == Page::Feedback(place),
                Screen::BlockFeedback(block) => page == Page::BlockFeedback(block),
                _ => false,
            };
            if !due {
                return Err(Refusal::NotNow);
            }
            check_answers(&questions_of(study, schedule, page), &answers)?;
            let mut events = vec![Event::Answered { page, answers }];
            match page {
                Page::Block(block) => events.push(Event::BlockEnded { block }),
                Page::Final => events.push(Event::Completed),
                Page::Feedback(place) => events.extend(after_practice(study, schedule, progress, place)),
                _ => {}
            }
            Ok(events)
        }
        Event::BrowserChecked(_) if progress.browser_checked => Ok(Vec::new()),
        Event::BrowserChecked(check) if !check.is_possible() => {
            Err(Refusal::Invalid("a measurement of the browser is impossible".into()))
        }
        Event::BrowserChecked(check)
            if study.conduct.browser == BrowserPolicy::Require && !check.warnings().is_empty() =>
        {
            Err(Refusal::Invalid("the browser has less than the study needs".into()))
        }
        Event::BrowserChecked(_) => expect(screen == Screen::BrowserCheck, vec![sent]),
        Event::Judged(judgement) if progress.judged.contains_key(&judgement.trial) => Ok(Vec::new()),
        Event::Judged(judgement)
            if judgement.stage == Stage::Initial && progress.initial.contains_key(&judgement.trial) =>
        {
            Ok(Vec::new())
        }
        Event::Judged(judgement) => {
            Rules::of(study, schedule, progress, judgement.trial)
                .ok_or_else(|| Refusal::Invalid("there is no such trial".into()))?
                .check(&judgement)?;
            expect(screen == Screen::Trial(judgement.trial), vec![Event::Judged(judgement)])
        }
        Event::EvidenceOpened { trial, at_ms, ref evidence } | Event::EvidenceClosed { trial, at_ms, ref evidence } => {
            if !has_panel(study, schedule, trial, evidence) {
                return Err(Refusal::Invalid("there is no such panel".into()));
            }
            observe(screen, progress, trial, at_ms, sent)
        }
        Event::TrialOpened { trial, onset_epoch_ms: at }
        | Event::AdviceOpened { trial, at_ms: at }
        | Event::Visibility { trial, at_ms: at, .. } => observe(screen, progress, trial, at, sent),
        Event::Withdrew => Ok(if progress.is_withdrawn() { Vec::new() } else { vec![sent] }),
        Event::Debriefed { .. } if progress.debriefed.is_some() => Ok(Vec::new()),
        Event::Debriefed { .. } => expect(screen == Screen::Debrief, vec![sent]),
        Event::Enrolled { .. }
        | Event::Assigned { .. }
        | Event::PracticeRepeated { .. }
        | Event::PracticeFailed { .. }
        | Event::CameBackLate { .. }
        | Event::BlockEnded { .. }
        | Event::Completed
        | Event::StudyOpened { .. }
        | Event::StudyClosed => Err(Refusal::NotNow),
    }
}

/// An observation of a trial that is closed already changes nothing.
fn observe(screen: Screen, progress: &Progress, trial: usize, at_ms: f64, sent: Event) -> Result<Vec<Event>, Refusal> {
    if progress.judged.contains_key(&trial) {
        return Ok(Vec::new());
    }
    if !(0.0..=LATEST_MS).contains(&at_ms) {
        return Err(Refusal::Invalid("a time is negative, too long, or not a number".into()));
    }
    expect(screen == Screen::Trial(trial), vec![sent])
}

fn expect(fits: bool, events: Vec<Event>) -> Result<Vec<Event>, Refusal> {
    if fits { Ok(events) } else { Err(Refusal::NotNow) }
}

/// What is the matter with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// There is none.
    Absent,
    /// The question's scale does not have it.
    Impossible,
}

/// The first question that is not answered as it can be.
pub fn faulty<'q>(questions: &'q [Question], answers: &BTreeMap<String, f64>) -> Option<(&'q Question, Fault)> {
    questions.iter().find_map(|question| match answers.get(&question.id) {
        None => Some((question, Fault::Absent)),
        Some(value) if !question.scale.accepts(*value) => Some((question, Fault::Impossible)),
        Some(_) => None,
    })
}

fn check_answers(questions: &[Question], answers: &BTreeMap<String, f64>) -> Result<(), Refusal> {
    let message = match faulty(questions, answers) {
        Some((question, Fault::Absent)) => format!("not answered: {}", question.text),
        Some((question, Fault::Impossible)) => format!("not a possible answer: {}", question.text),
        None if answers.len() > questions.len() => "there are more answers than questions".into(),
        None => return Ok(()),
    };
    Err(Refusal::Invalid(message))
}

fn has_panel(study: &Study, schedule: &Schedule, trial: usize, letter: &str) -> bool {
    let alert = schedule.trials().nth(trial).map(|trial| &study.dataset.alerts[trial.alert]);
    alert.is_some_and(|alert| alert.evidence.iter().any(|panel| panel.id == letter))
}
