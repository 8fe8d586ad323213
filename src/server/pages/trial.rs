//! One trial as plain values: what stands on the fragment that the browser inserts.

use askama::Template;

use super::Conduct;
use crate::session::LONGEST_JUSTIFICATION;
use crate::study::Words;

/// One trial, as the fragment that the browser inserts.
#[derive(Debug, Template)]
#[template(path = "trial.html")]
pub struct TrialView {
    /// The words of the language.
    pub words: Words,
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
    pub verdicts: [(u8, String, String); 3],
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
    /// The key of the verdict, 1 to 3.
    pub key: u8,
    /// The verdict in words.
    pub verdict: String,
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
