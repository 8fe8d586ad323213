//! How far stated probabilities move towards the advice.

use crate::measures::TrialRow;
use crate::statistics::{Observation, Weights, pooled_mean, weighted_median};
use crate::study::Verdict;

use super::consultation::lacks_own_verdicts;
use super::estimate::{Estimate, Unit};
use super::sample::{Basis, Draft, Sample};

/// Weight of advice (Harvey & Fischer 1997): (f - i) / (a - i), with i, f and a the probability that the alert needs action before
/// advice, after it, and by the advice. A person's is the confidence where the verdict is to act, and 1 - confidence where it is to
/// close. The advice's comes from its confidence in the same way where one was shown; else it is 1 or 0. Where a = i, there is
/// nothing to move, and the trial does not enter. Where a table has judgements on a
/// continuous scale, these are taken as they are. Raw values can lie outside 0 to 1: their median, and the mean of the clipped.
pub fn weight_of_advice(sample: &Sample<'_>) -> Vec<Estimate> {
    let mut raw = sample.observe(weight);
    raw.sort_by(|a, b| a.value.total_cmp(&b.value));
    let clipped: Vec<Observation> =
        raw.iter().map(|row| Observation { value: row.value.clamp(0.0, 1.0), ..*row }).collect();
    let outside = raw.iter().filter(|row| !(0.0..=1.0).contains(&row.value)).count();
    let draft = |suffix: &str, label: &str, of: &str| Draft {
        id: format!("weight-of-advice-{suffix}"),
        label: format!("Weight of advice, {label} (0 keeps the own probability, 1 takes the advice's; pooled)"),
        unit: Unit::Score,
        method: format!(
            "pooled {of} of (f - i) / (a - i): probabilities of needing action after, before and by the advice; the advice's \
             is its stated confidence where one was shown, else 1 or 0"
        ),
        basis: Basis::of(&raw),
        undefined: lacks_own_verdicts(sample)
            .unwrap_or("no trial has a confidence before and after advice that differs from the advice's")
            .into(),
        notes: vec![format!("{outside} of {} values lie outside 0 to 1", raw.len())],
    };
    let drafts =
        vec![draft("median", "median", "median"), draft("mean", "mean of clipped", "mean, each clipped to 0 to 1,")];
    sample.jointly(drafts, |weights: &Weights| vec![weighted_median(&raw, weights), pooled_mean(&clipped, weights)])
}

/// One trial's weight of advice; none without both confidences, or where the advice says what was said before.
fn weight(row: &TrialRow) -> Option<f64> {
    if let Some(chances) = row.course.chances {
        return chances.weight_of_advice();
    }
    let before = needs_action(row.course.initial?, row.course.initial_confidence?);
    let after = needs_action(row.decision?, row.confidence?);
    let advised = needs_action(row.advice?, row.course.stated_confidence.map_or(100.0, f64::from));
    let distance = advised - before;
    (distance.abs() > f64::EPSILON).then(|| (after - before) / distance)
}

/// The probability of needing action that a verdict with a confidence in percent states.
fn needs_action(verdict: Verdict, confidence: f64) -> f64 {
    if verdict.needs_action() { confidence / 100.0 } else { 1.0 - confidence / 100.0 }
}
