//! The pages: what each shows, as plain values, beside its HTML file. Nothing here decides anything.

mod around;
mod conduct;
mod reveal;
mod trial;

pub use around::{Break, CheckOfBrowser};
pub use conduct::Conduct;
pub use reveal::{Reveal, RevealClose, RevealLobby};
pub use trial::{AdviceView, PanelView, Segment, TrialView};

use askama::Template;

use super::markdown::Own;
use crate::study::{Scale, Words};

/// What stands around every page of a session.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The study's title.
    pub study: String,
    /// Percent of the session that is done.
    pub percent_done: u32,
    /// Minutes that are expected to be left, rounded up.
    pub minutes_left: u32,
    /// Whether the session can be withdrawn from here.
    pub can_withdraw: bool,
}

/// The first page: a field for the join code.
#[derive(Debug, Template)]
#[template(path = "landing.html")]
pub struct Landing {
    /// The words of the language.
    pub words: Words,
    /// The languages that are offered.
    pub languages: Vec<Words>,
    /// The study's title.
    pub study: String,
    /// What was wrong with the last code.
    pub problem: Option<String>,
}

/// A link was opened: one button starts or continues the session.
#[derive(Debug, Template)]
#[template(path = "welcome.html")]
pub struct Welcome {
    /// The words of the language.
    pub words: Words,
    /// The languages that are offered.
    pub languages: Vec<Words>,
    /// The study's title.
    pub study: String,
    /// Where the button posts to.
    pub action: String,
    /// Whether a session is there already.
    pub continues: bool,
    /// Whether it is over.
    pub is_over: bool,
}

/// Consent in plain words.
#[derive(Debug, Template)]
#[template(path = "consent.html")]
pub struct Consent {
    /// The words of the language.
    pub words: Words,
    /// What the study says here.
    pub own: Own,
    /// The languages that are offered.
    pub languages: Vec<Words>,
    /// What stands around.
    pub frame: Frame,
    /// The personal link that resumes the session.
    pub personal_link: String,
    /// Whether the browser is looked at.
    pub checks_browser: bool,
    /// Expected minutes of the whole session.
    pub minutes: u32,
    /// Alerts to decide.
    pub alerts: usize,
    /// What the adviser is called.
    pub adviser: String,
}

/// A page of questions.
#[derive(Debug, Template)]
#[template(path = "questions.html")]
pub struct Questions {
    /// The words of the language.
    pub words: Words,
    /// What stands around.
    pub frame: Frame,
    /// The page's heading.
    pub heading: String,
    /// One or two sentences before the questions.
    pub introduction: String,
    /// An opaque name of the page, sent back.
    pub page: String,
    /// The questions.
    pub asked: Vec<QuestionView>,
    /// What was wrong with the answers that were sent.
    pub problem: Option<String>,
}

/// One question.
#[derive(Debug, Clone)]
pub struct QuestionView {
    /// The opaque field name: q0, q1, ...
    pub name: String,
    /// What is asked.
    pub text: String,
    /// How it is answered.
    pub scale: Scale,
    /// A sentence before it; empty where there is none.
    pub introduction: String,
}

/// How the session works.
#[derive(Debug, Template)]
#[template(path = "instructions.html")]
pub struct Instructions {
    /// The words of the language.
    pub words: Words,
    /// What the study says here.
    pub own: Own,
    /// What stands around.
    pub frame: Frame,
    /// An opaque name of the page, sent back.
    pub page: String,
    /// What the adviser is called.
    pub adviser: String,
    /// What is particular to the participant's condition, a sentence each.
    pub notes: Vec<String>,
    /// When participants are told how they did.
    pub feedback: String,
    /// Whether participants are asked how sure they are.
    pub asks_confidence: bool,
    /// Practice alerts.
    pub practice: usize,
    /// Alerts that count.
    pub alerts: usize,
    /// Blocks.
    pub blocks: usize,
}

/// The page on which the trials of a block run; the trials themselves are fetched.
#[derive(Debug, Template)]
#[template(path = "trials.html")]
pub struct Trials {
    /// The words of the language.
    pub words: Words,
    /// What stands around.
    pub frame: Frame,
}

