//! A statistic with each participant, each item or each cell left out in turn: the delete-one jackknife.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::weights::Weights;

/// The values of a statistic, each with one unit of one kind left out.
#[derive(Debug, Clone, PartialEq)]
pub struct DeleteOne {
    values: Vec<f64>,
}

impl DeleteOne {
    /// Leaves out each of the given participants. They have to be those that enter the statistic, each once: leaving out
    /// somebody who does not enter would count as a unit without influence. None where a value is undefined.
    pub fn participants(
        participants: impl IntoIterator<Item = usize>,
        everybody: &Weights,
        statistic: impl Fn(&Weights) -> Option<f64> + Sync,
    ) -> Option<Self> {
        Self::each(participants, |participant| {
            let mut weights = everybody.clone();
            weights.participants[participant] = 0.0;
            statistic(&weights)
        })
    }

    /// Leaves out each of the given items, as [`participants`](Self::participants) does participants.
    pub fn items(
        items: impl IntoIterator<Item = usize>,
        everything: &Weights,
        statistic: impl Fn(&Weights) -> Option<f64> + Sync,
    ) -> Option<Self> {
        Self::each(items, |item| {
            let mut weights = everything.clone();
            weights.items[item] = 0.0;
            statistic(&weights)
        })
    }

    /// Leaves out each of the given cells, the pairs of a participant and an item that have data. Products of weights cannot
    /// leave out a cell, so the statistic is told which one to do without. None where a value is undefined.
    pub fn cells(
        cells: impl IntoIterator<Item = (usize, usize)>,
        statistic: impl Fn(usize, usize) -> Option<f64> + Sync,
    ) -> Option<Self> {
        Self::each(cells, |(participant, item)| statistic(participant, item))
    }

    fn each<U: Send>(
        units: impl IntoIterator<Item = U>,
        without: impl Fn(U) -> Option<f64> + Sync + Send,
    ) -> Option<Self> {
        let units: Vec<U> = units.into_iter().collect();
        let values: Vec<Option<f64>> = units.into_par_iter().map(without).collect();
        let values: Option<Vec<f64>> =
            values.into_iter().map(|value| value.filter(|value| value.is_finite())).collect();
        values.map(|values| Self { values })
    }

    /// How many units were left out in turn.
    pub fn units(&self) -> usize {
        self.values.len()
    }

    /// The jackknife variance (n - 1)/n Σ (value - mean of the values)² (Tukey 1958). None below two units.
    pub fn variance(&self) -> Option<f64> {
        let count = self.values.len() as f64;
        let squares: f64 = self.influences().map(|influence| influence * influence).sum();
        (count > 1.0).then(|| squares * count / (count - 1.0))
    }

    /// What each unit contributes to the estimate's error, (n - 1)/n (mean of the values - value).
    fn influences(&self) -> impl Iterator<Item = f64> {
        let count = self.values.len() as f64;
        let mean = self.values.iter().sum::<f64>() / count;
        self.values.iter().map(move |value| (count - 1.0) / count * (mean - value))
    }
}

/// The acceleration of a BCa interval, Σ u³ / (6 (Σ u²)^{3/2}) over the influences u of all sides: of the participants, or of the
/// participants and the items together.
///
/// It is a sixth of the skewness of the estimate's error (Efron 1987). To first order that error is the sum of
/// independent contributions, one of each participant and one of each item. Second and third cumulants of independent
/// contributions add, so both sums run over both sides, as over the samples of a problem with several (DiCiccio & Efron 1996).
/// The part of a single trial, its interaction and noise, is in the contributions of its participant and of its item.
/// From -1/6 to 1/6; none where nobody has any influence.
pub fn acceleration(sides: &[&DeleteOne]) -> Option<f64> {
    let influences = || sides.iter().flat_map(|side| side.influences());
    let squares: f64 = influences().map(|influence| influence.powi(2)).sum();
    let cubes: f64 = influences().map(|influence| influence.powi(3)).sum();
    (squares > 0.0).then(|| cubes / (6.0 * squares.powf(1.5)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: [f64; 5] = [0.2, 1.1, 0.4, 3.0, 0.9];

    fn mean(weights: &Weights) -> Option<f64> {
        let total: f64 = weights.participants.iter().sum();
        let sum: f64 = VALUES.iter().zip(&weights.participants).map(|(value, weight)| value * weight).sum();
        (total > 0.0).then(|| sum / total)
    }

    fn of_mean() -> DeleteOne {
        DeleteOne::participants(0..5, &Weights::even(5, 1), mean).expect("defined")
    }

    #[test]
    fn the_variance_of_a_mean_is_the_textbook_one() {
        let average = VALUES.iter().sum::<f64>() / 5.0;
        let expect = VALUES.iter().map(|value| (value - average).powi(2)).sum::<f64>() / 20.0;
        assert!((of_mean().variance().expect("five units") - expect).abs() < 1e-12);
    }

    #[test]
    fn the_acceleration_of_a_mean_is_a_sixth_of_its_skewness() {
        let average = VALUES.iter().sum::<f64>() / 5.0;
        let moment = |power| VALUES.iter().map(|value| (value - average).powi(power)).sum::<f64>() / 5.0;
        let expect = moment(3) / moment(2).powf(1.5) / 5.0_f64.sqrt() / 6.0;
        assert!((acceleration(&[&of_mean()]).expect("varies") - expect).abs() < 1e-12);
    }

    #[test]
    fn the_acceleration_of_two_sides_adds_their_third_cumulants() {
        let side = of_mean();
        let one = acceleration(&[&side]).expect("varies");
        assert!((acceleration(&[&side, &side]).expect("varies") - one / 2.0_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn items_and_cells_are_left_out_one_at_a_time() {
        let everything = Weights::even(2, 3);
        let items = DeleteOne::items([0, 2], &everything, |weights| {
            assert_eq!(weights.participants, [1.0; 2]);
            Some(weights.items.iter().zip([1.0, 10.0, 100.0]).map(|(weight, value)| weight * value).sum())
        });
        assert_eq!(items, Some(DeleteOne { values: vec![110.0, 11.0] }));
        let cells = DeleteOne::cells([(0, 1), (1, 2)], |participant, item| Some((10 * participant + item) as f64));
        assert_eq!(cells, Some(DeleteOne { values: vec![1.0, 12.0] }));
    }

    #[test]
    fn too_few_units_have_no_value() {
        assert_eq!(DeleteOne::participants([0], &Weights::even(1, 1), mean), None);
        assert_eq!(DeleteOne::cells([(0, 0)], |_, _| Some(f64::NAN)), None);
        let one = DeleteOne { values: vec![1.0] };
        assert_eq!((one.units(), one.variance(), acceleration(&[&one])), (1, None, None));
    }
}
