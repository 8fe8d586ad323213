//! What a study will do, in numbers that a person can check before anyone takes part.

use crate::study::{Role, Study};

use super::counterbalance::Counterbalance;

/// What will happen to each participant and how many there have to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Scored trials of a participant.
    pub trials: usize,
    /// Blocks, half of them with advice.
    pub blocks: usize,
    /// Practice trials.
    pub practice_trials: usize,
    /// Attention checks.
    pub attention_checks: usize,
    /// Trials in blocks without advice, of a participant who has advice in others.
    pub unaided: usize,
    /// Trials with right advice.
    pub right_advice: usize,
    /// Trials with wrong advice.
    pub wrong_advice: usize,
    /// Trials in blocks with advice that have none.
    pub silent: usize,
    /// Of those with right advice, trials in which its reason is wrong.
    pub wrong_reasons: usize,
    /// Scored alerts in the dataset.
    pub alerts: usize,
    /// Minutes that a session is expected to take, with questions.
    pub minutes: f64,
    /// Participants that make the counterbalancing complete.
    pub complete_at: usize,
}

impl Summary {
    /// Summarises a checked study.
    pub fn of(study: &Study) -> Self {
        const SECONDS_OF_QUESTIONS_AND_TEXTS: f64 = 480.0;
        let alerts = study.dataset.with_role(|role| matches!(role, Role::Scored { .. }));
        let seconds = alerts.iter().map(|&alert| study.dataset.alerts[alert].expected_seconds()).sum::<f64>();
        let per_alert = seconds / alerts.len() as f64;
        let design = &study.design;
        let shown = design.trials + design.practice_trials + design.attention_checks;
        Self {
            trials: design.trials,
            blocks: design.blocks,
            practice_trials: design.practice_trials,
            attention_checks: design.attention_checks,
            unaided: design.trials - design.aided_trials(),
            right_advice: design.aided_trials() - design.wrong_advice_trials() - design.silent_trials,
            wrong_advice: design.wrong_advice_trials(),
            silent: design.silent_trials,
            wrong_reasons: design.wrong_reason_trials,
            alerts: alerts.len(),
            minutes: (shown as f64 * per_alert + SECONDS_OF_QUESTIONS_AND_TEXTS) / 60.0,
            complete_at: Counterbalance::new(study).cells(),
        }
    }
}
