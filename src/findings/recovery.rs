//! Recovery: many simulated studies with known effects, each analysed as a real one would be.

use std::ops::Range;

use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;

use super::analyze::known;
use crate::assignment::{Counterbalance, of_study};
use crate::measures::Participation;
use crate::session::Refusal;
use crate::simulation::{Cohort, Profile, Team, logistic, logit, run_in_memory};
use crate::study::Study;

/// How well one estimate recovers what was put in.
#[derive(Debug, Clone, PartialEq)]
pub struct Recovered {
    /// The estimate's id.
    pub id: &'static str,
    /// The value that the analysts' parameters imply, in the estimate's unit.
    pub truth: f64,
    /// Mean of the estimates.
    pub mean: f64,
    /// Monte Carlo standard error of the mean.
    pub error_of_mean: f64,
    /// Share of the intervals that cover the truth.
    pub coverage: f64,
    /// Mean width of the intervals.
    pub mean_width: f64,
    /// Studies in which the estimate was defined.
    pub studies: usize,
}

/// Simulates a study for each seed, analyses it by its own plan, and compares the headline estimates with the truth.
pub fn recover(
    study: &Study,
    team: &Team,
    participants: u64,
    seeds: Range<u64>,
    done: impl Fn() + Sync,
) -> Result<Vec<Recovered>, Refusal> {
    let counterbalance = Counterbalance::new(study);
    let truths = implied(study, team);
    let studies: Result<Vec<Vec<Option<Outcome>>>, Refusal> = seeds
        .into_par_iter()
        .map(|seed| {
            let cohort = Cohort::new(study, team.clone(), seed);
            let sessions = run_in_memory(study, &counterbalance, &cohort, participants)?;
            let name = |(number, events)| Participation { name: format!("simulated-{number}"), events };
            let participations: Vec<_> = sessions.into_iter().enumerate().map(name).collect();
            let estimates = known(study, &participations);
            done();
            let estimate = |(id, _): &(&str, f64)| {
                let estimate = estimates.iter().find(|estimate| estimate.id == *id)?;
                Some(Outcome { value: estimate.value?, interval: estimate.low.zip(estimate.high) })
            };
            Ok(truths.iter().map(estimate).collect())
        })
        .collect();
    let studies = studies?;
    let column = |index: usize| studies.iter().filter_map(move |study| study[index]).collect::<Vec<_>>();
    Ok(truths.iter().enumerate().map(|(index, &(id, truth))| summarize(id, truth, &column(index))).collect())
}

/// One study's estimate; the interval is missing where every replicate agreed.
#[derive(Debug, Clone, Copy)]
struct Outcome {
    value: f64,
    interval: Option<(f64, f64)>,
}

/// The mean is over every defined estimate, the coverage over those with an interval.
fn summarize(id: &'static str, truth: f64, outcomes: &[Outcome]) -> Recovered {
    let count = outcomes.len() as f64;
    let mean = outcomes.iter().map(|outcome| outcome.value).sum::<f64>() / count;
    let variance = outcomes.iter().map(|outcome| (outcome.value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let intervals: Vec<(f64, f64)> = outcomes.iter().filter_map(|outcome| outcome.interval).collect();
    let covering = intervals.iter().filter(|(low, high)| (*low..=*high).contains(&truth)).count();
    Recovered {
        id,
        truth,
        mean,
        error_of_mean: (variance / count).sqrt(),
        coverage: covering as f64 / intervals.len() as f64,
        mean_width: intervals.iter().map(|(low, high)| high - low).sum::<f64>() / intervals.len() as f64,
        studies: outcomes.len(),
    }
}

/// The values that a team's parameters imply for the headline estimates, averaged over analysts and alerts as the simulation draws
/// them: no estimator is involved.
pub fn implied(study: &Study, team: &Team) -> Vec<(&'static str, f64)> {
    let kinds = team.kinds.len() as f64;
    let average = |value: &dyn Fn(&Profile) -> f64| team.kinds.iter().map(value).sum::<f64>() / kinds;
    let wrong_share = study.design.wrong_advice_trials() as f64 / study.design.aided_trials() as f64;
    let log_time = average(&|kind| kind.time.with_advice.ln() + wrong_share * kind.time.wrong_advice.ln());
    let retrospective = average(&|kind| kind.beliefs.speed_retrospective.ln());
    let forecast = average(&|kind| kind.beliefs.speed_forecast.ln());
    let errors: Vec<Errors> = team.kinds.iter().map(|kind| Errors::of(study, kind)).collect();
    let error = |part: fn(&Errors) -> f64| errors.iter().map(part).sum::<f64>() / kinds;
    let (unaided, right, wrong) = (error(|e| e.unaided), error(|e| e.right_advice), error(|e| e.wrong_advice));
    let aided = (1.0 - wrong_share) * right + wrong_share * wrong;
    vec![
        ("speed-effect", 100.0 * log_time.exp_m1()),
        ("accuracy-effect", 100.0 * (unaided - aided)),
        ("attributable-bias", 100.0 * (wrong - unaided)),
        ("over-reliance", wrong),
        ("under-reliance", right),
        ("believed-speed-retrospective", 100.0 * retrospective.exp_m1()),
        ("speed-gap-retrospective", log_time - retrospective),
        ("speed-gap-forecast", log_time - forecast),
    ]
}

/// Expected shares of wrong decisions.
struct Errors {
    unaided: f64,
    right_advice: f64,
    wrong_advice: f64,
}

impl Errors {
    /// Averages over the tiers and truths of the alerts that are met and over many draws of the analysts' and the alerts' deviations.
    fn of(study: &Study, kind: &Profile) -> Self {
        const DRAWS: usize = 4000;
        let mut rng = of_study(0x0072_6563_6f76);
        let mut normal = || -> f64 { StandardNormal.sample(&mut rng) };
        let alerts: Vec<usize> = Counterbalance::new(study).alerts().collect();
        let mut errors = Self { unaided: 0.0, right_advice: 0.0, wrong_advice: 0.0 };
        for _ in 0..DRAWS {
            let person = kind.ability.spread_people * normal();
            let adherence = kind.adherence.spread_people * normal();
            let takes = |probability: f64| logistic(logit(probability) + adherence);
            let (takes_right, takes_wrong) = (takes(kind.adherence.right), takes(kind.adherence.wrong));
            for &index in &alerts {
                let alert = &study.dataset.alerts[index];
                let bias = if alert.needs_action() { kind.ability.bias } else { -kind.ability.bias };
                let deviation = kind.ability.spread_alerts * normal();
                let right = logistic(logit(kind.ability.right[alert.difficulty as usize]) + person + deviation + bias);
                errors.unaided += 1.0 - right;
                errors.right_advice += (1.0 - right) * (1.0 - takes_right);
                errors.wrong_advice += 1.0 - right * (1.0 - takes_wrong);
            }
        }
        let count = (DRAWS * alerts.len()) as f64;
        Self {
            unaided: errors.unaided / count,
            right_advice: errors.right_advice / count,
            wrong_advice: errors.wrong_advice / count,
        }
    }
}
