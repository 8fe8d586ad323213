//! The questions that participants are asked, each with its wording, its scale, and the name that it has in the data.

use serde::{Deserialize, Serialize};

use super::instrument::About;
use super::scale::Scale;
use super::self_reports::Asked;

/// A group of questions that a study file can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names in `NAMED` are the study file's")]
pub enum QuestionGroup {
    Minutes,
    SpeedChange,
    NumberCorrect,
    AdviceWrong,
    AdviceFollowed,
}

impl QuestionGroup {
    /// Every group with its name in study files.
    pub const NAMED: [(&'static str, Self); 5] = [
        ("minutes", Self::Minutes),
        ("speed-change", Self::SpeedChange),
        ("number-correct", Self::NumberCorrect),
        ("advice-wrong", Self::AdviceWrong),
        ("advice-followed", Self::AdviceFollowed),
    ];

    /// What can be asked after a block: what is about all the advice is asked once, at the end.
    pub const AFTER_A_BLOCK: [&'static str; 2] = ["minutes", "number-correct"];

    /// Whether somebody who never had advice can't answer.
    pub(super) fn is_about_advice(self) -> bool {
        matches!(self, Self::SpeedChange | Self::AdviceWrong | Self::AdviceFollowed)
    }
}

/// One question as it is asked on one page.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The name in `self_reports.csv`; never sent to a browser.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// How it is answered.
    pub scale: Scale,
    /// A sentence before it; empty where there is none.
    pub introduction: String,
    /// What it measures together with others, where it is an item of an instrument.
    pub construct: Option<Construct>,
}

/// What an item measures together with others.
#[derive(Debug, Clone, PartialEq)]
pub struct Construct {
    /// The instrument's name, with the subscale where there is one.
    pub name: String,
    /// What it is about.
    pub about: About,
    /// Whether this item is worded the other way round.
    pub reversed: bool,
}

/// A page of questions: what it is about and when it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// Role, years, use of AI.
    Background,
    /// Beliefs before the first trial.
    Forecast,
    /// The instructions were read.
    Instructions,
    /// The feedback of a trial was read; by the trial's place.
    #[serde(rename = "practice-feedback")]
    Feedback(usize),
    /// Beliefs about a block that has ended; counted from 0.
    Block(usize),
    /// The feedback of a block was read; counted from 0.
    BlockFeedback(usize),
    /// Beliefs about the whole session.
    Final,
}

/// The background questions; where alerts have a time limit, also whether to work without it.
pub fn background(has_deadline: bool) -> Vec<Question> {
    const LIMIT: &[&str] =
        &["With the time limit", "Without it: I read or type more slowly, or use assistive technology"];
    const ROLES: &[&str] = &[
        "SOC analyst, tier 1",
        "SOC analyst, tier 2 or 3",
        "Incident responder",
        "Detection engineer",
        "Lead or manager",
        "Student or trainee",
        "Other",
    ];
    const YEARS: &[&str] = &["None", "Less than 1", "1 to 2", "3 to 5", "6 to 10", "More than 10"];
    const USE: &[&str] = &["Never", "Less than weekly", "Weekly", "Daily", "For most alerts"];
    let mut questions = vec![
        question("role", "Which describes your work best?", Scale::choice(ROLES)),
        question("years", "How many years have you triaged security alerts?", Scale::choice(YEARS)),
        question("ai-use", "How often do you use AI assistants at work?", Scale::choice(USE)),
    ];
    if has_deadline {
        questions.push(question(
            UNTIMED,
            "Alerts can have a time limit here. How do you want to work?",
            Scale::choice(LIMIT),
        ));
    }
    questions
}

/// What is believed before the first trial.
pub fn forecast(adviser: &str) -> Vec<Question> {
    let both = Met { unaided: 1, aided: 1, arm: Aided::No, has_deadline: false };
    let mut questions = minutes(adviser, "will you need", both);
    questions.push(question(
        "speed-change",
        format!("All in all, how will suggestions by {adviser} change the time that you need for an alert?"),
        Scale::PercentChange,
    ));
    questions
}

