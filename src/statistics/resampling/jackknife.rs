//! Standard errors for participants and items that were both sampled, with the interval that belongs to them.

use super::super::student::critical_value;
use super::delete_one::DeleteOne;

/// A standard error with what is needed for an interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandardError {
    /// In the unit of the statistic; above 0.
    pub value: f64,
    /// Degrees of freedom of the t distribution; above 0.
    pub degrees_of_freedom: f64,
    /// Whether the two-way variance was below a one-way variance, which stands in.
    pub stands_in: bool,
}

impl StandardError {
    /// The interval estimate ± t standard errors that should hold the truth in a share `level` of studies.
    pub fn interval(&self, estimate: f64, level: f64) -> (f64, f64) {
        let reach = critical_value(level, self.degrees_of_freedom) * self.value;
        (estimate - reach, estimate + reach)
    }
}

/// The cluster-robust standard error for two-way clustering (Cameron, Gelbach & Miller 2011) by the jackknife: the variance is
/// that of the participants plus that of the items minus that of the cells, since what belongs to a single cell is in both of the
/// former. It is never taken below either side's own variance: with few participants the difference is noisy, and an interval
/// that is a little too wide is the lesser evil. The degrees of freedom are one less than the number of participants or of items,
/// whichever is smaller.
///
/// In a counterbalanced table the expectation of the difference is off the known variance by a share of about one in the number
/// of units. None where a variance has no value, or where neither participants nor items matter.
pub fn two_way_standard_error(participants: &DeleteOne, items: &DeleteOne, cells: &DeleteOne) -> Option<StandardError> {
    let (by_participant, by_item) = (participants.variance()?, items.variance()?);
    let two_way = by_participant + by_item - cells.variance()?;
    let one_way = by_participant.max(by_item);
    of(two_way.max(one_way), participants.units().min(items.units()), two_way < one_way)
}

/// The cluster-robust standard error over participants alone, to be shown beside the two-way one only: it takes the items for the
/// whole world. The degrees of freedom are one less than the number of participants. None below two of them, or where none of
/// them matters.
pub fn one_way_standard_error(participants: &DeleteOne) -> Option<StandardError> {
    of(participants.variance()?, participants.units(), false)
}

