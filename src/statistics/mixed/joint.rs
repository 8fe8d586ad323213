//! Several estimates from one fit, with draws from their joint distribution, so that sums, differences and ratios of them get
//! honest intervals.

use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::fit::Fit;
use crate::statistics::student::critical_value;
use crate::statistics::{Ratio, RatioInterval, quantile, stream};

/// One estimate with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
    /// The level of the interval.
    pub level: f64,
}

/// The parameters of a model, as they are or as they might be.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    /// The fixed effects.
    pub coefficients: Vec<f64>,
    /// The covariance of the random effects, one square matrix a grouping factor.
    pub covariances: Vec<Vec<f64>>,
}

/// Estimates that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct JointEstimates {
    /// Their names.
    pub names: Vec<String>,
    /// The estimates.
    pub values: Vec<f64>,
    /// Draws from their joint distribution: as many rows as draws, one value an estimate.
    pub draws: Vec<Vec<f64>>,
}

impl Fit {
    /// The parameters at the estimate.
    pub fn parameters(&self) -> Parameters {
        let covariances =
            self.groupings.iter().map(|grouping| covariance(&grouping.standard_deviations, &grouping.correlations));
        Parameters {
            coefficients: self.coefficients.iter().map(|coefficient| coefficient.estimate).collect(),
            covariances: covariances.collect(),
        }
    }
}

/// Draws parameters from the approximate joint distribution of the estimates: the coefficients are normal with their covariance,
/// the logarithms of the standard deviations normal with the standard error that the Hessian gives them, correlations as estimated.
struct ParameterDraws<'f> {
    fit: &'f Fit,
    factor: Vec<f64>,
}

impl<'f> ParameterDraws<'f> {
    fn new(fit: &'f Fit) -> Self {
        Self { fit, factor: cholesky(&fit.covariance, fit.coefficients.len()) }
    }

    fn draw(&self, rng: &mut ChaCha8Rng) -> Parameters {
        let width = self.fit.coefficients.len();
        let normal: Vec<f64> = (0..width).map(|_| StandardNormal.sample(rng)).collect();
        let coefficients = self.fit.coefficients.iter().enumerate().map(|(row, coefficient)| {
            let factor = &self.factor[row * width..=row * width + row];
            coefficient.estimate + factor.iter().zip(&normal).map(|(l, z)| l * z).sum::<f64>()
        });
        let coefficients = coefficients.collect();
        let covariances = self.fit.groupings.iter().map(|grouping| {
            let drawn: Vec<f64> = (grouping.standard_deviations.iter())
                .zip(&grouping.standard_deviation_errors)
                .map(|(&sd, &error)| {
                    let normal: f64 = StandardNormal.sample(rng);
                    if sd > 0.0 && error.is_finite() { sd * (normal * (error / sd).min(1.0)).exp() } else { sd }
                })
                .collect();
            covariance(&drawn, &grouping.correlations)
        });
        Parameters { coefficients, covariances: covariances.collect() }
    }
}

fn covariance(standard_deviations: &[f64], correlations: &[Vec<f64>]) -> Vec<f64> {
    let entry = |row: usize, column: usize| {
        let product = standard_deviations[row] * standard_deviations[column];
        if product == 0.0 { 0.0 } else { product * correlations[row][column] }
    };
    let width = standard_deviations.len();
    (0..width * width).map(|index| entry(index / width, index % width)).collect()
}

/// The lower factor of a covariance; a direction without variance gets zeros.
fn cholesky(matrix: &[f64], width: usize) -> Vec<f64> {
    let mut factor = vec![0.0; width * width];
    for row in 0..width {
        for column in 0..=row {
            let dot: f64 = (0..column).map(|k| factor[row * width + k] * factor[column * width + k]).sum();
            let rest = matrix[row * width + column] - dot;
            factor[row * width + column] = if row == column {
                rest.max(0.0).sqrt()
            } else if factor[column * width + column] > 0.0 {
                rest / factor[column * width + column]
            } else {
                0.0
            };
        }
    }
    factor
}

impl JointEstimates {
    /// Functions of a fit's parameters, with draws from the joint distribution of the estimates (King, Tomz & Wittenberg 2000).
    /// The draws do not depend on the number of threads.
    pub fn simulated(
        fit: &Fit,
        names: Vec<String>,
        draws: usize,
        seed: u64,
        of: impl Fn(&Parameters) -> Vec<f64> + Sync,
    ) -> Self {
        let source = ParameterDraws::new(fit);
        let draw = |replicate: u64| of(&source.draw(&mut stream(seed, replicate)));
        Self { names, values: of(&fit.parameters()), draws: (0..draws as u64).into_par_iter().map(draw).collect() }
    }

    /// A linear combination of the estimates, with the interval between the percentiles of its draws.
    pub fn combination(&self, weights: &[f64], level: f64) -> Option<Estimate> {
        let value = dot(weights, &self.values);
        let mut drawn = self.combined(weights);
        let variance = variance(&drawn)?;
        drawn.sort_by(f64::total_cmp);
        let tail = (1.0 - level) / 2.0;
        Some(Estimate {
            value,
            standard_error: variance.sqrt(),
            low: quantile(&drawn, tail)?,
            high: quantile(&drawn, 1.0 - tail)?,
            level,
        })
    }

    /// The ratio of two linear combinations with Fieller's interval, which is unbounded where the denominator may be zero.
    pub fn ratio(&self, numerator: &[f64], denominator: &[f64], level: f64) -> Option<(Ratio, RatioInterval)> {
        let (above, below) = (self.combined(numerator), self.combined(denominator));
        let ratio = Ratio {
            numerator: dot(numerator, &self.values),
            denominator: dot(denominator, &self.values),
            numerator_variance: variance(&above)?,
            denominator_variance: variance(&below)?,
            covariance: covariance_of(&above, &below)?,
        };
        Some((ratio, ratio.interval(critical_value(level, f64::INFINITY))))
    }

    /// The covariance of the estimates, square, row by row; none with fewer than two draws.
    pub fn covariance(&self) -> Option<Vec<f64>> {
        let unit = |index: usize| -> Vec<f64> { self.draws.iter().map(|draw| draw[index]).collect() };
        let columns: Vec<Vec<f64>> = (0..self.values.len()).map(unit).collect();
        let pairs = columns.iter().flat_map(|a| columns.iter().map(move |b| covariance_of(a, b)));
        pairs.collect()
    }

    fn combined(&self, weights: &[f64]) -> Vec<f64> {
        self.draws.iter().map(|draw| dot(weights, draw)).collect()
    }
}

fn dot(weights: &[f64], values: &[f64]) -> f64 {
    weights.iter().zip(values).map(|(weight, value)| weight * value).sum()
}

fn variance(values: &[f64]) -> Option<f64> {
    covariance_of(values, values)
}

fn covariance_of(a: &[f64], b: &[f64]) -> Option<f64> {
    let count = a.len() as f64;
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / count, b.iter().sum::<f64>() / count);
    let sum: f64 = a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum();
    (a.len() > 1).then(|| sum / (count - 1.0))
}
