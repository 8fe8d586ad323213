//! Recovery: do the estimates of many simulated studies find the effects that were put in?

use super::implied::implied;
use super::replication::{Outcome, Replication};
use crate::session::Refusal;

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

/// Compares the headline estimates of simulated studies with what the team's parameters imply: one list a scope, of the estimates for
/// which they imply a value.
pub fn recover(replication: &Replication<'_>, done: impl Fn() + Sync) -> Result<Vec<Vec<Recovered>>, Refusal> {
    let Replication { study, team, scopes, .. } = *replication;
    let outcomes = replication.outcomes(&super::HEADLINE, done)?;
    let of_scope = |(scope, outcomes): (_, Vec<Vec<Outcome>>)| {
        let implied = implied(study, team, scope);
        let told = super::HEADLINE.into_iter().zip(outcomes);
        told.filter_map(|(id, outcomes)| Some(summarize(id, implied.truth(id)?, &outcomes))).collect()
    };
    Ok(scopes.iter().copied().zip(outcomes).map(of_scope).collect())
}

/// The mean is over every defined estimate, the coverage over those with an interval.
fn summarize(id: &'static str, truth: f64, outcomes: &[Outcome]) -> Recovered {
    let count = outcomes.len() as f64;
    let mean = outcomes.iter().map(|outcome| outcome.value).sum::<f64>() / count;
    let variance = outcomes.iter().map(|outcome| (outcome.value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let widths: Vec<f64> = outcomes.iter().filter_map(Outcome::width).collect();
    let covering = outcomes.iter().filter(|outcome| outcome.holds(truth) == Some(true)).count();
    Recovered {
        id,
        truth,
        mean,
        error_of_mean: (variance / count).sqrt(),
        coverage: covering as f64 / widths.len() as f64,
        mean_width: widths.iter().sum::<f64>() / widths.len() as f64,
        studies: outcomes.len(),
    }
}
