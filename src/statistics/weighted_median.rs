//! The middle of values that count differently.

use super::observation::Observation;
use super::resampling::Weights;

/// The median of observations in ascending order of value, where a weight of n counts as n equal observations: half of the weight
/// lies on either side, and where it ends between two values, the median is their mean. None where the weights are zero.
pub fn weighted_median(ascending: &[Observation], weights: &Weights) -> Option<f64> {
    let weight = |row: &Observation| weights.of(row.participant, row.item);
    let half = ascending.iter().map(weight).sum::<f64>() / 2.0;
    let mut before = 0.0;
    let mut lower = None;
    for row in ascending.iter().filter(|row| weight(row) > 0.0) {
        if let Some(lower) = lower {
            return Some(f64::midpoint(lower, row.value));
        }
        before += weight(row);
        if before > half {
            return Some(row.value);
        }
        lower = (before >= half).then_some(row.value);
    }
    lower
}

#[cfg(test)]
mod tests {
    use super::super::median;
    use super::*;

    #[test]
    fn a_weight_counts_as_equal_values() {
        let values = [-2.0, 0.25, 1.0, 1.0, 7.0];
        let rows: Vec<Observation> = values
            .iter()
            .enumerate()
            .map(|(participant, &value)| Observation { participant, item: 0, value })
            .collect();
        for code in 0..243_u32 {
            let participants: Vec<f64> = (0..5).map(|place| f64::from(code / 3_u32.pow(place) % 3)).collect();
            let written_out =
                values.iter().zip(&participants).flat_map(|(value, weight)| vec![*value; *weight as usize]).collect();
            let weights = Weights { participants, items: vec![3.0] };
            assert_eq!(weighted_median(&rows, &weights), median(written_out));
        }
    }
}
