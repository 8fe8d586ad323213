//! The two-way bootstrap: participants and items are both samples, so both are drawn anew.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::quantile::quantile;

/// How often each participant and each item was drawn. A trial's weight is the product of the two.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// One weight a participant.
    pub participants: Vec<f64>,
    /// One weight an item.
    pub items: Vec<f64>,
}

impl Weights {
    /// Everybody and everything once: the weights of the point estimate.
    pub fn even(participants: usize, items: usize) -> Self {
        Self { participants: vec![1.0; participants], items: vec![1.0; items] }
    }

    /// The weight of a trial.
    pub fn of(&self, participant: usize, item: usize) -> f64 {
        self.participants[participant] * self.items[item]
    }
}

/// What to draw from, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resampling {
    /// Participants in the table.
    pub participants: usize,
    /// Items in the table.
    pub items: usize,
    /// Replicates to make.
    pub replicates: usize,
    /// The seed; each replicate has a stream of its own.
    pub seed: u64,
}

impl Resampling {
    /// The pigeonhole bootstrap (Owen 2007): each replicate draws multinomial weights for the participants and, independently,
    /// for the items. The result does not depend on the number of threads.
    pub fn two_way(&self, statistic: impl Fn(&Weights) -> Option<f64> + Sync) -> Resampled {
        self.collect(|rng| {
            let participants = multinomial(self.participants, rng);
            let items = multinomial(self.items, rng);
            statistic(&Weights { participants, items })
        })
    }

    /// The bootstrap over participants alone, to be shown beside the two-way one only: it takes the items for the whole world.
    pub fn participants_only(&self, statistic: impl Fn(&Weights) -> Option<f64> + Sync) -> Resampled {
        self.collect(|rng| {
            let participants = multinomial(self.participants, rng);
            statistic(&Weights { participants, items: vec![1.0; self.items] })
        })
    }

    fn collect(&self, draw: impl Fn(&mut ChaCha8Rng) -> Option<f64> + Sync) -> Resampled {
        let drawn: Vec<Option<f64>> = (0..self.replicates as u64)
            .into_par_iter()
            .map(|replicate| {
                let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
                rng.set_stream(replicate);
                draw(&mut rng).filter(|value| value.is_finite())
            })
            .collect();
        let mut sorted: Vec<f64> = drawn.iter().flatten().copied().collect();
        sorted.sort_by(f64::total_cmp);
        Resampled { undefined: drawn.len() - sorted.len(), sorted }
    }
}

/// A statistic over all replicates.
#[derive(Debug, Clone, PartialEq)]
pub struct Resampled {
    /// The values in ascending order.
    pub sorted: Vec<f64>,
    /// In how many replicates the statistic had no value.
    pub undefined: usize,
}

impl Resampled {
    /// The percentile interval that holds a share `level` of the values; none without values.
    pub fn interval(&self, level: f64) -> Option<(f64, f64)> {
        let tail = (1.0 - level) / 2.0;
        Some((quantile(&self.sorted, tail)?, quantile(&self.sorted, 1.0 - tail)?))
    }

    /// The share of replicates without a value.
    pub fn undefined_share(&self) -> f64 {
        self.undefined as f64 / (self.undefined + self.sorted.len()).max(1) as f64
    }
}

/// How often each of `count` units is drawn in `count` draws with replacement.
fn multinomial(count: usize, rng: &mut ChaCha8Rng) -> Vec<f64> {
    let mut weights = vec![0.0; count];
    for _ in 0..count {
        weights[rng.random_range(0..count as u32) as usize] += 1.0;
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Resampling = Resampling { participants: 6, items: 5, replicates: 400, seed: 11 };

    /// A statistic that depends on every weight.
    fn statistic(weights: &Weights) -> Option<f64> {
        let total: f64 = (0..6).flat_map(|p| (0..5).map(move |i| weights.of(p, i) * (p * p + 3 * i) as f64)).sum();
        (weights.participants[0] > 0.0).then_some(total)
    }

    #[test]
    fn each_replicate_draws_as_many_as_there_are() {
        let resampled = SMALL.two_way(|weights| {
            assert_eq!((weights.participants.iter().sum::<f64>(), weights.items.iter().sum::<f64>()), (6.0, 5.0));
            Some(weights.participants[0])
        });
        assert_eq!((resampled.sorted.len(), resampled.undefined), (400, 0));
    }

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            pool.install(|| (SMALL.two_way(statistic), SMALL.participants_only(statistic)))
        };
        assert_eq!(with(1), with(3));
    }

    #[test]
    fn what_is_undefined_is_counted() {
        let resampled = SMALL.two_way(statistic);
        let expected = (5.0_f64 / 6.0).powi(6);
        assert!((resampled.undefined_share() - expected).abs() < 0.1, "{}", resampled.undefined_share());
        assert_eq!(SMALL.two_way(|_| Some(f64::NAN)).interval(0.95), None);
    }

    #[test]
    fn the_mean_of_participants_varies_as_it_should() {
        let resampling = Resampling { participants: 50, items: 1, replicates: 4000, seed: 3 };
        let mean = |weights: &Weights| {
            Some(weights.participants.iter().zip(0..).map(|(w, p)| w * f64::from(p)).sum::<f64>() / 50.0)
        };
        let (low, high) = resampling.two_way(mean).interval(0.95).expect("an interval");
        let standard_error = ((50.0_f64 * 50.0 - 1.0) / 12.0 / 50.0).sqrt();
        assert!(((high - low) / (2.0 * 1.96 * standard_error) - 1.0).abs() < 0.05, "{low} {high}");
    }
}
