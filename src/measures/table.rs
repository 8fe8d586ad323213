//! The tidy tables that every measure starts from: one row a scored trial, one row an answer.

use crate::assignment::Arm;
use crate::study::{Condition, Verdict};

use super::trial_course::TrialCourse;

/// The scored trials of a study, with names for the indices in the rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TrialTable {
    /// Names of the participants.
    pub participants: Vec<String>,
    /// Names of the items (alerts).
    pub items: Vec<String>,
    /// The groups of participants between which something was varied.
    pub conditions: Vec<Condition>,
    /// One row a trial.
    pub rows: Vec<TrialRow>,
}

impl TrialTable {
    /// Forgets the items that no row has, and renumbers the others.
    pub fn drop_unmet_items(&mut self) {
        let mut places = vec![None; self.items.len()];
        for row in &self.rows {
            places[row.item] = Some(0);
        }
        for (kept, place) in places.iter_mut().flatten().enumerate() {
            *place = kept;
        }
        let mut met = places.iter().map(Option::is_some);
        self.items.retain(|_| met.next().unwrap_or(false));
        for row in &mut self.rows {
            row.item = places[row.item].unwrap_or(0);
        }
    }
}

/// One scored trial.
#[derive(Debug, Clone, PartialEq)]
pub struct TrialRow {
    /// Index of the participant.
    pub participant: usize,
    /// Index of the item.
    pub item: usize,
    /// With or without advice.
    pub arm: Arm,
    /// What the alert is.
    pub truth: Verdict,
    /// What the advice said, where one was shown.
    pub advice: Option<Verdict>,
    /// What the participant decided; none where the time ended without a choice.
    pub decision: Option<Verdict>,
    /// Active time in seconds, above zero; none where it was not measured.
    pub time_s: Option<f64>,
    /// Hidden time in seconds.
    pub hidden_s: f64,
    /// Stated probability of being right, 0 to 100; none where it was not asked or not said.
    pub confidence: Option<f64>,
    /// Position among the participant's scored trials, from 1; none where it is not known.
    pub order: Option<u32>,
    /// Block, from 1; none where it is not known.
    pub block: Option<u32>,
    /// Seconds that the alert is expected to take; none where nobody said.
    pub expected_s: Option<f64>,
    /// Different panels opened before deciding; none where it was not recorded.
    pub evidence_opened: Option<u32>,
    /// Whether a decisive panel was opened before deciding; none where no panel is known to be decisive.
    pub decisive_opened: Option<bool>,
    /// Whether a decisive panel was named; none where no panel is known to be decisive.
    pub decisive_named: Option<bool>,
    /// How often the trial was opened: above 1 after a reload.
    pub openings: u32,
    /// How it went apart from the decision.
    pub course: TrialCourse,
}

impl TrialRow {
    /// Whether the decision is right on the primary axis.
    pub fn correct(&self) -> bool {
        self.decision.is_some_and(|decision| decision.agrees_with(self.truth))
    }

    /// Active seconds that the decision took; none where the time ended the trial: what it would have taken is not known.
    pub fn decision_s(&self) -> Option<f64> {
        self.time_s.filter(|_| !self.course.expired)
    }

    /// The natural logarithm of the active seconds that the decision took.
    pub fn log_time(&self) -> Option<f64> {
        self.decision_s().map(f64::ln)
    }

    /// The natural logarithm of the position, in which practice is linear (time falls as a power of it).
    pub fn log_order(&self) -> Option<f64> {
        self.order.map(|order| f64::from(order).ln())
    }

    /// Whether the advice is right on the primary axis; none without advice.
    pub fn advice_correct(&self) -> Option<bool> {
        self.advice.map(|advice| advice.agrees_with(self.truth))
    }

    /// Whether the decision agrees with the advice on the primary axis; none without advice.
    pub fn followed(&self) -> Option<bool> {
        self.advice.map(|advice| self.decision.is_some_and(|decision| advice.agrees_with(decision)))
    }
}

/// One answer to one question.
#[derive(Debug, Clone, PartialEq)]
pub struct SelfReport {
    /// Index of the participant in the trial table.
    pub participant: usize,
    /// When it was asked.
    pub phase: Phase,
    /// The block that it is about, where it is about one.
    pub block: Option<AskedBlock>,
    /// The question's id.
    pub question: String,
    /// The value, in the unit of the question's scale.
    pub value: f64,
}

/// The block that a page of questions is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedBlock {
    /// Counted from 1.
    pub number: usize,
    /// With or without advice.
    pub arm: Arm,
}

/// When a question was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Phase {
    Background,
    Forecast,
    Block,
    Final,
}

impl Phase {
    /// The name in `self_reports.csv`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Background => "background",
            Self::Forecast => "forecast",
            Self::Block => "block",
            Self::Final => "final",
        }
    }
}
