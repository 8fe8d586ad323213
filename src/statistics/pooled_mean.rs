//! The mean over all trials, whoever and whatever they belong to.

use super::observation::Observation;
use super::resampling::Weights;

/// The weighted mean Σ w y / Σ w over observations; for events, the pooled share. None where the weights are zero (0/0).
pub fn pooled_mean(observations: &[Observation], weights: &Weights) -> Option<f64> {
    let (mut total, mut weight) = (0.0, 0.0);
    for observation in observations {
        let w = weights.of(observation.participant, observation.item);
        total += w * observation.value;
        weight += w;
    }
    (weight > 0.0).then(|| total / weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[f64], weights: Vec<f64>, expect: Option<f64>) {
        let observations: Vec<_> = values
            .iter()
            .enumerate()
            .map(|(participant, &value)| Observation { participant, item: 0, value })
            .collect();
        assert_eq!(pooled_mean(&observations, &Weights { participants: weights, items: vec![2.0] }), expect);
    }

    #[test]
    fn weighs_and_leaves_nothing_of_nothing_undefined() {
        check(&[1.0, 0.0, 1.0, 1.0], vec![1.0; 4], Some(0.75));
        check(&[1.0, 0.0], vec![3.0, 1.0], Some(0.75));
        check(&[1.0, 0.0], vec![0.0, 0.0], None);
        check(&[], vec![], None);
    }
}
