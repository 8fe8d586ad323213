//! Least squares with participant and item effects: what a covariate does within the same people and the same items.

use super::normal_equations::NormalEquations;
use super::observation::Observation;
use super::resampling::Weights;

/// A regression `y ~ covariates + participant + item`, laid out once and fitted for many weights.
///
/// The side with more units is absorbed by centring within its units, weighted; the other side stays as dummies in the normal
/// equations, which one Cholesky factorisation solves (Frisch & Waugh 1933; Lovell 1963).
#[derive(Debug, Clone)]
pub struct FixedEffects {
    covariates: usize,
    absorbs_participants: bool,
    /// The dummies' unit of each row, ascending within an absorbed unit.
    dummy: Vec<usize>,
    /// The covariates and the response of each row, one row after the other, centred at their means.
    values: Vec<f64>,
    /// The absorbed units with their rows.
    units: Vec<(usize, std::ops::Range<usize>)>,
}

impl FixedEffects {
    /// Lays out the regression of the observations' values on the covariates, one column each, as long as the observations.
    pub fn new(observations: &[Observation], covariates: &[Vec<f64>]) -> Self {
        let units_of = |unit: fn(&Observation) -> usize| {
            observations.iter().map(unit).collect::<std::collections::BTreeSet<_>>().len()
        };
        let absorbs_participants = units_of(|row| row.participant) >= units_of(|row| row.item);
        let sides = |row: &Observation| {
            if absorbs_participants { (row.participant, row.item) } else { (row.item, row.participant) }
        };
        let mut rows: Vec<((usize, usize), Vec<f64>)> = observations
            .iter()
            .enumerate()
            .map(|(index, row)| {
                let values = covariates.iter().map(|column| column[index]).chain([row.value]).collect();
                (sides(row), values)
            })
            .collect();
        // Sorted by value too, so that the order of the rows does not even change the rounding.
        rows.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| compare(x, y)));

        let mut units: Vec<(usize, std::ops::Range<usize>)> = Vec::new();
        for (place, ((unit, _), _)) in rows.iter().enumerate() {
            match units.last_mut() {
                Some((last, range)) if last == unit => range.end = place + 1,
                _ => units.push((*unit, place..place + 1)),
            }
        }
        let dummy = rows.iter().map(|((_, dummy), _)| *dummy).collect();
        let mean = |column: usize| rows.iter().map(|(_, row)| row[column]).sum::<f64>() / rows.len() as f64;
        let means: Vec<f64> = (0..=covariates.len()).map(mean).collect();
        let values =
            rows.iter().flat_map(|(_, row)| row.iter().zip(&means).map(|(value, mean)| value - mean)).collect();
        Self { covariates: covariates.len(), absorbs_participants, dummy, values, units }
    }

    /// The covariates' coefficients under some weights; none where the data can't tell them from each other or from the
    /// participants and items.
    pub fn coefficients(&self, weights: &Weights) -> Option<Vec<f64>> {
        // Nothing was observed: the equations would be as large as the number of items, and empty.
        if self.units.is_empty() {
            return None;
        }
        let (absorbed, kept) = if self.absorbs_participants {
            (&weights.participants, &weights.items)
        } else {
            (&weights.items, &weights.participants)
        };
        let mut equations = NormalEquations::zeros(kept.len(), self.covariates);
        let mut centred = vec![0.0; self.covariates + 1];
        let mut means = centred.clone();
        for (unit, rows) in &self.units {
            let total: f64 = self.dummy[rows.clone()].iter().map(|&dummy| kept[dummy]).sum();
            if absorbed[*unit] > 0.0 && total > 0.0 {
                self.centre(rows.clone(), kept, total, &mut means);
                for place in rows.clone() {
                    let dummy = self.dummy[place];
                    if kept[dummy] > 0.0 {
                        let weight = absorbed[*unit] * kept[dummy];
                        let values = self.row(place);
                        centred.iter_mut().zip(values).zip(&means).for_each(|((to, x), mean)| *to = x - mean);
                        equations.add(dummy, weight, values, &centred);
                        equations.absorb(dummy, weight / total, &self.dummy[rows.start..place], kept);
                    }
                }
            }
        }
        equations.solve()
    }

    fn row(&self, place: usize) -> &[f64] {
        &self.values[place * (self.covariates + 1)..(place + 1) * (self.covariates + 1)]
    }

    /// The weighted means of covariates and response over an absorbed unit's rows.
    fn centre(&self, rows: std::ops::Range<usize>, kept: &[f64], total: f64, means: &mut [f64]) {
        means.fill(0.0);
        for place in rows {
            let share = kept[self.dummy[place]] / total;
            means.iter_mut().zip(self.row(place)).for_each(|(mean, value)| *mean += share * value);
        }
    }
}