fn of(variance: f64, units: usize, stands_in: bool) -> Option<StandardError> {
    (variance > 0.0).then(|| StandardError {
        value: variance.sqrt(),
        degrees_of_freedom: units as f64 - 1.0,
        stands_in,
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::observation::Observation;
    use super::super::{Cells, Weights};
    use super::*;

    /// A crossed table in which the condition alternates over participants and items.
    fn table(
        participants: usize,
        items: usize,
        gaps: &[(usize, usize)],
        value: impl Fn(usize, usize, usize) -> f64,
    ) -> Cells {
        let mut conditions = vec![Vec::new(), Vec::new()];
        let crossed = (0..participants).flat_map(|participant| (0..items).map(move |item| (participant, item)));
        for (participant, item) in crossed.filter(|cell| !gaps.contains(cell)) {
            let condition = (participant + item) % 2;
            let value = value(participant, item, condition);
            conditions[condition].push(Observation { participant, item, value });
        }
        Cells::new(&conditions)
    }

    fn indicator(holds: bool) -> f64 {
        f64::from(u8::from(holds))
    }

    fn cells(value: impl Fn(usize, usize, usize) -> f64) -> Cells {
        table(5, 4, &[(0, 2), (3, 1)], value)
    }

    /// The difference of the two conditions' means without each participant, each item and each cell.
    fn delete_one(cells: &Cells, participants: usize, items: usize) -> [DeleteOne; 3] {
        let even = Weights::even(participants, items);
        let of = |cells: &Cells, weights: &Weights| {
            let means = cells.weighted_means(weights);
            Some(means[1]? - means[0]?)
        };
        let without = |participant, item| of(&cells.without(participant, item), &even);
        [
            DeleteOne::participants(0..participants, &even, |weights| of(cells, weights)),
            DeleteOne::items(0..items, &even, |weights| of(cells, weights)),
            DeleteOne::cells(cells.occupied(), without),
        ]
        .map(|values| values.expect("defined"))
    }

    fn standard_errors(cells: &Cells) -> (Option<StandardError>, Option<StandardError>) {
        let [participants, items, each_cell] = delete_one(cells, 5, 4);
        (two_way_standard_error(&participants, &items, &each_cell), one_way_standard_error(&participants))
    }

    fn scrambled(participant: usize, item: usize, condition: usize) -> f64 {
        ((7 * participant + 5 * item + 3 * condition) % 11) as f64 / 4.0 + condition as f64 / 2.0
    }

    #[test]
    fn agrees_with_r() {
        // R 4.2.2: lm(y ~ condition) refitted without each participant, each item and each row.
        let [participants, items, each_cell] =
            delete_one(&cells(scrambled), 5, 4).map(|values| values.variance().expect("many"));
        let difference = (participants + items - each_cell).sqrt();
        assert!((difference - 0.537_452_728_573_939_1).abs() < 1e-12, "{difference}");
        let one_way = standard_errors(&cells(scrambled)).1.expect("a value");
        assert!((one_way.value - 0.620_597_875_726_310_9).abs() < 1e-12, "{one_way:?}");
        assert!((one_way.degrees_of_freedom - 4.0).abs() < 1e-12);
    }

    #[test]
    fn the_difference_counts_where_it_is_the_largest() {
        let both = cells(|participant, item, condition| {
            (condition as f64 - 0.5) * (3 * (participant % 2) + 5 * (item % 2)) as f64
                + scrambled(participant, item, 0) / 9.0
        });
        let [participants, items, each_cell] = delete_one(&both, 5, 4).map(|values| values.variance().expect("many"));
        let two_way = standard_errors(&both).0.expect("a value");
        assert!((two_way.value - (participants + items - each_cell).sqrt()).abs() < 1e-12 && !two_way.stands_in);
        assert!((two_way.degrees_of_freedom - 3.0).abs() < 1e-12);
    }

    #[test]
    fn its_expectation_is_the_known_variance_of_a_crossed_design() {
        // The variances are quadratic in the values, so that the expectation under effects of variance one is the sum over
        // unit effects; in a balanced table these are all alike. The known ones are in Westfall, Kenny & Judd (2014).
        let n = 12;
        let check = |value: fn(usize, usize, usize) -> f64, effects: usize, known: f64, margin: f64| {
            let [participants, items, cells] =
                delete_one(&table(n, n, &[], value), n, n).map(|values| values.variance());
            let two_way = participants.expect("many") + items.expect("many") - cells.expect("many");
            let expectation = effects as f64 * two_way;
            assert!((expectation - known).abs() < margin, "{expectation}, not {known}");
        };
        let size = n as f64;
        let noise = 4.0 / size.powi(2);
        check(|p, i, _| indicator((p, i) == (0, 0)), n * n, noise, noise / size);
        check(|p, _, condition| indicator(p == 0) * (condition as f64 - 0.5), n, 1.0 / size, 1.1 / size.powi(2));
        check(|_, i, condition| indicator(i == 0) * (condition as f64 - 0.5), n, 1.0 / size, 1.1 / size.powi(2));
        check(|p, _, _| indicator(p == 0), n, 0.0, 2.2 * noise / size);
        check(|_, i, _| indicator(i == 0), n, 0.0, 2.2 * noise / size);
    }

    #[test]
    fn the_interval_reaches_as_far_as_t_says() {
        let error = StandardError { value: 2.0, degrees_of_freedom: 3.0, stands_in: false };
        let (low, high) = error.interval(10.0, 0.95);
        // R 4.2.2: qt(0.975, 3).
        assert!((high - 10.0 - 2.0 * 3.182_446_305_283_708).abs() < 1e-8, "{high}");
        assert!((low + high - 20.0).abs() < 1e-12);
    }

    #[test]
    fn the_unit_scales_it_and_a_constant_does_not() {
        let value = |cells: &Cells| standard_errors(cells).0.expect("a value").value;
        let shifted = cells(|participant, item, condition| 100.0 - 3.0 * scrambled(participant, item, condition));
        assert!((value(&shifted) / value(&cells(scrambled)) - 3.0).abs() < 1e-9);
    }

    #[test]
    fn the_larger_side_stands_in_for_a_smaller_variance() {
        let of = |values: [f64; 3]| {
            DeleteOne::items(0..3, &Weights::even(1, 3), |weights| {
                Some(weights.items.iter().zip(values).map(|(weight, value)| weight * value).sum())
            })
        };
        let of = |values| of(values).expect("defined");
        let (small, large, constant) = (of([0.0, 1.0, 2.0]), of([0.0, 10.0, 20.0]), of([1.0; 3]));
        let stands_in = two_way_standard_error(&small, &constant, &large).expect("a value");
        let alone = one_way_standard_error(&small).expect("a value");
        assert!(stands_in.stands_in && (stands_in.value - alone.value).abs() < 1e-12);
        assert_eq!(two_way_standard_error(&constant, &constant, &large), None);
        assert_eq!(one_way_standard_error(&constant), None);
    }
}
