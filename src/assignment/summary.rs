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
    /// Trials without advice.
    pub unaided: usize,
    /// Trials with right advice.
    pub right_advice: usize,
    /// Trials with wrong advice.
    pub wrong_advice: usize,
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
            unaided: design.trials_per_arm(),
            right_advice: design.trials_per_arm() - design.wrong_advice_trials,
            wrong_advice: design.wrong_advice_trials,
            alerts: alerts.len(),
            minutes: (shown as f64 * per_alert + SECONDS_OF_QUESTIONS_AND_TEXTS) / 60.0,
            complete_at: Counterbalance::new(study).cells(),
        }
    }
}
