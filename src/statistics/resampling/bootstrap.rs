//! The two-way bootstrap: participants and items are both samples, so both are drawn anew.

use rand_chacha::ChaCha8Rng;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::draw::Draw;
use super::joint::Joint;
use super::resampled::Resampled;
use super::stream::stream;
use super::weights::Weights;

/// What to draw from, how, and how often. The results do not depend on the number of threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resampling {
    /// Participants in the table.
    pub participants: usize,
    /// Items in the table.
    pub items: usize,
    /// How the weights are drawn.
    pub draw: Draw,
    /// Replicates to make.
    pub replicates: usize,
    /// The seed; each replicate has a stream of its own.
    pub seed: u64,
}

impl Resampling {
    /// The pigeonhole bootstrap (Owen 2007; Owen & Eckles 2012): each replicate draws weights for the participants and,
    /// independently, for the items.
    ///
    /// The variance of the replicates holds that of random participants and items once, and that of single trials three times: it
    /// is conservative where trials are noisy. The mean of one condition minus that of another also varies with the participants'
    /// and items' own levels, even where counterbalancing cancels them; a statistic that takes them out does not.
    pub fn two_way(&self, statistic: impl Fn(&Weights) -> Option<f64> + Sync) -> Resampled {
        Resampled::new(self.replicate(|weights, rng| self.draw_both(weights, rng), statistic))
    }

    /// Several statistics of the same two-way replicates; the first value of the closure is the first statistic, and so on.
    pub fn joint(&self, statistics: impl Fn(&Weights) -> Vec<Option<f64>> + Sync) -> Joint {
        Joint { replicates: self.replicate(|weights, rng| self.draw_both(weights, rng), statistics) }
    }

    /// The bootstrap over participants alone, to be shown beside the two-way one only: it takes the items for the whole world.
    pub fn participants_only(&self, statistic: impl Fn(&Weights) -> Option<f64> + Sync) -> Resampled {
        Resampled::new(self.replicate(|weights, rng| self.draw.fill(&mut weights.participants, rng), statistic))
    }

    /// The bootstrap over items alone, to be shown beside the two-way one only: it takes the participants for everybody.
    pub fn items_only(&self, statistic: impl Fn(&Weights) -> Option<f64> + Sync) -> Resampled {
        Resampled::new(self.replicate(|weights, rng| self.draw.fill(&mut weights.items, rng), statistic))
    }

    fn draw_both(&self, weights: &mut Weights, rng: &mut ChaCha8Rng) {
        self.draw.fill(&mut weights.participants, rng);
        self.draw.fill(&mut weights.items, rng);
    }

    fn replicate<T: Send>(
        &self,
        redraw: impl Fn(&mut Weights, &mut ChaCha8Rng) + Sync,
        statistic: impl Fn(&Weights) -> T + Sync,
    ) -> Vec<T> {
        (0..self.replicates as u64)
            .into_par_iter()
            .map_init(
                || Weights::even(self.participants, self.items),
                |weights, replicate| {
                    redraw(weights, &mut stream(self.seed, replicate));
                    statistic(weights)
                },
            )
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Resampling =
        Resampling { participants: 6, items: 5, draw: Draw::Multinomial, replicates: 400, seed: 11 };

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
    fn one_side_is_left_alone() {
        SMALL.participants_only(|weights| {
            assert_eq!(weights.items, [1.0; 5]);
            Some(0.0)
        });
        SMALL.items_only(|weights| {
            assert_eq!(weights.participants, [1.0; 6]);
            Some(0.0)
        });
    }

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let with = |threads, draw| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            let resampling = Resampling { draw, ..SMALL };
            pool.install(|| {
                let several = resampling.joint(|weights| vec![statistic(weights), Some(weights.items[0])]);
                (
                    resampling.two_way(statistic),
                    resampling.participants_only(statistic),
                    resampling.items_only(statistic),
                    several,
                )
            })
        };
        for draw in [Draw::Multinomial, Draw::Exponential] {
            assert_eq!(with(1, draw), with(3, draw));
        }
    }

    #[test]
    fn several_statistics_see_the_draws_of_one() {
        let joint = SMALL.joint(|weights| vec![Some(weights.items[0]), statistic(weights)]);
        assert_eq!(joint.derived(|values| values[1]), SMALL.two_way(statistic));
    }

    #[test]
    fn what_is_undefined_is_counted() {
        let share = SMALL.two_way(statistic).undefined_share();
        let expected = (5.0_f64 / 6.0).powi(6);
        assert!((share - expected).abs() < 0.1, "{share}");
        assert_eq!(Resampling { draw: Draw::Exponential, ..SMALL }.two_way(statistic).undefined, 0);
    }

    #[test]
    fn the_mean_of_participants_varies_as_it_should() {
        let mean = |weights: &Weights| {
            let total: f64 = weights.participants.iter().sum();
            Some(weights.participants.iter().zip(0..).map(|(w, p)| w * f64::from(p)).sum::<f64>() / total)
        };
        let standard_error = ((50.0_f64 * 50.0 - 1.0) / 12.0 / 50.0).sqrt();
        for draw in [Draw::Multinomial, Draw::Exponential] {
            let resampling = Resampling { participants: 50, items: 1, draw, replicates: 4000, seed: 3 };
            let (low, high) = resampling.two_way(mean).interval(0.95).expect("an interval");
            assert!(((high - low) / (2.0 * 1.96 * standard_error) - 1.0).abs() < 0.05, "{draw:?} {low} {high}");
        }
    }
}
