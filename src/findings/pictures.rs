//! The numbers behind the pictures.

use crate::assignment::Arm;
use crate::measures::{Own, TrialTable};
use crate::statistics::mixed::ConditionalModes;
use crate::study::Inference;

use super::models::Model;
use super::room::FEWEST_PEOPLE;
use super::sample::Sample;
use super::{AdvicePaths, PersonFacts, Times};

/// One entry a participant, without names: the measured change as the model's conditional mode, which is drawn towards the others by how
/// little is known of the person, and where there is no model as it is; and whether it is so drawn. Empty where there are so few people
/// that a figure of one could be known for whose it is.
pub fn people(sample: &Sample<'_>) -> (Vec<PersonFacts>, bool) {
    if sample.own.len() < FEWEST_PEOPLE {
        return (Vec::new(), false);
    }
    let percent = |log_ratio: Option<f64>| log_ratio.map(|ratio| 100.0 * ratio.exp_m1());
    let shrunken = shrunken(sample);
    let facts = |(participant, own): (usize, &Own)| PersonFacts {
        measured_percent: percent(match &shrunken {
            Some(shrunken) => shrunken.of(participant),
            None => own.log_time_ratio(),
        }),
        believed_percent: percent(own.beliefs.retrospective.log_ratio()),
        forecast_percent: percent(own.beliefs.forecast.log_ratio()),
        unaided_accuracy: own.unaided.accuracy(),
        aided_accuracy: own.aided.accuracy(),
    };
    (sample.own.iter().enumerate().map(facts).collect(), shrunken.is_some())
}

/// The change of log time with advice, of everybody and of each.
struct Shrunken {
    common: f64,
    modes: ConditionalModes,
}

impl Shrunken {
    /// None for who has no trial in the model.
    fn of(&self, participant: usize) -> Option<f64> {
        let level = participant.to_string();
        self.modes.of(&level, "(Intercept)")?;
        Some(self.common + self.modes.of(&level, "aided").unwrap_or(0.0))
    }
}

/// None where there is no model, and where advice does not vary within participants.
fn shrunken(sample: &Sample<'_>) -> Option<Shrunken> {
    if sample.plan.inference == Inference::Bootstrap || sample.own.iter().all(|own| own.log_time_ratio().is_none()) {
        return None;
    }
    let fit = sample.fitted(Model::TimeByArm).fit.as_ref().ok()?;
    Some(Shrunken { common: fit.coefficient("aided")?.estimate, modes: fit.conditional_modes("participant")? })
}

/// Counts of trials by what the advice was and what became of it.
pub fn paths(table: &TrialTable) -> AdvicePaths {
    let mut paths = AdvicePaths::default();
    for row in &table.rows {
        let path = match (row.arm, row.advice_correct(), row.correct()) {
            (Arm::Unaided, _, true) => &mut paths.unaided_right,
            (Arm::Unaided, _, false) => &mut paths.unaided_wrong,
            (Arm::Aided, Some(true), true) => &mut paths.right_followed,
            (Arm::Aided, Some(true), false) => &mut paths.right_overridden,
            (Arm::Aided, Some(false), false) => &mut paths.wrong_followed,
            (Arm::Aided, Some(false), true) => &mut paths.wrong_overridden,
            (Arm::Aided, None, _) => continue,
        };
        *path += 1;
    }
    paths
}

/// Active times in seconds, without those that a deadline cut off.
pub fn times(table: &TrialTable) -> Times {
    let mut times = Times::default();
    for row in &table.rows {
        let list = match (row.arm, row.advice_correct()) {
            (Arm::Unaided, _) => &mut times.unaided,
            (Arm::Aided, Some(true)) => &mut times.aided_right,
            (Arm::Aided, Some(false)) => &mut times.aided_wrong,
            (Arm::Aided, None) => continue,
        };
        list.extend(row.decision_s());
    }
    times
}
