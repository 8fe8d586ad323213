//! How a trial went apart from its decision: the condition, the own verdict before advice, when advice came up, what ended it.

use crate::assignment::Trial;
use crate::study::{AdviceKind, Alert, Verdict};

use super::trial_record::TrialRecord;

/// The verdicts of one trial as probabilities that the alert needs action, each from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chances {
    /// Before advice.
    pub initial: f64,
    /// What the advice said.
    pub advice: f64,
    /// The decision.
    pub last: f64,
}

impl Chances {
    /// Weight of advice (Harvey & Fischer 1997), (final - initial) / (advice - initial): 0 where the own judgement stays, 1 where the
    /// advice is taken over, beyond both where it moves away or overshoots. None where the advice is what was judged before.
    pub fn weight_of_advice(self) -> Option<f64> {
        let weight = (self.last - self.initial) / (self.advice - self.initial);
        weight.is_finite().then_some(weight)
    }
}

/// The course of one scored trial.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
pub struct TrialCourse {
    /// Index of the participant's condition in the study's list.
    pub condition: usize,
    /// The own verdict before advice, where there was one.
    pub initial: Option<Verdict>,
    /// Stated probability of its being right, 0 to 100.
    pub initial_confidence: Option<f64>,
    /// Active seconds until it.
    pub initial_s: Option<f64>,
    /// Seconds from the onset until advice came up, where it did not come with the alert.
    pub advice_at_s: Option<f64>,
    /// The confidence that the advice stated, in percent.
    pub stated_confidence: Option<u8>,
    /// Whether the advice was right for the wrong reason.
    pub wrong_reason: bool,
    /// Whether the block had advice and the trial had none.
    pub silent: bool,
    /// Whether the time ended the trial.
    pub expired: bool,
    /// Whether a reason was written.
    pub justified: bool,
    /// The verdicts as probabilities, where all three were given so.
    pub chances: Option<Chances>,
}

impl TrialCourse {
    /// The course of a trial in a condition.
    pub fn of(condition: usize, alert: &Alert, trial: &Trial, record: &TrialRecord<'_>) -> Self {
        let advice = trial.advice.and_then(|index| alert.advice.get(index));
        let (initial, last) = (record.initial(), record.judgement());
        Self {
            condition,
            initial: initial.and_then(|judgement| judgement.verdict),
            initial_confidence: initial.and_then(|judgement| judgement.confidence).map(f64::from),
            initial_s: initial.map(|judgement| judgement.timing.active_ms() / 1000.0),
            advice_at_s: record.advice_at_ms().map(|at_ms| at_ms / 1000.0),
            stated_confidence: trial.stated_confidence,
            wrong_reason: advice.is_some_and(|advice| advice.kind() == AdviceKind::RightForWrongReason),
            silent: trial.is_silent(),
            expired: last.is_some_and(|judgement| judgement.expired),
            justified: last.is_some_and(|judgement| judgement.justification.is_some()),
            chances: None,
        }
    }
}
