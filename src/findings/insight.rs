//! Whether people know how well they did, how often the advice was wrong, and who gained time.

use crate::assignment::Arm;
use crate::measures::{Own, TrialRow};
use crate::statistics::{Weights, rank_correlation, slope};

use super::estimate::{Estimate, Unit};
use super::perception::{Believed, NO_ALERTS, unanswered};
use super::sample::{Basis, Draft, Sample, indicator};

/// Accuracy gaps by arm, the gap in the number of wrong advices, and the tracking of speed.
pub fn insight(sample: &Sample<'_>) -> Vec<Estimate> {
    vec![
        accuracy_gap(sample, Arm::Unaided),
        accuracy_gap(sample, Arm::Aided),
        reliance_gap(sample),
        speed_tracking(sample),
    ]
}

/// A participant with a belief, and the trials that the belief is about.
struct Person<'a> {
    participant: usize,
    believed: f64,
    trials: Vec<&'a TrialRow>,
}

/// Those who have the belief and any trial that it is about.
fn people<'a>(
    rows: &'a [TrialRow],
    own: &[Own],
    about: impl Fn(&TrialRow) -> bool,
    belief: impl Fn(&Own) -> Option<f64>,
) -> Vec<Person<'a>> {
    let mut trials: Vec<Vec<&TrialRow>> = vec![Vec::new(); own.len()];
    for row in rows.iter().filter(|row| about(row)) {
        trials[row.participant].push(row);
    }
    own.iter()
        .zip(trials)
        .enumerate()
        .filter_map(|(participant, (own, trials))| Some(Person { participant, believed: belief(own)?, trials }))
        .filter(|person| !person.trials.is_empty())
        .collect()
}

