//! Whether those who believe more than others have more: of accuracy, of wrong advice, of following and of speed.

use crate::assignment::Arm;
use crate::measures::{Own, TrialRow};

use super::belief::{Belief, Believer, by_person};
use super::consultation::lacks_own_verdicts;
use super::estimate::Estimate;
use super::sample::{Sample, indicator};

/// Rank correlation and slope of believed on actual, beside the mean gaps of the same beliefs; for advice followed against the own
/// judgement, the mean gap too.
pub fn tracking(sample: &Sample<'_>) -> Vec<Estimate> {
    let mut estimates = accuracy(sample, Arm::Unaided);
    estimates.extend(accuracy(sample, Arm::Aided));
    estimates.extend(wrong_advice(sample));
    estimates.extend(followed(sample));
    estimates.push(speed(sample));
    estimates
}

/// Those who said a number of trials, against the share of their trials shown in which `event` holds.
pub fn believers_of_counts(
    sample: &Sample<'_>,
    belief: impl Fn(&Own) -> Option<f64>,
    event: impl Fn(&TrialRow) -> Option<bool>,
) -> Vec<Believer> {
    let people = by_person(sample.shown);
    let believer = |(participant, own): (usize, &Own)| {
        let number = belief(own)?;
        let trials = Believer::values(&people[participant], |row| event(row).map(indicator));
        let believed = number / trials.len() as f64;
        (!trials.is_empty()).then_some(Believer { participant, believed, trials, less: None })
    };
    sample.own.iter().enumerate().filter_map(believer).collect()
}

fn accuracy(sample: &Sample<'_>, arm: Arm) -> Vec<Estimate> {
    let belief = |own: &Own| match arm {
        Arm::Unaided => own.beliefs.correct_unaided,
        Arm::Aided => own.beliefs.correct_aided,
    };
    let with = if arm == Arm::Aided { "with advice" } else { "without advice" };
    Belief {
        id: &format!("accuracy-{}", arm.name()),
        about: &format!("Right decisions {with}"),
        method: &format!("believed and actual share right of the trials {with} that were shown"),
        undefined: &format!("nobody said how many of the trials {with} were right"),
        people: believers_of_counts(sample, belief, |row| (row.arm == arm).then(|| row.correct())),
    }
    .tracking(sample)
}

fn wrong_advice(sample: &Sample<'_>) -> Vec<Estimate> {
    let is_wrong = |row: &TrialRow| row.advice_correct().map(|right| !right);
    Belief {
        id: "reliance",
        about: "Wrong advice",
        method: "believed and actual share of wrong advice among the advice shown",
        undefined: "nobody said how many advices were wrong",
        people: believers_of_counts(sample, |own| own.beliefs.advice_wrong, is_wrong),
    }
    .tracking(sample)
}

/// Advice followed against the own judgement: the own verdict before advice disagreed with it, the last one agrees.
fn followed(sample: &Sample<'_>) -> Vec<Estimate> {
    let against = |row: &TrialRow| {
        let (own, advice) = (row.course.initial?, row.advice?);
        Some(row.followed()? && !own.agrees_with(advice))
    };
    let belief = Belief {
        id: "followed",
        about: "Advice followed against the own judgement",
        method: "believed and actual share of the trials shown with an own verdict before advice",
        undefined: lacks_own_verdicts(sample)
            .unwrap_or("nobody said how often they followed advice against their own judgement"),
        people: believers_of_counts(sample, |own| own.beliefs.advice_followed, against),
    };
    let label = "Believed minus actual share of advice followed against the own judgement";
    [belief.bias(sample, "followed-gap", label)].into_iter().chain(belief.tracking(sample)).collect()
}

fn speed(sample: &Sample<'_>) -> Estimate {
    Belief {
        id: "speed",
        about: "Change of time",
        method: "believed (afterwards, from minutes) and measured ln(aided time / unaided time), measured as the difference of a \
                 participant's mean logarithms",
        undefined: "nobody said how long an alert took with and without advice",
        people: believers_of_speed(sample, |own| own.beliefs.retrospective.log_ratio()),
    }
    .slope(sample)
}

/// Those who have a belief about ln(aided time / unaided time), and times in both arms.
pub fn believers_of_speed(sample: &Sample<'_>, belief: impl Fn(&Own) -> Option<f64>) -> Vec<Believer> {
    let people = by_person(sample.table);
    let believer = |(participant, own): (usize, &Own)| {
        let logs = |arm: Arm| {
            Believer::values(&people[participant], |row| row.decision_s().filter(|_| row.arm == arm).map(f64::ln))
        };
        let (trials, less) = (logs(Arm::Aided), logs(Arm::Unaided));
        let is_measured = !trials.is_empty() && !less.is_empty();
        Some(Believer { participant, believed: belief(own).filter(|_| is_measured)?, trials, less: Some(less) })
    };
    sample.own.iter().enumerate().filter_map(believer).collect()
}
