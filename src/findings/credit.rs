//! What people credit the AI with, against what it gave them.

use crate::assignment::Arm;
use crate::measures::Own;

use super::belief::{Belief, Believer, by_person};
use super::estimate::{Estimate, Unit};
use super::models::is_aided;
use super::perception::Believed;
use super::sample::{Basis, Draft, Sample, indicator};
use super::speed::{LogTimes, MODEL};
use super::tracking::believers_of_speed;

/// Gain of time by the plain answer, and gain of right decisions by the believed numbers, each against the measured gain: gap and
/// tracking. The gain of time by believed minutes is the speed gap.
pub fn credit(sample: &Sample<'_>) -> Vec<Estimate> {
    let mut estimates = vec![speed_gap(sample)];
    estimates.extend(speed_tracking(sample));
    estimates.extend(accuracy(sample));
    estimates
}

/// Time saved in percent, as stated, minus as measured: -s - 100 (1 - rho) with s the mean stated change and rho the measured ratio of
/// aided to unaided time of those who answered. Positive is more credit than was earned.
fn speed_gap(sample: &Sample<'_>) -> Estimate {
    let stated = Believed::of(sample, |own| own.beliefs.change_percent);
    let mut answered = vec![false; sample.own.len()];
    stated.people().for_each(|participant| answered[participant] = true);
    let times = LogTimes::new(sample, |row| answered[row.participant], &[is_aided]);
    let draft = Draft {
        id: "credit-speed-gap".into(),
        label:
            "Credit for speed: time saved as stated minus as measured (percentage points, positive is too much credit)"
                .into(),
        unit: Unit::Points,
        method: format!(
            "measured change of time minus the mean stated one, in percent; measured from {MODEL}, of those who answered"
        ),
        basis: Basis::of(&times.observations),
        undefined: if stated.people().next().is_none() {
            "nobody said by how many percent advice changed the time".into()
        } else {
            "the data can't tell the advice from participants, alerts and order".into()
        },
        notes: Vec::new(),
    };
    sample.estimate(draft, |weights| Some(100.0 * times.coefficient(0, weights)?.exp_m1() - stated.mean(weights)?))
}

fn speed_tracking(sample: &Sample<'_>) -> Vec<Estimate> {
    let stated = |own: &Own| own.beliefs.change_percent.filter(|percent| *percent > -100.0);
    Belief {
        id: "credit-speed",
        about: "Credit for speed",
        method: "ln(1 + stated change / 100), and measured ln(aided time / unaided time) as the difference of a participant's mean \
                 logarithms",
        undefined: "nobody said by how many percent advice changed the time",
        people: believers_of_speed(sample, |own| Some((stated(own)? / 100.0).ln_1p())),
    }
    .tracking(sample)
}

/// Believed share right with advice minus without, against the actual difference, both of all trials shown.
fn accuracy(sample: &Sample<'_>) -> Vec<Estimate> {
    let people = by_person(sample.shown);
    let believer = |(participant, own): (usize, &Own)| {
        let of_arm =
            |arm: Arm| Believer::values(&people[participant], |row| (row.arm == arm).then(|| indicator(row.correct())));
        let (trials, less) = (of_arm(Arm::Aided), of_arm(Arm::Unaided));
        let believed =
            own.beliefs.correct_aided? / trials.len() as f64 - own.beliefs.correct_unaided? / less.len() as f64;
        believed.is_finite().then_some(Believer { participant, believed, trials, less: Some(less) })
    };
    let belief = Belief {
        id: "credit-accuracy",
        about: "Credit for right decisions",
        method: "believed and actual share right with advice minus without, of the trials shown",
        undefined: "nobody said how many trials were right both with and without advice",
        people: sample.own.iter().enumerate().filter_map(believer).collect(),
    };
    let label = "Credit for right decisions: believed minus actual gain by advice";
    [belief.bias(sample, "credit-accuracy-gap", label)].into_iter().chain(belief.tracking(sample)).collect()
}
