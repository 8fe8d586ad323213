//! The questions that participants are asked, each with its wording, its scale, and the name that it has in the data.

use serde::{Deserialize, Serialize};

/// A group of questions that a study file can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names in `NAMED` are the study file's")]
pub enum QuestionGroup {
    Minutes,
    SpeedChange,
    NumberCorrect,
    AdviceWrong,
    AdviceFollowed,
    RawTlx,
    Trust,
}

impl QuestionGroup {
    /// Every group with its name in study files.
    pub const NAMED: [(&'static str, Self); 7] = [
        ("minutes", Self::Minutes),
        ("speed-change", Self::SpeedChange),
        ("number-correct", Self::NumberCorrect),
        ("advice-wrong", Self::AdviceWrong),
        ("advice-followed", Self::AdviceFollowed),
        ("raw-tlx", Self::RawTlx),
        ("trust", Self::Trust),
    ];

    /// Whether somebody who never had advice can't answer.
    fn is_about_advice(self) -> bool {
        matches!(self, Self::SpeedChange | Self::AdviceWrong | Self::AdviceFollowed | Self::Trust)
    }
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Minutes and seconds per alert; the value is in seconds, above zero.
    Duration,
    /// Percent with a direction; the value is the change of time in percent: positive is slower, negative is faster.
    PercentChange,
    /// A count from zero to a maximum.
    Count {
        /// The largest possible count.
        most: u32,
    },
    /// Twenty-one steps from 0 to 100 between two anchors.
    Rating {
        /// The word at 0.
        low: &'static str,
        /// The word at 100.
        high: &'static str,
    },
    /// Seven steps of agreement; the value is 1 to 7.
    Agreement,
    /// One of several answers; the value is the index.
    Choice(&'static [&'static str]),
}

impl Scale {
    /// Whether a number is an answer on this scale.
    pub fn accepts(self, value: f64) -> bool {
        let whole = value.fract() == 0.0;
        match self {
            Self::Duration => value > 0.0 && value <= 3600.0,
            Self::PercentChange => (-99.0..=900.0).contains(&value),
            Self::Count { most } => whole && (0.0..=f64::from(most)).contains(&value),
            Self::Rating { .. } => whole && (0.0..=100.0).contains(&value) && value % 5.0 == 0.0,
            Self::Agreement => whole && (1.0..=7.0).contains(&value),
            Self::Choice(options) => whole && value >= 0.0 && value < options.len() as f64,
        }
    }
}

/// One question as it is asked on one page.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The name in `self_reports.csv`; never sent to a browser.
    pub id: &'static str,
    /// What is asked.
    pub text: String,
    /// How it is answered.
    pub scale: Scale,
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
        question("role", "Which describes your work best?", Scale::Choice(ROLES)),
        question("years", "How many years have you triaged security alerts?", Scale::Choice(YEARS)),
        question("ai-use", "How often do you use AI assistants at work?", Scale::Choice(USE)),
    ];
    if has_deadline {
        questions.push(question(
            UNTIMED,
            "Alerts have a time limit here. How do you want to work?",
            Scale::Choice(LIMIT),
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

/// What is believed about a block of `trials` alerts, with (`aided`) or without advice.
pub fn block(groups: &[QuestionGroup], adviser: &str, trials: u32, aided: Aided) -> Vec<Question> {
    let count = Scale::Count { most: trials };
    groups
        .iter()
        .flat_map(|group| match group {
            QuestionGroup::Minutes => vec![question(
                aided.pick("minutes-unaided", "minutes-aided"),
                "How long did you need for one alert of this block, on average?",
                Scale::Duration,
            )],
            QuestionGroup::NumberCorrect => vec![question(
                aided.pick("number-correct-unaided", "number-correct-aided"),
                format!("Of the {trials} alerts of this block, how many did you judge rightly?"),
                count,
            )],
            other => common(*other, adviser, trials),
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

/// What is believed about the whole session: of the arms that were met.
pub fn retrospective(groups: &[QuestionGroup], adviser: &str, met: Met) -> Vec<Question> {
    let Met { unaided, aided, .. } = met;
    groups
        .iter()
        .flat_map(|group| match group {
            QuestionGroup::Minutes => minutes(adviser, "did you need", met),
            QuestionGroup::NumberCorrect => number_correct(adviser, unaided, aided),
            _ if aided == 0 && group.is_about_advice() => Vec::new(),
            QuestionGroup::SpeedChange if unaided == 0 => Vec::new(),
            other => common(*other, adviser, aided),
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

fn common(group: QuestionGroup, adviser: &str, aided_trials: u32) -> Vec<Question> {
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
        QuestionGroup::RawTlx => raw_tlx(),
        QuestionGroup::Trust => trust(adviser),
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

/// Six ratings of workload, after the raw NASA-TLX (Hart & Staveland 1988; Hart 2006), in own wording.
fn raw_tlx() -> Vec<Question> {
    const AMOUNT: Scale = Scale::Rating { low: "very low", high: "very high" };
    vec![
        question("tlx-mental", "How much thinking, deciding and remembering did it take?", AMOUNT),
        question("tlx-physical", "How physically demanding was it?", AMOUNT),
        question("tlx-temporal", "How hurried was the pace?", AMOUNT),
        question(
            "tlx-performance",
            "How well did you do what was asked?",
            Scale::Rating { low: "perfectly", high: "not at all" },
        ),
        question("tlx-effort", "How hard did you have to work for it?", AMOUNT),
        question("tlx-frustration", "How irritated, stressed or discouraged were you?", AMOUNT),
    ]
}

/// Three statements on trust, in own wording.
fn trust(adviser: &str) -> Vec<Question> {
    vec![
        question("trust-rely", format!("I can rely on {adviser}."), Scale::Agreement),
        question("trust-right", format!("{adviser} is right when it matters."), Scale::Agreement),
        question("trust-confident", format!("I feel confident when I follow {adviser}."), Scale::Agreement),
    ]
}

fn question(id: &'static str, text: impl Into<String>, scale: Scale) -> Question {
    Question { id, text: text.into(), scale }
}