/// How a verdict compares with the truth, whatever the two are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judged {
    /// It is the truth.
    Exactly,
    /// It is right on the primary axis.
    OnTheAxis,
    /// It is wrong on the primary axis.
    TheOtherWay,
    /// There was none in time.
    NotInTime,
}

/// What a trial was.
#[derive(Debug, Template)]
#[template(path = "feedback.html")]
pub struct Feedback {
    /// The words of the language.
    pub words: Words,
    /// What stands around.
    pub frame: Frame,
    /// An opaque name of the page, sent back.
    pub page: String,
    /// Whether it does not count.
    pub is_practice: bool,
    /// The alert's title.
    pub title: String,
    /// How the verdict compares with the truth.
    pub judged: Judged,
    /// The participant's verdict in words.
    pub given: String,
    /// The truth in words.
    pub truth: String,
    /// The panels that the participant named, as letters.
    pub named: String,
    /// The panels that decide it: (letter, title).
    pub decisive: Vec<(String, String)>,
    /// Why.
    pub rationale: String,
}

/// How a block went.
#[derive(Debug, Template)]
#[template(path = "block_feedback.html")]
pub struct BlockFeedback {
    /// The words of the language.
    pub words: Words,
    /// What stands around.
    pub frame: Frame,
    /// An opaque name of the page, sent back.
    pub page: String,
    /// The block, counted from 1.
    pub number: usize,
    /// Verdicts that were right on the primary axis.
    pub right: usize,
    /// The block's alerts.
    pub alerts: Vec<BlockAlert>,
}

/// One alert of a block that is closed.
#[derive(Debug, Clone)]
pub struct BlockAlert {
    /// The alert's title.
    pub title: String,
    /// What the suggestion said; empty where there was none.
    pub suggested: String,
    /// What the participant said.
    pub given: String,
    /// What it was.
    pub truth: String,
    /// Whether there was a verdict in time.
    pub judged: bool,
    /// Whether the verdict was right on the primary axis.
    pub right: bool,
    /// What decided it.
    pub debrief: String,
}

/// The end: what was seeded and why, and the own figures.
#[derive(Debug, Template)]
#[template(path = "debrief.html")]
pub struct Debrief {
    /// The words of the language.
    pub words: Words,
    /// What the study says here.
    pub own: Own,
    /// What stands around.
    pub frame: Frame,
    /// What the adviser is called.
    pub adviser: String,
    /// Suggestions that were seen.
    pub suggestions: usize,
    /// Of these, wrong on purpose.
    pub wrong: usize,
    /// Of these, followed.
    pub wrong_followed: usize,
    /// Believed and measured figures, a row each; a missing figure is an empty text.
    pub rows: Vec<BelievedMeasured>,
    /// The alerts with wrong suggestions.
    pub seeded: Vec<SeededAlert>,
}

/// One line of the own result.
#[derive(Debug, Clone)]
pub struct BelievedMeasured {
    /// What is compared.
    pub label: String,
    /// What was believed, in words.
    pub believed: String,
    /// What was measured, in words.
    pub measured: String,
}

/// One alert whose suggestion was wrong.
#[derive(Debug, Clone)]
pub struct SeededAlert {
    /// The alert's title.
    pub title: String,
    /// What the suggestion said.
    pub suggested: String,
    /// What the participant said.
    pub given: String,
    /// What it was.
    pub truth: String,
    /// What decided it.
    pub debrief: String,
}

/// Are you sure?
#[derive(Debug, Template)]
#[template(path = "withdraw.html")]
pub struct Withdraw {
    /// The words of the language.
    pub words: Words,
    /// The study's title.
    pub study: String,
}

/// A page with a heading and some sentences: finished, ended early, withdrawn, not found, an error.
#[derive(Debug, Template)]
#[template(path = "message.html")]
pub struct Message {
    /// The words of the language.
    pub words: Words,
    /// The study's title.
    pub study: String,
    /// The heading.
    pub heading: String,
    /// The sentences, a paragraph each.
    pub paragraphs: Vec<String>,
    /// Whether there is something to withdraw from here.
    pub can_withdraw: bool,
}