fn compare(x: &[f64], y: &[f64]) -> std::cmp::Ordering {
    x.iter().zip(y).map(|(a, b)| a.total_cmp(b)).find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use rand::{Rng, RngExt};
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::*;

    /// A crossed table with a balanced arm and a position, made by `response(participant, item, arm, position)`.
    fn table(
        participants: usize,
        items: usize,
        mut response: impl FnMut(usize, usize, f64, f64) -> f64,
    ) -> (Vec<Observation>, Vec<Vec<f64>>) {
        let (mut observations, mut columns) = (Vec::new(), vec![Vec::new(), Vec::new()]);
        for participant in 0..participants {
            for item in 0..items {
                let arm = f64::from(u8::from((participant + item).is_multiple_of(2)));
                let position = (1.0 + ((item * 7 + participant * 3) % items) as f64).ln();
                let value = response(participant, item, arm, position);
                observations.push(Observation { participant, item, value });
                columns[0].push(arm);
                columns[1].push(position);
            }
        }
        (observations, columns)
    }

    fn noise(seed: u64) -> ChaCha8Rng {
        ChaCha8Rng::seed_from_u64(seed)
    }

    fn random_weights(participants: usize, items: usize, rng: &mut impl Rng) -> Weights {
        let mut draw = |count: usize| (0..count).map(|_| f64::from(rng.random_range(0..4_u8))).collect();
        Weights { participants: draw(participants), items: draw(items) }
    }

    /// Solves by elimination on the dense design with every dummy but one of each connected table.
    fn naive(observations: &[Observation], columns: &[Vec<f64>], weights: &Weights) -> Vec<f64> {
        let participants: Vec<usize> =
            (0..weights.participants.len()).filter(|&p| weights.participants[p] > 0.0).collect();
        let items: Vec<usize> = (0..weights.items.len()).filter(|&i| weights.items[i] > 0.0).skip(1).collect();
        let size = columns.len() + participants.len() + items.len();
        let mut system = vec![vec![0.0; size + 1]; size];
        for (index, row) in observations.iter().enumerate() {
            let mut x: Vec<f64> = columns.iter().map(|column| column[index]).collect();
            x.extend(participants.iter().map(|&p| f64::from(u8::from(p == row.participant))));
            x.extend(items.iter().map(|&i| f64::from(u8::from(i == row.item))));
            x.push(row.value);
            let weight = weights.of(row.participant, row.item);
            for (line, factor) in system.iter_mut().zip(x.clone()) {
                line.iter_mut().zip(&x).for_each(|(to, from)| *to += weight * factor * from);
            }
        }
        for pivot in 0..size {
            let best = (pivot..size).max_by(|&a, &b| system[a][pivot].abs().total_cmp(&system[b][pivot].abs()));
            system.swap(pivot, best.expect("a row is left"));
            let line = system[pivot].clone();
            for other in (0..size).filter(|&other| other != pivot) {
                let factor = system[other][pivot] / line[pivot];
                system[other].iter_mut().zip(&line).for_each(|(to, from)| *to -= factor * from);
            }
        }
        (0..columns.len()).map(|column| system[column][size] / system[column][column]).collect()
    }

    #[test]
    fn recovers_known_coefficients() {
        for (participants, items) in [(6, 8), (9, 4)] {
            let (observations, columns) = table(participants, items, |p, i, arm, position| {
                3.0 + 0.4 * p as f64 - 0.2 * (i * i) as f64 - 0.25 * arm - 0.27 * position
            });
            let fitted = FixedEffects::new(&observations, &columns).coefficients(&Weights::even(participants, items));
            let fitted = fitted.expect("full rank");
            assert!((fitted[0] + 0.25).abs() < 1e-12 && (fitted[1] + 0.27).abs() < 1e-12, "{fitted:?}");
        }
    }

    #[test]
    fn agrees_with_dense_least_squares() {
        for (seed, participants, items) in [(1, 12, 10), (2, 7, 11), (3, 20, 6), (4, 9, 9)] {
            let mut rng = noise(seed);
            let (mut observations, mut columns) = table(participants, items, |_, _, _, _| rng.random::<f64>());
            // Some trials are missing, one item was met twice by the same participant.
            observations.swap_remove(5);
            observations.push(Observation { value: 2.0, ..observations[8] });
            for column in &mut columns {
                column.swap_remove(5);
                column.push(0.5);
            }
            let regression = FixedEffects::new(&observations, &columns);
            for _ in 0..5 {
                let weights = random_weights(participants, items, &mut rng);
                let fitted = regression.coefficients(&weights).expect("full rank");
                for (a, b) in fitted.iter().zip(naive(&observations, &columns, &weights)) {
                    assert!((a - b).abs() < 1e-9, "{a} {b}");
                }
            }
        }
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter() {
        let mut rng = noise(5);
        let (mut observations, mut columns) = table(8, 6, |_, _, _, _| rng.random::<f64>());
        let before = FixedEffects::new(&observations, &columns).coefficients(&Weights::even(8, 6)).expect("full rank");
        observations.reverse();
        for column in &mut columns {
            column.reverse();
        }
        let after = FixedEffects::new(&observations, &columns).coefficients(&Weights::even(8, 6)).expect("full rank");
        assert_eq!(before, after);
    }

    #[test]
    fn what_cannot_be_told_apart_has_no_value() {
        let check = |column: fn(&Observation) -> f64, weights: &Weights, expect: bool| {
            let (observations, columns) = table(4, 4, |p, i, arm, _| (p * i) as f64 + arm);
            let covariates = [columns[0].clone(), observations.iter().map(column).collect()];
            assert_eq!(FixedEffects::new(&observations, &covariates).coefficients(weights).is_some(), expect);
        };
        let even = Weights::even(4, 4);
        check(|row| (row.participant * row.item) as f64, &even, true);
        check(|row| row.participant as f64, &even, false);
        check(|row| row.item as f64 + 2.0 * row.participant as f64, &even, false);
        check(|row| f64::from(u8::from((row.participant + row.item).is_multiple_of(2))), &even, false);
        check(|_| 1.0, &even, false);
        let one_participant = Weights { participants: vec![4.0, 0.0, 0.0, 0.0], items: vec![1.0; 4] };
        check(|row| (row.participant * row.item) as f64, &one_participant, false);
        assert_eq!(FixedEffects::new(&[], &[Vec::new()]).coefficients(&even), None);
    }
}
