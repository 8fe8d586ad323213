//! How long people take once they have the advice, and whether they are right for the right reason.

use crate::assignment::Arm;
use crate::measures::TrialRow;
use crate::statistics::{Weights, pooled_mean};
use crate::study::AdviceTiming;

use super::estimate::{Estimate, Unit};
use super::sample::{Basis, Draft, Sample};
use super::share::Share;

const RIGHT_REASON: [Share; 2] = [
    Share {
        id: "right-reason-unaided",
        label: "Right for the right reason without advice",
        method: "trials decided rightly with a decisive panel named / trials, without advice",
        event: |row| right_reason(row, Arm::Unaided),
    },
    Share {
        id: "right-reason-aided",
        label: "Right for the right reason with advice",
        method: "trials decided rightly with a decisive panel named / trials, with right or wrong advice at the seeded rate",
        event: |row| right_reason(row, Arm::Aided),
    },
];

/// The time from right and from wrong advice to the decision; decisive evidence named in right decisions, by arm.
pub fn after_advice(sample: &Sample<'_>) -> Vec<Estimate> {
    let mut estimates = vec![time(sample, true), time(sample, false)];
    estimates.extend(RIGHT_REASON.iter().map(|share| share.estimate(sample)));
    estimates
}

fn right_reason(row: &TrialRow, arm: Arm) -> Option<bool> {
    row.decisive_named.filter(|_| row.arm == arm).map(|named| named && row.correct())
}

/// The geometric mean, exp(mean ln seconds).
fn time(sample: &Sample<'_>, right: bool) -> Estimate {
    let which = if right { "right" } else { "wrong" };
    let timing = |row: &TrialRow| sample.table.conditions.get(row.course.condition).map(|condition| condition.timing);
    let logs = sample.observe(|row| {
        let seconds = seconds(row, timing(row).unwrap_or(AdviceTiming::Concurrent))?;
        (row.advice_correct() == Some(right) && seconds > 0.0).then(|| seconds.ln())
    });
    let draft = Draft {
        id: format!("time-after-advice-{which}-advice"),
        label: format!("Time from {which} advice to the decision (seconds, geometric mean, pooled)"),
        unit: Unit::Seconds,
        method: "exp of the pooled mean ln(seconds); from the alert where advice came with it (active time), from the own verdict \
                 before advice (active time), or from when advice came up; without trials that the deadline ended"
            .into(),
        basis: Basis::of(&logs),
        undefined: format!("no trial with {which} advice has a time"),
        notes: Vec::new(),
    };
    sample.estimate(draft, |weights: &Weights| pooled_mean(&logs, weights).map(f64::exp))
}

/// Seconds from the advice to the decision; none where it never came up, or the deadline ended the trial.
fn seconds(row: &TrialRow, timing: AdviceTiming) -> Option<f64> {
    let whole = row.decision_s()?;
    match timing {
        AdviceTiming::Concurrent => Some(whole),
        AdviceTiming::Sequential => row.course.initial_s.map(|before| whole - before),
        AdviceTiming::OnDemand | AdviceTiming::Delayed => {
            row.course.advice_at_s.map(|before| whole + row.hidden_s - before)
        }
    }
}
