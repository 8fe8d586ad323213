//! What a verdict of one trial has to have: by the participant's condition, and by what came before it.

use std::collections::HashSet;

use crate::assignment::{Arm, Part, Schedule, Trial};
use crate::study::{AdviceTiming, Alert, Condition, Study};

use super::event::{Judgement, Stage};
use super::progress::Progress;
use super::submission::Refusal;

/// The longest time that a trial can take: a day.
const LONGEST_MS: f64 = 86_400_000.0;

/// The longest reason that is taken, in characters.
pub const LONGEST_JUSTIFICATION: usize = 500;

/// The rules of the trial that a participant is at.
pub struct Rules<'a> {
    condition: &'a Condition,
    alert: &'a Alert,
    trial: &'a Trial,
    progress: &'a Progress,
}

impl<'a> Rules<'a> {
    /// The rules of the trial with a place; none where there is no such trial.
    pub fn of(study: &'a Study, schedule: &'a Schedule, progress: &'a Progress, place: usize) -> Option<Self> {
        let trial = schedule.trials().nth(place)?;
        let condition = &study.conditions[schedule.condition];
        Some(Self { condition, alert: &study.dataset.alerts[trial.alert], trial, progress })
    }

    /// Refuses a verdict that is not as the rules want it. What the time ended may be incomplete.
    pub fn check(&self, judgement: &Judgement) -> Result<(), Refusal> {
        let invalid = |message: &str| Err(Refusal::Invalid(message.into()));
        let has_initial = self.progress.initial.contains_key(&judgement.trial);
        if is_two_step(self.condition, self.trial) {
            if judgement.stage == Stage::Final && !has_initial && !judgement.expired {
                return invalid("the own verdict comes first");
            }
        } else if judgement.stage == Stage::Initial {
            return invalid("this trial has one verdict");
        }
        if judgement.expired && (!self.has_hard_deadline() || judgement.stage == Stage::Initial) {
            return invalid("this trial has no time limit that ends it");
        }
        if judgement.verdict.is_none() && !judgement.expired {
            return invalid("the verdict is missing");
        }
        match judgement.confidence {
            Some(percent) if !self.condition.asks_confidence || !(50..=100).contains(&percent) => {
                return invalid("the confidence is not from 50 to 100 percent, or was not asked");
            }
            None if self.condition.asks_confidence && !judgement.expired => {
                return invalid("the confidence is missing");
            }
            _ => {}
        }
        self.check_decisive(judgement)?;
        if !judgement.expired {
            self.check_panels()?;
            self.check_justification(judgement)?;
        }
        check_times(judgement)
    }

    fn has_hard_deadline(&self) -> bool {
        !self.progress.untimed && self.condition.deadline.is_some_and(|deadline| deadline.hard)
    }

    fn check_decisive(&self, judgement: &Judgement) -> Result<(), Refusal> {
        let invalid = |message: &str| Err(Refusal::Invalid(message.into()));
        let distinct: HashSet<&String> = judgement.decisive.iter().collect();
        if distinct.len() != judgement.decisive.len() {
            return invalid("the decisive evidence names a panel twice");
        }
        if judgement.decisive.iter().any(|letter| !self.alert.evidence.iter().any(|panel| panel.id == *letter)) {
            return invalid("the decisive evidence names a panel that is not there");
        }
        Ok(())
    }

    fn check_panels(&self) -> Result<(), Refusal> {
        let wanted = panels_first(self.condition, self.alert);
        if self.progress.panels.len() < wanted {
            return Err(Refusal::Invalid(format!("{wanted} panels have to be opened before a verdict")));
        }
        Ok(())
    }

    /// A reason is due where advice was seen and the rule of the condition wants one.
    fn check_justification(&self, judgement: &Judgement) -> Result<(), Refusal> {
        let advice = self.trial.advice.map(|index| &self.alert.advice[index]);
        let was_seen = self.condition.timing == AdviceTiming::Concurrent || self.progress.advice_opened;
        let is_due = judgement.stage == Stage::Final
            && was_seen
            && advice.zip(judgement.verdict).is_some_and(|(advice, verdict)| {
                self.condition.justification.is_due(advice.verdict.agrees_with(verdict))
            });
        let written = judgement.justification.as_deref().map_or(0, |text| text.trim().chars().count());
        if is_due && written == 0 {
            return Err(Refusal::Invalid("a reason in your own words is missing".into()));
        }
        if written > LONGEST_JUSTIFICATION {
            return Err(Refusal::Invalid(format!("the reason has more than {LONGEST_JUSTIFICATION} characters")));
        }
        Ok(())
    }
}

/// Whether an own verdict comes before the advice in this trial.
pub fn is_two_step(condition: &Condition, trial: &Trial) -> bool {
    condition.timing == AdviceTiming::Sequential && trial.arm == Arm::Aided && trial.part != Part::AttentionCheck
}

/// How many panels have to be opened before a verdict: no more than the alert has.
pub fn panels_first(condition: &Condition, alert: &Alert) -> usize {
    condition.panels_first.min(alert.evidence.len())
}

fn check_times(judgement: &Judgement) -> Result<(), Refusal> {
    let timing = &judgement.timing;
    let times = [timing.wall_ms, timing.hidden_ms, timing.refresh_ms, timing.clock_step_ms];
    if times.iter().any(|time| !(0.0..=LONGEST_MS).contains(time)) || timing.wall_ms == 0.0 {
        return Err(Refusal::Invalid("a time is negative, too long, or not a number".into()));
    }
    Ok(())
}