fn basis(people: &[Person<'_>]) -> Basis {
    let rows = || people.iter().flat_map(|person| &person.trials);
    Basis {
        participants: people.iter().map(|person| person.participant).collect(),
        items: rows().map(|row| row.item).collect(),
        trials: rows().count(),
        fraction: None,
    }
}

/// Over-estimation (Moore & Healy 2008): believed minus actual number right, in points of the trials that were shown.
fn accuracy_gap(sample: &Sample<'_>, arm: Arm) -> Estimate {
    let belief = |own: &Own| match arm {
        Arm::Unaided => own.beliefs.correct_unaided,
        Arm::Aided => own.beliefs.correct_aided,
    };
    let people = people(&sample.shown.rows, &sample.own, |row| row.arm == arm, belief);
    let with = if arm == Arm::Aided { "with advice" } else { "without advice" };
    let draft = Draft {
        id: format!("accuracy-gap-{}", arm.name()),
        label: format!("Believed minus actual right decisions {with} (percentage points, per participant)"),
        unit: Unit::Points,
        method: format!(
            "mean over participants of (believed number right - actual number right) / trials {with}, of all trials shown"
        ),
        basis: basis(&people),
        undefined: format!("nobody said how many of the trials {with} were right"),
        notes: mean_counts(&people).into_iter().collect(),
    };
    sample.estimate(draft, |weights| {
        mean_over(&people, weights, |person| {
            let actual = mean_of_trials(person, weights, |row| Some(indicator(row.correct())))?;
            Some(100.0 * (person.believed / person.trials.len() as f64 - actual))
        })
    })
}

/// The believed and actual counts behind an accuracy gap.
fn mean_counts(people: &[Person<'_>]) -> Option<String> {
    let mean = |count: fn(&Person<'_>) -> f64| people.iter().map(count).sum::<f64>() / people.len() as f64;
    let believed = mean(|person| person.believed);
    let actual = mean(|person| person.trials.iter().filter(|row| row.correct()).count() as f64);
    let trials = mean(|person| person.trials.len() as f64);
    (!people.is_empty()).then(|| format!("on average {believed:.1} of {trials:.1} believed right, {actual:.1} were"))
}

/// Believed number of wrong advices minus the number shown: whether people notice.
fn reliance_gap(sample: &Sample<'_>) -> Estimate {
    let mut shown = vec![0.0; sample.own.len()];
    for row in &sample.shown.rows {
        shown[row.participant] += indicator(row.advice_correct() == Some(false));
    }
    let believed = Believed::of(sample, |own| own.beliefs.advice_wrong);
    let gap = believed.minus(&shown);
    let average = |of: &Believed| of.mean(&Weights::even(sample.own.len(), 0));
    let counts = average(&believed).zip(average(&gap)).map(|(believed, gap)| {
        format!("on average {believed:.1} advices believed wrong, {:.1} wrong ones shown", believed - gap)
    });
    let draft = Draft {
        id: "reliance-gap".into(),
        label: "Believed minus actual number of wrong advices (per participant)".into(),
        unit: Unit::Count,
        method: format!("mean over participants of believed minus shown wrong advices; {NO_ALERTS}"),
        basis: Basis::of_people(gap.people()),
        undefined: unanswered(&gap, ""),
        notes: counts.into_iter().collect(),
    };
    sample.estimate(draft, |weights| gap.mean(weights))
}

/// With fewer participants a rank correlation says nothing.
const FEWEST_FOR_RANKS: usize = 3;

/// Spearman correlation over participants of believed and measured ln(aided time / unaided time).
fn speed_tracking(sample: &Sample<'_>) -> Estimate {
    let belief = |own: &Own| own.log_time_ratio().and(own.beliefs.retrospective.log_ratio());
    let people = people(&sample.table.rows, &sample.own, |_| true, belief);
    let pairs = |weights: &Weights| -> (Vec<(f64, f64)>, Vec<f64>) {
        let present = people.iter().filter(|person| weights.participants[person.participant] > 0.0);
        present
            .filter_map(|person| {
                Some(((log_ratio(person, weights)?, person.believed), weights.participants[person.participant]))
            })
            .unzip()
    };
    let enough = people.len() >= FEWEST_FOR_RANKS;
    let (pairs_now, evenly) = pairs(&Weights::even(sample.own.len(), sample.table.items.len()));
    let slope = slope(&pairs_now, &evenly).filter(|_| enough);
    let draft = Draft {
        id: "speed-tracking".into(),
        label: "Tracking: do those who gain time believe that they do (rank correlation)".into(),
        unit: Unit::Correlation,
        method: "Spearman correlation over participants of believed and measured ln(aided time / unaided time); measured as the \
                 difference of a participant's mean logarithms"
            .into(),
        basis: basis(&people),
        undefined: format!("fewer than {FEWEST_FOR_RANKS} participants have both figures, or one does not vary"),
        notes: slope.map(|slope| format!("slope of believed on measured log ratio: {slope:.2}")).into_iter().collect(),
    };
    sample.estimate(draft, |weights| {
        let (pairs, weights) = pairs(weights);
        enough.then(|| rank_correlation(&pairs, &weights)).flatten()
    })
}

/// A participant's difference of mean log times under the items' weights.
fn log_ratio(person: &Person<'_>, weights: &Weights) -> Option<f64> {
    let arm = |arm: Arm| mean_of_trials(person, weights, |row| row.log_time().filter(|_| row.arm == arm));
    Some(arm(Arm::Aided)? - arm(Arm::Unaided)?)
}

/// The mean over a participant's trials by the items' weights.
fn mean_of_trials(person: &Person<'_>, weights: &Weights, value: impl Fn(&TrialRow) -> Option<f64>) -> Option<f64> {
    mean(person.trials.iter().filter_map(|row| Some((weights.items[row.item], value(row)?))))
}

/// The mean over the participants for whom `value` is defined, by their weights.
fn mean_over(people: &[Person<'_>], weights: &Weights, value: impl Fn(&Person<'_>) -> Option<f64>) -> Option<f64> {
    let present = people.iter().filter(|person| weights.participants[person.participant] > 0.0);
    mean(present.filter_map(|person| Some((weights.participants[person.participant], value(person)?))))
}

/// The mean of (weight, value) pairs; none where the weights are zero.
fn mean(pairs: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (weight, total) =
        pairs.fold((0.0, 0.0), |(sum, total), (weight, value)| (sum + weight, total + weight * value));
    (weight > 0.0).then(|| total / weight)
}
