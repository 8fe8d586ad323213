//! The methods that are compared: those that the program uses or offers, and those that are in common use and fail.

use super::sample::Statistic;
use super::study::{Quantity, SimulatedStudy, Trial};
use crate::findings::condition::Condition;
use crate::findings::sample::indicator;
use crate::statistics::Family;
use crate::statistics::mixed::{
    Estimate, Fit, Formula, Frame, JointEstimates, MixedModel, Refit, Scenario, Structure, score_difference,
};
use crate::statistics::{Draw, Resampling, StandardError, critical_value};

const LEVEL: f64 = 0.95;

/// What a method says of a study.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// The estimate.
    pub estimate: f64,
    /// The lower bound of its 95 % interval.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

/// A way to an interval.
pub struct Method {
    /// Its name in the table.
    pub name: &'static str,
    /// What it estimates.
    pub quantities: &'static [Quantity],
    /// Its answer to a study, with a seed; none where it has none.
    pub answer: fn(&SimulatedStudy, Quantity, u64) -> Option<Answer>,
}

use Quantity::{Accuracy, AttributableBias, Speed};

/// All methods, in the order of the table.
pub const METHODS: [Method; 12] = [
    Method {
        name: "mixed model, slopes by the rule; Satterthwaite t",
        quantities: &[Speed],
        answer: |study, _, _| linear(study, SLOPES, false),
    },
    Method {
        name: "mixed model, slopes by the rule; Wald z",
        quantities: &[Speed],
        answer: |study, _, _| linear(study, SLOPES, true),
    },
    Method {
        name: "mixed model, intercepts only; Satterthwaite t",
        quantities: &[Speed],
        answer: |study, _, _| linear(study, INTERCEPTS, false),
    },
    Method {
        name: "logistic mixed model, slopes by the rule; marginal, simulated",
        quantities: &[Accuracy, AttributableBias],
        answer: |study, quantity, seed| logistic(study, quantity, true, seed),
    },
    Method {
        name: "logistic mixed model, slopes by the rule; parametric bootstrap",
        quantities: &[Accuracy, AttributableBias],
        answer: |study, quantity, seed| {
            marginal(study, quantity, true, |fit, frame, scenarios| {
                let layout = fit.scenarios(frame, scenarios).ok()?;
                let of = |refit: &Refit| layout.means(&refit.parameters.coefficients, &refit.parameters.covariances);
                let names = scenarios.iter().map(|scenario| scenario.name.clone()).collect();
                let refits = fit.parametric_bootstrap(frame, Structure::Fixed, (REFITS, seed), names, of).ok()?;
                Some(refits.estimates)
            })
        },
    },
    Method {
        name: "logistic mixed model, intercepts only; marginal, simulated",
        quantities: &[Accuracy, AttributableBias],
        answer: |study, quantity, seed| logistic(study, quantity, false, seed),
    },
    Method {
        name: "two-way jackknife; t",
        quantities: &[Speed, Accuracy, AttributableBias],
        answer: |study, quantity, _| jackknife(study, quantity, Statistic::two_way),
    },
    Method {
        name: "two-way bootstrap; percentile",
        quantities: &[Speed, Accuracy, AttributableBias],
        answer: |study, quantity, seed| bootstrap(study, quantity, seed, true),
    },
    Method {
        name: "participants-only bootstrap; percentile",
        quantities: &[Speed, Accuracy, AttributableBias],
        answer: |study, quantity, seed| bootstrap(study, quantity, seed, false),
    },
    Method {
        name: "participants-only jackknife; t",
        quantities: &[Speed, Accuracy, AttributableBias],
        answer: |study, quantity, _| jackknife(study, quantity, Statistic::one_way),
    },
    Method {
        name: "t-test on participants' means",
        quantities: &[Speed, Accuracy, AttributableBias],
        answer: |study, quantity, _| participants_means(study, quantity),
    },
    Method {
        name: "t-test on trials",
        quantities: &[Speed, Accuracy, AttributableBias],
        answer: |study, quantity, _| Some(trials(study, quantity)),
    },
];

const SLOPES: &str = "log_time ~ aided + (1 + aided | participant) + (1 + aided | item)";
const INTERCEPTS: &str = "log_time ~ aided + (1 | participant) + (1 | item)";

fn fitted(
    study: &SimulatedStudy,
    formula: &str,
    family: Family,
    keep: impl Fn(&Trial) -> bool,
) -> Option<(Fit, Frame)> {
    let formula: Formula = formula.parse().ok()?;
    let frame = study.frame(keep);
    let fit = MixedModel::new(formula, family).simplified(&frame).ok()?;
    fit.evidence.converged.then_some((fit, frame))
}

fn linear(study: &SimulatedStudy, formula: &str, normal: bool) -> Option<Answer> {
    let (fit, _) = fitted(study, formula, Family::Gaussian, |_| true)?;
    let mut aided = fit.coefficient("aided")?.clone();
    if normal {
        aided.degrees_of_freedom = f64::INFINITY;
    }
    let (low, high) = aided.interval(LEVEL);
    Some(Answer { estimate: aided.estimate, low, high })
}

/// Draws from the joint distribution of estimates.
const DRAWS: usize = 1000;

/// Replicates of a bootstrap over weights.
const REPLICATES: usize = 500;

/// Refits of a parametric bootstrap.
const REFITS: usize = 200;

