//! How a trial runs in the browser: what its script has to know of the participant's condition, and nothing more.

use crate::assignment::{Arm, Part, Trial};
use crate::session::{is_two_step, panels_first};
use crate::study::{AdviceTiming, Alert, Condition, Deadline, Justification, Words};

/// The course of one trial.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conduct {
    /// When the advice frame shows its content: at once, after the own verdict, when asked, or after a delay.
    pub timing: AdviceTiming,
    /// Seconds until delayed advice.
    pub delay_s: f64,
    /// The limit of the time, where there is one.
    pub deadline: Option<Deadline>,
    /// Panels to open before a verdict.
    pub panels_first: usize,
    /// Which decisions need a reason.
    pub justification: Justification,
    /// Seconds to wait where the own confidence is low; 0 without.
    pub slow_down_s: f64,
    /// Whether the participant is asked how sure they are.
    pub asks_confidence: bool,
}

impl Conduct {
    /// The course of a trial in a condition. Trials in blocks without advice, and attention checks, have nothing to wait for.
    pub fn of(condition: &Condition, alert: &Alert, trial: &Trial, is_untimed: bool) -> Self {
        let has_frame = trial.arm == Arm::Aided && trial.part != Part::AttentionCheck;
        let timing = match condition.timing {
            AdviceTiming::Sequential if !is_two_step(condition, trial) => AdviceTiming::Concurrent,
            timing if has_frame => timing,
            _ => AdviceTiming::Concurrent,
        };
        Self {
            timing,
            delay_s: condition.delay_s,
            deadline: condition.deadline.filter(|_| !is_untimed),
            panels_first: panels_first(condition, alert),
            justification: if trial.advice.is_some() { condition.justification } else { Justification::Never },
            slow_down_s: if has_frame { condition.slow_down_s } else { 0.0 },
            asks_confidence: condition.asks_confidence,
        }
    }

    /// Words instead of advice that is still to come.
    pub fn waiting_words(&self, words: &Words) -> String {
        match self.timing {
            AdviceTiming::Concurrent => String::new(),
            AdviceTiming::Sequential => words.say("trial.after-own").to_string(),
            AdviceTiming::OnDemand => words.say("trial.when-asked").to_string(),
            AdviceTiming::Delayed => words.say("trial.after-seconds").number("seconds", self.delay_s).to_string(),
        }
    }
}
