//! The pages: what each shows, as plain values, beside its HTML file. Nothing here decides anything.

mod conduct;
mod reveal;

pub use conduct::{Conduct, seconds};
pub use reveal::{Reveal, RevealClose, RevealLobby};

use askama::Template;

use crate::study::Scale;

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
    /// The study's title.
    pub study: String,
    /// What was wrong with the last code.
    pub problem: Option<String>,
}

/// A link was opened: one button starts or continues the session.
#[derive(Debug, Template)]
#[template(path = "welcome.html")]
pub struct Welcome {
    /// The study's title.
    pub study: String,
    /// Where the button posts to.
    pub action: String,
    /// Whether a session is there already.
    pub continues: bool,
}

/// Consent in plain words.
#[derive(Debug, Template)]
#[template(path = "consent.html")]
pub struct Consent {
    /// What stands around.
    pub frame: Frame,
    /// The personal link that resumes the session.
    pub personal_link: String,
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
    /// What stands around.
    pub frame: Frame,
    /// An opaque name of the page, sent back.
    pub page: String,
    /// What the adviser is called.
    pub adviser: String,
    /// What is particular to the participant's condition, a sentence each.
    pub notes: Vec<String>,
    /// When participants are told how they did.
    pub feedback: &'static str,
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
    /// What stands around.
    pub frame: Frame,
}

/// One trial, as the fragment that the browser inserts.
#[derive(Debug, Template)]
#[template(path = "trial.html")]
pub struct TrialView {
    /// The opaque name of the trial.
    pub reference: String,
    /// "Alert 7 of 12" counts these.
    pub number: usize,
    /// Trials of this block.
    pub of: usize,
    /// "practice" or "block 1".
    pub part: String,
    /// low, medium, high, critical.
    pub severity: &'static str,
    /// What the rule says.
    pub title: String,
    /// When, as text.
    pub occurred_at: String,
    /// Which product class.
    pub source: String,
    /// The technique id.
    pub technique: String,
    /// The summary.
    pub summary: String,
    /// (kind, value).
    pub entities: Vec<(String, String)>,
    /// The panels.
    pub panels: Vec<PanelView>,
    /// What the adviser is called.
    pub adviser: String,
    /// The advice, where one is shown.
    pub advice: Option<AdviceView>,
    /// How the trial runs.
    pub conduct: Conduct,
    /// The three verdicts: (key, words, explanation).
    pub verdicts: [(u8, &'static str, &'static str); 3],
}

/// One closed panel.
#[derive(Debug, Clone)]
pub struct PanelView {
    /// The letter that opens it.
    pub letter: String,
    /// The heading.
    pub title: String,
    /// The text.
    pub content: String,
}

/// The advice of a trial.
#[derive(Debug, Clone)]
pub struct AdviceView {
    /// The verdict in words.
    pub verdict: &'static str,
    /// The stated confidence, where it is shown.
    pub confidence: Option<u8>,
    /// The reasons, where they are shown.
    pub rationale: Vec<Segment>,
    /// What it recommends.
    pub action: String,
}

/// A piece of a rationale.
#[derive(Debug, Clone)]
pub enum Segment {
    /// Plain text.
    Text(String),
    /// A citation that opens a panel, by its letter.
    Cite(String),
}

/// What a trial was.
#[derive(Debug, Template)]
#[template(path = "feedback.html")]
pub struct Feedback {
    /// What stands around.
    pub frame: Frame,
    /// An opaque name of the page, sent back.
    pub page: String,
    /// Whether it does not count.
    pub is_practice: bool,
    /// The alert's title.
    pub title: String,
    /// Whether the verdict was right on the primary axis.
    pub right: bool,
    /// The participant's verdict in words; none where the time ended the trial without one.
    pub given: Option<&'static str>,
    /// The truth in words.
    pub truth: &'static str,
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
    pub suggested: &'static str,
    /// What the participant said; nothing where the time ended the trial.
    pub given: Option<&'static str>,
    /// What it was.
    pub truth: &'static str,
    /// Whether the verdict was right on the primary axis.
    pub right: bool,
    /// What decided it.
    pub debrief: String,
}

/// The end: what was seeded and why, and the own figures.
#[derive(Debug, Template)]
#[template(path = "debrief.html")]
pub struct Debrief {
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
    pub suggested: &'static str,
    /// What the participant said.
    pub given: &'static str,
    /// What it was.
    pub truth: &'static str,
    /// What decided it.
    pub debrief: String,
}

/// A session that ended early.
#[derive(Debug, Template)]
#[template(path = "ended.html")]
pub struct Ended {
    /// What stands around.
    pub frame: Frame,
    /// The heading.
    pub heading: String,
    /// The sentences, a paragraph each.
    pub paragraphs: Vec<String>,
}

/// Are you sure?
#[derive(Debug, Template)]
#[template(path = "withdraw.html")]
pub struct Withdraw {
    /// The study's title.
    pub study: String,
}

/// A page with a heading and some sentences: finished, withdrawn, not found, an error.
#[derive(Debug, Template)]
#[template(path = "message.html")]
pub struct Message {
    /// The study's title.
    pub study: String,
    /// The heading.
    pub heading: String,
    /// The sentences, a paragraph each.
    pub paragraphs: Vec<String>,
}
