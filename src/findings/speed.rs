//! What advice does to the time that an alert takes.

use crate::measures::TrialRow;
use crate::statistics::{FixedEffects, Observation, Weights};
use crate::study::Inference;

use super::estimate::{Estimate, Unit};
use super::headline::{change_of_time, headline};
use super::models::{Model, is_aided, is_right, is_wrong};
use super::sample::{Basis, Draft, Sample, indicator};

/// Log active times, to be regressed on what was shown and on practice.
pub struct LogTimes {
    /// The trials with their log times.
    pub observations: Vec<Observation>,
    regression: FixedEffects,
}

impl LogTimes {
    /// The times of the trials that `enters` picks and no deadline ended, with one covariate for each condition in `shown`, beside ln(order)
    /// where every trial has one.
    pub fn new(sample: &Sample<'_>, enters: impl Fn(&TrialRow) -> bool, shown: &[fn(&TrialRow) -> bool]) -> Self {
        let rows: Vec<&TrialRow> =
            sample.table.rows.iter().filter(|row| enters(row) && row.decision_s().is_some()).collect();
        let observe = |row: &&TrialRow| {
            Some(Observation { participant: row.participant, item: row.item, value: row.log_time()? })
        };
        let observations: Vec<Observation> = rows.iter().filter_map(observe).collect();
        let column = |condition: &fn(&TrialRow) -> bool| rows.iter().map(|row| indicator(condition(row))).collect();
        let order: Option<Vec<f64>> = rows.iter().map(|row| row.log_order()).collect();
        let covariates: Vec<Vec<f64>> = shown.iter().map(column).chain(order).collect();
        Self { regression: FixedEffects::new(&observations, &covariates), observations }
    }

    /// The coefficient of the condition at an index: ln(time in the condition / time without advice).
    pub fn coefficient(&self, index: usize, weights: &Weights) -> Option<f64> {
        self.regression.coefficients(weights)?.get(index).copied()
    }
}

/// The change of active time with advice in percent: of all advice, of right and of wrong advice, on attacks and on harmless
/// alerts. Trials that a deadline ended have a censored time and do not enter.
///
/// 100 (exp(b) - 1) with b from a linear mixed model of `ln(time)` on the advice and ln(order), people and alerts both random
/// (Baayen, Davidson & Bates 2008). Beside it with b from least squares with an effect for every participant and alert.
pub fn speed(sample: &Sample<'_>) -> Vec<Estimate> {
    let estimates = bootstrapped(sample);
    if sample.plan.inference == Inference::Bootstrap {
        return estimates;
    }
    let answer = |model, name| change_of_time(sample.fitted(model), name, sample.plan.level);
    let with_model = |estimate: Estimate| match estimate.id.as_str() {
        "speed-effect" => headline(estimate, answer(Model::TimeByArm, "aided")),
        "speed-effect-right-advice" => headline(estimate, answer(Model::TimeByAdvice, "right")),
        "speed-effect-wrong-advice" => headline(estimate, answer(Model::TimeByAdvice, "wrong")),
        _ => estimate,
    };
    estimates.into_iter().map(with_model).collect()
}

/// The changes by least squares, with intervals from the bootstrap.
fn bootstrapped(sample: &Sample<'_>) -> Vec<Estimate> {
    // Trials in the aided arm without advice are no baseline.
    let split = LogTimes::new(sample, |row| Model::TimeByAdvice.takes(row), &[is_right, is_wrong]);
    let truth = LogTimes::new(sample, |_| true, &[aided_attack, aided_harmless]);
    let by_advice = [
        ("speed-effect-right-advice", "Change of time with right advice"),
        ("speed-effect-wrong-advice", "Change of time with wrong advice"),
    ];
    let by_truth = [
        ("speed-effect-attacks", "Change of time with advice on attacks"),
        ("speed-effect-harmless", "Change of time with advice on harmless alerts"),
    ];
    let mut estimates = vec![overall(sample)];
    estimates.extend(effects(sample, &split, &by_advice, &[]));
    estimates.extend(effects(sample, &truth, &by_truth, &[MIXTURE.to_owned()]));
    estimates
}

const MIXTURE: &str = "right and wrong advice at the seeded rate, which is not that of operation";

/// The change with all advice by least squares, with its interval from the bootstrap.
pub fn overall(sample: &Sample<'_>) -> Estimate {
    let all = LogTimes::new(sample, |_| true, &[is_aided]);
    let expired = sample.table.rows.iter().filter(|row| row.course.expired).count();
    let censored = (expired > 0)
        .then(|| format!("{expired} trials that the deadline ended are left out: their times are censored"));
    let is_ordered = sample.table.rows.iter().all(|row| row.order.is_some());
    let practice = if is_ordered {
        practice(sample, &all)
    } else {
        Some("the order of the trials is not known: practice is not taken out".to_owned())
    };
    let notes: Vec<String> = [Some(MIXTURE.to_owned()), censored, practice].into_iter().flatten().collect();
    effects(sample, &all, &[("speed-effect", "Change of time with advice")], &notes).remove(0)
}

/// The power of the position with which time changes, where no model says it already.
fn practice(sample: &Sample<'_>, times: &LogTimes) -> Option<String> {
    let power = times.coefficient(1, &sample.even()).filter(|_| sample.plan.inference == Inference::Bootstrap)?;
    Some(format!("practice: time changes as order^{power:.2}"))
}

/// One change for each condition of a regression, named by id and label.
fn effects(sample: &Sample<'_>, times: &LogTimes, named: &[(&str, &str)], notes: &[String]) -> Vec<Estimate> {
    let draft = |(id, label): &(&str, &str)| Draft {
        id: (*id).into(),
        label: format!("{label} (percent, positive is slower)"),
        unit: Unit::PercentChange,
        method: format!("exp(b) - 1 from {MODEL}"),
        basis: Basis::of(&times.observations),
        undefined: "the data can't tell the advice from participants, alerts and order".into(),
        notes: notes.to_vec(),
    };
    sample.jointly(named.iter().map(draft).collect(), |weights| {
        let coefficients = times.regression.coefficients(weights);
        let change = |index: usize| Some(100.0 * coefficients.as_ref()?.get(index)?.exp_m1());
        (0..named.len()).map(change).collect()
    })
}

/// The regression in words.
pub const MODEL: &str = "least squares of ln(active time) on the advice shown, ln(order), and a fixed effect for every participant and alert";

fn aided_attack(row: &TrialRow) -> bool {
    is_aided(row) && row.truth.needs_action()
}

fn aided_harmless(row: &TrialRow) -> bool {
    is_aided(row) && !row.truth.needs_action()
}
