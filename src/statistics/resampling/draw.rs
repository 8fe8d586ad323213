//! The ways to draw a weight for each unit of a sample.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::Exp1;

/// How a replicate's weights are drawn, for the participants and, independently, for the items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Draw {
    /// As many draws with replacement as there are units; a weight is how often its unit was drawn (pigeonhole bootstrap,
    /// Owen 2007).
    Multinomial,
    /// Independent exponential weights of mean one (Bayesian pigeonhole bootstrap, Owen & Eckles 2012). None is zero, so that
    /// no cell with data is ever left empty. Their sum varies: for statistics that the scale of the weights does not change.
    Exponential,
}

impl Draw {
    /// Draws every weight anew.
    pub(super) fn fill(self, weights: &mut [f64], rng: &mut ChaCha8Rng) {
        match self {
            Self::Multinomial => {
                weights.fill(0.0);
                let count = weights.len() as u32;
                for _ in 0..count {
                    weights[rng.random_range(0..count) as usize] += 1.0;
                }
            }
            Self::Exponential => weights.fill_with(|| rng.sample(Exp1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::stream::stream;
    use super::*;

    /// Mean and variance of a unit's weight, and the covariance of two units, over many draws for 20 units.
    fn moments(draw: Draw) -> (f64, f64, f64) {
        let (mut rng, mut weights) = (stream(5, 0), [0.0; 20]);
        let (mut mean, mut variance, mut covariance) = (0.0, 0.0, 0.0);
        for _ in 0..4000 {
            draw.fill(&mut weights, &mut rng);
            mean += weights.iter().sum::<f64>() / 20.0;
            variance += weights.iter().map(|weight| (weight - 1.0).powi(2)).sum::<f64>() / 20.0;
            covariance += weights.windows(2).map(|pair| (pair[0] - 1.0) * (pair[1] - 1.0)).sum::<f64>() / 19.0;
        }
        (mean / 4000.0, variance / 4000.0, covariance / 4000.0)
    }

    #[test]
    fn multinomial_weights_share_as_many_draws_as_there_are_units() {
        let (mean, variance, covariance) = moments(Draw::Multinomial);
        assert!((mean - 1.0).abs() < 1e-12, "{mean}");
        assert!((variance - 19.0 / 20.0).abs() < 0.02, "{variance}");
        assert!((covariance + 1.0 / 20.0).abs() < 0.01, "{covariance}");
    }

    #[test]
    fn exponential_weights_are_independent_with_mean_and_variance_one() {
        let (mean, variance, covariance) = moments(Draw::Exponential);
        assert!((mean - 1.0).abs() < 0.02, "{mean}");
        assert!((variance - 1.0).abs() < 0.05, "{variance}");
        assert!(covariance.abs() < 0.02, "{covariance}");
    }

    #[test]
    fn exponential_weights_leave_nobody_out() {
        let (mut rng, mut weights) = (stream(6, 0), [0.0; 1000]);
        Draw::Exponential.fill(&mut weights, &mut rng);
        assert!(weights.iter().all(|weight| *weight > 0.0));
    }

    #[test]
    fn nothing_is_drawn_from_nothing() {
        Draw::Multinomial.fill(&mut [], &mut stream(7, 0));
        Draw::Exponential.fill(&mut [], &mut stream(7, 0));
    }
}
