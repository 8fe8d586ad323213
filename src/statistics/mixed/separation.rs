//! Conditions in which every answer is the same: a logistic model has no finite estimate there.

use std::collections::BTreeMap;

use rand_distr::{Beta, Distribution};

use super::formula::{Formula, Response, Use};
use super::frame::Frame;
use super::joint::{Estimate, JointEstimates};
use crate::statistics::{Count, difference_interval, stream};

/// A value of a predictor under which all outcomes are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Extreme {
    /// The predictor.
    pub variable: String,
    /// Its value or level.
    pub value: String,
    /// The rows.
    pub rows: usize,
    /// Whether all are successes (a ceiling) or none is (a floor).
    pub ceiling: bool,
}

impl std::fmt::Display for Extreme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { variable, value, rows, ceiling } = self;
        write!(f, "all {rows} answers are {} where {variable} is {value}", u8::from(*ceiling))
    }
}

/// With more different values a predictor counts as continuous, and is not looked at.
const CONDITIONS: usize = 12;

/// The conditions at floor or ceiling: values of a predictor, with more than one row, under which every outcome of a 0/1 response
/// is the same.
pub fn extremes(formula: &Formula, frame: &Frame) -> Vec<Extreme> {
    let Response::Column(response) = &formula.response else { return Vec::new() };
    let Some(outcomes) = frame.numbers(response) else { return Vec::new() };
    let mut found = Vec::new();
    for mention in formula.mentions.iter().filter(|mention| matches!(mention.usage, Use::Predictor | Use::Factor)) {
        let Some(column) = frame.column(&mention.name) else { continue };
        let mut cells: BTreeMap<u64, (usize, usize, f64)> = BTreeMap::new();
        for (row, outcome) in outcomes.iter().enumerate() {
            let cell = cells.entry(column.key(row).to_bits()).or_insert((row, 0, 0.0));
            cell.1 += 1;
            cell.2 += outcome;
        }
        let known = |extreme: &Extreme| extreme.variable == mention.name;
        if cells.len() > CONDITIONS || found.iter().any(known) {
            continue;
        }
        for (row, rows, successes) in cells.into_values() {
            let ceiling = successes >= rows as f64;
            if rows > 1 && (ceiling || successes <= 0.0) {
                found.push(Extreme { variable: mention.name.clone(), value: column.text(row), rows, ceiling });
            }
        }
    }
    found
}

/// The declared fallback where a condition is at floor or ceiling: the raw difference of two shares, with Newcombe's score
/// interval for as many trials as there are independent units (the fewer of participants and items), since the answers of one
/// participant, and those to one item, may all be alike. None where a condition has no trial.
pub fn score_difference(first: (usize, usize), second: (usize, usize), units: usize, level: f64) -> Option<Estimate> {
    let share = |(successes, trials): (usize, usize)| successes as f64 / trials as f64;
    let shrunk = |(successes, trials): (usize, usize)| {
        let effective = trials.min(units);
        let expected = share((successes, trials)) * effective as f64;
        Count::new(expected.round() as usize, effective)
    };
    let (low, high) = difference_interval(shrunk(first)?, shrunk(second)?, level);
    let value = share(first) - share(second);
    let standard_error = (high - low) / 2.0 / crate::statistics::critical_value(level, f64::INFINITY);
    Some(Estimate { value, standard_error, low: low.min(value), high: high.max(value), level })
}

/// The same fallback for several shares at once: the raw shares, with draws from the posterior of each by Jeffreys' prior (Brown, Cai &
/// `DasGupta` 2001) on as many trials as there are independent units. The draws of different shares are independent of each other. None
/// where a condition has no trial.
pub fn raw_shares(counts: &[(usize, usize)], units: usize, draws: usize, seed: u64) -> Option<JointEstimates> {
    let posterior = |&(successes, trials): &(usize, usize)| {
        let share = successes as f64 / trials as f64;
        let effective = trials.min(units) as f64;
        Beta::new(share * effective + 0.5, (1.0 - share) * effective + 0.5).ok()
    };
    if counts.iter().any(|(_, trials)| *trials == 0) {
        return None;
    }
    let posteriors: Vec<Beta<f64>> = counts.iter().map(posterior).collect::<Option<_>>()?;
    let draw = |replicate: usize| {
        let mut rng = stream(seed, replicate as u64);
        posteriors.iter().map(|posterior| posterior.sample(&mut rng)).collect()
    };
    Some(JointEstimates {
        names: (0..counts.len()).map(|index| index.to_string()).collect(),
        values: counts.iter().map(|(successes, trials)| *successes as f64 / *trials as f64).collect(),
        draws: (0..draws).map(draw).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::simulated::crossed;
    use super::*;

    #[test]
    fn floors_and_ceilings_are_named() {
        let formula: Formula = "correct ~ arm + wrong + (1 | participant)".parse().expect("a formula");
        let frame = crossed(8, 8, 1);
        assert_eq!(extremes(&formula, &frame), []);
        let never = frame.numbers("wrong").expect("numbers").iter().map(|wrong| 1.0 - wrong).collect();
        let expect =
            |value: &str, rows, ceiling| Extreme { variable: "wrong".into(), value: value.into(), rows, ceiling };
        let found = extremes(&formula, &frame.clone().with_numbers("correct", never));
        let unaided = Extreme { variable: "arm".into(), value: "-0.5".into(), rows: 32, ceiling: true };
        assert_eq!(found, [unaided, expect("0", 56, true), expect("1", 8, false)]);
        let counts: Formula = "cbind(correct, wrong) ~ arm".parse().expect("a formula");
        assert_eq!(extremes(&counts, &frame), []);
    }

    #[test]
    fn the_fallback_counts_units_and_not_trials() {
        let narrow = score_difference((96, 96), (80, 96), 96, 0.95).expect("trials");
        let wide = score_difference((96, 96), (80, 96), 8, 0.95).expect("trials");
        assert!((wide.value - 16.0 / 96.0).abs() < 1e-12 && wide.low < narrow.low && wide.high > narrow.high);
        assert!(wide.low < 0.0 && wide.high <= 1.0);
        assert_eq!(score_difference((0, 0), (1, 2), 8, 0.95), None);
    }

    /// The ends are those of R: `qbeta(c(.025, .975), 8.5, .5)`, and of `4.5, 4.5`.
    #[test]
    fn raw_shares_have_the_interval_of_jeffreys_on_units() {
        let shares = raw_shares(&[(96, 96), (48, 96)], 8, 4000, 1).expect("trials");
        assert_eq!(shares.values, [1.0, 0.5]);
        let all = shares.combination(&[1.0, 0.0], 0.95).expect("draws");
        assert!((all.low - 0.7378).abs() < 0.02 && all.high > 0.999, "{all:?}");
        let half = shares.combination(&[0.0, 1.0], 0.95).expect("draws");
        assert!((half.low - 0.199).abs() < 0.02 && (half.high - 0.801).abs() < 0.02, "{half:?}");
        assert!(raw_shares(&[(0, 0), (1, 2)], 8, 10, 1).is_none());
    }
}
