//! The difference between two conditions on the same items.

use super::observation::Observation;
use super::resampling::Weights;

/// How much an item counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemWeight {
    /// By its observations in the first condition: the difference for the items as they were met there.
    First,
    /// By all its observations.
    Both,
}

/// The item-standardised difference Σ n (first mean - second mean) / Σ n over the items that were met in both conditions:
/// direct standardisation, so that no difference between the items of the two conditions enters.
#[derive(Debug, Clone)]
pub struct StandardisedDifference {
    /// Observations of the first condition, on the compared items.
    pub first: Vec<Observation>,
    /// Observations of the second condition, on the compared items.
    pub second: Vec<Observation>,
    /// How many items were met in one of the conditions alone, and do not enter.
    pub items_dropped: usize,
    weight: ItemWeight,
}

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    count: f64,
    total: f64,
}

impl StandardisedDifference {
    /// Keeps the items that were met in both conditions.
    pub fn new(mut first: Vec<Observation>, mut second: Vec<Observation>, weight: ItemWeight) -> Self {
        let items = first.iter().chain(&second).map(|observation| observation.item + 1).max().unwrap_or(0);
        let met = |observations: &[Observation]| {
            let mut met = vec![false; items];
            for observation in observations {
                met[observation.item] = true;
            }
            met
        };
        let (in_first, in_second) = (met(&first), met(&second));
        first.retain(|observation| in_second[observation.item]);
        second.retain(|observation| in_first[observation.item]);
        let items_dropped = in_first.iter().zip(&in_second).filter(|(first, second)| first != second).count();
        Self { first, second, items_dropped, weight }
    }

    /// The difference under some weights; none where no item has weight in both conditions.
    pub fn value(&self, weights: &Weights) -> Option<f64> {
        let first = tally(&self.first, weights);
        let second = tally(&self.second, weights);
        let (mut total, mut weight) = (0.0, 0.0);
        for ((first, second), item) in first.iter().zip(&second).zip(&weights.items) {
            if first.count > 0.0 && second.count > 0.0 {
                let count = match self.weight {
                    ItemWeight::First => first.count,
                    ItemWeight::Both => first.count + second.count,
                };
                total += item * count * (first.total / first.count - second.total / second.count);
                weight += item * count;
            }
        }
        (weight > 0.0).then(|| total / weight)
    }
}

/// Counts and totals by item, with the participants' weights.
fn tally(observations: &[Observation], weights: &Weights) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); weights.items.len()];
    for observation in observations {
        let weight = weights.participants[observation.participant];
        let tally = &mut tallies[observation.item];
        tally.count += weight;
        tally.total += weight * observation.value;
    }
    tallies
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Observations as (item, value) of participant 0.
    fn check(first: &[(usize, f64)], second: &[(usize, f64)], weight: ItemWeight, expect: Option<f64>) {
        let observe = |pairs: &[(usize, f64)]| {
            pairs.iter().map(|&(item, value)| Observation { participant: 0, item, value }).collect()
        };
        let difference = StandardisedDifference::new(observe(first), observe(second), weight);
        assert_eq!(difference.value(&Weights::even(1, 3)), expect);
    }

    #[test]
    fn compares_item_by_item() {
        let (first, second) = ([(0, 1.0), (1, 1.0), (1, 0.0)], [(0, 0.0), (1, 0.0)]);
        check(&first, &second, ItemWeight::First, Some((1.0 + 2.0 * 0.5) / 3.0));
        check(&first, &second, ItemWeight::Both, Some((2.0 + 3.0 * 0.5) / 5.0));
    }

    #[test]
    fn an_item_of_one_condition_does_not_enter() {
        check(&[(0, 1.0), (2, 0.0)], &[(0, 0.0)], ItemWeight::First, Some(1.0));
        check(&[(2, 0.0)], &[(0, 0.0)], ItemWeight::First, None);
    }
}
