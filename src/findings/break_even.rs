//! How often the AI may be wrong before its advice costs more than it gives.

use crate::statistics::RatioInterval;
use crate::statistics::mixed::JointEstimates;
use crate::study::Costs;

use super::estimate::{Estimate, Role, Unit};
use super::models::Model;
use super::sample::{Basis, Sample};

/// The break-even AI error rates of right decisions and of missed attacks.
///
/// With E1 and E0 the shares of wrong decisions with right and with wrong advice and U that without advice, all marginal, the aided share at an
/// AI error rate r is (1 - r) E1 + r E0, and meets U at r* = (U - E1) / (E0 - E1), with Fieller's interval (1954).
pub fn break_even(sample: &Sample<'_>) -> Vec<Estimate> {
    vec![
        of_model(sample, Model::DecisionsByAdvice, "break-even-error-rate", "wrong decisions"),
        of_model(sample, Model::AttacksByAdvice, "break-even-missed-attacks", "missed attacks"),
    ]
}

/// What is said where a logistic model has no finite estimate.
pub const RAW_SHARES: &str = "all decisions of a condition are alike, so that the raw shares stand for those of the model, with draws for as many \
                              trials as there are independent people or alerts";

/// How the states are told in a joint distribution: without advice, with right advice, with wrong advice.
const GAIN: [f64; 3] = [-1.0, 1.0, 0.0];
const SPREAD: [f64; 3] = [0.0, 1.0, -1.0];

fn of_model(sample: &Sample<'_>, model: Model, id: &str, of: &str) -> Estimate {
    let joint = sample.shares(model);
    let found = joint.as_ref().map_err(Clone::clone).and_then(|joint| rate(joint, sample.plan.level, of));
    let basis = Basis::of(&sample.observe(|row| model.takes(row).then_some(0.0)));
    let label = format!("Break-even AI error rate: {of} as often as without advice");
    let mut estimate = estimate(sample, (id, &label), found, &basis, model.seed(sample.plan));
    if joint.is_ok() && sample.fitted(model).is_at_the_edge() {
        estimate.notes.push(RAW_SHARES.into());
    }
    estimate
}

/// A rate with its interval within 0 and 1, and what has to be said.
struct Rate {
    value: f64,
    interval: Option<(f64, f64)>,
    notes: Vec<String>,
}

/// Shares are of right decisions, so that the signs of gain and spread are those of shares of wrong ones turned round, twice.
fn rate(joint: &JointEstimates, level: f64, of: &str) -> Result<Rate, String> {
    let [unaided, right, wrong] = joint.values[..] else { return Err("a state is missing".into()) };
    if right <= unaided {
        return Err(format!("it never pays: even with right advice there are no fewer {of} than without"));
    }
    if wrong >= unaided {
        return Err(format!("it always pays: even with wrong advice there are no more {of} than without"));
    }
    let (ratio, interval) = joint.ratio(&GAIN, &SPREAD, level).ok_or("too few draws")?;
    let value = ratio.value().ok_or("right and wrong advice lead to the same")?;
    let interval = within(interval);
    let (interval, notes) = match interval {
        Ok(interval) => (Some(interval), Vec::new()),
        Err(why) => (None, vec![format!("no interval: {why}")]),
    };
    Ok(Rate { value, interval, notes })
}

/// The part of an interval that is a share, or why that part is none.
fn within(interval: RatioInterval) -> Result<(f64, f64), String> {
    let anything = || Err("any error rate fits the data".into());
    match interval {
        RatioInterval::Between { low, high } => Ok((low.clamp(0.0, 1.0), high.clamp(0.0, 1.0))),
        RatioInterval::Outside { low, high } if high <= 0.0 || low >= 1.0 => anything(),
        RatioInterval::Outside { low, high } if low <= 0.0 && high >= 1.0 => Err("no error rate fits the data".into()),
        RatioInterval::Outside { low, high } if low <= 0.0 => Ok((high, 1.0)),
        RatioInterval::Outside { low, high } if high >= 1.0 => Ok((0.0, low)),
        RatioInterval::Outside { low, high } => {
            let [low, high] = [low, high].map(|bound| 100.0 * bound);
            Err(format!("any error rate fits the data but those between {low:.0} % and {high:.0} %"))
        }
        RatioInterval::Anything => anything(),
    }
}

fn estimate(
    sample: &Sample<'_>,
    (id, label): (&str, &str),
    found: Result<Rate, String>,
    basis: &Basis,
    seed: u64,
) -> Estimate {
    let (value, interval, notes) = match found {
        Ok(Rate { value, interval, notes }) => (Some(value), interval, notes),
        Err(reason) => (None, None, vec![format!("undefined: {reason}")]),
    };
    Estimate {
        id: id.into(),
        label: label.into(),
        unit: Unit::Proportion,
        value,
        low: interval.map(|(low, _)| low),
        high: interval.map(|(_, high)| high),
        level: sample.plan.level,
        role: Role::Exploratory,
        p: None,
        p_adjusted: None,
        numerator: None,
        denominator: None,
        participants: basis.participants.len(),
        items: basis.items.len(),
        trials: basis.trials,
        method: format!(
            "(share unaided - share with right advice) / (share with wrong advice - share with right advice) of marginal shares from a logistic \
             mixed model; Fieller's interval (1954) from draws of the estimates, seed {seed}"
        ),
        notes,
        beside: Vec::new(),
    }
}

/// What an alert costs in a state, in the currency of the prices.
pub fn cost(costs: Costs, needs_action_share: f64, missed: f64, wasted: f64, seconds: f64) -> f64 {
    needs_action_share * missed * costs.missed_attack
        + (1.0 - needs_action_share) * wasted * costs.wasted_escalation
        + seconds / 60.0 * costs.analyst_minute
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_outside_two_bounds_is_cut_to_shares_or_told() {
        let outside = |low, high| within(RatioInterval::Outside { low, high });
        assert_eq!(outside(-0.5, 0.2), Ok((0.2, 1.0)));
        assert_eq!(outside(0.3, 1.5), Ok((0.0, 0.3)));
        let two = outside(0.3, 0.6).expect_err("two pieces");
        assert!(two.contains("but those between 30 % and 60 %"), "{two}");
        assert!(outside(-0.5, -0.2).expect_err("all").starts_with("any error rate fits"));
        assert_eq!(within(RatioInterval::Between { low: -0.1, high: 0.4 }), Ok((0.0, 0.4)));
    }
}