/// The model of the trials that a quantity compares, with the two scenarios whose difference it is.
fn logistic_fit(study: &SimulatedStudy, quantity: Quantity, slopes: bool) -> Option<(Fit, Frame, [Scenario; 2])> {
    let (variable, first, second) = if quantity == Accuracy { ("aided", 0.5, -0.5) } else { ("wrong", 0.0, 1.0) };
    let random = if slopes { format!("1 + {variable}") } else { "1".into() };
    let formula = format!("correct ~ {variable} + ({random} | participant) + ({random} | item)");
    let keep = |trial: &Trial| quantity == Accuracy || trial.condition != Condition::Right;
    let (fit, frame) = fitted(study, &formula, Family::Binomial, keep)?;
    let scenario = |name: &str, value| Scenario::numbers(name, &[(variable, value)]);
    Some((fit, frame, [scenario("first", first), scenario("second", second)]))
}

/// The difference of marginal means with draws from their joint distribution, however they were made.
fn marginal(
    study: &SimulatedStudy,
    quantity: Quantity,
    slopes: bool,
    joint: impl Fn(&Fit, &Frame, &[Scenario]) -> Option<JointEstimates>,
) -> Option<Answer> {
    if let Some(fallback) = fallback(study, quantity) {
        return answer(&fallback);
    }
    let (fit, frame, scenarios) = logistic_fit(study, quantity, slopes)?;
    answer(&joint(&fit, &frame, &scenarios)?.combination(&[1.0, -1.0], LEVEL)?)
}

/// With draws from the approximate joint distribution of the estimates.
fn logistic(study: &SimulatedStudy, quantity: Quantity, slopes: bool, seed: u64) -> Option<Answer> {
    marginal(study, quantity, slopes, |fit, frame, scenarios| fit.marginal_means(frame, scenarios, DRAWS, seed).ok())
}

/// The declared fallback where all answers of a compared condition are alike.
fn fallback(study: &SimulatedStudy, quantity: Quantity) -> Option<Estimate> {
    let [first, second] = groups(study, quantity).map(|group| {
        let events = group.iter().filter(|(_, value)| *value > 0.0).count();
        (events, group.len())
    });
    let is_extreme = |(events, trials): (usize, usize)| events == 0 || events == trials;
    let units = study.size.participants.min(study.size.items);
    (is_extreme(first) || is_extreme(second)).then(|| score_difference(first, second, units, LEVEL)).flatten()
}

fn answer(estimate: &Estimate) -> Option<Answer> {
    let Estimate { value, low, high, .. } = *estimate;
    [value, low, high].iter().all(|x| x.is_finite()).then_some(Answer { estimate: value, low, high })
}

fn jackknife(
    study: &SimulatedStudy,
    quantity: Quantity,
    error: impl Fn(&Statistic) -> Option<StandardError>,
) -> Option<Answer> {
    let statistic = Statistic::new(study, quantity);
    let estimate = statistic.value(&statistic.even())?;
    let (low, high) = error(&statistic)?.interval(estimate, LEVEL);
    Some(Answer { estimate, low, high })
}

fn bootstrap(study: &SimulatedStudy, quantity: Quantity, seed: u64, items_too: bool) -> Option<Answer> {
    let statistic = Statistic::new(study, quantity);
    let resampling = Resampling {
        participants: study.size.participants,
        items: study.size.items,
        draw: Draw::Multinomial,
        replicates: REPLICATES,
        seed,
    };
    let resampled = if items_too {
        resampling.two_way(|weights| statistic.value(weights))
    } else {
        resampling.participants_only(|weights| statistic.value(weights))
    };
    let (low, high) = resampled.interval(LEVEL)?;
    Some(Answer { estimate: statistic.value(&statistic.even())?, low, high })
}

/// The values of the two compared groups of trials.
fn groups(study: &SimulatedStudy, quantity: Quantity) -> [Vec<(usize, f64)>; 2] {
    let value = |trial: &Trial| match quantity {
        Speed => trial.log_time,
        Accuracy => indicator(trial.correct),
        AttributableBias => indicator(!trial.correct),
    };
    let of = |keep: &dyn Fn(&Trial) -> bool| {
        study.trials.iter().filter(|trial| keep(trial)).map(|trial| (trial.participant, value(trial))).collect()
    };
    let first = |trial: &Trial| match quantity {
        Speed | Accuracy => trial.is_aided(),
        AttributableBias => trial.condition == Condition::Wrong,
    };
    [of(&first), of(&|trial| !trial.is_aided())]
}

fn participants_means(study: &SimulatedStudy, quantity: Quantity) -> Option<Answer> {
    let [first, second] = groups(study, quantity);
    let mean = |group: &[(usize, f64)], participant: usize| {
        let own: Vec<f64> = group.iter().filter(|(who, _)| *who == participant).map(|(_, value)| *value).collect();
        (!own.is_empty()).then(|| own.iter().sum::<f64>() / own.len() as f64)
    };
    let differences: Option<Vec<f64>> =
        (0..study.size.participants).map(|who| Some(mean(&first, who)? - mean(&second, who)?)).collect();
    let differences = differences?;
    let (mean, variance) = moments(&differences);
    Some(around(mean, (variance / differences.len() as f64).sqrt(), differences.len() as f64 - 1.0))
}

fn trials(study: &SimulatedStudy, quantity: Quantity) -> Answer {
    let [first, second] =
        groups(study, quantity).map(|group| group.into_iter().map(|(_, value)| value).collect::<Vec<_>>());
    let ((mean, variance), (other_mean, other_variance)) = (moments(&first), moments(&second));
    let error = (variance / first.len() as f64 + other_variance / second.len() as f64).sqrt();
    around(mean - other_mean, error, (first.len() + second.len()) as f64 - 2.0)
}

fn around(estimate: f64, standard_error: f64, freedom: f64) -> Answer {
    let half = critical_value(LEVEL, freedom) * standard_error;
    Answer { estimate, low: estimate - half, high: estimate + half }
}

/// Mean and variance.
fn moments(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    (mean, values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0))
}
