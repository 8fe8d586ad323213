//! All that means and proportions need to know of a table: how many values each cell has, and their sum.

use std::collections::{BTreeMap, BTreeSet};

use super::super::observation::Observation;
use super::weights::Weights;

/// Counts and sums of the values that each participant gave for each item under each condition; only cells with values are kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    conditions: usize,
    /// In ascending order of participant, condition and item.
    cells: Vec<Cell>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Cell {
    participant: usize,
    condition: usize,
    item: usize,
    tally: Tally,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Tally {
    count: f64,
    total: f64,
}

impl Tally {
    fn add(&mut self, weight: f64, other: Self) {
        self.count += weight * other.count;
        self.total += weight * other.total;
    }
}

impl Cells {
    /// Sums up the observations, one list a condition.
    pub fn new(conditions: &[Vec<Observation>]) -> Self {
        let mut tallies: BTreeMap<(usize, usize, usize), Tally> = BTreeMap::new();
        for (condition, observations) in conditions.iter().enumerate() {
            for observation in observations {
                let tally = tallies.entry((observation.participant, condition, observation.item)).or_default();
                tally.add(1.0, Tally { count: 1.0, total: observation.value });
            }
        }
        let cell = |((participant, condition, item), tally)| Cell { participant, condition, item, tally };
        Self { conditions: conditions.len(), cells: tallies.into_iter().map(cell).collect() }
    }

    /// The weighted mean Σ w y / Σ w of each condition, in one pass; none where the weights of a condition are zero (0/0).
    pub fn weighted_means(&self, weights: &Weights) -> Vec<Option<f64>> {
        let mut tallies = vec![Tally::default(); self.conditions];
        for run in self.cells.chunk_by(|a, b| (a.participant, a.condition) == (b.participant, b.condition)) {
            let weight = weights.participants[run[0].participant];
            if weight > 0.0 {
                let mut tally = Tally::default();
                for cell in run {
                    tally.add(weights.items[cell.item], cell.tally);
                }
                tallies[run[0].condition].add(weight, tally);
            }
        }
        tallies.iter().map(|tally| (tally.count > 0.0).then(|| tally.total / tally.count)).collect()
    }

    /// The pairs of a participant and an item that have values in any condition, ascending.
    pub fn occupied(&self) -> BTreeSet<(usize, usize)> {
        self.cells.iter().map(|cell| (cell.participant, cell.item)).collect()
    }

    /// The same table without what a participant gave for an item.
    #[must_use]
    pub fn without(&self, participant: usize, item: usize) -> Self {
        let mut rest = self.clone();
        rest.cells.retain(|cell| (cell.participant, cell.item) != (participant, item));
        rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observation(participant: usize, item: usize, value: f64) -> Observation {
        Observation { participant, item, value }
    }

    /// Two conditions over 4 participants and 3 items with gaps; participant 1 met item 0 twice.
    fn conditions() -> [Vec<Observation>; 2] {
        let first =
            vec![observation(1, 0, 4.0), observation(0, 2, 1.0), observation(1, 0, 7.0), observation(3, 1, -2.0)];
        [first, vec![observation(1, 0, 5.0), observation(2, 1, 3.0)]]
    }

    #[test]
    fn means_are_those_of_the_observations() {
        let weights = Weights { participants: vec![2.0, 0.5, 1.0, 0.0], items: vec![1.5, 0.0, 3.0] };
        let expect = conditions().map(|observations| {
            let weight = |row: &Observation| weights.of(row.participant, row.item);
            let total: f64 = observations.iter().map(weight).sum();
            observations.iter().map(|row| weight(row) * row.value).sum::<f64>() / total
        });
        let means = Cells::new(&conditions()).weighted_means(&weights);
        for (mean, expect) in means.iter().zip(expect) {
            assert!((mean.expect("a mean") - expect).abs() < 1e-12, "{means:?}");
        }
        assert_eq!(Cells::new(&conditions()).weighted_means(&Weights::even(4, 3)), [Some(2.5), Some(4.0)]);
    }

    #[test]
    fn nothing_of_nothing_is_undefined() {
        let weights = Weights { participants: vec![1.0, 0.0, 1.0, 1.0], items: vec![1.0, 0.0, 1.0] };
        assert_eq!(Cells::new(&conditions()).weighted_means(&weights), [Some(1.0), None]);
        assert_eq!(Cells::new(&[Vec::new()]).weighted_means(&Weights::even(0, 0)), [None]);
    }

    #[test]
    fn a_cell_is_left_out_in_every_condition() {
        let cells = Cells::new(&conditions());
        assert_eq!(cells.occupied().into_iter().collect::<Vec<_>>(), [(0, 2), (1, 0), (2, 1), (3, 1)]);
        let without = cells.without(1, 0).weighted_means(&Weights::even(4, 3));
        assert_eq!(without, [Some(-0.5), Some(3.0)]);
        assert_eq!(cells.without(0, 0), cells);
    }
}
