//! Intervals from the profile of the likelihood: all values of a parameter at which the model, fitted anew, is not much worse.

use glmm::inference::profile::ProfileParam;
use glmm::{Data, FitOptions, ModelSpec};

use super::engine::Lowered;
use super::fit::{Fit, Grouping};
use super::problem::FitError;
use crate::statistics::{Family, critical_value};

/// The parameter of an interval.
#[derive(Debug, Clone, PartialEq)]
pub enum Profiled {
    /// A fixed effect.
    Coefficient(String),
    /// The standard deviation of a random effect: grouping factor, effect.
    StandardDeviation(String, String),
    /// The correlation of two random effects: grouping factor, one effect, the other.
    Correlation(String, String, String),
    /// The residual standard deviation.
    Residual,
}

/// An interval from the profile.
#[derive(Debug, Clone, PartialEq)]
pub struct ProfileInterval {
    /// The parameter.
    pub parameter: Profiled,
    /// Its lower bound; none where the profile never gets that far.
    pub low: Option<f64>,
    /// Its upper bound.
    pub high: Option<f64>,
}

impl Fit {
    /// Profile-likelihood intervals: of every parameter of a linear model (refitted by maximum likelihood, as lme4 does), and of
    /// the fixed effects of a generalised one.
    ///
    /// # Errors
    /// Where the search behind the profile fails.
    pub fn profile(&self, level: f64) -> Result<Vec<ProfileInterval>, FitError> {
        if self.evidence.family == Family::Gaussian {
            self.linear_profile(level)
        } else {
            Ok(self.offset_profile(level))
        }
    }

    fn linear_profile(&self, level: f64) -> Result<Vec<ProfileInterval>, FitError> {
        let lowered = self.engine.model.lowered();
        let profiled = self
            .engine
            .model
            .fit()
            .profile_intervals(&lowered.data(), lowered.spec(), level, None)
            .map_err(|error| FitError::model(format!("no profile: {error}"), "use Wald or bootstrap intervals"))?;
        let finite = |value: f64| value.is_finite().then_some(value);
        let name = |param: ProfileParam| {
            let effect = |group: &Grouping, index: usize| group.effects[index].clone();
            Some(match param {
                ProfileParam::Sd { group, term } => {
                    let grouping = self.groupings.get(group)?;
                    Profiled::StandardDeviation(grouping.name.clone(), effect(grouping, term))
                }
                ProfileParam::Cor { group, row, col } => {
                    let grouping = self.groupings.get(group)?;
                    Profiled::Correlation(grouping.name.clone(), effect(grouping, col), effect(grouping, row))
                }
                ProfileParam::Sigma => Profiled::Residual,
                ProfileParam::Beta(index) => Profiled::Coefficient(self.coefficients.get(index)?.name.clone()),
                _ => return None,
            })
        };
        let rows = profiled.rows.iter().filter_map(|row| {
            Some(ProfileInterval { parameter: name(row.param)?, low: finite(row.lower), high: finite(row.upper) })
        });
        Ok(rows.collect())
    }

    /// A fixed effect is held at a value by taking its column out of the design and into the offset.
    fn offset_profile(&self, level: f64) -> Vec<ProfileInterval> {
        let lowered = self.engine.model.lowered();
        let cutoff = critical_value(level, f64::INFINITY);
        let intervals = (0..self.coefficients.len()).map(|column| {
            let coefficient = &self.coefficients[column];
            let held = Held::new(lowered, column);
            let distance = |value: f64| {
                let deviance = held.deviance(lowered, value, &self.engine.options)?;
                Some((deviance - self.deviance()).max(0.0).sqrt() - cutoff)
            };
            let bound = |side: f64| {
                let start = coefficient.estimate + side * cutoff * coefficient.standard_error;
                root(coefficient.estimate, start, distance)
            };
            let parameter = Profiled::Coefficient(coefficient.name.clone());
            ProfileInterval { parameter, low: bound(-1.0), high: bound(1.0) }
        });
        intervals.collect()
    }
}

/// The design without one fixed column.
struct Held {
    x: Vec<f64>,
    random_only: Vec<f64>,
    random_width: usize,
    column: Vec<f64>,
    spec: ModelSpec,
}

impl Held {
    fn new(lowered: &Lowered, column: usize) -> Self {
        let (width, extra) = (lowered.p, lowered.re_p);
        let mut spec = lowered.spec().clone();
        // Slopes name columns of the fixed design, then those of the random one, to which the held column moves where it is needed.
        let moved = |slope: u32| match slope as usize {
            slope if slope == column => (width - 1 + extra) as u32,
            slope if slope > column => slope as u32 - 1,
            slope => slope as u32,
        };
        let mut is_slope = false;
        if let Some(structure) = &mut spec.re {
            let extras = structure.extra_groupings.iter_mut();
            let parts = std::iter::once((&mut structure.slopes, &mut structure.terms))
                .chain(extras.map(|grouping| (&mut grouping.slopes, &mut grouping.terms)));
            for (slopes, terms) in parts {
                is_slope |= slopes.contains(&(column as u32));
                for slope in slopes.iter_mut().chain(terms.iter_mut().flat_map(|term| &mut term.slopes)) {
                    *slope = moved(*slope);
                }
            }
        }
        let values: Vec<f64> = lowered.x.chunks(width).map(|row| row[column]).collect();
        let rows = lowered.x.chunks(width).map(|row| row.iter().enumerate().filter(|(index, _)| *index != column));
        let mut random_only = Vec::new();
        for (row, value) in values.iter().enumerate() {
            random_only.extend_from_slice(&lowered.re_columns[row * extra..(row + 1) * extra]);
            random_only.extend(is_slope.then_some(*value));
        }
        Self {
            x: rows.flatten().map(|(_, value)| *value).collect(),
            random_only,
            random_width: extra + usize::from(is_slope),
            column: values,
            spec,
        }
    }

    /// The smallest deviance with the coefficient at a value.
    fn deviance(&self, lowered: &Lowered, value: f64, options: &FitOptions) -> Option<f64> {
        let own = lowered.offset.as_deref();
        let offset: Vec<f64> = (self.column.iter().enumerate())
            .map(|(row, x)| x * value + own.map_or(0.0, |offset| offset[row]))
            .collect();
        let mut data = Data::new(&self.x, &lowered.y, lowered.n, lowered.p - 1).ids(&lowered.ids).offset(&offset);
        if self.random_width > 0 {
            data = data.re_columns(&self.random_only, self.random_width);
        }
        if let Some(weights) = &lowered.weights {
            data = data.weights(weights);
        }
        let fit = glmm::fit(&data, &self.spec, options).ok()?;
        fit.converged().then(|| -2.0 * fit.loglik())
    }
}

/// Where a function that rises from `inside` outwards, negative there, is zero: `start` is pushed outwards until it is positive,
/// then the gap is halved. None where it never gets positive, or has no value on the way.
fn root(inside: f64, start: f64, function: impl Fn(f64) -> Option<f64>) -> Option<f64> {
    const DOUBLINGS: usize = 12;
    const HALVINGS: usize = 40;
    let mut low = inside;
    let mut high = start;
    let mut doublings = 0;
    while function(high)? < 0.0 {
        low = high;
        high = inside + 1.5 * (high - inside);
        doublings += 1;
        if doublings > DOUBLINGS {
            return None;
        }
    }
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if function(middle)? < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
        if (high - low).abs() < 1e-7 * (start - inside).abs() {
            break;
        }
    }
    Some(f64::midpoint(low, high))
}