/// What is asked about a block of `trials` alerts, with (`aided`) or without advice.
pub fn block(asked: &[Asked], adviser: &str, trials: u32, aided: Aided) -> Vec<Question> {
    let had_advice = aided == Aided::Yes;
    asked
        .iter()
        .filter(|asked| had_advice || !asked.is_about_advice())
        .flat_map(|asked| match asked {
            Asked::Group(QuestionGroup::Minutes) => vec![question(
                aided.pick("minutes-unaided", "minutes-aided"),
                "How long did you need for one alert of this block, on average?",
                Scale::Duration,
            )],
            Asked::Group(QuestionGroup::NumberCorrect) => vec![question(
                aided.pick("number-correct-unaided", "number-correct-aided"),
                format!("Of the {trials} alerts of this block, how many did you judge rightly?"),
                Scale::Count { most: trials },
            )],
            Asked::Group(other) => on_advice(*other, adviser, trials),
            Asked::Instrument(instrument) => instrument.questions(adviser),
        })
        .collect()
}

/// What a participant meets of each arm, or of one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Met {
    /// Trials in blocks without advice.
    pub unaided: u32,
    /// Trials in blocks with advice.
    pub aided: u32,
    /// The arm of the block that is asked about.
    pub arm: Aided,
    /// Whether alerts have a time limit.
    pub has_deadline: bool,
}

/// The question whether to work without the time limit.
pub const UNTIMED: &str = "untimed";

/// The ids of all questions that are no items of an instrument.
pub const IDS: [&str; 11] = [
    "role",
    "years",
    "ai-use",
    UNTIMED,
    "minutes-unaided",
    "minutes-aided",
    "number-correct-unaided",
    "number-correct-aided",
    "speed-change",
    "advice-wrong",
    "advice-followed",
];

/// What is asked about the whole session: of the arms that were met.
pub fn retrospective(asked: &[Asked], adviser: &str, met: Met) -> Vec<Question> {
    let Met { unaided, aided, .. } = met;
    asked
        .iter()
        .filter(|asked| aided > 0 || !asked.is_about_advice())
        .flat_map(|asked| match asked {
            Asked::Group(QuestionGroup::Minutes) => minutes(adviser, "did you need", met),
            Asked::Group(QuestionGroup::NumberCorrect) => number_correct(adviser, unaided, aided),
            Asked::Group(QuestionGroup::SpeedChange) if unaided == 0 => Vec::new(),
            Asked::Group(other) => on_advice(*other, adviser, aided),
            Asked::Instrument(instrument) => instrument.questions(adviser),
        })
        .collect()
}

fn number_correct(adviser: &str, unaided: u32, aided: u32) -> Vec<Question> {
    let mut questions = Vec::new();
    if unaided > 0 {
        questions.push(question(
            "number-correct-unaided",
            format!("Of the {unaided} alerts without suggestions, how many did you judge rightly?"),
            Scale::Count { most: unaided },
        ));
    }
    if aided > 0 {
        questions.push(question(
            "number-correct-aided",
            format!("Of the {aided} alerts with suggestions by {adviser}, how many did you judge rightly?"),
            Scale::Count { most: aided },
        ));
    }
    questions
}

/// Whether a block shows advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Aided {
    No,
    Yes,
}

impl Aided {
    fn pick(self, unaided: &'static str, aided: &'static str) -> &'static str {
        match self {
            Self::No => unaided,
            Self::Yes => aided,
        }
    }
}

fn on_advice(group: QuestionGroup, adviser: &str, aided_trials: u32) -> Vec<Question> {
    match group {
        QuestionGroup::SpeedChange => vec![question(
            "speed-change",
            format!("How did suggestions by {adviser} change the time that you needed for an alert?"),
            Scale::PercentChange,
        )],
        QuestionGroup::AdviceWrong => vec![question(
            "advice-wrong",
            format!("Of the {aided_trials} suggestions that you saw, how many were wrong?"),
            Scale::Count { most: aided_trials },
        )],
        QuestionGroup::AdviceFollowed => vec![question(
            "advice-followed",
            format!("How many times did you follow {adviser} although you would have decided otherwise?"),
            Scale::Count { most: aided_trials },
        )],
        QuestionGroup::Minutes | QuestionGroup::NumberCorrect => Vec::new(),
    }
}

fn minutes(adviser: &str, verb: &str, met: Met) -> Vec<Question> {
    let unaided = question(
        "minutes-unaided",
        format!("Without suggestions: how long {verb} for one alert, on average?"),
        Scale::Duration,
    );
    let aided = question(
        "minutes-aided",
        format!("With suggestions by {adviser}: how long {verb} for one alert, on average?"),
        Scale::Duration,
    );
    [(met.unaided, unaided), (met.aided, aided)]
        .into_iter()
        .filter(|(trials, _)| *trials > 0)
        .map(|(_, asked)| asked)
        .collect()
}

fn question(id: &str, text: impl Into<String>, scale: Scale) -> Question {
    Question { id: id.into(), text: text.into(), scale, introduction: String::new(), construct: None }
}
