//! Precision: how wide the intervals of a study of some size will be, and how often they will rule out that there is no effect.

use super::implied::implied;
use super::replication::{Outcome, Replication};
use crate::session::Refusal;
use crate::statistics::quantile;

/// What simulated studies of one size say of one estimate.
#[derive(Debug, Clone, PartialEq)]
pub struct Precision {
    /// The estimate's id.
    pub id: String,
    /// The value that the analysts' parameters imply; none where they imply none.
    pub truth: Option<f64>,
    /// Widths of the intervals, in the estimate's unit; none where no study had an interval.
    pub width: Option<Widths>,
    /// Intervals that hold the truth, of all intervals; none without a truth.
    pub covering: Option<Frequency>,
    /// Studies whose interval leaves out zero, of all studies: one without an interval does not.
    pub excluding_zero: Frequency,
}

/// How wide intervals are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Widths {
    /// Their mean.
    pub mean: f64,
    /// The Monte Carlo standard error of the mean.
    pub error_of_mean: f64,
    /// A tenth is narrower.
    pub tenth: f64,
    /// A tenth is wider.
    pub ninetieth: f64,
    /// How many there are.
    pub intervals: usize,
}

/// How often something happened in simulated studies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frequency {
    /// How often it happened.
    pub count: usize,
    /// How often it could have.
    pub of: usize,
}

impl Frequency {
    /// The share, from 0 to 1; not a number of nothing.
    pub fn share(self) -> f64 {
        self.count as f64 / self.of as f64
    }

    /// The Monte Carlo standard error of the share, with two successes and two failures added (Agresti & Coull 1998): a share of 0
    /// or 1 in a few studies is not known without error.
    pub fn error(self) -> f64 {
        let of = self.of as f64 + 4.0;
        let share = (self.count as f64 + 2.0) / of;
        (share * (1.0 - share) / of).sqrt()
    }
}

/// The precision of the named estimates: one list a scope of the replication, in the order of the ids.
pub fn precision(
    replication: &Replication<'_>,
    ids: &[&str],
    done: impl Fn() + Sync,
) -> Result<Vec<Vec<Precision>>, Refusal> {
    let studies = (replication.seeds.end - replication.seeds.start) as usize;
    let outcomes = replication.outcomes(ids, done)?;
    let of_scope = |(scope, outcomes): (_, Vec<Vec<Outcome>>)| {
        let implied = implied(replication.study, replication.team, scope);
        ids.iter().zip(outcomes).map(|(id, outcomes)| summarize(id, implied.truth(id), &outcomes, studies)).collect()
    };
    Ok(replication.scopes.iter().copied().zip(outcomes).map(of_scope).collect())
}

fn summarize(id: &str, truth: Option<f64>, outcomes: &[Outcome], studies: usize) -> Precision {
    let frequency = |holds: &dyn Fn(&Outcome) -> Option<bool>| {
        let known: Vec<bool> = outcomes.iter().filter_map(holds).collect();
        Frequency { count: known.iter().filter(|holds| **holds).count(), of: known.len() }
    };
    Precision {
        id: id.into(),
        truth,
        width: Widths::of(outcomes.iter().filter_map(Outcome::width).collect()),
        covering: truth.map(|truth| frequency(&|outcome| outcome.holds(truth))).filter(|covering| covering.of > 0),
        excluding_zero: Frequency { of: studies, ..frequency(&|outcome| outcome.holds(0.0).map(|holds| !holds)) },
    }
}

impl Widths {
    fn of(mut widths: Vec<f64>) -> Option<Self> {
        widths.sort_by(f64::total_cmp);
        let intervals = widths.len();
        let mean = widths.iter().sum::<f64>() / intervals as f64;
        let squares = widths.iter().map(|width| (width - mean).powi(2)).sum::<f64>();
        Some(Self {
            mean,
            error_of_mean: (squares / (intervals as f64 - 1.0) / intervals as f64).sqrt(),
            tenth: quantile(&widths, 0.1)?,
            ninetieth: quantile(&widths, 0.9)?,
            intervals,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(value: f64, interval: Option<(f64, f64)>) -> Outcome {
        Outcome { value, interval }
    }

    #[test]
    fn widths_coverage_and_power_are_counted() {
        let outcomes = [
            outcome(3.0, Some((1.0, 5.0))),
            outcome(1.0, Some((-1.0, 3.0))),
            outcome(9.0, Some((5.0, 15.0))),
            outcome(4.0, None),
        ];
        let found = summarize("x", Some(4.0), &outcomes, 5);
        assert_eq!(found.covering, Some(Frequency { count: 1, of: 3 }), "of the intervals that there are");
        assert_eq!(found.excluding_zero, Frequency { count: 2, of: 5 }, "of all studies");
        let width = found.width.expect("intervals");
        assert_eq!((width.mean, width.intervals), (6.0, 3));
        assert!((width.error_of_mean - 2.0).abs() < 1e-12 && (width.tenth - 4.0).abs() < 1e-12);
        assert!((width.ninetieth - 8.8).abs() < 1e-12);
        assert_eq!(summarize("x", None, &outcomes, 5).covering, None);
        assert_eq!(summarize("x", Some(4.0), &outcomes[3..], 5).width, None);
    }

    #[test]
    fn a_share_of_everything_has_an_error_too() {
        let all = Frequency { count: 100, of: 100 };
        assert!((all.error() - 0.013_467).abs() < 1e-6);
        assert!((Frequency { count: 80, of: 100 }.error() - 0.04).abs() < 0.001);
    }
}
