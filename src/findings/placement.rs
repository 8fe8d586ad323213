//! Whether people place themselves too high among the others.

use crate::statistics::Weights;

use super::estimate::{Estimate, Unit};
use super::perception::{Believed, NO_ALERTS};
use super::sample::{Basis, Draft, Sample};

/// Over-placement (Moore & Healy 2008): actual minus believed rank by right decisions, 1 the best, ties at their mid-rank; positive is
/// placed too high. The rank is an answer to `believed-rank`, an item of an instrument of one's own; no other question asks for it.
pub fn placement(sample: &Sample<'_>) -> Vec<Estimate> {
    let mut right = vec![(0.0, 0.0); sample.own.len()];
    for row in &sample.shown.rows {
        right[row.participant].0 += f64::from(u8::from(row.correct()));
        right[row.participant].1 += 1.0;
    }
    let shares: Vec<f64> = right.iter().map(|(correct, trials)| correct / trials).collect();
    let rank = |share: &f64| {
        let better = shares.iter().filter(|other| *other > share).count() as f64;
        let tied = shares.iter().filter(|other| other.total_cmp(share).is_eq()).count() as f64;
        better + f64::midpoint(tied, 1.0)
    };
    let ranks: Vec<f64> = shares.iter().map(rank).collect();
    let gap = Believed::of(sample, |own| own.beliefs.rank).minus(&ranks);
    let draft = Draft {
        id: "over-placement".into(),
        label: "Over-placement: actual minus believed rank among the participants (ranks, per participant)".into(),
        unit: Unit::Count,
        method: format!("mean over participants of actual minus believed rank by share right, 1 the best; {NO_ALERTS}"),
        basis: Basis::of_people(gap.people()),
        undefined: "no question asked for a rank among the others".into(),
        notes: Vec::new(),
    };
    vec![sample.estimate(draft, |weights: &Weights| gap.mean(weights).map(|gap| -gap))]
}
